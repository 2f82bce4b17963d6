"""Trends without a straight line or a bell curve: Kendall's tau, the Mann-Kendall test, and the Theil-Sen slope.

They use only which of two figures is the higher, or the slopes between pairs of them, so that one wild quarter moves
them little. Entries without a number are left out in pairs and listed; times may be irregular.

Kendall MG (1938), Biometrika 30:81-93; Mann HB (1945), Econometrica 13:245-259; Theil H (1950), Proceedings of the
Koninklijke Nederlandse Akademie van Wetenschappen A 53; Sen PK (1968), Journal of the American Statistical Association
63:1379-1389; Hollander M and Wolfe DA (1973), Nonparametric statistical methods, 185-194.
"""

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from functools import lru_cache
from math import comb, sqrt
from typing import Final

import numpy as np
from scipy.special import ndtr, ndtri

from riia.indicators.model import Symbol
from riia.indicators.statistics.arguments import choice_of, confidence_of, flag_of
from riia.indicators.statistics.arrays import ArrayLike, Bools, Floats, Given, StatisticsError, given

_EXACT_BELOW: Final = 50
_EXACT_AT_MOST: Final = 200  # above it the exact distribution takes seconds and the normal one is as good
_NAN: Final = float("nan")


class Alternative(StrEnum):
    """What the test is made against: any association, a rising one or a falling one."""

    TWO_SIDED = "two-sided"
    GREATER = "greater"
    LESS = "less"


@dataclass(frozen=True, slots=True)
class KendallTest:
    """Kendall's tau-b, from -1 to 1, and the p-value of no association.

    `score` is concordant minus discordant pairs (the S of Mann and Kendall); `variance` that of S where there is no
    association, with its ties; `z` the normal deviate, with the continuity correction where one was asked for. `exact`
    says whether `p` is exact. `pairs_used` are the pairs of entries with both numbers. NaN where `reason` says why.
    """

    tau: float
    p: float
    score: int
    variance: float
    z: float
    exact: bool
    pairs_used: int
    missing: dict[int, Symbol]
    reason: str


@dataclass(frozen=True, slots=True)
class SenSlope:
    """The Theil-Sen slope, the median of the slopes between all pairs of points, with its confidence limits.

    The line goes through the medians of times and figures: `intercept` is its height at time 0. NaN where `reason` says
    why; the limits alone are NaN where so few points cannot reach the confidence asked for.
    """

    slope: float
    lower: float
    upper: float
    intercept: float
    confidence: float
    points: int
    missing: dict[int, Symbol]
    reason: str


def kendall(
    x: ArrayLike,
    y: ArrayLike,
    *,
    alternative: Alternative | str = Alternative.TWO_SIDED,
    exact: bool | None = None,
    continuity: bool = False,
) -> KendallTest:
    """Kendall's tau-b of two lists and its test, as base R's `cor.test(x, y, method = "kendall")`.

    Without `exact` the p-value is exact below 50 pairs without ties and normal otherwise, with the variance for ties in
    both lists. `exact=True` gives it up to 200 pairs also where one of the lists has ties, which R refuses.
    `continuity` is R's: the score is moved by 1 towards 0 in the normal p-value.

    Raises StatisticsError for lists of different length and where `exact=True` cannot be had.
    """
    return _tested(given("x", x), given("y", y), "x and y", alternative, exact=exact, continuity=continuity)


def mann_kendall(
    values: ArrayLike,
    times: ArrayLike | None = None,
    *,
    alternative: Alternative | str = Alternative.TWO_SIDED,
    exact: bool | None = None,
    continuity: bool = True,
) -> KendallTest:
    """The Mann-Kendall test for a steady rise or fall: Kendall's test of a series against its times.

    Without `exact` the p-value is exact below 50 points without ties and normal otherwise (as the R package Kendall);
    `exact=False` is the `mk.test` of the R package trend, with its continuity correction. Neighbouring figures are
    taken to be independent: rolling years are not, and a stock at the end of each quarter hardly is.

    Raises StatisticsError for lists of different length.
    """
    figures = given("values", values)
    at = given("times", np.arange(figures.values.size) if times is None else times)
    return _tested(at, figures, "times and values", alternative, exact=exact, continuity=continuity)


def theil_sen(values: ArrayLike, times: ArrayLike | None = None, *, confidence: float = 0.95) -> SenSlope:
    """The Theil-Sen slope with Sen's limits (1968), as `scipy.stats.theilslopes` and R's `trend::sens.slope`.

    The limits are two of the ordered slopes, by the normal approximation to Kendall's score with ties in values and
    times. There are none, and the reason says so, where they would lie beyond the first or last of all slopes, which
    happens below five points at 95%, and where all figures are the same. scipy then gives the first and the last
    slope, which promise more than they hold.

    Raises StatisticsError for lists of different length.
    """
    figures = given("values", values)
    at = given("times", np.arange(figures.values.size) if times is None else times)
    if figures.values.ndim != 1 or figures.values.shape != at.values.shape:
        raise StatisticsError(
            f"values and times have shapes {figures.values.shape} and {at.values.shape}. "
            "Give two lists of the same length."
        )
    level = confidence_of(confidence)
    use = figures.known & at.known
    missing = _left_out(use, figures.symbols, at.symbols)
    y, x = figures.values[use], at.values[use]
    earlier, later = np.triu_indices(x.size, k=1)
    apart = x[later] - x[earlier]
    slopes = np.sort((y[later] - y[earlier])[apart != 0] / apart[apart != 0])
    if not slopes.size:
        reason = f"A slope needs two points at different times; here {_are(x.size)}."
        return SenSlope(_NAN, _NAN, _NAN, _NAN, level, int(x.size), missing, reason)
    slope = float(np.median(slopes))
    intercept = float(np.median(y) - slope * np.median(x))
    lower, upper = _sen_limits(slopes, x, y, level)
    tied = ", so many of them tied," if _ties(x) or _ties(y) else ""
    reason = "" if lower == lower else f"{x.size} points are too few{tied} for limits at {level * 100:.6g}% confidence."
    if (y == y[0]).all():
        lower, upper, reason = _NAN, _NAN, "All figures are the same, so that no limits can be estimated."
    return SenSlope(slope, lower, upper, intercept, level, int(x.size), missing, reason)


def _tested(
    first: Given, second: Given, names: str, alternative: Alternative | str, *, exact: bool | None, continuity: bool
) -> KendallTest:
    if first.values.ndim != 1 or first.values.shape != second.values.shape:
        raise StatisticsError(
            f"{names} have shapes {first.values.shape} and {second.values.shape}. Give two lists of the same length."
        )
    wanted = choice_of("alternative", alternative, Alternative)
    certain = None if exact is None else flag_of("exact", exact)
    moved = flag_of("continuity", continuity)
    use = first.known & second.known
    missing = _left_out(use, first.symbols, second.symbols)
    return _kendall(first.values[use], second.values[use], wanted, certain, moved, missing)


def _left_out(use: Bools, *symbols: dict[int, Symbol]) -> dict[int, Symbol]:
    return {at: Symbol.strongest(one[at] for one in symbols if at in one) for at in map(int, np.flatnonzero(~use))}


def _are(size: int) -> str:
    return "there is one" if size == 1 else f"there are {size}"


def _sen_limits(slopes: Floats, x: Floats, y: Floats, level: float) -> tuple[float, float]:
    # As scipy has it: less what ties take away, in figures and in times. With nearly all tied nothing is left.
    variance = (_spread(x.size) - sum(map(_spread, _ties(x))) - sum(map(_spread, _ties(y)))) / 18
    if variance <= 0:
        return _NAN, _NAN
    reach = float(ndtri((1 + level) / 2)) * sqrt(variance)
    first = round((slopes.size - reach) / 2) - 1
    last = round((slopes.size + reach) / 2)
    if first < 0 or last > slopes.size - 1:
        return _NAN, _NAN
    return float(slopes[first]), float(slopes[last])


def _kendall(
    x: Floats, y: Floats, alternative: Alternative, exact: bool | None, continuity: bool, missing: dict[int, Symbol]
) -> KendallTest:
    size = int(x.size)
    x_ties, y_ties = _ties(x), _ties(y)
    if size < 2 or x_ties == [size] or y_ties == [size]:
        alike = "all of one list are the same" if size >= 2 else f"here {_are(size)}"
        reason = f"An association needs two pairs of different numbers; {alike}."
        return KendallTest(_NAN, _NAN, 0, _NAN, _NAN, False, size, missing, reason)
    score = _score(x, y)
    pairs = comb(size, 2)
    x_untied = pairs - sum(comb(tied, 2) for tied in x_ties)
    y_untied = pairs - sum(comb(tied, 2) for tied in y_ties)
    tau = score / sqrt(x_untied * y_untied)
    variance = _variance(size, x_ties, y_ties)
    moved = score - np.sign(score) if continuity else score
    z = float(moved / sqrt(variance))
    ties = bool(x_ties or y_ties)
    use_exact = (size < _EXACT_BELOW and not ties) if exact is None else exact
    if not use_exact:
        return KendallTest(tau, _normal_p(z, alternative), score, variance, z, False, size, missing, "")
    if x_ties and y_ties:
        raise StatisticsError("exact=True: both lists have ties. Leave exact out for the normal p-value.")
    if size > _EXACT_AT_MOST:
        raise StatisticsError(f"exact=True: {size} pairs are more than {_EXACT_AT_MOST}. Leave exact out.")
    p = _exact_p(score, size, tuple(sorted(x_ties or y_ties)), alternative)
    return KendallTest(tau, p, score, variance, z, True, size, missing, "")


def _ties(numbers: Floats) -> list[int]:
    """How many share each number that comes more than once."""
    return [int(count) for count in np.unique(numbers, return_counts=True)[1] if count > 1]


def _score(x: Floats, y: Floats) -> int:
    """Concordant minus discordant pairs."""
    return sum(int((np.sign(x[at + 1 :] - x[at]) * np.sign(y[at + 1 :] - y[at])).sum()) for at in range(x.size - 1))


def _spread(size: int) -> int:
    return size * (size - 1) * (2 * size + 5)


def _variance(size: int, x_ties: list[int], y_ties: list[int]) -> float:
    """The variance of the score where there is no association (Kendall 1970, as in R's `cor.test`)."""
    variance = (_spread(size) - sum(map(_spread, x_ties)) - sum(map(_spread, y_ties))) / 18
    pairs = size * (size - 1)
    twos = sum(t * (t - 1) for t in x_ties) * sum(t * (t - 1) for t in y_ties)
    variance += twos / (2 * pairs)
    if size > 2:
        threes = sum(t * (t - 1) * (t - 2) for t in x_ties) * sum(t * (t - 1) * (t - 2) for t in y_ties)
        variance += threes / (9 * pairs * (size - 2))
    return variance


def _normal_p(z: float, alternative: Alternative) -> float:
    if alternative is Alternative.TWO_SIDED:
        return float(min(1.0, 2 * ndtr(-abs(z))))
    return float(ndtr(-z if alternative is Alternative.GREATER else z))


def _exact_p(score: int, size: int, ties: tuple[int, ...], alternative: Alternative) -> float:
    """The exact p-value, from whole numbers of orderings and so without rounding."""
    ways = _orderings(size, ties)
    discordant = (len(ways) - 1 - score) // 2  # the score of every ordering has the parity of the untied pairs
    every = sum(ways)
    at_least = Fraction(sum(ways[: discordant + 1]), every)  # a score as high or higher
    at_most = Fraction(sum(ways[discordant:]), every)
    if alternative is Alternative.GREATER:
        return float(at_least)
    if alternative is Alternative.LESS:
        return float(at_most)
    return float(min(Fraction(1), 2 * min(at_least, at_most)))


@lru_cache(maxsize=64)
def _orderings(size: int, ties: tuple[int, ...]) -> tuple[int, ...]:
    """How many orderings of `size` numbers with these ties have 0, 1, 2 ... pairs out of order.

    The product of 1 + q + ... + q^(k-1) for k to `size`, divided by the same product for each group of ties: the
    generating function of inversions (MacMahon 1913; David, Kendall and Barton 1966, table 9.4).
    """
    ways = [1]
    for group in range(2, size + 1):
        ways = _times_run(ways, group)
    for tied in ties:
        for group in range(2, tied + 1):
            ways = _divided_by_run(ways, group)
    return tuple(ways)


def _times_run(ways: list[int], length: int) -> list[int]:
    """The polynomial times 1 + q + ... + q^(length-1): a sliding sum."""
    made, inside = [], 0
    for at in range(len(ways) + length - 1):
        inside += ways[at] if at < len(ways) else 0
        inside -= ways[at - length] if at >= length else 0
        made.append(inside)
    return made


def _divided_by_run(ways: list[int], length: int) -> list[int]:
    """The polynomial that `_times_run` makes into this one."""
    made: list[int] = []
    for at in range(len(ways) - length + 1):
        made.append(ways[at] - (ways[at - 1] if at else 0) + (made[at - length] if at >= length else 0))
    return made
