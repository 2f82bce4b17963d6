"""What returns need once a day: whoever answers for one that is not in is written to, on the days of R5.18."""

from typing import Any

from django.core.management.base import BaseCommand

from riia.alliance.audit.actors import System
from riia.alliance.kit.filters import and_list, plural
from riia.alliance.returns.services.reminders import send_reminders


class Command(BaseCommand):
    help = "Send the reminders that are due today. Safe to repeat: nobody is written to twice a day about a return."

    def handle(self, *args: Any, **options: Any) -> None:
        ran = send_reminders(by=System("daily reminders"))
        if ran.resting:
            self.stdout.write("No reminders today: it is not a working day.")
            return
        self.stdout.write(f"{plural(ran.sent, 'reminder')} sent.")
        if ran.failed:
            self.stderr.write(f"The mail server did not take {ran.failed}. The next run tries again.")
        if ran.unsure:
            self.stderr.write(
                f"{ran.unsure} not repeated: an earlier run of today stopped while sending, and may have."
            )
        if ran.nobody:
            names = and_list([one.council.label for one in ran.nobody])
            self.stderr.write(f"Nobody can be written to for {names}. Name a performance lead.")
