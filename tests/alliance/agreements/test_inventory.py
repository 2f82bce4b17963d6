"""Keeping the inventory: who may, what is refused, three answers that stay apart, and nothing without its trail."""

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from riia.alliance.access.queries import scope_for
from riia.alliance.agreements.models import (
    Dataset,
    DataSource,
    Holding,
    Observation,
    Obstacle,
    SharingPlan,
    SubmissionDeadline,
)
from riia.alliance.agreements.policies_inventory import check_obstacle
from riia.alliance.agreements.presenters.inventory import gaps_in_words, matrix_page, obstacles_title
from riia.alliance.agreements.queries import inventory as queries
from riia.alliance.agreements.register_errors import RegisterChangeError
from riia.alliance.agreements.services.inventory import (
    Answer,
    ObstacleText,
    SourceText,
    answer_for,
    change_obstacle,
    change_source,
    end_source,
    enter_source,
    note_obstacle,
    observe,
    withdraw_observation,
)
from riia.alliance.agreements.services.inventory_plan import PlanText, set_deadline, settle_plan
from riia.alliance.agreements.states_inventory import (
    OBSTACLE_MOVES,
    Held,
    HolderKind,
    Level,
    ObservationKind,
    ObstacleState,
    Quality,
    Topic,
)
from riia.alliance.audit.models import Entry
from riia.alliance.places.models import Alliance, Place
from tests.alliance.agreements.register_world import (
    BRISTOL,
    BY,
    DERBY,
    LEICESTER,
    SOUTH_WEST,
    TODAY,
    People,
    alliance,
    item,
    make_alliance,
    on_a_monday,
    people,
    version,
)

__all__ = ["alliance", "on_a_monday", "people", "version"]
WAITS = SourceText(
    "Waits for therapies", Topic.SEND, "Weeks waited", HolderKind.HEALTH, Level.AGGREGATE, "Health board"
)
PLANS = SourceText("Plans", Topic.SEND, "Plans by child", HolderKind.COUNCIL, Level.IDENTIFIABLE)
PLACES = SourceText("Funded places", Topic.EARLY_YEARS, "Children", HolderKind.COUNCIL, Level.AGGREGATE)
SLOW = ObstacleText("Health data come by trust", "Waits stay unknown", "One schedule for all boards", "Analyst")


@pytest.fixture
def source(alliance: Alliance) -> DataSource:
    return enter_source(alliance=alliance, text=WAITS, by=BY)


@pytest.fixture
def obstacle(alliance: Alliance) -> Obstacle:
    return note_obstacle(alliance=alliance, text=SLOW, noted_on=TODAY - dt.timedelta(days=9), by=BY)


def council(code: str) -> Place:
    return Place.objects.get(code=code)


def say(alliance: Alliance, code: str, by: Any, answers: dict[DataSource, Held], before: Held | None = None) -> int:
    given = {source: Answer(now, before) for source, now in answers.items()}
    return answer_for(alliance=alliance, council=council(code), answers=given, by=by)


def steps(source: DataSource, obstacle: Obstacle, dataset: Dataset, by: Any) -> dict[str, Callable[[], object]]:
    """Every verb of the inventory that the region has, done by somebody."""
    alliance = source.alliance
    note = Observation.objects.create(source=source, kind="gap", text="x", observed_on=TODAY, recorder_label="tests")
    return {
        "enter_source": lambda: enter_source(alliance=alliance, text=PLANS, by=by),
        "change_source": lambda: change_source(source=source, text=replace(WAITS, about="x"), by=by),
        "end_source": lambda: end_source(source=source, reason="gone", by=by),
        "answer_for": lambda: say(alliance, LEICESTER, by, {source: Held.HELD}),
        "observe": lambda: observe(source=source, kind=ObservationKind.GAP, text="x", observed_on=TODAY, by=by),
        "withdraw_observation": lambda: withdraw_observation(observation=note, reason="wrong", by=by),
        "note_obstacle": lambda: note_obstacle(alliance=alliance, text=SLOW, noted_on=TODAY, by=by),
        "change_obstacle": lambda: change_obstacle(obstacle=obstacle, text=replace(SLOW, owner="Board"), by=by),
        "settle_plan": lambda: settle_plan(alliance=alliance, text=PlanText("Checked twice"), by=by),
        "set_deadline": lambda: set_deadline(dataset=dataset, period="Q1", due_on=TODAY, source="4.2", by=by),
    }


def stands() -> tuple[Any, ...]:
    return tuple(list(model.objects.order_by("pk").values()) for model in
                 (DataSource, Holding, Observation, Obstacle, SharingPlan, SubmissionDeadline))  # fmt: skip


@pytest.mark.parametrize("who", ["analyst", "coordinator"])
def test_the_region_keeps_all_of_it(version, source, obstacle, people: People, who: str) -> None:
    done = steps(source, obstacle, Dataset.objects.first(), getattr(people, who))
    for name in [*(one for one in done if one != "end_source"), "end_source"]:
        done[name]()
        assert Entry.objects.filter(action__startswith="agreements.").latest("id").actor_label.startswith(who.title())


@pytest.mark.parametrize("who", ["derby", "derby_dcs", "chair", "dfe", "processor", "bristol", "supplier"])
def test_nobody_else_keeps_the_regions(version, source, obstacle, people: People, who: str) -> None:
    make_alliance(SOUTH_WEST, "South West", {BRISTOL: "Bristol"})
    done = steps(source, obstacle, Dataset.objects.first(), getattr(people, who))
    before = stands()
    for name, step in done.items():
        with pytest.raises(PermissionDenied):
            step()
        assert stands() == before, name


def test_a_council_says_what_is_its_own(alliance, source, people: People) -> None:
    assert say(alliance, DERBY, people.derby, {source: Held.NOT_KNOWN}) == 1
    note = observe(source=source, kind=ObservationKind.BARRIER, text="No agreement", observed_on=TODAY,
                   council=council(DERBY), by=people.derby)  # fmt: skip
    withdraw_observation(observation=note, reason="There is one", by=people.derby)
    with pytest.raises(PermissionDenied, match="Leicester"):
        observe(source=source, kind=ObservationKind.GAP, text="x", observed_on=TODAY, council=council(LEICESTER),
                by=people.derby)  # fmt: skip
    note.refresh_from_db()
    assert (note.withdrawn_because, Holding.objects.get().status) == ("There is one", "not-known")


def test_a_council_of_elsewhere_is_not_answered_for(alliance, source) -> None:
    make_alliance(SOUTH_WEST, "South West", {BRISTOL: "Bristol"})
    with pytest.raises(PermissionDenied, match="not a member"):
        say(alliance, BRISTOL, BY, {source: Held.HELD})


def test_when_the_trail_fails_nothing_has_changed(version, source, obstacle, monkeypatch) -> None:
    def refuse(**_: object) -> None:
        raise RuntimeError("no trail")

    monkeypatch.setattr("riia.alliance.agreements.services.inventory.record", refuse)
    monkeypatch.setattr("riia.alliance.agreements.services.inventory_plan.record", refuse)
    done = steps(source, obstacle, Dataset.objects.first(), BY)
    before = stands()
    for name, step in done.items():
        with pytest.raises(RuntimeError):
            step()
        assert stands() == before, name


def test_held_not_held_not_known_and_no_answer_are_four_things(alliance, source) -> None:
    places = enter_source(alliance=alliance, text=PLACES, by=BY)
    plans = enter_source(alliance=alliance, text=PLANS, by=BY)
    say(alliance, DERBY, BY, {source: Held.NOT_HELD, places: Held.HELD, plans: Held.NOT_KNOWN})
    found = queries.coverage(scope_for_system(), alliance)
    derby, leicester = council(DERBY), council(LEICESTER)
    assert [found.of(each, derby) for each in (source, places, plans)] == [Held.NOT_HELD, Held.HELD, Held.NOT_KNOWN]
    assert [found.of(each, leicester) for each in (source, places, plans)] == [None, None, None]
    assert gaps_in_words(found, derby, [source, plans]) == "1 not held, 1 not known"
    assert gaps_in_words(found, derby, [places]) == "none"
    assert gaps_in_words(found, leicester, [source, plans]) == "2 not answered"
    page = matrix_page(found, [])
    assert page.title == "3 sources of data; 3 of 6 answers are still missing"
    assert [[mark.sign for mark in row.marks] for _, rows in page.groups for row in rows] == [
        ["?", "–"], ["○", "–"], ["●", "–"]
    ]  # fmt: skip


def scope_for_system() -> Any:
    from riia.alliance.access.scope import Scope

    return Scope.system()


def test_an_answer_is_changed_only_from_what_was_seen(alliance, source, people: People) -> None:
    say(alliance, DERBY, people.derby, {source: Held.HELD})
    assert say(alliance, DERBY, people.analyst, {source: Held.HELD}) == 0, "the same again is no change"
    with pytest.raises(RegisterChangeError, match=r"changed meanwhile by Derby.*it stands as held"):
        say(alliance, DERBY, people.analyst, {source: Held.NOT_HELD})
    assert say(alliance, DERBY, people.analyst, {source: Held.NOT_HELD}, Held.HELD) == 1
    assert Holding.objects.get().recorder_label.startswith("Analyst")
    entry = Entry.objects.filter(action="agreements.answer_holdings").latest("id")
    assert entry.details["changed"] == {"Waits for therapies": ["held", "not held"]}
    assert DERBY in entry.places.values_list("code", flat=True)


def test_one_answer_that_may_not_be_given_saves_none(alliance, source) -> None:
    gone = enter_source(alliance=alliance, text=PLACES, by=BY)
    end_source(source=gone, reason="Replaced", by=BY)
    with pytest.raises(RegisterChangeError, match="has ended meanwhile"):
        say(alliance, DERBY, BY, {source: Held.HELD, gone: Held.HELD})
    other = make_alliance(SOUTH_WEST, "South West", {BRISTOL: "Bristol"})
    foreign = enter_source(alliance=other, text=WAITS, by=BY)
    with pytest.raises(RegisterChangeError, match="another alliance"):
        say(alliance, DERBY, BY, {source: Held.HELD, foreign: Held.HELD})
    assert not Holding.objects.exists()


def test_an_ended_source_stays_on_record_and_its_name_is_free(alliance, source) -> None:
    end_source(source=source, reason="The trust has closed", by=BY)
    for step in (
        lambda: end_source(source=source, reason="Again", by=BY),
        lambda: change_source(source=source, text=PLANS, by=BY),
        lambda: observe(source=source, kind=ObservationKind.GAP, text="x", observed_on=TODAY, by=BY),
    ):
        with pytest.raises(RegisterChangeError, match="has ended"):
            step()
    assert enter_source(alliance=alliance, text=WAITS, by=BY).pk != source.pk
    with pytest.raises(RegisterChangeError, match="already has"):
        enter_source(alliance=alliance, text=WAITS, by=BY)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"title": "  "}, "what the source is called"),
        ({"about": ""}, "what it holds"),
        ({"holder": " "}, "which partner"),
        ({"title": "Waits for therapies"}, "already has"),
    ],
)
def test_what_a_source_must_say(alliance, source, change: dict[str, Any], says: str) -> None:
    with pytest.raises(RegisterChangeError, match=says):
        enter_source(alliance=alliance, text=replace(WAITS, title="Another", **change) if "title" not in change
                     else replace(WAITS, **change), by=BY)  # fmt: skip


def test_what_councils_hold_themselves_names_no_partner(alliance) -> None:
    assert enter_source(alliance=alliance, text=replace(PLANS, holder="Someone"), by=BY).holder == ""


def test_a_source_feeds_an_item_of_its_own_register_only(version, source) -> None:
    other = make_alliance(SOUTH_WEST, "South West", {BRISTOL: "Bristol"})
    changed = change_source(source=source, text=replace(WAITS, feeds=item("referrals"), quality=Quality.POOR), by=BY)
    assert list(queries.sources_of(item("referrals"))) == [changed]
    with pytest.raises(RegisterChangeError, match="another alliance"):
        enter_source(alliance=other, text=replace(WAITS, feeds=item("referrals")), by=BY)


def test_nothing_is_noticed_tomorrow(source) -> None:
    with pytest.raises(RegisterChangeError, match="in the future"):
        observe(source=source, kind=ObservationKind.GAP, text="x", observed_on=TODAY + dt.timedelta(days=1), by=BY)


def test_a_note_is_withdrawn_once_and_with_a_reason(source) -> None:
    note = observe(source=source, kind=ObservationKind.INSIGHT, text="Late", observed_on=TODAY, by=BY)
    with pytest.raises(RegisterChangeError, match="why"):
        withdraw_observation(observation=note, reason=" ", by=BY)
    withdraw_observation(observation=note, reason="Not so", by=BY)
    with pytest.raises(RegisterChangeError, match="withdrawn already"):
        withdraw_observation(observation=note, reason="Not so", by=BY)


@pytest.mark.parametrize("now", ObstacleState)
@pytest.mark.parametrize("then", ObstacleState)
def test_every_move_of_an_obstacle(now: ObstacleState, then: ObstacleState) -> None:
    may = then is now or then in OBSTACLE_MOVES[now]
    if may:
        check_obstacle(now, then, "DfE", "Solved")
        return
    with pytest.raises(RegisterChangeError, match="does not become"):
        check_obstacle(now, then, "DfE", "Solved")


@given(st.lists(st.sampled_from(list(ObstacleState)), max_size=12))
def test_no_walk_ends_escalated_to_nobody_or_resolved_without_a_word(walk: list[ObstacleState]) -> None:
    now = ObstacleState.OPEN
    for then in walk:
        for to, outcome in (("", ""), ("DfE", ""), ("", "Solved")):
            try:
                check_obstacle(now, then, to, outcome)
            except RegisterChangeError:
                continue
            assert to or then is not ObstacleState.ESCALATED
            assert outcome or then is not ObstacleState.RESOLVED
            assert then is now or then in OBSTACLE_MOVES[now]
        if then in OBSTACLE_MOVES[now]:
            now = then


def test_an_obstacle_from_open_to_resolved_and_back(obstacle, alliance) -> None:
    assert obstacles_title([obstacle]) == "1 obstacle to better data persists"
    escalated = replace(SLOW, state=ObstacleState.ESCALATED, escalated_to="Termly meeting with DfE")
    one = change_obstacle(obstacle=obstacle, text=escalated, by=BY)
    assert (one.escalated_on, one.since) == (TODAY, TODAY)
    assert obstacles_title([one]) == "1 obstacle to better data persists; 1 is escalated"
    resolved = replace(escalated, state=ObstacleState.RESOLVED, outcome="One schedule is signed")
    one = change_obstacle(obstacle=one, text=resolved, by=BY)
    assert (one.escalated_to, obstacles_title([one])) == (
        "Termly meeting with DfE",
        "No obstacle to better data persists",
    )
    one = change_obstacle(obstacle=one, text=replace(resolved, state=ObstacleState.OPEN), by=BY)
    assert one.state == "open"
    with pytest.raises(RegisterChangeError, match="new obstacle is not resolved"):
        note_obstacle(alliance=alliance, text=resolved, noted_on=TODAY, by=BY)


def test_the_database_keeps_the_rules_too(obstacle, source) -> None:
    for wrong in (
        lambda: Obstacle.objects.update(state="escalated"),
        lambda: Obstacle.objects.update(state="resolved"),
        lambda: DataSource.objects.update(holder=""),
        lambda: Holding.objects.create(source=source, council=council(DERBY), status="perhaps"),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            wrong()


def test_the_plan_is_agreed_with_a_minute_or_not_yet(alliance) -> None:
    with pytest.raises(RegisterChangeError, match="Enter both"):
        settle_plan(alliance=alliance, text=PlanText("Checked twice", agreed_on=TODAY), by=BY)
    later = PlanText("Checked twice", agreed_on=TODAY + dt.timedelta(days=1), minute="4")
    with pytest.raises(RegisterChangeError, match="future"):
        settle_plan(alliance=alliance, text=later, by=BY)
    settle_plan(alliance=alliance, text=PlanText("Checked twice"), by=BY)
    plan = settle_plan(alliance=alliance, text=PlanText("Checked", "A day", TODAY, "Board, minute 4"), by=BY)
    assert SharingPlan.objects.get() == plan
    assert plan.minute == "Board, minute 4"


def test_the_same_period_again_moves_its_deadline(version) -> None:
    dataset = Dataset.objects.get(number=1)
    first = set_deadline(dataset=dataset, period="July  to September", due_on=TODAY, source="4.2", by=BY)
    later = TODAY + dt.timedelta(days=7)
    assert set_deadline(dataset=dataset, period="July to September", due_on=later, source="4.2", by=BY).pk == first.pk
    assert SubmissionDeadline.objects.get().due_on == later
    assert Entry.objects.filter(action="agreements.set_deadline").latest("id").details["before"] == TODAY.isoformat()


def test_each_council_is_asked_for_what_it_has_not_said(alliance, source, people: People) -> None:
    enter_source(alliance=alliance, text=PLACES, by=BY)
    waiting = queries.unanswered(scope_for(people.derby))
    assert [(one.council.code, one.sources) for one in waiting] == [(DERBY, 2)]
    say(alliance, DERBY, people.derby, {source: Held.NOT_KNOWN})
    assert [one.sources for one in queries.unanswered(scope_for(people.derby))] == [1]
    end_source(source=DataSource.objects.get(title="Funded places"), reason="Gone", by=BY)
    assert queries.unanswered(scope_for(people.derby)) == []
    for nobody in (people.analyst, people.derby_dcs, people.dfe):
        assert queries.unanswered(scope_for(nobody)) == []
