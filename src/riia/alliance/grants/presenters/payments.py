"""Payments in lists and one by one, awards, and projects as they stand in their boxes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from riia.alliance.access.scope import Scope
from riia.alliance.grants.models import Award, Payment, Project
from riia.alliance.grants.permissions import may_approve, may_keep
from riia.alliance.grants.policies import instalment_problems
from riia.alliance.grants.presenters.words import PaymentLine, Tag, award_tag, payment_line
from riia.alliance.grants.queries import reading
from riia.alliance.grants.queries.checking import frame_of
from riia.alliance.grants.queries.needs import LOOKS_BACK
from riia.alliance.grants.states import MOVED, OPEN_PAYMENTS, PaymentState
from riia.alliance.kit.filters import long_date, plural, pounds
from riia.documents.money import typed


@dataclass(frozen=True, slots=True)
class Group:
    """Payments that stand alike."""

    key: str
    title: str
    note: str
    lines: Sequence[PaymentLine]


@dataclass(frozen=True, slots=True)
class PaymentsPage:
    title: str
    groups: Sequence[Group]


def payments_page(scope: Scope, day: date) -> PaymentsPage:
    """Every payment the viewer sees as at a day: what waits for approval, what is to be paid, what comes, the rest."""
    found = reading.payments_on(scope, day)
    waiting = [each for each in found if each.is_onward and each.state == PaymentState.PLANNED]
    approved = [each for each in found if each.is_onward and each.state == PaymentState.APPROVED]
    open_ = [each for each in found if not each.is_onward and each.state in OPEN_PAYMENTS]
    old = [each for each in open_ if each.due_on < day - LOOKS_BACK]
    coming = [each for each in open_ if each not in old]
    moved = [each for each in found if each.state in MOVED]
    cancelled = [each for each in found if each.state == PaymentState.CANCELLED]
    groups = [
        ("approve", "To be approved", "The Lead or Chair DCS approves what somebody else proposed.", waiting),
        ("pay", "Approved, to be paid", "", approved),
        ("come", "Instalments to come", "", coming),
        ("paid", "Paid", "", moved[::-1]),
        ("old", "No receipt recorded", "Named in letters of earlier years; whether they came is not recorded.", old),
        ("cancelled", "Cancelled", "", cancelled),
    ]
    shown = [
        Group(key, title, note, [payment_line(each, day) for each in each_group])
        for key, title, note, each_group in groups
        if each_group
    ]
    return PaymentsPage(_title(waiting, coming, found), shown)


def _title(waiting: Sequence[Payment], coming: Sequence[Payment], found: Sequence[Payment]) -> str:
    if waiting:
        total = sum(each.amount_pence or 0 for each in waiting)
        verb = "waits" if len(waiting) == 1 else "wait"
        return f"{plural(len(waiting), 'payment')} of {pounds(total, whole=True)} {verb} for approval"
    if coming:
        return f"{plural(len(coming), 'instalment')} {'is' if len(coming) == 1 else 'are'} still to come"
    return "No payment waits" if found else "No payment is entered yet"


@dataclass(frozen=True, slots=True)
class PaymentPage:
    """Everything the page of a payment shows, and the steps that are the viewer's."""

    one: Payment
    title: str
    line: PaymentLine
    facts: Sequence[tuple[str, str]]
    problems: Sequence[str]
    waits: str
    approve: bool
    send_back: bool
    pay: bool
    reconcile: bool
    cancel: bool


def payment_page(scope: Scope, one: Payment, today: date) -> PaymentPage:
    """One payment as this viewer sees it."""
    region = reading.region_code(one.place)
    proposer = str(one.proposed_by.reference) if one.proposed_by else None
    keeps, line = may_keep(scope, region), payment_line(one, today)
    state = PaymentState(one.state)
    approves = one.is_onward and may_approve(scope, region, one.place.code, proposer)
    problems: tuple[str, ...] = ()
    if one.stated_by is not None:
        problems = tuple(
            f"{each[:1].upper()}{each[1:]}."
            for each in instalment_problems(one.due_on, one.month_only, frame_of(one.stated_by))
        )
    payable = PaymentState.APPROVED if one.is_onward else PaymentState.PLANNED
    return PaymentPage(
        one=one,
        title=f"{line.amount[:1].upper()}{line.amount[1:]} to {line.payee}: {line.tag[0]}",
        line=line,
        facts=_facts(one, line),
        problems=problems,
        waits=_waits(one, approves),
        approve=approves and state is PaymentState.PLANNED,
        send_back=approves and state in OPEN_PAYMENTS,
        pay=keeps and state is payable,
        reconcile=keeps and state is PaymentState.PAID,
        cancel=keeps and state in OPEN_PAYMENTS,
    )


def _waits(one: Payment, approves: bool) -> str:
    """For whom a payment waits, where that is not the viewer."""
    if not one.is_onward or approves or one.state != PaymentState.PLANNED:
        return ""
    return "It waits for the Lead or Chair DCS of the region, who approves what somebody else proposed."


def _facts(one: Payment, line: PaymentLine) -> list[tuple[str, str]]:
    facts = [
        ("What it is", one.get_kind_display()),
        ("Grant", one.determination.title),
        ("Purpose", str(one.purpose) if one.purpose else ""),
        ("Amount", line.amount),
        ("Paid to", line.payee),
        ("For", one.beneficiary),
        ("Due", line.due),
        ("Proposed by", f"{one.proposer_label}, {long_date(one.proposed_at)}" if one.is_onward else ""),
        ("Approved by", f"{one.approver_label}, {long_date(one.approved_at)}" if one.approved_at else ""),
        ("Paid on", f"{long_date(one.paid_on)}, reference {one.paid_as or 'none'}" if one.paid_on else ""),
        ("In the accounts", long_date(one.reconciled_on) if one.reconciled_on else ""),
        ("Stated by", str(one.stated_by) if one.stated_by else ""),
        ("What for", one.note),
        ("Reason", one.ended_because),
    ]
    return [(label, text) for label, text in facts if text]


def caption(one: Payment) -> str:
    """What a step is about, above its title."""
    amount = "amount not stated" if one.amount_pence is None else pounds(one.amount_pence)
    return f"{amount} to {one.payee_words or one.place.label}, {one.determination.title}"


@dataclass(frozen=True, slots=True)
class AwardPage:
    title: str
    tag: Tag
    facts: Sequence[tuple[str, str]]
    note: str


def award_page(one: Award) -> AwardPage:
    """One award in words."""
    state = {"contingent": "depends on what is handed in", "final": "is final", "lapsed": "has lapsed"}[one.state]
    handed = f"{one.handed_in_as}, {long_date(one.handed_in_on)}" if one.handed_in_on else "not yet"
    facts = [
        ("Grant", one.determination.title),
        ("For", one.place.label),
        ("Amount", pounds(one.amount_pence)),
        ("Depends on", one.depends_on),
        ("By", long_date(one.due_on) + (f" (as written: {one.due_written})" if one.due_written else "")),
        ("Handed in", handed),
        ("Decided", one.confirmed_because),
    ]
    late = one.handed_in_on is not None and one.handed_in_on > one.due_on
    note = ""
    if late and one.handed_in_on is not None:
        days = (one.handed_in_on - one.due_on).days
        note = f"It came {plural(days, 'day')} after its day, so the award stays contingent until the department says."
    return AwardPage(
        f"{pounds(one.amount_pence, whole=True)} for {one.what} {state}",
        award_tag(one.state),
        [(label, text) for label, text in facts if text],
        note if one.state == "contingent" else "",
    )


def project_initial(one: Project) -> dict[str, Any]:
    """A project as it stands in the boxes."""
    shares = [
        f"{share.place.label}; {typed(share.pence)}" if share.pence is not None else share.place.label
        for share in one.shares.select_related("place")
    ]
    return {
        "title": one.title, "strand": one.strand, "agreed_on": one.agreed_on, "total": one.total_pence,
        "shares": "\n".join(shares), "test": one.test, "learning": one.learning, "replication": one.replication,
    }  # fmt: skip
