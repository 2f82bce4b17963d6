"""Series of dates at a steady distance: six-weekly networks, monthly meetings, quarterly boards (R11.14, R15.01)."""

from calendar import monthrange
from collections.abc import Iterator
from datetime import date, timedelta

from riia.indicators.calendar.frequencies import Frequency
from riia.indicators.calendar.working_days import CalendarError


def add_months(day: date, months: int) -> date:
    """The same day of the month `months` later or earlier, or the last day of a shorter month."""
    years, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(years, month + 1, min(day.day, monthrange(years, month + 1)[1]))


def dates_from(first: date, frequency: Frequency, until: date) -> list[date]:
    """The dates of a series: `first`, then at every step of `frequency`, up to and including `until`.

    Steps are counted from `first`, so that a series begun on 31 January comes back to 31 March after 28 February. Dates
    are not moved off weekends or bank holidays: the caller shows them and a person decides. Raises CalendarError for
    "termly" (terms have each council's dates) and for two dates a month (no rule says which).
    """
    return list(_dates(first, frequency, until))


def six_weekly(first: date, until: date) -> list[date]:
    """Every sixth week on the weekday of `first`, up to and including `until`."""
    return dates_from(first, Frequency.SIX_WEEKLY, until)


def _dates(first: date, frequency: Frequency, until: date) -> Iterator[date]:
    if frequency.weeks is None and frequency.months is None:
        raise CalendarError(f"Dates that come {frequency.words} have no steady distance. {frequency.no_distance}")
    step, day = 0, first
    while day <= until:
        yield day
        step += 1
        if frequency.weeks is not None:
            day = first + timedelta(weeks=frequency.weeks * step)
        elif frequency.months is not None:
            day = add_months(first, frequency.months * step)
