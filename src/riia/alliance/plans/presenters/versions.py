"""A version of a plan on its page: what it is, what is left to settle, what goes along, and every row as written."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse

from riia.alliance.access.actions import Action
from riia.alliance.access.scope import Scope
from riia.alliance.intake import queries as intake
from riia.alliance.kit.filters import and_list, long_date, plural
from riia.alliance.kit.pieces import Link, Tone
from riia.alliance.plans.entering import COSTS
from riia.alliance.plans.models import Area, CostSheet, Kpi, Measure, PlanVersion
from riia.alliance.plans.queries.carrying import Along, along
from riia.alliance.plans.queries.entering import previous_of
from riia.alliance.plans.states import SheetState, VersionState
from riia.alliance.plans.thresholds import Threshold, target_words
from riia.alliance.plans.units import Operator, Unit

TAGS: Mapping[str, tuple[str, Tone]] = {
    VersionState.DRAFT: ("draft", "moving"),
    VersionState.IN_FORCE: ("in force", "done"),
    VersionState.SUPERSEDED: ("superseded", "quiet"),
}


@dataclass(frozen=True, slots=True)
class MeasureLine:
    """A measure as written and as read."""

    words: str
    target: str
    due: str
    unread: bool


@dataclass(frozen=True, slots=True)
class KpiLine:
    """A KPI with its text and its place in the document."""

    key: str
    href: str
    kind: str
    words: str
    text: str
    place: str
    owner: str
    no_money: str
    measures: Sequence[MeasureLine]


@dataclass(frozen=True, slots=True)
class AreaBlock:
    """An area with its KPIs, and its activities without one."""

    id: str
    title: str
    strand: str
    kpis: Sequence[KpiLine]
    bare: Sequence[str]


@dataclass(frozen=True, slots=True)
class ToSettle:
    """Something a person has to decide, with the way there."""

    words: str
    links: Sequence[Link]


@dataclass(frozen=True, slots=True)
class VersionPage:
    """Everything the page of a version shows."""

    version: PlanVersion
    title: str
    tag: tuple[str, Tone]
    facts: Sequence[tuple[str, str]]
    paper: Link | None
    settle: Sequence[ToSettle]
    along: Along | None
    previous: PlanVersion | None
    compare: str
    costs: Sequence[Link]
    costs_from: str
    blocks: Sequence[AreaBlock]
    may_keep: bool
    may_force: bool
    waits_for: str


def version_page(scope: Scope, version: PlanVersion) -> VersionPage:
    """The page as this viewer sees it."""
    plan = version.plan
    region = plan.alliance.region.code
    draft = version.state == VersionState.DRAFT
    previous = previous_of(plan, version) if draft else None
    paper = intake.get_paper(scope, version.paper.reference) if version.paper else None
    kpis = _kpis(version)
    entered_it = version.entered_by is not None and str(version.entered_by.reference) == scope.person_ref
    approves = scope.may(Action.APPROVE_PLAN, region)
    keeps = scope.may(Action.KEEP_PLAN, region)
    sheets = list(CostSheet.objects.filter(version=version).exclude(state=SheetState.REPLACED).select_related("strand"))
    return VersionPage(
        version=version,
        title=f"{version.label}: {plural(len(kpis), 'KPI')}, {version.state}",
        tag=TAGS[version.state],
        facts=_facts(version),
        paper=Link(version.document, reverse("intake:paper", args=[paper.reference])) if paper else None,
        settle=_settle(kpis, region, version) if keeps and draft else (),
        along=along(previous, version) if draft and previous is not None else None,
        previous=previous,
        compare=_compare(version, previous),
        costs=[_sheet(each) for each in sheets],
        costs_from=reverse("plans:enter_costs", args=[paper.reference])
        if paper and draft and keeps and not sheets and any(one["what"] == COSTS for one in version.left_out) else "",
        blocks=_blocks(version, kpis),
        may_keep=draft and keeps,
        may_force=draft and approves and not entered_it,
        waits_for="" if not draft or (approves and not entered_it)
        else "The Lead or Chair DCS brings it into force, not who entered it.",
    )  # fmt: skip


def _kpis(version: PlanVersion) -> list[Kpi]:
    found = version.kpis.select_related("activity__requirement__area", "owner", "needs_no_money", "follows")
    return list(found.prefetch_related("measures").order_by("order"))


def _facts(version: PlanVersion) -> list[tuple[str, str]]:
    """What is known of how it came about."""
    dated = f", dated “{version.document_date}”" if version.document_date else ""
    found = [("Document", f"{version.document}{dated}")]
    if version.entered_at:
        found.append(("Entered", f"{long_date(version.entered_at)} by {version.enterer_label}"))
    if version.why_undecided:
        found.append(("Entered with errors that were not decided, because", version.why_undecided))
    if version.valid_from:
        found.append(("In force from", long_date(version.valid_from)))
    if version.forced_at:
        found.append(("Brought into force", f"{long_date(version.forced_at)} by {version.forcer_label}"))
    if version.note:
        found.append(("Note", version.note))
    return [(label, text) for label, text in found if text]


def _settle(kpis: Sequence[Kpi], region: str, version: PlanVersion) -> list[ToSettle]:
    """What a person has to decide before anybody is asked for it; none of it stands in the way."""
    unread = [kpi for kpi in kpis if any(each.due is None and each.due_written for each in kpi.measures.all())]
    owners = f"{reverse('plans:owners')}?region={region}&at={version.plan.ends_on}&version={version.label}"
    bare = [kpi for kpi in kpis if not _owned(kpi)]
    without = [kpi for kpi in kpis if not kpi.measures.all()]
    found = []
    if unread:
        words = f"{plural(len(unread), 'KPI has', 'KPIs have')} a date that names no day. Settle how it is read:"
        found.append(ToSettle(words, [Link(kpi.key, reverse("plans:dates", args=[kpi.reference])) for kpi in unread]))
    if bare:
        count = f"{plural(len(bare), 'KPI has', 'KPIs have')} no owner, nor had one before."
        found.append(ToSettle(count, [Link("Name owners", owners)]))
    if without:
        words = f"{plural(len(without), 'KPI gives', 'KPIs give')} nothing that could be measured:"
        found.append(ToSettle(words, [Link(kpi.key, reverse("plans:kpi", args=[kpi.reference])) for kpi in without]))
    return found


def _owned(kpi: Kpi) -> bool:
    before = kpi.follows
    return bool(kpi.owner or kpi.owner_office or (before and (before.owner_id or before.owner_office)))


def _compare(version: PlanVersion, previous: PlanVersion | None) -> str:
    if previous is None:
        return ""
    address, region = reverse("plans:compare"), version.plan.alliance.region.code
    return f"{address}?region={region}&at={version.plan.ends_on}&a={previous.label}&b={version.label}"


def _sheet(sheet: CostSheet) -> Link:
    if sheet.state == SheetState.DRAFT:
        return Link(
            f"{sheet.strand.title}: a draft to be confirmed", reverse("plans:cost_sheet", args=[sheet.reference])
        )
    region = sheet.version.plan.alliance.region.code
    address = f"{reverse('plans:costs')}?region={region}&at={sheet.version.plan.ends_on}&version={sheet.version.label}"
    return Link(f"{sheet.strand.title}: confirmed", address)


def _blocks(version: PlanVersion, kpis: Sequence[Kpi]) -> list[AreaBlock]:
    by: dict[int, list[KpiLine]] = {}
    for kpi in kpis:
        by.setdefault(kpi.activity.requirement.area_id, []).append(_kpi(kpi))
    areas = Area.objects.filter(strand__version=version).select_related("strand")
    found = areas.prefetch_related("requirements__activities__kpis").order_by("strand__order", "order")
    return [
        AreaBlock(f"area-{each.number}", f"{each.number} {each.title}", each.strand.title, by.get(each.pk, ()),
                  [f"{one.written or one.key} {one.words}" for requirement in each.requirements.all()
                   for one in requirement.activities.all() if not one.kpis.all()])
        for each in found
    ]  # fmt: skip


def _kpi(kpi: Kpi) -> KpiLine:
    exempt: Any = getattr(kpi, "needs_no_money", None)
    text = kpi.as_written if kpi.as_written != kpi.words else ""
    return KpiLine(
        kpi.key, reverse("plans:kpi", args=[kpi.reference]), kpi.kind, kpi.words, text, kpi.source_place,
        str(kpi.owner or kpi.owner_office or ""), exempt.why if exempt else "",
        [_measure(each) for each in kpi.measures.all()],
    )  # fmt: skip


def _measure(one: Measure) -> MeasureLine:
    threshold = Threshold(Operator(one.operator) if one.operator else None, one.value,
                          Unit(one.unit) if one.unit else None, one.denominator)  # fmt: skip
    return MeasureLine(one.words, target_words(threshold), due_words(one.due_written, one.due, one.due_reading),
                       one.due is None and bool(one.due_written))  # fmt: skip


def due_words(written: str, day: date | None, reading: str = "") -> str:
    """A date as written and as read."""
    if not written:
        return long_date(day) if day else "no date"
    if day is None:
        return f"“{written}”, not settled as a day"
    why = f" ({reading})" if reading else ""
    return f"“{written}”{why}" if written == long_date(day) else f"“{written}”, read as {long_date(day)}{why}"


def along_words(found: Along, previous: PlanVersion, version: PlanVersion) -> list[str]:
    """What goes along, in sentences."""
    said = [plural(found.evidence, "piece", "pieces") + " of evidence"]
    said += [plural(found.exemptions, "exemption")] if found.exemptions else []
    said += [f"the owners of {plural(found.owners, 'KPI')}"] if found.owners else []
    said.append("their history")
    gone = f"{plural(found.kpis, 'KPI goes', 'KPIs go')} on from {previous.label}"
    words = [f"{gone}, with {and_list(said)}."]
    if found.stays:
        keys = and_list([f"{key} ({count})" for key, count in found.stays])
        words.append(
            f"Evidence for what {version.label} does not ask for any more stays with {previous.label}: KPI {keys}."
        )
    return words
