"""What a reader must know about one kind of published file before it opens it."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from riia.indicators.model import Period

_YEAR = re.compile(r"(?:19|20)\d{2}", re.ASCII)
_SPAN = re.compile(r"((?:19|20)\d{2})(\d{2})", re.ASCII)
# Elective home education census days (Department for Education, "Elective home education and children missing
# education: submit your data"): the national file names the term only.
# Another year's days are added here when its file is.
CENSUS_DAYS = {
    ("202223", "Autumn term"): date(2022, 10, 6),
    ("202223", "Spring term"): date(2023, 1, 19),
    ("202223", "Summer term"): date(2023, 5, 18),
}


class PeriodRule(StrEnum):
    """What `time_period` means in a file. The same "2025" is three different periods in three publications."""

    YEAR_ENDING_MARCH = "year-ending-march"
    CALENDAR_YEAR = "calendar-year"
    ACADEMIC_YEAR = "academic-year"
    SEPTEMBER_SNAPSHOT = "september-snapshot"
    CENSUS_TERM = "census-term"

    @property
    def words(self) -> str:
        """What `time_period` must look like."""
        return _RULES[self][0]

    @property
    def identifiers(self) -> frozenset[str]:
        """What `time_identifier` may say where the file has that column."""
        return _RULES[self][1]

    def period(self, time_period: str, time_identifier: str) -> Period | None:
        """The period, or None when the text does not follow the rule."""
        return _RULES[self][2](time_period, time_identifier)


def _plain(make: Callable[[int], Period]) -> Callable[[str, str], Period | None]:
    return lambda text, _: make(int(text)) if _YEAR.fullmatch(text) else None


def _academic(text: str, _: str) -> Period | None:
    found = _SPAN.fullmatch(text)
    if not found or (int(found[1]) + 1) % 100 != int(found[2]):
        return None
    return Period.academic_year(int(found[1]))


def _census(text: str, term: str) -> Period | None:
    day = CENSUS_DAYS.get((text, term))
    return Period.day(day) if day else None


_REPORTING = frozenset({"Reporting year"})
_RULES: dict[PeriodRule, tuple[str, frozenset[str], Callable[[str, str], Period | None]]] = {
    PeriodRule.YEAR_ENDING_MARCH: (
        "a year such as 2025, for the year ending 31 March 2025",
        _REPORTING,
        _plain(Period.year_ending_march),
    ),
    PeriodRule.CALENDAR_YEAR: (
        "a calendar year such as 2024",
        frozenset({"Calendar year"}),
        _plain(Period.calendar_year),
    ),
    PeriodRule.ACADEMIC_YEAR: ("an academic year such as 202425", frozenset({"Academic year"}), _academic),
    PeriodRule.SEPTEMBER_SNAPSHOT: (
        "a year such as 2025, for 30 September 2025",
        _REPORTING,
        _plain(lambda year: Period.day(date(year, 9, 30))),
    ),
    PeriodRule.CENSUS_TERM: (
        "an academic year and term whose census day is known, such as 202223 and Autumn term",
        frozenset({"Autumn term", "Spring term", "Summer term"}),
        _census,
    ),
}


@dataclass(frozen=True, slots=True)
class NumberColumn:
    """A column of numbers: the names it has had over the editions, and what may stand in it.

    An `optional` column may be absent (rate columns were dropped in some editions). `whole` columns hold counts;
    `highest` is the largest believable number.
    """

    names: tuple[str, ...]
    whole: bool
    optional: bool = False
    highest: float = 100_000_000.0

    @property
    def name(self) -> str:
        """The name under which the column is known inside: the first of its names."""
        return self.names[0]


@dataclass(frozen=True, slots=True)
class Layout:
    """One kind of file.

    `keys` are the text columns that, with period and place, tell its rows apart. `regions_by_name` is for converted
    files without a region code. `national_only` files have rows of England alone. `places` are the codes a row may
    have, where the caller knows them.
    """

    key: str
    period: PeriodRule
    keys: tuple[str, ...]
    numbers: tuple[NumberColumn, ...]
    regions_by_name: bool = False
    national_only: bool = False
    places: frozenset[str] | None = field(default=None, repr=False)
