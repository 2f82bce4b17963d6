"""Desk queries: a question about a cell, the council's answer, and how it was settled (issue of R5.10)."""

from django.db import transaction

from riia.alliance.access.actions import Action
from riia.alliance.access.queries import scope_of_actor
from riia.alliance.audit.actors import Acts
from riia.alliance.audit.services import record
from riia.alliance.returns import policies
from riia.alliance.returns.errors import DeskError
from riia.alliance.returns.models import Message, NoticeKind, Query, Return, Settled
from riia.alliance.returns.permissions import check_may
from riia.alliance.returns.queries.desk import corrected_by
from riia.alliance.returns.queries.reading import form_for, latest_version
from riia.alliance.returns.services.moving import locked, move, person_of
from riia.alliance.returns.services.telling import tell
from riia.alliance.returns.states import QUERY_TRANSITIONS, QueryState, ReturnState, RoundState
from riia.alliance.returns.timekeeping import now, today
from riia.indicators.calendar import Deadline
from riia.indicators.returns.nouns import Cell

_ASKABLE = (ReturnState.SUBMITTED, ReturnState.IN_QUERY, ReturnState.VALIDATED)


@transaction.atomic
def ask(*, one: Return, text: str, by: Acts, cell: Cell | None = None, code: str = "", quality: bool = False) -> Query:
    """Ask the council about one cell, or about the whole return. The return is then in query, and a clock runs.

    `quality` says that the question is about the quality of the data, for which support is offered (R5.06). Raises
    DeskError when the return is not with the desk, the form has no such cell, or nothing is asked.

    The same words about the same cell, asked again before anything was said to them, are the same query: a button
    pressed twice asks once.
    """
    one = locked(one)
    check_may(scope_of_actor(by), Action.VALIDATE_RETURNS, one.council.code)
    policies.check_wanted(RoundState(one.round.state))
    if ReturnState(one.state) not in _ASKABLE:
        raise DeskError(f"This return is {one.state}. The desk asks about a return while it has it.")
    if not text.strip():
        raise DeskError("Write what you want to know. The council reads it as it stands.")
    if cell is not None and not form_for(one.round).asks(cell):
        raise DeskError(f"This return does not ask {cell}. Choose one of its cells.")
    if asked := _asked_before(one, text, by, cell):
        return asked
    moment = now()
    query = Query.objects.create(
        council_return=one,
        cell=str(cell) if cell else "",
        code=code,
        quality=quality,
        opened_at=moment,
        opened_by=person_of(by),
        opener_label=by.as_actor().label,
        opened_on_version=latest_version(one),
        due_on=Deadline.in_working_days(today(), policies.ANSWER_WITHIN).due,
    )
    _say(query, text, by, from_council=False)
    if ReturnState(one.state) is ReturnState.IN_QUERY:
        one.revision += 1
        one.save(update_fields=["revision"])
        record(by=by, action="returns.ask", target=one, summary="Asked the council", details={"cell": query.cell})
    else:
        one.validated_on = None
        move(one=one, to=ReturnState.IN_QUERY, by=by, action="returns.ask", summary="Asked the council",
             details={"cell": query.cell})  # fmt: skip
    tell(one=one, kind=NoticeKind.QUERY, by=by)
    return query


@transaction.atomic
def reply(*, query: Query, text: str, by: Acts) -> Query:
    """Add to a query's thread. The council's word makes it answered, the desk's opens it again."""
    query = _held(query)
    one = query.council_return
    scope = scope_of_actor(by)
    from_council = scope.may(Action.PREPARE_RETURN, one.council.code) and not scope.is_system
    if not from_council:
        check_may(scope, Action.VALIDATE_RETURNS, one.council.code)
    return _replied(query, text, by, from_council=from_council)


@transaction.atomic
def reply_for_council(*, query: Query, text: str, by: Acts) -> Query:
    """The council's word given through a program that acts for it, such as the API or the demonstration."""
    query = _held(query)
    check_may(scope_of_actor(by), Action.PREPARE_RETURN, query.council_return.council.code)
    return _replied(query, text, by, from_council=True)


def _replied(query: Query, text: str, by: Acts, *, from_council: bool) -> Query:
    if not text.strip():
        raise DeskError("Write your answer. An empty one helps nobody.")
    if QueryState(query.state) is QueryState.RESOLVED:
        raise DeskError("This query is settled. Ask a new one if something is still open.")
    if _is_last_word(query, text, by):  # a button pressed twice says it once
        return query
    _say(query, text, by, from_council=from_council)
    then = QueryState.ANSWERED if from_council else QueryState.OPEN
    if QueryState(query.state) is not then:
        _move(query, then)
    one = query.council_return
    record(by=by, action="returns.reply", target=one, summary="Answered a query" if from_council else "Asked again",
           details={"cell": query.cell})  # fmt: skip
    tell(one=one, kind=NoticeKind.ANSWER if from_council else NoticeKind.QUERY, by=by)
    return query


@transaction.atomic
def settle(*, query: Query, how: Settled, by: Acts, text: str = "") -> Query:
    """End a query: with a correction, an accepted explanation, or by taking it back.

    Raises DeskError where nothing was corrected or nothing explained, or the query is settled in another way. Settled
    again in the same way, it stays as it is.
    """
    query = _held(query)
    one = query.council_return
    check_may(scope_of_actor(by), Action.VALIDATE_RETURNS, one.council.code)
    if QueryState(query.state) is QueryState.RESOLVED:
        if query.settled == how:
            return query
        raise DeskError(f"This query is settled already: {query.get_settled_display()}.")
    if how is Settled.CORRECTED and corrected_by(query) is None:
        raise DeskError("The figure has not been corrected since the query. Wait for the council, or settle otherwise.")
    if how is Settled.EXPLAINED and not _explained(query):
        raise DeskError("The council has not answered yet, so there is no explanation to accept.")
    if text.strip():
        _say(query, text, by, from_council=False)
    query.settled = how
    query.resolved_at = now()
    query.resolver_label = by.as_actor().label
    _move(query, QueryState.RESOLVED)
    record(by=by, action="returns.settle", target=one, summary=f"Settled a query: {how.label}",
           details={"cell": query.cell})  # fmt: skip
    return query


@transaction.atomic
def offer_support(*, query: Query, words: str, by: Acts) -> Query:
    """Note that the council was offered support with a quality issue, and which (R5.06). Once only."""
    query = _held(query)
    check_may(scope_of_actor(by), Action.VALIDATE_RETURNS, query.council_return.council.code)
    if not words.strip():
        raise DeskError("Say what support was offered: a call, a visit, a guide, a colleague of another council.")
    if query.supported_on:
        if query.support == words.strip():
            return query
        raise DeskError(f"Support is noted already for this query: {query.support}.")
    query.quality, query.supported_on, query.support = True, today(), words.strip()
    query.save(update_fields=["quality", "supported_on", "support"])
    record(by=by, action="returns.offer_support", target=query.council_return, summary="Offered support",
           details={"cell": query.cell})  # fmt: skip
    return query


def _held(query: Query) -> Query:
    locked(query.council_return)
    found = Query.objects.select_related("council_return__round__alliance__region", "council_return__council")
    return found.get(pk=query.pk)


def _say(query: Query, text: str, by: Acts, *, from_council: bool) -> None:
    Message.objects.create(
        query=query, text=text.strip(), from_council=from_council, at=now(), by=person_of(by),
        by_label=by.as_actor().label,
    )  # fmt: skip


def _move(query: Query, to: QueryState) -> None:
    if to not in QUERY_TRANSITIONS[QueryState(query.state)]:
        raise DeskError(f"This query is {query.state}, so it cannot become {to.value}.")
    query.state = to
    query.save(update_fields=["state", "settled", "resolved_at", "resolver_label"])


def _explained(query: Query) -> bool:
    """Whether the council said something to it: in the thread, or with other explanations in a later version."""
    if query.messages.filter(from_council=True).exists():
        return True
    before, after = query.opened_on_version, latest_version(query.council_return)
    return before is not None and after is not None and before.explanations != after.explanations


def _asked_before(one: Return, text: str, by: Acts, cell: Cell | None) -> Query | None:
    """The open query with these words about this cell, by the same person, to which nobody has said anything yet."""
    same = one.queries.filter(
        state=QueryState.OPEN, cell=str(cell) if cell else "", opener_label=by.as_actor().label, opened_by=person_of(by)
    )
    for query in same:
        words = list(query.messages.values_list("text", flat=True))
        if words == [text.strip()]:
            return query
    return None


def _is_last_word(query: Query, text: str, by: Acts) -> bool:
    """Whether the thread ends with these very words of the same person."""
    last = query.messages.order_by("at", "id").last()
    return last is not None and (last.text, last.by, last.by_label) == (
        text.strip(), person_of(by), by.as_actor().label
    )  # fmt: skip
