"""Whether somebody has shown the second step that their roles ask for.

Roles that see more than published figures need an authenticator app, a passkey, or a provider that says it asked for
one (the `amr` claim). allauth itself asks at sign-in whoever has set one up; this is about those who have not yet.
"""

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.http import HttpRequest

SESSION_KEY = "second_step"
_STRONG = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]


def has_been_shown(request: HttpRequest) -> bool:
    """True once this session's person has a second step; remembered in the session, so that it costs one look."""
    if request.session.get(SESSION_KEY) == _mark(request):
        return True
    if is_mfa_enabled(request.user, _STRONG):
        remember(request)
        return True
    return False


def remember(request: HttpRequest, reference: str | None = None) -> None:
    """Note that the second step was shown, by this session's person or by the one about to sign in."""
    request.session[SESSION_KEY] = reference or _mark(request)


def forget(request: HttpRequest) -> None:
    """Look again next time, because a second step was taken away."""
    request.session.pop(SESSION_KEY, None)


def is_last(authenticator: Authenticator) -> bool:
    """Whether taking this one away would leave its owner without a second step."""
    others = Authenticator.objects.filter(user=authenticator.user, type__in=_STRONG).exclude(pk=authenticator.pk)
    return authenticator.type in _STRONG and not others.exists()


def _mark(request: HttpRequest) -> str:
    return str(getattr(request.user, "reference", ""))
