"""A control chart: figures over time between the limits inside which they have been moving.

Limits may change along the way (a new phase); which figures are signals is told from outside, with the words of each.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from riia.alliance.kit.amounts import Amount, Figure, absence, letter, letters, plain
from riia.alliance.kit.charts import frame as around
from riia.alliance.kit.charts.canvas import ACCENT, INK, QUIET, Canvas
from riia.alliance.kit.charts.frame import NARROW, SMALL, WIDE, EndLabel, Plot
from riia.alliance.kit.charts.model import Chart, ChartTable
from riia.alliance.kit.charts.scale import Scale, every_nth, scale_for, text_width
from riia.alliance.kit.filters import plural

HEIGHT: Final = 240
NARROW_HEIGHT: Final = 200


@dataclass(frozen=True)
class ControlPoint:
    """One figure in time. `centre` and `limits` are those of its phase, None before there are any.

    `signal` says in words which rule it meets; empty for an ordinary one.
    """

    label: str
    figure: Figure
    centre: float | None = None
    limits: tuple[float, float] | None = None
    phase: int = 0
    signal: str = ""


@dataclass(frozen=True)
class Control(Chart):
    """Figures in order of time with their centre line and limits."""

    points: tuple[ControlPoint, ...]
    limits_label: str = "Limits"
    centre_label: str = "Mean"

    @property
    def key(self) -> tuple[tuple[str, str], ...]:
        """The letters of missing numbers, each with its words."""
        return letters([point.figure for point in self.points])

    @property
    def summary(self) -> str:
        """The extent, the latest centre and limits, and every signal with its rule."""
        extent = f"{self.points[0].label} to {self.points[-1].label}" if self.points else "no data"
        said = [f"Control chart, {self.frame.unit}, {extent}."]
        last = next((point for point in reversed(self.points) if point.centre is not None), None)
        if last and last.centre is not None:
            said.append(f"{self.centre_label} {self.frame.write(last.centre)}.")
            if last.limits:
                low, high = (self.frame.write(end) for end in last.limits)
                said.append(f"{self.limits_label} {low} to {high}.")
        signals = [point for point in self.points if point.signal]
        said += [f"{point.label}: {point.signal}." for point in signals]
        return " ".join(said if signals else [*said, "No signal."])

    def table(self) -> ChartTable:
        """One row for each point."""
        rows = tuple(
            (
                point.label,
                (
                    point.figure,
                    None if point.centre is None else Amount(point.centre),
                    *((Amount(end) for end in point.limits) if point.limits else (None, None)),
                    point.signal or "–",
                ),
            )
            for point in self.points
        )
        own = (self.frame.decimals, self.frame.suffix)
        headings = (self.frame.unit, self.centre_label, f"{self.limits_label}: lower", "upper", "Signal")
        return ChartTable("Period", headings, rows, (own, own, own, own, None))

    def draw(self, *, narrow: bool, titled: bool) -> bytes:
        """Draw the picture."""
        canvas = Canvas(NARROW if narrow else WIDE)
        scale = scale_for(self._values(), NARROW_HEIGHT if narrow else HEIGHT)
        top = around.head(canvas, self.frame, titled=titled, note=around.axis_note(scale))
        left = around.axis_room(scale, self.frame)
        room = 10.0 if narrow else self._labels_room()
        plot = Plot(left, top + 14, canvas.width - room, top + 14 + scale.length)
        around.value_axis(canvas, plot, scale, self.frame)
        self._time_axis(canvas, plot)
        self._draw_limits(canvas, plot, scale)
        self._draw_course(canvas, plot, scale)
        if narrow:
            canvas.text((plot.left, plot.bottom + 40), self._legend(), size=SMALL, colour=QUIET)
        else:
            around.end_labels(canvas, plot, self._ends(plot, scale))
        y = self._below(canvas, plot, plot.bottom + (46 if narrow else 26))
        return canvas.svg(
            around.foot(canvas, y, self.frame, self.key, titled=titled), f"{self.frame.title}. {self.summary}"
        )

    def _values(self) -> list[float]:
        values = [value for point in self.points if (value := plain(point.figure)) is not None]
        values += [end for point in self.points for end in point.limits or ()]
        return values + [point.centre for point in self.points if point.centre is not None]

    def _x(self, plot: Plot, at: float) -> float:
        inset = 16
        share = at / (len(self.points) - 1) if len(self.points) > 1 else 0.5
        return plot.left + inset + share * (plot.width - 2 * inset)

    def _draw_limits(self, canvas: Canvas, plot: Plot, scale: Scale) -> None:
        """The centre line and both limits of each phase, from its first to its last point."""
        for _, group in groupby(enumerate(self.points), key=lambda pair: (pair[1].phase, pair[1].centre)):
            held = list(group)
            point = held[0][1]
            if point.centre is None:
                continue
            start, end = self._x(plot, held[0][0] - 0.4), self._x(plot, held[-1][0] + 0.4)
            start, end = max(start, plot.left), min(end, plot.right)
            y = plot.top + scale.down(point.centre)
            canvas.line((start, y), (end, y), INK, 1.25)
            for limit in point.limits or ():
                y = plot.top + scale.down(limit)
                canvas.line((start, y), (end, y), QUIET, 1.5, "7 4")

    def _draw_course(self, canvas: Canvas, plot: Plot, scale: Scale) -> None:
        placed = {
            at: (self._x(plot, at), plot.top + scale.down(value))
            for at, point in enumerate(self.points)
            if (value := plain(point.figure)) is not None
        }
        for run in _runs(sorted(placed)):
            if len(run) > 1:
                canvas.polyline([placed[at] for at in run], QUIET, 2)
        for at, where in placed.items():
            signal = bool(self.points[at].signal)
            canvas.mark("diamond" if signal else "circle", where, 5.5 if signal else 4, ACCENT, hollow=not signal)
        for at, point in enumerate(self.points):
            missing = absence(point.figure)
            if missing is not None:
                place = (self._x(plot, at), plot.bottom - 7)
                canvas.text(place, letter(missing), anchor="middle", bold=True, colour=ACCENT, halo=True)

    def _time_axis(self, canvas: Canvas, plot: Plot) -> None:
        labels = [point.label for point in self.points]
        shown = set(every_nth(labels, plot.width))
        for at, words in enumerate(labels):
            x = self._x(plot, at)
            canvas.line((x, plot.bottom), (x, plot.bottom + 5), QUIET)
            if words in shown:
                canvas.text((x, plot.bottom + 20), words, anchor="middle", size=SMALL, colour=QUIET)

    def _named(self) -> list[tuple[str, float]]:
        """The names of the latest centre line and limits, with their heights."""
        last = next((point for point in reversed(self.points) if point.centre is not None), None)
        if last is None or last.centre is None:
            return []
        write = self.frame.write
        named = [(f"{self.centre_label} {write(last.centre)}", last.centre)]
        if last.limits:
            low, high = last.limits
            named += [(f"Upper limit {write(high)}", high), (f"Lower limit {write(low)}", low)]
        return named

    def _ends(self, plot: Plot, scale: Scale) -> list[EndLabel]:
        return [
            EndLabel((plot.right, plot.top + scale.down(value)), around.label_lines(words), QUIET)
            for words, value in self._named()
        ]

    def _labels_room(self) -> float:
        return max((text_width(words) for words, _ in self._named()), default=0) + 24

    def _legend(self) -> str:
        return "; ".join(words for words, _ in self._named())

    def _below(self, canvas: Canvas, plot: Plot, y: float) -> float:
        """How many signals there are, beside the shape that marks them."""
        signals = sum(bool(point.signal) for point in self.points)
        if not signals:
            return y
        y += 16
        canvas.mark("diamond", (plot.left + 6, y - 5), 5, ACCENT)
        canvas.text((plot.left + 18, y), plural(signals, "signal"), size=SMALL, colour=QUIET)
        return y + 6


def _runs(places: Sequence[int]) -> Iterator[list[int]]:
    """Stretches of neighbouring positions: a line never crosses a gap."""
    for _, group in groupby(enumerate(places), key=lambda pair: pair[1] - pair[0]):
        yield [place for _, place in group]
