"""A letter that was read becomes a draft with everything as written; a person completes it."""

import datetime as dt

import pytest

from riia.alliance.access.models import Person
from riia.alliance.grants.models import AmountState, DeterminationVersion, Reference
from riia.alliance.grants.queries.recomputing import annex_of
from riia.alliance.grants.services import adopting, entering
from riia.alliance.intake import services as intake
from riia.alliance.places.models import Place
from riia.documents.check import check_file
from riia.documents.letters import Letter
from riia.documents.model import Kind
from tests.alliance.grants.conftest import BY, SOUTH_WEST, People, SignedIn
from tests.alliance.grants.letter_text import LETTER


@pytest.fixture(scope="module")
def read() -> Letter:
    structure = check_file(LETTER.encode(), "letter.txt", Kind.LETTER).structure
    assert isinstance(structure, Letter)
    return structure


def test_a_read_letter_becomes_a_draft_as_written(england: dict[str, Place], read: Letter) -> None:
    version = adopting.draft_from_letter(letter=read, by=BY, sha256="ab" * 32)
    grant = version.determination
    assert (grant.programme, grant.financial_year, version.state) == ("Regional Practice Support", 2026, "draft")
    assert [(one.written, one.in_citation) for one in grant.references.all()] == [("31/7001", False), ("RPS_001", True)]
    assert (version.letter_written, version.letter_date, version.number) == ("12 May 2026", dt.date(2026, 5, 12), 0)
    assert (version.power, version.consent, version.document_sha256) == ("section-31", "stated", "ab" * 32)
    rows = annex_of(version).rows
    assert [row.allocation.written for row in rows] == ["East Midlands", "South West", "Yorkshire and Humber"]
    assert rows[1].allocation.place == england[SOUTH_WEST]
    assert [row.entitlement.state for row in rows] == [AmountState.STATED, AmountState.REDACTED, AmountState.STATED]
    assert [row.result.verdict.value for row in rows] == ["agrees", "cannot verify", "agrees"]
    assert entering.problems_of(version) == {}
    assert entering.determine(version=version, by=BY).state == "determined"


def test_a_reference_that_is_held_leads_to_the_next_letter(england: dict[str, Place], read: Letter) -> None:
    first = adopting.draft_from_letter(letter=read, by=BY)
    assert adopting.proposal_of(read).chain == first.determination
    with pytest.raises(entering.GrantError, match="has this letter already"):
        adopting.draft_from_letter(letter=read, by=BY)
    assert DeterminationVersion.objects.count() == 1


def test_a_letter_that_was_not_understood_is_entered_by_hand(england: dict[str, Place]) -> None:
    with pytest.raises(entering.GrantError, match="Enter the grant by hand"):
        adopting.draft_from_letter(letter=Letter(), by=BY)
    assert adopting.proposal_of(Letter()).lacking == (
        "the programme", "the date of the letter", "references", "the annex", "the Treasury’s consent", "the power",
    )  # fmt: skip


def test_the_page_shows_what_would_be_entered_and_enters_it(people: People, signed_in: SignedIn) -> None:
    def given(by: Person) -> str:
        paper = intake.take(name="letter.txt", data=LETTER.encode(), place=SOUTH_WEST, by=by)
        return f"/grants/adopt/{intake.read(paper=paper).reference}/"

    address = given(people.coordinator)
    client = signed_in(people.coordinator)
    shown = client.get(address).content.decode()
    assert "Enter this letter as a new grant" in shown
    assert "redacted" in shown
    sent = client.post(address, {"kind": "core"})
    version = DeterminationVersion.objects.get()
    assert sent.headers["Location"] == f"/grants/letters/{version.reference}/"
    assert Reference.objects.filter(determination=version.determination).count() == 2
    assert signed_in(people.performance).get(address).status_code == 403
