"""`funnel_limits`: from counts and denominators to a funnel."""

from collections.abc import Iterable, Sequence
from functools import partial

import numpy as np

from riia.indicators.statistics.arguments import confidence_of, entries_of, number_of, plain_number, unit_of
from riia.indicators.statistics.arrays import ArrayLike, Floats, StatisticsError, shown
from riia.indicators.statistics.funnels.areas import Areas, read_areas
from riia.indicators.statistics.funnels.dispersion import OverDispersion, estimate
from riia.indicators.statistics.funnels.funnel import Funnel, limits_on
from riia.indicators.statistics.funnels.lines import Certain, Lines
from riia.indicators.statistics.funnels.methods import (
    Kind,
    Method,
    Overdispersion,
    as_worked_with,
    kind_of,
    method_of,
)
from riia.indicators.statistics.many_tests import benjamini_hochberg
from riia.indicators.statistics.observed import FigureKind

_PER = {"proportion": 1.0, "rate": 10_000.0, "ratio": 1.0}
_OVERDISPERSION = ("none", "when needed", "always")


def funnel_limits(
    numerator: ArrayLike,
    denominator: ArrayLike,
    *,
    kind: Kind | FigureKind = "proportion",
    per: float | None = None,
    target: float | None = None,
    confidences: float | Sequence[float] = (0.95, 0.998),
    method: str = "exact",
    overdispersion: Overdispersion | None = None,
    winsorise: float = 0.1,
    areas: Iterable[object] | None = None,
) -> Funnel:
    """The limits within which areas would lie by chance, every area's verdict, and the lines to draw.

    `kind` is "proportion" (`numerator` is a part of `denominator`), "rate" (events among residents) or "ratio"
    (observed over expected); a `FigureKind` does too. `per` is the unit plotted: 1 for proportions and ratios, 10,000
    for rates, unless given. `target` is the centre line in that unit: the pooled figure of the usable areas, 1 for a
    ratio, unless given.

    `areas` names the areas. Missing figures, denominators of 0, and totals among their own parts (England, a region
    among councils, by name or ONS code, or the sum of ten areas or more) are left out, listed with symbol and reason,
    and are no part of the target.

    `method` says how the lines are made:

    - "exact" (the default): the exact binomial or Poisson test turned round. An area is outside precisely where the
      test says so, whatever its size, also where counts are small, as councils' are.
    - "interpolated": Spiegelhalter's interpolated quantiles (2005, appendix A.1); whole counts only. Where so little is
      expected (denominators near 1) that the formula leaves the scale or crosses the target, the lower limit stands at
      0 and the upper at the target.
    - "score": normal limits on the figure itself. For a proportion that is Wilson's interval turned round.
    - "byar" (rates and ratios): exact below 10 events, Byar's approximation from 10.
    - "stabilised": normal limits on the arcsine of the root (proportions) or the root (rates and ratios).
    - "log" (rates and ratios): normal limits on the logarithm.
    - "PHEindicatormethods": the labels of its `assign_funnel_significance` and, for proportions, the lines of its
      `calculate_funnel_limits`; the lines it draws for rates and ratios are "exact".
    - "FunnelPlotR": its `data_type` "PR" for a proportion, "RC" for a rate, "SR" (SHMI, with the
      expected numbers rounded to two decimals) for a ratio; with its rounded normal multiples. For ratios also
      "FunnelPlotR unrounded" (`SHMI_rounding = FALSE`) and "FunnelPlotR CQC" (`sr_method = "CQC"`).

    `overdispersion` says whether limits allow for areas differing more than chance would make them: "none",
    "when needed" (where phi is above 1, as FunnelPlotR) or "always". Unless given it is "when needed", but "none" for
    PHEindicatormethods, which has no such thing. Widened limits are normal limits on the method's scale, with tau²
    added to the variance; for "exact", "interpolated" and "byar" the scale is that of "stabilised", they are never
    narrower than by chance alone, and reach 0 (or all) wherever a count of 0 (or of all) is not improbable. `winsorise`
    is the share of z-scores at either end drawn in before phi and tau² are estimated (for the SHMI: left out).

    Sources: Spiegelhalter, Statistics in Medicine 24 (2005) 1185-1202; Spiegelhalter and others, Journal of the Royal
    Statistical Society A 175 (2012) 1-47; the formulas of PHEindicatormethods 2.1.0 and FunnelPlotR 0.6.0.

    Raises StatisticsError, naming argument and position, for figures that cannot be right (a numerator above the
    denominator of a proportion, events among nobody, negative numbers, an area named twice), and for settings that are
    not known.
    """
    levels = _levels(confidences)
    kind = "proportion" if isinstance(kind, str) and kind == FigureKind.SHARE else kind_of(kind)
    method_of(kind, method, 0.5)  # refuses, with the methods there are
    unit = unit_of(_PER[kind] if per is None else per)
    drawn_in = plain_number(winsorise)
    if drawn_in is None or not 0 <= drawn_in < 0.5:
        raise StatisticsError(f"winsorise={shown(winsorise)} is no share from 0 to below 0.5. Give one, such as 0.1.")
    if overdispersion is not None and not (isinstance(overdispersion, str) and overdispersion in _OVERDISPERSION):
        known = ", ".join(_OVERDISPERSION)
        raise StatisticsError(f"overdispersion={shown(overdispersion)} is not known. Give one of: {known}.")
    whole = method == "interpolated"
    read_as = partial(as_worked_with, kind, method)
    read = read_areas(numerator, denominator, areas, kind=kind, whole=whole, read_as=read_as)
    share = _target(read, kind, target, unit)
    return _funnel(read, kind, method, unit, share, levels, overdispersion, drawn_in)


def _funnel(
    read: Areas,
    kind: Kind,
    method: str,
    unit: float,
    share: float,
    levels: Sequence[float],
    overdispersion: Overdispersion | None,
    winsorise: float,
) -> Funnel:
    usable = read.usable
    counts, denominators = read.counts[usable], read.denominators[usable]
    lines, by_chance, dispersion, scores = _lines(counts, denominators, kind, method, share, overdispersion, winsorise)
    p_values = np.full(usable.shape, np.nan)
    if lines is not None:
        below, above = lines.tails(counts, denominators)
        p_values[usable] = np.minimum(1.0, 2 * np.minimum(below, above))
    z_scores = np.full(usable.shape, np.nan)
    z_scores[usable] = scores
    values = np.full(usable.shape, np.nan)
    values[usable] = unit * counts / denominators
    p_adjusted = np.asarray(benjamini_hochberg(p_values))
    compared = np.where(usable, read.denominators, np.nan)
    for array in (read.counts, read.denominators, values, z_scores, p_values, p_adjusted):
        array.flags.writeable = False
    return Funnel(
        kind=kind,
        method=method,
        per=unit,
        target=unit * share,
        areas=read.names,
        numerators=read.counts,
        denominators=read.denominators,
        values=values,
        limits={level: limits_on(lines, compared, level, unit) for level in levels},
        limits_by_chance={level: limits_on(by_chance, compared, level, unit) for level in levels},
        z_scores=z_scores,
        p_values=p_values,
        p_adjusted=p_adjusted,
        dispersion=dispersion,
        left_out=read.left_out,
        lines=lines,
        lines_by_chance=by_chance,
        whole=method == "interpolated" and kind == "proportion",
    )


def _lines(
    counts: Floats,
    denominators: Floats,
    kind: Kind,
    method: str,
    share: float,
    overdispersion: Overdispersion | None,
    winsorise: float,
) -> tuple[Lines | None, Lines | None, OverDispersion, Floats]:
    """The lines to judge by, the lines of chance alone, the dispersion, and the z-scores of the usable areas."""
    nothing = np.full(counts.shape, np.nan)
    if np.isnan(share):
        why_not = "no area has a figure"
        return None, None, OverDispersion(np.nan, np.nan, 0, "none", why_not=why_not), nothing
    if share == 0 or (kind == "proportion" and share == 1):
        why_not = "at this target nothing is left to chance"
        dispersion = OverDispersion(np.nan, np.nan, counts.size, "none", why_not=why_not)
        return Certain(share), Certain(share), dispersion, nothing
    chosen: Method = method_of(kind, method, share)
    scores, spreads = chosen.scores(counts, denominators)
    phi, tau2, rests_on, why_not = estimate(scores, spreads, trim=chosen.trim, share=winsorise)
    wanted = overdispersion or chosen.overdispersion
    widened = not why_not and (wanted == "always" or (wanted == "when needed" and phi > 1 and tau2 > 0))
    dispersion = OverDispersion(phi, tau2, rests_on, chosen.named, widened, why_not)
    return (chosen.widened(tau2) if widened else chosen.plain), chosen.plain, dispersion, scores


def _target(read: Areas, kind: Kind, target: float | None, unit: float) -> float:
    """The target as a share."""
    if target is None:
        if kind == "ratio":
            return 1.0
        usable = read.usable
        return float(read.counts[usable].sum() / read.denominators[usable].sum()) if usable.any() else np.nan
    share = number_of("target", target, "Give the centre line in the unit plotted, or None.") / unit
    if share < 0 or (kind == "proportion" and share > 1):
        rule = f"from 0 to {unit:g}" if kind == "proportion" else "0 or more"
        raise StatisticsError(f"target={target!r} must be {rule}, in the unit plotted. Give it for every per={unit:g}.")
    return share


def _levels(confidences: float | Sequence[float]) -> tuple[float, ...]:
    alone = plain_number(confidences) is not None
    each = [confidences] if alone else entries_of("confidences", confidences, "Give such as (0.95, 0.998).")
    levels = tuple(sorted({confidence_of(confidence, "confidences") for confidence in each}))
    if not levels:
        raise StatisticsError("confidences is empty. Give at least one, such as 0.95 or 0.998.")
    return levels
