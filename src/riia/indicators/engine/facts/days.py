"""Days from one day to another, in arithmetic that every engine does alike.

Engines do not agree on what a day less a day is, and a table of all days to join is slow on a cluster.
"""

import narwhals as nw


def days_between(start: str, end: str) -> nw.Expr:
    """Days from the day in `start` to that in `end`; null when either is, or the end comes first."""
    return nw.when(nw.col(end) >= nw.col(start)).then(_number_of(end) - _number_of(start))


def part(day: str, which: str) -> nw.Expr:
    """The year, month or day of a date. Engines give months in eight bits, which a hundred times twelve overflows."""
    of_day: nw.Expr = getattr(nw.col(day).dt, which)()
    return of_day.cast(nw.Int64)


def _number_of(day: str) -> nw.Expr:
    """The Julian day number, in whole-number arithmetic."""
    year, month = part(day, "year"), part(day, "month")
    early = (14 - month) // 12
    years, months = year + 4800 - early, month + 12 * early - 3
    before = (153 * months + 2) // 5 + 365 * years + years // 4 - years // 100 + years // 400
    return part(day, "day") + before - 32045
