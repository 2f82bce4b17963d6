"""Gives each request its scope and its trail, and refuses what no rule lets through."""

import uuid
from collections.abc import Callable
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse

from riia.alliance.access import gate, queries
from riia.alliance.access.scope import Scope
from riia.alliance.audit import trail

type GetResponse = Callable[[HttpRequest], HttpResponse]


class ScopeMiddleware:
    """Sets `request.scope`, and the trail that entries of this request carry."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.scope = queries.scope_for(request.user)  # type: ignore[attr-defined]
        here = trail.Trail(trail.Origin.WEB, uuid.uuid4().hex, trail.network_of(request.META.get("REMOTE_ADDR")))
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
            raise PermissionDenied("Nobody has declared who may see this page.")
        scope: Scope = request.scope  # type: ignore[attr-defined]
        if rule.audience is gate.BY_TOKEN:
            return self._by_token(request)
        if rule.admits(scope):
            return None
        if scope.signed_in:
            raise PermissionDenied("The roles you hold do not include this page.")
        return redirect_to_login(request.get_full_path())

    def _by_token(self, request: HttpRequest) -> HttpResponseBase | None:
        return JsonResponse({"detail": "This needs an API key."}, status=401)
