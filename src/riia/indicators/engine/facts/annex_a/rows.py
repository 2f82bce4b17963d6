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


def list_rows(tables: Tables, number: int, key: Iterable[str]) -> ListRows | None:
    """A list with each record as the newest extract tells it; `key` names what makes a record besides the child."""
    frame = tables.get(f"list_{number}")
    if frame is None:
        return None
    has = frozenset(frame.collect_schema().names())
    keys = [one for one in (ID, *key) if one in has]
    return ListRows(tables.latest(frame, keys) if keys else _without_known(frame), has)


def snapshot(tables: Tables, number: int, period: Period) -> ListRows | None:
    """A list as one extract tells it: the one nearest after the last day of the period, at most a month.

    None where no extract is so near: who was on the list on another day is not known. Where an extract's day is not
    known, it is taken to speak of the period. Of two extracts of that day, a child is taken from the last. Adds `on`,
    the last day of the period.
    """
    frame = tables.get(f"list_{number}")
    if frame is None or not any(speaks_for(one, period) for one in tables.files):
        return None
    has = frozenset(frame.collect_schema().names())
    ages = sorted({_distance(one, period) for one in tables.files})
    files = tables.small(
        {
            FILE: [one.name for one in tables.files],
            "_far": [ages.index(_distance(one, period)) for one in tables.files],
            "_at": list(range(len(tables.files))),
            "on": [period.end if one.last else None for one in tables.files],
        },
        {FILE: "text", "_far": "whole", "_at": "whole", "on": "day"},
    )
    ranked = frame.join(files, on=FILE, how="left").with_columns(_all=nw.lit(1))
    ranked = ranked.with_columns(_near=nw.col("_far").min().over("_all"))
    nearest = ranked.filter(nw.col("_far") == nw.col("_near"))
    if ID in has:
        nearest = nearest.with_columns(_last=nw.col("_at").max().over(ID))
        nearest = nearest.filter((nw.col("_at") == nw.col("_last")) | nw.col(ID).is_null())
    return ListRows(_without_known(nearest), has)


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
