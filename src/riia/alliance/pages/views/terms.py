"""A council's term dates: read by everybody signed in, entered by the council or on its behalf."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from riia.alliance.access.actions import Action
from riia.alliance.access.gate import SIGNED_IN, allow
from riia.alliance.access.models import Person
from riia.alliance.access.scope import Scope
from riia.alliance.kit.pieces import Link
from riia.alliance.pages.forms.terms import TermsForm
from riia.alliance.pages.permissions import check_may_set_terms, may_set_terms
from riia.alliance.pages.presenters import terms as shown
from riia.alliance.pages.presenters.rhythms import address_of
from riia.alliance.places import queries
from riia.alliance.places.errors import TermDatesError
from riia.alliance.places.models import Place
from riia.alliance.places.services import set_terms
from riia.indicators.reference import PlaceError


@allow(SIGNED_IN)
@require_safe
def terms(request: HttpRequest, place: str) -> HttpResponse:
    """The term dates a council has entered, and what stands in where it has not."""
    scope: Scope = request.scope  # type: ignore[attr-defined]
    council, today = _council(place), timezone.localdate()
    alliance = queries.alliance_of(council)
    page = shown.page(
        council,
        list(queries.terms(council)),
        queries.terms_entered(council),
        alliance=Link(alliance.short_name, address_of(alliance)) if alliance else None,
        may_enter=may_set_terms(scope, council),
        sees_figures=scope.may(Action.SEE_FIGURES),
        today=today,
    )
    return render(request, "pages/terms.html", {"page": page})


@allow(Action.SET_TERM_DATES)
@require_http_methods(["GET", "POST"])
def enter_terms(request: HttpRequest, place: str, year: int) -> HttpResponse:
    """Enter or correct a council's terms of one academic year (2025 is 2025/26)."""
    council = _council(place)
    check_may_set_terms(request.scope, council)  # type: ignore[attr-defined]
    if year not in shown.open_years(council, timezone.localdate()):
        raise Http404("Term dates are entered for last year, this year and the two years after.")
    entered = list(queries.terms(council))
    form = TermsForm(request.POST or None, academic_year=year, entered=entered)
    if request.method == "POST" and form.is_valid():
        assert isinstance(request.user, Person)
        typed = form.cleaned_data
        try:
            set_terms(
                council=council,
                academic_year=year,
                dates=form.dates(),
                source=typed["source"],
                reason=typed.get("reason", ""),
                by=request.user,
            )
        except TermDatesError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "The term dates are saved.")
            return redirect("pages:terms", place)
    heading = shown.heading(council, year, entered=any(row.academic_year == year for row in entered))
    return render(request, "pages/terms_enter.html", {"form": form, "heading": heading, "place": place})


def _council(code: str) -> Place:
    try:
        found = queries.get(code)
    except PlaceError as error:
        raise Http404(str(error)) from None
    if not found.is_council:
        raise Http404(f"{found.label} is not a council. Term dates are each council's own.")
    return found
