"""Journeys with a passkey: set up, signed in with it alone, as second step after a password, cancelled, removed."""

from collections.abc import Callable

import pytest
from playwright.sync_api import CDPSession, Page, expect

from tests.journeys.conftest import Demo
from tests.journeys.keyboard import Keyboard
from tests.journeys.newcomers import Newcomer
from tests.journeys.seen import HOME, heading, told

type Check = Callable[..., None]
type SignIn = Callable[..., Page]
type Computer = Callable[..., Page]


class Finger:
    """A computer that keeps passkeys and opens them by finger; `fits` says whether the finger is the right one."""

    def __init__(self, session: CDPSession) -> None:
        options = {
            "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
            "isUserVerified": True, "automaticPresenceSimulation": True,
        }  # fmt: skip
        session.send("WebAuthn.enable")
        self.session = session
        self.key = session.send("WebAuthn.addVirtualAuthenticator", {"options": options})["authenticatorId"]

    def fits(self, yes: bool) -> None:
        self.session.send("WebAuthn.setUserVerified", {"authenticatorId": self.key, "isUserVerified": yes})


@pytest.fixture
def finger(page: Page) -> Finger:
    return Finger(page.context.new_cdp_session(page))


@pytest.fixture
def pat(page: Page, finger: Finger, sign_in: SignIn, another: Computer, demo: Demo) -> Newcomer:
    """Somebody who has just joined and is asked for a second step."""
    person = Newcomer(name="Pat Passkey")
    person.is_put_forward(sign_in("Helen Whitlock", on=another()), "Regional analyst", "East Midlands")
    person.joins(page, demo)
    heading(page, "Set up a second step")
    return person


def test_a_passkey_alone_signs_in(pat: Newcomer, page: Page, finger: Finger, accessible: Check) -> None:
    keys = Keyboard(page)
    keys.press("Add a passkey")
    accessible(page, narrow=True)
    keys.type("Name of this passkey", "work laptop")
    keys.tick("Let me sign in with this passkey alone, without a password")
    keys.press("Add this passkey")
    heading(page, "Your recovery codes")
    accessible(page)
    page.goto("/account/second-step/passkeys/")
    expect(page.get_by_role("heading", name="work laptop")).to_be_visible()
    accessible(page, narrow=True)

    keys.press("Sign out")
    heading(page, "Sign in")
    finger.fits(False)
    keys.press("Sign in with a passkey")
    told(page, "The passkey was not used")
    accessible(page, narrow=True)
    finger.fits(True)
    keys.press("Sign in with a passkey")
    heading(page, HOME)
    page.goto("/account/")
    expect(page.get_by_text(pat.email)).to_be_visible()
    expect(page.get_by_text("Passkeys", exact=True)).to_be_visible()

    # It is the only second step, and the role needs one.
    page.goto("/account/second-step/passkeys/")
    keys.follow("Rename (work laptop)")
    accessible(page)
    keys.type("Name of this passkey", "desk at home")
    keys.press("Save")
    page.goto("/account/second-step/passkeys/")
    keys.follow("Remove (desk at home)")
    accessible(page)
    keys.press("Remove")
    expect(page.get_by_text("This is your only second step, and your roles need one")).to_be_visible()
    expect(page.get_by_role("heading", name="desk at home")).to_be_visible()
    accessible(page)


def test_a_passkey_as_second_step_after_a_password(pat: Newcomer, page: Page, accessible: Check) -> None:
    keys = Keyboard(page)
    keys.press("Add a passkey")
    keys.press("Add this passkey")
    heading(page, "Your recovery codes")
    keys.press("Sign out")
    pat.gives_password(page)
    heading(page, "Your second step")
    accessible(page, narrow=True)
    keys.press("Use a passkey")
    heading(page, HOME)


def test_an_app_added_beside_lets_the_passkey_go(pat: Newcomer, page: Page) -> None:
    keys = Keyboard(page)
    keys.press("Add a passkey")
    keys.type("Name of this passkey", "old laptop")
    keys.press("Add this passkey")
    heading(page, "Your recovery codes")
    pat.sets_up_app(page)
    page.goto("/account/second-step/passkeys/")
    keys.follow("Remove (old laptop)")
    keys.press("Remove")
    told(page, "The passkey is removed")
    expect(page.get_by_text("You have none.")).to_be_visible()
