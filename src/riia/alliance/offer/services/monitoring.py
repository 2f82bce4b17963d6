"""What becomes of an award: milestones, reports and payments, and how it ends."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import Sum

from riia.alliance.access.actions import Action
from riia.alliance.access.queries import scope_of_actor
from riia.alliance.audit.actors import Acts
from riia.alliance.audit.services import record
from riia.alliance.kit.filters import pounds
from riia.alliance.offer import permissions, policies
from riia.alliance.offer.errors import CallError
from riia.alliance.offer.models import Award, Due, DueKind, LetterKind, Payment
from riia.alliance.offer.services.moving import held_award, held_call, held_due, held_payment
from riia.alliance.offer.services.telling import Page, tell_council, tell_region
from riia.alliance.offer.states import (
    AWARD_TRANSITIONS,
    DUE_TRANSITIONS,
    PAYMENT_TRANSITIONS,
    AwardState,
    DueState,
    PaymentState,
)
from riia.alliance.returns.timekeeping import today
from riia.indicators.model import day_in_words


@dataclass(frozen=True, slots=True)
class Account:
    """What a council says about a milestone or in a report, where it can be seen, and what was spent up to then."""

    said: str
    link: str = ""
    changed: str = ""
    spent_pence: int | None = None


@transaction.atomic
def ask_for(*, award: Award, kind: DueKind, title: str, due_on: date, by: Acts) -> Due:
    """Ask a council to show something by a day: a milestone or a report."""
    award = held_award(award)
    _check_runs(award, by)
    if not title.strip():
        raise CallError("Say what is to be reached or reported.")
    if not award.starts_on <= due_on:
        raise CallError(f"The award begins on {day_in_words(award.starts_on)}. Choose that day or a later one.")
    if kind is DueKind.END_REPORT and award.dues.filter(kind=kind).exclude(state=DueState.DROPPED).exists():
        raise CallError("An end report is asked for already.")
    due = Due.objects.create(award=award, kind=kind, title=title.strip(), due_on=due_on)
    record(by=by, action="offer.ask_for", target=due, summary=f"Asked for the {due.audit_label}",
           details={"due_on": due_on.isoformat()})  # fmt: skip
    return due


@transaction.atomic
def give(*, due: Due, account: Account, by: Acts) -> Due:
    """The council shows what was asked: its account and evidence; in an end report what changed and what was spent."""
    due = held_due(due)
    council = due.award.application.council
    permissions.check_may(scope_of_actor(by), Action.APPLY_FOR_FUNDING, council.code)
    _check_running(due.award)
    policies.check_move(DUE_TRANSITIONS, DueState(due.state), DueState.GIVEN, due.get_kind_display())
    if not account.said.strip():
        raise CallError("Say what was done.")
    if due.kind == DueKind.END_REPORT and not account.changed.strip():
        raise CallError("An end report says what changed.")
    if due.kind == DueKind.END_REPORT and account.spent_pence is None:
        raise CallError("An end report says what was spent; £0 where nothing was.")
    if account.spent_pence is not None and account.spent_pence < 0:
        raise CallError("What was spent is £0 or more.")
    due.said, due.changed, due.link = account.said.strip(), account.changed.strip(), account.link.strip()
    due.spent_pence, due.state = account.spent_pence, DueState.GIVEN
    due.given_on, due.giver_label = today(), by.as_actor().label
    due.answer, due.checked_on, due.checker_label = "", None, ""
    due.save()
    record(by=by, action="offer.give", target=due, summary=f"Gave the {due.audit_label}",
           details={"late": today() > due.due_on, "spent_pence": due.spent_pence})  # fmt: skip
    call = due.award.application.call
    tell_region(call=call, kind=LetterKind.TO_CHECK, council=council, page=_page(due.award), by=by,
                words=f"{council.label} has given the {due.get_kind_display()} “{due.title}”.")  # fmt: skip
    return due


@transaction.atomic
def accept(*, due: Due, answer: str = "", by: Acts) -> Due:
    """The region accepts what was given. Nobody accepts what their own council gave."""
    return _check(due, DueState.ACCEPTED, answer, by, "accept", "Accepted")


@transaction.atomic
def send_back(*, due: Due, answer: str, by: Acts) -> Due:
    """Send back what was given, with what is missing; it is due again."""
    policies.check_reason(answer, "it is sent back")
    due = _check(due, DueState.DUE, answer, by, "send_back", "Sent back")
    council = due.award.application.council
    tell_council(call=due.award.application.call, council=council, kind=LetterKind.SENT_BACK, page=_page(due.award),
                 by=by, words=f"The {due.get_kind_display()} “{due.title}” is sent back: {due.answer}")  # fmt: skip
    return due


@transaction.atomic
def drop(*, due: Due, reason: str, by: Acts) -> Due:
    """Ask for something no longer, with the reason."""
    policies.check_reason(reason, "it is dropped")
    return _check(due, DueState.DROPPED, reason, by, "drop", "Dropped")


def _check(due: Due, to: DueState, answer: str, by: Acts, verb: str, words: str) -> Due:
    due = held_due(due)
    _check_runs(due.award, by)
    policies.check_move(DUE_TRANSITIONS, DueState(due.state), to, due.get_kind_display())
    due.state, due.answer = to, answer.strip()
    due.checked_on, due.checker_label = today(), by.as_actor().label
    due.save(update_fields=["state", "answer", "checked_on", "checker_label"])
    record(by=by, action=f"offer.{verb}", target=due, summary=f"{words} the {due.audit_label}", reason=due.answer)
    return due


@transaction.atomic
def plan_payment(
    *, award: Award, amount_pence: int, due_on: date, after: Due | None = None, note: str = "", by: Acts
) -> Payment:
    """Plan a payment. All of them together are never more than the award."""
    award = held_award(award)
    _check_runs(award, by)
    policies.check_planned(amount_pence, award.amount_pence, _paid_or_planned(award))
    if after is not None and after.award_id != award.pk:
        raise CallError("A payment waits for a milestone or report of its own award.")
    payment = Payment.objects.create(
        award=award, amount_pence=amount_pence, due_on=due_on, after=after, note=note.strip()
    )
    record(by=by, action="offer.plan_payment", target=payment, summary=f"Planned {pounds(amount_pence)}: {award}",
           details={"amount_pence": amount_pence, "due_on": due_on.isoformat()})  # fmt: skip
    return payment


@transaction.atomic
def pay(*, payment: Payment, paid_on: date, paid_as: str, by: Acts) -> Payment:
    """Note that a payment was made, with its day and the payer's reference. The money itself moves elsewhere."""
    payment = held_payment(payment)
    _check_runs(payment.award, by)
    policies.check_move(PAYMENT_TRANSITIONS, PaymentState(payment.state), PaymentState.PAID, "payment")
    if not payment.award.starts_on <= paid_on <= today():
        raise CallError(f"The day of a payment is between {day_in_words(payment.award.starts_on)} and today.")
    if not paid_as.strip():
        raise CallError("Enter the payer’s own reference, so that the payment can be found in its accounts.")
    if payment.after is not None and payment.after.state != DueState.ACCEPTED:
        raise CallError(f"This payment waits for “{payment.after.title}”. Accept that first, or plan it without.")
    payment.state, payment.paid_on, payment.paid_as = PaymentState.PAID, paid_on, paid_as.strip()
    payment.save(update_fields=["state", "paid_on", "paid_as"])
    record(by=by, action="offer.pay", target=payment, summary=f"Paid {pounds(payment.amount_pence)}: {payment.award}",
           details={"amount_pence": payment.amount_pence, "paid_on": paid_on.isoformat()})  # fmt: skip
    return payment


@transaction.atomic
def cancel_payment(*, payment: Payment, reason: str, by: Acts) -> Payment:
    """Take a planned payment out of the plan, with the reason."""
    policies.check_reason(reason, "the payment is cancelled")
    payment = held_payment(payment)
    _check_runs(payment.award, by)
    policies.check_move(PAYMENT_TRANSITIONS, PaymentState(payment.state), PaymentState.CANCELLED, "payment")
    payment.state, payment.note = PaymentState.CANCELLED, reason.strip()[:300]
    payment.save(update_fields=["state", "note"])
    record(by=by, action="offer.cancel_payment", target=payment, reason=reason.strip(),
           summary=f"Cancelled {pounds(payment.amount_pence)}: {payment.award}")  # fmt: skip
    return payment


@transaction.atomic
def close(*, award: Award, by: Acts) -> Award:
    """Close an award whose end report is accepted and whose payments are made. What was not paid is released."""
    award = _ending(award, by)
    states = [(due.kind, DueState(due.state)) for due in award.dues.all()]
    planned = award.payments.filter(state=PaymentState.PLANNED).aggregate(sum=Sum("amount_pence"))["sum"] or 0
    policies.check_may_close(states, planned)
    return _end(award, AwardState.CLOSED, "The end report is accepted.", "Closed", by)


@transaction.atomic
def stop(*, award: Award, reason: str, by: Acts) -> Award:
    """Stop an award early, with the reason. Planned payments are cancelled, and what was not paid is released."""
    said = policies.check_reason(reason, "the award is stopped")
    award = _ending(award, by)
    for payment in award.payments.filter(state=PaymentState.PLANNED):
        cancel_payment(payment=payment, reason=f"The award is stopped: {said}", by=by)
    for due in award.dues.filter(state=DueState.DUE):
        drop(due=due, reason=f"The award is stopped: {said}", by=by)
    award = _end(award, AwardState.STOPPED, said, "Stopped", by)
    one = award.application
    tell_council(call=one.call, council=one.council, kind=LetterKind.DECIDED, page=_page(award), by=by,
                 words=f"Your award for “{one.call.title}” is stopped: {said}")  # fmt: skip
    return award


def _ending(award: Award, by: Acts) -> Award:
    """The award, held after its call: money goes back to the call."""
    call = held_call(award.application.call)
    award = held_award(award)
    award.application.call = call
    _check_runs(award, by)
    return award


def _end(award: Award, to: AwardState, because: str, words: str, by: Acts) -> Award:
    policies.check_move(AWARD_TRANSITIONS, AwardState(award.state), to, "award")
    paid = award.payments.filter(state=PaymentState.PAID).aggregate(sum=Sum("amount_pence"))["sum"] or 0
    call = award.application.call
    award.released_pence = award.amount_pence - paid
    award.state, award.ended_on, award.ended_because = to, today(), because[:500]
    award.save(update_fields=["released_pence", "state", "ended_on", "ended_because"])
    call.awarded_pence -= award.released_pence
    call.save(update_fields=["awarded_pence"])
    record(by=by, action="offer.end_award", target=award, summary=f"{words} the {award.audit_label}", reason=because,
           details={"paid_pence": paid, "released_pence": award.released_pence})  # fmt: skip
    return award


def _paid_or_planned(award: Award) -> int:
    found = award.payments.exclude(state=PaymentState.CANCELLED).aggregate(sum=Sum("amount_pence"))["sum"]
    return found or 0


def _check_runs(award: Award, by: Acts) -> None:
    """Raise unless the person monitors awards of this region, is not of the council, and the award is running."""
    scope = scope_of_actor(by)
    one = award.application
    permissions.check_may(scope, Action.RUN_CALLS, one.call.alliance.region.code)
    permissions.check_not_own(scope, one.council.code, "looks after its award")
    _check_running(award)


def _check_running(award: Award) -> None:
    if award.state != AwardState.RUNNING:
        raise CallError(f"This award is {award.state}, so nothing about it changes.")


def _page(award: Award) -> Page:
    return Page("offer:award", award.reference)
