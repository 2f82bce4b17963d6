"""The nouns of calls for funding."""

from riia.alliance.offer.models.applications import (
    Application,
    Decision,
    DecisionKind,
    Interest,
    Score,
    Sheet,
    Step,
    Version,
)
from riia.alliance.offer.models.awards import Award, Due, DueKind, Payment
from riia.alliance.offer.models.calls import Call, CallKind, Criterion, Document, Letter, LetterKind, PanelMember

__all__ = [
    "Application",
    "Award",
    "Call",
    "CallKind",
    "Criterion",
    "Decision",
    "DecisionKind",
    "Document",
    "Due",
    "DueKind",
    "Interest",
    "Letter",
    "LetterKind",
    "PanelMember",
    "Payment",
    "Score",
    "Sheet",
    "Step",
    "Version",
]
