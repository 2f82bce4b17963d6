"""When a report is due: how often, and how many days after its period or request. Pure; England's working days."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from riia.alliance.kit.filters import long_date, plural, weekday_date
from riia.alliance.places.calendar import add_working_days, bank_holiday, is_working_day, period_of
from riia.indicators.model import Period, PeriodKind

_DAY: Final = timedelta(days=1)


class Often(StrEnum):
    """How often a report is due. On request means each time somebody asks."""

    MONTH = "month"
    QUARTER = "quarter"
    HALF_YEAR = "half-year"
    YEAR = "year"
    REQUEST = "request"

    @property
    def words(self) -> str:
        return _OFTEN[self]


_OFTEN: Final = {
    Often.MONTH: "every month",
    Often.QUARTER: "every quarter",
    Often.HALF_YEAR: "twice a year",
    Often.YEAR: "once a year",
    Often.REQUEST: "on request",
}


class Counting(StrEnum):
    """What its days are counted in."""

    DAYS = "day"
    WORKING_DAYS = "working day"


@dataclass(frozen=True, slots=True)
class Stretch:
    """What one report is about: a code, words, first and last day."""

    code: str
    words: str
    starts: date
    ends: date


@dataclass(frozen=True, slots=True)
class DueDay:
    """The day a report is due, and in words how it was found."""

    day: date
    words: str


@dataclass(frozen=True, slots=True)
class Rule:
    """How often, and how long after the last day of the period (or the day of the request) it is due."""

    often: Often
    days: int = 0
    counting: Counting = Counting.DAYS

    @property
    def words(self) -> str:
        """The rule in a sentence."""
        after = "the request" if self.often is Often.REQUEST else f"the end of the {_PERIOD[self.often]}"
        if not self.days:
            return f"{self.often.words}, by {after}"
        return f"{self.often.words}, within {plural(self.days, self.counting.value)} after {after}"


_PERIOD: Final = {Often.MONTH: "month", Often.QUARTER: "quarter", Often.HALF_YEAR: "half-year", Often.YEAR: "year"}


def due_day(rule: Rule, last: date) -> DueDay:
    """When a report about something that ended on `last` is due.

    Plain days that end on a weekend or bank holiday mean the working day before: "by" and "within" are not later.
    """
    if rule.counting is Counting.WORKING_DAYS and rule.days:
        day = add_working_days(last, rule.days)
        return DueDay(day, f"{plural(rule.days, 'working day')} after {long_date(last)}")
    wanted = last + rule.days * _DAY
    found = f"{plural(rule.days, 'day')} after {long_date(last)}" if rule.days else "the last day of the period"
    day = wanted
    while not is_working_day(day):
        day -= _DAY
    if day == wanted:
        return DueDay(day, found)
    why = bank_holiday(wanted) or "no working day"
    return DueDay(day, f"the working day before {found}, as {weekday_date(wanted)} is {why}")


def stretches(often: Often, since: date, until: date) -> Iterator[Stretch]:
    """The periods that end between two days, both included, earliest first; none for what is due on request."""
    if often is Often.REQUEST:
        return
    one = stretch_of(often, since)
    while one.ends <= until:
        if one.ends >= since:
            yield one
        one = stretch_of(often, one.ends + _DAY)


def stretch_of(often: Often, day: date) -> Stretch:
    """The period of this kind that holds a day."""
    if often is Often.MONTH:
        first = day.replace(day=1)
        last = (first + timedelta(days=32)).replace(day=1) - _DAY
        return Stretch(f"{first:%Y-%m}", f"{first:%B %Y}", first, last)
    year = period_of(day, PeriodKind.FINANCIAL_YEAR)
    if often is Often.YEAR:
        return Stretch(year.code, f"April {year.start.year} to March {year.end.year}", year.start, year.end)
    if often is Often.QUARTER:
        quarter = period_of(day, PeriodKind.FINANCIAL_QUARTER)
        return Stretch(quarter.code, quarter_words(quarter), quarter.start, quarter.end)
    span = year.code.removeprefix("FY")
    half = date(year.start.year, 10, 1)
    if day < half:
        return Stretch(f"{span}H1", f"April to September {half.year}", year.start, half - _DAY)
    return Stretch(f"{span}H2", f"October {half.year} to March {year.end.year}", half, year.end)


def quarter_words(quarter: Period) -> str:
    """ "October to December 2025 (Q3 of 2025-26)": the months first, as "Q3 2025" can be read in two ways."""
    span, _, number = quarter.code.rpartition("Q")
    return f"{quarter.start:%B} to {quarter.end:%B %Y} (Q{number} of {span})"
