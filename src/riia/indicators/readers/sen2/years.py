"""Which calendar year a return tells of, where it does not say so: by the days in it, helped by the names of its files.

Modules m1 to m5 state no year, and COLLECT's CSV none without its module `sen2`. What the days show is told, and never
taken for more than it shows: a return of January tells of the whole year before, an extract only up to its last day.
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Final

import polars as pl

from riia.indicators.model import day_in_words
from riia.indicators.model.findings import Finding, Severity

_DECIDED: Final = ("Y", "N")
_YEAR: Final = re.compile(r"(?<!\d)(20[2-4]\d)(?!\d)")
_EVENTS: Final = (
    ("requests", "receiveddate"), ("requests", "requestoutcomedate"), ("assessment", "assessmentoutcomedate"),
    ("namedplan", "startdate"), ("namedplan", "ceasedate"), ("activeplans", "reviewmeeting"),
    ("activeplans", "lastreview"),
)  # fmt: skip
_FEW: Final = 3
_ASK: Final = "say the calendar year that it tells of: --sen2-year 2025 (riia check: --year 2025)."


@dataclass(frozen=True, slots=True)
class Told:
    """The days a return answers for and the year it counts as. `declared`: it can be relied on."""

    year: int | None
    first: date | None
    last: date | None
    declared: bool
    finding: Finding | None = None


def year_of(stated: int) -> Told:
    """The whole of a year that the return, or the user, states."""
    return Told(stated, date(stated, 1, 1), date(stated, 12, 31), declared=True)


def judged(label: str, tables: Mapping[str, pl.DataFrame], paths: Sequence[Path]) -> Told:
    """What the days in a return, and the years in the names of its files, show.

    The year with most decisions of its own is one that the return tells of; so are the years before it that have at
    least half as many, because a return calls earlier decisions historical. A file named for the January after is that
    census, and tells of the whole year; otherwise the last day in the files is where knowledge ends.
    """
    today = datetime.now(tz=UTC).date()
    own = Counter(day.year for day in _own_days(tables) if day <= today)
    if not own:
        rule = "says nowhere which calendar year it tells of, and holds no decision that would show it."
        return Told(None, None, None, declared=False, finding=_finding(label, Severity.WARNING, rule, f"So {_ASK}"))
    first = peak = max(own, key=lambda year: (own[year], year))
    while 2 * own[first - 1] >= own[peak]:
        first -= 1
    days = [day for day in _days(tables, _EVENTS) if day <= today]
    events = Counter(day.year for day in days)
    last_year = peak
    while events[last_year + 1] >= max(_FEW, events[peak] // 100):
        last_year += 1
    named = _named(paths)
    if first == last_year and named == {peak + 1}:
        told = year_of(peak)
        rule = f"does not say which calendar year it tells of; by its days and its name that is {peak}."
        return Told(
            peak, told.first, told.last, True, _finding(label, Severity.NOTE, rule, f"If that is wrong, {_ASK}")
        )
    last = max(day for day in days if day.year <= last_year)
    known = f"{day_in_words(date(first, 1, 1))} to {day_in_words(last)}"
    rule = f"does not say which calendar year it tells of; judging by its days it answers for {known}."
    severity = Severity.NOTE
    if named and not named & {*range(first, last_year + 2)}:
        severity = Severity.WARNING
        rule = f"is named {' and '.join(map(str, sorted(named)))}, but its days are from {known}; those were used."
    year = peak if first == last_year else None  # an extract of several years is of none
    return Told(year, date(first, 1, 1), last, False, _finding(label, severity, rule, f"If that is wrong, {_ASK}"))


def _own_days(tables: Mapping[str, pl.DataFrame]) -> list[date]:
    """Days of the council's own decisions of the return's time; where there is none, of requests not decided before."""
    found: list[date] = []
    for name, outcome, day in (
        ("requests", "requestoutcome", "requestoutcomedate"),
        ("assessment", "assessmentoutcome", "assessmentoutcomedate"),
    ):
        frame = tables.get(name, pl.DataFrame())
        if outcome in frame.columns and day in frame.columns:
            found += frame.filter(pl.col(outcome).is_in(_DECIDED))[day].drop_nulls().to_list()
    if found:
        return found
    asked = tables.get("requests", pl.DataFrame())
    if "requestoutcome" in asked.columns:
        asked = asked.filter((pl.col("requestoutcome") != "H").fill_null(value=True))
    return _days({"requests": asked}, _EVENTS[:2]) or _days(tables, _EVENTS)


def _days(tables: Mapping[str, pl.DataFrame], columns: Sequence[tuple[str, str]]) -> list[date]:
    found: list[date] = []
    for name, column in columns:
        frame = tables.get(name, pl.DataFrame())
        if column in frame.columns:
            found += frame[column].drop_nulls().to_list()
    return found


def _named(paths: Sequence[Path]) -> set[int]:
    """Years in the names of the files, or else of their folder."""
    for names in ({path.stem for path in paths}, {path.parent.name for path in paths}):
        if years := {int(found) for name in names for found in _YEAR.findall(name)}:
            return years
    return set()


def _finding(label: str, severity: Severity, rule: str, remedy: str) -> Finding:
    return Finding("SEN2-YEAR", severity, label, "", "", rule, remedy, 1)
