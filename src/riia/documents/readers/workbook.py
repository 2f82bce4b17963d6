"""An Excel workbook (.xlsx): every row of every sheet, values as Excel shows them and as the file holds them.

A formula comes with the value that Excel stored with it; none is worked out here. Hidden sheets, rows and columns are
read, and a note says which: what is hidden may still be meant, or may be what somebody forgot.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from posixpath import join, normpath
from typing import Final
from xml.etree import ElementTree as ET

from riia.documents.model import Block, BlockKind, Cell, Document, DocumentError, Where
from riia.documents.readers.limits import MOST_CELLS, MOST_LETTERS, NOT_OURS, too_large
from riia.documents.readers.number_formats import BUILT_IN, as_day, is_date, shown
from riia.documents.readers.packed import unpacked

_AGAIN: Final = "Open it in Excel, save it as .xlsx and try again."
_PLACE: Final = re.compile(r"([A-Z]{1,3})(\d{1,7})")
_ESCAPED: Final = re.compile(r"_x([0-9A-Fa-f]{4})_")
_WIDEST: Final = 16_384


@dataclass(frozen=True, slots=True)
class _Style:
    form: str
    struck: bool


@dataclass(slots=True)
class _Book:
    """What the sheets of a workbook share."""

    name: str
    parts: Mapping[str, bytes]
    strings: tuple[str, ...]
    styles: tuple[_Style, ...]
    from_1904: bool


def read_workbook(raw: bytes, name: str, sha256: str) -> Document:
    """Read a workbook. Raises DocumentError."""
    parts = unpacked(raw, name)
    book = _parsed(parts.get("xl/workbook.xml", b""), name)
    said = next((e for e in book.iter() if _tag(e) == "workbookPr"), None)
    whole = _Book(
        name,
        parts,
        _strings(parts, name),
        _styles(parts, name),
        said is not None and said.get("date1904", "0").lower() in ("1", "true"),
    )
    blocks: list[Block] = []
    notes: list[str] = []
    cells = letters = 0
    for sheet, path, hidden in _sheets(book, parts, name):
        if hidden:
            notes.append(f"Sheet {sheet} is hidden; it was read.")
        for block in _rows(whole, sheet, path, notes):
            cells += len(block.cells)
            letters += len(block.text)
            if cells > MOST_CELLS or letters > MOST_LETTERS:
                raise too_large(name, f"more than {MOST_CELLS:,} cells or {MOST_LETTERS:,} letters of text")
            blocks.append(block)
    return Document(name, "xlsx", sha256, tuple(blocks), tuple(notes))


def _parsed(body: bytes, name: str) -> ET.Element:
    try:
        return ET.fromstring(body)  # noqa: S314 - a document type was refused before
    except (ET.ParseError, ValueError, RecursionError) as error:
        raise DocumentError(name, "a part of it is not well formed.", _AGAIN) from error


def _tag(element: ET.Element) -> str:
    return element.tag.rpartition("}")[2]


def _sheets(book: ET.Element, parts: Mapping[str, bytes], name: str) -> Iterator[tuple[str, str, bool]]:
    """Name, part and whether it is hidden, of each worksheet in order."""
    relations = _parsed(parts.get("xl/_rels/workbook.xml.rels", b"<none/>"), name)
    targets = {}
    for one in relations:
        target = one.get("Target", "")
        if one.get("Type", "").endswith("/worksheet"):
            targets[one.get("Id", "")] = target.lstrip("/") if target[:1] == "/" else normpath(join("xl", target))
    found = False
    for one in book.iter():
        if _tag(one) != "sheet":
            continue
        of = next((value for key, value in one.attrib.items() if key.endswith("}id")), "")
        if targets.get(of) in parts:
            found = True
            yield one.get("name", ""), targets[of], one.get("state", "visible") != "visible"
    if not found:
        raise DocumentError(name, "it has no worksheets.", "Check that this is the right file.")


def _strings(parts: Mapping[str, bytes], name: str) -> tuple[str, ...]:
    if "xl/sharedStrings.xml" not in parts:
        return ()
    return tuple(_rich(one) for one in _parsed(parts["xl/sharedStrings.xml"], name) if _tag(one) == "si")


def _rich(element: ET.Element) -> str:
    """The text of a string, without the reading aids of Asian scripts."""
    said: list[str] = []
    for child in element:
        if _tag(child) == "t":
            said.append(child.text or "")
        elif _tag(child) == "r":
            said.extend(one.text or "" for one in child if _tag(one) == "t")
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), "".join(said))


def _styles(parts: Mapping[str, bytes], name: str) -> tuple[_Style, ...]:
    if "xl/styles.xml" not in parts:
        return ()
    root = _parsed(parts["xl/styles.xml"], name)
    own = {int(e.get("numFmtId", "0")): e.get("formatCode", "") for e in root.iter() if _tag(e) == "numFmt"}
    fonts: list[bool] = []
    for group in root:
        if _tag(group) == "fonts":
            fonts = [
                any(_tag(e) == "strike" and e.get("val", "1") not in ("0", "false") for e in font) for font in group
            ]
    found: list[_Style] = []
    for group in root:
        if _tag(group) == "cellXfs":
            for one in group:
                number, font = int(one.get("numFmtId", "0")), int(one.get("fontId", "0"))
                form = own.get(number, BUILT_IN.get(number, ""))
                found.append(_Style(form, font < len(fonts) and fonts[font]))
    return tuple(found)


def _rows(book: _Book, sheet: str, path: str, notes: list[str]) -> Iterator[Block]:
    """The rows of a sheet that hold anything, each with a cell for every column up to its last filled one."""
    root = _parsed(book.parts[path], book.name)
    hidden_rows: list[int] = []
    broken: list[str] = []
    before = 0
    for part in root:
        if _tag(part) == "cols":
            wide = [f"{_letters(int(c.get('min', '1')))}" for c in part if c.get("hidden") in ("1", "true")]
            if wide:
                notes.append(f"Sheet {sheet}: hidden columns from {', '.join(wide[:10])} were read.")
        if _tag(part) != "sheetData":
            continue
        for row in part:
            number = int(row.get("r") or before + 1)
            before = number
            block = _row(book, sheet, row, number, broken)
            if block is not None:
                if row.get("hidden") in ("1", "true"):
                    hidden_rows.append(number)
                yield block
    if hidden_rows:
        shown_rows = ", ".join(map(str, hidden_rows[:10])) + (" and more" if len(hidden_rows) > 10 else "")
        notes.append(f"Sheet {sheet}: hidden rows {shown_rows} were read.")
    if broken:
        notes.append(f"Sheet {sheet}: {', '.join(broken[:10])}: a formula without a stored value; open and save it.")


def _row(book: _Book, sheet: str, row: ET.Element, number: int, broken: list[str]) -> Block | None:
    cells: dict[int, Cell] = {}
    struck: list[bool] = []
    column = 0
    for one in row:
        if _tag(one) != "c":
            continue
        said = _PLACE.fullmatch(one.get("r", "").upper())
        column = _column(said[1]) if said else column + 1
        if column > _WIDEST:
            raise DocumentError(book.name, "it has a cell where no sheet reaches.", NOT_OURS)
        where = Where(row=number, column=column, sheet=sheet, cell=f"{_letters(column)}{number}")
        cell, style = _cell(book, one, where, broken)
        if cell.text or cell.formula:
            cells[column] = cell
            struck.append(style is not None and style.struck)
    if not any(cell.text for cell in cells.values()):
        return None
    width = max(cells)
    held = tuple(
        cells.get(at) or Cell("", Where(row=number, column=at, sheet=sheet, cell=f"{_letters(at)}{number}"))
        for at in range(1, width + 1)
    )
    where = Where(row=number, sheet=sheet)
    return Block(BlockKind.ROW, "\t".join(cell.text for cell in held).strip(), where, held, struck=all(struck))


def _cell(book: _Book, element: ET.Element, where: Where, broken: list[str]) -> tuple[Cell, _Style | None]:
    kind = element.get("t", "n")
    number = int(element.get("s") or 0)
    style = book.styles[number] if 0 <= number < len(book.styles) else None
    value = formula = ""
    inline: ET.Element | None = None
    has_formula = False
    for child in element:
        tag = _tag(child)
        if tag == "v":
            value = child.text or ""
        elif tag == "f":
            has_formula, formula = True, child.text or ""
        elif tag == "is":
            inline = child
    formula = f"={formula}" if formula else "=" if has_formula else ""
    if has_formula and not value and kind != "str":
        broken.append(where.cell)
    if inline is not None:
        return Cell(_rich(inline).strip(), where, None, formula), style
    if kind == "s":
        at = int(value) if value.isdigit() else -1
        return Cell(book.strings[at].strip() if 0 <= at < len(book.strings) else "", where, None, formula), style
    if kind == "b":
        return Cell("TRUE" if value == "1" else "FALSE", where, value == "1", formula), style
    if kind == "d" and value:
        return Cell(value, where, _iso(value), formula), style
    if kind != "n" or not value:
        return Cell(_ESCAPED.sub(lambda f: chr(int(f[1], 16)), value).strip(), where, None, formula), style
    return _number_cell(book, value, style, where, formula), style


def _number_cell(book: _Book, value: str, style: _Style | None, where: Where, formula: str) -> Cell:
    try:
        number = Decimal(value)
    except InvalidOperation:
        return Cell(value.strip(), where, None, formula)
    if not number.is_finite() or abs(number.adjusted()) > 300:
        return Cell(value.strip(), where, None, formula)
    form = "" if style is None else style.form
    # Excel keeps fifteen digits; what stands behind them is how the number was stored.
    exact = Decimal(f"{number:.15g}") if len(number.as_tuple().digits) > 15 else number
    text = shown(exact, form, from_1904=book.from_1904)
    if is_date(form) and (day := as_day(exact, from_1904=book.from_1904)) is not None:
        return Cell(text, where, day, formula)
    whole = exact == exact.to_integral_value() and exact.adjusted() < 18
    return Cell(text, where, int(exact) if whole else exact, formula)


def _iso(value: str) -> date | None:
    try:
        return date.fromisoformat(value[:10])
    except ValueError:
        return None


def _column(letters: str) -> int:
    """ "A" is 1, "AA" is 27."""
    at = 0
    for letter in letters:
        at = at * 26 + ord(letter) - 64
    return at


def _letters(column: int) -> str:
    said = ""
    while column:
        column, rest = divmod(column - 1, 26)
        said = chr(65 + rest) + said
    return said
