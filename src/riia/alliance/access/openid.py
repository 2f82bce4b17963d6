"""Which organisations' own sign-in (OpenID Connect, such as Microsoft Entra ID) may be used, read from the environment.

`OIDC_PROVIDERS=derby,leicester` names them; each then has `OIDC_DERBY_NAME`, `_ISSUER`, `_CLIENT_ID`, `_CLIENT_SECRET`,
`_DOMAINS` (the e-mail domains it answers for) and `_TRUST_EMAIL`. A provider is believed about an address only if it
says the address is verified, or if `_TRUST_EMAIL` is on, and only for its own domains: otherwise one council's
directory could vouch for another council's people.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

_IDENTIFIER = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")


@dataclass(frozen=True)
class Provider:
    """One organisation's sign-in service."""

    id: str
    name: str
    issuer: str
    client_id: str
    client_secret: str
    domains: frozenset[str]
    trust_email: bool = False

    @property
    def origin(self) -> str:
        """Scheme and host, for the content security policy: the sign-in form is sent on to there."""
        parts = urlsplit(self.issuer)
        return f"{parts.scheme}://{parts.netloc}"

    def answers_for(self, address: str) -> bool:
        """Whether the address belongs to a domain this provider may vouch for; without domains, to any."""
        return not self.domains or address.rpartition("@")[2].lower() in self.domains


def providers_from(environ: Mapping[str, str]) -> tuple[Provider, ...]:
    """Read the providers.

    Raises:
        ImproperlyConfigured: a variable is missing, an issuer is not https, or several providers share the world's
            addresses without saying which domains are theirs.
    """
    identifiers = [part.strip() for part in environ.get("OIDC_PROVIDERS", "").split(",") if part.strip()]
    found = tuple(_provider(identifier, environ) for identifier in identifiers)
    if len(found) > 1 and not all(provider.domains for provider in found):
        raise ImproperlyConfigured(
            "OIDC_PROVIDERS names several providers, so each needs OIDC_…_DOMAINS: the e-mail domains it answers for."
        )
    return found


def _provider(identifier: str, environ: Mapping[str, str]) -> Provider:
    if not _IDENTIFIER.fullmatch(identifier):
        raise ImproperlyConfigured(
            f"OIDC_PROVIDERS holds {identifier!r}. Use small letters, digits and single hyphens, such as 'derby'."
        )
    prefix = f"OIDC_{identifier.upper().replace('-', '_')}_"

    def wanted(name: str) -> str:
        value = environ.get(prefix + name, "")
        if not value:
            raise ImproperlyConfigured(f"OIDC_PROVIDERS names {identifier!r}, so {prefix}{name} must be set.")
        return value

    issuer = wanted("ISSUER").rstrip("/")
    if not issuer.startswith("https://") and urlsplit(issuer).hostname not in {"localhost", "127.0.0.1"}:
        raise ImproperlyConfigured(f"{prefix}ISSUER must begin with https://.")
    domains = environ.get(prefix + "DOMAINS", "").lower().split(",")
    return Provider(
        id=identifier,
        name=environ.get(prefix + "NAME") or identifier.capitalize(),
        issuer=issuer,
        client_id=wanted("CLIENT_ID"),
        client_secret=wanted("CLIENT_SECRET"),
        domains=frozenset(domain.strip().lstrip("@") for domain in domains if domain.strip()),
        trust_email=environ.get(prefix + "TRUST_EMAIL", "").lower() in {"1", "true", "yes", "on"},
    )


def allauth_providers(providers: tuple[Provider, ...]) -> dict[str, Any]:
    """The providers as django-allauth's `SOCIALACCOUNT_PROVIDERS`."""
    apps = [
        {
            "provider_id": provider.id,
            "name": provider.name,
            "client_id": provider.client_id,
            "secret": provider.client_secret,
            "settings": {"server_url": provider.issuer},
        }
        for provider in providers
    ]
    return {"openid_connect": {"APPS": apps, "OAUTH_PKCE_ENABLED": True}}
