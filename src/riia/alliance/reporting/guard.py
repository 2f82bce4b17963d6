"""Triggers that make the database itself refuse to change or remove what was frozen or sent.

SQLite drops triggers when a migration rebuilds a table, so a later migration that alters one of these must call
`install` again; a test looks for them after all migrations.
"""

from django.db.backends.base.base import BaseDatabaseWrapper

TABLES = ("reporting_snapshot", "reporting_editionfile")
_MESSAGE = "What was frozen for a report is never changed"
_FUNCTION = f"""
CREATE OR REPLACE FUNCTION reporting_refuse() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '{_MESSAGE}' USING ERRCODE = 'integrity_constraint_violation'; END $$
"""


def install(connection: BaseDatabaseWrapper) -> None:
    """Put the triggers in place; safe to repeat."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(_FUNCTION)
        for table in TABLES:
            if connection.vendor == "postgresql":
                cursor.execute(f"DROP TRIGGER IF EXISTS {table}_frozen ON {table}")
                cursor.execute(
                    f"CREATE TRIGGER {table}_frozen BEFORE UPDATE OR DELETE ON {table} "
                    "FOR EACH ROW EXECUTE FUNCTION reporting_refuse()"
                )
                continue
            for verb in ("UPDATE", "DELETE"):
                cursor.execute(
                    f"CREATE TRIGGER IF NOT EXISTS {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
                    f"BEGIN SELECT RAISE(ABORT, '{_MESSAGE}'); END"
                )


def remove(connection: BaseDatabaseWrapper) -> None:
    """Take the triggers away, for undoing the migration."""
    with connection.cursor() as cursor:
        for table in TABLES:
            if connection.vendor == "postgresql":
                cursor.execute(f"DROP TRIGGER IF EXISTS {table}_frozen ON {table}")
                continue
            for verb in ("update", "delete"):
                cursor.execute(f"DROP TRIGGER IF EXISTS {table}_no_{verb}")
