"""One region: the matrix of its councils, and the same to take away."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from riia.alliance.access.actions import Action
from riia.alliance.access.gate import allow
from riia.alliance.insight import queries, tables
from riia.alliance.insight.downloads import sheet_response
from riia.alliance.insight.peers import Subject, councils_on, name_of, subject_of
from riia.alliance.insight.presenters import region as shown
from riia.alliance.insight.use import counts_as_use
from riia.indicators import reference
from riia.indicators.definitions import catalogue


@allow(Action.SEE_FIGURES)
@counts_as_use
def region(request: HttpRequest, region: str) -> HttpResponse:
    """Indicators by councils of one region, ordered as the address says."""
    subject = _region(region)
    scope = request.scope  # type: ignore[attr-defined]
    councils = councils_on(timezone.localdate(), subject.code)
    series = queries.all_series(scope)
    page = shown.page(subject, councils, series, _choice(request), mine=scope.home_place() or "")
    return render(request, "insight/region.html", {"page": page})


@allow(Action.EXPORT_FIGURES)
def region_table(request: HttpRequest, region: str, form: str) -> HttpResponse:
    """The matrix in long form, as CSV or as a workbook."""
    subject = _region(region)
    series = queries.all_series(request.scope)  # type: ignore[attr-defined]
    rows = shown.rows_of(series, _choice(request).theme)
    codes = [*councils_on(timezone.localdate(), subject.code), subject.code, reference.ENGLAND]
    places = [(str(code), name_of(code)) for code in codes]
    sheet = tables.matrix(subject.name, places, [(row.series, row.period) for row in rows])
    return sheet_response(sheet, form, subject.name, "indicators")


def _region(code: str) -> Subject:
    """The region; a sub-region, a council or anything else has no matrix."""
    if code not in {one.code for one in reference.regions()}:
        raise Http404("There is no region of this code. Regions are listed on the page of councils.")
    return subject_of(code)


def _choice(request: HttpRequest) -> shown.Choice:
    """What the address asks for; what it does not understand is left out, so that an old link still answers."""
    themes = {theme.key for theme in catalogue().themes}
    slugs = {one.slug for one in catalogue().indicators}
    councils = {str(council.code) for council in reference.authorities()}
    known = {"theme": themes, "sort": councils, "by": slugs}
    given = {name: request.GET.get(name, "") for name in known}
    return shown.Choice(**{name: text for name, text in given.items() if text.removeprefix("-") in known[name]})
