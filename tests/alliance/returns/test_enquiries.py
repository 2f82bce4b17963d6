"""Questions from outside: noted, answered, and what the asker thought; the plan's 85 and 75 in a hundred."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from riia.alliance.access.models import Person
from riia.alliance.access.queries import scope_for
from riia.alliance.audit.models import Entry
from riia.alliance.places.models import Alliance
from riia.alliance.returns.errors import DeskError, NotYours
from riia.alliance.returns.in_time import Share, in_time_words
from riia.alliance.returns.models import Enquiry
from riia.alliance.returns.presenters.desk import working_days_to
from riia.alliance.returns.presenters.enquiries import satisfied_words
from riia.alliance.returns.queries import enquiries
from riia.alliance.returns.services.enquiries import answer_enquiry, note_enquiry, note_satisfaction
from tests.alliance.returns.conftest import OPENS, People

MONDAY = dt.date(2026, 9, 28)


@pytest.fixture
def enquiry(desk_clock: None, alliance: Alliance, people: People) -> Enquiry:
    return note(alliance, people.performance)


def note(alliance: Alliance, by: Any, **changes: Any) -> Enquiry:
    facts = {"asker": "Police and crime commissioner", "subject": "How many section 47 enquiries?",
             "received_on": MONDAY} | changes  # fmt: skip
    return note_enquiry(alliance=alliance, by=by, **facts)


def answer(enquiry: Enquiry, by: Any, on: dt.date = OPENS, words: str = "See the regional page.") -> Enquiry:
    return answer_enquiry(enquiry=enquiry, answer=words, answered_on=on, by=by)


def test_a_question_is_due_five_working_days_after_it_came(enquiry: Enquiry) -> None:
    assert (enquiry.due_on, enquiry.recorder_label, enquiry.answered_on) == (dt.date(2026, 10, 5), "Yusuf", None)
    assert Entry.objects.get(action="returns.note_enquiry").details["due_on"] == "2026-10-05"


def test_pressing_twice_notes_it_once(enquiry: Enquiry, people: People) -> None:
    assert note(enquiry.alliance, people.analyst, asker=" Police and crime commissioner ") == enquiry
    assert note(enquiry.alliance, people.analyst, subject="And last year?") != enquiry
    for _ in range(2):
        answer(enquiry, people.performance)
        note_satisfaction(enquiry=enquiry, satisfied=True, by=people.performance)
    assert Entry.objects.filter(action__in=["returns.answer_enquiry", "returns.note_satisfaction"]).count() == 2


@pytest.mark.parametrize(
    ("changes", "said"),
    [({"asker": " "}, "who asks"), ({"subject": ""}, "who asks"), ({"received_on": dt.date(2026, 10, 2)}, "today")],
)
def test_what_is_wrong_is_said(enquiry: Enquiry, people: People, changes: dict[str, Any], said: str) -> None:
    with pytest.raises(DeskError, match=said):
        note(enquiry.alliance, people.performance, **changes)


def test_an_answer_is_given_once_on_a_day_that_can_be(enquiry: Enquiry, people: People) -> None:
    with pytest.raises(DeskError, match="no answer yet"):
        note_satisfaction(enquiry=enquiry, satisfied=True, by=people.analyst)
    for day in (dt.date(2026, 9, 27), dt.date(2026, 10, 2)):
        with pytest.raises(DeskError, match="between the day"):
            answer(enquiry, people.analyst, day)
    with pytest.raises(DeskError, match="what was answered"):
        answer(enquiry, people.analyst, words="  ")
    answer(enquiry, people.analyst)
    with pytest.raises(DeskError, match="answered already"):
        answer(enquiry, people.analyst, words="Something else")
    for satisfied in (False, True):
        note_satisfaction(enquiry=enquiry, satisfied=satisfied, by=people.analyst)
    enquiry.refresh_from_db()
    assert (enquiry.answer, enquiry.satisfied) == ("See the regional page.", True)


@pytest.mark.parametrize("who", ["derby", "derby_dcs", "southwest", "bristol", "dfe"])
def test_nobody_else_keeps_or_sees_them(enquiry: Enquiry, people: People, who: str) -> None:
    by = getattr(people, who)
    steps: list[Callable[[], object]] = [
        lambda: note(enquiry.alliance, by), lambda: answer(enquiry, by),
        lambda: note_satisfaction(enquiry=enquiry, satisfied=True, by=by),
    ]  # fmt: skip
    for step in steps:
        with pytest.raises(NotYours):
            step()
    assert enquiries.get_enquiry(scope_for(by), enquiry.reference) is None


@pytest.mark.parametrize(
    ("answered", "today", "good", "of", "running"),
    [
        (dt.date(2026, 10, 5), dt.date(2026, 10, 20), 1, 1, 0),
        (dt.date(2026, 10, 6), dt.date(2026, 10, 20), 0, 1, 0),
        (None, dt.date(2026, 10, 5), 0, 0, 1),
        (None, dt.date(2026, 10, 6), 0, 1, 0),
    ],
)
def test_in_time(enquiry: Enquiry, answered: dt.date | None, today: dt.date, good: int, of: int, running: int) -> None:
    enquiry.answered_on = answered
    share = enquiries.in_time([enquiry], today)
    assert (share.good, share.of, share.running) == (good, of, running)


@pytest.mark.parametrize(
    ("today", "left"),
    [(dt.date(2026, 11, 19), 1), (dt.date(2026, 11, 20), 0), (dt.date(2026, 11, 22), -1), (dt.date(2026, 11, 24), -2)],
)
def test_a_day_that_has_passed_is_never_today(today: dt.date, left: int) -> None:
    assert working_days_to(today, dt.date(2026, 11, 20)) == left


@pytest.mark.parametrize(
    ("good", "of", "percent", "met"),
    [(17, 20, 85, True), (16, 19, 84, False), (849, 1000, 84, False), (0, 3, 0, False), (0, 0, None, None)],
)
def test_a_share_is_never_rounded_up_to_its_target(good: int, of: int, percent: int | None, met: bool | None) -> None:
    share = Share(good, of, 85)
    assert (share.percent, share.is_met) == (percent, met)


def test_the_shares_are_said_with_both_numbers() -> None:
    assert in_time_words(Share(17, 20, 85, 1), "queries") == (
        "17 of 20 queries were answered within 5 working days: 85%. The plan says 85%. 1 more is still in time."
    )
    assert in_time_words(Share(0, 0, 85, 2), "queries").startswith("None of these queries is due yet")
    assert satisfied_words(Share(3, 4, 75, 1)) == (
        "3 of 4 askers who said so were satisfied: 75%. The plan says 75%. 1 answer has no word from the asker."
    )
    assert satisfied_words(Share(0, 0, 75)) == "No asker has said yet whether the answer satisfied."


def test_when_the_trail_fails_nothing_has_changed(
    enquiry: Enquiry, people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(**_: object) -> None:
        raise RuntimeError("no trail")

    monkeypatch.setattr("riia.alliance.returns.services.enquiries.record", refuse)
    steps: list[Callable[[], object]] = [
        lambda: note(enquiry.alliance, people.analyst, subject="Another"), lambda: answer(enquiry, people.analyst)
    ]  # fmt: skip
    for step in steps:
        with pytest.raises(RuntimeError):
            step()
    assert Enquiry.objects.get().answered_on is None


def test_from_the_page(
    desk_clock: None, alliance: Alliance, people: People, signed_in: Callable[[Person], Client]
) -> None:
    client, listing, new = signed_in(people.analyst), reverse("returns:enquiries"), reverse("returns:new_enquiry")
    assert "No question has been noted" in client.get(listing).content.decode()
    assert "Enter what they want to know" in client.post(new, {"asker": "Health board"}).content.decode()
    day = {f"received_on-{part}": value for part, value in (("day", 28), ("month", 9), ("year", 2026))}
    for _ in range(2):
        response = client.post(new, {"asker": "Health board", "subject": "How many plans?", **day})
        assert response.status_code == 302
    one = Enquiry.objects.get()
    assert one.received_on == MONDAY
    assert "1 question from outside waits for an answer" in client.get(listing).content.decode()
    page = response.headers["Location"]
    day = {f"answered_on-{part}": value for part, value in (("day", 1), ("month", 10), ("year", 2026))}
    for _ in range(2):
        client.post(page, {"answer": "301", **day})
    client.post(page, {"satisfied": "no"})
    one.refresh_from_db()
    assert (one.answer, one.satisfied) == ("301", False)
    shown = client.get(listing).content.decode()
    assert "1 of 1 questions were answered within 5 working days: 100%" in shown
    assert "0 of 1 asker who said so were satisfied: 0%" in shown
    assert "The asker was not satisfied" in client.get(page).content.decode()
    client = signed_in(people.southwest)
    assert client.get(page).status_code == 404
    assert "How many plans" not in client.get(listing).content.decode()
    assert signed_in(people.derby).get(listing).status_code == 403
