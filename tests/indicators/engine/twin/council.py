"""A council's rows of one collection: as dictionaries for the twin, as frames for the engine."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import polars as pl

from riia.indicators.engine.tables import Tables
from riia.indicators.readers.reading import Reading, SourceFile
from riia.indicators.tables.schema import Collection, Kind

type Row = dict[str, Any]
TYPES = {
    Kind.ID: pl.String, Kind.TEXT: pl.String, Kind.CODE: pl.String, Kind.DATE: pl.Date, Kind.WHOLE: pl.Int64,
    Kind.NUMBER: pl.Float64, Kind.FLAG: pl.Boolean,
}  # fmt: skip
LINKS = {
    "_row": pl.Int64, "_child": pl.Int64, "_episode": pl.Int64, "_assessment": pl.Int64, "_plan": pl.Int64,
    "_spell": pl.Int64, "_file": pl.String,
}  # fmt: skip
TEXT_LINKS = dict.fromkeys(("_child", "_person", "_request", "_assessment", "_plan", "_active"), pl.String)


@dataclass
class Council:
    """`files` from old to new. `links`: the columns that join tables, of each table that has them."""

    collection: Collection
    files: tuple[SourceFile, ...]
    rows: dict[str, list[Row]]
    links: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:
        """The rows alone, so that a counterexample can be read."""
        told = [f"files: {', '.join(f'{one.name} {one.first} to {one.last}' for one in self.files)}"]
        for table, rows in self.rows.items():
            for row in rows:
                cells = ", ".join(f"{name}={value}" for name, value in row.items() if value is not None)
                told.append(f"{table}: {cells}")
        printer.text("\n" + "\n".join(told) + "\n")

    def __getitem__(self, table: str) -> list[Row]:
        return self.rows.get(table, [])

    def newest(
        self, table: str, *key: str, end: str = "", besides: Callable[[Row], bool] = lambda row: False
    ) -> list[Row]:
        """The rows as the newest file that has their key tells them, with `known_until`.

        A record that only an older file has is known to be open until the last day which that file answers for. With
        `end`, one that has no end there is left out where a newer file first tells of another of the child that began
        by that day and within 14 days: its first day was corrected. `besides`: rows that a newer file need not have.
        """
        age = {file.name: at for at, file in enumerate(self.files)}
        kept = []
        for row in self[table]:
            files = [age[other["_file"]] for other in self[table] if all(other[name] == row[name] for name in key)]
            if age[row["_file"]] == max(files):
                last = max(files) == len(self.files) - 1
                known_until = None if last else self.files[max(files)].last
                kept.append(row | {"known_until": known_until, "_first": min(files), "_newest": max(files)})
        if not end:
            return kept
        return [row for row in kept if row[end] is not None or besides(row) or not self._corrected(row, kept, key)]

    @staticmethod
    def _corrected(row: Row, kept: list[Row], key: tuple[str, ...]) -> bool:
        whose, began = key
        return row[began] is not None and any(
            other[whose] == row[whose]
            and other["_first"] > row["_newest"]
            and other[began] is not None
            and other[began] <= row["known_until"]
            and abs((other[began] - row[began]).days) <= 14
            for other in kept
        )

    def reading(self) -> Reading:
        """What a reader would have given."""
        frames = {}
        for name, rows in self.rows.items():
            columns = {column.name: TYPES[column.kind] for column in self.collection[name].columns}
            links = self.links.get(name, ())
            kinds = TEXT_LINKS if self.collection.key in ("sen2", "ehe") else {}
            linked = {link: kinds.get(link, LINKS.get(link, pl.String)) for link in ("_file", "_row", *links)}
            schema = {**linked, **columns}
            full = [{column: row.get(column) for column in schema} for row in rows]
            frames[name] = pl.DataFrame(full, schema=schema, orient="row")
        return Reading(self.collection.key, self.files, frames, (), ())

    def tables(self) -> Tables:
        """On polars."""
        return Tables.of(self.reading())


def numbered(rows: Iterable[Row]) -> list[Row]:
    """Rows with the numbers of their places."""
    return [{"_row": at, **row} for at, row in enumerate(rows, 1)]


@dataclass(frozen=True)
class Count:
    """How many are counted, of how many."""

    number: int
    base: int


def count(rows: list[Row], counted: Callable[[Row], bool] | None = None) -> Count:
    """How many rows there are, and of how many it holds."""
    return Count(len([row for row in rows if counted is None or counted(row)]), len(rows))


def children(rows: list[Row], name: str) -> Count:
    """How many different children the rows are of."""
    different = {row[name] for row in rows}
    return Count(len(different), len(different))


def within(day: date | None, first: date, last: date) -> bool:
    """The day is known, and between the two or one of them."""
    return day is not None and first <= day <= last


def is_open(began: date | None, ended: date | None, known_until: date | None, day: date) -> bool:
    """Open on a day: begun by then, and not ended by then (an end on the day is an end), as far as it is known."""
    if began is None or began > day:
        return False
    if ended is not None and ended <= day:
        return False
    return known_until is None or known_until >= day
