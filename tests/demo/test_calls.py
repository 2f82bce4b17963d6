"""The simulated calls: loaded once, labelled, and the same story on every day."""

import datetime as dt

import pytest

from riia.alliance.access.models import Person
from riia.alliance.access.queries import scope_for
from riia.alliance.access.services import ensure_personas
from riia.alliance.audit.actors import System
from riia.alliance.offer.models import Application, Call, Letter
from riia.alliance.offer.queries import awards
from riia.alliance.places.services import load_reference
from riia.demo.calls import load_calls

BY = System("tests")


@pytest.fixture
def people(db: None) -> None:
    load_reference(by=BY)
    ensure_personas(by=BY)


@pytest.mark.usefixtures("people")
@pytest.mark.parametrize("today", [dt.date(2026, 11, 22), dt.date(2026, 12, 26), dt.date(2027, 4, 5)])
def test_they_are_loaded_once_and_come_out_the_same_on_every_day(today: dt.date) -> None:
    for _ in range(2):
        load_calls(by=BY, today=today)
    assert sorted(Call.objects.values_list("title", "state", "awarded_pence", "simulated")) == [
        ("AI projects", "open", 0, True), ("Data capacity fund", "decided", 4_575_125, True),
    ]  # fmt: skip
    assert sorted(Application.objects.values_list("call__kind", "council__code", "state")) == [
        ("ai-project", "801", "draft"), ("ai-project", "878", "draft"), ("ai-project", "916", "submitted"),
        ("data-capacity", "801", "awarded"), ("data-capacity", "865", "awarded"),
        ("data-capacity", "879", "awarded"), ("data-capacity", "880", "declined"),
    ]  # fmt: skip
    scope = scope_for(Person.objects.get(email="sw-performance@demo.invalid"))
    seen = awards.watched(awards.awards(scope), today)
    assert [[due.title for due in each.overdue] for each in seen] == [["First checks run before a return"], [], []]
    assert all(each.paid + each.planned == each.award.amount_pence for each in seen)
    assert not Letter.objects.exists()


@pytest.mark.django_db
def test_nothing_is_made_without_the_people_who_run_it() -> None:
    load_reference(by=BY)
    load_calls(by=BY)
    assert not Call.objects.exists()
