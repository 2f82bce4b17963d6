"""Fixtures of the journeys: the demonstration as people start it, a real browser, and an accessibility check.

The server is the real `./run demo` process on a data folder of its own, so a journey meets the same static files,
headers and sign-in as a person does. Journeys share it: each changes only what it made itself. Workers that run
journeys at the same time have a demonstration and a browser each; what is in it is loaded once and copied.
"""

import fcntl
import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from email import message_from_string, policy
from email.message import EmailMessage
from pathlib import Path
from sqlite3 import Connection, connect

import pytest
from axe_playwright_python.base import AXE_SCRIPT, AxeResults
from playwright.sync_api import Browser, Page, ViewportSize, expect

from riia.alliance.access.personas import PERSONAS
from tests.browser import browser_path

ROOT = Path(__file__).resolve().parents[2]
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync"]  # fmt: skip
# Only violations: to describe everything that is as it should be takes most of the time on a large table.
AXE = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]},
    "resultTypes": ["violations"],
    "preload": False,  # style sheets fetched once more and films, for rules that are not among these
}

# Two browsers and two servers on two cores: what comes late is not wrong.
expect.set_options(timeout=20_000)

TOKEN = "a" * 32
"""Any: a form is believed when it says the same as the cookie."""
HEADER = re.compile(r"^Content-Type: text/plain", re.MULTILINE)
DESK: ViewportSize = {"width": 1280, "height": 900}
NARROW: ViewportSize = {"width": 320, "height": 640}
"""A screen on a desk; and the width that pages must fit at 400% zoom (WCAG 2.2, 1.4.10)."""


@dataclass(frozen=True)
class Demo:
    """The served demonstration: its address and everything it has printed (e-mails among it)."""

    url: str
    log: Path

    def printed(self) -> str:
        return self.log.read_text(encoding="utf-8", errors="replace")

    def mails(self, to: str) -> list[EmailMessage]:
        """The e-mails to an address, oldest first."""
        messages = re.split(r"^-{79}$", self.printed(), flags=re.MULTILINE)
        starts = [text[found.start() :] for text in messages if (found := HEADER.search(text))]
        parsed = [message_from_string(text, policy=policy.default) for text in starts]
        return [mail for mail in parsed if mail["To"] == to]

    def newest_link(self, pattern: str, to: str = "") -> str:
        """The newest address matching `pattern` in an e-mail the demonstration printed, to anyone or to one person."""
        mails = "\n".join(mail.get_content() for mail in self.mails(to))
        text = mails if to else self.printed().replace("=\n", "")
        links = re.findall(rf"https?://\S*{pattern}\S*", text)
        assert links, f"no e-mail with a link like {pattern}"
        return links[-1]

    def database(self) -> Connection:
        """The demonstration's own database; commits at the end of `with`."""
        return connect(self.log.parent / "demo" / "riia.sqlite3", timeout=20)

    def days_pass(self, days: int, table: str, column: str, where: str, *values: str) -> None:
        """Move a date or time of rows a journey made into the past, as if so many days had gone by since."""
        kind = "datetime" if column.endswith("_at") else "date"
        statement = f"UPDATE {table} SET {column} = {kind}({column}, ?) WHERE {where}"
        with closing(self.database()) as database, database:
            changed = database.execute(statement, (f"-{days} days", *values)).rowcount
        assert changed, f"nothing in {table} where {where}"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the demonstration as it is loaded, the same for all workers. Nobody serves or changes it."""
    if given := os.environ.get("RIIA_TEST_DEMO"):  # tests/run.py has loaded it while other tests ran
        return Path(given)
    base = tmp_path_factory.getbasetemp()
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "loaded"
    folder.mkdir(exist_ok=True)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "demo" / "demo-version").exists():  # written last
            command = [sys.executable, "-m", "riia.demo", "--load-only"]
            subprocess.run(command, cwd=ROOT, env={**os.environ, "RIIA_DATA": str(folder)}, check=True)
    return folder


@pytest.fixture(scope="session")
def demo(loaded: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    folder = tmp_path_factory.mktemp("demo")
    shutil.copytree(loaded / "demo", folder / "demo")
    log = folder / "printed.txt"
    command = [sys.executable, "-u", "-m", "riia.demo", "--port", str(_free_port())]
    with log.open("w", encoding="utf-8") as stream:
        process = subprocess.Popen(
            command, cwd=ROOT, env={**os.environ, "RIIA_DATA": str(folder)}, stdout=stream, stderr=subprocess.STDOUT
        )
    try:
        yield Demo(url=_address(process, log), log=log)
    finally:
        process.terminate()
        process.wait(timeout=20)


def _free_port() -> int:
    """A port of the machine's own choosing: demonstrations that start at once would find the same one free."""
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


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
    return {**browser_context_args, "base_url": demo.url, "viewport": DESK, "locale": "en-GB"}


@pytest.fixture
def another(browser: Browser, browser_context_args: dict[str, object]) -> Iterator[Callable[..., Page]]:
    """Somebody else's computer, or one's second: each call gives a page that shares no cookies with the others."""
    contexts = []

    def computer(**options: object) -> Page:
        contexts.append(browser.new_context(**{**browser_context_args, **options}))
        return contexts[-1].new_page()

    yield computer
    for context in contexts:
        context.close()


@pytest.fixture
def sign_in(page: Page, demo: Demo) -> Callable[..., Page]:
    """Sign in as a simulated person by name; `on` says on which computer.

    What the button on the page of simulated people sends is sent without it: pressing it is a journey of its own.
    """

    def as_person(name: str, on: Page | None = None) -> Page:
        used = on or page
        [email] = [persona.email for persona in PERSONAS if name in persona.name]
        address = f"{demo.url}/sign-in/demo/"
        used.context.add_cookies([{"name": "csrftoken", "value": TOKEN, "url": demo.url}])
        answer = used.request.post(address, form={"email": email, "csrfmiddlewaretoken": TOKEN}, max_redirects=0)
        assert answer.status == 302, answer.text()
        used.goto(answer.headers["location"])
        return used

    return as_person


TOO_WIDE = """() => {
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= width) return "";
  const out = [...document.querySelectorAll("main *, nav *")].filter(one => one.getBoundingClientRect().right > width);
  return out.slice(-3).map(one => `${one.className}: ${one.textContent.trim().slice(0, 60)}`).join(" | ");
}"""
"""What a page that scrolls sideways has outside its window; blank for one that does not."""


def resize(page: Page, size: ViewportSize | None) -> None:
    """Give the page another width, and wait until it has drawn itself: its scripts hear of the width with the frame."""
    page.set_viewport_size(size or DESK)
    page.evaluate("() => new Promise(drawn => requestAnimationFrame(() => requestAnimationFrame(drawn)))")


@pytest.fixture
def accessible() -> Callable[..., None]:
    """Assert that axe finds nothing on the page as it stands, and that it does not scroll sideways.

    With `narrow` this is asserted at 320 pixels as well.
    """

    def check(page: Page, narrow: bool = False) -> None:
        if not page.evaluate("'axe' in window"):
            page.evaluate(AXE_SCRIPT)
        results = AxeResults(page.evaluate("options => axe.run(options)", AXE))
        assert results.violations_count == 0, f"{page.url}\n{results.generate_report()}"
        wide = page.evaluate(TOO_WIDE)
        assert not wide, f"{page.url} scrolls sideways at {page.viewport_size}: {wide}"
        if narrow:
            before = page.viewport_size
            resize(page, NARROW)
            check(page)
            resize(page, before)

    return check
