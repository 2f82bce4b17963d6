"""A round that follows its register: what may not be collected any more is taken out, and the rest goes on."""

import datetime as dt

import pytest

from riia.alliance.agreements.models import ItemLine
from riia.alliance.agreements.register_errors import RegisterRefused
from riia.alliance.agreements.states_register import ItemStatus
from riia.alliance.audit.models import Entry
from riia.alliance.figures.models import InYearValue
from riia.alliance.returns.errors import DeskError, NotYours
from riia.alliance.returns.models import Return, Round
from riia.alliance.returns.queries.reading import form_for
from riia.alliance.returns.queries.signing import sheet_of
from riia.alliance.returns.services.rounds import follow_register
from riia.alliance.returns.services.signing import sign
from tests.alliance.returns.conftest import People
from tests.alliance.returns.desk_steps import FOUND, fresh, validated


def drop(key: str) -> None:
    """The register stops asking for an item from 10 October 2026 on."""
    line = ItemLine.objects.get(item__key=key)
    line.pk, line.starts_on, line.status = None, dt.date(2026, 10, 10), ItemStatus.DROPPED
    line.decided_on = line.decided_on or dt.date(2026, 10, 9)
    line.save()


def test_a_dropped_item_stops_a_signature_until_the_round_follows(
    derby_return: Return, people: People, live: object
) -> None:
    about = FOUND | {"cells": ["referrals.number"], "key": "RET-CHANGE referrals.number", "words": "Referrals: 812."}
    ready = validated(derby_return, people.performance, people.derby, outcomes=[about])
    assert "Referrals: 812." in str(sheet_of(fresh(ready)))
    drop("referrals")
    live(dt.date(2026, 10, 12))  # type: ignore[operator]
    with pytest.raises((DeskError, RegisterRefused), match=r"[Rr]eferrals"):
        sign(one=ready, seen=sheet_of(fresh(ready)).seen, by=people.derby_dcs)
    one = follow_register(round_=ready.round, reason="Dropped by the directors.", by=people.performance)
    assert "referrals" not in {item.register_key for item in form_for(one).items}
    sheet = sheet_of(fresh(ready))
    assert "812" not in str(sheet), "what was taken out stands in no finding and no change"
    assert sheet.answered <= sheet.asked
    sign(one=fresh(ready), seen=sheet.seen, by=people.derby_dcs)
    assert not InYearValue.objects.filter(indicator="referrals").exists()
    assert InYearValue.objects.exists()
    assert Entry.objects.get(action="returns.follow_register").details["out"] == ["referrals"]


def test_nothing_to_follow_nobody_else_and_nothing_left(round_: Round, people: People, live: object) -> None:
    with pytest.raises(DeskError, match="nothing to take out"):
        follow_register(round_=round_, reason="To be sure.", by=people.performance)
    drop("referrals")
    live(dt.date(2026, 10, 12))  # type: ignore[operator]
    with pytest.raises(DeskError, match="Say why"):
        follow_register(round_=round_, reason=" ", by=people.performance)
    with pytest.raises(NotYours):
        follow_register(round_=round_, reason="Mine.", by=people.derby)
    Round.objects.update(items=["referrals"])
    with pytest.raises(DeskError, match="Cancel the round"):
        follow_register(round_=round_, reason="All of it.", by=people.performance)


def test_the_page_says_what_would_go(round_: Round, people: People, live: object, signed_in: object) -> None:
    browser = signed_in(people.performance)  # type: ignore[operator]
    address = f"/returns/rounds/{round_.reference}/register/"
    nothing = browser.get(address).content.decode()
    assert "The register allows all that this round asks, so there is nothing to take out." in nothing
    assert "Take them out" not in nothing
    drop("referrals")
    live(dt.date(2026, 10, 12))  # type: ignore[operator]
    page = browser.get(address).content.decode()
    assert "Not allowed any more: Referrals to children" in page
    browser.post(address, {"reason": "Dropped by the directors."})
    assert "referrals" not in Round.objects.get(pk=round_.pk).items
