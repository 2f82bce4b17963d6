"""Invitations by e-mail link: sent, sent again, revoked, accepted. There is no other way to join."""

import secrets

from allauth.account.models import EmailAddress
from django.db import transaction
from django.utils import timezone

from riia.alliance.access import mail, permissions, policies, queries
from riia.alliance.access.digests import digest_of
from riia.alliance.access.models import Invitation, Person
from riia.alliance.access.policies import INVITATION_TRANSITIONS
from riia.alliance.access.states import InvitationState
from riia.alliance.audit import services as audit
from riia.alliance.audit.actors import Acts


@transaction.atomic
def issue(*, person: Person, by: Acts) -> Invitation:
    """Send an invitation, or send an open or expired one again with a new link; the old link stops working.

    The e-mail leaves once the transaction has ended well. `MailNotSentError` then says that it did not.

    Someone whose account was closed is invited again only once a new role of theirs is approved.

    Raises:
        PolicyError: the person has joined already, or no role that is not over waits for them at a place whose access
            `by` manages.
    """
    waiting = queries.roles_to_join_for(person, timezone.localdate())
    permissions.check_may_invite(queries.scope_of_actor(by), [queries.grant_of(each) for each in waiting])
    if person.is_active:
        raise policies.PolicyError("This person has joined already. They can sign in, or reset their password.")
    raw = secrets.token_urlsafe(32)
    now = timezone.now()
    invitation = Invitation.objects.select_for_update().filter(person=person, accepted_at=None, revoked_at=None).first()
    again = invitation is not None
    if invitation is None:
        invitation = Invitation(person=person)
    elif invitation.state(now) is not InvitationState.OPEN:
        policies.check_move(INVITATION_TRANSITIONS, invitation.state(now), InvitationState.OPEN, "invitation")
    invitation.digest = digest_of(raw)
    invitation.sent_at, invitation.expires_at = now, now + policies.INVITATION_LASTS
    invitation.invited_by = by if isinstance(by, Person) else None
    invitation.inviter_label = by.as_actor().label
    invitation.save()
    audit.record(
        by=by,
        action="access.invite",
        target=invitation,
        summary=f"{'Invited again' if again else 'Invited'} {person.audit_label}",
        details={"person": str(person.reference), "expires": invitation.expires_at},
    )
    transaction.on_commit(lambda: mail.send_invitation(invitation, raw))
    return invitation


@transaction.atomic
def revoke(*, invitation: Invitation, reason: str, by: Acts) -> Invitation:
    """Take an invitation back: its link stops working. Roles proposed with it are ended apart.

    Raises:
        PolicyError: no reason is given, it was used or revoked already, or `by` may not close the account.
    """
    policies.check_reason(reason)
    if not queries.may_close(by, invitation.person):
        raise permissions.NotAllowedError("You can take invitations back only at places whose access you manage.")
    invitation = Invitation.objects.select_for_update().get(pk=invitation.pk)
    now = timezone.now()
    policies.check_move(INVITATION_TRANSITIONS, invitation.state(now), InvitationState.REVOKED, "invitation")
    invitation.revoked_at = now
    invitation.save()
    audit.record(
        by=by,
        action="access.revoke_invitation",
        target=invitation,
        summary=f"Revoked {invitation}",
        details={"person": str(invitation.person.reference)},
        reason=reason,
    )
    return invitation


@transaction.atomic
def accept(*, invitation: Invitation, name: str, password: str | None) -> Person:
    """Join: the invited person sets their name and password. Without a password they sign in with their organisation.

    Having followed the link, or signed in with a provider that vouches for it, proves that the address is theirs.

    Raises:
        PolicyError: the invitation has expired, was revoked or was used already, or was sent again with a new link
            since `invitation` was read.
    """
    followed = invitation.digest
    invitation = Invitation.objects.select_for_update().get(pk=invitation.pk)
    if invitation.digest != followed:
        raise policies.PolicyError("This invitation was sent again. Use the link of the newest e-mail.")
    now = timezone.now()
    policies.check_move(INVITATION_TRANSITIONS, invitation.state(now), InvitationState.ACCEPTED, "invitation")
    person = invitation.person
    person.name = name.strip() or person.name
    person.is_active = True
    if password is not None:
        person.set_password(password)
    person.save()
    EmailAddress.objects.update_or_create(user=person, email=person.email, defaults={"verified": True, "primary": True})
    invitation.accepted_at = now
    invitation.save()
    audit.record(by=person, action="access.accept_invitation", target=invitation, summary=f"Accepted {invitation}")
    return person
