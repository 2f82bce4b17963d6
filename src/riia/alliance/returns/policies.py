"""May this happen now: states, days and thresholds of the return desk. Pure: no database, no request.

Sources: requirements R5.01 to R5.09 and section 5 of the South West plan for the clocks; R2.06 for their standing.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from riia.alliance.returns.errors import DeskError
from riia.alliance.returns.states import EDITABLE, RETURN_TRANSITIONS, ReturnState, RoundState
from riia.indicators.calendar import Deadline, working_days_between

DFE_WITHIN: Final = 5
"""Working days from the councils' deadline to the Department (R5.05; plan 5.1.4)."""
EXCEPTIONS_WITHIN: Final = 7
"""Working days in which a return that missed the deadline is resolved (R5.07; plan 5.1.6)."""
SUPPORT_WITHIN: Final = 10
"""Working days from finding a quality issue to support for the council (R5.06; plan 5.1.2)."""
ANSWER_WITHIN: Final = 5
"""Working days for a query, of which 85 in 100 are answered in time (R5.08; plan 5.1.3)."""
ANSWERED_IN_TIME: Final = 85
SATISFIED: Final = 75
"""Percent of those who asked from outside and were content with the answer (R5.14; plan 5.1.3)."""
ON_TIME: Final = 95
"""Percent of returns that come by the first deadline (R5.07; plan 5.1.6)."""


class Timeliness(StrEnum):
    """How a return came, counted apart (issue of R5.07). Decided at the first submission and never after."""

    ON_TIME = "on time"
    EXTENDED = "within its extension"
    LATE = "late"
    OUTSTANDING = "not in yet"
    OVERDUE = "overdue"


def timeliness(due_on: date, extended_until: date | None, submitted_on: date | None, today: date) -> Timeliness:
    """How a return stands to its deadline. `extended_until` is the last day of a granted extension, if any."""
    last = max(due_on, extended_until or due_on)
    if submitted_on is None:
        return Timeliness.OUTSTANDING if today <= last else Timeliness.OVERDUE
    if submitted_on <= due_on:
        return Timeliness.ON_TIME
    return Timeliness.EXTENDED if submitted_on <= last else Timeliness.LATE


def working_days_left(today: date, last_day: date) -> int:
    """Working days to a deadline, negative since. 0 is the day itself only, whatever weekend lies between."""
    if today < last_day:
        return max(1, working_days_between(today, last_day))
    return 0 if today == last_day else -max(1, working_days_between(last_day, today))


def check_move(now: ReturnState, then: ReturnState) -> None:
    """Raise `DeskError` unless the transition table allows the move."""
    if then not in RETURN_TRANSITIONS[now]:
        raise DeskError(f"This return is {now.value}, so it cannot become {then.value}.")


def check_editable(state: ReturnState) -> None:
    """Answers change only while the council has the return in hand."""
    if state not in EDITABLE:
        raise DeskError(
            f"This return is {state.value}, so its answers cannot be changed. Reopen it with a reason to correct it."
        )


def check_wanted(state: RoundState) -> None:
    """A cancelled round asks for nothing any more: its returns stay to be read and move no further."""
    if state is RoundState.CANCELLED:
        raise DeskError("This round was cancelled, so nothing more is done with its returns. They can still be read.")


def check_reason(reason: str, what: str) -> None:
    """Some steps say why, so that the trail can be read later (R15.05)."""
    if not reason.strip():
        raise DeskError(f"Say why {what}. The reason is kept with the return.")


@dataclass(frozen=True, slots=True)
class Clock:
    """One deadline of the plan, how it was reached, and whether it was met. `stopped_on` is None while it runs."""

    name: str
    deadline: Deadline
    stopped_on: date | None = None

    @property
    def due(self) -> date:
        """The last day in time."""
        return self.deadline.due

    def met(self, today: date) -> bool | None:
        """Whether it was met; None while it runs and is not over."""
        if self.stopped_on is not None:
            return self.deadline.is_met_on(self.stopped_on)
        return None if self.deadline.is_met_on(today) else False


def dfe_clock(due_on: date, sent_on: date | None) -> Clock:
    """Returns reach the Department within 5 working days of the councils' deadline (R5.05)."""
    return Clock("Pack to the Department", Deadline.in_working_days(due_on, DFE_WITHIN), sent_on)


def exception_clock(due_on: date, submitted_on: date | None) -> Clock:
    """A return that missed the deadline is resolved within 7 working days (R5.07)."""
    return Clock("Late return resolved", Deadline.in_working_days(due_on, EXCEPTIONS_WITHIN), submitted_on)


def support_clock(found_on: date, supported_on: date | None) -> Clock:
    """Support for the council within 10 working days of finding a quality issue (R5.06)."""
    return Clock("Support offered", Deadline.in_working_days(found_on, SUPPORT_WITHIN), supported_on)


def answer_clock(asked_on: date, answered_on: date | None) -> Clock:
    """A query answered within 5 working days (R5.08)."""
    return Clock("Query answered", Deadline.in_working_days(asked_on, ANSWER_WITHIN), answered_on)


LOGGED_WITHIN: Final = 10
"""Working days after a meeting of a national group in which it is logged (R5.17; plan 5.1.9)."""
SHARED_WITHIN: Final = 10
"""Working days from hearing a national group's key messages to sharing a summary of them (plan 5.1.8)."""
POINTS_SETTLED: Final = 80
"""Percent of relevant points of national groups that are actioned or considered (R5.17; plan 5.1.9)."""
FEWEST_AREAS: Final = 3
"""Improvement areas that a published collection review has at least (R5.16; plan 5.1.1)."""
TAKING_PART: Final = 86
"""Percent of councils that take part in a collection review (R11.07): of 15 that is 13."""


def log_clock(held_on: date, logged_on: date | None) -> Clock:
    """A meeting of a national group is in the log within 10 working days (R5.17)."""
    return Clock("Meeting logged", Deadline.in_working_days(held_on, LOGGED_WITHIN), logged_on)


def summary_clock(told_on: date, shared_on: date | None) -> Clock:
    """A summary of a group's key messages is shared within 10 working days of hearing them (plan 5.1.8)."""
    return Clock("Summary shared", Deadline.in_working_days(told_on, SHARED_WITHIN), shared_on)


def whole_councils(percent: int, of: int) -> int:
    """The fewest whole councils that make so many in a hundred: 86 % of 15 is 13 (R11.07)."""
    return -(-of * percent // 100)
