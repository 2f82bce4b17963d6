"""The one calendar of the alliance: England's working days, periods, and each council's own terms (R15.01).

Working days, deadlines, series and frequency words are those of `riia.indicators.calendar`, offered here too so that
the contexts above have one place to ask. What this adds is the term: its days are a council's own, they are entered and
never assumed, and where they are missing the answer says so.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from riia.alliance.places import queries
from riia.alliance.places.errors import TermDatesMissing
from riia.alliance.places.models import AcademicTerm, Place
from riia.indicators import calendar as national
from riia.indicators.calendar import (
    CalendarError,
    Deadline,
    Frequency,
    FrequencyError,
    add_working_days,
    bank_holiday,
    dates_from,
    is_working_day,
    next_working_day,
    parse_frequency,
    six_weekly,
    working_days_between,
)
from riia.indicators.model import Period, PeriodKind

__all__ = [
    "CalendarError",
    "Deadline",
    "Frequency",
    "FrequencyError",
    "Standing",
    "TermDay",
    "add_working_days",
    "bank_holiday",
    "councils_without_term",
    "dates_from",
    "is_working_day",
    "next_working_day",
    "parse_frequency",
    "period_of",
    "six_weekly",
    "term_on",
    "with_days_of",
    "working_days_between",
]


class Standing(StrEnum):
    """How a day stands to a council's terms."""

    IN_TERM = "in term"
    BETWEEN_TERMS = "between terms"
    NOT_ENTERED = "not entered"


@dataclass(frozen=True)
class TermDay:
    """A day of a council: in which term it lies, between which terms, or that the dates are not entered."""

    standing: Standing
    words: str
    term: Period | None = None


def term_on(council: Place, day: date) -> TermDay:
    """In which of its terms a council is on a day. Between terms only where the terms on both sides are entered."""
    before: Period | None = None
    for row in queries.terms(council):
        term = row.period
        if term.contains(day):
            return TermDay(Standing.IN_TERM, f"{_words(day)} is in the {term.label} of {council.label}.", term)
        if term.start > day:
            if before is not None and before.next().code == term.code:
                return TermDay(
                    Standing.BETWEEN_TERMS,
                    f"{_words(day)} is between the {before.label} and the {term.label} of {council.label}.",
                )
            break
        before = term
    return TermDay(
        Standing.NOT_ENTERED,
        f"{council.label} has not entered the term dates around {_words(day)}. Ask the council to enter them.",
    )


def period_of(day: date, kind: PeriodKind, council: Place | None = None) -> Period:
    """The period of a kind that contains a day. For a council's term with `council`, its own days.

    Raises TermDatesMissing when the council's dates are not entered or the day is between its terms.
    """
    if kind is not PeriodKind.ACADEMIC_TERM or council is None:
        return national.period_of(day, kind)
    found = term_on(council, day)
    if found.term is None:
        raise TermDatesMissing(found.words)
    return found.term


def with_days_of(council: Place, period: Period) -> Period:
    """A period with the days it has for a council: terms get the council's own, every other kind is the same for all.

    Raises TermDatesMissing when the council has not entered that term.
    """
    if period.kind is not PeriodKind.ACADEMIC_TERM:
        return period
    row = queries.terms(council, period.named_year).filter(term=int(period.code[-1])).first()
    if row is None:
        raise TermDatesMissing(
            f"{council.label} has not entered its dates for the {period.label}. Ask the council to enter them."
        )
    return row.period


def councils_without_term(councils: Iterable[Place], period: Period) -> list[Place]:
    """Those of the councils that have not entered a term, so that a round over terms can say whose days are missing."""
    asked = list(councils)
    entered = set(
        AcademicTerm.objects.filter(
            council__in=asked, academic_year=period.named_year, term=int(period.code[-1])
        ).values_list("council_id", flat=True)
    )
    return [council for council in asked if council.pk not in entered]


def _words(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
