"""A draft comes into force: the version before it is superseded, and what was recorded goes along with its KPIs.

All of it is one transaction, by the Lead or Chair DCS, never by who entered the draft.
"""

from collections.abc import Iterator
from datetime import date

from django.db import transaction

from riia.alliance.access.actions import Action
from riia.alliance.access.queries import scope_of_actor
from riia.alliance.audit.actors import Acts
from riia.alliance.audit.services import record
from riia.alliance.kit.filters import and_list
from riia.alliance.plans import permissions, policies
from riia.alliance.plans.errors import Incomplete, NotYours, PlanError
from riia.alliance.plans.models import CostSheet, Instance, Measure, Plan, PlanVersion
from riia.alliance.plans.recurring import times
from riia.alliance.plans.sentences import day
from riia.alliance.plans.services import carrying, carrying_costs
from riia.alliance.plans.services.logging import Said, changed, person_of
from riia.alliance.plans.states import SheetState, VersionState
from riia.alliance.plans.units import Recurrence
from riia.alliance.returns.timekeeping import now, today


@transaction.atomic
def bring_into_force(*, version: PlanVersion, valid_from: date, words: str, by: Acts) -> PlanVersion:
    """Let a draft hold from a day that is here. `words` say who agreed to it, and where that is minuted."""
    plan = Plan.objects.select_for_update(of=("self",)).select_related("alliance__region").get(pk=version.plan_id)
    permissions.check_may(scope_of_actor(by), Action.APPROVE_PLAN, plan.alliance.region.code)
    version = PlanVersion.objects.select_related("plan__alliance__region").get(pk=version.pk)
    person = person_of(by)
    if person is not None and person.pk == version.entered_by_id:
        raise NotYours("You entered this draft, so another person brings it into force.")
    policies.check_version_move(VersionState(version.state), VersionState.IN_FORCE)
    _check_ready(version, plan, valid_from, words)
    previous = _supersede(plan)
    version.state, version.valid_from, version.note = VersionState.IN_FORCE, valid_from, words.strip()
    version.forced_at, version.forced_by, version.forcer_label = now(), person, by.as_actor().label
    version.save(update_fields=["state", "valid_from", "note", "forced_at", "forced_by", "forcer_label"])
    carried = {}
    if previous is not None:
        carried = carrying.carry(previous, version)
        carrying_costs.carry_sheets(previous, version, by=by)
    _make_instances(version)
    record(by=by, action="plans.bring_into_force", target=version, reason=words.strip(),
           summary=f"Brought {version.label} of the plan into force",
           details={"valid_from": valid_from.isoformat(), "supersedes": previous.label if previous else "",
                    "carried": carried})  # fmt: skip
    before = f"{previous.label} in force" if previous else "no version in force"
    changed(plan, Said("version", before, f"{version.label} in force from {day(valid_from)}", words.strip()), by=by)
    return version


def _supersede(plan: Plan) -> PlanVersion | None:
    previous = plan.versions.filter(state=VersionState.IN_FORCE).select_related("plan__alliance__region").first()
    if previous is not None:
        policies.check_version_move(VersionState(previous.state), VersionState.SUPERSEDED)
        previous.state = VersionState.SUPERSEDED
        previous.save(update_fields=["state"])
    return previous


def _check_ready(version: PlanVersion, plan: Plan, valid_from: date, words: str) -> None:
    problems = {}
    if valid_from > today():
        problems["valid_from"] = "It comes into force now. Enter today or an earlier day"
    elif not plan.starts_on.replace(year=plan.starts_on.year - 1) <= valid_from <= plan.ends_on:
        problems["valid_from"] = f"The plan is for {plan.year_words}. Enter a day of that year, or of the one before"
    if not words.strip():
        problems["words"] = "Say who agreed to the plan, and where that is minuted"
    if problems:
        raise Incomplete("It cannot come into force like this.", problems)
    waiting = CostSheet.objects.filter(version=version, state=SheetState.DRAFT).select_related("strand")
    if waiting:
        strands = and_list([each.strand.title for each in waiting])
        raise PlanError(f"Costs of {strands} wait to be confirmed. Confirm or discard them first.")


def _make_instances(version: PlanVersion) -> None:
    """Times of what recurs, where none came along from the version before."""
    found = Measure.objects.filter(kpi__version=version, instances__isnull=True, takes_itself="")
    Instance.objects.bulk_create(
        one for measure in found.exclude(recurrence="") for one in _times(measure, version.plan)
    )


def _times(measure: Measure, plan: Plan) -> Iterator[Instance]:
    since = measure.due.replace(day=1) if measure.due and measure.due < plan.ends_on else plan.starts_on
    for each in times(Recurrence(measure.recurrence), max(since, plan.starts_on), plan.ends_on):
        yield Instance(measure=measure, label=each.label, due=each.due, simulated=plan.simulated)
