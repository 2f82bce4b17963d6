"""From the grant to the KPI."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from riia.alliance.access.actions import Action
from riia.alliance.access.gate import allow
from riia.alliance.plans.presenters.costs_sight import grant_shown, title_of
from riia.alliance.plans.queries.costs_sight import line_of_sight
from riia.alliance.plans.views.at import scope_of
from riia.alliance.plans.views.costs_at import nothing, shown, version_at


@allow(Action.SEE_PLAN)
@require_safe
def line_of_sight_page(request: HttpRequest) -> HttpResponse:
    """Grant, purpose, area, cost line, KPI: each a step from the one before."""
    version = version_at(request)
    if version is None:
        return nothing(request)
    found = [grant_shown(each) for each in line_of_sight(scope_of(request), version)]
    return shown(request, "plans/costs_sight.html", version, "line_of_sight", found=found, title=title_of(found))
