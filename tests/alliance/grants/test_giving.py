"""Grants written in the 360Giving standard: what is written, what is not and why, and that it is valid."""

import datetime as dt
import json
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client, override_settings

from riia.alliance.access.models import Person
from riia.alliance.access.queries import scope_for
from riia.alliance.grants.models import (
    ColumnKind,
    DeterminationVersion,
    Host,
    PurposeLine,
)
from riia.alliance.grants.queries.giving import Export, Wanted, export_of, report_of
from riia.alliance.grants.services import annex, entering
from riia.alliance.grants.services.annex import PurposeDetails
from riia.alliance.places.models import Place
from riia.documents.allocation import Pooled
from riia.documents.giving import as_csv, as_json, as_xlsx, read_giving
from tests.alliance.grants.giving_world import (
    BY,
    SOUTH_EAST,
    SOUTH_WEST,
    TODAY,
    People,
    browser,
    grant,
    letter,
    make_people,
    put_rows,
)
from tests.documents.giving.test_writing import needs_schema, validator

pytestmark = pytest.mark.django_db


@pytest.fixture
def people() -> People:
    return make_people()


def exported(person: Person, **wanted: Any) -> Export:
    return export_of(scope_for(person), Wanted(**({"day": TODAY} | wanted)), today=TODAY)


def test_rows_of_councils_are_written_with_their_identifiers_and_exact_amounts(people: People) -> None:
    grant([("Devon County Council", "£571,595.67"), ("Torbay Council", "100")])
    export = exported(people.council)
    first, second = export.package["grants"]
    assert first["id"] == "360G-riia-TEST_1-2024-878"
    assert first["amountAwarded"] == Decimal("571595.67")
    assert first["awardDate"] == "2024-04-15"
    assert first["recipientOrganization"][0]["id"] == "GB-LAE-DEV"
    assert first["fundingOrganization"] == [{"id": "GB-GOR-D6", "name": "Department for Education"}]
    assert first["plannedDates"] == [{"startDate": "2024-04-01", "endDate": "2025-03-31", "duration": 12}]
    assert first["beneficiaryLocation"][0]["geoCodeType"] == "CTY"
    assert (second["recipientOrganization"][0]["name"], second["amountAwarded"]) == ("Torbay Council", 100)
    assert export.total == 57_169_567
    assert export.left_out == ()
    assert {one.code for one in export.findings} == {"GIVING-SOURCE"}


@needs_schema
def test_what_is_written_is_valid_against_the_published_schema(people: People) -> None:
    grant([("Devon County Council", "£571,595.67"), ("Torbay Council", "£100")])
    package = json.loads(as_json(exported(people.coordinator).package))
    assert list(validator().iter_errors(package)) == []


def test_every_form_holds_the_same_grants(people: People) -> None:
    grant([("Devon County Council", "£571,595.67"), ("Torbay Council", "£100")])
    package = exported(people.coordinator).package
    forms = {"g.json": as_json(package), "g.xlsx": as_xlsx(package), "g.csv": as_csv(package)}
    read = [read_giving(data, name, today=TODAY).structure.tree["grants"] for name, data in forms.items()]
    assert read[0] == read[1] == read[2]


def test_what_is_not_known_is_left_out_with_the_reason_and_never_nought(people: People) -> None:
    hidden = [("Devon County Council", "redacted"), ("Torbay Council", "not stated"), ("Plymouth City Council", "£0")]
    known = [("Bath and North East Somerset Council", "£12")]
    grant([*hidden, ("South West", "£10"), ("Somewhere Else", "£10"), *known])
    export = exported(people.coordinator)
    assert [one.recipient for one in export.written] == ["Bath and North East Somerset Council"]
    why = {one.row: one.why for one in export.left_out}
    assert "redacted" in why["Devon County Council"]
    assert "not stated" in why["Torbay Council"]
    assert "nothing" in why["Plymouth City Council"]
    assert "names a region" in why["South West"]
    assert "not known which" in why["Somewhere Else"]
    lines = report_of(export).decode("utf-8-sig").splitlines()
    assert len(lines) == 1 + 5 + len(export.findings) + 1


@pytest.mark.parametrize(
    ("details", "changes", "why"),
    [
        ({"published": False}, {}, "not published"),
        ({"simulated": True}, {}, "made up"),
        ({"department": "Home Office"}, {}, "No organisation identifier"),
    ],
)
def test_a_grant_that_cannot_be_written_is_named(
    people: People, details: dict[str, Any], changes: dict[str, Any], why: str
) -> None:
    grant([("Devon County Council", "£10")], details=details, **changes)
    (one,) = exported(people.coordinator).left_out
    assert why in one.why
    assert exported(people.coordinator).package["grants"] == []


def test_unpublished_letters_are_written_when_asked_for_and_without_a_licence(people: People) -> None:
    grant([("Devon County Council", "£10")], details={"published": False})
    package = exported(people.coordinator, unpublished=True).package
    assert len(package["grants"]) == 1
    assert "license" not in package


def test_a_council_that_had_ended_is_no_recipient(people: People) -> None:
    grant([("Devon County Council", "£10"), ("Dorset County Council", "£10")])
    version = DeterminationVersion.objects.get()
    row = version.allocations.get(written="Dorset County Council")
    row.place = Place.objects.get(code="835")
    row.save()
    (one,) = exported(people.coordinator).left_out
    assert "no identifier of an English council on 15 April 2024" in one.why


def test_a_region_is_paid_by_its_host_and_pooled_money_names_its_regions(people: People) -> None:
    held = grant([("South West", "£10"), ("South East", "£90,010")])
    version = DeterminationVersion.objects.get()
    south_east = Place.objects.get(code=SOUTH_EAST)
    rule = Pooled(line="2a", title="Data", amount=1_000_000, payee=SOUTH_EAST)
    details = PurposeDetails("2a", "Data", rule=rule, payee=south_east, beneficiary="both regions")
    version.state = "draft"
    version.save()
    annex.put_purpose(version=version, details=details, by=BY)
    version.state = "determined"
    version.save()
    Host.objects.create(determination=held, region=south_east, council=Place.objects.get(code="886"),
                        recorded_on=TODAY, recorder_label="test")  # fmt: skip
    export = exported(people.elsewhere)
    (one,) = export.package["grants"]
    assert one["recipientOrganization"][0]["id"] == "GB-LAE-KEN"
    assert [place["geoCode"] for place in one["beneficiaryLocation"]] == [SOUTH_EAST, SOUTH_WEST]
    assert "Kent County Council answers for its money" in one["description"]
    assert "paid for others: Data, both regions" in one["description"]
    Host.objects.update(simulated=True)
    assert {each.why[:11] for each in exported(people.elsewhere).left_out} == {"The row nam", "The council"}
    assert PurposeLine.objects.count() == 1


def test_a_variation_gives_the_amount_in_force_and_says_what_it_was(people: People) -> None:
    held = grant([("Devon County Council", "£100")])
    second = entering.start_version(
        determination=held, keeper=None, by=BY,
        letter=letter(number=1, letter_written="1 March 2025", letter_date=dt.date(2025, 3, 1)),
    )  # fmt: skip
    put_rows(second, [("Devon County Council", "£150"), ("Torbay Council", "£7")], ColumnKind.REVISED)
    entering.determine(version=second, by=BY)
    before = exported(people.coordinator, day=dt.date(2025, 2, 28)).package["grants"]
    after = exported(people.coordinator).package["grants"]
    assert [one["amountAwarded"] for one in before] == [100]
    assert [(one["amountAwarded"], one["awardDate"]) for one in after] == [(150, "2024-04-15"), (7, "2025-03-01")]
    assert before[0]["id"] == after[0]["id"]
    assert "before that it was £100.00" in after[0]["description"]
    assert after[0]["dateModified"] >= "2025-03-01"


def test_before_the_first_letter_that_is_held_nothing_is_made_up(people: People) -> None:
    held = grant([("Devon County Council", "£150")], number=3, letter_date=None, letter_written="December 2024",
                 effective_from=dt.date(2024, 12, 14))  # fmt: skip
    version = held.versions.get()
    version.columns.create(kind=ColumnKind.PREVIOUS, heading="Before")
    (one,) = exported(people.coordinator, day=dt.date(2024, 6, 1)).left_out
    assert "and not when" in one.why
    (written,) = exported(people.coordinator).package["grants"]
    assert written["awardDate"] == "2024-12-14"
    assert "the letter has no day" in written["description"]


def test_a_region_a_council_or_chosen_grants_are_asked_for(people: People) -> None:
    first = grant([("Devon County Council", "£10"), ("Kent County Council", "£10")])
    grant([("Devon County Council", "£20")], code="TEST_2")
    south_west, kent = Place.objects.get(code=SOUTH_WEST), Place.objects.get(code="886")
    assert len(exported(people.coordinator, place=south_west).written) == 2
    assert [one.recipient for one in exported(people.coordinator, place=kent).written] == ["Kent County Council"]
    chosen = frozenset([str(first.reference)])
    assert [one.pence for one in exported(people.coordinator, grants=chosen).written] == [1000, 1000]


@override_settings(GIVING_PREFIX="360G-elsewhere")
def test_the_prefix_is_that_of_the_installation(people: People) -> None:
    grant([("Devon County Council", "£10")], code="31/3010 part 2")
    assert exported(people.coordinator).written[0].identifier == "360G-elsewhere-31_3010_part_2-2024-878"


def test_a_grant_in_which_our_checks_find_an_error_is_left_out(people: People) -> None:
    grant([("Devon County Council", "£10"), ("Torbay Council", "£10")], legal_purpose="Write to x.y@example.org.")
    export = exported(people.coordinator)
    assert export.written == ()
    assert {one.why for one in export.left_out} == {"The text has an e-mail address in it."}


def test_the_page_offers_the_files_and_names_what_is_left_out(people: People) -> None:
    grant([("Devon County Council", "£10"), ("South West", "£10")])
    client = browser(people.coordinator)
    text = client.get("/grants/giving/").content.decode()
    assert "1 grant, £10.00" in text
    assert "names a region" in text
    query = "?day-day=1&day-month=11&day-year=2026&place=878"
    response = client.get(f"/grants/giving/file/json/{query}")
    assert response["Content-Disposition"] == 'attachment; filename="grants-360giving-2026-11-01.json"'
    assert len(json.loads(response.content)["grants"]) == 1
    for form in ("csv", "xlsx", "report"):
        assert client.get(f"/grants/giving/file/{form}/{query}").status_code == 200
    assert client.get(f"/grants/giving/file/pdf/{query}").status_code == 404
    assert "must be today or in the past" in client.get(
        "/grants/giving/?day-day=1&day-month=11&day-year=2096"
    ).content.decode()  # fmt: skip


def test_nobody_without_the_right_sees_it(people: People) -> None:
    assert Client().get("/grants/giving/").status_code in (302, 403)
    assert browser(people.council).get("/grants/giving/import/").status_code in (403, 404)
