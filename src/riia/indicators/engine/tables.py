"""A source's tables on the engine where they live, and the three things that every fact needs of them.

On a laptop the engine is polars, on a cluster PySpark; narwhals speaks to both. Nothing here or in the facts collects a
frame: only counting does, so a cluster does one piece of work for each fact.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Self

import narwhals as nw

from riia.indicators.calendar import FIRST_DAY, LAST_DAY, working_day_number
from riia.indicators.readers.reading import FILE, NO_RECORDS, Reading, SourceFile

if TYPE_CHECKING:
    import polars as pl

type Frame = nw.LazyFrame[Any]

ENOUGH: Final = 10
"""From so many rows on, none of which tells what is needed, it is the file that does not tell."""

CLOSE: Final = 14
"""Days within which two records of one child are taken for the same thing with two dates."""


@dataclass(frozen=True)
class Tables:
    """One collection's tables, each a lazy narwhals frame with `_file` and `_row`; `files` from old to new.

    `holders` names the files that have a table, also those whose table has no rows; where a table is not in it, any
    file may have it. `unfilled` names the columns of a table of some length that no row has filled: the heading is not
    there, or says nothing. Where it is empty, nothing is said about them.
    """

    collection: str
    frames: Mapping[str, Frame]
    files: tuple[SourceFile, ...]
    holders: Mapping[str, frozenset[str]] = field(default_factory=dict)
    unfilled: Mapping[str, frozenset[str]] = field(default_factory=dict)

    @classmethod
    def of(cls, reading: Reading) -> Self:
        """The tables of a reading, on polars."""
        frames = {name: nw.from_native(frame.lazy()) for name, frame in reading.tables.items()}
        return cls(reading.collection, frames, reading.files, _holders(reading), _unfilled(reading))

    @classmethod
    def on_spark(cls, reading: Reading, session: Any, folder: Path) -> Self:
        """The tables of a reading, on the Spark of a session.

        They go by Parquet files, which this writes to `folder`; a cluster must reach it by the same path. Where the
        tables are on the cluster already, make `Tables` of them directly: `frames={name: narwhals.from_native(frame)}`.
        """
        frames: dict[str, Frame] = {}
        for name, frame in reading.tables.items():
            file = folder / f"{reading.collection}-{name}.parquet"
            frame.write_parquet(file)
            frames[name] = nw.from_native(session.read.parquet(str(file)))
        return cls(reading.collection, frames, reading.files, _holders(reading), _unfilled(reading))

    def files_with(self, name: str) -> tuple[SourceFile, ...]:
        """The files that have a table."""
        holders = self.holders.get(name)
        return self.files if holders is None else tuple(one for one in self.files if one.name in holders)

    def says(self, name: str, column: str) -> bool:
        """Whether any row of a table has something in a column, as far as that is known."""
        return column not in self.unfilled.get(name, frozenset())

    def get(self, name: str) -> Frame | None:
        """The table of a name, or None when no file had it."""
        return self.frames.get(name)

    def small(self, columns: Mapping[str, Sequence[object]], kinds: Mapping[str, str]) -> Frame:
        """A small table of our own on the same engine. `kinds` gives each column's type: text, whole or day."""
        native = next(iter(self.frames.values())).to_native()
        if session := getattr(native, "sparkSession", None):
            names = {"text": "string", "whole": "bigint", "day": "date"}
            schema = ", ".join(f"`{name}` {names[kinds[name]]}" for name in columns)
            rows = list(zip(*columns.values(), strict=True))
            made: Frame = nw.from_native(session.createDataFrame(rows, schema))
            return made
        import polars as pl

        types = {"text": pl.String(), "whole": pl.Int64(), "day": pl.Date()}
        return nw.from_native(pl.LazyFrame(dict(columns), schema={name: types[kinds[name]] for name in columns}))

    def latest(self, frame: Frame, key: Sequence[str], unfinished: nw.Expr | None = None) -> Frame:
        """Rows of `frame` as the newest file tells them, with `known_until`.

        A record (all of `key` equal) that several files hold is taken from the newest of them, of files of one age
        from the last: a workbook and its copy are not twice as many children. Rows of one file are all kept, also when
        they are alike. `known_until` is null for rows of the newest age; for those of an older one it is the last day
        that file answers for, because a record still open there should be in the newer file.

        With `unfinished`, which says of a row that it has no end, a record whose first day was corrected counts once.
        `key` is then whose it is and its first day. A record that an older file alone holds, without an end, is left
        out where a newer file has one of the same child, a day close by, that the older should have had and had not.
        """
        if len(self.files) < 2:
            return frame.with_columns(known_until=nw.lit(None, dtype=nw.Date))
        files = sorted(self.files, key=lambda one: one.age)
        ends = [None if one.age == files[-1].age else one.last for one in files]
        ranks = self.small(
            {
                FILE: [one.name for one in files],
                "_rank": list(range(len(files))),
                "known_until": ends,
            },
            {FILE: "text", "_rank": "whole", "known_until": "day"},
        )
        rank = nw.col("_rank")
        ranked = frame.join(ranks, on=FILE, how="left").with_columns(
            _newest=rank.max().over(*key), _oldest=rank.min().over(*key)
        )
        told = ranked.filter(rank == nw.col("_newest"))
        if unfinished is not None:
            told = told.join(_corrected(told, key, unfinished), on=[FILE, *key], how="anti")
        return told.drop("_rank", "_newest", "_oldest")

    def working_days(self, frame: Frame, start: str, end: str, name: str) -> Frame:
        """Add `name`: working days from the day in `start` (day 0) to the day in `end`, as the one calendar counts.

        Null where either is null, outside the calendar's years, or the end is before the start.
        """
        at_start, at_end = f"_{name}_start", f"_{name}_end"
        numbered = frame
        for day, number in ((start, at_start), (end, at_end)):
            days = self._calendar.rename({"_day": f"_{name}_day", "_number": number})
            numbered = numbered.join(days, left_on=day, right_on=f"_{name}_day", how="left")
        gap = nw.when(nw.col(end) >= nw.col(start)).then(nw.col(at_end) - nw.col(at_start))
        kept = [column for column in frame.collect_schema().names() if column != name]
        return numbered.with_columns(gap.alias(name)).select(*kept, name)

    @cached_property
    def _calendar(self) -> Frame:
        span = (LAST_DAY - FIRST_DAY).days + 1
        days: list[date] = [FIRST_DAY + timedelta(days=at) for at in range(span)]
        numbers = [working_day_number(day) for day in days]
        return self.small({"_day": days, "_number": numbers}, {"_day": "day", "_number": "whole"})


def _corrected(told: Frame, key: Sequence[str], unfinished: nw.Expr) -> Frame:
    """File and key of the records that a newer file has with another first day."""
    *whose, began = key
    left = told.filter(unfinished & ~nw.col("known_until").is_null()).select(FILE, *key, "_rank", "known_until")
    new = told.select(*whose, nw.col(began).alias("_other_began"), nw.col("_oldest").alias("_other_rank"))
    pairs = left.join(new, on=whose, how="inner")
    other, day = nw.col("_other_began"), nw.col(began)
    close = (other >= day.dt.offset_by(f"-{CLOSE}d")) & (other <= day.dt.offset_by(f"{CLOSE}d"))
    instead = (nw.col("_other_rank") > nw.col("_rank")) & (other <= nw.col("known_until")) & close
    return pairs.filter(instead).select(FILE, *key).unique()


def _holders(reading: Reading) -> dict[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for one in reading.summaries:
        # A list under which a remark says that there is none speaks too: all its rows are set aside as no records.
        if one.used or not one.read or set(one.set_aside) <= NO_RECORDS:
            found[one.table] = found.get(one.table, frozenset()) | {one.file}
    return found


def _unfilled(reading: Reading) -> dict[str, frozenset[str]]:
    return {
        name: frozenset(column for column in frame.columns if frame[column].null_count() == frame.height)
        for name, frame in reading.tables.items()
        if frame.height >= ENOUGH
    }


def gathered(frame: Frame) -> "pl.DataFrame":
    """Do the work that a frame describes and bring its rows here.

    From Spark they come row by row, without pyarrow, which nothing else here needs: for counts, and for the rows of one
    council, not for those of a nation.
    """
    import polars as pl

    native = frame.to_native()
    if isinstance(native, pl.LazyFrame):
        return native.collect()
    kinds = {nw.Date: pl.Date, nw.Boolean: pl.Boolean, nw.String: pl.String, nw.Float64: pl.Float64}
    schema = {name: kinds.get(type(kind), pl.Int64) for name, kind in frame.collect_schema().items()}
    return pl.DataFrame([tuple(row) for row in native.collect()], schema=schema, orient="row")
