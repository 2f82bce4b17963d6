"""What entering a document that was read would come to: the plan it belongs to, the version before, what differs."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from riia.alliance.access.scope import Scope
from riia.alliance.intake import queries as intake
from riia.alliance.intake.models import Paper
from riia.alliance.places import queries as places
from riia.alliance.places.models import Alliance
from riia.alliance.plans.comparison import Comparison, KpiFacts, compare
from riia.alliance.plans.entering import PlanGiven, facts_of, plan_given
from riia.alliance.plans.models import Plan, PlanVersion
from riia.alliance.plans.queries.comparison import kpi_facts
from riia.alliance.plans.states import VersionState
from riia.documents.model import DocumentError, Kind
from riia.documents.plans.reading import costings_only, read_plan
from riia.documents.plans.structure import Costings, PlanText
from riia.documents.readers import read_document


@dataclass(frozen=True, slots=True)
class Entry:
    """A plan that was read, and what it would be entered beside. `draft` is one that waits already."""

    given: PlanGiven
    alliance: Alliance
    plan: Plan | None
    previous: PlanVersion | None
    draft: PlanVersion | None
    comparison: Comparison | None

    def label_for(self, plan: Plan | None) -> str:
        """The label of the next version: what the document calls itself, else the next number that is free."""
        taken = set(plan.versions.values_list("label", flat=True)) if plan else set()
        numbers = [int(found[1]) for label in taken if (found := re.fullmatch(r"[Vv](\d+)", label))]
        said = f"V{self.given.version_said}"
        if re.fullmatch(r"V\d{1,3}", said) and said not in taken and int(said[1:]) > max(numbers, default=0):
            return said
        return f"V{max(numbers, default=0) + 1}"


@lru_cache(maxsize=4)
def structure_of(data: bytes, name: str, kind: Kind) -> PlanText | Costings | None:
    """The plan or the costings in a document. Reading takes seconds, so the last few are kept."""
    try:
        document = read_document(data, name)
    except DocumentError:
        return None
    plan = read_plan(document)
    return plan if kind is Kind.PLAN else plan.costings or costings_only(document)


def found_structure(scope: Scope, paper: Paper) -> PlanText | Costings | None:
    """What was read in a document of the scope; None where it can no longer be read as a plan or costings."""
    held = intake.data_of(scope, paper.reference)
    if held is None or paper.kind not in (Kind.PLAN, Kind.COSTINGS):
        return None
    return structure_of(held[1], held[0], Kind(paper.kind))


def entry_of(scope: Scope, paper: Paper, year: int | None = None) -> Entry | None:
    """What entering this document would come to, for the year it names or one that a person says."""
    found = found_structure(scope, paper)
    alliance = places.alliance_in(paper.place)
    if not isinstance(found, PlanText) or alliance is None:
        return None
    given = plan_given(found)
    plans = Plan.objects.filter(alliance=alliance, year=year or given.year or 0)
    plan = plans.select_related("alliance__region").first()
    previous = previous_of(plan) if plan else None
    titles = dict(previous.strands.values_list("code", "title")) if previous else {}
    comparison = compare(kpi_facts(previous), _taken_over(given, previous, titles)) if previous else None
    draft = plan.versions.filter(state=VersionState.DRAFT).first() if plan else None
    return Entry(given, alliance, plan, previous, draft, comparison)


def previous_of(plan: Plan, version: PlanVersion | None = None) -> PlanVersion | None:
    """The version that another one would supersede: the one in force, of those whose text is held."""
    found = plan.versions.filter(state=VersionState.IN_FORCE, content_known=True)
    return found.exclude(pk=version.pk).first() if version else found.first()


def _taken_over(given: PlanGiven, previous: PlanVersion | None, titles: Mapping[str, str]) -> list[KpiFacts]:
    """The KPIs as they would be entered: what says the same word by word keeps the measures that people made of it."""
    found = facts_of(given, titles)
    if previous is None:
        return found
    held = {each.fingerprint: each for each in kpi_facts(previous) if each.fingerprint}
    return [
        replace(each, words=held[each.fingerprint].words, measures=held[each.fingerprint].measures)
        if each.fingerprint in held else each
        for each in found
    ]  # fmt: skip
