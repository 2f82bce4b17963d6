"""A plan and costings that wait on the desk are read, entered, looked at and let hold, each by who may. Keys alone."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.journeys import seen
from tests.journeys.keyboard import Keyboard

type Check = Callable[..., None]
type SignIn = Callable[..., Page]


def test_a_plan_is_entered_and_brought_into_force(
    sign_in: SignIn, page: Page, another: Callable[[], Page], accessible: Check
) -> None:
    sign_in("Helen Whitlock")
    keys = Keyboard(page)
    page.goto(f"{_root(page)}/documents/")
    keys.follow("east-midlands-plan-2026-27.docx")
    seen.heading(page, "1 error in east-midlands-plan-2026-27.docx")
    keys.press("Enter this plan as a draft")
    seen.heading(page, "Enter the East Midlands plan for 2026-27 as a draft")
    expect(page.get_by_text("KPI 1.2.1: “31 November 2026”")).to_be_visible()
    accessible(page, narrow=True)
    keys.press("Enter as a draft")
    seen.told(page, "Decide on the 1 error first, or say why the plan is entered with them")
    keys.type("Why do you enter it although 1 error is not decided?", "The author has been asked")
    keys.press("Enter as a draft")
    seen.heading(page, "V1: 6 KPIs, draft")
    accessible(page, narrow=True)
    keys.follow("1.2.1")
    seen.heading(page, "Settle how a date is read")
    page.go_back()
    draft = page.url
    reader = sign_in("Grace Liu", on=another())
    assert reader.goto(draft).status == 404  # type: ignore[union-attr]  # it answers
    lead = sign_in("Colin Marsh", on=another())
    hers = Keyboard(lead)
    hers.follow(re.compile("Bring East Midlands improvement plan"))
    hers.press("Bring it into force")
    accessible(lead, narrow=True)
    hers.press("Bring it into force")
    seen.told(lead, "Say who agreed to the plan, and where that is minuted")
    hers.type_day("From which day does it hold?", 2, 4, 2026)
    hers.type("Who agreed to it, and where is that minuted?", "Executive group of 2 April, item 3")
    hers.press("Bring it into force")
    seen.heading(lead, "V1: 6 KPIs, in force")
    accessible(lead)
    reader.goto(draft)
    seen.heading(reader, "V1: 6 KPIs, in force")


def test_costs_are_held_against_those_that_hold_and_confirmed_by_another(
    sign_in: SignIn, page: Page, another: Callable[[], Page], accessible: Check
) -> None:
    sign_in("Rosalind Trevena")
    keys = Keyboard(page)
    page.goto(f"{_root(page)}/documents/")
    keys.follow("costings-social-care-revised.xlsx")
    keys.follow(re.compile("£160 \\+ £240 \\+ £500"))
    keys.tick("Ask the author")
    keys.press("Save and go to the next")
    keys.press("Enter these costs as a draft")
    seen.heading(page, "Enter these costs as a draft of V2")
    accessible(page, narrow=True)
    keys.press("Enter as a draft")
    seen.heading(page, re.compile("Costs of Children’s social care: 3 changed of 14 lines"))
    expect(page.get_by_text("£4,000 less").first).to_be_visible()
    expect(page.get_by_text("the Lead or Chair DCS confirms these")).to_be_visible()
    accessible(page, narrow=True)
    draft = page.url
    lead = sign_in("Miriam Chell", on=another())
    lead.goto(draft)
    hers = Keyboard(lead)
    hers.type("Who agreed to these costs, and where is that minuted?", "Directors’ group of 9 January")
    hers.press("Confirm these costs")
    expect(lead.get_by_text("These costs hold now")).to_be_visible()
    lead.goto(f"{_root(lead)}/plan/costs/")
    expect(lead.get_by_text("£85,000").first).to_be_attached()
    assert lead.goto(draft).status == 404  # type: ignore[union-attr]  # it answers


def test_a_kpi_is_marked_as_needing_no_money(sign_in: SignIn, page: Page, accessible: Check) -> None:
    sign_in("Rosalind Trevena")
    keys = Keyboard(page)
    page.goto(f"{_root(page)}/plan/costs/")
    expect(page.get_by_text("No line pays for KPI 2.5.2")).to_be_visible()
    page.goto(f"{_root(page)}/plan/?q=2.5.2")
    page.get_by_role("link", name=re.compile(r"^2\.5\.2 ")).click()
    keys.follow("Needs no money of its own, or does after all")
    accessible(page, narrow=True)
    keys.press("Mark it")
    seen.told(page, "Say why")
    keys.type("Why does it need no money of its own?", "It is done within posts that others pay for")
    keys.press("Mark it")
    expect(page.get_by_text("It needs none of its own")).to_be_visible()
    page.goto(f"{_root(page)}/plan/costs/")
    expect(page.get_by_text("KPI 2.5.2 needs no money of its own")).to_be_visible()
    expect(page.get_by_text("No line pays for KPI 2.5.2")).to_have_count(0)


def _root(page: Page) -> str:
    return "/".join(page.url.split("/")[:3])
