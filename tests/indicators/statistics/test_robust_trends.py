"""Kendall, Mann-Kendall and Theil-Sen: against scipy, against counting every ordering, and what always holds."""

from dataclasses import replace
from itertools import permutations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import kendalltau, theilslopes

from riia.indicators.model import Symbol
from riia.indicators.statistics import StatisticsError, kendall, mann_kendall, theil_sen

# Tuna lightness and consumers' scores (Hollander and Wolfe 1973, 185), the example of R's cor.test, which prints
# T = 26, p-value = 0.1194 and tau 0.4444444.
LIGHTNESS = [44.4, 45.9, 41.9, 53.3, 44.7, 44.1, 50.7, 45.2, 60.1]
SCORES = [2.6, 3.1, 2.5, 5.0, 3.6, 4.0, 5.2, 2.8, 3.8]

tied = st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6)), min_size=2, max_size=14)
untied = st.lists(st.integers(-50, 50), min_size=2, max_size=14, unique=True)


def test_the_worked_example_of_r() -> None:
    found = kendall(LIGHTNESS, SCORES)
    assert round(found.tau, 7) == 0.4444444
    assert round(found.p, 4) == 0.1194
    assert (found.score + 36) / 2 == 26
    assert found.exact
    assert kendall(LIGHTNESS, SCORES, alternative="greater").p == pytest.approx(0.05972, abs=5e-6)


@settings(deadline=None, max_examples=60)
@given(tied, st.sampled_from(["two-sided", "greater", "less"]))
def test_kendall_with_ties_is_that_of_scipy(drawn: list[tuple[int, int]], alternative: str) -> None:
    x, y = [one for one, _ in drawn], [other for _, other in drawn]
    found = kendall(x, y, exact=False, alternative=alternative)
    if len(x) == 2:  # scipy stops
        assert found.reason or abs(found.tau) == 1
        return
    if len(set(x)) == 1 or len(set(y)) == 1:
        assert found.reason.startswith("An association needs two pairs of different numbers")
        assert np.isnan([found.tau, found.p, found.z]).all()
        return
    peer = kendalltau(x, y, method="asymptotic", alternative=alternative)
    assert found.tau == pytest.approx(peer.statistic, rel=1e-12, abs=1e-12)
    assert found.p == pytest.approx(peer.pvalue, rel=1e-9)


@settings(deadline=None, max_examples=60)
@given(untied, st.sampled_from(["two-sided", "greater", "less"]))
def test_mann_kendall_without_ties_is_exact_as_scipys(values: list[int], alternative: str) -> None:
    found = mann_kendall(values, alternative=alternative)
    peer = kendalltau(range(len(values)), values, method="exact", alternative=alternative)
    assert found.exact
    assert found.tau == pytest.approx(peer.statistic, rel=1e-12, abs=1e-12)
    assert found.p == pytest.approx(peer.pvalue, rel=1e-9)


@pytest.mark.parametrize("values", [[1, 1, 2, 3, 3, 3], [1, 1, 1, 2], [4, 4, 5, 5, 6, 6], [2, 1, 1, 1, 1, 1]])
def test_exact_with_ties_is_the_count_of_every_ordering(values: list[int]) -> None:
    scores = [
        sum(np.sign(order[j] - order[i]) for i in range(len(order)) for j in range(i + 1, len(order)))
        for order in permutations(values)
    ]
    every = np.array(scores)
    for order in (values, values[::-1], values[2:] + values[:2]):
        found = mann_kendall(order, exact=True)
        high, low = np.mean(every >= found.score), np.mean(every <= found.score)
        assert found.p == pytest.approx(min(1, 2 * min(high, low)), abs=1e-15)
        assert mann_kendall(order, exact=True, alternative="greater").p == pytest.approx(high, abs=1e-15)
        assert mann_kendall(order, exact=True, alternative="less").p == pytest.approx(low, abs=1e-15)
        assert found.variance == pytest.approx(np.mean(every**2), rel=1e-12)
        # The same ties in the other list.
        assert kendall(order, range(len(order)), exact=True).p == found.p


@settings(deadline=None, max_examples=60)
@given(tied)
def test_turned_round_the_score_changes_its_sign_alone(drawn: list[tuple[int, int]]) -> None:
    x, y = [one for one, _ in drawn], [other for _, other in drawn]
    found, turned, swapped = kendall(x, y), kendall(x, [-one for one in y]), kendall(y, x)
    assert turned.score == -found.score
    if not found.reason:
        assert turned.tau == -found.tau
        assert -1 <= found.tau <= 1
        assert turned.p == swapped.p == found.p
        assert 0 < found.p <= 1
        assert kendall(x, y, exact=False, continuity=True).p >= kendall(x, y, exact=False).p


def test_a_steady_rise_has_tau_one_and_the_smallest_p() -> None:
    found = mann_kendall([1, 2, 3, 4, 5])
    assert (found.tau, found.score, found.p) == (1.0, 10, 2 / 120)
    assert found.variance == pytest.approx(5 * 4 * 15 / 18)
    assert mann_kendall([1, 2, 3, 4, 5], exact=False).z == pytest.approx(9 / np.sqrt(5 * 4 * 15 / 18))


def test_exact_below_fifty_and_normal_from_there() -> None:
    noise = np.random.default_rng(4).permutation(50)
    assert mann_kendall(noise[:49]).exact
    assert not mann_kendall(noise).exact
    assert mann_kendall(noise, exact=True).p == pytest.approx(mann_kendall(noise).p, abs=0.005)


@settings(deadline=None, max_examples=60)
@given(tied, st.sampled_from([0.8, 0.95, 0.998]))
def test_theil_sen_is_that_of_scipy(drawn: list[tuple[int, int]], confidence: float) -> None:
    x, y = [one for one, _ in drawn], [other for _, other in drawn]
    found = theil_sen(y, x, confidence=confidence)
    if len(set(x)) == 1:
        assert found.reason.startswith("A slope needs two points at different times")
        assert np.isnan([found.slope, found.lower, found.upper, found.intercept]).all()
        return
    peer = theilslopes(y, x, alpha=confidence)
    assert found.slope == pytest.approx(peer.slope, rel=1e-12, abs=1e-12)
    assert found.intercept == pytest.approx(peer.intercept, rel=1e-12, abs=1e-9)
    if found.reason:
        assert len(set(y)) == 1 or "for limits at" in found.reason
        assert np.isnan([found.lower, found.upper]).all()
    else:
        assert (found.lower, found.upper) == pytest.approx((peer.low_slope, peer.high_slope))
        assert found.lower <= found.slope <= found.upper


@settings(deadline=None, max_examples=60)
@given(untied)
def test_wider_confidence_never_narrows_sens_limits(values: list[int]) -> None:
    narrow, wide = theil_sen(values, confidence=0.8), theil_sen(values, confidence=0.95)
    if not wide.reason:
        assert wide.lower <= narrow.lower <= narrow.upper <= wide.upper


@pytest.mark.parametrize(("confidence", "fewest"), [(0.95, 5), (0.998, 8)])
def test_limits_need_enough_points_to_keep_their_promise(confidence: float, fewest: int) -> None:
    """With n points even the range of all slopes misses a slope of 0 in 2 of n! orderings."""
    enough = theil_sen(range(fewest), confidence=confidence)
    few = theil_sen(range(fewest - 1), confidence=confidence)
    assert (enough.slope, enough.lower, enough.upper, enough.reason) == (1, 1, 1, "")
    assert few.slope == 1
    assert np.isnan(few.lower)
    assert few.reason == f"{fewest - 1} points are too few for limits at {confidence * 100:g}% confidence."


def test_limits_that_ties_leave_nothing_of_are_not_limits_without_width() -> None:
    found = theil_sen([0, 1, 1, 1, 1], [0, 0, 0, 0, 1], confidence=0.8)
    assert np.isnan([found.lower, found.upper]).all()
    assert found.reason == "5 points are too few, so many of them tied, for limits at 80% confidence."


def test_one_wild_point_moves_the_slope_little() -> None:
    assert theil_sen([1, 2, 3, 400, 5, 6, 7]).slope == 1


@settings(deadline=None, max_examples=60)
@given(tied, st.data())
def test_missing_entries_are_left_out_in_pairs_and_named(drawn: list[tuple[int, int]], data: st.DataObject) -> None:
    x, y = [one for one, _ in drawn], [other for _, other in drawn]
    at = data.draw(st.integers(0, len(x)))
    plain = kendall(x, y)
    for gap_x, gap_y, symbol in (
        (None, 3, Symbol.NOT_AVAILABLE),
        (4, "c", Symbol.SUPPRESSED),
        ("u", "c", Symbol.SUPPRESSED),
    ):
        found = kendall([*x[:at], gap_x, *x[at:]], [*y[:at], gap_y, *y[at:]])
        assert found.missing == {at: symbol}
        assert repr(replace(found, missing={})) == repr(plain)
    with_gap = theil_sen([*y[:at], "c", *y[at:]], [*x[:at], 99, *x[at:]])
    assert with_gap.missing == {at: Symbol.SUPPRESSED}
    assert repr(replace(with_gap, missing={})) == repr(theil_sen(y, x))


def test_irregular_times_count_for_slopes_and_not_for_ranks() -> None:
    values, even, uneven = [3, 4, 6, 9, 8], [0, 1, 2, 3, 4], [2010, 2011, 2015, 2020, 2021]
    assert mann_kendall(values, even) == mann_kendall(values, uneven) == mann_kendall(values)
    assert theil_sen(values, uneven).slope < theil_sen(values, even).slope == theil_sen(values).slope


@pytest.mark.parametrize(
    ("ask", "says"),
    [
        (lambda: kendall([1, 2], [1]), "two lists of the same length"),
        (lambda: kendall(1, 2), "two lists of the same length"),
        (lambda: kendall([1, 2], [1, 2], alternative="both"), "alternative='both' is not known"),
        (lambda: kendall([1, 1, 2], [1, 2, 2], exact=True), "both lists have ties"),
        (lambda: mann_kendall(range(201), exact=True), "201 pairs are more than 200"),
        (lambda: mann_kendall([1, 2, 3], [1, 2]), "the same length"),
        (lambda: theil_sen([1, 2, 3], [1, 2]), "the same length"),
        (lambda: theil_sen([1, 2, 3], confidence=95), "0.95 for 95%"),
        (lambda: theil_sen([1, float("inf")]), "not a finite number"),
    ],
)
def test_what_makes_no_sense_is_refused(ask, says: str) -> None:
    with pytest.raises(StatisticsError, match=says):
        ask()


@pytest.mark.parametrize(("values", "alike"), [([], "there are 0"), ([1], "there is one"), ([2, 2, 2], "the same")])
def test_nothing_to_compare_says_so(values: list[int], alike: str) -> None:
    found = mann_kendall(values)
    assert alike in found.reason
    assert np.isnan(found.p)
    slope = theil_sen(values)
    assert bool(slope.reason)
    assert np.isnan(slope.lower)
