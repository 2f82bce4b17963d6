"""What of grants needs a viewer now, each one click from done."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from django.urls import reverse

from riia.alliance.access.actions import Action
from riia.alliance.access.scope import Scope
from riia.alliance.grants.models import Payment, PaymentKind
from riia.alliance.grants.permissions import may_approve, may_keep
from riia.alliance.grants.policies import instalment_problems, latest, letters_in_words, missing_before
from riia.alliance.grants.queries import reading
from riia.alliance.grants.queries.checking import frame_of
from riia.alliance.grants.states import OPEN_PAYMENTS, STANDING, AwardState, PaymentState, VersionState
from riia.alliance.kit.filters import plural, pounds
from riia.alliance.places.naming import plain_name

LOOKS_BACK: Final = timedelta(days=400)
"""What was due longer ago is history: it stands on the page of payments and reminds nobody."""
YEAR_END_AHEAD: Final = timedelta(days=31)
"""How long before 31 March whoever keeps grants is reminded of what has not come (R1.44)."""


@dataclass(frozen=True, slots=True)
class Need:
    """Something that needs the viewer: what, where to do it, and by when if there is a day."""

    text: str
    href: str
    due: date | None = None
    note: str = ""
    unit: str = "day"


def needs(scope: Scope, today: date) -> list[Need]:
    """Everything of grants that needs the viewer, what is due first in front."""
    if not scope.may(Action.SEE_GRANTS):
        return []
    found = [*_to_approve(scope), *_to_pay(scope, today), *_awards(scope, today), *_letters(scope)]
    return sorted(found, key=lambda need: (need.due is None, need.due or date.max, need.text))


def _to_approve(scope: Scope) -> Iterator[Need]:
    """Payments that somebody else proposed, for whoever approves them."""
    if not scope.may(Action.APPROVE_SPENDING):
        return
    for payment in reading.payments(scope).filter(kind=PaymentKind.ONWARD, state=PaymentState.PLANNED):
        proposer = str(payment.proposed_by.reference) if payment.proposed_by else None
        if may_approve(scope, reading.region_code(payment.place), payment.place.code, proposer):
            yield Need(
                f"Approve {pounds(payment.amount_pence or 0)} to {payee_of(payment)}",
                _page(payment),
                payment.due_on,
                payment.determination.title,
            )


def _to_pay(scope: Scope, today: date) -> Iterator[Need]:
    """Approved payments to make, and instalments whose time has passed; before 31 March those still to come."""
    if not scope.may(Action.KEEP_GRANTS):
        return
    waiting = [
        each
        for each in reading.payments(scope).filter(state__in=list(OPEN_PAYMENTS), due_on__gte=today - LOOKS_BACK)
        if may_keep(scope, reading.region_code(each.place))
    ]
    for payment in waiting:
        last = latest(payment.due_on, payment.month_only)
        if payment.is_onward and payment.state == PaymentState.APPROVED and last <= today + timedelta(days=14):
            yield Need(
                f"Pay {pounds(payment.amount_pence or 0)} to {payee_of(payment)}",
                _page(payment),
                last,
                payment.determination.title,
            )
        elif not payment.is_onward and last < today and not _impossible(payment):
            amount = "an instalment" if payment.amount_pence is None else pounds(payment.amount_pence)
            yield Need(
                f"Say whether {amount} came to {plain_name(payment.place.label)}",
                _page(payment),
                last,
                payment.determination.title,
            )
    ends = date(today.year if today <= date(today.year, 3, 31) else today.year + 1, 3, 31)
    if ends - today <= YEAR_END_AHEAD:
        late = [
            each for each in waiting if not each.is_onward and today <= latest(each.due_on, each.month_only) <= ends
        ]
        if late:
            yield Need(
                f"{plural(len(late), 'instalment')} of grants still to come by 31 March",
                reverse("grants:payments"),
                ends,
                "A grant of the year is paid within the year.",
            )


def _awards(scope: Scope, today: date) -> Iterator[Need]:
    """Awards that depend on something that is not handed in, or was late."""
    for award in reading.awards(scope).filter(state=AwardState.CONTINGENT):
        if not may_keep(scope, reading.region_code(award.place)):
            continue
        page = reverse("grants:award", args=[award.reference])
        if award.handed_in_on is None:
            yield Need(f"Hand in {award.depends_on}", page, award.due_on, f"{award.what} depends on it.")
        else:
            yield Need(f"Ask whether the award “{award.what}” holds", page, None, "It was handed in late.")


def _letters(scope: Scope) -> Iterator[Need]:
    """Letters that are missing: predecessors of one that is held (R1.15), letters known by name only, and drafts."""
    if not scope.may(Action.KEEP_GRANTS):
        return
    chains: dict[int, list[int]] = {}
    found = [each for each in reading.versions(scope) if each.state != VersionState.WITHDRAWN]
    for version in found:
        chains.setdefault(version.determination_id, []).append(version.number)
    for version in found:
        grant, page = version.determination, reverse("grants:version", args=[version.reference])
        if version.is_draft:
            yield Need(f"Finish entering {version.label} of “{grant.programme}”", page)
            continue
        missing = missing_before(version.number, chains[grant.pk])
        if missing and version.number == max(chains[grant.pk]) and VersionState(version.state) in STANDING:
            yield Need(
                f"Find the earlier letters of “{grant.programme}”", page, note=f"Not held: {letters_in_words(missing)}."
            )
        if not version.letter_held:
            yield Need(f"Obtain the letter of “{grant.title}”", page, note="It is known from another document only.")


def payee_of(payment: Payment) -> str:
    """Who is paid, as running text has it."""
    return payment.payee_words or plain_name(payment.place.label)


def _impossible(payment: Payment) -> bool:
    """A date that cannot be, such as before its own letter, reminds nobody."""
    version = payment.stated_by
    return version is not None and bool(instalment_problems(payment.due_on, payment.month_only, frame_of(version)))


def _page(payment: Payment) -> str:
    return reverse("grants:payment", args=[payment.reference])
