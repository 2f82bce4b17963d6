"""Money that moves: instalments are expected and received; payments out of a grant are proposed, approved and made."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Sum
from django.utils import timezone

from riia.alliance.access.queries import scope_of_actor
from riia.alliance.audit.actors import Acts
from riia.alliance.audit.services import record
from riia.alliance.grants import permissions, policies
from riia.alliance.grants.errors import GrantError
from riia.alliance.grants.models import (
    AS_STATED,
    AmountState,
    Determination,
    DeterminationVersion,
    Host,
    Payment,
    PaymentKind,
    PurposeLine,
)
from riia.alliance.grants.queries.reading import as_at, region_code, rows_of
from riia.alliance.grants.queries.recomputing import annex_of
from riia.alliance.grants.services.holding import held_grant, held_payment, held_version, person_of
from riia.alliance.grants.states import COUNTED, STANDING, PaymentState, VersionState
from riia.alliance.kit.filters import pounds
from riia.alliance.places.models import Place
from riia.documents.allocation import Worked
from riia.indicators.model import day_in_words


@dataclass(frozen=True)
class PaymentDetails:
    """A payment to plan: see `models.Payment`. Without an amount (`pence` None) it is announced with none stated."""

    place: Place
    due_on: date
    pence: int | None
    month_only: bool = False
    purpose: PurposeLine | None = None
    stated_by: DeterminationVersion | None = None
    payee_words: str = ""
    beneficiary: str = ""
    note: str = ""
    simulated: bool = False


@transaction.atomic
def expect_instalment(*, determination: Determination, details: PaymentDetails, by: Acts) -> Payment:
    """Note an instalment that the department is to pay."""
    held_grant(determination)
    permissions.check_may_keep(scope_of_actor(by), region_code(details.place))
    policies.check_amount(details.pence)
    payment = _create(determination, PaymentKind.INSTALMENT, details, by)
    record(by=by, action="grants.expect_instalment", target=payment, summary=f"Expects an {payment.audit_label}",
           details=_said(payment))  # fmt: skip
    return payment


@transaction.atomic
def take_over(*, version: DeterminationVersion, by: Acts, simulated: bool = False) -> int:
    """Make the instalments that a letter's purpose lines name, one for each payee and month.

    What the letter calls paid, with its month over when it was written, is paid; anything later is planned, whatever
    the letter calls it (R1.43). Lines that cannot be worked out make no instalment, nor what an earlier letter gave.
    """
    version = held_version(version)
    held_grant(version.determination)
    scope = scope_of_actor(by)
    keeper = version.keeper.code if version.keeper else None
    permissions.check_may_keep(scope, keeper)
    if VersionState(version.state) not in STANDING:
        raise GrantError("Only a letter that is determined gives instalments. Enter it as determined first.")
    if version.payments.exclude(state=PaymentState.CANCELLED).exists():
        raise GrantError("The instalments of this letter are taken over already. Change them on the page of payments.")
    held = Counter(
        version.determination.payments.filter(kind=PaymentKind.INSTALMENT, state__in=list(COUNTED)).values_list(
            "place_id", "due_on", "amount_pence"
        )
    )
    made = []
    for details, already in _instalments(version, simulated):
        same = (details.place.pk, details.due_on, details.pence)
        if held[same]:  # an earlier letter names it already
            held[same] -= 1
            continue
        made.append(_create(version.determination, PaymentKind.INSTALMENT, details, by, already=already))
    record(by=by, action="grants.take_over", target=version, details={"instalments": len(made)},
           summary=f"Took over {len(made)} instalments of {version.audit_label}",
           places=sorted({each.place.code for each in made}))  # fmt: skip
    return len(made)


@transaction.atomic
def propose(*, determination: Determination, details: PaymentDetails, by: Acts) -> Payment:
    """Propose a payment out of a region's grant: to a council, or to somebody named in words. Another person approves.

    It needs a host that answers for the money (R1.07), and all payments together stay within what the region gets.
    """
    held_grant(determination)
    region = region_code(details.place)
    permissions.check_may_keep(scope_of_actor(by), region)
    policies.check_amount(details.pence)
    if details.pence is None:
        raise GrantError("Amount: enter what is to be paid.")
    if details.place.is_region and not details.payee_words.strip():
        raise GrantError("Who is paid: choose a council, or enter who it is.")
    if not Host.objects.filter(determination=determination, region__code=region).exists():
        raise GrantError(
            "No council is recorded that answers for this region’s money. Record the host of the grant first."
        )
    left = left_of(determination, region)
    if details.pence > left:
        raise GrantError(
            f"Amount: {pounds(left)} of the region’s grant is not yet in a payment. "
            "Enter less, or cancel a payment that is no longer needed."
        )
    payment = _create(determination, PaymentKind.ONWARD, details, by)
    record(by=by, action="grants.propose", target=payment, summary=f"Proposed a {payment.audit_label}",
           details=_said(payment))  # fmt: skip
    return payment


@transaction.atomic
def approve(*, payment: Payment, by: Acts, at: datetime | None = None) -> Payment:
    """Approve a payment that somebody else proposed (R14.01)."""
    payment = held_payment(payment)
    proposer = str(payment.proposed_by.reference) if payment.proposed_by else None
    permissions.check_may_approve(scope_of_actor(by), region_code(payment.place), payment.place.code, proposer)
    _move(payment, PaymentState.APPROVED)
    payment.approved_by, payment.approver_label = person_of(by), by.as_actor().label
    payment.approved_at = at or timezone.now()
    payment.save(update_fields=["state", "approved_by", "approver_label", "approved_at"])
    record(by=by, action="grants.approve", target=payment, summary=f"Approved the {payment.audit_label}",
           details=_said(payment))  # fmt: skip
    return payment


@transaction.atomic
def send_back(*, payment: Payment, because: str, by: Acts) -> Payment:
    """Not approve a payment, or take an approval back: it is planned again, or rather cancelled, with the reason."""
    payment = held_payment(payment)
    permissions.check_may_approve(scope_of_actor(by), region_code(payment.place), payment.place.code, None)
    if not because.strip():
        raise GrantError("Reason: enter why, so that whoever proposed it knows what to change.")
    to = PaymentState.PLANNED if payment.state == PaymentState.APPROVED else PaymentState.CANCELLED
    _move(payment, to)
    payment.approved_by, payment.approver_label, payment.approved_at = None, "", None
    payment.ended_because = because.strip()
    payment.save(update_fields=["state", "approved_by", "approver_label", "approved_at", "ended_because"])
    record(by=by, action="grants.send_back", target=payment, summary=f"Did not approve the {payment.audit_label}",
           reason=because.strip(), details=_said(payment))  # fmt: skip
    return payment


@transaction.atomic
def note_paid(*, payment: Payment, paid_on: date, paid_as: str, by: Acts, pence: int | None = None) -> Payment:
    """Note that a payment was made, or an instalment received: its day and reference.

    An instalment that was announced without an amount gets the one that came.
    """
    payment = held_payment(payment)
    permissions.check_may_keep(scope_of_actor(by), region_code(payment.place))
    if paid_on > timezone.localdate():
        raise GrantError("Day: enter the day it was paid, which cannot be in the future.")
    if payment.place.is_region and not _host(payment):
        raise GrantError(
            f"{payment.place.label}: no council is recorded that answers for this region’s money (its host). "
            "Record the host of the grant first."
        )
    if payment.amount_state != AmountState.STATED:
        policies.check_amount(pence)
        if pence is None:
            raise GrantError("Amount: the letter states none, so enter what was paid.")
        payment.amount_state, payment.amount_pence = AmountState.STATED, pence
    _move(payment, PaymentState.PAID)
    payment.paid_on, payment.paid_as = paid_on, paid_as.strip()
    payment.save(update_fields=["state", "paid_on", "paid_as", "amount_state", "amount_pence"])
    record(by=by, action="grants.note_paid", target=payment, details=_said(payment),
           summary=f"Noted the {payment.audit_label} as paid on {day_in_words(paid_on)}")  # fmt: skip
    return payment


@transaction.atomic
def reconcile(*, payment: Payment, on: date, by: Acts) -> Payment:
    """Note that a paid amount was found in the accounts."""
    payment = held_payment(payment)
    permissions.check_may_keep(scope_of_actor(by), region_code(payment.place))
    _move(payment, PaymentState.RECONCILED)
    assert payment.paid_on is not None
    if on < payment.paid_on and not payment.month_only:
        raise GrantError(f"Day: it was paid on {day_in_words(payment.paid_on)}. Enter that day or a later one.")
    payment.reconciled_on, payment.reconciler_label = on, by.as_actor().label
    payment.save(update_fields=["state", "reconciled_on", "reconciler_label"])
    record(by=by, action="grants.reconcile", target=payment, details=_said(payment),
           summary=f"Reconciled the {payment.audit_label} with the accounts")  # fmt: skip
    return payment


@transaction.atomic
def cancel(*, payment: Payment, because: str, by: Acts) -> Payment:
    """Take a payment out that has not been made, with the reason. It stays on the page."""
    payment = held_payment(payment)
    permissions.check_may_keep(scope_of_actor(by), region_code(payment.place))
    if not because.strip():
        raise GrantError("Reason: enter why it is not paid.")
    _move(payment, PaymentState.CANCELLED)
    payment.ended_because = because.strip()
    payment.save(update_fields=["state", "ended_because"])
    record(by=by, action="grants.cancel_payment", target=payment, summary=f"Cancelled the {payment.audit_label}",
           reason=because.strip(), details=_said(payment))  # fmt: skip
    return payment


def left_of(determination: Determination, region: str) -> int:
    """What of a region's grant is in no payment out of it yet: of the version in force today; 0 where none is known."""
    found = as_at(determination, list(determination.versions.all()), timezone.localdate())
    if found.version is None or found.before:
        return 0
    rows = (row for row in rows_of(found.version) if row.place and row.place.code == region)
    given = sum(row.entitlement.pence or 0 for row in rows if row.entitlement)
    out = Payment.objects.filter(determination=determination, kind=PaymentKind.ONWARD, state__in=list(COUNTED))
    within = out.filter(place__code=region) | out.filter(place__region__code=region)
    used: int = within.aggregate(sum=Sum("amount_pence"))["sum"] or 0
    return given - used


def _instalments(version: DeterminationVersion, simulated: bool) -> Iterator[tuple[PaymentDetails, bool]]:
    annex = annex_of(version)
    lines = {purpose.number: purpose for purpose in annex.purposes if purpose.pays_on}
    written = policies.written_from(version.letter_date, version.letter_written)
    for row in annex.rows:
        if row.allocation.place is None:
            continue
        for line in row.result.lines:
            purpose = lines.get(line.line)
            if (
                purpose is None
                or purpose.pays_on is None
                or not isinstance(line.answer, Worked)
                or not line.answer.paid
            ):
                continue
            already = policies.paid_already(purpose.pays_on, purpose.pays_month_only, written)
            yield PaymentDetails(
                place=row.allocation.place, due_on=purpose.pays_on, pence=line.answer.paid, purpose=purpose,
                month_only=purpose.pays_month_only, stated_by=version, beneficiary=purpose.beneficiary,
                simulated=simulated,
            ), already  # fmt: skip


def _create(
    determination: Determination, kind: PaymentKind, details: PaymentDetails, by: Acts, *, already: bool = False
) -> Payment:
    state = AmountState.NOT_STATED if details.pence is None else AmountState.STATED
    return Payment.objects.create(
        kind=kind,
        determination=determination,
        purpose=details.purpose,
        stated_by=details.stated_by,
        place=details.place,
        payee_words=details.payee_words.strip(),
        beneficiary=details.beneficiary.strip(),
        amount_state=state,
        amount_pence=details.pence,
        due_on=details.due_on,
        month_only=details.month_only,
        state=PaymentState.PAID if already else PaymentState.PLANNED,
        paid_on=details.due_on if already else None,
        paid_as=AS_STATED if already else "",
        proposed_by=person_of(by),
        proposer_label=by.as_actor().label,
        note=details.note.strip(),
        simulated=details.simulated,
    )


def _move(payment: Payment, to: PaymentState) -> None:
    policies.check_payment_move(PaymentState(payment.state), to, onward=payment.kind == PaymentKind.ONWARD)
    payment.state = to


def _host(payment: Payment) -> bool:
    return Host.objects.filter(determination=payment.determination, region=payment.place).exists()


def _said(payment: Payment) -> dict[str, object]:
    return {"state": payment.state, "amount_pence": payment.amount_pence, "due_on": payment.due_on.isoformat()}
