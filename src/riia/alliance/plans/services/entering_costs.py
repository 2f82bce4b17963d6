"""Costings that were read become draft sheets of a version; a person confirms them, or discards them.

Each step is one transaction. Where other costs hold in a plan in force, the Lead or Chair DCS confirms, never who
entered the draft: otherwise money could be moved between areas without the approval that a virement needs.
"""

from collections.abc import Sequence
from dataclasses import asdict

from django.db import transaction
from django.urls import reverse

from riia.alliance.access.actions import Action
from riia.alliance.access.queries import scope_of_actor
from riia.alliance.audit.actors import Acts
from riia.alliance.audit.services import record
from riia.alliance.intake import services as intake
from riia.alliance.intake.models import Paper
from riia.alliance.kit.filters import and_list, plural
from riia.alliance.plans.costs_errors import CostsError, NotYours, check_may, said_why
from riia.alliance.plans.entering_costs import SheetGiven
from riia.alliance.plans.models import CostSheet, Plan, PlanVersion, Strand
from riia.alliance.plans.queries.entering_costs import holding
from riia.alliance.plans.services.carrying_costs import carry_money
from riia.alliance.plans.services.costs import make_sheet
from riia.alliance.plans.services.logging import Said, changed, person_of
from riia.alliance.plans.states import SHEET_TRANSITIONS, SheetState, VersionState
from riia.alliance.returns.timekeeping import now


@transaction.atomic
def enter_costs(
    *,
    paper: Paper,
    version: PlanVersion,
    sheets: Sequence[tuple[Strand, SheetGiven]],
    why_undecided: str = "",
    by: Acts,
) -> list[CostSheet]:
    """Enter costings that were read as drafts, a sheet for each strand: all or none."""
    plan = _held_plan(version)
    check_may(scope_of_actor(by), Action.KEEP_PLAN, plan.alliance.region.code)
    undecided = paper.findings.filter(severity="error", decision="").count()
    if undecided and not why_undecided.strip():
        raise CostsError(
            f"Decide on the {plural(undecided, 'error')} first, or say why the costs are entered with them."
        )
    version.refresh_from_db(fields=["state"])
    if version.state == VersionState.SUPERSEDED:
        raise CostsError(f"{version.label} is superseded. Enter the costs against the version in force, or a draft.")
    if not sheets:
        raise CostsError("No table of costs was understood, so there is nothing to enter. Look at what was read.")
    strands = [strand for strand, _ in sheets]
    if len({strand.pk for strand in strands}) < len(strands):
        raise CostsError("Two tables are for the same strand. Choose a strand of its own for each.")
    if any(strand.version_id != version.pk for strand in strands):
        raise CostsError("Costs are entered for strands of the version they are for.")
    waiting = CostSheet.objects.filter(strand__in=strands, state=SheetState.DRAFT).select_related("strand")
    if waiting:
        names = and_list([each.strand.title for each in waiting])
        raise CostsError(f"Costs of {names} wait as a draft already. Confirm or discard them first.")
    return [_enter(paper, plan, strand, given, why_undecided.strip(), by) for strand, given in sheets]


def _enter(paper: Paper, plan: Plan, strand: Strand, given: SheetGiven, why: str, by: Acts) -> CostSheet:
    sheet = make_sheet(strand, given, SheetState.DRAFT)
    sheet.paper, sheet.document, sheet.why_undecided = paper, paper.name[:300], why
    sheet.entered_at, sheet.entered_by, sheet.enterer_label = now(), person_of(by), by.as_actor().label
    sheet.left_out = [asdict(each) for each in given.left_out]
    sheet.save()
    record(by=by, action="plans.enter_costs_draft", target=sheet, reason=why,
           summary=f"Entered the {sheet.audit_label} as a draft",
           details={"sha256": paper.sha256, "headings": len(given.headings), "lines": len(given.lines)})  # fmt: skip
    changed(
        plan, Said("costs", "", f"{strand.title} of {strand.version.label} entered as a draft from {paper.name}"), by=by
    )
    intake.note_use(paper=paper, words=f"costs of {strand.title}, {strand.version}",
                    href=reverse("plans:cost_sheet", args=[sheet.reference]), by=by)  # fmt: skip
    return sheet


def needs_another(sheet: CostSheet) -> bool:
    """Whether another person confirms it: other costs hold in a plan that is in force."""
    return sheet.version.state == VersionState.IN_FORCE and holding(sheet.strand) is not None


@transaction.atomic
def confirm_costs(*, sheet: CostSheet, words: str, by: Acts) -> CostSheet:
    """Let a draft sheet hold. Where another held, spending goes on line by line, and that one is kept as replaced."""
    sheet, plan = _held_draft(sheet)
    scope, region = scope_of_actor(by), plan.alliance.region.code
    person = person_of(by)
    previous, another = holding(sheet.strand), needs_another(sheet)
    if another:
        check_may(scope, Action.APPROVE_PLAN, region)
        if person is not None and person.pk == sheet.entered_by_id:
            raise NotYours("You entered these costs, so another person confirms them.")
    else:
        check_may(scope, Action.KEEP_PLAN, region)
    why = said_why(words, "these costs hold, and who agreed to them")
    _check_move(sheet, SheetState.CONFIRMED)
    if previous is not None:
        carry_money(previous, sheet)
        _check_move(previous, SheetState.REPLACED)
        previous.state = SheetState.REPLACED
        previous.save(update_fields=["state"])
    sheet.state, sheet.confirmed_at = SheetState.CONFIRMED, now()
    sheet.confirmed_by, sheet.confirmer_label = person, by.as_actor().label
    sheet.replaces = previous if another else None
    sheet.save(update_fields=["state", "confirmed_at", "confirmed_by", "confirmer_label", "replaces"])
    record(by=by, action="plans.confirm_costs", target=sheet, reason=why, summary=f"Confirmed the {sheet.audit_label}",
           details={"replaces": str(previous.reference) if previous else ""})  # fmt: skip
    before = "other costs held" if previous else "no costs"
    changed(plan, Said("costs", before, f"{sheet.strand.title} of {sheet.version.label} confirmed", why), by=by)
    return sheet


@transaction.atomic
def discard_costs(*, sheet: CostSheet, why: str, by: Acts) -> None:
    """Delete a draft sheet. The trail keeps that it was there."""
    sheet, plan = _held_draft(sheet)
    check_may(scope_of_actor(by), Action.KEEP_PLAN, plan.alliance.region.code)
    said = said_why(why, "the draft is discarded")
    record(by=by, action="plans.discard_costs", target=sheet, reason=said, summary=f"Discarded the {sheet.audit_label}")
    changed(plan, Said("costs", f"{sheet.strand.title}, a draft", "discarded", said), by=by)
    if sheet.paper is not None and not CostSheet.objects.filter(paper=sheet.paper).exclude(pk=sheet.pk).exists():
        _give_back(sheet.paper, said, by)
    sheet.delete()


def _give_back(paper: Paper, why: str, by: Acts) -> None:
    """The document leads again to the plan that was entered from it, or can be entered anew."""
    version = PlanVersion.objects.filter(paper=paper).select_related("plan").last()
    if version is None:
        intake.forget_use(paper=paper, why=why, by=by)
    else:
        intake.note_use(paper=paper, words=f"{version.label} of {version.plan.title}",
                        href=reverse("plans:version", args=[version.reference]), by=by)  # fmt: skip


def _held_plan(version: PlanVersion) -> Plan:
    found = Plan.objects.select_for_update(of=("self",)).select_related("alliance__region")
    return found.get(pk=version.plan_id)


def _held_draft(sheet: CostSheet) -> tuple[CostSheet, Plan]:
    """The sheet as it is now; its plan is held until the end of the transaction."""
    plan = _held_plan(sheet.version)
    found = CostSheet.objects.select_related("version__plan__alliance__region", "strand", "paper")
    held = found.filter(pk=sheet.pk).first()
    if held is None or held.state != SheetState.DRAFT:
        raise CostsError("These costs are no longer a draft: somebody confirmed or discarded them. Open the costs.")
    return held, plan


def _check_move(sheet: CostSheet, to: SheetState) -> None:
    if to not in SHEET_TRANSITIONS[SheetState(sheet.state)]:
        raise CostsError(f"These costs are {sheet.state}, so they cannot become {to.value}.")
