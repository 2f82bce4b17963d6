"""Where a request comes from, behind as many proxies as the settings trust."""

from django.conf import settings
from django.http import HttpRequest


def address_of(request: HttpRequest) -> str:
    """The caller's IP address. Behind n trusted proxies it is the n-th last of X-Forwarded-For."""
    direct = request.META.get("REMOTE_ADDR") or "127.0.0.1"
    trusted = settings.TRUSTED_PROXIES
    forwarded = [part.strip() for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if part.strip()]
    return forwarded[-trusted] if 0 < trusted <= len(forwarded) else direct


def username_of(request: HttpRequest, credentials: dict[str, str] | None) -> str:
    """Whose sign-in is being tried, in small letters, so that lock-out cannot be dodged by capital ones."""
    named = (credentials or {}).get("email") or request.POST.get("login") or ""
    return named.strip().lower()
