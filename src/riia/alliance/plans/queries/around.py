"""What stands around a KPI or a plan: same evidence, cross-references, aims, risks, activities, changes."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Prefetch

from riia.alliance.plans.models import Activity, Aim, AimKpi, Change, Kpi, Plan, PlanVersion, Risk, SameEvidence


@dataclass(frozen=True, slots=True)
class Near:
    """KPIs and statements that have to do with a KPI."""

    same: Sequence[tuple[str, str, Sequence[Kpi]]]
    """Groups of the same evidence: title, what differs, and the other KPIs."""
    refers: Sequence[tuple[str, Kpi | None, str]]
    """What its text refers to: as written, the KPI, or the area in words; neither is unresolved."""
    referred: Sequence[Kpi]
    aims: Sequence[AimKpi]
    risks: Sequence[Risk]


def near(kpi: Kpi) -> Near:
    """Everything that has to do with a KPI."""
    groups = kpi.same_evidence.prefetch_related(Prefetch("kpis", queryset=Kpi.objects.order_by("order")))
    return Near(
        same=[(one.title, one.note, [each for each in one.kpis.all() if each.pk != kpi.pk]) for one in groups],
        refers=[
            (one.written, one.target, f"area {one.area}" if one.area else "")
            for one in kpi.references.select_related("target", "area")
        ],
        referred=[one.kpi for one in kpi.referred_from.select_related("kpi")],
        aims=list(kpi.aims.select_related("aim")),
        risks=list(kpi.risks.filter(state=Risk.State.OPEN)),
    )


def changes_of(kpi: Kpi, most: int = 30) -> list[Change]:
    """The last changes of a KPI, newest first."""
    return list(kpi.changes.all()[:most])


def changes(plan: Plan, most: int = 200) -> list[Change]:
    """The last changes of a plan, newest first."""
    return list(plan.changes.select_related("kpi")[:most])


def activities(version: PlanVersion) -> list[Activity]:
    """Every activity in the order of the plan, with its KPIs and notes."""
    found = Activity.objects.filter(requirement__area__strand__version=version)
    return list(
        found.select_related("requirement__area__strand")
        .prefetch_related(Prefetch("kpis", queryset=Kpi.objects.order_by("order")), "notes")
        .order_by("order")
    )


def aims(version: PlanVersion) -> list[Aim]:
    """Every aim with the KPIs that would show it."""
    return list(version.aims.prefetch_related("links__kpi"))


def risks(version: PlanVersion) -> list[Risk]:
    """Every risk, open ones first, the gravest in front."""
    found = version.risks.prefetch_related(Prefetch("kpis", queryset=Kpi.objects.order_by("order")))
    return sorted(found.select_related("owner"), key=lambda one: (one.state != Risk.State.OPEN, -one.score, one.pk))


def same_evidence(version: PlanVersion) -> list[SameEvidence]:
    """Groups of KPIs that the same evidence speaks to."""
    return list(version.same_evidence.prefetch_related(Prefetch("kpis", queryset=Kpi.objects.order_by("order"))))
