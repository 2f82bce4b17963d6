"""Tables that leave the page, as CSV and as Excel workbooks.

Numbers stay numbers at the precision of the page; a missing one is written as its published symbol, as text, so that
no spreadsheet can take it for zero. Where no row is published the cell stays empty: no symbol is put into the
publisher's mouth. Text that a spreadsheet would run as a formula is disarmed with an apostrophe, as
OWASP advises for CSV injection.
"""

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

import xlsxwriter

from riia.alliance.insight.comparisons import NotHeld
from riia.alliance.kit.spreadsheet_cells import safe_cell
from riia.indicators.model import Missing, Number, Symbol

type Cell = str | int | Decimal | Number | Missing | None

LICENCE = "Contains public sector information licensed under the Open Government Licence v3.0."


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading, the decimals its numbers are shown with in a workbook, and its width in characters."""

    title: str
    decimals: int = 0
    width: int = 12


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table with what has to travel with it: where the figures come from, how they were made, when it was taken."""

    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    notes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Refuse a row that does not fit the columns: its cells would stand under the wrong headings."""
        for at, row in enumerate(self.rows, start=1):
            if len(row) != len(self.columns):
                raise ValueError(f"Row {at} of {self.title!r} has {len(row)} cells for {len(self.columns)} columns.")


def as_csv(sheet: Sheet) -> str:
    """The table as CSV with a byte order mark, so that Excel reads the accents of names as they are.

    Notes do not fit a CSV file that programs read; the columns themselves name period and release.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(safe_cell(column.title) for column in sheet.columns)
    writer.writerows([_written(cell) for cell in row] for row in sheet.rows)
    return "\ufeff" + out.getvalue()


def as_xlsx(sheet: Sheet) -> bytes:
    """The table as a workbook: the table, and a sheet of notes with source, licence and the meaning of symbols."""
    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(out, options) as book:
        book.set_properties({"title": sheet.title})
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
        table = book.add_worksheet("Table")
        formats = {places: book.add_format({"num_format": _number_format(places)}) for places in range(4)}
        right = book.add_format({"align": "right"})
        for at, column in enumerate(sheet.columns):
            table.set_column(at, at, column.width)
            table.write_string(0, at, column.title, bold)
        for line, row in enumerate(sheet.rows, start=1):
            for at, cell in enumerate(row):
                known = _known(cell)
                if known is not None:
                    table.write_number(line, at, known, formats[min(sheet.columns[at].decimals, 3)])
                elif isinstance(cell, Missing):
                    table.write_string(line, at, str(cell), right)
                elif cell:
                    table.write_string(line, at, str(cell))
        table.freeze_panes(1, 1)
        table.autofilter(0, 0, max(len(sheet.rows), 1), len(sheet.columns) - 1)
        _notes(book, sheet)
    return out.getvalue()


def file_stem(*parts: str) -> str:
    """A name for a download without its ending: "riia-derby-profile", of letters, digits and hyphens only."""
    words = "-".join(("riia", *parts)).casefold()
    kept = "".join(character if character.isascii() and character.isalnum() else "-" for character in words)
    return "-".join(filter(None, kept.split("-")))


def _written(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, str):
        return safe_cell(cell)
    return format(cell, "f") if isinstance(cell, Decimal) else str(cell)


def _known(cell: Cell) -> int | float | None:
    value = cell.value if isinstance(cell, Number) else cell
    if isinstance(value, Decimal):
        return float(value)
    return value if isinstance(value, int) else None


def _number_format(decimals: int) -> str:
    return "#,##0" + ("." + "0" * decimals if decimals else "")


def _notes(book: "xlsxwriter.Workbook", sheet: Sheet) -> None:
    notes = book.add_worksheet("Notes")
    notes.set_column(0, 0, 110)
    wrap, bold = book.add_format({"text_wrap": True, "valign": "top"}), book.add_format({"bold": True})
    lines: Iterable[str] = (*sheet.notes, LICENCE, *_symbols(sheet))
    notes.write_string(0, 0, sheet.title, bold)
    for line, note in enumerate(lines, start=1):
        notes.write_string(line, 0, note, wrap)


def _symbols(sheet: Sheet) -> list[str]:
    """The meaning of every symbol in the table, and of an empty cell where a figure would stand."""
    missing = [cell for row in sheet.rows for cell in row if isinstance(cell, Missing)]
    used = {cell.symbol for cell in missing if not isinstance(cell, NotHeld)}
    said = [f"{symbol.value}: {symbol.words}." for symbol in Symbol if symbol in used]
    blank = any(isinstance(cell, NotHeld) for cell in missing)
    return [*said, "An empty figure: no figure held."] if blank else said
