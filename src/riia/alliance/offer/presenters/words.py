"""Words that several pages say alike: states as tags, money that may not be settled, and clocks."""

from datetime import date
from typing import Final

from riia.alliance.kit.filters import pounds
from riia.alliance.kit.pieces import Clock, Tone
from riia.alliance.offer.models import Call
from riia.alliance.offer.policies import left
from riia.alliance.offer.states import ApplicationState, AwardState, CallState, DueState, PaymentState
from riia.alliance.returns.policies import working_days_left

NOT_SETTLED: Final = "not yet settled"
type Tag = tuple[str, Tone]

_CALL: Final[dict[CallState, Tone]] = {
    CallState.DRAFT: "quiet",
    CallState.OPEN: "moving",
    CallState.WITH_PANEL: "moving",
    CallState.DECIDED: "done",
    CallState.FINISHED: "quiet",
    CallState.CANCELLED: "quiet",
}
_APPLICATION: Final[dict[ApplicationState, Tone]] = {
    ApplicationState.DRAFT: "quiet",
    ApplicationState.SUBMITTED: "moving",
    ApplicationState.MORE_ASKED: "attention",
    ApplicationState.AWARDED: "done",
    ApplicationState.DECLINED: "quiet",
    ApplicationState.WITHDRAWN: "quiet",
    ApplicationState.NOT_SUBMITTED: "quiet",
}
_AWARD: Final[dict[AwardState, Tone]] = {
    AwardState.RUNNING: "moving",
    AwardState.STOPPED: "quiet",
    AwardState.CLOSED: "done",
}


def call_tag(call: Call, today: date) -> Tag:
    """A call's state; of an open one also that its last day has passed."""
    state = CallState(call.state)
    if state is CallState.OPEN and call.closes_on is not None and call.closes_on < today:
        return "closed to applications", "attention"
    return state.value, _CALL[state]


def application_tag(state: str) -> Tag:
    """An application's state."""
    return state, _APPLICATION[ApplicationState(state)]


def award_tag(state: str) -> Tag:
    """An award's state."""
    return state, _AWARD[AwardState(state)]


def due_tag(state: str, due_on: date, today: date) -> Tag:
    """How a milestone or report stands; one that is due says whether its day has passed."""
    if state == DueState.DUE:
        return ("overdue", "problem") if due_on < today else ("due", "quiet")
    tones: dict[DueState, Tone] = {DueState.GIVEN: "attention", DueState.ACCEPTED: "done", DueState.DROPPED: "quiet"}
    words = {DueState.GIVEN: "to be looked at", DueState.DROPPED: "no longer asked"}
    one = DueState(state)
    return words.get(one, one.value), tones[one]


def payment_tag(state: str, due_on: date, today: date) -> Tag:
    """How a payment stands."""
    if state == PaymentState.PLANNED and due_on < today:
        return "planned, its day has passed", "attention"
    tones: dict[PaymentState, Tone] = {
        PaymentState.PLANNED: "quiet", PaymentState.PAID: "done", PaymentState.CANCELLED: "quiet",
    }  # fmt: skip
    return state, tones[PaymentState(state)]


def clock(due: date | None, today: date, *, done_on: date | None = None) -> Clock | None:
    """A day with the working days left until it."""
    return None if due is None else Clock(due, working_days_left(today, due), "working day", done_on=done_on)


def money(pence: int | None) -> str:
    """An amount to the penny, or that it is not settled, which is not £0."""
    return NOT_SETTLED if pence is None else pounds(pence)


def left_words(call: Call) -> str:
    """What can still be awarded."""
    return money(left(call.available_pence, call.awarded_pence))
