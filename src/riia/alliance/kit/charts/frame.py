"""What stands around every chart's plot: title, unit, axis, names of lines, source and the key of letters."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from riia.alliance.kit.charts.canvas import BAND_EDGE, GRID, QUIET, Canvas
from riia.alliance.kit.charts.model import Frame
from riia.alliance.kit.charts.scale import Scale, spread, text_width, tick_decimals
from riia.alliance.kit.filters import number, unit_suffix

WIDE: Final = 680
NARROW: Final = 340
SMALL: Final = 13
LEADING: Final = 17


@dataclass(frozen=True)
class Plot:
    """The rectangle inside the axes."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        """Between the left and the right edge."""
        return self.right - self.left


@dataclass(frozen=True)
class EndLabel:
    """A name at the right end of a line: where the line ends, and the words on one or more lines."""

    at: tuple[float, float]
    lines: tuple[str, ...]
    colour: str
    bold: bool = False


def head(canvas: Canvas, frame: Frame, *, titled: bool, note: str = "") -> float:
    """Write the title, where wanted, and the unit; answer the y coordinate below them."""
    y = 16.0
    if titled:
        y = canvas.lines_of_text((0, y + 4), _wrapped(frame.title, canvas.width, 18), leading=23, size=18, bold=True)
    words = f"{frame.unit}. {note}" if note else frame.unit
    y = canvas.lines_of_text((0, y), _wrapped(words, canvas.width, SMALL), leading=LEADING, size=SMALL, colour=QUIET)
    return y - 4


def foot(canvas: Canvas, y: float, frame: Frame, key: Sequence[tuple[str, str]], *, titled: bool) -> float:
    """Write the key of letters and the source on a picture that leaves the page; answer the height it then has."""
    if not titled:
        return y
    notes = [f"{letter}: {words}." for letter, words in key]
    if frame.source:
        notes.append(f"Source: {frame.source}")
    lines = [line for note in notes for line in _wrapped(note, canvas.width, 12)]
    return canvas.lines_of_text((0, y + 18), lines, leading=16, size=12, colour=QUIET) if lines else y


def value_axis(canvas: Canvas, plot: Plot, scale: Scale, frame: Frame) -> None:
    """Draw grid lines with their numbers; the line at zero, or the lowest, is stronger."""
    places = tick_decimals(scale.ticks)
    for tick in scale.ticks:
        y = plot.top + scale.down(tick)
        strong = tick == 0 or (tick == scale.low and not scale.starts_at_zero)
        canvas.line((plot.left, y), (plot.right, y), QUIET if strong else GRID)
        words = number(tick, places) + unit_suffix(frame.suffix if frame.suffix == "%" else "")
        canvas.text((plot.left - 8, y + 4.5), words, anchor="end", size=SMALL, colour=QUIET)


def axis_room(scale: Scale, frame: Frame) -> float:
    """How much room the numbers of the value axis need at the left."""
    places = tick_decimals(scale.ticks)
    suffix = "%" if frame.suffix == "%" else ""
    return max(text_width(number(tick, places) + suffix, SMALL) for tick in scale.ticks) + 10


def axis_note(scale: Scale) -> str:
    """Words for an axis that does not start at zero, because distances then look larger than they are."""
    if scale.starts_at_zero:
        return ""
    return f"The axis starts at {number(scale.low, tick_decimals(scale.ticks))}, not at 0"


def end_labels(canvas: Canvas, plot: Plot, labels: Sequence[EndLabel]) -> None:
    """Write the names beside the ends of their lines, moved apart where they would overlap."""
    if not labels:
        return
    heights = [len(label.lines) * 16 + 4 for label in labels]
    placed = spread([label.at[1] for label in labels], heights, plot.top - 8, plot.bottom + 8)
    for label, y in zip(labels, placed, strict=True):
        end = (plot.right + 12, y)
        if abs(y - label.at[1]) > 5 or label.at[0] < plot.right - 20:
            canvas.line((label.at[0] + 6, label.at[1]), (end[0] - 2, y), BAND_EDGE, 0.75)
        first = y + 5 - (len(label.lines) - 1) * 8
        canvas.lines_of_text((end[0], first), label.lines, leading=16, bold=label.bold, colour=label.colour)


def label_lines(words: str, characters: int = 22) -> tuple[str, ...]:
    """A name on at most as many lines as it needs, broken between words."""
    return tuple(textwrap.wrap(words, characters, break_long_words=False)) or ("",)


def _wrapped(words: str, width: float, size: float) -> list[str]:
    return textwrap.wrap(words, max(20, int(width / (size * 0.53))))
