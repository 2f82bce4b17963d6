"""Deadlines, series of dates and the period of a day."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riia.indicators.calendar import (
    CalendarError,
    Deadline,
    Frequency,
    add_months,
    dates_from,
    period_of,
    six_weekly,
)
from riia.indicators.model import PeriodKind

days = st.dates(date(2006, 1, 1), date(2040, 12, 31))


def test_a_deadline_shows_both_ends() -> None:
    deadline = Deadline.in_working_days(date(2025, 4, 16), 5)
    assert deadline.due == date(2025, 4, 25)
    assert deadline.words == "5 working days from 16 April 2025 (day 0): due by Friday 25 April 2025."
    assert deadline.is_met_on(date(2025, 4, 25))
    assert not deadline.is_met_on(date(2025, 4, 26))
    assert deadline.working_days_left(date(2025, 4, 22)) == 3
    assert deadline.working_days_left(date(2025, 4, 25)) == 0
    assert deadline.working_days_left(date(2025, 4, 28)) == -1


@pytest.mark.parametrize(
    ("deadline", "words"),
    [
        (
            Deadline.in_weeks(date(2025, 3, 8), 4),
            "4 weeks from 8 March 2025 (day 0): due by Saturday 5 April 2025, which is not a working day.",
        ),
        (
            Deadline.in_months(date(2024, 11, 30), 3),
            "3 months from 30 November 2024 (day 0): due by Friday 28 February 2025.",
        ),
        (
            Deadline.in_days(date(2025, 4, 17), 1),
            "1 calendar day from 17 April 2025 (day 0): due by Friday 18 April 2025, which is a bank holiday (Good "
            "Friday).",
        ),
        (
            Deadline.in_working_days(date(2025, 3, 3), 1),
            "1 working day from 3 March 2025 (day 0): due by Tuesday 4 March 2025.",
        ),
    ],
)
def test_a_deadline_in_words(deadline: Deadline, words: str) -> None:
    assert deadline.words == words


@pytest.mark.parametrize("make", [Deadline.in_working_days, Deadline.in_days, Deadline.in_weeks, Deadline.in_months])
def test_a_deadline_is_never_before_its_clock(make: object) -> None:
    with pytest.raises(CalendarError, match="0 or more"):
        make(date(2025, 3, 3), -1)  # type: ignore[operator]


def test_six_weekly_keeps_its_weekday() -> None:
    dates = six_weekly(date(2026, 1, 6), date(2026, 6, 23))
    assert [day.isoformat() for day in dates] == ["2026-01-06", "2026-02-17", "2026-03-31", "2026-05-12", "2026-06-23"]
    assert {day.weekday() for day in dates} == {1}


def test_a_series_begun_at_the_end_of_a_month_stays_there() -> None:
    dates = dates_from(date(2025, 1, 31), Frequency.MONTHLY, date(2025, 5, 31))
    assert [f"{day:%m-%d}" for day in dates] == ["01-31", "02-28", "03-31", "04-30", "05-31"]


@pytest.mark.parametrize(
    ("frequency", "second"),
    [
        (Frequency.WEEKLY, date(2024, 3, 7)),
        (Frequency.FORTNIGHTLY, date(2024, 3, 14)),
        (Frequency.SIX_WEEKLY, date(2024, 4, 11)),
        (Frequency.MONTHLY, date(2024, 3, 29)),
        (Frequency.EVERY_TWO_MONTHS, date(2024, 4, 29)),
        (Frequency.QUARTERLY, date(2024, 5, 29)),
        (Frequency.TWICE_A_YEAR, date(2024, 8, 29)),
        (Frequency.ANNUAL, date(2025, 2, 28)),
        (Frequency.EVERY_TWO_YEARS, date(2026, 2, 28)),
    ],
)
def test_the_step_of_every_steady_frequency(frequency: Frequency, second: date) -> None:
    assert dates_from(date(2024, 2, 29), frequency, second) == [date(2024, 2, 29), second]
    assert dates_from(date(2024, 2, 29), frequency, date(2024, 2, 28)) == []


@pytest.mark.parametrize("frequency", [Frequency.TERMLY, Frequency.TWICE_A_MONTH, Frequency.TWICE_A_WEEK])
def test_frequencies_without_a_steady_distance_are_refused(frequency: Frequency) -> None:
    with pytest.raises(CalendarError, match="no steady distance") as refusal:
        dates_from(date(2025, 1, 1), frequency, date(2025, 12, 31))
    assert frequency.no_distance in str(refusal.value)
    assert frequency.no_distance


def test_every_frequency_either_has_a_distance_or_says_what_to_do() -> None:
    for frequency in Frequency:
        ways = [frequency.weeks is not None, frequency.months is not None, bool(frequency.no_distance)]
        assert ways.count(True) == 1, frequency


@given(days, st.integers(-120, 120))
def test_adding_months_keeps_the_day_or_takes_the_last(day: date, months: int) -> None:
    moved = add_months(day, months)
    assert (moved.year * 12 + moved.month) - (day.year * 12 + day.month) == months
    assert moved.day == day.day or (
        moved.day < day.day and add_months(moved.replace(day=1), 1).toordinal() == moved.toordinal() + 1
    )


@pytest.mark.parametrize(
    ("day", "codes"),
    [
        ("2025-03-31", "YE2025-03 FY2024-25 CY2025 AY2024-25 AY2024-25T2 2024-25Q4 CY2025Q1 2025-03-31"),
        ("2025-04-01", "YE2026-03 FY2025-26 CY2025 AY2024-25 AY2024-25T3 2025-26Q1 CY2025Q2 2025-04-01"),
        ("2025-08-31", "YE2026-03 FY2025-26 CY2025 AY2024-25 AY2024-25T3 2025-26Q2 CY2025Q3 2025-08-31"),
        ("2025-09-01", "YE2026-03 FY2025-26 CY2025 AY2025-26 AY2025-26T1 2025-26Q2 CY2025Q3 2025-09-01"),
        ("2025-12-31", "YE2026-03 FY2025-26 CY2025 AY2025-26 AY2025-26T1 2025-26Q3 CY2025Q4 2025-12-31"),
        ("2024-02-29", "YE2024-03 FY2023-24 CY2024 AY2023-24 AY2023-24T2 2023-24Q4 CY2024Q1 2024-02-29"),
    ],
)
def test_the_periods_of_a_day(day: str, codes: str) -> None:
    assert " ".join(period_of(date.fromisoformat(day), kind).code for kind in PeriodKind) == codes


@given(days, st.sampled_from(PeriodKind))
def test_the_period_of_a_day_contains_it_and_its_neighbours_do_not(day: date, kind: PeriodKind) -> None:
    period = period_of(day, kind)
    assert period.kind is kind
    assert period.contains(day)
    assert not period.next().contains(day)
    assert not period.previous().contains(day)
