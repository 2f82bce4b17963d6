"""The top of a delimited text file: where its headings are, what stands above them, and what divides its cells."""

import csv
import io
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from riia.indicators.readers.problems import FileRefused, Problem

type IsHeading = Callable[[Sequence[str]], bool]
"""Whether the cells of a line are the headings that a reader looks for."""

_DELIMITERS: Final = (",", "\t", ";", "|")
_SEPARATOR_LINE: Final = re.compile(r"sep=(.)", re.IGNORECASE)
_TITLE_LINES: Final = 20
"""Headings further down than this are not looked for."""
_HEADING_LINES: Final = 200
"""A heading line in quotation marks may go over so many lines of the file."""
_LONGEST: Final = 1 << 16
"""So many signs of a line are looked at: no heading line is as long."""


@dataclass(frozen=True, slots=True)
class Top:
    """The heading line, its delimiter, what stands above it, and where in the text it begins and ends."""

    line: str
    delimiter: str
    titles: tuple[str, ...]
    start: int
    end: int


def top_of(text: str, name: str, is_heading: IsHeading | None = None) -> Top:
    """The first line with content, or the first that `is_heading` knows. Raises FileRefused when there is none."""
    at = lines = 0
    hinted = ""
    first: Top | None = None
    titles: list[str] = []
    while at < len(text) and lines < _TITLE_LINES:
        end = _line_end(text, at)
        line = text[at:end]
        if hint := _SEPARATOR_LINE.fullmatch(line.strip(" \r")):
            hinted = hint[1]
        elif line.strip(" \t,;|"):
            delimiter = hinted or max(_DELIMITERS, key=re.sub(r'"[^"]*"', "", line).count)
            top = Top(line, delimiter, tuple(titles), at, end)
            if is_heading is None or is_heading(cells_of(line, delimiter)):
                return top
            first = first or top
            lines += 1
            titles.append(" ".join(filter(None, cells_of(line, delimiter))))
        at = end + 1
    if first is None:
        raise FileRefused(name, [Problem(0, "", "", "has no heading.", "Make the export again, with its heading.")])
    return first


def _line_end(text: str, at: int) -> int:
    """Where the line that begins here ends: a heading in quotation marks may hold line ends."""
    end = at
    for _ in range(_HEADING_LINES):
        end = text.find("\n", end)
        end = len(text) if end < 0 else end
        if text.count('"', at, end) % 2 == 0:
            return end
        end += 1
        if end - at > _LONGEST:
            break
    return len(text) if (first := text.find("\n", at)) < 0 else first


def cells_of(line: str, delimiter: str) -> list[str]:
    """The cells of one line, without the spaces around them."""
    reader = csv.reader(io.StringIO(line[:_LONGEST], newline=""), delimiter=delimiter)
    return [cell.strip(" \t\u00a0") for cell in next(reader)]
