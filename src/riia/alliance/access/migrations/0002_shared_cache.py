"""The cache that all web processes share: used one-time codes, and the counts that slow an attack on sign-in down.

Made by a migration, so that whoever runs the web processes needs no right to make tables.
"""

from django.core.management import call_command
from django.db import migrations

TABLE = "access_shared_cache"  # as in settings


def make(apps, schema_editor):
    call_command("createcachetable", TABLE, database=schema_editor.connection.alias, verbosity=0)


def remove(apps, schema_editor):
    schema_editor.execute(f"DROP TABLE {schema_editor.quote_name(TABLE)}")


class Migration(migrations.Migration):
    dependencies = [("access", "0001_initial")]
    operations = [migrations.RunPython(make, remove)]
