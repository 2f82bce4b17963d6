"""Working days in England: Monday to Friday without the bank holidays of England and Wales.

Day 0 is the day on which the clock starts, whatever day of the week it is: "within 15 working days of 3 March" ends on
the fifteenth working day after 3 March. DfE's bands ("11 to 15 days") count the same way. Another public validator
counts the start day as day 1 and is therefore one day stricter; we follow the published statistics.

Bank holidays come from the `holidays` library, one-off ones included (29 April 2011, 5 June 2012, 8 May 2020 in place
of 4 May, 2 and 3 June 2022, 19 September 2022, 8 May 2023). One proclaimed in future is known when that library is
renewed.
"""

from array import array
from datetime import date, datetime, timedelta
from functools import cache
from typing import Final, NamedTuple

from riia.indicators.model import day_in_words

FIRST_DAY: Final = date(2005, 1, 1)
LAST_DAY: Final = date(2045, 12, 31)
_SATURDAY: Final = 5
_KNOWN: Final = (
    f"{day_in_words(FIRST_DAY)} to {day_in_words(LAST_DAY)}, the years for which this calendar knows the bank holidays"
)


class CalendarError(ValueError):
    """A day, a count or a step that the calendar cannot answer for; the message says why and what to do."""


def is_working_day(day: date) -> bool:
    """True on Monday to Friday unless it is a bank holiday in England."""
    tables = _tables()
    at = _offset(day)
    return tables.number[at] > (tables.number[at - 1] if at else 0)


def bank_holiday(day: date) -> str | None:
    """The name of the bank holiday in England on `day`, or None."""
    _offset(day)
    return _tables().holidays.get(day)


def next_working_day(day: date) -> date:
    """The first working day after `day`. For "that day or, if it is not a working day, the next", test first."""
    return add_working_days(day, 1)


def add_working_days(start: date, days: int) -> date:
    """The `days`-th working day after `start`, which is day 0; before it when `days` is negative.

    0 answers `start` itself, also on a weekend. Raises CalendarError outside 2005 to 2045.
    """
    if days == 0:
        _offset(start)
        return start
    tables = _tables()
    number = working_day_number(start)
    if days < 0 and is_working_day(start):
        number -= 1  # going back, the start day is not one of the days counted
    # `number` working days lie on or before the start; the list is numbered from 0.
    wanted = number + days - 1 if days > 0 else number + days
    if not 0 <= wanted < len(tables.ordinals):
        raise CalendarError(
            f"{days} working days from {day_in_words(start)} is outside {_KNOWN}. Check the date and the number."
        )
    return date.fromordinal(tables.ordinals[wanted])


def working_days_between(start: date, end: date) -> int:
    """How many working days after `start` (day 0) the day `end` is, `end` included: `add_working_days` undone.

    0 when they are the same day. A weekend or bank holiday as `end` adds nothing to the working day before it. Negative
    when `end` is earlier: minus the working days from `end`, included, to `start`, not included.
    """
    if end >= start:
        return working_day_number(end) - working_day_number(start)
    before_start = working_day_number(start) - is_working_day(start)
    before_end = working_day_number(end) - is_working_day(end)
    return before_end - before_start


def working_day_number(day: date) -> int:
    """The number of working days from 1 January 2005 to `day`, both included.

    A difference of two such numbers is a number of working days, which makes whole columns of dates cheap to compare.
    """
    return _tables().number[_offset(day)]


class _Tables(NamedTuple):
    number: "array[int]"  # for every day: how many working days up to and including it
    ordinals: "array[int]"  # for every working day, in order: its ordinal
    holidays: dict[date, str]


@cache
def _tables() -> _Tables:
    """Built once, on first use: loading the library and forty years of holidays takes about a second."""
    from holidays import country_holidays  # slow to import, and many commands never ask for a working day

    years = range(FIRST_DAY.year, LAST_DAY.year + 1)
    holidays = dict(country_holidays("GB", subdiv="ENG", years=years, language="en_GB"))
    number, ordinals = array("l"), array("l")
    day = FIRST_DAY
    while day <= LAST_DAY:
        if day.weekday() < _SATURDAY and day not in holidays:
            ordinals.append(day.toordinal())
        number.append(len(ordinals))
        day += timedelta(days=1)
    return _Tables(number, ordinals, holidays)


def _offset(day: date) -> int:
    """The place of `day` in the tables, or CalendarError."""
    if isinstance(day, datetime):
        raise CalendarError(
            f"{day} has a time of day, and which day it is depends on the clock's zone. Give the date in England."
        )
    if not FIRST_DAY <= day <= LAST_DAY:
        raise CalendarError(f"{day_in_words(day)} is outside {_KNOWN}. Check the year.")
    return day.toordinal() - FIRST_DAY.toordinal()
