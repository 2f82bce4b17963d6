"""Places by their size and their figure, between the limits inside which differences are expected by chance.

The limits come from outside: this draws them and repeats, for every place, the words it is given. Whether a place is
outside is therefore told by whoever worked the limits out, and never by where a rounded pixel falls.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Final, Literal

from riia.alliance.kit.amounts import Amount, Figure, letters, plain
from riia.alliance.kit.charts import frame as around
from riia.alliance.kit.charts.canvas import ACCENT, INK, OTHER, QUIET, Canvas, Point
from riia.alliance.kit.charts.frame import NARROW, SMALL, WIDE, EndLabel, Plot
from riia.alliance.kit.charts.model import Chart, ChartTable, ReferenceLine
from riia.alliance.kit.charts.scale import Scale, every_nth, scale_for, text_width
from riia.alliance.kit.filters import and_list, number, plural

HEIGHT: Final = 300
NARROW_HEIGHT: Final = 240
# Limits far outside all figures, as the smallest places have them, do not press the figures together.
HEADROOM: Final = 0.25
DASHES: Final = ("2 3", "7 4")


@dataclass(frozen=True)
class FunnelItem:
    """One place: its figure, how many it rests on, and what is said of it. `outside` marks it with another shape."""

    label: str
    figure: Figure
    size: float | None
    words: str = ""
    outside: bool = False
    emphasis: Literal["mine", "group", "none"] = "none"

    @property
    def value(self) -> float | None:
        """The number, or None when it is missing."""
        return plain(self.figure)


@dataclass(frozen=True)
class FunnelLimit:
    """A pair of limits by size: (size, lower, upper), in order of size."""

    label: str
    points: tuple[tuple[float, float, float], ...]


@dataclass(frozen=True)
class Funnel(Chart):
    """Places around a centre line, with pairs of limits from the inner to the outer.

    `size_label` names the x axis, `group_label` the marked group.
    """

    items: tuple[FunnelItem, ...]
    centre: ReferenceLine
    limits: tuple[FunnelLimit, ...]
    size_label: str
    group_label: str = "the same group"

    @cached_property
    def known(self) -> list[tuple[FunnelItem, float, float]]:
        """The items that can be drawn, with size and value."""
        both = [(item, item.size, item.value) for item in self.items]
        return [(item, size, value) for item, size, value in both if size is not None and value is not None]

    @cached_property
    def absent(self) -> list[FunnelItem]:
        """The items without a number or without a size."""
        return [item for item in self.items if item.value is None or item.size is None]

    @property
    def key(self) -> tuple[tuple[str, str], ...]:
        """The letters of missing numbers, each with its words."""
        return letters([item.figure for item in self.items])

    @property
    def summary(self) -> str:
        """Where mine stands between the limits, how many are outside them, and who is not on the chart."""
        write = self.frame.write
        said = [f"Funnel chart of {plural(len(self.known), 'place')}, {self.frame.unit}."]
        said.append(f"{self.centre.label}: {write(self.centre.value)}.")
        for item, size, value in self.known:
            if item.emphasis == "mine":
                said.append(f"{item.label}: {write(value)} on {number(size, 0)}; {item.words}.")
        out = [item for item, _, _ in self.known if item.outside]
        outer = self.limits[-1].label if self.limits else "the limits"
        said.append(f"{len(out)} of {len(self.known)} are outside {outer}.")
        if self.absent:
            said.append(f"Not on the chart: {and_list([item.label for item in self.absent])}.")
        return " ".join(said)

    def table(self) -> ChartTable:
        """One row for each item, the largest first; those that cannot be drawn come last with their letter."""
        ordered = [item for item, _, _ in sorted(self.known, key=lambda each: -each[1])] + self.absent
        rows = tuple(
            (item.label, (item.figure, Amount(item.size) if item.size is not None else None, item.words or "–"))
            for item in ordered
        )
        own = (self.frame.decimals, self.frame.suffix)
        return ChartTable("Place", (self.frame.unit, self.size_label, "Between the limits"), rows, (own, (0, ""), None))

    def draw(self, *, narrow: bool, titled: bool) -> bytes:
        """Draw the picture."""
        canvas = Canvas(NARROW if narrow else WIDE)
        scale = scale_for(self._values(), NARROW_HEIGHT if narrow else HEIGHT)
        top = around.head(canvas, self.frame, titled=titled, note=around.axis_note(scale))
        top = self._legend(canvas, top + 8) if narrow else top
        left = around.axis_room(scale, self.frame)
        room = 10.0 if narrow else self._labels_room()
        plot = Plot(left, top + 14, canvas.width - room, top + 14 + scale.length)
        across = self._across(plot.width, 3 if narrow else 5)
        around.value_axis(canvas, plot, scale, self.frame)
        self._size_axis(canvas, plot, across)
        ends = self._draw_limits(canvas, plot, scale, across)
        y = plot.top + scale.down(self.centre.value)
        canvas.line((plot.left, y), (plot.right, y), INK, 1.5)
        ends.append(EndLabel((plot.right, y), around.label_lines(self._centre_words()), INK))
        ends += self._draw_items(canvas, plot, scale, across)
        if not narrow:
            around.end_labels(canvas, plot, ends)
        bottom = self._below(canvas, plot)
        height = around.foot(canvas, bottom, self.frame, self.key, titled=titled)
        return canvas.svg(height, f"{self.frame.title}. {self.summary}")

    def _centre_words(self) -> str:
        return f"{self.centre.label} {self.frame.write(self.centre.value)}"

    def _values(self) -> list[float]:
        """What the value axis has to reach: every figure, and limits as far as they are near the figures."""
        values = [value for _, _, value in self.known] + [self.centre.value]
        low, high = min(values), max(values)
        spare = (high - low) * HEADROOM
        ends = [end for limit in self.limits for _, *both in limit.points for end in both]
        near = [end for end in ends if low - spare <= end <= high + spare]
        return values + near

    def _at(self, plot: Plot, scale: Scale, across: Scale, size: float, value: float) -> Point:
        return plot.left + plot.width * size / across.high, plot.top + scale.down(value)

    def _draw_limits(self, canvas: Canvas, plot: Plot, scale: Scale, across: Scale) -> list[EndLabel]:
        """Each pair of limits as far as the axis reaches, named where it ends at the top right."""
        ends = []
        for place, limit in enumerate(self.limits):
            dash = DASHES[place % 2]
            for side in (1, 2):
                curve = [(point[0], point[side]) for point in limit.points]
                for run in inside(curve, scale.low, scale.high):
                    drawn = [self._at(plot, scale, across, size, value) for size, value in run]
                    canvas.polyline(drawn, QUIET, 1.5, dash)
            size, _, upper = limit.points[-1] if limit.points else (0.0, 0.0, scale.high + 1)
            if scale.low <= upper <= scale.high:
                at = self._at(plot, scale, across, size, upper)
                ends.append(EndLabel(at, around.label_lines(limit.label), QUIET))
        return ends

    def _draw_items(self, canvas: Canvas, plot: Plot, scale: Scale, across: Scale) -> list[EndLabel]:
        ends = []
        for emphasis, radius in (("none", 2.6), ("group", 4.0), ("mine", 6.5)):
            for item, size, value in self.known:
                if item.emphasis != emphasis:
                    continue
                at = self._at(plot, scale, across, size, value)
                colour = {"none": OTHER, "group": INK, "mine": ACCENT}[emphasis]
                shape: Literal["diamond", "circle"] = "diamond" if item.outside else "circle"
                canvas.mark(shape, at, radius, colour, hollow=emphasis == "group")
                if emphasis == "mine":
                    words = around.label_lines(f"{item.label} {self.frame.write(value)}")
                    ends.append(EndLabel(at, words, ACCENT, bold=True))
        return ends

    def _size_axis(self, canvas: Canvas, plot: Plot, across: Scale) -> None:
        ticks = across.ticks[:-1]
        labels = [number(tick, 0) for tick in ticks]
        shown = set(every_nth(labels, plot.width))
        for tick, words in zip(ticks, labels, strict=True):
            x = plot.left + plot.width * tick / across.high
            canvas.line((x, plot.bottom), (x, plot.bottom + 5), QUIET)
            if words in shown:
                canvas.text((x, plot.bottom + 20), words, anchor="middle", size=SMALL, colour=QUIET)

    def _below(self, canvas: Canvas, plot: Plot) -> float:
        """The name of the size axis, what the shapes mean and how many are not on the chart."""
        y = plot.bottom + 40
        canvas.text((plot.left, y), self.size_label, size=SMALL, colour=QUIET)
        if any(item.outside for item, _, _ in self.known):
            y += 20
            canvas.mark("diamond", (plot.left + 6, y - 5), 4, OTHER)
            canvas.text((plot.left + 16, y), f"outside {self.limits[-1].label}", size=SMALL, colour=QUIET)
        if any(item.emphasis == "group" for item, _, _ in self.known):
            y += 18
            canvas.mark("circle", (plot.left + 6, y - 5), 4, INK, hollow=True)
            canvas.text((plot.left + 16, y), self.group_label, size=SMALL, colour=QUIET)
        if self.absent:
            y += 18
            words = f"{plural(len(self.absent), 'place')} not on the chart"
            canvas.text((plot.left, y), words, size=SMALL, colour=QUIET)
        return y + 8

    def _labels_room(self) -> float:
        """The width of the names beside the plot. A place near the right end is named there too."""
        names = [self._centre_words(), *(limit.label for limit in self.limits)]
        names += [f"{item.label} {self.frame.write(value)}" for item, _, value in self.known if item.emphasis == "mine"]
        return max(text_width(line) for name in names for line in around.label_lines(name)) + 24

    def _across(self, width: float, wanted: int) -> Scale:
        """The size axis: round ticks from 0, ending where places and limits do rather than at the next tick."""
        ends = [limit.points[-1][0] for limit in self.limits if limit.points]
        largest = max([*(size for _, size, _ in self.known), *ends], default=1.0)
        ticks = [tick for tick in scale_for([largest], width, zero=True, wanted=wanted).ticks if tick < largest]
        return Scale((*ticks, largest), width)

    def _legend(self, canvas: Canvas, y: float) -> float:
        """The names above a narrow picture, each with a piece of its line or its mark."""
        rows = [(self._centre_words(), INK, "", False)]
        rows += [(limit.label, QUIET, DASHES[place % 2], False) for place, limit in enumerate(self.limits)]
        for item, _, value in self.known:
            if item.emphasis == "mine":
                rows.insert(0, (f"{item.label} {self.frame.write(value)}", ACCENT, "", True))
        for words, colour, dash, mine in rows:
            if mine:
                canvas.mark("circle", (16, y + 7), 6.5, colour)
            else:
                canvas.line((0, y + 7), (32, y + 7), colour, 1.5, dash)
            canvas.text((42, y + 12), words, bold=mine, colour=colour if mine else INK)
            y += 19
        return y


def inside(curve: Sequence[tuple[float, float]], low: float, high: float) -> Iterator[list[tuple[float, float]]]:
    """The stretches of a curve between two heights, each ended exactly where the curve crosses one of them."""
    run: list[tuple[float, float]] = []
    for start, end in pairwise(curve):
        piece = _clipped(start, end, low, high)
        if piece is None:
            if run:
                yield run
            run = []
            continue
        run = [*(run or [piece[0]]), piece[1]]
        if piece[1] != end:
            yield run
            run = []
    if run:
        yield run


def _clipped(
    start: tuple[float, float], end: tuple[float, float], low: float, high: float
) -> tuple[tuple[float, float], tuple[float, float]] | None:
    """The part of a straight piece that lies between two heights; None where none does."""
    (x1, y1), (x2, y2) = start, end
    if max(y1, y2) < low or min(y1, y2) > high:
        return None

    def kept(point: tuple[float, float]) -> tuple[float, float]:
        if low <= point[1] <= high:
            return point
        edge = low if point[1] < low else high
        return x1 + (edge - y1) / (y2 - y1) * (x2 - x1), edge

    return kept(start), kept(end)
