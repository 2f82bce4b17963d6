"""How the statistics read their arguments: what is a number, what is missing, and what is refused."""

import math
from decimal import Decimal
from itertools import pairwise

import numpy as np
import polars as pl
import pytest

from riia.indicators.model import Missing, Number, Symbol
from riia.indicators.statistics import StatisticsError, wilson
from riia.indicators.statistics.arrays import given

NONE = Symbol.NOT_AVAILABLE


@pytest.mark.parametrize(
    ("numbers", "values", "symbols"),
    [
        ([1, 2.5, None, math.nan], [1, 2.5, math.nan, math.nan], {2: NONE, 3: NONE}),
        ((3, "c", None), [3, math.nan, math.nan], {1: Symbol.SUPPRESSED, 2: NONE}),
        ([Number(4), Missing(Symbol.LOW), Decimal("0.5")], [4, math.nan, 0.5], {1: Symbol.LOW}),
        ([[1, 2], [None, 4]], [[1, 2], [math.nan, 4]], {2: NONE}),
        (pl.Series([1, None, 3]), [1, math.nan, 3], {1: NONE}),
        (np.array([1, None, "c"], dtype=object), [1, math.nan, math.nan], {1: NONE, 2: Symbol.SUPPRESSED}),
        ([np.int64(1), np.float32(0.5), np.int8(3)], [1, 0.5, 3], {}),
        (pl.Series(["3", "c", "z"]), [3, math.nan, math.nan], {1: Symbol.SUPPRESSED, 2: Symbol.NOT_APPLICABLE}),
        (np.array([3, "c"]), [3, math.nan], {1: Symbol.SUPPRESSED}),
        ([" 10 ", "+2.50", "-.5", "4.", "1e-3", "0"], [10, 2.5, -0.5, 4, 0.001, 0], {}),
        ("7", 7, {}),
        (7, 7, {}),
        (None, math.nan, {0: NONE}),
    ],
)
def test_numbers_and_the_missing_are_read_from_whatever_holds_them(
    numbers: object, values: object, symbols: dict[int, Symbol]
) -> None:
    read = given("count", numbers)
    np.testing.assert_array_equal(read.values, np.array(values, dtype=float))
    assert read.symbols == symbols
    assert all(before < after for before, after in pairwise(read.symbols))


@pytest.mark.parametrize(
    "numbers",
    [
        np.ma.array([5, 3, 1], mask=[False, True, False]),
        np.ma.array([5.0, 3.0, 1.0], mask=[False, True, False]),
        np.ma.array([5, "c", 1], mask=[False, True, False], dtype=object),
        [5, np.ma.masked, 1],
    ],
)
def test_what_is_masked_is_missing(numbers: object) -> None:
    read = given("count", numbers)
    np.testing.assert_array_equal(read.values, [5, math.nan, 1])
    assert read.symbols == {1: NONE}


def test_masks_within_a_list_and_a_masked_number_are_missing() -> None:
    np.testing.assert_array_equal(given("count", [np.ma.array([1, 2], mask=[False, True])]).values, [[1, math.nan]])
    assert math.isnan(float(given("count", np.ma.masked).values))
    assert np.isnan(wilson(np.ma.array([5, 3], mask=[False, True]), 10).lower).tolist() == [False, True]


def test_reading_leaves_what_was_given_as_it_was() -> None:
    masked = np.ma.array([1.0, 2.0], mask=[False, True])
    numbers = [1, "c", None]
    given("count", masked)
    given("count", numbers)
    assert masked.data.tolist() == [1, 2]
    assert numbers == [1, "c", None]


def test_a_frame_is_read_by_its_rows() -> None:
    frame = pl.DataFrame({"a": [1, 2, 3], "b": [4, None, 6]})
    np.testing.assert_array_equal(given("count", frame).values, [[1, 4], [2, math.nan], [3, 6]])


@pytest.mark.parametrize(
    ("numbers", "told"),
    [
        ([1, True], "position 1: True is not a number"),
        (np.array([True]), "position 0: True is not a number"),
        ([1, 2, "5a"], "position 2: '5a' is neither a number nor a symbol"),
        (["1", "1_000"], "position 1: '1_000' is neither a number nor a symbol"),
        (["1", "inf"], "position 1: 'inf' is neither a number nor a symbol"),
        (["1", "1e999"], "position 1: inf is not a finite number"),
        (["1", "1,000"], "position 1: '1,000' has a comma"),
        (["1", "٣"], "position 1: '٣' is neither a number nor a symbol"),
        ([1, 2j], "position 1: 2j is not a number"),
        ([1, [2, 3]], r"position 1: \[2, 3\] is not a number"),
        ([None, float("inf")], "position 1: inf is not a finite number"),
        ([1, 10**400], "position 1: the number is too large"),
        (["c", -(10**400)], "position 1: the number is too large"),
        ([np.ones((2, 2, 2)), (None, None)], "a list within has another shape than the one before"),
        ({3, 1, 2}, "a set is not a list"),
        ({"Kent": 1}, "a dict is not a list"),
    ],
)
def test_what_is_no_number_is_refused_by_its_place(numbers: object, told: str) -> None:
    with pytest.raises(StatisticsError, match=told):
        given("count", numbers)


def test_minus_nought_is_nought() -> None:
    assert math.copysign(1, wilson(-0.0, 10).lower) == 1
    assert not np.signbit(given("count", np.array([-0.0])).values).any()
