"""The verdict on a mean of several places: its interval by hand, and what holds for every set of places."""

from math import isnan

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from riia.indicators.model import Polarity
from riia.indicators.statistics import (
    FigureKind,
    Observed,
    Verdict,
    VerdictKind,
    clopper_pearson,
    exact_poisson,
    rate_test,
    verdict_on_mean,
)

SHARE, RATE = FigureKind.SHARE, FigureKind.RATE
NAME = "the mean of its statistical neighbours"
TEN = [Observed(30, 100)] * 10


def on_mean(own: Observed, others: list[Observed], kind: FigureKind = SHARE, **more: object) -> Verdict:
    return verdict_on_mean(own, others, name=NAME, kind=kind, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("count", "words"),
    [
        (22, f"higher (worse) than {NAME}, and more than chance would explain"),
        (16, f"higher than {NAME}, but chance alone could explain it"),
        (12, f"no different from {NAME}"),
        (9, f"lower than {NAME}, but chance alone could explain it"),
        (0, f"lower (better) than {NAME}, and more than chance would explain"),
    ],
)
def test_the_words(count: int, words: str) -> None:
    """Of 40, against ten places with 30%."""
    found = on_mean(Observed(count, 40), TEN, polarity=Polarity.DOWN)
    assert found.words == words
    assert found.comparator == pytest.approx(30)
    assert found.kind.more_than_chance == (found.p < 0.05)


def test_the_interval_by_hand() -> None:
    found = on_mean(Observed(20, 40), [Observed(30, 100), Observed(5, 50)])
    own, first, second = clopper_pearson(20, 40), clopper_pearson(30, 100), clopper_pearson(5, 50)
    below = ((0.5 - own.lower) ** 2 + ((first.upper - 0.3) / 2) ** 2 + ((second.upper - 0.1) / 2) ** 2) ** 0.5
    above = ((own.upper - 0.5) ** 2 + ((0.3 - first.lower) / 2) ** 2 + ((0.1 - second.lower) / 2) ** 2) ** 0.5
    assert found.difference == pytest.approx(30)
    assert found.difference_limits == pytest.approx((30 - 100 * below, 30 + 100 * above))
    rate = on_mean(Observed(20, 4_000), [Observed(30, 10_000)], RATE)
    own, other = exact_poisson(20, 4_000), exact_poisson(30, 10_000)
    assert rate.difference_limits == pytest.approx(
        (20 - np.hypot(50 - own.lower, other.upper - 30), 20 + np.hypot(own.upper - 50, 30 - other.lower))
    )


def test_every_place_counts_the_same_whatever_its_size() -> None:
    """Above the mean of the places and below the sum of their counts, which the largest decides."""
    others = [Observed(20, 100)] * 9 + [Observed(40_000, 100_000)]
    found = on_mean(Observed(120, 400), others)
    assert found.comparator == pytest.approx(22)
    assert found.kind is VerdictKind.HIGHER


def test_places_without_a_count_are_left_out_and_told() -> None:
    found = on_mean(Observed(20, 40), [Observed("c", 90), *TEN[:8], Observed(None, 0)])
    assert found.note == "The mean of 8 of 10: the others have no count."
    assert found.p == on_mean(Observed(20, 40), TEN[:8]).p
    assert on_mean(Observed(20, 40), TEN).note == ""


@pytest.mark.parametrize(
    ("own", "others", "why"),
    [
        (Observed("c", 40), TEN, "its own count is suppressed because it is small, or would reveal a small number"),
        (Observed(0, 0), TEN, "its own denominator is 0, so there is nothing to make a share of"),
        (Observed(3, 40), [Observed("x", 40)], f"no place in {NAME} has a count that is known"),
        (Observed(3, 40), [], f"no place in {NAME} has a count that is known"),
    ],
)
def test_what_cannot_be_told_says_why(own: Observed, others: list[Observed], why: str) -> None:
    found = on_mean(own, others)
    assert (found.kind, found.why) == (VerdictKind.UNKNOWN, why)
    assert isnan(found.p)
    assert np.isnan(found.difference_limits).all()


def test_far_apart_and_alike() -> None:
    assert on_mean(Observed(400, 400), TEN).p == 1e-12
    assert on_mean(Observed(12, 40), TEN).p == 1
    assert on_mean(Observed(0, 40), [Observed(0, 100)] * 3).kind is VerdictKind.SAME


@st.composite
def shares(draw: st.DrawFn) -> tuple[int, int]:
    of = draw(st.integers(1, 400))
    return draw(st.one_of(st.sampled_from([0, of]), st.integers(0, of))), of


@settings(deadline=None, max_examples=60)
@given(shares(), st.lists(shares(), min_size=1, max_size=10), st.sampled_from(FigureKind))
def test_what_holds_for_all(own: tuple[int, int], others: list[tuple[int, int]], kind: FigureKind) -> None:
    found = on_mean(Observed(*own), [Observed(*each) for each in others], kind, decimals=6)
    lower, upper = found.difference_limits
    assert lower <= found.difference + 1e-9
    assert found.difference - 1e-9 <= upper
    assert found.kind.more_than_chance == (not lower <= 0 <= upper) == (found.p < 0.05)
    turned = on_mean(Observed(*own), [Observed(*each) for each in reversed(others)], kind, decimals=6)
    assert (turned.kind, turned.p) == (found.kind, pytest.approx(found.p, rel=1e-6))
    if 1e-6 < found.p < 1:
        # p is where the interval just touches 0.
        touching = on_mean(Observed(*own), [Observed(*each) for each in others], kind, confidence=1 - found.p)
        ends = touching.difference_limits
        assert min(map(abs, ends)) == pytest.approx(0, abs=1e-5 * (ends.upper - ends.lower))


@settings(deadline=None, max_examples=60)
@given(st.integers(1, 60), st.integers(1, 60))
def test_beside_one_place_it_is_close_to_the_exact_test(x: int, y: int) -> None:
    p, exact = on_mean(Observed(x, 1_000), [Observed(y, 1_000)], RATE).p, rate_test(x, 1_000, y, 1_000)
    assert p == pytest.approx(exact, abs=0.12)
