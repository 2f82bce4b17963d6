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
from riia.alliance.agreements.models.inventory import DataSource, Holding, Observation, Obstacle
from riia.alliance.agreements.models.inventory_plan import SharingPlan, SubmissionDeadline
from riia.alliance.agreements.models.parties import Party, Seat, Signature
from riia.alliance.agreements.models.projects import DataProject, DeliveredValue, Delivery, ProjectSupply
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
    "DataProject",
    "DataSource",
    "Dataset",
    "DeliveredValue",
    "Delivery",
    "Evidence",
    "Guidance",
    "Holding",
    "Instruction",
    "ItemLine",
    "ItemRequest",
    "MetBy",
    "NoticeAcceptance",
    "Observation",
    "Obstacle",
    "OnwardRequest",
    "Party",
    "ProjectSupply",
    "RegisterItem",
    "RequestedItem",
    "Review",
    "Seat",
    "SharingPlan",
    "SharingRules",
    "SignOff",
    "Signature",
    "SignedDocument",
    "SubmissionDeadline",
    "Supersession",
    "SupportActivity",
]
