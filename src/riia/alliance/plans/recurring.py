"""Which times a recurring measure asks for between two days: months, quarters of the financial year, terms. Pure.

Events (a peer challenge, an inspection) cannot be known beforehand: they are entered when they happen.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from riia.alliance.plans.units import Recurrence

_STEP_MONTHS = {
    Recurrence.MONTHLY: 1,
    Recurrence.TWO_MONTHLY: 2,
    Recurrence.QUARTERLY: 3,
    Recurrence.HALF_YEARLY: 6,
}
_TERMS = ((12, 31, "autumn term"), (4, 15, "spring term"), (7, 31, "summer term"))
"""Last days by which something of a term is looked for, where councils' own term dates do not decide it."""


@dataclass(frozen=True, slots=True)
class Time:
    """One time: what it is called, and the day it is due."""

    label: str
    due: date


def times(recurrence: Recurrence, since: date, until: date) -> tuple[Time, ...]:
    """Every time due from one day to another, both included; none for what follows events."""
    if recurrence is Recurrence.PER_EVENT:
        return ()
    if recurrence is Recurrence.SIX_WEEKLY:
        return _every(timedelta(weeks=6), since, until)
    if recurrence is Recurrence.TERMLY:
        return _terms(since, until)
    step = _STEP_MONTHS[recurrence]
    found, month = [], (since.year * 12 + since.month - 1)
    while (last := last_day(*divmod(month, 12))) <= until:
        # Quarters and halves end with those of the financial year, which begins in April.
        if last >= since and _ends_step(last.month, step):
            found.append(Time(_label(last, step), last))
        month += 1
    return tuple(found)


def last_day(year: int, month_before: int) -> date:
    """The last day of a month that is counted from 0."""
    after = date(year + 1, 1, 1) if month_before == 11 else date(year, month_before + 2, 1)
    return after - timedelta(days=1)


def _ends_step(month: int, step: int) -> bool:
    return step == 1 or (month - 3) % step == 0 if step != 2 else month % 2 == 0


def _label(last: date, step: int) -> str:
    if step == 3:
        quarter = (last.month - 4) // 3 % 4 + 1
        start = last.year if last.month > 3 else last.year - 1
        return f"quarter {quarter} of {start}-{(start + 1) % 100:02d}, to {last.day} {last:%B %Y}"
    return f"{last:%B %Y}" if step == 1 else f"to {last.day} {last:%B %Y}"


def _every(step: timedelta, since: date, until: date) -> tuple[Time, ...]:
    found, day = [], since + step
    while day <= until:
        found.append(Time(f"six weeks to {day.day} {day:%B %Y}", day))
        day += step
    return tuple(found)


def _terms(since: date, until: date) -> tuple[Time, ...]:
    found = []
    for year in range(since.year, until.year + 1):
        for month, day, name in _TERMS:
            due = date(year, month, day)
            if since <= due <= until:
                found.append(Time(f"{name} {year}", due))
    return tuple(sorted(found, key=lambda time: time.due))
