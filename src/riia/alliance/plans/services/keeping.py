"""Keeping a plan: owners, how dates are read, what is shown instead of a derived colour, instances, risks."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from riia.alliance.access.actions import Action
from riia.alliance.access.models import Person
from riia.alliance.access.queries import scope_of_actor
from riia.alliance.audit.actors import Acts
from riia.alliance.audit.services import record
from riia.alliance.plans import permissions, policies
from riia.alliance.plans.errors import Incomplete
from riia.alliance.plans.models import Instance, Kpi, Measure, Override, Plan, Risk
from riia.alliance.plans.recurring import times
from riia.alliance.plans.sentences import day
from riia.alliance.plans.services.logging import Said, changed, held_kpi, held_measure, note, person_of
from riia.alliance.plans.states import Rag
from riia.alliance.plans.units import Recurrence
from riia.alliance.returns.timekeeping import now, today


@transaction.atomic
def assign_owner(*, kpis: Sequence[Kpi], person: Person | None, office: str = "", by: Acts) -> int:
    """Name a person or an office as the owner of KPIs; neither means nobody. Says how many changed."""
    office = office.strip()
    if person is not None and office:
        raise Incomplete("One owner.", {"office": "Name a person or an office, not both"})
    count = 0
    for one in kpis:
        kpi = held_kpi(one)
        _check_keeps(kpi.version.plan, by)
        before, after = str(kpi.owner or kpi.owner_office), str(person or office)
        if before == after:
            continue
        kpi.owner, kpi.owner_office = person, office
        kpi.save(update_fields=["owner", "owner_office"])
        details: dict[str, object] = {"owner": str(person.reference) if person else office}
        note(kpi, "assign_owner", f"Named the owner of KPI {kpi.key}", by=by, details=details)
        changed(kpi.version.plan, Said("owner", before or "nobody", after or "nobody"), by=by, kpi=kpi)
        count += 1
    return count


@transaction.atomic
def settle_due(*, measure: Measure, due: date, why: str, by: Acts) -> Measure:
    """Decide how a date is read that does not exist or has more than one reading. What is written stays as it is."""
    if not why.strip():
        raise Incomplete("Say why.", {"why": "Say why it is read this way, and who agreed to it"})
    measure = held_measure(measure)
    plan = measure.kpi.version.plan
    _check_keeps(plan, by)
    before = measure.due
    measure.due, measure.due_reading = due, why.strip()[:300]
    measure.due_decided_by, measure.due_decided_on = by.as_actor().label, today()
    measure.save(update_fields=["due", "due_reading", "due_decided_by", "due_decided_on"])
    note(measure, "settle_due", f"Settled when KPI {measure.kpi.key} is due", by=by, why=why.strip(),
         details={"written": measure.due_written, "due": due.isoformat()}, places=plan.audit_places)  # fmt: skip
    said = Said("due date", f"“{measure.due_written}” read as {day(before) if before else 'nothing'}", day(due), why)
    changed(plan, said, by=by, kpi=measure.kpi, measure=measure)
    return measure


@transaction.atomic
def override_rag(*, kpi: Kpi, rag: Rag, reason: str, expires_on: date, by: Acts) -> Override:
    """Show a person's colour beside the derived one until a day, with the reason."""
    kpi = held_kpi(kpi)
    plan = kpi.version.plan
    _check_keeps(plan, by)
    policies.check_override(reason, today(), expires_on)
    _close_overrides(kpi)
    made = Override.objects.create(
        kpi=kpi, rag=rag, reason=reason.strip(), from_on=today(), expires_on=expires_on, made_at=now(),
        made_by=person_of(by), maker_label=by.as_actor().label, simulated=plan.simulated,
    )  # fmt: skip
    note(kpi, "override", f"Showed KPI {kpi.key} as {rag.value} until {day(expires_on)}", by=by, why=reason.strip())
    changed(plan, Said("override", "", f"{rag.value} until {day(expires_on)}", reason), by=by, kpi=kpi)
    return made


@transaction.atomic
def end_override(*, kpi: Kpi, by: Acts) -> Kpi:
    """Let the derived colour stand alone again from today."""
    kpi = held_kpi(kpi)
    _check_keeps(kpi.version.plan, by)
    if _close_overrides(kpi):
        note(kpi, "end_override", f"Ended the override of KPI {kpi.key}", by=by)
        changed(kpi.version.plan, Said("override", "shown by hand", "derived again"), by=by, kpi=kpi)
    return kpi


def _close_overrides(kpi: Kpi) -> int:
    return Override.objects.filter(kpi=kpi, expires_on__gt=today()).update(expires_on=today())


@transaction.atomic
def add_instances(*, measure: Measure, since: date | None = None, by: Acts) -> list[Instance]:
    """Make the instances that a recurring measure asks for within its plan; those there are stay."""
    measure = held_measure(measure)
    plan = measure.kpi.version.plan
    _check_keeps(plan, by)
    if not measure.recurrence:
        return []
    there = set(measure.instances.values_list("label", flat=True))
    asked = times(Recurrence(measure.recurrence), max(since or plan.starts_on, _begins(measure, plan)), plan.ends_on)
    made = Instance.objects.bulk_create(
        [Instance(measure=measure, label=each.label, due=each.due, simulated=plan.simulated) for each in asked
         if each.label not in there]
    )  # fmt: skip
    if made:
        note(measure, "add_instances", f"Entered {len(made)} instances of KPI {measure.kpi.key}", by=by,
             places=plan.audit_places)  # fmt: skip
    return made


def _begins(measure: Measure, plan: Plan) -> date:
    """A recurring measure that begins by a day is asked for from the month of that day on."""
    return measure.due.replace(day=1) if measure.due and measure.due < plan.ends_on else plan.starts_on


@transaction.atomic
def add_instance(*, measure: Measure, label: str, due: date, by: Acts) -> Instance:
    """Enter one event that a measure asks for: a peer challenge, an inspection, a meeting."""
    measure = held_measure(measure)
    plan = measure.kpi.version.plan
    _check_keeps(plan, by)
    if not label.strip():
        raise Incomplete("Say which.", {"label": "Enter what it is, such as “Peer challenge of Derby”"})
    if measure.instances.filter(label=label.strip()).exists():
        raise Incomplete("It is there.", {"label": "This one is entered already"})
    made = Instance.objects.create(measure=measure, label=label.strip(), due=due, simulated=plan.simulated)
    note(measure, "add_instance", f"Entered an instance of KPI {measure.kpi.key}", by=by, places=plan.audit_places)
    changed(plan, Said("instance", "", f"{made.label}, due {day(due)}"), by=by, kpi=measure.kpi, measure=measure)
    return made


@transaction.atomic
def excuse_instance(*, instance: Instance, because: str, by: Acts) -> Instance:
    """Say that an instance was not needed, and why."""
    measure = held_measure(instance.measure)
    plan = measure.kpi.version.plan
    _check_keeps(plan, by)
    if not because.strip():
        raise Incomplete("Say why.", {"because": "Say why it was not needed"})
    instance.not_needed_because = because.strip()[:300]
    instance.save(update_fields=["not_needed_because"])
    note(measure, "excuse_instance", f"An instance of KPI {measure.kpi.key} was not needed", by=by, why=because.strip(),
         places=plan.audit_places)  # fmt: skip
    said = Said("instance", instance.label, "not needed", because)
    changed(plan, said, by=by, kpi=measure.kpi, measure=measure)
    return instance


@dataclass(frozen=True, slots=True)
class RiskText:
    """What is written of a risk."""

    words: str
    likelihood: int
    impact: int
    response: str = ""
    owner_office: str = ""
    review_on: date | None = None


@transaction.atomic
def raise_risk(*, plan: Plan, text: RiskText, kpis: Sequence[Kpi] = (), by: Acts) -> Risk:
    """Enter a risk to the plan, with the KPIs it threatens."""
    _check_keeps(plan, by)
    if not text.words.strip():
        raise Incomplete("Say what.", {"words": "Enter what may happen, and what that would do"})
    version = plan.versions.filter(state="in force").first() or plan.versions.last()
    assert version is not None
    made = Risk.objects.create(
        version=version, words=text.words.strip(), response=text.response.strip(), likelihood=text.likelihood,
        impact=text.impact, owner_office=text.owner_office.strip(), raised_on=today(), review_on=text.review_on,
        simulated=plan.simulated,
    )  # fmt: skip
    made.kpis.set(kpis)
    record(by=by, action="plans.raise_risk", target=made, summary="Entered a risk to the plan")
    changed(plan, Said("risk", "", f"entered: {made.words}"), by=by)
    return made


@transaction.atomic
def close_risk(*, risk: Risk, because: str, by: Acts) -> Risk:
    """Close a risk, with the reason."""
    plan = risk.version.plan
    _check_keeps(plan, by)
    if not because.strip():
        raise Incomplete("Say why.", {"because": "Say why it is no risk any more"})
    risk.state, risk.closed_because = Risk.State.CLOSED, because.strip()[:300]
    risk.save(update_fields=["state", "closed_because"])
    record(by=by, action="plans.close_risk", target=risk, summary="Closed a risk to the plan", reason=because.strip())
    changed(plan, Said("risk", risk.words, "closed", because), by=by)
    return risk


def _check_keeps(plan: Plan, by: Acts) -> None:
    permissions.check_may(scope_of_actor(by), Action.KEEP_PLAN, plan.alliance.region.code)
