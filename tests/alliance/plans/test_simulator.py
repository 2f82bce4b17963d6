"""The simulator: what a delay does and does not do; links, and circles that are refused."""

import datetime as dt
import random
from collections.abc import Collection

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError
from hypothesis import given
from hypothesis import strategies as st

from riia.alliance.audit.models import Entry
from riia.alliance.plans.costs_errors import CostsError, InACircle, NotYours
from riia.alliance.plans.dependencies import Circle, Fit, Lead, LeadUnit, Link, Promise, check_no_circle, held
from riia.alliance.plans.forms.simulator import SimulatorForm
from riia.alliance.plans.models import Dependency
from riia.alliance.plans.queries.costs import Kpis
from riia.alliance.plans.queries.simulator import all_links, promises, told
from riia.alliance.plans.services import dependencies as services
from riia.alliance.plans.simulator import Outcome, Pace, Play
from riia.alliance.plans.simulator import simulate as played
from tests.alliance.plans.costs_world import World, make_world

DAY = dt.date(2025, 12, 30)


def plan(**dues: str | None) -> dict[str, Promise]:
    return {key: Promise(key, key, f"Promise {key}", dt.date.fromisoformat(due) if due else None)
            for key, due in dues.items()}  # fmt: skip


ANALYST = plan(post="2025-12-30", product="2026-02-28", visits="2026-01-31", scoping="2025-10-01", updates=None,
               other="2026-03-31")  # fmt: skip


def simulate(
    promises: dict[str, Promise], links: Collection[Link], delays: dict[str, dt.date], *, pace: Pace = Pace.LEAST,
    on: dt.date | None = None,
) -> Outcome:  # fmt: skip
    return played(Play(promises, links, pace, on), delays)


LINKS = (
    Link("post", "product", Lead(6, LeadUnit.WEEKS)),
    Link("post", "visits"),
    Link("post", "scoping"),
    Link("post", "updates"),
    Link("product", "other"),
)


def test_the_analyst_starts_six_weeks_later() -> None:
    outcome = simulate(ANALYST, LINKS, {"post": dt.date(2026, 2, 10)})
    said = {each.promise.key: (each.then, each.late, each.fails) for each in outcome.changed}
    assert said == {
        "post": (dt.date(2026, 2, 10), 42, True),
        "product": (dt.date(2026, 3, 24), 24, True),
        "visits": (dt.date(2026, 2, 10), 10, True),
        "scoping": (dt.date(2026, 2, 10), 132, False),  # the plan itself was 90 days too late
    }
    assert outcome.moved["scoping"].was_late == 90
    assert [each.promise.key for each in outcome.failing] == ["post", "product", "visits"]
    assert outcome.outside(dt.date(2026, 3, 31)) == ()
    assert [each.promise.key for each in outcome.undated(LINKS)] == ["updates"]
    assert outcome.path("product") == ("post", "product")


def test_as_slowly_as_the_plan_leaves() -> None:
    outcome = simulate(ANALYST, LINKS, {"post": dt.date(2026, 2, 10)}, pace=Pace.PLANNED)
    assert outcome.moved["product"].then == dt.date(2026, 4, 11)  # 60 days after the post, as planned
    assert [each.promise.key for each in outcome.outside(dt.date(2026, 3, 31))] == ["other", "product"]
    assert outcome.path("other") == ("post", "product", "other")


def test_what_is_done_moves_no_more() -> None:
    done = dict(ANALYST, product=Promise("product", "product", "", dt.date(2026, 2, 28), dt.date(2026, 1, 20)))
    outcome = simulate(done, LINKS, {"post": dt.date(2026, 2, 10)})
    assert outcome.moved["product"].then == dt.date(2026, 1, 20)
    assert outcome.moved["other"].moves == 0


def test_a_promise_without_a_day_gets_one_only_by_being_asked() -> None:
    outcome = simulate(ANALYST, LINKS, {"updates": dt.date(2026, 5, 1)})
    assert outcome.moved["updates"].then == dt.date(2026, 5, 1)
    assert [each.promise.key for each in outcome.outside(dt.date(2026, 3, 31))] == ["updates"]


@pytest.mark.parametrize(("delays", "why"), [({"post": dt.date(2025, 12, 1)}, "later day"), ({"x": DAY}, "has no x")])
def test_what_cannot_be_asked(delays: dict[str, dt.date], why: str) -> None:
    with pytest.raises(ValueError, match=why):
        simulate(ANALYST, LINKS, delays)


KEYS = [f"p{number}" for number in range(6)]


@st.composite
def worlds(draw: st.DrawFn) -> tuple[dict[str, Promise], list[Link]]:
    """Six promises with or without days, and links that run from lower to higher numbers only."""
    made = {}
    for key in KEYS:
        ahead = draw(st.none() | st.integers(0, 200))
        made[key] = Promise(key, key, key, None if ahead is None else DAY + dt.timedelta(days=ahead))
    pairs = draw(
        st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)).filter(lambda pair: pair[0] < pair[1]), max_size=9)
    )
    links = [Link(KEYS[first], KEYS[second], Lead(draw(st.integers(0, 20)), draw(st.sampled_from(list(LeadUnit)))))
             for first, second in pairs]  # fmt: skip
    return made, links


@given(worlds(), st.sampled_from(list(Pace)))
def test_no_delay_changes_nothing(drawn: tuple[dict[str, Promise], list[Link]], pace: Pace) -> None:
    made, links = drawn
    assert simulate(made, links, {}, pace=pace).changed == ()
    own = {key: one.due for key, one in made.items() if one.due is not None}
    assert simulate(made, links, own, pace=pace).changed == ()


@given(worlds(), st.sampled_from(KEYS), st.integers(0, 90), st.integers(0, 90), st.sampled_from(list(Pace)))
def test_a_longer_delay_makes_nothing_earlier(
    drawn: tuple[dict[str, Promise], list[Link]], key: str, first: int, more: int, pace: Pace
) -> None:
    made, links = drawn
    start = made[key].due or DAY
    less = simulate(made, links, {key: start + dt.timedelta(days=first)}, pace=pace).days()
    later = simulate(made, links, {key: start + dt.timedelta(days=first + more)}, pace=pace)
    assert all(day is None or (now := later.moved[one].then) is None or now >= day for one, day in less.items())
    assert all(each.moves >= 0 for each in later.moved.values())


@given(worlds(), st.sampled_from(KEYS), st.integers(0, 90), st.randoms(use_true_random=False))
def test_the_order_of_links_does_not_matter(
    drawn: tuple[dict[str, Promise], list[Link]], key: str, days: int, shuffle: random.Random
) -> None:
    made, links = drawn
    delays = {key: (made[key].due or DAY) + dt.timedelta(days=days)}
    other = list(links)
    shuffle.shuffle(other)
    assert simulate(made, links, delays).moved == simulate(made, other, delays).moved


def test_circles_are_refused_with_their_way_round() -> None:
    with pytest.raises(Circle) as circle:
        check_no_circle([Link("a", "b"), Link("b", "c")], [Link("c", "a")])
    assert len(circle.value.path) == 4
    assert circle.value.path[0] == circle.value.path[-1]
    with pytest.raises(Circle):
        check_no_circle([], [Link("a", "a")])
    with pytest.raises(Circle):
        simulate(plan(a="2026-01-01", b="2026-01-02"), [Link("a", "b"), Link("b", "a")], {})
    check_no_circle([Link("a", "b"), Link("a", "c")], [Link("b", "c")])


@pytest.mark.parametrize(
    ("before", "after", "lead", "fit", "gap"),
    [
        ("2025-12-30", "2026-02-28", Lead(), Fit.HOLDS, 60),
        ("2025-12-31", "2025-12-31", Lead(), Fit.ZERO, 0),
        ("2026-01-31", "2025-12-31", Lead(), Fit.VIOLATED, -31),
        ("2025-12-30", "2026-01-31", Lead(6, LeadUnit.WEEKS), Fit.VIOLATED, 32),
        ("2025-12-24", "2025-12-30", Lead(2, LeadUnit.WORKING_DAYS), Fit.HOLDS, 6),
        ("2025-12-24", "2025-12-29", Lead(3, LeadUnit.WORKING_DAYS), Fit.VIOLATED, 5),
        (None, "2025-12-31", Lead(), Fit.UNKNOWN, None),
    ],
)
def test_links_against_the_dates(before: str | None, after: str, lead: Lead, fit: Fit, gap: int | None) -> None:
    (found,) = held(plan(a=before, b=after), [Link("a", "b", lead)])
    assert (found.fit, found.gap) == (fit, gap)


@pytest.fixture
def world(db: None) -> World:
    return make_world()


def link(world: World, before: str, after: str, *, weeks: int = 0, by: object = None) -> Dependency:
    def end(text: str):  # "1.1/2" is a measure, "1.1" a whole KPI
        key, _, number = text.partition("/")
        return world.kpis[key], world.measure(key, int(number)) if number else None

    return services.add_link(before=end(before), after=end(after), lead=Lead(weeks, LeadUnit.WEEKS), reason="Because",
                             by=by or world.coordinator)  # type: ignore[arg-type]  # fmt: skip


def test_a_link_between_kpis_stands_for_all_their_measures(world: World) -> None:
    made = link(world, "1.1", "1.2")
    assert (made.before_at, made.after_at) == ("1.1", "1.2")
    assert [(each.before, each.after) for each in all_links(told(world.version))] == [
        ("1.1/1", "1.2/1"), ("1.1/2", "1.2/1")
    ]  # fmt: skip
    link(world, "1.1/1", "1.2/1", weeks=3)
    best = {each.before: each.lead.amount for each in all_links(told(world.version))}
    assert best == {"1.1/1": 3, "1.1/2": 0}  # where two say something, the longer time holds


def test_circles_twice_and_other_plans_are_refused(world: World) -> None:
    link(world, "1.1/1", "1.2/1")
    for before, after in (("1.2/1", "1.1/1"), ("1.2", "1.1"), ("1.1", "1.1/2"), ("1.1/1", "1.1/1")):
        with pytest.raises(InACircle, match="circle"):
            link(world, before, after)
    link(world, "1.1/1", "1.1/2")
    with pytest.raises(CostsError, match="already"):
        link(world, "1.1/1", "1.2/1")
    for person in (world.lead, world.stranger):
        with pytest.raises(NotYours):
            link(world, "1.2", "2.1", by=person)
    assert Dependency.objects.count() == 2


def test_removing_a_link_leaves_its_trail(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    made = link(world, "1.1/1", "1.2/1")
    with pytest.raises(CostsError, match="Say why"):
        services.remove_link(link=made, reason=" ", by=world.coordinator)
    services.remove_link(link=made, reason="They are independent", by=world.coordinator)
    assert not Dependency.objects.exists()
    assert Entry.objects.get(action="plans.remove_link").reason == "They are independent"

    def broken(**_: object) -> None:
        raise DatabaseError("the trail is full")

    monkeypatch.setattr(services, "record", broken)
    with pytest.raises(DatabaseError):
        link(world, "1.1/1", "1.2/1")
    assert not Dependency.objects.exists()


@pytest.mark.parametrize(
    ("asked", "days"),
    [
        ({"of": "1.1/1", "by": "6", "unit": "weeks"}, {"1.1/1": dt.date(2026, 2, 10)}),
        ({"of": " 1.1 / 1", "by": "2", "unit": "working-days"}, {"1.1/1": dt.date(2026, 1, 2)}),
        ({"of": "1.1", "by": "1"}, {"1.1/1": dt.date(2026, 1, 6), "1.1/2": dt.date(2026, 2, 17)}),
        ({"of": "2.2", "to-day": "1", "to-month": "4", "to-year": "2026"}, {"2.2/1": dt.date(2026, 4, 1)}),
        ({"of": "1.1/1", "of2": "1.2", "by": "1", "unit": "days"},
         {"1.1/1": dt.date(2025, 12, 31), "1.2/1": dt.date(2026, 3, 1)}),
        ({"of": "1.1/1", "by": "1", "of2": "1.2", "by2": "3", "unit2": "days", "of3": "2.1"},
         {"1.1/1": dt.date(2026, 1, 6), "1.2/1": dt.date(2026, 3, 3), "2.1/1": dt.date(2025, 10, 7)}),
    ],
)  # fmt: skip
def test_what_is_asked_in_the_address(world: World, asked: dict[str, str], days: dict[str, dt.date]) -> None:
    form = SimulatorForm(world.version, asked)
    assert form.is_valid(), form.errors
    assert form.delays(Play(promises(Kpis(world.version).all.values()), [])) == days


def test_a_new_day_moves_what_was_due_before_it(world: World) -> None:
    known = Play(promises(Kpis(world.version).all.values()), [])
    form = SimulatorForm(world.version, {"of": "1.1", "to-day": "15", "to-month": "1", "to-year": "2026"})
    assert form.is_valid()
    assert form.delays(known) == {"1.1/1": dt.date(2026, 1, 15)}  # the second measure is due in February
    early = SimulatorForm(world.version, {"of": "1.1/2", "to-day": "15", "to-month": "1", "to-year": "2026"})
    assert early.is_valid()
    with pytest.raises(ValidationError, match="expected on 10 February 2026"):
        early.delays(known)


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ({"of": "9.9", "by": "6"}, "of"),
        ({"of": "1.1/7", "by": "6"}, "of"),
        ({"of": "1.1"}, "by"),
        ({"of": "1.1", "by": "0"}, "by"),
        ({"of": "1.1", "by": "2", "to-day": "1", "to-month": "4", "to-year": "2026"}, "by"),
        ({"of": "1.1", "to-day": "31", "to-month": "2", "to-year": "2026"}, "to"),
    ],
)
def test_what_cannot_be_read_says_so_beside_its_field(world: World, asked: dict[str, str], field: str) -> None:
    form = SimulatorForm(world.version, asked)
    assert not form.is_valid()
    assert list(form.errors) == [field]
