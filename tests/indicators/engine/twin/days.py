"""Days counted one at a time, with the bank holidays of England written out."""

from datetime import date, timedelta

BANK_HOLIDAYS = {
    2021: ((1, 1), (2, 4), (5, 4), (3, 5), (31, 5), (30, 8), (27, 12), (28, 12)),
    2022: ((3, 1), (15, 4), (18, 4), (2, 5), (2, 6), (3, 6), (29, 8), (19, 9), (26, 12), (27, 12)),
    2023: ((2, 1), (7, 4), (10, 4), (1, 5), (8, 5), (29, 5), (28, 8), (25, 12), (26, 12)),
    2024: ((1, 1), (29, 3), (1, 4), (6, 5), (27, 5), (26, 8), (25, 12), (26, 12)),
    2025: ((1, 1), (18, 4), (21, 4), (5, 5), (26, 5), (25, 8), (25, 12), (26, 12)),
    2026: ((1, 1), (3, 4), (6, 4), (4, 5), (25, 5), (31, 8), (25, 12), (28, 12)),
}
"""Day and month. 19 September 2022 and 8 May 2023 were proclaimed once."""
HOLIDAYS = {date(year, month, day) for year, days in BANK_HOLIDAYS.items() for day, month in days}
SATURDAY = 5


def is_working_day(day: date) -> bool:
    """Monday to Friday and no bank holiday."""
    assert day.year in BANK_HOLIDAYS, f"the holidays of {day.year} are not written out"
    return day.weekday() < SATURDAY and day not in HOLIDAYS


def working_days(start: date | None, end: date | None) -> int | None:
    """Working days after the start, which is day 0, to the end; None when it cannot be told."""
    if start is None or end is None or end < start:
        return None
    passed, day = 0, start
    while day < end:
        day += timedelta(days=1)
        if is_working_day(day):
            passed += 1
    return passed


def after_working_days(start: date, number: int) -> date:
    """The day which is so many working days after the start."""
    day = start
    while number:
        day += timedelta(days=1)
        number -= is_working_day(day)
    return day


def years_before(day: date, years: int) -> date:
    """The same day so many years earlier; of 29 February, 28 February where there is none."""
    if day.month == 2 and day.day == 29:
        leap = (day.year - years) % 4 == 0
        return date(day.year - years, 2, 29 if leap else 28)
    return date(day.year - years, day.month, day.day)


def age_on(born: date, day: date) -> int:
    """Whole years lived by a day. Born on 29 February, one is a year older on 1 March of other years."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def months_before(day: date, months: int) -> date:
    """The same day so many months earlier, or the last of that month when it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    for last in (day.day, 30, 29, 28):
        try:
            return date(year, month + 1, min(day.day, last))
        except ValueError:
            continue
    raise AssertionError
