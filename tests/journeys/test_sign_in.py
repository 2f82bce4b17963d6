"""Journeys of signing in: as a simulated person, locked out after wrong passwords, with a new password by e-mail."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Demo
from tests.journeys.keyboard import Keyboard
from tests.journeys.newcomers import Newcomer
from tests.journeys.seen import HOME, heading, told

type Check = Callable[..., None]
type SignIn = Callable[..., Page]
type Computer = Callable[..., Page]

WRONG = "The address and password do not match, or there is no such account"


@pytest.fixture
def reader(sign_in: SignIn, another: Computer, demo: Demo) -> Newcomer:
    """Somebody who joined with a role that sees published figures only, so without a second step."""
    person = Newcomer(name="Rae Reader")
    person.is_put_forward(sign_in("Helen Whitlock", on=another()), "Analyst (laptop or API)", "Derby")
    person.joins(another(), demo)
    return person


def test_one_press_signs_in_as_a_simulated_person_and_one_signs_out(page: Page, accessible: Check) -> None:
    page.goto("/")
    accessible(page, narrow=True)
    keys = Keyboard(page)
    keys.press("Look around as a simulated person")
    heading(page, "Sign in as a simulated person")
    accessible(page, narrow=True)
    assert keys.round_trip() > 15
    keys.press(re.compile("Priya Nair"))
    heading(page, HOME)
    expect(page.get_by_text("Priya Nair (simulated)")).to_be_visible()
    accessible(page, narrow=True)

    keys.press("Sign out")
    told(page, "You are signed out")
    accessible(page, narrow=True)
    page.goto("/account/")
    expect(page).to_have_url(re.compile(r"/sign-in/\?next=/account/"))


def test_signing_in_leads_back_to_the_page_one_wanted(reader: Newcomer, page: Page) -> None:
    page.goto("/account/sessions/")
    keys = Keyboard(page)
    keys.type("E-mail address", reader.email.upper())
    keys.type("Password", reader.password)
    page.keyboard.press("Enter")
    heading(page, "Where you are signed in")


def test_the_first_things_on_a_page_are_its_skip_link_and_its_header(page: Page) -> None:
    page.goto("/sign-in/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to main content")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Choose a simulated person")).to_be_focused()


def test_wrong_passwords_lock_an_address_whether_or_not_it_is_known(
    reader: Newcomer, another: Computer, demo: Demo, accessible: Check
) -> None:
    answers = [answers_to(another(), address, accessible) for address in (reader.email, f"no-{reader.email}")]
    assert answers[0] == answers[1]
    assert all(WRONG in answer for answer in answers[0][:4])
    assert "Sign-in is locked for 15 minutes" in answers[0][4]

    page = another()
    reader.gives_password(page)
    heading(page, "Sign-in is locked for 15 minutes")
    demo.days_pass(1, "axes_accessattempt", "attempt_time", "username = ?", reader.email)
    reader.gives_password(page)
    expect(page.get_by_text("Rae Reader")).to_be_visible()


def answers_to(page: Page, address: str, accessible: Check) -> list[str]:
    """What the sign-in page answers to five wrong passwords for an address, the address itself left out."""
    answers = []
    for number in range(5):
        Newcomer(email=address).gives_password(page, f"wrong guess {number}")
        answers.append(page.locator("main").inner_text().replace(address, "…"))
    accessible(page, narrow=True)
    assert page.locator("main").get_by_role("link", name="choose a new one").is_visible()
    return answers


def test_a_new_password_comes_by_e_mail_and_only_to_those_who_have_an_account(
    reader: Newcomer, page: Page, demo: Demo, accessible: Check
) -> None:
    unknown = f"no-{reader.email}"
    answers = {address: asks_for_a_link(page, address) for address in (reader.email, unknown)}
    accessible(page, narrow=True)
    assert answers[reader.email] == answers[unknown]
    assert [mail["Subject"] for mail in demo.mails(unknown)] == []

    link = demo.newest_link("/sign-in/password/", to=reader.email)
    page.goto(link)
    keys = Keyboard(page)
    keys.type("New password", "password1234")
    keys.type("New password again", "password1234")
    keys.press("Change my password")
    told(page, "This password is too common")
    accessible(page, narrow=True)
    keys.type("New password", "four quite plain words")
    keys.type("New password again", "four quite plain words")
    keys.press("Change my password")
    heading(page, "Your password is changed")
    accessible(page)
    assert demo.mails(reader.email)[-1]["Subject"] == "riia: Your password was changed"

    page.goto(link)
    heading(page, "This link no longer works")
    accessible(page)
    reader.gives_password(page)
    told(page, WRONG)
    reader.gives_password(page, "four quite plain words")
    expect(page.get_by_text("Rae Reader")).to_be_visible()


def asks_for_a_link(page: Page, address: str) -> str:
    page.goto("/sign-in/")
    keys = Keyboard(page)
    keys.follow("I have forgotten my password")
    keys.type("E-mail address", address)
    keys.press("Send the link")
    heading(page, "Look in your inbox")
    return page.locator("main").inner_text()


def test_a_password_of_ones_own_is_changed(reader: Newcomer, page: Page, accessible: Check) -> None:
    reader.gives_password(page)
    page.goto("/account/password/")
    keys = Keyboard(page)
    keys.type("Present password", "not this one")
    keys.type("New password", "short")
    keys.type("New password again", "short")
    keys.press("Change my password")
    told(page, "That is not your present password")
    told(page, "at least 12 characters")
    accessible(page, narrow=True)
    keys.type("Present password", reader.password)
    keys.type("New password", "another plain phrase")
    keys.type("New password again", "another plain phrase")
    keys.press("Change my password")
    told(page, "Your password is changed")


def test_every_page_before_signing_in(page: Page, accessible: Check) -> None:
    for address in ("", "demo/", "password/", "password/sent/", "password/changed/", "password/1-x/", "closed/", "new/",
                    "organisation/stopped/", "organisation/problem/"):  # fmt: skip
        page.goto(f"/sign-in/{address}")
        accessible(page, narrow=True)
