"""The log of national groups: ten working days, relevant points, summaries, and the review of a quarter (R5.17)."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from riia.alliance.access.models import Person
from riia.alliance.access.queries import scope_for
from riia.alliance.audit.models import Entry
from riia.alliance.places.models import Alliance
from riia.alliance.returns.errors import DeskError, NotYours
from riia.alliance.returns.feedback_groups import settled_share
from riia.alliance.returns.models import FeedbackPoint, FeedbackReview, GroupMeeting
from riia.alliance.returns.presenters import feedback as shown
from riia.alliance.returns.queries import feedback as queries
from riia.alliance.returns.queries.care_needs import waiting
from riia.alliance.returns.services import feedback as services
from riia.alliance.returns.states_care import MEETING_TRANSITIONS, POINT_TRANSITIONS, MeetingState, PointState
from riia.indicators.model import Period
from tests.alliance.returns.conftest import OPENS, People

HELD = dt.date(2026, 9, 16)
Q2 = Period.financial_quarter(2026, 2)
STATES = st.sampled_from(list(PointState))


@pytest.fixture
def meeting(desk_clock: None, alliance: Alliance, people: People) -> GroupMeeting:
    return services.expect_meeting(alliance=alliance, group="NPIMG", held_on=HELD, by=people.analyst)


@pytest.fixture
def logged(meeting: GroupMeeting, people: People) -> GroupMeeting:
    return log(meeting, people.analyst)


def log(meeting: GroupMeeting, by: Any, **changes: Any) -> GroupMeeting:
    facts: dict[str, Any] = {"attended_by": "Performance lead", "told_on": HELD, "logged_on": OPENS}
    return services.log_meeting(meeting=meeting, by=by, **facts | changes)


def point(meeting: GroupMeeting, by: Any, text: str = "Collect less", relevant: bool = True) -> FeedbackPoint:
    return services.add_point(meeting=meeting, point=text, relevant=relevant, by=by)


def settle(point: FeedbackPoint, by: Any, state: PointState = PointState.ACTIONED, **changes: Any) -> FeedbackPoint:
    return services.settle_point(
        **{"point": point, "state": state, "where": "Plan, 5.1", "on": OPENS, "by": by} | changes
    )


# counting


@given(st.lists(st.tuples(st.booleans(), STATES), max_size=30))
def test_only_relevant_points_count_and_one_that_waits_is_not_settled(points: list[tuple[bool, PointState]]) -> None:
    share = settled_share(points)
    assert share.of == sum(relevant for relevant, _ in points)
    assert share.good == sum(relevant and state != "waiting" for relevant, state in points)
    assert (share.percent is None) is (share.of == 0)


@pytest.mark.parametrize(("good", "of", "met"), [(4, 5, True), (3, 4, False), (79, 99, False), (8, 10, True)])
def test_the_plans_80(good: int, of: int, met: bool) -> None:
    states = [PointState.CONSIDERED] * good + [PointState.WAITING] * (of - good)
    assert settled_share((True, state) for state in states).is_met is met


# meetings


def test_the_ten_working_days_come_from_the_one_clock(meeting: GroupMeeting) -> None:
    assert meeting.log_due_on == dt.date(2026, 9, 30)
    assert queries.log_clock(meeting).deadline.rule == "10 working days"


@pytest.mark.parametrize(("day", "in_time"), [(dt.date(2026, 9, 16), True), (dt.date(2026, 9, 30), True),
                                              (dt.date(2026, 10, 1), False)])  # fmt: skip
def test_a_meeting_is_logged_in_time_or_late(
    meeting: GroupMeeting, people: People, day: dt.date, in_time: bool
) -> None:
    log(meeting, people.analyst, logged_on=day)
    share = queries.quarter_of(meeting.alliance, Q2, OPENS).logged_in_time
    assert (share.good, share.of) == (int(in_time), 1)


def test_what_is_not_logged_counts_once_its_day_has_passed(meeting: GroupMeeting) -> None:
    for day, of, running in ((dt.date(2026, 9, 30), 0, 1), (dt.date(2026, 10, 1), 1, 0)):
        share = queries.quarter_of(meeting.alliance, Q2, day).logged_in_time
        assert (share.good, share.of, share.running) == (0, of, running)


@pytest.mark.parametrize(
    ("changes", "said"),
    [({"logged_on": HELD - dt.timedelta(days=1)}, "logged on a day"), ({"logged_on": dt.date(2026, 10, 2)}, "logged"),
     ({"told_on": HELD - dt.timedelta(days=1)}, "key messages came"), ({"told_on": dt.date(2026, 10, 2)}, "came")],
)  # fmt: skip
def test_days_that_cannot_be(meeting: GroupMeeting, people: People, changes: dict[str, Any], said: str) -> None:
    with pytest.raises(DeskError, match=said):
        log(meeting, people.analyst, **changes)


@pytest.mark.parametrize("state", MeetingState)
def test_every_state_of_a_meeting(meeting: GroupMeeting, people: People, state: MeetingState) -> None:
    steps: dict[MeetingState, Callable[[], object]] = {
        MeetingState.LOGGED: lambda: log(meeting, people.analyst),
        MeetingState.CANCELLED: lambda: services.cancel_meeting(meeting=meeting, reason="no quorum", by=people.analyst),
    }
    for to, step in steps.items():
        GroupMeeting.objects.all().delete()
        meeting = services.expect_meeting(alliance=meeting.alliance, group="SPI", held_on=HELD, by=people.analyst)
        if state is not MeetingState.EXPECTED:
            steps[state]()
        if to in MEETING_TRANSITIONS[state]:
            step()
            assert GroupMeeting.objects.get().state == to
        else:
            with pytest.raises(DeskError, match="cannot become"):
                step()


def test_the_same_meeting_and_point_are_noted_once(logged: GroupMeeting, people: People) -> None:
    again = services.expect_meeting(alliance=logged.alliance, group="NPIMG", held_on=HELD, by=people.coordinator)
    assert again == logged
    assert point(logged, people.analyst) == point(logged, people.analyst, " Collect less ")
    assert Entry.objects.filter(action__in=["returns.expect_meeting", "returns.add_point"]).count() == 2


def test_nobody_attending_is_counted_as_such(meeting: GroupMeeting, people: People) -> None:
    log(meeting, people.analyst, attended_by=" ", told_on=None)
    quarter = queries.quarter_of(meeting.alliance, Q2, OPENS)
    assert (quarter.attended.good, quarter.attended.of) == (0, 1)
    assert quarter.shared_in_time.of == 0
    with pytest.raises(DeskError, match="no summary"):
        services.share_summary(meeting=meeting, summary="x", shared_with="y", on=OPENS, by=people.analyst)


def test_a_summary_is_shared_once_within_ten_working_days(logged: GroupMeeting, people: People) -> None:
    assert logged.summary_due_on == dt.date(2026, 9, 30)
    facts: dict[str, Any] = {"summary": "Fewer items", "shared_with": "Network", "by": people.analyst}
    for wrong in ({"summary": " "}, {"shared_with": ""}, {"on": HELD - dt.timedelta(days=1)}):
        with pytest.raises(DeskError):
            services.share_summary(**{"meeting": logged, "on": OPENS} | facts | wrong)
    services.share_summary(meeting=logged, on=dt.date(2026, 9, 30), **facts)
    share = queries.quarter_of(logged.alliance, Q2, OPENS).shared_in_time
    assert (share.good, share.of) == (1, 1)
    with pytest.raises(DeskError, match="not rewritten"):
        services.share_summary(meeting=logged, on=OPENS, **facts)


# points


@pytest.mark.parametrize("before", PointState)
@pytest.mark.parametrize("after", PointState)
def test_every_step_of_a_point(logged: GroupMeeting, people: People, before: PointState, after: PointState) -> None:
    one = point(logged, people.analyst)
    if before is not PointState.WAITING:
        settle(one, people.analyst, before)
    if after in POINT_TRANSITIONS[before]:
        assert settle(one, people.analyst, after).state == after
    else:
        with pytest.raises(DeskError, match="cannot become"):
            settle(one, people.analyst, after)


def test_points_say_where_and_irrelevant_ones_are_not_settled(meeting: GroupMeeting, people: People) -> None:
    with pytest.raises(DeskError, match="Log the meeting first"):
        point(meeting, people.analyst)
    log(meeting, people.analyst)
    one, other = point(meeting, people.analyst), point(meeting, people.analyst, "For London", relevant=False)
    with pytest.raises(DeskError, match="does not concern"):
        settle(other, people.analyst)
    for wrong in ({"where": " "}, {"on": HELD - dt.timedelta(days=1)}, {"on": OPENS + dt.timedelta(days=1)}):
        with pytest.raises(DeskError):
            settle(one, people.analyst, **wrong)
    services.set_relevance(point=other, relevant=True, reason="It does", by=people.analyst)
    settle(other, people.analyst)
    with pytest.raises(DeskError, match="stays counted"):
        services.set_relevance(point=other, relevant=False, reason="It does not", by=people.analyst)
    assert queries.quarter_of(meeting.alliance, Q2, OPENS).settled.percent == 50


# quarters


def review(alliance: Alliance, by: Any, **changes: Any) -> FeedbackReview:
    facts: dict[str, Any] = {"period": Q2, "note": "Two to follow up", "on": OPENS}
    return services.review_quarter(alliance=alliance, by=by, **facts | changes)


def test_a_quarter_is_reviewed_once_with_its_numbers(logged: GroupMeeting, people: People) -> None:
    first, second = point(logged, people.analyst), point(logged, people.analyst, "Another")
    settle(first, people.analyst)
    held = review(logged.alliance, people.coordinator)
    assert (held.settled, held.relevant, held.quarter) == (1, 2, "2026-27Q2")
    with pytest.raises(DeskError, match="reviewed already"):
        review(logged.alliance, people.coordinator)
    settle(second, people.analyst)
    quarter = queries.quarter_of(logged.alliance, Q2, OPENS)
    assert (quarter.settled.percent, quarter.review.settled if quarter.review else None) == (100, 1)
    block = shown.quarter_block(quarter)
    assert "then with 1 of 2 relevant points actioned or considered" in block.review
    assert block.review_href == ""


def test_a_quarter_with_a_meeting_to_log_or_not_over_is_not_reviewed(meeting: GroupMeeting, people: People) -> None:
    with pytest.raises(DeskError, match="1 of this quarter's meetings are not in the log"):
        review(meeting.alliance, people.coordinator)
    services.cancel_meeting(meeting=meeting, reason="not held", by=people.analyst)
    for wrong in ({"period": Period.financial_quarter(2026, 3)}, {"note": " "}, {"on": dt.date(2026, 9, 30)}):
        with pytest.raises(DeskError):
            review(meeting.alliance, people.coordinator, **wrong)
    assert review(meeting.alliance, people.coordinator).relevant == 0


def test_a_meeting_to_come_is_not_to_be_logged_yet(meeting: GroupMeeting, people: People) -> None:
    log(meeting, people.analyst)
    services.expect_meeting(alliance=meeting.alliance, group="SPI", held_on=dt.date(2026, 10, 20), by=people.analyst)
    found = queries.quarters(meeting.alliance, OPENS)
    assert [one.unlogged for one in found] == [0, 0]
    assert shown.title(found) == "No point of national groups waits to be considered"


def test_the_measures_never_turn_nothing_into_a_share(meeting: GroupMeeting) -> None:
    measures = shown.quarter_block(queries.quarter_of(meeting.alliance, Q2, OPENS)).measures
    assert [(one.tag[0], one.words) for one in measures] == [
        ("nothing to count", "No relevant point counts yet."),
        ("not met", "0 of 1 meeting: 0%. The plan says 100%."),
        ("nothing to count", "No summary counts yet."),
        ("nothing to count", "No logged meeting counts yet."),
    ]


# groups, people, trail


def test_the_groups_of_the_plan_with_what_a_region_added_or_left(
    desk_clock: None, alliance: Alliance, people: People
) -> None:
    assert list(queries.groups(alliance)) == ["SPI", "NPIMG", "STAR"]
    facts: dict[str, Any] = {"alliance": alliance, "by": people.coordinator}
    services.set_group(key="STAR", name="Star Chamber", followed=False, **facts)
    services.set_group(key="DDG", name="Data group", followed=True, **facts)
    assert list(queries.groups(alliance)) == ["SPI", "NPIMG", "DDG"]
    with pytest.raises(DeskError, match="does not follow"):
        services.expect_meeting(alliance=alliance, group="STAR", held_on=HELD, by=people.analyst)
    services.set_group(key="STAR", name="Star Chamber", followed=True, **facts)
    assert queries.groups(alliance)["STAR"] == "Star Chamber"
    with pytest.raises(DeskError, match="letters"):
        services.set_group(key=" ", name="x", followed=True, **facts)


def test_the_log_is_the_desks_own(logged: GroupMeeting, people: People) -> None:
    for person in (people.derby, people.derby_dcs, people.dfe, people.southwest):
        assert queries.get_meeting(scope_for(person), logged.reference) is None
        with pytest.raises(NotYours):
            point(logged, person)
    with pytest.raises(NotYours):
        review(logged.alliance, people.analyst)
    assert queries.get_meeting(scope_for(people.analyst), logged.reference) == logged


def test_what_waits_is_said_with_its_day(meeting: GroupMeeting, people: People) -> None:
    def texts(person: Person) -> list[tuple[str, dt.date | None]]:
        return [(one.text, one.due) for one in waiting(scope_for(person), OPENS)]

    assert texts(people.analyst) == [("Log the meeting NPIMG of 16 September 2026", dt.date(2026, 9, 30))]
    log(meeting, people.analyst)
    summary = ("Share the summary of NPIMG of 16 September 2026", dt.date(2026, 9, 30))
    assert texts(people.analyst) == [summary]
    assert texts(people.coordinator) == [
        summary, ("Review the log of national groups for July to September 2026 (Q2 2026-27)", None)
    ]  # fmt: skip
    assert texts(people.derby) == texts(people.southwest) == []


def test_when_the_trail_fails_nothing_has_changed(
    logged: GroupMeeting, people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(**_: object) -> None:
        raise RuntimeError("no trail")

    one = point(logged, people.analyst)
    later = services.expect_meeting(alliance=logged.alliance, group="SPI", held_on=HELD, by=people.analyst)
    monkeypatch.setattr("riia.alliance.returns.services.feedback.record", refuse)
    steps: list[Callable[[], object]] = [
        lambda: settle(one, people.analyst),
        lambda: point(logged, people.analyst, "Another"),
        lambda: log(later, people.analyst),
        lambda: services.cancel_meeting(meeting=later, reason="x", by=people.analyst),
        lambda: services.share_summary(meeting=logged, summary="x", shared_with="y", on=OPENS, by=people.analyst),
        lambda: services.set_group(alliance=logged.alliance, key="X", name="x", followed=True, by=people.coordinator),
    ]
    for step in steps:
        with pytest.raises(RuntimeError):
            step()
    assert FeedbackPoint.objects.get().state == PointState.WAITING
    assert {(one.group, one.state) for one in GroupMeeting.objects.all()} == {
        ("NPIMG", "logged"),
        ("SPI", "to be logged"),
    }
    assert GroupMeeting.objects.filter(summary_shared_on__isnull=False).count() == 0
    assert list(queries.groups(logged.alliance)) == ["SPI", "NPIMG", "STAR"]


# pages


def boxes(**days: dt.date) -> dict[str, str]:
    parts = ("day", "month", "year")
    return {f"{name}-{part}": str(getattr(day, part)) for name, day in days.items() for part in parts}


def test_from_the_pages(
    desk_clock: None, alliance: Alliance, people: People, signed_in: Callable[[Person], Client]
) -> None:
    desk = signed_in(people.coordinator)
    home = reverse("returns:feedback")
    assert "No meeting is noted in this quarter" in desk.get(home).content.decode()
    page = desk.post(f"{home}new/", {"group": "STAR", **boxes(held_on=HELD)}).headers["Location"]
    assert "Log the meeting" in desk.get(page).content.decode()
    desk.post(f"{page}log/", {"attended_by": "Analyst", **boxes(told_on=HELD, logged_on=OPENS)})
    assert "Enter the point" in desk.post(f"{page}points/new/", {}).content.decode()
    desk.post(f"{page}points/new/", {"point": "Fewer items", "relevant": "yes"})
    one = FeedbackPoint.objects.get()
    assert "1 point of national groups waits" in desk.get(home).content.decode()
    settled = {"state": "considered", "where": "Paper 7", **boxes(on=OPENS)}
    desk.post(reverse("returns:settle_point", args=[one.reference]), settled)
    desk.post(f"{page}summary/", {"summary": "All in one", "shared_with": "Network", **boxes(on=OPENS)})
    text = desk.get(page).content.decode()
    assert "Paper 7, 1 October 2026" in text
    assert "1 October 2026, late: due on 30 September 2026, with: Network" in text
    desk.post(f"{home}quarter/2026-27Q2/", {"note": "Fine", **boxes(on=OPENS)})
    text = desk.get(home).content.decode()
    assert "1 of 1 relevant point: 100%" in text
    assert "Reviewed on 1 October 2026 by Helen" in text
    assert desk.get(f"{home}quarter/831/").status_code == 404
    desk.post(f"{home}groups/", {"key": "DDG", "name": "Data group", "followed": "yes"})
    assert "DDG, Data group" in desk.get(f"{home}new/").content.decode()
    assert signed_in(people.southwest).get(page).status_code == 404
    assert signed_in(people.derby).get(home).status_code == 403
