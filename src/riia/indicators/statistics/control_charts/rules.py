"""The four rules that tell special cause from common cause variation, on one unbroken run of figures.

Those of NHS England, "Making Data Count", as NHSRplotthedots 0.2.2 (NHS-R Community, 2025) applies them: a point
outside the limits; seven or more points in a row each higher, or each lower, than the one before; two of three points
in a row on one side of the mean lying between two thirds of the way to a limit and the limit; seven or more points in a
row on one side of the mean. A point on the mean, or equal to the one before, ends a run. Charts with exact limits take
the median in place of the mean, see `ChartLimits`.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from typing import Final

LONG_RUN: Final = 7
"""How many points in a row make a shift or a trend."""


class ChartRule(StrEnum):
    """A rule that fired, and on which side. The order is that of precedence: the first decides what a point is."""

    ABOVE_UPPER_LIMIT = "above the upper limit"
    BELOW_LOWER_LIMIT = "below the lower limit"
    RISING = "one of seven or more in a row, each higher than the one before"
    FALLING = "one of seven or more in a row, each lower than the one before"
    NEAR_UPPER_LIMIT = "one of two or more in three close to the upper limit"
    NEAR_LOWER_LIMIT = "one of two or more in three close to the lower limit"
    SHIFTED_ABOVE = "one of seven or more in a row above the middle line"
    SHIFTED_BELOW = "one of seven or more in a row below the middle line"

    @property
    def is_high(self) -> bool:
        """True where the rule speaks of high or rising figures."""
        return self in _HIGH

    @property
    def words(self) -> str:
        """The rule in plain words, to be put after "is"."""
        return self.value


_HIGH = frozenset({ChartRule.ABOVE_UPPER_LIMIT, ChartRule.RISING, ChartRule.NEAR_UPPER_LIMIT, ChartRule.SHIFTED_ABOVE})


@dataclass(frozen=True, slots=True)
class Run:
    """Figures that follow each other without a break, and where each lies.

    `side` is 1 above the middle line, -1 below, 0 on it; `outside` 1 above the upper limit, -1 below the lower, 0
    otherwise; `close` is True between two thirds of the way to a limit and the limit.
    """

    values: Sequence[float]
    side: Sequence[int]
    outside: Sequence[int]
    close: Sequence[bool]


def fired(run: Run) -> list[tuple[ChartRule, ...]]:
    """The rules that fired at each point of `run`, the deciding one first.

    Where a rise turns into a fall the turning point belongs to both; the later trend decides, as in NHSRplotthedots.
    There the last point of a rise is called falling also where the next point, lower or as high, begins a trend that it
    has no part in, such as another rise; an improvement is so coloured a concern. Here it stays rising.
    """
    found: list[list[ChartRule]] = [[] for _ in run.values]
    for at, where in enumerate(run.outside):
        if where:
            found[at].append(ChartRule.ABOVE_UPPER_LIMIT if where > 0 else ChartRule.BELOW_LOWER_LIMIT)
    # Later trends are entered first, so that at a turning point the later one comes first.
    for first, last, rising in reversed(trends(run.values)):
        for at in range(first, last + 1):
            found[at].append(ChartRule.RISING if rising else ChartRule.FALLING)
    for at in _two_of_three(run):
        found[at].append(ChartRule.NEAR_UPPER_LIMIT if run.side[at] > 0 else ChartRule.NEAR_LOWER_LIMIT)
    for first, last, above in shifts(run.side):
        for at in range(first, last + 1):
            found[at].append(ChartRule.SHIFTED_ABOVE if above else ChartRule.SHIFTED_BELOW)
    return [tuple(rules) for rules in found]


def trends(values: Sequence[float]) -> list[tuple[int, int, bool]]:
    """The trends as (first, last, rising): seven or more points each higher, or each lower, than the one before."""
    steps = [(later > earlier) - (later < earlier) for earlier, later in pairwise(values)]
    # A step joins two points, so n steps the same way are n + 1 points.
    return [(first, last + 1, way > 0) for first, last, way in _alike(steps, lambda length: length + 1 >= LONG_RUN)]


def shifts(side: Sequence[int]) -> list[tuple[int, int, bool]]:
    """The shifts as (first, last, above): seven or more points in a row on one side of the middle line."""
    return [(first, last, way > 0) for first, last, way in _alike(side, lambda length: length >= LONG_RUN)]


def _alike(signs: Sequence[int], enough: Callable[[int], bool]) -> list[tuple[int, int, int]]:
    """Stretches of one sign other than 0 that are long enough: first, last, sign."""
    stretches = []
    first = 0
    for at in range(1, len(signs) + 1):
        if at == len(signs) or signs[at] != signs[first]:
            if signs[first] and enough(at - first):
                stretches.append((first, at - 1, signs[first]))
            first = at
    return stretches


def _two_of_three(run: Run) -> list[int]:
    """Points close to a limit that share three in a row, all on one side, with another close point."""
    points: set[int] = set()
    for first in range(len(run.values) - 2):
        three = range(first, first + 3)
        close = [at for at in three if run.close[at]]
        if len(close) >= 2 and abs(sum(run.side[at] for at in three)) == 3:
            points.update(close)
    return sorted(points)
