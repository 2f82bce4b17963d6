"""People's own details, and closing an account."""

from allauth.usersessions.models import UserSession
from django.db import transaction

from riia.alliance.access import policies, queries
from riia.alliance.access.models import Person
from riia.alliance.access.permissions import NotAllowedError
from riia.alliance.access.services import holdings, invitations, tokens
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

    Only somebody who may end every role the person holds may do it; of someone who holds none any more, whoever manages
    access at the place of a former role, or everywhere. Nobody does it to themselves.

    Raises:
        PolicyError: no reason is given, or `by` may not close this account or not end one of its roles.
    """
    policies.check_reason(reason)
    if not queries.may_close(by, person):
        raise NotAllowedError("An account is closed by somebody else who manages access at a place of its roles.")
    for holding in person.holdings.filter(state=HoldingState.APPROVED):
        holdings.end(holding=holding, reason=reason, by=by)
    for holding in person.holdings.filter(state=HoldingState.PROPOSED):
        holdings.decline(holding=holding, reason=reason, by=by)
    tokens.stop_keys_of(person, by)
    for invitation in person.invitations.filter(accepted_at=None, revoked_at=None):
        invitations.revoke(invitation=invitation, reason=reason, by=by)
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
