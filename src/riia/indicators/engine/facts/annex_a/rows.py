"""Rows of a list on the way to a fact: from one or several extracts, with what a fact's columns need."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

import narwhals as nw

from riia.indicators.engine.tables import Frame, Tables
from riia.indicators.model import Period
from riia.indicators.readers.reading import FILE, ROW, SourceFile
from riia.indicators.tables.annex_a import CODE_LISTS
from riia.indicators.tables.facts import COMMON, FACTS

ID: Final = "Child Unique ID"
_SLACK: Final = timedelta(days=31)
"""An extract made up to so long after the last day of a period still speaks for that day."""
_ALL_OF_SIX_MONTHS: Final = (1, 2, 3, 4)
"""Lists with every event of six months. List 5 is such too, by the day of either event; others keep a row a child."""
DAY: Final = nw.Date
type Columns = Mapping[str, tuple[tuple[str, ...], Any]]
"""A fact's columns: the headings that each needs, and its expression."""


@dataclass(frozen=True)
class ListRows:
    """A list's rows with `known_until`, and the headings that the files have."""

    frame: Frame
    has: frozenset[str]

    def fact(self, name: str, columns: Columns) -> Frame:
        """The fact with its common columns and those of `columns` whose headings are there; the unknown as nulls."""
        made: dict[str, Any] = {
            "file": nw.col(FILE),
            "row": nw.col(ROW),
            "child": nw.col(ID) if ID in self.has else none(nw.String),
            "known_until": nw.col("known_until"),
        }
        made |= {column: expression for column, (needs, expression) in columns.items() if self.has.issuperset(needs)}
        order = [column for column in (*COMMON, *FACTS[name].columns) if column in made]
        return self.frame.select(*(made[column].alias(column) for column in order))


def none(kind: Any) -> Any:
    return nw.lit(None, dtype=kind)


def list_rows(tables: Tables, number: int, day: str, end: str = "") -> ListRows | None:
    """A list with each record as the newest extract tells it: known again by the child and its day.

    With `end`, the column with the last day, a record without one whose first day was corrected since counts once.
    """
    frame = tables.get(f"list_{number}")
    if frame is None:
        return None
    has = frozenset(frame.collect_schema().names())
    if number in _ALL_OF_SIX_MONTHS and day in has:
        frame = spoken_for(tables, number, frame, nw.col(day))
    keys = [one for one in (ID, day) if one in has]
    unfinished = nw.col(end).is_null() if end and has.issuperset((ID, day, end)) else None
    return ListRows(tables.latest(frame, keys, unfinished) if keys else _without_known(frame), has)


def spoken_for(tables: Tables, number: int, frame: Frame, day: nw.Expr) -> Frame:
    """A list's rows without those of an older extract that a newer one would hold, and does not: it was taken back.

    An extract speaks for all days from its earliest record on, but not for more than its six months; one that has the
    list without a record, for all of them. So an extract of three months takes nothing back that lies before.
    """
    files = [one for one in tables.files_with(f"list_{number}") if one.first and one.last]
    pairs = [(old, new) for old in files for new in files if new.age > old.age]
    if not pairs:
        return frame
    spans = tables.small(
        {
            FILE: [old.name for old, _ in pairs],
            "_newer": [new.name for _, new in pairs],
            "_from": [new.first for _, new in pairs],
            "_to": [new.last for _, new in pairs],
        },
        {FILE: "text", "_newer": "text", "_from": "day", "_to": "day"},
    )
    dated = frame.with_columns(_on=day)
    earliest = dated.group_by(FILE).agg(nw.col("_on").min().alias("_earliest")).rename({FILE: "_newer"})
    spans = spans.join(earliest, on="_newer", how="left")
    since = nw.max_horizontal("_from", "_earliest")
    both = dated.select(FILE, ROW, "_on").join(spans, on=FILE, how="inner")
    gone = both.filter((nw.col("_on") >= since) & (nw.col("_on") <= nw.col("_to"))).select(FILE, ROW).unique()
    return frame.join(gone, on=[FILE, ROW], how="anti")


def snapshot(tables: Tables, number: int, period: Period) -> ListRows | None:
    """A list as one extract tells it: the one nearest after the last day of the period, at most a month.

    None where no extract is so near: who was on the list on another day is not known. Where an extract's day is not
    known, it is taken to speak of the period. Of two extracts of that day, a child is taken from the last. Adds `on`,
    the last day of the period.
    """
    frame = tables.get(f"list_{number}")
    # An extract that has the list without a record speaks too: nobody was on it.
    files = [one for one in tables.files_with(f"list_{number}") if speaks_for(one, period)]
    if frame is None or not files:
        return None
    has = frozenset(frame.collect_schema().names())
    nearest = min(_distance(one, period) for one in files)
    chosen = [one for one in files if _distance(one, period) == nearest]
    small = tables.small(
        {
            FILE: [one.name for one in chosen],
            "_at": list(range(len(chosen))),
            "on": [period.end if one.last else None for one in chosen],
        },
        {FILE: "text", "_at": "whole", "on": "day"},
    )
    rows = frame.join(small, on=FILE, how="inner")
    if ID in has and len(chosen) > 1:
        rows = rows.with_columns(_last=nw.col("_at").max().over(ID))
        rows = rows.filter((nw.col("_at") == nw.col("_last")) | nw.col(ID).is_null())
    return ListRows(_without_known(rows), has)


def _without_known(frame: Frame) -> Frame:
    return frame.with_columns(known_until=none(DAY))


def _distance(file: SourceFile, period: Period) -> tuple[bool, int]:
    """How far an extract's day is from speaking for the period's last day; the nearest sorts first."""
    if file.last is None:
        return True, 1 << 30
    gap = (file.last - period.end).days
    early = -_SLACK.days if not file.declared else 0
    return gap < early, abs(gap)


def speaks_for(file: SourceFile, period: Period) -> bool:
    """Whether what an extract shows without days of its own is how things stood on the last day of the period."""
    if file.last is None:
        return True
    earliest = period.end if file.declared else period.end - _SLACK
    return earliest <= file.last <= period.end + _SLACK


def known(column: str) -> Any:
    """The code where it is one of the list's codes; null where it could not be recognised."""
    code = nw.col(column)
    return nw.when(code.is_in(list(CODE_LISTS[column].codes))).then(code)


def is_one_of(column: str, codes: Iterable[str]) -> Any:
    """Whether the code is one of these; null when it is not known."""
    return known(column).is_in(list(codes))


def named(column: str, names: Mapping[str, Iterable[str]]) -> Any:
    """The name whose codes hold the code; null for any other."""
    named = none(nw.String)
    for name, codes in names.items():
        named = nw.when(nw.col(column).is_in(list(codes))).then(nw.lit(name)).otherwise(named)
    return named


def with_previous(frame: Frame, day: str, known: str, name: str) -> Frame:
    """Add `name`: the last day in `known`, not after `day`, of the same child's records of an earlier `day`."""
    records = frame.filter(~nw.col(ID).is_null()).select(
        nw.col(ID).alias("_id"), nw.col(day).alias("_before"), nw.col(known).alias("_known")
    )
    days = records.select("_id", nw.col("_before").alias("_day")).unique()
    pairs = days.join(records, on="_id", how="inner")
    earlier = pairs.filter((nw.col("_before") < nw.col("_day")) & (nw.col("_known") <= nw.col("_day")))
    last = earlier.group_by("_id", "_day").agg(nw.col("_known").max().alias(name))
    return frame.join(last, left_on=[ID, day], right_on=["_id", "_day"], how="left")
