"""Decisions: by whom, within the money, with the reason, and never about one's own council."""

import datetime as dt

import pytest
from django.core import mail
from django.db import IntegrityError, transaction

from riia.alliance.access.models import Person
from riia.alliance.audit.models import Entry
from riia.alliance.offer.errors import CallError, NotYours, Stale
from riia.alliance.offer.models import Application, Award, Call, Decision
from riia.alliance.offer.services import applications, calls, deciding, panel
from riia.alliance.offer.services.deciding import Ruling, ask_for_more, decline
from tests.alliance.offer.conftest import AFTER, DERBY, LEICESTER, WHOLE, People, ruling, score

MINUTE = "Directors’ group, item 4"


def award(one: Application, pence: int, by: Person, minute: str = MINUTE) -> Award:
    return deciding.award(one=one, amount_pence=pence, ruling=ruling(one, minute=minute), by=by)


def test_the_lead_decides_but_not_about_their_own_council(scored: dict[str, Application], people: People) -> None:
    made = award(scored[LEICESTER], 1_000_000, people.lead, minute="")
    assert (made.amount_pence, made.application.state) == (1_000_000, "awarded")
    assert made.dues.get().kind == "end-report"
    with pytest.raises(NotYours, match="You hold a role at this council"):
        award(scored[DERBY], 1, people.lead)


def test_a_minute_records_what_a_meeting_decided(scored: dict[str, Application], people: People) -> None:
    with pytest.raises(NotYours, match="Enter its minute"):
        award(scored[DERBY], 100, people.coordinator, minute=" ")
    award(scored[DERBY], 100, people.coordinator)
    assert Decision.objects.get().minute == MINUTE
    assert Entry.objects.get(action="offer.award").details["minute"] == MINUTE


@pytest.mark.parametrize("who", ["performance", "panellist", "derby_dcs", "leicester", "auditor", "dfe", "southwest"])
def test_nobody_else_decides(scored: dict[str, Application], people: People, who: str) -> None:
    with pytest.raises(NotYours):
        award(scored[LEICESTER], 100, getattr(people, who))


def test_who_declared_an_interest_does_not_decide(with_panel: dict[str, Application], people: People) -> None:
    one = with_panel[LEICESTER]
    panel.declare(one=one, conflict=True, words="I led the team there.", by=people.lead)
    with pytest.raises(NotYours, match="You declared an interest"):
        decline(one=one, ruling=ruling(one), by=people.lead)


def test_an_award_stays_within_what_was_asked_and_what_is_left(
    scored: dict[str, Application], call: Call, people: People
) -> None:
    with pytest.raises(CallError, match=r"asked for £12,500\.50"):
        award(scored[DERBY], 1_250_051, people.coordinator)
    with pytest.raises(CallError, match="more than £0"):
        award(scored[DERBY], 0, people.coordinator)
    award(scored[LEICESTER], 2_000_000, people.coordinator)
    with pytest.raises(CallError, match=r"There is £10,000\.00 left"):
        award(scored[DERBY], 1_000_001, people.coordinator)
    award(scored[DERBY], 1_000_000, people.coordinator)
    call.refresh_from_db()
    assert call.awarded_pence == call.available_pence == 3_000_000
    with pytest.raises(IntegrityError), transaction.atomic():
        Call.objects.filter(pk=call.pk).update(awarded_pence=3_000_001)
    with pytest.raises(CallError, match="is awarded already"):
        calls.settle_money(call=call, available=2_999_999, most=None, reason="x", by=people.coordinator)


def test_nothing_is_awarded_while_the_money_is_not_settled(
    scored: dict[str, Application], call: Call, people: People
) -> None:
    calls.settle_money(call=call, available=None, most=None, reason="The letter is late.", by=people.coordinator)
    with pytest.raises(CallError, match="not settled yet how much"):
        award(scored[DERBY], 100, people.coordinator)


def test_an_award_rests_on_two_who_scored(with_panel: dict[str, Application], people: People) -> None:
    one = with_panel[DERBY]
    score(one, people.performance, 3, 3)
    with pytest.raises(CallError, match="1 of 2 panel members has scored"):
        award(one, 100, people.coordinator)
    assert not Award.objects.exists()


def test_more_is_asked_answered_and_scored_again(scored: dict[str, Application], call: Call, people: People) -> None:
    one, by = scored[DERBY], people.coordinator
    with pytest.raises(CallError, match="after today"):
        ask_for_more(one=one, ruling=ruling(one, minute=MINUTE), answer_by=AFTER, by=by)
    answer_by = AFTER + dt.timedelta(days=7)
    ask_for_more(one=one, ruling=ruling(one, "What does the post cost?", MINUTE), answer_by=answer_by, by=by)
    one.refresh_from_db()
    assert (one.state, one.answer_by) == ("more asked", answer_by)
    old = ruling(one, minute=MINUTE)
    typed = {**WHOLE, "spending": "The post, £31,000 a year."}
    saved = applications.save_parts(one=one, typed=typed, base_revision=one.revision, by=people.derby_officer)
    assert applications.submit(one=one, revision=saved.one.revision, by=people.derby).number == 2
    with pytest.raises(Stale):
        deciding.award(one=one, amount_pence=1, ruling=old, by=by)
    with pytest.raises(CallError, match="0 of 2 panel members have scored this version"):
        award(one, 100, by)
    score(one, people.performance, 3, 3)
    score(one, people.panellist, 3, 3)
    assert award(one, 100, by).application == one


def test_more_comes_too_late(scored: dict[str, Application], people: People, live) -> None:
    one = scored[DERBY]
    answer_by = AFTER + dt.timedelta(days=7)
    ask_for_more(one=one, ruling=ruling(one, minute=MINUTE), answer_by=answer_by, by=people.coordinator)
    one.refresh_from_db()
    live(answer_by + dt.timedelta(days=1))
    with pytest.raises(CallError, match="Ask the regional coordinator to set another day"):
        applications.submit(one=one, revision=one.revision, by=people.derby)
    ask_for_more(
        one=one, ruling=ruling(one, minute=MINUTE), answer_by=answer_by + dt.timedelta(7), by=people.coordinator
    )
    one.refresh_from_db()
    assert applications.submit(one=one, revision=one.revision, by=people.derby).number == 2


@pytest.mark.usefixtures("sent_at_once")
def test_a_council_reads_why_it_was_declined(scored: dict[str, Application], people: People) -> None:
    one = scored[LEICESTER]
    with pytest.raises(CallError, match="Say why"):
        decline(one=one, ruling=Ruling(" ", 1, MINUTE), by=people.coordinator)
    mail.outbox.clear()
    decline(one=one, ruling=ruling(one, "The plan has no dates.", MINUTE), by=people.coordinator)
    assert [each.to for each in mail.outbox] == [["ines@example.org"]]
    assert f"/funding/applications/{one.reference}/" in mail.outbox[0].body
    with pytest.raises(CallError, match="nothing is decided"):
        award(one, 100, people.coordinator)


def test_results_are_published_once_all_is_decided(scored: dict[str, Application], call: Call, people: People) -> None:
    by = people.coordinator
    award(scored[DERBY], 100, by)
    with pytest.raises(CallError, match="1 application waits for a decision"):
        calls.publish(call=call, by=by)
    decline(one=scored[LEICESTER], ruling=ruling(scored[LEICESTER], minute=MINUTE), by=by)
    assert calls.publish(call=call, by=by).state == "decided"
    with pytest.raises(CallError, match="1 award is still running"):
        calls.finish(call=call, by=by)


def test_a_decision_and_its_line_in_the_trail_are_one(
    scored: dict[str, Application], call: Call, people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    from riia.alliance.offer.services import moving

    def broken(**_: object) -> None:
        raise RuntimeError("the trail is full")

    monkeypatch.setattr(moving, "record", broken)
    with pytest.raises(RuntimeError):
        award(scored[DERBY], 100, people.coordinator)
    call.refresh_from_db()
    assert (call.awarded_pence, Award.objects.count(), Decision.objects.count()) == (0, 0, 0)
