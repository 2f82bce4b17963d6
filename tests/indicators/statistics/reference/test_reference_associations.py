"""Rank correlation, the median slope and tests of many areas are those of base R and scipy, to the ninth decimal."""

import numpy as np
import pytest

from riia.indicators.statistics import kendall, mann_kendall, theil_sen
from riia.indicators.statistics.many_tests import benjamini_hochberg
from tests.indicators.statistics.reference.answers import answers, assert_same

SERIES = answers("base_r")["kendall"]
P_VALUES = answers("base_r")["p_adjust"]


@pytest.mark.parametrize("case", SERIES, ids=range(len(SERIES)))
def test_kendall_is_cor_test(case: dict) -> None:
    values, theirs = case["values"], case["theirs"]
    times = list(range(len(values)))
    assert_same(kendall(values, times).tau, theirs["tau"])
    assert_same(kendall(values, times).p, theirs["p"])
    assert_same(kendall(values, times, exact=False).p, theirs["p_normal"])
    assert_same(kendall(values, times, exact=False, continuity=True).p, theirs["p_corrected"])
    if theirs["p_exact"] is not None:
        assert_same(kendall(values, times, exact=True).p, theirs["p_exact"])


@pytest.mark.parametrize("case", SERIES, ids=range(len(SERIES)))
def test_mann_kendall_is_cor_test_against_time_with_its_continuity_correction(case: dict) -> None:
    values, theirs = case["values"], case["theirs"]
    found = mann_kendall(values)
    assert_same(found.tau, theirs["tau"])
    assert_same(found.p, theirs["p"] if found.exact else theirs["p_corrected"])
    assert_same(mann_kendall(values, exact=False).p, theirs["p_corrected"])


def test_the_file_holds_exact_and_normal_answers_with_and_without_ties() -> None:
    ties = [len(set(case["values"])) < len(case["values"]) for case in SERIES]
    long = [len(case["values"]) >= 50 for case in SERIES]
    assert len(set(zip(ties, long, strict=True))) == 4


@pytest.mark.parametrize("case", SERIES, ids=range(len(SERIES)))
def test_theil_sen_is_that_of_scipy(case: dict) -> None:
    from scipy.stats import theilslopes

    values = case["values"]
    found = theil_sen(values)
    peer = theilslopes(values, np.arange(len(values)), alpha=0.95)
    assert_same((found.slope, found.intercept), (peer.slope, peer.intercept))
    if found.reason:
        # The documented difference: scipy takes the outermost slopes for limits where there are too few.
        assert len(values) < 5
        assert np.isnan((found.lower, found.upper)).all()
    else:
        assert_same((found.lower, found.upper), (peer.low_slope, peer.high_slope))


@pytest.mark.parametrize("case", P_VALUES, ids=range(len(P_VALUES)))
def test_benjamini_hochberg_is_p_adjust(case: dict) -> None:
    assert_same(benjamini_hochberg(case["p"]), case["theirs"])
