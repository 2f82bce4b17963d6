"""The alliance's daily loop with keys alone: a round from its opening to the Department's receipt."""

import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import openpyxl
import pytest
from django.utils import timezone
from playwright.sync_api import Page, ViewportSize, expect

from tests.journeys.conftest import Demo
from tests.journeys.keyboard import Keyboard
from tests.journeys.seen import heading

type Check = Callable[..., None]
type SignIn = Callable[..., Page]
type Computer = Callable[..., Page]

PHONE: ViewportSize = {"width": 375, "height": 800}
LAST, NUMBER, KEY = 3, 4, 7
"""Columns of the workbook's sheet Return, from 0: the last return's number, this one's, the item's key."""


class Cast:
    """Everybody with a computer or a phone of their own, each signed in once.

    `period` is the quarter of their round: each journey opens one that no other has.
    """

    def __init__(self, another: Computer, sign_in: SignIn, period: str, phone: frozenset[str]) -> None:
        self.another, self.sign_in, self.period, self.phone = another, sign_in, period, phone
        self.seen: dict[str, Page] = {}

    def __call__(self, name: str) -> tuple[Page, Keyboard]:
        if name not in self.seen:
            options = {"viewport": PHONE} if name in self.phone else {}
            self.seen[name] = self.sign_in(name, on=self.another(**options))
        page = self.seen[name]
        return page, Keyboard(page)


@pytest.fixture(params=["at a desk", "on a phone"])
def cast(request: pytest.FixtureRequest, another: Computer, sign_in: SignIn) -> Cast:
    """At a desk everybody; on a phone the director and the council."""
    if request.param == "at a desk":
        return Cast(another, sign_in, "2026-27Q2", frozenset())
    return Cast(another, sign_in, "2026-27Q1", frozenset({"Priya Nair", "Martin Ashworth"}))


def test_a_round_from_opening_to_receipt(cast: Cast, demo: Demo, accessible: Check, tmp_path: Path) -> None:
    board = opened(cast, accessible)
    address = started(cast, board, accessible)
    uploaded(cast, address, tmp_path, accessible)
    submitted(cast, address, accessible)
    asked_and_answered(cast, address, accessible)
    validated(cast, address, accessible)
    signed(cast, demo, address, accessible)
    changed_after_signing(cast, address, accessible)
    packed_and_accepted(cast, board, accessible)


def opened(cast: Cast, accessible: Check) -> str:
    """The region opens a round; gives the address of its board."""
    page, keys = cast("Yusuf Rahman")
    page.goto(f"/returns/rounds/new/?region=E12000004&route=via-region&period={cast.period}")
    accessible(page, narrow=True)
    keys.tick("Grant letter 2023: 25 indicators")
    for label, days in (
        ("When does it open?", 0), ("When are councils’ returns due?", 14), ("What is the desk’s last day?", 20),
        ("When is the pack due at the Department?", 21),
    ):  # fmt: skip
        day = timezone.localdate() + timedelta(days=days)
        keys.type_day(label, day.day, day.month, day.year)
    keys.press("Plan this round")
    # Which of these days are weekends depends on the day the journey is made.
    if page.get_by_label("Keep these days").count():
        accessible(page, narrow=True)
        keys.tick("Keep these days")
        keys.press("Plan this round")
    accessible(page, narrow=True)
    keys.press("Open the round now")
    expect(page.get_by_text("The round is open for 10 councils")).to_be_visible()
    accessible(page, narrow=True)
    return page.url


def started(cast: Cast, board: str, accessible: Check) -> str:
    """The council finds its return; gives its address."""
    region, _ = cast("Yusuf Rahman")
    region.goto(board)
    place = region.get_by_role("link", name="Derby", exact=True).and_(region.locator("a[href^='/returns/']"))
    path = place.get_attribute("href")
    page, keys = cast("Priya Nair")
    page.goto("/returns/")
    accessible(page, narrow=True)
    keys.go_to(page.locator(f"a[href='{path}']").first).press("Enter")
    heading(page, re.compile("Derby’s return for .* 2026 is due"))
    accessible(page, narrow=True)
    return page.url


def uploaded(cast: Cast, address: str, folder: Path, accessible: Check) -> None:
    """The workbook comes with two slips, is set aside, and comes again without them."""
    page, keys = cast("Priya Nair")
    page.goto(address)
    with page.expect_download() as template:
        keys.take("Download the workbook")
    made = folder / "template.xlsx"
    template.value.save_as(made)

    upload(page, keys, address, filled(made, folder / "slips.xlsx", {"referrals": "about 900", "cla-current": 12.5}))
    expect(page.get_by_role("heading", name="What could not be read, or is not right")).to_be_visible()
    expect(page.get_by_text(re.compile(r"Return!E\d+")).first).to_be_visible()
    accessible(page, narrow=True)
    keys.press("Set the file aside")

    upload(page, keys, address, filled(made, folder / "right.xlsx", {}))
    accessible(page, narrow=True)
    keys.press("Use these figures")


def filled(template: Path, target: Path, slips: dict[str, object]) -> Path:
    """The council's workbook: the last return's numbers, with five referrals from the police more."""
    book = openpyxl.load_workbook(template)
    for row in book["Return"].iter_rows(min_row=6):
        key = row[KEY].value
        if key:
            more = 5 if key in {"referrals", "referrals:source=police"} else 0
            row[NUMBER].value = slips.get(key, row[LAST].value + more)
    book.save(target)
    return target


def upload(page: Page, keys: Keyboard, address: str, file: Path) -> None:
    page.goto(f"{address}upload/")
    page.locator("input[type=file]").set_input_files(file)
    keys.press("Upload and look at it")


def submitted(cast: Cast, address: str, accessible: Check) -> None:
    """What the checks find unusual is explained, and the return goes to the desk."""
    page, keys = cast("Priya Nair")
    page.goto(f"{address}submit/")
    for _ in range(3):  # an explanation brings out what it does not answer, which is explained as well
        if page.get_by_role("button", name="Submit the return").count():
            break
        page.goto(f"{address}checks/")
        accessible(page, narrow=True)
        for field in page.locator("textarea:visible").all():
            if not field.input_value():
                keys.go_to(field)
                page.keyboard.insert_text("Checked against the case system: these are the figures of the quarter.")
        keys.press("Save explanations")
        accessible(page, narrow=True)
        page.goto(f"{address}submit/")
    accessible(page, narrow=True)
    keys.press("Submit the return")
    heading(page, "Derby’s return is in")
    accessible(page, narrow=True)


def asked_and_answered(cast: Cast, address: str, accessible: Check) -> None:
    """The desk asks about a cell, the council answers, the desk accepts the explanation."""
    desk, keys = cast("Yusuf Rahman")
    desk.goto(f"{address}validate/")
    accepted(desk, accessible)
    accessible(desk, narrow=True)
    keys.go_to(desk.get_by_role("link", name="Ask about Repeat referrals within 12 months")).press("Enter")
    heading(desk, "Ask about Derby’s return")
    accessible(desk, narrow=True)
    keys.type("What do you want to know?", "Are repeat referrals counted by child or by referral?")
    keys.press("Send the question")
    accessible(desk, narrow=True)
    thread = desk.url

    page, theirs = cast("Priya Nair")
    page.goto(thread)
    accessible(page, narrow=True)
    theirs.type("Your message", "By referral, as the definition has it.")
    theirs.press("Send your message")
    accessible(page, narrow=True)

    desk.goto(thread)
    keys.tick("The explanation was accepted")
    keys.press("Settle this query")
    expect(desk.get_by_text("The query is settled.")).to_be_visible()
    accessible(desk, narrow=True)


def accepted(page: Page, accessible: Check) -> None:
    """The notice against re-identification, which a person accepts at the first look at what is not published."""
    if "/notice/" in page.url:
        accessible(page, narrow=True)
        keys = Keyboard(page)
        keys.tick(re.compile("I "))
        keys.press("Accept and go on")


def validated(cast: Cast, address: str, accessible: Check) -> None:
    """Somebody other than who submitted finds it good."""
    desk, keys = cast("Yusuf Rahman")
    desk.goto(f"{address}validate/")
    keys.press(re.compile(r"Validate version \d"))
    expect(desk.get_by_text("The return is validated.")).to_be_visible()
    accessible(desk, narrow=True)


def signed(cast: Cast, demo: Demo, address: str, accessible: Check) -> None:
    """From the link in the e-mail the director signs with one press."""
    reference = address.rstrip("/").rpartition("/")[2]
    link = demo.newest_link(f"/returns/{reference}/sign/", to="derby-dcs@demo.invalid")
    director, keys = cast("Martin Ashworth")
    director.goto(link)
    heading(director, "Sign Derby’s return")
    accessible(director, narrow=True)
    keys.press("Sign this return")
    heading(director, "Derby’s return is signed")
    accessible(director, narrow=True)


def changed_after_signing(cast: Cast, address: str, accessible: Check) -> None:
    """A change voids the signature; the director sees what changed and signs again."""
    page, keys = cast("Priya Nair")
    page.goto(f"{address}reopen/")
    accessible(page, narrow=True)
    expect(page.get_by_text("The signature of Martin Ashworth")).to_be_visible()
    keys.type("Why?", "Ten initial contacts were entered late.")
    keys.press("Reopen the return")
    accessible(page, narrow=True)
    page.goto(f"{address}fill/")
    field = keys.go_to(page.locator("[name='initial-contacts.number']"))
    more = str(int(field.input_value()) + 10)
    page.keyboard.press("Control+A")
    page.keyboard.insert_text(more)
    rate = keys.go_to(page.locator("[name='initial-contacts.rate']"))
    page.keyboard.press("Control+A")
    page.keyboard.press("Delete")
    expect(rate).to_have_value("")
    keys.press("Save and check")
    submitted(cast, address, accessible)
    validated(cast, address, accessible)

    director, theirs = cast("Martin Ashworth")
    director.goto(f"{address}sign/")
    changed = director.get_by_role("heading", name="Changed since it was signed before")
    expect(changed).to_be_visible()
    accessible(director, narrow=True)
    theirs.press("Sign this return")
    heading(director, "Derby’s return is signed")


def packed_and_accepted(cast: Cast, board: str, accessible: Check) -> None:
    """The region sends one frozen pack, and the Department accepts."""
    page, keys = cast("Yusuf Rahman")
    page.goto(f"{board}pack/")
    heading(page, re.compile("1 signed return is ready"))
    accessible(page, narrow=True)
    keys.press("Make the pack")
    accessible(page, narrow=True)
    pack = page.url
    with page.expect_download() as manifest:
        keys.take("manifest.json")
    assert b'"fingerprint"' in Path(manifest.value.path()).read_bytes()
    keys.press("Make the files again and compare", "link")
    expect(page.get_by_text("the same bytes when made again")).to_have_count(4)
    keys.type("To which office did it go?", "Regional improvement team")
    keys.type("How did it go?", "Secure file service")
    keys.press("It was sent")
    expect(page.get_by_text("The pack is noted as sent.")).to_be_visible()

    department, theirs = cast("Naomi Field")
    department.goto(pack)
    accepted(department, accessible)
    accessible(department, narrow=True)
    theirs.follow("Record the answer on Derby")
    accessible(department, narrow=True)
    theirs.tick("Accepted")
    theirs.press("Record the answer")
    heading(department, "Pack 1 with 1 return: accepted")
    accessible(department, narrow=True)
