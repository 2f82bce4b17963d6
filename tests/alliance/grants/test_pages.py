"""The pages: what each viewer is shown, entry by forms from nothing to a determined letter, errors at their boxes."""

import datetime as dt
import re

import pytest
from django.test import Client
from django.utils import timezone

from riia.alliance.grants.models import Determination, DeterminationVersion, Payment
from riia.alliance.grants.queries.recomputing import annex_of
from riia.alliance.grants.services import awarding, paying
from riia.alliance.grants.services.paying import PaymentDetails
from riia.alliance.places.models import Place
from tests.alliance.grants.conftest import BATH, BRISTOL, DEVON, SOUTH_WEST, People, SignedIn


def heading(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, address
    found = re.search(r"<h1[^>]*>(.*?)</h1>", response.content.decode(), re.DOTALL)
    assert found is not None
    return found[1].strip()


def day(name: str, value: dt.date) -> dict[str, str]:
    return {f"{name}-day": str(value.day), f"{name}-month": str(value.month), f"{name}-year": str(value.year)}


def test_every_page_opens_for_everybody_who_sees_grants(
    letters: dict[str, Determination], variation: DeterminationVersion, people: People, signed_in: SignedIn
) -> None:
    addresses = [
        "/grants/",
        "/grants/?at=1+December+2023",
        "/grants/payments/",
        f"/grants/statements/{SOUTH_WEST}/",
        f"/grants/letters/{variation.reference}/",
        f"/grants/{letters['31/6558'].reference}/?at=2023-12-01",
        f"/grants/{letters['project_5368'].reference}/",
        f"/grants/{letters['31/3010'].reference}/",
    ]
    for who in (people.coordinator, people.lead, people.bristol, people.dfe, people.auditor, people.east):
        client = signed_in(who)
        for address in addresses:
            assert client.get(address).status_code == 200, (who.name, address)
    assert signed_in(people.supplier).get("/grants/").status_code == 403


def test_what_is_not_published_is_not_there_for_others(
    letters: dict[str, Determination], people: People, signed_in: SignedIn
) -> None:
    grant = letters["send"]
    pages = [
        f"/grants/{grant.reference}/",
        f"/grants/letters/{grant.versions.get().reference}/",
        f"/grants/awards/{grant.awards.get().reference}/",
    ]
    payment = Payment.objects.filter(place__code=SOUTH_WEST).first()
    assert payment is not None
    pages.append(f"/grants/payments/{payment.reference}/")
    for who, wanted in ((people.east, 404), (people.bristol, 200), (people.dfe, 200), (people.auditor, 200)):
        client = signed_in(who)
        assert [client.get(page).status_code for page in pages] == [wanted] * 4


def test_the_working_stands_on_the_letters_page(
    variation: DeterminationVersion, people: People, signed_in: SignedIn
) -> None:
    shown = signed_in(people.coordinator).get(f"/grants/letters/{variation.reference}/").content.decode()
    for words in (
        "£80,000 × 1.14 (14% weighting) = £91,200",
        "15 councils × £3,200 = £48,000",
        "£400 more than its own working",
        "9 regions × £10,000 = £90,000 paid to South East",
        "£222,000 + £48,000 = £270,000, as stated",
        "computed, none is stated",
        "£2,156,800.00",
        "£244,800 of £324,800 before this letter is its own",
    ):
        assert words in shown, words


def test_the_day_stays_in_the_address(letters: dict[str, Determination], people: People, signed_in: SignedIn) -> None:
    client, grant = signed_in(people.coordinator), letters["31/6558"]
    assert heading(client, f"/grants/{grant.reference}/?at=2023-12-13") == "South West gets £222,000 for 2023-24"
    shown = client.get("/grants/?at=13.12.2023").content.decode()
    assert f"/grants/{grant.reference}/?at=2023-12-13" in shown
    assert "“32 May 2023” is no day" in client.get("/grants/?at=32+May+2023").content.decode()


def test_a_statement_as_a_table(letters: dict[str, Determination], people: People, signed_in: SignedIn) -> None:
    response = signed_in(people.bristol).get(f"/grants/statements/{DEVON}/statement.csv")
    lines = response.content.decode("utf-8-sig").splitlines()
    assert lines[1].split(",")[:7] == [
        "2016-17",
        "Children’s Social Care Innovation Programme",
        '"CSEC108/2016',
        ' 31/3010"',
        "Devon County Council",
        "878",
        "151562.00",
    ]
    assert "Original, in effect from 22 March 2017" in lines[1]
    assert signed_in(people.bristol).get("/grants/statements/nowhere/").status_code == 404


def test_the_lead_dcs_approves_in_two_clicks(
    letters: dict[str, Determination], people: People, england: dict[str, Place], signed_in: SignedIn
) -> None:
    awarding.record_host(
        determination=letters["csc"],
        region=england[SOUTH_WEST],
        council=england[BATH],
        because="x",
        by=people.coordinator,
    )
    details = PaymentDetails(england[BRISTOL], timezone.localdate(), 1_250_050)
    payment = paying.propose(determination=letters["csc"], details=details, by=people.coordinator)
    page = f"/grants/payments/{payment.reference}/"
    assert "It waits for the Lead or Chair DCS" in signed_in(people.coordinator).get(page).content.decode()
    assert signed_in(people.coordinator).post(f"{page}approve/").status_code == 403
    client = signed_in(people.lead)
    assert page in client.get("/").content.decode()
    assert "Approve £12,500.50 to Bristol" in client.get(page).content.decode()
    client.post(f"{page}approve/")
    payment.refresh_from_db()
    assert (payment.state, payment.approved_by) == ("approved", people.lead)
    paid = day("paid_on", timezone.localdate()) | {"paid_as": "BACS 7"}
    signed_in(people.coordinator).post(f"{page}paid/", paid)
    payment.refresh_from_db()
    assert (payment.state, payment.paid_as) == ("paid", "BACS 7")


def test_a_grant_is_entered_by_forms_from_nothing(
    people: People, england: dict[str, Place], signed_in: SignedIn
) -> None:
    client = signed_in(people.coordinator)
    first = {
        "programme": "Regional support",
        "references": "31/9999; DfE",
        "financial_year": "2026",
        "kind": "core",
        "department": "Department for Education",
        "condition": "not-stated",
        "reporting": "not-stated",
        "published": "on",
        "number": "0",
        "letter_written": "May 2026",
        "letter_held": "on",
    }
    refused = client.post("/grants/new/", first).content.decode()
    assert "Enter the day it takes effect, because the letter has no day of its own" in refused
    client.post("/grants/new/", first | day("effective_from", dt.date(2026, 5, 4)))
    version = DeterminationVersion.objects.get()
    base = f"/grants/letters/{version.reference}/"
    assert "the annex has no recipient" in client.get(base).content.decode()
    letter = {
        "number": "0",
        "edition": "1",
        "letter_written": "May 2026",
        "letter_held": "on",
        "power": "section-31",
        "consent": "dated",
        "signature": "signed",
        "citation": "Determination 31/9999",
        "redacted": "the contact; page 1",
    } | day("effective_from", dt.date(2026, 5, 4))
    assert "Enter the day of the consent" in client.post(f"{base}letter/", letter).content.decode()
    client.post(f"{base}letter/", letter | day("consent_on", dt.date(2026, 5, 1)))
    client.post(f"{base}parts/", {"parties": "* Alliances of Annex A", "consent": "Obtained before."})
    purpose = {
        "number": "1",
        "heading": "Directors",
        "rule": "packages",
        "packages": "4",
        "days": "39",
        "stated": "94,000",
        "pays_month_only": "on",
    }
    assert "enter the day rate, or tick that it is redacted" in client.post(f"{base}purpose/", purpose).content.decode()
    client.post(f"{base}purpose/", purpose | {"day_rate": "£600"})
    client.post(
        f"{base}purpose/",
        {"number": "2", "heading": "Posts", "rule": "weighted", "amount": "80000", "weightings": "London 14%"},
    )
    annex = {"columns": ["total"], "rows": "South West; 174,000\nLondon; £185,200\nElsewhere; redacted\nTotal; 359,200"}
    assert client.post(f"{base}annex/", annex | {"rows": "South West; 17o"}).content.decode().count("is no amount")
    client.post(f"{base}annex/", annex)
    version.refresh_from_db()
    found = annex_of(version)
    assert [row.result.verdict.value for row in found.rows[:2]] == ["agrees", "agrees"]
    assert found.rows[1].result.paid == 18_520_000
    shown = client.get(base).content.decode()
    assert "Say which places 1 recipient is" in shown
    client.post(f"{base}recipients/", {"row_3": BRISTOL})
    line = version.purposes.get(number="1")
    assert 'value="94,000.00"' in client.get(f"{base}purpose/{line.pk}/").content.decode()
    assert "redacted" in client.get(f"{base}annex/").content.decode()
    client.post(f"{base}step/determine/")
    version.refresh_from_db()
    assert (version.state, version.determination.references.get().in_citation) == ("determined", True)
    assert version.allocations.get(position=3).place == england[BRISTOL]
    assert version.redacted == [{"what": "the contact", "where": "page 1"}]
    assert client.get(f"{base}letter/").status_code == 404  # no longer changed


def test_a_variation_by_forms_begins_with_the_letter_before(
    letters: dict[str, Determination], people: People, signed_in: SignedIn
) -> None:
    client, grant = signed_in(people.coordinator), letters["31/6558"]
    letter = {
        "number": "4",
        "edition": "1",
        "letter_written": "1 March 2024",
        "letter_held": "on",
        "power": "section-31",
        "consent": "stated",
        "signature": "signed",
    } | day("letter_date", dt.date(2024, 3, 1))
    client.post(f"/grants/{grant.reference}/letter/", letter | {"number": "3"})
    assert grant.versions.count() == 1
    client.post(f"/grants/{grant.reference}/letter/", letter)
    version = grant.versions.get(number=4)
    before = client.get(f"/grants/letters/{version.reference}/annex/").content.decode()
    assert "South West; £270,000; not stated" in before
    assert heading(client, f"/grants/{grant.reference}/difference/")
    assert "variation 4" not in signed_in(people.bristol).get(f"/grants/{grant.reference}/").content.decode()


@pytest.mark.parametrize("step", ["host", "award", "instalment", "propose", "project"])
def test_forms_about_money_say_what_is_missing(
    letters: dict[str, Determination], people: People, signed_in: SignedIn, step: str
) -> None:
    address = f"/grants/{letters['csc'].reference}/{step}/"
    client = signed_in(people.coordinator)
    assert client.get(address).status_code == 200
    assert "There is a problem" in client.post(address, {}).content.decode()
    assert signed_in(people.lead).get(address).status_code == 403
