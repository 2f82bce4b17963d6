"""The times that recurring measures ask for (R11.14)."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riia.alliance.plans.recurring import times
from riia.alliance.plans.units import Recurrence


@pytest.mark.parametrize(
    ("recurrence", "since", "until", "labels"),
    [
        (Recurrence.MONTHLY, date(2025, 11, 10), date(2026, 1, 31), ["November 2025", "December 2025", "January 2026"]),
        (Recurrence.QUARTERLY, date(2025, 7, 1), date(2026, 3, 31),
         ["quarter 2 of 2025-26, to 30 September 2025", "quarter 3 of 2025-26, to 31 December 2025",
          "quarter 4 of 2025-26, to 31 March 2026"]),
        (Recurrence.HALF_YEARLY, date(2025, 4, 1), date(2026, 3, 31), ["to 30 September 2025", "to 31 March 2026"]),
        (Recurrence.TWO_MONTHLY, date(2026, 1, 1), date(2026, 3, 31), ["to 28 February 2026"]),
        (Recurrence.SIX_WEEKLY, date(2025, 7, 31), date(2025, 10, 31),
         ["six weeks to 11 September 2025", "six weeks to 23 October 2025"]),
        (Recurrence.TERMLY, date(2025, 9, 1), date(2026, 4, 30), ["autumn term 2025", "spring term 2026"]),
        (Recurrence.PER_EVENT, date(2025, 4, 1), date(2026, 3, 31), []),
    ],
)  # fmt: skip
def test_times(recurrence: Recurrence, since: date, until: date, labels: list[str]) -> None:
    assert [each.label for each in times(recurrence, since, until)] == labels


@given(st.sampled_from(list(Recurrence)), st.dates(date(2024, 1, 1), date(2026, 1, 1)), st.integers(0, 800))
def test_every_time_lies_between_and_none_comes_twice(recurrence: Recurrence, since: date, length: int) -> None:
    until = date.fromordinal(since.toordinal() + length)
    found = times(recurrence, since, until)
    assert all(since <= each.due <= until for each in found)
    assert len({each.label for each in found}) == len(found)
    assert [each.due for each in found] == sorted(each.due for each in found)
