"""A council rates its readiness, its director signs on a phone, and the region reads the matrix: with keys alone."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, ViewportSize, expect

from tests.journeys.keyboard import Keyboard
from tests.journeys.seen import heading, told

type Check = Callable[..., None]

PHONE: ViewportSize = {"width": 375, "height": 800}
ROUND = re.compile(r"Agency rules 20\d\d")


def test_from_rating_to_the_regions_matrix(
    another: Callable[..., Page], sign_in: Callable[..., Page], accessible: Check
) -> None:
    page = sign_in("Priya Nair", on=another())
    keys = Keyboard(page)
    keys.follow(re.compile("Rate Derby’s readiness"))
    heading(page, "Derby’s readiness: 15 statements still to rate")
    accessible(page, narrow=True)
    address = page.url
    keys.press("Rate the next statement")
    keys.tick("Not applicable to us")
    keys.press("Save and go on")
    told(page, "Say why it is not applicable")
    accessible(page, narrow=True)
    keys.type("If it is not applicable, why? (optional)", "Simulated: the region agrees caps for us.")
    keys.press("Save and go on")
    heading(page, "Price caps kept")
    keys.tick("In place, checked")
    keys.type("A strength worth sharing: what could others learn? (optional)", "Simulated: a weekly list.")
    keys.press("Save and go on")
    keys.tick("Not begun")
    keys.type("Support you would like: what would help? (optional)", "Simulated: a form to write it down.")
    keys.press("Save and see all")
    heading(page, "Derby’s readiness: 12 statements still to rate")
    keys.press("Submit")
    keys.press("Submit")
    told(page, "Say why they are left out")
    accessible(page, narrow=True)
    keys.type("Why are they left out?", "Simulated: answered in spring.")
    keys.press("Submit")
    told(page, "Version 1 is submitted")
    accessible(page, narrow=True)

    phone = sign_in("Martin Ashworth", on=another(viewport=PHONE))
    fingers = Keyboard(phone)
    fingers.need(re.compile("Sign Derby’s self-assessment"))
    expect(phone.get_by_text("Departures decided by name: Not begun")).to_be_visible()
    accessible(phone)
    fingers.press("Sign this self-assessment")
    told(phone, "You have signed Derby’s self-assessment")
    accessible(phone)

    region = sign_in("Helen Whitlock", on=another())
    hands = Keyboard(region)
    hands.follow("Self-assessments", region.get_by_role("navigation", name="Main"))
    accessible(region, narrow=True)
    hands.go_to(region.get_by_role("link", name=ROUND).first).press("Enter")
    heading(region, re.compile("4 of 10 councils submitted"))
    accessible(region, narrow=True)
    hands.follow("Every council")
    expect(region.get_by_role("row", name=re.compile("Price caps kept")).get_by_role("cell").first).to_contain_text(
        "In place, checkedstrength"
    )
    accessible(region, narrow=True)
    region.goto(address)
    heading(region, "Derby’s readiness is signed")
