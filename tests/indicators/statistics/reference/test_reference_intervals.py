"""Intervals and exact tests are those of PHEindicatormethods and base R, to the ninth decimal."""

import numpy as np
import pytest

from riia.indicators.statistics import byar, clopper_pearson, exact_poisson, rate_ratio, wilson
from riia.indicators.statistics.two_samples import binomial_test, fisher_test, poisson_test, rate_test
from tests.indicators.statistics.reference.answers import answers, assert_same


def _levels(found: dict[str, list[float]]) -> list[tuple[float, np.ndarray]]:
    """Each confidence in the file, and which rows have it."""
    levels = np.array(found["confidence"])
    return [(float(level), levels == level) for level in np.unique(levels)]


def test_wilson_is_phe_proportion() -> None:
    found = answers("phe_proportion")
    x, n = np.array(found["numerator"], dtype=float), np.array(found["denominator"], dtype=float)
    for level, rows in _levels(found):
        lower, upper = wilson(x[rows], n[rows], level)
        assert_same(lower, np.array(found["theirs"]["lower"])[rows], what=f"lower at {level}")
        assert_same(upper, np.array(found["theirs"]["upper"])[rows], what=f"upper at {level}")
    assert len(_levels(found)) >= 6


def test_byar_is_phe_rate() -> None:
    found = answers("phe_rate")
    x, n, per = (np.array(found[name], dtype=float) for name in ("count", "denominator", "per"))
    for level, rows in _levels(found):
        for unit in np.unique(per[rows]):
            these = rows & (per == unit)
            lower, upper = byar(x[these], n[these], per=float(unit), confidence=level)
            assert_same(lower, np.array(found["theirs"]["lower"])[these], what=f"lower at {level} per {unit}")
            assert_same(upper, np.array(found["theirs"]["upper"])[these], what=f"upper at {level} per {unit}")


def test_byar_is_exact_below_ten_only_as_phe_rate_says_it_is() -> None:
    found = answers("phe_rate")
    methods = list(zip(found["count"], found["theirs"]["method"], strict=True))
    assert max(count for count, method in methods if method == "Exact") == 9
    assert min(count for count, method in methods if method == "Byars") == 10
    assert byar(9, 1000) == exact_poisson(9, 1000)
    assert byar(10, 1000) != exact_poisson(10, 1000)


def test_exact_poisson_and_its_test_are_poisson_test() -> None:
    found = answers("base_r")["poisson_one"]
    theirs = found["theirs"]
    rows = zip(found["count"], found["exposure"], found["rate"], found["confidence"], strict=True)
    for at, (x, time, rate, level) in enumerate(rows):
        limits = exact_poisson(x, time, per=1, confidence=level)
        assert_same(limits, (theirs["lower"][at], theirs["upper"][at]), what=f"{x} in {time}")
        assert_same(poisson_test(x, time, rate, per=1), theirs["p"][at], what=f"{x} in {time} against {rate}")


def test_two_rates_are_poisson_test_of_two_samples() -> None:
    found = answers("base_r")["poisson_two"]
    theirs = found["theirs"]
    rates = [found[name] for name in ("count_1", "exposure_1", "count_2", "exposure_2")]
    assert_same(rate_test(*rates), theirs["p"])
    lower, upper = (np.asarray(limit) for limit in rate_ratio(*rates))
    any_events = np.add(found["count_1"], found["count_2"]) > 0
    assert_same(lower[any_events], np.array(theirs["lower"])[any_events])
    # R's upper limit is infinite where the second count is 0; the file has no word for that.
    endless = np.array(found["count_2"]) == 0
    assert_same(upper[~endless], np.array(theirs["upper"], dtype=float)[~endless])
    assert endless[any_events].any()
    assert np.isposinf(upper[endless & any_events]).all()


def test_no_event_in_either_has_no_ratio_where_r_answers_nought_to_infinity() -> None:
    """The documented difference: R's poisson.test prints limits of 0 and infinity for counts of 0 and 0."""
    found = answers("base_r")["poisson_two"]
    at = list(zip(found["count_1"], found["count_2"], strict=True)).index((0, 0))
    assert (found["theirs"]["lower"][at], found["theirs"]["p"][at]) == (0, 1)
    assert np.isnan(rate_ratio(0, found["exposure_1"][at], 0, found["exposure_2"][at])).all()
    assert rate_test(0, found["exposure_1"][at], 0, found["exposure_2"][at]) == 1


def test_one_share_is_binom_test() -> None:
    found = answers("base_r")["binom"]
    theirs = found["theirs"]
    assert_same(binomial_test(found["numerator"], found["denominator"], found["p"]), theirs["two_sided"])
    lower, upper = clopper_pearson(found["numerator"], found["denominator"])
    assert_same(lower, theirs["lower"])
    assert_same(upper, theirs["upper"])


def test_two_shares_are_fisher_test() -> None:
    found = answers("base_r")["fisher"]
    a, b, c, d = (np.array(found[name]) for name in "abcd")
    both = (a + b > 0) & (c + d > 0)
    assert_same(np.asarray(fisher_test(a, a + b, c, c + d))[both], np.array(found["theirs"]["two_sided"])[both])


def test_of_nothing_there_is_no_share_where_r_answers_one() -> None:
    """The documented difference: R's fisher.test prints 1 for a table with an empty row."""
    found = answers("base_r")["fisher"]
    at = list(zip(found["a"], found["b"], strict=True)).index((0, 0))
    assert found["theirs"]["two_sided"][at] == 1
    assert np.isnan(fisher_test(0, 0, found["c"][at], found["c"][at] + found["d"][at]))


@pytest.mark.parametrize("level", [0.8, 0.95, 0.998])
def test_intervals_are_those_of_scipy(level: float) -> None:
    from scipy import stats

    x, n = np.array([0, 1, 7, 40, 100]), np.array([3, 10, 11, 153, 100])
    for method, ours in (("wilson", wilson(x, n, level)), ("exact", clopper_pearson(x, n, level))):
        peer = [stats.binomtest(int(a), int(b)).proportion_ci(level, method) for a, b in zip(x, n, strict=True)]
        assert_same(ours.lower, [one.low for one in peer])
        assert_same(ours.upper, [one.high for one in peer])
