"""The kit in a real browser: accessible, never wider than the window, working without JavaScript, alive with it."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core.wsgi import get_wsgi_application
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.alliance.kit.conftest import kit_alone
from tests.browser import browser_path

pytestmark = pytest.mark.browser

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
PAGES = ["/styleguide/", "/styleguide/?errors=1", "/form/", "/nowhere/", "/long-task/"]


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class _Quiet(WSGIRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: the browser's own errors are what a test looks at."""


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """The kit's own pages, served."""
    with kit_alone():
        server = make_server("127.0.0.1", 0, get_wsgi_application(), server_class=_Server, handler_class=_Quiet)
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_path(), args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def complaints() -> list[str]:
    return []


@pytest.fixture
def tab(chromium: Browser, address: str, complaints: list[str]) -> Iterator[Page]:
    """A page that collects what the browser complains of: blocked content, errors in scripts."""
    context = chromium.new_context(base_url=address)
    page = context.new_page()
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield page
    context.close()


@pytest.mark.parametrize("width", [1280, 375])
@pytest.mark.parametrize("path", PAGES)
def test_accessible(tab: Page, complaints: list[str], path: str, width: int) -> None:
    tab.set_viewport_size({"width": width, "height": 900})
    tab.goto(path)
    results = Axe().run(tab)
    assert results.violations_count == 0, results.generate_report()
    assert [words for words in complaints if "404" not in words] == []


@pytest.mark.parametrize("path", PAGES)
def test_never_wider_than_a_small_phone(tab: Page, path: str) -> None:
    tab.set_viewport_size({"width": 320, "height": 640})
    tab.goto(path)
    assert tab.evaluate("document.documentElement.scrollWidth") == 320


def test_pictures_load_and_phones_get_their_own(tab: Page) -> None:
    for width, part in ((1280, "?picture=trend"), (375, "size=narrow")):
        tab.set_viewport_size({"width": width, "height": 900})
        tab.goto("/styleguide/")
        picture = tab.locator(".kit-chart__picture").first
        assert picture.evaluate("image => image.decode().then(() => image.naturalWidth)") > 300
        assert part in picture.evaluate("image => image.currentSrc")


def test_headings_of_a_matrix_stay_in_view(tab: Page) -> None:
    tab.set_viewport_size({"width": 375, "height": 640})
    tab.goto("/styleguide/")
    matrix = tab.locator(".kit-matrix")
    matrix.focus()
    expect(matrix).to_be_focused()
    before = tab.locator(".kit-matrix__row").first.bounding_box()
    matrix.evaluate("region => region.scrollTo(300, 0)")
    after = tab.locator(".kit-matrix__row").first.bounding_box()
    assert before
    assert after
    assert abs(before["x"] - after["x"]) < 1
    assert matrix.evaluate("region => region.scrollLeft") > 100


def test_errors_take_the_focus_and_lead_to_their_field(tab: Page) -> None:
    tab.goto("/form/")
    tab.get_by_role("button", name="Save and continue").click()
    summary = tab.locator(".govuk-error-summary")
    expect(summary).to_be_focused()
    assert tab.title() == "Error: A form – riia"
    summary.get_by_role("link", name="Enter date of the meeting").click()
    expect(tab.get_by_label("Day")).to_be_focused()


def test_a_password_can_be_shown(tab: Page) -> None:
    tab.goto("/form/")
    tab.get_by_role("button", name="Show password").click()
    expect(tab.locator("#id_password")).to_have_attribute("type", "text")


def test_long_work_brings_itself_up_to_date(tab: Page, complaints: list[str]) -> None:
    tab.goto("/long-task/")
    if tab.get_by_role("link", name="Check again").count() == 0:
        tab.reload()
    expect(tab.get_by_role("status")).to_have_text("4 of 10 files done.")
    expect(tab.get_by_role("link", name="See it")).to_be_visible(timeout=15_000)
    expect(tab.get_by_role("status")).to_have_text("10 of 10 files done.")
    expect(tab.get_by_role("link", name="Check again")).to_have_count(0)
    assert complaints == []


def test_everything_is_there_without_javascript(chromium: Browser, address: str) -> None:
    context = chromium.new_context(base_url=address, java_script_enabled=False, viewport={"width": 375, "height": 640})
    page = context.new_page()
    page.goto("/form/")
    expect(page.get_by_role("link", name="Compare")).to_be_visible()
    page.get_by_label("E-mail address").fill("nobody")
    page.get_by_role("button", name="Save and continue").click()
    expect(page.get_by_role("link", name="Enter a valid email address")).to_be_visible()
    expect(page.get_by_label("E-mail address")).to_have_value("nobody")
    page.goto("/styleguide/")
    page.get_by_text("The table behind this chart").first.click()
    expect(page.locator("#trend-table").get_by_role("table", name="Ashby borrows more books")).to_be_visible()
    context.close()


def test_paper_has_the_content_without_the_furniture(tab: Page) -> None:
    tab.goto("/styleguide/")
    tab.emulate_media(media="print")
    expect(tab.get_by_role("navigation", name="Main")).to_be_hidden()
    expect(tab.locator("#trend-table").get_by_role("table", name="Ashby borrows more books")).to_be_visible()
    shapes = re.findall(rb"MediaBox \[0 0 (\d+)", tab.pdf(prefer_css_page_size=True))
    assert shapes.count(b"594") > 3
    assert shapes.count(b"841") == 1  # the matrix, on a page that lies
