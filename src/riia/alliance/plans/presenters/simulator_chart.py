"""A timeline of what moves: for each promise its due day, its day as things stand, and its day with the changes."""

from __future__ import annotations

import calendar
import textwrap
from dataclasses import dataclass
from datetime import date
from typing import Final

from riia.alliance.kit.charts import frame as around
from riia.alliance.kit.charts.canvas import ACCENT, GRID, INK, QUIET, Canvas
from riia.alliance.kit.charts.frame import NARROW, SMALL, WIDE
from riia.alliance.kit.charts.model import Chart, ChartTable
from riia.alliance.kit.filters import plural, short_date

MOST: Final = 30
"""Rows of one picture; the table behind it has them all."""
_LATE: Final = "#a8420b"


@dataclass(frozen=True)
class Bar:
    """A promise: when it is due, when it comes as things stand, and when with the changes."""

    key: str
    words: str
    due: date | None
    stands: date | None
    then: date
    late: int


@dataclass(frozen=True)
class Timeline(Chart):
    """Promises over time, with the last day of the grant year."""

    bars: tuple[Bar, ...]
    year_end: date

    @property
    def key(self) -> tuple[tuple[str, str], ...]:
        """What the marks mean."""
        return (("◇", "due"), ("●", "comes"), ("┆", f"the grant year ends on {short_date(self.year_end)}"))

    @property
    def summary(self) -> str:
        """Every row in words."""
        said = [f"Timeline of {len(self.bars)} promises. The grant year ends on {short_date(self.year_end)}."]
        said += [
            f"{each.key}: {_due(each)}, comes on {short_date(each.then)}, {_late(each)}." for each in self.bars[:MOST]
        ]
        return " ".join(said)

    def table(self) -> ChartTable:
        """Every date of the picture."""
        rows = tuple(
            (f"{each.key} {each.words}", (short_date(each.due) if each.due else "no date",
                                          short_date(each.stands) if each.stands else "no date",
                                          short_date(each.then), str(each.late)))
            for each in self.bars
        )  # fmt: skip
        return ChartTable("Promise", ("Due", "As things stand", "With this", "Days late"), rows,
                          (None, None, None, None))  # fmt: skip

    def draw(self, *, narrow: bool, titled: bool) -> bytes:
        """Draw the picture."""
        canvas = Canvas(NARROW if narrow else WIDE)
        bars = self.bars[:MOST]
        top = around.head(canvas, self.frame, titled=titled)
        left, right = (8.0, canvas.width - 8) if narrow else (250.0, canvas.width - 14)
        first, last = self._span(bars)
        row = 44.0 if narrow else 34.0
        bottom = top + 34 + row * len(bars)
        self._months(canvas, (left, right), (top + 24, bottom), first, last)
        for place, bar in enumerate(bars):
            y = top + 34 + row * place + (row - 12 if narrow else row / 2)
            words = textwrap.shorten(f"{bar.key} {bar.words}", 42 if narrow else 36, placeholder="…")
            canvas.text((0, y - 14) if narrow else (0, y + 5), words, size=SMALL, colour=INK)
            self._bar(canvas, bar, y, (left, right), first, last)
        height = around.foot(canvas, bottom + 16, self.frame, self.key, titled=titled)
        return canvas.svg(height, f"{self.frame.title}. {self.summary}")

    def _bar(self, canvas: Canvas, bar: Bar, y: float, sides: tuple[float, float], first: date, last: date) -> None:
        then = _x(bar.then, sides, first, last)
        colour = _LATE if bar.late else ACCENT
        start = bar.stands or bar.due
        if start is not None:
            canvas.line((_x(start, sides, first, last), y), (then, y), colour, 3)
        if bar.due is not None:
            canvas.mark("diamond", (_x(bar.due, sides, first, last), y), 5, INK, hollow=True)
        canvas.mark("circle", (then, y), 4.5, colour)

    def _months(
        self, canvas: Canvas, sides: tuple[float, float], ends: tuple[float, float], first: date, last: date
    ) -> None:
        months = (last.year - first.year) * 12 + last.month - first.month + 1
        step = max(1, -(-months // (6 if sides[1] - sides[0] < 380 else 9)))
        for number in range(0, months, step):
            year, month = divmod(first.year * 12 + first.month - 1 + number, 12)
            day = date(year, month + 1, 1)
            x = _x(max(day, first), sides, first, last)
            canvas.line((x, ends[0]), (x, ends[1]), GRID)
            canvas.text(
                (x + 2, ends[0] - 4), f"{calendar.month_abbr[day.month]} {day.year % 100:02d}", size=12, colour=QUIET
            )
        x = _x(self.year_end, sides, first, last)
        canvas.line((x, ends[0]), (x, ends[1]), INK, 1.5, "4 3")

    def _span(self, bars: tuple[Bar, ...]) -> tuple[date, date]:
        """From the first of a month before everything to the end of the last one."""
        days = [day for each in bars for day in (each.due, each.stands, each.then) if day] + [self.year_end]
        low, high = min(days), max(days)
        return low.replace(day=1), high.replace(day=calendar.monthrange(high.year, high.month)[1])


def _x(day: date, sides: tuple[float, float], first: date, last: date) -> float:
    return sides[0] + (sides[1] - sides[0]) * (day - first).days / max(1, (last - first).days)


def _due(bar: Bar) -> str:
    return f"due on {short_date(bar.due)}" if bar.due else "without a due date"


def _late(bar: Bar) -> str:
    return f"{plural(bar.late, 'day')} late" if bar.late else "in time"
