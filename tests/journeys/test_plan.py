"""A journey of the plan, with keys alone: record evidence for a KPI, have it accepted, and watch the KPI turn."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

type Check = Callable[[Page], None]
type SignIn = Callable[[str], Page]

PHONE, DESK = {"width": 375, "height": 800}, {"width": 1280, "height": 900}
KPI = re.compile(r"^3\.2\.3A")


def open_kpi(page: Page) -> None:
    """From the plan, by its filter for what has no evidence, to the page of the KPI."""
    page.goto("/plan/?rag=red")
    page.get_by_role("link", name=KPI).press("Enter")
    expect(page.get_by_text("KPI 3.2.3A: ")).to_be_visible()


def test_evidence_turns_a_kpi(sign_in: SignIn, page: Page, accessible: Check) -> None:
    sign_in("Jago Trelawny")
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Plan", exact=True).press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("of 147 KPIs are red")
    expect(page.get_by_text("The year of this plan ended on 31 March 2026.")).to_be_visible()
    accessible(page)

    open_kpi(page)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Nothing is recorded; due 31 March 2026")
    page.get_by_role("button", name="Record evidence").press("Enter")
    page.set_viewport_size(PHONE)
    accessible(page)
    page.get_by_label("What is it?").press_sequentially("Survey of councils on CPP findings")
    page.get_by_label("Or a note (optional)").press_sequentially("Two councils say what they changed.")
    for council in ("Devon", "Torbay"):
        page.get_by_label(council, exact=True).press("Space")
    for label, typed in (("Day", "20"), ("Month", "March"), ("Year", "2026")):
        box = page.get_by_role("group", name="Which day does it speak for?").get_by_label(label, exact=True)
        box.press("ControlOrMeta+a")
        box.press_sequentially(typed)
    page.get_by_role("button", name="Record the evidence").press("Enter")
    expect(page.get_by_text("It counts once somebody else has accepted it.")).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_contain_text("waits for review")
    accessible(page)

    page.set_viewport_size(DESK)
    sign_in("Rosalind Trevena")
    page.goto("/plan/evidence/")
    page.get_by_role("link", name="Survey of councils on CPP findings").press("Enter")
    expect(page.get_by_text("Devon, Torbay")).to_be_visible()
    accessible(page)
    page.get_by_role("button", name="Accept it").press("Enter")
    page.get_by_role("link", name="KPI 3.2.3A").first.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("2 of 15 councils, 2 needed; evidence of 20 March 2026")
    accessible(page)
