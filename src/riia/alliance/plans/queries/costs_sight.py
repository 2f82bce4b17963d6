"""The line of sight from a grant to the KPIs it pays for: grant → purpose → area → cost line → KPI (R1.52)."""

from dataclasses import dataclass
from datetime import date

from riia.alliance.access.scope import Scope
from riia.alliance.grants.models import Determination, PurposeLine
from riia.alliance.grants.queries import reading as grants
from riia.alliance.plans.costs_scope import in_order
from riia.alliance.plans.models import Area, Kpi, PlanVersion
from riia.alliance.plans.queries.costs import HeldHeading, HeldLine, HeldSheet, held_sheets
from riia.alliance.returns.timekeeping import today


@dataclass(frozen=True, slots=True)
class SightLine:
    """A line of costs with its KPIs; one that names none shares those of its heading."""

    held: HeldLine
    kpis: tuple[Kpi, ...]


@dataclass(frozen=True, slots=True)
class SightArea:
    """An area of the plan with the purpose that pays for it, and whether both name the same sum."""

    held: HeldHeading
    areas: tuple[Area, ...]
    purpose: PurposeLine | None
    agrees: bool | None
    lines: tuple[SightLine, ...]
    kpis: tuple[Kpi, ...]


@dataclass(frozen=True, slots=True)
class SightGrant:
    """A strand: its grant where one is recorded and seen, and its areas; KPIs that no line reaches, and purposes."""

    held: HeldSheet
    determination: Determination | None
    areas: tuple[SightArea, ...]
    unreached: tuple[Kpi, ...]
    unspent: tuple[PurposeLine, ...]


def line_of_sight(scope: Scope, version: PlanVersion) -> list[SightGrant]:
    """Every strand of a version that was found through the scope; grants only where the viewer sees them.

    A grant answers by the letter that holds today, or held on the last day of the plan's year; a draft never does.
    """
    seen = {one.pk: one for one in grants.determinations(scope)}
    day = min(today(), version.plan.ends_on)
    return [_grant(each, seen.get(each.model.determination_id or 0), day) for each in held_sheets(version)]


def _grant(held: HeldSheet, determination: Determination | None, day: date) -> SightGrant:
    purposes = _purposes(determination, day)
    areas = tuple(_area(held, each, purposes) for each in held.headings)
    used = {each.purpose.pk for each in areas if each.purpose is not None}
    unreached = tuple(held.kpis.all[key] for key in held.coverage.uncovered)
    return SightGrant(held, determination, areas, unreached, tuple(each for each in purposes if each.pk not in used))


def _purposes(determination: Determination | None, day: date) -> list[PurposeLine]:
    """Purposes, in the version of a grant that holds on a day, that name an area of a plan."""
    if determination is None:
        return []
    version = grants.as_at(determination, list(determination.versions.all()), day).version
    return [] if version is None else [each for each in version.purposes.all() if each.area]


def _area(held: HeldSheet, heading: HeldHeading, purposes: list[PurposeLine]) -> SightArea:
    kpis = held.kpis.all
    lines = tuple(SightLine(each, _named(held, each.scope.covers)) for each in heading.lines)
    covered = heading.scope.covers | {one.key for each in lines for one in each.kpis}
    areas = {kpis[key].activity.requirement.area_id: kpis[key].activity.requirement.area for key in covered}
    numbers = {each.number for each in areas.values()}
    fitting = [each for each in purposes if each.area in numbers]
    # Two headings may share an area: then the one with the same sum is meant.
    same = [each for each in fitting if _amount(each) == heading.heading.allocation]
    purpose = next(iter(same or fitting), None)
    agrees = None if purpose is None or _amount(purpose) is None else bool(same)
    return SightArea(heading, tuple(areas.values()), purpose, agrees, lines, _named(held, heading.scope.covers))


def _named(held: HeldSheet, keys: frozenset[str]) -> tuple[Kpi, ...]:
    return tuple(held.kpis.all[key] for key in sorted(keys, key=in_order))


def _amount(purpose: PurposeLine) -> int | None:
    """What a purpose is for in pence, where its rule is one sum."""
    amount = purpose.rule.get("amount") if isinstance(purpose.rule, dict) else None
    return amount if isinstance(amount, int) else None
