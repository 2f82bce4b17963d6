"""How a workbook shows its numbers: 0.125 as 12.5%, 326.78123 as 326.8.

What a reader of the sheet sees is the number in its format; what the file holds is the number itself. A table that is
to be published is read as it is shown; one that was published as a workbook gives away what it holds.
"""

from __future__ import annotations

import html
import io
import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from riia.indicators.readers.workbook import Workbook

_STYLES: Final = "xl/styles.xml"
_BUILT_IN: Final = {
    1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 37: "#,##0", 38: "#,##0", 39: "#,##0.00",
    40: "#,##0.00",
}  # fmt: skip
"""The formats that Excel knows by number alone (ECMA-376, part 1, 18.8.30)."""
_FORMATS: Final = re.compile(rb"<(?:\w+:)?numFmt\b([^<>]*)>")
_STYLE_LIST: Final = re.compile(rb"<(?:\w+:)?cellXfs\b[^<>]*>(.*?)</(?:\w+:)?cellXfs>", re.DOTALL)
_STYLE: Final = re.compile(rb"<(?:\w+:)?xf\b([^<>]*)>")
_CELL: Final = re.compile(rb"<(?:\w+:)?c\b([^<>]*)>\s*<(?:\w+:)?(?:v|f|is)\b")
_ATTRIBUTE: Final = re.compile(rb"\b(\w+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
_PLACE: Final = re.compile(r"([A-Z]{1,3})(\d{1,7})", re.IGNORECASE)
_NO_NUMBER: Final = re.compile(r"\"[^\"]*\"|\\.|_.|\*.|\[[^\]]*\]")
"""What of a format is printed as it is, is room, or is a colour or a condition."""
_DIGITS: Final = 15
"""Excel keeps so many digits of a number."""


@dataclass(frozen=True, slots=True)
class Format:
    """A number format: whether it shows per cent, and how many decimals."""

    is_percent: bool
    decimals: int

    def shown(self, text: str) -> str:
        """The number as the sheet shows it: "12.5%"."""
        return self._text(text, self.decimals)

    def held(self, text: str) -> str:
        """The number as the file holds it, in the unit that the sheet shows: "12.547%"."""
        return self._text(text, None)

    def _text(self, text: str, decimals: int | None) -> str:
        number = _number(text)
        if number is None:
            return text
        number = number * 100 if self.is_percent else number
        if decimals is not None:
            number = number.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
        return f"{number.normalize() if decimals is None else number:f}{'%' if self.is_percent else ''}"


def plain(text: str) -> str:
    """A number without a format, to the digits that Excel keeps: 0.30000000000000004 is 0.3."""
    if len(text) <= _DIGITS or (number := _number(text)) is None:
        return text
    return f"{number:f}"


def formats_of(book: Workbook, sheet: str) -> Mapping[tuple[int, int], Format]:
    """The formats of a sheet's numbers, by row (from 1) and column (from 0, the first one that holds anything)."""
    with zipfile.ZipFile(io.BytesIO(book.parts.raw)) as archive:
        if _STYLES not in archive.namelist():
            return {}
        styles = _styles(archive.read(_STYLES))
        if not styles:
            return {}
        body = archive.read(book.parts.sheets[sheet].path)
    found: dict[tuple[int, int], Format] = {}
    first = None
    for cell in _CELL.finditer(body):
        said = _attributes(cell[1])
        place = _PLACE.fullmatch(said.get("r", ""))
        if place is None:
            return {}
        column = _column(place[1])
        first = column if first is None else min(first, column)
        style = styles.get(said.get("s", ""))
        if style is not None and said.get("t", "n") == "n":
            found[int(place[2]), column] = style
    return {(row, column - (first or 0)): style for (row, column), style in found.items()}


def _styles(body: bytes) -> dict[str, Format]:
    """The styles whose number format shows per cent or decimals, by their number."""
    codes = dict(_BUILT_IN)
    for one in _FORMATS.findall(body):
        said = _attributes(one)
        if said.get("numFmtId", "").isdigit():
            codes[int(said["numFmtId"])] = html.unescape(said.get("formatCode", ""))
    listed = _STYLE_LIST.search(body)
    out: dict[str, Format] = {}
    for number, one in enumerate(_STYLE.findall(listed[1]) if listed else ()):
        ident = _attributes(one).get("numFmtId", "0")
        known = _format(codes.get(int(ident), "")) if ident.isdigit() else None
        if known is not None:
            out[str(number)] = known
    return out


def _format(code: str) -> Format | None:
    """What a format says; None for dates, fractions, powers of ten, and where nothing is said."""
    section = _NO_NUMBER.sub("", code).split(";")[0].strip()
    if not re.fullmatch(r"[#0?., %\u00a3$\u20ac+()-]*[#0?][#0?., %\u00a3$\u20ac+()-]*", section):
        return None
    whole, _, decimals = section.partition(".")
    if section.rstrip(" %)").endswith(",") or whole.count("%") + decimals.count("%") > 1:
        return None  # a comma at the end shows thousands
    return Format("%" in section, sum(sign in "0#?" for sign in decimals))


def _attributes(text: bytes) -> dict[str, str]:
    return {
        name.decode("ascii", "replace"): (double or single).decode("utf-8", "replace")
        for name, double, single in _ATTRIBUTE.findall(text)
    }


def _number(text: str) -> Decimal | None:
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    if not number.is_finite() or not number or abs(number.adjusted()) > _DIGITS:
        return number if number.is_finite() and not number else None
    return number.quantize(Decimal(1).scaleb(number.adjusted() - _DIGITS + 1)).normalize()


def _column(letters: str) -> int:
    """ "A" is 0, "AA" is 26."""
    at = 0
    for letter in letters.upper():
        at = at * 26 + ord(letter) - 64
    return at - 1
