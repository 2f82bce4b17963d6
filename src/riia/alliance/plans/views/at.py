"""Who looks, at which plan and as at which day: what is outside the viewer's scope is not there."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from django import forms
from django.http import Http404, HttpRequest

from riia.alliance.access.models import Person
from riia.alliance.access.scope import Scope
from riia.alliance.plans.errors import Incomplete, PlanError
from riia.alliance.plans.models import Evidence, Exemption, Kpi, Plan
from riia.alliance.plans.queries import reading


def scope_of(request: HttpRequest) -> Scope:
    """The viewer's scope."""
    scope = getattr(request, "scope", None)
    assert isinstance(scope, Scope)
    return scope


def person_at(request: HttpRequest) -> Person:
    """Whoever is signed in."""
    assert isinstance(request.user, Person)
    return request.user


def posted(request: HttpRequest) -> Mapping[str, str] | None:
    """What was sent, for a form; None when a page is only looked at."""
    return request.POST if request.method == "POST" else None


def plan_at(request: HttpRequest) -> Plan | None:
    """The plan of the region of the address, else the viewer's own; None where there is no plan to see."""
    scope = scope_of(request)
    found = list(reading.plans(scope).values_list("alliance__region__code", flat=True).order_by("alliance__name"))
    if not found:
        return None
    asked = request.GET.get("region", "")
    own = [code for code in found if code in scope.regions]
    region = asked if asked in found else (own or found)[0]
    return reading.plan_of(scope, region, _day(request))


def needed_plan(request: HttpRequest) -> Plan:
    """The plan of the address; 404 where there is none."""
    plan = plan_at(request)
    if plan is None:
        raise Http404
    return plan


def day_at(request: HttpRequest, plan: Plan) -> date:
    """The day the page is asked as at: as in the address, else today or the last day of the plan."""
    return _day(request) or reading.default_day(plan)


def _day(request: HttpRequest) -> date | None:
    text = request.GET.get("at", "")
    boxes = [request.GET.get(f"at-{part}", "") for part in ("year", "month", "day")]
    try:
        return date(*(int(part) for part in boxes)) if all(boxes) else date.fromisoformat(text)
    except ValueError:
        return None


def found_kpi(request: HttpRequest, reference: UUID) -> Kpi:
    """The KPI of an address."""
    one = reading.kpis(scope_of(request)).filter(reference=reference).first()
    if one is None:
        raise Http404
    return one


def found_evidence(request: HttpRequest, reference: UUID) -> Evidence:
    """The evidence of an address."""
    one = reading.evidence(scope_of(request)).filter(reference=reference).first()
    if one is None:
        raise Http404
    return one


def found_exemption(request: HttpRequest, reference: UUID) -> Exemption:
    """The exemption of an address."""
    one = reading.exemptions(scope_of(request)).filter(reference=reference).first()
    if one is None:
        raise Http404
    return one


def say(form: forms.BaseForm, error: PlanError) -> None:
    """Put what a service refused into the form, beside the fields it is about where it names them."""
    problems = error.problems if isinstance(error, Incomplete) else {}
    for name, words in problems.items():
        form.add_error(name if name in form.fields else None, words)
    if not problems:
        form.add_error(None, str(error))
