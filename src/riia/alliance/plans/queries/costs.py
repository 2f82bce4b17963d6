"""Costs that a viewer may see, and a sheet with everything that is held against it: sums, coverage, timing."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from uuid import UUID

from django.db.models import Prefetch, QuerySet

from riia.alliance.access.scope import Scope
from riia.alliance.plans.costs import (
    Amount,
    Check,
    DayRates,
    Derived,
    Heading,
    How,
    Line,
    Sheet,
    artefacts,
    checks,
    derive_spend,
    profile,
)
from riia.alliance.plans.costs_scope import Coverage, coverage, in_order, read_scope
from riia.alliance.plans.costs_scope import Scope as KpiScope
from riia.alliance.plans.costs_timing import Funded, Mistimed, mistimed
from riia.alliance.plans.models import (
    Activity,
    CostExemption,
    CostHeading,
    CostLine,
    CostQuarter,
    CostSheet,
    Kpi,
    Measure,
    PlanVersion,
)
from riia.alliance.plans.queries.drafts import visible
from riia.alliance.plans.queries.reading import plans
from riia.alliance.plans.states import SheetState

_DAY = re.compile(r"\b\d{1,2}(?:st|nd|rd|th)?\s+(?:jan|feb|mar|apr|may|june?|july?|aug|sep|oct|nov|dec)", re.IGNORECASE)
NOT_STATED = Amount(None, How.UNKNOWN)


def versions(scope: Scope) -> QuerySet[PlanVersion]:
    """Every version of the plans that the viewer sees; drafts only where they keep the plan or bring it into force."""
    found = PlanVersion.objects.select_related("plan__alliance__region")
    return found.filter(visible(scope), plan__in=plans(scope).values("pk"))


def sheets(scope: Scope) -> QuerySet[CostSheet]:
    """Every cost sheet of those versions that holds."""
    found = CostSheet.objects.filter(version__in=versions(scope).values("pk"), state=SheetState.CONFIRMED)
    return found.select_related("version__plan__alliance__region", "strand", "determination")


def get_line(scope: Scope, reference: UUID) -> CostLine | None:
    """One line; None where the viewer may not see it."""
    found = CostLine.objects.filter(heading__sheet__in=sheets(scope).values("pk"), reference=reference)
    return found.select_related("heading__sheet__version__plan__alliance__region", "requirement").first()


@dataclass(frozen=True, slots=True)
class HeldLine:
    """A line with its amounts as values, how many KPIs it pays for by its own words, and what it derives from."""

    model: CostLine
    line: Line
    scope: KpiScope
    should: tuple[int, ...] | None
    derived: Derived | None
    packages: DayRates | None
    rate_where: str = ""


@dataclass(frozen=True, slots=True)
class HeldHeading:
    """A heading with its lines. Its scope is shared by those of its lines that name no KPI themselves."""

    model: CostHeading
    heading: Heading
    scope: KpiScope
    lines: tuple[HeldLine, ...]


class HeldSheet:
    """A sheet with its headings, and everything that follows from them; worked out when asked."""

    def __init__(self, model: CostSheet, headings: tuple[HeldHeading, ...], kpis: "Kpis") -> None:
        self.model, self.headings, self.kpis = model, headings, kpis
        totals = model.totals
        self.sheet = Sheet(
            label=f"Appendix {model.appendix}, {model.title}",
            headings=tuple(each.heading for each in headings),
            spend=_total(totals, "spend"),
            quarters=(_total(totals, "q1"), _total(totals, "q2"), _total(totals, "q3"), _total(totals, "q4")),
            allocation=_total(totals, "allocation"),
            variance=_total(totals, "variance"),
            grant=model.grant_pence,
            shares=(model.shares[0], model.shares[1], model.shares[2], model.shares[3]),
        )

    @property
    def lines(self) -> tuple[HeldLine, ...]:
        """All lines in order."""
        return tuple(line for heading in self.headings for line in heading.lines)

    @cached_property
    def checks(self) -> tuple[Check, ...]:
        """Every sum recomputed."""
        return tuple(checks(self.sheet))

    @cached_property
    def artefacts(self) -> tuple[tuple[str, Amount], ...]:
        """Amounts whose text was damaged."""
        return tuple(artefacts(self.sheet))

    @cached_property
    def coverage(self) -> Coverage:
        """Which KPIs of the strand are paid for by which line or heading."""
        scopes = [(each.model.title, each.scope) for each in self.headings if not each.scope.is_empty]
        scopes += [(line.line.label, line.scope) for line in self.lines if not line.scope.is_empty]
        scopes += [
            (each.model.title, each.scope) for each in self.headings if each.scope.is_empty and each.scope.missing
        ]
        own = self.kpis.of_strand(self.model.strand_id)
        return coverage(scopes, own, self.kpis.not_funded)

    @cached_property
    def bare_activities(self) -> tuple[str, ...]:
        """Activities without a KPI that no line's scope reaches either: nothing says what pays for them (R12.06)."""
        own = [each.written for each in self.kpis.activities.get(self.model.strand_id, ()) if each.written]
        models: list[CostHeading | CostLine] = [each.model for each in self.headings]
        models += [each.model for each in self.lines]
        reached = {one for each in models for one in read_scope(each.scope_read or each.scope_written, own).covers}
        return tuple(one for one in sorted(own, key=in_order) if one not in reached)

    def funded(self) -> list[Funded]:
        """Lines with their money by quarter and the KPIs it is for, to hold against dates."""
        found = []
        for heading in self.headings:
            for line in heading.lines:
                scope = line.scope if not line.scope.is_empty else heading.scope
                unreadable = tuple(key for key in sorted(scope.covers, key=in_order) if self.kpis.is_unreadable(key))
                dues = {key: self.kpis.last_due(key) for key in scope.covers if key not in unreadable}
                waits = tuple(f"{each.kpi.key}/{each.number}" for each in line.model.waits_for.all())
                quarters = tuple(each.pence for each in line.line.quarters)
                found.append(Funded(line.line.key, line.line.label, quarters, dues, waits, unreadable))
        return found

    def mistimed(self, days: Mapping[str, date | None]) -> list[Mistimed]:
        """Money at the wrong time, if promises are done on these days."""
        return list(mistimed(self.funded(), days, self.model.version.plan.year))


class Kpis:
    """The KPIs of a version with what costs ask of them; three queries."""

    def __init__(self, version: PlanVersion) -> None:
        found = Kpi.objects.filter(version=version).select_related("activity__requirement__area__strand")
        self.all = {one.key: one for one in found.prefetch_related("measures")}
        exempt = CostExemption.objects.filter(kpi__version=version)
        self.not_funded = {each.kpi.key: each for each in exempt.select_related("kpi")}
        bare = Activity.objects.filter(requirement__area__strand__version=version, kpis__isnull=True)
        self.activities: dict[int, list[Activity]] = {}
        for one in bare.select_related("requirement__area"):
            self.activities.setdefault(one.requirement.area.strand_id, []).append(one)

    def of_strand(self, strand: int) -> list[str]:
        """Keys of the KPIs of a strand."""
        return [key for key, one in self.all.items() if one.activity.requirement.area.strand_id == strand]

    def measures(self) -> Iterable[Measure]:
        """Every measure, KPI by KPI."""
        for one in self.all.values():
            yield from one.measures.all()

    def last_due(self, key: str) -> date | None:
        """The last due date of a KPI; None where one of its measures has none that can be read."""
        dues = [each.due for each in self.all[key].measures.all()]
        return None if not dues or None in dues else max(each for each in dues if each is not None)

    def is_unreadable(self, key: str) -> bool:
        """A KPI whose dates are written as days, one of which is no day that exists or lacks its year."""
        undated = [each for each in self.all[key].measures.all() if each.due is None]
        written = [each.due_written or self.all[key].due_written for each in undated]
        return bool(undated) and all(_DAY.search(text) for text in written)

    def titles(self) -> dict[str, str]:
        """What each measure asks for."""
        return {f"{each.kpi.key}/{each.number}": each.words for each in self.measures()}

    def days(self) -> dict[str, date | None]:
        """When each measure is due by the plan."""
        return {f"{each.kpi.key}/{each.number}": each.due for each in self.measures()}


def held_sheets(version: PlanVersion) -> list[HeldSheet]:
    """The cost sheets that hold of a version that was found through a scope, with all their lines."""
    return _held_sheets(version, state=SheetState.CONFIRMED)


def held_sheet(sheet: CostSheet) -> HeldSheet:
    """One sheet that was found through a scope, whether it holds or not."""
    return _held_sheets(sheet.version, pk=sheet.pk)[0]


def _held_sheets(version: PlanVersion, **which: object) -> list[HeldSheet]:
    lines = CostLine.objects.select_related("requirement", "packages").prefetch_related(
        Prefetch("quarters", CostQuarter.objects.order_by("quarter")),
        Prefetch("waits_for", Measure.objects.select_related("kpi")),
    )
    found = CostSheet.objects.filter(version=version, **which)
    found = found.select_related("strand", "version__plan__alliance__region", "determination")
    found = found.prefetch_related(Prefetch("headings__lines", lines))
    kpis = Kpis(version)
    return [_held(one, kpis) for one in found]


def _held(model: CostSheet, kpis: Kpis) -> HeldSheet:
    known = kpis.of_strand(model.strand_id)
    return HeldSheet(model, tuple(_heading(each, model, known) for each in model.headings.all()), kpis)


def _heading(model: CostHeading, sheet: CostSheet, known: Sequence[str]) -> HeldHeading:
    models = list(model.lines.all())
    for each in models:
        each.heading = model
    heading = Heading(
        key=str(model.reference), label=model.title, lines=tuple(_line(each) for each in models),
        allocation=model.allocation_pence,
        total=_amount(model.total_pence, model.total_written),
        variance=_amount(model.variance_pence, model.variance_written),
    )  # fmt: skip
    lines = tuple(
        _held_line(each, line, heading, known, sheet) for each, line in zip(models, heading.lines, strict=True)
    )
    return HeldHeading(model, heading, _scope(model.scope_written, model.scope_read, known), lines)


def _scope(written: str, read: str, known: Sequence[str]) -> KpiScope:
    """The KPIs a scope covers as it is read; what the document's own words name and the plan has not stays reported."""
    understood = read_scope(read or written, known)
    said = read_scope(written, known)
    missing = tuple(dict.fromkeys([*understood.missing, *said.missing]))
    return KpiScope(understood.covers, understood.leaves_out, missing, understood.problems)


def _line(model: CostLine) -> Line:
    by = {each.quarter: Amount(each.pence, How(each.how), each.written) for each in model.quarters.all()}
    quarters = (by.get(1, NOT_STATED), by.get(2, NOT_STATED), by.get(3, NOT_STATED), by.get(4, NOT_STATED))
    spend = Amount(model.spend_pence, How(model.spend_how), model.spend_written, model.spend_note)
    return Line(str(model.reference), model.label, spend, quarters)


def _held_line(model: CostLine, line: Line, heading: Heading, known: Sequence[str], sheet: CostSheet) -> HeldLine:
    spend = line.spend
    should = None if spend.pence is None else profile(spend.pence, sheet.shares)
    derived = derive_spend(line, heading) if spend.how is How.DERIVED or spend.pence is None else None
    packages, where = None, ""
    if hasattr(model, "packages") and spend.pence is not None:
        one = model.packages
        packages, where = DayRates(spend.pence, one.packages, one.days, one.rate_pence), one.rate_where
    return HeldLine(model, line, _scope(model.scope_written, model.scope_read, known), should, derived, packages, where)


def _amount(pence: int | None, written: str) -> Amount:
    return Amount(pence, How.UNKNOWN if pence is None else How.STATED, written)


def _total(totals: Mapping[str, Sequence[object]], name: str) -> Amount:
    """A stated total: ["£1,190,200", 119020000]; one the sheet does not give is unknown."""
    written, pence = totals.get(name, ("", None))
    assert pence is None or isinstance(pence, int)
    return _amount(pence, str(written))
