"""The East Midlands memorandum as loaded, every figure beside the document it comes from (R2.01 to R2.21)."""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from django.db import transaction

from riia.alliance.access.scope import Scope
from riia.alliance.agreements import policies
from riia.alliance.agreements.models import Agreement, AgreementVersion, Seat, Signature
from riia.alliance.agreements.models.agreement import ClauseKind
from riia.alliance.agreements.models.parties import Office
from riia.alliance.agreements.queries import agreements as queries
from riia.alliance.agreements.queries.compliance import compliance
from riia.alliance.agreements.states import VersionState
from riia.alliance.audit.services import System
from riia.alliance.places.services import load_reference
from riia.demo.agreements_mou import EAST_MIDLANDS_TITLE, SOUTH_WEST_TITLE, load_agreements
from riia.documents.memoranda.clauses import read_clauses
from riia.documents.memoranda.counts import count_findings
from riia.documents.memoranda.numbering import numbering_findings

BY = System("tests")
SEED = (
    Path(__file__).resolve().parents[4] / "shared" / "seeds" / "4-east-midlands-memorandum-of-understanding-2022-24.txt"
)
with_seed = pytest.mark.skipif(not SEED.is_file(), reason="the shared documents are not beside this checkout")


@pytest.fixture(scope="module")
def _loaded(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[None]:
    with django_db_blocker.unblock(), transaction.atomic():
        load_reference(by=BY)
        load_agreements(by=BY)
        yield
        transaction.set_rollback(True)


@pytest.fixture
def memorandum(_loaded: None, db: None) -> AgreementVersion:
    return AgreementVersion.objects.get(agreement__title=EAST_MIDLANDS_TITLE, state=VersionState.IN_FORCE)


@pytest.fixture
def south_west(_loaded: None, db: None) -> AgreementVersion:
    return AgreementVersion.objects.get(agreement__title=SOUTH_WEST_TITLE)


def test_parties_and_seats(memorandum: AgreementVersion) -> None:
    counted = memorandum.parties.filter(counted_authority=True)
    assert counted.count() == 10
    others = memorandum.parties.filter(counted_authority=False)
    assert [party.name for party in others] == ["Northamptonshire Children's Trust"]
    assert Seat.objects.filter(party__version=memorandum, required=True).count() == 32
    trust = Seat.objects.filter(party__version=memorandum, office=Office.TRUST_CHIEF_EXECUTIVE)
    assert sorted(seat.party.council.code for seat in trust) == ["940", "941"]


def test_executed_and_commenced(memorandum: AgreementVersion) -> None:
    assert memorandum.executed_on == date(2022, 9, 26)
    assert memorandum.is_signed
    stands = policies.execution(memorandum.signing_dates, memorandum.commences)
    assert (stands.signed, stands.required, stands.days_early) == (32, 32, 25)
    assert memorandum.replaces is not None
    assert memorandum.replaces.commences_words == "October 2020"
    assert memorandum.agreement.non_statutory
    assert not memorandum.agreement.simulated


def test_terms_that_are_tags(memorandum: AgreementVersion) -> None:
    counts = {kind: memorandum.clauses.filter(kind=kind).exclude(number="1.5").count() for kind in ClauseKind}
    assert counts[ClauseKind.AIM] == 4
    assert counts[ClauseKind.AMBITION] == 5
    assert counts[ClauseKind.CHARACTERISTIC] == 4
    assert counts[ClauseKind.COMMITMENT] == 10
    assert counts[ClauseKind.DATA_PRINCIPLE] == 6
    areas = memorandum.clauses.filter(kind=ClauseKind.AREA).values_list("area", flat=True)
    assert len(set(areas)) == len(areas) == 8
    assert memorandum.commitments.count() == 10


def test_faults_of_the_document_stay_visible(memorandum: AgreementVersion) -> None:
    clauses = queries.clauses(memorandum)
    told = [(one.code, one.where) for one in (*numbering_findings(clauses), *count_findings(clauses))]
    assert told == [
        ("item-as-clause", "1.5"),
        ("letter-lost", "2.5(i)"),
        ("letter-lost", "2.5(k)"),
        ("beginning-lost", "2.5(k)"),
        ("count-differs", "paragraph 1"),
        ("count-differs", "paragraph 5"),
    ]


def test_review_is_overdue(memorandum: AgreementVersion) -> None:
    everyone = Scope.system()
    assert list(queries.reviews_overdue(everyone, date(2024, 8, 31))) == []
    assert list(queries.reviews_overdue(everyone, date(2024, 9, 1))) == [memorandum]


def test_consent_by_signature(memorandum: AgreementVersion) -> None:
    matrix = compliance(Scope.system(), memorandum, "2022-23", date(2026, 11, 22))
    assert matrix is not None
    assert (len(matrix.councils), len(matrix.commitments)) == (10, 10)
    assert matrix.count(policies.Met.MET) == 10
    assert {cell.evidence.met_on for cell in matrix.cells.values() if cell.evidence} <= set(memorandum.signing_dates)


def test_south_west_is_simulated_signed_and_in_force(south_west: AgreementVersion) -> None:
    assert south_west.agreement.simulated
    assert south_west.in_force
    assert south_west.parties.count() == 15
    assert len(south_west.signing_dates) == 45
    assert policies.execution(south_west.signing_dates, south_west.commences).days_early == 0
    clauses = queries.clauses(south_west)
    assert (*numbering_findings(clauses), *count_findings(clauses)) == ()
    notes = {e.note for c in south_west.commitments.all() for e in c.evidence.all()}
    assert notes
    assert all("imulated" in note for note in notes)


def test_loading_again_changes_nothing(memorandum: AgreementVersion) -> None:
    before = (Agreement.objects.count(), Signature.objects.count())
    load_agreements(by=BY)
    assert (Agreement.objects.count(), Signature.objects.count()) == before


@with_seed
def test_dates_are_those_of_the_document(memorandum: AgreementVersion) -> None:
    text = SEED.read_text(encoding="utf-8")
    pages = text[text.index("9. Signatories") :]
    written = [match.strip() for match in re.findall(r"Date:?\s+(\d.*)", pages)]
    assert len(written) == 32
    order = ["831", "830", "856", "855", "925", "940", "892", "891", "857", "941"]
    held = [
        signature.as_written
        for code in order
        for signature in Signature.objects.filter(
            seat__party__version=memorandum, seat__party__council__code=code
        ).order_by("seat__id")
    ]
    assert held == written


@with_seed
def test_clauses_and_faults_are_those_of_the_document(memorandum: AgreementVersion) -> None:
    printed = read_clauses(SEED.read_text(encoding="utf-8"))
    ours = queries.clauses(memorandum)

    def numbered(clauses) -> list[tuple[str, str]]:
        return [(one.number, one.printed) for one in clauses if not one.number.startswith("paragraph")]

    assert numbered(ours) == numbered(printed)
    assert [one.says for one in numbering_findings(ours)] == [one.says for one in numbering_findings(printed)]
    assert [one.says for one in count_findings(ours)] == [one.says for one in count_findings(printed)]


@with_seed
def test_no_sentence_and_no_person_of_the_document_is_packaged(memorandum: AgreementVersion) -> None:
    words = re.findall(r"[\w’']+", SEED.read_text(encoding="utf-8").lower())
    theirs = {tuple(words[at : at + 9]) for at in range(len(words) - 8)}
    names = {"sandy", "chilvers", "bembridge", "bunyan", "lackenby", "earnshaw", "godfrey", "dodds", "samuels"}
    for clause in queries.clauses(memorandum):
        ours = re.findall(r"[\w’']+", clause.text.lower())
        assert not names & set(ours)
        if clause.number not in ("paragraph 1", "1.1"):  # these list the councils, as the document does
            assert not theirs & {tuple(ours[at : at + 9]) for at in range(len(ours) - 8)}, clause.text
