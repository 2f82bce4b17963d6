"""The promises of a version as they stand on a day, and the links between them, as the simulator takes them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from types import MappingProxyType
from typing import Final

from riia.alliance.places import measures as registry
from riia.alliance.plans.dependencies import Lead, LeadUnit, Link, Promise
from riia.alliance.plans.models import Dependency, Kpi, Measure, Plan, PlanVersion
from riia.alliance.plans.rows import MeasureRow, Standings
from riia.alliance.plans.states import Status
from riia.alliance.plans.thresholds import reaches
from riia.alliance.returns.timekeeping import today

_NO_DAYS: Final[Mapping[str, date]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Told:
    """A link as a person entered it, between KPIs or measures, with the links between promises that it stands for."""

    model: Dependency
    links: tuple[Link, ...]


def promises(
    kpis: Iterable[Kpi], needed: Mapping[str, date] = _NO_DAYS, done: Mapping[str, date] = _NO_DAYS
) -> dict[str, Promise]:
    """Every measure of these KPIs as a promise; a KPI without measures is one itself, without a date.

    `needed` are the days from which some are to hold (`needed_days`), `done` the days on which some were done.
    """
    found: dict[str, Promise] = {}
    for kpi in kpis:
        measures = list(kpi.measures.all())
        for each in measures:
            key = f"{kpi.key}/{each.number}"
            found[key] = Promise(key, kpi.key, each.words, needed.get(key, each.due), done.get(key), key in needed)
        if not measures:
            found[kpi.key] = Promise(kpi.key, kpi.key, kpi.words, None)
    return found


def needed_days(found: Iterable[Told]) -> dict[str, date]:
    """Of what is to hold from a day on: by when it needs what enables it, the earliest where several links say so."""
    days: dict[str, date] = {}
    for one in found:
        if one.model.needed_on is not None:
            for link in one.links:
                days[link.after] = min(days.get(link.after, one.model.needed_on), one.model.needed_on)
    return days


def done_days(found: Standings, plan: Plan) -> dict[str, date]:
    """When each promise was done that is, or that came late, on the day of these standings.

    What the system counts itself says no day: it is taken to have been done on its due date, because it is counted up
    to that; where it was not there by then, the first day is looked for on which it was. What is exempt moves no more.
    """
    done: dict[str, date] = {}
    for row in found.rows:
        for each in row.measures:
            day = _done_on(each, found.at, plan)
            if day is not None:
                done[f"{row.key}/{each.number}"] = day
    return done


def _done_on(one: MeasureRow, at: date, plan: Plan) -> date | None:
    if one.standing.status in (Status.MET, Status.EXEMPT):
        return one.standing.met_on or min(one.due or at, at)
    taken = registry.measure_of(one.takes_itself) if one.takes_itself else None
    if taken is None or one.due is None or one.due >= at or one.standing.status is not Status.MISSED:
        return None
    return _came_late(taken, one, at, plan)


def _came_late(taken: registry.Measure, one: MeasureRow, at: date, plan: Plan) -> date | None:
    """The first day after its due date on which what the system counts was there; None where it still is not.

    Found by halves: what has come, such as somebody in a post, is taken to have stayed.
    """
    assert one.due is not None

    def there(day: date) -> bool:
        asked = registry.Asked(plan.alliance.region.code, plan.starts_on, day, today())
        said = taken.find(asked)
        return bool(reaches(one.threshold, None if said.n is None else Fraction(said.n), said.of))

    missing, come = one.due, at
    if not there(come):
        return None
    while (come - missing).days > 1:
        middle = missing + timedelta(days=(come - missing).days // 2)
        missing, come = (missing, middle) if there(middle) else (middle, come)
    return come


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
