"""Journeys of the inventory with keys alone: a council's answers, the board's summary, and a project's file."""

import re
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, ViewportSize, expect

from tests.journeys.keyboard import Keyboard
from tests.journeys.seen import heading

type Check = Callable[..., None]
type SignIn = Callable[..., Page]

SOUTH_WEST = "E12000009"
PHONE: ViewportSize = {"width": 375, "height": 800}


def test_a_performance_lead_says_what_the_council_holds(sign_in: SignIn, page: Page, accessible: Check) -> None:
    page.set_viewport_size(PHONE)
    sign_in("Tom Penrose")
    keys = Keyboard(page)
    keys.follow("Say what Bristol holds: 2 sources of data")
    heading(page, "What does Bristol hold?")
    accessible(page, narrow=True)
    for source, answer in (("Early years inclusion funding", "Held"), ("Reviews of health visitors", "Not known")):
        group = page.get_by_role("group", name=re.compile(source))
        keys.go_to(group.get_by_label(answer, exact=True)).press("Space")
    keys.press("Save the answers")
    expect(page.get_by_role("alert")).to_contain_text("2 answers saved.")
    accessible(page, narrow=True)
    keys.follow("Reviews of health visitors at 2 to 2½ years")
    keys.press("Note what you noticed")
    accessible(page)
    keys.tick("Barrier")
    keys.type("What did you notice?", "The trust sends it as a picture")
    keys.press("Save the note")
    expect(page.get_by_text("The trust sends it as a picture")).to_be_visible()
    accessible(page, narrow=True)


def test_the_region_takes_a_file_of_a_project_and_prints_the_summary(
    sign_in: SignIn, page: Page, accessible: Check, tmp_path: Path
) -> None:
    sign_in("Jago Trelawny")
    keys = Keyboard(page)
    page.goto(f"/registers/{SOUTH_WEST}/projects/")
    accessible(page, narrow=True)
    keys.follow("Fostering SW")
    accessible(page, narrow=True)
    keys.press("Record a delivery")
    file = tmp_path / "fostering.csv"
    for value, told in (("12 or so", 'Line 2 has the value "12 or so"'), ("12", "1 figure is taken")):
        file.write_text(f"council,indicator,period,value\n801,cla-current,2025-26Q1,{value}\n", encoding="utf-8")
        with page.expect_file_chooser() as chooser:
            page.get_by_role("button", name=re.compile("Choose file")).press("Enter")
        chooser.value.set_files(file)
        keys.press("Record the delivery")
        expect(page.get_by_text(told)).to_be_visible()
        accessible(page)
    keys.follow(re.compile("Compare with the councils’ own return.*fostering.csv"))
    if "/notice/" in page.url:
        keys.go_to(page.get_by_role("checkbox")).press("Space")
        keys.press("Accept and go on")
    expect(page.get_by_text("fewer in the delivery")).to_be_visible()
    accessible(page, narrow=True)
    page.goto(f"/registers/{SOUTH_WEST}/inventory/summary/")
    heading(page, re.compile("3 obstacles to better data persist; 1 is escalated"))
    accessible(page, narrow=True)
    page.emulate_media(media="print")
    expect(page.get_by_role("link", name="Download the obstacles (CSV)")).to_be_hidden()
    expect(page.get_by_role("heading", name="Persistent obstacles")).to_be_visible()
