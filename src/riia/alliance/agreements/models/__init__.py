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
    MetBy,
    SignedDocument,
    SignOff,
    SupportActivity,
)
from riia.alliance.agreements.models.guidance import Guidance
from riia.alliance.agreements.models.parties import Party, Seat, Signature
from riia.alliance.agreements.models.register import (
    Dataset,
    ItemLine,
    RegisterItem,
    SharingRules,
    Supersession,
)
from riia.alliance.agreements.models.requests import (
    Instruction,
    ItemRequest,
    NoticeAcceptance,
    OnwardRequest,
    RequestedItem,
)

__all__ = [
    "Agreement",
    "AgreementKind",
    "AgreementVersion",
    "Clause",
    "ClauseKind",
    "Commitment",
    "CommitmentPeriod",
    "Dataset",
    "Evidence",
    "Guidance",
    "Instruction",
    "ItemLine",
    "ItemRequest",
    "MetBy",
    "NoticeAcceptance",
    "OnwardRequest",
    "Party",
    "RegisterItem",
    "RequestedItem",
    "Review",
    "Seat",
    "SharingRules",
    "SignOff",
    "Signature",
    "SignedDocument",
    "Supersession",
    "SupportActivity",
]
