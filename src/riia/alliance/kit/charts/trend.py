"""A line over time: mine strong, a comparator dashed, a group's range as a band, and up to six others."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from riia.alliance.kit.amounts import letters
from riia.alliance.kit.charts import frame as around
from riia.alliance.kit.charts.canvas import ACCENT, BAND, BAND_EDGE, INK, OTHER, QUIET, SHAPES, Canvas, Point, Shape
from riia.alliance.kit.charts.frame import NARROW, SMALL, WIDE, EndLabel, Plot
from riia.alliance.kit.charts.model import Band, Chart, ChartTable, ReferenceLine, Series
from riia.alliance.kit.charts.scale import Scale, every_nth, scale_for, text_width
from riia.alliance.kit.filters import and_list

MOST_OTHERS: Final = 6
DASHES: Final = ("7 4", "2 3", "9 3 2 3", "13 4", "4 2", "1 4")


@dataclass(frozen=True)
class Stroke:
    """How a line looks."""

    colour: str
    width: float
    dash: str
    shape: Shape
    radius: float
    hollow: bool


MINE: Final = Stroke(ACCENT, 3.5, "", "circle", 4, False)
REFERENCE: Final = Stroke(INK, 2, "6 4", "circle", 2, False)


@dataclass(frozen=True)
class Trend(Chart):
    """Lines over the positions `x`, in that order. A position without a number is a gap in its line.

    Raises ValueError for a point outside `x`, for more than one line of mine, and for more than six others.
    """

    x: tuple[str, ...]
    series: tuple[Series, ...]
    band: Band | None = None
    lines: tuple[ReferenceLine, ...] = ()

    def __post_init__(self) -> None:
        """Refuse what could not be drawn truthfully."""
        named = [(each.label, x) for each in self.series for x, _ in each.points]
        named += [(self.band.label, x) for x, _, _ in self.band.points] if self.band else []
        astray = next((pair for pair in named if pair[1] not in self.x), None)
        if astray:
            raise ValueError(f"{astray[0]} has a point at {astray[1]!r}, which the axis lacks. Add it to x.")
        if sum(each.role == "mine" for each in self.series) > 1:
            raise ValueError("A trend has one line of mine. Give the others the role other.")
        if sum(each.role == "other" for each in self.series) > MOST_OTHERS:
            raise ValueError(f"A trend shows at most {MOST_OTHERS} other lines. Choose fewer.")

    @property
    def key(self) -> tuple[tuple[str, str], ...]:
        """The letters of missing numbers, each with its words."""
        return letters([figure for each in self.series for _, figure in each.points])

    @property
    def summary(self) -> str:
        """First and last number of every line, and what is missing."""
        extent = f"{self.x[0]} to {self.x[-1]}" if self.x else "no data"
        said = [f"Line chart, {self.frame.unit}, {extent}."]
        said += [self._sentence(each) for each in self.series]
        if self.band and self.band.points:
            x, low, high = self.band.points[-1]
            said.append(f"{self.band.label} in {x}: {self.frame.write(low)} to {self.frame.write(high)}.")
        said += [f"{line.label}: {self.frame.write(line.value)}." for line in self.lines]
        return " ".join(said)

    def table(self) -> ChartTable:
        """One row for each position, one column for each line."""
        figures = [dict(each.points) for each in self.series]
        rows = tuple((x, tuple(each.get(x) for each in figures)) for x in self.x)
        return ChartTable("Period", tuple(each.label for each in self.series), rows)

    def draw(self, *, narrow: bool, titled: bool) -> bytes:
        """Draw the picture."""
        canvas = Canvas(NARROW if narrow else WIDE)
        length = 200 if narrow else 260
        scale = scale_for(self._values(), length)
        top = around.head(canvas, self.frame, titled=titled, note=around.axis_note(scale))
        if narrow:
            top = self._legend(canvas, top + 8)
        labels_room = 8 if narrow else self._labels_room()
        left = around.axis_room(scale, self.frame)
        plot = Plot(left, top + 12, canvas.width - labels_room, top + 12 + length)
        around.value_axis(canvas, plot, scale, self.frame)
        self._x_axis(canvas, plot)
        self._draw_band(canvas, plot, scale)
        self._draw_lines(canvas, plot, scale, name=narrow)
        ends = [self._draw_series(canvas, plot, scale, each) for each in reversed(self.series)]
        if not narrow:
            around.end_labels(canvas, plot, [*(end for end in ends if end), *self._straight_ends(plot, scale)])
        height = around.foot(canvas, plot.bottom + 28, self.frame, self.key, titled=titled)
        return canvas.svg(height, f"{self.frame.title}. {self.summary}")

    def _values(self) -> list[float]:
        values = [value for each in self.series for value in each.known.values()]
        values += [value for _, low, high in (self.band.points if self.band else ()) for value in (low, high)]
        return values + [line.value for line in self.lines]

    def _sentence(self, each: Series) -> str:
        known, absent = each.known, each.absent
        if not known:
            return f"{each.label}: no figures."
        (first, start), (last, end) = next(iter(known.items())), list(known.items())[-1]
        write = self.frame.write
        words = f"{each.label}: {write(start)} in {first}"
        words += f", {write(end)} in {last}" if last != first else ""
        if absent:
            words += f"; missing in {and_list(list(absent))}"
        return words + "."

    def _stroke(self, each: Series) -> Stroke:
        if each.role != "other":
            return MINE if each.role == "mine" else REFERENCE
        place = [other for other in self.series if other.role == "other"].index(each)
        return Stroke((QUIET, OTHER)[place % 2], 1.75, DASHES[place], SHAPES[place], 3.4, True)

    def _at(self, plot: Plot, x: str) -> float:
        inset = 14
        steps = len(self.x) - 1
        share = self.x.index(x) / steps if steps else 0.5
        return plot.left + inset + share * (plot.width - 2 * inset)

    def _draw_series(self, canvas: Canvas, plot: Plot, scale: Scale, each: Series) -> EndLabel | None:
        stroke, known = self._stroke(each), each.known
        points = {x: (self._at(plot, x), plot.top + scale.down(value)) for x, value in known.items()}
        for run in self._runs(points):
            if len(run) > 1:
                canvas.polyline(run, stroke.colour, stroke.width, stroke.dash)
        for point in points.values():
            canvas.mark(stroke.shape, point, stroke.radius, stroke.colour, hollow=stroke.hollow)
        if each.role == "mine":
            for x, letter in each.absent.items():
                at = (self._at(plot, x), plot.bottom - 7)
                canvas.text(at, letter, anchor="middle", bold=True, colour=stroke.colour, halo=True)
        if not known:
            return None
        last = next(x for x in reversed(self.x) if x in known)
        lines = around.label_lines(self._end_words(each, last))
        mine = each.role == "mine"
        return EndLabel(points[last], lines, stroke.colour if mine else INK, bold=mine)

    def _end_words(self, each: Series, last: str) -> str:
        value = self.frame.write(each.known[last])
        return f"{each.label} {value}" if last == self.x[-1] else f"{each.label} {value} ({last})"

    def _runs(self, points: dict[str, Point]) -> Iterator[list[Point]]:
        """Stretches of neighbouring positions that all have a number: lines never cross a gap."""
        run: list[Point] = []
        for x in self.x:
            if x in points:
                run.append(points[x])
            elif run:
                yield run
                run = []
        if run:
            yield run

    def _draw_band(self, canvas: Canvas, plot: Plot, scale: Scale) -> None:
        if not self.band:
            return
        upper = {x: (self._at(plot, x), plot.top + scale.down(high)) for x, _, high in self.band.points}
        lower = {x: (self._at(plot, x), plot.top + scale.down(low)) for x, low, _ in self.band.points}
        for top, bottom in zip(self._runs(upper), self._runs(lower), strict=True):
            canvas.area(top, bottom, BAND)
            for edge in (top, bottom):
                canvas.polyline(edge, BAND_EDGE, 1, "1 3")

    def _draw_lines(self, canvas: Canvas, plot: Plot, scale: Scale, *, name: bool) -> None:
        for line in self.lines:
            y = plot.top + scale.down(line.value)
            canvas.line((plot.left, y), (plot.right, y), INK, 1.25, "2 3")
            if name:
                words = f"{line.label} {self.frame.write(line.value)}"
                canvas.text((plot.right, y - 5), words, anchor="end", size=SMALL, colour=QUIET, halo=True)

    def _straight_ends(self, plot: Plot, scale: Scale) -> list[EndLabel]:
        """The names of the band and of straight lines."""
        ends = []
        if self.band and self.band.points:
            x, low, high = self.band.points[-1]
            at = (self._at(plot, x), plot.top + (scale.down(low) + scale.down(high)) / 2)
            ends.append(EndLabel(at, around.label_lines(self.band.label), QUIET))
        for line in self.lines:
            words = f"{line.label} {self.frame.write(line.value)}"
            ends.append(EndLabel((plot.right, plot.top + scale.down(line.value)), around.label_lines(words), QUIET))
        return ends

    def _labels_room(self) -> float:
        """The width of the names beside the plot."""
        names = [self._legend_words(each) for each in self.series]
        names += [self.band.label] if self.band else []
        names += [f"{line.label} {self.frame.write(line.value)}" for line in self.lines]
        return max((text_width(line) for name in names for line in around.label_lines(name)), default=0) + 24

    def _legend(self, canvas: Canvas, y: float) -> float:
        """The names of lines above a narrow picture, each with a piece of its line."""
        for each in self.series:
            stroke, baseline = self._stroke(each), y + 12
            canvas.line((0, baseline - 5), (32, baseline - 5), stroke.colour, stroke.width, stroke.dash)
            canvas.mark(stroke.shape, (16, baseline - 5), stroke.radius, stroke.colour, hollow=stroke.hollow)
            mine = each.role == "mine"
            words = around.label_lines(self._legend_words(each), 40)
            y = canvas.lines_of_text((42, baseline), words, leading=17, bold=mine, size=14) - 9
        if self.band:
            canvas.rectangle((0, y), 32, 13, BAND)
            for edge in (y, y + 13):
                canvas.line((0, edge), (32, edge), BAND_EDGE, 1, "1 3")
            canvas.text((42, y + 12), self.band.label)
            y += 20
        return y

    def _legend_words(self, each: Series) -> str:
        last = next((x for x in reversed(self.x) if x in each.known), None)
        return self._end_words(each, last) if last else f"{each.label}: no figures"

    def _x_axis(self, canvas: Canvas, plot: Plot) -> None:
        shown = every_nth(self.x, plot.width)
        for x in self.x:
            at = self._at(plot, x)
            canvas.line((at, plot.bottom), (at, plot.bottom + 5), QUIET)
            if x in shown:
                canvas.text((at, plot.bottom + 20), x, anchor="middle", size=SMALL, colour=QUIET)
