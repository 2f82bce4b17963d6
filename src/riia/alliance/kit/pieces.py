"""What the templates' own pieces are given: plain values that a presenter fills and a template shows.

They know nothing of the field: a presenter says "Derby" and "3 days left", these only know a name and a number of days.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

from riia.alliance.kit.amounts import Figure, letters

type Tone = Literal["quiet", "moving", "done", "attention", "problem"]
type SortState = Literal["", "ascending", "descending"]
type Band = Literal[0, 1, 2, 3, 4]


@dataclass(frozen=True)
class Link:
    """Words that lead somewhere."""

    text: str
    href: str


@dataclass(frozen=True)
class Chip:
    """A filter with the number of things it leaves."""

    text: str
    href: str
    count: int | None = None
    current: bool = False


@dataclass(frozen=True)
class Clock:
    """A date something is due, and how far away it is. `days_left` is negative once it has passed."""

    due: date
    days_left: int
    unit: str = "day"
    moved_from: date | None = None
    done_on: date | None = None
    soon: int = 3

    @property
    def tone(self) -> Tone:
        """How loud the chip is."""
        if self.done_on:
            return "done"
        if self.days_left < 0:
            return "problem"
        return "attention" if self.days_left <= self.soon else "quiet"

    @property
    def words(self) -> str:
        """How far away, without reproach."""
        if self.days_left == 0:
            return "today"
        count = abs(self.days_left)
        days = f"{count} {self.unit}{'' if count == 1 else 's'}"
        return f"{days} left" if self.days_left > 0 else f"{days} ago"


@dataclass(frozen=True)
class ToDo:
    """Something that needs a person: what, where to do it, by when."""

    text: str
    href: str
    clock: Clock | None = None
    note: str = ""


@dataclass(frozen=True)
class Card:
    """A way into a part of the service, with the one thing worth knowing before going there."""

    title: str
    href: str
    text: str = ""
    figure: str = ""
    tag: str = ""
    tone: Tone = "quiet"


@dataclass(frozen=True)
class Change:
    """One line of a comparison of two versions. None stands where a version lacks the line."""

    label: str
    before: str | Figure | None
    after: str | Figure | None
    note: str = ""
    decimals: int | None = None

    @property
    def words(self) -> str:
        """What happened to the line."""
        if self.before is None:
            return "added"
        if self.after is None:
            return "removed"
        return "unchanged" if self.before == self.after else "changed"


@dataclass(frozen=True)
class Said:
    """One contribution to a conversation of two sides. `ours` stands on the left, the other side is set in."""

    who: str
    side: str
    at: datetime
    text: str
    ours: bool = True


@dataclass(frozen=True)
class Told:
    """Something that was found, and what was said to it; `answer` is empty where nothing was."""

    found: str
    answer: str = ""


@dataclass(frozen=True)
class Cell:
    """A figure in a matrix. `band` 1 to 4 is the quarter it falls in, from lowest to highest; 0 is no band.

    `flagged` marks it with a sign of its own, for what the matrix calls its `flag_words`.
    """

    figure: Figure
    band: Band = 0
    href: str = ""
    note: str = ""
    flagged: bool = False


@dataclass(frozen=True)
class MatrixColumn:
    """A column's heading. `sort_href` orders the rows by this column."""

    label: str
    href: str = ""
    sort_href: str = ""
    sort: SortState = ""
    mine: bool = False


@dataclass(frozen=True)
class MatrixRow:
    """A row's heading and its cells, one for each column. `sort_href` orders the columns by this row."""

    label: str
    cells: Sequence[Cell | None]
    note: str = ""
    href: str = ""
    decimals: int | None = None
    unit: str = ""
    sort_href: str = ""
    sort: SortState = ""


@dataclass(frozen=True)
class Matrix:
    """A large table of figures, in groups of rows, that keeps its headings in view."""

    caption: str
    corner: str
    columns: Sequence[MatrixColumn]
    groups: Sequence[tuple[str, Sequence[MatrixRow]]]
    band_words: tuple[str, str, str, str] = ("lowest quarter", "second quarter", "third quarter", "highest quarter")
    flag_words: str = ""

    def __post_init__(self) -> None:
        """Refuse a row whose cells do not match the columns: figures would stand under the wrong heading."""
        for _, rows in self.groups:
            for row in rows:
                if len(row.cells) != len(self.columns):
                    raise ValueError(f"{row.label} has {len(row.cells)} cells for {len(self.columns)} columns.")

    @property
    def has_flags(self) -> bool:
        """Whether any cell is flagged, so that the key says what the sign means."""
        return any(cell.flagged for _, rows in self.groups for row in rows for cell in row.cells if cell)

    @property
    def key(self) -> tuple[tuple[str, str], ...]:
        """The letters of missing numbers in it, each with its words."""
        return letters([cell.figure for _, rows in self.groups for row in rows for cell in row.cells if cell])


@dataclass(frozen=True)
class SortColumn:
    """A column of a table that can be sorted by a link; `name` is what the address carries."""

    label: str
    name: str = ""
    numeric: bool = False
    descending_first: bool = False


@dataclass(frozen=True)
class Work:
    """Long work in the background: how far it is, and whether it has ended."""

    title: str
    done: int
    total: int | None = None
    unit: str = "step"
    ended: bool = False
    note: str = ""
    links: Sequence[Link] = field(default_factory=tuple)
