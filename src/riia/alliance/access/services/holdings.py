"""Roles are proposed, approved, reviewed, extended and ended here."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone

from riia.alliance.access import permissions, policies, queries
from riia.alliance.access.models import Person, RoleHolding
from riia.alliance.access.policies import HOLDING_TRANSITIONS, Term
from riia.alliance.access.roles import ROLES, Role
from riia.alliance.access.services import invitations
from riia.alliance.access.states import HoldingState
from riia.alliance.audit import services as audit
from riia.alliance.audit.actors import Acts
from riia.alliance.places.models import Place


@dataclass(frozen=True)
class Proposal:
    """A role that somebody should hold: which, where, why and how long (R4.07, R14.02)."""

    role: Role
    place: Place | None
    purpose: str
    term: Term
    body: str = ""


@transaction.atomic
def propose(*, person: Person, proposal: Proposal, by: Acts) -> RoleHolding:
    """Propose a role for somebody; it counts once approved.

    Raises:
        PolicyError: the role does not fit the place or the term, or `by` may not propose it.
    """
    return _propose(person=person, proposal=proposal, by=by, principal=None)


def _propose(*, person: Person, proposal: Proposal, by: Acts, principal: RoleHolding | None) -> RoleHolding:
    place = proposal.place
    grant = permissions.Grant(
        holder=str(person.reference),
        role=proposal.role,
        place=place.code if place else None,
        principal=str(principal.person.reference) if principal else None,
    )
    permissions.check_may_propose(queries.scope_of_actor(by), grant)
    policies.check_term(proposal.term, timezone.localdate())
    council, region = queries.kind_of(place)
    policies.check_place(proposal.role, council=council, region=region, body=proposal.body)
    holding = RoleHolding.objects.create(
        person=person,
        role=proposal.role,
        place=place,
        body=proposal.body.strip(),
        purpose=proposal.purpose.strip(),
        starts=proposal.term.starts,
        expires=proposal.term.expires,
        review_due=max(proposal.term.starts, timezone.localdate()) + policies.REVIEW_EVERY,
        proposed_by=by if isinstance(by, Person) else None,
        proposer_label=by.as_actor().label,
        deputy_for=principal,
    )
    audit.record(
        by=by,
        action="access.propose",
        target=holding,
        summary=f"Proposed the role of {holding} for {person.audit_label}",
        details={**_facts(holding), "person": str(person.reference)},
        reason=holding.purpose,
    )
    return holding


@transaction.atomic
def approve(*, holding: RoleHolding, by: Acts) -> RoleHolding:
    """Approve a proposed role. Someone who has not joined yet is invited with it.

    Raises:
        PolicyError: it is not waiting for approval, a single role is taken, or `by` may not approve it.
    """
    holding = _locked(holding)
    policies.check_move(HOLDING_TRANSITIONS, HoldingState(holding.state), HoldingState.APPROVED, "role")
    permissions.check_may_approve(queries.scope_of_actor(by), queries.grant_of(holding))
    _check_single(holding, Term(holding.starts, holding.expires))
    holding.state = HoldingState.APPROVED
    holding.approved_at = timezone.now()
    holding.approved_by = by if isinstance(by, Person) else None
    holding.approver_label = by.as_actor().label
    holding.save()
    _record("approve", holding, by, f"Approved the role of {holding}")
    if queries.awaits_invitation(holding.person):
        invitations.issue(person=holding.person, by=by)
    return holding


@transaction.atomic
def decline(*, holding: RoleHolding, reason: str, by: Acts) -> RoleHolding:
    """Decline a proposed role, saying why."""
    policies.check_reason(reason)
    holding = _locked(holding)
    policies.check_move(HOLDING_TRANSITIONS, HoldingState(holding.state), HoldingState.DECLINED, "role")
    permissions.check_may_end(queries.scope_of_actor(by), queries.grant_of(holding))
    holding.state = HoldingState.DECLINED
    holding.save()
    _record("decline", holding, by, f"Declined the role of {holding}", reason)
    return holding


@transaction.atomic
def end(*, holding: RoleHolding, reason: str, by: Acts) -> RoleHolding:
    """End a role at once, saying why. Its deputies count no longer from the same moment."""
    policies.check_reason(reason)
    holding = _locked(holding)
    policies.check_move(HOLDING_TRANSITIONS, HoldingState(holding.state), HoldingState.ENDED, "role")
    permissions.check_may_end(queries.scope_of_actor(by), queries.grant_of(holding))
    holding.state = HoldingState.ENDED
    holding.ended_on = timezone.localdate()
    holding.save()
    _record("end", holding, by, f"Ended the role of {holding}", reason)
    return holding


@transaction.atomic
def extend(*, holding: RoleHolding, until: date, reason: str, by: Acts) -> RoleHolding:
    """Let an approved role run longer. This is a new approval, so it takes whoever may approve.

    A role that takes two people is extended by somebody other than its proposer: else one day, approved by another,
    would let the proposer alone grant two years (R14.01).

    Raises:
        PolicyError: the role is over, the new last day does not fit, or `by` may not approve this role.
    """
    policies.check_reason(reason)
    holding = _locked(holding)
    today = timezone.localdate()
    _check_stands(holding, today)
    permissions.check_may_approve(queries.scope_of_actor(by), queries.grant_of(holding))
    policies.check_extension(holding.starts, holding.expires, until, today)
    term = Term(holding.starts, until)
    _check_single(holding, term)
    if holding.deputy_for is not None:
        principal = holding.deputy_for
        policies.check_deputy(term, Term(principal.starts, principal.expires), of_deputy=False)
    before, holding.expires = holding.expires, until
    holding.save()
    summary = f"Extended the role of {holding}"
    _record("extend", holding, by, summary, reason, details={"last_day_before": before})
    return holding


@transaction.atomic
def confirm(*, holding: RoleHolding, reason: str, by: Acts) -> RoleHolding:
    """Confirm at a review that the role is still needed; the next review is half a year away (R4.07)."""
    policies.check_reason(reason)
    holding = _locked(holding)
    today = timezone.localdate()
    _check_stands(holding, today)
    permissions.check_may_review(queries.scope_of_actor(by), queries.grant_of(holding))
    holding.review_due = today + policies.REVIEW_EVERY
    holding.save()
    _record("confirm", holding, by, f"Confirmed the role of {holding} at a review", reason)
    return holding


@transaction.atomic
def name_deputy(*, holding: RoleHolding, person: Person, purpose: str, term: Term, by: Acts) -> RoleHolding:
    """Propose a deputy for a role, from a first to a last day within the role's own term (R14.04, R14.06).

    The holder of the role may name one; as any access it counts once someone who manages access approves it.
    """
    today = timezone.localdate()
    _check_stands(holding, today)
    policies.check_deputy(term, Term(holding.starts, holding.expires), of_deputy=holding.deputy_for_id is not None)
    if person.pk == holding.person_id:
        raise policies.PolicyError("Nobody is their own deputy. Choose someone else.")
    proposal = Proposal(Role(holding.role), holding.place, purpose, term, holding.body)
    return _propose(person=person, proposal=proposal, by=by, principal=holding)


@transaction.atomic
def lapse_overdue(*, by: Acts) -> int:
    """Close the roles whose review is so late that they no longer count. Run nightly; gives how many.

    Whether a role counts follows from its dates, so access ends on time even if this runs late.
    """
    overdue = queries.overdue_for_lapse(timezone.localdate()).select_for_update(of=("self",))
    lapsed = [holding for holding in overdue if holding.expires >= policies.lapses_on(holding.review_due)]
    for holding in lapsed:
        holding.state = HoldingState.LAPSED
        holding.ended_on = max(policies.lapses_on(holding.review_due), holding.starts)
        holding.save()
        _record("lapse", holding, by, f"The role of {holding} lapsed, because its review is overdue")
    return len(lapsed)


def _check_single(holding: RoleHolding, term: Term) -> None:
    """A principal of a single role has no rival. The place is locked, so that two approvals at once see each other."""
    if holding.deputy_for is not None or holding.place is None or not ROLES[Role(holding.role)].one_per_place:
        return
    Place.objects.select_for_update().get(pk=holding.place.pk)
    policies.check_single(Role(holding.role), term, queries.rivals(holding))


def _check_stands(holding: RoleHolding, today: date) -> None:
    """Only a role that counts, or is still to begin, can be confirmed, extended or deputised."""
    state, term = HoldingState(holding.state), Term(holding.starts, holding.expires)
    standing = policies.standing(state, term, holding.review_due, today)
    stands = {
        policies.Standing.IN_FORCE,
        policies.Standing.DUE,
        policies.Standing.OVERDUE,
        policies.Standing.NOT_BEGUN,
    }
    if standing not in stands:
        raise policies.PolicyError(f"This role is {standing.value}. Propose it anew instead.")


def _locked(holding: RoleHolding) -> RoleHolding:
    """The holding as it is now, kept from being changed by anyone else until this transaction ends."""
    return RoleHolding.objects.select_for_update().get(pk=holding.pk)


def _record(
    verb: str, holding: RoleHolding, by: Acts, summary: str, reason: str = "", details: dict[str, object] | None = None
) -> None:
    audit.record(
        by=by,
        action=f"access.{verb}",
        target=holding,
        summary=summary,
        details={**_facts(holding), "person": str(holding.person.reference), **(details or {})},
        reason=reason,
    )


def _facts(holding: RoleHolding) -> dict[str, object]:
    return {
        "role": holding.role,
        "first_day": holding.starts,
        "last_day": holding.expires,
        "review_due": holding.review_due,
        "deputy_for": str(holding.deputy_for.reference) if holding.deputy_for else None,
    }
