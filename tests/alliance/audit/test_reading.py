"""Reading the trail: by place, person, action, words and day; and as CSV."""

import csv
import datetime as dt
import io

import pytest
from django.utils import timezone

from riia.alliance.audit.actors import System
from riia.alliance.audit.export import COLUMNS, csv_lines
from riia.alliance.audit.models import Entry
from riia.alliance.audit.queries import Wanted, about, actions, trail
from riia.alliance.audit.services import Target, record


@pytest.fixture
def entries(db: None) -> dict[str, Entry]:
    def one(summary: str, who: str = "loader", **more) -> Entry:
        return record(by=System(who), action=more.pop("action", "test.do"), target=None, summary=summary, **more)

    return {
        "derby": one("Changed Derby", places=["831", "E12000004"]),
        "bristol": one("Changed Bristol", who="Priya", places=["801"], action="test.other"),
        "nowhere": one("Changed nothing"),
    }


def found(*args) -> list[str]:
    return sorted(entry.summary for entry in trail(*args))


@pytest.mark.usefixtures("entries")
@pytest.mark.parametrize(
    ("places", "wanted", "summaries"),
    [
        (None, Wanted(), ["Changed Bristol", "Changed Derby", "Changed nothing"]),
        (frozenset({"831"}), Wanted(), ["Changed Derby"]),
        (frozenset(), Wanted(), []),
        (frozenset({"831", "E12000004"}), Wanted(), ["Changed Derby"]),  # once, though it is about both
        (frozenset({"831"}), Wanted(place="801"), []),
        (None, Wanted(place="801"), ["Changed Bristol"]),
        (None, Wanted(who="priya"), ["Changed Bristol"]),
        (None, Wanted(action="test.other"), ["Changed Bristol"]),
        (None, Wanted(words="derby"), ["Changed Derby"]),
        (frozenset({"831"}), Wanted(words="bristol"), []),
    ],
)
def test_what_is_found(places: frozenset[str] | None, wanted: Wanted, summaries: list[str]) -> None:
    assert found(places, wanted) == summaries


@pytest.mark.usefixtures("entries")
def test_days_are_whole_and_both_included() -> None:
    today = timezone.localdate()
    day = dt.timedelta(days=1)
    assert len(found(None, Wanted(since=today, until=today))) == 3
    assert found(None, Wanted(since=today + day)) == []
    assert found(None, Wanted(until=today - day)) == []


def test_newest_first(entries: dict[str, Entry]) -> None:
    assert list(trail(None)) == [entries["nowhere"], entries["bristol"], entries["derby"]]


def test_actions_are_listed_once(entries: dict[str, Entry]) -> None:
    assert actions() == ["test.do", "test.other"]


@pytest.mark.django_db
def test_history_of_one_thing() -> None:
    mine = record(by=System("x"), action="a.b", target=Target("t.T", "7", "seven"), summary="one")
    record(by=System("x"), action="a.b", target=Target("t.T", "8", "eight"), summary="two")
    assert list(about("t.T", "7")) == [mine]


@pytest.mark.django_db
def test_csv_holds_every_entry_and_runs_nothing() -> None:
    record(by=System("=cmd()"), action="a.b", target=None, summary="+1", details={"a": "é"}, places=["831"])
    text = "".join(csv_lines(trail(None)))
    assert text.startswith("\ufeff")
    header, row = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))
    assert header == list(COLUMNS)
    shown = dict(zip(header, row, strict=True))
    assert (shown["actor"], shown["summary"], shown["places"], shown["details"]) == (
        "'=cmd()",
        "'+1",
        "831",
        '{"a": "é"}',
    )
