"""The plan from other sides: by day, by activity, by aim, by risk, and what changed."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from riia.alliance.access.actions import Action
from riia.alliance.access.gate import allow
from riia.alliance.plans import permissions
from riia.alliance.plans.errors import PlanError
from riia.alliance.plans.forms.decisions import DecisionForm, RiskForm
from riia.alliance.plans.models import Plan, Risk
from riia.alliance.plans.presenters import lists as shown
from riia.alliance.plans.queries import around, reading
from riia.alliance.plans.queries.costs import versions
from riia.alliance.plans.services import keeping
from riia.alliance.plans.views.at import day_at, needed_plan, person_at, posted, say, scope_of

_METHODS = ["GET", "HEAD", "POST"]


@allow(Action.SEE_PLAN)
@require_safe
def due(request: HttpRequest) -> HttpResponse:
    """What is due when, and how much of it falls at the end."""
    plan = needed_plan(request)
    found = reading.standings(scope_of(request), plan, at=day_at(request, plan))
    return render(request, "plans/due.html", {"page": shown.due_page(found, plan.ends_on), "plan": plan})


@allow(Action.SEE_PLAN)
@require_safe
def activities(request: HttpRequest) -> HttpResponse:
    """Every activity, and those that no KPI stands for."""
    plan = needed_plan(request)
    version = reading.version_of(plan)
    found = around.activities(version) if version else []
    return render(request, "plans/activities.html", {"page": shown.activities_page(found), "plan": plan})


@allow(Action.SEE_PLAN)
@require_safe
def aims(request: HttpRequest) -> HttpResponse:
    """What the plan says the region will have, held against the KPIs that would show it."""
    plan = needed_plan(request)
    version = reading.version_of(plan)
    found = reading.standings(scope_of(request), plan, at=day_at(request, plan))
    page = shown.aims_page(around.aims(version) if version else [], found)
    return render(request, "plans/aims.html", {"page": page, "plan": plan})


@allow(Action.SEE_PLAN)
@require_http_methods(_METHODS)
def risks(request: HttpRequest) -> HttpResponse:
    """Risks to the plan, the gravest first; whoever keeps the plan enters one here."""
    plan = needed_plan(request)
    scope = scope_of(request)
    keeps = permissions.may_keep(scope, plan.alliance.region.code)
    form = RiskForm(posted(request) if keeps else None)
    if keeps and form.is_valid():
        try:
            keeping.raise_risk(plan=plan, text=form.text(), by=person_at(request))
        except PlanError as error:
            say(form, error)
        else:
            messages.success(request, "The risk is entered.")
            return redirect("plans:risks")
    version = reading.version_of(plan)
    page = shown.risks_page(around.risks(version) if version else [])
    return render(request, "plans/risks.html", {"page": page, "plan": plan, "keeps": keeps, "form": form})


@allow(Action.KEEP_PLAN)
@require_http_methods(_METHODS)
def close_risk(request: HttpRequest, reference: UUID) -> HttpResponse:
    """Close a risk with the reason."""
    scope = scope_of(request)
    found = Risk.objects.filter(reference=reference, version__plan__in=reading.plans(scope))
    one = found.select_related("version__plan__alliance__region").first()
    if one is None or not permissions.may_keep(scope, one.version.plan.alliance.region.code):
        raise Http404
    form = DecisionForm(posted(request))
    form.fields["words"].help_text = "Why is it no risk any more?"
    if form.is_valid():
        try:
            keeping.close_risk(risk=one, because=form.cleaned_data["words"], by=person_at(request))
        except PlanError:
            form.add_error("words", "Say why it is no risk any more")
        else:
            messages.success(request, "The risk is closed.")
            return redirect("plans:risks")
    page = {"form": form, "title": "Close a risk", "button": "Close the risk", "note": one.words}
    return render(request, "plans/form.html", page)


@allow(Action.SEE_PLAN)
@require_safe
def changes(request: HttpRequest) -> HttpResponse:
    """What changed, newest first, and the versions of the plan."""
    plan: Plan = needed_plan(request)
    scope = scope_of(request)
    held = list(versions(scope).filter(plan=plan).order_by("id"))
    labels = {each.pk for each in held}
    found = around.changes(plan) if reading.sees_councils(scope, plan) else []
    # What is changed in a draft is read by whoever sees the draft.
    seen = [each for each in found if each.kpi is None or each.kpi.version_id in labels]
    page = {"changes": seen, "plan": plan, "versions": held}
    return render(request, "plans/changes.html", page)
