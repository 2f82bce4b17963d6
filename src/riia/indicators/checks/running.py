"""All checks of a return on what was read of it: one finding for each rule broken in each file."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import polars as pl
from polars.exceptions import ColumnNotFoundError

from riia.indicators.checks.held import AT, Held, NotHeld
from riia.indicators.checks.registry import Check, checks_of
from riia.indicators.checks.schemas import collection_of
from riia.indicators.model.findings import Finding, in_order
from riia.indicators.readers.reading import FILE, ROW, Reading, SourceFile
from riia.indicators.readers.typed import spots_of

_YEAR_BY_YEAR = ("ssda903", "sen2")
"""Returns that come as several files a year; of the others one file is one return."""


@dataclass(frozen=True, slots=True)
class NotMade:
    """A check that could not be made of some files, and what it lacked."""

    code: str
    files: tuple[str, ...]
    lacks: str


@dataclass(frozen=True, slots=True)
class Checked:
    """What the checks of one collection found. `made` counts those that were made at least once."""

    findings: tuple[Finding, ...]
    made: int
    not_made: tuple[NotMade, ...]


def check_reading(reading: Reading, *, progress: Callable[[int, int], None] | None = None) -> Checked:
    """Make every check of the reading's collection. `progress` is told how many are done, and of how many."""
    work = [(held, check) for held in returns(reading) for check in _asked(reading.collection, held)]
    findings: list[Finding] = []
    made: set[str] = set()
    lacking: list[NotMade] = []
    for done, (held, check) in enumerate(work, 1):
        try:
            rows = check.finds(held)
        except NotHeld as missing:
            lacking.append(NotMade(check.code, _names(held), str(missing)))
        except ColumnNotFoundError as missing:
            lacking.append(NotMade(check.code, _names(held), f"the column {_first_line(missing)}"))
        else:
            made.add(check.code)
            findings += told(check, rows)
        if progress is not None:
            progress(done, len(work))
    return Checked(in_order(findings), len(made), tuple(lacking))


def told(check: Check, rows: pl.DataFrame) -> Iterator[Finding]:
    """The rows that a check gave, as one finding for each file."""
    if rows.is_empty():
        return
    child = collection_of(check.collection)[check.table].child
    whose = child if child in rows.columns else None
    column = check.column if check.column in rows.columns else ""
    for found in rows.unique(AT, keep="first", maintain_order=True).partition_by(FILE, maintain_order=True):
        table_itself = bool((found[ROW] == 0).all())
        yield Finding(
            check.code, check.severity, str(found[FILE][0]), check.table, check.column, check.rule, check.remedy,
            found.height, () if table_itself else spots_of(found, column, whose),
        )  # fmt: skip


def returns(reading: Reading) -> list[Held]:
    """The reading return by return, and, where there are several years, once more all together."""
    files = reading.files
    if reading.collection in _YEAR_BY_YEAR:
        years = dict.fromkeys(file.year for file in files)
        groups = [[file for file in files if file.year == year] for year in years]
    else:
        groups = [[file] for file in files]
    alone = [_of_files(reading, group) for group in groups]
    several = [_of_files(reading, files)] if len({file.year for file in files}) > 1 else []
    return alone + several


def _of_files(reading: Reading, files: Sequence[SourceFile]) -> Held:
    names = [file.name for file in files]
    whole = len(names) == len(reading.files)
    tables = {
        name: frame if whole else frame.filter(pl.col(FILE).is_in(names)) for name, frame in reading.tables.items()
    }
    held_by = {
        name: frame for name, frame in tables.items() if whole or not frame.is_empty() or _has(reading, name, names)
    }
    if reading.collection == "cin-census":
        held_by = {name: _completed(name, frame) for name, frame in held_by.items()}
    return Held(held_by, files)


def _has(reading: Reading, table: str, files: Sequence[str]) -> bool:
    """Whether one of the files had the table, be it without rows."""
    return any(one.table == table and one.file in files for one in reading.summaries)


def _completed(table: str, frame: pl.DataFrame) -> pl.DataFrame:
    """With every column of the schema: in XML an element that never occurs is blank in every row."""
    lacking = [one for one in collection_of("cin-census")[table].columns if one.name not in frame.columns]
    kinds = {"date": pl.Date, "whole number": pl.Int64, "number": pl.Float64, "yes or no": pl.Boolean}
    return frame.with_columns(pl.lit(None, dtype=kinds.get(one.kind, pl.String)).alias(one.name) for one in lacking)


def _asked(collection: str, held: Held) -> list[Check]:
    several = len({file.year for file in held.files}) > 1
    return [one for one in checks_of(collection) if one.years == several and one.in_year(held.year)]


def _names(held: Held) -> tuple[str, ...]:
    return tuple(file.name for file in held.files)


def _first_line(error: Exception) -> str:
    return str(error).splitlines()[0].strip().removeprefix("unable to find column ").split(";")[0].strip('"')
