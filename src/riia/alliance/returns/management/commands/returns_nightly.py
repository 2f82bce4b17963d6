"""What the return desk needs every night: work that a dead process left behind is put in line again."""

from typing import Any

from django.core.management.base import BaseCommand

from riia.alliance.kit.filters import plural
from riia.alliance.returns.services.taking_up import take_up_receipts
from riia.alliance.returns.services.uploads import take_up_dead


class Command(BaseCommand):
    help = "Puts files and receipts back in line whose worker died. Safe to repeat. Run once a day."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{plural(take_up_dead(), 'file')} put back in line to be read.")
        self.stdout.write(f"{plural(take_up_receipts(), 'receipt')} put back in line to be sent.")
