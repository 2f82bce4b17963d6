"""XmR charts: individual figures, with limits from their moving ranges."""

from collections.abc import Sequence
from fractions import Fraction
from typing import Final

from riia.indicators.model import Polarity
from riia.indicators.statistics.arguments import flag_of, number_of
from riia.indicators.statistics.arrays import ArrayLike, Given, StatisticsError
from riia.indicators.statistics.control_charts import reasons
from riia.indicators.statistics.control_charts.exact import Exact, exactly, fraction_of, mean_of
from riia.indicators.statistics.control_charts.judging import chart
from riia.indicators.statistics.control_charts.lines import Lines, Ranges, mean_range, moving_ranges
from riia.indicators.statistics.control_charts.question import question
from riia.indicators.statistics.control_charts.results import MINIMUM_POINTS, ChartKind, ControlChart
from riia.indicators.statistics.control_charts.series import series
from riia.indicators.statistics.control_charts.timeline import Gaps, Timeline

_WIDTH: Final = Fraction("2.66")
"""3 / d2 with d2 = 1.128, as Wheeler and the reference package round it."""

_CLOSE: Final = Fraction(2, 3)


def xmr(
    values: ArrayLike,
    *,
    polarity: Polarity | str = Polarity.NONE,
    target: float | None = None,
    rebase: Sequence[int | str] = (),
    fix_after_n_points: int | None = None,
    screen_outliers: bool = True,
    gaps: Gaps | str = Gaps.BREAK,
    minimum: int = MINIMUM_POINTS,
    least: float | None = None,
    most: float | None = None,
    periods: Sequence[object] | None = None,
    decimals: int | None = None,
    suffix: str = "",
) -> ControlChart:
    """An XmR chart of a series in order of time, by the rules of NHS England, "Making Data Count".

    Limits lie at the mean ± 2.66 times the mean moving range (Wheeler DJ, 2000, Understanding Variation, 2nd edition,
    SPC Press). Numbers and verdicts agree with NHSRplotthedots 0.2.2 (NHS-R Community, 2025), `ptd_spc`: moving ranges
    of 3.267 times their mean or more are screened out once (Nelson LS, 1982, Journal of Quality Technology 14(3),
    172-173; the Making Data Count workbooks do not screen: `screen_outliers=False`), the rules are those of `ChartRule`
    in that order, the whole is judged by the latest figure and the latest limits.

    `values` is one series of figures in any unit. `polarity` says which way is better ("increase", "decrease" and
    "neutral" are read too). `rebase` are the positions, from 0, or the names in `periods`, at which a step with limits
    of its own begins; within each the limits rest on the first `fix_after_n_points` periods (12 or more), or on all.
    `gaps` says what a missing figure does, see `Gaps`. `minimum` figures make limits more than trial limits. `least`
    and `most` are what a figure can be at all (0; 100 for a percentage): no limit is drawn beyond them, and no verdict
    depends on it. `periods` are names; `decimals` and `suffix` ("%") are how the sentences write numbers.

    Figures that hang on the one before, such as children looked after on 31 March of each year, have small moving
    ranges and so narrow limits: a signal there says that the level moved, not that something broke.

    Departures from the package: where no variation is left to make limits of (a constant series, or one that only
    jumps), they are not estimable, in words, where the package answers NA, or limits of no width that nearly every
    figure lies outside of; the verdict on the whole is withheld below five figures, when none could lie outside; the
    latest figure is judged where the latest period has none (there: common cause); figures, not rows, make limits firm;
    a gap does not stop the trend rule; and see `rules.fired` on the last point of a trend.

    Raises StatisticsError for values that are no series of numbers, or any option that is not as described.
    """
    read = series("values", values)
    bounds = _bounds(read, least, most)
    asked = question(
        read.known.tolist(),
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
    screen = flag_of("screen_outliers", screen_outliers)
    lines = _lines(exactly(read.values), asked.time, asked.minimum, screen=screen)
    bounded = lines.cut(*(None if bound is None else fraction_of(bound) for bound in bounds))
    return chart(ChartKind.XMR, bounded, asked, values=read.values, symbols=read.symbols)


def _bounds(read: Given, least: float | None, most: float | None) -> tuple[float | None, float | None]:
    """What a figure can be at least and at most. Raises StatisticsError where a figure lies beyond it."""
    known = read.values[read.known]
    bounds: list[float | None] = [None, None]
    for at, (name, asked) in enumerate((("least", least), ("most", most))):
        if asked is None:
            continue
        bound = bounds[at] = number_of(name, asked, "Give a number, or None where there is no bound.")
        beyond = known[known < bound] if name == "least" else known[known > bound]
        if beyond.size:
            raise StatisticsError(f"{name}={asked!r}: {beyond[0]:g} lies beyond it. Check the figure or the bound.")
    low, high = bounds
    if low is not None and high is not None and low >= high:
        raise StatisticsError(f"least={least!r} is not below most={most!r}. Give the range that figures can lie in.")
    return low, high


def _lines(values: list[Exact], time: Timeline, wanted: int, *, screen: bool) -> Lines:
    lines = Lines.empty(values)
    lines.moving_range = moving_ranges(values, time)
    for number in time.steps:
        periods = time.periods_of(number)
        based = [value for at in periods if time.baseline[at] and (value := values[at]) is not None]
        mean = lines.means[number] = mean_of(based)
        ranges = mean_range(lines.moving_range, time, number, screen=screen)
        lines.mean_ranges[number] = ranges.mean
        for at in ranges.screened:
            lines.screened[at] = True
        reason = _reason(based, ranges, wanted)
        if reason:
            lines.reasons[number] = reason
        for at in periods:
            lines.mean[at] = lines.middle[at] = mean
            if mean is not None and ranges.mean is not None and not reason:
                width = _WIDTH * ranges.mean
                lines.lower[at], lines.upper[at] = mean - width, mean + width
                lines.lower_close[at], lines.upper_close[at] = mean - _CLOSE * width, mean + _CLOSE * width
    return lines


def _reason(figures: list[Fraction], ranges: Ranges, wanted: int) -> str:
    """Why the limits of a step are not estimable; empty where they are."""
    if len(figures) < 2:
        return reasons.too_few(len(figures), wanted)
    if ranges.mean is None:
        return reasons.no_neighbours(len(figures), wanted)
    if ranges.mean:
        return ""
    return reasons.only_jumps(len(ranges.screened)) if len(set(figures)) > 1 else reasons.constant(len(figures))
