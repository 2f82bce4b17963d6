"""What the home page says of returns and agreements, and the navigation that leads to them."""

import datetime as dt
import html
import re
from collections.abc import Callable

import pytest
from django.test import Client

from riia.alliance.access.models import Person
from riia.alliance.access.queries import scope_for
from riia.alliance.access.roles import Role
from riia.alliance.agreements.models import AgreementVersion
from riia.alliance.pages import attention
from riia.alliance.pages.attention import needs_of
from riia.alliance.returns.models import Return
from riia.alliance.returns.presenters.board import clock_of
from riia.alliance.returns.queries.timeliness import standing
from tests.alliance.returns import conftest as world
from tests.alliance.returns.conftest import DERBY, EAST_MIDLANDS, Make, People
from tests.alliance.returns.desk_steps import queried, signed, validated

# The world of the return desk, as its own tests have it.
alliance, at, clerk, derby_return, desk_clock, give = (
    world.alliance, world.at, world.clerk, world.derby_return, world.desk_clock, world.give,
)  # fmt: skip
live, make, people, places, planned = world.live, world.make, world.people, world.places, world.planned
register, returns, round_, signed_in = world.register, world.returns, world.round_, world.signed_in
DAY = dt.date(2026, 10, 20)


@pytest.fixture(autouse=True)
def _only_these(monkeypatch: pytest.MonkeyPatch) -> None:
    sources = (attention._returns, attention._agreement_reviews)
    monkeypatch.setattr(attention, "SOURCES", sources)


def texts(person: Person, day: dt.date = DAY) -> list[str]:
    return [todo.text for todo in needs_of(scope_for(person), day)]


def test_a_return_waits_for_whose_turn_it_is(derby_return: Return, people: People) -> None:
    whose = "the return of Derby for July to September 2026 (Q2 2026-27)"
    assert texts(people.derby) == [f"Submit {whose}"]
    assert texts(people.derby_dcs) == []
    queried(derby_return, people.performance, people.derby)
    assert texts(people.derby) == [f"Answer 1 question about {whose}"]
    derby_return.queries.update(state="resolved", settled="withdrawn", resolved_at="2026-10-01T10:00Z")
    validated(derby_return, people.performance, people.derby)
    assert texts(people.derby_dcs) == [f"Sign {whose}"]
    assert texts(people.leicester_dcs) == texts(people.southwest) == []


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (dt.date(2026, 10, 16), "4 working days left"),  # a Friday: a weekend lies between
        (dt.date(2026, 10, 21), "1 working day left"),
        (dt.date(2026, 10, 22), "today"),
        (dt.date(2026, 10, 26), "2 working days ago"),
    ],
)
def test_a_return_counts_in_working_days_as_its_board_does(
    derby_return: Return, people: People, day: dt.date, words: str
) -> None:
    (todo,) = needs_of(scope_for(people.derby), day)
    assert todo.clock is not None
    assert todo.clock.words == words
    assert clock_of(derby_return, standing(derby_return, day), day).words == words


def test_a_signed_return_waits_for_the_region(derby_return: Return, people: People) -> None:
    signed(derby_return, people.performance, people.derby, people.derby_dcs)
    assert any("1 signed return" in text for text in texts(people.performance))
    assert not any("1 signed return" in text for text in texts(people.southwest))


def test_an_agreement_whose_review_is_overdue_waits_for_its_keeper(
    register: AgreementVersion, people: People, make: Make
) -> None:
    AgreementVersion.objects.update(review_due=dt.date(2026, 8, 31))
    lead = make("Asha", Role.LEAD_DCS, EAST_MIDLANDS)
    wanted = "Review East Midlands memorandum, 2022-24"
    assert wanted in texts(people.coordinator)
    assert wanted in texts(lead)
    for other in (people.derby, people.dfe, people.southwest, people.analyst):
        assert wanted not in texts(other)
    assert wanted not in texts(people.coordinator, dt.date(2026, 8, 31))


def test_the_register_says_what_waits(
    register: AgreementVersion, people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(attention, "SOURCES", (attention._register,))
    (todo,) = needs_of(scope_for(people.derby), DAY)
    assert (todo.text, todo.href) == ("Read the notice on data that are not published", "/notice/")


@pytest.mark.parametrize(
    ("role", "place", "there", "not_there"),
    [
        (Role.COUNCIL_PERFORMANCE_LEAD, DERBY, {"Returns", "Agreements"}, {"Packs"}),
        (Role.REGIONAL_PERFORMANCE_LEAD, EAST_MIDLANDS, {"Returns", "Packs", "Agreements"}, {"Audit trail"}),
        (Role.DFE, EAST_MIDLANDS, {"Packs", "Agreements"}, {"Returns"}),
        (Role.LEAD_MEMBER, DERBY, {"Agreements"}, {"Returns", "Packs"}),
        (Role.SUPPLIER, None, set(), {"Returns", "Packs", "Agreements"}),
    ],
)
def test_the_navigation_leads_only_where_one_may_go(
    alliance: object, make: Make, signed_in: Callable[[Person], Client], role: Role, place: str | None,
    there: set[str], not_there: set[str],
) -> None:  # fmt: skip
    client = signed_in(make("Somebody", role, place))
    shown = client.get("/").content.decode()
    ways = shown.partition('id="ways"')[2].partition("</section>")[0]
    links = {html.unescape(text).strip(): href for href, text in re.findall(r'href="([^"]+)"[^>]*>([^<]+)<', ways)}
    assert there <= set(links)
    assert not not_there & set(links)
    for name in there:
        response = client.get(links[name])
        assert response.status_code in (200, 302)
        assert 'aria-current="' in response.content.decode() or response.status_code == 302
