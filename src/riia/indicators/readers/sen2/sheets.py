"""Modules in a workbook: a sheet each, or one below the other on one sheet, as in the Department's template.

A table begins at the row that is a module's heading and ends where the next one begins. Titles, notes and sheets of
anything else are let be.
"""

import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Final

import polars as pl

from riia.indicators.model.findings import SPOTS_KEPT, Finding, Severity, Spot
from riia.indicators.readers.problems import FileRefused, Problem
from riia.indicators.readers.reading import ROW
from riia.indicators.readers.sen2.recognition import Module, module
from riia.indicators.readers.workbook import Cell, Sheet, Workbook, open_workbook

_MARK: Final = r"(?i)person[ _]?(id\b|identifier|ref)|tableid|requests[ _]id\b|birthdate|^\s*collection(\s+name)?\s*$"
"""What stands in every heading row: the number of the person, or the name of the return."""
_RAW_MARK: Final = re.compile(
    rb"person[ _]?(id\b|identifier|ref)|tableid|requests[ _]id\b|personbirthdate", re.IGNORECASE
)
_GLANCE: Final = 1 << 16
_HEADINGS_TRIED: Final = 200
_TITLE_WITHIN: Final = 3
_TITLE_CELLS: Final = 2


@dataclass(frozen=True, slots=True)
class Table:
    """A module found on a sheet. `texts` has its columns by heading, and `_row`, the row of the sheet.

    `called` is what findings call it: the sheet, where that holds nothing else.
    """

    sheet: str
    called: str
    module: Module
    texts: pl.DataFrame
    findings: tuple[Finding, ...] = ()


def holds_modules(path: Path) -> bool:
    """Whether a workbook holds a module. Raises FileRefused for what cannot be opened."""
    book = open_workbook(path)
    return _may_hold(book.parts.raw) and any(_blocks(sheet) for sheet in book.sheets())


def tables_in(path: Path, name: str) -> tuple[list[Table], list[Finding], str]:
    """The modules of a workbook, a note on its other sheets, and its digest. Raises FileRefused."""
    book: Workbook = open_workbook(path, name=name)
    found: list[Table] = []
    others: list[str] = []
    for sheet in book.sheets():
        blocks = _blocks(sheet)
        found += (_table(sheet, one, name, alone=len(blocks) == 1) for one in blocks)
        if not blocks and sheet.cells.height:
            others.append(sheet.name)
    notes = []
    if found and others:
        rule = "are sheets of no module of the return, and were not read."
        spots = tuple(Spot(0, one) for one in others[:SPOTS_KEPT])
        remedy = "No action is needed unless one of them should be: check its headings."
        notes.append(Finding("READ-SHEET", Severity.NOTE, name, "", "", rule, remedy, len(others), spots))
    return found, notes, book.sha256


def _may_hold(raw: bytes) -> bool:
    """Whether the archive speaks of persons' numbers at all: most workbooks need no closer look."""
    with zipfile.ZipFile(BytesIO(raw)) as archive:
        for name in archive.namelist():
            if name.endswith("sharedStrings.xml") or "/worksheets/" in name:
                with archive.open(name) as part:
                    if _RAW_MARK.search(part.read() if "shared" in name else part.read(_GLANCE)):
                        return True
    return False


@dataclass(frozen=True, slots=True)
class _Block:
    """Where a table stands: from the row after `heading` up to, not with, `end`; rows count from 0 in the frame."""

    module: Module
    heading: int
    end: int
    names: dict[str, str]


def _blocks(sheet: Sheet) -> list[_Block]:
    columns = [column for column in sheet.cells.columns if column != ROW]
    if not columns:
        return []
    marked = sheet.cells.select(pl.any_horizontal(pl.col(columns).str.contains(_MARK).fill_null(value=False)))
    tried = [at for at, yes in enumerate(marked.to_series()) if yes][:_HEADINGS_TRIED]
    found: list[tuple[int, int, Module, dict[str, str]]] = []
    for at in tried:
        cells = sheet.cells.select(columns).row(at)
        names = {column: " ".join(str(cell).split()) for column, cell in zip(columns, cells, strict=True) if cell}
        names = {column: name for column, name in names.items() if name}
        title_at, title = _title(sheet.cells, columns, at)
        one = module(list(names.values()), title or sheet.name)
        if one is not None:
            found.append((at, title_at, one, names))
    if not found:
        return []
    ends = [title_at for _, title_at, _, _ in found[1:]] + [sheet.cells.height]
    return [_Block(one, at, end, names) for (at, _, one, names), end in zip(found, ends, strict=True)]


def _title(cells: pl.DataFrame, columns: list[str], heading: int) -> tuple[int, str]:
    """The row and the text of the title above a heading; the heading's own row and "" where there is none."""
    for at in range(heading - 1, max(heading - 1 - _TITLE_WITHIN, -1), -1):
        filled = [str(cell).strip() for cell in cells.select(columns).row(at) if cell and str(cell).strip()]
        if filled:
            return (at, filled[0]) if len(filled) <= _TITLE_CELLS else (heading, "")
    return heading, ""


def _table(sheet: Sheet, block: _Block, file: str, *, alone: bool) -> Table:
    """The rows of a block that say anything in a column of the module."""
    one = block.module
    called = sheet.name if alone else one.table.name
    wanted = {*one.columns, one.person, one.request} - {""}
    twice = [name for name, count in Counter(block.names.values()).items() if count > 1 and name in wanted]
    if twice:
        row = int(sheet.cells[ROW][block.heading])
        raise FileRefused(file, [Problem(row, twice[0], "", "is a heading twice.", "Keep the right column.", called)])
    own = {column: name for column, name in block.names.items() if name in wanted}
    below = sheet.cells.slice(block.heading + 1, block.end - block.heading - 1)
    texts = below.select(ROW, *(pl.col(column).alias(name) for column, name in own.items()))
    telling = [name for name in wanted if one.columns.get(name) != "NativeId"]
    texts = texts.filter(~pl.all_horizontal(pl.col(telling).fill_null("").str.strip_chars() == ""))
    first, last = (int(below[ROW][at]) for at in (0, -1)) if below.height else (1, 0)
    findings = tuple(_bad_cells(sheet, file, called, first, last, list(own)))
    return Table(sheet.name, called, one, texts, findings)


def _bad_cells(sheet: Sheet, file: str, called: str, first: int, last: int, own: list[str]) -> Iterator[Finding]:
    """Cells of the block's columns that have no usable value."""

    def told(cells: tuple[Cell, ...], rule: str, remedy: str) -> Iterator[Finding]:
        here = [cell for cell in cells if first <= cell.row <= last and f"c{cell.column}" in own]
        if here:
            spots = tuple(Spot(cell.row, cell.text) for cell in here[:SPOTS_KEPT])
            yield Finding("READ-CELL", Severity.WARNING, file, called, "", rule, remedy, len(here), spots)

    rule = "is an Excel error in place of a value; it is read as blank."
    yield from told(sheet.errors, rule, "Put the value itself in the cell.")
    rule = "is a formula whose value was never stored; it is read as blank."
    yield from told(sheet.uncounted, rule, "Open the workbook in Excel, save it and give it again.")
