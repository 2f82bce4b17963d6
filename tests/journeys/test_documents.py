"""A coordinator has costings read before they are entered: two planted faults, each at its cell. Keys alone."""

import re
from collections.abc import Callable
from pathlib import Path

from openpyxl import Workbook
from playwright.sync_api import Page, expect

from tests.journeys import seen
from tests.journeys.keyboard import Keyboard

type Check = Callable[..., None]


def costings(folder: Path) -> Path:
    """Three lines by quarter. The last quarter of line 2 is £1,000 too much, and so are line and total together."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Costs"
    for row in (
        ("Area", "Budget line", "KPIs", "Projected spend", "Q2 (20%)", "Q3 (30%)", "Q4 (50%)"),
        ("Data", "Analyst", "1.1.1 to 1.1.2", 50000, 10000, 15000, 25000),
        ("Data", "Dashboard", "1.1.3", 20000, 4000, 6000, 11000),
        ("Support", "Packages", "4.1.1", 30000, 6000, 9000, 15000),
        ("Total", "", "", 110000, 20000, 30000, 51000),
    ):
        sheet.append(row)
    book.save(folder / "costings.xlsx")
    return folder / "costings.xlsx"


def test_costings_are_read_and_their_faults_decided(
    sign_in: Callable[[str], Page], page: Page, accessible: Check, tmp_path: Path
) -> None:
    sign_in("Rosalind Trevena")
    keys = Keyboard(page)
    keys.follow("Documents", within=page.get_by_role("region", name="Go to"))
    seen.heading(page, "Documents checked on the way in")
    keys.press("Read and check it")
    seen.told(page, "Choose a document")
    page.locator("input[type=file]").set_input_files(costings(tmp_path))
    keys.press("Read and check it")
    seen.heading(page, "2 errors in costings.xlsx")
    expect(page.get_by_text("Costs!G3").first).to_be_visible()
    accessible(page, narrow=True)
    keys.follow(re.compile("What was understood"))
    expect(page.get_by_role("cell", name="£50,000").first).to_be_visible()
    accessible(page)
    page.go_back()
    keys.follow(re.compile("£4,000 \\+ £6,000 \\+ £11,000 = £21,000"))
    expect(page.locator("mark")).to_have_text("11000")
    accessible(page, narrow=True)
    keys.tick("Ask the author")
    keys.press("Save and go to the next")
    keys.tick("Read it as")
    keys.press("Save and go to the next")
    seen.told(page, "Say how it is to be read")
    keys.type("Note (optional)", "£100,000")
    keys.press("Save and go to the next")
    seen.heading(page, "2 errors in costings.xlsx")
    expect(page.get_by_text("Everything is decided")).to_be_visible()
    with page.expect_download() as download:
        keys.take(re.compile("1 question to the author"))
    assert "£21,000" in Path(download.value.path()).read_text(encoding="utf-8")
    keys.follow("Delete this document")
    keys.press("Delete it")
    seen.heading(page, "Documents checked on the way in")
    expect(page.get_by_role("link", name="costings.xlsx")).to_have_count(0)
