"""A production installation for these tests: settings that are right, and the commands as people run them."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
HOST = "riia.example.gov.uk"
RIGHT = {
    "SECRET_KEY": "wJ3kq9vXh2Lm7TzR5bNc8YdF4gPs6KaVwJ3kq9vXh2Lm7TzR5b",
    "ALLOWED_HOSTS": HOST,
    "BASE_URL": f"https://{HOST}",
    "EMAIL_HOST": "127.0.0.1",
}
# Whatever the machine or the test run has set must not decide what these tests see.
_OURS = {"RIIA_MODE", "DEMO", "DATABASE_URL", "STATIC_ROOT", "BIND", "PORT", "LOG_LEVEL", "DJANGO_SETTINGS_MODULE"}


def environment(folder: Path, **changes: str) -> dict[str, str]:
    """The variables of an installation with its data in `folder`; an empty change takes a variable away."""
    inherited = {name: value for name, value in os.environ.items() if name not in _OURS}
    wanted = {**inherited, **RIGHT, "RIIA_DATA": str(folder), **changes}
    return {name: value for name, value in wanted.items() if value}


def command(*arguments: str) -> list[str]:
    """What `./run` becomes once the environment is set up."""
    return [sys.executable, "-m", "riia.alliance.config", *arguments]


def run(folder: Path, *arguments: str, **changes: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command(*arguments),
        cwd=ROOT,
        env=environment(folder, **changes),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        stdin=subprocess.DEVNULL,
    )
