"""Exact tail probabilities of binomial and Poisson counts, and the counts at which they reach a given size.

The tails are incomplete beta and gamma functions, which join the whole counts smoothly: the probability of at most r
of n is I(1-p; n-r, r+1) and of at least r is I(p; r, n-r+1), for a count with expectation m they are Q(r+1, m) and
P(r, m) (Abramowitz and Stegun, Handbook of Mathematical Functions, 1964, 26.5.24 and 26.4.21). At whole counts they
are the sums of the single probabilities themselves.
"""

from collections.abc import Callable

import numpy as np
from scipy.special import betainc, gammainc, gammaincc, ndtri

from riia.indicators.statistics.arrays import Floats

type Tail = Callable[[Floats], Floats]

_STEPS = 200
_FINEST = 4 * np.finfo(np.float64).eps


def binomial_at_most(counts: Floats, of: Floats, share: float) -> Floats:
    """The probability of `counts` or fewer among `of`, each with probability `share`."""
    with np.errstate(invalid="ignore"):
        inside = betainc(np.maximum(of - counts, 0), counts + 1, 1 - share)
    return np.where(counts >= of, 1.0, np.where(counts < 0, 0.0, inside))


def binomial_at_least(counts: Floats, of: Floats, share: float) -> Floats:
    """The probability of `counts` or more among `of`, each with probability `share`."""
    with np.errstate(invalid="ignore"):
        inside = betainc(np.maximum(counts, 0), np.maximum(of - counts, 0) + 1, share)
    return np.where(counts <= 0, 1.0, np.where(counts > of, 0.0, inside))


def poisson_at_most(counts: Floats, expected: Floats) -> Floats:
    """The probability of `counts` or fewer events where `expected` are expected."""
    return np.where(counts < 0, 0.0, gammaincc(np.maximum(counts, 0) + 1, expected))


def poisson_at_least(counts: Floats, expected: Floats) -> Floats:
    """The probability of `counts` or more events where `expected` are expected."""
    return np.where(counts <= 0, 1.0, gammainc(np.maximum(counts, 0), expected))


def binomial_counts(of: Floats, share: float, tail: float) -> tuple[Floats, Floats]:
    """The counts among `of` at which the lower and the upper tail are exactly `tail`.

    A lower count is 0 where even none would not be that improbable, an upper count is `of` where all would not be.
    """
    nobody = np.zeros_like(of)
    return (
        _where_tail_is(lambda counts: binomial_at_most(counts, of, share), nobody, of, tail, rising=True),
        _where_tail_is(lambda counts: binomial_at_least(counts, of, share), nobody, of, tail, rising=False),
    )


def poisson_counts(expected: Floats, tail: float) -> tuple[Floats, Floats]:
    """The counts at which the lower and the upper tail are exactly `tail`, where `expected` are expected.

    A lower count is 0 where even no event would not be that improbable.
    """
    most = expected + 10 * np.sqrt(expected) + 10
    while (poisson_at_least(most, expected) >= tail).any():
        most = 2 * most
    nobody = np.zeros_like(expected)
    return (
        _where_tail_is(lambda counts: poisson_at_most(counts, expected), nobody, most, tail, rising=True),
        _where_tail_is(lambda counts: poisson_at_least(counts, expected), nobody, most, tail, rising=False),
    )


def _where_tail_is(probability: Tail, low: Floats, high: Floats, tail: float, *, rising: bool) -> Floats:
    """The count from `low` to `high` with the probability `tail`; the nearer end where there is none between.

    The search is for a normal deviate rather than the probability itself, since that is nearly a straight line.
    """
    sign = 1.0 if rising else -1.0

    def beyond(counts: Floats) -> Floats:
        return np.asarray(sign * (ndtri(probability(counts)) - ndtri(tail)), dtype=np.float64)

    return root(beyond, low, high)


def root(function: Tail, low: Floats, high: Floats) -> Floats:
    """Where a rising `function` is 0 between `low` and `high`, entry by entry; `low` or `high` where it is not.

    T. R. Chandrupatla, "A new hybrid quadratic/bisection algorithm for finding the zero of a nonlinear function
    without using derivatives", Advances in Engineering Software 28 (1997) 145-149. Its function may be infinite.
    """
    near, far = np.array(low, dtype=np.float64), np.array(high, dtype=np.float64)
    at_near, at_far = function(near), function(far)
    result = np.where(at_near >= 0, near, far)
    open_ = (at_near < 0) & (at_far > 0)
    third, at_third = near.copy(), at_near.copy()
    part = np.full(near.shape, 0.5)
    for _ in range(_STEPS):
        if not open_.any():
            break
        trial = near + part * (far - near)
        at_trial = function(trial)
        same = np.sign(at_trial) == np.sign(at_near)
        third, at_third = np.where(same, near, far), np.where(same, at_near, at_far)
        far, at_far = np.where(same, far, near), np.where(same, at_far, at_near)
        near, at_near = trial, at_trial
        nearest = np.where(np.abs(at_near) < np.abs(at_far), near, far)
        result = np.where(open_, nearest, result)
        width = np.abs(far - near)
        finest = _FINEST * np.abs(nearest) + np.finfo(np.float64).tiny
        open_ &= (at_trial != 0) & (width > 2 * finest)
        part = _next_part((near, far, third), (at_near, at_far, at_third), finest)
    return result


def _next_part(at: tuple[Floats, Floats, Floats], values: tuple[Floats, Floats, Floats], finest: Floats) -> Floats:
    """How far from the first towards the second to try next: inverse quadratic interpolation where safe, or half."""
    near, far, third = at
    at_near, at_far, at_third = values
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        xi = (near - far) / (third - far)
        phi = (at_near - at_far) / (at_third - at_far)
        first = at_near / (at_far - at_near) * at_third / (at_far - at_third)
        second = (third - near) / (far - near) * at_near / (at_third - at_near) * at_far / (at_third - at_far)
        safe = (phi**2 < xi) & ((1 - phi) ** 2 < 1 - xi)
        part = np.where(safe & np.isfinite(first + second), first + second, 0.5)
        edge = np.minimum(finest / np.abs(far - near), 0.5)
    return np.clip(part, np.where(np.isnan(edge), 0.5, edge), np.where(np.isnan(edge), 0.5, 1 - edge))
