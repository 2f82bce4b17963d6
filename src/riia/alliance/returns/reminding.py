"""When who is reminded of a return: pure, by working days around its last day (R5.18).

A reminder is a stage that begins on a day and lasts until the next begins. Whoever has not been written to since the
stage began is written to once, so that a day on which nothing ran is made up for, and an extension, which moves the
last day, begins its stages anew.
"""

from dataclasses import dataclass
from datetime import date
from typing import Final

from riia.alliance.returns.models import NoticeKind
from riia.indicators.calendar import add_working_days, is_working_day, working_days_between

BEFORE: Final = ((NoticeKind.TEN_DAYS, 10), (NoticeKind.FIVE_DAYS, 5), (NoticeKind.ONE_DAY, 1))
"""Working days before the last day on which a stage begins."""
OVERDUE_EVERY: Final = 5
"""Working days between reminders once the last day has passed; the first comes on the first working day after it."""
ESCALATED_AFTER: Final = 3
"""Working days after the last day on which the council's director is told (R5.18)."""
ESCALATED_EVERY: Final = 10
"""Working days between tellings of the director while the return stays outstanding."""


@dataclass(frozen=True, slots=True)
class Stage:
    """What kind of reminder is due, and since which day."""

    kind: NoticeKind
    since: date


def stage_on(opened_on: date, last_day: date, today: date) -> Stage | None:
    """The reminder for those who prepare a return that is not in; None before the opening and at weekends."""
    if today < opened_on or not is_working_day(today):
        return None
    if today > last_day:
        return _overdue(NoticeKind.OVERDUE, 1, OVERDUE_EVERY, last_day, today)
    begun = [Stage(kind, day) for kind, day in _days_before(last_day) if opened_on < day <= today]
    return begun[-1] if begun else Stage(NoticeKind.OPENING, opened_on)


def escalation_on(last_day: date, today: date) -> Stage | None:
    """The word to the director; None while there is nothing to tell."""
    if today <= last_day or not is_working_day(today):
        return None
    return _overdue(NoticeKind.ESCALATED, ESCALATED_AFTER, ESCALATED_EVERY, last_day, today)


def next_stage(opened_on: date, last_day: date, today: date) -> tuple[NoticeKind, date]:
    """The next reminder that will go if nothing comes in, and its day."""
    for kind, day in _days_before(last_day):
        if day > max(today, opened_on):
            return kind, day
    late = max(0, working_days_between(last_day, today))
    passed = 1 + OVERDUE_EVERY * ((late - 1) // OVERDUE_EVERY + 1) if late else 1
    return NoticeKind.OVERDUE, add_working_days(last_day, passed)


def _days_before(last_day: date) -> list[tuple[NoticeKind, date]]:
    return [*((kind, add_working_days(last_day, -days)) for kind, days in BEFORE), (NoticeKind.DUE, last_day)]


def _overdue(kind: NoticeKind, first: int, every: int, last_day: date, today: date) -> Stage | None:
    late = working_days_between(last_day, today)
    if late < first:
        return None
    return Stage(kind, add_working_days(last_day, first + every * ((late - first) // every)))
