"""What a report says, gathered from the plan, its costs and risks, and the returns, as they stood on a day.

The plan's own `standings` is the one source of numbers, so that plan page, report and board pack say the same.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Final

from riia.alliance.access.queries import in_force
from riia.alliance.access.roles import Role
from riia.alliance.access.scope import Scope
from riia.alliance.kit.filters import long_date
from riia.alliance.places import queries as places
from riia.alliance.places.models import Alliance
from riia.alliance.plans.costs_timing import quarter_of
from riia.alliance.plans.models import PlanVersion
from riia.alliance.plans.models import Risk as PlanRisk
from riia.alliance.plans.queries.costs import held_sheets
from riia.alliance.plans.queries.reading import plan_of, standings, version_of
from riia.alliance.plans.queries.spending import SpendingOn
from riia.alliance.plans.rows import KpiRow, MeasureRow, Standings
from riia.alliance.plans.sentences import value_words
from riia.alliance.plans.spending import ended_quarters
from riia.alliance.plans.states import Rag as PlanRag
from riia.alliance.plans.states import Status
from riia.alliance.plans.units import Unit
from riia.alliance.reporting.content import (
    Evidence,
    Exemption,
    Kpi,
    Measure,
    MoneyLine,
    Rag,
    ReportData,
    Risk,
    Source,
    Submitted,
)
from riia.alliance.reporting.content_grants import Grant
from riia.alliance.reporting.due_rules import Stretch
from riia.alliance.reporting.queries.gathering_grants import grants_of
from riia.alliance.returns.models import Return, Round
from riia.alliance.returns.states import RoundState
from riia.indicators.model import Period

_RAGS: Final = {PlanRag.RED: Rag.RED, PlanRag.AMBER: Rag.AMBER, PlanRag.GREEN: Rag.GREEN, PlanRag.GREY: Rag.GREY}
_OF_PEOPLE: Final = frozenset({Unit.PARTICIPANTS_PERCENT})
_SCALE: Final = {1: "low", 2: "medium", 3: "high"}
_SIMULATED: Final = " (simulated)"


@dataclass(frozen=True, slots=True)
class Gathered:
    """What a report would say; without a plan there is nothing to report, and `problem` says what to do."""

    data: ReportData | None
    problem: str = ""


def gather(alliance: Alliance, stretch: Stretch, as_at: date) -> Gathered:
    """The content of a report about a period, as at a day. What it compares with is added afterwards."""
    region = alliance.region.code
    plan = plan_of(Scope.system("reports"), region, as_at)
    version = version_of(plan) if plan else None
    if plan is None or version is None:
        return Gathered(None, f"{alliance.short_name} has no delivery plan yet. Enter it under Plan first.")
    # After its year a plan stands as on its last day, as on its own page; grants and returns go on.
    day = min(as_at, plan.ends_on)
    found = standings(Scope.system("reports"), plan, at=day, label=version.label)
    offices = _offices(alliance)
    money, spent_missing = _money(version, day)
    risks = _risks(version, day, offices)
    submitted = tuple(_submitted(alliance, stretch, as_at))
    councils = list(places.members(alliance, as_at))
    unknown = sum(row.status is Status.NOT_KNOWN for row in found.rows)
    grants = grants_of(alliance.region, stretch, as_at)
    missing = [*spent_missing]
    if unknown:
        missing.append(f"how {unknown} of {len(found.rows)} KPIs stand, as the plan or the evidence does not say")
    if day < as_at:
        missing.append(f"how KPIs stand after {long_date(day)}: the year of the plan ended on that day")
    if not risks:
        missing.append("risks: none is entered in the plan")
    return Gathered(
        ReportData(
            alliance=alliance.name,
            short=alliance.short_name,
            region=region,
            period=stretch.code,
            period_words=stretch.words,
            as_at=day,
            plan=f"{found.plan_title}, version {found.version}",
            kpis=tuple(_kpi(row, offices) for row in found.rows),
            exemptions=tuple(_exemptions(found.rows, day)),
            money=money,
            grants=grants,
            risks=risks,
            submitted=submitted,
            sources=tuple(_sources(found, money, grants, submitted, day, as_at)),
            missing=tuple(missing),
            people=_people(alliance, found, version),
            councils=tuple(sorted({name for one in councils for name in (one.name, one.official_name) if name})),
            simulated=found.simulated
            or any(one.simulated for one in money)
            or any(one.simulated for one in grants)
            or any(one.simulated for one in risks)
            or any(one.simulated for one in submitted)
            or any(row.simulated for row in found.rows),
        )
    )


def _kpi(row: KpiRow, offices: Mapping[str, str]) -> Kpi:
    override, by_hand = row.override, ""
    if override:
        by_hand = (
            f"Rated {override.rag.value} by hand until {long_date(override.expires_on)}: "
            f"{override.reason.rstrip('.')}. By evidence it is {_RAGS[row.rag].value.lower()}."
        )
    return Kpi(
        key=row.key,
        words=row.words,
        strand=row.strand,
        area=f"{row.area} {row.area_title}".strip(),
        requirement=f"{row.requirement} {row.requirement_words}".strip(),
        kind=row.kind,
        status=row.status.value,
        rag=_RAGS[row.shown_rag],
        reason=row.reason,
        due=row.due,
        due_written=row.due_written,
        owner=_bare(row.owner),
        owner_role=row.owner_office or offices.get(row.owner_reference, "a named person" if row.owner else ""),
        by_hand=by_hand,
        measures=tuple(_measure(one) for one in row.measures),
        evidence=tuple(
            Evidence(
                _bare(one.title),
                one.effective_on,
                one.href,
                "simulated" if one.simulated else "",
            )
            for one in row.evidence
            if one.counts
        ),
        simulated=row.simulated,
        deciding=row.deciding,
    )


def _measure(row: MeasureRow) -> Measure:
    standing, threshold = row.standing, row.threshold
    known = standing.result.n is not None
    return Measure(
        number=row.number,
        words=row.words,
        target=row.target,
        unit=threshold.unit.value if threshold.unit else "",
        n=_whole(standing.result.n),
        of=standing.result.of,
        n_all=_whole(standing.without.n),
        of_all=standing.without.of,
        met=_met(standing.status),
        result=value_words(threshold, standing.result.n, standing.result.of) if known else "",
        result_all=value_words(threshold, standing.without.n, standing.without.of) if known else "",
        found=_bare(row.counted_words or standing.reason),
        due=row.due,
        source="counted by the system" if row.takes_itself else "evidence" if row.evidence else "",
        people=threshold.unit in _OF_PEOPLE,
        simulated=row.simulated,
    )


def _offices(alliance: Alliance) -> dict[str, str]:
    """The role of everybody who holds one over the region: what is printed where names are left out."""
    held = in_force().filter(place=alliance.region).values_list("person__reference", "role")
    return {str(reference): Role(role).title for reference, role in held}


def _met(status: Status) -> bool | None:
    """Whether a measure is met; one that still has time, or of which nothing is known, is neither met nor missed."""
    return {Status.MET: True, Status.MISSED: False}.get(status)


def _whole(n: Fraction | None) -> int | None:
    return int(n) if n is not None and n.denominator == 1 else None


def _exemptions(rows: Iterable[KpiRow], as_at: date) -> Iterator[Exemption]:
    """Those that are approved and hold on the day, one line each with the KPIs it is for."""
    kpis: dict[str, list[str]] = {}
    lines = {}
    for row in rows:
        for one in row.exemptions:
            if one.approved and one.from_on <= as_at <= one.to_on:
                kpis.setdefault(one.reference, []).append(row.key)
                lines[one.reference] = one
    for reference, one in lines.items():
        yield Exemption(", ".join(kpis[reference]), one.council, one.from_on, one.to_on, one.reason,
                        _bare(one.approved_by), simulated=one.simulated)  # fmt: skip


def _money(version: PlanVersion, as_at: date) -> tuple[tuple[MoneyLine, ...], list[str]]:
    """Spending of every heading to the day. A sheet for which nothing was entered is not known, which is not £0."""
    lines, missing = [], []
    for sheet in held_sheets(version):
        spent = SpendingOn(sheet, as_at)
        ends = {number: quarter_of(spent.year, number)[1] for number in (1, 2, 3, 4)}
        last = max(ended_quarters(as_at, ends), default=0)
        entered = bool(spent.entries)
        if not entered:
            missing.append(f"spending of {sheet.model.title}: nothing is entered")
        for one in spent.headings:
            lines.append(
                MoneyLine(
                    strand=sheet.model.strand.code,
                    area=one.model.title,
                    allocation=one.now,
                    projected=one.spent.profile,
                    profile=one.spent.to(last).profile,
                    spent=one.spent.actual if entered else None,
                    committed=one.spent.committed if entered else None,
                    forecast=one.spent.expected if entered else None,
                    simulated=entered and spent.simulated,
                )
            )
    return tuple(lines), missing


def _risks(version: PlanVersion, as_at: date, offices: Mapping[str, str]) -> tuple[Risk, ...]:
    found = PlanRisk.objects.filter(version=version, state=PlanRisk.State.OPEN, raised_on__lte=as_at)
    ordered = sorted(found.select_related("owner").prefetch_related("kpis"), key=lambda one: (-one.score, one.pk))
    return tuple(
        Risk(
            title=one.words,
            rating=f"{one.score} of 9: likelihood {_SCALE[one.likelihood]}, impact {_SCALE[one.impact]}",
            owner=_bare(str(one.owner)) if one.owner else "",
            owner_role=one.owner_office
            or (offices.get(str(one.owner.reference), "a named person") if one.owner else ""),
            response=one.response,
            kpis=tuple(kpi.key for kpi in one.kpis.all()),
            simulated=one.simulated,
        )
        for one in ordered
    )


def _submitted(alliance: Alliance, stretch: Stretch, as_at: date) -> Iterator[Submitted]:
    """Rounds of returns that were due in the period."""
    rounds = Round.objects.filter(
        alliance=alliance, due_on__gte=stretch.starts, due_on__lte=min(stretch.ends, as_at)
    ).exclude(state__in=[RoundState.PLANNED, RoundState.CANCELLED])
    for one in rounds.order_by("due_on"):
        days = list(Return.objects.filter(round=one).values_list("first_submitted_on", flat=True))
        yield Submitted(
            round=Period.parse(one.period).label,
            due=one.due_on,
            by_day=sum(day is not None and day <= one.due_on for day in days),
            ever=sum(day is not None and day <= as_at for day in days),
            of=len(days),
            simulated=one.simulated,
        )


def _sources(
    found: Standings,
    money: tuple[MoneyLine, ...],
    grants: tuple[Grant, ...],
    submitted: tuple[Submitted, ...],
    day: date,
    as_at: date,
) -> Iterator[Source]:
    yield Source("Plan", f"{found.plan_title}, version {found.version}.", day)
    yield Source("Evidence", "What somebody other than its recorder accepted, by the day that it speaks for.", day)
    counted = sum(bool(one.takes_itself) for row in found.rows for one in row.measures)
    if counted:
        yield Source("Counted by the system itself", f"{counted} measures, from what is kept here.", day)
    if money:
        yield Source("Spending", "Entries dated by the day; profile of the quarters that have ended.", day)
    if grants:
        yield Source("Grants", "Letters in force on the day; payments by the day on which they came or went.", as_at)
    if submitted:
        yield Source("Returns", "First submission of each council, against the round’s own day.", as_at)


def _people(alliance: Alliance, found: Standings, version: PlanVersion) -> tuple[str, ...]:
    """Everybody whose name might stand in a text: who holds a role in the region, and who is named in the plan."""
    councils = places.members(alliance).values("pk")
    names = set(in_force().filter(place=alliance.region).values_list("person__name", flat=True))
    names |= set(in_force().filter(place__in=councils).values_list("person__name", flat=True))
    for row in found.rows:
        names |= {row.owner, row.override.by if row.override else ""}
        names |= {one.approved_by for one in row.exemptions}
    names |= {str(one.owner) for one in PlanRisk.objects.filter(version=version).select_related("owner") if one.owner}
    return tuple(sorted({_bare(name) for name in names} - {""}))


def _bare(name: str) -> str:
    """A name or sentence without the mark of simulated people: the report says once that it is simulated."""
    return name.replace(_SIMULATED, "")
