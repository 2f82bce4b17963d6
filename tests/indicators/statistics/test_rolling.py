"""From quarters to a year: nothing missing counts as nothing, and why a published year may differ is said."""

from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from riia.indicators.model import Missing, Number, Period, Symbol, Value, add, rounded
from riia.indicators.statistics import (
    Agreement,
    Counted,
    StatisticsError,
    compare_with_published,
    quarterly_comparator,
    quarterly_share,
    rolling_year,
    rolling_year_rate,
    year_of_quarters,
)

C, X = Missing(Symbol.SUPPRESSED), Missing(Symbol.NOT_AVAILABLE)
YEAR = Period.year_ending_march(2025)
POPULATION = Number(62_113)  # Derby, mid-2024: the base of the year ending 31 March 2025
Series = list[tuple[Period, Value]]

figures = st.one_of(st.none(), st.just("c"), st.integers(0, 500), st.integers(0, 500), st.integers(0, 500))


def quarters(*values: int | Missing | None, year: Period = YEAR) -> Series:
    """The quarters of a year and those after it; None leaves one out."""
    held: Series = []
    quarter = year.quarters()[0]
    for value in values:
        if value is not None:
            held.append((quarter, value if isinstance(value, Missing) else Number(value)))
        quarter = quarter.next()
    return held


# Arrays


@settings(deadline=None)
@given(st.lists(figures, max_size=12))
def test_a_rolling_year_is_the_sum_of_four_known_quarters_or_nothing(drawn: list[int | str | None]) -> None:
    found = rolling_year(drawn)
    assert found.shape == (len(drawn),)
    for at, year in enumerate(found):
        four = drawn[at - 3 : at + 1] if at >= 3 else [None]
        if all(isinstance(one, int) for one in four):
            assert year == sum(one for one in four if isinstance(one, int))
        else:
            assert np.isnan(year)


@settings(deadline=None)
@given(st.lists(figures, max_size=12))
def test_the_year_of_a_stock_is_its_last_quarter(drawn: list[int | str | None]) -> None:
    expected = [one if isinstance(one, int) else np.nan for one in drawn]
    np.testing.assert_array_equal(rolling_year(drawn, "stock"), expected)


def test_councils_beside_each_other_keep_their_shape() -> None:
    table = [[1, 2, 3, 4, 5], [1, 2, "c", 4, 5], [0, 0, 0, 0, 7]]
    nan = np.nan
    np.testing.assert_array_equal(rolling_year(table), [[nan] * 3 + [10, 14], [nan] * 5, [nan] * 3 + [0, 7]])
    np.testing.assert_array_equal(rolling_year(np.zeros((2, 3))), np.full((2, 3), nan))


def test_a_rate_is_the_sum_over_the_base_of_that_year() -> None:
    found = rolling_year_rate([889, 900, 880, 888, 700], [None, None, None, 62_113, 62_500])
    assert found[3] == pytest.approx(572.6659475471)  # Derby, year ending March 2025: published as 572.7
    assert found[4] == pytest.approx(3368 / 62_500 * 10_000)
    assert np.isnan(found[:3]).all()
    assert rolling_year_rate([1, 2], 100, "stock", per=100).tolist() == [1, 2]
    assert np.isnan(rolling_year_rate([1, 1, 1, 1], 0)[3])
    np.testing.assert_array_equal(rolling_year_rate([[1] * 4, [2] * 4], [[100], [None]])[:, 3], [400, np.nan])


def test_a_quarter_of_the_annual_figure_for_a_flow_and_all_of_it_for_a_stock() -> None:
    assert quarterly_share(572.7) == pytest.approx(143.175)
    assert isinstance(quarterly_share(572.7), float)
    np.testing.assert_array_equal(quarterly_share([8, "c", None]), [2, np.nan, np.nan])
    np.testing.assert_array_equal(quarterly_share([8, "c"], "stock"), [8, np.nan])


# Periods


def test_four_quarters_make_the_year_with_its_rate() -> None:
    found = year_of_quarters(quarters(889, 900, 880, 888), YEAR, base=POPULATION)
    assert found.value == Number(3557)
    assert rounded(found.rate, 1) == Number(Decimal("572.7"))
    assert found.words == "April 2024 to March 2025: 3,557 in four quarters, 572.7 per 10,000."
    assert found == year_of_quarters(quarters(889, 900, 880, 888)[::-1], YEAR.quarters()[3], base=POPULATION)


@pytest.mark.parametrize(
    ("values", "gaps"),
    [
        ((889, None, 880, 888), "Q2 2024-25 is missing (no figure held)"),
        (
            (889, 900, C, X),
            "Q3 2024-25 is missing (suppressed because it is small, or would reveal a small number); Q4",
        ),
        ((), "Q1 2024-25 is missing (no figure held); Q2 2024-25 is missing (no figure held); Q3"),
    ],
)
def test_a_year_with_a_gap_is_not_estimable_and_names_the_quarters(values, gaps: str) -> None:
    found = year_of_quarters(quarters(*values), YEAR, base=POPULATION)
    assert isinstance(found.value, Missing)
    assert isinstance(found.rate, Missing)
    assert found.words.startswith(f"April 2024 to March 2025 is not estimable: {gaps}")
    beside = compare_with_published(found, Number(3557), YEAR)
    assert beside.agreement is Agreement.NOT_COMPARABLE
    assert isinstance(beside.change, Missing)
    assert beside.words == f"Not comparable: {found.words}"


def test_the_strongest_symbol_stays() -> None:
    assert year_of_quarters(quarters(1, X, C, 2), YEAR).value == C
    assert year_of_quarters(quarters(1, None, 3, 2), YEAR).value == X


def test_of_a_stock_only_the_last_quarter_is_needed() -> None:
    found = year_of_quarters(quarters(None, C, None, 545), YEAR, "stock", base=POPULATION)
    assert (found.value, found.gaps) == (Number(545), ())
    assert found.words == "31 March 2025: 545 on the last day of the quarter, 87.7 per 10,000."
    missing = year_of_quarters(quarters(1, 2, 3, C), YEAR, Counted.STOCK)
    assert missing.value == C
    assert missing.words.startswith("31 March 2025 is not estimable: Q4 2024-25 is missing")


def test_quarters_are_known_by_their_days() -> None:
    calendar = Period.calendar_year(2024)
    financial = [(quarter, Number(at)) for at, quarter in enumerate(Period.financial_year(2023).quarters(), start=1)]
    financial += [
        (quarter, Number(10 * at)) for at, quarter in enumerate(Period.financial_year(2024).quarters(), start=1)
    ]
    found = year_of_quarters(financial, calendar)
    assert found.value == Number(4 + 10 + 20 + 30)
    assert compare_with_published(found, Number(64), calendar).agreement is Agreement.SAME


def test_a_year_without_a_base_has_no_rate() -> None:
    assert year_of_quarters(quarters(1, 2, 3, 4), YEAR).rate == Missing(Symbol.NOT_APPLICABLE)
    assert year_of_quarters(quarters(1, 2, 3, 4), YEAR, base=Number(0)).rate == Missing(Symbol.NOT_APPLICABLE)
    assert year_of_quarters(quarters(1, 2, 3, 4), YEAR, base=C).rate == C
    no_base = compare_with_published(year_of_quarters(quarters(1, 2, 3, 4), YEAR), Number(10), YEAR, rate=True)
    assert no_base.words == "Not comparable: the base of the year is missing or 0 (not applicable)."


@settings(deadline=None)
@given(
    st.lists(st.integers(0, 400), min_size=4, max_size=4), st.integers(0, 2000), st.booleans(), st.sampled_from([1, 10])
)
def test_how_quarters_stand_to_the_year(values: list[int], published: int, once: bool, rounded_to: int) -> None:
    ours = year_of_quarters(quarters(*values), YEAR)
    found = compare_with_published(ours, Number(published), YEAR, rounded_to=rounded_to, child_once_a_year=once)
    assert found.change == add(Number(sum(values)), Number(-published))
    apart = sum(values) - published
    if 2 * abs(apart) <= rounded_to:
        assert found.agreement is Agreement.SAME
    elif apart < 0:
        assert found.agreement is Agreement.FEWER
        assert ("records are missing" in found.words) == once
    else:
        assert found.agreement is (Agreement.MORE_AS_EXPECTED if once else Agreement.MORE)
        assert ("to be expected" in found.words) == once
    assert f"{sum(values):,}" in found.words
    assert f"{published:,} published for the year ending 31 March 2025" in found.words


def test_the_same_and_rounded_to_the_same() -> None:
    ours = year_of_quarters(quarters(889, 900, 880, 888), YEAR, base=POPULATION)
    assert compare_with_published(ours, Number(3557), YEAR).words == (
        "The four quarters add up to 3,557, the same as the 3,557 published for the year ending 31 March 2025."
    )
    assert compare_with_published(ours, Number(3560), YEAR, rounded_to=10).words == (
        "The four quarters add up to 3,557, which rounds to the 3,560 published for the year ending 31 March 2025."
    )
    assert compare_with_published(ours, Number(3562), YEAR, rounded_to=10).agreement is Agreement.SAME
    assert compare_with_published(ours, Number(3563), YEAR, rounded_to=10).agreement is Agreement.FEWER
    rate = compare_with_published(ours, Number(Decimal("572.7")), YEAR, rate=True, rounded_to=Decimal("0.1"))
    assert (rate.agreement, rate.words) == (
        Agreement.SAME,
        "The rate for April 2024 to March 2025 is 572.7, the same as the 572.7 published for the year ending "
        "31 March 2025.",
    )
    above = compare_with_published(ours, Number(Decimal("570.6")), YEAR, rate=True, rounded_to=Decimal("0.1"))
    assert above.agreement is Agreement.MORE
    assert "is 572.7, 2.1 above the 570.6 published" in above.words
    assert above.words.endswith("And see that both rates use the same population estimate.")


def test_late_recording_is_the_first_thing_to_look_at() -> None:
    found = compare_with_published(year_of_quarters(quarters(889, 900, 880, 850), YEAR), Number(3557), YEAR)
    assert found.words == (
        "The four quarters add up to 3,519, 38 fewer than the 3,557 published for the year ending 31 March 2025. "
        "Calculate every quarter again from the latest extract: late recording changes earlier quarters."
    )
    assert rounded(found.percent, 1) == Number(Decimal("-1.1"))


def test_a_child_who_starts_to_be_looked_after_twice_counts_once_in_the_year() -> None:
    more = compare_with_published(
        year_of_quarters(quarters(40, 45, 40, 45), YEAR), Number(156), YEAR, child_once_a_year=True
    )
    assert more.words == (
        "The four quarters add up to 170, 14 more than the 156 published for the year ending 31 March 2025. This is to "
        "be expected: the DfE counts a child once in the year, the quarters once in each."
    )
    # A stock is of children on one day, and none of them is there twice.
    stock = year_of_quarters(quarters(1, 1, 1, 170), YEAR, "stock")
    assert compare_with_published(stock, Number(156), YEAR, child_once_a_year=True).agreement is Agreement.MORE


def test_a_rolling_year_is_not_the_published_year() -> None:
    ours = year_of_quarters(quarters(1, 2, 3, 4, 50), Period.financial_quarter(2025, 1))
    assert ours.value == Number(59)
    found = compare_with_published(ours, Number(10), YEAR)
    assert found.agreement is Agreement.OTHER_MONTHS
    last_day = Period.day(ours.quarters[-1].end)
    assert compare_with_published(ours, Number(59), last_day).agreement is Agreement.OTHER_MONTHS
    assert found.words == (
        "The four quarters add up to 59 (July 2024 to June 2025), beside the 10 published for the year ending "
        "31 March 2025. The months differ, so the difference is change as well as recording."
    )


def test_a_stock_is_compared_with_its_day_or_the_year_that_ends_on_it() -> None:
    ours = year_of_quarters(quarters(1, 1, 1, 545), YEAR, "stock")
    for published_for in (YEAR, Period.parse("2025-03-31")):
        assert compare_with_published(ours, Number(545), published_for).agreement is Agreement.SAME
    other = compare_with_published(ours, Number(545), Period.parse("2024-03-31"))
    assert other.agreement is Agreement.OTHER_MONTHS


def test_a_published_figure_that_is_suppressed_is_no_zero() -> None:
    found = compare_with_published(year_of_quarters(quarters(1, 2, 3, 4), YEAR), C, YEAR)
    assert (found.agreement, found.change) == (Agreement.NOT_COMPARABLE, C)
    assert "the year ending 31 March 2025 is not published (suppressed" in found.words


@pytest.mark.parametrize(
    ("ask", "says"),
    [
        (lambda: rolling_year(5), "a single number is no series"),
        (lambda: rolling_year([1], "rate"), 'Give "flow" or "stock"'),
        (lambda: rolling_year_rate([1, -1], 10), "counts, position 1: -1 is below 0"),
        (lambda: rolling_year_rate([1, 2], -10), "base, position 0: -10 is below 0"),
        (lambda: rolling_year_rate([1, 2], [1, 2, 3]), "do not go together"),
        (lambda: rolling_year_rate([1, 2], [[1], [2]]), "base has more entries than counts"),
        (lambda: year_of_quarters([(YEAR, Number(1))], YEAR), "YE2025-03 is no quarter"),
        (lambda: year_of_quarters(quarters(1) * 2, YEAR), "comes twice in one series"),
        (lambda: year_of_quarters(quarters(1), Period.academic_year(2024)), "AY2024-25 is not made of quarters"),
        (lambda: year_of_quarters(quarters(1), YEAR, "both"), 'Give "flow" or "stock"'),
        (
            lambda: compare_with_published(year_of_quarters(quarters(1), YEAR), C, YEAR, rounded_to=0),
            "rounded_to=0 is not above 0",
        ),
    ],
)
def test_what_makes_no_sense_is_refused(ask, says: str) -> None:
    with pytest.raises(StatisticsError, match=says):
        ask()


def test_the_timing_of_the_definitions_is_read() -> None:
    from riia.indicators.definitions.nouns import Timing

    for timing in Timing:
        assert year_of_quarters(quarters(1, 2, 3, 4), YEAR, timing).counted is Counted(timing.value)


def test_one_quarter_is_compared_with_a_quarter_of_a_flow_and_all_of_a_stock() -> None:
    rate = quarterly_comparator(Number(Decimal("572.7")), YEAR)
    assert (rate.value, rate.words) == (
        Number(Decimal("143.175")),
        "A quarter of the 572.7 published for the year ending 31 March 2025, because this counts one quarter.",
    )
    assert rate.value == Number(Decimal(str(quarterly_share(572.7))))
    stock = quarterly_comparator(Number(88), Period.parse("2025-03-31"), "stock")
    assert (stock.value, stock.words) == (
        Number(88),
        "The 88 published for 31 March 2025, undivided: this counts one day.",
    )
    once = quarterly_comparator(Number(156), YEAR, child_once_a_year=True)
    assert once.value == Number(39)
    assert once.words.endswith("The DfE counts a child once in the year, so that four quarters may add up to more.")
    assert quarterly_comparator(C, YEAR).value == C
    assert "is not published (suppressed" in quarterly_comparator(C, YEAR).words
