"""The database itself refuses to change the trail, whoever asks and however (R15.05)."""

import pytest
from django.db import DatabaseError, connection, transaction

from riia.alliance.audit import guard
from riia.alliance.audit.actors import System
from riia.alliance.audit.models import Entry
from riia.alliance.audit.services import record

ATTEMPTS = [
    "UPDATE audit_entry SET summary = 'other'",
    "DELETE FROM audit_entry",
    "UPDATE audit_entryplace SET code = '000'",
    "DELETE FROM audit_entryplace",
]
ON_SQLITE = ["INSERT OR REPLACE INTO audit_entry SELECT * FROM audit_entry"]
ON_POSTGRESQL = ["TRUNCATE audit_entry CASCADE", "TRUNCATE audit_entryplace"]


def attempts() -> list[str]:
    return ATTEMPTS + (ON_SQLITE if connection.vendor == "sqlite" else ON_POSTGRESQL)


@pytest.fixture
def entry(db: None) -> Entry:
    with transaction.atomic():
        return record(by=System("test"), action="test.do", target=None, summary="Did it", places=["831"])


@pytest.mark.django_db(transaction=True)  # PostgreSQL has other reasons to refuse TRUNCATE inside a transaction
def test_every_attempt_is_refused(entry: Entry) -> None:
    for attempt in attempts():
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(attempt)
    assert Entry.objects.get().summary == "Did it"
    assert list(entry.places.values_list("code", flat=True)) == ["831"]


def test_adding_goes_on(entry: Entry) -> None:
    record(by=System("test"), action="test.again", target=None, summary="Did it again")
    assert Entry.objects.count() == 2


def test_the_guard_can_be_put_in_place_twice(entry: Entry) -> None:
    guard.install(connection)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(ATTEMPTS[0])


def test_without_the_guard_the_attempt_would_succeed(entry: Entry) -> None:
    """Shows that the tests above test the triggers and nothing else."""
    guard.remove(connection)
    with connection.cursor() as cursor:
        cursor.execute(ATTEMPTS[0])
    assert Entry.objects.get().summary == "other"
    guard.install(connection)


@pytest.mark.django_db
def test_all_migrations_together_leave_the_triggers_in_place() -> None:
    """A later migration that rebuilds a table on SQLite drops its triggers; then it must call guard.install again."""
    query = (
        "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name LIKE 'audit_%'"
        if connection.vendor == "sqlite"
        else "SELECT tgname FROM pg_trigger WHERE tgrelid::regclass::text LIKE 'audit_%' AND NOT tgisinternal"
    )
    with connection.cursor() as cursor:
        cursor.execute(query)
        found = {name for (name,) in cursor.fetchall()}
    each = ("no_update", "no_delete", "no_replace") if connection.vendor == "sqlite" else ("append_only",)
    assert found == {f"{table}_{kind}" for table in guard.TABLES for kind in each}


def test_an_unknown_database_is_refused_rather_than_left_unguarded() -> None:
    class Other:
        vendor = "oracle"

    with pytest.raises(NotImplementedError, match="Use SQLite or PostgreSQL"):
        guard._statements(Other())
