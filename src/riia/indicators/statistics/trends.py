"""Is there a straight-line trend in a series: three tests of one family, and the latest five points in words.

Each test fits a weighted straight line and asks whether its slope is more than chance. They differ in what chance is:

- proportions (n of N): the chi-squared test for trend of Cochran (1954, Biometrics 10, 417-451) and Armitage (1955,
  Biometrics 11, 375-386), as base R's `prop.trend.test`;
- rates (a count over a population): its Poisson form, the score test of a log-linear Poisson regression on time
  (Armitage 1955; Breslow and Day 1987, Statistical methods in cancer research II, section 3.6). Base R's
  `anova(glm(count ~ offset(log(population)) + time, family = poisson), test = "Rao")` is the same test, but takes its
  weights from the last step but one of an iteration, and agrees to about six digits; here nothing is iterated;
- any figure with an interval: weights from the width of the interval (Fingertips, below).

`recent_trend` is in `recent_trends`. The tests know chance alone, and nothing of a change in practice or recording;
on the large counts of a region almost every wobble is more than chance.
"""

from dataclasses import dataclass, replace
from typing import Final, NamedTuple

import numpy as np
from scipy.special import chdtrc, ndtri

from riia.indicators.model import Symbol
from riia.indicators.statistics.arguments import confidence_of, unit_of
from riia.indicators.statistics.arrays import ArrayLike, Bools, Floats, Given, StatisticsError, given, one_series

_FEWEST: Final = 2
_DUST: Final = 1e-13


@dataclass(frozen=True, slots=True)
class TrendTest:
    """A straight line through a series and the test of its slope.

    `slope` is the change of the figure per unit of time. `chi_squared` (1 degree of freedom) and `p` test it against no
    trend; `departure` and `departure_p` (`points` - 2 degrees of freedom) test whether the points stray from the line
    by more than chance. `missing` says, by position, why a point was left out. NaN where `reason` says why.
    """

    slope: float
    chi_squared: float
    p: float
    departure: float
    departure_p: float
    points: int
    missing: dict[int, Symbol]
    reason: str

    @property
    def is_estimable(self) -> bool:
        """Whether the test could be made."""
        return not self.reason


def trend_of_proportions(numerators: ArrayLike, denominators: ArrayLike, times: ArrayLike | None = None) -> TrendTest:
    """The chi-squared test for trend in proportions (Cochran 1954, Armitage 1955; R's `prop.trend.test`).

    `times` are numbers such as years and may be irregular; without them the points are one apart. The slope is that of
    the share (0 to 1). Points that are missing or 0 of 0 are left out. The same share everywhere, also 0 or all, is no
    trend: chi-squared 0, p 1.

    Numerators need not be whole (full-time equivalents).

    Raises StatisticsError for a numerator below 0 or above its denominator, and for times that repeat.
    """
    counts = given("numerators", numerators, least=0)
    bases = given("denominators", denominators, least=0)
    at = _times(times, counts)
    one_series(counts, bases, at)
    refuse_no_proportion(counts, bases)
    use = counts.known & bases.known & at.known & (bases.values > 0)
    part, whole = counts.values[use], bases.values[use]
    weights = weights_of_proportions(part, whole, np.ones((1, part.size)))
    return _line(at.values[use], part / whole, weights, _why(use, counts, bases, at))


def trend_of_rates(
    counts: ArrayLike, denominators: ArrayLike, times: ArrayLike | None = None, *, per: float = 10_000
) -> TrendTest:
    """The Poisson test for trend in rates (Armitage 1955; the score test of R's `glm(family = poisson)`).

    `denominators` are populations, not years of them scaled in any way; the slope is that of the rate per `per`. Points
    that are missing or have a population of 0 are left out. No events at all is no trend: chi-squared 0, p 1.

    Raises StatisticsError for a count below 0, for a `per` that is not above 0 and for times that repeat.
    """
    unit = unit_of(per)
    events, bases = given("counts", counts, least=0), given("denominators", denominators, least=0)
    at = _times(times, events)
    one_series(events, bases, at)
    use = events.known & bases.known & at.known & (bases.values > 0)
    count, base = events.values[use], bases.values[use]
    rate = count.sum() / base.sum() if base.size else np.nan
    weights = base / rate if rate > 0 else np.ones_like(base)
    found = _line(at.values[use], count / base, weights[np.newaxis], _why(use, events, bases, at))
    return replace(found, slope=found.slope * unit)


def trend_of_values(
    values: ArrayLike,
    lower: ArrayLike,
    upper: ArrayLike,
    times: ArrayLike | None = None,
    *,
    limits_confidence: float = 0.95,
) -> TrendTest:
    """The test for trend in figures of any kind that have confidence limits, each weighted by its precision.

    A point's variance is that of a normal interval as wide as the one given: ((upper - lower) / 2z) squared. This is
    the method of Fingertips for everything but proportions (Office for Health Improvement and Disparities, Public
    health technical guidance, "Fingertips trend markers") and of PHEindicatormethods' `assign_trend_markers`. Points
    with anything missing are left out.

    Raises StatisticsError for limits the wrong way round or without width, and for times that repeat.
    """
    figures, low, high = given("values", values), given("lower", lower), given("upper", upper)
    at = _times(times, figures)
    one_series(figures, low, high, at)
    use = figures.known & low.known & high.known & at.known
    weights = weights_of_limits(low, high, use, limits_confidence)[np.newaxis, use]
    return _line(at.values[use], figures.values[use], weights, _why(use, figures, low, high, at))


class Lines(NamedTuple):
    """Several weighted lines through the same points: slopes, and the chi-squareds of slope and departure."""

    slope: Floats
    chi_squared: Floats
    departure: Floats


def weighted_lines(times: Floats, values: Floats, weights: Floats) -> Lines:
    """A line for each row of `weights`, one column for each point; a weight of 0 leaves a point out.

    Times are taken from their mean first, since years lose digits otherwise.
    """
    sums = weights.sum(axis=1, keepdims=True)
    apart = times - (weights * times).sum(axis=1, keepdims=True) / sums
    off = values - (weights * values).sum(axis=1, keepdims=True) / sums
    across = (weights * apart**2).sum(axis=1)
    cross = (weights * apart * off).sum(axis=1)
    # What is left of equal figures after arithmetic has a sign, and must not decide a direction.
    flat = np.abs(cross) <= _DUST * (weights * np.abs(apart * values)).sum(axis=1)
    slope = np.where(flat, 0.0, cross / across)
    departure = (weights * (off - slope[:, np.newaxis] * apart) ** 2).sum(axis=1)
    return Lines(slope, slope**2 * across, departure)


def weights_of_proportions(part: Floats, whole: Floats, use: Floats) -> Floats:
    """The precision of each share where all those in `use` (rows of 0 and 1) are one; 1 where nothing varies."""
    share = ((part * use).sum(axis=1) / (whole * use).sum(axis=1))[:, np.newaxis] if part.size else np.ones((1, 1))
    varies = (share > 0) & (share < 1)
    return use * np.where(varies, whole / np.where(varies, share * (1 - share), 1), 1.0)


def weights_of_limits(lower: Given, upper: Given, use: Bools, limits_confidence: float) -> Floats:
    """The precision of each figure by the width of its interval, NaN where not in `use`.

    Raises StatisticsError for limits the wrong way round or without width.
    """
    spread = 2 * float(ndtri((1 + confidence_of(limits_confidence, "limits_confidence")) / 2))
    width = np.where(use, upper.values - lower.values, np.nan)
    if (width <= 0).any():
        wrong = int(np.flatnonzero(width <= 0)[0])
        raise StatisticsError(
            f"upper, position {wrong}: {upper.values[wrong]:g} is not above the lower limit {lower.values[wrong]:g}. "
            "Give both limits of each interval, lower first."
        )
    found: Floats = (spread / width) ** 2
    return found


def refuse_no_proportion(counts: Given, bases: Given) -> None:
    """Raise StatisticsError for a numerator above its denominator, naming the position."""
    wrong = np.flatnonzero(counts.values > bases.values)
    if wrong.size:
        at = int(wrong[0])
        raise StatisticsError(
            f"numerators, position {at}: {counts.values[at]:g} of {bases.values[at]:g} is no proportion. "
            "Give a part and its whole, or ask for the trend of rates."
        )


def _times(times: ArrayLike | None, like: Given) -> Given:
    """The times as numbers: those given, or 0, 1, 2 and so on."""
    if times is None:
        return Given(np.arange(like.values.size, dtype=np.float64), {}, "times")
    return given("times", times)


def _why(use: Bools, *those: Given) -> dict[int, Symbol]:
    """Why each point not used has no number. A denominator of 0 leaves nothing to be a share of: not applicable."""
    said: dict[int, Symbol] = {}
    for at in map(int, np.flatnonzero(~use)):
        symbols = [one.symbols[at] for one in those if at in one.symbols]
        said[at] = Symbol.strongest(symbols) if symbols else Symbol.NOT_APPLICABLE
    return said


def _line(times: Floats, values: Floats, weights: Floats, missing: dict[int, Symbol]) -> TrendTest:
    if times.size != np.unique(times).size:
        raise StatisticsError("times: one time comes twice in a series. Give one point for each time.")
    size, nan = int(times.size), float("nan")
    if size < _FEWEST:
        reason = f"A trend needs {_FEWEST} points with a number; here are {size}."
        return TrendTest(nan, nan, nan, nan, nan, size, missing, reason)
    slope, chi_squared, departure = (float(one[0]) for one in weighted_lines(times, values, weights))
    if size == _FEWEST:  # two points are always on a line
        departure, departure_p = 0.0, 1.0
    else:
        departure_p = float(chdtrc(size - 2, departure))
    return TrendTest(slope, chi_squared, float(chdtrc(1, chi_squared)), departure, departure_p, size, missing, "")
