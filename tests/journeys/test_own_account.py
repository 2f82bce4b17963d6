"""Journeys of one's own account: name, sessions, API keys and what they open."""

import json
import urllib.error
import urllib.request
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Demo
from tests.journeys.keyboard import Keyboard
from tests.journeys.newcomers import Newcomer
from tests.journeys.seen import heading, told

type Check = Callable[..., None]
type SignIn = Callable[..., Page]
type Computer = Callable[..., Page]

FIGURE = "/api/v1/figures/value?indicator=referrals&place=831&period=YE2025-03"


@pytest.fixture
def reader(page: Page, sign_in: SignIn, another: Computer, demo: Demo) -> Newcomer:
    """Somebody who joined on `page` with a role that sees published figures only."""
    person = Newcomer(name="Rae Reader")
    person.is_put_forward(sign_in("Helen Whitlock", on=another()), "Analyst (laptop or API)", "Derby")
    person.joins(page, demo)
    return person


def call(demo: Demo, address: str, key: str) -> tuple[int, dict[str, object]]:
    """What the programming interface answers to a program with a key."""
    request = urllib.request.Request(demo.url + address, headers={"Authorization": f"Bearer {key}"})
    try:
        with urllib.request.urlopen(request, timeout=10) as response:
            return response.status, json.load(response)
    except urllib.error.HTTPError as error:
        return error.code, json.load(error)


def test_an_api_key_is_shown_once_opens_the_figures_and_is_stopped(
    reader: Newcomer, page: Page, demo: Demo, accessible: Check
) -> None:
    page.goto("/account/api-keys/")
    accessible(page, narrow=True)
    keys = Keyboard(page)
    keys.press("Make a key")
    told(page, "Say what the key is for")
    accessible(page, narrow=True)
    keys.type("What is the key for?", "Quarterly report in R")
    keys.tick("30 days")
    keys.press("Make a key")
    told(page, "Copy it now: it is shown this once")
    key = page.locator(".access-key").inner_text()
    accessible(page, narrow=True)

    status, answer = call(demo, FIGURE, key)
    assert (status, answer["place"], answer["period"]) == (200, "831", "YE2025-03")
    assert round(answer["rate"], 1) == 572.7
    page.goto("/account/api-keys/")
    assert key not in page.content()
    expect(page.get_by_text("Works", exact=True)).to_be_visible()
    expect(page.get_by_text("Not yet")).to_have_count(0)  # the call was noted

    keys.press("Revoke Quarterly report in R")
    told(page, "no longer works")
    expect(page.get_by_text("Revoked", exact=True)).to_be_visible()
    accessible(page)
    for refused in (key, "", "riia_made_up"):
        status, answer = call(demo, FIGURE, refused)
        assert status == 401
        assert "Keys are made on the account page" in answer["detail"]


def test_a_key_without_a_right_is_not_made(sign_in: SignIn, accessible: Check) -> None:
    page = sign_in("Beatrix Holm")
    page.goto("/account/")
    expect(page.get_by_role("link", name="Manage API keys")).to_have_count(0)
    assert page.goto("/account/api-keys/").status == 403
    accessible(page)


def test_a_session_elsewhere_is_ended(reader: Newcomer, page: Page, another: Computer, accessible: Check) -> None:
    elsewhere = another(user_agent="A tablet left on a train")
    reader.gives_password(elsewhere)
    elsewhere.goto("/account/")
    heading(elsewhere, "Your account")

    page.goto("/account/")
    keys = Keyboard(page)
    keys.follow("Show sessions")
    expect(page.get_by_role("heading", name="Another session")).to_have_count(1)
    expect(page.get_by_text("A tablet left on a train")).to_be_visible()
    accessible(page, narrow=True)
    keys.press("Sign out of the other sessions")
    expect(page.get_by_role("heading", name="Another session")).to_have_count(0)
    expect(page.get_by_role("heading", name="This session")).to_be_visible()
    accessible(page)
    elsewhere.goto("/account/")
    heading(elsewhere, "Sign in")


def test_a_name_is_changed(reader: Newcomer, page: Page, accessible: Check) -> None:
    page.goto("/account/")
    accessible(page, narrow=True)
    keys = Keyboard(page)
    keys.follow("Change name")
    accessible(page, narrow=True)
    keys.type("Your name", "")
    keys.press("Save and continue")
    told(page, "Enter your name")
    accessible(page)
    name = "Rae Featherstonehaugh-Cholmondeley-Llewellyn of the Department for Children, Families and Lifelong Learning"
    keys.type("Your name", name)
    keys.press("Save and continue")
    told(page, "Your name is changed")
    expect(page.locator("header")).to_contain_text(name)
    accessible(page, narrow=True)


def test_every_page_of_ones_account(sign_in: SignIn, accessible: Check) -> None:
    page = sign_in("Grace Liu")
    for address in ("", "second-step/", "second-step/why/", "second-step/app/", "second-step/passkeys/",
                    "second-step/passkeys/add/", "password/set/"):  # fmt: skip
        page.goto(f"/account/{address}")
        accessible(page, narrow=True)
