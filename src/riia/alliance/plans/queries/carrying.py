"""What would go along when a draft comes into force: its KPIs that follow others, and measures that are found again."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from riia.alliance.plans.comparison import paired
from riia.alliance.plans.models import EvidenceFor, Exemption, Kpi, Measure, PlanVersion
from riia.alliance.plans.states import EvidenceState

_STEPS: Final[Sequence[Callable[[Measure, Measure], bool]]] = (
    lambda one, other: asks(one) == asks(other) and one.due_written == other.due_written,
    lambda one, other: asks(one) == asks(other),
    lambda one, other: one.unit == other.unit and one.number == other.number,
)
"""How a measure is found again. Its unit is always the same: n councils prove nothing about n events."""


def asks(one: Measure) -> tuple[object, ...]:
    return one.operator, one.value, one.unit


@dataclass(frozen=True, slots=True)
class Going:
    """What goes on from one version to the next, by key of the database: old to new."""

    kpis: Mapping[int, Kpi]
    measures: Mapping[int, Measure]
    olds: Mapping[int, Kpi]


def going(version: PlanVersion) -> Going:
    """The KPIs of a draft that follow another, and their measures that are found again."""
    found = version.kpis.filter(follows__isnull=False).select_related("follows__owner", "owner")
    news = list(found.prefetch_related("measures", "follows__measures"))
    measures: dict[int, Measure] = {}
    for kpi in news:
        before = kpi.follows
        assert before is not None
        pairs = paired(list(before.measures.all()), list(kpi.measures.all()), _STEPS)
        measures |= {one.pk: other for one, other in pairs if one is not None and other is not None}
    olds = {each.follows.pk: each.follows for each in news if each.follows}
    return Going({each.follows.pk: each for each in news if each.follows}, measures, olds)


@dataclass(frozen=True, slots=True)
class Along:
    """What goes along, in numbers, and what stays with the version before: pieces of evidence by KPI."""

    kpis: int
    evidence: int
    owners: int
    exemptions: int
    stays: tuple[tuple[str, int], ...]


def along(previous: PlanVersion, version: PlanVersion) -> Along:
    """What would go along if a draft came into force now."""
    found = going(version)
    shows = EvidenceFor.objects.filter(measure__kpi__version=previous).exclude(evidence__state=EvidenceState.WITHDRAWN)
    rows = set(shows.values_list("evidence", "measure", "measure__kpi__key"))
    stays = Counter(key for _, measure, key in {(one, measure, key) for one, measure, key in rows}
                    if measure not in found.measures)  # fmt: skip
    owners = sum(
        new.owner is None and not new.owner_office and bool(found.olds[old].owner or found.olds[old].owner_office)
        for old, new in found.kpis.items()
    )
    exemptions = Exemption.objects.filter(kpis__in=list(found.kpis)).distinct().count()
    moved = {one for one, measure, _ in rows if measure in found.measures}
    return Along(len(found.kpis), len(moved), owners, exemptions, tuple(sorted(stays.items())))
