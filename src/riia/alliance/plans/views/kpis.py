"""One KPI: where it stands and why, with everything it rests on."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from riia.alliance.access.actions import Action
from riia.alliance.access.gate import allow
from riia.alliance.plans.presenters import kpi as shown
from riia.alliance.plans.views.at import day_at, found_kpi, scope_of


@allow(Action.SEE_PLAN)
@require_safe
def kpi(request: HttpRequest, reference: UUID) -> HttpResponse:
    """Measures, evidence, instances, exemptions, history, and KPIs that the same evidence speaks to."""
    one = found_kpi(request, reference)
    at = day_at(request, one.version.plan)
    return render(request, "plans/kpi.html", {"page": shown.kpi_page(scope_of(request), one, at)})
