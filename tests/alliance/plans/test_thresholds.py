"""Percentages of councils as whole councils, exactly (R11.06, R11.07)."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riia.alliance.plans.thresholds import Threshold, needed, number, reaches, target_words, whole
from riia.alliance.plans.units import Operator, Unit

COUNCILS = Threshold(Operator.AT_LEAST, Decimal(86), Unit.COUNCILS_PERCENT, "15 LAPs")


@pytest.mark.parametrize(
    ("percent", "of", "least"),
    [(86, 15, 13), (75, 15, 12), (80, 15, 12), (85, 15, 13), (65, 15, 10), (70, 15, 11), (50, 15, 8), (90, 15, 14),
     (95, 15, 15), (100, 15, 15), (86, 14, 13), (20, 15, 3), (0, 15, 0)],
)  # fmt: skip
def test_a_percentage_of_councils_is_the_next_whole_council(percent: int, of: int, least: int) -> None:
    assert whole(percent, of) == least


@pytest.mark.parametrize(("n", "of", "met"), [(13, 15, True), (12, 15, False), (12, 14, False), (13, 14, True)])
def test_86_percent_of_15_and_of_14(n: int, of: int, met: bool) -> None:
    assert reaches(COUNCILS, Fraction(n), of) is met


@given(st.integers(0, 100), st.integers(1, 60), st.integers(0, 60))
def test_the_whole_councils_and_the_exact_share_agree(percent: int, of: int, n: int) -> None:
    asked = Threshold(Operator.AT_LEAST, Decimal(percent), Unit.COUNCILS_PERCENT)
    assert reaches(asked, Fraction(n), of) is (n >= whole(percent, of)) is (n * 100 >= percent * of)


@given(st.integers(0, 100), st.integers(1, 60), st.integers(0, 59))
def test_more_councils_never_turn_a_reached_share_into_one_that_is_not(percent: int, of: int, n: int) -> None:
    asked = Threshold(Operator.AT_LEAST, Decimal(percent), Unit.COUNCILS_PERCENT)
    assert reaches(asked, Fraction(n + 1), of) or not reaches(asked, Fraction(n), of)


@pytest.mark.parametrize(
    ("operator", "value", "unit", "n", "of", "met"),
    [
        (Operator.EXACTLY, "12", Unit.COUNT, 13, None, True),
        (Operator.EXACTLY, "0", Unit.COUNT, 0, None, True),
        (Operator.EXACTLY, "0", Unit.COUNT, 1, None, False),
        (Operator.AT_MOST, "4", Unit.WEEKS, 5, None, False),
        (Operator.AT_MOST, "4", Unit.WEEKS, 4, None, True),
        (Operator.EXACTLY, "0.6", Unit.FTE, Fraction(6, 10), None, True),
        (Operator.EXACTLY, "15", Unit.COUNCILS, 14, 14, True),
        (Operator.EXACTLY, "15", Unit.COUNCILS, 14, 15, False),
        (Operator.AT_LEAST, "75", Unit.PARTICIPANTS_PERCENT, 3, 4, True),
        (Operator.AT_LEAST, "75", Unit.PARTICIPANTS_PERCENT, 3, None, None),
        (Operator.AT_LEAST, "75", Unit.PARTICIPANTS_PERCENT, 0, 0, None),
        (Operator.AT_LEAST, "86", Unit.COUNCILS_PERCENT, None, 15, None),
    ],
)
def test_operators_and_units(
    operator: Operator, value: str, unit: Unit, n: int | Fraction | None, of: int | None, met: bool | None
) -> None:
    asked = Threshold(operator, Decimal(value), unit)
    assert reaches(asked, None if n is None else Fraction(n), of) is met


def test_a_blank_threshold_is_neither_reached_nor_missed() -> None:
    blank = Threshold(None, None, None)
    assert reaches(blank, Fraction(0)) is None
    assert needed(blank, 15) is None
    assert target_words(blank) == "no number in the plan"


@pytest.mark.parametrize(
    ("threshold", "words"),
    [
        (COUNCILS, "at least 86% of 15 LAPs (13 of 15)"),
        (Threshold(Operator.AT_MOST, Decimal(4), Unit.WEEKS), "at most 4 weeks"),
        (Threshold(Operator.EXACTLY, Decimal(12), Unit.COUNT, "newsletters"), "12 newsletters"),
        (Threshold(Operator.EXACTLY, Decimal(0), Unit.COUNT, "returns rejected"), "no returns rejected"),
        (Threshold(Operator.EXACTLY, Decimal(1), Unit.MILESTONE), "done"),
        (Threshold(Operator.AT_LEAST, Decimal(1), Unit.PER_MONTH), "one in each month"),
        (Threshold(Operator.EXACTLY, Decimal(100), Unit.ITEMS_PERCENT, "diagnostics"), "all of diagnostics"),
    ],
)
def test_thresholds_in_words(threshold: Threshold, words: str) -> None:
    assert target_words(threshold, 15) == words


def test_numbers_are_written_without_idle_zeros() -> None:
    assert [number(each) for each in (Decimal("13.00"), Fraction(6, 10), 12)] == ["13", "0.6", "12"]
