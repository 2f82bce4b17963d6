"""What is asked of a control chart besides its figures."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import isfinite

from riia.indicators.model import Polarity
from riia.indicators.statistics.arrays import StatisticsError
from riia.indicators.statistics.control_charts.results import FEWEST_POINTS
from riia.indicators.statistics.control_charts.timeline import Gaps


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked of a series besides its lines, read and checked."""

    polarity: Polarity
    target: float | None
    minimum: int
    names: tuple[str, ...]
    decimals: int | None
    joined: bool


def question(
    periods: int,
    *,
    polarity: Polarity | str,
    target: float | None,
    minimum: int,
    names: Sequence[object] | None,
    decimals: int | None,
    gaps: Gaps | str,
) -> Question:
    """Check what is asked. Raises StatisticsError for anything unknown, or as many names as there are not periods."""
    if names is not None and len(names) != periods:
        raise StatisticsError(f"periods: {len(names)} names for {periods} figures. Give one name for each.")
    if isinstance(minimum, bool) or not isinstance(minimum, int) or minimum < FEWEST_POINTS:
        raise StatisticsError(f"minimum={minimum!r} is too few. Give a whole number from {FEWEST_POINTS}.")
    if target is not None and not isfinite(target):
        raise StatisticsError(f"target={target!r} is not a number. Give a number, or None without a target.")
    written = tuple(str(name) for name in names or ())
    goal = None if target is None else float(target)
    return Question(polarity_of(polarity), goal, minimum, written, decimals, joined=gaps == Gaps.JOIN)


_DIRECTIONS = {"increase": Polarity.UP, "decrease": Polarity.DOWN, "neutral": Polarity.NONE}


def polarity_of(polarity: Polarity | str) -> Polarity:
    """The polarity; NHSRplotthedots' improvement directions "increase", "decrease" and "neutral" are read too."""
    try:
        return _DIRECTIONS.get(polarity) or Polarity(polarity)
    except ValueError:
        raise StatisticsError(f"polarity={polarity!r} is not known. Give 'up', 'down' or 'none'.") from None
