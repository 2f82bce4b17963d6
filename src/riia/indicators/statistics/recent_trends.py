"""The trend of the latest five points, as Fingertips gives it, and whether a single point makes it.

Method: Office for Health Improvement and Disparities, Public health technical guidance, "Fingertips trend markers"
(2025), as coded in Fingertips and in PHEindicatormethods' `assign_trend_markers`. The latest five points are tested at
99.8% (chi-squared above 9.5495): proportions by the chi-squared test for trend, everything else by a line weighted by
the confidence intervals (of rates: Byar's, exact below 10). The direction is that of the gradient: of the logits for
proportions, of the weighted line otherwise. Where leaving out any one point turns the gradient round, or flat, there
is no significant change.

Departures, all on the side of claiming less or of answering at all: (1) a point of 0 or of all has no logit, so that
Fingertips gives no answer; then the direction is that of the line of the test itself. (2) Where the line of the test
and the gradient point in opposite directions there is no significant change. (3) The points without any one of which
the trend would be no more than chance are named. (4) Years must follow each other.

The test takes the points to be independent. Counts of one day share children with those of a year before, and are
less so than counts of events.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from typing import Final

import numpy as np
from scipy.special import chdtrc, ndtri

from riia.indicators.model import Missing, MissingPart, Number, Period, Polarity, Symbol
from riia.indicators.statistics.arguments import choice_of, confidence_of, unit_of
from riia.indicators.statistics.arrays import ArrayLike, Floats, Given, given, one_series
from riia.indicators.statistics.benchmarks.judgements import Judgement, judge
from riia.indicators.statistics.intervals import byar
from riia.indicators.statistics.observed import FigureKind
from riia.indicators.statistics.points_in_time import (
    Point,
    any_of,
    gap_in_words,
    in_order,
    lacking_in_words,
    listed,
)
from riia.indicators.statistics.trends import (
    Lines,
    refuse_no_proportion,
    weighted_lines,
    weights_of_limits,
    weights_of_proportions,
)

POINTS: Final = 5
_TIMES: Final = np.arange(POINTS, dtype=np.float64)
_FIVE_AND_FOURS: Final = np.vstack([np.ones(POINTS), 1 - np.eye(POINTS)])  # all points, and each left out in turn


class TrendKind(StrEnum):
    """What the figures are: a part of a whole, or events in a population."""

    PROPORTION = "proportion"
    RATE = "rate"


class TrendVerdict(StrEnum):
    """The answer."""

    INCREASING = "increasing"
    DECREASING = "decreasing"
    NO_SIGNIFICANT_CHANGE = "no significant change"
    CANNOT_BE_CALCULATED = "cannot be calculated"


_TRENDS: Final = {1.0: TrendVerdict.INCREASING, -1.0: TrendVerdict.DECREASING}
_SIGNS: Final = {TrendVerdict.INCREASING: Number(1), TrendVerdict.DECREASING: Number(-1)}


@dataclass(frozen=True, slots=True)
class LeftOut:
    """What the other four points say when `point` is left out."""

    point: str
    gradient: float
    chi_squared: float
    p: float
    verdict: TrendVerdict


@dataclass(frozen=True, slots=True)
class RecentTrend:
    """The verdict on the latest five points, and what it rests on.

    `slope` is the change from one point to the next: of the share (0 to 1) for proportions, of the rate per `per`, or
    in the figure's own unit. `chi_squared` and `p` test it; `departure_p` tests whether the points stray from the line
    by more than chance. `gradient` is the one that gives the direction. `judgement` is BETTER or WORSE only for a trend
    with a polarity. `left_out` has an entry for each point, `missing` one for each point without a number. `reason`
    says why nothing can be calculated, or why a difference beyond chance is no trend; otherwise it is empty.
    """

    verdict: TrendVerdict
    judgement: Judgement
    slope: float
    gradient: float
    chi_squared: float
    p: float
    departure_p: float
    confidence: float
    points: tuple[str, ...]
    left_out: tuple[LeftOut, ...]
    missing: tuple[MissingPart, ...]
    reason: str

    @property
    def is_trend(self) -> bool:
        """True for increasing or decreasing."""
        return self.verdict in _TRENDS.values()

    @property
    def rests_on(self) -> tuple[str, ...]:
        """The points without any one of which the trend would be no more than chance. Empty where there is no trend."""
        return tuple(one.point for one in self.left_out if one.verdict is not self.verdict) if self.is_trend else ()

    @property
    def words(self) -> str:
        """The verdict in plain words, with what it rests on."""
        if self.verdict is TrendVerdict.CANNOT_BE_CALCULATED:
            return f"The recent trend cannot be calculated: {self.reason}"
        span = f"from {self.points[0]} to {self.points[-1]}"
        level = f"at {self.confidence * 100:.6g}% confidence"
        if self.is_trend:
            better = "" if self.judgement is Judgement.NOT_JUDGED else f" and getting {self.judgement.value}"
            said = f"{self.verdict.value.capitalize()} {span}{better}, by more than chance would explain {level}."
        else:
            nothing = f"the {POINTS} points neither rise nor fall by more than chance would explain {level}."
            said = f"No significant change {span}, since {self.reason or nothing}"
        if self.rests_on:
            said += f" Without {any_of(self.rests_on)} it would be no more than chance."
        if not self.reason and self.departure_p < 1 - self.confidence:
            said += " The points stray from a straight line by more than chance: look at each of them."
        return said


def recent_trend(
    numerators: ArrayLike,
    denominators: ArrayLike,
    kind: TrendKind | FigureKind | str,
    *,
    periods: Sequence[Period | int] | None = None,
    polarity: Polarity | str = Polarity.NONE,
    per: float = 10_000,
    confidence: float = 0.998,
) -> RecentTrend:
    """The trend of the latest five points of a series of proportions (`kind` "proportion") or of rates ("rate").

    Proportions are tested by the chi-squared test for trend (Cochran 1954, Armitage 1955), with the direction of their
    logits; rates by a straight line weighted by the inverse variance of each point, read from the width of its 95%
    interval (Byar's, exact below 10), as in "Fingertips trend markers" and PHEindicatormethods' `assign_trend_markers`.
    Where leaving out any one point turns or flattens the direction there is no significant change.

    `periods` are the periods or years of the points, in any order; without them the points are a year apart and the
    last is the latest. Years must not overlap (no rolling years). `per` is the unit of a rate's slope.

    Raises StatisticsError for a kind that is not known, for a numerator below 0 or, in a proportion, above its
    denominator, for lists of different length, and for periods that repeat or are of several kinds.
    """
    counts, bases = given("numerators", numerators, least=0), given("denominators", denominators, least=0)
    unit, points = unit_of(per), _latest(periods, counts, bases)
    at = [point.position for point in points]
    if FigureKind.of(kind) is FigureKind.SHARE:
        refuse_no_proportion(counts, bases)
        fit = partial(_fit_proportions, counts.values[at], bases.values[at])
    else:
        with np.errstate(divide="ignore", invalid="ignore"):
            rates = counts.values / bases.values * unit
        lower, upper = (np.asarray(limit) for limit in byar(counts.values, bases.values, per=unit))
        fit = partial(_fit_values, rates[at], lower[at], upper[at], 0.95)
    empty = [point.label for point in points if bases.values[point.position] == 0]
    return _answer(fit, points, [counts, bases], empty, polarity, confidence)


def recent_trend_of_values(
    values: ArrayLike,
    lower: ArrayLike,
    upper: ArrayLike,
    *,
    periods: Sequence[Period | int] | None = None,
    polarity: Polarity | str = Polarity.NONE,
    limits_confidence: float = 0.95,
    confidence: float = 0.998,
) -> RecentTrend:
    """The trend of the latest five of any figures with confidence limits: means, standardised rates, ratios.

    Tested by a straight line through the points, each weighted by the inverse of its variance, read from the width of
    its interval ("Fingertips trend markers"; PHEindicatormethods' `assign_trend_markers`).

    `limits_confidence` is the confidence of the limits given, `confidence` that of the verdict. Otherwise as
    `recent_trend`. Raises StatisticsError, besides, for limits the wrong way round or without width.
    """
    figures, low, high = given("values", values), given("lower", lower), given("upper", upper)
    level, points = confidence_of(limits_confidence, "limits_confidence"), _latest(periods, figures, low, high)
    at = [point.position for point in points]
    weights_of_limits(low, high, low.known & high.known, level)  # refuses what is no interval anywhere
    fit = partial(_fit_values, figures.values[at], low.values[at], high.values[at], level)
    return _answer(fit, points, [figures, low, high], [], polarity, confidence)


def _latest(periods: Sequence[Period | int] | None, *those: Given) -> list[Point]:
    one_series(*those)
    return in_order(those[0].values.size, periods)[-POINTS:]


def _fit_proportions(part: Floats, whole: Floats) -> tuple[Lines, Floats]:
    """The lines of all five points and of the five fours, and the gradients that give their directions."""
    lines = weighted_lines(_TIMES, part / whole, weights_of_proportions(part, whole, _FIVE_AND_FOURS))
    if ((part == 0) | (part == whole)).any():
        return lines, lines.slope
    return lines, weighted_lines(_TIMES, np.log(part / (whole - part)), _FIVE_AND_FOURS).slope


def _fit_values(values: Floats, lower: Floats, upper: Floats, limits_confidence: float) -> tuple[Lines, Floats]:
    spread = 2 * float(ndtri((1 + limits_confidence) / 2))
    lines = weighted_lines(_TIMES, values, _FIVE_AND_FOURS * (spread / (upper - lower)) ** 2)
    return lines, lines.slope


def _answer(
    fit: Callable[[], tuple[Lines, Floats]],
    points: list[Point],
    those: list[Given],
    empty: list[str],
    polarity: Polarity | str,
    confidence: float,
) -> RecentTrend:
    """The verdict on the points, from `fit` where they can be tested."""
    better, level = choice_of("polarity", polarity, Polarity), confidence_of(confidence)
    critical = float(ndtri((1 + level) / 2)) ** 2
    labels = tuple(point.label for point in points)
    missing = tuple(
        MissingPart(point.label, Symbol.strongest(symbols))
        for point in points
        if (symbols := [one.symbols[point.position] for one in those if point.position in one.symbols])
    )
    reason = _why_not(points, missing, empty)
    if reason:
        nan, verdict, judged = float("nan"), TrendVerdict.CANNOT_BE_CALCULATED, Judgement.NOT_JUDGED
        return RecentTrend(verdict, judged, nan, nan, nan, nan, nan, level, labels, (), missing, reason)
    lines, gradients = fit()
    whole, *left_out = (
        _left_out(label, float(gradient), float(chi_squared), critical)
        for label, gradient, chi_squared in zip(("", *labels), gradients, lines.chi_squared, strict=True)
    )
    slope = float(lines.slope[0])
    verdict, reason = _verdict(whole, slope, left_out)
    return RecentTrend(
        verdict,
        judge(_SIGNS.get(verdict, Missing(Symbol.NOT_APPLICABLE)), better),
        slope,
        whole.gradient,
        whole.chi_squared,
        whole.p,
        float(chdtrc(POINTS - 2, lines.departure[0])),
        level,
        labels,
        tuple(left_out),
        (),
        reason,
    )


def _why_not(points: list[Point], missing: tuple[MissingPart, ...], empty: list[str]) -> str:
    """Why five points do not make a series that can be tested, or an empty text."""
    if len(points) < POINTS:
        return f"it needs {POINTS} points, and there {'is' if len(points) == 1 else 'are'} {len(points)}."
    if missing:
        return f"it needs the latest {POINTS} points, and {lacking_in_words(missing, points)}."
    if empty:
        return f"the denominator of {listed(empty)} is 0, so there is nothing to be a share of."
    return gap_in_words(points)


def _left_out(label: str, gradient: float, chi_squared: float, critical: float) -> LeftOut:
    verdict = TrendVerdict.NO_SIGNIFICANT_CHANGE
    if chi_squared > critical:
        verdict = _TRENDS.get(float(np.sign(gradient)), verdict)
    return LeftOut(label, gradient, chi_squared, float(chdtrc(1, chi_squared)), verdict)


def _verdict(whole: LeftOut, slope: float, left_out: Sequence[LeftOut]) -> tuple[TrendVerdict, str]:
    """The verdict, and why a difference beyond chance is no trend."""
    if whole.verdict is TrendVerdict.NO_SIGNIFICANT_CHANGE:
        return whole.verdict, ""
    turned = [one.point for one in left_out if np.sign(one.gradient) != np.sign(whole.gradient)]
    if turned:
        said = f"without {any_of(turned)} the line goes another way, so that a single point makes the difference."
        return TrendVerdict.NO_SIGNIFICANT_CHANGE, said
    if np.sign(slope) != np.sign(whole.gradient):
        said = "whether it rises or falls depends on how much the points with the larger denominators count."
        return TrendVerdict.NO_SIGNIFICANT_CHANGE, said
    return whole.verdict, ""
