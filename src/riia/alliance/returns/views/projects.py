"""A project's delivery beside the councils' own return (R4.36, R5.19)."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from riia.alliance.access.actions import Action
from riia.alliance.access.gate import allow
from riia.alliance.agreements.first_access import needs_notice
from riia.alliance.agreements.queries.projects import delivery_seen
from riia.alliance.returns.presenters.projects import delivery_page
from riia.alliance.returns.queries.projects import compared
from riia.alliance.returns.views.desk import scope_of


@allow(Action.SEE_RETURNS)
@needs_notice
@require_safe
def delivery(request: HttpRequest, reference: UUID) -> HttpResponse:
    """Both figures of each council the viewer may see, with the difference in words."""
    scope = scope_of(request)
    found = delivery_seen(scope, reference)
    if found is None:
        raise Http404("There is no such delivery, or it is not for you to read.")
    page = delivery_page(compared(scope, found, timezone.localdate()))
    return render(request, "returns/projects_delivery.html", {"page": page, "project": found.project})
