"""Signing in and changes of sign-in secrets go to the audit trail.

They happen inside django-allauth, which tells of them by signals.
"""

from typing import Any

from allauth.account.signals import password_changed, password_reset, password_set
from allauth.mfa.signals import authenticator_added, authenticator_removed, authenticator_reset
from axes.signals import user_locked_out
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.db import transaction
from django.http import HttpRequest

from riia.alliance.access import second_step
from riia.alliance.access.models import Person
from riia.alliance.audit import services as audit
from riia.alliance.audit.actors import Acts, Nobody

_SECOND_STEPS = {"totp": "authenticator app", "webauthn": "passkey", "recovery_codes": "recovery codes"}


def connect() -> None:
    """Listen; called once when the app is ready."""
    user_logged_in.connect(_signed_in, dispatch_uid="access.signed_in")
    user_logged_out.connect(_signed_out, dispatch_uid="access.signed_out")
    user_login_failed.connect(_not_signed_in, dispatch_uid="access.not_signed_in")
    user_locked_out.connect(_locked_out, dispatch_uid="access.locked_out")
    for signal in (password_changed, password_reset, password_set):
        signal.connect(_password_changed, dispatch_uid="access.password_changed")
    authenticator_added.connect(_second_step_added, dispatch_uid="access.second_step_added")
    authenticator_removed.connect(_second_step_removed, dispatch_uid="access.second_step_removed")
    authenticator_reset.connect(_codes_renewed, dispatch_uid="access.codes_renewed")


def _signed_in(user: Person, **kwargs: Any) -> None:
    _record(user, "sign_in", "Signed in", user)


def _signed_out(user: Person | None, **kwargs: Any) -> None:
    if isinstance(user, Person):
        _record(user, "sign_out", "Signed out", user)


def _not_signed_in(**kwargs: Any) -> None:
    _record(Nobody(), "sign_in_refused", "A sign-in was refused: the address and password did not match")


def _locked_out(**kwargs: Any) -> None:
    _record(Nobody(), "lock_out", "Sign-in was locked for a while after too many attempts")


def _password_changed(user: Person, **kwargs: Any) -> None:
    _record(user, "change_password", "Changed their password", user)


def _second_step_added(request: HttpRequest, user: Person, authenticator: Any, **kwargs: Any) -> None:
    if second_step.is_strong(authenticator):
        second_step.remember(request)  # whoever has just set it up has it at hand
    _record(user, "add_second_step", f"Set up {_name(authenticator)}", user)


def _second_step_removed(user: Person, authenticator: Any, **kwargs: Any) -> None:
    _record(user, "remove_second_step", f"Removed {_name(authenticator)}", user)


def _codes_renewed(user: Person, **kwargs: Any) -> None:
    _record(user, "renew_recovery_codes", "Made new recovery codes", user)


def _name(authenticator: Any) -> str:
    return _SECOND_STEPS.get(str(authenticator.type), "a second step")


def _record(by: Acts, verb: str, summary: str, target: Person | None = None) -> None:
    with transaction.atomic():
        audit.record(by=by, action=f"access.{verb}", target=target, summary=summary)
