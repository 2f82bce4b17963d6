"""Passkeys, where our rules go further than django-allauth's own pages."""

from typing import Any

from allauth.mfa.adapter import get_adapter
from allauth.mfa.webauthn.views import RemoveWebAuthnView
from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect


class RemovePasskey(RemoveWebAuthnView):  # type: ignore[misc]
    """Takes a passkey away, unless it is the last second step of someone whose roles need one.

    django-allauth asks `can_delete_authenticator` before an app is removed, but not before a passkey is.
    """

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        adapter = get_adapter()
        if not adapter.can_delete_authenticator(self.get_object()):
            messages.error(request, adapter.error_messages["cannot_delete_authenticator"] + ".")
            return redirect("mfa_list_webauthn")
        answer: HttpResponseBase = super().post(request, *args, **kwargs)
        return answer
