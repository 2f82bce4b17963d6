"""What people decide: exemptions, colours by hand, dates, instances and owners."""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from riia.alliance.access.actions import Action
from riia.alliance.access.gate import allow
from riia.alliance.access.models import Person
from riia.alliance.access.queries import in_force
from riia.alliance.kit.filters import plural
from riia.alliance.places import queries as places
from riia.alliance.plans import permissions
from riia.alliance.plans.errors import PlanError
from riia.alliance.plans.forms.decisions import (
    DatesForm,
    DecisionForm,
    ExcuseForm,
    ExemptionForm,
    InstanceForm,
    OverrideForm,
    OwnerForm,
)
from riia.alliance.plans.models import Exemption, Instance, Kpi, Plan
from riia.alliance.plans.presenters import exemptions as shown
from riia.alliance.plans.presenters.overview import chosen, filtered
from riia.alliance.plans.queries import reading
from riia.alliance.plans.services import exemptions as services
from riia.alliance.plans.services import keeping
from riia.alliance.plans.states import Rag
from riia.alliance.plans.views.at import (
    day_at,
    found_exemption,
    found_kpi,
    needed_plan,
    person_at,
    plan_at,
    posted,
    say,
    scope_of,
)
from riia.alliance.returns.timekeeping import today

_METHODS = ["GET", "HEAD", "POST"]


@allow(Action.SEE_PLAN)
@require_safe
def exemptions(request: HttpRequest) -> HttpResponse:
    """Every exemption that the viewer may read, what waits first."""
    plan = plan_at(request)
    scope = scope_of(request)
    found = reading.exemptions(scope).filter(plan=plan).prefetch_related("kpis") if plan else Exemption.objects.none()
    proposes = plan is not None and permissions.may_propose_exemption(scope, plan.alliance.region.code)
    return render(request, "plans/exemptions.html", {"page": shown.list_page(found), "proposes": proposes})


@allow(Action.KEEP_PLAN, Action.RECORD_EVIDENCE, Action.APPROVE_EXEMPTIONS)
@require_http_methods(_METHODS)
def propose(request: HttpRequest) -> HttpResponse:
    """Propose that a council is left out of KPIs for a time."""
    plan = needed_plan(request)
    if not permissions.may_propose_exemption(scope_of(request), plan.alliance.region.code):
        raise Http404
    version = reading.version_of(plan)
    kpis = Kpi.objects.filter(version=version, measures__all_councils=True).distinct().order_by("order")
    councils = list(places.members(plan.alliance, reading.default_day(plan)))
    form = ExemptionForm(councils, list(kpis), posted(request), initial={"kpis": request.GET.getlist("kpi")})
    if form.is_valid() and _done(form, lambda: services.propose_exemption(
            plan=plan, council=form.chosen_council(), kpis=form.chosen_kpis(), ground=form.ground(),
            by=person_at(request))):  # fmt: skip
        messages.success(request, "The exemption is proposed. Results change once the Lead or Chair DCS approves it.")
        return redirect("plans:exemptions")
    return _form_page(request, form, "Propose an exemption", "Propose the exemption", plan=plan)


@allow(Action.SEE_PLAN)
@require_http_methods(_METHODS)
def exemption(request: HttpRequest, reference: UUID) -> HttpResponse:
    """One exemption with what it changes, and the decision for whoever decides."""
    one = found_exemption(request, reference)
    form = DecisionForm(posted(request))
    if form.is_valid():
        words, by = form.cleaned_data["words"], person_at(request)
        steps: dict[str, tuple[Callable[[], object], str]] = {
            "approve": (lambda: services.approve_exemption(one=one, words=words, by=by), "The exemption is approved."),
            "decline": (lambda: services.decline_exemption(one=one, words=words, by=by), "The exemption is declined."),
            "withdraw": (lambda: services.withdraw_exemption(one=one, by=by), "The proposal is withdrawn."),
            "end": (lambda: services.end_exemption(one=one, words=words, by=by), "The exemption has ended."),
        }
        step = steps.get(request.POST.get("step", ""))
        if step is None:
            form.add_error(None, "Choose what to do with the exemption.")
        elif _done(form, step[0]):
            messages.success(request, step[1])
            return redirect("plans:exemption", one.reference)
    page = shown.exemption_page(scope_of(request), one, reading.default_day(one.plan))
    return render(request, "plans/exemption.html", {"page": page, "form": form})


@allow(Action.KEEP_PLAN)
@require_http_methods(_METHODS)
def override(request: HttpRequest, reference: UUID) -> HttpResponse:
    """Show another colour for a time, or let the derived one stand alone again."""
    kpi = _kept(request, reference)
    if request.method == "POST" and request.POST.get("step") == "end":
        keeping.end_override(kpi=kpi, by=person_at(request))
        messages.success(request, "The derived colour stands alone again.")
        return redirect("plans:kpi", kpi.reference)
    form = OverrideForm(posted(request), initial={"expires_on": today() + timedelta(days=30)})
    if form.is_valid():
        said = form.cleaned_data
        if _done(form, lambda: keeping.override_rag(kpi=kpi, rag=Rag(said["rag"]), reason=said["reason"],
                                                    expires_on=said["expires_on"], by=person_at(request))):  # fmt: skip
            messages.success(request, "The colour is shown beside the derived one until it expires.")
            return redirect("plans:kpi", kpi.reference)
    held = kpi.overrides.filter(expires_on__gt=today()).exists()
    return _form_page(request, form, "Show another colour for a time", "Show this colour", kpi=kpi, ends=held)


@allow(Action.KEEP_PLAN)
@require_http_methods(_METHODS)
def dates(request: HttpRequest, reference: UUID) -> HttpResponse:
    """Settle how a date is read."""
    kpi = _kept(request, reference)
    form = DatesForm(list(kpi.measures.all()), posted(request))
    if form.is_valid():
        said = form.cleaned_data
        if _done(form, lambda: keeping.settle_due(measure=form.chosen_measure(), due=said["due"], why=said["why"],
                                                  by=person_at(request))):  # fmt: skip
            messages.success(request, "The date is settled. What is written stays as it is.")
            return redirect("plans:kpi", kpi.reference)
    note = "What the document writes is kept. Your reading stands beside it, with your name and reason."
    return _form_page(request, form, "Settle how a date is read", "Settle the date", kpi=kpi, note=note)


@allow(Action.KEEP_PLAN)
@require_http_methods(_METHODS)
def instances(request: HttpRequest, reference: UUID) -> HttpResponse:
    """Enter an event, or say that an instance was not needed."""
    kpi = _kept(request, reference)
    measures = list(kpi.measures.all())
    there = list(Instance.objects.filter(measure__kpi=kpi, not_needed_because="").select_related("measure"))
    adds = request.POST.get("step") != "excuse"
    entered = InstanceForm(measures, posted(request) if adds else None)
    excused = ExcuseForm(there, None if adds else posted(request))
    by = person_at(request)
    if entered.is_valid():
        said = entered.cleaned_data
        if _done(entered, lambda: keeping.add_instance(
                measure=entered.chosen_measure(), label=said["label"], due=said["due"], by=by)):  # fmt: skip
            messages.success(request, "It is entered.")
            return redirect("plans:kpi", kpi.reference)
    if excused.is_valid():
        because = excused.cleaned_data["because"]
        if _done(excused, lambda: keeping.excuse_instance(instance=excused.chosen_instance(), because=because, by=by)):
            messages.success(request, "It was not needed, and nobody waits for it.")
            return redirect("plans:kpi", kpi.reference)
    page = {"form": entered if adds else excused, "entered": entered, "excused": excused, "kpi": kpi, "there": there}
    return render(request, "plans/instances.html", page)


@allow(Action.KEEP_PLAN)
@require_http_methods(_METHODS)
def owners(request: HttpRequest) -> HttpResponse:
    """Name the owner of several KPIs at once; filters of the plan choose which are listed."""
    plan = needed_plan(request)
    scope = scope_of(request)
    if not permissions.may_keep(scope, plan.alliance.region.code):
        raise Http404
    label = request.GET.get("version", "")  # a draft has owners named before it is in force
    if reading.version_of(plan, label) is None:
        raise Http404
    found = reading.standings(scope, plan, at=day_at(request, plan), label=label)
    rows = filtered(found, chosen(request.GET.dict()), scope.person_ref)
    form = OwnerForm(rows, _people(plan), posted(request), initial={"kpis": request.GET.getlist("kpi")})
    if form.is_valid():
        said = form.cleaned_data
        kpis = list(reading.kpis(scope).filter(reference__in=said["kpis"]))
        counted: list[int] = []
        if _done(form, lambda: counted.append(keeping.assign_owner(
                kpis=kpis, person=form.chosen_person(), office=said["office"], by=person_at(request)))):  # fmt: skip
            messages.success(
                request, f"{plural(counted[0], 'KPI')} {'has' if counted[0] == 1 else 'have'} a new owner."
            )
            return redirect("plans:home")
    return _form_page(request, form, "Name the owner of KPIs", "Name the owner", plan=plan)


def _people(plan: Plan) -> list[Person]:
    """Everybody with a role in the region or at one of its councils now."""
    codes = [plan.alliance.region.code, *places.members(plan.alliance).values_list("code", flat=True)]
    held = in_force().filter(place__code__in=codes).values("person")
    return sorted(Person.objects.filter(pk__in=held), key=str)


def _kept(request: HttpRequest, reference: UUID) -> Kpi:
    kpi = found_kpi(request, reference)
    if not permissions.may_keep(scope_of(request), kpi.version.plan.alliance.region.code):
        raise Http404
    return kpi


def _form_page(
    request: HttpRequest, form: forms.Form, title: str, button: str, *, kpi: Kpi | None = None,
    plan: Plan | None = None, note: str = "", ends: bool = False,
) -> HttpResponse:  # fmt: skip
    page = {"form": form, "title": title, "button": button, "kpi": kpi, "plan": plan, "note": note, "ends": ends}
    return render(request, "plans/form.html", page)


def _done(form: forms.Form, act: Callable[[], object]) -> bool:
    """Whether a step went through; what was refused goes into the form."""
    try:
        act()
    except PlanError as error:
        say(form, error)
        return False
    return True
