"""May it happen now: states, days, money and panels. Pure: no database, no request.

Each `check_…` raises CallError with the words to show. Sources: requirements R4.37, R4.38; plan KPIs 1.2.2B, 1.2.4.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import pairwise
from typing import Final

from riia.alliance.kit.filters import pounds
from riia.alliance.offer.errors import CallError
from riia.alliance.offer.states import (
    APPLICATION_TRANSITIONS,
    CALL_TRANSITIONS,
    WRITABLE,
    ApplicationState,
    CallState,
    DueState,
)
from riia.indicators.calendar import add_working_days, bank_holiday, is_working_day, working_days_between
from riia.indicators.model import day_in_words

SMALLEST_PANEL: Final = 2
"""A panel is at least two people, and an award rests on the scores of at least two."""
APPLY_WITHIN, SCORE_WITHIN, DECIDE_WITHIN = 20, 10, 5
"""Working days that are proposed for applying, scoring and deciding; the region changes them as it agreed."""
AWARDS_FOR: Final = timedelta(days=365)


def check_move[State: StrEnum](table: Mapping[State, frozenset[State]], now: State, then: State, what: str) -> None:
    """Raise CallError unless the table of states allows the move."""
    if then not in table[now]:
        raise CallError(f"This {what} is {now.value}, so it cannot become {then.value}.")


def check_call_move(now: CallState, then: CallState) -> None:
    check_move(CALL_TRANSITIONS, now, then, "call")


def check_application_move(now: ApplicationState, then: ApplicationState) -> None:
    check_move(APPLICATION_TRANSITIONS, now, then, "application")


@dataclass(frozen=True, slots=True)
class Days:
    """The days of a call, each None until it is set."""

    opens_on: date | None = None
    closes_on: date | None = None
    panel_by: date | None = None
    decision_by: date | None = None
    awards_end: date | None = None


DAY_WORDS: Final = {
    "opens_on": "the opening",
    "closes_on": "the last day to apply",
    "panel_by": "the last day for scores",
    "decision_by": "the day of decisions",
    "awards_end": "the end of awards",
}


def proposed_days(today: date) -> Days:
    """Days as they are proposed from today on, counted in working days."""
    opens = add_working_days(today, 1)
    closes = add_working_days(opens, APPLY_WITHIN)
    panel = add_working_days(closes, SCORE_WITHIN)
    decision = add_working_days(panel, DECIDE_WITHIN)
    return Days(opens, closes, panel, decision, end_of_awards(decision))


def end_of_awards(decision: date) -> date:
    """A year after the decision, or the next working day."""
    last = decision + AWARDS_FOR
    return last if is_working_day(last) else add_working_days(last, 1)


def day_problems(days: Days) -> dict[str, str]:
    """What is wrong with days, by name: one that is not after the day before it. Days that are not set say nothing."""
    held = [(name, getattr(days, name)) for name in DAY_WORDS if getattr(days, name) is not None]
    found = {}
    for (earlier, first), (later, second) in pairwise(held):
        same_is_fine = later == "decision_by"
        if second < first or (second == first and not same_is_fine):
            after = "on or after" if same_is_fine else "after"
            said = DAY_WORDS[later]
            found[later] = f"{said[0].upper()}{said[1:]} must be {after} {DAY_WORDS[earlier]}, {day_in_words(first)}"
    return found


@dataclass(frozen=True, slots=True)
class DayLine:
    """A day of a call with how it was counted from the one before, and what is unusual about it."""

    name: str
    words: str
    day: date
    counted: str
    warning: str


def day_lines(days: Days) -> list[DayLine]:
    """Every day that is set, with the working days since the one before it."""
    lines: list[DayLine] = []
    for name, words in DAY_WORDS.items():
        day = getattr(days, name)
        if day is None:
            continue
        counted = ""
        if lines:
            count = working_days_between(lines[-1].day, day)
            counted = f"{count} working day{'' if count == 1 else 's'} after {lines[-1].words}"
        lines.append(DayLine(name, words, day, counted, _unusual(day)))
    return lines


def _unusual(day: date) -> str:
    if is_working_day(day):
        return ""
    holiday = bank_holiday(day)
    return f"a bank holiday ({holiday})" if holiday else "not a working day"


@dataclass(frozen=True, slots=True)
class Readiness:
    """What a call has of what it needs to open."""

    purpose: str
    days: Days
    criteria: int
    panel: int
    councils: int


def missing_to_open(ready: Readiness, today: date) -> list[str]:
    """What a call still needs before it can open, each as what to do."""
    found = []
    if not ready.purpose.strip():
        found.append("Say what the money is for.")
    if not ready.criteria:
        found.append("Add at least one criterion, so that councils know what they are judged by.")
    if ready.panel < SMALLEST_PANEL:
        found.append(f"Name at least {SMALLEST_PANEL} people for the panel; there {_are(ready.panel)}.")
    unset = [words for name, words in DAY_WORDS.items() if getattr(ready.days, name) is None]
    if unset:
        found.append(f"Set the days: {', '.join(unset)}.")
    found += [f"{problem}." for problem in day_problems(ready.days).values()]
    if ready.days.closes_on is not None and ready.days.closes_on < today:
        found.append("The last day to apply has passed. Move the days.")
    if not ready.councils:
        found.append("No council may apply. Enter the members of the alliance, or choose other councils.")
    return found


def _are(count: int) -> str:
    return "is one" if count == 1 else "is nobody yet" if count == 0 else f"are {count}"


def check_writing(state: ApplicationState) -> None:
    """Answers change in a draft, or while more is asked."""
    if state not in WRITABLE:
        raise CallError(
            f"This application is {state.value}, so what it says stays as it is."
            + (" Take it back to change it while the call is open." if state is ApplicationState.SUBMITTED else "")
        )


def check_in_time(call: CallState, closes_on: date | None, state: ApplicationState, answer_by: date | None,
                  today: date) -> None:  # fmt: skip
    """An application comes by the last day of its call, and more by the day it was asked for."""
    if state is ApplicationState.MORE_ASKED:
        if call is not CallState.WITH_PANEL:
            raise CallError(f"This call is {call.value}, so nothing more can be sent.")
        if answer_by is not None and today > answer_by:
            raise CallError(
                f"More was to be sent by {day_in_words(answer_by)}. Ask the regional coordinator to set another day."
            )
        return
    if call is not CallState.OPEN:
        raise CallError(f"This call is {call.value} and takes no applications. What you saved is kept.")
    if closes_on is not None and today > closes_on:
        raise CallError(
            f"The last day to apply was {day_in_words(closes_on)}. What you saved is kept. Ask the regional "
            "coordinator to move the last day: they can until the applications are with the panel."
        )


def check_reason(reason: str, what: str) -> str:
    """A reason is given where somebody will ask for it (R15.05). Gives it without blanks around it."""
    if not reason.strip():
        raise CallError(f"Say why {what}. It is kept, and shown to those it concerns.")
    return reason.strip()


def left(available: int | None, awarded: int) -> int | None:
    """The money that can still be awarded; None while it is not settled how much there is."""
    return None if available is None else available - awarded


def check_amount(amount: int, asked: int, available: int | None, awarded: int) -> None:
    """An award is more than nothing, no more than was asked for, and no more than is left."""
    rest = left(available, awarded)
    if rest is None:
        raise CallError("It is not settled yet how much money this call has. Enter it before anything is awarded.")
    if amount <= 0:
        raise CallError("An award is more than £0. To give nothing, decline the application.")
    if amount > asked:
        raise CallError(f"The council asked for {pounds(asked)}. An award is that much at most.")
    if amount > rest:
        raise CallError(
            f"There is {pounds(rest)} left of this call. Award that much at most, or decline another first."
        )


def check_available(available: int | None, awarded: int) -> None:
    """The money of a call is never less than what is awarded already."""
    if available is None and awarded:
        raise CallError(f"{pounds(awarded)} is awarded already, so the money of this call is settled.")
    if available is not None and available < awarded:
        raise CallError(f"{pounds(awarded)} is awarded already. The money of this call is that much at least.")


def check_scored(submitted: int, expected: int) -> None:
    """An award rests on the scores of at least two people."""
    if submitted < SMALLEST_PANEL:
        more = " Name another panel member: too few of them may score it." if expected < SMALLEST_PANEL else ""
        raise CallError(
            f"{submitted} of {expected} panel members {'has' if submitted == 1 else 'have'} scored this version. "
            f"An award needs the scores of at least {SMALLEST_PANEL}.{more}"
        )


def check_planned(amount: int, award: int, planned: int) -> None:
    """Payments together are never more than the award. `planned` is what others come to, paid ones included."""
    if amount <= 0:
        raise CallError("A payment is more than £0.")
    if planned + amount > award:
        raise CallError(
            f"Payments of {pounds(planned)} are entered already, and the award is {pounds(award)}. "
            f"This one can be {pounds(award - planned)} at most."
        )


def check_may_close(states: Sequence[tuple[str, DueState]], planned: int) -> None:
    """An award closes once its end report is accepted, nothing waits to be looked at, and no payment is open.

    `states` are kinds of what was asked, with where each stands.
    """
    if not any(kind == "end-report" and state is DueState.ACCEPTED for kind, state in states):
        raise CallError("An award closes once its end report is accepted. Ask the council for it first.")
    waiting = sum(state in (DueState.DUE, DueState.GIVEN) for _, state in states)
    if waiting:
        raise CallError(
            f"{waiting} milestone{'s or reports are' if waiting > 1 else ' or report is'} still open. "
            "Accept or drop each first."
        )
    if planned:
        raise CallError(f"Payments of {pounds(planned)} are planned. Pay or cancel each first.")
