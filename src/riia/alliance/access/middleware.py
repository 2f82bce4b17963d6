"""Gives each request its scope and its trail, ends sessions that are too old, and refuses what no rule lets through."""

import time
import uuid
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, resolve_url
from django.utils.http import url_has_allowed_host_and_scheme

from riia.alliance.access import client, gate, queries, second_step, services
from riia.alliance.access.actions import Action
from riia.alliance.access.scope import Scope
from riia.alliance.audit import trail
from riia.alliance.kit import kept_forms
from riia.alliance.kit.error_views import permission_denied

type GetResponse = Callable[[HttpRequest], HttpResponse]

_BEGUN, _SEEN = "session_begun", "session_seen"
_NOTED_EVERY = 60
"""Seconds between two notes of activity, so that not every request writes its session."""


class SessionLimits:
    """Ends a session that was idle for too long, or is too old however busy it is."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            reason = self._over(request)
            if reason:
                logout(request)
                messages.info(request, reason)
        return self.get_response(request)

    def _over(self, request: HttpRequest) -> str:
        """Why the session is over, or nothing; notes its activity."""
        now, session = time.time(), request.session
        begun, seen = session.setdefault(_BEGUN, now), session.setdefault(_SEEN, now)
        if now - seen > settings.SESSION_IDLE_MINUTES * 60:
            return f"You were signed out because nothing happened for {settings.SESSION_IDLE_MINUTES} minutes."
        if now - begun > settings.SESSION_LONGEST_HOURS * 3600:
            return f"You were signed out because a session lasts {settings.SESSION_LONGEST_HOURS} hours at most."
        if now - seen > _NOTED_EVERY:
            session[_SEEN] = now
        return ""


class ScopeMiddleware:
    """Sets `request.scope`, and the trail that entries of this request carry."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.scope = queries.scope_for(request.user)  # type: ignore[attr-defined]
        origin = trail.Origin.API if bearer(request) else trail.Origin.WEB
        here = trail.Trail(origin, uuid.uuid4().hex, trail.network_of(client.address_of(request)))
        with trail.following(here):
            return self.get_response(request)


class DenyByDefault:
    """Refuses every view that is not declared, and every viewer the declaration does not admit."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: list[Any], kwargs: dict[str, Any]
    ) -> HttpResponseBase | None:
        match = request.resolver_match
        rule = gate.rule_of(view, match.view_name if match else "")
        if rule is None:
            return _refused(request, "Nobody has declared who may see this page.")
        if rule.audience is gate.BY_TOKEN:
            return _admit_by_token(request)
        scope: Scope = request.scope  # type: ignore[attr-defined]
        if not scope.signed_in and rule.audience is not gate.PUBLIC:
            return _to_sign_in(request)
        if not rule.admits(scope):
            return _refused(request, "The roles you hold do not include this page.")
        return _to_second_step(request, rule, scope)


def _refused(request: HttpRequest, reason: str) -> HttpResponseBase:
    """The page that says so, made here rather than raised: a refusal is ordinary and needs no stack in the log."""
    return permission_denied(request, PermissionDenied(reason))


def bearer(request: HttpRequest) -> str:
    """The API key a request carries, or nothing."""
    scheme, _, raw = request.headers.get("Authorization", "").partition(" ")
    return raw.strip() if scheme.lower() == "bearer" else ""


def _admit_by_token(request: HttpRequest) -> HttpResponseBase | None:
    token = queries.token_of(bearer(request))
    scope = queries.scope_of_token(token) if token else Scope.nobody()
    if token is None or not scope.may(Action.USE_API):
        detail = "Send a valid API key as 'Authorization: Bearer …'. Keys are made on the account page."
        return JsonResponse({"detail": detail}, status=401, headers={"WWW-Authenticate": "Bearer"})
    request.scope = scope  # type: ignore[attr-defined]
    request.key_owner = token.person  # type: ignore[attr-defined]
    services.note_use(token=token)
    return None


def _to_sign_in(request: HttpRequest) -> HttpResponseBase:
    """Send a visitor to sign in, and back to the page they wanted to read or had filled in.

    Whoever sends a form after the session has ended is told that nothing of it was saved; where its page can offer what
    was typed again, it does once the same person is back.
    """
    if request.headers.get("HX-Request") == "true":
        return HttpResponse(status=401, headers={"HX-Redirect": resolve_url(settings.LOGIN_URL)})
    if request.method in {"GET", "HEAD"}:
        return redirect_to_login(request.get_full_path())
    if page := kept_forms.keep(request):
        messages.info(request, kept_forms.KEPT)
        return redirect_to_login(page)
    messages.info(request, "You were signed out, so what you sent was not saved. Sign in, then send it again.")
    filled_in = _own_page(request, request.headers.get("Referer", ""))
    return redirect_to_login(filled_in) if filled_in else redirect(settings.LOGIN_URL)


def _own_page(request: HttpRequest, address: str) -> str:
    """The path of a page of this service, of an address the browser names; nothing for any other."""
    if not url_has_allowed_host_and_scheme(address, {request.get_host()}, require_https=request.is_secure()):
        return ""
    parts = urlsplit(address)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


def _to_second_step(request: HttpRequest, rule: gate.Rule, scope: Scope) -> HttpResponseBase | None:
    """Send someone whose roles need a second step to set it up before anything else.

    A session that began with a password alone, before the second step was set up elsewhere, has to sign in again: the
    pages of the set-up are closed to it too, as they show recovery codes and take new keys. What stays open are the
    pages of signing in and out.
    """
    if not scope.signed_in or (rule.audience is gate.PUBLIC and rule.before_second_step):
        return None
    if request.user.is_persona or second_step.has_been_shown(request):  # type: ignore[union-attr]  # signed in
        return None
    if not second_step.is_set_up(request):
        wanted = scope.needs_second_step and not rule.before_second_step
        return redirect("access:second_step") if wanted else None
    logout(request)
    messages.info(request, "Sign in again: your account has a second step now, and this session began without it.")
    return _to_sign_in(request)
