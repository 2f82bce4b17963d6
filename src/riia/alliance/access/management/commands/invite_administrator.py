"""The first way into a new installation: whoever runs the machine invites an administrator."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from riia.alliance.access import policies, queries, services
from riia.alliance.access.mail import MailNotSentError
from riia.alliance.access.models import Person, RoleHolding
from riia.alliance.access.policies import PolicyError, Term
from riia.alliance.access.roles import Role
from riia.alliance.access.services.holdings import Proposal
from riia.alliance.audit.actors import System

_JOINED = (
    "An administrator has joined already and invites others under People and access. To invite one from here all the "
    "same (a second one takes two people to approve, or nobody can sign in), add --another."
)


class Command(BaseCommand):
    help = "Invite an administrator by e-mail. Invite two: each approves what takes two people, and reviews the other."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email")
        parser.add_argument("--name", required=True)
        parser.add_argument("--another", action="store_true", help="although an administrator has joined already")

    def handle(self, *args: Any, email: str, name: str, another: bool = False, **options: Any) -> None:
        in_office = RoleHolding.objects.filter(queries.counts_on(timezone.localdate()), role=Role.ADMINISTRATOR)
        if not another and in_office.filter(person__is_active=True).exists():
            raise CommandError(_JOINED)
        known = Person.objects.filter(email=email.strip().lower()).first()
        try:
            _invite(email, name, known, holds_it=known is not None and in_office.filter(person=known).exists())
        except (PolicyError, MailNotSentError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(
            "They have joined before, so they can sign in as an administrator now."
            if known and known.is_active
            else "The invitation is on its way. Its link works for seven days; run this again to send a new one."
        )


def _invite(email: str, name: str, known: Person | None, *, holds_it: bool) -> None:
    by = System("Whoever runs this installation")
    # Approving the role sends the invitation of someone who was never sent one that still stands.
    sent_by_approval = not holds_it and (known is None or queries.awaits_invitation(known))
    if not holds_it:
        today = timezone.localdate()
        term = Term(today, today + policies.LONGEST_TERM)
        proposal = Proposal(Role.ADMINISTRATOR, None, "Invited by whoever runs this installation", term)
        services.nominate(email=email, name=name, proposal=proposal, by=by)
    if known and not sent_by_approval and (holds_it or not known.is_active):
        services.issue(person=known, by=by)
