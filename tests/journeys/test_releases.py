"""Journeys of releases: asking where a figure comes from, and loading what was published today, with keys alone."""

import re
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Browser, Page, expect

from tests.indicators.tidy_files import C1_NAME, c1_rows, c1_text, zipped
from tests.journeys.conftest import Demo

type Check = Callable[[Page], None]
type SignIn = Callable[[str], Page]

PHONE, DESK = {"width": 375, "height": 800}, {"width": 1280, "height": 900}


def on_both(page: Page, accessible: Check) -> None:
    """Nothing wrong at a desk or on a phone."""
    for size in (PHONE, DESK):
        page.set_viewport_size(size)
        accessible(page)


def choose(page: Page, *files: Path) -> None:
    """Choose files by pressing the button that offers it."""
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name=re.compile("Choose file")).press("Enter")
    chooser.value.set_files(files)


def write(folder: Path, content: str | bytes, name: str = C1_NAME) -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def test_whoever_sees_a_figure_finds_out_where_it_comes_from(sign_in: SignIn, page: Page, accessible: Check) -> None:
    sign_in("Sheila Okafor")
    page.goto("/indicators/referrals/?place=831")
    page.get_by_role("link", name="Children in need 2024: Referrals and re-referrals").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Children in need 2024: Referrals and re-referrals")
    expect(page.get_by_text("A later file supersedes this one")).to_be_visible()
    expect(page.get_by_text("Open Government Licence v3.0", exact=True)).to_be_visible()
    on_both(page, accessible)
    page.get_by_role("link", name="Repeat referrals within 12 months").press("Enter")
    page.get_by_role("navigation", name="Compare").get_by_role("link", name="Releases").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Releases")
    expect(page.get_by_role("button", name="Load a release")).to_have_count(0)
    on_both(page, accessible)
    page.get_by_role("navigation", name="Theme").get_by_role("link", name=re.compile("Care leavers")).first.press(
        "Enter"
    )
    expect(page).to_have_url(re.compile("theme=care-leavers"))
    expect(page.get_by_role("link", name=re.compile("Referrals and re-referrals"))).to_have_count(0)
    page.go_back()
    expect(page.get_by_role("link", name="Children in need 2025: Children in need")).to_be_visible()


def test_an_administrator_loads_a_corrected_file(
    sign_in: SignIn, page: Page, accessible: Check, tmp_path: Path
) -> None:
    sign_in("Carol Mbeki")
    page.get_by_role("region", name="Go to").get_by_role("link", name="Releases").press("Enter")
    page.get_by_role("button", name="Load a release").press("Enter")
    on_both(page, accessible)
    page.get_by_role("button", name="Load", exact=True).press("Enter")
    expect(page.get_by_role("alert").get_by_role("link")).to_have_count(2)
    on_both(page, accessible)

    choose(page, write(tmp_path, c1_text(c1_rows(referral_count="3557 or so"))))
    page.get_by_label("Where were they taken from?").press_sequentially("https://example.org/corrected")
    page.get_by_role("button", name="Load", exact=True).press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("Nothing was loaded: 1 file was refused")
    expect(page.get_by_role("region", name="What to put right")).to_contain_text(
        "column referral_count, line 4 '3557 or so'"
    )
    expect(page.get_by_label("Where were they taken from?")).to_have_value("https://example.org/corrected")
    on_both(page, accessible)

    # The demonstration is shared with other journeys: what is loaded of England and Derby is what is held already.
    england, _, derby = c1_rows()
    right = write(tmp_path, zipped(c1_text([england, derby])), f"{C1_NAME}.gz")
    choose(page, right)
    page.get_by_role("button", name="Load", exact=True).press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Loaded 8 figures from 1 file", timeout=60_000)
    on_both(page, accessible)
    page.get_by_role("link", name="Children in need 2025: Referrals and re-referrals", exact=True).press("Enter")
    expect(page.get_by_text("by Carol Mbeki")).to_be_visible()
    expect(page.get_by_text("https://example.org/corrected")).to_be_visible()
    on_both(page, accessible)

    page.goto("/releases/load/")
    choose(page, right)
    page.get_by_label("Where were they taken from?").press_sequentially("once more")
    page.get_by_role("button", name="Load", exact=True).press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Already held: nothing was changed", timeout=60_000)
    on_both(page, accessible)


def test_loading_works_without_scripts(browser: Browser, demo: Demo, tmp_path: Path) -> None:
    context = browser.new_context(java_script_enabled=False, base_url=demo.url)
    try:
        page = context.new_page()
        page.goto("/sign-in/demo/")
        page.get_by_role("button", name=re.compile("Carol Mbeki")).click()
        page.wait_for_url(lambda url: "/sign-in/" not in url)
        page.goto("/releases/load/")
        page.get_by_label("Published files").set_input_files(write(tmp_path, "not a table\n"))
        page.get_by_label("Where were they taken from?").fill("a colleague")
        page.get_by_role("button", name="Load", exact=True).click()
        expect(page.get_by_role("alert")).to_contain_text("Nothing was loaded: 1 file was refused")
    finally:
        context.close()
