"""What the return desk offers to plans: as at a day, unknown where nothing was due, never 0 instead."""

import datetime as dt

import pytest

from riia.alliance.places.measures import Asked, Measured, measure_of, measures
from riia.alliance.places.models import Alliance
from riia.alliance.returns.models import Enquiry, GroupMeeting, Return
from riia.alliance.returns.states_care import MeetingState
from tests.alliance.returns.conftest import DERBY, DUE, EAST_MIDLANDS, LEICESTER, NOTTINGHAM, OPENS, SOUTH_WEST, People

LATER = DUE + dt.timedelta(days=60)


def take(key: str, until: dt.date = LATER, since: dt.date = OPENS, region: str = EAST_MIDLANDS) -> Measured:
    found = measure_of(key)
    assert found is not None
    return found.find(Asked(region, since, until, LATER))


def submit(returns: dict[str, Return], **days: int) -> None:
    """Submitted so many days after the deadline, by name of the council."""
    for name, late in days.items():
        one = returns[{"derby": DERBY, "leicester": LEICESTER, "nottingham": NOTTINGHAM}[name]]
        Return.objects.filter(pk=one.pk).update(first_submitted_on=DUE + dt.timedelta(days=late))


def test_every_measure_says_what_it_counts() -> None:
    found = [one for one in measures() if one.key.startswith("returns.")]
    assert len(found) == 15
    assert all(one.how.endswith(".") and one.title for one in found)


@pytest.mark.parametrize("key", [one.key for one in measures() if one.key.startswith("returns.")])
def test_where_nothing_is_known_nothing_is_said_to_be_0(key: str, alliance: Alliance) -> None:
    found = take(key, region=SOUTH_WEST)
    if key != "returns.review":  # a review not published is 0 areas
        assert found.n is None
    assert found.words


def test_a_round_still_running_is_not_due(returns: dict[str, Return]) -> None:
    assert take("returns.on-time", until=DUE).n is None
    assert take("returns.on-time", until=DUE + dt.timedelta(days=1)).of == 3


def test_on_time_counts_the_first_deadline_and_each_council_once(returns: dict[str, Return]) -> None:
    submit(returns, derby=0, leicester=1)
    found = take("returns.on-time")
    assert (found.n, found.of) == (1, 3)
    assert {one.place: one.counts for one in found.parts} == {DERBY: True, LEICESTER: False, NOTTINGHAM: False}
    assert not found.simulated


def test_exceptions_run_for_seven_working_days_and_are_judged_after(returns: dict[str, Return]) -> None:
    submit(returns, derby=0, leicester=5)
    early = take("returns.exceptions", until=DUE + dt.timedelta(days=6))
    assert (early.n, early.of) == (1, 1)
    assert "1 still in time" in early.words
    late = take("returns.exceptions")
    assert (late.n, late.of) == (1, 2)
    submit(returns, derby=0, leicester=0, nottingham=0)
    assert (take("returns.exceptions").n, take("returns.exceptions").words) == (0, "There were no exceptions.")


def test_validated_is_as_at_the_day_asked(returns: dict[str, Return]) -> None:
    Return.objects.filter(pk=returns[DERBY].pk).update(validated_on=DUE + dt.timedelta(days=10))
    assert take("returns.validated", until=DUE + dt.timedelta(days=9)).n == 0
    found = take("returns.validated")
    assert (found.n, found.of) == (1, 3)


def test_at_the_department_waits_for_its_five_days(returns: dict[str, Return]) -> None:
    assert take("returns.at-department", until=DUE + dt.timedelta(days=1)).n is None
    found = take("returns.at-department")
    assert (found.n, found.of) == (0, 3)
    assert take("returns.rejected").n == 0


def test_questions_from_outside_are_as_at_the_day(alliance: Alliance) -> None:
    def ask(day: int, answered: int | None, satisfied: bool | None = None) -> None:
        received = OPENS + dt.timedelta(days=day)
        Enquiry.objects.create(
            alliance=alliance, asker="A school", subject="Which?", received_on=received,
            due_on=received + dt.timedelta(days=7), satisfied=satisfied, recorder_label="test", simulated=True,
            answered_on=received + dt.timedelta(days=answered) if answered is not None else None,
        )  # fmt: skip

    ask(0, 1, True)
    ask(0, 30, False)
    ask(4, None)
    found = take("returns.enquiries-in-time", until=OPENS + dt.timedelta(days=5))
    assert (found.n, found.of) == (1, 1)
    assert "2 still in time" in found.words
    assert found.simulated
    assert (take("returns.enquiries-in-time").n, take("returns.enquiries-in-time").of) == (1, 3)
    assert (take("returns.askers-satisfied").n, take("returns.askers-satisfied").of) == (1, 2)
    assert take("returns.askers-satisfied", until=OPENS + dt.timedelta(days=2)).of == 1


def test_posts_are_held_or_not_on_the_day(alliance: Alliance, other_alliance: Alliance, people: People) -> None:
    assert take("returns.in-post.coordinator").n == 1
    empty = take("returns.in-post.coordinator", region=SOUTH_WEST)
    assert (empty.n, empty.words) == (0, "Regional coordinator: nobody in post.")
    assert take("returns.in-post.coordinator", until=dt.date(2001, 1, 1)).n is None
    assert (take("returns.staffed").n, take("returns.staffed").of) == (3, 3)
    assert take("returns.staffed", region=SOUTH_WEST).n == 1


def test_national_meetings_count_from_their_day_and_not_when_cancelled(alliance: Alliance) -> None:
    facts = {"alliance": alliance, "group": "SPI", "group_name": "Committee", "noter_label": "test"}
    GroupMeeting.objects.create(**facts, held_on=OPENS, log_due_on=DUE)
    GroupMeeting.objects.create(
        **facts, held_on=DUE, log_due_on=LATER, state=MeetingState.CANCELLED, cancelled_because="x"
    )
    found = take("returns.groups-logged")
    assert (found.n, found.of) == (0, 1)
    assert take("returns.groups-logged", until=OPENS).n is None
    assert take("returns.groups-settled").n is None
