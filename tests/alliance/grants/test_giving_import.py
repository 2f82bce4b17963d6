"""Grants entered from a file: what is new, held, changed and refused; drafts, all of them or none."""

import datetime as dt
from typing import Any
from unittest.mock import patch

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from riia.alliance.access.queries import scope_for
from riia.alliance.grants.errors import GrantError, NotYours
from riia.alliance.grants.models import Allocation, Determination, DeterminationVersion
from riia.alliance.grants.queries.giving import Wanted, export_of
from riia.alliance.grants.queries.giving_import import Fate, Plan, plan_of
from riia.alliance.grants.services.giving import enter_from
from riia.alliance.intake import services as intake
from riia.alliance.intake.models import Paper
from riia.alliance.places.models import Place
from riia.documents.giving import as_json, as_xlsx, read_giving
from tests.alliance.grants.giving_world import (
    SOUTH_WEST,
    TODAY,
    People,
    browser,
    grant,
    make_people,
)
from tests.documents.giving.samples import package

R = "recipientOrganization/0/"
DEVON: dict[str, Any] = {
    R + "id": "GB-LAE-DEV", R + "name": "Devon County Council", R + "location": ..., "beneficiaryLocation": ...,
    "amountAwarded": 571595.67, "amountAppliedFor": ..., "amountDisbursed": ...,
}  # fmt: skip
TORBAY = DEVON | {R + "id": "GB-LAE-TOB", R + "name": "Torbay Council", "amountAwarded": 100}
pytestmark = pytest.mark.django_db


@pytest.fixture
def people() -> People:
    return make_people()


def south_west() -> Place:
    return Place.objects.get(code=SOUTH_WEST)


def planned(people: People, tree: dict[str, Any]) -> Plan:
    reading = read_giving(as_json(tree), "grants.json", today=TODAY)
    return plan_of(scope_for(people.coordinator), reading, south_west(), today=TODAY)


def paper_of(people: People, tree: dict[str, Any], place: str = SOUTH_WEST) -> Paper:
    paper = intake.take(name="grants.json", data=as_json(tree), place=place, by=people.coordinator)
    return intake.read(paper=paper)


def entered(people: People, tree: dict[str, Any]) -> list[DeterminationVersion]:
    paper = paper_of(people, tree)
    digest = planned(people, tree).digest
    return enter_from(paper=paper, region=south_west(), expected=digest, today=TODAY, by=people.coordinator)


def test_new_grants_become_drafts_with_their_amounts_as_written(people: People) -> None:
    (version,) = entered(people, package(DEVON, TORBAY))
    held = version.determination
    assert (version.state, held.programme, held.financial_year) == ("draft", "A programme of the tests", 2024)
    assert (version.letter_date, version.letter_written) == (dt.date(2024, 4, 15), "2024-04-15")
    assert [one.written for one in held.references.all()] == ["CON_TEST"]
    rows = [(row.written, row.place and row.place.code, row.entitlement and row.entitlement.pence)
            for row in version.allocations.all()]  # fmt: skip
    assert rows == [("Devon County Council", "878", 57_159_567), ("Torbay Council", "880", 10_000)]
    assert version.allocations.get(position=1).amounts.get().written == "571595.67"
    paper = Paper.objects.get()
    assert paper.used_as == "2 grants in 1 draft"


def test_what_is_held_is_told_and_not_entered_again(people: People) -> None:
    tree = package(DEVON, TORBAY)
    entered(people, tree)
    plan = planned(people, tree)
    assert {line.fate for line in plan.lines} == {Fate.SAME}
    assert plan.batches == ()
    changed = planned(people, package(DEVON | {"amountAwarded": 1}, TORBAY))
    assert [line.fate for line in changed.lines] == [Fate.CHANGED, Fate.SAME]
    assert "£571,595.67" in changed.lines[0].why[0]


def test_our_own_file_comes_back_as_held(people: People) -> None:
    grant([("Devon County Council", "£571,595.67"), ("Torbay Council", "£100")])
    export = export_of(scope_for(people.coordinator), Wanted(TODAY), today=TODAY)
    plan = planned(people, export.package)
    assert {line.fate for line in plan.lines} == {Fate.SAME}


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({R + "id": "GB-LAE-DER", R + "name": "Derby City Council"}, "no council of South West"),
        ({R + "id": "GB-CHC-1164883", R + "name": "A charity"}, "no English council"),
        ({R + "id": "GB-LAS-DEV"}, "GB-LAS is the list of Scotland"),
        ({"amountAwarded": -5}, "negative"),
        ({"amountAwarded": 100.001}, "more decimals than pence"),
        ({"currency": "EUR"}, "not pounds"),
        ({"awardDate": "2024-02-30"}, "no day that exists"),
        ({"description": "Write to x.y@example.org."}, "e-mail address"),
        ({"awardDate": "2002-05-01"}, "before April 2003"),
        ({"recipientOrganization": []}, "no organisation"),
    ],
)
def test_what_cannot_be_is_refused_with_the_reason(people: People, change: dict[str, Any], why: str) -> None:
    plan = planned(people, package(DEVON | change if "recipientOrganization" not in change else change))
    (line,) = plan.lines
    assert line.fate is Fate.REFUSED
    assert why in " ".join(line.why)
    assert plan.batches == ()


def test_a_code_that_names_a_grant_already_is_a_variation(people: People) -> None:
    grant([("Torbay Council", "£1")], code="CON TEST")
    (line,) = planned(people, package(DEVON)).lines
    assert line.fate is Fate.REFUSED
    assert "Enter the letter as a variation" in line.why[0]


def test_grants_of_several_programmes_and_days_are_several_drafts(people: People) -> None:
    other = TORBAY | {"grantProgramme": [{"code": "CON_TEST", "title": "Another programme"}]}
    versions = entered(people, package(DEVON, other, TORBAY | {"awardDate": "2024-05-01"}))
    assert len(versions) == 3
    assert [one.determination.references.count() for one in versions] == [1, 0, 0]


def test_a_workbook_is_entered_as_json_is(people: People) -> None:
    tree = package(DEVON, TORBAY)
    reading = read_giving(as_xlsx(tree), "grants.xlsx", today=TODAY)
    plan = plan_of(scope_for(people.coordinator), reading, south_west(), today=TODAY)
    assert plan.digest == planned(people, tree).digest


def test_nothing_is_entered_when_it_is_not_what_was_seen(people: People) -> None:
    paper = paper_of(people, package(DEVON))
    with pytest.raises(GrantError, match="Something changed"):
        enter_from(paper=paper, region=south_west(), expected="0" * 64, today=TODAY, by=people.coordinator)
    assert not Determination.objects.exists()


def test_all_or_nothing(people: People) -> None:
    tree = package(DEVON, TORBAY | {"awardDate": "2024-05-01"})
    paper = paper_of(people, tree)
    digest = planned(people, tree).digest
    with patch("riia.alliance.grants.services.giving.record", side_effect=RuntimeError), pytest.raises(RuntimeError):
        enter_from(paper=paper, region=south_west(), expected=digest, today=TODAY, by=people.coordinator)
    assert not Determination.objects.exists()
    assert not Allocation.objects.exists()
    assert Paper.objects.get().used_as == ""


def test_only_who_keeps_the_regions_grants_enters_them(people: People) -> None:
    paper = paper_of(people, package(DEVON))
    for person in (people.council, people.elsewhere):
        with pytest.raises(NotYours):
            enter_from(paper=paper, region=south_west(), expected="", today=TODAY, by=person)


def test_giving_looking_and_entering_in_the_browser(people: People) -> None:
    client = browser(people.coordinator)
    data = as_json(package(DEVON, TORBAY, DEVON | {"amountAwarded": -1}))
    upload = SimpleUploadedFile("grants.json", data)
    response = client.post("/grants/giving/import/", {"region": SOUTH_WEST, "file": upload})
    page = response["Location"]
    text = client.get(page).content.decode()
    assert "2 new" in text
    assert "1 refused" in text
    assert "Enter 2 grants in 1 draft" in text
    expected = text.split('name="expected" value="')[1].split('"')[0]
    stale = client.post(page, {"expected": "x"}).content.decode()
    assert "Something changed since you looked" in stale
    done = client.post(page, {"expected": expected}, follow=True).content.decode()
    assert "Entered in 1 draft" in done
    assert "Entered from this file" in done
    assert "2 held already" in done
    assert browser(people.elsewhere).get(page).status_code == 404
    assert Determination.objects.count() == 1


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("grants.json", b'{"grants": [', "no valid JSON"),
        ("grants.json", b'{"other": 1}', "holds no grants"),
        ("letter.txt", b"Dear Director,", "holds no grants"),
        ("grants.xlsx", b"PK\x03\x04 cut short", "damaged"),
        ("grants.json", b" " * (2_400_000), "larger than 2 MB"),
    ],
)
def test_a_file_that_is_no_list_of_grants_is_refused_and_not_kept(
    people: People, name: str, data: bytes, words: str
) -> None:
    upload = SimpleUploadedFile(name, data)
    page = browser(people.coordinator).post("/grants/giving/import/", {"region": SOUTH_WEST, "file": upload})
    assert words in page.content.decode()
    assert not Paper.objects.exists()


def test_a_draft_from_a_file_names_where_it_came_from(people: People) -> None:
    (version,) = entered(people, package(DEVON))
    assert version.source.startswith("360Giving file grants.json, SHA-256 ")
    assert version.allocations.get().note == "360Giving 360G-samples-2024-001"
