"""Is there a straight-line trend in a series: three tests of one family, and the latest five points in words.

Each test fits a weighted straight line and asks whether its slope is more than chance. They differ in what chance is:

- proportions (n of N): the chi-squared test for trend of Cochran (1954, Biometrics 10, 417-451) and Armitage (1955,
  Biometrics 11, 375-386), as base R's `prop.trend.test`;
- rates (a count over a population): its Poisson form, the score test of a log-linear Poisson regression on time
  (Armitage 1955; Breslow and Day 1987, Statistical methods in cancer research II, section 3.6), as base R's
  `anova(glm(count ~ offset(log(population)) + time, family = poisson), test = "Rao")`;
- any figure with an interval: weights from the width of the interval (Fingertips, below).

`recent_trend` is in `recent_trends`. The tests know chance alone, and nothing of a change in practice or recording;
on the large counts of a region almost every wobble is more than chance.
"""

from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from scipy.special import chdtrc, ndtri

from riia.indicators.model import Symbol
from riia.indicators.statistics.arrays import ArrayLike, Bools, Floats, Given, StatisticsError, confidence_of, given

_FEWEST: Final = 2


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
    _same_shape(counts, bases, at)
    use = counts.known & bases.known & at.known & (bases.values > 0)
    part, whole = counts.values[use], bases.values[use]
    if (part > whole).any():
        wrong = int(np.flatnonzero(use & (counts.values > bases.values))[0])
        raise StatisticsError(
            f"numerators, position {wrong}: {counts.values[wrong]:g} of {bases.values[wrong]:g} is no proportion. "
            "Give a part and its whole, or ask for the trend of rates."
        )
    share = part.sum() / whole.sum() if whole.size else np.nan
    weights = whole / (share * (1 - share)) if 0 < share < 1 else np.ones_like(whole)
    return _line(at.values[use], part / whole, weights, _why(use, counts, bases, at))


def trend_of_rates(
    counts: ArrayLike, denominators: ArrayLike, times: ArrayLike | None = None, *, per: float = 10_000
) -> TrendTest:
    """The Poisson test for trend in rates (Armitage 1955; the score test of R's `glm(family = poisson)`).

    `denominators` are populations, not years of them scaled in any way; the slope is that of the rate per `per`. Points
    that are missing or have a population of 0 are left out. No events at all is no trend: chi-squared 0, p 1.

    Raises StatisticsError for a count below 0, for a `per` that is not above 0 and for times that repeat.
    """
    events = given("counts", counts, least=0)
    bases = given("denominators", denominators, least=0)
    at = _times(times, events)
    _same_shape(events, bases, at)
    use = events.known & bases.known & at.known & (bases.values > 0)
    events_used, base = events.values[use], bases.values[use]
    rate = events_used.sum() / base.sum() if base.size else np.nan
    weights = base / rate if rate > 0 else np.ones_like(base)
    found = _line(at.values[use], events_used / base, weights, _why(use, events, bases, at))
    return _scaled(found, per)


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
    _same_shape(figures, low, high, at)
    use = figures.known & low.known & high.known & at.known
    width = high.values - low.values
    if (width[use] <= 0).any():
        wrong = int(np.flatnonzero(use & ~(width > 0))[0])
        raise StatisticsError(
            f"upper, position {wrong}: {high.values[wrong]:g} is not above the lower limit {low.values[wrong]:g}. "
            "Give both limits of each interval, lower first."
        )
    spread = 2 * float(ndtri((1 + confidence_of(limits_confidence)) / 2))
    return _line(at.values[use], figures.values[use], (spread / width[use]) ** 2, _why(use, figures, low, high, at))


def _times(times: ArrayLike | None, like: Given) -> Given:
    """The times as numbers: those given, or 0, 1, 2 and so on."""
    if times is None:
        return Given(np.arange(like.values.size, dtype=np.float64), {})
    return given("times", times)


def _same_shape(*those: Given) -> None:
    shapes = {one.values.shape for one in those}
    if len(shapes) > 1 or any(one.values.ndim != 1 for one in those):
        raise StatisticsError(
            f"A trend needs one series, and the arrays given have shapes {' and '.join(map(str, sorted(shapes)))}. "
            "Give lists of the same length, one entry for each point in time."
        )


def _why(use: Bools, *those: Given) -> dict[int, Symbol]:
    """Why each point not used has no number. A denominator of 0 leaves nothing to be a share of: not applicable."""
    said: dict[int, Symbol] = {}
    for at in map(int, np.flatnonzero(~use)):
        symbols = [one.symbols[at] for one in those if at in one.symbols]
        said[at] = Symbol.strongest(symbols) if symbols else Symbol.NOT_APPLICABLE
    return said


def _line(times: Floats, values: Floats, weights: Floats, missing: dict[int, Symbol]) -> TrendTest:
    """The weighted line and its tests; times are centred first, since years lose digits otherwise."""
    if times.size != np.unique(times).size:
        raise StatisticsError("times: one time comes twice in a series. Give one point for each time.")
    if times.size < _FEWEST:
        reason = f"A trend needs {_FEWEST} points with a number; here are {times.size}."
        nan = float("nan")
        return TrendTest(nan, nan, nan, nan, nan, int(times.size), missing, reason)
    share = weights / weights.sum()
    apart = times - (share * times).sum()
    off = values - (share * values).sum()
    across = (weights * apart**2).sum()
    slope = float((weights * apart * off).sum() / across)
    chi_squared = float(slope**2 * across)
    freedom = times.size - 2
    if freedom:
        departure = float((weights * (off - slope * apart) ** 2).sum())
        departure_p = float(chdtrc(freedom, departure))
    else:  # two points are always on a line
        departure, departure_p = 0.0, 1.0
    return TrendTest(
        slope, chi_squared, float(chdtrc(1, chi_squared)), departure, departure_p, int(times.size), missing, ""
    )


def _scaled(test: TrendTest, per: float) -> TrendTest:
    if isinstance(per, bool) or not per > 0:
        raise StatisticsError(f"per={per!r} is not above 0. Give what the rate is for, such as 10_000.")
    return replace(test, slope=test.slope * per)
