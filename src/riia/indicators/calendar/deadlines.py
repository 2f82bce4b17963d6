"""Deadlines that show how they were reached."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Self

from riia.indicators.calendar.series import add_months
from riia.indicators.calendar.working_days import (
    CalendarError,
    add_working_days,
    bank_holiday,
    is_working_day,
    working_days_between,
)
from riia.indicators.model import day_in_words


@dataclass(frozen=True, slots=True)
class Deadline:
    """A due date together with the day on which its clock started and the rule between them (R5.09).

    The start day is day 0 and the due day itself is in time.
    """

    clock_start: date
    rule: str
    due: date

    @classmethod
    def in_working_days(cls, clock_start: date, days: int) -> Self:
        """Due on the `days`-th working day after the start, as in "within 5 working days"."""
        return cls(clock_start, _count(days, "working day"), add_working_days(clock_start, days))

    @classmethod
    def in_days(cls, clock_start: date, days: int) -> Self:
        """Due `days` calendar days after the start."""
        return cls(clock_start, _count(days, "calendar day"), clock_start + timedelta(days=days))

    @classmethod
    def in_weeks(cls, clock_start: date, weeks: int) -> Self:
        """Due on the same day of the week `weeks` weeks later."""
        return cls(clock_start, _count(weeks, "week"), clock_start + timedelta(weeks=weeks))

    @classmethod
    def in_months(cls, clock_start: date, months: int) -> Self:
        """Due on the same day of the month `months` later, or on the last day of a shorter month."""
        return cls(clock_start, _count(months, "month"), add_months(clock_start, months))

    @property
    def words(self) -> str:
        """Both ends in words, with a warning when the due day is not a working day (R11.09)."""
        text = (
            f"{self.rule} from {day_in_words(self.clock_start)} (day 0): due by {self.due:%A} {day_in_words(self.due)}"
        )
        if is_working_day(self.due):
            return f"{text}."
        return f"{text}, which is {self._why_not_working}."

    @property
    def _why_not_working(self) -> str:
        holiday = bank_holiday(self.due)
        return f"a bank holiday ({holiday})" if holiday else "not a working day"

    def is_met_on(self, day: date) -> bool:
        """True when something done on `day` is in time."""
        return day <= self.due

    def working_days_left(self, today: date) -> int:
        """Working days from `today` to the due day; negative when it has passed."""
        return working_days_between(today, self.due)


def _count(number: int, unit: str) -> str:
    if number < 0:
        raise CalendarError(f"A deadline cannot be {number} {unit}s after its clock starts. Give 0 or more.")
    return f"{number} {unit}{'' if number == 1 else 's'}"
