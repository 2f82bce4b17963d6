"""Which year a return is of, and the days it answers for: by its name and by the dates in it.

A return is named for the year in which it ends: 2018 runs from 1 April 2017 to 31 March 2018. Some systems name files
for the year in which it begins; the dates tell.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

import polars as pl

from riia.indicators.model.days import day_in_words
from riia.indicators.model.findings import Finding, Severity
from riia.indicators.model.periods import FIRST_YEAR, LAST_YEAR
from riia.indicators.readers.typed import DAY_FIRST, ISO

FORMATS: Final = (*DAY_FIRST, *ISO)
_EVENTS: Final[Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]]] = {
    "episodes": (("DECOM",), ("DEC",)),
    "missing": (("MIS_START",), ("MIS_END",)),
    "sw_episodes": (("SW_DECOM",), ("SW_DEC",)),
    "dolo": (("DOLO_START",), ("DOLO_END",)),
    "placed_for_adoption": ((), ("DATE_PLACED_CEASED",)),
    "reviews": (("REVIEW",), ()),
    "ad1": (("DATE_MATCH",), ()),
}
"""By table, in order of trust: the days on which something began, and on which something ended."""
_RARE: Final = 0.02
"""A year that fewer than this share of the dates fall in is a slip of the keyboard."""
_TIME: Final = r"[ T]\d{1,2}:.*$"
_BELIEVED: Final = (1990, 2100)
_SPREADSHEETS_BEGIN: Final = date(1899, 12, 30)
_SLACK: Final = timedelta(days=31)
_SILENCE: Final = timedelta(days=62)
_MANY: Final = 50
"""So many events in a year are never followed by two months without one."""
_CHECK: Final = "If that is wrong, name the file or its folder for the year that ends on 31 March."

_EARLY: Final = "Nothing to do if it was made then; if it is of the whole year, export it again."


@dataclass(frozen=True, slots=True)
class Year:
    """What is known of the year of some files. `first` and `last`: the days they answer for."""

    year: int | None
    first: date | None
    last: date | None
    declared: bool
    said: str = ""
    severity: Severity = Severity.NOTE
    remedy: str = _CHECK


@dataclass(frozen=True, slots=True)
class Dates:
    """The years in which the events of some files fall: the newest, that of the earliest end, and the last day.

    `events` is how many fall in the newest.
    """

    newest: int
    earliest_end: int
    last: date
    events: int = 0

    @property
    def stops_early(self) -> bool:
        """Whether so much happened, and then nothing for so long before 31 March, that the year was not over."""
        return self.events >= _MANY and date(self.newest, 3, 31) - self.last > _SILENCE


def dates_of(tables: Mapping[str, Sequence[pl.DataFrame]]) -> Dates | None:
    """What the dates in the most telling table say; None when there are none."""
    for name, (began, ended) in _EVENTS.items():
        starts = _days(tables.get(name, ()), began)
        # What ends on 1 April lasted to the end of the year before.
        ends = _days(tables.get(name, ()), ended).dt.offset_by("-1d")
        both = pl.concat([starts, ends])
        if both.is_empty():
            continue
        newest = _common(both)[-1]
        earliest = newest if ends.is_empty() else min(newest, _common(ends)[0])
        last = both.filter(_years(both) <= newest).max()
        if isinstance(last, date):
            return Dates(newest, earliest, last, int((_years(both) == newest).sum()))
    return None


def formats_in(texts: pl.DataFrame, columns: Sequence[str]) -> tuple[str, ...]:
    """Those of `FORMATS` that read a date in these columns, in order: trying them alone gives the same, and sooner."""
    days = [texts[column].unique() for column in columns if column in texts.columns]
    left = pl.concat(days).unique().drop_nulls() if days else pl.Series([], dtype=pl.String)
    left = left.str.strip_chars(" \t\r\n\u00a0").str.replace(_TIME, "")
    used = []
    for layout in FORMATS:
        # A year of two digits that %Y reads would be in the first century.
        fits = left.str.to_date(layout, strict=False).dt.year().is_between(FIRST_YEAR, LAST_YEAR).fill_null(value=False)
        if fits.any():
            used.append(layout)
            left = left.filter(~fits)
    return tuple(used) or FORMATS[:1]


def _days(frames: Iterable[pl.DataFrame], columns: Iterable[str]) -> pl.Series:
    found = [pl.Series("day", [], dtype=pl.Date)]
    for frame in frames:
        for column in columns:
            if column in frame.columns:
                text = pl.col(column).str.strip_chars().str.replace(_TIME, "")
                layouts = formats_in(frame, [column])
                read = pl.coalesce(*(text.str.to_date(layout, strict=False) for layout in layouts), _serial(text))
                found.append(frame.select(read.alias("day"))["day"].drop_nulls())
    days = pl.concat(found)
    return days.filter(days.dt.year().is_between(*_BELIEVED))


def _serial(text: pl.Expr) -> pl.Expr:
    """The day that a spreadsheet's number of a day means: those since 30 December 1899."""
    number = pl.when(text.str.contains(r"^\d{5}$")).then(text).cast(pl.Int64, strict=False)
    return pl.lit(_SPREADSHEETS_BEGIN) + pl.duration(days=number)


def _years(days: pl.Series) -> pl.Series:
    """The year ending 31 March that each day lies in."""
    return days.dt.offset_by("-3mo").dt.year() + 1


def _common(days: pl.Series) -> list[int]:
    """The years in which events fall, without those of a slip, in order."""
    counts = _years(days).value_counts(name="count")
    return sorted(counts.filter(pl.col("count") >= days.len() * _RARE)["day"].to_list())


def decided(label: int | None, dates: Dates | None) -> Year:
    """The year by name and dates."""
    if label is None and dates is None:
        said = "says no year and holds no date of an event, so nobody can tell which year it is of."
        return Year(None, None, None, declared=False, said=said, severity=Severity.WARNING)
    if label is None and dates is not None:
        first, last = date(dates.earliest_end - 1, 4, 1), date(dates.newest, 3, 31)
        last = last if dates.last >= last - _SLACK else dates.last
        words = f"from {day_in_words(first)} to {day_in_words(last)}"
        said = f"says no year; by its dates it was taken to answer for the days {words}."
        return Year(dates.newest, first, last, declared=False, said=said)
    named = label or 0
    found = _whole(named)
    if dates is not None and dates.newest == named and dates.stops_early:
        until = day_in_words(dates.last)
        said = f"is named {named} and holds no event after {until}, so it answers for the days up to then."
        return replace(_until(found, dates), said=said)
    if dates is None or dates.newest == named:
        return found
    if dates.newest == named + 1:
        said = f"is named {named} and runs to {day_in_words(dates.last)}, so {named} was taken as the year it begins."
        begun = _whole(named + 1)
        return replace(_until(begun, dates) if dates.stops_early else begun, said=said)
    if dates.newest < named:
        said = f"is named {named} and holds no event after {day_in_words(dates.last)}."
        return replace(found, said=said, severity=Severity.WARNING)
    said = f"is named {named} and runs to {day_in_words(dates.last)}; it was taken as the year to March {dates.newest}."
    return replace(_whole(dates.newest), said=said, severity=Severity.WARNING)


def agreed(years: Mapping[str, tuple[int | None, Dates | None]]) -> dict[str, Year]:
    """The year of each group of files. Groups that have no dates of events are named as the others are."""
    found = {group: decided(label, dates) for group, (label, dates) in years.items()}
    shifts = {
        (found[group].year or 0) - label for group, (label, dates) in years.items() if label is not None and dates
    }
    if shifts == {1}:
        for group, (label, dates) in years.items():
            if label is not None and dates is None:
                said = f"is named {label}, which was taken as the year it begins, as in the other files."
                found[group] = replace(_whole(label + 1), said=said)
    return found


def told(year: Year, file: str, files: int) -> list[Finding]:
    """What to say about the year of a group of files, `file` being the first of them."""
    if not year.said:
        return []
    beside = f"with the {files - 1} file{'s' if files > 2 else ''} beside it, " if files > 1 else ""
    words = f"{beside}{year.said}"
    return [Finding("READ-YEAR", year.severity, file, "", "", words, year.remedy, files)]


def _until(year: Year, dates: Dates) -> Year:
    """The year as far as the last event: the return was made within it."""
    return replace(year, last=dates.last, declared=False, severity=Severity.WARNING, remedy=_EARLY)


def _whole(year: int) -> Year:
    return Year(year, date(year - 1, 4, 1), date(year, 3, 31), declared=True)
