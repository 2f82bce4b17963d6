"""Two versions of a plan as plain facts, to be held against each other."""

from django.urls import reverse

from riia.alliance.plans.comparison import Comparison, KpiFacts, MeasureFacts, compare
from riia.alliance.plans.models import CostHeading, CostLine, Kpi, Measure, PlanVersion
from riia.alliance.plans.states import SheetState
from riia.alliance.plans.thresholds import Threshold, target_words
from riia.alliance.plans.units import Operator, Unit


def compared(before: PlanVersion, after: PlanVersion) -> Comparison:
    """What changed from one version, found through a scope, to another."""
    return compare(kpi_facts(before), kpi_facts(after), _money(before), _money(after))


def kpi_facts(version: PlanVersion) -> list[KpiFacts]:
    """Every KPI of a version, in its order."""
    found = Kpi.objects.filter(version=version).select_related("activity__requirement__area__strand")
    return [
        KpiFacts(
            one.key, f"{one.activity.requirement.area.strand.title}, {one.activity.requirement.number}", one.kind,
            one.words, tuple(_measure(each, one) for each in one.measures.all()),
            reverse("plans:kpi", args=[one.reference]), one.as_written, one.fingerprint,
        )
        for one in found.prefetch_related("measures").order_by("order")
    ]  # fmt: skip


def _measure(one: Measure, kpi: Kpi) -> MeasureFacts:
    threshold = Threshold(Operator(one.operator) if one.operator else None, one.value,
                          Unit(one.unit) if one.unit else None, one.denominator)  # fmt: skip
    return MeasureFacts(one.number, one.words, target_words(threshold), one.due_written, one.due, one.recurrence)


def _money(version: PlanVersion) -> dict[str, int | None]:
    """Allocations and lines by name, in the order of the appendices."""
    found: dict[str, int | None] = {}
    headings = CostHeading.objects.filter(sheet__version=version, sheet__state=SheetState.CONFIRMED).order_by(
        "sheet__strand__order", "order"
    )
    for heading in headings:
        found[f"{heading.title}, allocation"] = heading.allocation_pence
    lines = CostLine.objects.filter(heading__sheet__version=version, heading__sheet__state=SheetState.CONFIRMED)
    lines = lines.select_related("heading", "requirement")
    for line in lines.order_by("heading__sheet__strand__order", "heading__order", "number"):
        found[line.label] = line.spend_pence
    return found
