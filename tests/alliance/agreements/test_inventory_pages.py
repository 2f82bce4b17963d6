"""The inventory in the browser: who sees what, answering in one page, the summary for the board, and its files."""

import csv
import datetime as dt
import io
import re
from dataclasses import replace

import pytest
from django.http import HttpResponse

from riia.alliance.agreements.models import Dataset, DataSource, Holding, Observation, Obstacle, SharingPlan
from riia.alliance.agreements.services.inventory import enter_source, note_obstacle, observe
from riia.alliance.agreements.services.inventory_plan import set_deadline
from riia.alliance.agreements.states_inventory import Held, ObservationKind, ObstacleState
from tests.alliance.agreements.register_world import (
    BRISTOL,
    BY,
    DERBY,
    EAST_MIDLANDS,
    LEICESTER,
    SOUTH_WEST,
    TODAY,
    alliance,
    item,
    make_alliance,
    on_a_monday,
    people,
    signed_in,
    version,
)
from tests.alliance.agreements.test_inventory import PLACES, SLOW, WAITS, council, say

__all__ = ["alliance", "on_a_monday", "people", "signed_in", "version"]
PAGE = f"/registers/{EAST_MIDLANDS}/inventory/"
SUMMARY, PLAN = f"{PAGE}summary/", f"/registers/{EAST_MIDLANDS}/plan/"
DERBY_HOLDS = f"/registers/councils/{DERBY}/holdings/"
EVIL = "=cmd|' /C calc'!A0"


def words_of(response: HttpResponse, status: int = 200) -> str:
    """The text of a page's main part."""
    assert response.status_code == status, response
    main = response.content.decode().split("<main", 1)[1].split("</main>", 1)[0]
    return " ".join(re.sub(r"<[^>]+>", " ", main).split())


def days(name: str, day: dt.date) -> dict[str, str]:
    return {f"{name}-day": str(day.day), f"{name}-month": str(day.month), f"{name}-year": str(day.year)}


@pytest.fixture
def source(alliance) -> DataSource:
    return enter_source(alliance=alliance, text=WAITS, by=BY)


def rows_of(response: HttpResponse) -> list[dict[str, str]]:
    assert response.status_code == 200
    return list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))


@pytest.mark.parametrize(
    ("who", "sees"),
    [("derby", True), ("analyst", True), ("chair", True), ("dfe", False), ("bristol", False), ("supplier", False)],
)
def test_it_is_read_by_the_people_of_the_alliance(version, source, people, signed_in, who, sees) -> None:
    make_alliance(SOUTH_WEST, "South West", {BRISTOL: "Bristol"})
    browser = signed_in(getattr(people, who))
    for page in (PAGE, SUMMARY, PLAN, f"{PAGE}sources.csv", f"{PAGE}obstacles.csv", f"{PAGE}observations.csv",
                 f"/registers/sources/{source.reference}/"):  # fmt: skip
        assert (browser.get(page).status_code == 200) == sees, page


@pytest.mark.parametrize(
    ("who", "status"), [("derby", 403), ("derby_dcs", 403), ("dfe", 403), ("bristol", 404), ("supplier", 403)]
)
def test_the_regions_steps_are_refused_to_others(version, source, people, signed_in, who, status) -> None:
    make_alliance(SOUTH_WEST, "South West", {BRISTOL: "Bristol"})
    obstacle = note_obstacle(alliance=source.alliance, text=SLOW, noted_on=TODAY, by=BY)
    browser = signed_in(getattr(people, who))
    for page in (f"{PAGE}new/", f"{PAGE}obstacle/", f"{PLAN}settle/", f"{PLAN}deadline/",
                 f"/registers/sources/{source.reference}/change/", f"/registers/sources/{source.reference}/end/",
                 f"/registers/obstacles/{obstacle.reference}/"):  # fmt: skip
        assert browser.get(page).status_code == browser.post(page, {}).status_code == status, page


@pytest.mark.parametrize(("who", "sees"), [("derby", True), ("dfe", False)])
def test_an_item_names_its_sources_to_the_people_of_the_alliance(alliance, version, people, signed_in, who, sees):
    enter_source(alliance=alliance, text=replace(WAITS, feeds=item("dental")), by=BY)
    page = signed_in(getattr(people, who)).get(f"/registers/items/{item('dental').reference}/")
    assert page.status_code == 200
    assert (WAITS.title in words_of(page)) is sees


def test_an_empty_inventory_says_what_to_do(alliance, people, signed_in) -> None:
    browser = signed_in(people.analyst)
    assert "The inventory is empty" in words_of(browser.get(PAGE))
    assert "No obstacle to better data is noted" in words_of(browser.get(SUMMARY))
    assert "There is no dataset to plan for yet" in words_of(browser.get(PLAN))


def test_a_performance_lead_answers_on_one_page(alliance, source, people, signed_in) -> None:
    places = enter_source(alliance=alliance, text=PLACES, by=BY)
    browser = signed_in(people.derby)
    assert "Say what Derby holds" in words_of(browser.get(PAGE))
    assert "2 sources of data" in words_of(browser.get("/"))
    assert "2 sources wait for an answer" in words_of(browser.get(DERBY_HOLDS))
    one, two = f"source-{source.pk}", f"source-{places.pk}"
    response = browser.post(DERBY_HOLDS, {one: "not-known", f"was-{one}": "", two: "held", f"was-{two}": ""})
    assert response.headers["Location"] == PAGE
    said = words_of(browser.get(PAGE))
    assert "2 answers saved." in said
    assert "2 sources of data; 2 of 4 answers are still missing" in said
    assert "1 not known" in said
    assert f'name="was-{one}" value="not-known"' in browser.get(DERBY_HOLDS).content.decode()
    say(alliance, DERBY, people.analyst, {source: Held.HELD}, Held.NOT_KNOWN)
    stale = browser.post(DERBY_HOLDS, {one: "not-held", f"was-{one}": "not-known", two: "held", f"was-{two}": "held"})
    assert "changed meanwhile by Analyst" in words_of(stale)
    assert Holding.objects.get(source=source).status == "held"
    browser.post(DERBY_HOLDS, {one: "not-known", f"was-{one}": "not-known", two: "held", f"was-{two}": "held"})
    assert Holding.objects.get(source=source).status == "held", "what was not touched is not written over"


def test_a_council_answers_for_itself_alone(alliance, source, people, signed_in) -> None:
    browser = signed_in(people.derby)
    assert browser.get(f"/registers/councils/{LEICESTER}/holdings/").status_code == 404
    assert browser.get("/registers/councils/999/holdings/").status_code == 404
    name = f"source-{source.pk}"
    assert browser.post(f"/registers/councils/{LEICESTER}/holdings/", {name: "held"}).status_code == 404
    assert browser.post(DERBY_HOLDS, {name: "perhaps"}).status_code == 200
    assert not Holding.objects.exists()
    assert signed_in(people.analyst).post(DERBY_HOLDS, {name: "held", f"was-{name}": "rubbish"}).status_code == 302


def test_the_analyst_sees_gaps_by_topic_and_council(alliance, source, people, signed_in) -> None:
    enter_source(alliance=alliance, text=PLACES, by=BY)
    say(alliance, DERBY, BY, {source: Held.NOT_HELD})
    browser = signed_in(people.analyst)
    said = words_of(browser.get(PAGE))
    assert "Derby 1 not held 1 not answered" in said
    said = words_of(browser.get(f"{PAGE}?topic=early-years"))
    assert "Funded places" in said
    assert "Waits for therapies" not in said
    assert "Waits for therapies" in words_of(browser.get(f"{PAGE}?topic=nonsense"))


def test_a_source_is_entered_changed_and_ended(version, people, signed_in) -> None:
    browser = signed_in(people.analyst)
    typed = {"title": "Waits", "topic": "send", "about": "Weeks", "holder_kind": "health", "holder": "", "level":
             "identifiable", "frequency": "", "quality": "poor", "quality_note": "",
             "feeds": str(item("dental").pk)}  # fmt: skip
    assert "Enter which partner holds it" in words_of(browser.post(f"{PAGE}new/", typed))
    page = browser.post(f"{PAGE}new/", typed | {"holder": "Health board"}).headers["Location"]
    said = words_of(browser.get(page))
    assert "Waits: none of 2 councils holds it" in said
    assert "under review" in said
    assert "they stay with their holder" in said
    assert "Waits" in words_of(browser.get(f"/registers/items/{item('dental').reference}/"))
    browser.post(f"{page}change/", typed | {"holder": "Health board", "feeds": "", "quality": "good"})
    assert "None is named" in words_of(browser.get(page))
    assert browser.post(f"{page}end/", {"reason": "Closed"}).headers["Location"] == PAGE
    assert "Ended" in words_of(browser.get(page))
    assert "The inventory is empty" in words_of(browser.get(PAGE))


def test_what_a_council_noticed_stands_in_the_summary(alliance, source, people, signed_in) -> None:
    browser = signed_in(people.derby)
    page = f"/registers/sources/{source.reference}/note/"
    typed = {"kind": "barrier", "text": "No agreement", "council": DERBY, **days("observed_on", TODAY)}
    assert "Leicester" not in words_of(browser.get(page))
    assert browser.post(page, typed | {"council": LEICESTER}).status_code == 200
    assert browser.post(page, typed | {"council": ""}).status_code == 200
    assert not Observation.objects.exists()
    browser.post(page, typed)
    said = words_of(browser.get(SUMMARY))
    assert "Barriers No agreement Waits for therapies , Derby. Noted by Derby" in said
    for kind in ("Gaps", "Insights", "Inconsistencies", "Enablers"):
        assert f"{kind} None is noted." in said
    note = Observation.objects.get()
    withdraw = f"/registers/observations/{note.reference}/withdraw/"
    assert browser.post(withdraw, {"reason": "x" * 301}).status_code == 200  # PostgreSQL could not keep it
    browser.post(withdraw, {"reason": "There is one"})
    assert "No agreement" not in words_of(browser.get(SUMMARY))


def test_only_its_council_or_the_region_withdraws_a_note(alliance, source, people, signed_in) -> None:
    note = observe(source=source, kind=ObservationKind.GAP, text="x", observed_on=TODAY, council=council(LEICESTER),
                   by=BY)  # fmt: skip
    page = f"/registers/observations/{note.reference}/withdraw/"
    assert signed_in(people.derby).post(page, {"reason": "x"}).status_code == 403
    assert signed_in(people.analyst).post(page, {"reason": "x"}).status_code == 302


def test_obstacles_for_the_board(alliance, source, people, signed_in) -> None:
    browser = signed_in(people.coordinator)
    typed = {"title": "By trust", "topic": "send", "impact": "Unknown", "solution": "One schedule", "owner": "Analyst",
             "state": "escalated", "escalated_to": ""}  # fmt: skip
    assert "Enter to whom it is escalated" in words_of(browser.post(f"{PAGE}obstacle/", typed))
    browser.post(f"{PAGE}obstacle/", typed | {"escalated_to": "DfE"})
    said = words_of(browser.get(SUMMARY))
    assert "1 obstacle to better data persists; 1 is escalated" in said
    assert "DfE, 23 November 2026" in said
    obstacle = Obstacle.objects.get()
    page = f"/registers/obstacles/{obstacle.reference}/"
    assert "Enter how it was resolved" in words_of(
        browser.post(page, typed | {"state": "resolved", "escalated_to": "DfE"})
    )
    browser.post(page, typed | {"state": "resolved", "escalated_to": "DfE", "outcome": "Signed"})
    assert "No obstacle to better data persists" in words_of(browser.get(SUMMARY))
    assert page not in signed_in(people.derby).get(SUMMARY).content.decode()


def test_files_in_which_nothing_runs(alliance, people, signed_in) -> None:
    source = enter_source(alliance=alliance, text=replace(WAITS, title=EVIL, about="+1", holder="@x"), by=BY)
    say(alliance, DERBY, BY, {source: Held.NOT_KNOWN})
    observe(source=source, kind=ObservationKind.GAP, text="-2+3", observed_on=TODAY, by=BY)
    state = {"state": ObstacleState.ESCALATED, "escalated_to": "=1", "escalated_on": TODAY}
    note_obstacle(alliance=alliance, text=replace(SLOW, title=EVIL, impact="@x", **state), noted_on=TODAY, by=BY)
    browser = signed_in(people.derby)
    sources = rows_of(browser.get(f"{PAGE}sources.csv"))
    assert [(row["source"], row["held_by"], row["council"], row["status"]) for row in sources] == [
        (f"'{EVIL}", "'@x", "Derby", "not known"), (f"'{EVIL}", "'@x", "Leicester", "no answer yet")
    ]  # fmt: skip
    (obstacle,) = rows_of(browser.get(f"{PAGE}obstacles.csv"))
    assert (obstacle["obstacle"], obstacle["impact"], obstacle["escalated_to"]) == (f"'{EVIL}", "'@x", "'=1")
    assert obstacle["escalated_on"] == "2026-11-23"
    (note,) = rows_of(browser.get(f"{PAGE}observations.csv"))
    assert (note["text"], note["about"]) == ("'-2+3", "the whole region")
    assert browser.get(f"{PAGE}sources.xlsx").status_code == 404
    page = browser.get(SUMMARY)
    assert "no-store" in browser.get(f"{PAGE}obstacles.csv").headers["Cache-Control"]
    assert "<script" not in page.content.decode().split("<main", 1)[1].split("</main>")[0]


def test_the_plan_lists_each_dataset_with_its_deadline_or_without(version, people, signed_in) -> None:
    browser = signed_in(people.coordinator)
    said = words_of(browser.get(PLAN))
    assert "3 of 3 datasets have no deadline to come" in said
    assert "Nothing is settled yet" in said
    typed = {"dataset": Dataset.objects.get(number=1).pk, "period": "October to December", "source": "Clause 4.2"}
    browser.post(f"{PLAN}deadline/", typed | days("due_on", TODAY + dt.timedelta(days=4)))
    yesterday = TODAY - dt.timedelta(days=1)
    set_deadline(dataset=Dataset.objects.get(number=2), period="Summer", due_on=yesterday, source="x", by=BY)
    browser.post(f"{PLAN}settle/", {"principle": "Checked twice", "support": "", "minute": "4"})
    assert not SharingPlan.objects.exists()
    browser.post(f"{PLAN}settle/", {"principle": "Checked twice", "minute": "Board 4", **days("agreed_on", TODAY)})
    said = words_of(browser.get(PLAN))
    assert "2 of 3 datasets have no deadline to come" in said
    assert "October to December" in said
    assert "4 days left" in said
    assert "Summer, 22 November 2026" in said
    assert "Checked twice" in said
    assert "Agreed on 23 November 2026: Board 4" in said
