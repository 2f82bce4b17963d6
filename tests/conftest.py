"""For every test: password hashing that costs no time, and a database that can be emptied."""

from collections import Counter
from collections.abc import Iterator

import pytest
from django.db import connection
from django.test import TransactionTestCase
from hypothesis import HealthCheck, settings

from riia.alliance.audit import guard

# How long an example takes says more about the machine than about the code.
settings.register_profile("riia", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("riia")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Files that take long first, so that no worker is left with one at the end: Spark's, then those of many tests."""
    sizes = Counter(item.path for item in items)
    items.sort(key=lambda item: (item.get_closest_marker("spark") is None, -sizes[item.path]))


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
