"""Improvement areas and gaps of a draft, and progress of the areas of a published review."""

from typing import Any
from uuid import UUID

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from riia.alliance.access.gate import allow
from riia.alliance.returns.forms.collection_review import AreaForm, GapForm, ProgressForm
from riia.alliance.returns.models import ImprovementArea, ReviewGap
from riia.alliance.returns.permissions import KEEP_ENQUIRIES
from riia.alliance.returns.queries import collection_review as queries
from riia.alliance.returns.services import collection_review as services
from riia.alliance.returns.services import collection_review_publishing as publishing
from riia.alliance.returns.states_care import AreaState, ReviewState
from riia.alliance.returns.timekeeping import today
from riia.alliance.returns.views.care_steps import Step, ask, both, posted
from riia.alliance.returns.views.collection_review import found, page_of, written
from riia.alliance.returns.views.desk import person_at, scope_of

_AREA_FIELDS: dict[str, dict[str, Any]] = {"evidence": {"rows": 3}, "plan": {"rows": 4}}


@allow(*KEEP_ENQUIRIES)
@both
def new_area(request: HttpRequest, reference: UUID) -> HttpResponse:
    """Add an improvement area."""
    one = written(request, reference)
    form = AreaForm(posted(request))
    step = Step(one.title, "Add an improvement area", "Add the area", page_of(one), fields=_AREA_FIELDS)

    def do(_: dict[str, Any]) -> str:
        return f"Area {services.add_area(review=one, area=form.area(), by=person_at(request)).number} is added."

    return ask(request, step, form, do)


@allow(*KEEP_ENQUIRIES)
@both
def change_area(request: HttpRequest, reference: UUID, pk: int) -> HttpResponse:
    """Change an area of a draft."""
    one = written(request, reference)
    area = get_object_or_404(ImprovementArea, review=one, number=pk)
    initial = {name: getattr(area, name) for name in ("what", "evidence", "plan", "owner", "due_on")}
    form = AreaForm(posted(request), initial=initial)
    step = Step(one.title, f"Improvement area {area.number}", "Save", page_of(one), fields=_AREA_FIELDS)

    def do(_: dict[str, Any]) -> str:
        services.change_area(area=area, to=form.area(), by=person_at(request))
        return "The area is changed."

    return ask(request, step, form, do)


@allow(*KEEP_ENQUIRIES)
@both
def remove_area(request: HttpRequest, reference: UUID, pk: int) -> HttpResponse:
    """Take an area out of a draft."""
    one = written(request, reference)
    area = get_object_or_404(ImprovementArea, review=one, number=pk)
    lead = f"{area.what}. Gaps it was to close are open again."
    step = Step(one.title, f"Take out area {area.number}?", "Take it out", page_of(one), lead)

    def do(_: dict[str, Any]) -> str:
        services.remove_area(area=area, by=person_at(request))
        return "The area is taken out."

    return ask(request, step, forms.Form(posted(request)), do)


@allow(*KEEP_ENQUIRIES)
@both
def new_gap(request: HttpRequest, reference: UUID) -> HttpResponse:
    """Note where collection falls short."""
    one = written(request, reference)
    step = Step(one.title, "Note a gap", "Note the gap", page_of(one), fields={"gap": {"rows": 3}})

    def do(given: dict[str, Any]) -> str:
        services.save_gap(review=one, **given, by=person_at(request))
        return "The gap is noted."

    return ask(request, step, GapForm(one.areas.all(), posted(request)), do)


@allow(*KEEP_ENQUIRIES)
@both
def change_gap(request: HttpRequest, reference: UUID, pk: int) -> HttpResponse:
    """Change a gap that was noted."""
    one = written(request, reference)
    gap = get_object_or_404(ReviewGap, review=one, pk=pk)
    initial = {name: getattr(gap, name) for name in ("against", "requirement", "gap", "area")}
    form = GapForm(one.areas.all(), posted(request), initial=initial)
    step = Step(one.title, "Change the gap", "Save", page_of(one), fields={"gap": {"rows": 3}})

    def do(given: dict[str, Any]) -> str:
        services.save_gap(review=one, held=gap, **given, by=person_at(request))
        return "The gap is changed."

    return ask(request, step, form, do)


@allow(*KEEP_ENQUIRIES)
@both
def remove_gap(request: HttpRequest, reference: UUID, pk: int) -> HttpResponse:
    """Take a gap out of a draft."""
    one = written(request, reference)
    gap = get_object_or_404(ReviewGap, review=one, pk=pk)
    step = Step(one.title, "Take out this gap?", "Take it out", page_of(one), gap.gap)

    def do(_: dict[str, Any]) -> str:
        services.remove_gap(gap=gap, by=person_at(request))
        return "The gap is taken out."

    return ask(request, step, forms.Form(posted(request)), do)


@allow(*KEEP_ENQUIRIES)
@both
def progress(request: HttpRequest, reference: UUID, pk: int) -> HttpResponse:
    """Say how far an area of a published review is."""
    one = found(request, reference)
    if one.state != ReviewState.PUBLISHED or not queries.is_at_desk(scope_of(request), one):
        raise Http404
    area = get_object_or_404(ImprovementArea, review=one, number=pk)
    form = ProgressForm(AreaState(area.state), posted(request), initial={"on": today()})
    step = Step(f"Area {area.number}: {area.what}", "How far is it?", "Note it", page_of(one))

    def do(given: dict[str, Any]) -> str:
        state = AreaState(given["state"])
        publishing.note_progress(area=area, state=state, note=given["note"], on=given["on"], by=person_at(request))
        return "It is noted."

    return ask(request, step, form, do)
