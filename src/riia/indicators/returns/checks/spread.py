"""How unusual a count is beside the same council's earlier ones: robust, and fair to small counts.

Counts are compared as 2·√(count + 3/8) (Anscombe). On that scale the scatter that pure chance gives a count is 1,
whatever its size, so a rise from 4 to 9 and one from 400 to 450 can be judged alike, a halving shows as clearly as a
doubling, and changes at different levels can be put together.

Spread is the median absolute deviation from the median, made comparable with a standard deviation (1.4826) and
corrected for few values (Croux and Rousseeuw 1992). It is never taken to be less than what chance alone gives: a
Poisson count with some clumping, since brothers and sisters come together, and some movement of large counts that is
not chance. So a council whose earlier numbers happen to be alike is not asked about every child. The more earlier
numbers there are, the more their own spread is trusted.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from math import exp, lgamma, log, sqrt
from typing import Final

_SCALE: Final = 1.4826
_FEW: Final = {2: 1.196, 3: 1.495, 4: 1.363, 5: 1.206, 6: 1.200, 7: 1.140, 8: 1.129, 9: 1.107}
_ADDED: Final = 3 / 8
_CLUMPING: Final = 1.25
"""How many times the variance of independent events that of counts of children is taken to be, where four are known."""
_STEPPED: Final = 1.5
"""A number far from its level is only news where it also moved by this many deviations since the last one."""
_LIKE: Final = 2.0
"""Within how many deviations a number is like another one."""
_SEASONAL: Final = 0.5
"""How much closer numbers must be to those of a year ago than to those before them to be called seasonal."""
_CHANGES_LEAST: Final = 3
_TRUSTED: Final = 4
"""How many earlier values are enough for a spread, and the fewest that a year is compared with."""
_FAMILY: Final = 6
_EVENTS_PRIOR: Final = 0.5
"""Jeffreys' prior for the rate of a Poisson count."""
_MEDIANS: Final = 1.57
"""How many times the variance of a mean that of a median is."""

type Past = Sequence[float | None]
"""Earlier counts, the latest first; None where there is none."""


@dataclass(frozen=True, slots=True)
class Kind:
    """What is known of a count before any is seen.

    `turnover` is the share of a stock that comes and goes in a period; a flow's counts share nobody, so theirs is 2.
    `beyond` is by what share a large count moves besides chance, where four earlier ones are known. `season` is how
    many periods make a year, 0 where that is not known.
    """

    turnover: float = 2.0
    beyond: float = 0.05
    season: int = 0


@dataclass(frozen=True, slots=True)
class Unusual:
    """How far a count is from what its past makes usual. `score` is in robust standard deviations, with its sign.

    `low` and `high` are the counts between which it would be usual; `rests_on` how many earlier counts say so;
    `seasonal` whether it was set beside the same time of the year before.
    """

    score: float
    low: int
    high: int
    rests_on: int
    seasonal: bool


@dataclass(frozen=True, slots=True)
class _Test:
    """One comparison: where the count is expected on the root scale, and the deviation there."""

    middle: float
    deviation: float

    def score(self, now: float) -> float:
        return (now - self.middle) / self.deviation


@dataclass(frozen=True, slots=True)
class _Tests:
    """What a past allows: its counts that are known, all on the root scale, and the comparisons they make."""

    known: tuple[float, ...]
    roots: tuple[float | None, ...]
    step: _Test | None
    year: _Test | None
    level: _Test


def median(numbers: Sequence[float]) -> float:
    """The middle number, or the mean of the two in the middle."""
    ordered = sorted(numbers)
    half = len(ordered) // 2
    return ordered[half] if len(ordered) % 2 else (ordered[half - 1] + ordered[half]) / 2


@lru_cache(maxsize=8192)  # a council's past is asked for at every look at its return
def usual_size(past: tuple[float | None, ...]) -> float:
    """The middle of the counts that are known; 0 where none is."""
    known = [count for count in past if count is not None]
    return median(known) if known else 0.0


def robust_deviation(numbers: Sequence[float]) -> float:
    """The median absolute deviation as a standard deviation."""
    middle = median(numbers)
    size = len(numbers)
    few = _FEW.get(size) or (size / (size - 0.8) if size > 1 else 1.0)
    return few * _SCALE * median([abs(number - middle) for number in numbers])


def root(count: float) -> float:
    """A count on the scale on which chance scatters it by 1."""
    return 2 * sqrt(count + _ADDED)


def count_at(rooted: float) -> float:
    """The inverse of `root`, not below 0."""
    half = max(rooted, 0.0) / 2
    return max(0.0, half * half - _ADDED)


def chance_variance(count: float, beyond: float, known: int = _TRUSTED) -> float:
    """The least variance that a count of this size is taken to have on the root scale."""
    trust = sqrt(_TRUSTED / max(known, _TRUSTED))
    return 1 + (_CLUMPING - 1) * trust + beyond**2 * count * trust


def unusual(now: float, past: Past, kind: Kind, *, least: int, k: float) -> Unusual | None:
    """How unusual a count is; None where there is too little to say so.

    Two comparisons are made: of the change since the last period with the earlier changes, and of the number with the
    level of the earlier ones, which tells more where the counts are small. The second only counts where the number also
    moved since the last period, so that a new level is asked about once. The score is that of the comparison that says
    more; it is 0 where the change only takes back one as large the period before, or repeats last year's. Counts that
    plainly follow the seasons are compared with those of a year before instead.
    """
    if not past or past[0] is None:
        return None
    tests = _tests(tuple(past), kind)
    known, roots, step, year = tests.known, tests.roots, tests.step, tests.year
    if len(known) < least:
        return None
    here = root(now)
    if step and year and year.deviation < _SEASONAL * step.deviation:
        score = 0.0 if _moved_already(here, roots, kind.season, year.deviation) else year.score(here)
        return _told(year, score, k, len(known), seasonal=True)
    chosen = _louder(here, step, tests.level)
    score = chosen.score(here)
    if abs(score) >= k and (_takes_back(here, roots, chosen.deviation) or _repeats(here, roots, known, kind)):
        score = 0.0
    return _told(chosen, score, k, len(known), seasonal=False)


def surprise(now: float, past: Past, kind: Kind, *, least: int, k: float) -> float:
    """How unusual a change is, in deviations: beside the past where there is enough of it, else beside chance."""
    if found := unusual(now, past, kind, least=least, k=k):
        return found.score
    last = past[0] if past else None
    if last is None:
        return 0.0
    return (root(now) - root(last)) / sqrt(kind.turnover * chance_variance(last, kind.beyond))


def chance_of_none(past: Past) -> float:
    """How likely a 0 is after these counts, were nothing changed: a Poisson count whose rate they let guess."""
    known = [count for count in past if count is not None]
    groups = sum(known) / _CLUMPING
    return (len(known) / (len(known) + 1)) ** (groups + _EVENTS_PRIOR) if known else 1.0


def chance_of_as_many(count: int, periods: int) -> float:
    """How likely this many or more are after so many periods with none, were nothing changed. One family may come at
    any time, so a count of up to six says nothing.
    """
    if periods < 1 or count <= _FAMILY:
        return 1.0
    none, some = log(periods / (periods + 1)), -log(periods + 1)
    fewer = sum(
        exp(lgamma(n + _EVENTS_PRIOR) - lgamma(_EVENTS_PRIOR) - lgamma(n + 1) + _EVENTS_PRIOR * none + n * some)
        for n in range(min(count, 60))
    )
    return max(0.0, 1 - fewer)


def _told(test: _Test, score: float, k: float, known: int, *, seasonal: bool) -> Unusual:
    low, high = count_at(test.middle - k * test.deviation), count_at(test.middle + k * test.deviation)
    return Unusual(score, int(low) + (low > int(low)), int(high), known, seasonal)


def _louder(here: float, step: _Test | None, level: _Test) -> _Test:
    """The comparison with the last count or with the level, whichever says more; the level only with a step its way."""
    if step is None:
        return level
    moved = step.score(here)
    same_way = moved * level.score(here) > 0 and abs(moved) >= _STEPPED
    return level if same_way and abs(level.score(here)) > abs(moved) else step


@lru_cache(maxsize=8192)
def _tests(past: tuple[float | None, ...], kind: Kind) -> _Tests:
    """The comparisons of a past whose latest count is known."""
    known = tuple(count for count in past if count is not None)
    roots = tuple(None if count is None else root(count) for count in past)
    step = _by_change(roots, known, kind)
    year = _by_year(roots, known, kind) if step else None
    return _Tests(known, roots, step, year, _by_level(roots, known, kind))


def _by_change(roots: Past, known: Sequence[float], kind: Kind) -> _Test | None:
    """From the last count, by the usual change. A stock's counts share most of their children, so it moves less."""
    changes = [later - earlier for later, earlier in pairwise(roots) if later is not None and earlier is not None]
    last = roots[0]
    if last is None or len(changes) < _CHANGES_LEAST:
        return None
    floor = sqrt(kind.turnover * chance_variance(median(known), kind.beyond, len(known)))
    return _Test(last + median(changes), max(robust_deviation(changes), floor))


def _by_level(roots: Past, known: Sequence[float], kind: Kind) -> _Test:
    """From the middle of the earlier counts, whose own uncertainty widens the deviation."""
    there = [one for one in roots if one is not None]
    floor = sqrt(chance_variance(median(known), kind.beyond, len(known)))
    return _Test(median(there), max(robust_deviation(there), floor) * sqrt(1 + _MEDIANS / len(there)))


def _by_year(roots: Past, known: Sequence[float], kind: Kind) -> _Test | None:
    """From the count of a year ago, by how much the latest ones are above those of a year before them."""
    over = _over_a_year(roots, kind.season)
    year_ago = roots[kind.season - 1] if 0 < kind.season <= len(roots) else None
    if year_ago is None or len(over) < _TRUSTED:
        return None
    floor = sqrt(2 * chance_variance(median(known), kind.beyond, len(known)))
    return _Test(year_ago + median(over), max(robust_deviation(over), floor))


def _over_a_year(roots: Past, season: int) -> list[float]:
    pairs = zip(roots, roots[season:], strict=False) if season else ()
    return [later - earlier for later, earlier in pairs if later is not None and earlier is not None]


def _moved_already(here: float, roots: Past, season: int, deviation: float) -> bool:
    """Whether the period before was as far from its year before, so that a new level is not asked about again."""
    year_ago, over = roots[season - 1], _over_a_year(roots, season)
    return year_ago is not None and abs(here - year_ago - over[0]) <= _LIKE * deviation


def _takes_back(here: float, roots: Past, deviation: float) -> bool:
    """Whether the last count was the odd one, and this one is back where the one before it was."""
    last, before = roots[0], roots[1] if len(roots) > 1 else None
    if last is None or before is None:
        return False
    gone, back = last - before, here - last
    return gone * back < 0 and abs(gone) >= abs(back) / 2 and abs(here - before) <= _LIKE * deviation


def _repeats(here: float, roots: Past, known: Sequence[float], kind: Kind) -> bool:
    """Whether the same period of the year before made a step of the same kind."""
    if not 0 < kind.season < len(roots):
        return False
    last, year_ago, before_that = roots[0], roots[kind.season - 1], roots[kind.season]
    if last is None or year_ago is None or before_that is None:
        return False
    step, step_then = here - last, year_ago - before_that
    if step * step_then <= 0 or abs(step_then) < abs(step) / 2:
        return False
    floor = chance_variance(median(known), kind.beyond, len(known))
    return abs(step - step_then) <= _LIKE * sqrt(2 * floor)
