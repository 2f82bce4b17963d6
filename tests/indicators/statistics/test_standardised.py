"""Standardised rates: worked out by hand in whole numbers, and what holds for all; what is missing is told."""

from collections.abc import Callable
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from riia.indicators.model import Missing, Symbol
from riia.indicators.statistics import (
    StatisticsError,
    byar,
    directly_standardised,
    directly_standardised_repeats,
    indirectly_standardised,
)

AGES = ("0 to 4", "5 to 9", "10 to 17")
COUNTS = [[12, 20, 30], [1, 2, 3], [5, 8, 40], [3, 4, 5]]
PEOPLE = [[1000, 2000, 1500], [1000, 1000, 1000], [900, 700, 800], [100, 200, 100]]
STANDARD = [5000, 6000, 4000]
Z = 1.959963984540054


def by_hand(counts: list[int], people: list[int]) -> tuple[float, float, float]:
    """The rate for every 10,000 and Dobson's limits, written out."""
    rate = sum(Fraction(x * w, n) for x, n, w in zip(counts, people, STANDARD, strict=True)) / sum(STANDARD)
    spread = sum(x * Fraction(w, n) ** 2 for x, n, w in zip(counts, people, STANDARD, strict=True)) / sum(STANDARD) ** 2
    total = sum(counts)
    root = float(spread / total) ** 0.5
    low = total * (1 - 1 / (9 * total) - Z / (3 * total**0.5)) ** 3
    high = (total + 1) * (1 - 1 / (9 * (total + 1)) + Z / (3 * (total + 1) ** 0.5)) ** 3
    return 10_000 * float(rate), *(10_000 * (float(rate) + root * (end - total)) for end in (low, high))


def test_direct_standardisation_by_hand() -> None:
    found = directly_standardised(COUNTS, PEOPLE, STANDARD)
    for at in (0, 2, 3):
        expected = by_hand(COUNTS[at], PEOPLE[at])
        assert (found.value[at], found.lower[at], found.upper[at]) == pytest.approx(expected, rel=1e-12)
    assert found.counts.tolist() == [62, 6, 53, 12]
    assert (found.per, found.confidence) == (10_000, 0.95)


def test_below_ten_events_there_is_no_direct_rate() -> None:
    found = directly_standardised(COUNTS, PEOPLE, STANDARD)
    assert list(np.isnan(found.value)) == [False, True, False, False]
    assert list(np.isnan(found.lower)) == list(np.isnan(found.upper)) == [False, True, False, False]
    assert found.reasons == {1: "there are fewer than 10 events in all groups together"}
    assert directly_standardised([3, 3, 3], PEOPLE[0], STANDARD).reason.startswith("there are fewer than 10")
    assert directly_standardised([3, 3, 4], PEOPLE[0], STANDARD).reason == ""


def test_a_missing_group_is_named_and_never_taken_as_none() -> None:
    counts = [[12, "c", Missing(Symbol.LOW)], [12, 20, 30], [12, 20, 30]]
    people = [[1000, 2000, 1500], [1000, None, 1500], [1000, 2000, 1500]]
    found = directly_standardised(counts, people, STANDARD, groups=AGES)
    assert list(np.isnan(found.value)) == list(np.isnan(found.lower)) == [True, True, False]
    assert found.reasons[0].startswith("the count of 5 to 9 is suppressed because it is small")
    assert "the count of 10 to 17 is more than zero but less than half" in found.reasons[0]
    assert found.reasons[1] == "the population of 5 to 9 is not available or not collected"
    assert found.reason == found.reasons[0]
    ratio = indirectly_standardised(counts, people, [100, 200, 300], [10_000, 20_000, 30_000])
    assert list(np.isnan(ratio.ratio)) == list(np.isnan(ratio.rate_limits.upper)) == [True, True, False]
    assert ratio.reasons[1] == "the population of the group at position 1 is not available or not collected"


def test_a_group_without_population_has_no_rate_unless_it_has_no_weight() -> None:
    assert directly_standardised([12, 0, 30], [1000, 0, 1500], STANDARD).reason == (
        "the population of the group at position 1 is 0, so that group has no rate"
    )
    weightless = directly_standardised([12, 0, 30], [1000, 0, 1500], [5000, 0, 4000])
    assert weightless.value == pytest.approx(directly_standardised([12, 30], [1000, 1500], [5000, 4000]).value)


def test_indirect_standardisation_by_hand() -> None:
    reference, people = [100, 200, 300], [10_000, 25_000, 30_000]
    found = indirectly_standardised(COUNTS, PEOPLE, reference, people, per=1000)
    expected = [sum(Fraction(x * n, m) for x, n, m in zip(reference, row, people, strict=True)) for row in PEOPLE]
    observed = [sum(row) for row in COUNTS]
    assert found.observed.tolist() == observed
    assert found.expected == pytest.approx([float(each) for each in expected], rel=1e-13)
    assert found.ratio == pytest.approx([float(x / e) for x, e in zip(observed, expected, strict=True)], rel=1e-13)
    lower, upper = byar(observed, [float(each) for each in expected], 1)
    assert found.lower == pytest.approx(lower, rel=1e-13)
    assert found.upper == pytest.approx(upper, rel=1e-13)
    assert found.reference_rate == pytest.approx([600 / 65_000 * 1000] * 4)
    assert found.rate == pytest.approx(found.ratio * 600 / 65)
    assert found.rate_limits.upper == pytest.approx(found.upper * 600 / 65)
    added_up = indirectly_standardised(observed, PEOPLE, reference, people, per=1000)
    assert added_up.ratio.tolist() == found.ratio.tolist()
    assert indirectly_standardised(62, PEOPLE[0], reference, people).ratio == found.ratio[0]


def test_nothing_observed_and_nothing_expected() -> None:
    none = indirectly_standardised([0, 0, 0], PEOPLE[0], [100, 200, 300], [10_000, 20_000, 30_000])
    assert (none.ratio, none.lower, none.rate, none.reason) == (0, 0, 0, "")
    assert none.upper > 0
    empty = indirectly_standardised([0, 0, 0], [0, 0, 0], [100, 200, 300], [10_000, 20_000, 30_000])
    assert empty.reason == "no events are expected at the reference's rates"
    assert np.isnan([empty.ratio, empty.lower, empty.upper, empty.rate]).all()


def test_children_who_come_again_widen_the_limits_and_leave_the_rate() -> None:
    often = np.array([[10, 20, 30], [2, 0, 5], [1, 1, 0]])  # children with one, two and three referrals
    events = np.array([1, 2, 3]) @ often
    once = directly_standardised(events, PEOPLE[0], STANDARD)
    again = directly_standardised_repeats(often, [1, 2, 3], PEOPLE[0], STANDARD)
    assert (again.value, again.counts) == (once.value, once.counts)
    assert again.lower < once.lower < once.upper < again.upper
    assert again.error == pytest.approx(once.error * _factor(often))
    only_once = directly_standardised_repeats([[10, 20, 30]], [1], PEOPLE[0], STANDARD)
    assert only_once == directly_standardised([10, 20, 30], PEOPLE[0], STANDARD)
    assert (
        "the group at position 2 is suppressed"
        in directly_standardised_repeats([[10, 20, 30], [1, 2, "c"]], [1, 2], PEOPLE[0], STANDARD).reason
    )


def _factor(often: np.ndarray) -> float:
    """The root of variance with repeats over variance without, written out."""
    squares = (np.array(STANDARD) / np.array(PEOPLE[0])) ** 2
    each, squared = np.array([1, 2, 3]) @ often, np.array([1, 4, 9]) @ often
    return float(((squared * squares).sum() / (each * squares).sum()) ** 0.5)


def test_another_confidence_without_working_out_anew() -> None:
    found = directly_standardised(COUNTS, PEOPLE, STANDARD)
    wider = directly_standardised(COUNTS, PEOPLE, STANDARD, confidence=0.998)
    assert np.array_equal(found.at(0.998), (wider.lower, wider.upper), equal_nan=True)
    ratio = indirectly_standardised(COUNTS, PEOPLE, [100, 200, 300], [10_000, 20_000, 30_000])
    other = indirectly_standardised(COUNTS, PEOPLE, [100, 200, 300], [10_000, 20_000, 30_000], confidence=0.998)
    assert np.array_equal(ratio.at(0.998), (other.lower, other.upper))
    assert type(directly_standardised(COUNTS[0], PEOPLE[0], STANDARD).at(0.9).lower) is float


@settings(deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 500), st.integers(501, 9000), st.integers(1, 9000)), min_size=1, max_size=8),
    st.randoms(use_true_random=False),
)
def test_what_holds_for_every_place(groups: list[tuple[int, int, int]], chance: object) -> None:
    x, n, w = (list(column) for column in zip(*groups, strict=True))
    found = directly_standardised(x, n, w, per=1)
    order = list(range(len(groups)))
    chance.shuffle(order)  # type: ignore[attr-defined]
    turned = directly_standardised(*([column[at] for at in order] for column in (x, n, w)), per=1)
    assert np.allclose(
        [turned.value, turned.lower, turned.upper], [found.value, found.lower, found.upper], 1e-12, 0, True
    )
    if sum(x) < 10:
        assert np.isnan(found.value)
        return
    assert found.lower <= found.value <= found.upper
    assert min(a / b for a, b in zip(x, n, strict=True)) * (1 - 1e-12) <= found.value
    assert max(a / b for a, b in zip(x, n, strict=True)) * (1 + 1e-12) >= found.value
    # Standardised to itself a place has its own rate, and the interval of its own count.
    own = directly_standardised(x, n, n, per=1)
    assert own.value == pytest.approx(sum(x) / sum(n))
    assert (own.lower, own.upper) == pytest.approx(byar(sum(x), sum(n), 1), rel=1e-9)
    assert indirectly_standardised(x, n, x, n).ratio == pytest.approx(1)
    at_once = directly_standardised([x, x], [n, n], w, per=1)
    across = directly_standardised(np.transpose([x, x]), np.transpose([n, n]), w, per=1, axis=0)
    assert at_once.value.tolist() == across.value.tolist() == pytest.approx([found.value] * 2, rel=1e-13)


@pytest.mark.parametrize(
    ("ask", "message"),
    [
        (lambda: directly_standardised(COUNTS, PEOPLE, [5000, None, 1]), "standard_population lacks a group"),
        (lambda: directly_standardised(COUNTS, PEOPLE, [0, 0, 0]), "standard_population lacks a group or is 0 in all"),
        (lambda: directly_standardised(COUNTS, PEOPLE, [5000, 1]), "do not go together"),
        (lambda: directly_standardised(COUNTS, PEOPLE, STANDARD, axis=2), "counts has no axis 2"),
        (lambda: directly_standardised(5, 7, 9), "counts is one number, and standardising needs one for each group"),
        (lambda: directly_standardised([-1, 2, 3], PEOPLE[0], STANDARD), "counts, position 0: -1 is below 0"),
        (lambda: directly_standardised(COUNTS, PEOPLE, STANDARD, groups=AGES[:2]), "groups names 2 groups"),
        (lambda: directly_standardised(COUNTS, PEOPLE, STANDARD, per=0), "per=0 is no unit"),
        (lambda: indirectly_standardised(COUNTS, PEOPLE, [1, 2, 3], [10, 0, 10]), "a group without population"),
        (lambda: indirectly_standardised(COUNTS, PEOPLE, [1, "c", 3], [10, 10, 10]), "lack a number in a group"),
        (lambda: directly_standardised_repeats(COUNTS, [1, 2], PEOPLE[0], STANDARD), "one row for each of `times`"),
    ],
)
def test_what_cannot_be_standardised_is_refused(ask: Callable[[], object], message: str) -> None:
    with pytest.raises(StatisticsError) as refused:
        ask()
    assert message in str(refused.value)
