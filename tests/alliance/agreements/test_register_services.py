"""Changes of the register: every move of an item walked, history kept, nothing half done when the trail fails."""

import datetime as dt
from itertools import product
from types import SimpleNamespace

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from riia.alliance.agreements import gate
from riia.alliance.agreements.audiences import Audience
from riia.alliance.agreements.models import Dataset, Guidance, ItemLine, NoticeAcceptance, SharingRules, Supersession
from riia.alliance.agreements.queries import register as queries
from riia.alliance.agreements.register_errors import MayNotSend, RegisterChangeError
from riia.alliance.agreements.services import instructions, register, register_entering
from riia.alliance.agreements.services.instructions import Onward, accept_notice, ask_onward, respond_onward
from riia.alliance.agreements.services.register import Decided, GuidanceText, decide_item
from riia.alliance.agreements.services.register_lines import Grounding, ItemText, write_line
from riia.alliance.agreements.services.register_typed import items_of_lines, items_of_set
from riia.alliance.agreements.states_register import (
    FIRST_STATUS,
    ITEM_MOVES,
    ONWARD_MOVES,
    REQUEST_MOVES,
    Basis,
    ItemStatus,
    OnwardState,
    RequestState,
)
from riia.alliance.audit.models import Entry
from riia.indicators.calendar import Frequency
from riia.indicators.returns.forms import form_of
from tests.alliance.agreements.register_world import (
    AGGREGATED,
    BEGINS,
    BY,
    SIGNED,
    TODAY,
    alliance,
    enter,
    item,
    make_register,
    make_version,
    on_a_monday,
    people,
    statuses,
    text_of,
    version,
)

__all__ = ["alliance", "on_a_monday", "people", "version"]
DAY = dt.timedelta(days=1)
MINUTE = "Directors’ group, minute 4"


def decided(on: dt.date = TODAY, starts: dt.date | None = None, reason: str = "agreed") -> Decided:
    return Decided(MINUTE, on, starts or on, reason)


def test_every_state_is_in_its_table_and_can_be_reached() -> None:
    for states, table, first in (
        (ItemStatus, ITEM_MOVES, {ItemStatus.PROPOSED}),
        (RequestState, REQUEST_MOVES, {RequestState.ASKED}),
        (OnwardState, ONWARD_MOVES, {OnwardState.ASKED}),
    ):
        assert set(table) == set(states)
        reached, queue = set(first), list(first)
        while queue:
            found = table[queue.pop()] - reached
            reached |= found
            queue += found
        assert reached == set(states)


def test_no_way_to_active_leads_past_the_check() -> None:
    """From proposed, an item is checked before it is active, whatever way it takes."""
    without_check = {state: moves - {ItemStatus.CHECKED} for state, moves in ITEM_MOVES.items()}
    reached, queue = {ItemStatus.PROPOSED}, [ItemStatus.PROPOSED]
    while queue:
        found = without_check[queue.pop()] - reached
        reached |= found
        queue += found
    assert ItemStatus.ACTIVE not in reached
    assert FIRST_STATUS[Basis.REQUEST] == {ItemStatus.PROPOSED}


def test_only_moves_of_the_table_are_written(version) -> None:
    one = item("dental")
    text = ItemText.of(one.lines.get())
    said = Grounding(Basis.DECISION, "why", MINUTE, TODAY)

    def write(status: ItemStatus) -> None:
        write_line(item=one, text=text, status=status, starts_on=TODAY, grounding=said, by=BY)

    for now, then in product(ItemStatus, ItemStatus):
        mark = transaction.savepoint_create()
        ItemLine.objects.filter(item=one).update(status=now)
        if then in ITEM_MOVES[now]:
            write(then)
            assert statuses("dental") == [now, then]
        else:
            with pytest.raises(RegisterChangeError, match="cannot become"):
                write(then)
            assert statuses("dental") == [now]
        transaction.savepoint_rollback(mark)


def test_review_keep_and_drop_with_history(version, people) -> None:
    one = item("referrals")
    for status in (ItemStatus.UNDER_REVIEW, ItemStatus.ACTIVE, ItemStatus.DROPPED):
        starts = TODAY + {"under-review": 0, "active": 1, "dropped": 2}[status] * DAY
        line = decide_item(item=one, status=status, decided=decided(TODAY, starts), by=people.chair)
        assert (line.basis, line.minute, line.recorder_label) == (Basis.DECISION, MINUTE, str(people.chair))
    assert statuses("referrals") == ["active", "under-review", "active", "dropped"]
    open_on = [
        gate.collectable(one.dataset.version.agreement.alliance, "dataset-1", TODAY + n * DAY) for n in range(-1, 3)
    ]
    assert ["referrals" in keys for keys in open_on] == [True, False, True, False]
    assert len(queries.history(one)) == 4
    assert Entry.objects.filter(action="agreements.decide_item", reason="agreed").count() == 3


def test_the_newest_decision_sets_aside_what_was_planned(version, people) -> None:
    one = item("dental")
    later = TODAY + 30 * DAY
    decide_item(item=one, status=ItemStatus.ACTIVE, decided=decided(starts=later), by=people.chair)
    decide_item(item=one, status=ItemStatus.DROPPED, decided=decided(), by=people.chair)
    assert statuses("dental") == ["under-review", "dropped"]
    assert gate.collectable(version.agreement.alliance, "dataset-2", later) == frozenset()
    assert [line.set_aside for line in queries.history(one)] == [True, False, False], "what was planned can be read"


@pytest.mark.parametrize(
    ("decision", "said"),
    [
        (Decided("", TODAY, TODAY, "why"), "meeting and minute"),
        (Decided(MINUTE, TODAY + DAY, TODAY + DAY, "why"), "in the future"),
        (Decided(MINUTE, TODAY, TODAY - DAY, "why"), "does not reach back"),
        (Decided(MINUTE, TODAY, TODAY, "  "), "why the directors"),
    ],
)
def test_a_decision_has_a_minute_a_day_and_a_reason(version, people, decision, said) -> None:
    with pytest.raises(RegisterChangeError, match=said):
        decide_item(item=item("dental"), status=ItemStatus.ACTIVE, decided=decision, by=people.chair)
    assert statuses("dental") == ["under-review"]


def test_history_is_not_rewritten_from_before_it_began(version, people) -> None:
    one = item("dental")
    decide_item(item=one, status=ItemStatus.DROPPED, decided=decided(), by=people.chair)
    past = Decided(MINUTE, TODAY - 60 * DAY, TODAY - 60 * DAY, "why")
    with pytest.raises(RegisterChangeError, match="has stood as dropped since 23 November 2026"):
        decide_item(item=one, status=ItemStatus.ACTIVE, decided=past, by=people.chair)


def test_the_database_itself_refuses_an_active_item_without_a_minute(version) -> None:
    line = item("dental").lines.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        ItemLine.objects.filter(pk=line.pk).update(status=ItemStatus.ACTIVE, basis=Basis.REQUEST)


@pytest.mark.parametrize("who", ["derby", "derby_dcs", "analyst", "dfe", "bristol"])
def test_who_may_not_decide_or_keep(version, other_region, people, who) -> None:
    person = getattr(people, who)
    with pytest.raises(PermissionDenied):
        decide_item(item=item("dental"), status=ItemStatus.ACTIVE, decided=decided(), by=person)
    with pytest.raises(PermissionDenied):
        register.mark_newly_collected(item=item("dental"), newly=True, reason="page 9", by=person)
    with pytest.raises(PermissionDenied):
        register_entering.enter_dataset(version=version, text=text_of(9, "More"), by=person)


@pytest.fixture
def other_region(alliance):
    from tests.alliance.agreements.register_world import BRISTOL, SOUTH_WEST, make_alliance

    return make_alliance(SOUTH_WEST, "South West", {BRISTOL: "Bristol"})


def test_people_enter_a_register_before_they_sign_and_not_afterwards(alliance, people) -> None:
    unsigned = make_version(alliance, signatures=(TODAY, None))
    made = register_entering.enter_dataset(version=unsigned, text=text_of(1, "Core"), by=people.coordinator)
    core = ItemText("Referrals", AGGREGATED, audiences=frozenset({Audience.PARTNERS}))
    register_entering.enter_items(
        dataset=made, items=[("referrals", core, ItemStatus.ACTIVE)], starts_on=TODAY, by=people.coordinator
    )
    assert gate.collectable(alliance, "dataset-1", TODAY) == frozenset(), "nobody has signed it yet"
    seat = unsigned.parties.last().seats.get()
    type(unsigned.parties.first().seats.get().signature).objects.create(
        seat=seat, signed_on=TODAY, as_written="today", recorder_label="tests"
    )
    assert gate.collectable(alliance, "dataset-1", TODAY) == {"referrals"}
    more = [("more", core, ItemStatus.ACTIVE)]
    with pytest.raises(RegisterChangeError, match="is in use, so it grows by requests"):
        register_entering.enter_items(dataset=made, items=more, starts_on=TODAY, by=people.coordinator)


def test_what_one_person_copies_from_a_signed_document_a_second_one_compares(alliance, people) -> None:
    signed = make_version(alliance)
    made = register_entering.enter_dataset(version=signed, text=text_of(1, "Core"), by=people.coordinator)
    core = ItemText("Referrals", AGGREGATED, audiences=frozenset({Audience.PARTNERS}))
    items = [("referrals", core, ItemStatus.ACTIVE)]
    register_entering.enter_items(dataset=made, items=items, starts_on=BEGINS, by=people.coordinator)
    assert (statuses("referrals"), gate.collectable(alliance, "dataset-1", TODAY)) == (["proposed"], frozenset())
    with pytest.raises(RegisterChangeError, match="Nobody compares their own"):
        register_entering.confirm_dataset(dataset=made, by=people.coordinator)
    with pytest.raises(PermissionDenied):
        register_entering.confirm_dataset(dataset=made, by=people.analyst)
    assert register_entering.confirm_dataset(dataset=made, by=people.chair) == 1
    assert statuses("referrals") == ["active"]
    assert gate.collectable(alliance, "dataset-1", SIGNED) == {"referrals"}, "from the day it was signed on"
    with pytest.raises(RegisterChangeError, match="Nothing of Dataset 1: Core waits"):
        register_entering.confirm_dataset(dataset=made, by=people.chair)
    with pytest.raises(RegisterChangeError, match="already has a dataset 1"):
        register_entering.enter_dataset(version=signed, text=text_of(1, "Core"), by=people.coordinator)


LIKE = ItemText("", AGGREGATED, audiences=frozenset({Audience.PARTNERS}), source="Annex B")


def test_lines_are_read_as_pasted_from_a_document_or_a_spreadsheet() -> None:
    typed = "1. Care leavers in work\tWho work\tnumber\n\n- Adopted | | days\n22) Missing\n"
    found = items_of_lines(typed, LIKE)
    assert [(key, item.title, item.definition, item.unit) for key, item in found] == [
        ("care-leavers-in-work", "Care leavers in work", "Who work", "number"),
        ("adopted", "Adopted", "", "days"),
        ("missing", "Missing", "", ""),
    ]
    assert {item.source for _, item in found} == {"Annex B"}


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("One\n | x", "Line 2 has no title"),
        ("One\nTwo|a|b|c|d|e", "Line 2 has 6 columns"),
        ("One\none", "Line 2 has the title of a line before"),
        ("x" * 201, "Line 1: the title is too long; 200 characters fit"),
    ],
)
def test_a_line_that_cannot_be_read_is_named(typed, said) -> None:
    with pytest.raises(RegisterChangeError, match=said):
        items_of_lines(typed, LIKE)


@given(st.lists(st.from_regex(r"[A-Za-z]{3,12}", fullmatch=True), unique_by=str.lower, min_size=1))
def test_every_line_becomes_an_item(titles) -> None:
    assert [item.title for _, item in items_of_lines("\r\n".join(titles), LIKE)] == titles


def test_a_set_comes_under_the_keys_that_returns_ask() -> None:
    asked = [item.register_key for item in form_of("mou-2022").items if not item.part_of]
    assert [key for key, _ in items_of_set("mou-2022", LIKE)] == asked


def test_a_key_is_taken_once_in_a_register(version) -> None:
    with pytest.raises(RegisterChangeError, match="already has an item “referrals”"):
        enter(Dataset.objects.get(number=6), ("referrals", ItemText("Again", AGGREGATED), ItemStatus.ACTIVE))


def test_what_the_document_leaves_open_is_settled_by_hand(version, people) -> None:
    two = Dataset.objects.get(number=2)
    register.settle_dataset(
        dataset=two, frequency=Frequency.TERMLY, retention_months=36, destruction_rule="Overwritten", reason="Minute 2",
        by=people.coordinator,
    )  # fmt: skip
    decide_item(item=item("dental"), status=ItemStatus.ACTIVE, decided=decided(), by=people.chair)
    conditions = gate.check_collect(version.agreement.alliance, ["dental"], TODAY).conditions
    assert "Collected every school term." in conditions
    assert "Kept for 36 months, then destroyed." in conditions
    with pytest.raises(RegisterChangeError, match="1 to 300 months"):
        register.settle_dataset(
            dataset=two, frequency=None, retention_months=0, destruction_rule="", reason="x", by=people.coordinator
        )
    assert item("dental").lines.first().newly_collected is None
    register.mark_newly_collected(item=item("dental"), newly=True, reason="Page 9, green", by=people.coordinator)
    assert item("dental").lines.order_by("-starts_on").first().newly_collected is True


def test_the_template_in_force_is_the_latest_that_has_begun(version, people) -> None:
    one = Dataset.objects.get(number=1)
    for label, starts in (("v1", TODAY - 50 * DAY), ("v2", TODAY - 5 * DAY), ("v3", TODAY + 5 * DAY)):
        register.add_guidance(
            dataset=one, text=GuidanceText("template", "Workbook", label, starts), by=people.coordinator
        )
    days = (TODAY - 60 * DAY, TODAY - 6 * DAY, TODAY, TODAY + 5 * DAY)
    found = [[each.label for each in queries.guidance_in_force(one, day)] for day in days]
    assert found == [[], ["v1"], ["v2"], ["v3"]]
    with pytest.raises(RegisterChangeError, match="later version"):
        register.add_guidance(dataset=one, text=GuidanceText("template", "W", "v0", TODAY), by=people.coordinator)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"released_on": dt.date(2026, 8, 31)}, "comes after the figures"),
        ({"released_on": TODAY + DAY}, "in the future"),
        ({"release": " "}, "title of the release"),
        ({"dataset": 1}, "nothing supersedes it"),
    ],
)
def test_a_release_that_cannot_be_is_refused(version, people, changes, said) -> None:
    facts = {"released_on": TODAY, "release": "KS4", "dataset": 6} | changes
    dataset = Dataset.objects.get(number=facts.pop("dataset"))
    with pytest.raises(RegisterChangeError, match=said):
        register.record_release(
            dataset=dataset, covers_to=dt.date(2026, 8, 31), address="", by=people.coordinator, **facts
        )
    assert not Supersession.objects.exists()


def onward(notice: dt.date, proposed: dt.date) -> Onward:
    return Onward("DfE team", Audience.GOVERNMENT, "Another department", "planning", notice, proposed)


def test_sharing_further_waits_for_the_response_and_the_notice(version, people) -> None:
    core, region = Dataset.objects.get(number=1), version.agreement.alliance

    def send(day: dt.date) -> None:
        gate.check_send(region, "dataset-1", ["referrals"], Audience.GOVERNMENT, day)

    asked = ask_onward(dataset=core, asked=onward(TODAY, TODAY + 3 * DAY), by=people.dfe)
    ends = dt.date(2026, 12, 7)  # ten working days after 23 November, which is day 0
    assert queries.notice_ends(asked) == ends
    with pytest.raises(MayNotSend):
        send(ends)
    with pytest.raises(RegisterChangeError, match="meeting and minute"):
        respond_onward(request=asked, agreed=True, response="yes", minute="", by=people.chair)
    respond_onward(request=asked, agreed=True, response="yes", minute=MINUTE, by=people.chair)
    with pytest.raises(MayNotSend):
        send(ends - DAY)  # agreed, and proposed earlier than the notice allows
    send(ends)
    instructions.withdraw_onward(request=asked, reason="used otherwise", by=people.chair)
    with pytest.raises(MayNotSend):
        send(ends)


def test_nobody_answers_their_own_request_to_share(version, people) -> None:
    asked = ask_onward(dataset=Dataset.objects.get(number=1), asked=onward(TODAY, TODAY), by=people.coordinator)
    with pytest.raises(RegisterChangeError, match="Nobody decides their own request"):
        respond_onward(request=asked, agreed=False, response="no", minute="", by=people.coordinator)
    respond_onward(request=asked, agreed=False, response="no", minute="", by=people.chair)
    with pytest.raises(RegisterChangeError, match="cannot become"):
        respond_onward(request=asked, agreed=True, response="yes", minute=MINUTE, by=people.chair)


def test_the_notice_period_is_the_alliances_own(version, people) -> None:
    rules = SharingRules(notice_working_days=20, dfe_contact="Team", dfe_contact_address="team@example.org")
    region = version.agreement.alliance
    assert queries.notice_days(region) == 10, "until settled"
    register.settle_sharing(alliance=region, rules=rules, reason="Minute 8", by=people.coordinator)
    assert queries.notice_days(region) == 20
    asked = ask_onward(dataset=Dataset.objects.get(number=1), asked=onward(TODAY, TODAY), by=people.dfe)
    assert queries.notice_ends(asked) == dt.date(2026, 12, 21)


def test_the_notice_is_accepted_once_and_logged(people) -> None:
    assert not queries.notice_accepted(people.derby)
    accept_notice(person=people.derby)
    accept_notice(person=people.derby)
    assert queries.notice_accepted(people.derby)
    assert NoticeAcceptance.objects.count() == 1
    entry = Entry.objects.get(action="agreements.accept_notice")
    assert (entry.actor_reference, [place.code for place in entry.places.all()]) == (
        str(people.derby.reference),
        ["831"],
    )


CHANGES = {
    "decide_item": lambda who: decide_item(item=item("dental"), status=ItemStatus.DROPPED, decided=decided(), by=who),
    "record_release": lambda who: register.record_release(
        dataset=Dataset.objects.get(number=6), covers_to=dt.date(2026, 8, 31), released_on=TODAY, release="KS4",
        address="", by=who,
    ),
    "add_guidance": lambda who: register.add_guidance(
        dataset=Dataset.objects.get(number=1), text=GuidanceText("template", "W", "v1", TODAY), by=who
    ),
    "accept_notice": lambda who: accept_notice(person=who),
}  # fmt: skip


@pytest.mark.parametrize("change", CHANGES)
def test_when_the_trail_fails_nothing_has_changed(version, people, monkeypatch, change) -> None:
    def fails(**_: object) -> SimpleNamespace:
        raise RuntimeError("no trail")

    who = people.coordinator
    monkeypatch.setattr(register, "record", fails)
    monkeypatch.setattr(instructions, "record", fails)
    with pytest.raises(RuntimeError, match="no trail"):
        CHANGES[change](who)
    assert statuses("dental") == ["under-review"]
    left = (Supersession, Guidance, NoticeAcceptance)
    assert [model.objects.count() for model in left] == [0, 0, 0]


def test_a_register_belongs_to_its_alliance(alliance) -> None:
    make_register(alliance)
    assert {line.recorder_label for line in ItemLine.objects.all()} == {"tests"}
