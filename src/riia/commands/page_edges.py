"""What stands around a table on its page: titles above its headings, notes below its rows. Told, never read as data."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Final

_GLANCE: Final = 1 << 16
_FEWEST: Final = 2
"""A row of headings has so many cells at least; what has fewer is a title or a note."""
_DELIMITERS: Final = (",", "\t", ";", "|")
_NOTE: Final = re.compile(
    r"(sources?|notes?|footnotes?|key|symbols?|legend|conventions|copyright|crown copyright|contact|coverage"
    r"|produced by|(figures|totals|counts|numbers|percentages|values) (are|have|may|of))\b"
    "|\u00a9"
    r"|\S{1,4} (=|denotes?|means|indicates|stands for|is used) ",
    re.IGNORECASE,
)
"""How a line begins that can only be a note: "Source: ...", "c = suppressed"."""
_YEAR: Final = re.compile(r"(19|20)\d\d(\d\d)?$")
_SIGNS: Final = frozenset({"c", "[c]", "*", "[*]", "x", "z", "u", "k", "low", "-", "..", ":", "#", "~", "n/a", "na"})


def is_value(cell: str) -> bool:
    """Whether a text is a number or a sign that stands in place of one, as in a row of a table."""
    text = cell.strip()
    digits = text.removesuffix("%").replace(",", "").replace("\u00a3", "").strip()
    return text.casefold() in _SIGNS or re.fullmatch(r"[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?", digits, re.I) is not None


def filled(cells: Sequence[str]) -> int:
    """How many cells hold something."""
    return sum(bool(cell.strip()) for cell in cells)


def notes_below(lines: Sequence[tuple[int, Sequence[str]]], width: int, *, blanks_mean: bool = False) -> int:
    """How many of these lines, the last of a table so many columns wide, are notes.

    Notes begin below a blank line, or with words that only notes begin with, or on a line that has one cell where the
    table has several. `blanks_mean`: a row may be blank but for its label, so that a blank line alone says nothing.
    """
    if width < _FEWEST:
        return 0
    first = len(lines)
    while first and _may_be_note(lines[first - 1][1], width):
        first -= 1
    while first < len(lines) and not _begins_notes(lines, first, width, blanks_mean=blanks_mean):
        first += 1
    return len(lines) - first


def _may_be_note(cells: Sequence[str], width: int) -> bool:
    """Whether no row of a table looks so."""
    texts = [cell for cell in cells if cell.strip()]
    if not texts:
        return True
    if len(texts) == 1:
        return not is_value(texts[0])
    if _NOTE.match(texts[0].strip()) and len(cells) < width:
        return True
    return not any(map(is_value, texts[1:]))


def _begins_notes(lines: Sequence[tuple[int, Sequence[str]]], at: int, width: int, *, blanks_mean: bool) -> bool:
    line, cells = lines[at]
    text = next((cell.strip() for cell in cells if cell.strip()), "")
    if _NOTE.match(text) or len(cells) == 1 < width:
        return True
    if blanks_mean or not text:
        return False
    before = lines[at - 1] if at else None
    return before is not None and line > before[0] + 1 + sum(cell.count("\n") for cell in before[1])


def heading_test(path: Path) -> HeadingTest | None:
    """How the headings of a CSV file are told from titles above them; None where nothing stands above."""
    try:
        with path.open("rb") as stream:
            raw = stream.read(_GLANCE)
    except OSError:
        return None
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = raw[: len(raw) // 2 * 2].decode("utf-16", "replace")
    else:
        text = raw.decode("utf-8-sig", "replace")
    delimiter = max(_DELIMITERS, key=text.count)
    try:
        lines = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error:
        return None
    widths = Counter(width for cells in lines if (width := _width(cells)) >= _FEWEST)
    if not widths:
        return None
    return HeadingTest(max(widths, key=lambda width: (widths[width], width)))


class HeadingTest:
    """Whether the cells of a line are headings of a table so many columns wide, and no title above them."""

    def __init__(self, width: int) -> None:
        """Take the width that most lines of the file have."""
        self._width = width

    def __call__(self, cells: Sequence[str]) -> bool:
        """A title has fewer cells than the rows below, and a row of the table has values."""
        return _width(cells) >= self._width and not any(is_value(cell) and not _YEAR.match(cell) for cell in cells[1:])


def _width(cells: Sequence[str]) -> int:
    """The cells up to the last that holds something."""
    return max((at for at, cell in enumerate(cells, start=1) if cell.strip()), default=0)
