"""What a reader must know about one kind of published file before it opens it."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from riia.indicators.model import Period

_YEAR = re.compile(r"(?:19|20)\d{2}", re.ASCII)
_SPAN = re.compile(r"((?:19|20)\d{2})(\d{2})", re.ASCII)
# Elective home education census days: the national file names the term only. They are the Department's school census
# days: the first Thursday of October, the third Thursday of January and of May. The rule gives the days the Department
# announced for 2022/23 (6 October 2022, 19 January and 18 May 2023, "Elective home education and children missing
# education: submit your data") and the school census days of 2024/25 (3 October 2024, 16 January and 15 May 2025).
_THURSDAY = 3
_CENSUS_WEEKS = {"Autumn term": (0, 10, 1), "Spring term": (1, 1, 3), "Summer term": (1, 5, 3)}


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
    found = _SPAN.fullmatch(text)
    if not found or (int(found[1]) + 1) % 100 != int(found[2]) or term not in _CENSUS_WEEKS:
        return None
    return Period.day(census_day(int(found[1]), term))


def census_day(year: int, term: str) -> date:
    """The elective home education census day of a term ("Autumn term") in the academic year that begins in `year`."""
    later, month, week = _CENSUS_WEEKS[term]
    first = date(year + later, month, 1)
    return first + timedelta(days=(_THURSDAY - first.weekday()) % 7 + 7 * (week - 1))


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
        "an academic year and a term, such as 202223 and Autumn term",
        frozenset(_CENSUS_WEEKS),
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
    have, where the caller knows them; names and ONS codes beside them are then checked against the register too.

    `renamed` maps what later editions write in a key column to what it was called before. `only` are filters of files
    that have breakdowns in some editions and none in others: a column, under the names it has had, and the value of the
    rows that are read; a file without the column is read whole. `marks` are columns that are not read and tell the
    table from others with the same counts.
    """

    key: str
    period: PeriodRule
    keys: tuple[str, ...]
    numbers: tuple[NumberColumn, ...]
    regions_by_name: bool = False
    national_only: bool = False
    places: frozenset[str] | None = field(default=None, repr=False)
    renamed: Mapping[str, str] = field(default_factory=dict)
    only: tuple[tuple[tuple[str, ...], str], ...] = ()
    marks: tuple[str, ...] = ()
