"""The scales on which an area's figure is compared with the target, and what chance alone spreads on each.

A scale knows the figure of an area (`to`, a share: count divided by denominator), the target (`centre`), the standard
deviation that chance gives an area with that denominator (`spread`), and the way back to a share.

D. J. Spiegelhalter, "Funnel plots for comparing institutional performance", Statistics in Medicine 24 (2005)
1185-1202, and D. J. Spiegelhalter and others, "Statistical methods for healthcare regulation: rating, screening and
surveillance", Journal of the Royal Statistical Society A 175 (2012) 1-47.
"""

from dataclasses import dataclass
from typing import Protocol

import numpy as np

from riia.indicators.statistics.arrays import Floats


class Scale(Protocol):
    """What every scale answers. Shares and denominators are above 0 unless said."""

    @property
    def centre(self) -> float:
        """The target on this scale."""

    def to(self, shares: Floats) -> Floats:
        """Shares on this scale."""

    def back(self, points: Floats) -> Floats:
        """Points of this scale as shares, no further than a share can be."""

    def spread(self, denominators: Floats) -> Floats:
        """The standard deviation by chance on this scale."""


@dataclass(frozen=True, slots=True)
class PlainProportion:
    """Proportions as they are: variance p(1-p)/n at the target p."""

    target: float

    @property
    def centre(self) -> float:
        """The target itself."""
        return self.target

    def to(self, shares: Floats) -> Floats:
        """The shares themselves."""
        return shares

    def back(self, points: Floats) -> Floats:
        """The points, from 0 to 1."""
        return np.clip(points, 0.0, 1.0)

    def spread(self, denominators: Floats) -> Floats:
        """The binomial standard deviation of a share at the target."""
        return np.sqrt(self.target * (1 - self.target) / denominators)


@dataclass(frozen=True, slots=True)
class PlainRate:
    """Rates as they are: variance r/n at the target r."""

    target: float

    @property
    def centre(self) -> float:
        """The target itself."""
        return self.target

    def to(self, shares: Floats) -> Floats:
        """The rates themselves."""
        return shares

    def back(self, points: Floats) -> Floats:
        """The points, at least 0."""
        return np.maximum(points, 0.0)

    def spread(self, denominators: Floats) -> Floats:
        """The Poisson standard deviation of a rate at the target."""
        return np.sqrt(self.target / denominators)


@dataclass(frozen=True, slots=True)
class Arcsine:
    """Proportions as asin(sqrt(p)), whose standard deviation 1/(2 sqrt(n)) is nearly the same at every target."""

    target: float

    @property
    def centre(self) -> float:
        """The target on this scale."""
        return float(np.arcsin(np.sqrt(self.target)))

    def to(self, shares: Floats) -> Floats:
        """asin(sqrt(share))."""
        return np.asarray(np.arcsin(np.sqrt(np.clip(shares, 0.0, 1.0))), dtype=np.float64)

    def back(self, points: Floats) -> Floats:
        """sin(point) squared; a point before the start or past the end of the scale is 0 or 1, not turned back."""
        inside = np.sin(np.clip(points, 0.0, np.pi / 2)) ** 2
        return np.where(points <= 0, 0.0, np.where(points >= np.pi / 2, 1.0, inside))

    def spread(self, denominators: Floats) -> Floats:
        """1/(2 sqrt(n))."""
        return 1 / (2 * np.sqrt(denominators))


@dataclass(frozen=True, slots=True)
class Root:
    """Rates as sqrt(rate/target), with standard deviation 1/(2 sqrt(expected)); defined for counts of 0 too."""

    target: float

    @property
    def centre(self) -> float:
        """The target is 1 on this scale."""
        return 1.0

    def to(self, shares: Floats) -> Floats:
        """sqrt(rate/target)."""
        return np.sqrt(shares / self.target)

    def back(self, points: Floats) -> Floats:
        """The point squared, times the target; 0 from 0 down."""
        return self.target * np.maximum(points, 0.0) ** 2

    def spread(self, denominators: Floats) -> Floats:
        """1/(2 sqrt(expected))."""
        return 1 / (2 * np.sqrt(self.target * denominators))


@dataclass(frozen=True, slots=True)
class Log:
    """Rates as log(rate/target), with standard deviation 1/sqrt(expected). A count of 0 is minus infinity."""

    target: float

    @property
    def centre(self) -> float:
        """The target is 0 on this scale."""
        return 0.0

    def to(self, shares: Floats) -> Floats:
        """log(rate/target)."""
        with np.errstate(divide="ignore"):
            return np.log(shares / self.target)

    def back(self, points: Floats) -> Floats:
        """exp(point), times the target."""
        with np.errstate(over="ignore"):
            return self.target * np.exp(points)

    def spread(self, denominators: Floats) -> Floats:
        """1/sqrt(expected)."""
        return 1 / np.sqrt(self.target * denominators)


@dataclass(frozen=True, slots=True)
class UnsquaredRoot(PlainRate):
    """FunnelPlotR's limits for `sr_method = "CQC"`: the spread of the square root, around the ratio itself.

    They are about half as wide as limits on the root scale, since the root is never squared again, and can lie below 0.
    Kept only so that its numbers can be reproduced.
    """

    def back(self, points: Floats) -> Floats:
        """The points themselves."""
        return points

    def spread(self, denominators: Floats) -> Floats:
        """1/(2 sqrt(expected)), times the target."""
        return self.target / (2 * np.sqrt(denominators))


@dataclass(frozen=True, slots=True)
class LogOfCounts(Log):
    """FunnelPlotR's limits for `data_type = "RC"`: the log scale with the spread 1/(2 sqrt(n)) of an arcsine.

    Kept only so that its numbers can be reproduced.
    """

    def spread(self, denominators: Floats) -> Floats:
        """1/(2 sqrt(n))."""
        return 1 / (2 * np.sqrt(denominators))
