"""What goes along when costs take the place of others: spending line by line, and what people said of lines."""

from collections.abc import Mapping

from riia.alliance.audit.actors import Acts
from riia.alliance.audit.services import record
from riia.alliance.kit.filters import and_list
from riia.alliance.plans.comparison_costs import CostsDifference, difference
from riia.alliance.plans.costs import Amount, How, said
from riia.alliance.plans.costs_errors import CostsError
from riia.alliance.plans.costs_scope import names_in
from riia.alliance.plans.entering_costs import HeadingGiven, LineGiven, Reading, SheetGiven
from riia.alliance.plans.models import (
    CostHeading,
    CostLine,
    CostPackages,
    CostSheet,
    Measure,
    PlanVersion,
    Spending,
    Virement,
)
from riia.alliance.plans.queries.carrying import going
from riia.alliance.plans.queries.entering_costs import facts_of_sheet
from riia.alliance.plans.services.costs import make_sheet
from riia.alliance.plans.spending import VirementState
from riia.alliance.plans.states import SheetState


def carry_sheets(previous: PlanVersion, version: PlanVersion, *, by: Acts) -> None:
    """Costs of the version before go on for a strand that the new one has none for; spending always goes on.

    Raises CostsError where money is spent on a strand or a line that the new version does not have.
    """
    strands = {each.code: each for each in version.strands.all()}
    measures = going(version).measures
    for old in previous.cost_sheets.filter(state=SheetState.CONFIRMED).select_related("strand", "determination"):
        strand = strands.get(old.strand.code)
        new = CostSheet.objects.filter(strand=strand, state=SheetState.CONFIRMED).first() if strand else None
        if strand is None:
            _check_unspent(old)
            continue
        if new is None:
            strand.version = version
            new = make_sheet(strand, given_of(old), SheetState.CONFIRMED, determination=old.determination)
            record(by=by, action="plans.carry_costs", target=new, summary=f"Carried over the {new.audit_label}")
        carry_money(old, new, measures=measures)


def carry_money(old: CostSheet, new: CostSheet, *, measures: Mapping[int, Measure] | None = None) -> CostsDifference:
    """Let spending, and what people said of lines, go from one sheet to the one that takes its place.

    `measures` are those that go on as another; None where both are of one version. Money that was moved between areas
    goes along only where each area has the same allocation: others say themselves what each area has now.
    """
    found = difference(facts_of_sheet(old), facts_of_sheet(new))
    same = all(one and other and one.allocation == other.allocation for one, other in found.headings)
    _check(old, found, same)
    lines = {each.pk: each for each in CostLine.objects.filter(heading__sheet__in=(old, new)).select_related("heading")}
    pairs = [(lines[one.key], lines[other.key]) for one, other in found.lines if one and other]
    news = {one.pk: other.pk for one, other in pairs}
    entries = list(Spending.objects.filter(line__in=news))
    for entry in entries:
        entry.line_id = news[entry.line_id]
    Spending.objects.bulk_update(entries, ["line"], batch_size=200)
    for one, other in pairs:
        _said_of_line(one, other, measures)
    headings = {each.pk: each for each in CostHeading.objects.filter(sheet__in=(old, new))}
    areas = {one.key: headings[other.key] for one, other in found.headings if one and other}
    for key, heading in areas.items():
        _same_scope(headings[key], heading)
    if same:
        for each in Virement.objects.filter(sheet=old):
            each.sheet, each.source, each.target = new, areas[each.source_id], areas[each.target_id]
            each.save(update_fields=["sheet", "source", "target"])
    new.determination = new.determination or old.determination
    new.virement_limit, new.limit_why = old.virement_limit, old.limit_why
    new.save(update_fields=["determination", "virement_limit", "limit_why"])
    return found


def _check(old: CostSheet, found: CostsDifference, same: bool) -> None:
    if found.stranded:
        lines = and_list([f"{each.label} ({said(each.spent)})" for each in found.stranded])
        raise CostsError(
            f"Money is spent or committed on lines that the new costs do not have: {lines}. Correct those entries, or "
            "ask for costings with these lines."
        )
    if not same and Virement.objects.filter(sheet=old, state=VirementState.PROPOSED).exists():
        raise CostsError(
            "Money is proposed to be moved between areas of the costs that hold, and these allocate it anew. "
            "Decide on that first."
        )


def _check_unspent(old: CostSheet) -> None:
    spent = sum(line.spent for heading in facts_of_sheet(old) for line in heading.lines)
    if spent:
        raise CostsError(
            f"{said(spent)} is spent or committed for {old.strand.title}, which the draft does not have. "
            "Correct those entries, or have the strand entered as well."
        )


def _said_of_line(one: CostLine, other: CostLine, measures: Mapping[int, Measure] | None) -> None:
    """What its money waits for, how its scope is read, and its packages, where the new one says nothing itself."""
    waits = list(one.waits_for.all())
    if waits and not other.waits_for.exists():
        kept = waits if measures is None else [measures[each.pk] for each in waits if each.pk in measures]
        other.waits_for.set(kept)
        other.waits_why = one.waits_why if kept else ""
    _same_scope(one, other)
    other.save(update_fields=["waits_why"])
    packages = CostPackages.objects.filter(line=one).first()
    if packages is not None and not CostPackages.objects.filter(line=other).exists():
        CostPackages.objects.create(line=other, packages=packages.packages, days=packages.days,
                                    rate_pence=packages.rate_pence, rate_where=packages.rate_where)  # fmt: skip


def _same_scope[Row: (CostHeading, CostLine)](one: Row, other: Row) -> None:
    """How a scope is read stays where it names the same KPIs, whatever words stand around them."""
    if names_in(one.scope_written) == names_in(other.scope_written) and one.scope_read and not other.scope_read:
        other.scope_read, other.scope_note = one.scope_read, one.scope_note
        other.save(update_fields=["scope_read", "scope_note"])


def given_of(sheet: CostSheet) -> SheetGiven:
    """A sheet as it was given, to be written for another version."""
    headings = sheet.headings.order_by("order").prefetch_related("lines__quarters", "lines__requirement")
    totals = {name: _amount(pence, written) for name, (written, pence) in sheet.totals.items()}
    return SheetGiven(
        sheet.appendix, sheet.title, _amount(sheet.grant_pence, sheet.grant_written), sheet.grant_where, totals,
        tuple(_heading(each) for each in headings), shares=tuple(sheet.shares),
    )  # fmt: skip


def _amount(pence: int | None, written: str) -> Amount:
    return Amount(pence, How.UNKNOWN if pence is None else How.STATED, written)


def _heading(one: CostHeading) -> HeadingGiven:
    return HeadingGiven(
        one.title, _amount(one.allocation_pence, one.allocation_written), _amount(one.total_pence, one.total_written),
        _amount(one.variance_pence, one.variance_written), tuple(_line(each) for each in one.lines.all()),
        Reading(one.scope_written, one.scope_read, one.scope_note), one.source_place,
    )  # fmt: skip


def _line(one: CostLine) -> LineGiven:
    by = {each.quarter: Amount(each.pence, How(each.how), each.written) for each in one.quarters.all()}
    unknown = Amount(None, How.UNKNOWN)
    quarters = (by.get(1, unknown), by.get(2, unknown), by.get(3, unknown), by.get(4, unknown))
    spend = Amount(one.spend_pence, How(one.spend_how), one.spend_written, one.spend_note)
    return LineGiven(spend, quarters, one.requirement.number if one.requirement else "",
                     Reading(one.scope_written, one.scope_read, one.scope_note), one.no_separate_funding, one.words,
                     one.source_place)  # fmt: skip
