"""The tests for trend: published answers, and what holds for every series. The packages' own are in `reference`."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from riia.indicators.model import Missing, Number, Symbol
from riia.indicators.statistics import StatisticsError, trend_of_proportions, trend_of_rates, trend_of_values
from riia.indicators.statistics.trends import TrendTest

# Lung cancer patients and smokers among them in four studies (Fleiss 1981, 139), as in the help page of R's
# prop.trend.test, which prints X-squared = 8.2249, df = 1, p-value = 0.004132; prop.test prints 12.6 for the table.
SMOKERS, PATIENTS = [83, 90, 129, 70], [86, 93, 136, 82]

parts = st.integers(0, 40)
series = st.lists(st.tuples(parts, st.integers(1, 60)), min_size=2, max_size=8)


def whole(drawn: list[tuple[int, int]]) -> tuple[list[int], list[int]]:
    """Numerators and denominators that hold them."""
    return [part for part, _ in drawn], [part + more for part, more in drawn]


def close(one: TrendTest, other: TrendTest, *, slope: float = 1.0) -> None:
    assert one.points == other.points
    assert one.slope == pytest.approx(slope * other.slope, rel=1e-9, abs=1e-12)
    assert one.chi_squared == pytest.approx(other.chi_squared, rel=1e-9, abs=1e-9)
    assert one.p == pytest.approx(other.p, rel=1e-7, abs=1e-12)
    assert one.departure == pytest.approx(other.departure, rel=1e-9, abs=1e-7)


def test_the_worked_example_of_r() -> None:
    found = trend_of_proportions(SMOKERS, PATIENTS)
    assert round(found.chi_squared, 4) == 8.2249
    assert round(found.p, 6) == 0.004132
    assert round(found.chi_squared + found.departure, 1) == 12.6
    assert found.departure_p == pytest.approx(np.exp(-found.departure / 2))  # of 2 degrees of freedom
    assert found.slope < 0
    assert (found.points, found.missing, found.reason, found.is_estimable) == (4, {}, "", True)


def test_the_worked_examples_of_phe_indicatormethods() -> None:
    """The numbers its own tests hold for rates with limits (testdata_trend_markers.xlsx)."""
    found = trend_of_values(
        [30.6, 30.2, 28, 24.6, 24.67], [28.98, 28.63, 26.44, 23.15, 23.16], [32.25, 31.9, 29.64, 26.19, 26.25]
    )
    assert (round(found.chi_squared, 4), round(found.slope, 4)) == (46.7636, -1.7516)


@settings(deadline=None)
@given(series, st.integers(-3000, 3000), st.integers(1, 10))
def test_only_the_order_of_time_matters_not_where_it_begins(
    drawn: list[tuple[int, int]], start: int, step: int
) -> None:
    numerators, denominators = whole(drawn)
    times = [start + step * at for at in range(len(drawn))]
    for test in (trend_of_proportions, trend_of_rates):
        plain = test(numerators, denominators)
        close(plain, test(numerators, denominators, times), slope=step)
        close(plain, test(numerators[::-1], denominators[::-1]), slope=-1)
        close(plain, test(numerators[::-1], denominators[::-1], times[::-1]), slope=step)
        assert plain.chi_squared >= 0
        assert 0 <= plain.p <= 1
        assert 0 <= plain.departure_p <= 1


@settings(deadline=None)
@given(series)
def test_the_part_and_the_rest_have_the_same_trend_the_other_way(drawn: list[tuple[int, int]]) -> None:
    numerators, denominators = whole(drawn)
    rest = [base - part for part, base in zip(numerators, denominators, strict=True)]
    close(trend_of_proportions(numerators, denominators), trend_of_proportions(rest, denominators), slope=-1)


@settings(deadline=None)
@given(series)
def test_rare_events_have_the_same_trend_as_rates_and_as_proportions(drawn: list[tuple[int, int]]) -> None:
    """Armitage's two tests differ by the factor 1 - p, which goes to 1."""
    numerators, denominators = whole(drawn)
    people = [base * 10**9 for base in denominators]
    one, other = trend_of_proportions(numerators, people), trend_of_rates(numerators, people, per=1)
    assert one.chi_squared == pytest.approx(other.chi_squared, rel=1e-6, abs=1e-9)
    assert one.slope == pytest.approx(other.slope, rel=1e-9, abs=1e-15)


@settings(deadline=None)
@given(series, st.data())
def test_a_missing_point_is_as_a_point_left_out(drawn: list[tuple[int, int]], data: st.DataObject) -> None:
    numerators, denominators = whole(drawn)
    times = list(range(len(drawn)))
    at = data.draw(st.integers(0, len(drawn)))
    gap = data.draw(st.sampled_from([None, "c", Missing(Symbol.SUPPRESSED), float("nan"), np.nan]))
    symbol = Symbol.SUPPRESSED if isinstance(gap, str | Missing) else Symbol.NOT_AVAILABLE
    for test in (trend_of_proportions, trend_of_rates):
        plain = test(numerators, denominators, times)
        with_gap = [
            [*those[:at], put, *those[at:]] for those, put in ((numerators, gap), (denominators, 9), (times, -7))
        ]
        found = test(*with_gap)
        assert found.missing == {at: symbol}
        close(plain, replace(found, missing={}))


@pytest.mark.parametrize("test", [trend_of_proportions, trend_of_rates])
@pytest.mark.parametrize(("numerators", "denominators"), [([0] * 5, [9, 8, 7, 6, 5]), ([1, 2, 3], [10, 20, 30])])
def test_the_same_share_everywhere_is_no_trend(test, numerators: list[int], denominators: list[int]) -> None:
    found = test(numerators, denominators)
    assert (found.slope, found.chi_squared, found.p) == (0, 0, 1)
    assert (found.departure, found.departure_p) == (pytest.approx(0, abs=1e-20), pytest.approx(1))


def test_all_of_all_is_no_trend() -> None:
    found = trend_of_proportions([5, 6, 7], [5, 6, 7])
    assert (found.slope, found.chi_squared, found.p, found.reason) == (0, 0, 1, "")


def test_a_denominator_of_nothing_is_left_out_as_not_applicable() -> None:
    for test in (trend_of_proportions, trend_of_rates):
        found = test([1, 0, 4, 5], [10, 0, 10, 10])
        assert found.missing == {1: Symbol.NOT_APPLICABLE}
        close(test([1, 4, 5], [10, 10, 10], [0, 2, 3]), found)


@pytest.mark.parametrize(("numerators", "has"), [([], 0), ([3], 1), ([3, None, "c"], 1), ([None, "z"], 0)])
def test_fewer_than_two_points_are_not_estimable_and_say_so(numerators: list[object], has: int) -> None:
    for test in (trend_of_proportions, trend_of_rates):
        found = test(numerators, [10] * len(numerators))
        assert np.isnan([found.slope, found.chi_squared, found.p, found.departure, found.departure_p]).all()
        assert found.reason == f"A trend needs 2 points with a number; here are {has}."
        assert not found.is_estimable
        assert len(found.missing) == len(numerators) - has


def test_two_points_are_on_a_line() -> None:
    found = trend_of_proportions([10, 20], [100, 100])
    assert found.slope == pytest.approx(0.1)
    assert (found.departure, found.departure_p) == (0, 1)


def test_rates_in_the_unit_asked_for() -> None:
    per = {unit: trend_of_rates([100, 120, 140], [60_000] * 3, per=unit) for unit in (1, 10_000)}
    assert per[10_000].slope == pytest.approx(20 / 60_000 * 10_000)
    assert per[1].slope == pytest.approx(20 / 60_000)
    assert per[1].chi_squared == per[10_000].chi_squared


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(-99, 99), st.integers(1, 50)), min_size=2, max_size=7))
def test_figures_weigh_by_the_width_of_their_limits(drawn: list[tuple[int, int]]) -> None:
    values, halves = np.array([value for value, _ in drawn], float), np.array([half for _, half in drawn], float)
    found = trend_of_values(values, values - halves, values + halves)
    line = np.polyfit(np.arange(len(drawn)), values, 1, w=1 / halves)
    assert found.slope == pytest.approx(line[0], rel=1e-6, abs=1e-6)
    wider = trend_of_values(values, values - halves, values + halves, limits_confidence=0.998)
    assert wider.slope == pytest.approx(found.slope, rel=1e-9, abs=1e-12)
    ratio = (3.090232306167813 / 1.959963984540054) ** 2
    assert wider.chi_squared == pytest.approx(ratio * found.chi_squared, rel=1e-9, abs=1e-12)


def test_every_kind_of_array_is_read() -> None:
    import polars as pl

    plain = trend_of_proportions(SMOKERS, PATIENTS)
    for made in (tuple, np.array, pl.Series, lambda those: [Number(one) for one in those]):
        assert trend_of_proportions(made(SMOKERS), made(PATIENTS)) == plain


@pytest.mark.parametrize(
    ("ask", "says"),
    [
        (lambda: trend_of_proportions([5, 12], [10, 10]), r"numerators, position 1: 12 of 10 is no proportion"),
        (lambda: trend_of_proportions([-1, 2], [10, 10]), "position 0: -1 is below 0"),
        (lambda: trend_of_rates([1, 2], [10, -10]), "denominators, position 1: -10 is below 0"),
        (lambda: trend_of_rates([1, 2], [10, 10], per=0), "per=0 is no unit of a rate"),
        (lambda: trend_of_rates([1, 2], [10, 10], [2020, 2020]), "one time comes twice"),
        (lambda: trend_of_rates([1, 2, 3], [10, 10]), r"shapes are counts \(3,\) and denominators \(2,\)"),
        (lambda: trend_of_rates(1, 10), r"shapes are counts \(\)"),
        (lambda: trend_of_rates([[1, 2]], [[10, 10]]), "needs one series"),
        (lambda: trend_of_values([1, 2], [0, 3], [2, 3]), "upper, position 1: 3 is not above the lower limit 3"),
        (lambda: trend_of_values([1, 2], [0, 1], [2, 3], limits_confidence=95), "0.95 for 95%"),
    ],
)
def test_what_is_no_series_is_refused(ask, says: str) -> None:
    with pytest.raises(StatisticsError, match=says):
        ask()
