"""One KPI as its page shows it: the title is the finding."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from riia.alliance.access.actions import Action
from riia.alliance.access.scope import Scope
from riia.alliance.kit.pieces import Link, Tone
from riia.alliance.places import queries as places
from riia.alliance.plans import permissions
from riia.alliance.plans.models import Change, CostExemption, Kpi
from riia.alliance.plans.presenters.words import measure_tag, reason, tag, value
from riia.alliance.plans.queries import reading
from riia.alliance.plans.queries.around import Near, changes_of, near
from riia.alliance.plans.queries.standing import standings_of
from riia.alliance.plans.rows import KpiRow, MeasureRow
from riia.alliance.plans.sentences import day
from riia.alliance.plans.states import VersionState

_COUNTS = {True: "yes", False: "no", None: "not known"}


@dataclass(frozen=True, slots=True)
class MeasureBlock:
    """A measure: its facts by label, councils one by one, and its instances."""

    row: MeasureRow
    tag: tuple[str, Tone]
    facts: Sequence[tuple[str, str]]
    councils: Sequence[tuple[str, str]]
    times: Sequence[tuple[str, str, date]]


@dataclass(frozen=True, slots=True)
class KpiPage:
    """Everything the page of a KPI shows."""

    row: KpiRow
    title: str
    tag: tuple[str, Tone]
    derived: str
    caption: str
    words: str
    at: date
    measures: Sequence[MeasureBlock]
    near: Near
    changes: Sequence[Change]
    links: Sequence[Link]
    may_record: bool
    sees_evidence: bool
    written: str
    place: str
    no_money: str


def kpi_page(scope: Scope, kpi: Kpi, at: date) -> KpiPage:
    """The page as this viewer sees it."""
    plan = kpi.version.plan
    whole = reading.sees_councils(scope, plan)
    found = standings_of(kpi.version, at=at, viewer=scope, sees_councils=whole, only=[kpi.pk])
    row = found.rows[0]
    names = {each.code: each.label for each in places.members(plan.alliance, at)}
    around = near(kpi)
    draft = kpi.version.state == VersionState.DRAFT
    exempt = CostExemption.objects.filter(kpi=kpi).first()
    owner = row.owner_reference
    region = plan.alliance.region.code
    return KpiPage(
        row=row,
        title=reason(row).rstrip("."),
        tag=tag(row),
        derived=row.reason if row.override else "",
        caption=f"KPI {row.key}: {row.words}",
        words=reading.day_words(plan, at),
        at=at,
        measures=[_measure(each, names) for each in row.measures],
        near=around,
        changes=changes_of(kpi) if whole else [],
        links=_links(scope, kpi, region),
        may_record=bool(row.measures) and not draft and permissions.may_record(scope, region, owner),
        sees_evidence=whole or (bool(owner) and owner == scope.person_ref),
        written=kpi.as_written,
        place=kpi.source_place,
        no_money=exempt.why if exempt else "",
    )


def _links(scope: Scope, kpi: Kpi, region: str) -> list[Link]:
    """What else the viewer can do with this KPI."""
    links = []
    if permissions.may_keep(scope, region):
        links += [
            Link("Show another colour for a time", reverse("plans:override", args=[kpi.reference])),
            Link("Settle how a date is read", reverse("plans:dates", args=[kpi.reference])),
            Link("Needs no money of its own, or does after all", reverse("plans:no_money", args=[kpi.reference])),
            Link("Enter an instance, or say that one was not needed", reverse("plans:instances", args=[kpi.reference])),
        ]
    if permissions.may_propose_exemption(scope, region):
        links.append(Link("Propose an exemption", f"{reverse('plans:propose_exemption')}?kpi={kpi.reference}"))
    if scope.may(Action.KEEP_PLAN, region):
        links.append(Link("Change its owner", f"{reverse('plans:owners')}?{_where(kpi)}kpi={kpi.reference}"))
    return links


def _where(kpi: Kpi) -> str:
    """Of a draft its own owners are named, and not those of the version in force."""
    plan = kpi.version.plan
    if kpi.version.state != VersionState.DRAFT:
        return ""
    return f"region={plan.alliance.region.code}&at={plan.ends_on}&version={kpi.version.label}&"


def _measure(row: MeasureRow, names: Mapping[str, str]) -> MeasureBlock:
    standing = row.standing
    facts = [("Asks for", row.target), ("Found", value(row))]
    if standing.without != standing.result:
        facts.append(("Without exemptions", f"{value(row, without=True)}: {standing.status_without.value}"))
    if standing.assumed:
        facts.append(("Taken for granted", standing.assumed))
    facts.append(("Due", _due(row)))
    if row.proofs:
        lacking = f"; missing: {', '.join(standing.missing)}" if standing.missing else "; all there"
        facts.append(("The plan names", f"{', '.join(row.proofs)}{'' if row.counted_how else lacking}"))
    if row.counted_how:
        simulated = " Rests on simulated entries." if row.simulated else ""
        facts.append(("Counts itself", f"{row.counted_how} {row.counted_words}{simulated}"))
    return MeasureBlock(
        row=row,
        tag=measure_tag(row),
        facts=facts,
        councils=[(names.get(code, code), _COUNTS[counts]) for code, counts in row.parts],
        times=[(each.time.label, each.words, each.time.due) for each in row.times],
    )


def _due(row: MeasureRow) -> str:
    written = f"“{row.due_written}”" if row.due_written else "the plan gives no day"
    if row.due is None:
        return f"{written}; not settled as a day" if row.due_written else written
    said = f"{written}, read as {day(row.due)}" if row.due_written != day(row.due) else day(row.due)
    why = f" ({row.due_reading})" if row.due_reading else ""
    who = f"; decided by {row.due_decided_by}" if row.due_decided_by else ""
    return f"{said}{why}{who}"
