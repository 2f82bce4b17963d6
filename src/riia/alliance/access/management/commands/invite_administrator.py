"""The first way into a new installation: whoever runs the machine invites an administrator."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from riia.alliance.access import policies, services
from riia.alliance.access.mail import MailNotSentError
from riia.alliance.access.models import Person
from riia.alliance.access.policies import PolicyError, Term
from riia.alliance.access.roles import Role
from riia.alliance.access.services.holdings import Proposal
from riia.alliance.audit.actors import System


class Command(BaseCommand):
    help = "Invite an administrator by e-mail. Invite two: each approves what takes two people, and reviews the other."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email")
        parser.add_argument("--name", required=True)

    def handle(self, *args: Any, email: str, name: str, **options: Any) -> None:
        today = timezone.localdate()
        term = Term(today, today + policies.LONGEST_TERM)
        proposal = Proposal(Role.ADMINISTRATOR, None, "Invited by whoever runs this installation", term)
        by = System("command line")
        known = Person.objects.filter(email=email.strip().lower(), is_active=False).first()
        try:
            if known and known.invitations.filter(accepted_at=None, revoked_at=None).exists():
                with transaction.atomic():
                    services.issue(person=known, by=by)
            else:
                services.nominate(email=email, name=name, proposal=proposal, by=by)
        except (PolicyError, MailNotSentError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(
            "The invitation is on its way. Its link works for seven days; run this again to send a new one."
        )
