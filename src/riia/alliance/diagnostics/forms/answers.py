"""The forms of a council's self-assessment: rating a statement, submitting, signing, reopening, being shown by name."""

from typing import Any

from django import forms

from riia.alliance.diagnostics import policies
from riia.alliance.diagnostics.answers import Answer
from riia.alliance.diagnostics.errors import AssessmentError
from riia.alliance.diagnostics.topic import Statement, Topic

NOT_APPLICABLE, LATER = "na", "later"


class RateForm(forms.Form):
    """One statement: a level, not applicable or left for later; evidence; what is worth sharing; what is wanted."""

    level = forms.ChoiceField(label="Where do you stand?", widget=forms.RadioSelect, required=False)
    why = forms.CharField(label="If it is not applicable, why?", max_length=500, required=False)
    evidence = forms.CharField(
        label="What shows it?",
        widget=forms.Textarea,
        max_length=3000,
        required=False,
        help_text="In a few sentences. Do not name a child, a worker or an agency.",
    )
    links = forms.CharField(
        label="Addresses of evidence",
        widget=forms.Textarea,
        required=False,
        help_text="One in each line, beginning with https://",
    )
    strength = forms.CharField(
        label="A strength worth sharing: what could others learn?",
        widget=forms.Textarea,
        max_length=1000,
        required=False,
        help_text="Leave it empty if there is none.",
    )
    need = forms.CharField(
        label="Support you would like: what would help?",
        widget=forms.Textarea,
        max_length=1000,
        required=False,
        help_text="Leave it empty if you want none. Only the region’s own people see this.",
    )

    def __init__(self, topic: Topic, statement: Statement, *args: Any, **kwargs: Any) -> None:
        """Offer the levels of the topic, described for this statement."""
        super().__init__(*args, **kwargs)
        self.topic, self.statement = topic, statement
        self.fields["level"].choices = [  # type: ignore[attr-defined]  # it is a ChoiceField
            *((str(one.level), one.word) for one in topic.levels),
            (NOT_APPLICABLE, "Not applicable to us"),
            (LATER, "Leave it unanswered for now"),
        ]

    @property
    def level_hints(self) -> dict[str, str]:
        """What each level means for this statement."""
        hints = {str(number): words for number, words in enumerate(self.statement.levels, 1)}
        return hints | {
            NOT_APPLICABLE: "Say why below.",
            LATER: "It counts as not answered, never as the lowest level.",
        }

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        if found.get("level") == NOT_APPLICABLE and not (found.get("why") or "").strip():
            self.add_error("why", "Say why it is not applicable")
        elif found.get("level") != NOT_APPLICABLE and (found.get("why") or "").strip():
            self.add_error("why", "Choose “Not applicable to us”, or take the reason away")
        if not self.errors:
            self._judge()
        return found

    def _judge(self) -> None:
        try:
            policies.check_answer(self.topic, self.statement.key, self.answer())
        except AssessmentError as error:
            self.add_error("links" if "address" in str(error) else "level", str(error))

    def answer(self) -> Answer:
        """What was said."""
        given = self.cleaned_data
        level = given.get("level") or LATER
        without = level == NOT_APPLICABLE
        return Answer(
            level=int(level) if level.isdigit() else None,
            not_applicable=without,
            why=given.get("why", "") if without else "",
            evidence=given.get("evidence", ""),
            links=given.get("links", ""),
            strength=given.get("strength", ""),
            need=given.get("need", ""),
        ).tidy()


def rated(answer: Answer | None) -> dict[str, str]:
    """The form's fields for an answer that stands; without one nothing is chosen."""
    if answer is None:
        return {}
    level = str(answer.level) if answer.level is not None else NOT_APPLICABLE if answer.not_applicable else LATER
    return {
        "level": level,
        "why": answer.why,
        "evidence": answer.evidence,
        "links": answer.links,
        "strength": answer.strength,
        "need": answer.need,
    }


class SubmitForm(forms.Form):
    """Why some statements are left out; asked only where some are."""

    left_out_because = forms.CharField(
        label="Why are they left out?",
        max_length=500,
        error_messages={"required": "Say why they are left out, or answer them first"},
    )


class SignForm(forms.Form):
    """What the director may add to a signature."""

    may_be_named = forms.BooleanField(
        label="The other councils may see our levels and strengths by name",
        required=False,
        help_text="Never what support we want. You can withdraw this at any time.",
    )
    director_days = forms.DecimalField(
        label="How many days of your time did this take?",
        required=False,
        min_value=0,
        max_value=policies.LONGEST_DAYS,
        max_digits=4,
        decimal_places=2,
        error_messages={"invalid": "Enter days as a number, such as 1.5"},
    )


class WhyForm(forms.Form):
    """A reason, kept with the self-assessment."""

    reason = forms.CharField(
        label="Why?", widget=forms.Textarea, max_length=1000, error_messages={"required": "Say why"}
    )
