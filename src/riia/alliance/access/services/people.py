"""People's own details, and closing an account."""

from allauth.usersessions.models import UserSession
from django.db import transaction
from django.utils import timezone

from riia.alliance.access import policies, queries
from riia.alliance.access.actions import Action
from riia.alliance.access.models import AccessToken, Invitation, Person
from riia.alliance.access.permissions import NotAllowedError
from riia.alliance.access.services import holdings
from riia.alliance.access.states import HoldingState
from riia.alliance.audit import services as audit
from riia.alliance.audit.actors import Acts


@transaction.atomic
def rename(*, person: Person, name: str, by: Acts) -> Person:
    """Change the name a person is shown by. Old entries of the trail keep the name of their time."""
    person.name = name.strip()
    person.save(update_fields=["name"])
    audit.record(by=by, action="access.rename", target=person, summary=f"Changed the name of {person.audit_label}")
    return person


@transaction.atomic
def deactivate(*, person: Person, reason: str, by: Acts) -> Person:
    """Close an account: every role ends, every session and API key stops, an open invitation is revoked.

    Only somebody who may end every role the person holds may do it, and nobody does it to themselves.
    """
    policies.check_reason(reason)
    scope = queries.scope_of_actor(by)
    if scope.person_ref == str(person.reference) or Action.APPROVE_ACCESS not in scope.actions:
        raise NotAllowedError("An account is closed by somebody else who manages access.")
    for holding in person.holdings.filter(state=HoldingState.APPROVED):
        holdings.end(holding=holding, reason=reason, by=by)
    for holding in person.holdings.filter(state=HoldingState.PROPOSED):
        holdings.decline(holding=holding, reason=reason, by=by)
    now = timezone.now()
    AccessToken.objects.filter(person=person, revoked_at=None).update(revoked_at=now)
    Invitation.objects.filter(person=person, accepted_at=None, revoked_at=None).update(revoked_at=now)
    person.is_active = False
    person.save(update_fields=["is_active"])
    for session in UserSession.objects.filter(user=person):
        session.end()
    audit.record(
        by=by,
        action="access.deactivate",
        target=person,
        summary=f"Closed the account of {person.audit_label}",
        reason=reason,
    )
    return person
