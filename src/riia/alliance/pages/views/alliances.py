"""The alliances, one alliance, and settling what its words mean."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from riia.alliance.access.actions import Action
from riia.alliance.access.gate import SIGNED_IN, allow
from riia.alliance.access.models import Person
from riia.alliance.access.scope import Scope
from riia.alliance.pages.forms.rhythms import SettleForm
from riia.alliance.pages.permissions import check_may_settle, may_settle
from riia.alliance.pages.presenters import alliances as shown
from riia.alliance.pages.presenters import rhythms as shown_rhythms
from riia.alliance.places import queries
from riia.alliance.places.errors import SettlementError
from riia.alliance.places.models import Alliance
from riia.alliance.places.services import settle_rhythm


@allow(SIGNED_IN)
@require_safe
def alliances(request: HttpRequest) -> HttpResponse:
    """Every alliance of this installation."""
    scope: Scope = request.scope  # type: ignore[attr-defined]
    today = timezone.localdate()
    year = shown.academic_year(today)
    lines = shown.lines(
        queries.alliances(),
        queries.memberships(),
        queries.councils_with_terms(year.named_year),
        queries.unsettled_rhythms(),
        today,
    )
    mine = shown.mine(queries.alliances(), scope)
    return render(request, "pages/alliances.html", {"lines": lines, "mine": mine, "year": year.short_label})


@allow(SIGNED_IN)
@require_safe
def alliance(request: HttpRequest, region: str) -> HttpResponse:
    """One alliance: its councils, who serves them, and how often what happens."""
    scope: Scope = request.scope  # type: ignore[attr-defined]
    found, today = _alliance(region), timezone.localdate()
    rhythms = list(queries.rhythms(found))
    page = shown.page(
        found,
        members=list(queries.memberships(found)),
        services=queries.services_for(queries.members(found)),
        rhythms=rhythms,
        settlements=queries.settlements(rhythms),
        with_terms=queries.councils_with_terms(shown.academic_year(today).named_year),
        may_settle=may_settle(scope, found),
        sees_figures=scope.may(Action.SEE_FIGURES),
        today=today,
    )
    return render(request, "pages/alliance.html", {"page": page})


@allow(Action.SETTLE_RHYTHM)
@require_http_methods(["GET", "POST"])
def settle(request: HttpRequest, region: str, pk: int) -> HttpResponse:
    """Which reading of an alliance's words is meant, and why."""
    found = _alliance(region)
    check_may_settle(request.scope, found)  # type: ignore[attr-defined]
    rhythm = queries.rhythms(found).filter(pk=pk).first()
    if rhythm is None or not shown_rhythms.is_open(rhythm):
        raise Http404("This alliance has no such rhythm, or its words leave nothing to choose.")
    choices = shown_rhythms.options(rhythm, timezone.localdate())
    form = SettleForm(request.POST or None, options=choices)
    if request.method == "POST" and form.is_valid():
        assert isinstance(request.user, Person)
        reading, reason = form.chosen(), form.cleaned_data["reason"]
        try:
            settled = settle_rhythm(
                rhythm=rhythm,
                frequency=reading.frequency,
                period_kind=reading.period_kind,
                reason=reason,
                by=request.user,
            )
        except SettlementError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"Settled. {settled.subject}: {settled.words}.")
            return redirect("pages:alliance", region)
    page = shown_rhythms.settling(found, rhythm, queries.settlements([rhythm]).get(rhythm.pk))
    hints = {option.value: option.hint for option in choices}
    return render(request, "pages/alliance_settle.html", {"form": form, "page": page, "hints": hints})


def _alliance(region: str) -> Alliance:
    found = queries.alliance_in(region)
    if found is None:
        raise Http404("There is no alliance in such a region.")
    return found
