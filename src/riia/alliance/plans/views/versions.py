"""A version of a plan: its rows as written and as read; a draft is brought into force or discarded."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from riia.alliance.access.actions import Action
from riia.alliance.access.gate import allow
from riia.alliance.plans.costs_errors import CostsError
from riia.alliance.plans.errors import PlanError
from riia.alliance.plans.forms.entering import ForceForm, WhyForm
from riia.alliance.plans.models import PlanVersion
from riia.alliance.plans.presenters.versions import along_words, version_page
from riia.alliance.plans.queries.costs import versions
from riia.alliance.plans.queries.reading import default_day
from riia.alliance.plans.services import entering, forcing
from riia.alliance.plans.states import VersionState
from riia.alliance.plans.views.at import person_at, posted, say, scope_of
from riia.alliance.plans.views.entering import METHODS


@allow(Action.SEE_PLAN)
@require_safe
def version(request: HttpRequest, reference: UUID) -> HttpResponse:
    """One version with every row, what is left to settle in a draft, and what would go along."""
    one = _version(request, reference)
    page = version_page(scope_of(request), one)
    words = along_words(page.along, page.previous, one) if page.along and page.previous else []
    return render(request, "plans/version.html", {"page": page, "along": words})


@allow(Action.APPROVE_PLAN)
@require_http_methods(METHODS)
def force(request: HttpRequest, reference: UUID) -> HttpResponse:
    """Bring a draft into force."""
    one = _draft(request, reference, Action.APPROVE_PLAN)
    form = ForceForm(posted(request), initial={"valid_from": default_day(one.plan)})
    page = version_page(scope_of(request), one)
    if form.is_valid():
        said = form.cleaned_data
        try:
            forcing.bring_into_force(version=one, valid_from=said["valid_from"], words=said["words"],
                                     by=person_at(request))  # fmt: skip
        except PlanError as error:
            say(form, error)
        except CostsError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"{one.label} is in force. What was recorded went along with its KPIs.")
            return redirect("plans:version", one.reference)
    words = along_words(page.along, page.previous, one) if page.along and page.previous else []
    context = {"form": form, "version": one, "along": words, "previous": page.previous}
    return render(request, "plans/version_force.html", context)


@allow(Action.KEEP_PLAN)
@require_http_methods(METHODS)
def discard(request: HttpRequest, reference: UUID) -> HttpResponse:
    """Discard a draft, with the reason."""
    one = _draft(request, reference, Action.KEEP_PLAN)
    form = WhyForm(posted(request))
    if form.is_valid():
        label = one.label
        try:
            entering.discard_draft(version=one, why=form.cleaned_data["why"], by=person_at(request))
        except PlanError as error:
            say(form, error)
        else:
            messages.success(request, f"The draft {label} is discarded.")
            return redirect("intake:home")
    return render(request, "plans/version_discard.html", {"form": form, "version": one})


def _version(request: HttpRequest, reference: UUID) -> PlanVersion:
    found = versions(scope_of(request)).select_related("paper", "entered_by").filter(reference=reference).first()
    if found is None:
        raise Http404
    return found


def _draft(request: HttpRequest, reference: UUID, action: Action) -> PlanVersion:
    one = _version(request, reference)
    if one.state != VersionState.DRAFT or not scope_of(request).may(action, one.plan.alliance.region.code):
        raise Http404
    return one
