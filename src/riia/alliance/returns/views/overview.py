"""The page about one return."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from riia.alliance.access.actions import Action
from riia.alliance.access.gate import allow
from riia.alliance.returns.presenters import overview as shown
from riia.alliance.returns.timekeeping import today
from riia.alliance.returns.views.desk import found_return, scope_of


@allow(Action.SEE_RETURNS)
@require_safe
def one_return(request: HttpRequest, reference: UUID) -> HttpResponse:
    """Where a return stands, what is next, and how it came here."""
    one = found_return(request, reference)
    page = shown.page(one, scope_of(request), today())
    context = {"page": page, "one": one, "queries": page.queries, "versions": page.versions}
    return render(request, "returns/return.html", context)
