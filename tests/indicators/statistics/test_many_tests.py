"""Benjamini and Hochberg's adjustment, against numbers of base R and against its definition."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from riia.indicators.model import Missing, Symbol
from riia.indicators.statistics import StatisticsError, benjamini_hochberg, discoveries

NAN = float("nan")


@pytest.mark.parametrize(
    ("p_values", "tests", "expected"),
    [
        # R 4.2.2: p.adjust(c(0.01, 0.02, 0.03, 0.04, 0.05), "BH")
        ([0.01, 0.02, 0.03, 0.04, 0.05], None, [0.05] * 5),
        # By hand: 0.001*4/1, then min(0.04*4/2, 0.06*4/3), min(0.06*4/3, 0.5), 0.5
        ([0.04, 0.5, 0.001, 0.06], None, [0.08, 0.5, 0.004, 0.08]),
        ([0.04, None, 0.001, "c"], None, [0.04, NAN, 0.002, NAN]),
        ([0.04, 0.001], 10, [0.2, 0.01]),
        ([0.9, 0.8], 10, [1.0, 1.0]),
        ([0.0, 1.0], None, [0.0, 1.0]),
        ([NAN, Missing(Symbol.NOT_APPLICABLE)], None, [NAN, NAN]),
        ([], None, []),
    ],
)
def test_adjusted(p_values: list[object], tests: int | None, expected: list[float]) -> None:
    np.testing.assert_allclose(benjamini_hochberg(p_values, tests=tests), expected, rtol=1e-12)


def test_shape_is_kept() -> None:
    assert benjamini_hochberg(0.03) == 0.03
    assert isinstance(benjamini_hochberg(0.03), float)
    square = benjamini_hochberg([[0.01, 0.04], [None, 0.03]])
    np.testing.assert_allclose(square, [[0.03, 0.04], [NAN, 0.04]])


def test_discoveries() -> None:
    assert discoveries([0.001, None, 0.2, 0.03]).tolist() == [True, False, False, True]
    assert discoveries([0.001, 0.02, 0.2], false_share=0.01).tolist() == [True, False, False]
    assert discoveries([0.001, 0.02, 0.2], tests=100).tolist() == [False, False, False]


@pytest.mark.parametrize(
    ("p_values", "tests", "message"),
    [
        ([0.1, 1.2], None, "position 1: 1.2 is above 1"),
        ([0.1, -0.2], None, "position 1: -0.2 is below 0"),
        ([0.1, 0.2], 1, "whole number from 2"),
        ([0.1, 0.2], True, "whole number"),
    ],
)
def test_refused(p_values: list[float], tests: int | None, message: str) -> None:
    with pytest.raises(StatisticsError, match=message):
        benjamini_hochberg(p_values, tests=tests)


@settings(deadline=None)
@given(st.lists(st.one_of(st.floats(0, 1), st.just(NAN)), max_size=30))
def test_adjusted_is_the_smallest_share_of_false_findings(p_values: list[float]) -> None:
    """The definition: p_(i) adjusted is the least over j >= i of m p_(j) / j, and never more than 1."""
    adjusted = np.asarray(benjamini_hochberg(p_values))
    known = sorted(p for p in p_values if p == p)
    for p, ours in zip(p_values, adjusted, strict=True):
        if p != p:
            assert ours != ours
            continue
        slow = min(1.0, *(len(known) * later / (j + 1) for j, later in enumerate(known) if later >= p))
        assert ours == pytest.approx(slow, rel=1e-12)
        assert ours >= p * (1 - 1e-12)
