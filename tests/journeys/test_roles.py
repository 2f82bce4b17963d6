"""Journeys of roles: proposed by one, approved by another, extended, deputised, ended; reviewed every half year."""

import re
from collections.abc import Callable
from datetime import timedelta

from django.utils import timezone
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Demo
from tests.journeys.keyboard import Keyboard
from tests.journeys.newcomers import Newcomer, role_address
from tests.journeys.seen import heading, told

type Check = Callable[..., None]
type SignIn = Callable[..., Page]
type Computer = Callable[..., Page]

PERSONS_ROLES = "person_id = (SELECT id FROM access_person WHERE email = ?)"


def test_one_proposes_and_another_approves(sign_in: SignIn, another: Computer, demo: Demo, accessible: Check) -> None:
    cass = Newcomer(name="Cass Officer")
    director, coordinator = sign_in("Martin Ashworth"), sign_in("Helen Whitlock", on=another())
    director.goto("/people/invite/")
    accessible(director, narrow=True)
    assert Keyboard(director).round_trip() > 15
    cass.is_put_forward(director, "Council officer", "Derby", "Answers questions about the return")
    told(director, "It counts once somebody else who manages access has approved it")
    assert demo.mails(cass.email) == []
    Keyboard(director).follow("Show (Council officer, Derby)")
    expect(director.get_by_role("button", name="Approve")).to_have_count(0)
    expect(director.get_by_text("Somebody else who manages access decides about this role")).to_be_visible()
    accessible(director, narrow=True)

    keys = Keyboard(coordinator)
    coordinator.goto("/")
    keys.follow(re.compile(r"roles? to approve"))
    heading(coordinator, "Roles waiting for approval")
    accessible(coordinator, narrow=True)
    keys.follow("Decide (Cass Officer: Council officer, Derby)")
    accessible(coordinator, narrow=True)
    keys.press("Approve")
    heading(coordinator, "Approve this role?")
    accessible(coordinator, narrow=True)
    keys.press("Approve")
    told(coordinator, "The role is approved")
    expect(coordinator.get_by_text("In force", exact=True)).to_be_visible()
    expect(coordinator.get_by_text("Approved by")).to_be_visible()
    accessible(coordinator, narrow=True)
    assert [mail["Subject"] for mail in demo.mails(cass.email)] == ["Your invitation to riia"]


def test_nobody_approves_a_role_of_two_people_that_they_proposed(
    sign_in: SignIn, another: Computer, accessible: Check
) -> None:
    ann = Newcomer(name="Ann Auditor")
    coordinator, administrator = sign_in("Helen Whitlock"), sign_in("Carol Mbeki", on=another())
    ann.is_put_forward(coordinator, "Auditor", "East Midlands")
    told(coordinator, "It counts once somebody else")
    address = role_address(coordinator, ann, "Auditor")
    coordinator.goto(address)
    expect(coordinator.get_by_role("button", name="Approve")).to_have_count(0)
    coordinator.goto(f"{address}approve/")
    expect(coordinator.get_by_text("This cannot be done with the role now, or not by you")).to_be_visible()
    expect(coordinator.get_by_text("Waiting for approval", exact=True)).to_be_visible()
    accessible(coordinator)

    administrator.goto(f"{address}decline/")
    keys = Keyboard(administrator)
    keys.press("Decline")
    told(administrator, "Say why")
    accessible(administrator, narrow=True)
    keys.type("Why?", "The region has an auditor already")
    keys.press("Decline")
    told(administrator, "Declined")
    expect(administrator.get_by_text("Why: The region has an auditor already")).to_be_visible()
    accessible(administrator)


def test_the_form_says_what_does_not_fit(sign_in: SignIn, page: Page, accessible: Check) -> None:
    sign_in("Helen Whitlock")
    page.goto("/people/invite/")
    keys = Keyboard(page)
    keys.press("Propose")
    for words in ("Enter their name", "Enter their e-mail address", "Select a role", "Select a place"):
        told(page, words)
    accessible(page, narrow=True)
    page.get_by_role("link", name="Select a place").press("Enter")
    expect(page.get_by_label("Place", exact=True)).to_be_focused()

    keys.type("Name", "Jo Newcomer")
    keys.type("E-mail address", "jo@example.org")
    keys.choose("Role", "Council performance lead")
    keys.choose("Place", "East Midlands")
    keys.type("What is the access for?", "Tries the journey")
    keys.press("Propose")
    told(page, "held for one council")
    keys.choose("Place", "Derby")
    keys.type_day("First day", 31, 11, 2026)
    keys.press("Propose")
    told(page, "November 2026 has 30 days")
    expect(page.get_by_label("Name", exact=True)).to_have_value("Jo Newcomer")
    accessible(page, narrow=True)


def test_a_role_is_extended_and_ended(sign_in: SignIn, page: Page, accessible: Check) -> None:
    cass = Newcomer(name="Cass Officer")
    sign_in("Helen Whitlock")
    cass.is_put_forward(page, "Council officer", "Derby")
    address = role_address(page, cass, "Council officer")
    page.goto(address)
    keys = Keyboard(page)
    keys.press("Extend")
    accessible(page, narrow=True)
    keys.press("Extend")
    told(page, "Enter the new last day")
    accessible(page, narrow=True)
    keys.type_day("New last day", 1, 1, 2026)
    keys.type("Why?", "The project runs on")
    keys.press("Extend")
    told(page, "The new last day is not later than the present one")
    later = timezone.localdate() + timedelta(days=600)
    keys.type_day("New last day", later.day, later.month, later.year)
    keys.press("Extend")
    told(page, "The role is extended")
    expect(page.get_by_text(f"{later.day} {later:%B %Y}").first).to_be_visible()

    keys.press("End this role")
    accessible(page, narrow=True)
    keys.type("Why?", "Left the council")
    keys.press("End this role")
    told(page, "The role has ended")
    expect(page.get_by_text("Ended", exact=True)).to_be_visible()
    expect(page.get_by_text("Why: Left the council")).to_be_visible()
    expect(page.get_by_role("button", name="Extend")).to_have_count(0)
    accessible(page, narrow=True)


def test_a_deputy_serves_from_a_first_to_a_last_day(
    sign_in: SignIn, another: Computer, demo: Demo, accessible: Check
) -> None:
    """A principal names a deputy within their own term; it counts once approved, and ends with the principal's role."""
    principal, deputy = Newcomer(name="Prue Principal"), Newcomer(name="Dev Deputy")
    coordinator, page = sign_in("Helen Whitlock"), another()
    principal.is_put_forward(coordinator, "Lead member", "Rutland")
    principal.joins(page, demo)
    principal.sets_up_app(page)
    deputy.is_put_forward(coordinator, "Analyst (laptop or API)", "Rutland")

    page.goto("/account/")
    accessible(page, narrow=True)
    keys = Keyboard(page)
    keys.follow("Show (Lead member, Rutland)")
    keys.press("Name a deputy")
    accessible(page, narrow=True)
    keys.type("E-mail address of the deputy", deputy.email)
    keys.type("What is the access for?", "Annual leave")
    keys.press("Propose this deputy")
    told(page, "Nobody with this address has joined")
    accessible(page, narrow=True)
    deputy.joins(another(), demo)
    today = timezone.localdate()
    first, last = today + timedelta(days=7), today + timedelta(days=21)
    keys.type_day("First day", first.day, first.month, first.year)
    keys.type_day("Last day", last.day, last.month, last.year + 30)
    keys.press("Propose this deputy")
    told(page, "A deputy serves within the term of the role")
    keys.type_day("Last day", last.day, last.month, last.year)
    keys.press("Propose this deputy")
    told(page, "The deputy is proposed")
    accessible(page, narrow=True)

    address = role_address(coordinator, deputy, "Deputy: Lead member")
    coordinator.goto(f"{address}approve/")
    Keyboard(coordinator).press("Approve")
    told(coordinator, "The role is approved")
    expect(coordinator.get_by_text("Not begun", exact=True)).to_be_visible()
    expect(coordinator.get_by_text("Deputises for")).to_be_visible()

    end_role(coordinator, role_address(coordinator, principal, "Lead member"), "Stood down")
    coordinator.goto(address)
    expect(coordinator.get_by_text("Not begun", exact=True)).to_be_visible()
    demo.days_pass(8, "access_roleholding", "starts", f"{PERSONS_ROLES} AND deputy_for_id IS NOT NULL", deputy.email)
    coordinator.reload()
    expect(coordinator.get_by_text("Ended", exact=True)).to_be_visible()


def end_role(page: Page, address: str, why: str) -> None:
    page.goto(f"{address}end/")
    keys = Keyboard(page)
    keys.type("Why?", why)
    keys.press("End this role")
    told(page, "The role has ended")


def test_access_is_reviewed_and_ends_where_it_is_not_needed(sign_in: SignIn, demo: Demo, accessible: Check) -> None:
    needed, gone, forgotten = (Newcomer(name=f"{name} Reviewed") for name in ("Nia", "Gus", "Fay"))
    page = sign_in("Helen Whitlock")
    for person, days in ((needed, 170), (gone, 190), (forgotten, 182 + 29)):
        person.is_put_forward(page, "Council officer", "Leicestershire")
        demo.days_pass(days, "access_roleholding", "review_due", PERSONS_ROLES, person.email)

    keys = Keyboard(page)
    page.goto("/")
    keys.follow(re.compile(r"roles? to confirm or end"))
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile(r"\d+ roles? to review"))
    expect(page.get_by_role("heading", name="Fay Reviewed")).to_have_count(0)
    accessible(page, narrow=True)
    people = [name.split(":")[0] for name in page.locator("main").get_by_role("heading", level=2).all_inner_texts()]
    assert people.index("Gus Reviewed") < people.index("Nia Reviewed")  # who lapses first stands first

    keys.follow("Confirm (Nia Reviewed: Council officer, Leicestershire)")
    accessible(page, narrow=True)
    keys.press("Yes, it is still needed")
    told(page, "Say why")
    keys.type("Why?", "Still answers for the return")
    keys.press("Yes, it is still needed")
    told(page, "The next review is in half a year")
    expect(page.get_by_text("In force", exact=True)).to_be_visible()

    page.goto("/people/reviews/")
    expect(page.get_by_role("heading", name="Nia Reviewed")).to_have_count(0)
    keys.follow("End (Gus Reviewed: Council officer, Leicestershire)")
    keys.type("Why?", "Works elsewhere now")
    keys.press("End this role")
    told(page, "The role has ended")
    page.goto(role_address(page, forgotten, "Council officer"))
    expect(page.get_by_text("Lapsed", exact=True)).to_be_visible()
    expect(page.get_by_role("button", name="Confirm at review")).to_have_count(0)
    accessible(page)


def test_people_are_found_and_those_elsewhere_are_not(sign_in: SignIn, page: Page, accessible: Check) -> None:
    sign_in("Helen Whitlock")
    page.goto("/people/")
    accessible(page, narrow=True)
    keys = Keyboard(page)
    assert keys.round_trip() > 25
    expect(page.get_by_role("link", name="Tom Penrose (simulated)")).to_have_count(0)
    keys.type("Name or e-mail address", "Whitlock")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("q=Whitlock"))
    expect(page.get_by_role("status")).to_have_text("1 person")
    keys.type("Name or e-mail address", "nobody of this name")
    keys.press("Show")
    expect(page.get_by_role("heading", name="Nobody here")).to_be_visible()
    accessible(page, narrow=True)
    page.goto("/people/roles/")
    accessible(page, narrow=True)
