"""May this happen now: moves between states, and what evidence and decisions need to be complete. Pure."""

from datetime import date, timedelta
from typing import Final

from riia.alliance.plans.errors import Incomplete, PlanError
from riia.alliance.plans.states import (
    EVIDENCE_TRANSITIONS,
    EXEMPTION_TRANSITIONS,
    VERSION_TRANSITIONS,
    EvidenceState,
    ExemptionState,
    VersionState,
)

MEGABYTE: Final = 1024 * 1024
LARGEST: Final = 10 * MEGABYTE
"""Bytes of a file of evidence."""
ENDINGS: Final = frozenset(
    {".pdf", ".docx", ".xlsx", ".pptx", ".odt", ".ods", ".csv", ".txt", ".png", ".jpg", ".jpeg", ".eml", ".msg", ".ics"}
)
"""Kinds of files that are kept: documents people attach as proof, and nothing that runs."""
LONGEST_OVERRIDE: Final = timedelta(days=92)


def check_evidence_move(before: EvidenceState, to: EvidenceState) -> None:
    if to not in EVIDENCE_TRANSITIONS[before]:
        raise PlanError(f"This evidence is {before.value}, so it cannot become {to.value}. Look at it again.")


def check_exemption_move(before: ExemptionState, to: ExemptionState) -> None:
    if to not in EXEMPTION_TRANSITIONS[before]:
        raise PlanError(f"This exemption is {before.value}, so it cannot become {to.value}. Look at it again.")


def check_version_move(before: VersionState, to: VersionState) -> None:
    if to not in VERSION_TRANSITIONS[before]:
        raise PlanError(f"This version is {before.value}, so it cannot become {to.value}.")


def check_evidence_days(effective_on: date, expires_on: date | None, today: date) -> None:
    """Evidence speaks for a day that has been, and expires after it."""
    problems = {}
    if effective_on > today:
        problems["effective_on"] = "Evidence speaks for a day that has been. Enter today or an earlier day."
    if expires_on is not None and expires_on <= effective_on:
        problems["expires_on"] = "It must expire after the day it speaks for."
    if problems:
        raise Incomplete("The days of the evidence do not fit.", problems)


def check_file(name: str, content: bytes) -> None:
    """A file is small enough, not empty, of a kind that is kept, and begins as files of its kind do."""
    ending = "." + name.lower().rsplit(".", 1)[-1] if "." in name else ""
    if not content:
        raise Incomplete("The file is empty.", {"file": "The file is empty. Choose another."})
    if len(content) > LARGEST:
        raise Incomplete("The file is too large.", {"file": f"The file must be smaller than {LARGEST // MEGABYTE} MB."})
    if ending not in ENDINGS:
        kinds = "PDF, Word, Excel, PowerPoint, OpenDocument, CSV, text, an image or an e-mail"
        raise Incomplete("This kind of file is not kept.", {"file": f"Choose a file that is {kinds}."})
    begins = _BEGINS.get(ending)
    if begins and not content.startswith(begins):
        problem = f"The file is called {ending} but its content is something else. Save it again and choose it."
        raise Incomplete("The file is not what its name says.", {"file": problem})


_ZIP, _OLE = (b"PK\x03\x04",), (b"\xd0\xcf\x11\xe0",)
_BEGINS: Final[dict[str, tuple[bytes, ...]]] = {
    ".pdf": (b"%PDF-",),
    **dict.fromkeys((".docx", ".xlsx", ".pptx", ".odt", ".ods"), _ZIP),
    ".msg": _OLE,
    ".png": (b"\x89PNG",),
    ".jpg": (b"\xff\xd8\xff",),
    ".jpeg": (b"\xff\xd8\xff",),
}


def check_override(reason: str, from_on: date, expires_on: date) -> None:
    """A person's colour needs a reason and ends within a quarter, so that nobody forgets it."""
    problems = {}
    if not reason.strip():
        problems["reason"] = "Say why the derived colour does not tell the whole story."
    if expires_on <= from_on:
        problems["expires_on"] = "It must expire after today."
    elif expires_on - from_on > LONGEST_OVERRIDE:
        problems["expires_on"] = f"It can hold for {LONGEST_OVERRIDE.days} days at most. Look at it again then."
    if problems:
        raise Incomplete("The override is not complete.", problems)


def check_exemption(reason: str, from_on: date, to_on: date, kpis: int) -> None:
    """An exemption names what happened, from when to when, and for which KPIs."""
    problems = {}
    if not reason.strip():
        problems["reason"] = "Say what happened that could not be foreseen, such as an inspection."
    if to_on < from_on:
        problems["to_on"] = "The last day must be the first day or later."
    if not kpis:
        problems["kpis"] = "Select at least one KPI that counts councils."
    if problems:
        raise Incomplete("The exemption is not complete.", problems)
