"""Reading the register: its items, one item, one dataset, requests, instructions, onward sharing."""

import csv
import io
import uuid

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from riia.alliance.access.actions import Action
from riia.alliance.access.gate import allow
from riia.alliance.access.scope import Scope
from riia.alliance.agreements.forms.register import FilterForm
from riia.alliance.agreements.models import Dataset, Instruction, ItemRequest, OnwardRequest, RegisterItem
from riia.alliance.agreements.permissions import may_keep
from riia.alliance.agreements.presenters import projects as shown_projects
from riia.alliance.agreements.presenters import register as shown
from riia.alliance.agreements.presenters import register_item as shown_item
from riia.alliance.agreements.presenters import register_requests as asked
from riia.alliance.agreements.queries import register as queries
from riia.alliance.agreements.queries.inventory import sources_of
from riia.alliance.agreements.services.register_entering import copied_items
from riia.alliance.agreements.states_register import ItemStatus, OnwardState, RequestState
from riia.alliance.kit.links import with_query
from riia.alliance.kit.pieces import Link
from riia.alliance.places import queries as places
from riia.alliance.places.models import Alliance


def scope_of(request: HttpRequest) -> Scope:
    """The scope of whoever looks."""
    scope: Scope = request.scope  # type: ignore[attr-defined]
    return scope


def alliance_seen(request: HttpRequest, region: str) -> Alliance:
    """The alliance of a region, if the viewer may read its register."""
    found = places.alliance_in(region)
    if found is None or not queries.sees_register(scope_of(request), found):
        raise Http404("There is no such register, or it is not for you to read.")
    return found


def inventory_of(request: HttpRequest, region: str) -> Alliance:
    """The alliance of a region, if the viewer may read its inventory."""
    found = places.alliance_in(region)
    if found is None or not queries.sees_inventory(scope_of(request), found):
        raise Http404("There is no such inventory, or it is not for you to read.")
    return found


def item_seen(request: HttpRequest, reference: uuid.UUID) -> RegisterItem:
    """One item, if the viewer may read it."""
    found = queries.item_seen(scope_of(request), reference)
    if found is None:
        raise Http404("There is no such item, or it is not for you to read.")
    return found


def dataset_seen(request: HttpRequest, reference: uuid.UUID) -> Dataset:
    """One dataset, if the viewer may read it."""
    dataset = Dataset.objects.select_related("version__agreement__alliance__region").filter(reference=reference).first()
    if dataset is None or not queries.sees_register(scope_of(request), dataset.version.agreement.alliance):
        raise Http404("There is no such dataset, or it is not for you to read.")
    return dataset


def request_seen(request: HttpRequest, reference: uuid.UUID) -> ItemRequest:
    """One request, if the viewer may read it."""
    found = queries.request_seen(scope_of(request), reference)
    if found is None:
        raise Http404("There is no such request, or it is not for you to read.")
    return found


@allow(Action.SEE_AGREEMENTS)
@require_safe
def registers(request: HttpRequest) -> HttpResponse:
    """The register of the viewer's own alliance; for others, all registers they may read."""
    scope = scope_of(request)
    seen = [each for each in places.alliances() if queries.sees_register(scope, each)]
    own = [each for each in seen if each.region.code in scope.regions or not scope.all_places]
    if len(own) == 1:
        return redirect("agreements:register", own[0].region.code)
    return render(request, "agreements/register_list.html", {"alliances": seen})


@allow(Action.SEE_AGREEMENTS)
@require_safe
def register(request: HttpRequest, region: str) -> HttpResponse:
    """Every item of an alliance's register, with what may be done with it today."""
    scope, alliance, today = scope_of(request), alliance_seen(request, region), timezone.localdate()
    versions = queries.versions_shown(alliance, today)
    datasets = list(queries.datasets_seen(scope, alliance).filter(version__in=versions))
    form = FilterForm(request.GET or None, datasets=[(each.key, str(each)) for each in datasets])
    chosen = shown.Chosen(**form.cleaned_data) if form.is_bound and form.is_valid() else shown.Chosen()
    page = shown.page(
        alliance,
        datasets,
        queries.entries(alliance, today, versions),
        chosen,
        lambda status: with_query(request, status=status),
        today,
    )
    context = {
        "page": page,
        "narrow": form,
        "may_ask": queries.may_at(scope, Action.REQUEST_ITEM, alliance),
        "to_enter": queries.versions_to_enter(alliance) if may_keep(scope, alliance) else [],
    }
    return render(request, "agreements/register.html", context)


@allow(Action.SEE_AGREEMENTS)
@require_safe
def register_table(request: HttpRequest, region: str, form: str) -> HttpResponse:
    """The whole register as CSV."""
    if form != "csv":
        raise Http404(f"The register comes as csv, not as {form}.")
    scope, alliance, today = scope_of(request), alliance_seen(request, region), timezone.localdate()
    versions = queries.versions_shown(alliance, today)
    datasets = list(queries.datasets_seen(scope, alliance).filter(version__in=versions))
    lines = queries.lines_on(today, dataset__in=datasets)
    out = io.StringIO()
    rows = shown.csv_rows(datasets, queries.entries(alliance, today, versions), lines, today)
    csv.writer(out, lineterminator="\r\n").writerows(rows)
    response = HttpResponse("\ufeff" + out.getvalue(), content_type="text/csv; charset=utf-8")
    name = f"data-register-{alliance.code}-{today:%Y-%m-%d}.csv"
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    response["Cache-Control"] = "private, no-store"
    return response


@allow(Action.SEE_AGREEMENTS)
@require_safe
def item(request: HttpRequest, reference: uuid.UUID) -> HttpResponse:
    """One item: what the gate says today, what it is, and everything it was."""
    scope, found, today = scope_of(request), item_seen(request, reference), timezone.localdate()
    alliance = found.dataset.version.agreement.alliance
    entry = next(each for each in queries.entries(alliance, today) if each.item_pk == found.pk)
    used = [
        Link(f"A request: {each.get_state_display()}", reverse("agreements:request", args=[each.reference]))
        for each in ItemRequest.objects.filter(wanted__item=found)
    ]
    is_requested = entry.status in {ItemStatus.PROPOSED, ItemStatus.CHECKED}
    is_over = entry.status in {ItemStatus.DROPPED, ItemStatus.SUPERSEDED}
    # The register is read by whom the alliance reports to as well, the inventory and its projects are not.
    inside = queries.sees_inventory(scope, alliance)
    context = {
        "page": shown_item.item_page(found, entry, queries.history(found), today, used),
        "supplied": shown_projects.supplied_on(found, alliance, today) if inside else (),
        "sources": sources_of(found) if inside else (),
        "may_decide": scope.may(Action.DECIDE_ITEM, alliance.region.code) and not is_requested and not is_over,
        "may_mark": may_keep(scope, alliance) and not is_requested,
        "may_share": queries.may_at(scope, Action.REQUEST_ITEM, alliance) and entry.status is ItemStatus.ACTIVE,
    }
    return render(request, "agreements/register_item.html", context)


@allow(Action.SEE_AGREEMENTS)
@require_safe
def dataset(request: HttpRequest, reference: uuid.UUID) -> HttpResponse:
    """One dataset: its rules, what its document leaves open, what DfE has superseded, and its templates."""
    found, today = dataset_seen(request, reference), timezone.localdate()
    alliance = found.version.agreement.alliance
    entries = [each for each in queries.entries(alliance, today) if each.dataset_pk == found.pk]
    context = {
        "page": shown_item.dataset_page(found, entries, today),
        "rows": [shown.row_of(each, today) for each in entries],
        "guidance": found.guidance.all(),
        "in_force": {each.pk for each in queries.guidance_in_force(found, today)},
        "may_keep": may_keep(scope_of(request), alliance),
        "copied": len(copied_items(found, today)),
        "may_compare": scope_of(request).may(Action.DECIDE_ITEM, alliance.region.code),
    }
    return render(request, "agreements/register_dataset.html", context)


@allow(Action.SEE_AGREEMENTS)
@require_safe
def requests(request: HttpRequest, region: str) -> HttpResponse:
    """Requests for new data, those that wait first."""
    scope, alliance = scope_of(request), alliance_seen(request, region)
    found = list(queries.requests_seen(scope, alliance).prefetch_related("wanted__item"))
    lines = queries.lines_on(timezone.localdate(), dataset__version__agreement__alliance=alliance)
    waiting = sorted(found, key=lambda each: not RequestState(each.state).is_open)
    context = {
        "title": asked.requests_title(found),
        "alliance": alliance,
        "lines": [asked.request_line(each, lines) for each in waiting],
        "may_ask": queries.may_at(scope, Action.REQUEST_ITEM, alliance),
    }
    return render(request, "agreements/register_requests.html", context)


@allow(Action.SEE_AGREEMENTS)
@require_safe
def one_request(request: HttpRequest, reference: uuid.UUID) -> HttpResponse:
    """One request: what it asks, what resembles it, how far it has come, and the next step for whoever may take it."""
    found = request_seen(request, reference)
    alliance = found.dataset.version.agreement.alliance
    lines = queries.lines_on(timezone.localdate(), dataset__version__agreement__alliance=alliance)
    addresses = {
        key: reverse("agreements:register_item", args=[reference])
        for key, reference in RegisterItem.objects.filter(pk__in=lines).values_list("key", "reference")
    }
    similar = queries.similar_to(found) if RequestState(found.state).is_open else []
    page = asked.request_page(found, lines, similar, addresses, scope_of(request))
    return render(request, "agreements/register_request.html", {"page": page})


@allow(Action.SEE_AGREEMENTS)
@require_safe
def instructions(request: HttpRequest, region: str) -> HttpResponse:
    """The partners' written instructions to the processor."""
    scope, alliance, today = scope_of(request), alliance_seen(request, region), timezone.localdate()
    lines = [asked.instruction_line(each, today) for each in queries.instructions_seen(scope, alliance)]
    context = {"alliance": alliance, "lines": lines, "may_keep": may_keep(scope, alliance)}
    return render(request, "agreements/register_instructions.html", context)


@allow(Action.SEE_AGREEMENTS)
@require_safe
def onward(request: HttpRequest, region: str) -> HttpResponse:
    """Requests to share further, with their clocks, and what the alliance has settled about them."""
    scope, alliance, today = scope_of(request), alliance_seen(request, region), timezone.localdate()
    found = list(queries.onward_seen(scope, alliance))
    context = {
        "alliance": alliance,
        "rules": queries.sharing_rules(alliance),
        "days": queries.notice_days(alliance),
        "waiting": sum(each.state == OnwardState.ASKED for each in found),
        "lines": [asked.onward_line(each, today) for each in found],
        "may_keep": may_keep(scope, alliance),
        "may_ask": queries.may_at(scope, Action.REQUEST_ITEM, alliance),
    }
    return render(request, "agreements/register_onward.html", context)


def onward_found(request: HttpRequest, reference: uuid.UUID) -> OnwardRequest:
    """One request to share further, if the viewer may read it."""
    found = OnwardRequest.objects.select_related("dataset__version__agreement__alliance__region", "recorder")
    one = found.filter(reference=reference).first()
    if one is None or not queries.sees_register(scope_of(request), one.dataset.version.agreement.alliance):
        raise Http404("There is no such request, or it is not for you to read.")
    return one


def instruction_found(request: HttpRequest, reference: uuid.UUID) -> Instruction:
    """One instruction, if the viewer may read it."""
    found = Instruction.objects.select_related("version__agreement__alliance__region").filter(reference=reference)
    one = found.first()
    if one is None or not queries.sees_register(scope_of(request), one.version.agreement.alliance):
        raise Http404("There is no such instruction, or it is not for you to read.")
    return one
