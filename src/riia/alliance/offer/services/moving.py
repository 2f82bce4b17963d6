"""The one way an application changes its state; and rows held until the end of a change.

Whoever changes money of a call holds the call first, then the application or the award: always in this order, so that
two decisions at the same instant wait for each other and cannot block each other.
"""

from django.db import transaction

from riia.alliance.access.models import Person
from riia.alliance.audit.actors import Acts
from riia.alliance.audit.services import record
from riia.alliance.offer import policies
from riia.alliance.offer.models import Application, Award, Call, Due, Payment, Step
from riia.alliance.offer.states import ApplicationState
from riia.alliance.returns.timekeeping import now


def held_call(call: Call) -> Call:
    """The call as it is now, held until the end of the transaction."""
    return Call.objects.select_for_update(of=("self",)).select_related("alliance__region").get(pk=call.pk)


def held_application(one: Application) -> Application:
    """The application as it is now, held until the end of the transaction."""
    found = Application.objects.select_for_update(of=("self",)).select_related("call__alliance__region", "council")
    return found.get(pk=one.pk)


def held_award(award: Award) -> Award:
    """The award as it is now, held until the end of the transaction."""
    found = Award.objects.select_for_update(of=("self",))
    return found.select_related("application__call__alliance__region", "application__council").get(pk=award.pk)


def held_due(due: Due) -> Due:
    """A milestone or report as it is now; its award is held first."""
    award = held_award(due.award)
    found = Due.objects.select_for_update(of=("self",)).get(pk=due.pk)
    found.award = award
    return found


def held_payment(payment: Payment) -> Payment:
    """A payment as it is now; its award is held first."""
    award = held_award(payment.award)
    found = Payment.objects.select_for_update(of=("self",)).select_related("after").get(pk=payment.pk)
    found.award = award
    return found


def person_of(by: Acts) -> Person | None:
    """The person acting; None for the system."""
    return by if isinstance(by, Person) else None


def move(
    *,
    one: Application,
    to: ApplicationState,
    by: Acts,
    action: str,
    summary: str,
    reason: str = "",
    details: dict[str, object] | None = None,
) -> Step:
    """Move a held application to another state inside the caller's transaction, with its step and audit line."""
    assert transaction.get_connection().in_atomic_block
    before = ApplicationState(one.state)
    policies.check_application_move(before, to)
    moment = now()
    one.state, one.since = to, moment
    one.revision += 1
    one.save(update_fields=["state", "since", "revision", "answer_by"])
    step = Step.objects.create(
        application=one, before=before, after=to, at=moment, reason=reason.strip(), by=person_of(by),
        by_label=by.as_actor().label,
    )  # fmt: skip
    record(
        by=by,
        action=action,
        target=one,
        summary=summary,
        reason=reason.strip(),
        details={"before": before.value, "after": to.value, **(details or {})},
    )
    return step
