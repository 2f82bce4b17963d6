"""What is offered for a deadline on a weekend is a day on which somebody works."""

from datetime import date

import pytest

from riia.documents.working_days import beside


@pytest.mark.parametrize(
    ("day", "before", "after"),
    [
        (date(2026, 1, 31), date(2026, 1, 30), date(2026, 2, 2)),
        (date(2026, 12, 26), date(2026, 12, 24), date(2026, 12, 29)),  # the 28th is the substitute for the 26th
        (date(2026, 4, 5), date(2026, 4, 2), date(2026, 4, 7)),  # Easter Sunday
        (date(2028, 1, 1), date(2027, 12, 31), date(2028, 1, 4)),
        (date(2021, 12, 25), date(2021, 12, 24), date(2021, 12, 29)),
        (date(2099, 1, 3), date(2099, 1, 2), date(2099, 1, 5)),  # beyond the years that are known
    ],
)
def test_a_bank_holiday_is_no_working_day(day: date, before: date, after: date) -> None:
    assert beside(day) == (before, after)
