"""The South West's plan for 2025-26: its KPIs and measures in our own short words, and a simulated year against it.

What the plan asks is from the published "SW RIIA CSC and SEND Regional Plan 2025 to 2026 V2"; numbers, dates and
thresholds are its own, words are ours. Owners, evidence, exemptions and decisions are made up and say so. Decisions are
made by the services people use, each on its own day; evidence is entered all at once.
"""

import csv
import random
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from importlib import resources
from math import ceil
from typing import Final

from django.db import transaction
from django.utils import timezone

from riia.alliance.access.models import Person
from riia.alliance.access.personas import PERSONAS
from riia.alliance.audit.actors import Acts
from riia.alliance.audit.services import record
from riia.alliance.places import queries as places
from riia.alliance.places.models import Alliance, Place
from riia.alliance.plans.models import (
    Activity,
    ActivityNote,
    Aim,
    AimKpi,
    Area,
    Change,
    CrossReference,
    Evidence,
    EvidenceFor,
    EvidencePart,
    Instance,
    Kpi,
    Measure,
    Plan,
    PlanVersion,
    Risk,
    SameEvidence,
    Strand,
    SubRequirement,
)
from riia.alliance.plans.recurring import times
from riia.alliance.plans.services import exemptions, keeping
from riia.alliance.plans.services.evidence import Shows
from riia.alliance.plans.states import EvidenceState, Rag, VersionState
from riia.alliance.plans.units import DONE, LENGTHS, Recurrence, Unit
from riia.alliance.returns.timekeeping import as_of
from riia.demo import plans_words as words

REGION: Final = "E12000009"
YEAR: Final = 2025
STARTS, ENDS = date(2025, 4, 1), date(2026, 3, 31)
BEGUN: Final = date(2025, 7, 1)
"""The plan was submitted on 3 July 2025 and its money begins with the second quarter."""
COORDINATOR, PERFORMANCE, LEAD = "sw-coordinator", "sw-performance", "sw-lead-dcs"


def load_plans(*, by: Acts) -> Plan | None:
    """Enter the plan with its simulated year, once. None where the South West is not loaded."""
    alliance = Alliance.objects.filter(region__code=REGION).select_related("region").first()
    if alliance is None or Plan.objects.filter(alliance=alliance, year=YEAR).exists():
        return None
    with transaction.atomic():
        version = _enter(alliance, by)
        people = _people()
        if people:
            _live(version, people)
    return version.plan


def _enter(alliance: Alliance, by: Acts) -> PlanVersion:
    plan = Plan.objects.create(
        alliance=alliance, year=YEAR, title="South West plan for children’s social care and SEND, 2025-26",
        starts_on=STARTS, ends_on=ENDS, source=words.SOURCE, simulated=True, maker_label=by.as_actor().label,
    )  # fmt: skip
    PlanVersion.objects.create(
        plan=plan, label="V1", state=VersionState.SUPERSEDED, content_known=False, note=words.FIRST_VERSION
    )
    version = PlanVersion.objects.create(
        plan=plan, label="V2", state=VersionState.IN_FORCE, valid_from=date(2025, 8, 1), document=words.DOCUMENT,
        document_date="August 2025", note=words.SECOND_VERSION,
    )  # fmt: skip
    activities, areas = _activities(version)
    kpis = _kpis(version, activities)
    _measures(kpis)
    _around(version, kpis, areas, activities)
    record(by=by, action="plans.enter", target=plan, summary="Entered the plan of the South West for 2025-26",
           details={"kpis": len(kpis)})  # fmt: skip
    return version


def _rows(name: str) -> Iterator[dict[str, str]]:
    text = resources.files("riia.demo").joinpath("data", f"south-west-plan-{name}.csv").read_text(encoding="utf-8")
    return iter(csv.DictReader(text.splitlines()))


def _activities(version: PlanVersion) -> tuple[dict[str, Activity], dict[str, Area]]:
    strands = {
        code: Strand.objects.create(version=version, code=code, title=title, order=order)
        for order, (code, title) in enumerate(words.STRANDS.items())
    }
    areas: dict[str, Area] = {}
    requirements: dict[str, SubRequirement] = {}
    made: list[Activity] = []
    for order, row in enumerate(_rows("activities")):
        if row["area"] not in areas:
            areas[row["area"]] = Area.objects.create(
                strand=strands[row["strand"]], number=row["area"], title=words.AREAS[row["area"]], order=len(areas)
            )
        if row["requirement"] not in requirements:
            requirements[row["requirement"]] = SubRequirement.objects.create(
                area=areas[row["area"]], number=row["requirement"], words=row["requirement_words"],
                order=len(requirements),
            )  # fmt: skip
        made.append(
            Activity(requirement=requirements[row["requirement"]], key=row["activity"], written=row["written"],
                     words=row["words"], order=order)
        )  # fmt: skip
    return {each.key: each for each in Activity.objects.bulk_create(made)}, areas


def _kpis(version: PlanVersion, activities: Mapping[str, Activity]) -> dict[str, Kpi]:
    made = [
        Kpi(version=version, activity=activities[row["activity"]], written=row["written"], key=row["kpi"],
            kind=row["kind"], words=row["words"], order=order, due_written=row["due_written"], due=_day(row["due"]),
            fingerprint=row["fingerprint"])
        for order, row in enumerate(_rows("kpis"))
    ]  # fmt: skip
    return {each.key: each for each in Kpi.objects.bulk_create(made)}


def _measures(kpis: Mapping[str, Kpi]) -> None:
    made = Measure.objects.bulk_create(
        Measure(
            kpi=kpis[row["kpi"]], number=int(row["number"]), words=row["words"], operator=row["operator"],
            value=Decimal(row["value"]) if row["value"] else None, unit=row["unit"], denominator=row["denominator"],
            all_councils=row["all_councils"] == "1", proof_kind=row["proof_kind"],
            proofs=row["proofs"].split("|") if row["proofs"] else [], due_written=row["due_written"],
            due=_day(row["due"]), due_reading=row["due_reading"], recurrence=row["recurrence"],
            takes_itself=row["takes_itself"],
        )
        for row in _rows("measures")
    )  # fmt: skip
    Instance.objects.bulk_create(
        Instance(measure=each, label=one.label, due=one.due, simulated=True)
        for each in made
        if each.recurrence and not each.takes_itself
        for one in times(Recurrence(each.recurrence), _since(each), _until(each))
    )


def _since(measure: Measure) -> date:
    """Recurring measures begin with their own first day, the plan's reports with its second quarter."""
    if measure.recurrence in (Recurrence.SIX_WEEKLY, Recurrence.HALF_YEARLY):
        return BEGUN
    if measure.due and measure.due < ENDS:
        return measure.due.replace(day=1)
    return STARTS if measure.recurrence == Recurrence.MONTHLY else BEGUN


def _until(measure: Measure) -> date:
    """What is asked for across 2025 ends with it; everything else with the plan."""
    return measure.due if measure.recurrence == Recurrence.SIX_WEEKLY and measure.due else ENDS


def _around(
    version: PlanVersion, kpis: Mapping[str, Kpi], areas: Mapping[str, Area], activities: Mapping[str, Activity]
) -> None:
    for key, written, target in words.REFERENCES:
        CrossReference.objects.create(kpi=kpis[key], written=written, target=kpis.get(target), area=areas.get(target))
    for title, note, keys in words.SAME_EVIDENCE:
        group = SameEvidence.objects.create(version=version, title=title, note=note)
        group.kpis.set([kpis[key] for key in keys])
    for order, (strand, said, claims, links) in enumerate(words.AIMS):
        aim = Aim.objects.create(version=version, strand_code=strand, words=said, claims_percent=claims, order=order)
        AimKpi.objects.bulk_create([AimKpi(aim=aim, kpi=kpis[key], note=note) for key, note in links])
    ActivityNote.objects.bulk_create(
        [ActivityNote(activity=activities[key], kind=kind, words=said) for key, kind, said in words.NOTES]
    )
    for said, response, likelihood, impact, office, keys in words.RISKS:
        risk = Risk.objects.create(
            version=version, words=said, response=response, likelihood=likelihood, impact=impact, owner_office=office,
            raised_on=date(2025, 9, 15), review_on=date(2026, 1, 15), simulated=True,
        )  # fmt: skip
        risk.kpis.set([kpis[key] for key in keys])


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _people() -> dict[str, Person]:
    emails = {each.slug: each.email for each in PERSONAS if each.slug in (COORDINATOR, PERFORMANCE, LEAD)}
    found = {each.email: each for each in Person.objects.filter(email__in=emails.values())}
    return {key: found[email] for key, email in emails.items()} if len(found) == len(emails) else {}


@contextmanager
def _on(day: date) -> Iterator[None]:
    with as_of(_moment(day, 0)):
        yield


def _live(version: PlanVersion, people: Mapping[str, Person]) -> None:
    """A simulated year: owners, dates that were settled, evidence, exemptions and a colour by hand."""
    kpis = {each.key: each for each in Kpi.objects.filter(version=version).select_related(
        "version__plan__alliance__region", "activity__requirement__area", "owner")}  # fmt: skip
    by_key = {each.pk: each for each in kpis.values()}
    measures: dict[str, list[Measure]] = defaultdict(list)
    for one in Measure.objects.filter(kpi__version=version).prefetch_related("instances").order_by("kpi", "number"):
        one.kpi = by_key[one.kpi_id]
        measures[one.kpi.key].append(one)
    _own(kpis.values(), people)
    with _on(date(2025, 9, 8)):
        for key, number, due, why in words.SETTLED:
            one = next(each for each in measures[key] if each.number == number)
            keeping.settle_due(measure=one, due=due, why=f"{why} (simulated decision)", by=people[COORDINATOR])
            one.due = due
    councils = list(places.members(version.plan.alliance, ENDS))
    chance = random.Random(2526)  # noqa: S311 - it only varies what is simulated, always the same way
    pieces: list[_Piece] = []
    for key, kpi in kpis.items():
        if key not in words.NOTHING_YET and measures[key]:
            pieces += _evidence(kpi, measures[key], councils, chance)
    _keep(version.plan, pieces, people)
    _decide(version.plan, kpis, councils, people)


def _own(kpis: Iterable[Kpi], people: Mapping[str, Person]) -> None:
    """Owners by area: two people, offices for the rest, and one requirement that nobody owns yet."""
    changed = []
    for kpi in kpis:
        requirement = kpi.activity.requirement
        who = words.OWNERS.get(requirement.number, words.OWNERS.get(requirement.area.number, ""))
        if who in people:
            kpi.owner = people[who]
        else:
            kpi.owner_office = who
        changed.append(kpi)
    Kpi.objects.bulk_update(changed, ["owner", "owner_office"])


@dataclass(frozen=True, slots=True)
class _Piece:
    """A simulated piece of evidence."""

    kpi: Kpi
    title: str
    on: date
    shows: Sequence[Shows]
    accepted: bool = True


def _evidence(
    kpi: Kpi, measures: Sequence[Measure], councils: Sequence[Place], chance: random.Random
) -> Iterator[_Piece]:
    """What is recorded for a KPI: one piece for measures of a day, one a quarter for what recurs."""
    plain: dict[date, list[Shows]] = defaultdict(list)
    fate = chance.random()
    for one in measures:
        if one.takes_itself:
            continue
        instances = list(one.instances.all())
        if instances:
            for day, some in _by_quarter(instances).items():
                held = [each for each in some if chance.random() > 0.08]
                shown = [Shows(one, each, covers=tuple(one.proofs)) for each in held]
                if shown:
                    yield _Piece(kpi, f"{_kind(one)}, to {day:%B %Y}", day, shown)
            continue
        if chance.random() > 0.9:
            continue
        due = one.due or date(2026, 2, 27)
        late = 18 if fate > 0.92 else -chance.randrange(2, 20)
        on = min(due + timedelta(days=late), ENDS)
        plain[on].append(_shows(one, councils, short=fate < 0.14, chance=chance))
    for on, shown in plain.items():
        yield _Piece(kpi, _kind(shown[0].measure), on, shown, accepted=not 0.14 <= fate < 0.2)


def _by_quarter(instances: Sequence[Instance]) -> dict[date, list[Instance]]:
    found: dict[tuple[int, int], list[Instance]] = defaultdict(list)
    for each in instances:
        found[(each.due.year, (each.due.month - 1) // 3)].append(each)
    return {max(each.due for each in some): some for some in found.values()}


def _kind(one: Measure) -> str:
    return words.TITLES.get(one.proof_kind, "Record")


def _shows(one: Measure, councils: Sequence[Place], *, short: bool, chance: random.Random) -> Shows:
    """What a simulated piece shows: as much as is needed and a little more, or a little less."""
    covers = tuple(one.proofs)
    unit = Unit(one.unit) if one.unit else None
    if one.value is None or unit is None or unit in DONE:
        return Shows(one, covers=covers)
    if one.all_councils:
        least = ceil(one.value * len(councils) / 100) if unit is Unit.COUNCILS_PERCENT else int(one.value)
        count = max(1, least - 1 - chance.randrange(3)) if short else min(len(councils), least + chance.randrange(2))
        counted = set(chance.sample(range(len(councils)), count))
        return Shows(one, covers=covers, councils={each: number in counted for number, each in enumerate(councils)})
    if unit in (Unit.PARTICIPANTS_PERCENT, Unit.PARTNERS_PERCENT, Unit.ITEMS_PERCENT, Unit.COUNCILS_PERCENT):
        of = chance.choice((5, 8)) if unit in (Unit.ITEMS_PERCENT, Unit.COUNCILS_PERCENT) else chance.randrange(24, 60)
        least = ceil(one.value * of / 100)
        n = least - 1 - chance.randrange(2) if short else min(of, least + chance.randrange(4))
        return Shows(one, covers=covers, n=Decimal(max(n, 0)), of=Decimal(of))
    if one.operator == "<=" or unit in LENGTHS:
        return Shows(one, covers=covers, n=one.value + 2 if short else one.value)
    return Shows(one, covers=covers, n=max(one.value - 1, Decimal(0)) if short and one.value >= 1 else one.value)


def _keep(plan: Plan, pieces: Sequence[_Piece], people: Mapping[str, Person]) -> None:
    """Keep simulated evidence all at once: one by one, as people do it, takes the loader too long."""
    recorder, reviewer = people[PERFORMANCE], people[COORDINATOR]
    made = Evidence.objects.bulk_create(
        Evidence(
            plan=plan, kind=Evidence.Kind.NOTE, title=f"{each.title} for {each.kpi.key} (simulated)",
            note="Simulated for the demonstration; nothing of it was.", effective_on=each.on,
            state=EvidenceState.ACCEPTED if each.accepted else EvidenceState.RECORDED, revision=int(each.accepted),
            recorded_at=_moment(each.on, 1), recorded_by=recorder, recorder_label=str(recorder),
            reviewed_at=_moment(each.on, 3) if each.accepted else None,
            reviewed_by=reviewer if each.accepted else None,
            reviewer_label=str(reviewer) if each.accepted else "", simulated=True,
        )
        for each in pieces
    )  # fmt: skip
    shown = [(one, shows) for one, piece in zip(made, pieces, strict=True) for shows in piece.shows]
    kept = EvidenceFor.objects.bulk_create(
        EvidenceFor(evidence=one, measure=shows.measure, instance=shows.instance, n=shows.n, of=shows.of,
                    covers=sorted(shows.covers))
        for one, shows in shown
    )  # fmt: skip
    EvidencePart.objects.bulk_create(
        EvidencePart(shows=one, council=council, counts=counts)
        for one, (_, shows) in zip(kept, shown, strict=True)
        for council, counts in shows.councils.items()
    )
    Change.objects.bulk_create(
        Change(plan=plan, kpi=piece.kpi, what="evidence", after=f"{one.state}: {one.title}", by=one.recorded_by,
               at=one.reviewed_at or one.recorded_at, by_label=one.reviewer_label or one.recorder_label, simulated=True)
        for one, piece in zip(made, pieces, strict=True)
    )  # fmt: skip
    record(by=recorder, action="plans.simulate_evidence", target=plan,
           summary=f"Entered {len(made)} simulated pieces of evidence")  # fmt: skip


def _moment(day: date, later: int) -> datetime:
    return timezone.make_aware(datetime.combine(day + timedelta(days=later), time(10)))


def _decide(plan: Plan, kpis: Mapping[str, Kpi], councils: Sequence[Place], people: Mapping[str, Person]) -> None:
    for code, keys, ground, approved in words.EXEMPTIONS:
        council = next((each for each in councils if each.code == code), None)
        if council is None:
            continue
        with _on(ground.from_on):
            made = exemptions.propose_exemption(
                plan=plan, council=council, kpis=[kpis[key] for key in keys], ground=ground, by=people[COORDINATOR]
            )
        if approved:
            with _on(ground.from_on + timedelta(days=4)):
                exemptions.approve_exemption(one=made, words="Agreed (simulated).", by=people[LEAD])
    for key, rag, reason, on, expires in words.OVERRIDES:
        with _on(on):
            keeping.override_rag(kpi=kpis[key], rag=Rag(rag), reason=reason, expires_on=expires, by=people[COORDINATOR])
