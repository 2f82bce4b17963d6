"""Limits that a count of a known mean crosses by chance no more often than a normal figure crosses three sigma.

Three standard errors either way suit a normal figure, which lies beyond either line 1.35 times in a thousand. A small
count is skew: with a mean of 2 it crosses its upper three sigma line three times as often, and can never cross the
lower. Probability limits (Ryan TP, 2011, Statistical Methods for Quality Improvement, 3rd edition, Wiley, chapter 6)
are quantiles of the binomial or Poisson distribution itself: a count above the upper, or below the lower, has a
probability of at most 0.00135 each; beyond the inner lines of at most 0.02275 each, as beyond two sigma; and above the
median, or below it, of at most a half each.
"""

from collections.abc import Callable
from fractions import Fraction
from typing import Final

from scipy.special import betainc, gammaincc, ndtr

type Counts = tuple[int, int, int, int, int]
"""Lower limit, lower inner line, median, upper inner line, upper limit."""

_TAILS: Final = tuple(float(ndtr(sigma)) for sigma in (-3.0, -2.0, 0.0, 2.0, 3.0))


def binomial_limits(cases: int, share: Fraction) -> Counts:
    """Limits of the number of events among `cases`, each an event with the probability `share`."""
    no_event = float(1 - share)

    def at_most(count: int) -> float:
        return 1.0 if count >= cases else float(betainc(cases - count, count + 1, no_event))

    return _counts(at_most, round(cases * float(share)))


def poisson_limits(expected: Fraction) -> Counts:
    """Limits of a count that is `expected` on average."""
    mean = float(expected)

    def at_most(count: int) -> float:
        return float(gammaincc(count + 1, mean))

    return _counts(at_most, round(mean))


def _counts(at_most: Callable[[int], float], near: int) -> Counts:
    lower, lower_close, median, upper_close, upper = (_quantile(at_most, tail, near) for tail in _TAILS)
    return lower, lower_close, median, upper_close, upper


def _quantile(at_most: Callable[[int], float], tail: float, near: int) -> int:
    """The smallest count that is not exceeded with a probability of `tail` at least, searched for from `near`."""
    low, high, reach = near, near, 1
    while low >= 0 and at_most(low) >= tail:
        low, reach = low - reach, 2 * reach
    reach = 1
    while at_most(high) < tail:
        high, reach = high + reach, 2 * reach
    low = max(low, -1)
    while high - low > 1:
        middle = (low + high) // 2
        if at_most(middle) >= tail:
            high = middle
        else:
            low = middle
    return high
