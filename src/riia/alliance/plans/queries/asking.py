"""What is asked of a measure, with everything that is recorded for it and what other parts count for it."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from fractions import Fraction

from django.db.models import Model

from riia.alliance.places import measures as registry
from riia.alliance.plans.finding import Around, Asked, Shown, Time
from riia.alliance.plans.queries.loading import EvidenceTold, KpiTold, Loaded, MeasureTold, ShowsTold
from riia.alliance.plans.queries.remembered import Seen, take
from riia.alliance.plans.states import EvidenceState, ExemptionState, VersionState
from riia.alliance.plans.thresholds import Threshold
from riia.alliance.plans.units import Operator, Unit
from riia.alliance.returns.timekeeping import today


class Look:
    """One look at a version on a day: what is recorded, what the viewer sees of it, what other parts count."""

    def __init__(self, loaded: Loaded, own: frozenset[str] | None, seen: Seen | None) -> None:
        self.loaded, self.own, self.seen = loaded, own, seen
        self._taken: dict[tuple[str, registry.Asked], registry.Measured] = {}

    def take(self, taken: registry.Measure, asked: registry.Asked) -> registry.Measured:
        """What a part says. Several measures may be taken by the same part up to the same day: it is asked once."""
        if (taken.key, asked) not in self._taken:
            self._taken[taken.key, asked] = take(taken, asked, self.seen)
        return self._taken[taken.key, asked]

    def facts(self, kpi: KpiTold, *days: date | None) -> tuple[object, ...]:
        """Everything that a row of a KPI follows from on these days: as long as it is the same, so is the row."""
        loaded = self.loaded
        measures = loaded.measures[kpi.pk]
        shown = [loaded.shown[each.pk] for each in measures]
        taken = [(each, registry.measure_of(each.takes_itself)) for each in measures if each.takes_itself]
        return (
            kpi, measures, shown, [loaded.instances[each.pk] for each in measures],
            [loaded.parts.get(show.pk) for some in shown for show, _ in some],
            [(_columns(each), _columns(each.council)) for each in loaded.exemptions[kpi.pk]],
            [_columns(each) for each in loaded.overrides[kpi.pk]],
            loaded.references[kpi.pk], _columns(loaded.owners[kpi.owner]) if kpi.owner is not None else None,
            [_take(self, measure, each, day) for each, measure in taken for day in days if day is not None],
            loaded.as_if, loaded.names, loaded.version.state, loaded.version.plan.ends_on,
            loaded.version.plan.simulated,
        )  # fmt: skip


def _columns(one: Model) -> tuple[object, ...]:
    return tuple(getattr(one, each.attname) for each in one._meta.concrete_fields)


def around_of(loaded: Loaded, kpi: KpiTold, at: date) -> Around:
    """What holds for every measure of a KPI on a day: councils, who is exempt, the end of the plan."""
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


def asked_of(look: Look, measure: MeasureTold, at: date) -> tuple[Asked, registry.Measure | None]:
    """A measure with all that is recorded for it, and the part that takes it where it takes itself."""
    loaded = look.loaded
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
        measured=_take(look, taken, measure, at),
        takes_itself=taken is not None,
    )
    return asked, taken


def _take(look: Look, taken: registry.Measure | None, measure: MeasureTold, at: date) -> registry.Measured | None:
    """What a measure that takes itself says now. Up to its own day, so that what came later does not make it met."""
    if taken is None:
        return None
    plan = look.loaded.version.plan
    until = min(each for each in (at, measure.due, plan.ends_on) if each is not None)
    return look.take(
        taken, registry.Asked(plan.alliance.region.code, plan.starts_on, max(until, plan.starts_on), today())
    )


def _shown(show: ShowsTold, evidence: EvidenceTold, order: int, parts: Mapping[str, bool]) -> Shown:
    return Shown(
        effective_on=evidence.effective_on,
        accepted=evidence.state == EvidenceState.ACCEPTED,
        waiting=evidence.state == EvidenceState.RECORDED,
        expires_on=evidence.expires_on,
        n=None if show.n is None else Fraction(show.n),
        of=None if show.of is None else int(show.of),
        parts=parts,
        covers=frozenset(show.covers),
        instance=show.instance,
        order=order,
        title=evidence.title,
    )


def parts_of(look: Look, asked: Asked, measure: MeasureTold, at: date) -> tuple[tuple[str, bool | None], ...]:
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
    codes = [code for code in look.loaded.names if look.own is None or code in look.own]
    return tuple((code, known.get(code)) for code in codes)
