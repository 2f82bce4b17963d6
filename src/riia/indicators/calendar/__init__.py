"""The one calendar that everything uses: England's working days, deadlines, series of dates, words for frequency.

Source: requirements R15.01 (calendar service), R15.02 (frequency words), R5.09 (deadlines in working days). Whoever
counts days counts them here, so that a return, a plan and an assessment agree on when a day is late.
"""

from riia.indicators.calendar.deadlines import Deadline
from riia.indicators.calendar.frequencies import Frequency, FrequencyError, parse_frequency
from riia.indicators.calendar.period_of import period_of
from riia.indicators.calendar.series import add_months, dates_from, six_weekly
from riia.indicators.calendar.working_days import (
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

__all__ = [
    "FIRST_DAY",
    "LAST_DAY",
    "CalendarError",
    "Deadline",
    "Frequency",
    "FrequencyError",
    "add_months",
    "add_working_days",
    "bank_holiday",
    "dates_from",
    "is_working_day",
    "next_working_day",
    "parse_frequency",
    "period_of",
    "six_weekly",
    "working_day_number",
    "working_days_between",
]
