"""Agreements with their versions, clauses, parties, signatures and commitments."""

from riia.alliance.agreements.models.agreement import (
    Agreement,
    AgreementKind,
    AgreementVersion,
    Clause,
    ClauseKind,
    Review,
)
from riia.alliance.agreements.models.commitments import (
    Commitment,
    CommitmentPeriod,
    Evidence,
    SignedDocument,
    SignOff,
    SupportActivity,
)
from riia.alliance.agreements.models.parties import Party, Seat, Signature

__all__ = [
    "Agreement",
    "AgreementKind",
    "AgreementVersion",
    "Clause",
    "ClauseKind",
    "Commitment",
    "CommitmentPeriod",
    "Evidence",
    "Party",
    "Review",
    "Seat",
    "SignOff",
    "Signature",
    "SignedDocument",
    "SupportActivity",
]
