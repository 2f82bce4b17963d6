"""Exact tests: of two shares, of two rates, and of one share or rate against a figure taken as known.

Array in, p-values out, in the shape given, NaN where a number is missing or a denominator is 0: of nothing there is no
share to compare (R's `fisher.test` answers 1 there). Two-sided by the "method of small p": the probability of all
outcomes that are no more probable than the one seen, as R's `fisher.test`, `poisson.test` and `binom.test` do,
with their tolerance of one part in ten million for outcomes that are equally probable.

Every probability is found from its neighbour by the ratio of the two and all are divided by their sum, so that no
factorial is needed and England's numbers are as exact as a small council's.
"""

from collections.abc import Callable
from math import floor, sqrt

import numpy as np

from riia.indicators.statistics.arguments import unit_of
from riia.indicators.statistics.arrays import ArrayLike, Bools, Floats, StatisticsError, as_given, given, together

_EQUALLY_PROBABLE = 1 + 1e-7
# Beyond this many standard deviations and this many outcomes from the most probable one, all are below 1e-300 of it.
_DEVIATIONS, _OUTCOMES = 40, 200
_MOST_OUTCOMES = 10_000_000


def fisher_test(
    numerator: ArrayLike, denominator: ArrayLike, other_numerator: ArrayLike, other_denominator: ArrayLike
) -> float | Floats:
    """Fisher's exact test that two independent shares differ: `numerator` of `denominator` against the other.

    Fisher RA (1935), Journal of the Royal Statistical Society 98:39-82. p as R's `fisher.test` prints it for the table
    of those counted and those not.

    Raises StatisticsError for numbers that are not whole or below 0, and a numerator above its denominator.
    """
    x, n, y, m = together(
        given("numerator", numerator, least=0, whole=True),
        given("denominator", denominator, least=0, whole=True),
        given("other_numerator", other_numerator, least=0, whole=True),
        given("other_denominator", other_denominator, least=0, whole=True),
    )
    _refuse(x > n, "numerator", x, "is more than its denominator. A share counts part of its denominator.")
    _refuse(y > m, "other_numerator", y, "is more than its denominator. A share counts part of its denominator.")
    return _each(_hypergeometric, x, n, y, m)


def rate_test(
    count: ArrayLike, denominator: ArrayLike, other_count: ArrayLike, other_denominator: ArrayLike
) -> float | Floats:
    """The exact conditional test that two independent rates differ: `count` by `denominator` against the other.

    Przyborowski J and Wilenski H (1940), Biometrika 31:313-323: given their sum, the first count is binomial. p as R's
    `poisson.test` prints it for two samples. 1 where both counts are 0.

    Raises StatisticsError for counts that are not whole, and numbers below 0.
    """
    x, n, y, m = together(
        given("count", count, least=0, whole=True),
        given("denominator", denominator, least=0),
        given("other_count", other_count, least=0, whole=True),
        given("other_denominator", other_denominator, least=0),
    )
    with np.errstate(invalid="ignore"):
        part = np.where((n > 0) & (m > 0), n / (n + m), np.nan)
    return _each(_binomial, x, x + y, part)


def binomial_test(numerator: ArrayLike, denominator: ArrayLike, reference: ArrayLike) -> float | Floats:
    """The exact test that a share differs from `reference`, a share on 0 to 1 taken as known without error.

    Clopper CJ and Pearson ES (1934), Biometrika 26:404-413. p as R's `binom.test` prints it.

    Raises StatisticsError for counts that are not whole, a numerator above its denominator, a reference outside 0 to 1.
    """
    x, n, share = together(
        given("numerator", numerator, least=0, whole=True),
        given("denominator", denominator, least=0, whole=True),
        given("reference", reference, least=0),
    )
    _refuse(x > n, "numerator", x, "is more than its denominator. A share counts part of its denominator.")
    _refuse(share > 1, "reference", share, "is above 1. Give a share, such as 0.25 for 25%.")
    return _each(_binomial, x, np.where(n > 0, n, np.nan), share)


def poisson_test(count: ArrayLike, denominator: ArrayLike, reference: ArrayLike, per: float = 10_000) -> float | Floats:
    """The exact test that a rate differs from `reference`, a rate for every `per` taken as known without error.

    p as R's `poisson.test` prints it for one sample.

    Raises StatisticsError for counts that are not whole, numbers below 0 and a `per` that is not above 0.
    """
    unit = unit_of(per)
    x, n, rate = together(
        given("count", count, least=0, whole=True),
        given("denominator", denominator, least=0),
        given("reference", reference, least=0),
    )
    return _each(_poisson, x, np.where(n > 0, n, np.nan) * rate / unit)


def _each(test: Callable[..., float], *arrays: Floats) -> float | Floats:
    """Run a test of single numbers on each entry that has them all."""
    found = np.full(arrays[0].shape, np.nan)
    known = ~np.isnan(np.sum(arrays, axis=0))
    flat = [array[known].tolist() for array in arrays]
    found[known] = [test(*numbers) for numbers in zip(*flat, strict=True)]
    return as_given(found)


def _hypergeometric(x: float, n: float, y: float, m: float) -> float:
    """p of `x` among the x + y counted, when those are a random part of all n + m."""
    if n == 0 or m == 0:
        return np.nan
    counted, everyone = x + y, n + m
    low, high = max(0.0, counted - m), min(counted, n)
    mode = floor((counted + 1) * (n + 1) / (everyone + 2))
    spread = sqrt(counted * (everyone - counted) * (n / everyone) * (m / everyone) / max(everyone - 1, 1))

    def step(k: Floats) -> Floats:
        return (counted - k) / (k + 1) * ((n - k) / (m - counted + k + 1))

    return _small_p(x, mode, _window(mode, spread, low, high), step)


def _binomial(x: float, n: float, share: float) -> float:
    if share in (0, 1):
        return float(x == n * share)
    mode = min(floor((n + 1) * share), n)
    odds = share / (1 - share)

    def step(k: Floats) -> Floats:
        return (n - k) / (k + 1) * odds

    return _small_p(x, mode, _window(mode, sqrt(n * share * (1 - share)), 0, n), step)


def _poisson(x: float, mean: float) -> float:
    if mean == 0:
        return float(x == 0)
    mode = floor(mean)
    return _small_p(x, mode, _window(mode, sqrt(mean), 0, np.inf), lambda k: mean / (k + 1))


def _window(mode: float, spread: float, low: float, high: float) -> tuple[float, float]:
    """The outcomes that have any probability worth counting."""
    reach = floor(_DEVIATIONS * spread) + _OUTCOMES
    window = max(low, mode - reach), min(high, mode + reach)
    if window[1] - window[0] > _MOST_OUTCOMES:
        raise StatisticsError(
            f"count, denominator: numbers around {mode:,.0f} are too large for an exact test. Compare the intervals of "
            "the two figures."
        )
    return window


def _small_p(x: float, mode: float, window: tuple[float, float], step: Callable[[Floats], Floats]) -> float:
    """The probability of all outcomes no more probable than `x`.

    `step` gives the probability of k + 1 as a multiple of that of k.
    """
    low, high = window
    if not low <= x <= high:
        return 0.0
    above = np.cumprod(step(np.arange(mode, high)))
    below = np.cumprod(1 / step(np.arange(mode - 1, low - 1, -1)))
    weights = np.concatenate((below[::-1], [1.0], above))
    seen = weights[int(x - low)]
    return min(1.0, float(weights[weights <= seen * _EQUALLY_PROBABLE].sum() / weights.sum()))


def _refuse(wrong: Bools, name: str, values: Floats, rule: str) -> None:
    if wrong.any():
        at = int(np.flatnonzero(wrong)[0])
        raise StatisticsError(f"{name}, position {at}: {values.flat[at]:g} {rule}")
