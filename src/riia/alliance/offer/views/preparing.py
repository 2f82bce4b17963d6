"""Preparing and running a call: its text, money, days, councils, criteria, documents, panel, and its steps."""

from collections.abc import Callable
from dataclasses import asdict
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from riia.alliance.access.actions import Action
from riia.alliance.access.gate import allow
from riia.alliance.access.models import Person
from riia.alliance.offer.errors import CallError
from riia.alliance.offer.forms.calls import (
    CouncilsForm,
    CriterionForm,
    DaysForm,
    DocumentForm,
    MemberForm,
    MoneyForm,
    ReasonForm,
    TextForm,
    initial_text,
)
from riia.alliance.offer.models import Call, Criterion, Document, PanelMember
from riia.alliance.offer.permissions import may_run
from riia.alliance.offer.policies import missing_to_open, proposed_days
from riia.alliance.offer.presenters import calls as shown
from riia.alliance.offer.presenters.steps import STEPS
from riia.alliance.offer.queries import panels
from riia.alliance.offer.queries.reading import calls as seen_calls
from riia.alliance.offer.queries.reading import may_apply
from riia.alliance.offer.services import calls as services
from riia.alliance.offer.services import criteria as criteria_services
from riia.alliance.offer.services import panel as panel_services
from riia.alliance.offer.states import CallState
from riia.alliance.offer.views.at import found_call, person_at, posted, say, scope_of
from riia.alliance.places import queries as places
from riia.alliance.returns.timekeeping import today

_METHODS = ["GET", "HEAD", "POST"]


@allow(Action.RUN_CALLS)
@require_http_methods(_METHODS)
def new(request: HttpRequest) -> HttpResponse:
    """Begin a call as a draft."""
    held = [each for each in places.alliances() if may_run(scope_of(request), each.region.code)]
    if not held:
        raise Http404
    form = TextForm(held, posted(request))
    if form.is_valid():
        one = _tried(form, lambda: services.prepare_call(
            alliance=form.chosen(), text=form.text(), by=person_at(request)))  # fmt: skip
        if one is not None:
            messages.success(request, "The call is begun. Only the region sees it until it opens.")
            return redirect("offer:call", one.reference)
    return render(request, "offer/form.html", {"form": form, "title": "Begin a call for funding", "back": None})


@allow(Action.RUN_CALLS)
@require_http_methods(_METHODS)
def text(request: HttpRequest, reference: UUID) -> HttpResponse:
    """What the call says, until it opens."""
    one = _draft(request, reference)
    form = TextForm([one.alliance], posted(request), initial=initial_text(one))
    seen = request.POST.get("revision", "")
    revision = int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 9 else one.revision
    if form.is_valid() and _done(form, lambda: services.change_text(
            call=one, text=form.text(), revision=revision, by=person_at(request))):  # fmt: skip
        return _back(request, one, "The text is saved.")
    one.refresh_from_db()
    return _page(request, one, form, "What the call says", hidden={"revision": str(one.revision)})


@allow(Action.RUN_CALLS)
@require_http_methods(_METHODS)
def money(request: HttpRequest, reference: UUID) -> HttpResponse:
    """How much money there is."""
    one = found_call(request, reference, run=True)
    initial = {"available": one.available_pence, "most": one.most_pence}
    form = MoneyForm(posted(request), initial=initial, ask_why=one.state != CallState.DRAFT)
    if form.is_valid():
        given = form.cleaned_data
        if _done(form, lambda: services.settle_money(
                call=one, available=given["available"], most=given["most"], reason=given.get("reason", ""),
                by=person_at(request))):  # fmt: skip
            return _back(request, one, "The money is saved.")
    return _page(request, one, form, "Money of the call", fields=_pounds("available", "most"))


@allow(Action.RUN_CALLS)
@require_http_methods(_METHODS)
def days(request: HttpRequest, reference: UUID) -> HttpResponse:
    """The days of the call; proposed in working days where none is set yet."""
    one = found_call(request, reference, run=True)
    held = services.days_of(one)
    unset = not any(asdict(held).values())
    initial = asdict(proposed_days(today()) if unset else held)
    form = DaysForm(posted(request), initial=initial, ask_why=one.state != CallState.DRAFT)
    if form.is_valid():
        why = form.cleaned_data.get("reason", "")
        if _done(form, lambda: services.set_days(call=one, days=form.days(), reason=why, by=person_at(request))):
            return _back(request, one, "The days are saved.")
    note = "Proposed: 20 working days to apply, 10 to score and 5 to decide, and awards for a year." if unset else ""
    return _page(request, one, form, "Days of the call", note=note)


@allow(Action.RUN_CALLS)
@require_http_methods(_METHODS)
def councils(request: HttpRequest, reference: UUID) -> HttpResponse:
    """Which councils may apply."""
    one = _draft(request, reference)
    members = list(places.members(one.alliance, today()).order_by("name"))
    form = CouncilsForm(members, posted(request), initial={"councils": [each.code for each in may_apply(one)]})
    if form.is_valid() and _done(form, lambda: services.choose_councils(
            call=one, councils=form.chosen(), by=person_at(request))):  # fmt: skip
        return _back(request, one, "Who may apply is saved.")
    return _page(request, one, form, "Who may apply")


@allow(Action.RUN_CALLS)
@require_http_methods(["GET", "HEAD"])
def criteria(request: HttpRequest, reference: UUID) -> HttpResponse:
    """The criteria of a draft, with what to do about each."""
    one = _draft(request, reference)
    return render(request, "offer/criteria.html", {"call": one, "criteria": list(one.criteria.all())})


@allow(Action.RUN_CALLS)
@require_http_methods(_METHODS)
def new_criterion(request: HttpRequest, reference: UUID) -> HttpResponse:
    """Add a criterion."""
    one = _draft(request, reference)
    form = CriterionForm(posted(request))
    if form.is_valid() and _done(form, lambda: criteria_services.add_criterion(
            call=one, by=person_at(request), **form.cleaned_data)):  # fmt: skip
        messages.success(request, "The criterion is added.")
        return redirect("offer:criteria", one.reference)
    return _page(request, one, form, "Add a criterion", fields={"weight": {"width": 4}, "asks": {"rows": 3}})


@allow(Action.RUN_CALLS)
@require_http_methods(_METHODS)
def criterion(request: HttpRequest, reference: UUID) -> HttpResponse:
    """Change a criterion."""
    held = _of_call(request, Criterion, reference)
    initial = {"title": held.title, "asks": held.asks, "weight": held.weight, "meanings": "\n".join(held.meanings)}
    form = CriterionForm(posted(request), initial=initial)
    if form.is_valid() and _done(form, lambda: criteria_services.change_criterion(
            criterion=held, by=person_at(request), **form.cleaned_data)):  # fmt: skip
        messages.success(request, "The criterion is saved.")
        return redirect("offer:criteria", held.call.reference)
    return _page(request, held.call, form, "Change a criterion", fields={"weight": {"width": 4}, "asks": {"rows": 3}})


@allow(Action.RUN_CALLS)
@require_POST
def remove_criterion(request: HttpRequest, reference: UUID) -> HttpResponse:
    """Take a criterion out of a draft."""
    held = _of_call(request, Criterion, reference)
    return _removed(request, held.call, "criteria", "The criterion is removed.",
                    lambda: criteria_services.remove_criterion(criterion=held, by=person_at(request)))  # fmt: skip


@allow(Action.RUN_CALLS)
@require_http_methods(_METHODS)
def documents(request: HttpRequest, reference: UUID) -> HttpResponse:
    """Documents that go with the guidance."""
    one = found_call(request, reference, run=True)
    form = DocumentForm(posted(request))
    if form.is_valid() and _done(form, lambda: criteria_services.add_document(
            call=one, by=person_at(request), **form.cleaned_data)):  # fmt: skip
        messages.success(request, "The document is added.")
        return redirect("offer:documents", one.reference)
    return render(request, "offer/documents.html", {"call": one, "form": form, "documents": list(one.documents.all())})


@allow(Action.RUN_CALLS)
@require_POST
def remove_document(request: HttpRequest, reference: UUID) -> HttpResponse:
    """Take a document away."""
    held = _of_call(request, Document, reference)
    return _removed(request, held.call, "documents", "The document is removed.",
                    lambda: criteria_services.remove_document(document=held, by=person_at(request)))  # fmt: skip


@allow(Action.RUN_CALLS)
@require_http_methods(_METHODS)
def panel(request: HttpRequest, reference: UUID) -> HttpResponse:
    """Who is on the panel, and who may join it."""
    one = found_call(request, reference, run=True)
    members = shown.panel_lines(one)
    on_it = {line.person for line in members}
    able = {str(each.reference): each for each in panels.candidates(one) if each.pk not in on_it}
    form = MemberForm([(key, str(each)) for key, each in able.items()], posted(request))
    if form.is_valid() and _done(form, lambda: panel_services.name_member(
            call=one, person=able[form.cleaned_data["person"]], by=person_at(request))):  # fmt: skip
        messages.success(request, "They are on the panel.")
        return redirect("offer:panel", one.reference)
    return render(request, "offer/panel.html", {"call": one, "form": form, "members": members, "able": able})


@allow(Action.RUN_CALLS)
@require_POST
def remove_member(request: HttpRequest, reference: UUID) -> HttpResponse:
    """Take somebody off the panel."""
    held = _of_call(request, PanelMember, reference)
    return _removed(request, held.call, "panel", "They are off the panel.",
                    lambda: panel_services.remove_member(member=held, by=person_at(request)))  # fmt: skip


@allow(Action.RUN_CALLS)
@require_http_methods(_METHODS)
def step(request: HttpRequest, reference: UUID, step: str) -> HttpResponse:
    """One step of a call: it says what follows, and is taken once it is confirmed."""
    one = found_call(request, reference, run=True)
    what = STEPS.get(step)
    if what is None:
        raise Http404
    form = ReasonForm(posted(request)) if what.asks_why else forms.Form(posted(request))
    if form.is_valid() and _done(form, lambda: _take(step, one, form, person_at(request))):
        return _back(request, one, what.done)
    context = {"call": one, "form": form, "what": what, "facts": what.facts(one)}
    if step == "open":
        context["missing"] = missing_to_open(services.readiness(one), today())
    return render(request, "offer/step.html", context)


def _take(step: str, one: Call, form: forms.Form, by: Person) -> object:
    if step == "cancel":
        return services.cancel(call=one, reason=form.cleaned_data["reason"], by=by)
    verbs = {"open": services.open_call, "give": services.give_to_panel, "publish": services.publish,
             "finish": services.finish}  # fmt: skip
    return verbs[step](call=one, by=by)


def _draft(request: HttpRequest, reference: UUID) -> Call:
    """A call that still changes; of one that is open the page says so by not being there."""
    one = found_call(request, reference, run=True)
    if one.state != CallState.DRAFT:
        raise Http404
    return one


def _of_call(request: HttpRequest, model: Any, reference: UUID) -> Any:
    """A part of a call that the viewer runs."""
    mine = [each.pk for each in seen_calls(scope_of(request)) if may_run(scope_of(request), each.alliance.region.code)]
    held = model.objects.select_related("call__alliance__region").filter(reference=reference, call__in=mine).first()
    if held is None:
        raise Http404
    return held


def _tried(form: forms.BaseForm, act: Callable[[], Any]) -> Any:
    """What a service gives; None where it refuses, and the form says why."""
    try:
        return act()
    except CallError as error:
        say(form, error)
        return None


def _done(form: forms.BaseForm, act: Callable[[], object]) -> bool:
    """Whether a service did it; where it refuses the form says why."""
    return _tried(form, lambda: (act(), True)) is not None


def _removed(request: HttpRequest, call: Call, route: str, done: str, act: Callable[[], object]) -> HttpResponse:
    try:
        act()
    except CallError as error:
        messages.warning(request, str(error))
    else:
        messages.success(request, done)
    return redirect(f"offer:{route}", call.reference)


def _back(request: HttpRequest, one: Call, done: str) -> HttpResponse:
    messages.success(request, done)
    return redirect("offer:call", one.reference)


def _pounds(*names: str) -> dict[str, dict[str, object]]:
    return {name: {"prefix": "£", "width": 10} for name in names}


def _page(request: HttpRequest, one: Call, form: forms.Form, title: str, **more: object) -> HttpResponse:
    return render(request, "offer/form.html", {"form": form, "title": title, "back": one, **more})
