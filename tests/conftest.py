"""For every test: an order in which no worker waits, quick password hashing, and a database that can be emptied."""

import gc
import os
import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.db import connection
from django.test import TransactionTestCase
from hypothesis import HealthCheck, settings
from whitenoise.middleware import WhiteNoiseMiddleware

from riia.alliance.audit import guard
from tests import migrated

# How long an example takes says more about the machine than about the code. The integration server always tries the
# same examples, so that what it says is about the change; new ones are sought wherever people run the tests.
SAME = "RIIA_SAME_EXAMPLES" in os.environ
settings.register_profile(
    "riia",
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    derandomize=SAME,
    max_examples=25 if SAME else 100,  # the same every time: the rest are for people's machines
)
settings.load_profile("riia")


HERE = Path(__file__).parent
TABLES = Path(os.environ.get("RIIA_TEST_TABLES", HERE.parent / ".pytest_cache" / "tables"))
# Files whose few tests take half a minute or longer together: many pages or processes each.
LONG = [
    HERE / "journeys" / "test_returns.py",
    HERE / "journeys" / "test_compare.py",
    HERE / "architecture" / "test_routes.py",
    HERE / "alliance" / "config" / "test_serving.py",
    HERE / "test_cli_figures_import.py",
    HERE / "test_cli_figures.py",
    HERE / "alliance" / "kit" / "test_in_browser.py",
]


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Files that take long first, so that no worker is left with one at the end: Spark's, those named, the largest.

    With another database only what asks one is tried again.
    """
    if moved := [str(path) for path in LONG if not path.exists()]:
        raise pytest.UsageError(f"{Path(__file__).name} names files that are not there any more: {', '.join(moved)}")
    if connection.vendor != "sqlite":
        same = [item for item in items if not asks_the_database(item)]
        config.hook.pytest_deselected(items=same)
        items[:] = [item for item in items if asks_the_database(item)]
    files, folders = Counter(item.path for item in items), Counter(item.path.parent for item in items)

    def place(item: pytest.Item) -> tuple[object, ...]:
        path, folder = item.path, item.path.parent
        return (
            item.get_closest_marker("spark") is None,
            LONG.index(path) if path in LONG else len(LONG),
            (-folders[folder], folder),
            (-files[path], path),
        )

    items.sort(key=place)


def asks_the_database(item: pytest.Item) -> bool:
    return bool(item.get_closest_marker("django_db")) or "django_db_setup" in getattr(item, "fixturenames", ())


def pytest_collection_finish() -> None:
    """What collecting has made stays to the end: to look through it for what can go took an eighth of the time."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> Iterator[None]:
    """The test database is copied from one with all tables: tests/run.py says which, else from that of the last run."""
    if connection.vendor == "sqlite":
        with migrated.copied(connection, TABLES):
            yield
    else:
        connection.settings_dict["TEST"]["TEMPLATE"] = os.environ.get("RIIA_TEST_TABLES")
        yield


@pytest.fixture(scope="session")
def with_tables(django_db_setup: None) -> Callable[[Path], Path]:
    """Put an SQLite database with all tables, if there is one yet, into a data folder of a process of its own."""

    def placed(folder: Path) -> Path:
        if (made := migrated.kept(TABLES)).exists():
            shutil.copy(made, folder / "riia.sqlite3")
        return folder

    return placed


@pytest.fixture(autouse=True, scope="session")
def _static_files_are_looked_for_once() -> Iterator[None]:
    """Rather than by each client of each test: with the client come the layers around the application."""
    look, found = WhiteNoiseMiddleware.add_files_from_finders, {}

    def known(layer: WhiteNoiseMiddleware) -> None:
        if not found:
            look(layer)
            found.update(layer.files)
        layer.files.update(found)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(WhiteNoiseMiddleware, "add_files_from_finders", known)
        yield


@pytest.fixture(autouse=True)
def _fast_passwords(settings) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(autouse=True, scope="session")
def _a_test_database_can_be_emptied() -> Iterator[None]:
    """Lift the audit trail's append-only triggers while Django empties the tables after a test without transactions."""
    empty = TransactionTestCase._fixture_teardown

    def lifted(case: TransactionTestCase) -> None:
        guard.remove(connection)
        try:
            empty(case)
        finally:
            guard.install(connection)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", lifted)
        yield
