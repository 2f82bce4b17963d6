"""Whether somebody has shown the second step that their roles ask for, in this session.

Roles that see more than published figures need an authenticator app, a passkey, or a provider that says it asked for
one (the `amr` claim). allauth itself asks at sign-in whoever has set one up; this is about those who have not yet, and
about sessions that began before.
"""

from allauth.account.authentication import get_authentication_records
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.http import HttpRequest

SESSION_KEY = "second_step"
_STRONG = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]


def has_been_shown(request: HttpRequest) -> bool:
    """True once this session showed a second step: at sign-in, by setting it up, or at the organisation's provider."""
    if request.session.get(SESSION_KEY) == _mark(request):
        return True
    records = get_authentication_records(request, request.user)
    return any(record.get("method") == "mfa" for record in records)


def is_set_up(request: HttpRequest) -> bool:
    """Whether this person has one, shown in this session or not."""
    return bool(is_mfa_enabled(request.user, _STRONG))


def remember(request: HttpRequest, reference: str | None = None) -> None:
    """Note that the second step was shown, by this session's person or by the one about to sign in."""
    request.session[SESSION_KEY] = reference or _mark(request)


def is_strong(authenticator: Authenticator) -> bool:
    """Whether this is a second step by itself; recovery codes only stand in for one."""
    return authenticator.type in _STRONG


def is_last(authenticator: Authenticator) -> bool:
    """Whether taking this one away would leave its owner without a second step."""
    others = Authenticator.objects.filter(user=authenticator.user, type__in=_STRONG).exclude(pk=authenticator.pk)
    return is_strong(authenticator) and not others.exists()


def _mark(request: HttpRequest) -> str:
    return str(getattr(request.user, "reference", ""))
