"""A plan that was read becomes a draft version with every text and place as written; a draft can be discarded.

All of it is one transaction. A KPI that says the same word by word as in the version before keeps what people made of
it (words, measures, settled days); of any other what was read stands.
"""

from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass
from datetime import date

from django.db import transaction
from django.urls import reverse

from riia.alliance.access.actions import Action
from riia.alliance.access.queries import scope_of_actor
from riia.alliance.audit.actors import Acts
from riia.alliance.audit.services import record
from riia.alliance.intake import services as intake
from riia.alliance.intake.models import Paper
from riia.alliance.kit.filters import plural
from riia.alliance.places.models import Alliance
from riia.alliance.plans import permissions
from riia.alliance.plans.comparison import Comparison, Match
from riia.alliance.plans.costs_scope import in_order
from riia.alliance.plans.entering import ActivityGiven, KpiGiven, MeasureGiven, PlanGiven
from riia.alliance.plans.errors import Incomplete, PlanError
from riia.alliance.plans.models import (
    Activity,
    Aim,
    Area,
    Change,
    CostSheet,
    CrossReference,
    Kpi,
    Measure,
    Override,
    Plan,
    PlanVersion,
    Strand,
    SubRequirement,
)
from riia.alliance.plans.queries.entering import Entry
from riia.alliance.plans.services.logging import Said, changed, person_of
from riia.alliance.plans.states import VersionState
from riia.alliance.returns.timekeeping import now


@dataclass(frozen=True, slots=True)
class Answers:
    """What a person says on entering a plan: the year it is for, why errors may stay, and which KPIs go along.

    `same` are numbers that stand for other words than before and are the same promise all the same.
    """

    year: int
    why_undecided: str = ""
    same: frozenset[str] = frozenset()


@transaction.atomic
def enter_plan(*, paper: Paper, entry: Entry, answers: Answers, by: Acts) -> PlanVersion:
    """Enter a plan that was read as a draft: a new plan, or the next version of the one of that year."""
    given, alliance = entry.given, entry.alliance
    permissions.check_may(scope_of_actor(by), Action.KEEP_PLAN, alliance.region.code)
    if not given.kpis and not given.activities:
        raise PlanError("No activity and no KPI was understood, so there is nothing to enter. Look at what was read.")
    undecided = list(paper.findings.filter(severity="error", decision=""))
    if undecided and not answers.why_undecided.strip():
        said = f"Decide on the {plural(len(undecided), 'error')} first, or say why the plan is entered with them"
        raise Incomplete("Errors are not decided.", {"why_undecided": said})
    plan = _plan(alliance, answers.year, given, by)
    if plan.versions.filter(state=VersionState.DRAFT).exists():
        raise PlanError("This plan has a draft already. Bring it into force or discard it first.")
    version = _version(plan, paper, entry, answers, by)
    previous = entry.previous if entry.previous is not None and entry.previous.plan_id == plan.pk else None
    _Rows(version, given, previous, followed(entry.comparison, answers.same) if previous else {}).enter()
    details = {"sha256": paper.sha256, "kpis": len(given.kpis), "undecided": [one.code for one in undecided]}
    record(by=by, action="plans.enter_version", target=version, reason=answers.why_undecided.strip(),
           summary=f"Entered {version.label} of the plan as a draft", details=details)  # fmt: skip
    changed(plan, Said("version", "", f"{version.label} entered as a draft from {paper.name}"), by=by)
    intake.note_use(paper=paper, words=f"{version.label} of {plan.title}",
                    href=reverse("plans:version", args=[version.reference]), by=by)  # fmt: skip
    return version


def followed(comparison: Comparison | None, same: Collection[str]) -> dict[str, str]:
    """For each KPI the one of the version before whose evidence and history it takes over."""
    pairs = comparison.pairs if comparison else ()
    return {
        pair.after.key: pair.before.key
        for pair in pairs
        if pair.before and pair.after and (pair.stays or (pair.match is Match.NUMBER_ONLY and pair.after.key in same))
    }


def _plan(alliance: Alliance, year: int, given: PlanGiven, by: Acts) -> Plan:
    """The plan of that year, held until the end of the transaction; made where there is none."""
    plan, _ = Plan.objects.get_or_create(
        alliance=alliance,
        year=year,
        defaults={
            "title": given.title or f"Plan of {alliance.short_name} for {year}-{(year + 1) % 100:02d}",
            "starts_on": date(year, 4, 1), "ends_on": date(year + 1, 3, 31), "made_at": now(),
            "made_by": person_of(by), "maker_label": by.as_actor().label,
        },
    )  # fmt: skip
    return Plan.objects.select_for_update(of=("self",)).select_related("alliance__region").get(pk=plan.pk)


def _version(plan: Plan, paper: Paper, entry: Entry, answers: Answers, by: Acts) -> PlanVersion:
    return PlanVersion.objects.create(
        plan=plan, label=entry.label_for(plan), document=paper.name[:300],
        document_date=entry.given.document_date, paper=paper, document_sha256=paper.sha256,
        why_undecided=answers.why_undecided.strip(), left_out=[asdict(each) for each in entry.given.left_out],
        entered_at=now(), entered_by=person_of(by), enterer_label=by.as_actor().label,
    )  # fmt: skip


class _Rows:
    """The rows of a version, from the strands down."""

    def __init__(
        self, version: PlanVersion, given: PlanGiven, previous: PlanVersion | None, follows: Mapping[str, str]
    ) -> None:
        self.version, self.given, self.previous, self.follows = version, given, previous, follows
        found = Kpi.objects.filter(version=previous).prefetch_related("measures", "references__target")
        self.before = {each.key: each for each in found} if previous else {}
        self.titles = dict(previous.strands.values_list("code", "title")) if previous else {}
        self.areas: dict[str, Area] = {}

    def enter(self) -> None:
        activities = self._activities()
        kpis = self._kpis(activities)
        Measure.objects.bulk_create(one for kpi, given in kpis for one in self._measures(kpi, given))
        self._references(kpis)
        if self.previous is None or not self.previous.aims.exists():
            Aim.objects.bulk_create(
                Aim(version=self.version, strand_code=code, words=words, order=order)
                for order, (code, words) in enumerate(self.given.aims)
            )

    def _activities(self) -> list[tuple[Activity, ActivityGiven]]:
        made: list[tuple[Activity, ActivityGiven]] = []
        for order, strand in enumerate(self.given.strands):
            title = self.titles.get(strand.code, strand.title)
            held = Strand.objects.create(
                version=self.version, code=strand.code, title=title, order=order, as_written=strand.title
            )
            for area in strand.areas:
                under = self.areas[area.number] = Area.objects.create(
                    strand=held, number=area.number, title=area.title, order=len(self.areas),
                    as_written=area.as_written, source_place=area.place,
                )  # fmt: skip
                for place, each in enumerate(area.requirements):
                    requirement = SubRequirement.objects.create(
                        area=under, number=each.number, words=each.words, order=place, as_written=each.as_written,
                        source_place=each.place,
                    )  # fmt: skip
                    made += [(self._activity(requirement, one, len(made) + at), one)
                             for at, one in enumerate(each.activities)]  # fmt: skip
        Activity.objects.bulk_create(one for one, _ in made)
        return made

    def _activity(self, requirement: SubRequirement, given: ActivityGiven, order: int) -> Activity:
        return Activity(requirement=requirement, key=given.key, written=given.written, words=given.words, order=order,
                        as_written=given.as_written, source_place=given.place)  # fmt: skip

    def _kpis(self, activities: list[tuple[Activity, ActivityGiven]]) -> list[tuple[Kpi, KpiGiven]]:
        found = [(activity, kpi) for activity, given in activities for kpi in given.kpis]
        made = [(self._kpi(activity, kpi, order), kpi) for order, (activity, kpi) in enumerate(found)]
        Kpi.objects.bulk_create(one for one, _ in made)
        return made

    def _kpi(self, activity: Activity, given: KpiGiven, order: int) -> Kpi:
        before = self.before.get(self.follows.get(given.key, ""))
        same = before if before is not None and before.fingerprint == given.fingerprint != "" else None
        return Kpi(
            version=self.version, activity=activity, written=given.written, key=given.key, kind=given.kind,
            words=same.words if same else given.words, order=order, as_written=given.as_written,
            source_place=given.place, fingerprint=given.fingerprint, follows=before,
            due_written=given.due_written, due=same.due if same else given.due, owner_office=given.owner_office,
        )  # fmt: skip

    def _measures(self, kpi: Kpi, given: KpiGiven) -> list[Measure]:
        """As read; as people had made of it where the text is the same word by word."""
        before = kpi.follows
        if before is None or not kpi.fingerprint or before.fingerprint != kpi.fingerprint:
            return [measure_row(kpi, each) for each in given.measures]
        return [_copy(each, kpi) for each in before.measures.all()]

    def _references(self, kpis: list[tuple[Kpi, KpiGiven]]) -> None:
        """What a KPI refers to: another, an area, or nothing that is there. As before where the text is the same."""
        by_key = {in_order(kpi.key): kpi for kpi, _ in kpis}
        made = []
        for kpi, given in kpis:
            before = kpi.follows if kpi.follows and kpi.follows.fingerprint == kpi.fingerprint != "" else None
            old = [(each.written, each.target.key if each.target else "", each.area.number if each.area else "")
                   for each in before.references.select_related("target", "area")] if before else []  # fmt: skip
            for written, key, area in old or [(text, text, text) for text in given.references]:
                target = by_key.get(in_order(key)) if key else None
                held = self.areas.get(area) if target is None else None
                made.append(CrossReference(kpi=kpi, written=written[:120], target=target, area=held))
        CrossReference.objects.bulk_create(made)


def measure_row(kpi: Kpi, given: MeasureGiven) -> Measure:
    """A measure as it was read: operator, amount, unit, of what, by when as written and as read."""
    return Measure(
        kpi=kpi, number=given.number, words=given.words, operator=given.operator or "", value=given.value,
        unit=given.unit or "", denominator=given.denominator, all_councils=given.all_councils,
        proof_kind=given.proof_kind, proofs=list(given.proofs), due_written=given.due_written, due=given.due,
        due_reading=given.due_reading, recurrence=given.recurrence or "", as_written=given.as_written,
        source_place=kpi.source_place,
    )  # fmt: skip


_KEPT = ("number", "words", "operator", "value", "unit", "denominator", "all_councils", "proof_kind", "proofs",
         "due_written", "due", "due_reading", "due_decided_by", "due_decided_on", "recurrence", "takes_itself",
         "as_written")  # fmt: skip


def _copy(one: Measure, kpi: Kpi) -> Measure:
    return Measure(kpi=kpi, source_place=kpi.source_place, **{name: getattr(one, name) for name in _KEPT})


@transaction.atomic
def discard_draft(*, version: PlanVersion, why: str, by: Acts) -> None:
    """Delete a draft with all its rows; a plan that was nothing but this draft goes with it. The trail keeps it."""
    plan = Plan.objects.select_for_update(of=("self",)).select_related("alliance__region").get(pk=version.plan_id)
    permissions.check_may(scope_of_actor(by), Action.KEEP_PLAN, plan.alliance.region.code)
    version = PlanVersion.objects.select_related("plan__alliance__region", "paper").get(pk=version.pk)
    if version.state != VersionState.DRAFT:
        raise PlanError(f"{version.label} is {version.state}. Only a draft is discarded.")
    if not why.strip():
        raise Incomplete("Say why.", {"why": "Say why the draft is discarded"})
    record(by=by, action="plans.discard_version", target=version, reason=why.strip(),
           summary=f"Discarded the draft {version.label} of the plan",
           details={"sha256": version.document_sha256, "kpis": version.kpis.count()})  # fmt: skip
    if version.paper is not None:
        intake.forget_use(paper=version.paper, why=why.strip(), by=by)
    label = version.label
    Change.objects.filter(kpi__version=version).delete()
    CostSheet.objects.filter(version=version).delete()
    version.dependencies.all().delete()
    version.risks.all().delete()
    Override.objects.filter(kpi__version=version).delete()
    version.kpis.all().delete()
    version.delete()
    if plan.versions.exists():
        changed(plan, Said("version", f"{label}, a draft", "discarded", why.strip()), by=by)
    else:
        plan.changes.all().delete()
        plan.delete()
