"""A sheet to draw a chart on, which becomes SVG with presentation attributes only: no style, no class, no script.

Own drawing rather than a plotting library: a picture takes a millisecond or two instead of fifty, needs no JavaScript
engine in the web process, and every gap, letter and label stands where we decide (docs/decisions/0002).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Final, Literal
from xml.sax.saxutils import escape, quoteattr

FONT: Final = "Arial, Helvetica, Liberation Sans, sans-serif"
# Colours with at least 3:1 against white where they carry meaning (WCAG 1.4.11); text has at least 4.5:1.
INK: Final = "#0b0c0c"
QUIET: Final = "#505a5f"
ACCENT: Final = "#00646b"
OTHER: Final = "#7d868b"
GRID: Final = "#dfe3e5"
BAND: Final = "#e3e8ea"
BAND_EDGE: Final = "#8b9499"
PAPER: Final = "#ffffff"

type Point = tuple[float, float]
type Anchor = Literal["start", "middle", "end"]
type Shape = Literal["circle", "square", "triangle", "diamond", "cross", "wedge"]
SHAPES: Final[tuple[Shape, ...]] = ("square", "triangle", "diamond", "cross", "wedge", "circle")


class Canvas:
    """Collects shapes; (0, 0) is the top left corner and lengths are CSS pixels."""

    def __init__(self, width: float) -> None:
        """Start an empty sheet. Its height is given when it is finished."""
        self.width = width
        self._parts: list[str] = []

    def line(self, start: Point, end: Point, colour: str, width: float = 1, dash: str = "") -> None:
        """A straight line."""
        (x1, y1), (x2, y2) = start, end
        place = f'x1="{_n(x1)}" y1="{_n(y1)}" x2="{_n(x2)}" y2="{_n(y2)}"'
        self._parts.append(f"<line {place} {_stroke(colour, width, dash)}/>")

    def polyline(self, points: Sequence[Point], colour: str, width: float, dash: str = "") -> None:
        """A line through points."""
        self._parts.append(
            f'<path d="{_path(points)}" fill="none" {_stroke(colour, width, dash)} '
            'stroke-linejoin="round" stroke-linecap="round"/>'
        )

    def area(self, upper: Sequence[Point], lower: Sequence[Point], fill: str) -> None:
        """The space between two lines."""
        self._parts.append(f'<path d="{_path([*upper, *reversed(lower)])}Z" fill="{fill}"/>')

    def rectangle(self, corner: Point, width: float, height: float, fill: str) -> None:
        """A filled rectangle from its top left corner."""
        x, y = corner
        self._parts.append(f'<rect x="{_n(x)}" y="{_n(y)}" width="{_n(width)}" height="{_n(height)}" fill="{fill}"/>')

    def mark(self, shape: Shape, at: Point, radius: float, colour: str, *, hollow: bool = False) -> None:
        """A point's mark. Hollow marks are filled with paper, so that lines do not run through them."""
        fill = PAPER if hollow else colour
        if shape == "circle":
            x, y = at
            self._parts.append(
                f'<circle cx="{_n(x)}" cy="{_n(y)}" r="{_n(radius)}" fill="{fill}" {_stroke(colour, 1.5, "")}/>'
            )
            return
        outline = _path([(at[0] + dx * radius, at[1] + dy * radius) for dx, dy in _OUTLINES[shape]])
        self._parts.append(f'<path d="{outline}Z" fill="{fill}" {_stroke(colour, 1.5, "")} stroke-linejoin="round"/>')

    def text(
        self,
        at: Point,
        words: str,
        *,
        anchor: Anchor = "start",
        size: float = 14,
        bold: bool = False,
        colour: str = INK,
        halo: bool = False,
    ) -> None:
        """One line of text; its baseline starts, is centred or ends at the point. A halo keeps lines off letters."""
        x, y = at
        weight = ' font-weight="700"' if bold else ""
        aligned = "" if anchor == "start" else f' text-anchor="{anchor}"'
        around = f' paint-order="stroke" stroke="{PAPER}" stroke-width="4" stroke-linejoin="round"' if halo else ""
        look = f'font-size="{_n(size)}" fill="{colour}"{weight}{aligned}{around}'
        self._parts.append(f'<text x="{_n(x)}" y="{_n(y)}" {look}>{escape(words)}</text>')

    def lines_of_text(
        self,
        at: Point,
        lines: Iterable[str],
        *,
        leading: float,
        size: float = 14,
        bold: bool = False,
        colour: str = INK,
    ) -> float:
        """Several lines of text one under the other; answers the baseline after the last."""
        x, y = at
        for words in lines:
            self.text((x, y), words, size=size, bold=bold, colour=colour)
            y += leading
        return y

    def inline(self, height: float, label: str, css_class: str) -> str:
        """A small picture to stand among words: transparent, with its text alternative."""
        box = f'width="{_n(self.width)}" height="{_n(height)}" viewBox="0 0 {_n(self.width)} {_n(height)}"'
        opening = f'<svg class="{css_class}" {box} role="img" aria-label={quoteattr(label)} focusable="false">'
        return f"{opening}{''.join(self._parts)}</svg>"

    def svg(self, height: float, label: str) -> bytes:
        """The finished picture with its text alternative."""
        box = f'width="{_n(self.width)}" height="{_n(height)}" viewBox="0 0 {_n(self.width)} {_n(height)}"'
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" {box} role="img" aria-label={quoteattr(label)} '
            f'font-family="{FONT}"><rect width="100%" height="100%" fill="{PAPER}"/>{"".join(self._parts)}</svg>'
        ).encode()


@lru_cache(maxsize=64)
def to_png(svg: bytes) -> bytes:
    """A picture as PNG at twice its size, for slides and documents."""
    # Imported on first use: pages and commands that need no PNG need not carry the library.
    import vl_convert

    png: bytes = vl_convert.svg_to_png(svg.decode(), scale=2)
    return png


_OUTLINES: Final[dict[str, tuple[Point, ...]]] = {
    "square": ((-0.9, -0.9), (0.9, -0.9), (0.9, 0.9), (-0.9, 0.9)),
    "triangle": ((0, -1.15), (1.1, 0.85), (-1.1, 0.85)),
    "diamond": ((0, -1.25), (1.25, 0), (0, 1.25), (-1.25, 0)),
    "wedge": ((0, 1.15), (1.1, -0.85), (-1.1, -0.85)),
    "cross": (
        *((-0.4, -1.2), (0.4, -1.2), (0.4, -0.4), (1.2, -0.4), (1.2, 0.4), (0.4, 0.4)),
        *((0.4, 1.2), (-0.4, 1.2), (-0.4, 0.4), (-1.2, 0.4), (-1.2, -0.4), (-0.4, -0.4)),
    ),
}


def _stroke(colour: str, width: float, dash: str) -> str:
    dashes = f' stroke-dasharray="{dash}"' if dash else ""
    return f'stroke="{colour}" stroke-width="{_n(width)}"{dashes}'


def _path(points: Sequence[Point]) -> str:
    return "M" + "L".join(f"{_n(x)} {_n(y)}" for x, y in points)


def _n(number: float) -> str:
    """A coordinate to a tenth of a pixel, without a trailing ".0"."""
    return f"{number:.1f}".removesuffix(".0")
