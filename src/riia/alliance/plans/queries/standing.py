"""Loads a version of a plan with all that is recorded for it in a fixed number of queries, and judges every KPI."""

from collections.abc import Iterable, Sequence
from datetime import date
from functools import cache
from uuid import UUID

from django.urls import reverse

from riia.alliance.access.scope import Scope
from riia.alliance.places import measures as registry
from riia.alliance.places import queries as places
from riia.alliance.plans.finding import Around
from riia.alliance.plans.judging import Standing, compound, judge
from riia.alliance.plans.models import Exemption, PlanVersion
from riia.alliance.plans.queries.asking import Look, around_of, asked_of, parts_of
from riia.alliance.plans.queries.loading import EvidenceTold, KpiTold, Loaded, MeasureTold, load
from riia.alliance.plans.queries.remembered import Seen, as_before
from riia.alliance.plans.rows import (
    Changed,
    EvidenceLine,
    ExemptionLine,
    KpiRow,
    MeasureRow,
    OverrideLine,
    Standings,
)
from riia.alliance.plans.states import EvidenceState, ExemptionState, Rag, Status, VersionState
from riia.alliance.plans.thresholds import target_words

_WITHOUT = "Not rated: the plan gives no measure of its own."


def standings_of(
    version: PlanVersion,
    *,
    at: date,
    since: date | None = None,
    viewer: Scope,
    sees_councils: bool,
    words: str = "",
    only: Iterable[int] | None = None,
    as_if: Exemption | None = None,
    seen: Seen | None = None,
) -> Standings:
    """Where the KPIs of a version stand on a day; `only` limits them to these keys of the database.

    `as_if` is an exemption that is taken as approved, to show what approving it would do. With `seen`, what other parts
    count is remembered until a line of theirs has come, and a KPI of which nothing has changed is not judged again.
    """
    loaded = load(version, only)
    loaded.as_if = as_if.pk if as_if else None
    region = version.plan.alliance.region
    loaded.names = {each.code: each.label for each in places.members(version.plan.alliance, at)}
    look = Look(loaded, None if sees_councils else viewer.councils, seen)
    with registry.one_look():
        rows = tuple(_row_of(look, kpi, at, since) for kpi in loaded.kpis)
    return Standings(
        plan_title=version.plan.title, version=version.label, region=region.name, at=at, since=since, words=words,
        simulated=version.plan.simulated, rows=rows,
    )  # fmt: skip


def _row_of(look: Look, kpi: KpiTold, at: date, since: date | None) -> KpiRow:
    if look.seen is None:
        return _row(look, kpi, at, since)
    return as_before(
        (kpi.reference, at, since, look.own), look.facts(kpi, at, since), lambda: _row(look, kpi, at, since)
    )


def _row(look: Look, kpi: KpiTold, at: date, since: date | None) -> KpiRow:
    loaded = look.loaded
    around = around_of(loaded, kpi, at)
    measures = tuple(_measure_row(look, each, around) for each in loaded.measures[kpi.pk])
    whole = compound([each.standing for each in measures])
    deciding = _deciding(measures, whole)
    superseded = loaded.version.state == VersionState.SUPERSEDED
    status, rag, reason = (Status.SUPERSEDED, Rag.GREY, "Superseded: another version of the plan is in force.") if (
        superseded and whole is None
    ) else (whole.status, whole.rag, whole.reason) if whole else (Status.NOT_KNOWN, Rag.GREY, _WITHOUT)  # fmt: skip
    owner = loaded.owners[kpi.owner] if kpi.owner is not None else None
    return KpiRow(
        id=kpi.pk,
        reference=str(kpi.reference),
        key=kpi.key,
        written=kpi.written,
        kind=kpi.kind,
        words=kpi.words,
        strand=kpi.strand,
        strand_title=kpi.strand_title,
        area=kpi.area,
        area_title=kpi.area_title,
        requirement=kpi.requirement,
        requirement_words=kpi.requirement_words,
        activity=kpi.activity_written or kpi.activity,
        activity_words=kpi.activity_words,
        owner=str(owner) if owner else "",
        owner_reference=str(owner.reference) if owner else "",
        owner_office=kpi.owner_office,
        due=_next_due(kpi, measures, at),
        headline_due=kpi.due,
        due_written=kpi.due_written,
        status=status,
        rag=rag,
        reason=reason,
        late=whole.late if whole else False,
        deciding=deciding.number if deciding else None,
        measures=measures,
        evidence=_evidence(loaded, kpi, at),
        exemptions=_exemptions(loaded, kpi, look.own),
        override=_override(loaded, kpi, at),
        changed=_changed(look, kpi, status, rag, since),
        references=tuple(loaded.references[kpi.pk]),
        href=_href("plans:kpi", kpi.reference),
        simulated=loaded.version.plan.simulated,
    )


_ANY = UUID(int=0)


@cache
def _way(name: str) -> str:
    return reverse(name, args=[_ANY])


def _href(name: str, reference: UUID) -> str:
    """The address of something: looked up once for all of its kind, because a plan has hundreds."""
    return _way(name).replace(str(_ANY), str(reference))


def _deciding(measures: Sequence[MeasureRow], whole: Standing | None) -> MeasureRow | None:
    if whole is None:
        return None
    same = [each for each in measures if each.standing.reason == whole.reason]
    begun = [each for each in measures if each.standing.status is Status.NOT_STARTED]
    return next(iter([*same, *begun, *measures]), None)


def _next_due(kpi: KpiTold, measures: Sequence[MeasureRow], at: date) -> date | None:
    """The first day of what is not met: of a measure, or of its next instance; else the last day there is."""
    open_days, all_days = [], []
    for each in measures:
        coming = [time.time.due for time in each.times if time.words in ("to come", "missed", "falls short")]
        day = next((due for due in sorted(coming) if due >= at), None) or each.due
        if day is None:
            continue
        all_days.append(day)
        if each.standing.status not in (Status.MET, Status.EXEMPT):
            open_days.append(day)
    return min(open_days) if open_days else max(all_days, default=kpi.due)


def _measure_row(look: Look, measure: MeasureTold, around: Around) -> MeasureRow:
    loaded = look.loaded
    asked, taken = asked_of(look, measure, around.at)
    standing = judge(asked, around)
    shown = {evidence.pk: evidence for _, evidence in loaded.shown[measure.pk]}
    found = asked.measured
    return MeasureRow(
        id=measure.pk,
        reference=str(measure.reference),
        number=measure.number,
        words=measure.words,
        target=target_words(asked.threshold, standing.result.of if measure.all_councils else None),
        threshold=asked.threshold,
        all_councils=measure.all_councils,
        due=measure.due,
        due_written=measure.due_written,
        due_reading=measure.due_reading,
        due_decided_by=measure.due_decided_by,
        proof_kind=measure.proof_kind,
        proofs=asked.proofs,
        recurrence=measure.recurrence,
        standing=standing,
        evidence=sum(each.state == EvidenceState.ACCEPTED for each in shown.values()),
        waiting=sum(each.state == EvidenceState.RECORDED for each in shown.values()),
        takes_itself=measure.takes_itself,
        counted_how=taken.how if taken else "",
        counted_words=found.words if found else "",
        href=found.href if found else "",
        simulated=found.simulated if found else False,
        parts=parts_of(look, asked, measure, around.at),
    )


def _evidence(loaded: Loaded, kpi: KpiTold, at: date) -> tuple[EvidenceLine, ...]:
    found: dict[int, tuple[EvidenceTold, list[int]]] = {}
    for measure in loaded.measures[kpi.pk]:
        for _, evidence in loaded.shown[measure.pk]:
            numbers = found.setdefault(evidence.pk, (evidence, []))[1]
            if measure.number not in numbers:
                numbers.append(measure.number)
    lines = [
        EvidenceLine(
            key=evidence.pk,
            reference=str(evidence.reference),
            title=evidence.title,
            kind=evidence.kind,
            effective_on=evidence.effective_on,
            expires_on=evidence.expires_on,
            state=evidence.state,
            counts=evidence.state == EvidenceState.ACCEPTED
            and evidence.effective_on <= at
            and (evidence.expires_on is None or evidence.expires_on > at),
            measures=tuple(numbers),
            href=_href("plans:evidence", evidence.reference),
            simulated=evidence.simulated,
        )
        for evidence, numbers in found.values()
    ]
    return tuple(sorted(lines, key=lambda line: (line.effective_on, line.key), reverse=True))


def _exemptions(loaded: Loaded, kpi: KpiTold, own: frozenset[str] | None) -> tuple[ExemptionLine, ...]:
    lines = []
    for each in loaded.exemptions[kpi.pk]:
        named = own is None or each.council.code in own
        lines.append(
            ExemptionLine(
                reference=str(each.reference),
                council=each.council.label if named else "a council",
                council_code=each.council.code if named else "",
                reason=each.reason if named else "",
                from_on=each.from_on,
                to_on=each.to_on,
                state=each.state,
                approved_by=each.decider_label if each.state != ExemptionState.PROPOSED else "",
                approved_on=each.decided_at.date() if each.decided_at else None,
                simulated=each.simulated,
            )
        )
    return tuple(lines)


def _override(loaded: Loaded, kpi: KpiTold, at: date) -> OverrideLine | None:
    held = [each for each in loaded.overrides[kpi.pk] if each.from_on <= at < each.expires_on]
    if not held:
        return None
    last = held[-1]
    return OverrideLine(
        str(last.reference), Rag(last.rag), last.reason, last.maker_label, last.from_on, last.expires_on, last.simulated
    )


def _changed(look: Look, kpi: KpiTold, status: Status, rag: Rag, since: date | None) -> Changed | None:
    if since is None:
        return None
    around = around_of(look.loaded, kpi, since)
    earlier = compound([judge(asked_of(look, each, since)[0], around) for each in look.loaded.measures[kpi.pk]])
    if earlier is None or (earlier.status, earlier.rag) == (status, rag):
        return None
    return Changed(since, earlier.status, earlier.rag, earlier.reason)
