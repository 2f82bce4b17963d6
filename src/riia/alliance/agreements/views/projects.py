"""Projects that supply data: the list, one project, what it supplies, and its deliveries (R4.36, R5.19)."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from riia.alliance.access.actions import Action
from riia.alliance.access.gate import allow
from riia.alliance.access.models import Person
from riia.alliance.agreements.forms.projects import DeliveryForm, ProjectForm, SupplyForm, UseForm
from riia.alliance.agreements.models import DataProject
from riia.alliance.agreements.permissions_inventory import may_keep_inventory
from riia.alliance.agreements.presenters import projects as shown
from riia.alliance.agreements.queries import projects as queries
from riia.alliance.agreements.queries.inventory import register_items
from riia.alliance.agreements.register_errors import RegisterChangeError
from riia.alliance.agreements.services import projects as services
from riia.alliance.agreements.services.projects import DeliveryRefused, ProjectText, Received
from riia.alliance.agreements.views.inventory_changes import back_to, both, kept
from riia.alliance.agreements.views.register import inventory_of, scope_of
from riia.alliance.agreements.views.register_asking import Asking, ask
from riia.alliance.kit.filters import plural
from riia.alliance.kit.pieces import Link


def project_seen(request: HttpRequest, reference: uuid.UUID) -> DataProject:
    """One project, if the viewer may read it."""
    found = queries.project_seen(scope_of(request), reference)
    if found is None:
        raise Http404("There is no such project, or it is not for you to read.")
    return found


def back_to_project(project: DataProject) -> Link:
    return Link(project.title, reverse("agreements:project", args=[project.reference]))


@allow(Action.SEE_INVENTORY)
@require_safe
def projects(request: HttpRequest, region: str) -> HttpResponse:
    """The projects of a region, what they supply and when they last delivered."""
    scope, alliance, today = scope_of(request), inventory_of(request, region), timezone.localdate()
    entries = queries.supplied_entries(alliance, today)
    lines, supplied = [], set()
    for project in queries.projects(scope, alliance):
        supplies = queries.supplies(project)
        supplied |= {each.indicator for each in supplies if each.indicator}
        last = queries.deliveries(project).first()
        periods = queries.periods_of([last]).get(last.pk, []) if last else []
        own = [shown.supply_line(each, entries.get(each.item_id), today) for each in supplies]
        lines.append(shown.project_line(project, own, last, periods))
    context = {
        "alliance": alliance,
        "title": shown.projects_title(lines, len(supplied)),
        "lines": lines,
        "may_keep": may_keep_inventory(scope, alliance),
    }
    return render(request, "agreements/projects.html", context)


@allow(Action.SEE_INVENTORY)
@require_safe
def project(request: HttpRequest, reference: uuid.UUID) -> HttpResponse:
    """One project: what it supplies, with the gate's answer, and its deliveries."""
    scope, found, today = scope_of(request), project_seen(request, reference), timezone.localdate()
    entries = queries.supplied_entries(found.alliance, today)
    deliveries = list(queries.deliveries(found))
    periods = queries.periods_of(deliveries)
    context = {
        "project": found,
        "supplies": [shown.supply_line(each, entries.get(each.item_id), today) for each in queries.supplies(found)],
        "deliveries": [shown.delivery_line(each, periods.get(each.pk, [])) for each in deliveries],
        "may_keep": may_keep_inventory(scope, found.alliance),
        "may_compare": scope.may(Action.SEE_RETURNS),
    }
    return render(request, "agreements/projects_one.html", context)


@allow(Action.KEEP_INVENTORY)
@both
def enter_project(request: HttpRequest, region: str) -> HttpResponse:
    """Enter a project."""
    alliance = kept(request, inventory_of(request, region))

    def act(typed: dict[str, Any], by: Person) -> str:
        return back_to_project(services.enter_project(alliance=alliance, text=ProjectText(**typed), by=by)).href

    asking = Asking(
        heading="Enter a project that supplies data",
        caption=f"Data inventory, {alliance.short_name}",
        button="Enter the project",
        back=back_to("projects", alliance, "Projects"),
        done="The project is entered. Say next which items of the register it supplies.",
    )
    return ask(request, asking, ProjectForm(request.POST or None), act)


@allow(Action.KEEP_INVENTORY)
@both
def supply(request: HttpRequest, reference: uuid.UUID) -> HttpResponse:
    """Say what a project supplies."""
    found = project_seen(request, reference)
    kept(request, found.alliance)
    form = SupplyForm(request.POST or None, items=register_items(found.alliance, timezone.localdate()))

    def act(typed: dict[str, Any], by: Person) -> None:
        services.supply(project=found, **form.given(), by=by)

    asking = Asking(
        heading="What does the project supply?",
        caption=found.title,
        button="Save",
        back=back_to_project(found),
        done="It is saved. A delivery is taken once the item is active in the register.",
        intro=("A project’s data stand in the data register like all others: what is not active is not taken.",),
    )
    return ask(request, asking, form, act)


@allow(Action.KEEP_INVENTORY)
@both
def receive(request: HttpRequest, reference: uuid.UUID) -> HttpResponse:
    """Take a file that a project delivered, or say line by line why not."""
    found = project_seen(request, reference)
    kept(request, found.alliance)
    form = DeliveryForm(request.POST or None, request.FILES or None, initial={"received_on": timezone.localdate()})
    refusals: list[str] = []
    if form.is_valid():
        assert isinstance(request.user, Person)
        given = form.cleaned_data
        received = Received(given["file"].name, given["file"].read(), given["received_on"], given["use"])
        try:
            delivery = services.receive(project=found, received=received, by=request.user)
        except DeliveryRefused as refused:
            refusals = [each.told for each in refused.refusals]
            form.add_error("file", "The file is not taken and nothing was saved. What to put right stands below")
        except RegisterChangeError as error:
            form.add_error(None, str(error))
        else:
            count = delivery.values.count()
            taken = f"{plural(count, 'figure')} {'is' if count == 1 else 'are'} taken from {delivery.file_name}."
            messages.success(request, taken)
            return redirect("agreements:project", found.reference)
    context = {"form": form, "project": found, "refusals": refusals, "back": back_to_project(found)}
    return render(request, "agreements/projects_receive.html", context)


@allow(Action.KEEP_INVENTORY)
@both
def note_use(request: HttpRequest, reference: uuid.UUID) -> HttpResponse:
    """Say what was done with a delivery."""
    delivery = queries.delivery_seen(scope_of(request), reference)
    if delivery is None:
        raise Http404("There is no such delivery, or it is not for you to read.")
    kept(request, delivery.project.alliance)

    def act(typed: dict[str, Any], by: Person) -> None:
        services.note_use(delivery=delivery, use=typed["use"], by=by)

    asking = Asking(
        heading="What was done with this delivery?",
        caption=f"{delivery.project}, {delivery.file_name}",
        button="Save",
        back=back_to_project(delivery.project),
        done="It is noted.",
    )
    return ask(request, asking, UseForm(request.POST or None, initial={"use": delivery.use}), act)
