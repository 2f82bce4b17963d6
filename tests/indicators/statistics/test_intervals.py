"""Intervals: published answers, and what holds for every count, zero, all and missing included."""

from collections.abc import Callable
from math import inf, isnan, nan

import numpy as np
import polars as pl
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from riia.indicators.model import Missing, Number, Symbol
from riia.indicators.statistics import (
    Limits,
    StatisticsError,
    byar,
    clopper_pearson,
    difference_of_rates,
    difference_of_shares,
    exact_poisson,
    rate_ratio,
    wilson,
)

type Interval = Callable[..., Limits]

levels = st.floats(0.01, 0.9999)
counts = st.integers(0, 20_000)


@st.composite
def shares(draw: st.DrawFn) -> tuple[int, int]:
    """A numerator and its denominator, often none or all of it."""
    of = draw(st.integers(1, 20_000))
    return draw(st.one_of(st.sampled_from([0, of]), st.integers(0, of))), of


# Answers kept in the tests of PHEindicatormethods (testdata_Proportion.xlsx, testdata_Rate.xlsx), version 2.1.0.
PHE_SHARES = [
    (1, 100, 0.0017674320641406511, 0.054486196178705294, 0.000873065697299977, 0.1045544528370582),
    (5, 100, 0.02154367915436798, 0.11175046923191911, 0.013865320725997183, 0.16458852282596442),
    (65, 100, 0.5525444329688797, 0.7363575175690247, 0.4954946574070431, 0.7783540614089697),
    (9856, 12345, 0.7912101752909069, 0.8053640073614909, 0.7869924108419063, 0.8093061412589626),
    (7776456, 7564336677, 0.0010273201001641094, 0.0010287644578977231, 0.0010269040118442213, 0.0010291812992698397),
]
PHE_RATES = [
    (1, 100, 0.025317807984289897, 5.571643390938898, 0.0010005003335835344, 9.233413476451585),
    (5, 100, 1.62348639011842, 11.668332079322669, 0.739371731917839, 16.454745203680105),
    (20, 100, 12.211428834875937, 30.889880369197066, 8.922802365144193, 38.08503562504191),
    (65, 100, 50.163187710459454, 82.84913854593984, 42.8802614714802, 94.00029084431802),
    (9856, 12345, 78.26949058976757, 81.4300165427214, 77.37590543271052, 82.3544727709543),
]


@pytest.mark.parametrize("row", PHE_SHARES)
def test_wilson_agrees_with_phe_indicatormethods(row: tuple[float, ...]) -> None:
    both = wilson(row[0], row[1], confidence=(0.95, 0.998))
    assert [limit for pair in both for limit in pair] == pytest.approx(row[2:], rel=1e-12)


@pytest.mark.parametrize("row", PHE_RATES)
def test_byar_agrees_with_phe_indicatormethods(row: tuple[float, ...]) -> None:
    both = byar(row[0], row[1], 100, confidence=(0.95, 0.998))
    assert [limit for pair in both for limit in pair] == pytest.approx(row[2:], rel=1e-12)


def test_exact_limits_agree_with_the_help_pages_of_r() -> None:
    """binom.test(682, 925) and poisson.test(137, 24.19893) as R prints them, to the digits it prints."""
    assert clopper_pearson(682, 925) == pytest.approx((0.7076683, 0.7654066), abs=5e-8)
    assert exact_poisson(137, 24.19893, per=1) == pytest.approx((4.753125, 6.692709), abs=5e-7)
    assert rate_ratio(11, 800, 6 + 8 + 7, 1083 + 1050 + 878) == pytest.approx((0.8584264, 4.2772659), abs=5e-8)


@pytest.mark.parametrize(
    ("x", "n", "y", "m", "lower", "upper"),
    [(56, 70, 48, 80, 0.0524, 0.3339), (9, 10, 3, 10, 0.1705, 0.8090), (10, 10, 0, 20, 0.6791, 1.0)],
)
def test_differences_of_shares_agree_with_newcombe(x: int, n: int, y: int, m: int, lower: float, upper: float) -> None:
    """Newcombe (1998), table II, method 10."""
    assert difference_of_shares(x, n, y, m) == pytest.approx((lower, upper), abs=5e-5)


def test_the_exact_limits_below_ten_and_byar_from_ten() -> None:
    assert byar(9, 100, 1) == exact_poisson(9, 100, 1)
    assert byar(10, 100, 1) != exact_poisson(10, 100, 1)
    # Byar's approximation written out, for 10.
    z = 1.959963984540054
    assert byar(10, 1, 1).lower == pytest.approx(10 * (1 - 1 / 90 - z / 3 / 10**0.5) ** 3, rel=1e-13)
    assert byar(10, 1, 1).upper == pytest.approx(11 * (1 - 1 / 99 + z / 3 / 11**0.5) ** 3, rel=1e-13)


def test_nothing_and_everything_have_exact_ends() -> None:
    lower, upper = wilson([0, 7], [7, 7], 0.998)
    assert (lower[0], upper[1]) == (0.0, 1.0)
    assert 0 < upper[0] < 1
    assert clopper_pearson(0, 5).lower == 0
    assert clopper_pearson(5, 5).upper == 1
    assert byar(0, 60_058).lower == 0
    assert byar(0, 10_000).upper == pytest.approx(-np.log(0.025))
    assert rate_ratio(3, 100, 0, 100).upper == inf
    assert rate_ratio(0, 100, 3, 100).lower == 0


@pytest.mark.parametrize("interval", [wilson, clopper_pearson, byar, exact_poisson])
def test_missing_numbers_and_empty_denominators_are_nan_at_their_own_place(interval: Interval) -> None:
    numerators = [1, None, "c", Missing(Symbol.LOW), Number(2), nan, 3, 0]
    for limit in interval(numerators, [5, 5, 5, 5, 5, 5, None, 0]):
        assert list(np.isnan(limit)) == [False, True, True, True, False, True, True, True]


def test_the_two_sample_intervals_are_nan_without_a_denominator() -> None:
    for two in (difference_of_shares, difference_of_rates, rate_ratio):
        for limit in two([0, 1, None, 2], [0, 2, 2, 2], [1, 0, 1, 1], [2, 0, 2, 2]):
            assert list(np.isnan(limit)) == [True, True, True, False]
    assert all(map(isnan, rate_ratio(0, 10, 0, 10)))


def test_shapes_are_kept_and_one_number_answers_one() -> None:
    assert type(wilson(1, 3).lower) is float
    assert wilson(np.ones((2, 3)), 3).upper.shape == (2, 3)
    assert byar(pl.Series([1, None]), pl.Series([10, 10])).lower.shape == (2,)
    assert wilson([], []).lower.shape == (0,)
    assert [type(pair) for pair in byar(3, 100, confidence=[0.9, 0.95, 0.998])] == [Limits] * 3


@pytest.mark.parametrize(
    ("ask", "message"),
    [
        (lambda: wilson([1, 5], [3, 4]), "numerator, position 1: 5 is more than its denominator, 4."),
        (lambda: wilson([1, -5], [3, 4]), "numerator, position 1: -5 is below 0"),
        (lambda: difference_of_shares(1, 2, [1, 9], 3), "other_numerator, position 1: 9 is more than"),
        (lambda: byar(-1, 3), "count, position 0: -1 is below 0"),
        (lambda: byar(1, -3), "denominator, position 0: -3 is below 0"),
        (lambda: byar(1, 3, per=0), "per=0 is no unit of a rate"),
        (lambda: wilson(1, 3, 95), "confidence=95 is not between 0 and 1"),
        (lambda: wilson(1, 3, "95%"), "confidence='95%' is not between 0 and 1"),  # type: ignore[call-overload]
        (lambda: wilson([1, 2], [3, 4, 5]), "do not go together"),
    ],
)
def test_what_is_no_share_or_rate_is_refused(ask: Callable[[], object], message: str) -> None:
    with pytest.raises(StatisticsError) as refused:
        ask()
    assert message in str(refused.value)


@settings(deadline=None)
@given(shares(), levels)
def test_wilson_brackets_the_share_within_0_and_1_and_turns_over_with_it(share: tuple[int, int], level: float) -> None:
    x, n = share
    lower, upper = wilson(x, n, level)
    assert 0 <= lower <= x / n <= upper <= 1
    assert lower == pytest.approx(1 - wilson(n - x, n, level).upper, abs=1e-14)
    # Both limits solve the equation of the score test: they lie z standard errors of their own from the share.
    z2 = 4 * ((upper - x / n) ** 2 * n / (upper * (1 - upper))) if 0 < upper < 1 else None
    if z2 is not None and lower > 0:
        assert z2 == pytest.approx(4 * (lower - x / n) ** 2 * n / (lower * (1 - lower)), rel=1e-6, abs=1e-9)


@settings(deadline=None)
@given(shares(), levels, levels, st.sampled_from([wilson, clopper_pearson]))
def test_share_intervals_widen_with_confidence(
    share: tuple[int, int], one: float, other: float, interval: Interval
) -> None:
    narrow, wide = interval(*share, confidence=(min(one, other), max(one, other)))
    assert wide.lower <= narrow.lower + 1e-15
    assert narrow.upper <= wide.upper + 1e-15


@settings(deadline=None)
@given(counts, st.integers(1, 10**8), levels, levels)
def test_rate_intervals_bracket_the_rate_and_widen_with_confidence(
    count: int, people: int, one: float, other: float
) -> None:
    narrow, wide = byar(count, people, confidence=(min(one, other), max(one, other)))
    rate = count / people * 10_000
    assert 0 <= wide.lower <= narrow.lower <= rate * (1 + 1e-15)
    assert rate * (1 - 1e-15) <= narrow.upper <= wide.upper
    assert wide.lower > 0 or count == 0 or one + other > 1.99


@settings(deadline=None)
@given(shares(), st.integers(2, 50), levels)
def test_more_of_the_same_is_narrower(share: tuple[int, int], more: int, level: float) -> None:
    def width(limits: Limits) -> float:
        return limits.upper - limits.lower

    x, n = share
    assert width(wilson(x * more, n * more, level)) < width(wilson(x, n, level))
    assert width(byar(x * more, n * more, 1, level)) < width(byar(x, n, 1, level))


@settings(deadline=None)
@given(st.lists(shares(), min_size=2, max_size=12), st.randoms(use_true_random=False))
def test_a_place_has_the_same_limits_alone_and_in_any_company(drawn: list[tuple[int, int]], chance: object) -> None:
    order = list(range(len(drawn)))
    chance.shuffle(order)  # type: ignore[attr-defined]
    x, n = np.array(drawn).T
    for interval in (wilson, clopper_pearson, byar, exact_poisson):
        together, shuffled = interval(x, n), interval(x[order], n[order])
        for at, place in enumerate(order):
            assert (shuffled.lower[at], shuffled.upper[at]) == (together.lower[place], together.upper[place])
            assert interval(*drawn[place]) == (together.lower[place], together.upper[place])


@settings(deadline=None)
@given(shares(), shares(), levels)
def test_differences_turn_round_with_their_sides(one: tuple[int, int], other: tuple[int, int], level: float) -> None:
    lower, upper = difference_of_shares(*one, *other, level)
    assert -1 <= lower <= one[0] / one[1] - other[0] / other[1] <= upper <= 1
    assert (-upper, -lower) == pytest.approx(difference_of_shares(*other, *one, level), abs=1e-14)
    rates = difference_of_rates(*one, *other, per=1, confidence=level)
    assert (-rates.upper, -rates.lower) == pytest.approx(difference_of_rates(*other, *one, 1, level), abs=1e-12)
    assert rates.lower <= one[0] / one[1] - other[0] / other[1] <= rates.upper


@settings(deadline=None)
@given(shares(), shares(), levels)
def test_the_ratio_turns_over_with_its_sides(one: tuple[int, int], other: tuple[int, int], level: float) -> None:
    assume(one[0] and other[0])
    lower, upper = rate_ratio(*one, *other, level)
    turned = rate_ratio(*other, *one, level)
    assert (1 / turned.upper, 1 / turned.lower) == pytest.approx((lower, upper), rel=1e-9)
    assert lower <= (one[0] / one[1]) / (other[0] / other[1]) * (1 + 1e-12)
    assert upper >= (one[0] / one[1]) / (other[0] / other[1]) * (1 - 1e-12)
