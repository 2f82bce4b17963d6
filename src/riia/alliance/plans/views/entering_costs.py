"""Costings that were read are entered as drafts, held line by line against those that hold, and confirmed."""

from collections.abc import Callable
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from riia.alliance.access.actions import Action
from riia.alliance.access.gate import allow
from riia.alliance.kit.filters import long_date
from riia.alliance.plans.costs_errors import CostsError
from riia.alliance.plans.entering_costs import sheets_given
from riia.alliance.plans.forms.entering import ConfirmForm, EnterCostsForm, WhyForm
from riia.alliance.plans.models import CostExemption, CostHeading, CostSheet, PlanVersion
from riia.alliance.plans.presenters import entering_costs as show
from riia.alliance.plans.presenters.costs import sheet_shown
from riia.alliance.plans.presenters.entering import findings_shown
from riia.alliance.plans.queries import entering_costs as queries
from riia.alliance.plans.queries.costs import held_sheet
from riia.alliance.plans.queries.entering import found_structure
from riia.alliance.plans.services import costs as keeping
from riia.alliance.plans.services import entering_costs as services
from riia.alliance.plans.states import SheetState
from riia.alliance.plans.views.at import found_kpi, person_at, posted, scope_of
from riia.alliance.plans.views.entering import METHODS, paper_at
from riia.documents.plans.structure import PlanText


@allow(Action.KEEP_PLAN)
@require_http_methods(METHODS)
def enter_costs(request: HttpRequest, reference: UUID) -> HttpResponse:
    """Show what costings would be entered as, and enter them as drafts against a version of the plan."""
    paper = paper_at(request, reference)
    found = found_structure(scope_of(request), paper)
    costings = found.costings if isinstance(found, PlanText) else found
    if found is None or costings is None:
        raise Http404
    choices = queries.versions_for(scope_of(request), paper.place)
    version = _chosen(request, choices, paper.pk)
    sheets = sheets_given(costings.tables, found.grants if isinstance(found, PlanText) else ())
    findings = list(paper.findings.all())
    undecided = sum(one.severity == "error" and not one.decision for one in findings)
    context = {"paper": paper, "version": version, "versions": choices, "findings": findings_shown(paper, findings),
               "sheets": [show.given_sheet(each) for each in sheets],
               "left_out": [one for each in sheets for one in each.left_out]}  # fmt: skip
    if version is None:
        return render(request, "plans/enter_costs.html", context)
    form = EnterCostsForm(sheets, list(version.strands.all()), undecided, _known(version), posted(request))
    made: list[CostSheet] = []

    def act() -> None:
        made.extend(services.enter_costs(
            paper=paper, version=version, sheets=form.chosen(),
            why_undecided=form.cleaned_data.get("why_undecided", ""), by=person_at(request),
        ))  # fmt: skip

    if form.is_valid() and _done(form, act):
        messages.success(request, "The costs are entered as a draft. Look at what differs, then confirm them.")
        return redirect("plans:cost_sheet", made[0].reference)
    return render(request, "plans/enter_costs.html", context | {"form": form})


@allow(Action.KEEP_PLAN, Action.APPROVE_PLAN)
@require_http_methods(METHODS)
def cost_sheet(request: HttpRequest, reference: UUID) -> HttpResponse:
    """A draft of costs: what differs from those that hold, line by line, and the confirmation."""
    sheet = _draft(request, reference)
    scope, region = scope_of(request), sheet.version.plan.alliance.region.code
    another = services.needs_another(sheet)
    own = sheet.entered_by is not None and str(sheet.entered_by.reference) == scope.person_ref
    may = scope.may(Action.APPROVE_PLAN, region) and not own if another else scope.may(Action.KEEP_PLAN, region)
    form = ConfirmForm(posted(request))
    if form.is_valid() and _done(form, lambda: services.confirm_costs(
            sheet=sheet, words=form.cleaned_data["words"], by=person_at(request))):  # fmt: skip
        messages.success(request, "These costs hold now. What was spent went along, line by line.")
        others = [each for each in queries.drafts(scope) if each.version_id == sheet.version_id]
        if others:
            return redirect("plans:cost_sheet", others[0].reference)
        return redirect("plans:version", sheet.version.reference)
    found = queries.differing(sheet)
    keeps = scope.may(Action.KEEP_PLAN, region)
    context = {"sheet": sheet, "form": form, "may": may, "another": another, "keeps": keeps,
               "title": show.difference_title(found, sheet.strand.title), "found": found,
               "changes": show.difference_shown(found) if found else [],
               "shown": sheet_shown(held_sheet(sheet))}  # fmt: skip
    return render(request, "plans/cost_sheet.html", context)


@allow(Action.KEEP_PLAN)
@require_http_methods(METHODS)
def discard_costs(request: HttpRequest, reference: UUID) -> HttpResponse:
    """Discard a draft of costs, with the reason."""
    sheet = _draft(request, reference)
    if not scope_of(request).may(Action.KEEP_PLAN, sheet.version.plan.alliance.region.code):
        raise Http404
    form = WhyForm(posted(request))
    if form.is_valid() and _done(form, lambda: services.discard_costs(
            sheet=sheet, why=form.cleaned_data["why"], by=person_at(request))):  # fmt: skip
        messages.success(request, "The draft of the costs is discarded.")
        return redirect("intake:home")
    return render(request, "plans/cost_sheet_discard.html", {"sheet": sheet, "form": form})


@allow(Action.KEEP_PLAN)
@require_http_methods(METHODS)
def no_money(request: HttpRequest, reference: UUID) -> HttpResponse:
    """Mark that a KPI needs no money of its own, with the reason; or take that back."""
    kpi = found_kpi(request, reference)
    if not scope_of(request).may(Action.KEEP_PLAN, kpi.version.plan.alliance.region.code):
        raise Http404
    marked = CostExemption.objects.filter(kpi=kpi).first()
    form = WhyForm(posted(request))
    form.fields["why"].label = (
        "Why does it need money after all?" if marked else "Why does it need no money of its own?"
    )
    act = keeping.unmark_not_funded if marked else keeping.mark_not_funded
    if form.is_valid() and _done(form, lambda: act(kpi=kpi, why=form.cleaned_data["why"], by=person_at(request))):
        said = "A line has to pay for it again." if marked else "It is marked as needing no money of its own."
        messages.success(request, said)
        return redirect("plans:kpi", kpi.reference)
    title = "This KPI needs money after all" if marked else "Mark as needing no money"
    note = f"Marked on {long_date(marked.marked_on)} by {marked.marker_label}: {marked.why}" if marked else (
        "Every KPI is paid for by one line of costs, or is marked as needing no money of its own, with the reason."
    )  # fmt: skip
    page = {"form": form, "title": title, "button": "Take it back" if marked else "Mark it", "kpi": kpi, "note": note}
    return render(request, "plans/form.html", page)


def _chosen(request: HttpRequest, choices: list[PlanVersion], paper: int) -> PlanVersion | None:
    """The version of the address; else the one entered from the same document, else the first there is."""
    asked = request.GET.get("version", "")
    if asked:
        found = next((each for each in choices if str(each.reference) == asked), None)
        if found is None:
            raise Http404
        return found
    return next((each for each in choices if each.paper_id == paper), choices[0] if choices else None)


def _known(version: PlanVersion) -> dict[str, int]:
    """What the grant allocates by area in costs that hold: offered where a document does not say it."""
    of_plan = CostHeading.objects.filter(sheet__version__plan=version.plan, sheet__state=SheetState.CONFIRMED)
    found = of_plan.filter(sheet__strand__code__in=version.strands.values("code"))
    return {each.title: each.allocation_pence for each in found}


def _draft(request: HttpRequest, reference: UUID) -> CostSheet:
    sheet = queries.get_draft(scope_of(request), reference)
    if sheet is None:
        raise Http404
    return sheet


def _done(form: forms.Form, act: Callable[[], object]) -> bool:
    """Whether a step went through; what was refused goes into the form."""
    try:
        act()
    except CostsError as error:
        form.add_error(None, str(error))
        return False
    return True
