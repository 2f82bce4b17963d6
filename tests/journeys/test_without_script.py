"""Journeys in a browser that runs no script: everything but passkeys works."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Demo
from tests.journeys.keyboard import Keyboard
from tests.journeys.newcomers import Newcomer
from tests.journeys.seen import HOME, heading, told

type SignIn = Callable[..., Page]
type Computer = Callable[..., Page]


@pytest.fixture
def plain(another: Computer) -> Page:
    """A page in a browser whose scripts are switched off."""
    page = another(java_script_enabled=False)
    page.goto("/sign-in/demo/")
    expect(page.locator("body.js-enabled")).to_have_count(0)
    return page


def test_invited_joined_and_signed_in(plain: Page, sign_in: SignIn, demo: Demo) -> None:
    jo = Newcomer(name="Jo Plain")
    sign_in("Helen Whitlock", on=plain)
    jo.is_put_forward(plain, "Council officer", "Derby")
    keys = Keyboard(plain)
    keys.press("Sign out")
    heading(plain, "Sign in")
    jo.joins(plain, demo)
    heading(plain, "Set up a second step")
    keys.press("Add a passkey")
    expect(plain.get_by_text("This browser cannot use passkeys")).to_be_visible()
    expect(plain.get_by_role("button", name="Add this passkey")).to_have_count(0)
    keys.follow("use an authenticator app")
    heading(plain, "Set up an authenticator app")
    assert len(jo.sets_up_app(plain)) == 10
    keys.press("Sign out")
    expect(plain.get_by_role("button", name="Sign in with a passkey")).to_have_count(0)
    jo.gives_password(plain)
    keys.type("Code", jo.app.wrong())
    keys.press("Sign in")
    told(plain, "That code is not right")
    keys.type("Code", jo.app.fresh())
    keys.press("Sign in")
    heading(plain, HOME)


def test_people_are_narrowed_and_an_entry_opened(plain: Page, sign_in: SignIn) -> None:
    sign_in("Edward Finch", on=plain)
    plain.goto("/people/")
    keys = Keyboard(plain)
    keys.type("Name or e-mail address", "Whitlock")
    keys.press("Show")
    expect(plain.get_by_role("status")).to_have_text("1 person")
    plain.goto("/audit/?who=Helen")
    row = plain.get_by_role("row").filter(has_text="Signed in").first
    keys.go_to(row.locator("summary")).press("Enter")
    expect(row.get_by_text("access.sign_in")).to_be_visible()
    expect(plain.get_by_role("link", name=re.compile("CSV"))).to_be_visible()
