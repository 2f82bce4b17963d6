"""Desk queries: asked, answered, asked again, settled; whose turn it is; what is answered in time; who is told."""

import datetime as dt
from collections.abc import Callable
from smtplib import SMTPServerDisconnected

import pytest
from django.core import mail

from riia.alliance.access.queries import scope_for
from riia.alliance.access.roles import Role
from riia.alliance.audit.models import Entry
from riia.alliance.returns.errors import DeskError, NotYours
from riia.alliance.returns.models import Notice, Query, Return, Round, Settled
from riia.alliance.returns.queries import desk
from riia.alliance.returns.services import asking
from riia.alliance.returns.services.rounds import cancel_round
from riia.alliance.returns.states import QUERY_TRANSITIONS, QueryState, ReturnState
from riia.indicators.definitions import Measure
from riia.indicators.returns.nouns import Cell
from tests.alliance.returns.conftest import EAST_MIDLANDS, At, Make, People
from tests.alliance.returns.desk_steps import REFERRALS, brought_to, fresh, hand_in, queried

ASKABLE = {ReturnState.SUBMITTED, ReturnState.IN_QUERY, ReturnState.VALIDATED}


@pytest.fixture
def query(derby_return: Return, people: People) -> Query:
    return queried(derby_return, people.performance, people.derby)


def again(query: Query) -> Query:
    return Query.objects.prefetch_related("messages").get(pk=query.pk)


def test_a_question_puts_the_return_in_query_and_starts_a_clock(query: Query) -> None:
    one = fresh(query.council_return)
    assert (one.state, one.validated_on) == (ReturnState.IN_QUERY, None)
    assert (query.state, query.cell, query.due_on) == (QueryState.OPEN, "referrals.number", dt.date(2026, 10, 8))
    assert query.opened_on_version.number == 1
    assert [each.text for each in query.messages.all()] == ["Why did referrals rise?"]
    assert Entry.objects.filter(action="returns.ask").count() == 1


@pytest.mark.parametrize("state", list(ReturnState))
def test_the_desk_asks_only_while_it_has_the_return(derby_return: Return, people: People, state: ReturnState) -> None:
    one = brought_to(derby_return, state, people)
    if state in ASKABLE:
        asking.ask(one=one, text="And this?", by=people.analyst)
        assert fresh(one).state == ReturnState.IN_QUERY
        return
    with pytest.raises(DeskError, match=state.value):
        asking.ask(one=one, text="And this?", by=people.analyst)
    assert fresh(one).state == state
    assert not one.queries.filter(messages__text="And this?").exists()


def test_what_is_not_asked_cannot_be_asked_about(derby_return: Return, people: People) -> None:
    one = hand_in(derby_return, people.derby)
    with pytest.raises(DeskError, match="does not ask"):
        asking.ask(one=one, cell=Cell("adoptions", Measure.NUMBER), text="Why?", by=people.analyst)
    with pytest.raises(DeskError, match="Write what you want"):
        asking.ask(one=one, text="  \n", by=people.analyst)
    assert fresh(one).state == ReturnState.SUBMITTED


@pytest.mark.parametrize("who", ["derby", "derby_dcs", "leicester", "bristol", "southwest", "dfe"])
def test_nobody_else_asks_settles_or_offers(query: Query, people: People, who: str) -> None:
    by = getattr(people, who)
    one = query.council_return
    with pytest.raises(NotYours):
        asking.ask(one=one, text="Why?", by=by)
    with pytest.raises(NotYours):
        asking.settle(query=query, how=Settled.WITHDRAWN, by=by)
    with pytest.raises(NotYours):
        asking.offer_support(query=query, words="A call", by=by)
    assert again(query).state == QueryState.OPEN


@pytest.mark.parametrize("who", ["derby_dcs", "leicester", "bristol", "southwest", "dfe"])
def test_nobody_else_answers_or_sees(query: Query, people: People, who: str) -> None:
    by = getattr(people, who)
    with pytest.raises(NotYours):
        asking.reply(query=query, text="Mine", by=by)
    seen = desk.get_query(scope_for(by), query.reference)
    assert (seen is not None) == (who == "derby_dcs")
    assert again(query).messages.count() == 1


def way_to(query: Query, state: QueryState, people: People) -> None:
    if state is not QueryState.OPEN:
        asking.reply(query=query, text="A backlog was cleared.", by=people.derby)
    if state is QueryState.RESOLVED:
        asking.settle(query=query, how=Settled.EXPLAINED, by=people.performance)


@pytest.mark.parametrize("before", list(QueryState))
@pytest.mark.parametrize("then", list(QueryState))
def test_every_move_of_a_query(query: Query, people: People, before: QueryState, then: QueryState) -> None:
    way_to(query, before, people)
    step: dict[QueryState, Callable[[], object]] = {
        QueryState.OPEN: lambda: asking.reply(query=query, text="And since when?", by=people.performance),
        QueryState.ANSWERED: lambda: asking.reply(query=query, text="Since May.", by=people.derby),
        QueryState.RESOLVED: lambda: asking.settle(query=query, how=Settled.WITHDRAWN, by=people.performance),
    }
    if then in QUERY_TRANSITIONS[before] or (then is before and then is not QueryState.RESOLVED):
        step[then]()
        assert again(query).state == then
        return
    with pytest.raises(DeskError, match="settled"):
        step[then]()
    assert again(query).state == before


def test_an_accepted_explanation_needs_one_and_a_correction_too(query: Query, people: People) -> None:
    with pytest.raises(DeskError, match="has not answered"):
        asking.settle(query=query, how=Settled.EXPLAINED, by=people.performance)
    with pytest.raises(DeskError, match="not been corrected"):
        asking.settle(query=query, how=Settled.CORRECTED, by=people.performance)
    hand_in(query.council_return, people.derby, {Cell("cpps-current", Measure.NUMBER): "299"})
    with pytest.raises(DeskError, match="not been corrected"):  # another cell
        asking.settle(query=query, how=Settled.CORRECTED, by=people.performance)
    asking.ask(one=query.council_return, text="All right otherwise?", by=people.performance)
    hand_in(query.council_return, people.derby, {REFERRALS: "790"})
    asking.settle(query=query, how=Settled.CORRECTED, text="Thank you.", by=people.performance)
    done = again(query)
    assert (done.state, done.settled, done.resolver_label) == (QueryState.RESOLVED, "corrected", "Yusuf")
    assert done.messages.last().text == "Thank you."


def test_pressing_twice_says_it_once(query: Query, people: People) -> None:
    one = query.council_return
    assert asking.ask(one=one, cell=REFERRALS, text="Why did referrals rise? ", by=people.performance) == query
    assert asking.ask(one=one, cell=REFERRALS, text="Why did referrals rise?", by=people.analyst) != query
    for _ in range(2):
        asking.reply(query=query, text="A backlog.", by=people.derby)
        asking.offer_support(query=query, words="A call", by=people.performance)
    assert query.messages.count() == 2
    for _ in range(2):
        asking.settle(query=query, how=Settled.EXPLAINED, text="Thanks", by=people.performance)
    assert query.messages.count() == 3
    with pytest.raises(DeskError, match="the explanation was accepted"):
        asking.settle(query=query, how=Settled.WITHDRAWN, by=people.performance)
    with pytest.raises(DeskError, match="noted already for this query: A call"):
        asking.offer_support(query=query, words="A visit", by=people.performance)
    assert Entry.objects.filter(action__in=["returns.reply", "returns.settle", "returns.offer_support"]).count() == 3


def test_a_cancelled_round_asks_nothing(derby_return: Return, round_: Round, people: People) -> None:
    one = hand_in(derby_return, people.derby)
    cancel_round(round_=round_, reason="Merged with the next", by=people.coordinator)
    with pytest.raises(DeskError, match="cancelled"):
        asking.ask(one=one, text="Why?", by=people.analyst)


def test_whose_turn_it_is_and_until_when(query: Query, people: People, at: At) -> None:
    assert desk.turn_of(again(query)) == desk.Turn("the council", dt.date(2026, 10, 1), dt.date(2026, 10, 8))
    with at(dt.date(2026, 10, 6)):
        asking.reply(query=query, text="A backlog.", by=people.derby)
    assert desk.turn_of(again(query)) == desk.Turn("the desk", dt.date(2026, 10, 6), dt.date(2026, 10, 13))
    with at(dt.date(2026, 10, 9)):
        asking.reply(query=query, text="Since when?", by=people.performance)
    with at(dt.date(2026, 10, 12)):
        asking.reply(query=query, text="I mean which month?", by=people.performance)
    assert desk.turn_of(again(query)) == desk.Turn("the council", dt.date(2026, 10, 9), dt.date(2026, 10, 16))
    asking.settle(query=query, how=Settled.WITHDRAWN, by=people.performance)
    assert desk.turn_of(again(query)) is None


@pytest.mark.parametrize(
    ("answered", "today", "expected"),
    [
        (dt.date(2026, 10, 8), dt.date(2026, 10, 30), (1, 1, 0)),
        (dt.date(2026, 10, 9), dt.date(2026, 10, 30), (0, 1, 0)),
        (None, dt.date(2026, 10, 8), (0, 0, 1)),
        (None, dt.date(2026, 10, 9), (0, 1, 0)),
    ],
)
def test_answered_in_time(
    query: Query, people: People, at: At, answered: dt.date | None, today: dt.date, expected: tuple[int, int, int]
) -> None:
    if answered:
        with at(answered):
            asking.reply(query=query, text="A backlog.", by=people.derby)
    share = desk.in_time([again(query)], today)
    assert (share.good, share.of, share.running) == expected


def test_a_corrected_figure_is_an_answer_and_one_taken_back_counts_nowhere(
    query: Query, people: People, at: At
) -> None:
    other = asking.ask(one=query.council_return, text="Anything else?", by=people.performance)
    asking.settle(query=other, how=Settled.WITHDRAWN, by=people.performance)
    with at(dt.date(2026, 10, 7)):
        hand_in(query.council_return, people.derby, {REFERRALS: "790"})
        asking.settle(query=query, how=Settled.CORRECTED, by=people.performance)
    share = desk.in_time([again(query), again(other)], dt.date(2026, 12, 1))
    assert (share.good, share.of, share.percent, share.is_met) == (1, 1, 100, True)


def test_when_the_trail_fails_nothing_has_changed(
    derby_return: Return, people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = hand_in(derby_return, people.derby)

    def refuse(**_: object) -> None:
        raise RuntimeError("no trail")

    monkeypatch.setattr("riia.alliance.returns.services.moving.record", refuse)
    with pytest.raises(RuntimeError):
        asking.ask(one=one, text="Why?", by=people.performance)
    assert fresh(one).state == ReturnState.SUBMITTED
    assert not Query.objects.exists()
    assert not Notice.objects.exists()


def test_the_council_is_written_to_once_after_the_change_is_safe(
    derby_return: Return, people: People, django_capture_on_commit_callbacks
) -> None:
    one = hand_in(derby_return, people.derby)
    with django_capture_on_commit_callbacks() as waiting:
        query = asking.ask(one=one, text="Why?", by=people.performance)
    assert mail.outbox == []
    for send in waiting:
        send()
    assert [message.to for message in mail.outbox] == [["priya@example.org"]]
    assert mail.outbox[0].subject.startswith("A question about the return of Derby for July to September 2026")
    assert "Why?" not in mail.outbox[0].body  # what is asked stays behind the sign-in
    assert Notice.objects.get(kind="query").sent_at
    with django_capture_on_commit_callbacks(execute=True):
        asking.reply(query=query, text="A backlog.", by=people.derby)
    assert sorted(message.to[0] for message in mail.outbox[1:]) == ["grace@example.org", "yusuf@example.org"]
    with django_capture_on_commit_callbacks(execute=True):
        asking.reply(query=query, text="A backlog.", by=people.derby)
    assert len(mail.outbox) == 3


def test_in_a_replay_nobody_is_written_to_and_it_is_logged(
    derby_return: Return, people: People, at: At, django_capture_on_commit_callbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True), at(dt.date(2026, 10, 5)):
        queried(derby_return, people.performance, people.derby)
    assert mail.outbox == []
    notice = Notice.objects.get(kind="query")
    assert (notice.day, notice.sent_at is not None) == (dt.date(2026, 10, 5), True)


def test_a_mail_server_that_refuses_leaves_the_change_and_its_problem(
    derby_return: Return, people: People, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks
) -> None:
    one = hand_in(derby_return, people.derby)

    def refused(_: object) -> None:
        raise SMTPServerDisconnected

    monkeypatch.setattr(mail.EmailMessage, "send", refused)
    with django_capture_on_commit_callbacks(execute=True):
        query = asking.ask(one=one, text="Why?", by=people.performance)
    notice = Notice.objects.get(kind="query")
    assert notice.sent_at is None
    assert "could not be sent" in notice.problem
    assert again(query).state == QueryState.OPEN


def test_without_an_analyst_the_coordinator_is_at_the_desk(
    derby_return: Return, make: Make, django_capture_on_commit_callbacks
) -> None:
    helen = make("Helen", Role.COORDINATOR, EAST_MIDLANDS)
    lead = make("Priya", Role.COUNCIL_PERFORMANCE_LEAD, "831")
    query = queried(derby_return, helen, lead)
    with django_capture_on_commit_callbacks(execute=True):
        asking.reply(query=query, text="A backlog.", by=lead)
    assert [message.to for message in mail.outbox] == [["helen@example.org"]]
