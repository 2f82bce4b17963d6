"""Working days in England, against the published bank holidays and against counting one day at a time."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riia.indicators.calendar import (
    FIRST_DAY,
    LAST_DAY,
    CalendarError,
    add_working_days,
    bank_holiday,
    is_working_day,
    next_working_day,
    working_day_number,
    working_days_between,
)

# Bank holidays in England and Wales as listed on GOV.UK, the years with one-off days and the current ones.
GOV_UK = {
    2011: "01-03 04-22 04-25 04-29 05-02 05-30 08-29 12-26 12-27",
    2012: "01-02 04-06 04-09 05-07 06-04 06-05 08-27 12-25 12-26",
    2020: "01-01 04-10 04-13 05-08 05-25 08-31 12-25 12-28",
    2021: "01-01 04-02 04-05 05-03 05-31 08-30 12-27 12-28",
    2022: "01-03 04-15 04-18 05-02 06-02 06-03 08-29 09-19 12-26 12-27",
    2023: "01-02 04-07 04-10 05-01 05-08 05-29 08-28 12-25 12-26",
    2024: "01-01 03-29 04-01 05-06 05-27 08-26 12-25 12-26",
    2025: "01-01 04-18 04-21 05-05 05-26 08-25 12-25 12-26",
    2026: "01-01 04-03 04-06 05-04 05-25 08-31 12-25 12-28",
    2027: "01-01 03-26 03-29 05-03 05-31 08-30 12-27 12-28",
}

days = st.dates(date(2006, 1, 1), date(2044, 12, 31))


@pytest.mark.parametrize("year", GOV_UK)
def test_the_weekdays_off_are_the_published_bank_holidays(year: int) -> None:
    first = date(year, 1, 1)
    weekdays = [first + timedelta(n) for n in range((date(year + 1, 1, 1) - first).days)]
    off = [day for day in weekdays if day.weekday() < 5 and not is_working_day(day)]
    assert [f"{day:%m-%d}" for day in off] == GOV_UK[year].split()
    assert all(bank_holiday(day) for day in off)


def test_a_holiday_that_moved_leaves_its_old_day_working() -> None:
    assert is_working_day(date(2020, 5, 4))
    assert is_working_day(date(2022, 5, 30))
    assert bank_holiday(date(2020, 5, 4)) is None
    assert bank_holiday(date(2022, 9, 19)) == "State Funeral of Queen Elizabeth II"


@pytest.mark.parametrize(
    ("start", "days", "due"),
    [
        (date(2025, 3, 3), 0, date(2025, 3, 3)),
        (date(2025, 3, 3), 1, date(2025, 3, 4)),
        (date(2025, 3, 3), 5, date(2025, 3, 10)),
        (date(2025, 3, 7), 1, date(2025, 3, 10)),  # Friday to Monday
        (date(2025, 3, 8), 1, date(2025, 3, 10)),  # the clock starts on a Saturday
        (date(2025, 3, 8), 0, date(2025, 3, 8)),
        (date(2025, 4, 17), 1, date(2025, 4, 22)),  # over Easter
        (date(2023, 5, 5), 1, date(2023, 5, 9)),  # over the coronation
        (date(2022, 6, 1), 1, date(2022, 6, 6)),  # over the jubilee
        (date(2022, 9, 16), 1, date(2022, 9, 20)),  # over the funeral
        (date(2025, 3, 10), -5, date(2025, 3, 3)),
        (date(2025, 3, 9), -1, date(2025, 3, 7)),
        (date(2025, 3, 10), -1, date(2025, 3, 7)),
    ],
)
def test_day_0_is_the_start_day(start: date, days: int, due: date) -> None:
    assert add_working_days(start, days) == due
    if days:
        assert working_days_between(start, due) == days


def test_a_conference_on_the_fifteenth_day_is_in_time() -> None:
    strategy_discussion = date(2025, 3, 3)
    assert working_days_between(strategy_discussion, date(2025, 3, 24)) == 15
    assert working_days_between(strategy_discussion, date(2025, 3, 25)) == 16


def count_by_hand(start: date, end: date) -> int:
    """The plain way: look at every day after the start, or for an earlier end at every day from it to the start."""
    if end >= start:
        return sum(is_working_day(start + timedelta(n)) for n in range(1, (end - start).days + 1))
    return -sum(is_working_day(end + timedelta(n)) for n in range((start - end).days))


@given(days, st.integers(-800, 800))
def test_the_quick_count_agrees_with_counting_by_hand(start: date, distance: int) -> None:
    end = min(max(start + timedelta(distance), FIRST_DAY), LAST_DAY)
    assert working_days_between(start, end) == count_by_hand(start, end)


@given(days, st.integers(-250, 250))
def test_adding_and_counting_undo_each_other(start: date, number: int) -> None:
    due = add_working_days(start, number)
    assert working_days_between(start, due) == number
    assert number == 0 or is_working_day(due)


@given(days)
def test_the_next_working_day_skips_only_days_off(day: date) -> None:
    following = next_working_day(day)
    assert is_working_day(following)
    assert not any(is_working_day(day + timedelta(n)) for n in range(1, (following - day).days))


@given(days, days)
def test_day_numbers_subtract_to_working_days(one: date, other: date) -> None:
    earlier, later = sorted((one, other))
    assert working_day_number(later) - working_day_number(earlier) == working_days_between(earlier, later)


def test_the_first_and_last_days_are_known() -> None:
    assert working_day_number(FIRST_DAY) == 0  # a Saturday
    assert not is_working_day(FIRST_DAY)
    assert not is_working_day(LAST_DAY)  # a Sunday
    assert add_working_days(date(2045, 12, 28), 1) == date(2045, 12, 29)
    assert add_working_days(date(2005, 1, 5), -1) == date(2005, 1, 4)


@pytest.mark.parametrize("day", [date(2004, 12, 31), date(2046, 1, 1), date(1900, 1, 1)])
def test_years_without_known_holidays_are_refused(day: date) -> None:
    for ask in (is_working_day, bank_holiday, working_day_number, next_working_day):
        with pytest.raises(CalendarError, match="1 January 2005 to 31 December 2045"):
            ask(day)
    with pytest.raises(CalendarError):
        working_days_between(date(2025, 1, 1), day)
    with pytest.raises(CalendarError):
        add_working_days(day, 0)


@pytest.mark.parametrize(
    ("start", "number"), [(date(2045, 12, 29), 1), (date(2005, 1, 4), -1), (date(2025, 1, 1), 10**6)]
)
def test_answers_outside_the_known_years_are_refused(start: date, number: int) -> None:
    with pytest.raises(CalendarError, match="Check the date"):
        add_working_days(start, number)


def test_a_time_of_day_is_refused() -> None:
    with pytest.raises(CalendarError, match="time of day"):
        is_working_day(datetime(2025, 3, 3, 23, 30))  # noqa: DTZ001 (the point is a careless caller)
