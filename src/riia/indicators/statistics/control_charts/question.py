"""What is asked of a control chart besides its figures."""

from collections.abc import Sequence
from dataclasses import dataclass

from riia.indicators.model import Period, Polarity
from riia.indicators.statistics.arguments import choice_of, entries_of, number_of, whole_of
from riia.indicators.statistics.arrays import ArrayLike, StatisticsError, shown
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
    suffix: str
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
    suffix: str,
) -> Question:
    """Read what is asked of a series with figures where `known`.

    Raises StatisticsError for anything unknown, and for more or fewer names than there are periods.
    """
    names = () if periods is None else tuple(map(_name, entries_of("periods", periods, "Give one name for each.")))
    if periods is not None and len(names) != len(known):
        raise StatisticsError(f"periods: {len(names)} names for {len(known)} figures. Give one name for each.")
    fixed = None if fix_after_n_points is None else whole_of("fix_after_n_points", fix_after_n_points, FEWEST_FIXED)
    return Question(
        time=timeline(known, starts=_starts(rebase, names, len(known)), fixed=fixed, gaps=gaps),
        polarity=polarity_of(polarity),
        target=_target(target),
        minimum=whole_of("minimum", minimum, FEWEST_POINTS),
        names=names,
        decimals=None if decimals is None else whole_of("decimals", decimals, 0, 9),
        suffix=_suffix(suffix),
        joined=gaps == Gaps.JOIN,
    )


def _suffix(suffix: object) -> str:
    if not isinstance(suffix, str):
        raise StatisticsError(f'suffix={shown(suffix)} is no text. Give what stands after each number, such as "%".')
    return suffix


def _name(period: object) -> str:
    return period.short_label if isinstance(period, Period) else str(period)


def _target(target: ArrayLike) -> float | None:
    return None if target is None else number_of("target", target, "Give one in the unit plotted, or None without.")


def _starts(rebase: Sequence[int | str], names: Sequence[str], periods: int) -> frozenset[int]:
    """The positions at which a step begins: given as positions, or as names of periods."""
    starts = set()
    alone = isinstance(rebase, int | str)
    for at in [rebase] if alone else entries_of("rebase", rebase, "Give positions from 0, or names of periods."):
        if isinstance(at, str):
            if at not in names:
                raise StatisticsError(f"rebase: {at!r} is none of the periods named. Give positions, or their names.")
            starts.add(names.index(at))
        else:
            starts.add(whole_of("rebase", at, 0, periods - 1))
    return frozenset(starts - {0})


_DIRECTIONS = {"increase": Polarity.UP, "decrease": Polarity.DOWN, "neutral": Polarity.NONE}


def polarity_of(polarity: Polarity | str) -> Polarity:
    """The polarity; NHSRplotthedots' improvement directions "increase", "decrease" and "neutral" are read too."""
    known = _DIRECTIONS.get(polarity) if isinstance(polarity, str) else None
    return known or choice_of("polarity", polarity, Polarity)
