"""Exact arithmetic for limits, so that a figure lies on a line or beside it by its digits, not by rounding noise.

A figure is taken as the decimal it is written with, at 15 significant digits (what a float always holds), and every
mean and limit is worked out as a fraction and made a float once. So the mean of 95.3 and 95.5 is 95.4, and a figure of
95.4 lies on it; thirteen figures of 0.1 have the mean 0.1; and three times 0.1 is the same figure as 0.3.
"""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from fractions import Fraction
from math import isqrt
from typing import Final

import numpy as np

from riia.indicators.statistics.arrays import Floats, StatisticsError

_SHORT: Final = 10**60

type Exact = Fraction | None
"""An exact number, or None where there is none."""


def exactly(values: Floats) -> list[Exact]:
    """The decimals that `values` are written with; None for NaN."""
    return [None if np.isnan(value) else fraction_of(float(value)) for value in values]


def fraction_of(value: float) -> Fraction:
    """The decimal that `value` is written with, at 15 significant digits."""
    return Fraction(Decimal(f"{value:.15g}"))


def mean_of(numbers: Sequence[Fraction]) -> Exact:
    """The exact mean, None without numbers."""
    return sum(numbers, Fraction(0)) / len(numbers) if numbers else None


def root(number: Fraction) -> Fraction:
    """The square root, to 40 significant digits or more; exact where it is a fraction of small terms."""
    scaled = number.numerator * number.denominator
    # root(p / q) is root(p q) / q; the shift keeps 140 bits of it.
    shift = max(0, 140 - scaled.bit_length() // 2)
    whole = isqrt(scaled << (2 * shift))
    return Fraction(whole, number.denominator << shift)


def short(number: Fraction) -> Fraction:
    """The number to 60 decimals, so that sums of many ratios stay short."""
    return Fraction(round(number * _SHORT), _SHORT)


def as_floats(numbers: Iterable[Exact]) -> Floats:
    """Each number as the nearest float, NaN for None. Raises StatisticsError beyond what a float can hold."""
    try:
        return np.array([np.nan if number is None else float(number) for number in numbers], dtype=np.float64)
    except OverflowError:
        raise StatisticsError(
            "The limits of these figures are too large for a float. Give them in larger units."
        ) from None
