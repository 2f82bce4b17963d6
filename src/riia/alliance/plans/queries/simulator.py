"""The promises of a version and the links between them, as the simulator takes them."""

from collections.abc import Iterable
from dataclasses import dataclass

from riia.alliance.plans.dependencies import Lead, LeadUnit, Link, Promise
from riia.alliance.plans.models import Dependency, Kpi, Measure, PlanVersion


@dataclass(frozen=True, slots=True)
class Told:
    """A link as a person entered it, between KPIs or measures, with the links between promises that it stands for."""

    model: Dependency
    links: tuple[Link, ...]


def promises(kpis: Iterable[Kpi]) -> dict[str, Promise]:
    """Every measure of these KPIs as a promise; a KPI without measures is one itself, without a date."""
    found: dict[str, Promise] = {}
    for kpi in kpis:
        measures = list(kpi.measures.all())
        for each in measures:
            key = f"{kpi.key}/{each.number}"
            found[key] = Promise(key, kpi.key, each.words, each.due)
        if not measures:
            found[kpi.key] = Promise(kpi.key, kpi.key, kpi.words, None)
    return found


def told(version: PlanVersion) -> list[Told]:
    """The links of a version that was found through a scope, whole KPIs taken apart into their measures."""
    found = version.dependencies.select_related("before", "after", "before_measure", "after_measure",
                                                "version__plan__alliance__region")  # fmt: skip
    return [Told(one, taken_apart(one)) for one in
            found.prefetch_related("before__measures", "after__measures")]  # fmt: skip


def taken_apart(one: Dependency) -> tuple[Link, ...]:
    """A link between whole KPIs stands for one from each measure of the first to each of the second."""
    return links_between(
        keys_of(one.before, one.before_measure), keys_of(one.after, one.after_measure),
        Lead(one.lead_amount, LeadUnit(one.lead_unit)), one.reason,
    )  # fmt: skip


def links_between(before: Iterable[str], after: Iterable[str], lead: Lead, reason: str) -> tuple[Link, ...]:
    """From each of the first promises to each of the second."""
    following = list(after)
    return tuple(Link(one, other, lead, reason) for one in before for other in following)


def keys_of(kpi: Kpi, measure: Measure | None) -> list[str]:
    """The promises that a KPI, or one measure of it, stands for."""
    if measure is not None:
        return [f"{kpi.key}/{measure.number}"]
    return [f"{kpi.key}/{each.number}" for each in kpi.measures.all()] or [kpi.key]


def all_links(found: Iterable[Told]) -> list[Link]:
    """Every link between promises once, the longest lead where several say so."""
    best: dict[tuple[str, str], Link] = {}
    for one in found:
        for link in one.links:
            at = (link.before, link.after)
            if at not in best or _days(link.lead) > _days(best[at].lead):
                best[at] = link
    return list(best.values())


def _days(lead: Lead) -> int:
    """About how many days, to compare leads of different units."""
    return lead.amount * {LeadUnit.DAYS: 5, LeadUnit.WEEKS: 35, LeadUnit.WORKING_DAYS: 7}[lead.unit]
