"""What of rounds and returns needs a viewer now, each one click from done. The home page shows the most urgent (R5.18).

A line is about what the viewer may do at that place, and nothing is listed that waits for somebody else.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from riia.alliance.access.actions import Action
from riia.alliance.access.scope import Scope
from riia.alliance.kit.filters import plural
from riia.alliance.places.naming import plain_name
from riia.alliance.returns import policies
from riia.alliance.returns.models import PackReturn, Query, Return, Round
from riia.alliance.returns.policies import Timeliness
from riia.alliance.returns.queries import care_needs
from riia.alliance.returns.queries.desk import queries, turn_of, why_given_back
from riia.alliance.returns.queries.extensions import waiting
from riia.alliance.returns.queries.packs import packs
from riia.alliance.returns.queries.reading import returns, rounds
from riia.alliance.returns.queries.timeliness import standing, standings
from riia.alliance.returns.states import EDITABLE, QueryState, ReturnState, RoundState


@dataclass(frozen=True, slots=True)
class Need:
    """Something that needs the viewer: what, where to do it, and by when if there is a day.

    `unit` is what its clock counts in: deadlines of the return desk run in working days, as on the board.
    """

    text: str
    href: str
    due: date | None = None
    note: str = ""
    unit: str = "working day"


def needs(scope: Scope, today: date) -> list[Need]:
    """Everything that needs the viewer, what is due first in front."""
    found = [need for source in _SOURCES for need in source(scope, today)]
    return sorted(found, key=lambda need: (need.due is None, need.due or date.max, need.text))


def _at(scope: Scope, action: Action) -> QuerySet[Return]:
    """Returns of open rounds at the places where the viewer may do this."""
    found = returns(scope).filter(round__state=RoundState.OPEN)
    places = scope.places_for(action)
    return found if places is None else found.filter(council__code__in=places)


def _rounds(scope: Scope, action: Action) -> QuerySet[Round]:
    """Rounds of the regions where the viewer may do this."""
    places = scope.places_for(action)
    return rounds(scope) if places is None else rounds(scope).filter(alliance__region__code__in=places)


def _to_prepare(scope: Scope, today: date) -> Iterator[Need]:
    """The council's own returns that are not in, or that have to be opened again.

    A correction has no deadline of its own: it is wanted while the desk can still check it, then before the pack goes.
    """
    if not scope.may(Action.PREPARE_RETURN):
        return
    states = EDITABLE - {ReturnState.IN_QUERY} | {ReturnState.REJECTED}
    found = list(_at(scope, Action.PREPARE_RETURN).filter(state__in=states))
    stand = standings(found, today)
    for one in found:
        page = reverse("returns:return", args=[one.reference])
        if one.first_submitted_on is not None:
            given_back = why_given_back(one)
            note = f"{given_back.by_label}: {given_back.reason}" if given_back else ""
            wanted = one.round.desk_until if today <= one.round.desk_until else one.round.dfe_due_on
            yield Need(f"Correct and submit {_whose(one)}", page, wanted, note)
            continue
        late = stand[one.pk].timeliness is Timeliness.OVERDUE
        note = "" if late else "You can ask for more time until then."
        yield Need(f"Submit {_whose(one)}", page, stand[one.pk].last_day, note)


def _to_answer(scope: Scope, today: date) -> Iterator[Need]:
    """Questions of the desk that wait for the viewer's council."""
    if not scope.may(Action.PREPARE_RETURN):
        return
    asked = queries(scope).filter(state=QueryState.OPEN, council_return__in=_at(scope, Action.PREPARE_RETURN))
    for _, held in _by_return(asked).items():
        one = held[0].council_return
        page = reverse("returns:query", args=[held[0].reference])
        first = min(query.due_on for query in held)
        yield Need(f"Answer {plural(len(held), 'question')} about {_whose(one)}", page, first)


def _to_sign(scope: Scope, today: date) -> Iterator[Need]:
    """Validated returns that wait for the director."""
    if not scope.may(Action.SIGN_RETURN):
        return
    for one in _at(scope, Action.SIGN_RETURN).filter(state=ReturnState.VALIDATED):
        yield Need(f"Sign {_whose(one)}", reverse("returns:sign", args=[one.reference]), one.round.desk_until)


def _to_check(scope: Scope, today: date) -> Iterator[Need]:
    """Returns that wait for the desk, a line for each round; answers to questions; support that is due."""
    if not scope.may(Action.VALIDATE_RETURNS):
        return
    here = _at(scope, Action.VALIDATE_RETURNS)
    counts = Counter(one.round for one in here.filter(state=ReturnState.SUBMITTED))
    for one, count in counts.items():
        page = f"{reverse('returns:board', args=[one.reference])}?show=to-check"
        yield Need(f"Check {plural(count, 'return')} for {one.as_period.label}", page, one.desk_until)
    mine = queries(scope).filter(council_return__in=here)
    for query in mine.filter(state=QueryState.ANSWERED).order_by("opened_at"):
        page, turn = reverse("returns:query", args=[query.reference]), turn_of(query)
        yield Need(f"Read the answer about {_whose(query.council_return)}", page, turn.due if turn else None)
    for query in mine.filter(quality=True, supported_on=None).exclude(state=QueryState.RESOLVED):
        found_on = timezone.localtime(query.opened_at).date()
        yield Need(
            f"Offer {query.council_return.council.label} support with a question of quality",
            reverse("returns:query", args=[query.reference]),
            policies.support_clock(found_on, None).due,
        )


def _to_run(scope: Scope, today: date) -> Iterator[Need]:
    """Rounds to open, requests to decide, and returns to chase."""
    if not scope.may(Action.RUN_ROUNDS):
        return
    mine = _rounds(scope, Action.RUN_ROUNDS)
    for one in mine.filter(state=RoundState.PLANNED, opens_on__lte=today):
        page = reverse("returns:board", args=[one.reference])
        text = f"Open the round for {one.as_period.label}"
        yield Need(text, page, one.opens_on, "Councils are not asked before.", unit="day")
    for held in waiting(scope):
        council_return = held.council_return
        if council_return.round.state == RoundState.OPEN and scope.may(Action.RUN_ROUNDS, council_return.council.code):
            yield Need(
                f"Decide on more time for {council_return.council.label}",
                reverse("returns:decide_extension", args=[held.reference]),
                standing(council_return, today).last_day,
            )
    for one in mine.filter(state=RoundState.OPEN, due_on__lt=today):
        stand = standings(returns(scope).filter(round=one), today)
        late = sum(each.timeliness is Timeliness.OVERDUE for each in stand.values())
        if late:
            resolve = policies.exception_clock(one.due_on, None).due
            page = reverse("returns:chase", args=[one.reference])
            yield Need(f"Chase {plural(late, 'late return')} for {one.as_period.label}", page, resolve)


def _to_send(scope: Scope, today: date) -> Iterator[Need]:
    """Signed returns that are to go to the Department, a line for each round."""
    if not scope.may(Action.SEND_PACKS):
        return
    for one in _rounds(scope, Action.SEND_PACKS).filter(state=RoundState.OPEN, route="via-region"):
        signed = returns(scope).filter(round=one, state=ReturnState.SIGNED).count()
        if signed:
            page = reverse("returns:make_pack", args=[one.reference])
            text = f"Send {plural(signed, 'signed return')} for {one.as_period.label} to the Department"
            yield Need(text, page, one.dfe_due_on)


def _to_receive(scope: Scope, today: date) -> Iterator[Need]:
    """Packs that were sent to the viewer and not answered for every return."""
    if not scope.may(Action.RECEIVE_PACKS):
        return
    open_packs = PackReturn.objects.filter(outcome="", pack__sent_at__isnull=False).values("pack")
    for pack in packs(scope).filter(pk__in=open_packs):
        text = f"Accept or reject returns: {pack.round.alliance.short_name}, {pack.round.as_period.label}"
        yield Need(text, reverse("returns:pack", args=[pack.reference]))


def _to_look_after(scope: Scope, today: date) -> Iterator[Need]:
    """The survey, collection reviews and the log of national groups."""
    for one in care_needs.waiting(scope, today):
        yield Need(one.text, one.href, one.due, one.note, one.unit)


def _whose(one: Return) -> str:
    """ "the return of Derby for July to September 2026"."""
    return f"the return of {plain_name(one.council.label)} for {one.round.as_period.label}"


def _by_return(asked: QuerySet[Query]) -> dict[int, list[Query]]:
    found: dict[int, list[Query]] = {}
    for query in asked.order_by("due_on", "pk"):
        found.setdefault(query.council_return_id, []).append(query)
    return found


_SOURCES: Final[tuple[Callable[[Scope, date], Iterator[Need]], ...]] = (
    _to_prepare, _to_answer, _to_sign, _to_check, _to_run, _to_send, _to_receive, _to_look_after,
)  # fmt: skip
