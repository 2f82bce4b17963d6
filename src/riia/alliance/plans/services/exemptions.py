"""Proposing that a council is left out of KPIs for a time, and deciding on it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction

from riia.alliance.access.queries import scope_of_actor
from riia.alliance.audit.actors import Acts
from riia.alliance.places import queries as places
from riia.alliance.places.models import Place
from riia.alliance.plans import permissions, policies
from riia.alliance.plans.errors import Incomplete, NotYours
from riia.alliance.plans.models import Evidence, Exemption, Kpi, Plan
from riia.alliance.plans.services.logging import Said, changed, held_exemption, note, person_of
from riia.alliance.plans.states import ExemptionState
from riia.alliance.returns.timekeeping import now, today


@dataclass(frozen=True, slots=True)
class Ground:
    """Why a council is to be left out, from when to when, and what shows it."""

    reason: str
    from_on: date
    to_on: date
    evidence_words: str = ""
    evidence: Evidence | None = None


@transaction.atomic
def propose_exemption(*, plan: Plan, council: Place, kpis: Sequence[Kpi], ground: Ground, by: Acts) -> Exemption:
    """Propose that a council is left out of KPIs that count councils, because of something unforeseeable."""
    if not permissions.may_propose_exemption(scope_of_actor(by), plan.alliance.region.code):
        raise NotYours("Exemptions are proposed by the regional team or the Lead or Chair DCS.")
    policies.check_exemption(ground.reason, ground.from_on, ground.to_on, len(kpis))
    if not places.members(plan.alliance, ground.from_on).filter(pk=council.pk).exists():
        raise Incomplete("The council is no member.", {"council": "Select a council of the alliance"})
    if any(kpi.version.plan_id != plan.pk for kpi in kpis):
        raise Incomplete("The KPIs are of another plan.", {"kpis": "Select KPIs of this plan"})
    made = Exemption.objects.create(
        plan=plan, council=council, reason=ground.reason.strip(), evidence_words=ground.evidence_words.strip(),
        evidence=ground.evidence, from_on=ground.from_on, to_on=ground.to_on, proposed_at=now(),
        proposed_by=person_of(by), proposer_label=by.as_actor().label, simulated=plan.simulated,
    )  # fmt: skip
    made.kpis.set(kpis)
    _tell(made, "propose_exemption", f"Proposed an exemption of {council.label}", "proposed", "", by)
    return made


@transaction.atomic
def approve_exemption(*, one: Exemption, words: str = "", by: Acts) -> Exemption:
    """Approve an exemption that somebody else proposed: results leave the council out on the days it covers."""
    return _decide(one, ExemptionState.APPROVED, words, by)


@transaction.atomic
def decline_exemption(*, one: Exemption, words: str, by: Acts) -> Exemption:
    """Decline an exemption, with the reason."""
    if not words.strip():
        raise Incomplete("Say why.", {"words": "Say why the council is not left out"})
    return _decide(one, ExemptionState.DECLINED, words, by)


@transaction.atomic
def withdraw_exemption(*, one: Exemption, by: Acts) -> Exemption:
    """Take back a proposal that nobody has decided on."""
    one = held_exemption(one)
    own = one.proposed_by is not None and one.proposed_by == person_of(by)
    if not own and not permissions.may_keep(scope_of_actor(by), one.plan.alliance.region.code):
        raise NotYours("A proposal is withdrawn by whoever made it or keeps the plan.")
    policies.check_exemption_move(ExemptionState(one.state), ExemptionState.WITHDRAWN)
    one.state = ExemptionState.WITHDRAWN
    one.save(update_fields=["state"])
    _tell(one, "withdraw_exemption", f"Withdrew the exemption of {one.council.label}", "withdrawn", "", by)
    return one


@transaction.atomic
def end_exemption(*, one: Exemption, words: str, by: Acts) -> Exemption:
    """End an approved exemption today; days before today stay left out."""
    one = held_exemption(one)
    region = one.plan.alliance.region.code
    permissions.check_may_decide(scope_of_actor(by), region, one.council.code, None)
    if not words.strip():
        raise Incomplete("Say why.", {"words": "Say why the exemption ends"})
    policies.check_exemption_move(ExemptionState(one.state), ExemptionState.ENDED)
    one.state = ExemptionState.ENDED
    one.to_on = min(one.to_on, max(one.from_on, today() - timedelta(days=1)))
    one.save(update_fields=["state", "to_on"])
    _tell(one, "end_exemption", f"Ended the exemption of {one.council.label}", "ended", words.strip(), by)
    return one


def _decide(one: Exemption, to: ExemptionState, words: str, by: Acts) -> Exemption:
    one = held_exemption(one)
    proposer = str(one.proposed_by.reference) if one.proposed_by else None
    permissions.check_may_decide(scope_of_actor(by), one.plan.alliance.region.code, one.council.code, proposer)
    policies.check_exemption_move(ExemptionState(one.state), to)
    one.state, one.decision_words = to, words.strip()
    one.decided_at, one.decided_by, one.decider_label = now(), person_of(by), by.as_actor().label
    one.save(update_fields=["state", "decision_words", "decided_at", "decided_by", "decider_label"])
    verb = "approve" if to is ExemptionState.APPROVED else "decline"
    _tell(one, f"{verb}_exemption", f"{verb.capitalize()}d the exemption of {one.council.label}", to.value,
          words.strip(), by)  # fmt: skip
    return one


def _tell(one: Exemption, action: str, summary: str, after: str, why: str, by: Acts) -> None:
    kpis = list(one.kpis.all())
    note(one, action, summary, by=by, why=why, details={"kpis": [each.key for each in kpis], "after": after})
    for kpi in kpis:
        changed(one.plan, Said("exemption", "", f"{after}: {one.council.label}", why or one.reason), by=by, kpi=kpi)
