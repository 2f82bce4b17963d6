"""The way back in for somebody who has lost their phone, passkey and recovery codes."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from riia.alliance.access import services
from riia.alliance.access.models import Person
from riia.alliance.access.policies import PolicyError
from riia.alliance.audit.actors import System


class Command(BaseCommand):
    help = "Take away a person's second steps and end their sessions. Make sure first that it is they who ask."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email")
        parser.add_argument("--reason", required=True, help="kept in the audit trail")

    def handle(self, *args: Any, email: str, reason: str, **options: Any) -> None:
        person = Person.objects.filter(email=email.strip().lower()).first()
        if person is None:
            raise CommandError("Nobody with this e-mail address is known.")
        try:
            taken = services.forget_second_step(
                person=person, reason=reason, by=System("Whoever runs this installation")
            )
        except PolicyError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(
            f"{taken} taken away. They sign in with their password and set up a second step again."
            if taken
            else "They had none. Their sessions were ended."
        )
