"""What charts are made of, and what every chart can answer."""

from __future__ import annotations

import hashlib
import re
from abc import ABC, abstractmethod
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Final, Literal

from riia.alliance.kit.amounts import Figure, absence, letter, plain
from riia.alliance.kit.charts.canvas import to_png
from riia.alliance.kit.filters import number, unit_suffix

_SIZE: Final = re.compile(rb'width="([0-9.]+)" height="([0-9.]+)"')

type Role = Literal["mine", "reference", "other"]


@dataclass(frozen=True)
class Series:
    """One line of a trend. `points` pairs the label of a position on the x axis with a number or its absence.

    "mine" is drawn strongest, "reference" dashed and dark; "other" lines differ by dash and by the shape of marks.
    """

    label: str
    points: tuple[tuple[str, Figure], ...]
    role: Role = "other"

    @cached_property
    def known(self) -> dict[str, float]:
        """The positions that have a number."""
        pairs = ((x, plain(figure)) for x, figure in self.points)
        return {x: value for x, value in pairs if value is not None}

    @cached_property
    def absent(self) -> dict[str, str]:
        """The positions whose number is missing, with their letters."""
        pairs = ((x, absence(figure)) for x, figure in self.points)
        return {x: letter(missing) for x, missing in pairs if missing is not None}


@dataclass(frozen=True)
class Band:
    """A range behind the lines, such as lowest to highest of a group: (x label, low, high). No entry leaves a gap."""

    label: str
    points: tuple[tuple[str, float, float], ...]


@dataclass(frozen=True)
class ReferenceLine:
    """A straight line at one value, with its name."""

    label: str
    value: float


@dataclass(frozen=True)
class Frame:
    """The words around a chart. `title` and `source` are drawn only on a picture that leaves the page."""

    title: str
    unit: str
    decimals: int = 0
    source: str = ""
    suffix: str = ""
    """What follows each number, such as "%"."""

    def write(self, value: float) -> str:
        """A number as the chart prints it."""
        return number(value, self.decimals) + unit_suffix(self.suffix)


@dataclass(frozen=True)
class ChartTable:
    """The table behind a chart: the heading over the names, the other headings, and each row's name and figures."""

    corner: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, tuple[Figure | str | None, ...]], ...]
    """None stands where a row has no such position at all, which is not the same as a missing number."""
    formats: tuple[tuple[int, str] | None, ...] = ()
    """Decimals and suffix of each column, None for a column of words; those of the frame where none are given."""


@dataclass(frozen=True)
class Chart(ABC):
    """A picture with its words, its table and its fingerprint."""

    frame: Frame

    @property
    @abstractmethod
    def summary(self) -> str:
        """What the picture shows, in a few sentences: the text alternative."""

    @property
    @abstractmethod
    def key(self) -> tuple[tuple[str, str], ...]:
        """The letters of missing numbers in the picture, each with its words."""

    @abstractmethod
    def table(self) -> ChartTable:
        """Every number of the picture."""

    @abstractmethod
    def draw(self, *, narrow: bool, titled: bool) -> bytes:
        """Draw the picture afresh. Callers use `svg`, which keeps results."""

    def svg(self, *, narrow: bool = False, titled: bool = False) -> bytes:
        """The picture as SVG without scripts or styles. `narrow` suits a phone; `titled` carries title and source."""
        return _drawn(self, narrow, titled)

    def png(self, *, titled: bool = True) -> bytes:
        """The picture as PNG at twice its size."""
        return to_png(self.svg(titled=titled))

    def size(self, *, narrow: bool = False) -> tuple[int, int]:
        """Width and height in CSS pixels, so that a page can keep the room free while the picture loads."""
        found = _SIZE.search(self.svg(narrow=narrow))
        assert found
        return round(float(found[1])), round(float(found[2]))

    def fingerprint(self, *, narrow: bool = False, titled: bool = False) -> str:
        """Changes whenever the picture does: for an ETag."""
        return hashlib.sha256(self.svg(narrow=narrow, titled=titled)).hexdigest()[:32]


@lru_cache(maxsize=512)
def _drawn(chart: Chart, narrow: bool, titled: bool) -> bytes:
    return chart.draw(narrow=narrow, titled=titled)
