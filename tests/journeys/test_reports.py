"""A journey of reports, with keys alone: prepare, freeze and send the quarterly report; read it and confirm receipt."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

type Check = Callable[[Page], None]
type SignIn = Callable[[str], Page]

PHONE, DESK = {"width": 375, "height": 800}, {"width": 1280, "height": 900}
REPORT = re.compile(r"Quarterly report to DfE and LGA, January to March 2026")


def test_the_quarterly_report_is_sent_in_three_steps_and_receipted_in_one(
    sign_in: SignIn, page: Page, accessible: Check
) -> None:
    sign_in("Rosalind Trevena")
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Reports", exact=True).press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("to prepare")
    accessible(page)
    page.get_by_role("link", name=re.compile(f"Prepare: {REPORT.pattern}")).press("Enter")
    expect(page.get_by_role("heading", name="Before you send it")).to_be_visible()
    expect(page.get_by_role("checkbox", name=re.compile("Imogen Hart"))).to_be_checked()
    accessible(page)
    title = page.locator(".govuk-body-l").inner_text()
    assert re.search(r"\d+ of 147 KPIs met", title)
    page.get_by_role("button", name="Freeze and send").press("Enter")
    expect(page.get_by_text("Frozen and sent to Department for Education")).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    expect(page.get_by_role("region", name="Whom it went to").first).to_contain_text("not yet")
    address = page.url

    for name in ("Imogen Hart", "Graham Tully"):
        sign_in(name)
        page.get_by_role("link", name=re.compile(f"Confirm receipt: {REPORT.pattern}")).press("Enter")
        page.set_viewport_size(PHONE)
        expect(page.get_by_role("heading", level=1)).to_have_text(title)
        expect(page.get_by_role("heading", name="The quarter in five numbers")).to_be_visible()
        expect(page.get_by_text("Confirm receipt: one button on the page of this report.")).to_be_visible()
        expect(page.get_by_text("Names of persons are left out of this version.")).to_be_visible()
        page.get_by_role("button", name="Confirm receipt").press("Enter")
        expect(page.get_by_text("Receipt is confirmed.")).to_be_visible()
        page.set_viewport_size(DESK)
    accessible(page)

    sign_in("Rosalind Trevena")
    page.goto(address)
    expect(page.get_by_text("receipt confirmed", exact=True)).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("link", name="PDF", exact=True).press("Enter")
    assert download.value.suggested_filename.endswith("version-1-dfe.pdf")


def test_what_is_due_is_had_in_a_calendar_of_one_s_own(sign_in: SignIn, page: Page, accessible: Check) -> None:
    sign_in("Anthony Cole")
    page.get_by_role("region", name="Go to").get_by_role("link", name="Calendar").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Calendar: ")
    page.set_viewport_size(PHONE)
    accessible(page)
    page.get_by_role("link", name="Have it in your own calendar").press("Enter")
    page.get_by_label("What do you call it?").press_sequentially("Board")
    page.get_by_label("Only what is due to South West RIIA Board").press("Space")
    page.get_by_role("button", name="Make an address").press("Enter")
    address = page.locator(".reporting-address").inner_text()
    accessible(page)
    fetched = page.request.get(address)
    assert fetched.ok
    assert "BEGIN:VCALENDAR" in fetched.text()
    assert "Board pack" in fetched.text()
    page.get_by_role("button", name="Stop Board").press("Enter")
    expect(page.get_by_text("does not work any more")).to_be_visible()
    assert page.request.get(address).status == 404
