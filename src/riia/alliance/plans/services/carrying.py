"""What goes along when a version supersedes another: all that was recorded for KPIs and measures that go on.

A KPI that follows another takes over its address, evidence, exemptions, colours by hand and history. What people
decided (owner, settled dates, no money needed) is taken over where the draft says nothing. Risks, links, aims and notes
of the plan go along as far as their KPIs do. What belongs to a KPI that is gone stays with it.
"""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import models

from riia.alliance.plans.models import (
    Activity,
    ActivityNote,
    Aim,
    AimKpi,
    Area,
    Change,
    CostExemption,
    Dependency,
    EvidenceFor,
    Exemption,
    Instance,
    Kpi,
    Measure,
    Override,
    PlanVersion,
    Risk,
    SameEvidence,
)
from riia.alliance.plans.queries.carrying import Going, asks, going


def carry(previous: PlanVersion, version: PlanVersion) -> dict[str, int]:
    """Let everything that was recorded go along. Says how much of each did."""
    found = going(version)
    _decisions(found)
    counts = {
        "kpis": len(found.kpis),
        "evidence": _move(EvidenceFor, measure_id=found.measures),
        "instances": _instances(found),
        "exemptions": _move(Exemption.kpis.through, kpi_id=found.kpis),
        "overrides": _move(Override, kpi_id=found.kpis),
        "changes": _move(Change, kpi_id=found.kpis),
    }
    _move(Change, measure_id=found.measures)
    _addresses(Kpi, [(found.olds[old], new) for old, new in found.kpis.items()])
    _addresses(Measure, list(_measure_pairs(found)))
    _around(previous, version, found)
    counts["risks"] = _risks(previous, version, found)
    counts["links"] = _links(previous, version, found)
    return counts


def _move(model: Any, **to: Mapping[int, models.Model]) -> int:
    """Point rows of a model from the old to the new; says how many."""
    ((field, news),) = to.items()
    rows = list(model.objects.filter(**{f"{field}__in": list(news)}))
    for each in rows:
        setattr(each, field, news[getattr(each, field)].pk)
    model.objects.bulk_update(rows, [field], batch_size=200)
    return len(rows)


def _instances(found: Going) -> int:
    """Times that were asked for, with what is recorded of each; one of the same name that the draft has gives way."""
    news = {each.pk for each in found.measures.values()}
    labels = set(Instance.objects.filter(measure__in=found.measures).values_list("label", flat=True))
    Instance.objects.filter(measure__in=news, label__in=labels).delete()
    return _move(Instance, measure_id=found.measures)


def _decisions(found: Going) -> None:
    """Owners, sources, settled dates and what needs no money, where the draft says nothing itself."""
    for old, new in found.kpis.items():
        before = found.olds[old]
        if new.owner is None and not new.owner_office:
            new.owner, new.owner_office = before.owner, before.owner_office
        new.source_words = new.source_words or before.source_words
    Kpi.objects.bulk_update(found.kpis.values(), ["owner", "owner_office", "source_words"], batch_size=200)
    for one, other in _measure_pairs(found):
        if other.due is None and one.due_decided_by and one.due_written == other.due_written:
            other.due, other.due_reading = one.due, one.due_reading
            other.due_decided_by, other.due_decided_on = one.due_decided_by, one.due_decided_on
        if asks(one) == asks(other):
            other.takes_itself = other.takes_itself or one.takes_itself
            other.recurrence = other.recurrence or one.recurrence
    fields = ["due", "due_reading", "due_decided_by", "due_decided_on", "takes_itself", "recurrence"]
    Measure.objects.bulk_update(found.measures.values(), fields, batch_size=200)
    settled = set(CostExemption.objects.filter(kpi__in=list(found.kpis.values())).values_list("kpi", flat=True))
    CostExemption.objects.bulk_create(
        CostExemption(kpi=found.kpis[each.kpi_id], why=each.why, marked_on=each.marked_on,
                      marker_label=each.marker_label)
        for each in CostExemption.objects.filter(kpi__in=list(found.kpis))
        if found.kpis[each.kpi_id].pk not in settled
    )  # fmt: skip


def _measure_pairs(found: Going) -> Iterable[tuple[Measure, Measure]]:
    olds = {each.pk: each for each in Measure.objects.filter(pk__in=list(found.measures))}
    return [(olds[old], new) for old, new in found.measures.items()]


def _addresses(model: Any, pairs: Sequence[tuple[Any, Any]]) -> None:
    """The address of what goes on leads to the new row; the old one gets another."""
    wanted = [(new, old.reference) for old, new in pairs]
    for old, _ in pairs:
        old.reference = uuid.uuid4()
    model.objects.bulk_update([old for old, _ in pairs], ["reference"], batch_size=200)
    for new, reference in wanted:
        new.reference = reference
    model.objects.bulk_update([new for new, _ in wanted], ["reference"], batch_size=200)


def _around(previous: PlanVersion, version: PlanVersion, found: Going) -> None:
    """Groups of the same evidence, aims and notes, as far as their KPIs and activities go on."""
    for group in previous.same_evidence.prefetch_related("kpis"):
        kpis = [found.kpis[each.pk] for each in group.kpis.all() if each.pk in found.kpis]
        if len(kpis) > 1:
            made = SameEvidence.objects.create(version=version, title=group.title, note=group.note)
            made.kpis.set(kpis)
    if not version.aims.exists():
        for aim in previous.aims.prefetch_related("links"):
            copy = Aim.objects.create(version=version, strand_code=aim.strand_code, words=aim.words,
                                      claims_percent=aim.claims_percent, order=aim.order)  # fmt: skip
            AimKpi.objects.bulk_create(AimKpi(aim=copy, kpi=found.kpis[each.kpi_id], note=each.note)
                                       for each in aim.links.all() if each.kpi_id in found.kpis)  # fmt: skip
    activities = _activities(version)
    notes = ActivityNote.objects.filter(activity__requirement__area__strand__version=previous)
    ActivityNote.objects.bulk_create(
        ActivityNote(activity=activities[each.activity.key], kind=each.kind, words=each.words, due=each.due)
        for each in notes.select_related("activity")
        if each.activity.key in activities
    )


def _activities(version: PlanVersion) -> dict[str, Activity]:
    return {each.key: each for each in Activity.objects.filter(requirement__area__strand__version=version)}


def _risks(previous: PlanVersion, version: PlanVersion, found: Going) -> int:
    """Risks are of the plan, not of its text: all go along."""
    activities = _activities(version)
    areas = {each.number: each for each in Area.objects.filter(strand__version=version)}
    risks = list(previous.risks.select_related("area", "activity"))
    for each in risks:
        each.version = version
        each.area = areas.get(each.area.number) if each.area else None
        each.activity = activities.get(each.activity.key) if each.activity else None
        each.save(update_fields=["version", "area", "activity"])
    _move(Risk.kpis.through, kpi_id=found.kpis)
    return len(risks)


def _links(previous: PlanVersion, version: PlanVersion, found: Going) -> int:
    """What comes before what, where both ends go on; links that the draft has already stay."""
    there = set(version.dependencies.values_list("before_at", "after_at"))
    made = []
    for each in previous.dependencies.all():
        before = _end(found, each.before_id, each.before_measure_id)
        after = _end(found, each.after_id, each.after_measure_id)
        if before is None or after is None or (before[2], after[2]) in there:
            continue
        made.append(Dependency(
            version=version, before=before[0], before_measure=before[1], before_at=before[2], after=after[0],
            after_measure=after[1], after_at=after[2], lead_amount=each.lead_amount, lead_unit=each.lead_unit,
            reason=each.reason, needed_on=each.needed_on, made_at=each.made_at,
            made_by_id=each.made_by_id, maker_label=each.maker_label,
        ))  # fmt: skip
    return len(Dependency.objects.bulk_create(made))


def _end(found: Going, kpi: int, measure: int | None) -> tuple[Kpi, Measure | None, str] | None:
    new = found.kpis.get(kpi)
    if new is None:
        return None
    if measure is None:
        return new, None, new.key
    other = found.measures.get(measure)
    return (new, other, f"{new.key}/{other.number}") if other is not None else None
