"""The register in the browser: who sees it, what it says, requests from asking to deciding, and the notice."""

import csv
import datetime as dt
import hashlib
import io
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client, RequestFactory

from riia.alliance.access.gate import SIGNED_IN, allow
from riia.alliance.agreements import notice
from riia.alliance.agreements.audiences import Audience
from riia.alliance.agreements.first_access import needs_notice, safe_next
from riia.alliance.agreements.models import Dataset, Instruction, ItemRequest, NoticeAcceptance, OnwardRequest
from riia.alliance.agreements.queries.register import sharing_rules
from riia.alliance.agreements.services.instructions import Onward, accept_notice, ask_onward, respond_onward
from riia.alliance.agreements.services.register_entering import enter_dataset
from riia.alliance.agreements.services.register_lines import ItemText
from riia.alliance.agreements.services.requests import Wish, ask_for_items, check
from riia.alliance.agreements.states import VersionState
from riia.alliance.agreements.states_register import ItemStatus, RequestState
from tests.alliance.agreements.register_world import (
    AGGREGATED,
    BRISTOL,
    BY,
    EAST_MIDLANDS,
    SOUTH_WEST,
    TODAY,
    alliance,
    enter,
    item,
    make_alliance,
    make_register,
    make_version,
    on_a_monday,
    people,
    signed_in,
    statuses,
    text_of,
    version,
)

__all__ = ["alliance", "on_a_monday", "people", "signed_in", "version"]
PAGE = f"/registers/{EAST_MIDLANDS}/"


def words_of(response: HttpResponse, status: int = 200) -> str:
    """The text of a page's main part."""
    assert response.status_code == status, response
    main = response.content.decode().split("<main", 1)[1].split("</main>", 1)[0]
    return " ".join(re.sub(r"<[^>]+>", " ", main).split())


def days(name: str, day: dt.date) -> dict[str, str]:
    """A date as its three boxes."""
    return {f"{name}-day": str(day.day), f"{name}-month": str(day.month), f"{name}-year": str(day.year)}


@pytest.fixture
def asked(version, people) -> ItemRequest:
    text = ItemText("Home schooling", AGGREGATED, "Children in elective home education")
    wish = Wish("to plan", "all councils", AGGREGATED)
    return ask_for_items(dataset=Dataset.objects.get(number=1), wish=wish, items=[text], by=people.derby)


@pytest.mark.parametrize(
    ("who", "sees"),
    [("derby", True), ("analyst", True), ("dfe", True), ("processor", True), ("bristol", False), ("supplier", False)],
)
def test_a_register_is_read_by_its_own_partners(version, people, signed_in, who, sees) -> None:
    make_alliance(SOUTH_WEST, "South West", {BRISTOL: "Bristol"})
    browser = signed_in(getattr(people, who))
    one = item("referrals").reference
    dataset = Dataset.objects.get(number=1).reference
    for page in (PAGE, f"{PAGE}requests/", f"{PAGE}onward/", f"{PAGE}instructions/", f"{PAGE}table.csv",
                 f"/registers/items/{one}/", f"/registers/datasets/{dataset}/"):  # fmt: skip
        assert (browser.get(page).status_code == 200) == sees, page


def test_the_title_says_how_much_may_be_collected(version, people, signed_in) -> None:
    browser = signed_in(people.derby)
    assert browser.get("/registers/").headers["Location"] == PAGE
    said = words_of(browser.get(PAGE))
    assert "4 items in three datasets; 3 may be collected now" in said
    assert "neither statutory nor a contract" in said
    assert "Under review 1" in said.replace("( ", "").replace(" )", "").replace("(", "").replace(")", "")


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("", {"referrals", "ehe", "dental", "results"}),
        ("?dataset=dataset-1", {"referrals", "ehe"}),
        ("?status=under-review", {"dental"}),
        ("?audience=dfe", {"referrals", "ehe"}),
        ("?audience=partners&dataset=dataset-6", {"results"}),
        ("?audience=public", set()),
        ("?privacy=record", set()),
        ("?dataset=nonsense", {"referrals", "ehe", "dental", "results"}),
    ],
)
def test_the_address_says_which_items_are_shown(version, people, signed_in, query, shown) -> None:
    said = words_of(signed_in(people.derby).get(PAGE + query))
    titles = {"referrals": "Referrals to social care", "ehe": "Children educated at home", "dental": "Dental checks",
              "results": "Results of looked-after"}  # fmt: skip
    assert {key for key, title in titles.items() if title in said} == shown
    assert bool(shown) != ("No item fits what you chose" in said)


def test_a_register_that_was_replaced_is_not_counted_again(alliance, people, signed_in) -> None:
    old = make_register(alliance, state=VersionState.SUPERSEDED)
    new = make_version(alliance, number=2, label="2024-26", replaces=old)
    browser = signed_in(people.derby)
    assert "4 items in three datasets; 3 may be collected now" in words_of(browser.get(PAGE)), (
        "the old one is carried on"
    )
    fresh = enter_dataset(version=new, text=text_of(1, "Core again"), by=BY)
    enter(fresh, ("referrals", ItemText("Referrals", AGGREGATED), ItemStatus.ACTIVE))
    assert "1 item in one dataset; all may be collected now" in words_of(browser.get(PAGE))


def test_an_alliance_without_a_register_says_what_to_do(alliance, people, signed_in) -> None:
    said = words_of(signed_in(people.derby).get(PAGE))
    assert "There is no data register yet" in said
    assert "nothing can be collected, shown or sent" in said


def test_an_item_says_what_may_be_done_with_it_and_why_not(version, people, signed_in) -> None:
    browser = signed_in(people.derby)
    said = words_of(browser.get(f"/registers/items/{item('referrals').reference}/"))
    assert "“Referrals to social care” may be collected, shown to the partner councils and sent to DfE" in said
    assert "Asked as item 2 of the return" in said
    said = words_of(browser.get(f"/registers/items/{item('dental').reference}/"))
    assert "“Dental checks” may not be collected now" in said
    assert "it is under review, and only an active item may be collected" in said
    said = words_of(browser.get(f"/registers/items/{item('results').reference}/"))
    assert "No: it may not be sent to DfE" in said


def test_the_register_leaves_as_csv_in_which_nothing_runs(version, people, signed_in) -> None:
    six = Dataset.objects.get(number=6)
    enter(six, ("evil", ItemText("=HYPERLINK(0)", AGGREGATED, "+1", unit="@x"), ItemStatus.ACTIVE))
    response = signed_in(people.derby).get(f"{PAGE}table.csv")
    assert "data-register-east-midlands-2026-11-23.csv" in response.headers["Content-Disposition"]
    rows = list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))
    by_key = {row["key"]: row for row in rows}
    assert list(by_key) == ["referrals", "ehe", "dental", "results", "evil"]
    assert (by_key["evil"]["title"], by_key["evil"]["definition"]) == ("'=HYPERLINK(0)", "'+1")
    assert by_key["referrals"]["sent_on_to"] == "DfE"
    assert (by_key["dental"]["status"], by_key["dental"]["may_be_collected_now"]) == ("under review", "no")
    assert not [cell for row in rows for cell in row.values() if cell.startswith(("=", "+", "@", "-"))]


def test_a_request_from_asking_to_deciding(version, people, client) -> None:
    def as_person(person) -> Client:
        client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    browser = as_person(people.derby)
    typed = {
        "dataset": Dataset.objects.get(number=1).pk, "title": "Home schooling", "unit": "number",
        "definition": "Children in elective home education", "privacy": "aggregated", "partners": "all",
        "purpose": "plan",
    }  # fmt: skip
    wrong = browser.post(f"{PAGE}requests/new/", typed | {"title": ""})
    assert "Enter what it is called" in words_of(wrong)
    response = browser.post(f"{PAGE}requests/new/", typed)
    page = response.headers["Location"]
    said = words_of(browser.get(page))
    assert "“Home schooling” is asked for and waits for the analyst’s check" in said
    assert "Children educated at home Because both speak of" in said
    assert "Record the check" not in said
    assert browser.get(f"{page}check/").status_code == 403

    browser = as_person(people.analyst)
    said = words_of(browser.get(f"{page}check/"))
    assert "Yes, by “Children educated at home”" in said
    browser.post(f"{page}check/", {"covered": "no", "answer": "another count"})
    assert ItemRequest.objects.get().state == RequestState.CHECKED

    browser = as_person(people.chair)
    decision = {"agreed": "yes", "words": "yes", "minute": "minute 3", **days("decided_on", TODAY)}
    assert "Enter the day from which it is active" in words_of(browser.post(f"{page}decide/", decision))
    assert browser.post(f"{page}decide/", decision | days("active_from", TODAY)).status_code == 302
    said = words_of(browser.get(page))
    assert "“Home schooling” is agreed and in the register" in said
    assert "Active from 23 November 2026" in said
    assert statuses("home-schooling")[-1] == "active"


def test_the_analyst_may_find_that_it_is_covered(asked, people, signed_in) -> None:
    browser = signed_in(people.analyst)
    browser.post(f"/registers/requests/{asked.reference}/check/", {"covered": "ehe", "answer": "the same"})
    asked.refresh_from_db()
    assert (asked.state, asked.covered_by) == (RequestState.COVERED, item("ehe"))
    assert "is already covered by the register" in words_of(browser.get(f"/registers/requests/{asked.reference}/"))


def test_a_request_is_withdrawn_by_its_requester(asked, people, signed_in) -> None:
    browser = signed_in(people.derby)
    page = f"/registers/requests/{asked.reference}/"
    assert "Withdraw this request" in words_of(browser.get(page))
    browser.post(f"{page}withdraw/", {"reason": "not needed"})
    assert "was withdrawn" in words_of(browser.get(page))


def test_a_step_that_is_not_next_leads_back(asked, people, signed_in) -> None:
    check(request=asked, answer="no", by=people.analyst)
    page = f"/registers/requests/{asked.reference}/"
    assert signed_in(people.analyst).get(f"{page}check/").headers["Location"] == page


def test_what_the_coordinator_keeps(version, people, signed_in) -> None:
    browser = signed_in(people.coordinator)
    six, two = (Dataset.objects.get(number=number) for number in (6, 2))
    page = f"/registers/datasets/{six.reference}/"
    released = {"release": "KS4", **days("released_on", TODAY), **days("covers_to", dt.date(2026, 8, 31))}
    browser.post(f"{page}released/", released)
    said = words_of(browser.get(page))
    assert "figures up to 31 August 2026 are superseded by DfE’s release" in said
    assert "already" in words_of(browser.post(f"{page}released/", released))
    page = f"/registers/datasets/{two.reference}/"
    assert "Items under review are refused by the gate" in words_of(browser.get(page))
    settled = {"frequency": "quarterly", "retention_months": "24", "destruction_rule": "", "reason": "minute 2"}
    browser.post(f"{page}settle/", settled)
    assert "24 months" in words_of(browser.get(page))
    assert "Settled since: minute 2." in words_of(browser.get(page))
    template = {"kind": "template", "title": "Workbook", "label": "v1", **days("starts_on", TODAY)}
    browser.post(f"{page}guidance/", template | {"file": SimpleUploadedFile("book.xlsx", b"abc")})
    said = words_of(browser.get(page))
    assert "used now Workbook, v1" in said
    assert f"book.xlsx, 3 bytes, SHA-256 {hashlib.sha256(b'abc').hexdigest()}" in said
    browser.post(f"/registers/items/{item('referrals').reference}/mark/", {"newly": "yes", "reason": "page 9"})
    assert "New to the region" in words_of(browser.get(f"/registers/items/{item('referrals').reference}/"))
    decision = {"status": "active", "reason": "kept", "minute": "minute 4", **days("decided_on", TODAY)}
    page = f"/registers/items/{item('dental').reference}/"
    browser.post(f"{page}decide/", decision | days("starts_on", TODAY))
    said = words_of(browser.get(page))
    assert "“Dental checks” may be collected" in said
    assert "Rests on a decision of the directors’ group: minute 4, decided on 23 November 2026" in said


def test_a_register_is_copied_from_a_signed_document_and_compared(alliance, people, client) -> None:
    def as_person(person) -> Client:
        client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    signed = make_version(alliance)
    browser = as_person(people.coordinator)
    assert f"Enter a dataset of {signed}" in words_of(browser.get(PAGE))
    typed = {"number": "2", "title": "More", "clause": "6.4", "source": "Annex B", "privacy": "aggregated",
             "audiences": ["partners"], "fill": "own"}  # fmt: skip
    address = f"/registers/versions/{signed.reference}/enter/"
    assert "Enter at least one item" in words_of(browser.post(address, typed))
    assert "Line 2 has the title of a line before" in words_of(browser.post(address, typed | {"items": "One\nOne"}))
    assert not Dataset.objects.exists(), "nothing half entered"
    bad, good = (SimpleUploadedFile("items.csv", data, "text/csv") for data in (b"title\nA\n=B", b"title\nOne\nTwo"))
    assert "Select a CSV file" in words_of(browser.post(address, typed | {"fill": "file"}))
    assert "Line 3, title: it begins like a formula" in words_of(
        browser.post(address, typed | {"fill": "file", "file": bad})
    )
    assert not Dataset.objects.exists(), "nothing half entered"
    page = browser.post(address, typed | {"fill": "file", "file": good}).headers["Location"]
    said = words_of(browser.get(page))
    assert "2 items copied from the signed document wait until a second person has compared them" in said
    assert "Nobody compares their own" in words_of(browser.post(f"{page}compare/", {"compared": "on"}))
    browser = as_person(people.chair)
    assert "“One”, “Two”" in words_of(browser.get(f"{page}compare/"))
    browser.post(f"{page}compare/", {"compared": "on"})
    assert "2 of 2 items may be collected now" in words_of(browser.get(page))
    assert as_person(people.derby).get(address).status_code == 403


def test_sharing_further_and_instructions(version, people, signed_in) -> None:
    browser = signed_in(people.coordinator)
    told = {
        "dataset": Dataset.objects.get(number=1).pk, "asked_by": "DfE team", "audience": "government",
        "recipients": "Another department", "purpose": "planning", **days("notice_on", TODAY),
        **days("proposed_on", TODAY + dt.timedelta(days=2)),
    }  # fmt: skip
    page = browser.post(f"{PAGE}onward/new/", told).headers["Location"]
    one = OnwardRequest.objects.get()
    assert one.audience == Audience.GOVERNMENT
    said = words_of(browser.get(f"{PAGE}onward/"))
    assert "1 request to share further waits for the region’s response" in said
    assert "10 working days left" in said
    assert "before the notice has run out, on 7 December 2026" in said
    refused = browser.post(page, {"agreed": "no", "response": "no"})
    assert "Nobody decides their own request" in words_of(refused)
    browser.post(f"{PAGE}onward/rules/", {"notice_working_days": "15", "dfe_contact": "Team", "reason": "minute 1"})
    assert sharing_rules(version.agreement.alliance).notice_working_days == 15
    given = {"text": "Load", "datasets": ["dataset-1"], "processor": "BI", "given_by": "Directors, minute 2",
             **days("given_on", TODAY), **days("starts_on", TODAY)}  # fmt: skip
    browser.post(f"{PAGE}instructions/new/", given)
    assert "1 written instruction in force" in words_of(browser.get(f"{PAGE}instructions/"))
    end = f"/registers/instructions/{Instruction.objects.get().reference}/end/"
    browser.post(end, {"reason": "moved", **days("ends_on", TODAY)})
    assert Instruction.objects.get().ends_on == TODAY


def test_a_permission_to_share_further_is_withdrawn(version, people, signed_in) -> None:
    asked = Onward("DfE team", Audience.GOVERNMENT, "Another department", "planning", TODAY, TODAY)
    one = ask_onward(dataset=Dataset.objects.get(number=1), asked=asked, by=people.coordinator)
    respond_onward(request=one, agreed=True, response="Agreed for a year", minute="minute 3", by=people.chair)
    page = f"/registers/onward/{one.reference}/"
    assert "Withdraw" not in words_of(signed_in(people.derby).get(page))
    assert signed_in(people.derby).post(f"{page}withdraw/", {"reason": "x"}).headers["Location"] == page
    browser = signed_in(people.chair)
    assert "Withdraw the permission" in words_of(browser.get(page))
    assert "Enter why" in words_of(browser.post(f"{page}withdraw/", {"reason": ""}))
    browser.post(f"{page}withdraw/", {"reason": "used otherwise"})
    one.refresh_from_db()
    assert (one.state, one.response) == ("withdrawn", "Agreed for a year Withdrawn: used otherwise")
    assert "Withdraw the permission" not in words_of(browser.get(page))


def test_the_notice_is_accepted_and_leads_back(people, signed_in) -> None:
    browser = signed_in(people.derby)
    said = words_of(browser.get("/notice/?next=/registers/"))
    assert "section 171 of the Data Protection Act 2018" in said
    assert "Confirm that you have read the notice" in words_of(browser.post("/notice/", {"next": "/registers/"}))
    assert not NoticeAcceptance.objects.exists()
    response = browser.post("/notice/", {"accepted": "on", "next": "/registers/"})
    assert response.headers["Location"] == "/registers/"
    assert "You have accepted this notice" in words_of(browser.get("/notice/"))


@pytest.mark.parametrize("away", ["https://evil.example/", "//evil.example", "javascript:alert(1)", "\\\\evil", ""])
def test_the_notice_leads_nowhere_else(people, signed_in, away) -> None:
    response = signed_in(people.derby).post("/notice/", {"accepted": "on", "next": away})
    assert response.headers["Location"] == "/"
    assert safe_next(RequestFactory().get("/"), away, "/") == "/"


def test_a_guarded_view_answers_once_the_notice_is_accepted(people, monkeypatch) -> None:
    @allow(SIGNED_IN)
    @needs_notice
    def view(request) -> HttpResponse:
        return HttpResponse("unpublished")

    def ask(method: str = "get") -> HttpResponse:
        request = getattr(RequestFactory(), method)("/returns/?a=1&b=2")
        request.user, request.session = people.derby, session
        return view(request)

    session: dict[str, str] = {}
    assert ask().headers["Location"] == "/notice/?next=%2Freturns%2F%3Fa%3D1%26b%3D2"
    assert ask("post").headers["Location"] == "/notice/"
    accept_notice(person=people.derby)
    assert ask().content == b"unpublished"
    monkeypatch.setattr(notice, "EDITION", "2030-01")
    assert ask().status_code == 302, "a new edition is accepted anew"
    assert view.access_rule.audience is SIGNED_IN
