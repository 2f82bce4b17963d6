"""Places in order of one figure: bars where each can be named, dots where there are too many."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final, Literal

from riia.alliance.kit.amounts import Amount, Figure, absence, letter, letters, plain
from riia.alliance.kit.charts import frame as around
from riia.alliance.kit.charts.canvas import ACCENT, INK, OTHER, PAPER, QUIET, Anchor, Canvas, Point
from riia.alliance.kit.charts.frame import NARROW, SMALL, WIDE, EndLabel, Plot
from riia.alliance.kit.charts.model import Chart, ChartTable, ReferenceLine
from riia.alliance.kit.charts.scale import Scale, scale_for, spread, text_width
from riia.alliance.kit.filters import and_list, plural

MOST_BARS: Final = 40
ROW: Final = 24
BAR: Final = 14


@dataclass(frozen=True)
class RankedItem:
    """One place in the order. "mine" stands out most; "group" is marked among many dots.

    `interval` is drawn as a whisker from its lower to its upper end.
    """

    label: str
    figure: Figure
    emphasis: Literal["mine", "group", "none"] = "none"
    interval: tuple[float, float] | None = None

    @property
    def value(self) -> float | None:
        """The number, or None when it is missing."""
        return plain(self.figure)


@dataclass(frozen=True)
class Heading:
    """The name of a straight line above the bars, and the line it belongs to."""

    words: str
    line_x: float
    text_x: float
    row: int
    anchor: Anchor


@dataclass(frozen=True)
class Ranking(Chart):
    """Items from highest to lowest (or the other way round with `lowest_first`); those without a number come last.

    Up to 40 items are bars with their names, more are dots of which only the marked ones are named.
    """

    items: tuple[RankedItem, ...]
    lines: tuple[ReferenceLine, ...] = ()
    lowest_first: bool = False
    interval_label: str = "interval"

    @cached_property
    def known(self) -> list[tuple[RankedItem, float]]:
        """The items that have a number, in order; equals stay in the order given."""
        having = [(item, item.value) for item in self.items]
        numbered = [(item, value) for item, value in having if value is not None]
        return sorted(numbered, key=lambda pair: pair[1] if self.lowest_first else -pair[1])

    @cached_property
    def absent(self) -> list[tuple[RankedItem, str]]:
        """The items without a number with their letters, in the order given."""
        pairs = ((item, absence(item.figure)) for item in self.items)
        return [(item, letter(missing)) for item, missing in pairs if missing is not None]

    @property
    def key(self) -> tuple[tuple[str, str], ...]:
        """The letters of missing numbers, each with its words."""
        return letters([item.figure for item in self.items])

    @property
    def summary(self) -> str:
        """Where mine stands, the ends of the order, the lines, and who has no number."""
        known, write = self.known, self.frame.write
        said = [f"Ranking of {len(self.items)}, {self.frame.unit}."]
        for item, value in known:
            if item.emphasis == "mine":
                higher = sum(other > value for _, other in known)
                lower = sum(other < value for _, other in known)
                said.append(f"{item.label}: {write(value)}; {higher} are higher and {lower} are lower.")
                if item.interval:
                    said.append(f"{self.interval_label}: {write(item.interval[0])} to {write(item.interval[1])}.")
        if known:
            top, bottom = max(known, key=lambda pair: pair[1]), min(known, key=lambda pair: pair[1])
            said.append(f"Highest: {top[0].label}, {write(top[1])}. Lowest: {bottom[0].label}, {write(bottom[1])}.")
        said += [f"{line.label}: {write(line.value)}." for line in self.lines]
        if self.absent:
            said.append(f"No figure for {and_list([item.label for item, _ in self.absent])}.")
        return " ".join(said)

    def table(self) -> ChartTable:
        """One row for each item, in order, with the ends of its interval where any has one."""
        ordered = [item for item, _ in self.known] + [item for item, _ in self.absent]
        if not any(item.interval for item in ordered):
            return ChartTable("Place", (self.frame.unit,), tuple((item.label, (item.figure,)) for item in ordered))
        headings = (self.frame.unit, f"{self.interval_label}: lower", "upper")
        rows = tuple((item.label, (item.figure, *_ends(item))) for item in ordered)
        return ChartTable("Place", headings, rows)

    def draw(self, *, narrow: bool, titled: bool) -> bytes:
        """Draw the picture."""
        canvas = Canvas(NARROW if narrow else WIDE)
        dots = len(self.items) > MOST_BARS
        scale = scale_for(self._values(), 220 if dots else 1, zero=not dots)
        note = around.axis_note(scale) if dots else ""
        top = around.head(canvas, self.frame, titled=titled, note=note)
        if dots:
            bottom = self._dots(canvas, top + 12, scale, narrow=narrow)
        else:
            bottom = self._bars(canvas, top, scale, narrow=narrow)
        return canvas.svg(
            around.foot(canvas, bottom, self.frame, self.key, titled=titled), f"{self.frame.title}. {self.summary}"
        )

    def _named(self, label: str, value: float) -> str:
        return f"{label} {self.frame.write(value)}"

    def _values(self) -> list[float]:
        whiskers = [end for item, _ in self.known if item.interval for end in item.interval]
        return [value for _, value in self.known] + [line.value for line in self.lines] + whiskers

    def _bars(self, canvas: Canvas, top: float, scale: Scale, *, narrow: bool) -> float:
        """Names at the left (above the bar on a phone), numbers at the end of each bar."""
        names = 0.0 if narrow else min(max((text_width(item.label) for item in self.items), default=0) + 12, 250)
        numbers = max((text_width(self.frame.write(value)) for value in self._values()), default=0) + 14
        row, right = (40 if narrow else ROW), canvas.width - numbers

        def across(value: float) -> float:
            return names + (value - scale.low) / (scale.high - scale.low) * (right - names)

        headings = self._headings(across, canvas.width)
        first = top + 10 + 18 * (max((heading.row for heading in headings), default=-1) + 1)
        plot = Plot(names, first, right, first + row * len(self.items))

        numbers_at: list[tuple[Point, str, bool]] = []
        for place, (item, value) in enumerate(self.known):
            y = plot.top + row * place + (18 if narrow else 0)
            mine = item.emphasis == "mine"
            start, end = sorted((across(0), across(value)))
            canvas.rectangle((start, y + (ROW - BAR) / 2), end - start, BAR, ACCENT if mine else OTHER)
            if item.interval:
                middle = y + ROW / 2
                ends = [(across(each), middle) for each in item.interval]
                _whisker(canvas, ends[0], ends[1], (0, 5))
                end = max(end, ends[1][0])
            numbers_at.append(((end + 6, y + 17), self.frame.write(value), mine))
        for place, (_, sign) in enumerate(self.absent, start=len(self.known)):
            y = plot.top + row * place + (18 if narrow else 0)
            canvas.text((across(0) + 6, y + 17), sign, bold=True, colour=QUIET)
        canvas.line((across(0), plot.top), (across(0), plot.bottom), QUIET)
        self._upright_lines(canvas, plot, headings, top + 20)
        for place, item in enumerate([item for item, _ in (*self.known, *self.absent)]):
            self._name(canvas, item, names, plot.top + row * place + (18 if narrow else 0), narrow=narrow)
        for (x, y), words, mine in numbers_at:
            canvas.rectangle((x - 3, y - 12), text_width(words) + 4, 16, PAPER)
            canvas.text((x, y), words, bold=mine, colour=ACCENT if mine else INK)
        return plot.bottom + 6

    def _name(self, canvas: Canvas, item: RankedItem, room: float, y: float, *, narrow: bool) -> None:
        mine = item.emphasis == "mine"
        colour = ACCENT if mine else INK
        if narrow:
            # On a phone the lines run through the names, which stand above their bars.
            canvas.text((0, y), item.label, bold=mine, colour=colour, halo=True)
        else:
            canvas.text((room - 10, y + 17), item.label, anchor="end", bold=mine, colour=colour)

    def _headings(self, across: Callable[[float], float], width: float) -> list[Heading]:
        """The names of straight lines: two stand side by side where they fit, others one under the other."""
        lines = sorted(self.lines, key=lambda line: line.value)
        named = [(self._named(line.label, line.value), across(line.value)) for line in lines]
        if len(named) == 2:
            (left, x1), (right, x2) = named
            if x1 - text_width(left, SMALL) > 0 and x2 + text_width(right, SMALL) < width - 4:
                return [Heading(left, x1, x1 - 4, 0, "end"), Heading(right, x2, x2 + 4, 0, "start")]
        return [
            _stacked(words, x, row, [above for _, above in named[:row]], width) for row, (words, x) in enumerate(named)
        ]

    def _upright_lines(self, canvas: Canvas, plot: Plot, headings: list[Heading], top: float) -> None:
        """Straight lines through the bars, each named above them."""
        for heading in headings:
            y = top + 18 * heading.row + 5
            canvas.line((heading.line_x, y), (heading.line_x, plot.bottom), INK, 1.5, "5 3")
        for heading in headings:
            at = (heading.text_x, top + 18 * heading.row)
            canvas.text(at, heading.words, anchor=heading.anchor, size=SMALL, halo=True)

    def _dots(self, canvas: Canvas, top: float, scale: Scale, *, narrow: bool) -> float:
        """One dot for each item from left to right; mine and straight lines carry their names."""
        left = around.axis_room(scale, self.frame)
        names = [self._named(item.label, value) for item, value in self.known if item.emphasis == "mine"]
        names += [self._named(line.label, line.value) for line in self.lines]
        room = max((text_width(words) for name in names for words in around.label_lines(name)), default=0) + 24
        plot = Plot(left, top, canvas.width - (8 if narrow else room), top + scale.length)
        around.value_axis(canvas, plot, scale, self.frame)
        known = self.known
        places = {
            id(item): plot.left + 8 + (plot.width - 16) * place / max(len(known) - 1, 1)
            for place, (item, _) in enumerate(known)
        }
        ends = []
        for line in self.lines:
            y = plot.top + scale.down(line.value)
            canvas.line((plot.left, y), (plot.right, y), INK, 1.5, "5 3")
            words = around.label_lines(self._named(line.label, line.value))
            ends.append(EndLabel((plot.right, y), words, INK))
        for emphasis, radius in (("none", 2.4), ("group", 4.0), ("mine", 6.5)):
            for item, value in known:
                if item.emphasis == emphasis:
                    at = (places[id(item)], plot.top + scale.down(value))
                    colour = {"none": OTHER, "group": INK, "mine": ACCENT}[emphasis]
                    if item.interval:
                        low, high = ((at[0], plot.top + scale.down(each)) for each in item.interval)
                        _whisker(canvas, low, high, (6, 0))
                    canvas.mark("circle", at, radius, colour, hollow=emphasis == "group")
                    if emphasis == "mine":
                        words = around.label_lines(self._named(item.label, value))
                        ends.append(EndLabel(at, words, ACCENT, bold=True))
        if narrow:
            self._inside_names(canvas, plot, ends)
        else:
            around.end_labels(canvas, plot, ends)
        return self._dots_axis(canvas, plot)

    def _inside_names(self, canvas: Canvas, plot: Plot, ends: list[EndLabel]) -> None:
        """On a phone names stand inside the plot, at its right edge, above what they name."""
        placed = spread([end.at[1] - 14 for end in ends], [18] * len(ends), plot.top, plot.bottom)
        for end, y in zip(ends, placed, strict=True):
            words = " ".join(end.lines)
            at = (plot.right, y + 5)
            canvas.text(at, words, anchor="end", size=SMALL, bold=end.bold, colour=end.colour, halo=True)

    def _dots_axis(self, canvas: Canvas, plot: Plot) -> float:
        ends = ("lowest", "highest") if self.lowest_first else ("highest", "lowest")
        y = plot.bottom + 20
        canvas.text((plot.left + 8, y), ends[0], size=SMALL, colour=QUIET)
        canvas.text((plot.right - 8, y), ends[1], anchor="end", size=SMALL, colour=QUIET)
        if self.absent:
            words = f"{plural(len(self.absent), 'place')} without a figure"
            canvas.text((plot.left + 8, y + 18), words, size=SMALL, colour=QUIET)
            y += 18
        return y + 8


def _ends(item: RankedItem) -> tuple[Figure | None, Figure | None]:
    return (Amount(item.interval[0]), Amount(item.interval[1])) if item.interval else (None, None)


def _stacked(words: str, x: float, row: int, above: Sequence[float], width: float) -> Heading:
    """A name over its line, or beside the lines of names above it where one would run through it."""
    wide = text_width(words, SMALL)
    middle = min(max(x, wide / 2), width - wide / 2)
    left, right = min([x, *above]) - 4, max([x, *above]) + 4
    crossed = any(abs(one - middle) < wide / 2 + 4 for one in above)
    if crossed and left >= wide:
        return Heading(words, x, left, row, "end")
    if crossed and right + wide <= width:
        return Heading(words, x, right, row, "start")
    return Heading(words, x, middle, row, "middle")


def _whisker(canvas: Canvas, start: Point, end: Point, cap: Point) -> None:
    """A line with a stroke across each end; paper under it keeps it apart from a bar of the same darkness."""
    dx, dy = cap
    for colour, width in ((PAPER, 4.5), (INK, 2.0)):
        canvas.line(start, end, colour, width)
        for x, y in (start, end):
            canvas.line((x - dx, y - dy), (x + dx, y + dy), colour, width)
