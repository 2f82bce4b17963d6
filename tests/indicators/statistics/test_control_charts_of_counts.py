"""p- and u-charts: formulas in plain floats, the tails of the distributions, and the chart that is chosen."""

from fractions import Fraction
from math import sqrt

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from riia.indicators.model import Symbol
from riia.indicators.statistics import (
    Assurance,
    ChartKind,
    ChartLimits,
    ChartRule,
    ControlChart,
    PointType,
    StatisticsError,
    control_chart,
    p_chart,
    suitable_chart,
    u_chart,
    xmr,
)
from riia.indicators.statistics.control_charts.probability_limits import binomial_limits, poisson_limits

# Re-referrals and referrals of Derby, years ending March 2013 to 2025 (Department for Education, Children in need, C1).
AGAIN = [427, 344, 414, 478, 970, 728, 698, 899, 1002, 1124, 855, 936, 823]
REFERRALS = [2509, 2766, 3201, 3582, 4561, 3824, 4228, 4600, 4683, 4822, 4094, 4165, 3557]

cases = st.lists(
    st.integers(1, 60).flatmap(lambda size: st.tuples(st.integers(0, size), st.just(size))), min_size=2, max_size=25
)
events = st.lists(st.tuples(st.integers(0, 30), st.integers(1, 90_000)), min_size=2, max_size=25)


def apart(pairs: list[tuple[int, int]]) -> tuple[list[int], list[int]]:
    return [one for one, _ in pairs], [other for _, other in pairs]


def expect(chart: ControlChart, mean: float, widths: np.ndarray, most: float) -> None:
    np.testing.assert_allclose(chart.mean, mean, rtol=1e-9)
    np.testing.assert_allclose(chart.lower, np.maximum(mean - widths, 0), rtol=1e-9, atol=1e-12)
    np.testing.assert_allclose(chart.upper, np.minimum(mean + widths, most), rtol=1e-9)
    np.testing.assert_allclose(chart.upper_close, np.minimum(mean + 2 / 3 * widths, most), rtol=1e-9)


@given(cases, st.sampled_from([1, 100]))
@settings(deadline=None, max_examples=50)
def test_a_p_chart_is_its_formula(pairs: list[tuple[int, int]], per: int) -> None:
    numerators, sizes = apart(pairs)
    chart = p_chart(numerators, sizes, per=per)
    mean = sum(numerators) / sum(sizes)
    if mean in (0, 1):
        assert "so there is no variation to set limits by" in chart.summary
        assert np.isnan(chart.upper).all()
        return
    widths = 3 * np.sqrt(mean * (1 - mean) / np.array(sizes))
    expect(chart, per * mean, per * widths, per)
    assert chart.kind is ChartKind.P


@given(events)
@settings(deadline=None, max_examples=50)
def test_a_u_chart_is_its_formula(pairs: list[tuple[int, int]]) -> None:
    counts, sizes = apart(pairs)
    chart = u_chart(counts, sizes, 10_000)
    if not sum(counts):
        assert chart.variation is PointType.NOT_ESTIMABLE
        return
    mean = sum(counts) / sum(sizes)
    expect(chart, 10_000 * mean, 3 * 10_000 * np.sqrt(mean / np.array(sizes)), np.inf)


@pytest.mark.parametrize(
    ("limits", "shares", "rates"),
    [
        (
            "3-sigma",
            [0.191690385832, 0.168114937413, 0.171890241315, 0.215265834251, 0.211490530349],
            [0.017904761905, 0.005210556252, 0.005801311715, 0.030598967557, 0.030008212094],
        ),
        (
            "laney",
            [0.191690385832, 0.111071235607, 0.123981352396, 0.272309536057, 0.259399419268],
            [0.017904761905, 0.000714903430, 0.001514874934, 0.035094620380, 0.034294648875],
        ),
    ],
)
def test_qicharts2_says_the_same(limits: str, shares: list[float], rates: list[float]) -> None:
    """Numbers of qicharts2 0.8.1 (Anhøj), commit 1b9487e, charts p, u, pp and up, run in R 4.2.2."""
    sizes = [1000, 1100, 1200, 900, 1300, 1000, 1000, 1000, 900, 1100]
    for chart, theirs in (
        (p_chart(AGAIN, REFERRALS, limits=limits), shares),
        (u_chart([12, 15, 4, 9, 20, 14, 31, 25, 28, 30], sizes, per=1, limits=limits), rates),
    ):
        ours = [chart.mean[0], *chart.lower[[0, -1]], *chart.upper[[0, -1]]]
        np.testing.assert_allclose(ours, theirs, rtol=0, atol=1e-12)


def test_laneys_limits_are_their_formula() -> None:
    chart = p_chart(AGAIN, REFERRALS, per=100, limits="laney")
    mean = sum(AGAIN) / sum(REFERRALS)
    errors = np.sqrt(mean * (1 - mean) / np.array(REFERRALS))
    standard = (np.array(AGAIN) / np.array(REFERRALS) - mean) / errors
    ranges = np.abs(np.diff(standard))
    np.testing.assert_allclose(chart.moving_range[1:], ranges, rtol=1e-9)
    expect(chart, 100 * mean, 300 * errors * ranges.mean() / 1.128, 100)
    assert chart.kind is ChartKind.P_PRIME
    # Large counts vary more than chance: the plain limits are far too narrow.
    assert len([rules for rules in p_chart(AGAIN, REFERRALS).rules if rules]) > len(
        [rules for rules in chart.rules if rules]
    )


def test_laneys_u_chart_is_its_formula_with_a_gap_and_a_step() -> None:
    counts, sizes = (
        [12, 15, None, 9, 20, 14, 31, 25, 28, 30],
        [1000, 1100, 1200, 900, 1300, 1000, 1000, 1000, 900, 1100],
    )
    chart = u_chart(counts, sizes, per=1, limits=ChartLimits.LANEY, rebase=[6])
    at = [0, 1, 3, 4, 5]
    count, size = np.array([counts[i] for i in at], dtype=float), np.array([sizes[i] for i in at])
    mean = count.sum() / size.sum()
    standard = (count / size - mean) / np.sqrt(mean / size)
    ranges = [abs(standard[1] - standard[0]), abs(standard[3] - standard[2]), abs(standard[4] - standard[3])]
    beyond = sum(ranges) / 3 / 1.128
    np.testing.assert_allclose(chart.upper[:6], mean + 3 * beyond * np.sqrt(mean / np.array(sizes[:6])), rtol=1e-9)
    assert np.isnan(chart.moving_range[[0, 2, 3, 6]]).all()


@given(st.integers(1, 400), st.integers(1, 999))
@settings(deadline=None, max_examples=60)
def test_exact_limits_of_shares_hold_the_tails(size: int, thousandths: int) -> None:
    share = np.float64(thousandths) / 1000
    found = binomial_limits(size, Fraction(thousandths, 1000))
    _check_tails(found, stats.binom(size, share))


@given(st.integers(1, 60_000))
@settings(deadline=None, max_examples=60)
def test_exact_limits_of_counts_hold_the_tails(hundredths: int) -> None:
    _check_tails(poisson_limits(Fraction(hundredths, 100)), stats.poisson(hundredths / 100))


def _check_tails(found: tuple[int, ...], chance) -> None:  # type: ignore[no-untyped-def]
    lower, lower_close, median, upper_close, upper = found
    for low, high, tail in ((lower, upper, 0.0013498980316301), (lower_close, upper_close, 0.0227501319481793)):
        assert chance.cdf(low - 1) < tail * (1 + 1e-9)
        assert chance.cdf(low) >= tail * (1 - 1e-9)
        assert chance.sf(high) <= tail * (1 + 1e-9)
        assert chance.sf(high - 1) > tail * (1 - 1e-9)
    assert chance.cdf(median) >= 0.5 - 1e-9
    assert chance.cdf(median - 1) < 0.5 + 1e-9


def test_exact_limits_of_a_small_count() -> None:
    # A mean of 2: 9 and more come 2.4, 8 and more 11 times in ten thousand; 1.35 in a thousand is the line.
    chart = u_chart([2] * 14, [1000] * 14, per=1000, limits="exact")
    assert (chart.lower[0], chart.middle[0], chart.upper[0], chart.mean[0]) == (0, 2, 7, 2)
    assert chart.kind.middle == "median"
    assert u_chart([2] * 14, [1000] * 14, per=1000).upper[0] == pytest.approx(2 + 3 * sqrt(2))


def test_seven_noughts_of_few_events_are_no_shift_of_an_exact_chart() -> None:
    counts = [0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 2, 0, 0, 1]
    plain, exact = u_chart(counts, [62_000] * 14), u_chart(counts, [62_000] * 14, limits="exact")
    assert ChartRule.SHIFTED_BELOW in plain.rules[0]
    assert plain.rules[10] == (ChartRule.ABOVE_UPPER_LIMIT,)
    assert not any(exact.rules)
    assert exact.variation is PointType.COMMON_CAUSE


def test_a_planted_shift_of_small_counts_is_found() -> None:
    chart = u_chart([2, 3, 1, 2, 4, 2, 1, 3, 2, 2, 3, 1, *[6] * 7], [1000] * 19, limits="exact", fix_after_n_points=12)
    assert chart.rules[-1] == (ChartRule.SHIFTED_ABOVE,)
    assert "is the 7th in a row above the median of" in chart.summary
    assert u_chart([2] * 13 + [9], [1000] * 14, limits="exact").rules[-1] == (ChartRule.ABOVE_UPPER_LIMIT,)


@given(cases, st.sampled_from(list(ChartLimits)), st.data())
@settings(deadline=None, max_examples=60)
def test_shares_mirror_in_what_is_not_counted(
    pairs: list[tuple[int, int]], limits: ChartLimits, data: st.DataObject
) -> None:
    numerators, sizes = apart(pairs)
    chart = p_chart(numerators, sizes, limits=limits)
    rest = p_chart([size - one for one, size in pairs], sizes, limits=limits)
    np.testing.assert_allclose(chart.mean, 1 - rest.mean, atol=1e-12)
    if limits is not ChartLimits.EXACT:  # the quantile of a discrete count takes one side at a tie
        np.testing.assert_allclose(chart.lower, 1 - rest.upper, atol=1e-12)
    at = data.draw(st.integers(0, len(pairs) - 1))
    with np.errstate(invalid="ignore"):
        assert (chart.values[at] > chart.upper[at]) == (ChartRule.ABOVE_UPPER_LIMIT in chart.rules[at])
    assert not (chart.lower < 0).any()
    assert not (chart.upper > 1).any()


@pytest.mark.parametrize("limits", list(ChartLimits))
def test_gaps_and_empty_denominators_are_shown(limits: ChartLimits) -> None:
    counts = [3, 4, "c", 2, 0, 5, 4, 3, 2, 4, 5, 3, 2, 4, 3]
    sizes = [40, 41, 42, None, 0, 40, 39, 38, 42, 41, 40, 39, 44, 41, 40]
    chart = p_chart(counts, sizes, limits=limits, target=0.5, polarity="down")
    assert chart.symbols == {2: Symbol.SUPPRESSED, 3: Symbol.NOT_AVAILABLE, 4: Symbol.NOT_APPLICABLE}
    assert np.flatnonzero(np.isnan(chart.values)).tolist() == [2, 3, 4]
    assert np.flatnonzero(np.isnan(chart.upper)).tolist() == [3, 4]  # the limits of period 2 follow its denominator
    assert chart.mean[3] == pytest.approx(42 / 485)
    assert chart.assurance is Assurance.PASS
    assert "12 of the 13 figures needed" in chart.summary


def test_later_counts_do_not_move_fixed_limits() -> None:
    sizes = [1000] * 18
    one = u_chart([4, 6, 5, 3, 7, 5, 4, 6, 5, 5, 4, 6, 5, 5, 5, 5, 5, 5], sizes, fix_after_n_points=12)
    two = u_chart([4, 6, 5, 3, 7, 5, 4, 6, 5, 5, 4, 6, 9, 9, 9, 9, 9, 9], sizes, fix_after_n_points=12)
    np.testing.assert_array_equal(one.upper, two.upper)
    assert one.mean[0] == 10_000 * 60 / 12_000


# The chart that fits -------------------------------------------------------------------------------------------------


def test_the_chart_follows_the_size_of_the_counts() -> None:
    people = [62_000 + 100 * year for year in range(13)]
    assert suitable_chart(REFERRALS, people, share=False).kind is ChartKind.XMR
    assert suitable_chart([3, 1, 2, 0, 4] * 3, [62_000] * 15, share=False).kind is ChartKind.U_EXACT
    assert suitable_chart(AGAIN, REFERRALS, share=True).kind is ChartKind.P_PRIME
    assert suitable_chart([3, 1, 2, 0, 4], [30, 28, 33, 31, 29], share=True).kind is ChartKind.P_EXACT
    # Nearly all in time: what is rare is a case that is late.
    late = suitable_chart([97, 99, 96, 98], [100, 100, 100, 100], share=True)
    assert late.kind is ChartKind.P_EXACT
    assert "2.5 cases without one a period on average" in late.reason
    assert suitable_chart([50, 40, 60, 55], [100, 100, 110, 95], share=True).kind is ChartKind.XMR
    assert suitable_chart([50, 40, 60, 55], [1000, 500, 2000, 900], share=False).kind is ChartKind.U_PRIME
    assert suitable_chart(["c", None], [5, 5], share=True).kind is ChartKind.P_EXACT
    assert "up to 36%," in suitable_chart(AGAIN, REFERRALS, share=True).reason


def test_the_chosen_chart_is_drawn_and_says_why() -> None:
    people = [62_000] * 13
    large = control_chart(REFERRALS, people, share=False, per=10_000, rebase=[4])
    alone = xmr([10_000 * count / 62_000 for count in REFERRALS], least=0, rebase=[4])
    np.testing.assert_allclose(large.upper, alone.upper, rtol=1e-9)
    assert large.notes[0].startswith("Chosen: XmR chart")
    assert large.notes[1:] == alone.notes
    small = control_chart([3, 1, "c", 0, 4], [30] * 5, share=True, per=100, polarity="down")
    assert small.kind is ChartKind.P_EXACT
    assert small.symbols == {2: Symbol.SUPPRESSED}
    assert control_chart(AGAIN, REFERRALS, share=True, per=100).kind is ChartKind.P_PRIME
    percent = control_chart([50, "c", 60, 55, 48], [100, 100, 110, 95, 99], share=True, per=100)
    assert percent.kind is ChartKind.XMR
    assert percent.values[0] == 50
    assert percent.symbols == {1: Symbol.SUPPRESSED}


@pytest.mark.parametrize(
    ("ask", "words"),
    [
        (lambda: p_chart([5], [4]), "position 0: 5 of 4 is more than all"),
        (lambda: p_chart([1.5], [4]), "not a whole number"),
        (lambda: p_chart([1], [4.5]), "not a whole number"),
        (lambda: p_chart([-1], [4]), "below 0"),
        (lambda: u_chart([1], [0]), "1 of a denominator of 0"),
        (lambda: u_chart([1, 2], [5]), "2 counts for 1 denominators"),
        (lambda: u_chart([1, 2], [5, 5], per=0), "above 0"),
        (lambda: p_chart([1, 2], [5, 5], limits="2-sigma"), 'Give "3-sigma", "exact" or "laney"'),
        (lambda: suitable_chart([5], [4], share=True), "more than all"),
    ],
)
def test_what_cannot_be_counted_is_refused_in_words(ask, words: str) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(StatisticsError, match=words):
        ask()


@pytest.mark.parametrize(
    ("chart", "words"),
    [
        (u_chart([0] * 14, [5] * 14), "nothing was counted in any of the 14 periods with a figure"),
        (p_chart([5] * 14, [5] * 14), "every case was counted in each of the 14 periods with a figure"),
        (p_chart([2], [5]), "only 1 figure, and 13 are needed"),
        (p_chart([1] * 14, [5] * 14, limits="laney"), "all 14 figures are the same"),
        (p_chart([1, None, 2], [5, 5, 5], limits="laney"), "so there is no moving range"),
        (u_chart([], []), "No figures: none given."),
    ],
)
def test_limits_that_are_not_estimable_say_so(chart: ControlChart, words: str) -> None:
    assert words in chart.summary
    assert np.isnan(chart.upper).all()
    assert not any(chart.rules)
