"""Who is looking, and what they look at. What is outside their scope is not there."""

import csv
import io
from collections.abc import Iterable
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.http import content_disposition_header

from riia.alliance.access.actions import Action
from riia.alliance.access.models import Person
from riia.alliance.access.scope import Scope
from riia.alliance.diagnostics.models import Assessment, AssessmentRound
from riia.alliance.diagnostics.permissions import sees_region
from riia.alliance.diagnostics.queries import reading
from riia.alliance.diagnostics.queries.picture import Picture, picture
from riia.alliance.kit.spreadsheet_cells import safe_cell


def scope_of(request: HttpRequest) -> Scope:
    """The viewer's scope."""
    scope = getattr(request, "scope", None)
    assert isinstance(scope, Scope)
    return scope


def person_at(request: HttpRequest) -> Person:
    """Whoever is signed in."""
    assert isinstance(request.user, Person)
    return request.user


def found_assessment(request: HttpRequest, reference: UUID, *actions: Action) -> Assessment:
    """The self-assessment of an address, at whose council one of the actions may be done."""
    scope = scope_of(request)
    one = reading.get_assessment(scope, reference)
    if one is None or (actions and not any(scope.may(action, one.council.code) for action in actions)):
        raise Http404
    return one


def found_round(request: HttpRequest, reference: UUID, action: Action | None = None) -> AssessmentRound:
    """The round of an address, for whoever sees its region, or may do this there."""
    scope = scope_of(request)
    one = reading.get_round(scope, reference)
    if one is None or not sees_region(scope, one.alliance.region.code):
        raise Http404
    if action and not scope.may(action, one.alliance.region.code):
        raise Http404
    return one


def found_picture(request: HttpRequest, reference: UUID) -> Picture:
    """A round by name, for whoever sees its region."""
    found = picture(scope_of(request), found_round(request, reference))
    if found is None:
        raise Http404
    return found


def csv_file(name: str, rows: Iterable[Iterable[str]]) -> HttpResponse:
    """A table as a file, with a byte order mark so that Excel reads names as they are; formulas are disarmed."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerows([safe_cell(cell) for cell in row] for row in rows)
    response = HttpResponse("\ufeff" + out.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    response["Cache-Control"] = "private, no-store"
    return response
