"""Calls as everybody sees them: the list, one call, and its published results."""

import csv
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from riia.alliance.access.actions import Action
from riia.alliance.access.gate import allow
from riia.alliance.kit.spreadsheet_cells import safe_cell
from riia.alliance.offer.permissions import LOOK
from riia.alliance.offer.presenters import calls as shown
from riia.alliance.offer.presenters import home as listed
from riia.alliance.offer.queries import awards
from riia.alliance.offer.views.at import found_call, scope_of
from riia.alliance.returns.timekeeping import today
from riia.documents.money import typed


@allow(*LOOK)
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Calls, the viewer's own applications and awards, and published results."""
    return render(request, "offer/home.html", {"page": listed.home_page(scope_of(request), today())})


@allow(Action.SEE_CALLS, Action.SCORE_APPLICATIONS)
@require_safe
def call(request: HttpRequest, reference: UUID) -> HttpResponse:
    """One call: what it is for, its money, days, criteria and panel, and what the viewer does next."""
    one = found_call(request, reference)
    return render(request, "offer/call.html", {"page": shown.call_page(scope_of(request), one, today())})


@allow(Action.SEE_AWARDS)
@require_safe
def results(request: HttpRequest, reference: UUID) -> HttpResponse:
    """The published awards of a call with their amounts, and nothing of what was asked, scored or declined."""
    one = awards.get_published(scope_of(request), reference)
    if one is None:
        raise Http404
    found = awards.published_awards(one)
    if request.GET.get("form") == "csv":
        response = HttpResponse(content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = 'attachment; filename="awards.csv"'
        writer = csv.writer(response)
        writer.writerow(["call", "alliance", "council_code", "council", "amount_gbp", "starts", "ends", "simulated"])
        for each in found:
            council = each.application.council
            writer.writerow([safe_cell(one.title), one.alliance.short_name, council.code, council.label,
                             typed(each.amount_pence).replace(",", ""), each.starts_on, each.ends_on,
                             "yes" if one.simulated else "no"])  # fmt: skip
        return response
    return render(
        request, "offer/results.html", {"call": one, "awards": found, "title": shown.results_title(one, found)}
    )
