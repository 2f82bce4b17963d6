"""Who leads a region, on any day (R3.31, R3.32)."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from riia.alliance.access.actions import Action
from riia.alliance.access.forms import LeadsFilter
from riia.alliance.access.gate import allow
from riia.alliance.access.presenters import lead_lines
from riia.alliance.access.views.people import scope_of


@allow(Action.SEE_PEOPLE)
@require_safe
def leads(request: HttpRequest) -> HttpResponse:
    """The lead roles of a region with names, councils and terms, today or on a day of the past."""
    form = LeadsFilter(request.GET, scope=scope_of(request))
    wanted = form.cleaned_data if form.is_valid() else {}
    region = wanted.get("region") or form.first
    on = wanted.get("on") or timezone.localdate()
    name = dict(form.fields["region"].choices).get(region, "")  # type: ignore[attr-defined]
    context = {"form": form, "region": name, "on": on, "lines": lead_lines(region, on)}
    return render(request, "access/leads.html", context)
