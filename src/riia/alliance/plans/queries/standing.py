"""Loads a version of a plan with all that is recorded for it in a fixed number of queries, and judges every KPI."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from django.urls import reverse

from riia.alliance.access.scope import Scope
from riia.alliance.places import measures as registry
from riia.alliance.places import queries as places
from riia.alliance.plans.finding import Around, Asked, Shown, Time
from riia.alliance.plans.judging import Standing, compound, judge
from riia.alliance.plans.models import (
    CrossReference,
    Evidence,
    EvidenceFor,
    EvidencePart,
    Exemption,
    Instance,
    Kpi,
    Measure,
    Override,
    PlanVersion,
)
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
from riia.alliance.plans.thresholds import Threshold, target_words
from riia.alliance.plans.units import Operator, Unit
from riia.alliance.returns.timekeeping import today

_WITHOUT = "Not rated: the plan gives no measure of its own."


@dataclass(slots=True)
class _Loaded:
    """Everything of a version, by key: rows of the database as plain values."""

    version: PlanVersion
    kpis: list[Kpi]
    measures: dict[int, list[Measure]] = field(default_factory=lambda: defaultdict(list))
    instances: dict[int, list[Instance]] = field(default_factory=lambda: defaultdict(list))
    shown: dict[int, list[tuple[EvidenceFor, Evidence]]] = field(default_factory=lambda: defaultdict(list))
    parts: dict[int, dict[str, bool]] = field(default_factory=lambda: defaultdict(dict))
    exemptions: dict[int, list[Exemption]] = field(default_factory=lambda: defaultdict(list))
    overrides: dict[int, list[Override]] = field(default_factory=lambda: defaultdict(list))
    references: dict[int, list[str]] = field(default_factory=lambda: defaultdict(list))
    names: dict[str, str] = field(default_factory=dict)
    as_if: int | None = None
    taken: dict[tuple[str, registry.Asked], registry.Measured] = field(default_factory=dict)


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
) -> Standings:
    """Where the KPIs of a version stand on a day; `only` limits them to these keys of the database.

    `as_if` is an exemption that is taken as approved, to show what approving it would do.
    """
    loaded = _load(version, only)
    loaded.as_if = as_if.pk if as_if else None
    region = version.plan.alliance.region
    loaded.names = {each.code: each.label for each in places.members(version.plan.alliance, at)}
    own = None if sees_councils else viewer.councils
    rows = tuple(_row(loaded, kpi, at, since, own) for kpi in loaded.kpis)
    return Standings(
        plan_title=version.plan.title, version=version.label, region=region.name, at=at, since=since, words=words,
        simulated=version.plan.simulated, rows=rows,
    )  # fmt: skip


def _load(version: PlanVersion, only: Iterable[int] | None) -> _Loaded:
    kpis = Kpi.objects.filter(version=version).select_related("activity__requirement__area__strand", "owner")
    if only is not None:
        kpis = kpis.filter(pk__in=list(only))
    loaded = _Loaded(version, list(kpis.order_by("order")))
    within = (
        {"measure__kpi__in": [each.pk for each in loaded.kpis]}
        if only is not None
        else {"measure__kpi__version": version}
    )
    own = {key.removeprefix("measure__"): value for key, value in within.items()}
    for measure in Measure.objects.filter(**own).order_by("kpi", "number"):
        loaded.measures[measure.kpi_id].append(measure)
    for instance in Instance.objects.filter(**within).order_by("measure", "due", "id"):
        loaded.instances[instance.measure_id].append(instance)
    shows = EvidenceFor.objects.filter(**within).exclude(evidence__state=EvidenceState.WITHDRAWN)
    found = list(shows.select_related("evidence").order_by("evidence__recorded_at", "id"))
    for each in found:
        loaded.shown[each.measure_id].append((each, each.evidence))
    for show, code, counts in EvidencePart.objects.filter(shows__in=shows).values_list(
        "shows", "council__code", "counts"
    ):
        loaded.parts[show][code] = counts
    _load_decisions(loaded)
    return loaded


def _load_decisions(loaded: _Loaded) -> None:
    keys = {each.pk for each in loaded.kpis}
    states = (ExemptionState.APPROVED, ExemptionState.PROPOSED, ExemptionState.ENDED)
    exemptions = Exemption.objects.filter(plan=loaded.version.plan, state__in=states).select_related("council")
    for exemption in exemptions.prefetch_related("kpis").order_by("from_on", "id"):
        for kpi in exemption.kpis.all():
            if kpi.pk in keys:
                loaded.exemptions[kpi.pk].append(exemption)
    for override in Override.objects.filter(kpi__version=loaded.version).order_by("made_at", "id"):
        loaded.overrides[override.kpi_id].append(override)
    for reference in CrossReference.objects.filter(kpi__version=loaded.version):
        loaded.references[reference.kpi_id].append(reference.written)


def _row(loaded: _Loaded, kpi: Kpi, at: date, since: date | None, own: frozenset[str] | None) -> KpiRow:
    measures = tuple(_measure_row(loaded, kpi, each, at, own) for each in loaded.measures[kpi.pk])
    whole = compound([each.standing for each in measures])
    deciding = _deciding(measures, whole)
    superseded = loaded.version.state == VersionState.SUPERSEDED
    status, rag, reason = (Status.SUPERSEDED, Rag.GREY, "Superseded: another version of the plan is in force.") if (
        superseded and whole is None
    ) else (whole.status, whole.rag, whole.reason) if whole else (Status.NOT_KNOWN, Rag.GREY, _WITHOUT)  # fmt: skip
    area = kpi.activity.requirement.area
    return KpiRow(
        id=kpi.pk,
        reference=str(kpi.reference),
        key=kpi.key,
        written=kpi.written,
        kind=kpi.kind,
        words=kpi.words,
        strand=area.strand.code,
        strand_title=area.strand.title,
        area=area.number,
        area_title=area.title,
        requirement=kpi.activity.requirement.number,
        requirement_words=kpi.activity.requirement.words,
        activity=kpi.activity.written or kpi.activity.key,
        activity_words=kpi.activity.words,
        owner=str(kpi.owner) if kpi.owner else "",
        owner_reference=str(kpi.owner.reference) if kpi.owner else "",
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
        exemptions=_exemptions(loaded, kpi, own),
        override=_override(loaded, kpi, at),
        changed=_changed(loaded, kpi, status, rag, since),
        references=tuple(loaded.references[kpi.pk]),
        href=reverse("plans:kpi", args=[kpi.reference]),
        simulated=loaded.version.plan.simulated,
    )


def _deciding(measures: Sequence[MeasureRow], whole: Standing | None) -> MeasureRow | None:
    if whole is None:
        return None
    same = [each for each in measures if each.standing.reason == whole.reason]
    begun = [each for each in measures if each.standing.status is Status.NOT_STARTED]
    return next(iter([*same, *begun, *measures]), None)


def _next_due(kpi: Kpi, measures: Sequence[MeasureRow], at: date) -> date | None:
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


def _measure_row(loaded: _Loaded, kpi: Kpi, measure: Measure, at: date, own: frozenset[str] | None) -> MeasureRow:
    asked, taken = _asked(loaded, measure, at)
    standing = judge(asked, _around(loaded, kpi, at))
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
        parts=_parts(loaded, asked, measure, at, own),
    )


def _around(loaded: _Loaded, kpi: Kpi, at: date) -> Around:
    exempt: dict[str, list[tuple[date, date]]] = defaultdict(list)
    for each in loaded.exemptions[kpi.pk]:
        if each.state in (ExemptionState.APPROVED, ExemptionState.ENDED) or each.pk == loaded.as_if:
            exempt[each.council.code].append((each.from_on, each.to_on))
    return Around(
        at=at,
        councils=frozenset(loaded.names),
        ends_on=loaded.version.plan.ends_on,
        superseded=loaded.version.state == VersionState.SUPERSEDED,
        exempt=exempt,
    )


def _asked(loaded: _Loaded, measure: Measure, at: date) -> tuple[Asked, registry.Measure | None]:
    threshold = Threshold(
        Operator(measure.operator) if measure.operator else None,
        measure.value,
        Unit(measure.unit) if measure.unit else None,
        measure.denominator,
    )
    taken = registry.measure_of(measure.takes_itself) if measure.takes_itself else None
    asked = Asked(
        threshold=threshold,
        words=measure.words,
        due=measure.due,
        due_written=measure.due_written,
        all_councils=measure.all_councils,
        proofs=tuple(measure.proofs),
        recurs=bool(measure.recurrence),
        times=tuple(
            Time(each.pk, each.label, each.due, needed=not each.not_needed_because)
            for each in loaded.instances[measure.pk]
        ),
        shown=tuple(
            _shown(show, evidence, order, loaded.parts.get(show.pk, {}))
            for order, (show, evidence) in enumerate(loaded.shown[measure.pk])
        ),
        measured=_take(loaded, taken, measure, at),
        takes_itself=taken is not None,
    )
    return asked, taken


def _take(loaded: _Loaded, taken: registry.Measure | None, measure: Measure, at: date) -> registry.Measured | None:
    """What a measure that takes itself says now. Up to its own day, so that what came later does not make it met."""
    if taken is None:
        return None
    plan = loaded.version.plan
    until = min(each for each in (at, measure.due, plan.ends_on) if each is not None)
    asked = registry.Asked(plan.alliance.region.code, plan.starts_on, max(until, plan.starts_on), today())
    # Several measures may be taken by the same part up to the same day: it is asked once for one look.
    if (taken.key, asked) not in loaded.taken:
        loaded.taken[taken.key, asked] = taken.find(asked)
    return loaded.taken[taken.key, asked]


def _shown(show: EvidenceFor, evidence: Evidence, order: int, parts: Mapping[str, bool]) -> Shown:
    return Shown(
        effective_on=evidence.effective_on,
        accepted=evidence.state == EvidenceState.ACCEPTED,
        waiting=evidence.state == EvidenceState.RECORDED,
        expires_on=evidence.expires_on,
        n=None if show.n is None else Fraction(show.n),
        of=None if show.of is None else int(show.of),
        parts=parts,
        covers=frozenset(show.covers),
        instance=show.instance_id,
        order=order,
        title=evidence.title,
    )


def _parts(
    loaded: _Loaded, asked: Asked, measure: Measure, at: date, own: frozenset[str] | None
) -> tuple[tuple[str, bool | None], ...]:
    """Each council of a measure that counts them, as the latest word says; `own` limits them to those of the viewer."""
    if not measure.all_councils:
        return ()
    known: dict[str, bool | None] = {}
    if asked.measured is not None:
        known = {part.place: part.counts for part in asked.measured.parts if part.place}
    else:
        for each in sorted(asked.shown, key=lambda one: (one.effective_on, one.order)):
            if each.holds(at):
                known |= each.parts
    if not known:
        return ()
    codes = [code for code in loaded.names if own is None or code in own]
    return tuple((code, known.get(code)) for code in codes)


def _evidence(loaded: _Loaded, kpi: Kpi, at: date) -> tuple[EvidenceLine, ...]:
    found: dict[int, tuple[Evidence, list[int]]] = {}
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
            href=reverse("plans:evidence", args=[evidence.reference]),
            simulated=evidence.simulated,
        )
        for evidence, numbers in found.values()
    ]
    return tuple(sorted(lines, key=lambda line: (line.effective_on, line.key), reverse=True))


def _exemptions(loaded: _Loaded, kpi: Kpi, own: frozenset[str] | None) -> tuple[ExemptionLine, ...]:
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


def _override(loaded: _Loaded, kpi: Kpi, at: date) -> OverrideLine | None:
    held = [each for each in loaded.overrides[kpi.pk] if each.from_on <= at < each.expires_on]
    if not held:
        return None
    last = held[-1]
    return OverrideLine(
        str(last.reference), Rag(last.rag), last.reason, last.maker_label, last.from_on, last.expires_on, last.simulated
    )


def _changed(loaded: _Loaded, kpi: Kpi, status: Status, rag: Rag, since: date | None) -> Changed | None:
    if since is None:
        return None
    around = _around(loaded, kpi, since)
    earlier = compound([judge(_asked(loaded, each, since)[0], around) for each in loaded.measures[kpi.pk]])
    if earlier is None or (earlier.status, earlier.rag) == (status, rag):
        return None
    return Changed(since, earlier.status, earlier.rag, earlier.reason)
