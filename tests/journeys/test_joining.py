"""Journeys of joining: invited by e-mail, a password, an authenticator app, recovery codes; links that do not work."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.journeys.conftest import Demo
from tests.journeys.keyboard import Keyboard
from tests.journeys.newcomers import Newcomer, role_address
from tests.journeys.seen import HOME, heading, told

type Check = Callable[..., None]
type SignIn = Callable[..., Page]
type Computer = Callable[..., Page]


def test_from_invitation_to_home_with_an_authenticator_app(
    sign_in: SignIn, another: Computer, demo: Demo, accessible: Check
) -> None:
    jo, page = Newcomer(), another()
    coordinator = sign_in("Helen Whitlock")
    jo.is_put_forward(coordinator, "Council performance lead", "Derby")
    told(coordinator, "the invitation is on its way")
    heading(coordinator, jo.name)
    accessible(coordinator, narrow=True)

    keys = Keyboard(page)
    page.goto(demo.newest_link("/join/", to=jo.email))
    expect(page).to_have_url(re.compile("/join/$"))  # the secret has left the address
    expect(page.get_by_text("Council performance lead (Derby), until")).to_be_visible()
    accessible(page, narrow=True)
    assert keys.round_trip() >= 5
    keys.type("Choose a password", jo.password)
    keys.press("Join")

    heading(page, "Set up a second step")
    accessible(page, narrow=True)
    page.goto("/")
    heading(page, "Set up a second step")  # nothing else opens before it is set up
    keys.press("Set up an authenticator app")
    expect(page.get_by_alt_text("The same key as below")).to_be_visible()
    accessible(page, narrow=True)
    codes = jo.sets_up_app(page)
    assert len(set(codes)) == 10
    accessible(page, narrow=True)
    keys.follow("Go to the home page")
    heading(page, HOME)
    accessible(page)

    keys.press("Sign out")
    jo.gives_password(page)
    heading(page, "Your second step")
    expect(page.get_by_role("button", name="Use a passkey")).to_have_count(0)
    accessible(page, narrow=True)
    keys.type("Code", jo.app.wrong())
    keys.press("Sign in")
    told(page, "That code is not right")
    accessible(page, narrow=True)
    keys.type("Code", jo.app.fresh())
    keys.press("Sign in")
    heading(page, HOME)

    # A recovery code lets in once.
    keys.press("Sign out")
    jo.gives_password(page)
    keys.type("Code", codes[0])
    keys.press("Sign in")
    heading(page, HOME)
    keys.press("Sign out")
    jo.gives_password(page)
    keys.type("Code", codes[0])
    keys.press("Sign in")
    told(page, "That code is not right")


def test_the_last_second_step_stays(sign_in: SignIn, another: Computer, demo: Demo, accessible: Check) -> None:
    jo, page = Newcomer(), another()
    jo.is_put_forward(sign_in("Helen Whitlock"), "Council officer", "Derby")
    jo.joins(page, demo)
    jo.sets_up_app(page)
    page.goto("/account/second-step/")
    accessible(page, narrow=True)
    keys = Keyboard(page)
    keys.follow("Remove authenticator app")
    accessible(page)
    keys.press("Remove")
    told(page, "your roles need one")
    accessible(page)
    page.goto("/account/second-step/codes/")
    expect(page.get_by_text("10 of 10 are left")).to_be_visible()
    accessible(page)
    keys.press("Make new codes")
    accessible(page)
    keys.press("Make new codes")
    expect(page.locator(".access-codes li")).to_have_count(10)


def test_passwords_that_are_easy_to_guess_are_refused(
    sign_in: SignIn, another: Computer, demo: Demo, accessible: Check
) -> None:
    jo, page = Newcomer(name="Maximiliana Longname"), another()
    jo.is_put_forward(sign_in("Helen Whitlock"), "Council officer", "Derby")
    page.goto(demo.newest_link("/join/", to=jo.email))
    keys = Keyboard(page)
    for password, words in (
        ("", "Enter"),
        ("too short", "at least 12 characters"),
        ("password1234", "This password is too common"),
        ("927461038826", "entirely numeric"),
        ("maximiliana longname", "too similar to the name"),
    ):
        keys.type("Choose a password", password)
        keys.press("Join")
        told(page, words)
        expect(page).to_have_title(re.compile("^Error: "))
    accessible(page, narrow=True)
    page.get_by_role("alert").get_by_role("link").press("Enter")
    expect(page.get_by_label("Choose a password")).to_be_focused()


def test_a_link_works_once_for_a_week_and_not_after_a_newer_one(
    sign_in: SignIn, another: Computer, demo: Demo, accessible: Check
) -> None:
    jo, coordinator, page = Newcomer(), sign_in("Helen Whitlock"), another()
    jo.is_put_forward(coordinator, "Analyst (laptop or API)", "Leicester")
    first = demo.newest_link("/join/", to=jo.email)
    demo.days_pass(8, "access_invitation", "expires_at", "person_id = (SELECT id FROM access_person WHERE email = ?)",
                   jo.email)  # fmt: skip
    page.goto(first)
    heading(page, "This invitation does not work")
    accessible(page, narrow=True)

    coordinator.reload()
    expect(coordinator.get_by_text("Invitation expired")).to_be_visible()
    Keyboard(coordinator).press("Send the invitation again")
    told(coordinator, "Earlier links no longer work")
    page.goto(first)
    heading(page, "This invitation does not work")
    second = demo.newest_link("/join/", to=jo.email)
    assert second != first
    jo.joins(page, demo)
    expect(page.get_by_text(jo.name)).to_be_visible()
    stranger = another()
    stranger.goto(second)
    heading(stranger, "This invitation does not work")
    stranger.goto("/join/no-such-link/")
    heading(stranger, "This invitation does not work")


def test_an_invitation_is_taken_back(sign_in: SignIn, another: Computer, demo: Demo, accessible: Check) -> None:
    jo, page = Newcomer(), sign_in("Helen Whitlock")
    jo.is_put_forward(page, "Council officer", "Rutland")
    keys = Keyboard(page)
    keys.follow("Take the invitation back")
    expect(page).to_have_title(re.compile("^Take back an invitation"))
    accessible(page, narrow=True)
    keys.press("Take it back")
    told(page, "Say why")
    accessible(page, narrow=True)
    keys.type("Why?", "Moved to another council")
    keys.press("Take it back")
    told(page, "The invitation is taken back")
    expect(page.get_by_role("button", name="Send the invitation again")).to_have_count(0)
    accessible(page)
    invited = another()
    invited.goto(demo.newest_link("/join/", to=jo.email))
    heading(invited, "This invitation does not work")


def test_an_account_that_is_closed_is_closed_at_once(sign_in: SignIn, another: Computer, demo: Demo) -> None:
    jo, page, coordinator = Newcomer(), another(), sign_in("Helen Whitlock")
    jo.is_put_forward(coordinator, "Analyst (laptop or API)", "Derby")
    jo.joins(page, demo)
    page.goto("/account/")
    heading(page, "Your account")
    keys = Keyboard(coordinator)
    coordinator.goto(role_address(coordinator, jo, "Analyst (laptop or API)"))
    keys.follow("Back")
    keys.follow("Close this account")
    keys.type("Why?", "Left the council")
    keys.press("Close this account")
    told(coordinator, "The account is closed")
    page.goto("/account/")
    heading(page, "Sign in")
    jo.gives_password(page)
    heading(page, "This account is closed")
