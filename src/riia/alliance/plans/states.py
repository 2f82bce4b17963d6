"""The states of a plan's version, of evidence and of an exemption, and which may follow which; and status.

As data: a test walks every state machine and proves that each state has an owner.
"""

from enum import StrEnum
from typing import Final


class VersionState(StrEnum):
    """Where a version of a plan stands."""

    DRAFT = "draft"
    IN_FORCE = "in force"
    SUPERSEDED = "superseded"


VERSION_TRANSITIONS: Final[dict[VersionState, frozenset[VersionState]]] = {
    # A draft can also be discarded: then it is deleted with all its rows, and the trail keeps that it was there.
    VersionState.DRAFT: frozenset({VersionState.IN_FORCE}),
    VersionState.IN_FORCE: frozenset({VersionState.SUPERSEDED}),
    VersionState.SUPERSEDED: frozenset(),
}


class SheetState(StrEnum):
    """Where the costs of a strand stand."""

    DRAFT = "draft"
    CONFIRMED = "confirmed"
    REPLACED = "replaced"


SHEET_TRANSITIONS: Final[dict[SheetState, frozenset[SheetState]]] = {
    SheetState.DRAFT: frozenset({SheetState.CONFIRMED}),
    SheetState.CONFIRMED: frozenset({SheetState.REPLACED}),
    SheetState.REPLACED: frozenset(),
}


class EvidenceState(StrEnum):
    """Where a piece of evidence stands. Only what somebody else accepted counts."""

    RECORDED = "recorded"
    ACCEPTED = "accepted"
    SENT_BACK = "sent back"
    WITHDRAWN = "withdrawn"


EVIDENCE_TRANSITIONS: Final[dict[EvidenceState, frozenset[EvidenceState]]] = {
    EvidenceState.RECORDED: frozenset({EvidenceState.ACCEPTED, EvidenceState.SENT_BACK, EvidenceState.WITHDRAWN}),
    # Corrected and recorded again, it waits for another look.
    EvidenceState.SENT_BACK: frozenset({EvidenceState.RECORDED, EvidenceState.WITHDRAWN}),
    # What was accepted by mistake is taken out again, with the reason.
    EvidenceState.ACCEPTED: frozenset({EvidenceState.SENT_BACK}),
    EvidenceState.WITHDRAWN: frozenset(),
}


class ExemptionState(StrEnum):
    """Where an exemption stands. Only an approved one changes a result."""

    PROPOSED = "proposed"
    APPROVED = "approved"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    ENDED = "ended"


EXEMPTION_TRANSITIONS: Final[dict[ExemptionState, frozenset[ExemptionState]]] = {
    ExemptionState.PROPOSED: frozenset({ExemptionState.APPROVED, ExemptionState.DECLINED, ExemptionState.WITHDRAWN}),
    # Ended before its last day, because the situation is over or never held.
    ExemptionState.APPROVED: frozenset({ExemptionState.ENDED}),
    ExemptionState.DECLINED: frozenset(),
    ExemptionState.WITHDRAWN: frozenset(),
    ExemptionState.ENDED: frozenset(),
}

AWAITS: Final[dict[StrEnum, str]] = {
    VersionState.DRAFT: "the Lead or Chair DCS, if they did not enter it",
    VersionState.IN_FORCE: "the owners of its KPIs",
    VersionState.SUPERSEDED: "nobody",
    SheetState.DRAFT: "whoever keeps the plan; the Lead or Chair DCS where other costs hold",
    SheetState.CONFIRMED: "nobody",
    SheetState.REPLACED: "nobody",
    EvidenceState.RECORDED: "a reviewer other than its recorder",
    EvidenceState.ACCEPTED: "nobody",
    EvidenceState.SENT_BACK: "its recorder",
    EvidenceState.WITHDRAWN: "nobody",
    ExemptionState.PROPOSED: "the Lead or Chair DCS, if they did not propose it",
    ExemptionState.APPROVED: "nobody",
    ExemptionState.DECLINED: "nobody",
    ExemptionState.WITHDRAWN: "nobody",
    ExemptionState.ENDED: "nobody",
}
"""Whose turn it is: every state has an owner."""


class Status(StrEnum):
    """Where a measure, and by its worst measure a KPI, stands (R11.12)."""

    MISSED = "missed"
    AT_RISK = "at risk"
    NOT_KNOWN = "not known"
    NOT_STARTED = "not started"
    ON_TRACK = "on track"
    MET = "met"
    EXEMPT = "exempt"
    SUPERSEDED = "superseded"


class Rag(StrEnum):
    """Red, amber or green; grey where nothing can or need be said yet."""

    RED = "red"
    AMBER = "amber"
    GREEN = "green"
    GREY = "grey"
