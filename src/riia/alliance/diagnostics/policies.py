"""May this happen now: states, days and what a self-assessment has to say. Pure: no database, no request."""

from datetime import date
from typing import Final

from riia.alliance.access import policies as access
from riia.alliance.diagnostics.answers import Answer, Answers, missing
from riia.alliance.diagnostics.errors import AssessmentError
from riia.alliance.diagnostics.states import (
    ASSESSMENT_TRANSITIONS,
    EDITABLE,
    ROUND_TRANSITIONS,
    AssessmentState,
    RoundState,
)
from riia.alliance.diagnostics.topic import Topic
from riia.indicators.calendar import Deadline
from riia.indicators.model import day_in_words

ANSWER_WITHIN: Final = 20
"""Working days councils are proposed to have; no document says, so that the coordinator settles it each time."""
LONGEST: Final = 120
LONGEST_DAYS: Final = 30
"""More days of a director than this for one self-assessment are a slip."""

LONGEST_TEXTS: Final = {"why": 500, "evidence": 3000, "links": 2000, "strength": 1000, "need": 1000}
_NAMES: Final = {"why": "reason", "evidence": "evidence", "links": "addresses", "strength": "strength",
                 "need": "support that is wanted"}  # fmt: skip


def check_round_move(now: RoundState, then: RoundState) -> None:
    """Raise AssessmentError unless a round may become this."""
    _check(ROUND_TRANSITIONS, now, then, "round")


def check_move(now: AssessmentState, then: AssessmentState) -> None:
    """Raise AssessmentError unless a self-assessment may become this."""
    _check(ASSESSMENT_TRANSITIONS, now, then, "self-assessment")


def _check[State: (RoundState, AssessmentState)](
    table: dict[State, frozenset[State]], now: State, then: State, what: str
) -> None:
    try:
        access.check_move(table, now, then, what)
    except access.PolicyError as error:
        raise AssessmentError(str(error)) from None


def check_reason(reason: str, what: str) -> None:
    """Some steps say why, so that the trail can be read later (R15.05)."""
    if not reason.strip():
        raise AssessmentError(f"Say why {what}. The reason is kept with the self-assessment.")


def due_day(opens_on: date, working_days: int) -> Deadline:
    """The last day for councils, counted in working days from the opening."""
    if not 1 <= working_days <= LONGEST:
        raise AssessmentError(f"Councils have between 1 and {LONGEST} working days. Enter a number between these.")
    return Deadline.in_working_days(opens_on, working_days)


def check_days(opens_on: date, due_on: date) -> None:
    """A round is due after it opens."""
    if due_on < opens_on:
        raise AssessmentError(
            f"The round would be due on {day_in_words(due_on)}, before it opens on {day_in_words(opens_on)}. "
            "Correct one of the two days."
        )


def check_open(state: RoundState) -> None:
    """Councils change, submit and sign while their round is open."""
    if state is not RoundState.OPEN:
        raise AssessmentError(
            f"This round is {state.value}, so nothing in it changes. Ask the region’s coordinator to open it."
        )


def check_editable(state: AssessmentState) -> None:
    """Ratings change before submission, and after reopening."""
    if state not in EDITABLE:
        raise AssessmentError(f"This self-assessment is {state.value}. Reopen it, with a reason, to change it.")


def check_answer(topic: Topic, key: str, answer: Answer) -> None:
    """What is saved for a statement makes sense by itself."""
    statement = topic.statement(key)
    if statement is None:
        raise AssessmentError(f"This round does not ask “{key}”. Its page lists every statement.")
    if answer.level is not None and not 1 <= answer.level <= len(topic.levels):
        raise AssessmentError(f"{statement.title}: choose one of the {len(topic.levels)} levels.")
    if answer.level is not None and answer.not_applicable:
        raise AssessmentError(f"{statement.title}: choose a level or “not applicable”, not both.")
    if answer.not_applicable and not answer.why:
        raise AssessmentError(f"{statement.title}: say why it is not applicable.")
    if answer.why and not answer.not_applicable:
        raise AssessmentError(f"{statement.title}: a reason is given without “not applicable”.")
    long = [name for name, most in LONGEST_TEXTS.items() if len(getattr(answer, name)) > most]
    if long:
        most = LONGEST_TEXTS[long[0]]
        raise AssessmentError(f"{statement.title}: shorten the {_NAMES[long[0]]} to {most} characters or fewer.")
    wrong = [line for line in answer.addresses if not line.startswith(("https://", "http://")) or " " in line]
    if wrong:
        raise AssessmentError(
            f"{statement.title}: “{wrong[0][:60]}” is not an address. Begin each with https:// on a line of its own."
        )


def check_complete(topic: Topic, answers: Answers, left_out_because: str) -> None:
    """What is submitted is complete, or says why something is left out; and it says something."""
    absent = missing(topic, answers)
    if len(absent) == len(topic.statements):
        raise AssessmentError("No statement is answered yet, so there is nothing to submit.")
    if absent and not left_out_because.strip():
        count = "1 statement is" if len(absent) == 1 else f"{len(absent)} statements are"
        raise AssessmentError(f"{count} not answered. Answer what is left, or say why it is left out.")
