"""The working days beside a deadline on a weekend: what may be meant instead of it. Pure.

A bank holiday in England is none: 25 December is not offered for 26 December. Outside the years whose bank holidays
are known (2005 to 2045) Friday and Monday are offered.
"""

from datetime import date, timedelta

from riia.indicators.calendar.working_days import FIRST_DAY, LAST_DAY, add_working_days, next_working_day

_MARGIN = timedelta(days=14)


def beside(day: date) -> tuple[date, date]:
    """The last working day before a day that is none, and the first after it."""
    if FIRST_DAY + _MARGIN <= day <= LAST_DAY - _MARGIN:
        return add_working_days(day, -1), next_working_day(day)
    return day - timedelta(days=day.weekday() - 4), day + timedelta(days=7 - day.weekday())
