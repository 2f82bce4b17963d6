"""A second step that its owner has lost."""

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db import transaction

from riia.alliance.access import policies, queries
from riia.alliance.access.actions import Action
from riia.alliance.access.models import Person
from riia.alliance.access.permissions import NotAllowedError
from riia.alliance.audit import services as audit
from riia.alliance.audit.actors import Acts


@transaction.atomic
def forget_second_step(*, person: Person, reason: str, by: Acts) -> int:
    """Take away every second step of somebody who has lost theirs, and end their sessions; gives how many there were.

    Their password stays. A role that needs a second step makes them set one up at the next sign-in.

    Raises:
        PolicyError: no reason is given, or `by` does not manage access everywhere, or is the person themselves.
    """
    policies.check_reason(reason)
    scope = queries.scope_of_actor(by)
    if scope.person_ref == str(person.reference) or scope.places_for(Action.APPROVE_ACCESS) is not None:
        raise NotAllowedError("A lost second step is taken away by somebody else, who manages access everywhere.")
    taken: int = Authenticator.objects.filter(user=person).delete()[0]
    for session in UserSession.objects.filter(user=person):
        session.end()
    audit.record(
        by=by,
        action="access.forget_second_step",
        target=person,
        summary=f"Took away the second steps of {person.audit_label}",
        reason=reason,
    )
    return taken
