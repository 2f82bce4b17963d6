"""`manage load_places`: put the packaged places, neighbours, populations and alliances into the database."""

from typing import Any

from django.core.management.base import BaseCommand

from riia.alliance.audit.services import System
from riia.alliance.places.services import load_reference


class Command(BaseCommand):
    help = "Load the packaged reference data and the alliances' configuration. Safe to repeat."

    def handle(self, *args: Any, **options: Any) -> None:
        report = load_reference(by=System("load_places command"))
        self.stdout.write(f"{report.words}.")
        for what, rows in (("Added", report.added), ("Changed", report.changed), ("Removed", report.removed)):
            for kind, number in rows.items():
                self.stdout.write(f"  {what} {number:,} × {kind}")
