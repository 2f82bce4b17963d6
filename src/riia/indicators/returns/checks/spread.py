"""How unusual a count is beside the same council's earlier ones: robust, and fair to small counts.

Counts are compared as 2·√(count + 3/8) (Anscombe). On that scale the scatter that pure chance gives a count is 1,
whatever its size, so a rise from 4 to 9 and one from 400 to 450 can be judged alike, a halving shows as clearly as a
doubling, and changes at different levels can be put together.

Spread is the median absolute deviation from the median, made comparable with a standard deviation (1.4826) and
corrected for few values (Croux and Rousseeuw 1992). It is never taken to be less than what chance alone gives: a
Poisson count with some clumping, since brothers and sisters come together, and some movement of large counts that is
not chance. So a council whose earlier numbers happen to be alike is not asked about every child.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import exp, lgamma, log, sqrt
from typing import Final

_SCALE: Final = 1.4826
_FEW: Final = {2: 1.196, 3: 1.495, 4: 1.363, 5: 1.206, 6: 1.200, 7: 1.140, 8: 1.129, 9: 1.107}
_ADDED: Final = 3 / 8
_CLUMPING: Final = 1.25
"""How many times the variance of independent events that of counts of children is taken to be at least."""
_STEPPED: Final = 1.5
"""A number far from its level is only news where it also moved by this many deviations since the last one."""
_LIKE: Final = 2.0
"""Within how many deviations a number is like another one."""
_CHANGES_LEAST: Final = 3
_FAMILY: Final = 6
_EVENTS_PRIOR: Final = 0.5
"""Jeffreys' prior for the rate of a Poisson count."""

type Past = Sequence[float | None]
"""Earlier counts, the latest first; None where there is none."""


@dataclass(frozen=True, slots=True)
class Unusual:
    """How far a count is from what its past makes usual. `score` is in robust standard deviations, with its sign.

    `low` and `high` are the counts between which it would be usual; `rests_on` how many earlier counts say so.
    """

    score: float
    low: int
    high: int
    rests_on: int


@dataclass(frozen=True, slots=True)
class _Test:
    """One comparison: where the count is expected on the root scale, and the deviation there."""

    middle: float
    deviation: float

    def score(self, now: float) -> float:
        return (now - self.middle) / self.deviation


def median(numbers: Sequence[float]) -> float:
    """The middle number, or the mean of the two in the middle."""
    ordered = sorted(numbers)
    half = len(ordered) // 2
    return ordered[half] if len(ordered) % 2 else (ordered[half - 1] + ordered[half]) / 2


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


def chance_variance(count: float, beyond: float) -> float:
    """The least variance that a count of this size is taken to have on the root scale."""
    return _CLUMPING + beyond**2 * count


def unusual(now: float, past: Past, *, least: int, k: float, beyond: float, stock: bool, season: int) -> Unusual | None:
    """How unusual a count is; None where there is too little to say so.

    Two comparisons are made: of the change since the last period with the earlier changes, and of the number with the
    level of the earlier ones, which tells more where the counts are small. The second only counts where the number also
    moved since the last period, so that a new level is asked about once. The score is that of the comparison that
    says more; it is 0 where the change only takes back one as large the period before, or repeats last year's.
    """
    known = [count for count in past if count is not None]
    if not known or len(known) < least or past[0] is None:
        return None
    roots = [None if count is None else root(count) for count in past]
    step = _by_change(roots, median(known), beyond, stock=stock)
    level = _by_level([one for one in roots if one is not None], median(known), beyond)
    here = root(now)
    tests = [step] if step else []
    if step is None or (step.score(here) * (here - level.middle) > 0 and abs(step.score(here)) >= _STEPPED):
        tests.append(level)
    chosen = max(tests, key=lambda test: abs(test.score(here)))
    score = chosen.score(here)
    if abs(score) >= k and (
        _takes_back(here, roots, chosen.deviation) or _seasonal(here, roots, season, median(known), beyond)
    ):
        score = 0.0
    low, high = count_at(chosen.middle - k * chosen.deviation), count_at(chosen.middle + k * chosen.deviation)
    return Unusual(score, int(low) + (low > int(low)), int(high), len(known))


def surprise(now: float, past: Past, *, beyond: float, stock: bool) -> float:
    """The change since the last count in deviations, by the earlier changes where there are enough, else by chance."""
    last = past[0] if past else None
    if last is None:
        return 0.0
    known = [count for count in past if count is not None]
    test = _by_change([None if count is None else root(count) for count in past], median(known), beyond, stock=stock)
    if test is None:
        test = _Test(root(last), sqrt((1 if stock else 2) * chance_variance(last, beyond)))
    return test.score(root(now))


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


def _by_change(roots: Sequence[float | None], level: float, beyond: float, *, stock: bool) -> _Test | None:
    """From the last count, by the usual change. A stock's counts share most of their children, so it moves less."""
    changes = [later - earlier for later, earlier in pairwise(roots) if later is not None and earlier is not None]
    last = roots[0]
    if last is None or len(changes) < _CHANGES_LEAST:
        return None
    floor = sqrt((1 if stock else 2) * chance_variance(level, beyond))
    return _Test(last + median(changes), max(robust_deviation(changes), floor))


def _by_level(roots: Sequence[float], level: float, beyond: float) -> _Test:
    """From the middle of the earlier counts, whose own uncertainty widens the deviation."""
    deviation = max(robust_deviation(roots), sqrt(chance_variance(level, beyond)))
    return _Test(median(roots), deviation * sqrt(1 + 1.57 / len(roots)))


def _takes_back(here: float, roots: Sequence[float | None], deviation: float) -> bool:
    """Whether the last count was the odd one, and this one is back where the one before it was."""
    last, before = roots[0], roots[1] if len(roots) > 1 else None
    if last is None or before is None:
        return False
    gone, back = last - before, here - last
    return gone * back < 0 and abs(gone) >= abs(back) / 2 and abs(here - before) <= _LIKE * deviation


def _seasonal(here: float, roots: Sequence[float | None], season: int, level: float, beyond: float) -> bool:
    """Whether the same period of the year before made a step of the same kind and came to a like number."""
    if not season or len(roots) <= season:
        return False
    last, year_ago, before_that = roots[0], roots[season - 1], roots[season]
    if last is None or year_ago is None or before_that is None:
        return False
    step, step_then = here - last, year_ago - before_that
    if step * step_then <= 0 or abs(step_then) < abs(step) / 2:
        return False
    deviation = sqrt(2 * chance_variance(level, beyond))
    return abs(step - step_then) <= _LIKE * deviation
