"""Awards: how they go, what is asked and given, and their payments."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from riia.alliance.access.actions import Action
from riia.alliance.access.scope import Scope
from riia.alliance.kit.filters import plural, pounds
from riia.alliance.kit.pieces import Clock
from riia.alliance.offer.errors import CallError
from riia.alliance.offer.models import Award, Due, Payment
from riia.alliance.offer.permissions import belongs_to, may_run
from riia.alliance.offer.policies import check_may_close
from riia.alliance.offer.presenters.words import Tag, award_tag, clock, due_tag, payment_tag
from riia.alliance.offer.queries.awards import Watched
from riia.alliance.offer.states import AwardState, DueState, PaymentState
from riia.alliance.places.naming import plain_name


@dataclass(frozen=True, slots=True)
class AwardLine:
    """An award in a list: its money, and what is overdue or next."""

    href: str
    council: str
    call: str
    amount: str
    paid: str
    tag: Tag
    words: str
    clock: Clock | None
    simulated: bool


@dataclass(frozen=True, slots=True)
class DueLine:
    """A milestone or report."""

    href: str
    one: Due
    kind: str
    tag: Tag
    clock: Clock | None
    late: bool
    spent: str


@dataclass(frozen=True, slots=True)
class PaymentLine:
    """A payment. `waits` says for what, while that is not accepted."""

    href: str
    one: Payment
    amount: str
    tag: Tag
    waits: str


@dataclass(frozen=True, slots=True)
class AwardPage:
    """Everything an award's page shows."""

    award: Award
    title: str
    tag: Tag
    facts: Sequence[tuple[str, str]]
    dues: Sequence[DueLine]
    payments: Sequence[PaymentLine]
    runs: bool
    gives: bool
    why_not_close: str


def award_line(watched: Watched, today: date) -> AwardLine:
    """An award with the most urgent thing about it."""
    award = watched.award
    words, tag, due = "", award_tag(award.state), watched.following.due_on if watched.following else None
    if watched.overdue:
        words, tag = f"{watched.overdue[0].title}", (f"{len(watched.overdue)} overdue", "problem")
        due = watched.overdue[0].due_on
    elif watched.given:
        words, tag, due = watched.given[0].title, ("to be looked at", "attention"), None
    elif watched.following:
        words = watched.following.title
    call = award.application.call
    return AwardLine(reverse("offer:award", args=[award.reference]), award.application.council.label, call.title,
                     pounds(award.amount_pence), pounds(watched.paid), tag, words, clock(due, today),
                     call.simulated)  # fmt: skip


def award_page(scope: Scope, award: Award, today: date) -> AwardPage:
    """An award's page as this viewer sees it."""
    one, running = award.application, award.state == AwardState.RUNNING
    asked, paid = list(award.dues.all()), list(award.payments.select_related("after"))
    dues = [due_line(each, today) for each in asked]
    own = belongs_to(scope, one.council.code)
    return AwardPage(
        award=award,
        title=_title(award, dues),
        tag=award_tag(award.state),
        facts=_facts(award, paid),
        dues=dues,
        payments=[payment_line(each, today) for each in paid],
        runs=running and may_run(scope, one.call.alliance.region.code) and not own,
        gives=running and scope.may(Action.APPLY_FOR_FUNDING, one.council.code),
        why_not_close=_why_not(asked, paid),
    )


def _title(award: Award, dues: Sequence[DueLine]) -> str:
    council = plain_name(award.application.council.label)
    overdue = sum(each.tag[0] == "overdue" for each in dues) if award.state == AwardState.RUNNING else 0
    if overdue:
        late = plural(overdue, "milestone or report", "milestones or reports")
        return f"{council} has {pounds(award.amount_pence)}; {late} overdue"
    if award.state == AwardState.RUNNING:
        return f"{council} has {pounds(award.amount_pence)}"
    return f"The award of {pounds(award.amount_pence)} to {council} is {award.state}"


def _facts(award: Award, payments: Sequence[Payment]) -> list[tuple[str, str]]:
    sums = {state: sum(each.amount_pence for each in payments if each.state == state) for state in PaymentState}
    facts = [
        ("Awarded", pounds(award.amount_pence)),
        ("Paid", pounds(sums[PaymentState.PAID])),
        ("Planned to be paid", pounds(sums[PaymentState.PLANNED])),
    ]
    if award.state == AwardState.RUNNING:
        rest = award.amount_pence - sums[PaymentState.PAID] - sums[PaymentState.PLANNED]
        facts.append(("Not yet in a payment", pounds(rest)))
    else:
        facts.append(("Back to the call", pounds(award.released_pence)))
        facts.append(("Ended because", award.ended_because))
    return facts


def _why_not(asked: Sequence[Due], payments: Sequence[Payment]) -> str:
    planned = sum(each.amount_pence for each in payments if each.state == PaymentState.PLANNED)
    try:
        check_may_close([(each.kind, DueState(each.state)) for each in asked], planned)
    except CallError as error:
        return str(error)
    return ""


def due_line(one: Due, today: date) -> DueLine:
    """A milestone or report with its clock, which stops once it is given."""
    open_ = one.state == DueState.DUE
    return DueLine(
        href=reverse("offer:due", args=[one.reference]),
        one=one,
        kind=one.get_kind_display(),
        tag=due_tag(one.state, one.due_on, today),
        clock=clock(one.due_on, today) if open_ else None,
        late=one.given_on is not None and one.given_on > one.due_on,
        spent="" if one.spent_pence is None else pounds(one.spent_pence),
    )


def payment_line(one: Payment, today: date) -> PaymentLine:
    """A payment with what it waits for."""
    waits = one.after is not None and one.state == PaymentState.PLANNED and one.after.state != DueState.ACCEPTED
    return PaymentLine(
        href=reverse("offer:payment", args=[one.reference]),
        one=one,
        amount=pounds(one.amount_pence),
        tag=payment_tag(one.state, one.due_on, today),
        waits=one.after.title if waits and one.after else "",
    )
