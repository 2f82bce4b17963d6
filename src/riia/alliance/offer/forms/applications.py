"""What councils write, panel members score and directors decide."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from riia.alliance.kit.dates import DateField
from riia.alliance.offer.forms.money import MoneyField
from riia.alliance.offer.models import Criterion, DecisionKind
from riia.alliance.offer.parts import PARTS
from riia.alliance.offer.services.panel import Given
from riia.alliance.places.models import Place
from riia.alliance.returns.timekeeping import today


class ApplicationForm(forms.Form):
    """The parts of an application. A draft takes everything as typed; what cannot be used yet is said beside it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for part in PARTS:
            field = forms.CharField(label=part.label, help_text=part.hint, required=False)
            field.max_length = part.longest  # shown beside the box; what is longer is saved, and said to be too long
            if part.rows > 1:
                field.widget = forms.Textarea()
            self.fields[part.name] = field

    def typed(self) -> dict[str, str]:
        """What was typed, by part."""
        return {
            part.name: self.cleaned_data.get(part.name, "") for part in PARTS if self.add_prefix(part.name) in self.data
        }


class ApplyForm(forms.Form):
    """For which council somebody applies, where they may for several."""

    council = forms.ChoiceField(label="For which council?", error_messages={"required": "Choose the council"})

    def __init__(self, councils: Sequence[Place], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["council"].choices = [(each.code, each.label) for each in councils]  # type: ignore[attr-defined]


class InterestForm(forms.Form):
    """What a panel member declares before reading."""

    conflict = forms.ChoiceField(
        label="Have you an interest in this application?",
        choices=[("no", "No, I have no interest in it"), ("yes", "Yes, so others score it")],
        widget=forms.RadioSelect,
        error_messages={"required": "Select whether you have an interest"},
    )
    words = forms.CharField(label="What is the interest?", max_length=500, required=False)

    def clean(self) -> dict[str, Any]:
        """An interest is said."""
        given = super().clean() or {}
        if given.get("conflict") == "yes" and not given.get("words", "").strip():
            self.add_error("words", "Enter what the interest is")
        return given


class ScoreForm(forms.Form):
    """A score and a reason for each criterion; saved as far as it goes."""

    def __init__(self, criteria: Sequence[Criterion], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.criteria = criteria
        for each in criteria:
            self.fields[f"score-{each.number}"] = forms.ChoiceField(
                label=f"Score for “{each.title}”",
                choices=[(str(score), f"{score}: {words}") for score, words in enumerate(each.meanings)],
                widget=forms.RadioSelect,
                required=False,
                help_text=each.asks,
            )
            self.fields[f"reason-{each.number}"] = forms.CharField(
                label=f"Your reason for the score for “{each.title}”",
                widget=forms.Textarea,
                max_length=1500,
                required=False,
            )

    def given(self) -> Mapping[Criterion, Given]:
        """What was given, by criterion; no score is no score."""
        found = {}
        for each in self.criteria:
            score, reason = (self.cleaned_data.get(f"{name}-{each.number}", "") for name in ("score", "reason"))
            found[each] = Given(int(score) if score else None, reason)
        return found


class DecisionForm(forms.Form):
    """A decision about an application."""

    decision = forms.ChoiceField(
        label="What is decided?",
        choices=[
            (DecisionKind.AWARD.value, "Award money"),
            (DecisionKind.MORE.value, "Ask the council for more"),
            (DecisionKind.DECLINE.value, "Decline"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Select what is decided"},
    )
    amount = MoneyField(label="How much is awarded?", required=False)
    conditions = forms.CharField(label="Conditions", widget=forms.Textarea, max_length=1500, required=False)
    answer_by = DateField(label="Last day for the council’s answer", required=False)
    reason = forms.CharField(
        label="Why? The council reads this",
        widget=forms.Textarea,
        max_length=2000,
        error_messages={"required": "Enter the reason. The council reads it"},
    )
    minute = forms.CharField(
        label="Minute of the meeting that decided",
        max_length=300,
        required=False,
        help_text="Such as “Directors’ group, 3 March 2026, item 4”.",
    )

    def __init__(self, *args: Any, needs_minute: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if needs_minute:
            self.fields["minute"].required = True
            self.fields["minute"].error_messages["required"] = "Enter the minute of the meeting that decided"

    def clean(self) -> dict[str, Any]:
        """An award has an amount; a question has a day."""
        given = super().clean() or {}
        kind = given.get("decision")
        if kind == DecisionKind.AWARD and given.get("amount") is None and "amount" not in self.errors:
            self.add_error("amount", "Enter how much is awarded")
        if kind == DecisionKind.MORE and "answer_by" not in self.errors:
            day = given.get("answer_by")
            if day is None:
                self.add_error("answer_by", "Enter the last day for the council’s answer")
            elif day <= today():
                self.add_error("answer_by", "The last day for the council’s answer must be after today")
        return given
