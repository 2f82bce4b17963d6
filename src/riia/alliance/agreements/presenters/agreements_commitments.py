"""The compliance matrix and the documents three offices sign off, in words."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.urls import reverse

from riia.alliance.agreements import policies
from riia.alliance.agreements.derived import Part
from riia.alliance.agreements.models import AgreementVersion, SignedDocument
from riia.alliance.agreements.policies import Met
from riia.alliance.agreements.queries.compliance import ComplianceMatrix, MatrixCell
from riia.alliance.kit.filters import and_list, long_date, plural
from riia.alliance.kit.pieces import Chip, Tone

TONES: dict[Met, Tone] = {Met.MET: "done", Met.NOT_YET: "attention", Met.NOT_DUE: "quiet", Met.NOT_KNOWN: "quiet"}


@dataclass(frozen=True)
class CellLine:
    """One cell: its words, and where to record or see the evidence.

    `derived` is what another part of the system says in words, `parts` each thing it counted; `beside` says that a
    person recorded evidence which the cell stands on, while that part says otherwise.
    """

    standing: str
    tone: Tone
    on: date | None
    note: str
    link: str
    href: str
    action: str
    derived: str = ""
    parts: tuple[Part, ...] = ()
    beside: bool = False


@dataclass(frozen=True)
class Column:
    """A commitment at the head of its column."""

    title: str
    clause: str
    shown_by: str


@dataclass(frozen=True)
class MatrixPage:
    """The compliance matrix of one period."""

    title: str
    period: str
    chips: tuple[Chip, ...]
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, bool, tuple[CellLine, ...]], ...]
    """Name of the council, whether it is the viewer's own, and its cells."""
    rules: tuple[str, ...]
    """By which rule other parts of the system show a commitment."""
    notes: tuple[str, ...]
    not_known: bool


def matrix_page(
    version: AgreementVersion, matrix: ComplianceMatrix, *, keeps: bool, mine: Collection[str]
) -> MatrixPage:
    """The matrix with the finding as its title."""
    met, open_ = matrix.count(Met.MET), matrix.count(Met.NOT_YET)
    due = met + open_
    says = f"Nothing is due yet in {matrix.period.label}"
    if due:
        counted = f"{met or 'None'} of {plural(due, 'commitment')} due in {matrix.period.label}"
        says = f"{counted} {'is' if met < 2 else 'are'} shown to be met{'' if met else ' yet'}"
    rows = tuple(
        (
            party.name,
            party.council is not None and party.council.code in mine,
            tuple(_cell(version, matrix, party.pk, commitment.pk, keeps) for commitment in matrix.commitments),
        )
        for party in matrix.councils
    )
    here = reverse("agreements:commitments", args=[version.reference])
    return MatrixPage(
        says,
        f"{long_date(matrix.period.first_day)} to {long_date(matrix.period.last_day)}",
        tuple(
            Chip(p.label, f"{here}?{urlencode({'period': p.label})}", current=p == matrix.period)
            for p in matrix.periods
        ),
        tuple(Column(one.title, one.clause, one.get_met_by_display()) for one in matrix.commitments),
        rows,
        tuple(
            f"“{one.title}”{f' ({one.clause})' if one.clause else ''}: {matrix.sources[one.pk].rule}"
            for one in matrix.commitments
            if one.pk in matrix.sources
        ),
        matrix.notes,
        matrix.count(Met.NOT_KNOWN) > 0,
    )


def _cell(version: AgreementVersion, matrix: ComplianceMatrix, party: int, commitment: int, keeps: bool) -> CellLine:
    cell = matrix.cells[party, commitment]
    evidence = cell.evidence
    href = action = ""
    met = cell.standing is Met.MET
    if keeps and evidence is not None and met:
        href, action = reverse("agreements:withdraw_evidence", args=[evidence.reference]), "Withdraw"
    elif keeps and version.in_force and cell.standing in (Met.NOT_YET, Met.NOT_KNOWN):
        chosen = urlencode({"party": party, "commitment": commitment, "period": matrix.period.pk})
        href, action = f"{reverse('agreements:record_evidence', args=[version.reference])}?{chosen}", "Record"
    return CellLine(
        cell.standing.value,
        TONES[cell.standing],
        _met_on(cell),
        evidence.note if evidence and met else "",
        evidence.link if evidence else "",
        href,
        action,
        cell.derived.words if cell.derived else "",
        cell.derived.parts if cell.derived else (),
        evidence is not None and cell.derived is not None and cell.derived.standing is not Met.MET,
    )


def _met_on(cell: MatrixCell) -> date | None:
    if cell.evidence:
        return cell.evidence.met_on
    return cell.derived.met_on if cell.derived and cell.standing is Met.MET else None


@dataclass(frozen=True)
class DocumentLine:
    """One self-evaluation or plan, and whose sign-off is missing."""

    title: str
    whose: str
    period: str
    standing: str
    tone: Tone
    sign_offs: tuple[str, ...]
    closes: date | None
    published: str
    published_on: date | None
    sign_href: str
    publish_href: str


def document_lines(documents: Iterable[SignedDocument], *, keeps: bool) -> list[DocumentLine]:
    """Every document with its three sign-offs."""
    return [_document(document, keeps) for document in documents]


def _document(document: SignedDocument, keeps: bool) -> DocumentLine:
    signed = {sign_off.office: sign_off for sign_off in document.sign_offs.all()}
    missing = policies.missing_sign_offs(document.kind, signed)
    done = [
        f"{one.equivalent or policies.SIGN_OFF_WORDS[office]}, {long_date(one.signed_on)}"
        for office in policies.offices_for(document.kind)
        if (one := signed.get(office))
    ]
    regional = document.party is None
    return DocumentLine(
        document.title,
        document.party.name if document.party else "the region",
        document.period.label,
        f"waits for {and_list(missing)}" if missing else "signed off by all three",
        "attention" if missing else "done",
        tuple(done),
        document.closes_on,
        document.published_at,
        document.published_on,
        reverse("agreements:sign_off", args=[document.reference]) if keeps and missing else "",
        reverse("agreements:publish", args=[document.reference])
        if keeps and regional and not missing and not document.published_at
        else "",
    )
