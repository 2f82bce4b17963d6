"""The audit trail for those who read it: filtered, in pages, and as a file."""

from collections.abc import Callable, Iterator

from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from riia.alliance.access.actions import Action
from riia.alliance.access.forms import AuditFilter
from riia.alliance.access.gate import allow
from riia.alliance.access.models import Person
from riia.alliance.access.views.account import signed_in_person
from riia.alliance.access.views.people import scope_of
from riia.alliance.audit import export, queries, services
from riia.alliance.audit.models import Entry
from riia.alliance.audit.queries import Wanted
from riia.alliance.kit.links import address
from riia.alliance.places.models import Place

_PER_PAGE = 50


@allow(Action.READ_AUDIT)
@require_safe
def trail(request: HttpRequest) -> HttpResponse:
    """Who did what, to what, when and why, newest first (R15.05)."""
    form = AuditFilter(request.GET, scope=scope_of(request), actions=queries.actions())
    page = Paginator(_entries(request, form), _PER_PAGE).get_page(request.GET.get("page"))
    csv_link = address(reverse("access:trail_csv"), {name: request.GET.getlist(name) for name in request.GET})
    entries = list(page)
    context = {"form": form, "page": page, "names": _names(entries), "where": _where(entries), "csv_link": csv_link}
    return render(request, "access/trail.html", context)


@allow(Action.READ_AUDIT)
@require_safe
def trail_csv(request: HttpRequest) -> StreamingHttpResponse:
    """The same entries as a CSV file. Reading the trail as a file is itself an entry."""
    form = AuditFilter(request.GET, scope=scope_of(request), actions=queries.actions())
    entries = _entries(request, form)
    with transaction.atomic():
        services.record(
            by=signed_in_person(request), action="audit.export", target=None, summary="Downloaded audit entries as CSV"
        )
    lines: Iterator[str] = export.csv_lines(entries)
    name = f"audit-{timezone.localdate():%Y-%m-%d}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8", headers=headers)


def _entries(request: HttpRequest, form: AuditFilter) -> QuerySet[Entry]:
    wanted = Wanted(**form.cleaned_data) if form.is_valid() else Wanted()
    return queries.trail(scope_of(request).places_for(Action.READ_AUDIT), wanted)


def _where(entries: list[Entry]) -> Callable[[Entry], str]:
    """Says where an entry is about, by the names of its places."""
    codes = {place.code for entry in entries for place in entry.places.all()}
    names = dict(Place.objects.filter(code__in=codes).values_list("code", "name"))
    return lambda entry: ", ".join(sorted(names.get(place.code, place.code) for place in entry.places.all()))


def _names(entries: list[Entry]) -> dict[str, str]:
    """Names of the people that entries refer to by reference; the trail itself holds no names but the actors'."""
    references = {str(entry.details["person"]) for entry in entries if entry.details.get("person")}
    references |= {entry.target_reference for entry in entries if entry.target_type == "access.Person"}
    people = Person.objects.filter(reference__in=references)
    return {str(person.reference): str(person) for person in people}
