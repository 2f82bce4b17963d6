"""The one way a self-assessment changes its state: locked, checked, noted as a step and in the audit trail."""

from django.db import transaction

from riia.alliance.access.models import Person
from riia.alliance.audit.actors import Acts
from riia.alliance.audit.services import record
from riia.alliance.diagnostics import policies
from riia.alliance.diagnostics.models import Assessment, AssessmentRound, AssessmentStep
from riia.alliance.diagnostics.states import AssessmentState
from riia.alliance.returns.timekeeping import now


def locked(one: Assessment) -> Assessment:
    """The self-assessment and its round as they are now, held until the end of the transaction.

    The round is held as well, so that nothing is saved or submitted while somebody closes it.
    """
    return (
        Assessment.objects.select_for_update(of=("self", "round"))
        .select_related("round__alliance__region", "council")
        .get(pk=one.pk)
    )


def locked_round(one: AssessmentRound) -> AssessmentRound:
    """The round as it is now, held until the end of the transaction."""
    return AssessmentRound.objects.select_for_update(of=("self",)).select_related("alliance__region").get(pk=one.pk)


def person_of(by: Acts) -> Person | None:
    """The person acting; None for the system."""
    return by if isinstance(by, Person) else None


def move(
    *,
    one: Assessment,
    to: AssessmentState,
    by: Acts,
    action: str,
    summary: str,
    reason: str = "",
    details: dict[str, object] | None = None,
) -> AssessmentStep:
    """Move a locked self-assessment to another state, inside the caller's transaction."""
    assert transaction.get_connection().in_atomic_block
    before = AssessmentState(one.state)
    policies.check_move(before, to)
    moment = now()
    one.state, one.since, one.revision = to, moment, one.revision + 1
    one.save(update_fields=["state", "since", "revision"])
    step = AssessmentStep.objects.create(
        assessment=one, before=before, after=to, at=moment, reason=reason.strip(), by=person_of(by),
        by_label=by.as_actor().label,
    )  # fmt: skip
    record(by=by, action=action, target=one, summary=summary, reason=reason.strip(),
           details={"before": before.value, "after": to.value, **(details or {})})  # fmt: skip
    return step
