"""The forms of questions from outside."""

from collections.abc import Sequence
from typing import Any

from django import forms

from riia.alliance.kit.dates import DateField
from riia.alliance.places.models import Alliance
from riia.alliance.returns.timekeeping import today


class EnquiryForm(forms.Form):
    """A question that came. The region is asked only of who is at the desk of several."""

    alliance = forms.ChoiceField(label="Which region was asked?", error_messages={"required": "Choose the region"})
    asker = forms.CharField(
        label="Who asks?",
        max_length=200,
        help_text="An organisation or office, not a person’s name.",
        error_messages={"required": "Enter the organisation or office that asks"},
    )
    address = forms.EmailField(
        label="To which e-mail address did the answer go?",
        max_length=254,
        required=False,
        help_text="Once a year whoever asked is invited to a survey of four questions.",
    )
    subject = forms.CharField(
        label="What do they want to know?",
        max_length=500,
        help_text="In a sentence. Do not name a child.",
        error_messages={"required": "Enter what they want to know"},
    )
    received_on = DateField(label="When did it come?", not_after=today)

    def __init__(self, alliances: Sequence[Alliance], *args: Any, **kwargs: Any) -> None:
        """Offer the alliances at whose desk the viewer is."""
        super().__init__(*args, **kwargs)
        self.held = {one.code: one for one in alliances}
        if len(alliances) == 1:
            del self.fields["alliance"]
        else:
            self.fields["alliance"].choices = [  # type: ignore[attr-defined]  # it is a ChoiceField
                ("", "Choose a region"), *((one.code, one.short_name) for one in alliances),
            ]  # fmt: skip

    def chosen(self) -> Alliance:
        """The alliance that was asked."""
        code = self.cleaned_data.get("alliance")
        return self.held[code] if code else next(iter(self.held.values()))


class AnsweredForm(forms.Form):
    """What was answered, and when."""

    answer = forms.CharField(
        label="What was the answer?",
        widget=forms.Textarea,
        max_length=2000,
        help_text="In short, so that the next who asks hears the same. Do not name a child.",
        error_messages={"required": "Enter what was answered"},
    )
    answered_on = DateField(label="When was it answered?", not_after=today)


class AddressForm(forms.Form):
    """Where the yearly survey is sent."""

    address = forms.EmailField(
        label="E-mail address of whoever asked",
        max_length=254,
        required=False,
        help_text="For the yearly survey only. Empty: they are not invited.",
    )


class SatisfiedForm(forms.Form):
    """What the asker said of the answer."""

    satisfied = forms.ChoiceField(
        label="Was the asker satisfied with the answer?",
        choices=[("yes", "Yes"), ("no", "No")],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose yes or no"},
    )
