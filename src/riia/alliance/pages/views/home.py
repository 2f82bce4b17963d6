"""The home page: for nobody what this is, for everyone else what needs them, what changed, and where to go."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from riia.alliance.access.actions import Action
from riia.alliance.access.gate import PUBLIC, allow
from riia.alliance.access.scope import Scope
from riia.alliance.insight import queries as insight
from riia.alliance.pages.attention import needs_of
from riia.alliance.pages.presenters import home as shown


@allow(PUBLIC)
def home(request: HttpRequest) -> HttpResponse:
    """The home page of whoever looks."""
    scope: Scope = request.scope  # type: ignore[attr-defined]
    if not scope.signed_in:
        return render(request, "pages/landing.html")
    sees = scope.may(Action.SEE_FIGURES)
    page = shown.page(
        scope,
        todos=needs_of(scope),
        releases=insight.newest_releases(scope, 3) if sees else (),
        series=insight.all_series(scope) if sees and scope.home_place() else {},
        today=timezone.localdate(),
    )
    return render(request, "pages/home.html", {"page": page})


@allow(PUBLIC)
def method(request: HttpRequest) -> HttpResponse:
    """How the comparisons are made, for whoever wants to check one."""
    return render(request, "pages/method.html", shown.method())
