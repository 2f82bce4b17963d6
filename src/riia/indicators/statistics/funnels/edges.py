"""How probable it is that none, or all, are counted where areas differ by more than chance.

A normal limit knows nothing of the ends of its scale: it can lie just above 0 where one area in ten would have a count
of 0. An area's share or rate is taken to be normal on the stabilised scale, as in the widened limits, with the part of
that distribution past the end of the scale standing on the end; given it, the count is binomial or Poisson.
"""

from dataclasses import dataclass
from typing import Final, Protocol

import numpy as np
from scipy.special import ndtr

from riia.indicators.statistics.arrays import Floats

_NODES: Final = 64
_REACH: Final = 9.0


class Edges(Protocol):
    """What is known of the ends of a scale."""

    def none(self, denominators: Floats) -> Floats:
        """The probability of a count of 0."""

    def all(self, denominators: Floats) -> Floats:
        """The probability that the count is the denominator."""


@dataclass(frozen=True, slots=True)
class ShareEdges:
    """For proportions whose asin(sqrt(p)) varies between areas with variance `tau2` around that of `target`."""

    target: float
    tau2: float

    def none(self, denominators: Floats) -> Floats:
        """The mean of (1-p)^n, by Gauss and Legendre's quadrature around its peak."""
        return self._mean_power(denominators, float(np.arcsin(np.sqrt(self.target))))

    def all(self, denominators: Floats) -> Floats:
        """The mean of p^n, which is the same from the other end of the scale."""
        return self._mean_power(denominators, float(np.arccos(np.sqrt(self.target))))

    def _mean_power(self, denominators: Floats, centre: float) -> Floats:
        """The mean of cos(y)^(2n) for y normal around `centre`, y at or below 0 counting as 0."""
        spread = float(np.sqrt(self.tau2))
        if not spread:
            return np.asarray(np.cos(centre) ** (2 * denominators), dtype=np.float64)
        # cos(y)^(2n) is close to the normal exp(-n y²), so the product peaks near this point with this width.
        precision = 2 * denominators + 1 / self.tau2
        peak, width = centre / (self.tau2 * precision), 1 / np.sqrt(precision)
        low, high = np.maximum(peak - _REACH * width, 0.0), np.minimum(peak + _REACH * width, np.pi / 2)
        nodes, weights = np.polynomial.legendre.leggauss(_NODES)
        half = (high - low)[..., None] / 2
        at = low[..., None] + half * (nodes + 1)
        with np.errstate(divide="ignore", under="ignore"):
            power = 2 * denominators[..., None] * np.log(np.cos(at))
            density = np.exp(power - (at - centre) ** 2 / (2 * self.tau2)) / (spread * np.sqrt(2 * np.pi))
        inside = (weights * density * half).sum(axis=-1)
        return np.asarray(np.minimum(1.0, inside + ndtr(-centre / spread)), dtype=np.float64)


@dataclass(frozen=True, slots=True)
class RateEdges:
    """For rates whose sqrt(rate/target) varies between areas with variance `tau2` around 1."""

    target: float
    tau2: float

    def none(self, denominators: Floats) -> Floats:
        """The mean of exp(-expected x²) for x normal around 1, x at or below 0 counting as 0."""
        expected = self.target * denominators
        if not self.tau2:
            return np.asarray(np.exp(-expected), dtype=np.float64)
        grown = 1 + 2 * expected * self.tau2
        spread = np.sqrt(self.tau2)
        inside = np.exp(-expected / grown) / np.sqrt(grown) * ndtr(1 / (spread * np.sqrt(grown)))
        return np.asarray(np.minimum(1.0, inside + ndtr(-1 / spread)), dtype=np.float64)

    def all(self, denominators: Floats) -> Floats:
        """A rate has no upper end."""
        return np.zeros_like(denominators)
