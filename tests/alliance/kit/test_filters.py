"""How dates, numbers, money and missing numbers are written."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riia.alliance.kit import filters
from riia.alliance.kit.amounts import Amount, NoAmount, absence, letters, plain

HIDDEN = NoAmount("c", "hidden because it is small")


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (date(2026, 1, 6), "6 January 2026"),
        (datetime(2026, 7, 1, 23, 30, tzinfo=UTC), "2 July 2026"),  # half past midnight in London
    ],
)
def test_date(value: date, words: str) -> None:
    assert filters.long_date(value) == words


def test_other_dates() -> None:
    assert filters.short_date(date(2026, 1, 6)) == "6 Jan 2026"
    assert filters.weekday_date(date(2026, 1, 6)) == "Tuesday 6 January 2026"


@pytest.mark.parametrize(
    ("hour", "minute", "words"),
    [
        (0, 0, "midnight"),
        (0, 5, "12:05am"),
        (9, 0, "9am"),
        (12, 0, "midday"),
        (12, 30, "12:30pm"),
        (14, 5, "2:05pm"),
        (23, 59, "11:59pm"),
    ],
)
def test_time(hour: int, minute: int, words: str) -> None:
    at = datetime(2026, 1, 6, hour, minute, tzinfo=UTC)
    assert filters.clock_time(at) == words
    assert filters.moment(at) == f"6 January 2026 at {words}"


def test_a_date_has_no_time() -> None:
    with pytest.raises(TypeError, match="no time of day"):
        filters.clock_time(date(2026, 1, 6))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("amount", "decimals", "words"),
    [
        (0, None, "0"),
        (1234567, None, "1,234,567"),
        (-12, None, "−12"),
        (573.45, 1, "573.5"),  # half away from zero, also where binary fractions lie just below
        (2.675, 2, "2.68"),
        (-0.04, 1, "0.0"),
        (Decimal("1E+3"), None, "1,000"),
        (Decimal("12.50"), None, "12.50"),
        (1e-7, None, "0.0000001"),
    ],
)
def test_number(amount: float | Decimal, decimals: int | None, words: str) -> None:
    assert filters.number(amount, decimals).replace("−0.0", "0.0") == words


def test_number_never_prints_minus_nought() -> None:
    assert filters.number(-0.04, 1) == "0.0"


@pytest.mark.parametrize("nothing", [None, True, "12", float("nan"), float("inf"), HIDDEN])
def test_number_refuses_what_is_none(nothing: object) -> None:
    with pytest.raises(TypeError):
        filters.number(nothing)  # type: ignore[arg-type]


@pytest.mark.parametrize(("amount", "words"), [(12, "+12"), (-3.5, "−3.5"), (0, "0"), (-0.01, "0.0")])
def test_signed(amount: float, words: str) -> None:
    assert filters.signed(amount, 1 if isinstance(amount, float) else None) == words


@pytest.mark.parametrize(
    ("pence", "words", "whole"),
    [
        (0, "£0.00", "£0"),
        (5, "£0.05", "£0.05"),
        (123456, "£1,234.56", "£1,234.56"),
        (-250000, "−£2,500.00", "−£2,500"),
    ],
)
def test_pounds(pence: int, words: str, whole: str) -> None:
    assert filters.pounds(pence) == words
    assert filters.pounds(pence, whole=True) == whole


@given(st.integers(-(10**15), 10**15))
def test_pounds_lose_no_penny(pence: int) -> None:
    text = filters.pounds(pence)
    back = int(text.replace("−", "").replace("£", "").replace(",", "").replace(".", ""))
    assert back * (-1 if "−" in text else 1) == pence


@pytest.mark.parametrize("wrong", [1.5, None, True, Decimal(3)])
def test_pounds_are_whole_pence(wrong: object) -> None:
    with pytest.raises(TypeError, match="pence"):
        filters.pounds(wrong)  # type: ignore[arg-type]


def test_shown() -> None:
    assert filters.shown(Amount(Decimal("573.4")), 1, "per 10,000") == "573.4\N{NO-BREAK SPACE}per 10,000"
    assert filters.shown(Amount(82.25), 1, "%") == "82.3%"
    assert filters.shown(4) == "4"


def test_a_missing_number_is_shown_by_its_letter_and_read_by_its_words() -> None:
    html = filters.shown(HIDDEN, 1, "%")
    assert '<span aria-hidden="true">c</span>' in html
    assert html.count("hidden because it is small") == 2
    assert "%" not in html


def test_words_of_a_missing_number_are_escaped() -> None:
    assert "<b>" not in filters.symbol(NoAmount("x", '"<b>'))


@pytest.mark.parametrize("nothing", [None, "", "12"])
def test_nothing_is_not_shown_as_a_number(nothing: object) -> None:
    with pytest.raises(TypeError):
        filters.shown(nothing)  # type: ignore[arg-type]


def test_in_words() -> None:
    assert filters.in_words(HIDDEN) == "hidden because it is small"
    assert filters.in_words(Amount(1200)) == "1,200"


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**12), max_value=10**12, places=3))
def test_a_number_reads_back_as_it_was(amount: Decimal) -> None:
    text = filters.number(amount).replace("−", "-").replace(",", "")
    assert Decimal(text) == amount


def test_plural_and_lists() -> None:
    assert filters.plural(1, "file") == "1 file"
    assert filters.plural(1200, "file") == "1,200 files"
    assert filters.plural(2, "child", "children") == "2 children"
    assert filters.and_list(["Derby"]) == "Derby"
    assert filters.and_list(["Derby", "Leicester", "Nottingham"]) == "Derby, Leicester and Nottingham"


def test_shapes_of_figures() -> None:
    assert absence(HIDDEN) is HIDDEN
    assert absence(Amount(0)) is None
    assert plain(HIDDEN) is None
    assert plain(Amount(0)) == 0
    assert letters([Amount(1), HIDDEN, NoAmount("x", "not there"), HIDDEN]) == (
        ("c", "hidden because it is small"),
        ("x", "not there"),
    )


def test_what_no_publisher_printed_has_its_own_sign() -> None:
    @dataclass(frozen=True)
    class Unprinted(NoAmount):
        sign: str = "–"

    nothing = Unprinted("x", "no figure held")
    assert '<span aria-hidden="true">–</span><span class="govuk-visually-hidden">no figure held</span>' in (
        filters.shown(nothing)
    )
    assert letters([nothing, NoAmount("x", "not available")]) == (("x", "not available"), ("–", "no figure held"))
