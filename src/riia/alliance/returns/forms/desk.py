"""The forms of the desk: asking, answering, settling, reopening and declining."""

from collections.abc import Iterable

from django import forms

from riia.alliance.returns.models import Settled
from riia.indicators.returns.nouns import Form


def cell_choices(form: Form) -> Iterable[tuple[str, str]]:
    """The cells of a return to choose from, in order, each in words."""
    yield "", "The return as a whole"
    for item in form.items:
        for measure in item.measures:
            yield f"{item.key}.{measure.value}", f"{item.label} {item.title}: {item.unit(measure)}"


class AskForm(forms.Form):
    """A question about a cell."""

    cell = forms.ChoiceField(label="What is it about?", required=False)
    code = forms.RegexField(r"\A[A-Z0-9-]{1,40}\Z", required=False, widget=forms.HiddenInput)
    text = forms.CharField(
        label="What do you want to know?",
        widget=forms.Textarea,
        max_length=4000,
        help_text="The council reads it as you write it. Do not name a child or a member of staff.",
        error_messages={"required": "Write what you want to know"},
    )
    quality = forms.BooleanField(
        label="This is about the quality of the data",
        required=False,
        help_text="Support is offered within 10 working days, and the quality report counts it.",
    )

    def __init__(self, asked: Form, *args: object, **kwargs: object) -> None:
        """Offer the cells that the return asks."""
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # Django's own arguments, passed on
        self.fields["cell"].choices = list(cell_choices(asked))  # type: ignore[attr-defined]


class ReplyForm(forms.Form):
    """A contribution to a thread."""

    text = forms.CharField(
        label="Your message",
        widget=forms.Textarea,
        max_length=4000,
        help_text="Do not name a child or a member of staff.",
        error_messages={"required": "Write your message"},
    )


class SettleForm(forms.Form):
    """How a query ended."""

    how = forms.ChoiceField(
        label="How is it settled?",
        choices=[(one.value, one.label.capitalize()) for one in Settled],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose how it is settled"},
    )
    text = forms.CharField(label="A closing word", widget=forms.Textarea, required=False, max_length=4000)


class SupportForm(forms.Form):
    """Support that was offered with a quality issue."""

    words = forms.CharField(
        label="Which support was offered?",
        max_length=500,
        help_text="Such as a call, a visit, a guide, or a colleague of another council.",
        error_messages={"required": "Say which support was offered"},
    )


class ReasonForm(forms.Form):
    """A reason that is kept with the return."""

    reason = forms.CharField(
        label="Why?",
        widget=forms.Textarea,
        max_length=1000,
        help_text="The reason is kept with the return. Do not name a child or a member of staff.",
        error_messages={"required": "Say why"},
    )
