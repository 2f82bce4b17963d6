"""A call is prepared, opened, changed, given to the panel, published, finished, cancelled: by whom, and when not."""

import dataclasses
import datetime as dt
from collections.abc import Callable

import pytest
from django.core import mail
from django.db import IntegrityError, transaction

from riia.alliance.access.queries import scope_for
from riia.alliance.audit.models import Entry
from riia.alliance.offer.errors import CallError, Incomplete, NotYours
from riia.alliance.offer.models import Application, Call, CallKind, Letter
from riia.alliance.offer.policies import Days, day_lines, day_problems, proposed_days
from riia.alliance.offer.queries import awards, reading
from riia.alliance.offer.services import calls, criteria, panel
from riia.alliance.offer.services.calls import Text
from riia.alliance.places.models import Alliance, AllianceMember, Place
from tests.alliance.offer.conftest import (
    AFTER,
    BRISTOL,
    CLOSES,
    DAYS,
    DERBY,
    LEICESTER,
    MEANINGS,
    TODAY,
    Live,
    People,
    apply,
)


def test_a_call_opens_only_whole(alliance: Alliance, people: People) -> None:
    by = people.coordinator
    bare = calls.prepare_call(alliance=alliance, text=Text("AI projects", CallKind.AI_PROJECT), by=by)
    with pytest.raises(Incomplete) as told:
        calls.open_call(call=bare, by=by)
    words = " ".join(told.value.problems.values())
    for part in ("what the money is for", "at least one criterion", "at least 2 people", "the last day to apply"):
        assert part in words
    bare.refresh_from_db()
    assert (bare.state, Letter.objects.count()) == ("draft", 0)


@pytest.mark.usefixtures("sent_at_once")
def test_opening_tells_every_council_that_may_apply(draft: Call, people: People, places: dict[str, Place]) -> None:
    calls.choose_councils(call=draft, councils=[places[DERBY], places[LEICESTER]], by=people.coordinator)
    opened = calls.open_call(call=draft, by=people.coordinator)
    assert opened.state == "open"
    told = sorted(each.to[0].split("@")[0] for each in mail.outbox)
    assert told == ["dora", "ines", "martin", "priya"]
    assert all(each.sent_at for each in Letter.objects.all())
    assert "2 February 2026" in mail.outbox[0].body
    assert f"/funding/{draft.reference}/" in mail.outbox[0].body
    entry = Entry.objects.get(action="offer.open_call")
    assert {DERBY, LEICESTER} <= set(entry.places.values_list("code", flat=True))


@pytest.mark.parametrize(("code", "who"), [(LEICESTER, "leicester"), (DERBY, "derby")])
def test_a_council_that_left_sees_no_call_but_those_it_applied_to(
    call: Call, people: People, places: dict[str, Place], code: str, who: str
) -> None:
    apply(call, places[DERBY], people.derby)
    published = Call.objects.create(
        alliance=call.alliance, title="Earlier", kind=CallKind.OTHER, state="cancelled", published_at=call.opened_at,
        maker_label="x",
    )  # fmt: skip
    scope = scope_for(getattr(people, who))
    assert reading.get_call(scope, call.reference)
    assert list(awards.published(scope)) == [published]
    AllianceMember.objects.filter(council__code=code).update(valid_to=TODAY - dt.timedelta(days=1))
    assert (reading.get_call(scope, call.reference) is not None) is (code == DERBY)
    assert not awards.published(scope).exists()


def test_a_title_has_one_line(draft: Call, people: People, sent_at_once: None) -> None:
    calls.change_text(call=draft, text=Text("Data\r\nBcc: all", CallKind.OTHER, "p"), by=people.coordinator)
    calls.open_call(call=draft, by=people.coordinator)
    assert {one.subject for one in mail.outbox} == {"Open for applications: Data Bcc: all"}


def test_one_person_is_no_panel(draft: Call, people: People) -> None:
    for member in draft.panel.exclude(person=people.lead):
        panel.remove_member(member=member, by=people.coordinator)
    with pytest.raises(Incomplete) as told:
        calls.open_call(call=draft, by=people.coordinator)
    assert list(told.value.problems.values()) == ["Name at least 2 people for the panel; there is one."]


@pytest.mark.parametrize("name", ["closes_on", "panel_by", "decision_by", "awards_end"])
def test_days_out_of_order_are_refused_by_name(draft: Call, people: People, name: str) -> None:
    wrong = dataclasses.replace(DAYS, **{name: dt.date(2025, 12, 1)})
    with pytest.raises(Incomplete) as told:
        calls.set_days(call=draft, days=wrong, by=people.coordinator)
    assert name in told.value.problems
    with pytest.raises(IntegrityError), transaction.atomic():
        Call.objects.filter(pk=draft.pk).update(state="open", **{name: dt.date(2025, 12, 1)})


def test_days_say_how_they_were_counted() -> None:
    lines = day_lines(DAYS)
    assert [each.counted for each in lines[:3]] == [
        "", "20 working days after the opening", "10 working days after the last day to apply",
    ]  # fmt: skip
    assert day_lines(Days(closes_on=dt.date(2026, 4, 3)))[0].warning == "a bank holiday (Good Friday)"
    assert day_problems(proposed_days(dt.date(2026, 12, 20))) == {}


def test_money_not_settled_is_not_nothing(draft: Call, people: People) -> None:
    by = people.coordinator
    assert calls.settle_money(call=draft, available=None, most=None, by=by).available_pence is None
    with pytest.raises(CallError, match="more than £0"):
        calls.settle_money(call=draft, available=0, most=None, by=by)
    with pytest.raises(CallError, match="more than all the money"):
        calls.settle_money(call=draft, available=100, most=101, by=by)
    for awarded, available in ((1, None), (2, 1), (-1, 5)):
        with pytest.raises(IntegrityError), transaction.atomic():
            Call.objects.filter(pk=draft.pk).update(awarded_pence=awarded, available_pence=available)


def test_what_councils_rely_on_no_longer_changes(call: Call, people: People) -> None:
    by = people.coordinator
    with pytest.raises(CallError, match="This call is open"):
        calls.change_text(call=call, text=Text("Other", CallKind.OTHER), by=by)
    with pytest.raises(CallError, match="This call is open"):
        criteria.add_criterion(call=call, title="New", asks="How.", weight=5, meanings=MEANINGS, by=by)
    with pytest.raises(CallError, match="Say why the money"):
        calls.settle_money(call=call, available=5_000_000, most=None, by=by)
    criteria.add_document(call=call, title="Questions and answers", url="https://example.org/qa", by=by)
    calls.settle_money(call=call, available=5_000_000, most=None, reason="The grant letter came.", by=by)


@pytest.mark.usefixtures("sent_at_once")
def test_councils_are_told_of_other_money_and_whom_to_ask(call: Call, people: People) -> None:
    mail.outbox.clear()
    calls.settle_money(call=call, available=2_500_000, most=None, reason="The letter came.", by=people.coordinator)
    assert len(mail.outbox) == 5
    assert "is now £25,000.00, for one application no limit. The letter came." in mail.outbox[0].body
    assert "Questions: write to Helen (helen@example.org)" in mail.outbox[0].body


def test_a_call_changed_meanwhile_is_not_overwritten(draft: Call, people: People) -> None:
    seen = draft.revision
    calls.change_text(call=draft, text=Text("First", CallKind.OTHER), revision=seen, by=people.coordinator)
    with pytest.raises(CallError, match="Somebody else changed this call"):
        calls.change_text(call=draft, text=Text("Second", CallKind.OTHER), revision=seen, by=people.coordinator)


@pytest.mark.usefixtures("sent_at_once")
def test_the_last_day_moves_for_everybody_and_they_are_told(call: Call, people: People, live: Live) -> None:
    by, later = people.coordinator, dataclasses.replace(DAYS, closes_on=dt.date(2026, 2, 9))
    with pytest.raises(CallError, match="Say why"):
        calls.set_days(call=call, days=later, by=by)
    mail.outbox.clear()
    live(AFTER)
    calls.set_days(call=call, days=later, reason="Half term.", by=by)
    assert len(mail.outbox) == 5
    assert "9 February 2026" in mail.outbox[0].body
    with pytest.raises(CallError, match="that day stays"):
        calls.set_days(call=call, days=dataclasses.replace(later, opens_on=CLOSES - dt.timedelta(9)), reason="x", by=by)


@pytest.mark.usefixtures("sent_at_once")
def test_the_panel_gets_the_applications_after_the_last_day(
    call: Call, submitted: dict[str, Application], people: People, places: dict[str, Place], live: Live
) -> None:
    from riia.alliance.offer.services.applications import begin

    idle = begin(call=call, council=places["892"], by=people.nottingham)
    with pytest.raises(CallError, match="may apply until 2 February 2026"):
        calls.give_to_panel(call=call, by=people.coordinator)
    live(AFTER)
    mail.outbox.clear()
    calls.give_to_panel(call=call, by=people.coordinator)
    idle.refresh_from_db()
    assert idle.state == "not submitted"
    assert sorted(each.to[0].split("@")[0] for each in mail.outbox) == ["martin", "pat", "yusuf"]
    assert "2 applications for “Data capacity” wait for your scores by 16 February 2026." in mail.outbox[0].body


def test_a_call_with_nothing_awarded_can_be_cancelled(call: Call, people: People) -> None:
    with pytest.raises(CallError, match="Say why"):
        calls.cancel(call=call, reason=" ", by=people.coordinator)
    assert calls.cancel(call=call, reason="The money went.", by=people.coordinator).state == "cancelled"


DOORS: list[tuple[str, Callable[[Call, People, Place], object]]] = [
    ("text", lambda call, who, _: calls.change_text(call=call, text=Text("x", CallKind.OTHER), by=who)),
    ("money", lambda call, who, _: calls.settle_money(call=call, available=5, most=None, by=who)),
    ("days", lambda call, who, _: calls.set_days(call=call, days=DAYS, by=who)),
    ("councils", lambda call, who, place: calls.choose_councils(call=call, councils=[place], by=who)),
    ("criterion", lambda call, who, _: criteria.add_criterion(
        call=call, title="a", asks="b", weight=1, meanings=MEANINGS, by=who)),
    ("document", lambda call, who, _: criteria.add_document(call=call, title="a", url="https://example.org", by=who)),
    ("open", lambda call, who, _: calls.open_call(call=call, by=who)),
    ("give", lambda call, who, _: calls.give_to_panel(call=call, by=who)),
    ("publish", lambda call, who, _: calls.publish(call=call, by=who)),
    ("finish", lambda call, who, _: calls.finish(call=call, by=who)),
    ("cancel", lambda call, who, _: calls.cancel(call=call, reason="x", by=who)),
    ("panel", lambda call, who, _: panel.name_member(call=call, person=who, by=who)),
]  # fmt: skip


@pytest.mark.parametrize(("name", "door"), DOORS, ids=[name for name, _ in DOORS])
@pytest.mark.parametrize("who", ["performance", "lead", "panellist", "derby_dcs", "auditor", "dfe", "southwest"])
def test_only_the_regions_coordinator_runs_a_call(
    draft: Call, people: People, places: dict[str, Place], name: str, door: Callable[..., object], who: str
) -> None:
    with pytest.raises(NotYours):
        door(draft, getattr(people, who), places[DERBY])


def test_nothing_changes_when_the_trail_cannot_be_written(
    draft: Call, people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(calls, "record", _broken)
    with pytest.raises(RuntimeError):
        calls.open_call(call=draft, by=people.coordinator)
    draft.refresh_from_db()
    assert draft.state == "draft"


def _broken(**_: object) -> None:
    raise RuntimeError("the trail is full")


def test_who_sees_which_call(draft: Call, people: People) -> None:
    def seen(who: str) -> bool:
        return reading.get_call(scope_for(getattr(people, who)), draft.reference) is not None

    inside = {"coordinator", "performance", "lead", "auditor"}
    everybody = people._fields
    assert {who for who in everybody if seen(who)} == inside
    calls.open_call(call=draft, by=people.coordinator)
    councils = {"derby", "derby_officer", "derby_dcs", "leicester", "nottingham"}
    assert {who for who in everybody if seen(who)} == inside | councils | {"panellist"}


def test_who_may_be_on_a_panel(draft: Call, people: People) -> None:
    for who in (people.derby, people.dfe, people.lga, people.bristol, people.southwest):
        with pytest.raises(CallError, match="role “Panel member” or a role over the region"):
            panel.name_member(call=draft, person=who, by=people.coordinator)
    with pytest.raises(CallError, match="Only member councils"):
        calls.choose_councils(call=draft, councils=[Place.objects.get(code=BRISTOL)], by=people.coordinator)
    member = draft.panel.get(person=people.panellist)
    panel.remove_member(member=member, by=people.coordinator)
    panel.name_member(call=draft, person=people.panellist, by=people.coordinator)
    member.refresh_from_db()
    assert member.left_on is None


def test_a_named_simulated_person_makes_a_simulated_call(alliance: Alliance, people: People) -> None:
    people.coordinator.is_persona = True
    people.coordinator.save()
    made = calls.prepare_call(alliance=alliance, text=Text("x", CallKind.OTHER), by=people.coordinator)
    assert made.simulated
