"""Intervals around shares and rates, and around the difference or ratio of two.

Array in, array out, in the shape given; a pair of limits is a tuple (lower, upper). NaN stands where a number was
missing or nothing can be estimated (a denominator of zero). Every `confidence` is a share such as 0.95, or several,
(0.95, 0.998), which answers one pair of limits for each.

The limits are those of PHEindicatormethods (UK Health Security Agency; `phe_proportion`, `phe_rate`) wherever that
package gives any. Departures, all where it answers with an error or a missing number by another name: 0 of 0 and a
population of zero are NaN at their own place only, instead of refusing the whole table.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple, overload

import numpy as np
from scipy import special

from riia.indicators.statistics.arguments import confidence_of, entries_of, unit_of
from riia.indicators.statistics.arrays import ArrayLike, Floats, Given, StatisticsError, as_given, given, together

_EXACT_BELOW = 10


class Limits[Of](NamedTuple):
    """The lower and the upper limit of an interval, each a float or an array in the shape asked for."""

    lower: Of
    upper: Of


type Answer = Limits[float | Floats]


type Confidence = float | Sequence[float]
type _Pair = tuple[Floats, Floats]


@overload
def wilson(numerator: ArrayLike, denominator: ArrayLike, confidence: float = 0.95) -> Answer: ...
@overload
def wilson(numerator: ArrayLike, denominator: ArrayLike, confidence: Sequence[float]) -> tuple[Answer, ...]: ...
def wilson(numerator: ArrayLike, denominator: ArrayLike, confidence: Confidence = 0.95) -> Answer | tuple[Answer, ...]:
    """The Wilson score interval of a share, `numerator` of `denominator`, on 0 to 1.

    Wilson EB (1927), Journal of the American Statistical Association 22:209-212; Newcombe RG and Altman DG (2000) in
    "Statistics with confidence", 2nd edition, 46-48. The lower limit is exactly 0 at numerator 0, the upper exactly 1
    where numerator and denominator are equal. Numerators need not be whole (full-time equivalents). NaN for 0 of 0.
    Several confidences, given as a list, are answered by as many pairs of limits.

    Raises StatisticsError for a numerator below 0 or above its denominator, naming the position.
    """
    x, n = _shares(numerator, denominator)
    return _answer(confidence, lambda level: wilson_limits(x, n, level))


@overload
def clopper_pearson(numerator: ArrayLike, denominator: ArrayLike, confidence: float = 0.95) -> Answer: ...
@overload
def clopper_pearson(
    numerator: ArrayLike, denominator: ArrayLike, confidence: Sequence[float]
) -> tuple[Answer, ...]: ...
def clopper_pearson(
    numerator: ArrayLike, denominator: ArrayLike, confidence: Confidence = 0.95
) -> Answer | tuple[Answer, ...]:
    """The exact interval of a share on 0 to 1, as R's `binom.test` prints it: never too narrow, often too wide.

    Clopper CJ and Pearson ES (1934), Biometrika 26:404-413, by quantiles of the beta distribution. NaN for 0 of 0.

    Raises StatisticsError as `wilson` does.
    """
    x, n = _shares(numerator, denominator)
    return _answer(confidence, lambda level: clopper_pearson_limits(x, n, level))


@overload
def byar(count: ArrayLike, denominator: ArrayLike, per: float = 10_000, confidence: float = 0.95) -> Answer: ...
@overload
def byar(
    count: ArrayLike, denominator: ArrayLike, per: float = 10_000, *, confidence: Sequence[float]
) -> tuple[Answer, ...]: ...
def byar(
    count: ArrayLike, denominator: ArrayLike, per: float = 10_000, confidence: Confidence = 0.95
) -> Answer | tuple[Answer, ...]:
    """The interval of a rate, `count` for every `per` of `denominator`, in that unit.

    Counts below 10: the exact Poisson limits by quantiles of chi-squared (Garwood F, 1936, Biometrika 28:437-442).
    From 10: Byar's approximation (Breslow NE and Day NE, 1987, "Statistical methods in cancer research" volume II, 69).
    Exactly as `phe_rate` of PHEindicatormethods chooses; the lower limit at a count of 0 is exactly 0. NaN where the
    denominator is 0.

    Raises StatisticsError for a count or denominator below 0, and for a `per` that is not above 0.
    """
    x, unit = _rates(count, denominator, per)
    return _answer(confidence, lambda level: _scaled(byar_limits(x, level), unit))


@overload
def exact_poisson(
    count: ArrayLike, denominator: ArrayLike, per: float = 10_000, confidence: float = 0.95
) -> Answer: ...
@overload
def exact_poisson(
    count: ArrayLike, denominator: ArrayLike, per: float = 10_000, *, confidence: Sequence[float]
) -> tuple[Answer, ...]: ...
def exact_poisson(
    count: ArrayLike, denominator: ArrayLike, per: float = 10_000, confidence: Confidence = 0.95
) -> Answer | tuple[Answer, ...]:
    """The exact Poisson interval of a rate at every count (Garwood 1936), as R's `poisson.test` prints it.

    Arguments, unit and errors as in `byar`.
    """
    x, unit = _rates(count, denominator, per)
    return _answer(confidence, lambda level: _scaled(garwood_limits(x, level), unit))


def difference_of_shares(
    numerator: ArrayLike,
    denominator: ArrayLike,
    other_numerator: ArrayLike,
    other_denominator: ArrayLike,
    confidence: float = 0.95,
) -> Answer:
    """The interval of the difference of two independent shares, first minus second, on -1 to 1.

    Newcombe RG (1998), Statistics in Medicine 17:873-890, method 10: from the two Wilson intervals. NaN where either
    denominator is 0. The two must not count the same children twice: where the second contains the first, take the
    first out of it.

    Raises StatisticsError as `wilson` does.
    """
    level = confidence_of(confidence)
    x, n, y, m = together(
        *_share_pair(numerator, denominator, "numerator", "denominator"),
        *_share_pair(other_numerator, other_denominator, "other_numerator", "other_denominator"),
    )
    first, second = _within(x, n), _within(y, m, "other_numerator")
    lower, upper = _square_and_add(first, wilson_limits(x, n, level), second, wilson_limits(y, m, level))
    return _limits((np.maximum(lower, -1.0), np.minimum(upper, 1.0)))


def difference_of_rates(
    count: ArrayLike,
    denominator: ArrayLike,
    other_count: ArrayLike,
    other_denominator: ArrayLike,
    per: float = 10_000,
    confidence: float = 0.95,
) -> Answer:
    """The interval of the difference of two independent rates, first minus second, for every `per`.

    Zou GY and Donner A (2008), Statistics in Medicine 27:1693-1702: the limits of the two rates, here those of `byar`,
    put together as Newcombe does for shares. NaN where either denominator is 0.

    Raises StatisticsError as `byar` does.
    """
    level = confidence_of(confidence)
    x, unit, y, other = together_rates(count, denominator, other_count, other_denominator, per)
    first, second = _scaled(byar_limits(x, level), unit), _scaled(byar_limits(y, level), other)
    return _limits(_square_and_add(x * unit, first, y * other, second))


def rate_ratio(
    count: ArrayLike,
    denominator: ArrayLike,
    other_count: ArrayLike,
    other_denominator: ArrayLike,
    confidence: float = 0.95,
) -> Answer:
    """The exact interval of the ratio of two independent rates, first over second, as R's `poisson.test` prints it.

    Given the sum of the counts, the first is binomial (Przyborowski J and Wilenski H, 1940, Biometrika 31:313-323); its
    Clopper-Pearson limits are turned into a ratio. The upper limit is infinite where the second count is 0. NaN where
    both counts or either denominator are 0.

    Raises StatisticsError as `byar` does.
    """
    level = confidence_of(confidence)
    x, unit, y, other = together_rates(count, denominator, other_count, other_denominator, 1)
    first, second = clopper_pearson_limits(x, x + y, level), clopper_pearson_limits(y, x + y, level)
    # One less a limit of the first is a limit of the second, with all its digits; `unit` is one over the denominator.
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = unit / other
        return _limits((first[0] / second[1] * ratio, first[1] / second[0] * ratio))


def wilson_limits(x: Floats, n: Floats, level: float) -> _Pair:
    """Wilson's limits on arrays already read and checked. NaN where `n` is 0 or anything is NaN."""
    z = _z(level)
    with np.errstate(invalid="ignore", divide="ignore"):
        root = z * np.sqrt(z * z + 4 * x * (n - x) / n)
        middle = 2 * x + z * z
        # The smaller root as a quotient of sums: the textbook difference loses digits where x is small.
        lower = 2 * x * (x / n) / (middle + root)
        upper = (middle + root) / (2 * (n + z * z))
        share = x / n
    return np.where(x == 0, share, np.minimum(lower, share)), np.where(x == n, share, np.clip(upper, share, 1.0))


def byar_limits(x: Floats, level: float) -> _Pair:
    """The limits of a Poisson count: exact below 10, Byar's from 10."""
    z = _z(level)
    with np.errstate(invalid="ignore", divide="ignore"):
        above = x + 1
        down = 1 - 1 / (9 * x) - z / (3 * np.sqrt(x))
        up = 1 - 1 / (9 * above) + z / (3 * np.sqrt(above))
        # Multiplied out: numpy's power differs in its last digit between a number alone and the same in an array.
        lower, upper = x * (down * down * down), above * (up * up * up)
    few = x < _EXACT_BELOW
    if few.any():
        lower, upper = np.array(lower), np.array(upper)
        lower[few], upper[few] = garwood_limits(x[few], level)
    return lower, upper


def garwood_limits(x: Floats, level: float) -> _Pair:
    """The exact limits of a Poisson count: half the quantiles of chi-squared on 2x and 2x + 2 degrees of freedom."""
    tail = (1 - level) / 2
    lower = np.where(x == 0, 0.0, special.gammaincinv(np.where(x == 0, 1.0, x), tail))
    return lower, special.gammainccinv(x + 1, tail)


def together_rates(
    count: ArrayLike, denominator: ArrayLike, other_count: ArrayLike, other_denominator: ArrayLike, per: float
) -> tuple[Floats, Floats, Floats, Floats]:
    """Two rates as counts and what one of the count adds to the rate, all of one shape; NaN where nothing does."""
    unit = unit_of(per)
    x, n, y, m = together(
        given("count", count, least=0),
        given("denominator", denominator, least=0),
        given("other_count", other_count, least=0),
        given("other_denominator", other_denominator, least=0),
    )
    return x, _divided(unit, n), y, _divided(unit, m)


def clopper_pearson_limits(x: Floats, n: Floats, level: float) -> _Pair:
    tail = (1 - level) / 2
    none, every = x == 0, x == n
    with np.errstate(invalid="ignore"):
        lower = np.where(none, 0.0, special.betaincinv(np.where(none, 1.0, x), n - x + 1, tail))
        upper = np.where(every, 1.0, special.betainccinv(x + 1, np.where(every, 1.0, n - x), tail))
    nothing = ~(n > 0) | np.isnan(x)
    return np.where(nothing, np.nan, lower), np.where(nothing, np.nan, upper)


def _square_and_add(first: Floats, around: _Pair, second: Floats, beside: _Pair) -> _Pair:
    """The limits of a difference from the limits of its two parts."""
    difference = first - second
    below = np.hypot(first - around[0], beside[1] - second)
    above = np.hypot(around[1] - first, second - beside[0])
    return difference - below, difference + above


def _shares(numerator: ArrayLike, denominator: ArrayLike) -> tuple[Floats, Floats]:
    x, n = together(*_share_pair(numerator, denominator, "numerator", "denominator"))
    _within(x, n)
    return x, n


def _share_pair(numerator: ArrayLike, denominator: ArrayLike, name: str, of: str) -> tuple[Given, Given]:
    return given(name, numerator, least=0), given(of, denominator, least=0)


def _within(x: Floats, n: Floats, name: str = "numerator") -> Floats:
    """The shares themselves. Raises StatisticsError where a numerator is larger than its denominator."""
    with np.errstate(invalid="ignore", divide="ignore"):
        over = np.flatnonzero(x > n)
        if over.size:
            at = int(over[0])
            raise StatisticsError(
                f"{name}, position {at}: {x.flat[at]:g} is more than its denominator, {n.flat[at]:g}. A share counts "
                "part of its denominator; use a rate where the two count different things."
            )
        share: Floats = x / n
    return share


def _rates(count: ArrayLike, denominator: ArrayLike, per: float) -> tuple[Floats, Floats]:
    unit = unit_of(per)
    x, n = together(given("count", count, least=0), given("denominator", denominator, least=0))
    return x, _divided(unit, n)


def _divided(unit: float, n: Floats) -> Floats:
    with np.errstate(divide="ignore"):
        return np.where(n == 0, np.nan, unit / n)


def _z(level: float) -> float:
    """How many standard errors the middle `level` of a normal distribution reaches to each side."""
    return float(-special.ndtri((1 - level) / 2))


def _scaled(pair: _Pair, unit: Floats) -> _Pair:
    return pair[0] * unit, pair[1] * unit


def _limits(pair: _Pair) -> Answer:
    return Limits(as_given(pair[0]), as_given(pair[1]))


def _answer(confidence: Confidence, at: Callable[[float], _Pair]) -> Answer | tuple[Answer, ...]:
    if isinstance(confidence, Iterable) and not isinstance(confidence, str | bytes):
        levels = entries_of("confidence", confidence, "Give a share, such as 0.95 for 95%, or several in a list.")
        return tuple(_limits(at(confidence_of(level))) for level in levels)
    return _limits(at(confidence_of(confidence)))
