"""The states a return, an extension, a desk query and an upload can be in, and which may follow which. Data, not code.

Source: requirements R5.02, with the states of issue and signature that the memorandum's process implies.
"""

from enum import StrEnum


class ReturnState(StrEnum):
    """Where a council's return of one round stands."""

    NOT_STARTED = "not started"
    DRAFT = "draft"
    SUBMITTED = "submitted"
    IN_QUERY = "in query"
    VALIDATED = "validated"
    SIGNED = "signed"
    SENT = "sent"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    REOPENED = "reopened"


R = ReturnState

RETURN_TRANSITIONS: dict[ReturnState, frozenset[ReturnState]] = {
    R.NOT_STARTED: frozenset({R.DRAFT}),
    R.DRAFT: frozenset({R.SUBMITTED}),
    R.SUBMITTED: frozenset({R.IN_QUERY, R.VALIDATED, R.REOPENED}),
    R.IN_QUERY: frozenset({R.SUBMITTED, R.VALIDATED}),
    R.VALIDATED: frozenset({R.SIGNED, R.IN_QUERY, R.REOPENED}),
    R.SIGNED: frozenset({R.SENT, R.REOPENED}),
    R.SENT: frozenset({R.ACCEPTED, R.REJECTED, R.REOPENED}),
    R.ACCEPTED: frozenset({R.REOPENED}),
    R.REJECTED: frozenset({R.REOPENED}),
    R.REOPENED: frozenset({R.SUBMITTED}),
}

EDITABLE = frozenset({R.NOT_STARTED, R.DRAFT, R.IN_QUERY, R.REOPENED})
"""States in which the council may change its answers. A submitted return is reopened first, with a reason."""
IN_HAND = frozenset({R.SUBMITTED, R.IN_QUERY, R.VALIDATED, R.SIGNED, R.SENT, R.ACCEPTED})
"""States in which the region has the return: nobody is chased for it."""
AWAITS: dict[ReturnState, str] = {
    R.NOT_STARTED: "the council",
    R.DRAFT: "the council",
    R.SUBMITTED: "the desk",
    R.IN_QUERY: "the council",
    R.VALIDATED: "the director",
    R.SIGNED: "the region",
    R.SENT: "the Department",
    R.ACCEPTED: "nobody",
    R.REJECTED: "the council",
    R.REOPENED: "the council",
}
"""Whose turn it is: every state has an owner."""


class RoundState(StrEnum):
    """Where a round stands. Its returns have states of their own."""

    PLANNED = "planned"
    OPEN = "open"
    CLOSED = "closed"
    CANCELLED = "cancelled"


ROUND_TRANSITIONS: dict[RoundState, frozenset[RoundState]] = {
    RoundState.PLANNED: frozenset({RoundState.OPEN, RoundState.CANCELLED}),
    RoundState.OPEN: frozenset({RoundState.CLOSED, RoundState.CANCELLED}),
    RoundState.CLOSED: frozenset({RoundState.OPEN}),
    RoundState.CANCELLED: frozenset(),
}


class ExtensionState(StrEnum):
    """Where a request for more time stands."""

    ASKED = "asked"
    GRANTED = "granted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


EXTENSION_TRANSITIONS: dict[ExtensionState, frozenset[ExtensionState]] = {
    ExtensionState.ASKED: frozenset({ExtensionState.GRANTED, ExtensionState.REFUSED, ExtensionState.WITHDRAWN}),
    ExtensionState.GRANTED: frozenset(),
    ExtensionState.REFUSED: frozenset(),
    ExtensionState.WITHDRAWN: frozenset(),
}


class QueryState(StrEnum):
    """Where a desk query stands: open waits for the council, answered for the desk. A settled one stays settled."""

    OPEN = "open"
    ANSWERED = "answered"
    RESOLVED = "resolved"


QUERY_TRANSITIONS: dict[QueryState, frozenset[QueryState]] = {
    QueryState.OPEN: frozenset({QueryState.ANSWERED, QueryState.RESOLVED}),
    QueryState.ANSWERED: frozenset({QueryState.OPEN, QueryState.RESOLVED}),
    QueryState.RESOLVED: frozenset(),
}


class UploadState(StrEnum):
    """Where a file that a council gave stands."""

    WAITING = "waiting"
    READING = "reading"
    READ = "read"
    REFUSED = "refused"
    USED = "used"
    SET_ASIDE = "set aside"


UPLOAD_TRANSITIONS: dict[UploadState, frozenset[UploadState]] = {
    UploadState.WAITING: frozenset({UploadState.READING, UploadState.SET_ASIDE}),
    # A worker that died leaves an upload half read: it is read again from the beginning.
    UploadState.READING: frozenset({UploadState.READ, UploadState.REFUSED, UploadState.WAITING}),
    UploadState.READ: frozenset({UploadState.USED, UploadState.SET_ASIDE}),
    UploadState.REFUSED: frozenset(),
    UploadState.USED: frozenset(),
    UploadState.SET_ASIDE: frozenset(),
}
