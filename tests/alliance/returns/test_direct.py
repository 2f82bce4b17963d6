"""Rounds in which each council sends its own return: noted once it is signed, then answered."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from riia.alliance.access.models import Person
from riia.alliance.agreements.models import ItemLine
from riia.alliance.agreements.register_errors import MayNotSend
from riia.alliance.returns.errors import DeskError, NotYours
from riia.alliance.returns.models import Return, Round, Route
from riia.alliance.returns.presenters.desk import whose_turn
from riia.alliance.returns.services.direct import note_answer, note_sent
from riia.alliance.returns.states import ReturnState
from tests.alliance.returns.conftest import People
from tests.alliance.returns.desk_steps import fresh, hand_in, signed


@pytest.fixture
def one(derby_return: Return, people: People) -> Return:
    """Derby's signed return of a round that goes directly."""
    Round.objects.update(route=Route.DIRECT)
    signed(derby_return, people.performance, people.derby, people.derby_dcs)
    return fresh(derby_return)


def test_the_council_sends_it_and_notes_it_once(one: Return, people: People) -> None:
    assert whose_turn(one) == "the council"
    with pytest.raises(DeskError, match="Say how"):
        note_sent(one=one, how=" ", by=people.derby)
    for _ in range(2):
        note_sent(one=one, how="secure service", by=people.derby)
    one = fresh(one)
    assert (one.state, one.sent_on is not None) == (ReturnState.SENT, True)
    assert one.steps.filter(after="sent").count() == 1
    with pytest.raises(DeskError, match="Say why"):
        note_answer(one=one, outcome="rejected", because="quality", by=people.derby)
    note_answer(one=one, outcome="rejected", because="quality", words="A sum is wrong", by=people.performance)
    assert fresh(one).state == ReturnState.REJECTED
    assert one.steps.last().reason == "quality of the data: A sum is wrong"
    with pytest.raises(DeskError, match="is rejected"):
        note_answer(one=one, outcome="accepted", by=people.derby)


@pytest.mark.parametrize("who", ["derby_dcs", "leicester", "southwest", "bristol", "analyst", "dfe"])
def test_nobody_else_notes_it(one: Return, people: People, who: str) -> None:
    by = getattr(people, who)
    with pytest.raises(NotYours):
        note_sent(one=one, how="secure service", by=by)
    with pytest.raises(NotYours):
        note_answer(one=one, outcome="accepted", by=by)


def test_what_may_not_go_or_is_not_signed_or_goes_by_the_region(
    one: Return, returns: dict[str, Return], people: People
) -> None:
    other = hand_in(returns["856"], people.leicester)
    with pytest.raises(DeskError, match="once its director has signed"):
        note_sent(one=other, how="secure service", by=people.leicester)
    ItemLine.objects.filter(item__key="referrals").update(onward=[])
    with pytest.raises(MayNotSend):
        note_sent(one=one, how="secure service", by=people.derby)
    Round.objects.update(route=Route.VIA_REGION)
    with pytest.raises(DeskError, match="by way of the region"):
        note_sent(one=one, how="secure service", by=people.derby)
    assert fresh(one).state == ReturnState.SIGNED


def test_when_the_trail_fails_nothing_has_changed(one: Return, people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(**_: object) -> None:
        raise RuntimeError("no trail")

    monkeypatch.setattr("riia.alliance.returns.services.moving.record", refuse)
    with pytest.raises(RuntimeError):
        note_sent(one=one, how="secure service", by=people.derby)
    assert (fresh(one).state, fresh(one).sent_on) == (ReturnState.SIGNED, None)


def test_from_the_page(one: Return, people: People, signed_in: Callable[[Person], Client]) -> None:
    client, page = signed_in(people.derby), reverse("returns:direct", args=[one.reference])
    assert page in client.get(reverse("returns:return", args=[one.reference])).content.decode()
    assert "Enter how it went" in client.post(page, {"how": ""}).content.decode()
    for _ in range(2):
        client.post(page, {"how": "secure service"})
    assert "Choose why it is rejected" in client.post(page, {"outcome": "rejected"}).content.decode()
    client.post(page, {"outcome": "accepted"})
    assert fresh(one).state == ReturnState.ACCEPTED
    assert "There is nothing to note now" in client.get(page).content.decode()
    assert signed_in(people.leicester).get(page).status_code == 404
    Round.objects.update(route=Route.VIA_REGION)
    assert signed_in(people.derby).get(page).status_code == 404
