"""Which control chart fits an indicator, by the size of what it counts, and why."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Final, TypedDict, Unpack

from riia.indicators.model import Polarity
from riia.indicators.statistics.arguments import flag_of, unit_of
from riia.indicators.statistics.arrays import ArrayLike
from riia.indicators.statistics.control_charts import reasons
from riia.indicators.statistics.control_charts.attributes import ChartLimits, p_chart, u_chart
from riia.indicators.statistics.control_charts.counted import Counted, rates_of, shares_of
from riia.indicators.statistics.control_charts.exact import Exact, as_floats, fraction_of, mean_of
from riia.indicators.statistics.control_charts.individuals import xmr
from riia.indicators.statistics.control_charts.results import ChartKind, ControlChart
from riia.indicators.statistics.control_charts.timeline import Gaps

SMALL_COUNT: Final = 10
"""Up to an average of 9 events the lower three sigma limit of a count is at or below 0: too coarse and too skew."""

UNEQUAL: Final = Fraction("0.25")
"""How far denominators may be from their average for one pair of limits to fit all (Montgomery, see `ChartLimits`)."""


class ChartOptions(TypedDict, total=False):
    """What the charts have in common, see `xmr`."""

    polarity: Polarity | str
    target: float | None
    rebase: Sequence[int | str]
    fix_after_n_points: int | None
    gaps: Gaps | str
    minimum: int
    periods: Sequence[object] | None
    decimals: int | None
    suffix: str


@dataclass(frozen=True, slots=True)
class ChartChoice:
    """The chart that fits, and why, in a sentence."""

    kind: ChartKind
    reason: str


def suitable_chart(counts: ArrayLike, denominators: ArrayLike, *, share: bool) -> ChartChoice:
    """Choose a chart for counts against denominators, in order of time.

    `share` says that the counts are some of the cases in the denominator (re-referrals of referrals), rather than
    events among people (referrals per 10,000 children). Where the events, or in a share the cases without one, are
    fewer than 10 a period on average: exact p- or u-chart, since moving ranges of few events say little and three sigma
    limits do not fit. Otherwise, where denominators differ from their average by more than 25 per cent: p′ or u′, whose
    limits follow the denominator and allow for the variation beyond chance that large counts show. Otherwise: XmR of
    the rate.

    Raises StatisticsError as `p_chart` and `u_chart` do.
    """
    of_cases = flag_of("share", share)
    return _choice(_read(counts, denominators, share=of_cases), share=of_cases)


def control_chart(
    counts: ArrayLike, denominators: ArrayLike, *, share: bool, per: float = 1, **options: Unpack[ChartOptions]
) -> ControlChart:
    """The chart that `suitable_chart` chooses, for every `per` of the denominator; its reason is the first note.

    Raises StatisticsError as `xmr`, `p_chart` and `u_chart` do.
    """
    of_cases, unit = flag_of("share", share), unit_of(per)
    # Read here and by the chart: what gives its numbers only once is kept.
    counts, denominators = (list(one) if isinstance(one, Iterator) else one for one in (counts, denominators))
    read = _read(counts, denominators, share=of_cases)
    choice = _choice(read, share=of_cases)
    if choice.kind is ChartKind.XMR:
        drawn = xmr(_rates(read, unit), least=0, most=unit if of_cases else None, **options)
    else:
        exact = choice.kind in {ChartKind.P_EXACT, ChartKind.U_EXACT}
        limits = ChartLimits.EXACT if exact else ChartLimits.LANEY
        draw = p_chart if of_cases else u_chart
        drawn = draw(counts, denominators, per=unit, limits=limits, **options)
    return replace(drawn, notes=(choice.reason, *drawn.notes))


def _read(counts: ArrayLike, denominators: ArrayLike, *, share: bool) -> Counted:
    return shares_of(counts, denominators, "counts") if share else rates_of(counts, denominators)


def _choice(read: Counted, *, share: bool) -> ChartChoice:
    exact, varying = (ChartKind.P_EXACT, ChartKind.P_PRIME) if share else (ChartKind.U_EXACT, ChartKind.U_PRIME)
    events, sizes = (_known(of, read) for of in (read.numbers, read.sizes))
    average, size = mean_of(events), mean_of(sizes)
    if average is None or size is None:
        return ChartChoice(exact, reasons.chosen_without_counts(exact))
    if average < SMALL_COUNT:
        return ChartChoice(exact, reasons.chosen_small(exact, float(average), "events"))
    if share and size - average < SMALL_COUNT:
        return ChartChoice(exact, reasons.chosen_small(exact, float(size - average), "cases without one"))
    furthest = max(abs(one - size) / size for one in sizes)
    if furthest > UNEQUAL:
        return ChartChoice(varying, reasons.chosen_unequal(varying, float(furthest)))
    return ChartChoice(ChartKind.XMR, reasons.chosen_large(float(average)))


def _known(numbers: list[Exact], read: Counted) -> list[Fraction]:
    return [number for number, known in zip(numbers, read.known, strict=True) if known and number is not None]


def _rates(read: Counted, per: float) -> list[object]:
    """The rates, with the symbol where there is none."""
    each = fraction_of(per)
    rates: list[object] = as_floats([None if ratio is None else ratio * each for ratio in read.ratios]).tolist()
    for at, symbol in read.symbols.items():
        rates[at] = symbol
    return rates
