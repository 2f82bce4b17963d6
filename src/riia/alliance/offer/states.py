"""The states of a call, an application, an award and what is asked of one, and which may follow which. As data."""

from enum import StrEnum


class CallState(StrEnum):
    """Where a call stands. Whether applications are still taken while it is open depends on its last day."""

    DRAFT = "draft"
    OPEN = "open"
    WITH_PANEL = "with the panel"
    DECIDED = "decided"
    FINISHED = "finished"
    CANCELLED = "cancelled"


CALL_TRANSITIONS: dict[CallState, frozenset[CallState]] = {
    CallState.DRAFT: frozenset({CallState.OPEN, CallState.CANCELLED}),
    CallState.OPEN: frozenset({CallState.WITH_PANEL, CallState.CANCELLED}),
    CallState.WITH_PANEL: frozenset({CallState.DECIDED, CallState.CANCELLED}),
    CallState.DECIDED: frozenset({CallState.FINISHED}),
    CallState.FINISHED: frozenset(),
    CallState.CANCELLED: frozenset(),
}


class ApplicationState(StrEnum):
    """Where a council's application stands."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    MORE_ASKED = "more asked"
    AWARDED = "awarded"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    NOT_SUBMITTED = "not submitted"


A = ApplicationState

APPLICATION_TRANSITIONS: dict[ApplicationState, frozenset[ApplicationState]] = {
    # Taken back before the last day, an application is a draft again.
    A.DRAFT: frozenset({A.SUBMITTED, A.WITHDRAWN, A.NOT_SUBMITTED}),
    A.SUBMITTED: frozenset({A.DRAFT, A.MORE_ASKED, A.AWARDED, A.DECLINED, A.WITHDRAWN}),
    # Asked again, it has another day to answer by.
    A.MORE_ASKED: frozenset({A.MORE_ASKED, A.SUBMITTED, A.DECLINED, A.WITHDRAWN}),
    A.AWARDED: frozenset(),
    A.DECLINED: frozenset(),
    A.WITHDRAWN: frozenset(),
    A.NOT_SUBMITTED: frozenset(),
}
WRITABLE = frozenset({A.DRAFT, A.MORE_ASKED})
"""States in which the council changes its answers."""
LIVE = frozenset({A.DRAFT, A.SUBMITTED, A.MORE_ASKED, A.AWARDED})
"""States of which a council has one at most for each call."""
UNDECIDED = frozenset({A.SUBMITTED, A.MORE_ASKED})
"""States that wait for a decision once the call is with the panel."""
AWAITS: dict[ApplicationState, str] = {
    A.DRAFT: "the council",
    A.SUBMITTED: "the panel, then the decision",
    A.MORE_ASKED: "the council",
    A.AWARDED: "nobody",
    A.DECLINED: "nobody",
    A.WITHDRAWN: "nobody",
    A.NOT_SUBMITTED: "nobody",
}
"""Whose turn it is: every state has an owner."""


class AwardState(StrEnum):
    """Where an award stands."""

    RUNNING = "running"
    STOPPED = "stopped"
    CLOSED = "closed"


AWARD_TRANSITIONS: dict[AwardState, frozenset[AwardState]] = {
    AwardState.RUNNING: frozenset({AwardState.STOPPED, AwardState.CLOSED}),
    AwardState.STOPPED: frozenset(),
    AwardState.CLOSED: frozenset(),
}


class DueState(StrEnum):
    """Where a milestone or a report of an award stands: the council answers, the region looks at it."""

    DUE = "due"
    GIVEN = "given"
    ACCEPTED = "accepted"
    DROPPED = "dropped"


DUE_TRANSITIONS: dict[DueState, frozenset[DueState]] = {
    DueState.DUE: frozenset({DueState.GIVEN, DueState.DROPPED}),
    # Sent back with the reason, it is due again.
    DueState.GIVEN: frozenset({DueState.ACCEPTED, DueState.DUE}),
    DueState.ACCEPTED: frozenset(),
    DueState.DROPPED: frozenset(),
}


class PaymentState(StrEnum):
    """Where a payment stands."""

    PLANNED = "planned"
    PAID = "paid"
    CANCELLED = "cancelled"


PAYMENT_TRANSITIONS: dict[PaymentState, frozenset[PaymentState]] = {
    PaymentState.PLANNED: frozenset({PaymentState.PAID, PaymentState.CANCELLED}),
    PaymentState.PAID: frozenset(),
    PaymentState.CANCELLED: frozenset(),
}
