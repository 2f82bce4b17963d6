"""Spending: the pure sums, and what may be entered, corrected and moved, by whom."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.db import DatabaseError
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from riia.alliance.audit.models import Entry as Trail
from riia.alliance.plans.costs_errors import CostsError, NotYours
from riia.alliance.plans.models import CostHeading, Spending, Virement
from riia.alliance.plans.queries.costs import held_sheets
from riia.alliance.plans.queries.spending import SpendingOn, ends_of, virements
from riia.alliance.plans.services import spending as services
from riia.alliance.plans.services.spending import Given
from riia.alliance.plans.spending import (
    VIREMENT_AWAITS,
    VIREMENT_TRANSITIONS,
    Entry,
    Move,
    Received,
    SpendKind,
    VirementState,
    allocations_after,
    ended_quarters,
    room,
    spent_by_line,
    together,
)
from riia.alliance.returns.timekeeping import as_of
from tests.alliance.plans.costs_world import World, instalment, make_world

A, C, F = SpendKind.ACTUAL, SpendKind.COMMITMENT, SpendKind.FORECAST
SEPTEMBER, FEBRUARY = dt.date(2025, 9, 20), dt.date(2026, 2, 20)


def one(*entries: Entry, profile: tuple[int | None, ...] = (0, 200, 300, 500), ended: tuple[int, ...] = ()):
    return spent_by_line({"a": profile}, entries, ended)["a"]


@pytest.mark.parametrize(
    ("entries", "ended", "expected"),
    [
        ((), (), (0, 200, 300, 500)),
        ((), (1, 2), (0, 0, 300, 500)),  # an ended quarter in which nothing was spent comes to nothing
        ((Entry("1", "a", 2, A, 150, 1),), (1, 2), (0, 150, 300, 500)),
        ((Entry("1", "a", 3, A, 350, 1),), (), (0, 200, 350, 500)),  # never less than what is spent
        ((Entry("1", "a", 3, F, 250, 1), Entry("2", "a", 3, F, 280, 2)), (), (0, 200, 280, 500)),
        ((Entry("2", "a", 3, F, 280, 2), Entry("1", "a", 3, F, 250, 1)), (), (0, 200, 280, 500)),
        ((Entry("1", "a", 2, C, 100, 1), Entry("2", "a", 3, A, 60, 2, "1")), (1, 2, 3, 4), (0, 40, 60, 0)),
        ((Entry("1", "a", 2, C, 100, 1), Entry("2", "a", 2, A, 130, 2, "1")), (2,), (0, 130, 300, 500)),
        ((Entry("1", "a", 2, C, 100, 1), Entry("1", "a", 2, C, -70, 2)), (2,), (0, 30, 300, 500)),
    ],
)
def test_what_a_quarter_comes_to(entries: tuple[Entry, ...], ended: tuple[int, ...], expected: tuple[int, ...]) -> None:
    assert tuple(each.expected for each in one(*entries, ended=ended).quarters) == expected


def test_what_is_not_known_stays_unknown_in_every_sum() -> None:
    line = one(profile=(0, None, 300, 500))
    assert line.profile is None
    assert line.expected is None
    assert line.variance is None
    whole = together([line, one()])
    assert (whole.expected, whole.actual) == (None, 0)
    assert one(Entry("1", "a", 2, F, 90, 1), profile=(0, None, 300, 500)).expected == 890


@given(st.lists(st.tuples(st.integers(1, 4), st.sampled_from([A, C, F]), st.integers(0, 1000)), max_size=8))
def test_an_expectation_is_never_less_than_what_is_certain(drawn: list[tuple[int, SpendKind, int]]) -> None:
    entries = [Entry(str(n), "a", quarter, kind, pence, n) for n, (quarter, kind, pence) in enumerate(drawn)]
    line = one(*entries, ended=(1, 2))
    assert line.expected is not None
    assert line.expected >= line.actual + line.committed
    assert line.actual == sum(pence for _, kind, pence in drawn if kind is A)
    both = together([line, one()])
    assert both.expected == line.expected + 1000


@given(st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("abc"), st.integers(0, 100)), max_size=6))
def test_moving_money_leaves_the_whole_as_it_was(drawn: list[tuple[str, str, int]]) -> None:
    before = {"a": 1000, "b": 1000, "c": 1000}
    after = allocations_after(before, [Move(source, target, pence) for source, target, pence in drawn])
    assert sum(after.values()) == 3000


def test_an_area_never_has_less_than_nothing() -> None:
    with pytest.raises(ValueError, match="less than nothing"):
        allocations_after({"a": 10, "b": 0}, [Move("a", "b", 11)])


def test_room_is_unknown_where_nothing_is_recorded() -> None:
    assert room(Received(None), 100) is None
    assert room(Received(500), 600) == -100
    assert ended_quarters(dt.date(2025, 12, 31), ends_of(2025)) == (1, 2, 3)


@pytest.fixture
def world(db: None) -> World:
    return make_world()


def on(day: dt.date):
    return as_of(timezone.make_aware(dt.datetime.combine(day, dt.time(12))))


def actual(pence: int, quarter: int = 2, day: dt.date = SEPTEMBER, **more: object) -> Given:
    return Given(A, quarter, pence, day, "Post", "INV-1", **more)  # type: ignore[arg-type]


def enter(world: World, given: Given, *, line: int = 0, day: dt.date = FEBRUARY, by: object = None) -> Spending:
    with on(day):
        return services.enter(line=world.lines[line], given=given, by=by or world.coordinator)  # type: ignore[arg-type]


def standing(world: World, day: dt.date = FEBRUARY) -> SpendingOn:
    return SpendingOn(held_sheets(world.version)[0], day)


def test_spending_is_entered_with_its_trail(world: World) -> None:
    made = enter(world, actual(123_456))
    assert (made.amount_pence, made.enterer_label, made.entered_by) == (123_456, "Rosa", world.coordinator)
    trail = Trail.objects.get(action="plans.enter_spending")
    assert trail.details["pence"] == 123_456
    assert [each.code for each in trail.places.all()] == ["E12000009"]
    now = standing(world)
    assert now.whole.actual == 123_456
    assert now.by_line[str(world.lines[0].reference)].quarters[1].variance == 123_456 - 80_000


@pytest.mark.parametrize(
    ("given", "why"),
    [
        (actual(0), "more than £0"),
        (actual(-5), "more than £0"),
        (actual(5, day=dt.date(2026, 2, 21)), "in the future"),
        (actual(5, quarter=4), "Choose an earlier quarter"),
        (Given(A, 2, 5, SEPTEMBER, "Post"), "reference in the accounts"),
        (Given(A, 2, 5, SEPTEMBER, "  ", "INV"), "what it is for"),
        (Given(F, 2, 5, SEPTEMBER, "Post"), "enter what was spent"),
    ],
)
def test_what_cannot_be_is_refused(world: World, given: Given, why: str) -> None:
    with pytest.raises(CostsError, match=why):
        enter(world, given)
    assert not Spending.objects.exists()


def test_only_who_keeps_the_plan_of_the_region_enters_spending(world: World) -> None:
    for person in (world.lead, world.stranger):
        with pytest.raises(NotYours):
            enter(world, actual(100), by=person)
    enter(world, actual(100), by=world.performance)


def test_spending_never_passes_what_has_come_in(world: World) -> None:
    enter(world, actual(10_000))  # no instalment is recorded: nothing can be said
    assert standing(world).room is None
    instalment(world, 30_000, dt.date(2025, 9, 15))
    instalment(world, 99_000, dt.date(2026, 3, 1))  # after the day
    with pytest.raises(CostsError, match=r"£200\.00 can be spent now"):
        enter(world, actual(20_001))
    enter(world, actual(20_000))
    assert standing(world).room == 0
    assert standing(world, dt.date(2026, 3, 1)).room == 99_000


def test_a_correction_stands_beside_what_it_corrects(world: World) -> None:
    first = enter(world, actual(50_000))
    with on(FEBRUARY):
        services.correct(entry=first, pence=45_000, reason="Credit note", by=world.coordinator)
    assert standing(world).whole.actual == 45_000
    assert Spending.objects.count() == 2
    with on(FEBRUARY), pytest.raises(CostsError, match=r"stands at £450\.00"):
        services.correct(entry=first, pence=45_000, reason="Again", by=world.coordinator)
    with on(FEBRUARY):
        again = services.correct(entry=first, pence=0, reason="Not ours", by=world.coordinator)
    assert standing(world).whole.actual == 0
    with on(FEBRUARY), pytest.raises(CostsError, match="corrects another"):
        services.correct(entry=again, pence=5, reason="x", by=world.coordinator)


def test_a_commitment_falls_by_what_settles_it_and_by_its_correction(world: World) -> None:
    order = enter(world, Given(C, 3, 90_000, SEPTEMBER, "Licence"))
    paid = enter(world, actual(40_000, quarter=3, day=dt.date(2025, 12, 1), settles=order))
    assert standing(world).whole.committed == 50_000
    with on(FEBRUARY):
        services.correct(entry=order, pence=60_000, reason="Fewer users", by=world.coordinator)
        services.correct(entry=paid, pence=30_000, reason="Credit note", by=world.coordinator)
    now = standing(world).whole
    assert (now.actual, now.committed) == (30_000, 30_000)
    with pytest.raises(CostsError, match="own line"):
        enter(world, actual(1, settles=order), line=1)


def test_nothing_is_entered_if_the_trail_cannot_be_written(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(**_: object) -> None:
        raise DatabaseError("the trail is full")

    monkeypatch.setattr(services, "record", broken)
    first, second = headings(world)
    acts: tuple[Callable[[], object], ...] = (
        lambda: enter(world, actual(5)),
        lambda: propose(world, first, second, 100),
        lambda: services.set_limit(sheet=world.sheet, limit=5, why="x", by=world.lead),
    )
    for act in acts:
        with pytest.raises(DatabaseError):
            act()
    world.sheet.refresh_from_db()
    assert not Spending.objects.exists()
    assert not Virement.objects.exists()
    assert world.sheet.virement_limit is None


def headings(world: World) -> tuple[CostHeading, CostHeading]:
    first, second = world.sheet.headings.select_related("sheet").order_by("order")
    return first, second


def propose(world: World, source: CostHeading, target: CostHeading, pence: int) -> Virement:
    with on(FEBRUARY):
        return services.propose_virement(source=source, target=target, pence=pence, reason="Posts cost more",
                                         by=world.coordinator)  # fmt: skip


def decide(world: World, made: Virement, approve: bool, by: object = None, words: str = "Agreed") -> Virement:
    with on(FEBRUARY):
        return services.decide_virement(virement=made, approve=approve, words=words, by=by or world.lead)  # type: ignore[arg-type]


def test_every_state_of_a_virement_has_an_owner_and_a_way() -> None:
    assert set(VIREMENT_AWAITS) == set(VIREMENT_TRANSITIONS) == set(VirementState)
    ends = {state for state, to in VIREMENT_TRANSITIONS.items() if not to}
    assert VIREMENT_TRANSITIONS[VirementState.PROPOSED] == ends
    assert {VIREMENT_AWAITS[state] for state in ends} == {"nobody"}


def test_money_moves_once_another_person_approves(world: World) -> None:
    data, support = headings(world)
    made = propose(world, support, data, 200_000)
    assert made.state == VirementState.PROPOSED
    assert [each.now for each in standing(world).headings] == [800_000, 700_000]
    decide(world, made, True)
    assert [each.now for each in standing(world).headings] == [1_000_000, 500_000]
    assert sum(each.now for each in standing(world).headings) == world.sheet.grant_pence
    assert [each.against for each in standing(world).headings] == [-500_000, -250_000]  # Q1 to Q3 have ended, unspent


@pytest.mark.parametrize("to", [VirementState.APPROVED, VirementState.DECLINED, VirementState.WITHDRAWN])
def test_what_is_decided_stays_decided(world: World, to: VirementState) -> None:
    made = propose(world, *headings(world), 100)
    if to is VirementState.WITHDRAWN:
        with on(FEBRUARY):
            services.withdraw_virement(virement=made, reason="No longer needed", by=world.coordinator)
    else:
        decide(world, made, to is VirementState.APPROVED)
    made.refresh_from_db()
    assert made.state == to
    for approve in (True, False):
        with pytest.raises(CostsError, match=f"is {to.value}"):
            decide(world, made, approve)
    with on(FEBRUARY), pytest.raises(CostsError, match=f"is {to.value}"):
        services.withdraw_virement(virement=made, reason="x", by=world.coordinator)


def test_nobody_approves_their_own_or_without_the_right(world: World) -> None:
    data, support = headings(world)
    made = propose(world, support, data, 100)
    for person in (world.coordinator, world.performance, world.stranger):
        with pytest.raises(NotYours):
            decide(world, made, True, by=person)
    Virement.objects.filter(pk=made.pk).update(proposed_by=world.lead)
    with pytest.raises(NotYours, match="another person"):
        decide(world, made, True)
    with pytest.raises(CostsError, match="declined"):
        decide(world, propose(world, support, data, 100), False, words=" ")


def test_only_free_money_of_the_same_grant_moves(world: World) -> None:
    data, support = headings(world)
    enter(world, actual(600_000), line=2)
    with pytest.raises(CostsError, match=r"at most £1,000\.00"):
        propose(world, support, data, 100_001)
    first = propose(world, support, data, 100_000)
    second = propose(world, support, data, 60_000)
    decide(world, first, True)
    with pytest.raises(CostsError, match=r"at most £0\.00"):
        decide(world, second, True)
    with pytest.raises(CostsError, match="two different areas"):
        propose(world, data, data, 5)
    with pytest.raises(CostsError, match="more than £0"):
        propose(world, data, support, 0)


def test_up_to_the_limit_nobody_else_is_needed(world: World) -> None:
    with pytest.raises(NotYours):
        services.set_limit(sheet=world.sheet, limit=50_000, why="Board", by=world.coordinator)
    services.set_limit(sheet=world.sheet, limit=50_000, why="Board, item 4", by=world.lead)
    data, support = headings(world)
    at_once, waits = propose(world, support, data, 50_000), propose(world, support, data, 50_001)
    assert (at_once.state, at_once.within_limit) == (VirementState.APPROVED, True)
    assert waits.state == VirementState.PROPOSED
    assert standing(world).headings[0].moved == 50_000


def test_virements_of_another_region_cannot_be_loaded(world: World) -> None:
    from riia.alliance.access.queries import scope_for

    propose(world, *headings(world), 100)
    assert virements(scope_for(world.lead)).count() == 1
    assert virements(scope_for(world.stranger)).count() == 0


def test_what_is_left_at_the_end_of_the_year_is_told(world: World) -> None:
    enter(world, actual(500_000))
    assert not standing(world).year_is_over
    end = standing(world, dt.date(2026, 3, 31))
    assert (end.year_is_over, end.unspent) == (True, 1_000_000)
