"""The nouns of the return desk."""

from riia.alliance.returns.models.desk import Enquiry, Message, Query, Settled
from riia.alliance.returns.models.packs import Pack, PackFile, PackReturn
from riia.alliance.returns.models.returns import Entry, Explained, Return, Signature, Source, Step, Upload, Version
from riia.alliance.returns.models.rounds import REMINDERS, Extension, Notice, NoticeKind, Round, Route

__all__ = [
    "REMINDERS",
    "Enquiry",
    "Entry",
    "Explained",
    "Extension",
    "Message",
    "Notice",
    "NoticeKind",
    "Pack",
    "PackFile",
    "PackReturn",
    "Query",
    "Return",
    "Round",
    "Route",
    "Settled",
    "Signature",
    "Source",
    "Step",
    "Upload",
    "Version",
]
