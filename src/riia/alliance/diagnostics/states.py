"""The states of a round of self-assessment and of a council's self-assessment, and which may follow which. Data."""

from enum import StrEnum


class RoundState(StrEnum):
    """Where a round stands. Councils see it from its opening on."""

    PLANNED = "planned"
    OPEN = "open"
    CLOSED = "closed"
    CANCELLED = "cancelled"


ROUND_TRANSITIONS: dict[RoundState, frozenset[RoundState]] = {
    RoundState.PLANNED: frozenset({RoundState.OPEN, RoundState.CANCELLED}),
    RoundState.OPEN: frozenset({RoundState.CLOSED}),
    RoundState.CLOSED: frozenset({RoundState.OPEN}),
    RoundState.CANCELLED: frozenset(),
}


class AssessmentState(StrEnum):
    """Where one council's self-assessment of a round stands."""

    NOT_STARTED = "not started"
    DRAFT = "draft"
    SUBMITTED = "submitted"
    SIGNED = "signed"
    REOPENED = "reopened"


A = AssessmentState

ASSESSMENT_TRANSITIONS: dict[AssessmentState, frozenset[AssessmentState]] = {
    A.NOT_STARTED: frozenset({A.DRAFT}),
    A.DRAFT: frozenset({A.SUBMITTED}),
    A.SUBMITTED: frozenset({A.SIGNED, A.REOPENED}),
    A.SIGNED: frozenset({A.REOPENED}),
    A.REOPENED: frozenset({A.SUBMITTED}),
}

EDITABLE = frozenset({A.NOT_STARTED, A.DRAFT, A.REOPENED})
"""States in which a council may change its ratings. What is submitted is reopened first, with a reason."""
IN_HAND = frozenset({A.SUBMITTED, A.SIGNED})
"""States in which the region has it."""
AWAITS: dict[AssessmentState, str] = {
    A.NOT_STARTED: "the council",
    A.DRAFT: "the council",
    A.SUBMITTED: "the director",
    A.SIGNED: "nobody",
    A.REOPENED: "the council",
}
"""Whose turn it is: every state has an owner."""
