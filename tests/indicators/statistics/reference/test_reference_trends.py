"""Tests for trend are those of base R and PHEindicatormethods, to the ninth decimal."""

import numpy as np
import pytest

from riia.indicators.statistics.recent_trends import TrendVerdict, recent_trend
from riia.indicators.statistics.trends import trend_of_proportions, trend_of_rates, trend_of_values
from tests.indicators.statistics.reference.answers import answers, assert_same

MARKERS = {
    "Increasing": TrendVerdict.INCREASING,
    "Decreasing": TrendVerdict.DECREASING,
    "No significant change": TrendVerdict.NO_SIGNIFICANT_CHANGE,
    "Cannot be calculated": TrendVerdict.CANNOT_BE_CALCULATED,
}
TRENDS = {case["name"]: case for case in answers("phe_trend")}


def test_trend_of_proportions_is_prop_trend_test() -> None:
    cases = [case for case in answers("base_r")["prop_trend"] if case["theirs"]]
    assert len(cases) > 15
    for case in cases:
        found = trend_of_proportions(case["numerator"], case["denominator"], case["time"])
        assert_same(found.chi_squared, case["theirs"]["statistic"], what=str(case))
        assert_same(found.p, case["theirs"]["p"], what=str(case))


def test_line_and_departure_add_up_to_the_chi_squared_of_the_table() -> None:
    """R's chisq.test of all proportions at once is the line's chi-squared and the departure's together."""
    for case in answers("base_r")["prop_trend"]:
        if case["theirs"]:
            found = trend_of_proportions(case["numerator"], case["denominator"], case["time"])
            assert_same(found.chi_squared + found.departure, case["theirs"]["chi_squared"], what=str(case))


def test_nothing_anywhere_is_no_trend_where_r_stops() -> None:
    case = next(case for case in answers("base_r")["prop_trend"] if not case["theirs"])
    found = trend_of_proportions(case["numerator"], case["denominator"], case["time"])
    assert (found.chi_squared, found.p) == (0, 1)


def test_trend_of_rates_is_the_score_test_of_poisson_regression() -> None:
    for case in answers("base_r")["rate_trend"]:
        found = trend_of_rates(case["count"], case["denominator"], case["time"])
        assert_same(found.chi_squared, case["theirs"]["statistic"], what=str(case))
        assert_same(found.p, case["theirs"]["p"], what=str(case))


@pytest.mark.parametrize("name", TRENDS)
def test_trend_of_the_latest_five_is_assign_trend_markers(name: str) -> None:
    case = TRENDS[name]
    theirs = case["theirs"]
    found = recent_trend(case["numerator"], case["denominator"], case["kind"])
    if theirs["marker"] is None:
        # The documented difference: a share of 0 or of all stops the package; here it takes a half added.
        assert np.isfinite(found.gradient)
        assert found.verdict is TrendVerdict.INCREASING
        return
    assert found.verdict is MARKERS[theirs["marker"]]
    if found.verdict is TrendVerdict.CANNOT_BE_CALCULATED:
        return
    assert_same(found.chi_squared, theirs["statistic"])
    assert_same(found.gradient, theirs["gradient"])


def test_the_file_holds_every_verdict_and_a_trend_that_rests_on_one_point() -> None:
    markers = {case["theirs"]["marker"] for case in TRENDS.values()}
    assert markers == {*MARKERS, None}
    assert "Outlier found" in {case["theirs"]["why"] for case in TRENDS.values()}


def test_weighted_line_is_that_of_numpy() -> None:
    years, values = [2019, 2020, 2022, 2023], np.array([30.1, 28.0, 27.5, 22.9])
    half = np.array([1.0, 2.0, 1.5, 3.0])
    line = np.polyfit(np.array(years) - 2021, values, 1, w=1 / half)
    assert_same(trend_of_values(values, values - half, values + half, years).slope, line[0])
