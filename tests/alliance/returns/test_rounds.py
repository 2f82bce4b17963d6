"""Rounds: planned on fitting days, opened on grounds, moved, closed, opened again, cancelled."""

import datetime as dt
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from unittest import mock

import pytest

from riia.alliance.access.policies import PolicyError
from riia.alliance.agreements.models import AgreementVersion, ItemLine
from riia.alliance.audit.actors import System
from riia.alliance.audit.models import Entry
from riia.alliance.places.models import Alliance, AllianceMember, Rhythm
from riia.alliance.returns.errors import DeskError, NotYours
from riia.alliance.returns.models import Return, Round, Route
from riia.alliance.returns.services import rounds
from riia.alliance.returns.states import (
    EXTENSION_TRANSITIONS,
    RETURN_TRANSITIONS,
    ROUND_TRANSITIONS,
    ReturnState,
    RoundState,
)
from tests.alliance.returns.conftest import DERBY, DUE, EAST_MIDLANDS, LEICESTER, OPENS, At, People, make_round


def test_a_round_is_planned_with_the_days_of_the_plan(planned: Round) -> None:
    assert (planned.state, planned.period, planned.period_end) == ("planned", "2026-27Q2", dt.date(2026, 9, 30))
    assert (planned.desk_until, planned.dfe_due_on) == (dt.date(2026, 10, 28), dt.date(2026, 10, 29))
    assert not planned.returns.exists()
    assert Entry.objects.get(action="returns.plan_round").summary == "Planned the return for " + (
        f"{planned.as_period.label}, East Midlands"
    )


def test_opening_asks_every_member_of_the_day_and_keeps_the_grounds(
    planned: Round, places: dict, clerk: System, at: At
) -> None:
    AllianceMember.objects.filter(council=places[DERBY]).update(valid_to=dt.date(2026, 9, 30))
    one = rounds.open_round(round_=planned, by=clerk)
    assert {each.council.code for each in one.returns.all()} == {LEICESTER, "892"}
    assert {each.state for each in one.returns.all()} == {ReturnState.NOT_STARTED}
    assert one.grounds["version"] == "2022-24"
    assert one.grounds["clause"] == "6.6"
    assert len(one.items) == 24
    assert one.grounds["left_out"] == []


def test_items_that_are_not_active_are_left_out_and_said(planned: Round, clerk: System) -> None:
    ItemLine.objects.filter(item__key="referrals").update(status="under-review")
    ItemLine.objects.filter(item__key="care-leavers").delete()
    one = rounds.open_round(round_=planned, by=clerk)
    assert not {"referrals", "care-leavers"} & set(one.items)
    said = " ".join(one.grounds["left_out"])
    assert "Referrals to children's social care: " in said
    assert "Care leavers" in said or "care leavers" in said
    assert len(one.grounds["left_out"]) == 2


def test_without_a_signed_register_nothing_is_collected(planned: Round, clerk: System) -> None:
    AgreementVersion.objects.update(state="revoked", revoked_on=dt.date(2026, 1, 1), revoked_because="ended")
    with pytest.raises(DeskError):
        rounds.open_round(round_=planned, by=clerk)
    planned.refresh_from_db()
    assert planned.state == RoundState.PLANNED
    assert not Return.objects.exists()


def test_when_no_item_is_active_nothing_is_collected(planned: Round, clerk: System) -> None:
    ItemLine.objects.update(status="dropped")
    with pytest.raises(DeskError):
        rounds.open_round(round_=planned, by=clerk)


@pytest.mark.parametrize("period", ["YE2026-03", "FY2025-26", "CY2025", "AY2025-26", "2026-09-30"])
def test_other_kinds_of_period_are_refused(register: AgreementVersion, alliance: Alliance, clerk, period: str) -> None:
    with pytest.raises(DeskError, match="cannot cover"):
        make_round(alliance, clerk, period)


def test_a_kind_that_is_not_the_settled_one_is_refused(alliance: Alliance, clerk: System) -> None:
    with pytest.raises(DeskError, match="cover a financial quarter"):
        make_round(alliance, clerk, "AY2025-26T3")


def test_termly_quarterly_has_to_be_settled_first(alliance: Alliance, clerk: System) -> None:
    Rhythm.objects.create(
        alliance=alliance, subject="Through the alliance", kind="return", written="termly (quarterly)", source="5.1.4"
    )
    with pytest.raises(DeskError, match=r"termly \(quarterly\)"):
        make_round(alliance, clerk)
    assert make_round(alliance, clerk, route=Route.DIRECT).route == Route.DIRECT  # settled by words of its own


def test_a_set_is_asked_only_from_when_it_was_agreed(alliance: Alliance, clerk: System) -> None:
    with pytest.raises(DeskError, match="was not in use"):
        make_round(alliance, clerk, "2023-24Q1", form="letter-2023")


def test_the_same_period_twice_is_refused_unless_the_first_was_cancelled(
    planned: Round, alliance: Alliance, clerk: System
) -> None:
    with pytest.raises(DeskError, match="There is a round for"):
        make_round(alliance, clerk)
    rounds.cancel_round(round_=planned, reason="planned twice", by=clerk)
    assert make_round(alliance, clerk).state == RoundState.PLANNED


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"opens_on": DUE, "due_on": OPENS}, "opening"),
        ({"desk_until": OPENS}, "deadline for councils"),
        ({"desk_until": dt.date(2026, 11, 5), "dfe_due_on": dt.date(2026, 11, 2)}, "last day of the desk"),
    ],
)
def test_days_follow_each_other(alliance: Alliance, clerk: System, changes: dict, words: str) -> None:
    with pytest.raises(DeskError, match=words):
        make_round(alliance, clerk, **changes)


def test_who_may_not_run_rounds(alliance: Alliance, planned: Round, people: People) -> None:
    for person in (people.analyst, people.derby, people.derby_dcs, people.dfe, people.southwest):
        with pytest.raises(NotYours):
            make_round(alliance, person, "2026-27Q1")
        with pytest.raises(NotYours):
            rounds.open_round(round_=planned, by=person)
    assert rounds.open_round(round_=planned, by=people.coordinator).state == RoundState.OPEN


def test_a_round_whose_deadline_has_passed_is_moved_before_it_opens(planned: Round, clerk: System, at: At) -> None:
    with at(dt.date(2026, 10, 23)):
        with pytest.raises(DeskError, match="has passed"):
            rounds.open_round(round_=planned, by=clerk)
        moved = rounds.move_days(
            round_=planned, opens_on=OPENS, due_on=dt.date(2026, 11, 6), reason="agreed late", by=clerk
        )
        assert moved.dfe_due_on == dt.date(2026, 11, 13)
        assert rounds.open_round(round_=moved, by=clerk).opens_on == OPENS


def test_opened_ahead_of_its_day_it_is_open(planned: Round, clerk: System, at: At) -> None:
    with at(dt.date(2026, 9, 28)):
        assert rounds.open_round(round_=planned, by=clerk).opens_on == dt.date(2026, 9, 28)


def test_days_of_an_open_round_move_with_a_reason_and_its_opening_stays(round_: Round, clerk: System) -> None:
    later = dt.date(2026, 10, 30)
    with pytest.raises(DeskError, match="Say why"):
        rounds.move_days(round_=round_, opens_on=OPENS, due_on=later, reason=" ", by=clerk)
    with pytest.raises(DeskError, match="opened on"):
        rounds.move_days(round_=round_, opens_on=later, due_on=later, reason="half term", by=clerk)
    rounds.move_days(round_=round_, opens_on=OPENS, due_on=later, reason="half term", by=clerk)
    entry = Entry.objects.get(action="returns.move_days")
    assert (entry.details["before"]["due_on"], entry.details["due_on"], entry.reason) == (
        "2026-10-22", "2026-10-30", "half term",
    )  # fmt: skip


def test_closing_with_returns_outstanding_takes_a_reason(round_: Round, clerk: System) -> None:
    with pytest.raises(DeskError, match="3 returns are outstanding"):
        rounds.close_round(round_=round_, by=clerk)
    assert rounds.close_round(round_=round_, reason="the platform is moving", by=clerk).closed_at is not None
    assert Entry.objects.get(action="returns.close_round").details["outstanding"] == [DERBY, LEICESTER, "892"]


def test_a_closed_round_opens_again_with_a_reason_and_asks_nobody_twice(round_: Round, clerk: System) -> None:
    rounds.close_round(round_=round_, reason="all agreed", by=clerk)
    with pytest.raises(DeskError, match="Reopen it"):
        rounds.open_round(round_=round_, by=clerk)
    with pytest.raises(DeskError, match="Say why"):
        rounds.reopen_round(round_=round_, reason="", by=clerk)
    again = rounds.reopen_round(round_=round_, reason="Derby corrects its figures", by=clerk)
    assert (again.state, again.closed_at, again.returns.count()) == (RoundState.OPEN, None, 3)


STEPS: dict[RoundState, Callable[[Round, System], Round]] = {
    RoundState.OPEN: lambda one, by: (
        rounds.reopen_round(round_=one, reason="why", by=by)
        if Round.objects.get(pk=one.pk).state == RoundState.CLOSED
        else rounds.open_round(round_=one, by=by)
    ),
    RoundState.CLOSED: lambda one, by: rounds.close_round(round_=one, reason="why", by=by),
    RoundState.CANCELLED: lambda one, by: rounds.cancel_round(round_=one, reason="why", by=by),
}
REACHED: dict[RoundState, tuple[RoundState, ...]] = {
    RoundState.PLANNED: (),
    RoundState.OPEN: (RoundState.OPEN,),
    RoundState.CLOSED: (RoundState.OPEN, RoundState.CLOSED),
    RoundState.CANCELLED: (RoundState.CANCELLED,),
}


@pytest.mark.parametrize("to", STEPS)
@pytest.mark.parametrize("start", RoundState)
def test_every_move_of_a_round_is_as_the_table_says(
    planned: Round, clerk: System, start: RoundState, to: RoundState
) -> None:
    for step in REACHED[start]:
        STEPS[step](planned, clerk)
    entries = Entry.objects.count()
    try:
        STEPS[to](planned, clerk)
        moved = True
    except PolicyError:
        moved = False
    planned.refresh_from_db()
    assert moved is (to in ROUND_TRANSITIONS[start])
    assert planned.state == (to if moved else start)
    assert Entry.objects.count() == entries + moved


@pytest.mark.parametrize("verb", ["open_round", "move_days", "close_round", "reopen_round", "cancel_round"])
def test_nothing_changes_when_the_trail_cannot_be_written(planned: Round, clerk: System, verb: str) -> None:
    extra = {"reason": "why"} if verb != "open_round" else {}
    if verb == "move_days":
        extra |= {"opens_on": OPENS, "due_on": dt.date(2026, 11, 6)}
    if verb in {"close_round", "reopen_round"}:
        rounds.open_round(round_=planned, by=clerk)
    if verb == "reopen_round":
        rounds.close_round(round_=planned, reason="why", by=clerk)
    before = Round.objects.values().get(pk=planned.pk), Return.objects.count()
    with mock.patch.object(rounds, "record", side_effect=RuntimeError("disk full")), pytest.raises(RuntimeError):
        getattr(rounds, verb)(round_=planned, by=clerk, **extra)
    assert (Round.objects.values().get(pk=planned.pk), Return.objects.count()) == before


def test_planning_leaves_nothing_when_the_trail_cannot_be_written(alliance: Alliance, clerk: System) -> None:
    with mock.patch.object(rounds, "record", side_effect=RuntimeError("disk full")), pytest.raises(RuntimeError):
        make_round(alliance, clerk)
    assert not Round.objects.exists()


@pytest.mark.parametrize("table", [ROUND_TRANSITIONS, EXTENSION_TRANSITIONS, RETURN_TRANSITIONS])
def test_the_guide_draws_the_tables_of_states(table: dict[StrEnum, frozenset[StrEnum]]) -> None:
    guide = (Path(rounds.__file__).parents[1] / "README.md").read_text(encoding="utf-8")
    drawn = {tuple(line.strip().split(" --> ")) for line in guide.splitlines() if " --> " in line}
    moves = {(start.replace(" ", "_"), end.replace(" ", "_")) for start, ends in table.items() for end in ends}
    assert moves <= drawn
    names = {state.replace(" ", "_") for state in table}
    every = [ROUND_TRANSITIONS, EXTENSION_TRANSITIONS, RETURN_TRANSITIONS]
    known = {(a.replace(" ", "_"), b.replace(" ", "_")) for each in every for a, ends in each.items() for b in ends}
    assert {pair for pair in drawn if set(pair) <= names} <= known


def test_a_round_is_about_its_region_in_the_trail(planned: Round) -> None:
    entry = Entry.objects.get(action="returns.plan_round")
    assert [place.code for place in entry.places.all()] == [EAST_MIDLANDS]
