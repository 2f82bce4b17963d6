"""p-charts and u-charts: shares and rates of counts, judged by the chance that counts of their size are subject to."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import Final

from riia.indicators.model import Polarity
from riia.indicators.statistics.arguments import choice_of, unit_of
from riia.indicators.statistics.arrays import ArrayLike
from riia.indicators.statistics.control_charts import probability_limits, reasons
from riia.indicators.statistics.control_charts.counted import Counted, rates_of, shares_of
from riia.indicators.statistics.control_charts.exact import Exact, as_floats, fraction_of, root, short
from riia.indicators.statistics.control_charts.judging import chart
from riia.indicators.statistics.control_charts.lines import Lines, mean_range, moving_ranges
from riia.indicators.statistics.control_charts.question import Question, question
from riia.indicators.statistics.control_charts.results import MINIMUM_POINTS, ChartKind, ControlChart
from riia.indicators.statistics.control_charts.timeline import Gaps

_D2: Final = Fraction("1.128")
"""The mean range of two standard normal figures, as tables of control charts round it."""

_CLOSE: Final = Fraction(2, 3)


class ChartLimits(StrEnum):
    """How far from the mean the limits of a p- or u-chart lie.

    THREE_SIGMA: three standard errors, the Shewhart chart (Montgomery DC, 2013, Introduction to Statistical Quality
    Control, 7th edition, Wiley, chapter 7). EXACT: quantiles of the binomial or Poisson distribution, see
    `probability_limits`, the better choice for small counts; runs lie on one side of its median, since most small
    counts lie below their mean, and seven noughts in a row would often be called a shift by chance alone. LANEY: three
    standard errors times the variation between periods beyond chance (Laney DB, 2002, Improved Control Charts for
    Attributes, Quality Engineering 14(4), 531-537), for large counts that always vary more than chance. Three sigma and
    Laney's limits are those of qicharts2 0.8.1 (Anhøj), charts p, u, pp and up, without its optional screening.
    """

    THREE_SIGMA = "3-sigma"
    EXACT = "exact"
    LANEY = "laney"


def p_chart(
    numerators: ArrayLike,
    denominators: ArrayLike,
    *,
    per: float = 1,
    limits: ChartLimits | str = ChartLimits.THREE_SIGMA,
    polarity: Polarity | str = Polarity.NONE,
    target: float | None = None,
    rebase: Sequence[int | str] = (),
    fix_after_n_points: int | None = None,
    gaps: Gaps | str = Gaps.BREAK,
    minimum: int = MINIMUM_POINTS,
    periods: Sequence[object] | None = None,
    decimals: int | None = None,
    suffix: str = "",
) -> ControlChart:
    """A p-chart: shares of cases, such as re-referrals of referrals, in order of time.

    The mean is all numerators over all denominators of the baseline; limits lie three standard errors
    √(mean × (1 − mean) / denominator) either way, see `ChartLimits` for the alternatives, and vary with the
    denominator. They are cut at 0 and 1. Rules, result and the remaining arguments are those of `xmr`. `per` is 1 for
    shares and 100 for percentages; values, lines and `target` are in that unit. A denominator of 0 is a gap, not
    applicable. `moving_range` is that of the standardised shares for Laney's limits, and NaN for the others.

    Raises StatisticsError for numbers that are no whole counts, or a numerator above its denominator.
    """
    counted = shares_of(numerators, denominators)
    asked = question(
        counted.known,
        polarity=polarity,
        target=target,
        rebase=rebase,
        fix_after_n_points=fix_after_n_points,
        gaps=gaps,
        minimum=minimum,
        periods=periods,
        decimals=decimals,
        suffix=suffix,
    )
    return _chart(_SHARES, counted, asked, per, limits)


def u_chart(
    counts: ArrayLike,
    denominators: ArrayLike,
    per: float = 10_000,
    *,
    limits: ChartLimits | str = ChartLimits.THREE_SIGMA,
    polarity: Polarity | str = Polarity.NONE,
    target: float | None = None,
    rebase: Sequence[int | str] = (),
    fix_after_n_points: int | None = None,
    gaps: Gaps | str = Gaps.BREAK,
    minimum: int = MINIMUM_POINTS,
    periods: Sequence[object] | None = None,
    decimals: int | None = None,
    suffix: str = "",
) -> ControlChart:
    """A u-chart: counts for every `per` of a denominator, such as children on plans per 10,000, in order of time.

    The mean is all counts over all denominators of the baseline; limits lie three standard errors
    √(mean / denominator) either way, see `ChartLimits` for the alternatives, and vary with the denominator. They are
    cut at 0. With equal denominators this is the c-chart. Rules, result and the remaining arguments are those of `xmr`
    and `p_chart`.

    Raises StatisticsError for counts that are not whole, a negative denominator, or events without a denominator.
    """
    counted = rates_of(counts, denominators)
    asked = question(
        counted.known,
        polarity=polarity,
        target=target,
        rebase=rebase,
        fix_after_n_points=fix_after_n_points,
        gaps=gaps,
        minimum=minimum,
        periods=periods,
        decimals=decimals,
        suffix=suffix,
    )
    return _chart(_RATES, counted, asked, per, limits)


@dataclass(frozen=True, slots=True)
class _Distribution:
    """How events vary by chance: variance for a denominator of 1, limits of a count, charts, highest value."""

    variance: Callable[[Fraction], Fraction]
    limits: Callable[[Fraction, Fraction], probability_limits.Counts]
    kinds: dict[ChartLimits, ChartKind]
    most: Fraction | None


_SHARES: Final = _Distribution(
    variance=lambda mean: mean * (1 - mean),
    limits=lambda size, mean: probability_limits.binomial_limits(int(size), mean),
    kinds={
        ChartLimits.THREE_SIGMA: ChartKind.P,
        ChartLimits.EXACT: ChartKind.P_EXACT,
        ChartLimits.LANEY: ChartKind.P_PRIME,
    },
    most=Fraction(1),
)

_RATES: Final = _Distribution(
    variance=lambda mean: mean,
    limits=lambda size, mean: probability_limits.poisson_limits(size * mean),
    kinds={
        ChartLimits.THREE_SIGMA: ChartKind.U,
        ChartLimits.EXACT: ChartKind.U_EXACT,
        ChartLimits.LANEY: ChartKind.U_PRIME,
    },
    most=None,
)


def _chart(
    chance: _Distribution, counted: Counted, asked: Question, per: float, limits: ChartLimits | str
) -> ControlChart:
    kind, unit = choice_of("limits", limits, ChartLimits), unit_of(per)
    lines = _lines(chance, counted, asked, kind).cut(Fraction(0), chance.most).times(fraction_of(unit))
    return chart(chance.kinds[kind], lines, asked, values=as_floats(lines.values), symbols=counted.symbols)


def _lines(chance: _Distribution, counted: Counted, asked: Question, kind: ChartLimits) -> Lines:
    lines = Lines.empty(counted.ratios)
    for step in asked.time.steps:
        mean = _mean(counted, asked, step)
        lines.means[step] = mean
        for at in asked.time.periods_of(step):
            lines.mean[at] = lines.middle[at] = mean
        variance = None if mean is None else chance.variance(mean)
        if mean is None or not variance:
            lines.reasons[step] = _reason(mean, asked, step)
        elif kind is ChartLimits.EXACT:
            _draw_exact(lines, chance, counted.sizes, asked, step, mean)
        else:
            _draw_errors(lines, counted.sizes, asked, step, mean, variance, laney=kind is ChartLimits.LANEY)
    return lines


def _based(asked: Question, step: int) -> list[int]:
    return [at for at in asked.time.periods_of(step) if asked.time.baseline[at]]


def _mean(counted: Counted, asked: Question, step: int) -> Exact:
    """All events of the baseline over all it counts against; None for fewer than two periods."""
    based = _based(asked, step)
    if len(based) < 2:
        return None
    return sum((counted.numbers[at] or Fraction(0) for at in based), Fraction(0)) / sum(
        (counted.sizes[at] or Fraction(0) for at in based), Fraction(0)
    )


def _reason(mean: Exact, asked: Question, step: int) -> str:
    figures = len(_based(asked, step))
    if mean is None:
        return reasons.too_few(figures, asked.minimum)
    return reasons.every_case(figures) if mean else reasons.no_events(figures)


def _draw_exact(
    lines: Lines, chance: _Distribution, sizes: list[Exact], asked: Question, step: int, mean: Fraction
) -> None:
    for at in asked.time.periods_of(step):
        size = sizes[at]
        if size:
            limits = [Fraction(count) / size for count in chance.limits(size, mean)]
            lines.lower[at], lines.lower_close[at], lines.middle[at], lines.upper_close[at], lines.upper[at] = limits


def _draw_errors(
    lines: Lines, sizes: list[Exact], asked: Question, step: int, mean: Fraction, variance: Fraction, *, laney: bool
) -> None:
    periods = asked.time.periods_of(step)
    widths = {at: root(9 * variance / size) for at in periods if (size := sizes[at])}
    if laney:
        standard = [_standard(value, mean, widths.get(at)) for at, value in enumerate(lines.values)]
        ranges = moving_ranges(standard, asked.time)
        for at in periods:
            lines.moving_range[at] = ranges[at]
        beyond_chance = lines.mean_ranges[step] = mean_range(ranges, asked.time, step, screen=False).mean
        if not beyond_chance:
            figures = len(_based(asked, step))
            none = beyond_chance is None
            lines.reasons[step] = reasons.no_neighbours(figures, asked.minimum) if none else reasons.constant(figures)
            return
        widths = {at: width * beyond_chance / _D2 for at, width in widths.items()}
    for at, width in widths.items():
        lines.lower[at], lines.upper[at] = mean - width, mean + width
        lines.lower_close[at], lines.upper_close[at] = mean - _CLOSE * width, mean + _CLOSE * width


def _standard(value: Exact, mean: Fraction, three_errors: Exact) -> Exact:
    """How many standard errors a figure lies from the mean."""
    return None if value is None or three_errors is None else short(3 * (value - mean) / three_errors)
