"""Journeys that go astray: pages that are not there or not for one, old forms, too many tries, our own mistakes."""

from collections.abc import Callable, Iterator
from contextlib import closing

import pytest
from django.template.loader import render_to_string
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Demo
from tests.journeys.keyboard import Keyboard
from tests.journeys.newcomers import Newcomer
from tests.journeys.seen import HOME, heading

type Check = Callable[..., None]
type SignIn = Callable[..., Page]
type Computer = Callable[..., Page]


def test_a_page_that_is_not_there(sign_in: SignIn, page: Page, accessible: Check) -> None:
    assert page.goto("/no/such/page/").status == 404
    heading(page, "Page not found")
    accessible(page, narrow=True)
    sign_in("Priya Nair")
    for address in ("/no/such/page/", "/people/00000000-0000-0000-0000-000000000000/", "/places/999/"):
        assert page.goto(address).status == 404
        heading(page, "Page not found")
    accessible(page, narrow=True)
    Keyboard(page).follow("home page")
    heading(page, HOME)


def test_a_page_of_another_region_is_not_there(sign_in: SignIn, another: Computer) -> None:
    """What somebody may not see is answered like what does not exist."""
    page = sign_in("Rosalind Trevena")
    page.goto("/people/?q=Trevena")
    page.get_by_role("link", name="Rosalind Trevena").press("Enter")
    heading(page, "Rosalind Trevena (simulated)")
    elsewhere = sign_in("Helen Whitlock", on=another())
    assert elsewhere.goto(page.url).status == 404
    heading(elsewhere, "Page not found")


def test_a_page_that_is_not_for_ones_role(sign_in: SignIn, accessible: Check) -> None:
    page = sign_in("Beatrix Holm")
    assert page.goto("/people/").status == 403
    heading(page, "You do not have access to this page")
    accessible(page, narrow=True)
    Keyboard(page).follow("home page")
    heading(page, HOME)


def test_a_form_that_is_too_old(sign_in: SignIn, accessible: Check) -> None:
    page = sign_in("Grace Liu")
    page.goto("/account/name/")
    page.context.clear_cookies(name="csrftoken")
    with page.expect_response("**/account/name/") as answer:
        Keyboard(page).press("Save and continue")
    assert answer.value.status == 403
    heading(page, "This form is no longer valid")
    accessible(page, narrow=True)
    assert "CSRF" not in page.locator("main").inner_text()


def test_too_many_tries(page: Page, accessible: Check) -> None:
    for _ in range(7):
        page.goto("/sign-in/password/")
        keys = Keyboard(page)
        keys.type("E-mail address", "somebody.impatient@example.org")
        keys.press("Send the link")
        page.wait_for_load_state()
        if "Too many" in page.title():
            break
    heading(page, "Too many tries in a short time")
    accessible(page, narrow=True)


@pytest.fixture
def broken(sign_in: SignIn, another: Computer, demo: Demo) -> Iterator[Page]:
    """The page of somebody whose stored role makes no sense, as no form would let it be: our mistake, not theirs."""
    person, page = Newcomer(name="Bo Broken"), another()
    person.is_put_forward(sign_in("Helen Whitlock", on=another()), "Analyst (laptop or API)", "Derby")
    person.joins(page, demo)
    statement = (
        "UPDATE access_roleholding SET role = ? WHERE person_id = (SELECT id FROM access_person WHERE email = ?)"
    )

    def set_role(role: str) -> None:
        with closing(demo.database()) as database, database:
            database.execute(statement, (role, person.email))

    set_role("no-such-role")
    yield page
    set_role("api-analyst")


def test_a_mistake_of_ours(broken: Page, demo: Demo, accessible: Check) -> None:
    assert broken.goto("/account/").status == 500
    heading(broken, "Sorry, there is a problem")
    accessible(broken, narrow=True)
    assert "no-such-role" not in broken.content()
    assert "no-such-role" in demo.printed()  # whoever runs it can find out


def test_the_database_does_not_answer(sign_in: SignIn, demo: Demo, accessible: Check) -> None:
    page = sign_in("Grace Liu")
    hide = "ALTER TABLE access_roleholding RENAME TO hidden"
    show = "ALTER TABLE hidden RENAME TO access_roleholding"
    with closing(demo.database()) as database:
        database.execute(hide)
        try:
            answer = page.goto("/account/")
        finally:
            database.execute(show)
    assert answer.status == 503
    assert answer.headers["retry-after"] == "120"
    heading(page, "The service is unavailable for a short while")
    accessible(page, narrow=True)
    page.reload()
    heading(page, "Your account")  # and it is as it was


def test_a_request_that_cannot_be_read(sign_in: SignIn, accessible: Check) -> None:
    page = sign_in("Edward Finch")
    assert page.goto("/audit/?" + "a=&" * 1100).status == 400
    heading(page, "We could not read that request")
    accessible(page, narrow=True)


@pytest.mark.parametrize("template", ["kit/400.html", "kit/500.html", "kit/offline.html"])
def test_pages_without_a_request_keep_their_look(template: str, page: Page) -> None:
    """They are made without knowing who asks, and still find the stylesheet."""
    text = render_to_string(template)
    page.route("**/astray/", lambda route: route.fulfill(content_type="text/html", body=text))
    page.goto("/astray/")
    expect(page.locator("h1")).to_have_css("font-weight", "700")
    expect(page.locator("header").first).to_be_visible()
