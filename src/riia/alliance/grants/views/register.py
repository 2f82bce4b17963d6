"""The register, one grant, statements, and what changed between letters."""

import csv
import io
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from riia.alliance.access.actions import Action
from riia.alliance.access.gate import allow
from riia.alliance.grants.presenters import differences, letters, register, statements
from riia.alliance.grants.queries import reading
from riia.alliance.grants.queries.statements import Statement, statement_of
from riia.alliance.grants.views.at import asked_of, found_grant, found_version, scope_of
from riia.alliance.kit.spreadsheet_cells import safe_cell
from riia.alliance.places import queries as places
from riia.alliance.places.models import Place
from riia.indicators.reference import PlaceError


@allow(Action.SEE_GRANTS)
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Every grant the viewer sees, as at a day, with what comes next."""
    asked = asked_of(request)
    page = register.home_page(scope_of(request), asked.day, asked.today)
    return render(request, "grants/home.html", {"page": page, "asked": asked})


@allow(Action.SEE_GRANTS)
@require_safe
def determination(request: HttpRequest, reference: UUID) -> HttpResponse:
    """One grant, as at a day."""
    asked = asked_of(request)
    page = register.grant_page(scope_of(request), found_grant(request, reference), asked.day, asked.today)
    return render(request, "grants/determination.html", {"page": page, "asked": asked})


@allow(Action.SEE_GRANTS)
@require_safe
def version(request: HttpRequest, reference: UUID) -> HttpResponse:
    """One letter with its annex worked out again."""
    page = letters.letter_page(scope_of(request), found_version(request, reference))
    return render(request, "grants/version.html", {"page": page, "asked": asked_of(request)})


@allow(Action.SEE_GRANTS)
@require_safe
def difference(request: HttpRequest, reference: UUID) -> HttpResponse:
    """What changed between two letters of a grant; the last two unless the address names others."""
    scope, grant = scope_of(request), found_grant(request, reference)
    held = {str(each.reference): each for each in reading.versions(scope).filter(determination=grant)}
    if len(held) < 2:
        raise Http404
    *_, first, last = held
    before = held.get(request.GET.get("before", first))
    after = held.get(request.GET.get("after", last))
    if before is None or after is None:
        raise Http404
    page = differences.difference_page(before, after)
    choices = [
        (name, label, [(key, each.label, each.pk == chosen.pk) for key, each in held.items()])
        for name, label, chosen in (("before", "From", before), ("after", "To", after))
    ]
    context = {"page": page, "grant": grant, "choices": choices}
    return render(request, "grants/difference.html", context)


@allow(Action.SEE_GRANTS)
@require_safe
def statement(request: HttpRequest, place: str) -> HttpResponse:
    """What a council or region got over the years."""
    asked = asked_of(request)
    found = statement_of(scope_of(request), _place(place), asked.day)
    context = {"page": statements.statement_page(found), "asked": asked, "statement": found}
    return render(request, "grants/statement.html", context)


@allow(Action.SEE_GRANTS)
@require_safe
def statement_file(request: HttpRequest, place: str) -> HttpResponse:
    """The same as a table for a spreadsheet."""
    asked = asked_of(request)
    found = statement_of(scope_of(request), _place(place), asked.day)
    out = io.StringIO()
    writer = csv.writer(out)
    for row in _rows(found):
        writer.writerow([safe_cell(cell) for cell in row])
    response = HttpResponse("\ufeff" + out.getvalue(), content_type="text/csv; charset=utf-8")
    name = f"grants-{found.place.code}-{asked.day.isoformat()}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _rows(found: Statement) -> list[list[str]]:
    return statements.table_of(found)


def _place(code: str) -> Place:
    try:
        found = places.get(code)
    except PlaceError:
        raise Http404 from None
    if not (found.is_council or found.kind == "region"):
        raise Http404
    return found
