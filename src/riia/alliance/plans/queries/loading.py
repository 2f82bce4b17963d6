"""All that is recorded for a version of a plan, in a fixed number of queries.

As plain tuples and not as models, because a plan has more than a thousand of these rows and a page waits for them.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import NamedTuple
from uuid import UUID

from django.db.models import Model, QuerySet

from riia.alliance.access.models import Person
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
from riia.alliance.plans.states import EvidenceState, ExemptionState


class KpiTold(NamedTuple):
    """A KPI and where it stands in the plan."""

    pk: int
    reference: UUID
    key: str
    written: str
    kind: str
    words: str
    due: date | None
    due_written: str
    owner: int | None
    owner_office: str
    activity: str
    activity_written: str
    activity_words: str
    requirement: str
    requirement_words: str
    area: str
    area_title: str
    strand: str
    strand_title: str


_AREA = "activity__requirement__area"
_KPI = (
    "pk", "reference", "key", "written", "kind", "words", "due", "due_written", "owner", "owner_office",
    "activity__key", "activity__written", "activity__words", "activity__requirement__number",
    "activity__requirement__words", f"{_AREA}__number", f"{_AREA}__title", f"{_AREA}__strand__code",
    f"{_AREA}__strand__title",
)  # fmt: skip


class MeasureTold(NamedTuple):
    """A measure of a KPI."""

    pk: int
    reference: UUID
    kpi: int
    number: int
    words: str
    operator: str
    value: Decimal | None
    unit: str
    denominator: str
    all_councils: bool
    proof_kind: str
    proofs: list[str]
    due: date | None
    due_written: str
    due_reading: str
    due_decided_by: str
    recurrence: str
    takes_itself: str


class InstanceTold(NamedTuple):
    """One time of a measure that recurs."""

    pk: int
    measure: int
    label: str
    due: date
    not_needed_because: str


class EvidenceTold(NamedTuple):
    """A piece of evidence."""

    pk: int
    reference: UUID
    title: str
    kind: str
    effective_on: date
    expires_on: date | None
    state: str
    simulated: bool


class ShowsTold(NamedTuple):
    """What a piece of evidence shows of a measure."""

    pk: int
    evidence: int
    measure: int
    instance: int | None
    n: Decimal | None
    of: Decimal | None
    covers: list[str]


@dataclass(slots=True)
class Loaded:
    """Everything of a version, by key of the database. `names` are the councils of the day."""

    version: PlanVersion
    kpis: list[KpiTold]
    measures: Mapping[int, list[MeasureTold]]
    instances: Mapping[int, list[InstanceTold]]
    shown: Mapping[int, list[tuple[ShowsTold, EvidenceTold]]]
    parts: Mapping[int, Mapping[str, bool]]
    owners: Mapping[int, Person]
    exemptions: dict[int, list[Exemption]] = field(default_factory=lambda: defaultdict(list))
    overrides: dict[int, list[Override]] = field(default_factory=lambda: defaultdict(list))
    references: dict[int, list[str]] = field(default_factory=lambda: defaultdict(list))
    names: dict[str, str] = field(default_factory=dict)
    as_if: int | None = None


def load(version: PlanVersion, only: Iterable[int] | None = None) -> Loaded:
    """Everything of a version, or of these KPIs of it alone."""
    kpis = Kpi.objects.filter(version=version)
    if only is not None:
        kpis = kpis.filter(pk__in=list(only))
    told = [KpiTold._make(row) for row in kpis.order_by("order").values_list(*_KPI)]
    own = {"kpi__version": version} if only is None else {"kpi__in": [each.pk for each in told]}
    within = {f"measure__{name}": value for name, value in own.items()}
    measures = _rows(Measure.objects.filter(**own).order_by("kpi", "number"), MeasureTold)
    instances = _rows(Instance.objects.filter(**within).order_by("measure", "due", "id"), InstanceTold)
    shown, parts = _evidence(EvidenceFor.objects.filter(**within))
    loaded = Loaded(
        version,
        told,
        _by((each.kpi, each) for each in measures),
        _by((each.measure, each) for each in instances),
        shown,
        parts,
        Person.objects.in_bulk({each.owner for each in told if each.owner is not None}),
    )
    _decisions(loaded)
    return loaded


def _rows[Row: NamedTuple](found: QuerySet[Model], row: type[Row]) -> list[Row]:
    return [row._make(each) for each in found.values_list(*row._fields)]


def _by[Each](pairs: Iterable[tuple[int, Each]]) -> Mapping[int, list[Each]]:
    found: dict[int, list[Each]] = defaultdict(list)
    for key, each in pairs:
        found[key].append(each)
    return found


def _evidence(
    shows: QuerySet[EvidenceFor],
) -> tuple[Mapping[int, list[tuple[ShowsTold, EvidenceTold]]], Mapping[int, Mapping[str, bool]]]:
    """What counts or may count for each measure, in the order in which it was recorded; and council by council."""
    shows = shows.exclude(evidence__state=EvidenceState.WITHDRAWN)
    pieces = {each.pk: each for each in _rows(Evidence.objects.filter(pk__in=shows.values("evidence")), EvidenceTold)}
    told = _rows(shows.order_by("evidence__recorded_at", "id"), ShowsTold)
    parts: dict[int, dict[str, bool]] = defaultdict(dict)
    listed = EvidencePart.objects.filter(shows__in=shows).values_list("shows", "council__code", "counts")
    for show, code, counts in listed:
        parts[show][code] = counts
    return _by((each.measure, (each, pieces[each.evidence])) for each in told), parts


def _decisions(loaded: Loaded) -> None:
    """What people decided: who is exempt, colours by hand; and where the text refers to."""
    keys = {each.pk for each in loaded.kpis}
    states = (ExemptionState.APPROVED, ExemptionState.PROPOSED, ExemptionState.ENDED)
    exemptions = Exemption.objects.filter(plan=loaded.version.plan, state__in=states).select_related("council")
    kpis_of = _by(Exemption.kpis.through.objects.filter(kpi__in=keys).values_list("exemption", "kpi"))
    for exemption in exemptions.order_by("from_on", "id"):
        for kpi in kpis_of.get(exemption.pk, ()):
            loaded.exemptions[kpi].append(exemption)
    for override in Override.objects.filter(kpi__version=loaded.version).order_by("made_at", "id"):
        loaded.overrides[override.kpi_id].append(override)
    written = CrossReference.objects.filter(kpi__version=loaded.version)
    for at, words in written.values_list("kpi", "written"):
        loaded.references[at].append(words)
