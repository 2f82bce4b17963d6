"""The nouns of the return desk."""

from riia.alliance.returns.models.collection_review import (
    AreaProgress,
    CollectionReview,
    ImprovementArea,
    ReviewFinding,
    ReviewGap,
)
from riia.alliance.returns.models.desk import Enquiry, Message, Query, Settled
from riia.alliance.returns.models.feedback import FeedbackPoint, FeedbackReview, GroupMeeting, NationalGroup
from riia.alliance.returns.models.packs import Pack, PackFile, PackReturn
from riia.alliance.returns.models.returns import Entry, Explained, Return, Signature, Source, Step, Upload, Version
from riia.alliance.returns.models.rounds import REMINDERS, Extension, Notice, NoticeKind, Round, Route
from riia.alliance.returns.models.staffing import FundedPost, WorkingTime
from riia.alliance.returns.models.survey import Survey, SurveyAnswer, SurveyInvitation

__all__ = [
    "REMINDERS",
    "AreaProgress",
    "CollectionReview",
    "Enquiry",
    "Entry",
    "Explained",
    "Extension",
    "FeedbackPoint",
    "FeedbackReview",
    "FundedPost",
    "GroupMeeting",
    "ImprovementArea",
    "Message",
    "NationalGroup",
    "Notice",
    "NoticeKind",
    "Pack",
    "PackFile",
    "PackReturn",
    "Query",
    "Return",
    "ReviewFinding",
    "ReviewGap",
    "Round",
    "Route",
    "Settled",
    "Signature",
    "Source",
    "Step",
    "Survey",
    "SurveyAnswer",
    "SurveyInvitation",
    "Upload",
    "Version",
    "WorkingTime",
]
