"""Who looks, which plan and version an address is about, and what every page about money and time is given."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from riia.alliance.access.actions import Action
from riia.alliance.kit.pieces import Chip
from riia.alliance.plans.models import CostLine, Plan, PlanVersion
from riia.alliance.plans.queries import costs as queries
from riia.alliance.plans.queries.reading import version_of
from riia.alliance.plans.views.at import plan_at, scope_of

TABS = (
    ("costs", "Costs"),
    ("spending", "Spending"),
    ("line_of_sight", "Line of sight"),
    ("dependencies", "What comes before what"),
    ("simulator", "Simulator"),
    ("compare", "Compare versions"),
    ("appendices", "Appendices"),
)
_WIDE = ("plans/costs.html", "plans/spending.html", "plans/dependencies.html", "plans/appendices.html")
METHODS = ["GET", "HEAD", "POST"]


def version_at(request: HttpRequest) -> PlanVersion | None:
    """The version in force of that plan, or the one an address names; None where the viewer sees no plan."""
    plan = plan_at(request)
    if plan is None:
        return None
    label = request.GET.get("version", "")
    version = version_of(plan, label)
    if version is None and label:
        raise Http404
    if version is not None and not queries.versions(scope_of(request)).filter(pk=version.pk).exists():
        raise Http404
    return version


def line_at(request: HttpRequest, reference: UUID, *, keep: bool = False) -> CostLine:
    """The line of an address; with `keep` only for who keeps its plan."""
    one = queries.get_line(scope_of(request), reference)
    if one is None or (keep and not may_keep(request, one.heading.sheet.version.plan)):
        raise Http404
    return one


def may_keep(request: HttpRequest, plan: Plan) -> bool:
    """Whether the viewer keeps this plan."""
    return scope_of(request).may(Action.KEEP_PLAN, plan.alliance.region.code)


def may_approve(request: HttpRequest, plan: Plan) -> bool:
    """Whether the viewer approves spending of this plan."""
    return scope_of(request).may(Action.APPROVE_SPENDING, plan.alliance.region.code)


def shown(request: HttpRequest, template: str, version: PlanVersion, tab: str, **more: Any) -> HttpResponse:
    """A page about money and time, with its way to the others."""
    region = version.plan.alliance.region.code
    chips = [Chip(text, f"{reverse(f'plans:{name}')}?region={region}", current=name == tab) for name, text in TABS]
    wide = template in _WIDE
    context = {"wide": wide, "version": version, "plan": version.plan, "tabs": chips, "region": region,
               "keeps": may_keep(request, version.plan), "approves": may_approve(request, version.plan)}  # fmt: skip
    return render(request, template, context | more)


def nothing(request: HttpRequest) -> HttpResponse:
    """The page where the viewer's region has no plan yet."""
    return render(request, "plans/costs_none.html", {})
