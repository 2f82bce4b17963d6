"""Fixtures of the journeys: the demonstration as people start it, a real browser, and an accessibility check.

The server is the real `./run demo` process on a data folder of its own, so a journey meets the same static files,
headers and sign-in as a person does. Journeys share it: each changes only what it made itself.
"""

import os
import re
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.browser import browser_path

ROOT = Path(__file__).resolve().parents[2]
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync"]  # fmt: skip
WCAG = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}}


@dataclass(frozen=True)
class Demo:
    """The served demonstration: its address and everything it has printed (e-mails among it)."""

    url: str
    log: Path

    def printed(self) -> str:
        return self.log.read_text(encoding="utf-8", errors="replace")

    def newest_link(self, pattern: str) -> str:
        """The newest address matching `pattern` in an e-mail the demonstration printed."""
        links = re.findall(rf"https?://\S*{pattern}\S*", self.printed().replace("=\n", ""))
        assert links, f"no e-mail with a link like {pattern}"
        return links[-1]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    folder = tmp_path_factory.mktemp("demo")
    log = folder / "printed.txt"
    command = [sys.executable, "-u", "-m", "riia.demo"]
    with log.open("w", encoding="utf-8") as stream:
        process = subprocess.Popen(
            command, cwd=ROOT, env={**os.environ, "RIIA_DATA": str(folder)}, stdout=stream, stderr=subprocess.STDOUT
        )
    try:
        yield Demo(url=_address(process, log), log=log)
    finally:
        process.terminate()
        process.wait(timeout=20)


def _address(process: subprocess.Popen[bytes], log: Path) -> str:
    """Wait until the demonstration says where it is and answers there."""
    deadline = time.monotonic() + 180
    while time.monotonic() < deadline:
        assert process.poll() is None, f"the demonstration ended:\n{log.read_text(encoding='utf-8')}"
        if found := re.search(r"Open\s+(http://\S+)", log.read_text(encoding="utf-8")):
            try:
                urllib.request.urlopen(found[1], timeout=5).close()
            except OSError:
                pass
            else:
                return found[1]
        time.sleep(0.2)
    raise AssertionError(f"the demonstration did not start:\n{log.read_text(encoding='utf-8')}")


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, object]:
    return {"executable_path": browser_path(), "args": FLAGS}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, object], demo: Demo) -> dict[str, object]:
    return {**browser_context_args, "base_url": demo.url, "viewport": {"width": 1280, "height": 900}, "locale": "en-GB"}


@pytest.fixture
def sign_in(page: Page) -> Callable[[str], Page]:
    """Sign in as a simulated person by name, with the keyboard alone."""

    def as_person(name: str) -> Page:
        page.goto("/sign-in/demo/")
        page.get_by_role("button", name=re.compile(name)).press("Enter")
        page.wait_for_url(lambda url: "/sign-in/" not in url)
        return page

    return as_person


@pytest.fixture
def accessible() -> Callable[[Page], None]:
    """Assert that axe finds nothing on the page as it stands, and that it does not scroll sideways."""

    def check(page: Page) -> None:
        results = Axe().run(page, options=WCAG)
        assert results.violations_count == 0, f"{page.url}\n{results.generate_report()}"
        wide = page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
        assert not wide, f"{page.url} scrolls sideways at {page.viewport_size}"

    return check
