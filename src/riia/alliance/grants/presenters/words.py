"""Words that several pages of grants say alike: amounts and what stands for none, states as tags, days."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from riia.alliance.grants.models import AS_STATED, Amount, AmountState, DeterminationVersion, Payment
from riia.alliance.grants.policies import due_in_words, latest, month_in_words
from riia.alliance.grants.queries.needs import payee_of
from riia.alliance.grants.queries.notices import Weight
from riia.alliance.grants.queries.statements import overdue
from riia.alliance.grants.states import AwardState, PaymentState, VersionState
from riia.alliance.kit.filters import pounds
from riia.alliance.kit.pieces import Clock, Tone
from riia.documents.allocation import Verdict
from riia.indicators.model import day_in_words

type Tag = tuple[str, Tone]

WEIGHTS: Final[dict[Weight, Tone]] = {
    Weight.WRONG: "problem",
    Weight.MISSING: "attention",
    Weight.UNSURE: "moving",
    Weight.NOTE: "quiet",
}
VERDICTS: Final[dict[Verdict, Tag]] = {
    Verdict.AGREES: ("agrees", "done"),
    Verdict.DIFFERS: ("differs", "problem"),
    Verdict.CANNOT_VERIFY: ("cannot verify", "moving"),
}
_VERSION: Final[dict[VersionState, Tone]] = {
    VersionState.DRAFT: "attention",
    VersionState.ANNOUNCED: "moving",
    VersionState.DETERMINED: "done",
    VersionState.WITHDRAWN: "quiet",
}
_PAYMENT: Final[dict[PaymentState, Tone]] = {
    PaymentState.PLANNED: "quiet",
    PaymentState.APPROVED: "moving",
    PaymentState.PAID: "done",
    PaymentState.RECONCILED: "done",
    PaymentState.CANCELLED: "quiet",
}
_AWARD: Final[dict[AwardState, Tone]] = {
    AwardState.CONTINGENT: "attention",
    AwardState.FINAL: "done",
    AwardState.LAPSED: "quiet",
}


def money(amount: Amount | None) -> str:
    """An amount to the penny, or the word for what stands there instead. Never 0 for nothing."""
    if amount is None:
        return "not stated"
    return pence_or(amount.pence, AmountState(amount.state).label)


def pence_or(pence: int | None, words: str) -> str:
    """Pounds and pence, or words where there are none."""
    return words if pence is None else pounds(pence)


def version_tag(version: DeterminationVersion) -> Tag:
    """A version's state; one whose letter is not held says so."""
    state = VersionState(version.state)
    words = "letter not held" if state is VersionState.ANNOUNCED else state.value
    return words, _VERSION[state]


def award_tag(state: str) -> Tag:
    return state, _AWARD[AwardState(state)]


def share_words(thousandths: int | None) -> str:
    """A part of a whole: 84 thousandths are "8.4%"."""
    return "–" if thousandths is None else f"{thousandths // 10}.{thousandths % 10}%"


@dataclass(frozen=True, slots=True)
class PaymentLine:
    """A payment in a list."""

    one: Payment
    payee: str
    amount: str
    due: str
    tag: Tag
    said: str
    clock: Clock | None
    late: bool


def payment_line(payment: Payment, today: date) -> PaymentLine:
    """A payment with how it stands, in words."""
    late = overdue(payment, today)
    state = PaymentState(payment.state)
    words: str = state.value
    tone: Tone = _PAYMENT[state]
    if late:
        words, tone = (f"{state.value}, its time has passed", "attention")
    elif payment.is_onward and state is PaymentState.PLANNED:
        words, tone = ("to be approved", "attention")
    open_ = state in (PaymentState.PLANNED, PaymentState.APPROVED)
    day = latest(payment.due_on, payment.month_only)
    near = open_ and abs((day - today).days) <= 90
    return PaymentLine(
        one=payment,
        payee=payee_of(payment) if payment.payee_words else payment.place.label,
        amount=pence_or(payment.amount_pence, "amount not stated"),
        due=due_in_words(payment.due_on, payment.month_only),
        tag=(words, tone),
        said=_said(payment),
        clock=Clock(day, (day - today).days) if near else None,
        late=late,
    )


def _said(payment: Payment) -> str:
    parts = []
    if payment.purpose:
        parts.append(f"purpose {payment.purpose.number}")
    if payment.beneficiary:
        parts.append(f"for {payment.beneficiary}")
    if payment.paid_on and payment.paid_as == AS_STATED:
        parts.append(f"paid in {month_in_words(payment.paid_on)}, as the letter says")
    elif payment.paid_on:
        parts.append(f"paid on {day_in_words(payment.paid_on)}, reference {payment.paid_as or 'none'}")
    if payment.reconciled_on:
        parts.append(f"found in the accounts on {day_in_words(payment.reconciled_on)}")
    if payment.approver_label:
        parts.append(f"approved by {payment.approver_label}")
    if payment.note:
        parts.append(payment.note)
    if payment.ended_because:
        parts.append(f"“{payment.ended_because}”")
    said = "; ".join(parts)
    return said[:1].upper() + said[1:]
