"""Finds the Chromium the journeys drive, or gets one."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

CANDIDATES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")


class BrowserUnavailableError(RuntimeError):
    """No browser could be found or installed; a journey is never skipped for want of one."""


def browser_path() -> str:
    """Path of a Chromium: the one named in RIIA_TEST_BROWSER, one installed, Playwright's own, or Debian's.

    Raises:
        BrowserUnavailableError: none is there and none could be installed.
    """
    named = os.environ.get("RIIA_TEST_BROWSER")
    if named and Path(named).exists():
        return named
    found = _installed() or _from_playwright() or _from_debian()
    if found:
        return found
    raise BrowserUnavailableError(
        "The browser tests need Chromium and none could be installed. "
        "Install it (for instance `apt-get install chromium`) or name one in RIIA_TEST_BROWSER."
    )


def _installed() -> str | None:
    return next((path for name in CANDIDATES if (path := shutil.which(name))), None)


def _from_playwright() -> str | None:
    from playwright.sync_api import sync_playwright

    def path() -> str | None:
        with sync_playwright() as playwright:
            executable = playwright.chromium.executable_path
        return executable if Path(executable).exists() else None

    if path() is None:
        print("Setting up: fetching a browser for the tests …", file=sys.stderr)
        subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False, timeout=600)
    return path()


def _from_debian() -> str | None:
    if not shutil.which("apt-get") or os.geteuid() != 0:
        return None
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run(["apt-get", "update", "-qq"], check=False, env=environment)
    subprocess.run(
        ["apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium"], check=False, env=environment
    )
    return _installed()
