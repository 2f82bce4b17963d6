"""An edition as it is read: laid out for an audience, and as files. Made from its snapshot alone."""

import hashlib
from dataclasses import dataclass
from typing import Final

from riia.alliance.reporting.audiences import Audience, Version, cleaned, for_audience
from riia.alliance.reporting.content import ReportData
from riia.alliance.reporting.files.pdf import as_pdf
from riia.alliance.reporting.files.tables import as_csv, as_workbook
from riia.alliance.reporting.files.word import as_word
from riia.alliance.reporting.layout import Laid, Mark, Shape, laid
from riia.alliance.reporting.models import Edition, Kind
from riia.alliance.reporting.policies import RECEIPTS_FROM

FORMS: Final = {
    "pdf": ("application/pdf", "PDF"),
    "docx": ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", "Word"),
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "Excel"),
    "csv": ("text/csv; charset=utf-8", "CSV"),
}


@dataclass(frozen=True, slots=True)
class Made:
    """An edition for one audience: its values, and how they are laid out."""

    version: Version
    report: Laid


def made(edition: Edition, data: ReportData, audience: Audience) -> Made:
    """The edition with these frozen values, for this audience."""
    assert edition.snapshot is not None
    version = for_audience(data, audience)
    mark = Mark(
        title=str(edition.report),
        number=edition.number,
        frozen_at=edition.snapshot.made_at,
        fingerprint=edition.snapshot.sha256,
        cover_note=cleaned(edition.cover_note, data, audience),
        instead_of=cleaned(edition.corrects_because, data, audience),
        asks=cleaned(edition.asks, data, audience),
        receipt=asks_receipt(edition.report.kind, audience),
    )
    return Made(version, laid(version, mark, shape_of(edition.report.kind)))


def asks_receipt(kind: Kind, audience: Audience) -> bool:
    """Whether this reader confirms receipt by signing in."""
    return kind.receipt_needed and audience in RECEIPTS_FROM


def shape_of(kind: Kind) -> Shape:
    """What a report of this kind looks like."""
    return Shape.BOARD if kind.made_from == Kind.MadeFrom.BOARD else Shape.REPORT


def as_file(one: Made, form: str) -> bytes:
    """The edition as a file: pdf, docx, xlsx or csv. The same edition gives the same bytes."""
    if form == "pdf":
        return as_pdf(one.report)
    if form == "docx":
        return as_word(one.report)
    return as_workbook(one.version, one.report) if form == "xlsx" else as_csv(one.version)


def digest(data: bytes) -> str:
    """SHA-256 of a file."""
    return hashlib.sha256(data).hexdigest()
