"""A council's term dates of one academic year."""

from collections.abc import Sequence
from datetime import date
from itertools import pairwise
from typing import Any

from django import forms

from riia.alliance.kit.dates import DateField
from riia.alliance.kit.filters import long_date
from riia.alliance.places.models import AcademicTerm
from riia.alliance.places.policies import TermDates
from riia.indicators.model import Period, PeriodError

SEASONS = {1: "autumn", 2: "spring", 3: "summer"}


class TermsForm(forms.Form):
    """First and last day of each term, and where they are published; a correction also says why.

    What must hold is decided by `places.policies.check_terms`. Here the same is said field by field, so that every
    wrong day is named at once and beside its boxes.
    """

    start_1 = DateField(label="First day of the autumn term")
    end_1 = DateField(label="Last day of the autumn term")
    start_2 = DateField(label="First day of the spring term")
    end_2 = DateField(label="Last day of the spring term")
    start_3 = DateField(label="First day of the summer term")
    end_3 = DateField(label="Last day of the summer term")
    source = forms.CharField(
        label="Where are these dates published?",
        help_text="The address of the council’s page, or the name of the document.",
        max_length=300,
        error_messages={"required": "Enter where these dates are published"},
    )
    reason = forms.CharField(
        label="Why are the dates changed?",
        help_text="For example: a training day was moved. Kept in the audit trail.",
        max_length=500,
        widget=forms.Textarea,
        error_messages={"required": "Enter why the dates are changed"},
    )

    def __init__(self, *args: Any, academic_year: int, entered: Sequence[AcademicTerm], **kwargs: Any) -> None:
        """Take the academic year (2025 is 2025/26) and all terms the council has entered, of this year and others."""
        here = [row for row in entered if row.academic_year == academic_year]
        super().__init__(*args, **(kwargs | {"initial": _initial(here)}))
        self.academic_year = academic_year
        self.others = [row.period for row in entered if row.academic_year != academic_year]
        if not here:
            del self.fields["reason"]

    def dates(self) -> list[TermDates]:
        """The terms, in order."""
        return [TermDates(term, *self._days(term)) for term in SEASONS]  # type: ignore[arg-type]

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        for term in SEASONS:
            self._check_inside_the_year(term)
            self._check_order(term)
            self._check_other_years(term)
        for earlier, later in pairwise(SEASONS):
            self._check_after(earlier, later)
        return found

    def _days(self, term: int) -> tuple[date | None, date | None]:
        """First and last day; None where the boxes do not hold a date that can be right."""
        return self.cleaned_data.get(f"start_{term}"), self.cleaned_data.get(f"end_{term}")

    def _check_inside_the_year(self, term: int) -> None:
        year = Period.academic_year(self.academic_year)
        for name, day in zip((f"start_{term}", f"end_{term}"), self._days(term), strict=True):
            if day is None:
                continue
            try:
                Period.academic_term(self.academic_year, term, start=day, end=day)
            except PeriodError:
                self._refuse(
                    name,
                    f"must be in the {year.label}, which ends on {long_date(year.end)}"
                    if day > year.end
                    else f"must be in the {year.label}, which begins on {long_date(year.start)} "
                    "(a term may begin in the August before)",
                )

    def _check_order(self, term: int) -> None:
        start, end = self._days(term)
        if start and end and end < start:
            self._refuse(f"end_{term}", f"must not come before its first day, {long_date(start)}")

    def _check_after(self, earlier: int, later: int) -> None:
        end, start = self._days(earlier)[1], self._days(later)[0]
        if start and end and start <= end:
            self._refuse(
                f"start_{later}", f"must come after the last day of the {SEASONS[earlier]} term, {long_date(end)}"
            )

    def _check_other_years(self, term: int) -> None:
        start, end = self._days(term)
        for other in self.others:
            if start and end and start <= other.end and other.start <= end:
                name = f"start_{term}" if other.start <= start else f"end_{term}"
                self._refuse(
                    name,
                    f"must not be in the {other.label}, which is entered as {long_date(other.start)} to "
                    f"{long_date(other.end)}",
                )

    def _refuse(self, name: str, rule: str) -> None:
        """Say what is wrong with a day. Once refused it counts as not given, so that it is refused for one thing."""
        self.add_error(name, f"{self.fields[name].label} {rule}")


def _initial(rows: Sequence[AcademicTerm]) -> dict[str, Any]:
    days = {f"{end}_{row.term}": getattr(row, end) for row in rows for end in ("start", "end")}
    return days | ({"source": rows[0].source} if rows else {})
