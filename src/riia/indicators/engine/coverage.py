"""Whether the files reach far enough for a figure, and what to say when they do not.

A window that a file states (or the user does) is believed: outside it nothing is known, so a figure there is "not
available" and never 0. A window read off the dates in a file is only evidence: the last event may well be the last
there was, so a short gap is told and the figure stands.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from riia.indicators.calendar import add_months
from riia.indicators.definitions.counting import Counting
from riia.indicators.engine.results import Coverage, Reach, window_words
from riia.indicators.model import Period, day_in_words
from riia.indicators.readers.reading import SourceFile

_SLACK = timedelta(days=31)
"""How far the last dates in a file may lie from the end of what was asked before the file counts as too short; and how
many days without a row say that a list does not hold them."""


@dataclass(frozen=True, slots=True)
class Window:
    """The days for which a source's files answer together. `declared`: every file says so itself."""

    first: date | None
    last: date | None
    declared: bool

    @classmethod
    def of(cls, files: tuple[SourceFile, ...], period: Period | None = None) -> "Window":
        """The window of several files, each of which meets the next.

        Where a year is missing between them there are several windows: the one with the last day of `period` is given,
        otherwise the one with its first day, otherwise the newest.
        """
        spans = sorted(
            (cls(one.first, one.last, one.declared) for one in files if one.first and one.last),
            key=lambda span: (span.last, span.first),
            reverse=True,
        )
        windows: list[Window] = []
        for span in spans:
            if windows and (joined := windows[-1]._with_earlier(span)):
                windows[-1] = joined
            else:
                windows.append(span)
        asked = (period.end, period.start) if period else ()
        held = (one for day in asked for one in windows if one.first and one.last and one.first <= day <= one.last)
        return next(held, windows[0] if windows else cls(None, None, declared=False))

    def _with_earlier(self, span: "Window") -> "Window | None":
        """Together with one that ends no later; None when there are days between the two."""
        if not self.first or not span.first or not span.last or span.last < self.first - timedelta(days=1):
            return None
        return Window(min(self.first, span.first), self.last, self.declared and span.declared)

    @classmethod
    def in_all(cls, windows: Sequence["Window"]) -> "Window":
        """The days that are in every one of the windows; without any when one is not known or they do not meet."""
        firsts = [one.first for one in windows if one.first]
        lasts = [one.last for one in windows if one.last]
        if len(firsts) < len(windows) or max(firsts) > min(lasts):
            return cls(None, None, declared=False)
        return cls(max(firsts), min(lasts), all(one.declared for one in windows))

    def reaching_back(self, months: int) -> "Window":
        """With a first day so many months earlier."""
        if self.first is None or not months:
            return self
        return Window(add_months(self.first, -months), self.last, self.declared)

    def widened(self, days: Sequence[date]) -> "Window":
        """With an earlier first day, where the rows themselves reach further back than the return asks for.

        `days` are those of the rows. They count as long as they follow one another: a day on its own, years before, is
        a mistake in typing and does not say that the list holds the years between.
        """
        first = self.first
        for day in sorted(days, reverse=True):
            if first is None or first - day > _SLACK:
                break
            first = min(first, day)
        return Window(first, self.last, self.declared)


def coverage(window: Window, period: Period, *, stock: bool, counted: str = "") -> Coverage:
    """How the window meets the period: a stock needs the last day alone, a flow every day.

    `counted` is what was found in the part that is covered, for the words of a part.
    """
    first, last = window.first, window.last
    if first is None or last is None:
        return Coverage(Reach.UNKNOWN, "the files do not say which days they answer for, so the figure may be too low.")
    needed_from = period.end if stock else period.start
    spans = f"the files answer for {window_words(first, last)}"
    slack = timedelta(0) if window.declared else _SLACK
    # Nothing may have happened between the last event and the day that is asked for.
    if needed_from > last + (slack if stock else timedelta(0)) or period.end < first:
        return Coverage(Reach.NONE, f"{spans}, not for {_asked(period, stock=stock)}.")
    if period.end > last + slack or needed_from < first - slack:
        found = f" {counted} in that part." if counted else ""
        return Coverage(Reach.PART, f"{spans}, not for all of {_asked(period, stock=stock)}.{found}")
    if window.declared:
        return Coverage(Reach.WHOLE, f"{spans}.")
    return Coverage(Reach.WHOLE, f"judging by the dates in them, {spans}.")


def history(window: Window, counting: Counting, period: Period, *, stock: bool) -> str:
    """What is short of the months that the counting looks back on; "" when nothing is.

    A flow looks back from its first day, a stock from the day it speaks of.
    """
    if not counting.history_months or window.first is None:
        return ""
    day = period.end + timedelta(days=1) if stock else period.start
    if window.first <= add_months(day, -counting.history_months):
        return ""
    months = (day.year - window.first.year) * 12 + day.month - window.first.month
    back = max(0, months - (window.first.day > day.day))
    before = day_in_words(period.end) if stock else "the period"
    return (
        f"needs {counting.history_months} months before {before} and the files reach back {back}"
        f" (to {day_in_words(window.first)}), so {counting.without}."
    )


def _asked(period: Period, *, stock: bool) -> str:
    return day_in_words(period.end) if stock else period.label
