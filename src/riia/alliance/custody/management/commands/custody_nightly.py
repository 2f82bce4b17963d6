"""What has to happen every night: files of records whose time is over are destroyed (R4.15)."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from riia.alliance.audit.actors import System
from riia.alliance.custody.services.files import purge_due


class Command(BaseCommand):
    help = "Destroys files of records that have been kept long enough. Run once a day."

    def handle(self, *args: Any, **options: Any) -> None:
        count = purge_due(by=System("custody nightly"), on=timezone.localdate())
        self.stdout.write(f"{count} files of records were destroyed.")
