"""Spending against the plan's costs, and money moved between areas."""

from collections.abc import Callable
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_safe

from riia.alliance.access.actions import Action
from riia.alliance.access.gate import allow
from riia.alliance.plans.costs_errors import CostsError
from riia.alliance.plans.forms.spending import CorrectForm, DecideForm, EntryForm, LimitForm, ReasonForm, VirementForm
from riia.alliance.plans.models import CostSheet, Spending, Virement
from riia.alliance.plans.presenters import spending as show
from riia.alliance.plans.queries import spending as queries
from riia.alliance.plans.queries.costs import held_sheets, sheets
from riia.alliance.plans.services import spending as services
from riia.alliance.plans.services.spending import Given
from riia.alliance.plans.spending import SpendKind, VirementState
from riia.alliance.plans.views.at import day_at, person_at, posted, scope_of
from riia.alliance.plans.views.costs_at import METHODS, line_at, may_approve, may_keep, nothing, shown, version_at
from riia.alliance.returns.timekeeping import today

_POUNDS = {"prefix": "£", "width": 10}


@allow(Action.SEE_PLAN)
@require_safe
def spending(request: HttpRequest) -> HttpResponse:
    """What came in, what went out and what is expected, as at a day."""
    version = version_at(request)
    if version is None:
        return nothing(request)
    day = day_at(request, version.plan)
    found = [queries.SpendingOn(each, day) for each in held_sheets(version)]
    moved = list(queries.virements(scope_of(request)).filter(sheet__version=version))
    strands = [show.strand_spending(each, [one for one in moved if one.sheet_id == each.held.model.pk])
               for each in found]  # fmt: skip
    return shown(request, "plans/spending.html", version, "spending", title=show.title_of(found), strands=strands,
                 day=day, ends=show.ends_to_choose(found[0].held) if found else [],
                 simulated=any(each.simulated for each in strands))  # fmt: skip


@allow(Action.KEEP_PLAN)
@require_http_methods(METHODS)
def enter(request: HttpRequest, reference: UUID) -> HttpResponse:
    """Enter what is spent, committed or expected for a line."""
    line = line_at(request, reference, keep=True)
    commitments = list(line.spending.filter(kind=SpendKind.COMMITMENT, corrects=None))
    form = EntryForm(commitments, posted(request), initial={"dated_on": today()})
    if form.is_valid():
        given = form.cleaned_data
        entry = Given(SpendKind(given["kind"]), int(given["quarter"]), given["pence"], given["dated_on"],
                      given["words"], given["own_reference"], form.settled())  # fmt: skip
        if _done(form, lambda: services.enter(line=line, given=entry, by=person_at(request))):
            messages.success(request, "It is entered.")
            return redirect("plans:cost_line", line.reference)
    return shown(request, "plans/costs_form.html", line.heading.sheet.version, "spending", form=form,
                 title="Enter what is spent, committed or expected", caption=line.label, back=line, button="Enter it",
                 fields={"pence": _POUNDS})  # fmt: skip


@allow(Action.KEEP_PLAN)
@require_http_methods(METHODS)
def correct(request: HttpRequest, reference: UUID) -> HttpResponse:
    """Put an entry right."""
    entry = queries.get_entry(scope_of(request), reference)
    if entry is None or not may_keep(request, entry.line.heading.sheet.version.plan):
        raise Http404
    form = CorrectForm(posted(request), initial={"pence": _stands(entry)})
    if form.is_valid():
        given = form.cleaned_data
        if _done(form, lambda: services.correct(entry=entry, by=person_at(request), **given)):
            messages.success(request, "It is corrected. The entry stays, with the correction beside it.")
            return redirect("plans:cost_line", entry.line.reference)
    return shown(request, "plans/costs_form.html", entry.line.heading.sheet.version, "spending", form=form,
                 title=f"Correct: {entry.words}", caption=entry.line.label, back=entry.line, button="Correct it",
                 fields={"pence": _POUNDS})  # fmt: skip


@allow(Action.KEEP_PLAN)
@require_http_methods(METHODS)
def propose(request: HttpRequest, reference: UUID) -> HttpResponse:
    """Propose to move money between areas."""
    sheet = _sheet(request, reference)
    if not may_keep(request, sheet.version.plan):
        raise Http404
    held = next(each for each in held_sheets(sheet.version) if each.model.pk == sheet.pk)
    on = queries.SpendingOn(held, today())
    form = VirementForm([(each.model, each.now) for each in on.headings], posted(request))
    if form.is_valid():
        source, target = form.ends()
        given = form.cleaned_data
        if _done(form, lambda: services.propose_virement(source=source, target=target, pence=given["pence"],
                                                         reason=given["reason"], by=person_at(request))):  # fmt: skip
            messages.success(request, "It is entered.")
            return redirect("plans:spending")
    return shown(request, "plans/costs_form.html", sheet.version, "spending", form=form, caption=sheet.strand.title,
                 title="Move money between areas", back=None, button="Propose it",
                 fields={"pence": _POUNDS})  # fmt: skip


@allow(Action.SEE_PLAN)
@require_http_methods(METHODS)
def virement(request: HttpRequest, reference: UUID) -> HttpResponse:
    """A virement: decided by somebody who did not propose it, or withdrawn."""
    one = queries.get_virement(scope_of(request), reference)
    if one is None:
        raise Http404
    plan = one.sheet.version.plan
    waits = one.state == VirementState.PROPOSED
    own = one.proposed_by_id == person_at(request).pk
    form: DecideForm | ReasonForm | None = None
    if waits and may_approve(request, plan) and not own:
        form = DecideForm(posted(request))
    elif waits and may_keep(request, plan):
        form = ReasonForm(posted(request))
    if form is not None and form.is_valid() and _settled(request, one, form):
        return redirect("plans:virement", one.reference)
    return shown(request, "plans/spending_virement.html", one.sheet.version, "spending", one=one, form=form,
                 line=show.virement_line(one), decides=isinstance(form, DecideForm), own=own and waits)  # fmt: skip


def _settled(request: HttpRequest, one: Virement, form: DecideForm | ReasonForm) -> bool:
    """Whether the decision or withdrawal was taken; what was refused stands in the form."""
    by = person_at(request)
    if isinstance(form, ReasonForm):
        words = form.cleaned_data["reason"]
        done = _done(form, lambda: services.withdraw_virement(virement=one, reason=words, by=by))
        said = "It is withdrawn."
    else:
        given = form.cleaned_data
        approve = given["decision"] == "approve"
        if not approve and not given["words"].strip():
            form.add_error("words", "Enter why you decline, so that whoever proposed it knows what to change")
            return False
        done = _done(form, lambda: services.decide_virement(virement=one, approve=approve, words=given["words"], by=by))
        said = "The money is moved." if approve else "It is declined; the money stays where it is."
    if done:
        messages.success(request, said)
    return done


@allow(Action.APPROVE_SPENDING)
@require_http_methods(METHODS)
def limit(request: HttpRequest, reference: UUID) -> HttpResponse:
    """Settle up to which amount a virement needs nobody else."""
    sheet = _sheet(request, reference)
    if not may_approve(request, sheet.version.plan):
        raise Http404
    form = LimitForm(posted(request), initial={"limit": sheet.virement_limit, "why": sheet.limit_why})
    if form.is_valid():
        given = form.cleaned_data
        if _done(form, lambda: services.set_limit(sheet=sheet, by=person_at(request), **given)):
            messages.success(request, "The limit is settled.")
            return redirect("plans:spending")
    return shown(request, "plans/costs_form.html", sheet.version, "spending", form=form, caption=sheet.strand.title,
                 title="Limit for moving money without approval", back=None, button="Settle it",
                 fields={"limit": _POUNDS})  # fmt: skip


def _sheet(request: HttpRequest, reference: UUID) -> CostSheet:
    sheet = sheets(scope_of(request)).filter(reference=reference).first()
    if sheet is None:
        raise Http404
    return sheet


def _stands(entry: Spending) -> int:
    return entry.amount_pence + sum(each.amount_pence for each in entry.corrected_by.all())


def _done(form: forms.Form, act: Callable[[], object]) -> bool:
    """Whether the act went through; what was refused stands in the form."""
    try:
        act()
    except CostsError as error:
        form.add_error(None, str(error))
        return False
    return True
