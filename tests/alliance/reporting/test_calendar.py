"""Calendars: valid entries with names that stay, and addresses that show what their owner may see, and no more."""

import datetime as dt
from dataclasses import replace
from urllib.parse import urlsplit

import icalendar
import pytest
from django.core.cache import cache
from django.test import Client

from riia.alliance.access import dues as registry
from riia.alliance.access.dues import Due
from riia.alliance.access.models import RoleHolding
from riia.alliance.access.states import HoldingState
from riia.alliance.audit.models import Entry
from riia.alliance.grants.models import Determination, Payment
from riia.alliance.reporting.calendars import Filter, as_ics, by_month, in_order, uid_of
from riia.alliance.reporting.errors import NotYours, ReportError
from riia.alliance.reporting.models import Feed
from riia.alliance.reporting.services.feeds import MOST, make_feed, stop_feed
from tests.alliance.reporting.conftest import TODAY

ONE = Due("a:1", dt.date(2026, 3, 29), "Report; with, signs\\and\nlines", "/reports/", "A note: x;y", "E12000009",
          "The Board", mine=True, simulated=True)  # fmt: skip
TWO = Due("b:2", dt.date(2026, 10, 25), "Ünïcode " * 20, "/calendar/", place="801")


def events(data: bytes) -> list[icalendar.Event]:
    return list(icalendar.Calendar.from_ical(data).walk("VEVENT"))


def test_entries_are_whole_days_and_come_back_as_they_went_in() -> None:
    data = as_ics([ONE, TWO], name="Mine; all", today=TODAY)
    first, second = events(data)
    assert first["DTSTART"].dt == dt.date(2026, 3, 29)
    assert first["DTEND"].dt == dt.date(2026, 3, 30)
    assert str(first["SUMMARY"]) == "Report; with, signs\\and\nlines (simulated)"
    assert "You have to act on this." in first["DESCRIPTION"]
    assert str(second["SUMMARY"]) == TWO.title
    assert str(first["URL"]).startswith("http")
    assert first["CLASS"] == "PRIVATE"
    calendar = icalendar.Calendar.from_ical(data)
    assert calendar["X-WR-TIMEZONE"] == "Europe/London"
    assert calendar["VERSION"] == "2.0"
    assert calendar["PRODID"]


def test_lines_are_those_of_the_standard() -> None:
    data = as_ics([ONE, TWO], name="x", today=TODAY)
    assert data.count(b"\n") == data.count(b"\r\n")
    assert max(map(len, data.split(b"\r\n"))) <= 75
    assert not icalendar.Calendar.from_ical(data).errors


def test_an_entry_keeps_its_name_when_its_day_moves() -> None:
    assert uid_of(ONE) == uid_of(replace(ONE, day=TODAY, title="Another")) != uid_of(TWO)
    assert as_ics([ONE], name="x", today=TODAY) == as_ics([ONE], name="x", today=TODAY)


@pytest.mark.parametrize(
    ("wanted", "keys"),
    [
        (Filter(), ["a:1", "b:2"]),
        (Filter(mine_only=True), ["a:1"]),
        (Filter(body="The Board"), ["a:1"]),
        (Filter(place="801"), ["b:2"]),
        (Filter(mine_only=True, place="801"), []),
    ],
)
def test_filters(wanted: Filter, keys: list[str]) -> None:
    assert [one.key for one in in_order([TWO, ONE, ONE], wanted)] == keys


def test_months_in_order() -> None:
    assert [(one.first, len(one.dues)) for one in by_month([ONE, TWO])] == [
        (dt.date(2026, 3, 1), 1), (dt.date(2026, 10, 1), 1),
    ]  # fmt: skip


@pytest.fixture
def fetched(quarterly, pack, people):
    """A person's feed as their calendar program gets it, and its entries."""
    cache.clear()

    def get(person, **chosen):
        given = {"label": "Work", "mine_only": False, "body": "", "place": ""} | chosen
        _, raw = make_feed(**given, by=person)
        answer = Client().get(f"/calendar/feed/{raw}.ics")
        return raw, answer, [str(one["SUMMARY"]) for one in events(answer.content)]

    return get


@pytest.mark.django_db
def test_a_feed_shows_what_its_owner_may_see(fetched, people) -> None:
    _, answer, titles = fetched(people.coordinator)
    assert answer.status_code == 200
    assert answer["Content-Type"].startswith("text/calendar")
    assert answer["Cache-Control"].startswith("private")
    assert any(title.startswith("Quarterly") for title in titles)
    assert any("Board pack" in title for title in titles)
    _, _, board = fetched(people.chair)
    assert board
    assert all(title.startswith("Board pack") for title in board)
    _, _, own = fetched(people.chair, mine_only=True)
    assert own == []
    _, _, nothing = fetched(people.supplier)
    assert nothing == []


@pytest.mark.django_db
def test_the_feed_follows_the_roles_of_the_day(fetched, people) -> None:
    raw, _, titles = fetched(people.coordinator)
    assert titles
    RoleHolding.objects.filter(person=people.coordinator).update(state=HoldingState.ENDED, ended_on=dt.date(2026, 1, 1))
    assert events(Client().get(f"/calendar/feed/{raw}.ics").content) == []
    people.coordinator.is_active = False
    people.coordinator.save()
    assert Client().get(f"/calendar/feed/{raw}.ics").status_code == 404


@pytest.mark.django_db
def test_only_a_digest_is_kept_and_a_stopped_address_is_dead(fetched, people) -> None:
    raw, _, _ = fetched(people.dfe)
    feed = Feed.objects.get(person=people.dfe)
    assert raw not in str(Feed.objects.values())
    assert feed.last_used_on is not None
    assert raw not in str(list(Entry.objects.values()))
    with pytest.raises(NotYours):
        stop_feed(feed=feed, by=people.lga)
    stop_feed(feed=feed, by=people.dfe)
    assert Client().get(f"/calendar/feed/{raw}.ics").status_code == 404
    assert Client().get("/calendar/feed/guess.ics").status_code == 404
    assert Client().post(f"/calendar/feed/{raw}.ics").status_code == 405


@pytest.mark.django_db
def test_a_person_has_not_more_than_some(people) -> None:
    for _ in range(MOST):
        make_feed(label="x", mine_only=False, body="", place="", by=people.dfe)
    with pytest.raises(ReportError):
        make_feed(label="x", mine_only=False, body="", place="", by=people.dfe)


@pytest.mark.django_db
def test_too_many_requests_are_put_off(fetched, people, settings, monkeypatch) -> None:
    monkeypatch.setitem(settings.ACCOUNT_RATE_LIMITS, "calendar_feed", "1/m/ip")
    raw, _, _ = fetched(people.dfe)
    assert Client().get(f"/calendar/feed/{raw}.ics").status_code == 429
    cache.clear()


@pytest.mark.django_db
def test_an_address_is_made_shown_once_and_stopped_on_its_page(pack, people, signed_in) -> None:
    client = signed_in(people.chair)
    page = client.get("/calendar/addresses/")
    assert b"Only what is due to The Board" in page.content
    made = client.post("/calendar/addresses/", {"label": "Phone", "holds": "body:The Board"})
    assert made["Cache-Control"] == "no-store"
    (address,) = [part for part in made.content.decode().split() if "/calendar/feed/" in part][:1]
    path = urlsplit(address.split(">")[1].split("<")[0]).path
    assert b"Board pack" in Client().get(path).content
    assert path.encode() not in client.get("/calendar/addresses/").content
    feed = Feed.objects.get()
    assert (feed.body, feed.label) == ("The Board", "Phone")
    assert signed_in(people.dfe).post(f"/calendar/addresses/{feed.reference}/stop/").status_code == 404
    client.post(f"/calendar/addresses/{feed.reference}/stop/")
    assert Client().get(path).status_code == 404


@pytest.mark.django_db
def test_the_page_lists_the_same_by_month(pack, people, signed_in) -> None:
    page = signed_in(people.chair).get("/calendar/").content.decode()
    assert "March 2026" in page
    assert "Board pack, January to March 2026" in page
    assert "Nothing is due" in signed_in(people.supplier).get("/calendar/").content.decode()
    mine = signed_in(people.chair).get("/calendar/?only=mine&body=nonsense").content.decode()
    assert "Nothing is due" in mine


def test_every_part_with_days_offers_them() -> None:
    parts = {"reporting", "returns", "agreements", "diagnostics", "offer", "plans", "grants"}
    assert parts <= set(registry._SOURCES)


@pytest.mark.django_db
def test_another_council_s_money_is_in_nobody_else_s_feed(fetched, people, places) -> None:
    grant = Determination.objects.create(programme="Support", kind="core", financial_year=2025)
    for code, pence in (("801", 100_01), ("878", 200_02)):
        Payment.objects.create(
            kind="instalment", determination=grant, place=places[code], amount_pence=pence,
            due_on=dt.date(2026, 2, 16), proposer_label="x",
        )  # fmt: skip
    _, _, own = fetched(people.bristol_dcs)
    assert [title for title in own if "£" in title] == ["Instalment to Bristol: £100.01"]
    _, _, region = fetched(people.coordinator)
    assert len([title for title in region if "£" in title]) == 2
    _, _, elsewhere = fetched(people.elsewhere)
    assert not any("£" in title for title in elsewhere)
