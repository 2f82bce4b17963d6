"""The forms of rounds: planning, moving days, steps with a reason, chasing, and asking and deciding on more time."""

from collections.abc import Sequence
from typing import Any

from django import forms

from riia.alliance.kit.dates import DateField
from riia.alliance.returns.errors import DeskError
from riia.alliance.returns.round_days import Days, check_days, warnings_about
from riia.alliance.returns.services.chasing import LONGEST_WORDS
from riia.indicators.definitions import catalogue
from riia.indicators.model import Period


class DaysForm(forms.Form):
    """The four days of a round. Days that are unusual are said, and kept only if they are meant."""

    opens_on = DateField(label="When does it open?")
    due_on = DateField(label="When are councils’ returns due?")
    desk_until = DateField(label="What is the desk’s last day?")
    dfe_due_on = DateField(label="When is the pack due at the Department?")
    anyway = forms.BooleanField(label="Keep these days", required=False)

    def __init__(self, *args: Any, period: Period, **kwargs: Any) -> None:
        """Take the period of the round, which its days follow."""
        super().__init__(*args, **kwargs)
        self.period = period
        self.warnings: list[str] = []

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        days = [found.get(name) for name in ("opens_on", "due_on", "desk_until", "dfe_due_on")]
        if all(days):
            self._judge(Days(*days))  # type: ignore[arg-type]  # none is missing
        if not self.warnings:
            del self.fields["anyway"]
        return found

    @property
    def asks_anyway(self) -> bool:
        """Whether somebody has to say that unusual days are meant."""
        return self.is_bound and "anyway" in self.fields

    def days(self) -> Days:
        """The four days."""
        given = self.cleaned_data
        return Days(given["opens_on"], given["due_on"], given["desk_until"], given["dfe_due_on"])

    def _judge(self, days: Days) -> None:
        try:
            check_days(days)
        except DeskError as error:
            self.add_error(None, str(error))
            return
        self.warnings = warnings_about(days, self.period)
        if self.warnings and not self.cleaned_data.get("anyway"):
            self.add_error("anyway", "Tick “Keep these days” if the unusual days are meant, or change them")


class PlanForm(DaysForm):
    """What a round collects, and its days."""

    form = forms.ChoiceField(label="Which indicator set?", widget=forms.RadioSelect)
    note = forms.CharField(
        label="What should councils know about this round?",
        help_text="They read it on their return and in the first e-mail.",
        max_length=500,
        required=False,
        widget=forms.Textarea,
    )
    field_order = ("form", "opens_on", "due_on", "desk_until", "dfe_due_on", "anyway", "note")

    def __init__(self, *args: Any, sets: Sequence[str], **kwargs: Any) -> None:
        """Take the keys of the sets in use at the end of the period, the newest last and chosen."""
        super().__init__(*args, **kwargs)
        field = self.fields["form"]
        field.choices = [(key, catalogue().set(key).title) for key in sets]  # type: ignore[attr-defined]
        field.initial = sets[-1]


class MoveForm(DaysForm):
    """Other days for a round, and why."""

    reason = forms.CharField(
        label="Why are the days moved?",
        help_text="Kept in the audit trail.",
        max_length=300,
        widget=forms.Textarea,
        error_messages={"required": "Enter why the days are moved"},
    )


class ReasonForm(forms.Form):
    """Why something is done; `required` where the step takes a reason."""

    reason = forms.CharField(
        label="Why?",
        help_text="Kept in the audit trail.",
        max_length=300,
        widget=forms.Textarea,
        error_messages={"required": "Enter why"},
    )

    def __init__(self, *args: Any, required: bool = True, **kwargs: Any) -> None:
        """Say whether the step takes a reason."""
        super().__init__(*args, **kwargs)
        self.fields["reason"].required = required


class ChaseForm(forms.Form):
    """The sender's own words in every message."""

    words = forms.CharField(
        label="Do you want to add something?",
        help_text="It stands in every message below. Do not name a child or a member of staff.",
        max_length=LONGEST_WORDS,
        required=False,
        widget=forms.Textarea,
    )


class AskExtensionForm(forms.Form):
    """More time: until when, and why."""

    until = DateField(label="What is the last day you need?")
    reason = forms.CharField(
        label="Why do you need more time?",
        help_text="The region reads it. Do not name a child or a member of staff.",
        max_length=500,
        widget=forms.Textarea,
        error_messages={"required": "Enter why you need more time"},
    )


class DecideExtensionForm(forms.Form):
    """Granted or refused, until when, and why."""

    decision = forms.ChoiceField(
        label="What do you decide?",
        choices=[("grant", "Grant more time"), ("refuse", "Refuse")],
        widget=forms.RadioSelect,
        error_messages={"required": "Select grant or refuse"},
    )
    until = DateField(label="Until which day?", required=False, help_text="Only if you grant more time.")
    reason = forms.CharField(
        label="Why?",
        help_text="The council reads it.",
        max_length=500,
        widget=forms.Textarea,
        error_messages={"required": "Enter why you decide so"},
    )

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        if found.get("decision") == "grant" and not found.get("until") and "until" not in self.errors:
            self.add_error("until", "Enter the last day you grant")
        return found
