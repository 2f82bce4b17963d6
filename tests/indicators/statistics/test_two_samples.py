"""Exact tests: R's printed answers, sums over all outcomes in whole numbers, and what holds for every pair."""

from collections.abc import Callable
from fractions import Fraction
from math import comb

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from riia.indicators.model import Missing, Number, Symbol
from riia.indicators.statistics import StatisticsError, binomial_test, fisher_test, poisson_test, rate_test

# What R's tests take two probabilities to differ by, at least, before one is less probable than the other.
EQUAL = 1 + Fraction(1, 10**7)


@st.composite
def shares(draw: st.DrawFn, most: int = 90) -> tuple[int, int]:
    of = draw(st.integers(1, most))
    return draw(st.one_of(st.sampled_from([0, of]), st.integers(0, of))), of


def small_p(weights: list[Fraction], seen: int) -> float:
    """The probability of all outcomes no more probable than the one seen, in whole numbers."""
    return float(sum(each for each in weights if each <= weights[seen] * EQUAL) / sum(weights))


def binomial(n: int, share: Fraction) -> list[Fraction]:
    return [comb(n, k) * share**k * (1 - share) ** (n - k) for k in range(n + 1)]


@pytest.mark.parametrize(
    ("p", "printed"),
    [
        (fisher_test(3, 4, 1, 4), 0.4857),  # fisher.test(TeaTasting), two-sided
        (fisher_test(2, 12, 15, 18), 0.0005367),  # fisher.test(Convictions), two-sided
        (rate_test(11, 800, 6 + 8 + 7, 1083 + 1050 + 878), 0.07967),  # poisson.test of breast cancer
        (binomial_test(682, 925, 0.75), 0.3825),  # binom.test of Mendel's giants
    ],
)
def test_the_help_pages_of_r(p: float, printed: float) -> None:
    assert p == pytest.approx(printed, rel=2e-4)


def test_the_probability_of_a_count_far_from_its_mean_is_not_lost() -> None:
    """poisson.test(137, 24.19893) of R's help page, which prints p below 2.2e-16."""
    assert poisson_test(137, 24.19893, 1, per=1) == pytest.approx(2.8452272641e-56, rel=1e-9)
    assert poisson_test(10_000, 1, 3, per=1) == 0


@settings(deadline=None)
@given(shares(), shares(300))
def test_fisher_is_the_sum_over_all_tables(one: tuple[int, int], other: tuple[int, int]) -> None:
    (x, n), (y, m) = one, other
    low, high = max(0, x + y - m), min(x + y, n)
    tables = [Fraction(comb(n, k) * comb(m, x + y - k)) for k in range(low, high + 1)]
    assert fisher_test(x, n, y, m) == pytest.approx(small_p(tables, x - low), rel=1e-12)


@settings(deadline=None)
@given(st.integers(0, 60), st.integers(1, 1000), st.integers(0, 60), st.integers(1, 1000))
def test_two_rates_are_the_sum_over_all_ways_to_part_their_counts(x: int, n: int, y: int, m: int) -> None:
    ways = binomial(x + y, Fraction(n, n + m))
    assert rate_test(x, n, y, m) == pytest.approx(small_p(ways, x), rel=1e-11)


@settings(deadline=None)
@given(shares(), st.fractions(0, 1, max_denominator=1000))
def test_a_known_share_is_the_sum_over_all_counts(share: tuple[int, int], known: Fraction) -> None:
    x, n = share
    assert binomial_test(x, n, float(known)) == pytest.approx(small_p(binomial(n, known), x), rel=1e-10, abs=1e-300)


@settings(deadline=None)
@given(st.integers(0, 80), st.integers(1, 60))
def test_a_known_rate_is_the_limit_of_a_known_share(count: int, mean: int) -> None:
    """The Poisson probabilities, each from the one before, over more counts than any that matters."""
    weights = [Fraction(1)]
    for k in range(1, 400):
        weights.append(weights[-1] * mean / k)
    assert poisson_test(count, mean * 100, 100) == pytest.approx(small_p(weights, count), rel=1e-12)


@settings(deadline=None)
@given(shares(5000), shares(5000))
def test_sides_may_be_swapped_and_shares_turned_over(one: tuple[int, int], other: tuple[int, int]) -> None:
    (x, n), (y, m) = one, other
    p = fisher_test(x, n, y, m)
    assert 0 <= p <= 1
    assert fisher_test(y, m, x, n) == pytest.approx(p, rel=1e-9, abs=1e-300)
    assert fisher_test(n - x, n, m - y, m) == pytest.approx(p, rel=1e-9, abs=1e-300)
    assert rate_test(x, n, y, m) == pytest.approx(rate_test(y, m, x, n), rel=1e-9, abs=1e-300)


@pytest.mark.parametrize("test", [fisher_test, rate_test])
def test_equal_figures_are_no_evidence(test: Callable[..., float]) -> None:
    assert list(test([0, 5, 20], [10, 10, 20], [0, 50, 3], [7, 100, 3])) == [1, 1, 1]


def test_england_is_as_exact_as_a_council() -> None:
    """Against all of England the other side is as good as known: the two exact tests meet."""
    assert fisher_test(30, 100, 2_500_000_000, 10_000_000_000) == pytest.approx(binomial_test(30, 100, 0.25), rel=1e-6)
    assert rate_test(30, 100, 10**7, 4 * 10**7) == pytest.approx(poisson_test(30, 100, 0.25, per=1), rel=1e-4)


def test_missing_numbers_and_empty_denominators_are_nan_at_their_own_place() -> None:
    counts = [1, None, "c", Missing(Symbol.LOW), Number(2), float("nan"), 0, 1]
    people = [5, 5, 5, 5, 5, 5, 0, None]
    gaps = [False, True, True, True, False, True, True, True]
    for found in (
        fisher_test(counts, people, 1, 5),
        fisher_test(1, 5, counts, people),
        rate_test(counts, people, 1, 5),
        rate_test(1, 5, counts, people),
        binomial_test(counts, people, 0.3),
        poisson_test(counts, people, 3),
    ):
        assert list(np.isnan(found)) == gaps
    assert np.isnan(binomial_test(1, 5, None))
    assert np.isnan(poisson_test(1, 5, "x"))


def test_nothing_and_everything() -> None:
    assert binomial_test([0, 3, 3], 3, [0, 1, 0]).tolist() == [1, 1, 0]
    assert poisson_test([0, 3], 10, 0).tolist() == [1, 0]
    assert fisher_test(0, 3, 3, 3) == pytest.approx(0.1)
    assert rate_test(0, 1, 0, 1) == 1


def test_one_place_has_the_same_answer_alone_and_in_any_company() -> None:
    x, n = np.array([0, 3, 40, 7]), np.array([9, 9, 90, 7])
    for test in (fisher_test, rate_test):
        assert test(x, n, 30, 200).tolist() == [test(a, b, 30, 200) for a, b in zip(x, n, strict=True)]
        assert type(test(1, 3, 1, 4)) is float
        assert test(np.reshape(x, (2, 2)), 90, 30, 200).shape == (2, 2)


@pytest.mark.parametrize(
    ("ask", "message"),
    [
        (lambda: fisher_test([1, 5], [3, 4], 1, 2), "numerator, position 1: 5 is more than its denominator"),
        (lambda: fisher_test(1, 2, [1, 5], 4), "other_numerator, position 1: 5 is more than its denominator"),
        (lambda: fisher_test(1.5, 2, 1, 4), "numerator, position 0: 1.5 is not a whole number"),
        (lambda: rate_test(1, -2, 1, 4), "denominator, position 0: -2 is below 0"),
        (lambda: binomial_test(1, 2, 25), "reference, position 0: 25 is above 1"),
        (lambda: binomial_test(3, 2, 0.5), "numerator, position 0: 3 is more than its denominator"),
        (lambda: poisson_test(1, 2, 25, per=0), "per=0 is no unit of a rate"),
        (lambda: rate_test(10**15, 1, 10**15, 1), "are too large for an exact test"),
    ],
)
def test_what_cannot_be_tested_is_refused(ask: Callable[[], object], message: str) -> None:
    with pytest.raises(StatisticsError) as refused:
        ask()
    assert message in str(refused.value)
