"""Enter the costs of a plan as its appendices state them, and what a person decides about them."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict

from django.db import transaction

from riia.alliance.access.actions import Action
from riia.alliance.access.queries import scope_of_actor
from riia.alliance.audit.actors import Acts
from riia.alliance.audit.services import record
from riia.alliance.grants.models import Determination
from riia.alliance.kit.filters import and_list
from riia.alliance.plans.costs_errors import CostsError, check_may, said_why
from riia.alliance.plans.entering_costs import HeadingGiven, LineGiven, SheetGiven, refused
from riia.alliance.plans.models import (
    CostExemption,
    CostHeading,
    CostLine,
    CostPackages,
    CostQuarter,
    CostSheet,
    Kpi,
    Measure,
    Strand,
    SubRequirement,
)
from riia.alliance.plans.services.logging import Said, changed
from riia.alliance.plans.states import SheetState
from riia.alliance.returns.timekeeping import today


@transaction.atomic
def enter_sheet(
    *, strand: Strand, given: SheetGiven, by: Acts, determination: Determination | None = None
) -> CostSheet:
    """Enter the costs of a strand that has none, with every amount as written and as read. They hold at once."""
    check_may(scope_of_actor(by), Action.KEEP_PLAN, strand.version.plan.alliance.region.code)
    if CostSheet.objects.filter(strand=strand).exists():
        raise CostsError(f"The costs of {strand.title} are entered already.")
    sheet = make_sheet(strand, given, SheetState.CONFIRMED, determination=determination)
    record(by=by, action="plans.enter_costs", target=sheet, summary=f"Entered the {sheet.audit_label}",
           details={"headings": len(given.headings), "lines": len(given.lines)})  # fmt: skip
    return sheet


def make_sheet(
    strand: Strand, given: SheetGiven, state: SheetState, *, determination: Determination | None = None
) -> CostSheet:
    """Write a sheet with its headings, lines and quarters, inside the caller's transaction.

    Raises CostsError for an amount that cannot be, and for a grant or an allocation that nobody has said.
    """
    wrong = refused(given)
    if wrong:
        said = " ".join(f"{each.where}: “{each.as_written}”. {each.remedy}" for each in wrong[:3])
        raise CostsError(f"{said} Ask the author, and have the document read again.")
    lacking = [each.title for each in given.unallocated]
    if lacking or given.grant.pence is None:
        raise CostsError(f"Say what the grant allocates to {and_list(lacking) if lacking else strand.title}.")
    sheet = CostSheet.objects.create(
        version=strand.version, strand=strand, appendix=given.appendix[:10], title=given.title, state=state,
        grant_pence=given.grant.pence, grant_written=given.grant.as_written, grant_where=given.grant_where[:120],
        determination=determination, shares=list(given.shares),
        totals={name: [each.as_written, each.pence] for name, each in given.totals.items()},
        left_out=[asdict(each) for each in given.left_out],
    )  # fmt: skip
    requirements = {one.number: one for one in SubRequirement.objects.filter(area__strand=strand)}
    quarters: list[CostQuarter] = []
    for place, heading in enumerate(given.headings, start=1):
        made = _heading(sheet, place, heading)
        for number, line in enumerate(heading.lines, start=1):
            one = _line(made, number, line, requirements)
            quarters += [CostQuarter(line=one, quarter=quarter, written=each.as_written, pence=each.pence, how=each.how)
                         for quarter, each in enumerate(line.quarters, start=1)]  # fmt: skip
    CostQuarter.objects.bulk_create(quarters)
    return sheet


def _heading(sheet: CostSheet, place: int, given: HeadingGiven) -> CostHeading:
    assert given.allocation.pence is not None
    return CostHeading.objects.create(
        sheet=sheet, order=place, title=given.title, allocation_pence=given.allocation.pence,
        allocation_written=given.allocation.as_written, total_pence=given.total.pence,
        total_written=given.total.as_written, variance_pence=given.variance.pence,
        variance_written=given.variance.as_written, scope_written=given.scope.written, scope_read=given.scope.read,
        scope_note=given.scope.note, source_place=given.place,
    )  # fmt: skip


def _line(heading: CostHeading, number: int, given: LineGiven, requirements: Mapping[str, SubRequirement]) -> CostLine:
    return CostLine.objects.create(
        heading=heading, number=number, requirement=requirements.get(given.requirement),
        scope_written=given.scope.written, scope_read=given.scope.read, scope_note=given.scope.note,
        spend_written=given.spend.as_written, spend_pence=given.spend.pence, spend_how=given.spend.how,
        spend_note=given.spend.note, no_separate_funding=given.no_separate_funding, words=given.words,
        source_place=given.place,
    )  # fmt: skip


@transaction.atomic
def name_waits(*, line: CostLine, measures: Sequence[Measure], why: str, by: Acts) -> CostLine:
    """Say what has to be done before a line's money can be spent; no measures takes it back."""
    _check_keeps(line, by)
    said = said_why(why, "it waits for that")
    if any(each.kpi.version_id != line.heading.sheet.version_id for each in measures):
        raise CostsError("A line waits for measures of its own version of the plan.")
    line.waits_for.set(measures)
    line.waits_why = said[:300]
    line.save(update_fields=["waits_why"])
    names = ", ".join(f"{each.kpi.key}/{each.number}" for each in measures) or "nothing"
    record(
        by=by, action="plans.name_waits", target=line, reason=said, summary=f"Said that {line.label} waits for {names}"
    )
    return line


@transaction.atomic
def name_packages(*, line: CostLine, packages: int, days: int, rate: int | None, where: str, by: Acts) -> CostPackages:
    """Say how many packages of days a line pays for, and at what day rate where one is stated."""
    _check_keeps(line, by)
    if packages < 1 or days < 1 or (rate is not None and rate <= 0):
        raise CostsError("Enter at least one package of one day; a day rate is more than £0.")
    made, _ = CostPackages.objects.update_or_create(
        line=line, defaults={"packages": packages, "days": days, "rate_pence": rate, "rate_where": where.strip()[:300]}
    )
    record(by=by, action="plans.name_packages", target=line,
           summary=f"Entered {packages} packages of {days} days for {line.label}",
           details={"packages": packages, "days": days, "rate_pence": rate})  # fmt: skip
    return made


@transaction.atomic
def mark_not_funded(*, kpi: Kpi, why: str, by: Acts) -> CostExemption:
    """Mark that a KPI needs no money of its own, with the reason (R12.05)."""
    plan = kpi.version.plan
    check_may(scope_of_actor(by), Action.KEEP_PLAN, plan.alliance.region.code)
    said = said_why(why, "it needs no money of its own")
    before = CostExemption.objects.filter(kpi=kpi).first()
    made, _ = CostExemption.objects.update_or_create(
        kpi=kpi, defaults={"why": said[:300], "marked_on": today(), "marker_label": by.as_actor().label}
    )
    record(by=by, action="plans.mark_not_funded", target=kpi, reason=said,
           summary=f"Marked that {kpi} needs no money of its own")  # fmt: skip
    changed(plan, Said("money", before.why if before else "", "needs no money of its own", said), by=by, kpi=kpi)
    return made


@transaction.atomic
def unmark_not_funded(*, kpi: Kpi, why: str, by: Acts) -> None:
    """Take back that a KPI needs no money of its own: then a line has to pay for it again."""
    plan = kpi.version.plan
    check_may(scope_of_actor(by), Action.KEEP_PLAN, plan.alliance.region.code)
    said = said_why(why, "it needs money after all")
    count, _ = CostExemption.objects.filter(kpi=kpi).delete()
    if not count:
        raise CostsError(f"{kpi} is not marked as needing no money.")
    record(by=by, action="plans.unmark_not_funded", target=kpi, reason=said,
           summary=f"Took back that {kpi} needs no money of its own")  # fmt: skip
    changed(plan, Said("money", "needs no money of its own", "needs money", said), by=by, kpi=kpi)


def _check_keeps(line: CostLine, by: Acts) -> None:
    check_may(scope_of_actor(by), Action.KEEP_PLAN, line.heading.sheet.version.plan.alliance.region.code)
