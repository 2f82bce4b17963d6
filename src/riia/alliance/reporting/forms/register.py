"""A line of the register of reports, as it is typed."""

from collections.abc import Sequence
from typing import Any, Final

from django import forms

from riia.alliance.kit.dates import DateField
from riia.alliance.places.models import Alliance
from riia.alliance.reporting.audiences import Audience
from riia.alliance.reporting.due_rules import Counting, Often
from riia.alliance.reporting.models import Kind
from riia.alliance.reporting.promises import Promise
from riia.alliance.reporting.services.register import Line

_READERS: Final = [(one.value, one.title) for one in Audience if one is not Audience.OFFICE]


class LineForm(forms.Form):
    """One report that the alliance owes."""

    alliance = forms.ChoiceField(label="Whose report is it?", error_messages={"required": "Choose the alliance"})
    title = forms.CharField(label="What is it called?", max_length=150, error_messages={"required": "Enter a title"})
    audiences = forms.MultipleChoiceField(
        label="Who is it for?",
        choices=_READERS,
        widget=forms.CheckboxSelectMultiple,
        help_text="Each gets a version of its own: what it must not see is left out.",
        error_messages={"required": "Choose who it is for"},
    )
    body = forms.CharField(
        label="For which board or group?", max_length=120, required=False, help_text="Such as South West RIIA Board."
    )
    content = forms.CharField(label="What does it hold?", max_length=500, required=False, widget=forms.Textarea)
    made_from = forms.ChoiceField(
        label="Where is it made?",
        choices=Kind.MadeFrom.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose where it is made"},
    )
    often = forms.ChoiceField(
        label="How often?",
        choices=[(one.value, one.words.capitalize()) for one in Often],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose how often it is due"},
    )
    days = forms.IntegerField(
        label="Days after the period or request",
        min_value=0,
        max_value=120,
        initial=0,
        help_text="0 means by the last day of the period.",
        error_messages={"required": "Enter a number of days", "invalid": "Enter the days as a number, such as 7"},
    )
    counting = forms.ChoiceField(
        label="Which days are counted?",
        choices=[(Counting.DAYS.value, "All days"), (Counting.WORKING_DAYS.value, "Working days")],
        widget=forms.RadioSelect,
        initial=Counting.DAYS.value,
        error_messages={"required": "Choose which days are counted"},
    )
    first_ends_on = DateField(
        label="Last day of the first period that is reported",
        required=False,
        help_text="Leave this blank for a report on request.",
    )
    last_ends_on = DateField(label="Last day of the last period, if it ends", required=False)
    how_written = forms.CharField(label="When it is due, in the words of the document", max_length=200, required=False)
    how_read = forms.CharField(
        label="How that is read here, and who settled it",
        max_length=300,
        required=False,
        help_text="Where it can be read in two ways, such as Q3 2025.",
    )
    owner = forms.CharField(label="Which office prepares it?", max_length=120, required=False)
    receipt_needed = forms.BooleanField(label="Ask for confirmation of receipt", required=False)
    share_first = forms.CharField(
        label="Who sees it before it is sent?", max_length=200, required=False, help_text="Such as the Chair DCS."
    )
    source = forms.CharField(
        label="Where that is written", max_length=200, required=False, help_text="Document and number."
    )

    promise = forms.ChoiceField(
        label="What does a delivery plan count it as?",
        required=False,
        choices=[("", "Nothing"), *((one.value, f"{one.words[:1].upper()}{one.words[1:]}") for one in Promise)],
        help_text="KPIs about reports then count it by themselves once it is sent.",
    )

    def __init__(self, alliances: Sequence[Alliance], *args: Any, **kwargs: Any) -> None:
        """Offer the alliances whose reports the viewer keeps; with one there is no question."""
        super().__init__(*args, **kwargs)
        self.held = {one.code: one for one in alliances}
        if len(self.held) < 2:
            del self.fields["alliance"]
        else:
            self.fields["alliance"].choices = [  # type: ignore[attr-defined]  # it is a ChoiceField
                ("", "Choose an alliance"), *((one.code, one.short_name) for one in alliances),
            ]  # fmt: skip

    def chosen(self) -> Alliance:
        """The alliance of a new line."""
        code = self.cleaned_data.get("alliance")
        return self.held[code] if code else next(iter(self.held.values()))

    def line(self) -> Line:
        """What was typed, as the services take it."""
        given = {name: value for name, value in self.cleaned_data.items() if name != "alliance"}
        return Line(
            **given
            | {
                "audiences": tuple(Audience(one) for one in given["audiences"]),
                "often": Often(given["often"]),
                "counting": Counting(given["counting"]),
            }
        )


def as_typed(kind: Kind) -> dict[str, Any]:
    """A line as it stands, for changing it."""
    names = [name for name in LineForm.base_fields if name != "alliance"]
    return {name: getattr(kind, name) for name in names}


class ReasonForm(forms.Form):
    """Why."""

    because = forms.CharField(
        label="Why?", max_length=300, error_messages={"required": "Enter the reason"}, widget=forms.Textarea
    )


class AskedForm(forms.Form):
    """A report on request was asked for."""

    about = forms.CharField(
        label="What is it about?", max_length=150, error_messages={"required": "Enter what it is about"}
    )
    asked_by = forms.CharField(label="Who asked?", max_length=200, error_messages={"required": "Enter who asked"})
    on = DateField(label="When was it asked for?", error_messages={"required": "Enter the day it was asked for"})
