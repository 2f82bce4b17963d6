"""What we ask of django-allauth: nobody signs up, only the invited come in, secrets are kept encrypted."""

import base64
import hashlib
import logging
import secrets
import time
from functools import cache
from typing import Any
from urllib.parse import quote

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from allauth.socialaccount.providers.base import AuthProcess
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.http import HttpRequest
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from riia.alliance.access import client, queries, second_step, services
from riia.alliance.access.mail import address
from riia.alliance.access.models import Invitation, Person
from riia.alliance.access.openid import Provider
from riia.alliance.access.states import InvitationState

logger = logging.getLogger(__name__)

_JUST_NOW = 5 * 60
"""Seconds for which a sign-in counts as having given one's password just now."""


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth carries no types
    """Sign-in by e-mail address and password, for the invited. Too many requests are answered by 429.html."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": "The address and password do not match, or there is no such account",
        "enter_current_password": "That is not your present password",
        "incorrect_password": "That is not your password",
        "too_many_login_attempts": "There were too many tries. Wait a few minutes and try again",
        "rate_limited": "There were too many tries. Wait a few minutes and try again",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        return client.address_of(request)

    def is_reauthentication_required(self, *, app: str) -> bool:
        """Whether a password is asked for again before security settings change: not right after signing in."""
        records = get_authentication_records(self.request, self.request.user)
        if records and time.time() - records[-1]["at"] < _JUST_NOW:
            return False
        return bool(super().is_reauthentication_required(app=app))

    def get_reset_password_from_key_url(self, key: str) -> str:
        """The link of the e-mail, at our own address: the host a request names is the asker's word, not ours."""
        path = reverse("account_reset_password_from_key", kwargs={"uidb36": "UID", "key": "KEY"})
        return address(path.replace("UID-KEY", quote(key)))

    def format_email_subject(self, subject: str) -> str:
        return f"{settings.SERVICE_NAME}: {subject}"

    def render_mail(
        self,
        template_prefix: str,
        email: str | list[str],
        context: dict[str, Any],
        headers: dict[str, str] | None = None,
    ) -> EmailMessage:
        extra = {"service": settings.SERVICE_NAME, "account_link": address("/account/")}
        message: EmailMessage = super().render_mail(template_prefix, email, {**context, **extra}, headers)
        return message


class SecondStepAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Authenticator apps and passkeys."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "cannot_delete_authenticator": "This is your only second step, and your roles need one. Add another first",
        "incorrect_code": "That code is not right. Codes change every half minute: use the one shown now",
    }

    def generate_authenticator_name(self, user: Person, type: Authenticator.Type) -> str:
        """What a passkey is called until its owner says otherwise."""
        return f"Passkey {Authenticator.objects.filter(user=user, type=type).count() + 1}"

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """The last second step stays for those whose roles need one; another is added first."""
        needed = queries.scope_for(authenticator.user).needs_second_step
        return not (needed and second_step.is_last(authenticator))

    def encrypt(self, text: str) -> str:
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """What was encrypted; something that no code matches where SECRET_KEY is another one since.

        Its owner then meets a wrong code, not an error page, and `manage forget_second_step` lets them start afresh.
        """
        try:
            return _cipher().decrypt(encrypted_text.encode()).decode()
        except InvalidToken:
            logger.error(
                "A second step cannot be read. If SECRET_KEY was changed, name the former one in SECRET_KEY_FALLBACKS."
            )
            return base64.b32encode(secrets.token_bytes(20)).decode()


@cache
def _cipher() -> MultiFernet:
    """Encrypts with a key derived from SECRET_KEY; SECRET_KEY_FALLBACKS still open what was written before a change."""
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet(
        [Fernet(base64.urlsafe_b64encode(hashlib.sha256(b"second step:" + key.encode()).digest())) for key in keys]
    )


class OrganisationAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """Sign-in with an organisation's own account (OpenID Connect): for people who were invited, never for others."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Find the invited person behind a provider's answer, or say plainly that there is none."""
        claims = sociallogin.account.extra_data
        if sociallogin.state.get("process") == AuthProcess.CONNECT or not _is_of_one_person(claims):
            raise ImmediateHttpResponse(redirect("socialaccount_login_error"))
        person = sociallogin.user if sociallogin.is_existing else self._invited(request, sociallogin)
        if "mfa" in (claims.get("id_token") or {}).get("amr", []):
            second_step.remember(request, str(person.reference))

    def _invited(self, request: HttpRequest, sociallogin: SocialLogin) -> Person:
        provider = next(found for found in settings.OPENID_PROVIDERS if found.id == sociallogin.account.provider)
        vouched = _vouched_address(provider, sociallogin)
        person = Person.objects.filter(email=vouched, is_persona=False).first() if vouched else None
        if person is None or not self._let_in(person):
            raise ImmediateHttpResponse(
                render(request, "access/not_invited.html", {"provider": provider.name}, status=403)
            )
        sociallogin.connect(request, person)
        return person

    def _let_in(self, person: Person) -> bool:
        """Someone who has joined is let in; someone with an open invitation accepts it by this."""
        if person.is_active:
            return True
        with transaction.atomic():
            invitation = Invitation.objects.filter(person=person, accepted_at=None, revoked_at=None).first()
            if invitation is None or invitation.state(timezone.now()) is not InvitationState.OPEN:
                return False
            joined = services.accept(invitation=invitation, name=person.name, password=None)
            person.is_active = joined.is_active
        return True


def _is_of_one_person(claims: dict[str, Any]) -> bool:
    """The user information must be about whom the token is about (OpenID Connect Core 5.3.2)."""
    token, user = claims.get("id_token") or {}, claims.get("userinfo") or {}
    return not token or not user or token.get("sub") == user.get("sub")


def _vouched_address(provider: Provider, sociallogin: SocialLogin) -> str | None:
    """The address a provider vouches for: of its own domains, and verified by its word or by our trust in it."""
    for found in sociallogin.email_addresses:
        if (found.verified is True or provider.trust_email) and provider.answers_for(found.email):
            return str(found.email).strip().lower()
    return None
