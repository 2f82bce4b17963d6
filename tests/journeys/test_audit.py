"""Journeys of the audit trail: an auditor finds who did what and why, and takes it along; others are refused."""

import csv
import io
import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.keyboard import Keyboard
from tests.journeys.newcomers import Newcomer, role_address
from tests.journeys.seen import heading, told

type Check = Callable[..., None]
type SignIn = Callable[..., Page]
type Computer = Callable[..., Page]

FORMULA = '=HYPERLINK("http://example.org","left")'


def test_an_auditor_finds_who_did_what_and_takes_it_along(
    sign_in: SignIn, another: Computer, accessible: Check
) -> None:
    cass, coordinator = Newcomer(name="Cass Audited"), sign_in("Helen Whitlock", on=another())
    cass.is_put_forward(coordinator, "Council officer", "Derby")
    coordinator.goto(role_address(coordinator, cass, "Council officer") + "end/")
    Keyboard(coordinator).type("Why?", FORMULA)
    Keyboard(coordinator).press("End this role")
    told(coordinator, "The role has ended")

    page = sign_in("Edward Finch")
    keys = Keyboard(page)
    keys.follow("Audit trail", within=page.get_by_role("region", name="Go to"))
    heading(page, "Audit trail")
    accessible(page, narrow=True)
    assert keys.round_trip() > 40
    keys.type("Who", "Helen")
    keys.choose("Action", "access: end")
    keys.choose("Place", "Derby")
    keys.press("Show")
    expect(page).to_have_url(re.compile("who=Helen&action=access.end"))
    row = page.get_by_role("row").filter(has_text="Person: Cass Audited")
    expect(row).to_contain_text("Ended the role of Council officer (Derby)")
    expect(row).to_contain_text(f"Why: {FORMULA}")
    keys.go_to(row.locator("summary")).press("Enter")
    expect(row.get_by_text("access.RoleHolding")).to_be_visible()
    accessible(page, narrow=True)

    with page.expect_download() as download:
        keys.take("Download as CSV")
    text = download.value.path().read_text(encoding="utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert {row["action"] for row in rows} == {"access.end"}
    assert f"'{FORMULA}" in {row["reason"] for row in rows}
    assert not any(cell.startswith(("=", "+", "@")) for row in rows for cell in row.values())

    # Taking it along is an entry itself.
    page.goto("/audit/?action=audit.export")
    expect(page.get_by_role("row").filter(has_text="Downloaded audit entries as CSV").first).to_contain_text("Edward")


def test_days_and_what_is_not_there(sign_in: SignIn, accessible: Check) -> None:
    page = sign_in("Edward Finch")
    page.goto("/audit/")
    keys = Keyboard(page)
    keys.type_day("From", 2, 1, 2026)
    keys.type_day("To", 1, 1, 2026)
    keys.press("Show")
    told(page, "The last day must not come before the first")
    accessible(page, narrow=True)
    keys.type_day("From", 1, 1, 2020)
    keys.press("Show")
    keys.type("Who", "nobody of this name")
    keys.press("Show")
    expect(page.get_by_role("heading", name="No entries")).to_be_visible()
    expect(page.get_by_role("link", name="Download as CSV")).to_have_count(0)
    accessible(page, narrow=True)


@pytest.mark.parametrize("name", ["Helen Whitlock", "Carol Mbeki", "Priya Nair"])
def test_others_are_refused(sign_in: SignIn, name: str, accessible: Check) -> None:
    page = sign_in(name)
    expect(page.get_by_role("link", name="Audit trail")).to_have_count(0)
    for address in ("/audit/", "/audit/entries.csv"):
        answer = page.goto(address)
        assert answer.status == 403
        heading(page, "You do not have access to this page")
    accessible(page)


def test_nobody_is_asked_to_sign_in_first(page: Page) -> None:
    page.goto("/audit/?who=Helen")
    heading(page, "Sign in")
    expect(page).to_have_url(re.compile(r"next=/audit/%3Fwho%3DHelen"))
