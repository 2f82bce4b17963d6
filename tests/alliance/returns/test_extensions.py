"""More time: asked by the council, decided by the region, never by oneself; it moves the deadline and the count."""

import datetime as dt
from collections.abc import Callable
from unittest import mock

import pytest
from django.core import mail

from riia.alliance.access.policies import PolicyError
from riia.alliance.access.roles import Role
from riia.alliance.audit.actors import System
from riia.alliance.audit.models import Entry
from riia.alliance.returns.errors import DeskError, NotYours
from riia.alliance.returns.models import Extension, Notice, Return, Round
from riia.alliance.returns.policies import Timeliness
from riia.alliance.returns.queries.timeliness import standing
from riia.alliance.returns.services import extensions, rounds
from riia.alliance.returns.states import EXTENSION_TRANSITIONS, ExtensionState
from tests.alliance.returns.conftest import DERBY, DUE, EAST_MIDLANDS, Give, People

LATER = dt.date(2026, 10, 30)
E = ExtensionState


@pytest.fixture
def asked(derby_return: Return, people: People) -> Extension:
    return extensions.ask_extension(one=derby_return, until=LATER, reason="a system change", by=people.derby)


def test_a_request_waits_and_the_deadline_stays(asked: Extension, derby_return: Return) -> None:
    assert (asked.state, asked.until, asked.asker_label) == (E.ASKED, LATER, "Priya")
    assert standing(derby_return, DUE).last_day == DUE
    entry = Entry.objects.get(action="returns.ask_extension")
    assert (entry.reason, entry.actor_label) == ("a system change", "Priya")


def test_a_grant_moves_the_deadline_and_the_count(
    asked: Extension, derby_return: Return, people: People, live: Callable, django_capture_on_commit_callbacks: Callable
) -> None:
    before = derby_return.revision
    with django_capture_on_commit_callbacks(execute=True):
        extensions.grant_extension(extension=asked, reason="agreed", by=people.performance)
    stand = standing(derby_return, dt.date(2026, 10, 26))
    assert (stand.last_day, stand.extended_until, stand.timeliness) == (LATER, LATER, Timeliness.OUTSTANDING)
    derby_return.refresh_from_db()
    assert derby_return.revision == before + 1
    letter = mail.outbox[-1]
    assert letter.to == [people.derby.email]
    assert "30 October 2026" in letter.body
    derby_return.first_submitted_on = dt.date(2026, 10, 29)
    assert standing(derby_return, LATER).timeliness is Timeliness.EXTENDED
    derby_return.first_submitted_on = dt.date(2026, 11, 2)
    assert standing(derby_return, LATER).timeliness is Timeliness.LATE
    derby_return.first_submitted_on = DUE
    assert standing(derby_return, LATER).timeliness is Timeliness.ON_TIME


def test_the_region_may_grant_another_day(asked: Extension, people: People) -> None:
    shorter = dt.date(2026, 10, 27)
    held = extensions.grant_extension(extension=asked, until=shorter, reason="no later", by=people.coordinator)
    assert held.until == shorter
    assert Entry.objects.get(action="returns.grant_extension").details["asked"] == "2026-10-30"


def test_a_refusal_leaves_the_deadline_and_says_why(
    asked: Extension, derby_return: Return, people: People, django_capture_on_commit_callbacks: Callable
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        extensions.refuse_extension(extension=asked, reason="the pack cannot wait", by=people.performance)
    assert standing(derby_return, DUE).last_day == DUE
    assert "the pack cannot wait" in mail.outbox[-1].body
    assert Notice.objects.get(kind="decided").person == people.derby
    again = extensions.ask_extension(one=derby_return, until=LATER, reason="one more try", by=people.derby)
    assert again.state == E.ASKED


@pytest.mark.parametrize("verb", ["grant_extension", "refuse_extension"])
def test_nobody_decides_their_own(
    asked: Extension, people: People, give: Give, clerk: System, derby_return: Return, verb: str
) -> None:
    decide = getattr(extensions, verb)
    for person in (people.derby, people.derby_dcs, people.analyst, people.southwest, people.dfe):
        with pytest.raises(NotYours):
            decide(extension=asked, reason="fine", by=person)
    give(people.derby, Role.REGIONAL_PERFORMANCE_LEAD, EAST_MIDLANDS)  # now of the region as well
    with pytest.raises(NotYours, match="their own"):
        decide(extension=asked, reason="fine", by=people.derby)
    give(people.performance, Role.COUNCIL_OFFICER, DERBY)  # works for the council as well
    with pytest.raises(NotYours, match="their own"):
        decide(extension=asked, reason="fine", by=people.performance)
    asked.refresh_from_db()
    assert asked.state == E.ASKED


def test_who_may_ask(derby_return: Return, people: People) -> None:
    for person in (people.leicester, people.derby_dcs, people.performance, people.dfe):
        with pytest.raises(NotYours):
            extensions.ask_extension(one=derby_return, until=LATER, reason="x", by=person)


@pytest.mark.parametrize(
    ("until", "reason", "words"),
    [(DUE, "x", "due on 22 October 2026 as it is"), (LATER, "  ", "Say why")],
)
def test_what_a_request_needs(derby_return: Return, people: People, until: dt.date, reason: str, words: str) -> None:
    with pytest.raises(DeskError, match=words):
        extensions.ask_extension(one=derby_return, until=until, reason=reason, by=people.derby)


def test_more_time_is_asked_for_once_at_a_time_and_by_the_deadline(
    asked: Extension, derby_return: Return, people: People, live: Callable
) -> None:
    with pytest.raises(DeskError, match="asked for already"):
        extensions.ask_extension(one=derby_return, until=LATER, reason="x", by=people.derby)
    extensions.withdraw_extension(extension=asked, by=people.derby)
    live(dt.date(2026, 10, 23))
    with pytest.raises(DeskError, match="has passed"):
        extensions.ask_extension(one=derby_return, until=LATER, reason="x", by=people.derby)


def test_a_request_made_in_time_may_be_granted_afterwards_but_not_into_the_past(
    asked: Extension, people: People, live: Callable
) -> None:
    live(dt.date(2026, 11, 3))
    with pytest.raises(DeskError, match="has passed"):
        extensions.grant_extension(extension=asked, reason="x", by=people.performance)
    held = extensions.grant_extension(
        extension=asked, until=dt.date(2026, 11, 4), reason="x", by=people.performance
    )  # fmt: skip
    assert held.state == E.GRANTED


def test_what_is_in_or_over_needs_no_more_time(
    derby_return: Return, round_: Round, people: People, clerk: System
) -> None:
    Return.objects.update(state="submitted", first_submitted_on=DUE)
    with pytest.raises(DeskError, match="is in already"):
        extensions.ask_extension(one=derby_return, until=LATER, reason="x", by=people.derby)
    Return.objects.update(state="draft", first_submitted_on=None)
    rounds.close_round(round_=round_, reason="x", by=clerk)
    with pytest.raises(DeskError, match="The round is closed"):
        extensions.ask_extension(one=derby_return, until=LATER, reason="x", by=people.derby)


STEPS = {
    E.GRANTED: lambda held, people: extensions.grant_extension(extension=held, reason="x", by=people.performance),
    E.REFUSED: lambda held, people: extensions.refuse_extension(extension=held, reason="x", by=people.performance),
    E.WITHDRAWN: lambda held, people: extensions.withdraw_extension(extension=held, by=people.derby),
}


@pytest.mark.parametrize("to", STEPS)
@pytest.mark.parametrize("start", ExtensionState)
def test_every_move_of_a_request_is_as_the_table_says(
    asked: Extension, people: People, start: ExtensionState, to: ExtensionState
) -> None:
    if start in STEPS:
        STEPS[start](asked, people)
    entries = Entry.objects.count()
    try:
        STEPS[to](asked, people)
        moved = True
    except PolicyError:
        moved = False
    asked.refresh_from_db()
    assert moved is (to in EXTENSION_TRANSITIONS[start])
    assert asked.state == (to if moved else start)
    assert Entry.objects.count() == entries + moved


@pytest.mark.parametrize("to", STEPS)
def test_nothing_changes_when_the_trail_cannot_be_written(asked: Extension, people: People, to: ExtensionState) -> None:
    before = Extension.objects.values().get()
    with mock.patch.object(extensions, "record", side_effect=RuntimeError("disk full")), pytest.raises(RuntimeError):
        STEPS[to](asked, people)
    assert Extension.objects.values().get() == before
    assert not Notice.objects.exists()


def test_no_request_is_left_when_the_trail_cannot_be_written(derby_return: Return, people: People) -> None:
    with mock.patch.object(extensions, "record", side_effect=RuntimeError("disk full")), pytest.raises(RuntimeError):
        extensions.ask_extension(one=derby_return, until=LATER, reason="x", by=people.derby)
    assert not Extension.objects.exists()
