"""Rows of a spreadsheet in the standard's flattened layout: headings found, values typed by what their field holds."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from riia.documents.giving.fields import Column, column_of, plain
from riia.documents.model import Block, BlockKind, Cell, Document, Where

_CELL: Final = re.compile(r"([A-Z]{1,3})\d+")
_NUMBER: Final = re.compile(r"-?\d+(?:\.\d+)?(?:[eE][+-]?\d{1,2})?")
_LOOSE: Final = re.compile(r"[£$€\s]*(-?)[£$€\s]*(\d{1,3}(?:[,\s]\d{3})+|\d+)(\.\d+)?\s*(?:GBP)?")
_UK_DAY: Final = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
_ROWS_LOOKED_AT: Final = 12
META: Final = "meta"


@dataclass(frozen=True, slots=True)
class Trouble:
    """Something about a value or heading that is known as it is read."""

    code: str
    where: Where
    text: str
    message: str
    remedy: str = ""


@dataclass(frozen=True, slots=True)
class Leaf:
    """One value: what it is taken for, its place, and what the cell shows."""

    value: Any
    where: Where
    text: str


@dataclass
class Row:
    """One row: values by path from the grant. `identifier` is the grant's, blank where the row has none."""

    where: Where
    identifier: str
    leaves: dict[tuple[str | int, ...], Leaf]
    texts: tuple[str, ...] = ()


@dataclass
class Table:
    """One sheet, or a CSV file: its headings and rows, and what was wrong with them."""

    sheet: str
    columns: Mapping[int, Column] = field(default_factory=dict)
    rows: list[Row] = field(default_factory=list)
    troubles: list[Trouble] = field(default_factory=list)
    heading_row: Where = field(default_factory=Where)
    chosen: bool = False
    """Taken for the one that describes grants, where none says so by its headings."""

    @property
    def is_main(self) -> bool:
        """Whether it describes grants themselves, not only something that belongs to them."""
        if self.chosen:
            return True
        own = {column.path[0] for column in self.columns.values() if len(column.path) == 1}
        return len(own - {"id", "relatedActivity"}) > 0


def grids_in(document: Document) -> Iterator[tuple[str, list[Block]]]:
    """The rows of each sheet of a document, by its name; a CSV file is one sheet without a name."""
    sheets: dict[str, list[Block]] = {}
    for block in document.blocks:
        if block.kind is BlockKind.ROW and block.cells:
            sheets.setdefault(block.where.sheet, []).append(block)
    yield from sheets.items()


def column_number(cell: Cell, at: int) -> int:
    """The number of a cell's column, from 1."""
    if cell.where.column:
        return cell.where.column
    found = _CELL.fullmatch(cell.where.cell.upper())
    if not found:
        return at
    number = 0
    for letter in found[1]:
        number = number * 26 + ord(letter) - 64
    return number


def headings_in(blocks: Iterable[Block]) -> tuple[int, dict[int, Column]]:
    """Which of the first rows has the headings, and what they mean; -1 where none has two that are the standard's."""
    best: tuple[int, dict[int, Column]] = (-1, {})
    for at, block in enumerate(blocks):
        if at >= _ROWS_LOOKED_AT:
            break
        known = {
            column_number(cell, number): found
            for number, cell in enumerate(block.cells, 1)
            if cell.text.strip() and (found := column_of(cell.text.strip()))
        }
        if len(known) > max(1, len(best[1])):
            best = (at, known)
    return best


def table_of(sheet: str, blocks: list[Block]) -> Table | None:
    """The table of a sheet; None where no row has headings of the standard."""
    at, columns = headings_in(blocks)
    if at < 0:
        return None
    heading = blocks[at]
    table = Table(sheet, columns, heading_row=heading.where)
    _check_headings(table, heading)
    names = {column_number(cell, n): cell.text.strip() for n, cell in enumerate(heading.cells, 1) if cell.text.strip()}
    for block in blocks[at + 1 :]:
        row = _row(table, block, names)
        if row.leaves or any(row.texts):
            table.rows.append(row)
    return table


def _check_headings(table: Table, heading: Block) -> None:
    seen: dict[tuple[str | int, ...], Cell] = {}
    columns = dict(table.columns)
    for number, cell in enumerate(heading.cells, 1):
        text = cell.text.strip()
        if not text:
            continue
        column = columns.get(column_number(cell, number))
        if column is None:
            table.troubles.append(
                Trouble(
                    "GIVING-FIELD-UNKNOWN",
                    cell.where,
                    text,
                    f"The heading “{text}” is no field of the 360Giving standard, so what stands under it is not read.",
                    "Take the heading from the standard, or keep the column knowing that nobody's tools read it.",
                )
            )
        elif column.path in seen:
            first = seen[column.path]
            table.troubles.append(
                Trouble(
                    "GIVING-HEADING-TWICE",
                    cell.where,
                    text,
                    f"The heading “{text}” stands twice ({first.where}); only the first of the two columns is read.",
                    "Number the headings, such as “Beneficiary Location:0:Name” and “Beneficiary Location:1:Name”, or "
                    "delete one column.",
                )
            )
            del columns[column_number(cell, number)]
        else:
            seen[column.path] = cell
    table.columns = columns


def _row(table: Table, block: Block, names: Mapping[int, str]) -> Row:
    leaves: dict[tuple[str | int, ...], Leaf] = {}
    texts = []
    for number, cell in enumerate(block.cells, 1):
        at = column_number(cell, number)
        text = cell.text.strip()
        if text:
            texts.append(text)
        column = table.columns.get(at)
        if column is None or not (text or cell.formula):
            continue
        where = replace(cell.where, label=names.get(at, ""))
        leaf = typed(column, replace(cell, where=where), table.troubles)
        if leaf is not None:
            leaves[column.path] = leaf
    found = leaves.get(("id",))
    identifier = found.value if found and isinstance(found.value, str) else ""
    return Row(block.where, identifier, leaves, tuple(texts))


def typed(column: Column, cell: Cell, troubles: list[Trouble]) -> Leaf | None:
    """A cell's value as its field holds it. What cannot be taken so stays as it is written, with a trouble."""
    text, value = cell.text, cell.value
    if not text.strip():
        rule = "The cell has a formula whose value was never worked out, so there is no value."
        troubles.append(Trouble("GIVING-CELL", cell.where, cell.formula, rule, "Open the file in Excel and save it."))
        return None
    if text.strip().startswith("#") and text.strip().rstrip("!?").upper() in _ERRORS:
        rule = f"The cell shows an error of the spreadsheet ({text.strip()})."
        troubles.append(Trouble("GIVING-CELL", cell.where, text, rule, "Mend the formula, or type the value."))
        return None
    text = _disarmed(text)
    match column.field.kind:
        case "number":
            made: Any = _number(cell, text, troubles)
        case "day" | "part" | "moment":
            made = _moment(cell, text, column.field.kind, troubles)
        case "texts":
            made = [part.strip() for part in text.split(";") if part.strip()]
        case _:
            made = _shown(value, text)
    return Leaf(made, cell.where, text)


_ERRORS: Final = frozenset({"#REF", "#N/A", "#VALUE", "#NAME", "#DIV/0", "#NUM", "#NULL", "#SPILL", "#CALC"})


def _disarmed(text: str) -> str:
    """Without the apostrophe that keeps a spreadsheet from running a text, as our own export writes it."""
    return text[1:] if re.match(r"'\s*[=+\-@\t\r]", text) else text


def _shown(value: object, text: str) -> str:
    if isinstance(value, datetime):
        return value.isoformat()
    return value.isoformat() if isinstance(value, date) else text


def _number(cell: Cell, text: str, troubles: list[Trouble]) -> Any:
    if isinstance(cell.value, Decimal | int) and not isinstance(cell.value, bool):
        return cell.value
    if _NUMBER.fullmatch(text.strip()):
        return exact(text.strip())
    loose = _LOOSE.fullmatch(text.strip())
    if loose is None:
        rule = f"“{text.strip()}” is no number."
        troubles.append(Trouble("GIVING-NUMBER", cell.where, text, rule, "Give digits, such as 12500 or 12500.50."))
        return text
    number = exact(loose[1] + re.sub(r"[,\s]", "", loose[2]) + (loose[3] or ""))
    troubles.append(
        Trouble(
            "GIVING-NUMBER",
            cell.where,
            text,
            f"The number is written as text with signs in it (“{text.strip()}”), which tools of the standard refuse.",
            f"Write {number}, without currency signs, commas and spaces.",
        )
    )
    return number


def exact(text: str) -> int | Decimal:
    """A number as exact as it is written."""
    try:
        number = Decimal(text)
    except InvalidOperation:
        return 0
    return int(number) if number == number.to_integral_value() and abs(number) < 10**20 else number


def _moment(cell: Cell, text: str, kind: str, troubles: list[Trouble]) -> Any:
    value = cell.value
    if kind == "moment" and isinstance(value, date):
        # A day is as exact as a spreadsheet keeps it; the standard asks for a time.
        return f"{value.isoformat()[:19] if isinstance(value, datetime) else f'{value.isoformat()}T00:00:00'}+00:00"
    if isinstance(value, datetime):
        at_midnight = (value.hour, value.minute, value.second) == (0, 0, 0)
        return value.date().isoformat() if at_midnight else f"{value.isoformat(timespec='seconds')}+00:00"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, int | Decimal) and not isinstance(value, bool) and not 1900 <= value <= 2200:
        rule = f"{text.strip()} is the number of a day in a spreadsheet, without a date's format."
        remedy = "Give the cell a date format, or write the date as YYYY-MM-DD."
        troubles.append(Trouble("GIVING-DATE-FORMAT", cell.where, text, rule, remedy))
        return text
    return text.strip()


def day_in_words(text: str) -> str:
    """The ISO form of a date written day first, such as 31/03/2024; blank where it is none."""
    found = _UK_DAY.fullmatch(text.strip())
    if not found:
        return ""
    try:
        return date(int(found[3]), int(found[2]), int(found[1])).isoformat()
    except ValueError:
        return ""


def meta_of(blocks: list[Block], troubles: list[Trouble]) -> dict[tuple[str | int, ...], Leaf]:
    """The package's own fields from a sheet Meta: names in the first column, values in the second."""
    found: dict[tuple[str | int, ...], Leaf] = {}
    for block in blocks:
        cells = {column_number(cell, at): cell for at, cell in enumerate(block.cells, 1)}
        name, held = cells.get(1), cells.get(2)
        if name is None or held is None or not held.text.strip():
            continue
        column = column_of(name.text.strip(), "Package")
        if column is None or column.path[0] == "grants":
            continue
        leaf = typed(column, replace(held, where=replace(held.where, label=name.text.strip())), troubles)
        if leaf is not None:
            found[column.path] = leaf
    return found


def is_meta(sheet: str) -> bool:
    """Whether a sheet is the one for the package's own fields."""
    return plain(sheet) == META
