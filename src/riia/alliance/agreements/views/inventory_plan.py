"""The data sharing plan: the deadlines of each dataset, and what is agreed about quality (R4.35, plan 1.1.5)."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from riia.alliance.access.actions import Action
from riia.alliance.access.gate import allow
from riia.alliance.access.models import Person
from riia.alliance.agreements.forms.inventory import DeadlineForm, PlanForm
from riia.alliance.agreements.permissions_inventory import may_keep_inventory
from riia.alliance.agreements.presenters.inventory_plan import plan_page
from riia.alliance.agreements.queries import inventory as queries
from riia.alliance.agreements.queries.register import datasets_seen, versions_shown
from riia.alliance.agreements.services import inventory_plan as services
from riia.alliance.agreements.services.inventory_plan import PlanText
from riia.alliance.agreements.views.inventory_changes import back_to, both, kept
from riia.alliance.agreements.views.register import inventory_of, scope_of
from riia.alliance.agreements.views.register_asking import Asking, ask

_FACTS = ("principle", "support", "agreed_on", "minute")


@allow(Action.SEE_INVENTORY)
@require_safe
def sharing_plan(request: HttpRequest, region: str) -> HttpResponse:
    """When each dataset is due, where that is written, and the agreed principle of quality."""
    scope, alliance, today = scope_of(request), inventory_of(request, region), timezone.localdate()
    context = {
        "alliance": alliance,
        "page": plan_page(queries.plan_of(scope, alliance), queries.planned(scope, alliance, today), today),
        "may_keep": may_keep_inventory(scope, alliance),
    }
    return render(request, "agreements/inventory_plan.html", context)


@allow(Action.KEEP_INVENTORY)
@both
def settle_plan(request: HttpRequest, region: str) -> HttpResponse:
    """Write what the plan says for every dataset."""
    alliance = kept(request, inventory_of(request, region))
    plan = queries.plan_of(scope_of(request), alliance)
    first = {name: getattr(plan, name) for name in _FACTS} if plan else {}

    def act(typed: dict[str, Any], by: Person) -> None:
        services.settle_plan(alliance=alliance, text=PlanText(**typed), by=by)

    asking = Asking(
        heading="What does the data sharing plan say about quality?",
        caption=f"Data sharing plan, {alliance.short_name}",
        button="Save",
        back=back_to("sharing_plan", alliance, "Data sharing plan"),
        done="The plan is saved.",
    )
    return ask(request, asking, PlanForm(request.POST or None, initial=first), act)


@allow(Action.KEEP_INVENTORY)
@both
def set_deadline(request: HttpRequest, region: str) -> HttpResponse:
    """Say by when a dataset of a period is due."""
    scope, alliance = scope_of(request), inventory_of(request, region)
    kept(request, alliance)
    versions = versions_shown(alliance, timezone.localdate())
    datasets = datasets_seen(scope, alliance).filter(version__in=versions)
    form = DeadlineForm(
        request.POST or None, datasets=datasets, initial={"dataset": request.GET.get("dataset", "")}
    )  # fmt: skip

    def act(typed: dict[str, Any], by: Person) -> None:
        services.set_deadline(**typed, by=by)

    asking = Asking(
        heading="When is a dataset due?",
        caption=f"Data sharing plan, {alliance.short_name}",
        button="Save the deadline",
        back=back_to("sharing_plan", alliance, "Data sharing plan"),
        done="The deadline is in the plan.",
        intro=("The same dataset and period again changes the day.",),
    )
    return ask(request, asking, form, act)
