"""What is asked of a control chart besides its figures."""

from collections.abc import Sequence
from dataclasses import dataclass
from operator import index

from riia.indicators.model import Period, Polarity
from riia.indicators.statistics.arrays import ArrayLike, StatisticsError, given
from riia.indicators.statistics.control_charts.results import FEWEST_POINTS
from riia.indicators.statistics.control_charts.timeline import FEWEST_FIXED, Gaps, Timeline, timeline


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
    target: ArrayLike,
    rebase: Sequence[int | str],
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
    names = tuple(map(_name, periods)) if periods is not None else ()
    fixed = None if fix_after_n_points is None else whole("fix_after_n_points", fix_after_n_points, FEWEST_FIXED)
    return Question(
        time=timeline(known, starts=_starts(rebase, names, len(known)), fixed=fixed, gaps=gaps),
        polarity=polarity_of(polarity),
        target=_target(target),
        minimum=whole("minimum", minimum, FEWEST_POINTS),
        names=names,
        decimals=None if decimals is None else whole("decimals", decimals, 0, 9),
        joined=gaps == Gaps.JOIN,
    )


def whole(name: str, number: int, least: int, most: int | None = None) -> int:
    """A whole number from `least` to `most`. Raises StatisticsError for anything else."""
    try:
        read = None if isinstance(number, bool) else index(number)
    except TypeError:
        read = None
    if read is None or read < least or (most is not None and read > most):
        to = "" if most is None else f" to {most}"
        raise StatisticsError(f"{name}={number!r} is not possible. Give a whole number from {least}{to}.")
    return read


def _name(period: object) -> str:
    return period.short_label if isinstance(period, Period) else str(period)


def _target(target: ArrayLike) -> float | None:
    read = given("target", target)
    if read.values.ndim:
        raise StatisticsError(f"target={target!r} is more than one number. Give one, or None without a target.")
    return float(read.values) if read.known.all() else None


def _starts(rebase: Sequence[int | str], names: Sequence[str], periods: int) -> frozenset[int]:
    """The positions at which a step begins: given as positions, or as names of periods."""
    starts = set()
    for at in [rebase] if isinstance(rebase, int | str) else rebase:
        if isinstance(at, str):
            if at not in names:
                raise StatisticsError(f"rebase: {at!r} is none of the periods named. Give positions, or their names.")
            starts.add(names.index(at))
        else:
            starts.add(whole("rebase", at, 0, periods - 1))
    return frozenset(starts - {0})


_DIRECTIONS = {"increase": Polarity.UP, "decrease": Polarity.DOWN, "neutral": Polarity.NONE}


def polarity_of(polarity: Polarity | str) -> Polarity:
    """The polarity; NHSRplotthedots' improvement directions "increase", "decrease" and "neutral" are read too."""
    try:
        return _DIRECTIONS.get(polarity) or Polarity(polarity)
    except ValueError:
        raise StatisticsError(f"polarity={polarity!r} is not known. Give 'up', 'down' or 'none'.") from None
