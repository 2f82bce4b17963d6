"""The lines of a funnel: the limits for any denominator, and the tail probabilities that go with them.

Each kind of line answers both from one model, so that an area lies beyond a limit exactly where its tail probability
is smaller than the limit's. `limits` gives shares (counts divided by denominators); denominators are above 0.
"""

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from scipy.special import gammainc, gammaincc, gammainccinv, gammaincinv, ndtr, ndtri

from riia.indicators.statistics.arrays import Floats
from riia.indicators.statistics.funnels.edges import Edges
from riia.indicators.statistics.funnels.scales import Scale
from riia.indicators.statistics.funnels.tails import (
    binomial_at_least,
    binomial_at_most,
    binomial_counts,
    poisson_at_least,
    poisson_at_most,
    poisson_counts,
    root,
)


class Lines(Protocol):
    """What every kind of line answers."""

    def limits(self, denominators: Floats, tail: float) -> tuple[Floats, Floats]:
        """The lower and the upper limit with the probability `tail` beyond each."""

    def tails(self, counts: Floats, denominators: Floats) -> tuple[Floats, Floats]:
        """How probable a count this low or lower is, and one this high or higher."""


@dataclass(frozen=True, slots=True)
class Certain:
    """A target at which nothing is left to chance: nobody, or everybody. The limits are the target."""

    target: float

    def limits(self, denominators: Floats, tail: float) -> tuple[Floats, Floats]:
        """The target, twice."""
        return np.full_like(denominators, self.target), np.full_like(denominators, self.target)

    def tails(self, counts: Floats, denominators: Floats) -> tuple[Floats, Floats]:
        """0 for a count on the other side of the target, otherwise 1."""
        certain = self.target * denominators
        return np.where(counts < certain, 0.0, 1.0), np.where(counts > certain, 0.0, 1.0)


@dataclass(frozen=True, slots=True)
class ExactProportion:
    """The exact binomial test turned round: beyond a limit lies what Clopper and Pearson's interval excludes.

    C. J. Clopper and E. S. Pearson, Biometrika 26 (1934) 404-413. Between whole counts the tails are joined by the
    incomplete beta function, so the lines are smooth and agree with the test at every whole count.
    """

    target: float

    def limits(self, denominators: Floats, tail: float) -> tuple[Floats, Floats]:
        """The shares at which a tail of the binomial is exactly `tail`."""
        low, high = binomial_counts(denominators, self.target, tail)
        return low / denominators, high / denominators

    def tails(self, counts: Floats, denominators: Floats) -> tuple[Floats, Floats]:
        """Binomial tails, the count itself in both."""
        return (
            binomial_at_most(counts, denominators, self.target),
            binomial_at_least(counts, denominators, self.target),
        )


@dataclass(frozen=True, slots=True)
class ExactRate:
    """The exact Poisson test turned round, joined between whole counts by the incomplete gamma function.

    These are the lines PHEindicatormethods draws for rates and ratios, which finds them by halving to about 7 digits.
    """

    target: float

    def limits(self, denominators: Floats, tail: float) -> tuple[Floats, Floats]:
        """The rates at which a tail of the Poisson is exactly `tail`."""
        low, high = poisson_counts(self.target * denominators, tail)
        return low / denominators, high / denominators

    def tails(self, counts: Floats, denominators: Floats) -> tuple[Floats, Floats]:
        """Poisson tails, the count itself in both."""
        expected = self.target * denominators
        return poisson_at_most(counts, expected), poisson_at_least(counts, expected)


@dataclass(frozen=True, slots=True)
class Interpolated:
    """Spiegelhalter's exact limits (2005, appendix A.1): quantiles of the counts, interpolated between whole counts.

    With r the smallest count whose cumulative probability reaches p, the limit is r - (F(r)-p)/(F(r)-F(r-1)). The
    upper line so takes the count itself as not yet beyond: an area can lie above it although the probability of its
    count or more is larger than the tail. Lines have teeth at small denominators. Counts must be whole. Where so little
    is expected that the formula puts the upper limit below the target, or below 0, it is the target.
    """

    exact: ExactProportion | ExactRate

    def limits(self, denominators: Floats, tail: float) -> tuple[Floats, Floats]:
        """The interpolated quantiles at `tail` and 1 - `tail`, as shares."""
        low, high = (share * denominators for share in self.exact.limits(denominators, tail))
        lower = self._count(np.ceil(np.round(low, 9)), denominators, tail, upper=False)
        upper = self._count(np.ceil(np.round(high, 9)) - 1, denominators, tail, upper=True)
        return np.maximum(lower, 0.0) / denominators, np.maximum(upper / denominators, self.exact.target)

    def tails(self, counts: Floats, denominators: Floats) -> tuple[Floats, Floats]:
        """The probability of the count or fewer, and of strictly more."""
        expected = self.exact.target * denominators
        above = np.where(counts <= expected, 1.0, self._more(counts, denominators))
        return self._at_most(counts, denominators), above

    def _count(self, guess: Floats, denominators: Floats, tail: float, *, upper: bool) -> Floats:
        def short(counts: Floats) -> Floats:
            """How far the cumulative probability of `counts` lies above the quantile's."""
            if upper:
                return tail - self._more(counts, denominators)
            return self._at_most(counts, denominators) - tail

        count = np.maximum(guess, 0.0)
        count = np.where((count > 0) & (short(count - 1) >= 0), count - 1, count)
        count = np.where(short(count) < 0, count + 1, count)
        single = short(count) - np.where(count > 0, short(count - 1), tail - 1 if upper else -tail)
        return count - short(count) / single

    def _at_most(self, counts: Floats, denominators: Floats) -> Floats:
        return self.exact.tails(counts, denominators)[0]

    def _more(self, counts: Floats, denominators: Floats) -> Floats:
        return self.exact.tails(counts + 1, denominators)[1]


@dataclass(frozen=True, slots=True)
class Normal:
    """Normal limits on a scale, widened by `tau2`, the variance between areas on that scale.

    `decimals` rounds the normal multiple (1.96 and so on), for packages that carry it as a rounded constant.
    """

    scale: Scale
    tau2: float = 0.0
    decimals: int | None = None

    def limits(self, denominators: Floats, tail: float) -> tuple[Floats, Floats]:
        """The target and a normal multiple of the spread on both sides, as shares."""
        multiple = float(-ndtri(tail))
        if self.decimals is not None:
            multiple = round(multiple, self.decimals)
        reach = multiple * self._spread(denominators)
        return self.scale.back(self.scale.centre - reach), self.scale.back(self.scale.centre + reach)

    def tails(self, counts: Floats, denominators: Floats) -> tuple[Floats, Floats]:
        """Normal tails of the z-score."""
        scores = self.scores(counts, denominators)
        return np.asarray(ndtr(scores), dtype=np.float64), np.asarray(ndtr(-scores), dtype=np.float64)

    def scores(self, counts: Floats, denominators: Floats) -> Floats:
        """How many standard deviations each area lies from the target."""
        return (self.scale.to(counts / denominators) - self.scale.centre) / self._spread(denominators)

    def _spread(self, denominators: Floats) -> Floats:
        return np.sqrt(self.scale.spread(denominators) ** 2 + self.tau2)


@dataclass(frozen=True, slots=True)
class Widest:
    """The wider of chance alone and the widened limits, so that allowing for more spread never narrows a limit.

    Normal limits on any scale fail where few are counted: of 32 with a target of 23%, none at all has the probability
    0.0003, and 0.00000001 on the arcsine scale. There the exact limits are the wider ones. And where areas without any
    (or with all) are not that improbable, given the spread between areas, the limit is 0 (or all) as it is in the
    exact test.
    """

    by_chance: Lines
    widened: Lines
    edges: Edges

    def limits(self, denominators: Floats, tail: float) -> tuple[Floats, Floats]:
        """The lower of the two lower limits and the higher of the two upper ones, or the end of the scale."""
        low, high = self.by_chance.limits(denominators, tail)
        widened_low, widened_high = self.widened.limits(denominators, tail)
        return (
            np.where(self.edges.none(denominators) >= tail, 0.0, np.minimum(low, widened_low)),
            np.where(self.edges.all(denominators) >= tail, 1.0, np.maximum(high, widened_high)),
        )

    def tails(self, counts: Floats, denominators: Floats) -> tuple[Floats, Floats]:
        """The larger of the two in each tail, and no smaller than that of none, or of all."""
        below, above = self.by_chance.tails(counts, denominators)
        widened_below, widened_above = self.widened.tails(counts, denominators)
        return (
            np.maximum(np.maximum(below, widened_below), self.edges.none(denominators)),
            np.maximum(np.maximum(above, widened_above), self.edges.all(denominators)),
        )


@dataclass(frozen=True, slots=True)
class Byar:
    """Rates and ratios as PHEindicatormethods labels them: exact Poisson below 10 events, Byar's approximation from 10.

    Byar's approximation: N. E. Breslow and N. E. Day, Statistical Methods in Cancer Research II (IARC 1987), p. 69.
    Between 9 and 10, where the two meet, the line is straight.
    """

    target: float

    def limits(self, denominators: Floats, tail: float) -> tuple[Floats, Floats]:
        """The rates whose interval has the target for its end."""
        expected = self.target * denominators
        most = 2 * expected + 100.0
        while (_byar_low(most, tail) <= expected).any():
            most = 2 * most
        nobody = np.zeros_like(expected)
        lower = root(lambda counts: _byar_high(counts, tail) - expected, nobody, most)
        upper = root(lambda counts: _byar_low(counts, tail) - expected, nobody, most)
        return lower / denominators, upper / denominators

    def tails(self, counts: Floats, denominators: Floats) -> tuple[Floats, Floats]:
        """The tail at which an area's interval has the target for its end."""
        expected = self.target * denominators
        seen = np.maximum(counts, 1.0)  # the branch from 10 is worked out for every area, and used from 10 only
        above = ndtr(3 * np.sqrt(seen) * (np.cbrt(expected / seen) - 1 + 1 / (9 * seen)))
        more = seen + 1
        below = ndtr(3 * np.sqrt(more) * (1 - 1 / (9 * more) - np.cbrt(expected / more)))
        return (
            np.where(counts < 10, poisson_at_most(counts, expected), below),
            np.where(counts < 10, poisson_at_least(counts, expected), above),
        )


@dataclass(frozen=True, slots=True)
class AroundExpected:
    """FunnelPlotR's unadjusted limits of standardised ratios: the exact Poisson interval of the expected number.

    It treats what is expected as if it had been counted. Kept only so that its numbers can be reproduced.
    """

    target: float

    def limits(self, denominators: Floats, tail: float) -> tuple[Floats, Floats]:
        """The interval's ends divided by the expected number, times the target."""
        lower = gammaincinv(denominators, tail) / denominators
        upper = gammainccinv(denominators + 1, tail) / denominators
        return self.target * lower, self.target * upper

    def tails(self, counts: Floats, denominators: Floats) -> tuple[Floats, Floats]:
        """The tail at which an end of the interval meets the count."""
        counted = counts / self.target
        return (
            np.asarray(gammainc(denominators, counted), dtype=np.float64),
            np.asarray(gammaincc(denominators + 1, counted), dtype=np.float64),
        )


def _byar_low(counts: Floats, tail: float) -> Floats:
    """The lower end of the interval around `counts`, for any real count."""

    def approximate(at: Floats) -> Floats:
        return np.asarray(at * (1 - 1 / (9 * at) + ndtri(tail) / (3 * np.sqrt(at))) ** 3, dtype=np.float64)

    exact = np.where(counts <= 0, 0.0, gammaincinv(np.clip(counts, 1e-300, 9.0), tail))
    return _joined(counts, exact, approximate(np.maximum(counts, 10.0)))


def _byar_high(counts: Floats, tail: float) -> Floats:
    """The upper end of the interval around `counts`, for any real count."""
    at = np.maximum(counts, 10.0) + 1
    approximate = at * (1 - 1 / (9 * at) - ndtri(tail) / (3 * np.sqrt(at))) ** 3
    return _joined(counts, gammainccinv(np.clip(counts, 0.0, 9.0) + 1, tail), approximate)


def _joined(counts: Floats, upto_nine: Floats, from_ten: Floats) -> Floats:
    """`upto_nine` up to 9, `from_ten` from 10, a straight line between; each is held constant beyond its part."""
    part = np.clip(counts - 9, 0.0, 1.0)
    return np.asarray((1 - part) * upto_nine + part * from_ten, dtype=np.float64)
