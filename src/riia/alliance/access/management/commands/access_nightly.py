"""What access needs once a night: roles whose review is overdue lapse, and what has run out is cleared away."""

from datetime import timedelta
from typing import Any

from axes.models import AccessAttempt
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.utils import timezone

from riia.alliance.access import services
from riia.alliance.audit.actors import System

ATTEMPTS_KEPT = timedelta(days=1)
"""Sign-in attempts hold addresses, so they go as soon as they no longer lock anybody out."""


class Command(BaseCommand):
    help = "Close roles whose review is overdue, and remove expired sessions and old sign-in attempts. Safe to repeat."

    def handle(self, *args: Any, **options: Any) -> None:
        lapsed = services.lapse_overdue(by=System("nightly run"))
        attempts, _ = AccessAttempt.objects.filter(attempt_time__lt=timezone.now() - ATTEMPTS_KEPT).delete()
        call_command("clearsessions")
        self.stdout.write(f"{lapsed} roles lapsed; {attempts} old sign-in attempts removed; expired sessions removed.")
