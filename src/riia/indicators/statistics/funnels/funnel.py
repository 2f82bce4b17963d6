"""The funnel itself: every area with its limits and verdict, and the lines to draw, from one expression."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import log10

import numpy as np

from riia.indicators.model import Missing, Number, Value, rounded
from riia.indicators.statistics.arguments import number_of, plain_number, whole_of
from riia.indicators.statistics.arrays import ArrayLike, Bools, Floats, StatisticsError, as_given, given, shown
from riia.indicators.statistics.funnels.areas import NotCompared
from riia.indicators.statistics.funnels.dispersion import OverDispersion
from riia.indicators.statistics.funnels.lines import Lines
from riia.indicators.statistics.funnels.methods import Kind, as_worked_with
from riia.indicators.statistics.funnels.words import (
    FunnelSide,
    area_words,
    left_out_words,
    many_tests_words,
    not_compared_words,
    outside_words,
    spread_words,
    verdict_words,
)

_MOST_DECIMALS, _MOST_POINTS = 12, 100_000


@dataclass(frozen=True, slots=True, eq=False)
class FunnelLimits:
    """The lower and the upper limit at one confidence, in the unit plotted and the shape of the denominators."""

    confidence: float
    lower: float | Floats
    upper: float | Floats

    def sides(self, values: Floats) -> tuple[FunnelSide | None, ...]:
        """Where `values` lie; None where a value or a limit is missing. The one place where a verdict is made."""
        with np.errstate(invalid="ignore"):
            above = np.atleast_1d(values > self.upper)
            below = np.atleast_1d(values < self.lower)
            missing = np.atleast_1d(np.isnan(values) | np.isnan(self.upper))
        return tuple(
            None if no else FunnelSide.ABOVE if over else FunnelSide.BELOW if under else FunnelSide.WITHIN
            for no, over, under in zip(missing, above, below, strict=True)
        )


@dataclass(frozen=True, slots=True, eq=False)
class FunnelCurve:
    """Points of the lines to draw, from the smallest denominator to the largest; every area's own is among them."""

    denominators: Floats
    limits: Mapping[float, FunnelLimits]


@dataclass(frozen=True, slots=True)
class FunnelRow:
    """One area for a table, rounded so that figure, limits and verdict never contradict one another.

    `limits` holds the confidence, the lower and the upper limit. A row whose figure would be rounded across or onto a
    limit has as many more decimals as keep it on its side.
    """

    area: str
    numerator: Value
    denominator: Value
    value: Value
    limits: tuple[tuple[float, Value, Value], ...]
    words: str
    p_value: float
    p_adjusted: float


@dataclass(frozen=True, slots=True, eq=False)
class Funnel:
    """What `funnel_limits` answers. Arrays have one entry for each area given.

    `numerators` and `denominators` are as given, NaN where missing; all else is NaN for the areas left out.

    `target`, `values` and all limits are in the unit plotted: counts for every `per` of the denominator. `limits` are
    those the verdicts are made by, widened for over-dispersion where `dispersion.widened`; `limits_by_chance` never
    are. `z_scores` measure each area by chance alone on `dispersion.scale`, as phi does; `p_values` are two-sided, from
    the model the limits come from, so that an area lies outside the limits of a confidence where its p-value is below
    one minus it; `p_adjusted` are those after Benjamini and Hochberg.
    """

    kind: Kind
    method: str
    per: float
    target: float
    areas: tuple[str, ...]
    numerators: Floats
    denominators: Floats
    values: Floats
    limits: Mapping[float, FunnelLimits]
    limits_by_chance: Mapping[float, FunnelLimits]
    z_scores: Floats
    p_values: Floats
    p_adjusted: Floats
    dispersion: OverDispersion
    left_out: tuple[NotCompared, ...]
    lines: Lines | None = field(repr=False)
    lines_by_chance: Lines | None = field(repr=False)
    whole: bool = field(repr=False)

    @property
    def confidences(self) -> tuple[float, ...]:
        """The confidences of the limits, the narrowest limits first."""
        return tuple(self.limits)

    @property
    def usable(self) -> Bools:
        """True for the areas that are compared."""
        return ~np.isnan(self.values)

    def at(self, denominators: ArrayLike, *, by_chance: bool = False) -> dict[float, FunnelLimits]:
        """The limits drawn at `denominators`, by confidence, in the shape given; NaN where one is missing or 0.

        They are worked out as the areas' own are: where the method rounds expected numbers these are rounded too. With
        `by_chance` they are not widened. Raises StatisticsError for denominators below 0.
        """
        read = as_worked_with(self.kind, self.method, given("denominators", denominators, least=0).values)
        lines = self.lines_by_chance if by_chance else self.lines
        return {confidence: limits_on(lines, read, confidence, self.per) for confidence in self.limits}

    def curve(
        self, points: int = 200, *, start: float | None = None, stop: float | None = None, by_chance: bool = False
    ) -> FunnelCurve:
        """The lines to draw from `start` to `stop`, closer together where they bend more.

        Without them, from half the smallest denominator to a little past the largest. Every area's denominator between
        them is a point of its own, so that a line joined up by straight pieces passes each area on the right side.
        Raises StatisticsError for fewer than two points and for a start that is not above 0 or not below `stop`.
        """
        own = self.denominators[self.usable]
        if not own.size and (start is None or stop is None):
            return FunnelCurve(np.empty(0), self.at([], by_chance=by_chance))
        number, remedy = whole_of("points", points, 2, _MOST_POINTS), "Give a denominator, or None."
        first = float(own.min()) / 2 if start is None else number_of("start", start, remedy)
        last = float(own.max()) * 1.05 if stop is None else number_of("stop", stop, remedy)
        if not 0 < first < last:
            raise StatisticsError(
                f"A curve from start={first:g} to stop={last:g} cannot be drawn. Give a start above 0 and below the "
                "stop."
            )
        grid = np.geomspace(first, last, number)
        if self.whole:
            grid = np.maximum(np.round(grid), 1.0)
        grid = as_worked_with(self.kind, self.method, grid)
        denominators = np.unique(np.concatenate([grid[grid > 0], own[(own >= first) & (own <= last)]]))
        return FunnelCurve(denominators, self.at(denominators, by_chance=by_chance))

    def sides(self, confidence: float) -> tuple[FunnelSide | None, ...]:
        """Where each area lies against the limits of `confidence`; None where it is left out."""
        level = plain_number(confidence)
        if level is None or level not in self.limits:
            known = ", ".join(map(str, self.limits))
            raise StatisticsError(f"There are no limits of confidence {shown(confidence)}. Give one of: {known}.")
        return self.limits[level].sides(self.values)

    @property
    def verdicts(self) -> tuple[str, ...]:
        """In words, where each area lies: by the widest limits it is outside of, or why it is not compared."""
        reasons = {each.position: each.why for each in self.left_out}
        by_confidence = {confidence: self.sides(confidence) for confidence in self.limits}
        answers = []
        for at in range(len(self.areas)):
            if at in reasons:
                answers.append(not_compared_words(reasons[at]))
                continue
            side, widest = FunnelSide.WITHIN, None
            for confidence, sides in by_confidence.items():
                beyond = sides[at]
                if beyond in {FunnelSide.ABOVE, FunnelSide.BELOW}:
                    side, widest = FunnelSide(beyond), confidence
            answers.append(verdict_words(side, widest, widened=self.dispersion.widened))
        return tuple(answers)

    def summary(self, *, noun: str = "areas", false_share: float = 0.05) -> str:
        """The sentences under the chart: how many lie outside, the spread as a whole, and the many tests allowed for.

        `noun` is what the areas are called, in the plural; `false_share` is the share of false findings accepted.
        """
        widest = self.confidences[-1]
        sides = [side for side in self.sides(widest) if side is not None]
        widened = self.dispersion.widened
        outside = outside_words(sides, self.left_out, confidence=widest, noun=noun, widened=widened)
        if not sides:
            return outside
        by_chance = self.limits_by_chance[widest].sides(self.values)
        without = sum(side in {FunnelSide.ABOVE, FunnelSide.BELOW} for side in by_chance)
        spread = spread_words(self.dispersion, noun=noun, without=without, confidence=widest)
        known = self.p_adjusted[self.usable].tolist()
        if len(known) == 1:
            return f"{outside} {spread}"
        return f"{outside} {spread} {many_tests_words(known, noun=noun, tests=len(known), false_share=false_share)}"

    def sentence(self, area: str, *, false_share: float = 0.05) -> str:
        """The verdict on one area as a sentence, raw and allowing for all the tests made at once.

        Raises StatisticsError for an area that is not among those given.
        """
        if not isinstance(area, str) or area not in self.areas:
            raise StatisticsError(f"area={shown(area)} is not among the areas of this funnel. Give one of its names.")
        at = self.areas.index(area)
        adjusted, tests = float(self.p_adjusted[at]), int(self.usable.sum())
        return area_words(area, self.verdicts[at], p_adjusted=adjusted, tests=tests, false_share=false_share)

    @property
    def left_out_words(self) -> str:
        """Which areas are not compared and why; empty where every one is."""
        return left_out_words(self.left_out)

    def rows(self, *, decimals: int | None = None) -> tuple[FunnelRow, ...]:
        """The areas for a table, in the order given, with `decimals` or as many more as a row's verdict needs.

        Unless given they are those of a percentage with one: 1 from a unit of 100 on, 3 for shares and ratios on 1.
        """
        usual = max(1, 3 - round(log10(self.per)))
        decimals = usual if decimals is None else whole_of("decimals", decimals, 0, _MOST_DECIMALS)
        symbols = {each.position: each.symbol for each in self.left_out}
        verdicts = self.verdicts
        rows = []
        for at, area in enumerate(self.areas):
            p_values = float(self.p_values[at]), float(self.p_adjusted[at])
            if at in symbols:
                missing = Missing(symbols[at])
                given_ones = _as_given(self.numerators[at], missing), _as_given(self.denominators[at], missing)
                rows.append(FunnelRow(area, *given_ones, missing, (), verdicts[at], *p_values))
                continue
            value, limits = self._rounded(at, decimals)
            counted, among = _plain(float(self.numerators[at])), _plain(float(self.denominators[at]))
            rows.append(FunnelRow(area, counted, among, value, limits, verdicts[at], *p_values))
        return tuple(rows)

    def _rounded(self, at: int, decimals: int) -> tuple[Value, tuple[tuple[float, Value, Value], ...]]:
        value = float(self.values[at])
        pairs = [
            (confidence, float(np.atleast_1d(pair.lower)[at]), float(np.atleast_1d(pair.upper)[at]))
            for confidence, pair in self.limits.items()
        ]
        for more in range(decimals, max(decimals, _MOST_DECIMALS) + 1):
            shown = _shown(value, more)
            limits = tuple((confidence, _shown(low, more), _shown(high, more)) for confidence, low, high in pairs)
            if all(
                (shown.value < low.value) == (value < exact_low) and (shown.value > high.value) == (value > exact_high)
                for (_, low, high), (_, exact_low, exact_high) in zip(limits, pairs, strict=True)
            ):
                return shown, limits
        return Number(value), tuple((confidence, Number(low), Number(high)) for confidence, low, high in pairs)


def limits_on(lines: Lines | None, denominators: Floats, confidence: float, per: float) -> FunnelLimits:
    """The limits of `lines` at `denominators`, in the unit plotted; NaN where there is no line or no denominator.

    The only way from a line to a limit: the areas' own limits and those drawn both come from here.
    """
    lower, upper = np.full(denominators.shape, np.nan), np.full(denominators.shape, np.nan)
    with np.errstate(invalid="ignore"):
        known = denominators > 0
    if lines is not None and known.any():
        low, high = lines.limits(denominators[known], (1 - confidence) / 2)
        lower[known], upper[known] = per * low, per * high
    return FunnelLimits(confidence, as_given(lower), as_given(upper))


def _shown(number: float, decimals: int) -> Number:
    shown = rounded(Number(number), decimals)
    assert isinstance(shown, Number)
    return shown


def _as_given(number: float, missing: Missing) -> Value:
    return missing if np.isnan(number) else _plain(float(number))


def _plain(number: float) -> Number:
    return Number(int(number)) if number.is_integer() else Number(number)
