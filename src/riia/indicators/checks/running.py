"""All checks of a return on what was read of it: one finding for each rule broken in each file."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

import polars as pl
from polars.exceptions import ColumnNotFoundError

from riia.indicators.checks.every import checks_of
from riia.indicators.checks.held import AT, COLUMN, Held, NotHeld
from riia.indicators.checks.registry import Check
from riia.indicators.checks.schemas import collection_of
from riia.indicators.model.findings import Finding, in_order, under
from riia.indicators.readers.reading import FILE, ROW, Reading, SourceFile
from riia.indicators.readers.typed import spots_of

_WHOSE = "_whose"
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


def check_reading(
    reading: Reading, *, today: date | None = None, progress: Callable[[int, int], None] | None = None
) -> Checked:
    """Make every check of the reading's collection. `progress` is told how many are done, and of how many.

    `today` is the day after which nothing can have happened; the day of the check when not given.
    """
    now = today or date.today()  # noqa: DTZ011 (the user's own day)
    work = [(held, check) for held in returns(reading, now) for check in _asked(reading.collection, held)]
    unread = _unread(reading)
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
            findings += (_as_headed(reading, one) for one in told(check, _readable(check, rows, unread)))
        if progress is not None:
            progress(done, len(work))
    return Checked(in_order(findings), len(made), tuple(lacking))


def _as_headed(reading: Reading, finding: Finding) -> Finding:
    """The finding with the column called as its file calls it."""
    heading = reading.headings.get((finding.file, finding.table, finding.column))
    return under(finding, heading) if heading else finding


def _unread(reading: Reading) -> dict[str, pl.DataFrame]:
    """By column: the rows (file, row, child) where the reader found a cell it could not read, and so left blank."""
    places: dict[str, list[tuple[str, int, str]]] = {}
    official = {(file, heading): column for (file, _, column), heading in reading.headings.items()}
    for one in reading.findings:
        if one.code in ("READ-DATE", "READ-NUMBER", "READ-FLAG"):
            column = official.get((one.file, one.column), one.column)
            places.setdefault(column, []).extend((one.file, spot.row, spot.child) for spot in one.spots)
    schema = {FILE: pl.String, ROW: pl.Int64, _WHOSE: pl.String}
    return {column: pl.DataFrame(some, schema=schema, orient="row").unique() for column, some in places.items()}


def _readable(check: Check, rows: pl.DataFrame, unread: dict[str, pl.DataFrame]) -> pl.DataFrame:
    """Without the rows whose cell in the check's column could not be read: that was told, and they are not blank."""
    if check.column not in unread or rows.is_empty():
        return rows
    child = collection_of(check.collection)[check.table].child
    whose = pl.col(child).cast(pl.String).fill_null("") if child in rows.columns else pl.lit("")
    keyed = rows.with_columns(whose.alias(_WHOSE), pl.col(ROW).cast(pl.Int64))
    return keyed.join(unread[check.column], on=[FILE, ROW, _WHOSE], how="anti", maintain_order="left").drop(_WHOSE)


def told(check: Check, rows: pl.DataFrame) -> Iterator[Finding]:
    """The rows that a check gave, as one finding for each file."""
    if rows.is_empty():
        return
    schema = collection_of(check.collection)[check.table]
    child = schema.child
    # A workbook calls its lists "List 6", and so do those who read the report.
    called = schema.names[0] if check.collection == "annex-a" else schema.name
    whose = child if child in rows.columns else None
    if COLUMN not in rows.columns:
        rows = rows.with_columns(pl.lit(check.column if check.column in rows.columns else "").alias(COLUMN))
    distinct = rows.sort(AT).unique([AT, COLUMN], keep="first", maintain_order=True)
    for found in distinct.partition_by(FILE, COLUMN, maintain_order=True):
        table_itself = bool((found[ROW] == 0).all())
        column = str(found[COLUMN][0])
        yield Finding(
            check.code, check.severity, str(found[FILE][0]), called, column or check.column,
            check.rule, check.remedy, found.height, () if table_itself else spots_of(found, column, whose),
        )  # fmt: skip


def returns(reading: Reading, today: date) -> list[Held]:
    """The reading return by return, and, where there are several years, once more all together."""
    files = reading.files
    groups: dict[object, list[SourceFile]] = {}
    for file in files:
        groups.setdefault(_return_of(reading.collection, file), []).append(file)
    alone = [_of_files(reading, group, today) for group in groups.values()]
    several = [_of_files(reading, files, today)] if len({file.year for file in files}) > 1 else []
    return alone + several


def _return_of(collection: str, file: SourceFile) -> object:
    """What the files of one return have in common."""
    if collection in _YEAR_BY_YEAR:
        return file.year
    if collection == "annex-a" and file.name.lower().endswith((".csv", ".tsv", ".txt")):
        return file.first, file.last  # the lists of an extract that came as one file each
    return file.name


def _of_files(reading: Reading, files: Sequence[SourceFile], today: date) -> Held:
    names = [file.name for file in files]
    whole = len(names) == len(reading.files)
    tables = {
        name: frame if whole else frame.filter(pl.col(FILE).is_in(names)) for name, frame in reading.tables.items()
    }
    there = {one.table for one in reading.summaries if one.file in names}
    held_by = {name: frame for name, frame in tables.items() if whole or not frame.is_empty() or name in there}
    lacking = {one.table for one in reading.findings if one.code == "READ-COLUMN" and one.file in names}
    if reading.collection == "cin-census":
        held_by = {name: _completed(name, frame) for name, frame in held_by.items()}
    else:
        held_by = {name: _given(frame) if name in lacking else frame for name, frame in held_by.items()}
    until = files[-1].last if files[-1].declared else None
    return Held(held_by, [_whole_year(reading.collection, file) for file in files], today, until=until)


def _whole_year(collection: str, file: SourceFile) -> SourceFile:
    """The file with its year's first and last day: a reader that has only dates to go by stops at the last of them."""
    if file.year is None or collection not in ("cin-census", "ssda903", "sen2"):
        return file
    if collection == "sen2":
        return replace(file, first=date(file.year, 1, 1), last=date(file.year, 12, 31))
    return replace(file, first=date(file.year - 1, 4, 1), last=date(file.year, 3, 31))


def _given(frame: pl.DataFrame) -> pl.DataFrame:
    """Without columns that the reader put in for those a file lacks: that was told, and is not a blank in every row."""
    empty = [name for name in frame.columns if frame[name].null_count() == frame.height]
    return frame if frame.is_empty() else frame.drop(empty)


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
