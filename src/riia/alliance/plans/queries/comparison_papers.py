"""Plans and costings that were uploaded to be checked, as plain facts: to compare two documents with each other."""

from dataclasses import dataclass
from functools import lru_cache
from uuid import UUID

from django.db.models import QuerySet

from riia.alliance.access.scope import Scope
from riia.alliance.intake import queries as intake
from riia.alliance.intake.models import Paper
from riia.alliance.intake.states import PaperState
from riia.alliance.kit.filters import long_date
from riia.alliance.plans.comparison import Comparison, KpiFacts, compare
from riia.alliance.plans.entering import facts_of, plan_given
from riia.documents.model import DocumentError, Kind
from riia.documents.plans.reading import costings_only, read_plan
from riia.documents.plans.structure import CostTable
from riia.documents.readers import read_document

type Facts = tuple[tuple[KpiFacts, ...], tuple[tuple[str, int | None], ...]]


@dataclass(frozen=True, slots=True)
class PaperChoice:
    """A document that can be compared."""

    reference: UUID
    name: str


def papers(scope: Scope) -> QuerySet[Paper]:
    """Plans and costings that were read and that the viewer may see, the newest first."""
    return intake.papers(scope).filter(state=PaperState.READ, kind__in=[Kind.PLAN.value, Kind.COSTINGS.value])


def choices(scope: Scope) -> list[PaperChoice]:
    """What may be compared, without its content."""
    found = papers(scope).values_list("reference", "name", "given_at")[:50]
    return [PaperChoice(reference, f"{name}, {long_date(given_at)}") for reference, name, given_at in found]


def compared_papers(scope: Scope, before: UUID, after: UUID) -> Comparison | None:
    """What changed from one document to the other; None where one of them is not there to be read."""
    facts = [_facts_of(scope, reference) for reference in (before, after)]
    older, newer = facts
    if older is None or newer is None:
        return None
    return compare(older[0], newer[0], dict(older[1]), dict(newer[1]))


def _facts_of(scope: Scope, reference: UUID) -> Facts | None:
    paper = papers(scope).filter(reference=reference).first()
    if paper is None:
        return None
    try:
        return _facts(bytes(paper.data), paper.name)
    except DocumentError:
        return None


@lru_cache(maxsize=4)
def _facts(data: bytes, name: str) -> Facts:
    """What a document promises, KPI by KPI, and its money. Reading takes seconds, so the last few are kept."""
    document = read_document(data, name)
    plan = read_plan(document)
    tables = (plan.costings or costings_only(document)).tables
    return tuple(facts_of(plan_given(plan))), tuple(_money(tables).items())


def _money(tables: tuple[CostTable, ...]) -> dict[str, int | None]:
    found: dict[str, int | None] = {}
    for table in tables:
        for area in table.areas:
            if area.allocation is not None:
                found[f"{area.name}, allocation"] = area.allocation.pence
            for number, line in enumerate(area.lines, start=1):
                found[f"{area.name}, {line.sub_requirement[:12] or f'line {number}'}"] = line.spend.pence
    return found
