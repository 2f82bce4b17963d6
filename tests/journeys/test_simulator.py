"""The journey of the simulator, with keys alone: from the plan to "what fails if the analyst starts later?"."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.journeys.keyboard import Keyboard
from tests.journeys.seen import heading

type Check = Callable[..., None]
type SignIn = Callable[..., Page]


def test_what_fails_if_the_analyst_starts_later(sign_in: SignIn, page: Page, accessible: Check) -> None:
    sign_in("Rosalind Trevena")
    keys = Keyboard(page)
    keys.follow("Plan", page.get_by_role("navigation", name="Main"))
    keys.follow("Simulator")
    heading(page, "If something comes later, what fails?")
    keys.type("Which KPI or measure comes later?", "5.2.66")
    keys.press("Show what fails")
    expect(page.get_by_role("alert")).to_contain_text("The plan has no KPI “5.2.66”")
    accessible(page, narrow=True)
    keys.type("Which KPI or measure comes later?", "5.2.6/1")
    keys.type("How much later? (optional)", "6")
    keys.press("Show what fails")
    heading(page, "If 5.2.6/1 comes 6 weeks later, 1 KPI misses its day: 5.2.6")
    expect(page.get_by_text("Played against the plan as it was written")).to_be_visible()
    expect(page.get_by_text("comes on 24 March 2026, 24 days late.")).to_be_visible()
    expect(page.get_by_text("Yes, if 24 days are saved on the step from 5.2.6/1 to 5.2.6/3")).to_be_visible()
    expect(page.get_by_role("img", name=re.compile("Timeline of"))).to_be_visible()
    expect(page.get_by_text("£19,650 more is then profiled before what it waits for.")).to_be_visible()
    accessible(page, narrow=True)
    shared = page.get_by_role("link", name="/plan/simulator/").get_attribute("href") or ""
    page.goto(f"{shared}&on=2026-01-15".replace("stand=plan", "stand=day"))
    expect(page.get_by_text("Played against how things stood on 15 January 2026")).to_be_visible()
    expect(page.get_by_text("were done and move no more")).to_be_visible()
    accessible(page, narrow=True)
    keys.follow("Dependencies")
    heading(page, "39 links: 7 out of order, 13 with no time between")
    accessible(page)
    keys.follow("Appendices")
    expect(page.get_by_role("heading", name="Appendix I, grant costings SEND")).to_be_visible()
    accessible(page)
