"""`manage load_figures`: put the published statistics that ship with the package into the database."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from riia.alliance.audit.services import System
from riia.alliance.figures.services import load_packaged
from riia.alliance.places.models import Place


class Command(BaseCommand):
    help = "Load the packaged published statistics that are not held yet. Needs the places first. Safe to repeat."

    def handle(self, *args: Any, **options: Any) -> None:
        if not Place.objects.exists():
            raise CommandError("There are no places to load figures for. Run load_places first, then load_figures.")
        report = load_packaged(by=System("load_figures command"))
        self.stdout.write(f"{report.words}.")
