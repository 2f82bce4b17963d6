"""Finding a place, and the profile of a council."""

from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from riia.alliance.access.actions import Action
from riia.alliance.access.gate import allow
from riia.alliance.access.scope import Scope
from riia.alliance.agreements.first_access import has_accepted
from riia.alliance.insight import profiles, tables
from riia.alliance.insight import queries as insight
from riia.alliance.insight.downloads import sheet_response
from riia.alliance.insight.in_year import newest_of_council
from riia.alliance.insight.use import counts_as_use
from riia.alliance.pages.presenters import places as listed
from riia.alliance.pages.presenters import profile as shown
from riia.alliance.pages.presenters.profile_in_year import NOTHING
from riia.indicators import reference
from riia.indicators.reference import Authority, PlaceError


@allow(Action.SEE_FIGURES)
def places(request: HttpRequest) -> HttpResponse:
    """Every region and council, and a search that finds one by any name or code it has."""
    scope: Scope = request.scope  # type: ignore[attr-defined]
    page = listed.page(request.GET.get("q", "").strip(), mine=scope.home_place() or "")
    if page.only:
        return redirect(page.only)
    return render(request, "pages/places.html", {"page": page})


@allow(Action.SEE_FIGURES)
@counts_as_use
def place(request: HttpRequest, place: str) -> HttpResponse:
    """All indicators of a council, against the comparator the address names."""
    council = _council(place)
    if not isinstance(council, Authority):
        return (
            redirect("pages:places") if council.code == reference.ENGLAND else redirect("insight:region", council.code)
        )
    choice = shown.choice(request.GET)
    rows = _rows(request, place, choice)
    held = newest_of_council(request.scope, place)  # type: ignore[attr-defined]
    # What is not published stands behind the notice against re-identification (R4.05).
    sees = bool(held) and has_accepted(request)
    notice = f"{reverse('agreements:notice')}?{urlencode({'next': request.get_full_path()})}" if held else ""
    page = shown.page(council, rows, choice, held if sees else NOTHING)
    return render(request, "pages/place.html", {"page": page, "notice": "" if sees else notice})


@allow(Action.EXPORT_FIGURES)
def place_table(request: HttpRequest, place: str, form: str) -> HttpResponse:
    """The table of the profile as it stands in the address, as CSV or as a workbook."""
    council = _council(place)
    if not isinstance(council, Authority):
        raise Http404("Only councils have a profile.")
    choice = shown.choice(request.GET)
    rows = shown.chosen(_rows(request, place, choice), choice)
    return sheet_response(tables.profile(council.name, rows, choice.basis), form, council.name, "profile")


def _rows(request: HttpRequest, place: str, choice: shown.Choice) -> list[profiles.Row]:
    scope: Scope = request.scope  # type: ignore[attr-defined]
    return profiles.rows_of(insight.standings_of(scope, place), choice.basis)


def _council(code: str) -> reference.Place:
    try:
        return reference.place(code)
    except PlaceError as error:
        raise Http404(str(error)) from None
