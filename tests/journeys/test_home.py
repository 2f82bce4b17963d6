"""Journeys that begin at home: for everybody what needs them, dated and one press away, or that nothing does."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from riia.alliance.access.personas import PERSONAS
from tests.journeys.keyboard import Keyboard
from tests.journeys.newcomers import Newcomer, role_address
from tests.journeys.seen import HOME, heading, told

type Check = Callable[..., None]
type SignIn = Callable[..., Page]
type Computer = Callable[..., Page]


@pytest.mark.parametrize("name", [persona.name for persona in PERSONAS])
def test_home_of_each_simulated_person(sign_in: SignIn, name: str, accessible: Check) -> None:
    page = sign_in(name)
    heading(page, HOME)
    accessible(page, narrow=True)
    needs = page.locator(".kit-todo__link")
    title = page.get_by_role("heading", level=1).inner_text()
    words = {0: "Nothing needs you now", 1: "One thing needs you now"}
    assert title == words.get(needs.count(), f"{needs.count()} things need you now")
    assert page.locator(".kit-todo__link:visible").count() <= 7
    for address in [link.get_attribute("href") for link in needs.all()]:
        assert page.goto(address).status == 200
        assert "This cannot be done" not in page.content()
    page.goto("/")
    for link in page.get_by_role("navigation", name="Main").get_by_role("link").all():
        assert page.request.get(link.get_attribute("href")).status == 200


def waiting(page: Page) -> int:
    """How many roles home says wait for approval."""
    page.goto("/")
    text = page.get_by_role("link", name=re.compile(r"roles? to approve"))
    return int(text.inner_text().split()[0]) if text.count() else 0


def test_what_needs_somebody_comes_and_goes(sign_in: SignIn, another: Computer) -> None:
    cass, director, coordinator = Newcomer(name="Cass"), sign_in("Martin Ashworth"), another()
    sign_in("Helen Whitlock", on=coordinator)
    before = waiting(coordinator)
    cass.is_put_forward(director, "Council officer", "Derby")
    assert waiting(coordinator) == before + 1
    coordinator.goto(role_address(coordinator, cass, "Council officer"))
    keys = Keyboard(coordinator)
    keys.press("Approve")
    keys.press("Approve")
    told(coordinator, "The role is approved")
    assert waiting(coordinator) == before


def test_home_prints_without_its_furniture(sign_in: SignIn) -> None:
    page = sign_in("Helen Whitlock")
    page.emulate_media(media="print")
    for furniture in (".govuk-service-navigation", ".govuk-skip-link", ".kit-header__account", ".govuk-phase-banner"):
        expect(page.locator(furniture)).to_be_hidden()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    page.goto("/people/")
    expect(page.get_by_role("button", name="Invite someone or propose a role")).to_be_hidden()
    expect(page.get_by_role("table")).to_be_visible()
    assert page.pdf(format="A4").startswith(b"%PDF")
