"""The simulator against how things stand: what is done, what is late already, and what recovers what fails."""

import datetime as dt
from dataclasses import replace

import pytest
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from riia.alliance.access.models import Person
from riia.alliance.access.scope import Scope
from riia.alliance.places import measures as registry
from riia.alliance.places.measures import Asked, Measured, Unit
from riia.alliance.plans.dependencies import Lead, LeadUnit, Link, Promise
from riia.alliance.plans.forms.simulator import SimulatorForm
from riia.alliance.plans.models import Dependency, Evidence, EvidenceFor
from riia.alliance.plans.queries.reading import standings
from riia.alliance.plans.queries.simulator import done_days, needed_days, promises, told
from riia.alliance.plans.recovering import recoveries
from riia.alliance.plans.services.dependencies import add_link
from riia.alliance.plans.simulator import Pace, Play, simulate
from riia.alliance.plans.states import EvidenceState
from riia.alliance.returns.timekeeping import as_of
from tests.alliance.plans.costs_world import World, make_world
from tests.alliance.plans.test_simulator import ANALYST, DAY, KEYS, LINKS, worlds

MID_JANUARY = dt.date(2026, 1, 15)


def at(year: int, month: int, day: int) -> dt.date:
    return dt.date(year, month, day)


def test_what_is_overdue_comes_today_at_the_earliest_and_moves_what_waits_for_it() -> None:
    stands = simulate(Play(ANALYST, LINKS, on=MID_JANUARY), {})
    said = {key: (each.stands, each.was_late, each.held_by) for key, each in stands.moved.items()}
    assert said["post"] == (MID_JANUARY, 16, "")
    assert said["product"] == (at(2026, 2, 28), 0, "")  # six weeks after mid-January are two days before its day
    assert said["scoping"] == (MID_JANUARY, 106, "")
    assert stands.changed == ()
    assert [each.promise.key for each in stands.late_already] == ["scoping", "post"]


def test_a_late_enabler_moves_its_dependents_from_the_day_it_came() -> None:
    came = dict(ANALYST, post=replace(ANALYST["post"], done_on=at(2026, 2, 2)))
    stands = simulate(Play(came, LINKS, on=at(2026, 2, 5)), {})
    assert stands.moved["product"].stands == at(2026, 3, 16)  # six weeks after it came
    assert stands.moved["product"].held_by == "post"
    assert stands.moved["visits"].stands == at(2026, 2, 5)  # overdue: on the day at the earliest


def test_what_is_done_can_no_longer_come_later() -> None:
    done = dict(ANALYST, post=replace(ANALYST["post"], done_on=at(2025, 12, 1)))
    with pytest.raises(ValueError, match="post is done"):
        simulate(Play(done, LINKS, on=MID_JANUARY), {"post": at(2026, 3, 1)})


def test_what_recovers_what_fails() -> None:
    play, delays = Play(ANALYST, LINKS), {"post": at(2026, 2, 10)}
    found = {each.moved.promise.key: each for each in recoveries(play, delays, simulate(play, delays))}
    product, visits = found["product"], found["visits"]
    assert (product.possible, product.save, product.latest) == (True, 24, at(2026, 1, 17))
    assert [(each.before, each.after, each.days) for each in product.steps] == [("post", "product", 42)]
    assert (visits.possible, visits.save, visits.latest) == (False, None, at(2026, 1, 31))
    assert found["post"].itself
    assert "scoping" not in found  # it is late by the plan itself


def test_two_changes_that_hold_the_same_promise_are_not_recovered_by_one_alone() -> None:
    made = {key: Promise(key, key, key, at(2026, 1, 1)) for key in ("a", "b", "c")}
    play = Play(made, [Link("a", "c"), Link("b", "c")])
    delays = {"a": at(2026, 2, 1), "b": at(2026, 2, 1)}
    failing = {each.moved.promise.key: each for each in recoveries(play, delays, simulate(play, delays))}
    assert failing["c"].latest is None


AHEAD = st.none() | st.integers(0, 120)


@given(worlds(), st.sampled_from(KEYS), st.integers(1, 90), st.sampled_from(list(Pace)), AHEAD,
       st.sets(st.sampled_from(KEYS)))  # fmt: skip
def test_the_latest_day_is_the_last_one_in_time(
    drawn: tuple[dict[str, Promise], list[Link]], key: str, days: int, pace: Pace, ahead: int | None, done: set[str]
) -> None:
    made, links = drawn
    on = None if ahead is None else DAY + dt.timedelta(days=ahead)
    if on is not None:
        made = {name: replace(one, done_on=on) if name in done else one for name, one in made.items()}
    play = Play(made, links, pace, on)
    if made[key].done_on is not None:
        return
    delays = {key: (play.expected(key) or DAY) + dt.timedelta(days=days)}
    outcome = simulate(play, delays)
    assert all(each.moves == 0 for each in outcome.moved.values() if each.promise.done_on)
    for each in recoveries(play, delays, outcome):
        name = each.moved.promise.key
        assert each.source == key
        if each.latest is None:
            assert play.expected(key) is None
            continue
        assert simulate(play, {key: each.latest}).moved[name].late == 0
        assert simulate(play, {key: each.latest + dt.timedelta(days=1)}).moved[name].late > 0


@pytest.fixture
def world(db: None) -> World:
    return make_world()


def accepted(world: World, key: str, number: int, on: dt.date) -> None:
    one = Evidence.objects.create(
        plan=world.plan, kind=Evidence.Kind.NOTE, title="Shown", note="It is.", effective_on=on,
        state=EvidenceState.ACCEPTED, recorded_at=timezone.now(), recorder_label="test", reviewed_at=timezone.now(),
        reviewer_label="test",
    )  # fmt: skip
    EvidenceFor.objects.create(evidence=one, measure=world.measure(key, number))


def test_what_is_met_is_done_on_the_day_its_evidence_speaks_for(world: World) -> None:
    accepted(world, "1.1", 1, at(2026, 1, 9))  # ten days late
    found = standings(Scope.system(), world.plan, MID_JANUARY)
    assert done_days(found, world.plan) == {"1.1/1": at(2026, 1, 9)}


def test_what_the_system_counts_and_came_late_is_done_on_the_day_it_came(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    came = at(2026, 1, 7)

    def find(asked: Asked) -> Measured:
        return Measured(int(asked.until >= came), 1, "in post or not", asked.until)

    monkeypatch.setitem(registry._MEASURES, "test.post", registry.Measure("test.post", "", Unit.DONE, "", find))
    world.kpis["1.1"].measures.filter(number=1).update(
        takes_itself="test.post", operator="=", value=1, unit="milestone"
    )
    for day, expected in ((at(2026, 1, 6), {}), (MID_JANUARY, {"1.1/1": came})):
        assert done_days(standings(Scope.system(), world.plan, day), world.plan) == expected


def test_what_is_to_hold_from_a_day_on_needs_its_enabler_by_then(world: World) -> None:
    add_link(before=(world.kpis["1.1"], world.measure("1.1")), after=(world.kpis["1.2"], None), lead=Lead(),
             reason="It holds from October", needed_on=at(2025, 10, 1), by=world.coordinator)  # fmt: skip
    found = told(world.version)
    known = promises(world.kpis.values(), needed_days(found))
    assert (known["1.2/1"].due, known["1.2/1"].holds_from) == (at(2025, 10, 1), True)
    assert simulate(Play(known, found[0].links), {}).moved["1.2/1"].was_late == 90


def link(world: World) -> Dependency:
    return add_link(before=(world.kpis["1.1"], world.measure("1.1")), after=(world.kpis["1.2"], None),
                    lead=Lead(8, LeadUnit.WEEKS), reason="So it is", by=world.coordinator)  # fmt: skip


def sign_in(client: Client, person: Person) -> None:
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    session = client.session
    session["second_step"] = str(person.reference)
    session.save()


def ask(client: Client, world: World, query: str) -> str:
    sign_in(client, world.coordinator)
    answer = client.get(f"/plan/simulator/?{query}")
    assert answer.status_code == 200
    return " ".join(answer.content.decode().replace("&#39;", "’").split())


def test_the_page_says_what_fails_why_and_what_recovers_it(world: World, client: Client) -> None:
    link(world)
    said = ask(client, world, "of=1.1/1&by=2&stand=plan")
    assert "2 KPIs miss their day: 1.1 and 1.2" in said
    assert "1.2/1 follows 56 days after it, on 10 March 2026" in said
    assert "10 days are saved on the step from 1.1/1 to 1.2/1 (56 days)" in said
    assert "of=1.1/1&amp;by=2&amp;unit=weeks&amp;stand=plan" in said


def test_the_page_plays_how_things_stood_on_a_day(world: World, client: Client) -> None:
    link(world)
    accepted(world, "1.1", 1, at(2026, 1, 9))
    said = ask(client, world, "of=1.1/1&by=2&on=2026-01-15")
    assert "1.1/1 is done since 9 January 2026, so it can no longer come later." in said
    assert "1.2/1 (1.2 is done) is due on 28 February 2026 and waits for 1.1/1, which came on 9 January 2026" in said
    said = ask(client, world, "of=1.2&by=2&on=2026-01-15")
    assert "20 Mar 2026" in said  # two weeks after 6 March, when it comes as things stand
    assert "stand=day&amp;on=2026-01-15" in said


def test_the_usual_question_is_about_today_while_the_year_runs(world: World) -> None:
    with as_of(dt.datetime(2026, 1, 15, 12, tzinfo=dt.UTC)):
        form = SimulatorForm(world.version, {"of": "1.1/1", "by": "2"})
        assert form.is_valid()
        assert form.stands_on == MID_JANUARY
        assert form.address() == "region=E12000009&of=1.1/1&by=2&unit=weeks&stand=day&on=2026-01-15"
    with as_of(dt.datetime(2026, 6, 15, 12, tzinfo=dt.UTC)):
        form = SimulatorForm(world.version, {"of": "1.1/1", "by": "2"})
        assert form.is_valid()
        assert form.stands_on is None
        again = SimulatorForm(world.version, dict(pair.split("=") for pair in form.address().split("&")))
        assert again.is_valid()
        assert again.address() == form.address()


def test_who_does_not_see_the_plan_cannot_play_it(world: World, client: Client) -> None:
    sign_in(client, world.stranger)
    answer = client.get("/plan/simulator/?of=1.1/1&by=2")
    assert answer.status_code == 200
    assert "1.1/1" not in answer.content.decode()
