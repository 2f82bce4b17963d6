"""The one way a return changes its state: locked, checked against the table, noted as a step and in the audit trail."""

from django.db import transaction

from riia.alliance.access.models import Person
from riia.alliance.audit.actors import Acts
from riia.alliance.audit.services import record
from riia.alliance.returns import policies
from riia.alliance.returns.models import Return, Step, Version
from riia.alliance.returns.states import ReturnState
from riia.alliance.returns.timekeeping import now


def locked(one: Return) -> Return:
    """The return as it is now, held until the end of the transaction."""
    return (
        Return.objects.select_for_update(of=("self",))
        .select_related("round__alliance__region", "council")
        .get(pk=one.pk)
    )


def person_of(by: Acts) -> Person | None:
    """The person acting; None for the system."""
    return by if isinstance(by, Person) else None


def move(
    *,
    one: Return,
    to: ReturnState,
    by: Acts,
    action: str,
    summary: str,
    reason: str = "",
    version: Version | None = None,
    details: dict[str, object] | None = None,
) -> Step:
    """Move a locked return to another state, inside the caller's transaction.

    `action` and `summary` are the audit trail's ("returns.submit", "Submitted the return"). Raises DeskError when the
    table of states does not allow it.
    """
    assert transaction.get_connection().in_atomic_block
    before = ReturnState(one.state)
    policies.check_move(before, to)
    moment = now()
    one.state = to
    one.since = moment
    one.revision += 1
    one.save(update_fields=["state", "since", "revision", "first_submitted_on", "validated_on", "sent_on"])
    step = Step.objects.create(
        council_return=one,
        before=before,
        after=to,
        at=moment,
        reason=reason.strip(),
        version=version,
        by=person_of(by),
        by_label=by.as_actor().label,
    )
    record(
        by=by,
        action=action,
        target=one,
        summary=summary,
        reason=reason.strip(),
        details={"before": before.value, "after": to.value, **(details or {})},
    )
    return step
