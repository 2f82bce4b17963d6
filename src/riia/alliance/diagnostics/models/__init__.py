"""The nouns of self-assessments."""

from riia.alliance.diagnostics.models.assessments import (
    Assessment,
    AssessmentStep,
    AssessmentVersion,
    Rating,
    SignOff,
)
from riia.alliance.diagnostics.models.rounds import AssessmentRound, PublishedSummary

__all__ = [
    "Assessment",
    "AssessmentRound",
    "AssessmentStep",
    "AssessmentVersion",
    "PublishedSummary",
    "Rating",
    "SignOff",
]
