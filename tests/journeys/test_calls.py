"""The journey of a call for funding, with keys alone: opened, applied for, submitted, scored by two, awarded."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.journeys.conftest import Demo
from tests.journeys.keyboard import Keyboard
from tests.journeys.seen import heading, told

type Check = Callable[..., None]
type SignIn = Callable[..., Page]
type Computer = Callable[..., Page]

PHONE = {"width": 375, "height": 800}
TITLE = "Journey fund"
PARTS = {
    "Title of the project": "Two more hands",
    "What do you want to do?": "Employ an analyst for a year.",
    "Why is it needed?": "One person makes every return.",
    "When will it happen?": "From March.",
    "How much do you ask for?": "9,999.99",
    "What will it be spent on?": "The post.",
    "How will you know that it worked?": "Errors: 14 now, 5 by the end.",
    "What other money is there for this?": "none",
}


def opened(keys: Keyboard, accessible: Check) -> None:
    """The coordinator prepares a call and opens it."""
    keys.follow("Money", keys.page.get_by_role("navigation", name="Main"))
    keys.follow("Funding", keys.page.get_by_role("navigation", name="Money"))
    keys.press("Begin a call")
    keys.type("Title", TITLE)
    keys.tick("Money for councils to build their data teams")
    keys.type("What is to be better afterwards? (optional)", "Two people know each return.")
    keys.press("Save")
    heading(keys.page, TITLE)
    accessible(keys.page, narrow=True)
    keys.press("Open the call")
    expect(keys.page.get_by_text("It cannot open yet")).to_be_visible()
    keys.follow("Back to the call")
    keys.follow("Money", keys.page.get_by_role("main"))
    keys.type("How much money is there in all? (optional)", "30,000")
    keys.press("Save")
    keys.follow("Criteria")
    keys.press("Add a criterion")
    keys.type("Criterion", "Need")
    keys.type("What does the panel look for?", "The problem in figures.")
    keys.type("Points at the highest score", "50")
    keys.type("What does each score mean?", "Nothing\nSome\nAll of it")
    accessible(keys.page)
    keys.press("Save")
    keys.follow("Back to the call")
    keys.follow("Days")
    keys.press("Save")
    keys.follow("Panel")
    for name in ("Jago Trelawny (simulated)", "Rosalind Trevena (simulated)"):
        keys.choose("Who joins the panel?", name)
        keys.press("Put them on the panel")
    keys.follow("Back to the call")
    keys.press("Open the call")
    keys.press("Open the call")
    told(keys.page, "The call is open")


def applied(keys: Keyboard, accessible: Check) -> None:
    """A council applies on what its home page says, corrects what is missing, and submits."""
    keys.need(f"Apply for “{TITLE}”, if you want to")
    keys.press("Apply for Bristol, City of")
    keys.type("How much do you ask for?", "ten thousand")
    keys.press("Save and check")
    expect(keys.page.get_by_role("alert")).to_contain_text("Enter the amount as numbers")
    accessible(keys.page, narrow=True)
    for label, text in PARTS.items():
        keys.type(label, text)
    keys.press("Save and check")
    heading(keys.page, "Check and submit the application")
    accessible(keys.page, narrow=True)
    keys.press("Submit the application")
    told(keys.page, "submitted as version 1")


def scored(keys: Keyboard, score: str) -> None:
    """A panel member declares, reads and scores."""
    keys.need(f"Score 1 application for “{TITLE}”")
    keys.follow(re.compile("^Score.*Bristol"))
    keys.tick("No, I have no interest in it")
    keys.press("Continue")
    heading(keys.page, "Score Bristol’s application")
    keys.tick(score)
    keys.type("Your reason", "As its own figures show.")


def test_a_council_is_awarded_money(
    sign_in: SignIn, another: Computer, page: Page, demo: Demo, accessible: Check
) -> None:
    region, keys = page, Keyboard(page)
    sign_in("Rosalind Trevena")
    opened(keys, accessible)

    council = sign_in("Tom Penrose", on=another())
    applied(Keyboard(council), accessible)

    for column in ("opens_on", "closes_on"):
        demo.days_pass(60, "offer_call", column, "title = ?", TITLE)
    region.goto("/")
    keys.need(f"Give 1 application for “{TITLE}” to the panel")
    keys.press("Give them to the panel")
    region.goto("/")
    scored(keys, "2: All of it")
    accessible(region, narrow=True)
    keys.press("Hand in your scores")
    told(region, "handed in")

    other = sign_in("Jago Trelawny", on=another(viewport=PHONE))
    scored(Keyboard(other), "1: Some")
    accessible(other)
    Keyboard(other).press("Hand in your scores")

    region.goto("/")
    keys.need(f"Decide on 1 application for “{TITLE}”")
    heading(region, "Bristol, City of has the highest points")
    expect(region.get_by_role("row", name="Bristol, City of")).to_contain_text("37.5")
    accessible(region, narrow=True)
    keys.follow(re.compile("^Decide.*Bristol"))
    keys.tick("Award money")
    keys.type("How much is awarded?", "10,000")
    keys.type("Why? The council reads this", "The need is shown.")
    keys.type("Minute of the meeting that decided", "Directors’ group, item 2")
    keys.press("Record the decision")
    expect(region.get_by_role("alert")).to_contain_text("The council asked for £9,999.99")
    accessible(region, narrow=True)
    keys.type("How much is awarded?", "9,000.50")
    keys.press("Record the decision")
    told(region, "The award is recorded")

    council.set_viewport_size(PHONE)
    council.reload()
    expect(council.get_by_role("heading", name="£9,000.50 awarded")).to_be_visible()
    Keyboard(council).press("See the award")
    heading(council, "Bristol has £9,000.50")
    accessible(council)
