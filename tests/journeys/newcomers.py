"""Somebody who joins during a journey: invited by a coordinator, with an authenticator app of their own."""

import base64
import hashlib
import hmac
import re
import struct
import time
import uuid
from dataclasses import dataclass, field

from playwright.sync_api import Page

from tests.journeys.conftest import Demo
from tests.journeys.keyboard import Keyboard
from tests.journeys.seen import told

STEP = 30


@dataclass
class App:
    """An authenticator app (RFC 6238: six digits, half a minute, SHA-1)."""

    key: str
    used: int = 0

    def code(self, step: int | None = None) -> str:
        """The digits of a half minute, by default the present one."""
        key = self.key.replace(" ", "")
        secret = base64.b32decode(key + "=" * (-len(key) % 8))
        counter = int(time.time()) // STEP if step is None else step
        digest = hmac.new(secret, struct.pack(">Q", counter), hashlib.sha1).digest()
        start = digest[-1] & 15
        return f"{(struct.unpack('>I', digest[start : start + 4])[0] & 0x7FFFFFFF) % 1_000_000:06d}"

    def fresh(self) -> str:
        """Digits not used before: a code works once. The next half minute's are taken early, as a fast clock would."""
        now = int(time.time()) // STEP
        if self.used > now:
            time.sleep(self.used * STEP - time.time() + 1)
            now = int(time.time()) // STEP
        self.used = max(now, self.used + 1)
        return self.code(self.used)

    def wrong(self) -> str:
        """Digits that are wrong for some minutes around now."""
        now = int(time.time()) // STEP
        right = {self.code(step) for step in range(now - 4, now + 5)}
        return next(f"{number:06d}" for number in range(20) if f"{number:06d}" not in right)


@dataclass
class Newcomer:
    """A made-up person with an address nobody else has."""

    name: str = "Jo Newcomer"
    password: str = "three plain words"
    email: str = field(default_factory=lambda: f"journey-{uuid.uuid4().hex[:10]}@example.org")
    app: App | None = None

    def is_put_forward(self, page: Page, role: str, place: str, purpose: str = "Tries the journey") -> None:
        """The form to invite somebody, filled by whoever is signed in on `page`."""
        keys = Keyboard(page)
        page.goto("/people/invite/")
        keys.type("Name", self.name)
        keys.type("E-mail address", self.email)
        keys.choose("Role", role)
        keys.choose("Place", place)
        keys.type("What is the access for?", purpose)
        keys.press("Propose")
        told(page, "The role is")

    def joins(self, page: Page, demo: Demo) -> None:
        """Follow the newest invitation and choose a password."""
        page.goto(demo.newest_link("/join/", to=self.email))
        keys = Keyboard(page)
        keys.type("Choose a password", self.password)
        keys.press("Join")
        page.wait_for_url(lambda url: "/join/" not in url)

    def sets_up_app(self, page: Page) -> list[str]:
        """Set up an authenticator app by typing its key; gives the recovery codes it shows with a first second step."""
        page.goto("/account/second-step/app/")
        self.app = App(page.locator(".access-key").inner_text())
        keys = Keyboard(page)
        keys.type("Six digits from the app", self.app.fresh())
        keys.press("Set up")
        told(page, "Your authenticator app is set up")
        return [code.inner_text() for code in page.locator(".access-codes li").all()]

    def gives_password(self, page: Page, password: str | None = None) -> None:
        """Fill in the sign-in page."""
        keys = Keyboard(page)
        page.goto("/sign-in/")
        keys.type("E-mail address", self.email)
        keys.type("Password", password or self.password)
        keys.press("Sign in")
        page.wait_for_load_state()


def role_address(page: Page, newcomer: Newcomer, role: str) -> str:
    """The address of the page of somebody's role, found by whoever manages access."""
    page.goto(f"/people/?q={newcomer.email}")
    link = page.get_by_role("link", name=re.compile(f"^{re.escape(role)}$"))
    return str(link.get_attribute("href"))
