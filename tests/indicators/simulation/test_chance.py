"""Days, shares and stays come out as asked."""

from collections import Counter
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from riia.indicators.calendar import is_working_day
from riia.indicators.simulation.chance import Chance, Share, age_on, stays, working_day_before, years_after

FIRST, LAST = date(2024, 4, 1), date(2025, 3, 31)


def test_days_are_spread_in_order_and_fewer_at_weekends_and_in_august() -> None:
    days = Chance("a").spread(FIRST, LAST, 5_000)
    assert len(days) == 5_000
    assert days == sorted(days)
    assert FIRST <= days[0] <= days[-1] <= LAST
    months = Counter(day.month for day in days)
    assert months[8] < months[6]
    assert sum(day.weekday() > 4 for day in days) < 300


def test_working_days_are_working_days() -> None:
    assert all(is_working_day(day) for day in Chance("a").spread(FIRST, LAST, 400, working=True))


def test_no_days_are_asked_for() -> None:
    assert Chance("a").spread(FIRST, LAST, 0) == []
    assert Chance("a").spread(FIRST, LAST, -3) == []


def test_the_same_seed_gives_the_same_days() -> None:
    assert Chance("x").spread(FIRST, LAST, 50) == Chance("x").spread(FIRST, LAST, 50)
    assert Chance("x").spread(FIRST, LAST, 50) != Chance("y").spread(FIRST, LAST, 50)


@settings(max_examples=40)
@given(st.floats(0, 1), st.integers(1, 300))
def test_a_share_is_never_more_than_one_off(share: float, number: int) -> None:
    says = Share(share)
    assert abs(sum(says() for _ in range(number)) - share * number) <= 1


@settings(max_examples=40)
@given(st.lists(st.integers(0, 300), max_size=30), st.lists(st.integers(0, 300), max_size=30))
def test_stays_end_after_they_may_and_use_every_end_they_can(starts: list[int], ends: list[int]) -> None:
    day = FIRST
    begun = [(day + timedelta(days=at + 5), day + timedelta(days=at), at) for at in sorted(starts)]
    found = stays(begun, [day + timedelta(days=at) for at in ends], lambda number: number // 2)
    assert [thing for thing, _ in found] == sorted(starts)
    closed = [(at, end) for at, end in found if end]
    assert all(end >= day + timedelta(days=at + 5) for at, end in closed)
    left_over = len(ends) - len(closed)
    assert left_over >= 0
    if left_over == 0:
        assert sorted(end for _, end in closed) == sorted(day + timedelta(days=at) for at in ends)


def test_birthdays_on_29_february() -> None:
    assert years_after(date(2004, 2, 29), 18) == date(2022, 3, 1)
    assert age_on(date(2004, 2, 29), date(2022, 2, 28)) == 17
    assert working_day_before(date(2025, 3, 30)) == date(2025, 3, 28)
