"""Reading the inventory: the matrix, one source, the regional summary with its obstacles, and all of it as files."""

import csv
import io
import uuid
from collections.abc import Iterable

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from riia.alliance.access.actions import Action
from riia.alliance.access.gate import allow
from riia.alliance.agreements.models import DataSource
from riia.alliance.agreements.permissions_inventory import may_keep_inventory
from riia.alliance.agreements.presenters import inventory as shown
from riia.alliance.agreements.presenters import inventory_files as files
from riia.alliance.agreements.presenters.register import row_of
from riia.alliance.agreements.queries import inventory as queries
from riia.alliance.agreements.queries.register import entries
from riia.alliance.agreements.states_inventory import Topic
from riia.alliance.agreements.views.register import inventory_of, scope_of
from riia.alliance.kit.links import with_query
from riia.alliance.kit.pieces import Chip
from riia.alliance.places import queries as places
from riia.alliance.places.models import Alliance


def source_seen(request: HttpRequest, reference: uuid.UUID) -> DataSource:
    """One source, if the viewer may read it."""
    found = queries.source_seen(scope_of(request), reference)
    if found is None:
        raise Http404("There is no such source of data, or it is not for you to read.")
    return found


@allow(Action.SEE_INVENTORY)
@require_safe
def inventory(request: HttpRequest, region: str) -> HttpResponse:
    """Sources by councils, and the gaps by council and topic (R4.34)."""
    scope, alliance = scope_of(request), inventory_of(request, region)
    topic = request.GET.get("topic", "")
    everything = queries.coverage(scope, alliance)
    found = queries.coverage(scope, alliance, topic) if topic else everything
    mine = queries.own_councils(scope, alliance)
    chips = [Chip("All", with_query(request, topic=None), len(everything.sources), current=topic not in set(Topic))]
    for each in Topic:
        count = sum(source.topic == each for source in everything.sources)
        chips.append(Chip(each.words, with_query(request, topic=each.value), count, current=topic == each))
    context = {
        "alliance": alliance,
        "page": shown.matrix_page(found, mine, scope.councils),
        "chips": chips,
        "own": [council for council in mine if council.code in scope.councils],
        "may_keep": may_keep_inventory(scope, alliance),
    }
    return render(request, "agreements/inventory.html", context)


@allow(Action.SEE_INVENTORY)
@require_safe
def source(request: HttpRequest, reference: uuid.UUID) -> HttpResponse:
    """One source: what it is, which councils have it, the item it could feed, and what was noted about it."""
    scope, found = scope_of(request), source_seen(request, reference)
    councils = list(places.members(found.alliance).order_by("name"))
    keeps, mine = may_keep_inventory(scope, found.alliance), queries.own_councils(scope, found.alliance)
    today = timezone.localdate()
    fed = [each for each in entries(found.alliance, today) if each.key == found.feeds.key] if found.feeds else []
    notes = found.observations.filter(withdrawn_at=None).select_related("source", "council")
    context = {
        "source": found,
        "page": shown.source_page(found, queries.holdings(found), councils),
        "fed": row_of(fed[0], today) if fed else None,
        "noted": [shown.noted(each, [council.pk for council in mine], keeps) for each in notes],
        "may_keep": keeps and found.ended_on is None,
        "may_note": bool(mine) and found.ended_on is None,
    }
    return render(request, "agreements/inventory_source.html", context)


@allow(Action.SEE_INVENTORY)
@require_safe
def summary(request: HttpRequest, region: str) -> HttpResponse:
    """The regional summary, to be printed for the board: obstacles, key data and what was noted (plan 1.1.5, 1.2.2)."""
    scope, alliance = scope_of(request), inventory_of(request, region)
    keeps = may_keep_inventory(scope, alliance)
    obstacles = queries.obstacles(scope, alliance)
    observations = list(queries.observations(scope, alliance))
    page = shown.summary_page(queries.coverage(scope, alliance), obstacles, observations, keeps)
    context = {"alliance": alliance, "page": page, "may_keep": keeps, "today": timezone.localdate()}
    return render(request, "agreements/inventory_summary.html", context)


@allow(Action.SEE_INVENTORY)
@require_safe
def inventory_table(request: HttpRequest, region: str, form: str) -> HttpResponse:
    """Sources by councils as CSV."""
    alliance = _asked_as_csv(request, region, form)
    found = queries.coverage(scope_of(request), alliance)
    return _csv("data-inventory", alliance, files.source_rows(found, queries.holding_rows(found)))


@allow(Action.SEE_INVENTORY)
@require_safe
def obstacles_table(request: HttpRequest, region: str, form: str) -> HttpResponse:
    """The obstacles as CSV."""
    alliance = _asked_as_csv(request, region, form)
    return _csv("data-obstacles", alliance, files.obstacle_rows(queries.obstacles(scope_of(request), alliance)))


@allow(Action.SEE_INVENTORY)
@require_safe
def observations_table(request: HttpRequest, region: str, form: str) -> HttpResponse:
    """What was noted as CSV."""
    alliance = _asked_as_csv(request, region, form)
    rows = files.observation_rows(queries.observations(scope_of(request), alliance))
    return _csv("data-observations", alliance, rows)


def _asked_as_csv(request: HttpRequest, region: str, form: str) -> Alliance:
    if form != "csv":
        raise Http404(f"The inventory comes as csv, not as {form}.")
    return inventory_of(request, region)


def _csv(name: str, alliance: Alliance, rows: Iterable[list[str]]) -> HttpResponse:
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerows(rows)
    response = HttpResponse("\ufeff" + out.getvalue(), content_type="text/csv; charset=utf-8")
    file_name = f"{name}-{alliance.code}-{timezone.localdate():%Y-%m-%d}.csv"
    response["Content-Disposition"] = content_disposition_header(True, file_name) or "attachment"
    response["Cache-Control"] = "private, no-store"
    return response
