"""What is asked of a control chart besides its figures."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import isfinite

from riia.indicators.model import Polarity
from riia.indicators.statistics.arrays import StatisticsError
from riia.indicators.statistics.control_charts.results import FEWEST_POINTS
from riia.indicators.statistics.control_charts.timeline import Gaps, Timeline, timeline


@dataclass(frozen=True, slots=True)
class Question:
    """How a series is parted, and what is asked of it besides its lines; read and checked."""

    time: Timeline
    polarity: Polarity
    target: float | None
    minimum: int
    names: tuple[str, ...]
    decimals: int | None
    joined: bool


def question(
    known: Sequence[bool],
    *,
    polarity: Polarity | str,
    target: float | None,
    rebase: Sequence[int],
    fix_after_n_points: int | None,
    gaps: Gaps | str,
    minimum: int,
    periods: Sequence[object] | None,
    decimals: int | None,
) -> Question:
    """Read what is asked of a series with figures where `known`.

    Raises StatisticsError for anything unknown, and for more or fewer names than there are periods.
    """
    if periods is not None and len(periods) != len(known):
        raise StatisticsError(f"periods: {len(periods)} names for {len(known)} figures. Give one name for each.")
    if isinstance(minimum, bool) or not isinstance(minimum, int) or minimum < FEWEST_POINTS:
        raise StatisticsError(f"minimum={minimum!r} is too few. Give a whole number from {FEWEST_POINTS}.")
    if target is not None and not isfinite(target):
        raise StatisticsError(f"target={target!r} is not a number. Give a number, or None without a target.")
    if decimals is not None and not (isinstance(decimals, int) and 0 <= decimals <= 9):
        raise StatisticsError(f"decimals={decimals!r} is not possible. Give a whole number from 0 to 9, or None.")
    return Question(
        time=timeline(known, rebase=rebase, fix_after_n_points=fix_after_n_points, gaps=gaps),
        polarity=polarity_of(polarity),
        target=None if target is None else float(target),
        minimum=minimum,
        names=tuple(str(name) for name in periods) if periods is not None else (),
        decimals=decimals,
        joined=gaps == Gaps.JOIN,
    )


_DIRECTIONS = {"increase": Polarity.UP, "decrease": Polarity.DOWN, "neutral": Polarity.NONE}


def polarity_of(polarity: Polarity | str) -> Polarity:
    """The polarity; NHSRplotthedots' improvement directions "increase", "decrease" and "neutral" are read too."""
    try:
        return _DIRECTIONS.get(polarity) or Polarity(polarity)
    except ValueError:
        raise StatisticsError(f"polarity={polarity!r} is not known. Give 'up', 'down' or 'none'.") from None
