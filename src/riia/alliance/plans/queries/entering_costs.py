"""Cost sheets as they are compared: what is planned line by line, and what is spent and committed on each."""

from collections import Counter
from collections.abc import Iterator
from uuid import UUID

from riia.alliance.access.actions import Action
from riia.alliance.access.models import Person
from riia.alliance.access.scope import Scope
from riia.alliance.plans.comparison_costs import CostsDifference, HeadingFacts, LineFacts, difference
from riia.alliance.plans.models import CostLine, CostSheet, PlanVersion, Spending, Strand
from riia.alliance.plans.queries.costs import versions
from riia.alliance.plans.queries.drafts import sees_drafts
from riia.alliance.plans.spending import SpendKind
from riia.alliance.plans.states import SheetState, VersionState


def drafts(scope: Scope) -> list[CostSheet]:
    """Draft sheets that the viewer may see: of regions whose plan they keep or bring into force."""
    found = CostSheet.objects.filter(version__in=versions(scope).values("pk"), state=SheetState.DRAFT)
    found = found.select_related("version__plan__alliance__region", "strand", "entered_by", "paper")
    return [each for each in found if sees_drafts(scope, each.version.plan.alliance.region.code)]


def get_draft(scope: Scope, reference: UUID) -> CostSheet | None:
    """One draft sheet; None where the viewer may not see it."""
    return next((each for each in drafts(scope) if each.reference == reference), None)


def drafts_to_force(scope: Scope) -> Iterator[PlanVersion]:
    """Drafts of plans that this viewer may bring into force: in their region, and not their own."""
    for one in versions(scope).filter(state=VersionState.DRAFT).select_related("entered_by"):
        if scope.may(Action.APPROVE_PLAN, one.plan.alliance.region.code) and not _own(one.entered_by, scope):
            yield one


def drafts_to_confirm(scope: Scope) -> Iterator[CostSheet]:
    """Draft costs that wait for this viewer: others hold in a plan in force, and somebody else entered these."""
    for one in drafts(scope):
        waits = one.version.state == VersionState.IN_FORCE and holding(one.strand) is not None
        may = scope.may(Action.APPROVE_PLAN, one.version.plan.alliance.region.code)
        if waits and may and not _own(one.entered_by, scope):
            yield one


def _own(person: Person | None, scope: Scope) -> bool:
    return person is not None and str(person.reference) == scope.person_ref


def versions_for(scope: Scope, region: str) -> list[PlanVersion]:
    """The versions that costings can be entered against: a draft first, then those in force, the latest first."""
    found = versions(scope).filter(plan__alliance__region__code=region, content_known=True)
    found = found.filter(state__in=[VersionState.DRAFT, VersionState.IN_FORCE])
    if not scope.may(Action.KEEP_PLAN, region):
        return []
    return sorted(found, key=lambda one: (one.state != VersionState.DRAFT, -one.plan.year))


def holding(strand: Strand) -> CostSheet | None:
    """The sheet of a strand that holds now."""
    found = CostSheet.objects.filter(strand=strand, state=SheetState.CONFIRMED)
    return found.select_related("version__plan__alliance__region", "strand", "determination").first()


def facts_of_sheet(sheet: CostSheet) -> list[HeadingFacts]:
    """A sheet that is entered, as it is compared."""
    spent = _spent(sheet)
    lines = CostLine.objects.filter(heading__sheet=sheet).select_related("heading", "requirement")
    by: dict[int, list[LineFacts]] = {}
    for one in lines.prefetch_related("quarters").order_by("heading__order", "number"):
        quarters = {each.quarter: each.pence for each in one.quarters.all()}
        by.setdefault(one.heading_id, []).append(LineFacts(
            one.pk, one.heading.title, one.number, one.words, one.requirement.number if one.requirement else "",
            one.scope_written, one.spend_pence, tuple(quarters.get(number) for number in (1, 2, 3, 4)), spent[one.pk],
        ))  # fmt: skip
    return [HeadingFacts(each.pk, each.title, each.allocation_pence, tuple(by.get(each.pk, ())))
            for each in sheet.headings.order_by("order")]  # fmt: skip


def _spent(sheet: CostSheet) -> Counter[int]:
    """What is spent and still committed on each line, in pence."""
    found: Counter[int] = Counter()
    settled: Counter[int] = Counter()
    promised: Counter[int] = Counter()
    for one in Spending.objects.filter(line__heading__sheet=sheet):
        if one.kind == SpendKind.ACTUAL:
            found[one.line_id] += one.amount_pence
            settled[one.line_id] += one.amount_pence if one.settles_id else 0
        elif one.kind == SpendKind.COMMITMENT:
            promised[one.line_id] += one.amount_pence
    for line, pence in promised.items():
        found[line] += max(0, pence - settled[line])
    return found


def present(sheet: CostSheet) -> CostSheet | None:
    """The sheet that a draft is held against: of its own strand, or of that strand in the version in force."""
    held = holding(sheet.strand)
    if held is not None or sheet.version.state != VersionState.DRAFT:
        return held
    strand = Strand.objects.filter(code=sheet.strand.code, version__plan=sheet.version.plan,
                                   version__state=VersionState.IN_FORCE).first()  # fmt: skip
    return holding(strand) if strand is not None else None


def differing(sheet: CostSheet) -> CostsDifference | None:
    """A draft sheet held against the one that holds; None where there is none yet."""
    held = present(sheet)
    return difference(facts_of_sheet(held), facts_of_sheet(sheet)) if held is not None else None
