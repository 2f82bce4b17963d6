"""Validating: by the desk, never by who submitted, never over an open query or a change the desk has not seen."""

import pytest
from django.core import mail

from riia.alliance.audit.models import Entry
from riia.alliance.returns.errors import DeskError, NotYours, Stale
from riia.alliance.returns.models import Notice, Return, Round, Settled, Version
from riia.alliance.returns.services.asking import settle
from riia.alliance.returns.services.rounds import cancel_round
from riia.alliance.returns.services.validating import validate
from riia.alliance.returns.states import RETURN_TRANSITIONS, ReturnState
from tests.alliance.returns.conftest import OPENS, Give, People
from tests.alliance.returns.desk_steps import (
    FOUND,
    REFERRALS,
    brought_to,
    explain,
    fresh,
    hand_in,
    queried,
    validated,
    write,
)


@pytest.fixture
def handed_in(derby_return: Return, people: People) -> Return:
    return hand_in(derby_return, people.derby)


def test_the_desk_validates_and_the_director_is_written_to(
    handed_in: Return, people: People, django_capture_on_commit_callbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        validate(one=handed_in, version=1, by=people.performance)
    one = fresh(handed_in)
    assert (one.state, one.validated_on) == (ReturnState.VALIDATED, OPENS)
    assert Entry.objects.get(action="returns.validate").summary == "Validated version 1"
    assert [(message.to, "/sign/" in message.body) for message in mail.outbox] == [(["martin@example.org"], True)]


@pytest.mark.parametrize("state", list(ReturnState))
def test_only_what_is_with_the_desk_is_validated(derby_return: Return, people: People, state: ReturnState) -> None:
    one = brought_to(derby_return, state, people)
    if state is ReturnState.VALIDATED:  # pressed twice: it stays as it is
        validate(one=one, version=1, by=people.performance)
        assert one.steps.filter(after=state).count() == 1
        return
    if state is ReturnState.IN_QUERY:
        settle(query=one.queries.get(), how=Settled.WITHDRAWN, by=people.performance)
    if ReturnState.VALIDATED in RETURN_TRANSITIONS[state]:
        validate(one=one, version=1, by=people.performance)
        assert fresh(one).state == ReturnState.VALIDATED
        return
    with pytest.raises(DeskError, match=state.value):
        validate(one=one, version=1, by=people.performance)
    assert fresh(one).state == state


def test_who_submits_cannot_validate_not_even_a_later_version(derby_return: Return, people: People, give: Give) -> None:
    give(people.performance, "council-performance-lead", "831")
    hand_in(derby_return, people.performance)
    with pytest.raises(NotYours, match="You submitted this return"):
        validate(one=derby_return, version=1, by=people.performance)
    validate(one=derby_return, version=1, by=people.analyst)
    assert fresh(derby_return).state == ReturnState.VALIDATED


@pytest.mark.parametrize("who", ["derby", "derby_dcs", "leicester", "leicester_dcs", "bristol", "southwest", "dfe"])
def test_nobody_else_validates(handed_in: Return, people: People, who: str) -> None:
    with pytest.raises(NotYours):
        validate(one=handed_in, version=1, by=getattr(people, who))
    assert fresh(handed_in).state == ReturnState.SUBMITTED


def test_a_newer_version_is_looked_at_first(derby_return: Return, people: People) -> None:
    query = queried(derby_return, people.performance, people.derby)
    hand_in(derby_return, people.derby, {REFERRALS: "790"})
    settle(query=query, how=Settled.CORRECTED, by=people.performance)
    with pytest.raises(Stale, match="version 2 since"):
        validate(one=derby_return, version=1, by=people.performance)
    with pytest.raises(Stale):
        validate(one=derby_return, version=3, by=people.performance)
    validate(one=derby_return, version=2, by=people.performance)
    assert fresh(derby_return).state == ReturnState.VALIDATED


def test_an_open_query_is_settled_first(derby_return: Return, people: People) -> None:
    query = queried(derby_return, people.performance, people.derby)
    with pytest.raises(DeskError, match="1 query is not settled"):
        validate(one=derby_return, version=1, by=people.performance)
    settle(query=query, how=Settled.WITHDRAWN, by=people.performance)
    validate(one=derby_return, version=1, by=people.performance)


@pytest.mark.parametrize("change", ["answer", "blanked", "unreadable", "explanation"])
def test_a_change_that_was_not_submitted_is_waited_for(derby_return: Return, people: People, change: str) -> None:
    explain(derby_return, "A backlog.")
    explain(derby_return, "Of something the checks no longer find", key="RET-ZERO ehcps-issued.number")
    one = hand_in(derby_return, people.derby, outcomes=[FOUND])
    match change:
        case "answer":
            write(one, {REFERRALS: "813"})
        case "blanked":
            write(one, {REFERRALS: ""})
        case "unreadable":
            one.entries.filter(cell=str(REFERRALS)).update(typed="8i2", problem="Not a number")
        case _:
            explain(one, "Another reason.")
    with pytest.raises(DeskError, match="has changed its return"):
        validate(one=one, version=1, by=people.performance)
    assert fresh(one).state == ReturnState.SUBMITTED


def test_an_explanation_of_what_is_no_longer_found_is_no_change(derby_return: Return, people: People) -> None:
    explain(derby_return, "Of something the checks no longer find", key="RET-ZERO ehcps-issued.number")
    assert validated(derby_return, people.performance, people.derby, outcomes=[FOUND]).state == ReturnState.VALIDATED


def test_in_a_cancelled_round_nothing_is_validated(handed_in: Return, round_: Round, people: People) -> None:
    cancel_round(round_=round_, reason="Merged with the next", by=people.coordinator)
    with pytest.raises(DeskError, match="cancelled"):
        validate(one=handed_in, version=1, by=people.performance)


def test_when_the_trail_fails_nothing_has_changed(
    handed_in: Return, people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(**_: object) -> None:
        raise RuntimeError("no trail")

    monkeypatch.setattr("riia.alliance.returns.services.moving.record", refuse)
    with pytest.raises(RuntimeError):
        validate(one=handed_in, version=1, by=people.performance)
    one = fresh(handed_in)
    assert (one.state, one.validated_on) == (ReturnState.SUBMITTED, None)
    assert not Notice.objects.filter(kind="to-sign").exists()
    assert Version.objects.count() == 1
