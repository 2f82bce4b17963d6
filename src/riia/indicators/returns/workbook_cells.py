"""A workbook's bytes as grids of cells: values with what each is, and nothing run, followed or believed.

The archive is first held against limits and looked through for document types by the readers' own guard. The parts are
then read by a parser that is told the encoding, so that none can name another and hide something in it. Values are
those that Excel stored: a formula is never computed, a link to another workbook never followed.
"""

import io
import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any, Final
from xml.parsers import expat

from riia.indicators.readers.problems import FileRefused
from riia.indicators.readers.workbook_parts import Limits, Parts, open_parts
from riia.indicators.returns.files_nouns import Given, Grid, Kind, Problem, ReturnRefused
from riia.indicators.returns.workbook_shared import PartReader, SharedTexts, Styles, unescaped

LIMITS: Final = Limits(packed=10 << 20, unpacked=32 << 20, part=16 << 20, parts=1_000)
_CELLS: Final = 100_000
"""Filled cells of all sheets together; our template has about a thousand."""
_MERGED: Final = 5_000
"""Blocks of merged cells; our template has none."""
_SAVE_AGAIN: Final = "Open it in Excel, save it as an Excel workbook (.xlsx) and try again."
_MACROS: Final = re.compile(r"(^|/)(vbaProject\.bin|macrosheets/.*)$", re.IGNORECASE)
_COMMENTS: Final = re.compile(r"^xl/(.*/)?(threaded)?comments?\d*\.xml$", re.IGNORECASE)
_COMMENTS_NOTE: Final = Problem(
    "FILE-COMMENTS", "", "The workbook has comments on cells, which are not read.",
    "Say on the sheet Explanations what the desk should know.", weight=None,
)  # fmt: skip
_PLACE: Final = re.compile(r"([A-Za-z]{1,3})(\d{1,7})", re.ASCII)
_LINK: Final = re.compile(r"\[\d+\]")
_DIGITS, _FAR = 15, 30
"""Excel keeps so many digits of a number; one with so many noughts is no count and is not written out."""
_DAY_0, _DAY_0_OF_1904 = date(1899, 12, 30), date(1904, 1, 1)


def grids_of(name: str, data: bytes) -> tuple[tuple[Grid, ...], tuple[Problem, ...]]:
    """Every worksheet of a workbook, and notes on what is not read of it.

    Raises ReturnRefused for a file that cannot be trusted or is no workbook.
    """
    try:
        parts = open_parts(data, name, LIMITS)
        with zipfile.ZipFile(io.BytesIO(parts.raw)) as archive:
            _refuse_macros(name, archive)
            notes = (_COMMENTS_NOTE,) if any(map(_COMMENTS.search, archive.namelist())) else ()
            return _sheets(name, parts, archive), notes
    except FileRefused as error:
        first = error.problems[0]
        where = f"the sheet {first.table!r} " if first.table else ""
        raise ReturnRefused(name, f"{where}{first.rule}", first.remedy) from None
    except (
        expat.ExpatError,
        zipfile.BadZipFile,
        LookupError,
        ValueError,
        OverflowError,
        RuntimeError,
        EOFError,
    ) as error:
        if isinstance(error, ReturnRefused):
            raise
        raise ReturnRefused(name, "its parts do not fit together.", _SAVE_AGAIN) from None


def _refuse_macros(name: str, archive: zipfile.ZipFile) -> None:
    types = archive.read("[Content_Types].xml") if "[Content_Types].xml" in archive.namelist() else b""
    if b"macroEnabled" in types or any(map(_MACROS.search, archive.namelist())):
        rule = "it is a workbook with macros, which are not taken from anybody."
        raise ReturnRefused(name, rule, "Save it as an Excel workbook (.xlsx), which leaves the macros out.")


@dataclass(slots=True)
class _Book:
    """What the cells of all sheets refer to."""

    name: str
    strings: list[str]
    styles: list[Kind | None]
    percents: list[bool]
    day_0: date
    left: int = _CELLS

    def spend(self, cost: int = 1) -> None:
        self.left -= cost
        if self.left < 0:
            rule = f"it has more than {_CELLS:,} filled cells or {_MERGED:,} merged ones; a return has a few hundred."
            raise ReturnRefused(self.name, rule, "Delete what does not belong to the return, save it and try again.")


def _sheets(name: str, parts: Parts, archive: zipfile.ZipFile) -> tuple[Grid, ...]:
    held = {one.lower(): one for one in archive.namelist()}
    strings = SharedTexts()
    styles = Styles()
    for part, reader in (("xl/sharedstrings.xml", strings), ("xl/styles.xml", styles)):
        if part in held:
            reader.read(archive.read(held[part]))
    kinds, percents = styles.kinds()
    day_0 = _DAY_0_OF_1904 if parts.from_1904 else _DAY_0
    book = _Book(name, strings.found, kinds, percents, day_0)
    found = []
    for sheet, part_of in parts.sheets.items():
        cells = _Sheet(book)
        cells.read(archive.read(part_of.path))
        found.append(Grid(sheet, cells.rows, part_of.hidden, frozenset(cells.hidden_rows), tuple(cells.merged)))
    return tuple(found)


@dataclass(slots=True)
class _Open:
    """A cell while it is read."""

    row: int
    column: int
    kind: str
    style: int
    value: list[str] = field(default_factory=list)
    formula: list[str] = field(default_factory=list)
    has_formula: bool = False


class _Sheet(PartReader):
    """The filled cells of one sheet, its hidden rows and its merged blocks."""

    def __init__(self, book: _Book) -> None:
        self.rows: dict[int, dict[int, Given]] = {}
        self.hidden_rows: set[int] = set()
        self.merged: list[tuple[int, int, int, int]] = []
        self._book = book
        self._row = self._column = 0
        self._cell: _Open | None = None
        self._into: list[str] | None = None
        self._in_reading = False

    def start(self, tag: str, said: Mapping[str, str]) -> None:
        if tag == "c":
            self._open(said)
        elif tag == "row":
            self._row = int(said["r"]) if "r" in said else self._row + 1
            self._column = 0
            if said.get("hidden") in ("1", "true"):
                self._book.spend()
                self.hidden_rows.add(self._row)
        elif tag == "mergeCell":
            self._book.spend(_CELLS // _MERGED)
            first, _, last = said.get("ref", "").partition(":")
            (top, left), (bottom, right) = _place(first), _place(last or first)
            self.merged.append((top, bottom, left, right))
        elif self._cell is not None:
            self._within(tag, self._cell)

    def _open(self, said: Mapping[str, str]) -> None:
        row, column = _place(said["r"]) if "r" in said else (self._row, self._column + 1)
        self._column = column
        style = said.get("s", "0")
        self._cell = _Open(row, column, said.get("t", "n"), int(style) if style.isdecimal() else 0)

    def _within(self, tag: str, cell: _Open) -> None:
        if tag == "f":
            cell.has_formula, self._into = True, cell.formula
        elif tag in ("v", "t") and not self._in_reading:
            self._into = cell.value
        elif tag == "rPh":
            self._in_reading = True

    def end(self, tag: str) -> None:
        if tag == "rPh":
            self._in_reading = False
        elif tag in ("f", "v", "t"):
            self._into = None
        elif tag == "c" and self._cell is not None:
            cell, self._cell = self._cell, None
            given = _given(cell, self._book)
            if given is not None:
                self._book.spend()
                self.rows.setdefault(cell.row, {})[cell.column] = given

    def text(self, some: str) -> None:
        if self._into is not None:
            self._into.append(some)


def _given(cell: _Open, book: _Book) -> Given | None:
    """A cell's value and what it is; None for one that has neither value nor formula."""
    text = "".join(cell.value)
    is_counted = bool(text.strip()) or cell.kind == "str"
    if not text.strip() and not cell.has_formula:
        return None
    said: dict[str, Any] = {
        "is_formula": cell.has_formula,
        "is_counted": is_counted or not cell.has_formula,
        "links": _LINK.search("".join(cell.formula)) is not None,
    }
    match cell.kind:
        case "s":
            return Given(book.strings[_index(text)], **said)
        case "b":
            return Given("TRUE" if text.strip() in ("1", "true") else "FALSE", Kind.TRUTH, **said)
        case "e":
            return Given(text.strip(), Kind.ERROR, **said)
        case "d":
            return Given(text.strip(), Kind.DATE, **said)
        case "n":
            return _number(text.strip(), cell.style, book, said)
        case _:
            return Given(unescaped(text), **said)


def _index(text: str) -> int:
    if not (text.isascii() and text.isdecimal()):
        raise ValueError(text)
    return int(text)


def _number(text: str, style: int, book: _Book, said: dict[str, Any]) -> Given:
    kind = book.styles[style] if style < len(book.styles) else None
    is_percent = style < len(book.percents) and book.percents[style]
    if kind is Kind.DATE and (day := _day(text, book.day_0)):
        return Given(day, Kind.DATE, **said)
    return Given(digits(text), Kind.NUMBER, is_percent=is_percent, **said)


def digits(text: str) -> str:
    """A stored number in plain digits, to as many as Excel keeps: 0.30000000000000004 is 0.3.

    A text that is no number, or one too large or too small to be written out, stays as it is.
    """
    try:
        number = Decimal(text)
    except InvalidOperation:
        return text
    if not number.is_finite() or not -_FAR < number.adjusted() < _FAR:
        return "0" if number == 0 else text
    if number != number.to_integral_value():
        number = number.quantize(Decimal(1).scaleb(number.adjusted() - _DIGITS + 1))
    plain = f"{number:f}"
    plain = plain.rstrip("0").rstrip(".") if "." in plain else plain
    return plain.removeprefix("-") if not number else plain


def _day(text: str, day_0: date) -> str:
    try:
        return (day_0 + timedelta(days=int(float(text)))).isoformat()
    except (ValueError, OverflowError):
        return ""


def _place(text: str) -> tuple[int, int]:
    """Row and column of "E7". Raises ValueError."""
    found = _PLACE.fullmatch(text.replace("$", ""))
    if found is None:
        raise ValueError(text)
    column = 0
    for letter in found[1].upper():
        column = column * 26 + ord(letter) - 64
    return int(found[2]), column
