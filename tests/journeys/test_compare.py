"""Journeys of comparing: from a council's page to the tables one takes along; keyboard, phone, no script."""

import csv
import io
import re
from collections.abc import Callable

import openpyxl
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.conftest import Demo
from tests.journeys.keyboard import Keyboard

type Check = Callable[[Page], None]
type SignIn = Callable[[str], Page]
PHONE = {"width": 320, "height": 640}
DRAWN = "image => image.decode().then(() => image.naturalWidth)"
"""How wide a picture is once the browser has fetched and read it."""
PAGES = [
    "/", "/places/", "/places/?q=dor", "/places/831/", "/places/831/?sort=-against&with=england", "/places/928/",
    "/indicators/", "/indicators/referrals/?place=831", "/indicators/repeat-referrals/?place=831&among=england",
    "/indicators/initial-contacts/?place=831", "/indicators/cla-immunisations/?place=940&with=england",
    "/indicators/sw-agency/?place=831", "/indicators/cla-current/?place=E12000004", "/regions/E12000004/",
    "/regions/E12000007/?sort=-202", "/method/", "/api/",
]  # fmt: skip


def test_a_performance_lead_finds_compares_and_takes_away(sign_in: SignIn, accessible: Check) -> None:
    page = sign_in("Priya Nair")
    expect(page.get_by_role("heading", level=1)).to_contain_text(re.compile("need(s)? you now"))
    accessible(page)
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Derby").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Derby")
    accessible(page)

    # Sort, and come back to the same with the browser's own button.
    page.get_by_role("link", name="Rank").click()
    expect(page).to_have_url(re.compile("sort=rank"))
    expect(page.get_by_role("columnheader", name="Rank")).to_have_attribute("aria-sort", "ascending")
    page.get_by_role("navigation", name="Compare with").get_by_role("link", name="England").click()
    expect(page).to_have_url(re.compile("with=england.*sort=rank"))
    accessible(page)
    page.go_back()
    expect(page).not_to_have_url(re.compile("with=england"))

    with page.expect_download() as profile:
        page.get_by_role("link", name="Table (CSV)").click()
    rows = list(csv.DictReader(io.StringIO(profile.value.path().read_text(encoding="utf-8-sig"))))
    assert len(rows) == 51
    assert {row["indicator"]: row["value"] for row in rows}["referrals"] == "572.7"

    # An indicator, with two councils laid over.
    page.get_by_role("link", name="Referrals to children's social care").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Derby’s referral rate is higher than its neighbours’")
    accessible(page)
    page.get_by_text("Choose council, comparison, period").click()
    page.get_by_label("Leicester", exact=True).check()
    page.get_by_label("Add any other council").select_option(label="Bristol, City of")
    page.get_by_role("button", name="Show").click()
    expect(page).to_have_url(re.compile("overlay=856"))
    chart = page.locator("#over-time ~ figure img")
    expect(chart).to_have_attribute("alt", re.compile("Derby.*England.*Leicester.*Bristol"))
    assert chart.evaluate(DRAWN) > 300
    accessible(page)
    with page.expect_download() as table:
        page.get_by_role("link", name="Table (CSV)").first.click()
    assert {"Derby", "Leicester", "Bristol"} <= set(
        re.findall(r"Derby|Leicester|Bristol", table.value.path().read_text())
    )
    with page.expect_download() as workbook:
        page.get_by_role("link", name="Table (Excel)").last.click()
    assert openpyxl.load_workbook(io.BytesIO(workbook.value.path().read_bytes())).sheetnames == ["Table", "Notes"]
    with page.expect_download() as picture:
        page.get_by_role("link", name="Picture (PNG)").first.click()
    assert picture.value.path().read_bytes().startswith(b"\x89PNG")


def test_a_director_learns_by_keyboard_whether_it_is_real(sign_in: SignIn, accessible: Check) -> None:
    page = sign_in("Martin Ashworth")
    keys = Keyboard(page)
    keys.follow("Derby", page.get_by_role("navigation", name="Main"))
    row = page.get_by_role("row").filter(has_text="Assessments completed within 45 working days")
    expect(row.get_by_text("79.6% to 82.5%")).to_be_visible()
    link = page.get_by_role("link", name="Children looked after on the day", exact=True)
    looked_after = page.get_by_role("row").filter(has=link)
    expect(looked_after.get_by_text("chance could explain it")).to_be_visible()
    keys.follow("England", page.get_by_role("navigation", name="Compare with"))
    expect(looked_after.get_by_text("more than chance", exact=True)).to_be_visible()
    expect(row.get_by_text("more than chance", exact=True)).to_be_visible()
    keys.follow("Assessments completed within 45 working days")
    expect(page.get_by_role("heading", level=1)).to_contain_text(
        "lower than England’s, and more than chance would explain"
    )
    real = page.get_by_role("heading", name="Is it real?").locator("..")
    expect(real).to_contain_text(
        "Derby’s share of assessments completed within 45 working days is lower (worse) than England"
    )
    expect(real).to_contain_text("Recent trend: decreasing")

    # The funnel: its picture says in words where Derby is, and the table behind it has every council.
    funnel = page.locator("section", has=page.get_by_role("heading", name="Derby among all councils"))
    picture = funnel.get_by_role("img")
    expect(picture).to_have_attribute("alt", re.compile("Funnel chart of 1[0-9][0-9] places.*Derby: 81.1% on 2,820"))
    assert picture.evaluate(DRAWN) > 300
    keys.go_to(funnel.locator("summary", has_text="The table behind this chart")).press("Enter")
    derby = funnel.get_by_role("row").filter(has=page.get_by_role("rowheader", name="Derby", exact=True))
    expect(derby).to_contain_text("2,820")
    keys.go_to(funnel.locator("summary", has_text="How the limits are made")).press("Enter")
    expect(funnel.get_by_text("Benjamini")).to_be_visible()
    expect(page.get_by_role("heading", name="What it rests on, and when not to trust it")).to_be_visible()
    accessible(page)
    page.set_viewport_size(PHONE)
    accessible(page)
    with page.expect_download() as table:
        keys.take("Table (CSV)", funnel)
    rows = list(csv.DictReader(io.StringIO(table.value.path().read_text(encoding="utf-8-sig"))))
    assert {row["name"]: row["stands out"] for row in rows}["Derby"] == "no"


def test_whether_it_is_real_is_on_paper_and_without_script(browser: Browser, demo: Demo) -> None:
    context = browser.new_context(base_url=demo.url, java_script_enabled=False)
    page = context.new_page()
    page.goto("/sign-in/demo/")
    page.get_by_role("button", name=re.compile("Cllr Sheila Okafor")).click()
    page.goto("/indicators/referrals/?place=831&with=england")
    page.emulate_media(media="print")
    expect(
        page.get_by_text("Derby’s referral rate is higher than England’s, and more than chance would explain.")
    ).to_be_visible()
    for name in ("Derby among all councils", "Is the latest figure unusual in its own course?"):
        expect(page.locator("section", has=page.get_by_role("heading", name=name)).get_by_role("img")).to_be_visible()
    page.goto("/regions/E12000004/")
    expect(page.get_by_text("stands out among all councils").last).to_be_visible()
    context.close()


def test_a_seventh_council_is_refused_and_the_six_stay(sign_in: SignIn, accessible: Check) -> None:
    page = sign_in("Priya Nair")
    page.goto("/indicators/referrals/?place=831")
    page.get_by_text("Choose council, comparison, period").click()
    boxes = page.get_by_role("group", name="Also show on the chart").get_by_role("checkbox")
    for at in range(7):
        boxes.nth(at).check()
    page.get_by_role("button", name="Show").click()
    expect(page.get_by_role("alert")).to_contain_text("Choose up to 6 councils to show on the chart. 7 are chosen.")
    expect(
        page.get_by_role("group", name="Also show on the chart").get_by_role("checkbox", checked=True)
    ).to_have_count(7)
    accessible(page)


def test_a_region_by_keyboard_alone(sign_in: SignIn, accessible: Check) -> None:
    page = sign_in("Helen Whitlock")
    page.get_by_role("navigation", name="Main").get_by_role("link", name="East Midlands").press("Enter")
    accessible(page)
    first = page.locator(".kit-matrix td a").first
    first.focus()
    here = page.locator("td a:focus")
    start = here.get_attribute("href")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowDown")
    expect(here).to_have_attribute("href", re.compile("repeat-referrals"))
    page.keyboard.press("Control+Home")
    expect(here).to_have_attribute("href", str(start))
    page.keyboard.press("End")
    expect(here).to_have_attribute("href", re.compile("referrals/\\?place=941"))
    # The cells are one stop of the Tab key: the next one leaves the matrix.
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('td') === null")
    page.get_by_role("link", name="Sort by Referrals").press("Enter")
    expect(page).to_have_url(re.compile("by=referrals"))
    expect(
        page.get_by_text("Councils are in the order of Referrals to children's social care, lowest first.")
    ).to_be_visible()
    accessible(page)
    page.locator(".kit-matrix td a").first.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("referral rate")


@pytest.mark.parametrize(
    ("person", "sees"),
    [
        ("Priya Nair", "Largest moves in Derby"),
        ("Helen Whitlock", "Largest moves in the East Midlands"),
        ("Anthony Cole", "Largest moves in the South West"),
        ("Beatrix Holm", "Go to"),
        ("Carol Mbeki", "Go to"),
        ("Edward Finch", "Go to"),
    ],
)
def test_every_role_has_a_home_of_its_own(sign_in: SignIn, accessible: Check, person: str, sees: str) -> None:
    page = sign_in(person)
    expect(page.get_by_text(sees).first).to_be_visible()
    accessible(page)
    for link in page.locator(".kit-card__link").all():
        assert page.request.get(link.get_attribute("href")).status == 200


def test_nobody_is_invited_to_look_around(page: Page, accessible: Check) -> None:
    page.goto("/")
    accessible(page)
    page.get_by_role("button", name="Look around as a simulated person").click()
    expect(page.get_by_role("button", name=re.compile("Priya Nair"))).to_be_visible()


def test_every_page_is_accessible_wide_and_on_a_small_phone(
    sign_in: SignIn, accessible: Check, subtests: pytest.Subtests
) -> None:
    page = sign_in("Priya Nair")
    for size in ({"width": 1280, "height": 900}, PHONE):
        page.set_viewport_size(size)
        for address in PAGES:
            with subtests.test(address=address, width=size["width"]):
                page.goto(address)
                accessible(page)


def test_everything_works_without_script(browser: Browser, demo: Demo) -> None:
    context = browser.new_context(base_url=demo.url, java_script_enabled=False)
    page = context.new_page()
    page.goto("/sign-in/demo/")
    page.get_by_role("button", name=re.compile("Priya Nair")).click()
    page.get_by_role("link", name="Councils").first.click()
    page.get_by_label("Find a council or region").fill("Bristol")
    page.get_by_role("button", name="Find").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Bristol")
    page.get_by_role("link", name="Direction").click()
    expect(page).to_have_url(re.compile("sort=direction"))
    page.get_by_role("navigation", name="Theme").get_by_role("link", name="Front door").click()
    page.get_by_role("link", name="Repeat referrals within 12 months").click()
    page.get_by_text("Choose council, comparison, period").click()
    page.get_by_label("Compare with").select_option(label="England")
    page.get_by_role("button", name="Show").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("England’s")
    page.get_by_text("The table behind this chart").first.click()
    expect(page.locator("#trend-table table")).to_be_visible()
    page.get_by_role("link", name="All England").click()
    expect(page).to_have_url(re.compile("among=england"))
    context.close()


def test_a_shared_address_shows_the_same_to_another_person(sign_in: SignIn, browser: Browser, demo: Demo) -> None:
    shared = "/indicators/repeat-referrals/?place=831&with=region&overlay=856&among=region"
    mine = sign_in("Priya Nair")
    mine.goto(shared)
    title = mine.get_by_role("heading", level=1).inner_text()
    context = browser.new_context(base_url=demo.url)
    theirs = context.new_page()
    theirs.goto(shared)
    expect(theirs).to_have_url(re.compile("/sign-in/"))
    theirs.goto("/sign-in/demo/")
    theirs.get_by_role("button", name=re.compile("Tom Penrose")).click()
    theirs.goto(shared)
    expect(theirs.get_by_role("heading", level=1)).to_have_text(title)
    context.close()


@pytest.mark.parametrize(
    ("address", "heading"),
    [("/regions/E12000004/", "Not published by council"), ("/places/831/", "Its statistical neighbours")],
)
def test_the_heading_after_the_downloads_stands_apart(sign_in: SignIn, address: str, heading: str) -> None:
    page = sign_in("Priya Nair")
    page.goto(address)
    links = page.locator(".insight-downloads").bounding_box()
    below = page.get_by_role("heading", name=heading).bounding_box()
    assert links is not None
    assert below is not None
    assert below["y"] - (links["y"] + links["height"]) >= 30
