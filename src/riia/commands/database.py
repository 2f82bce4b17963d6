"""The database behind the command line: the same as the application's, made ready when it is a person's own."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from riia.alliance.access.scope import Scope
    from riia.alliance.audit.actors import Acts


def ready(*, figures: bool = True) -> None:
    """Start Django, and on an embedded database of one's own bring it up to date.

    A laptop has no one to run migrations or load figures, so an empty embedded database gets both, and standard error
    says so. A production database is never changed here: it is told what is missing instead. With `figures` false the
    packaged figures are not loaded (for a command that brings its own).

    Raises Refused when the web application is not installed, the settings are wrong or a production database is not set
    up.
    """
    _start()
    from django.conf import settings
    from django.db import connection

    from riia.commands.refusals import Refused

    own = connection.vendor == "sqlite" and settings.MODE != "production"
    if own:
        _bring_up_to_date(figures=figures)
    elif not _is_migrated():
        raise Refused("The database is not set up. Run `./run manage migrate` first; see docs/running.md.")


def _start() -> None:
    """Start Django, which only an installation with the web application has."""
    from riia.commands.refusals import Refused

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "riia.alliance.config.settings")
    try:
        import django
        from django.core.exceptions import ImproperlyConfigured

        try:
            django.setup()
        except ImproperlyConfigured as error:
            raise Refused(str(error)) from None
    except ModuleNotFoundError as error:
        if (error.name or "riia").startswith("riia"):
            raise  # not a want of the installation but a fault of ours
        raise Refused("This command needs the web application: install riia[web].") from None


def actor() -> Acts:
    """Who acts, for the audit trail: the command line. Operating-system names are personal and not kept."""
    from riia.alliance.audit.actors import System

    return System("command line")


def viewer() -> Scope:
    """The scope of whoever sits at this machine: its database file is theirs."""
    from riia.alliance.access.scope import Scope

    return Scope.system("command line")


def _bring_up_to_date(*, figures: bool) -> None:
    from django.core.management import call_command

    from riia.alliance.figures import package
    from riia.alliance.places.models import Place

    if not _is_migrated():
        _say("Preparing the database on this machine (once) …")
        call_command("migrate", interactive=False, verbosity=0)
    if not Place.objects.exists():
        from riia.alliance.places.services import load_reference

        load_reference(by=actor())
    if figures and not package.is_held():
        from riia.alliance.figures.services import load_packaged

        _say(f"{load_packaged(by=actor()).words}: the packaged series of official statistics.")


def _is_migrated() -> bool:
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)  # noqa: T201
