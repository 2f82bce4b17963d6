"""Journeys of access: an invitation to the first sign-in with a passkey, reviewing access, reading the audit trail."""

import re
import uuid
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Demo

type Check = Callable[[Page], None]
type SignIn = Callable[[str], Page]


@pytest.fixture
def passkeys(page: Page) -> Iterator[None]:
    """A computer that keeps passkeys and opens them by a finger that always fits."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
        "isUserVerified": True, "automaticPresenceSimulation": True,
    }  # fmt: skip
    session.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    yield
    session.send("WebAuthn.disable")


def invite(page: Page, address: str, accessible: Check) -> None:
    page.get_by_role("navigation", name="Main").get_by_role("link", name="People").press("Enter")
    accessible(page)
    page.get_by_role("button", name="Invite someone").press("Enter")
    accessible(page)
    page.get_by_label("Name", exact=True).fill("Journey Person")
    page.get_by_label("E-mail address").fill(address)
    page.get_by_label("Role").select_option(label="Council officer")
    page.get_by_label("Place").select_option(label="Derby")
    page.get_by_label("What is the access for?").fill("Tries the journey")
    page.get_by_role("button", name="Propose").press("Enter")
    expect(page.get_by_text("the invitation is on its way")).to_be_visible()
    accessible(page)


@pytest.mark.usefixtures("passkeys")
def test_from_invitation_to_signing_in_with_a_passkey(
    sign_in: SignIn, page: Page, demo: Demo, accessible: Check
) -> None:
    address = f"journey-{uuid.uuid4().hex[:8]}@example.org"
    invite(sign_in("Helen Whitlock"), address, accessible)
    page.get_by_role("button", name="Sign out").press("Enter")

    page.goto(demo.newest_link("/join/"))
    expect(page).to_have_url(re.compile("/join/$"))
    expect(page.get_by_text("Helen Whitlock (simulated) invites")).to_be_visible()
    accessible(page)
    page.get_by_label("Choose a password").fill("short")
    page.get_by_role("button", name="Join", exact=True).press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("at least 12 characters")
    accessible(page)
    page.get_by_label("Choose a password").fill("three plain words")
    page.get_by_role("button", name="Join", exact=True).press("Enter")

    expect(page.get_by_role("heading", name="Set up a second step")).to_be_visible()
    accessible(page)
    page.get_by_role("button", name="Add a passkey").press("Enter")
    accessible(page)
    page.get_by_label("Name of this passkey").fill("work laptop")
    page.get_by_label("Let me sign in with this passkey alone").check()
    page.get_by_role("button", name="Add this passkey").press("Enter")
    expect(page.get_by_role("heading", name="Your recovery codes")).to_be_visible()
    assert page.locator(".access-codes li").count() == 10
    accessible(page)
    page.goto("/account/second-step/passkeys/")
    expect(page.get_by_role("heading", name="work laptop")).to_be_visible()
    accessible(page)
    page.get_by_role("button", name="Sign out").press("Enter")

    expect(page.get_by_role("heading", name="Sign in", exact=True)).to_be_visible()
    accessible(page)
    page.get_by_role("button", name="Sign in with a passkey").press("Enter")
    page.wait_for_url(lambda url: "/sign-in/" not in url)
    page.goto("/account/")
    expect(page.get_by_text(address)).to_be_visible()
    expect(page.get_by_text("Passkeys", exact=True)).to_be_visible()
    accessible(page)


@pytest.mark.usefixtures("passkeys")
def test_a_password_then_takes_the_passkey_as_second_step(
    sign_in: SignIn, page: Page, demo: Demo, accessible: Check
) -> None:
    address = f"journey-{uuid.uuid4().hex[:8]}@example.org"
    invite(sign_in("Helen Whitlock"), address, accessible)
    page.get_by_role("button", name="Sign out").press("Enter")
    page.goto(demo.newest_link("/join/"))
    page.get_by_label("Choose a password").fill("three plain words")
    page.get_by_role("button", name="Join", exact=True).press("Enter")
    page.get_by_role("button", name="Add a passkey").press("Enter")
    page.get_by_role("button", name="Add this passkey").press("Enter")
    expect(page.get_by_role("heading", name="Your recovery codes")).to_be_visible()
    page.get_by_role("button", name="Sign out").press("Enter")

    page.get_by_label("E-mail address").fill(address)
    page.get_by_label("Password", exact=True).fill("three plain words")
    page.get_by_role("button", name="Sign in", exact=True).press("Enter")
    expect(page.get_by_role("heading", name="Your second step")).to_be_visible()
    accessible(page)
    page.get_by_role("button", name="Use a passkey").press("Enter")
    page.wait_for_url(lambda url: "/sign-in/" not in url)
    page.goto("/account/")
    expect(page.get_by_text(address)).to_be_visible()


def test_a_coordinator_sees_what_access_needs_them(sign_in: SignIn, accessible: Check) -> None:
    page = sign_in("Helen Whitlock")
    page.goto("/people/leads/")
    accessible(page)
    page.goto("/people/")
    for link in ("waiting for approval", "to review"):
        page.get_by_role("link", name=re.compile(link)).press("Enter")
        accessible(page)
        page.get_by_role("link", name="People and roles").press("Enter")
    page.get_by_role("link", name="Lena Kowalski (simulated)").press("Enter")
    accessible(page)
    page.get_by_role("link", name=re.compile("Show")).first.press("Enter")
    expect(page.get_by_role("button", name="Approve")).to_be_visible()
    accessible(page)
    page.get_by_role("button", name="Decline").press("Enter")
    accessible(page)
    page.get_by_role("button", name="Decline").press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("There is a problem")
    accessible(page)


def test_an_auditor_finds_who_did_what(sign_in: SignIn, accessible: Check) -> None:
    page = sign_in("Edward Finch")
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Audit trail").press("Enter")
    accessible(page)
    page.get_by_label("What (words or a reference)").fill("Lead member")
    page.get_by_role("button", name="Show").press("Enter")
    expect(page.get_by_role("cell", name=re.compile("Gave the simulated role of Lead member")).first).to_be_visible()
    page.get_by_text("Details").first.click()
    expect(page.get_by_text("access.approve").first).to_be_visible()
    accessible(page)
    with page.expect_download() as download:
        page.get_by_role("link", name="Download as CSV").click()
    assert "Lead member" in download.value.path().read_text(encoding="utf-8-sig")


@pytest.mark.parametrize("width", [1280, 375])
def test_every_page_of_ones_account(sign_in: SignIn, accessible: Check, width: int) -> None:
    page = sign_in("Grace Liu")
    page.set_viewport_size({"width": width, "height": 800})
    for address in ("", "name/", "second-step/", "second-step/why/", "second-step/app/", "second-step/passkeys/",
                    "second-step/passkeys/add/", "second-step/codes/new/", "password/set/", "sessions/",
                    "api-keys/"):  # fmt: skip
        page.goto(f"/account/{address}")
        accessible(page)
    page.goto("/people/roles/")
    accessible(page)


@pytest.mark.parametrize("width", [1280, 375])
def test_every_page_before_signing_in(page: Page, accessible: Check, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    for address in ("", "demo/", "password/", "password/sent/", "password/changed/", "password/1-x/", "closed/", "new/",
                    "organisation/stopped/", "organisation/problem/"):  # fmt: skip
        page.goto(f"/sign-in/{address}")
        accessible(page)
    page.goto("/join/no-such-link/")
    accessible(page)
