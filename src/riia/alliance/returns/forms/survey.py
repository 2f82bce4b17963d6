"""The forms of the yearly survey: opening it, results from elsewhere, and the public page of four questions."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms

from riia.alliance.kit.dates import DateField
from riia.alliance.returns.survey_scale import Opinion, SurveyQuestion
from riia.alliance.returns.timekeeping import today
from riia.indicators.calendar import period_of
from riia.indicators.model import Period, PeriodKind

_BACK = 3
"""Years that can be chosen, the present one included."""


def years(day: date) -> Sequence[tuple[str, str]]:
    """The financial years a survey can be about, the present one first."""
    now = period_of(day, PeriodKind.FINANCIAL_YEAR).start.year
    return [(str(year), Period.financial_year(year).short_label) for year in range(now, now - _BACK, -1)]


class _YearForm(forms.Form):
    year = forms.TypedChoiceField(
        label="Which year’s askers?",
        help_text="Everybody who asked the desk from April to March.",
        coerce=int,
        error_messages={"required": "Choose the year"},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["year"].choices = years(today())  # type: ignore[attr-defined]  # it is a ChoiceField


class OpenSurveyForm(_YearForm):
    """The year, and until when answers are taken."""

    closes_on = DateField(label="Last day for answers", not_before=today)


class ElsewhereForm(_YearForm):
    """The result of a survey held elsewhere: of its overall question."""

    source = forms.CharField(
        label="Where was it held, and where are its results kept?",
        max_length=300,
        help_text="Such as the name of the survey tool and the file.",
        error_messages={"required": "Enter where it was held"},
    )
    ended_on = DateField(label="When did it end?", not_after=today)
    invited = forms.IntegerField(
        label="How many were invited?", min_value=1, required=False, help_text="Leave empty if it is not known."
    )
    answers = forms.IntegerField(
        label="How many answered?", min_value=1, error_messages={"required": "Enter how many answered"}
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for opinion in Opinion:
            self.fields[opinion.value] = forms.IntegerField(
                label=f"How many said “{opinion.words}”?", min_value=0,
                error_messages={"required": f"Enter how many said “{opinion.words}”, 0 if nobody did"},
            )  # fmt: skip

    def counts(self) -> dict[Opinion, int]:
        """What was said how often."""
        return {opinion: self.cleaned_data[opinion.value] for opinion in Opinion}


class AnswerSurveyForm(forms.Form):
    """The public page: four questions, each of which may be left out, and a comment."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for question in SurveyQuestion:
            self.fields[question.value] = forms.ChoiceField(
                label=question.words, required=False, widget=forms.RadioSelect,
                choices=[(one.value, one.words) for one in Opinion],
            )  # fmt: skip
        self.fields["comment"] = forms.CharField(
            label="What would make it better?", required=False, widget=forms.Textarea, max_length=1000,
            help_text="Do not name yourself, a child or a member of staff.",
        )  # fmt: skip

    def opinions(self) -> dict[SurveyQuestion, Opinion | None]:
        """What was said to each question; None where it was left out."""
        given = self.cleaned_data
        return {one: Opinion(given[one.value]) if given[one.value] else None for one in SurveyQuestion}
