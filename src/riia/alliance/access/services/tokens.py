"""Keys for the API: made, used, revoked."""

import secrets
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from riia.alliance.access import policies, queries
from riia.alliance.access.actions import Action
from riia.alliance.access.digests import digest_of
from riia.alliance.access.models import AccessToken, Person
from riia.alliance.access.permissions import NotAllowedError
from riia.alliance.access.queries import TOKEN_PREFIX
from riia.alliance.audit import services as audit
from riia.alliance.audit.actors import Acts, System

_FIGURES = frozenset({Action.USE_API, Action.SEE_FIGURES, Action.EXPORT_FIGURES})
_RETURNS = frozenset({Action.SEE_RETURNS, Action.PREPARE_RETURN})


@transaction.atomic
def make_token(*, label: str, lasts: timedelta, by: Person, returns: bool = False) -> tuple[AccessToken, str]:
    """Make a key for oneself; gives the row and the key itself, which is shown this once and never kept.

    A key reads figures. With `returns` it fills in and submits returns as well, where its owner may.

    Raises:
        PolicyError: the person's roles do not include the API, or the key would last longer than a year.
    """
    scope = queries.scope_for(by)
    if not scope.may(Action.USE_API):
        raise NotAllowedError("Your roles do not include the API.")
    if lasts > policies.LONGEST_TOKEN or lasts <= timedelta(0):
        raise policies.PolicyError("An API key lasts for a year at most.")
    raw = TOKEN_PREFIX + secrets.token_urlsafe(32)
    now = timezone.now()
    allowed = sorted((_FIGURES | (_RETURNS if returns else frozenset())) & scope.actions)
    token = AccessToken.objects.create(
        person=by, label=label.strip(), digest=digest_of(raw), actions=allowed, made_at=now, expires_at=now + lasts
    )
    audit.record(by=by, action="access.make_api_key", target=token, summary=f"Made {token}")
    return token, raw


@transaction.atomic
def revoke_token(*, token: AccessToken, by: Person) -> AccessToken:
    """Stop a key of one's own from working. Revoking it again changes nothing."""
    if token.person_id != by.pk:
        raise NotAllowedError("An API key is revoked by its owner.")
    return _stop(token, by)


def stop_keys_of(person: Person, by: Acts) -> None:
    """Stop every key of an account that `by` is closing, each with its entry in the trail."""
    for token in person.tokens.filter(revoked_at=None):
        _stop(token, by)


def _stop(token: AccessToken, by: Acts) -> AccessToken:
    token = AccessToken.objects.select_for_update().get(pk=token.pk)
    if token.revoked_at is None:
        token.revoked_at = timezone.now()
        token.save(update_fields=["revoked_at"])
        audit.record(by=by, action="access.revoke_api_key", target=token, summary=f"Revoked {token}")
    return token


def note_use(*, token: AccessToken) -> None:
    """Note the day on which a key was used, once a day, so that forgotten keys can be found."""
    today = timezone.localdate()
    if token.last_used_on == today:
        return
    with transaction.atomic():
        token.last_used_on = today
        token.save(update_fields=["last_used_on"])
        audit.record(by=System("API"), action="access.use_api_key", target=token, summary=f"First use today of {token}")
