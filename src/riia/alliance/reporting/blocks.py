"""What a report is laid out in: headings, texts, lists, tables and one picture. Every file prints these as they are."""

import unicodedata
from dataclasses import dataclass
from typing import Final

from riia.alliance.reporting.content import Rag

_NO_SIGNS: Final = {"Cc", "Cs", "Cn", "Co"}
"""Unicode categories: control, surrogate, not assigned, private use."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; the title is level 1, so parts begin with 2."""

    text: str
    level: int = 2


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph; with `typed` its line ends are kept, as somebody typed it."""

    text: str
    typed: bool = False


@dataclass(frozen=True, slots=True)
class Items:
    """A list of points."""

    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: words, on more lines where there are more. `rag` colours it beside its words.

    `hrefs` says for each line where it leads, "" for nowhere; paths of this service are whole addresses in files.
    """

    text: str
    hrefs: tuple[str, ...] = ()
    rag: Rag | None = None

    @property
    def lines(self) -> tuple[tuple[str, str], ...]:
        """Each line with where it leads."""
        found = self.text.split("\n")
        return tuple(zip(found, (*self.hrefs, *[""] * len(found)), strict=False))


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading, how wide it is beside the others, and whether it holds numbers."""

    text: str
    width: int = 1
    numeric: bool = False


@dataclass(frozen=True, slots=True)
class Grid:
    """A table with a caption and a head that is repeated on every page. The first cell of a row is its heading."""

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    totals: bool = False
    """The last row is a total."""


@dataclass(frozen=True, slots=True)
class Bar:
    """A picture of how many of each; `alternative` says the same in words."""

    parts: tuple[tuple[Rag, int], ...]
    alternative: str


@dataclass(frozen=True, slots=True)
class NewPage:
    """On paper, what follows begins a page."""


type Block = Heading | Text | Items | Grid | Bar | NewPage


def printable(text: str) -> str:
    """Text without what no document can hold: control characters, halves of signs, and numbers that are no sign."""
    text = text.replace("\r\n", "\n").replace("\t", " ")
    return "".join(each for each in text if each == "\n" or unicodedata.category(each) not in _NO_SIGNS)
