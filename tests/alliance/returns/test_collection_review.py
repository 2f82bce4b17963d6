"""Collection reviews: drawn findings, gaps, at least three areas, frozen when published, followed up after (R5.16)."""

import csv
import datetime as dt
import io
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
from riia.alliance.places.models import Alliance, Place
from riia.alliance.returns.errors import DeskError, NotYours
from riia.alliance.returns.models import CollectionReview, ImprovementArea, Return, ReviewFinding, ReviewGap, Round
from riia.alliance.returns.policies import whole_councils
from riia.alliance.returns.presenters import collection_review as shown
from riia.alliance.returns.queries import collection_review as queries
from riia.alliance.returns.queries.care_needs import waiting
from riia.alliance.returns.services import care_sharing
from riia.alliance.returns.services import collection_review as services
from riia.alliance.returns.services.collection_review import Area, Frame
from riia.alliance.returns.services.collection_review_publishing import (
    fingerprint,
    note_progress,
    publish_review,
    set_review_aside,
)
from riia.alliance.returns.services.enquiries import note_enquiry
from riia.alliance.returns.states_care import AREA_TRANSITIONS, REVIEW_TRANSITIONS, AreaState, ReviewState
from tests.alliance.returns.conftest import DERBY, DUE, LEICESTER, OPENS, People

FIRST, LAST = dt.date(2026, 4, 1), dt.date(2026, 12, 31)
AFTER = DUE + dt.timedelta(days=1)
TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\x00\r"), min_size=1, max_size=40)


def frame(places: dict[str, Place], *codes: str, **changes: Any) -> Frame:
    facts: dict[str, Any] = {
        "title": "Quarterly returns",
        "covers": "From asking to sending",
        "first_day": FIRST,
        "last_day": LAST,
        "participants": tuple(places[code] for code in codes),
    }
    return Frame(**facts | changes)


def area(what: str = "Fewer late returns", **changes: Any) -> Area:
    facts: dict[str, Any] = {
        "what": what,
        "evidence": "2 of 3 were late",
        "plan": "Remind earlier",
        "owner": "The desk",
        "due_on": dt.date(2026, 12, 1),
    }
    return Area(**facts | changes)


@pytest.fixture
def review(desk_clock: None, alliance: Alliance, places: dict[str, Place], people: People) -> CollectionReview:
    return services.start_review(alliance=alliance, frame=frame(places, DERBY, LEICESTER), by=people.analyst)


@pytest.fixture
def published(review: CollectionReview, people: People) -> CollectionReview:
    for what in ("One", "Two", "Three"):
        services.add_area(review=review, area=area(what), by=people.analyst)
    return publish_review(review=review, by=people.coordinator)


@pytest.mark.parametrize(("percent", "of", "whole"), [(86, 15, 13), (75, 15, 12), (95, 15, 15), (86, 3, 3), (50, 15, 8),
                                                      (86, 0, 0), (100, 7, 7)])  # fmt: skip
def test_a_share_of_councils_is_rounded_up_to_whole_ones(percent: int, of: int, whole: int) -> None:
    assert whole_councils(percent, of) == whole


@given(st.integers(1, 100), st.integers(0, 153))
def test_whole_councils_are_the_fewest_that_reach_the_share(percent: int, of: int) -> None:
    whole = whole_councils(percent, of)
    assert whole * 100 >= percent * of
    assert whole == 0 or (whole - 1) * 100 < percent * of


def test_who_takes_part_is_said_with_the_rule(review: CollectionReview) -> None:
    part = queries.taking_part(review)
    assert (len(part.here), part.of, part.needed, part.is_met) == (2, 3, 3, False)
    assert shown.councils_words(2, 3, 3) == (
        "2 of 3 councils took part. 86% of 3 is 3, rounded up, so 1 more would be needed."
    )
    assert shown.draft_councils(13, 15) == "13 of 15 councils take part. 86% of 15 is 13, rounded up, which is reached."


def test_the_system_draws_in_what_it_knows(
    round_: Round, returns: dict[str, Return], people: People, places: dict[str, Place], live: Callable[..., None]
) -> None:
    Return.objects.filter(council__code=DERBY).update(first_submitted_on=OPENS, state="submitted")
    Round.objects.update(grounds={"left_out": ["Referrals from the police: under review"]})
    note_enquiry(alliance=round_.alliance, asker="Board", subject="What?", received_on=OPENS, by=people.analyst)
    live(AFTER)
    alliance = Alliance.objects.get(pk=round_.alliance_id)
    review = services.start_review(alliance=alliance, frame=frame(places), by=people.analyst)
    found = {one.key: one.text for one in review.findings.all()}
    assert set(found) == {"late:856", "late:892", "slow:enquiries", "dropped:Referrals from the police"}
    assert found["late:856"] == "Leicester: 1 of 1 return missed the last day (Q2 2026-27)."
    assert found["slow:enquiries"].startswith("The desk: 1 of 1 question from outside")
    assert "under review" in found["dropped:Referrals from the police"]

    services.decide_findings(review=review, decided={"late:856": ("taken up", "")}, by=people.analyst)
    Return.objects.filter(council__code__in=[LEICESTER, "892"]).update(first_submitted_on=OPENS)
    assert services.draw_findings(review=review, by=people.analyst) == 0
    # what was decided stays as it was decided; what is no longer so, and nobody decided on, goes
    assert {one.key for one in review.findings.all()} == set(found) - {"late:892"}
    earlier = frame(places, first_day=dt.date(2025, 4, 1), last_day=dt.date(2026, 3, 31))
    services.change_review(review=review, frame=earlier, by=people.analyst)
    assert [one.key for one in review.findings.all()] == ["late:856"]


def finding(review: CollectionReview, key: str = "late:831") -> ReviewFinding:
    return ReviewFinding.objects.create(review=review, key=key, kind="late", text=f"{key} late", drawn_on=OPENS)


def test_findings_are_taken_up_or_set_aside_with_a_reason(review: CollectionReview, people: People) -> None:
    finding(review)
    with pytest.raises(DeskError, match="why this is set aside"):
        services.decide_findings(review=review, decided={"late:831": ("set aside", " ")}, by=people.analyst)
    with pytest.raises(DeskError, match="not in the review"):
        services.decide_findings(review=review, decided={"late:999": ("taken up", "")}, by=people.analyst)
    for _ in range(2):
        services.decide_findings(
            review=review, decided={"late:831": ("set aside", "a bank holiday")}, by=people.analyst
        )
    assert review.findings.get().note == "a bank holiday"
    assert Entry.objects.filter(action="returns.decide_findings").count() == 1


def test_areas_and_gaps_of_a_draft(review: CollectionReview, people: People) -> None:
    one, two, three = (services.add_area(review=review, area=area(name), by=people.analyst) for name in "ABC")
    gap = services.save_gap(
        review=review, against="national", requirement="5 days", gap="7", area=two, by=people.analyst
    )
    services.change_area(area=one, to=area("A, again"), by=people.analyst)
    services.remove_area(area=two, by=people.analyst)
    assert [(each.number, each.what) for each in review.areas.all()] == [(1, "A, again"), (2, "C")]
    gap.refresh_from_db()
    assert gap.area is None
    three.refresh_from_db()
    services.save_gap(
        review=review, held=gap, against="regional", requirement="x", gap="y", area=three, by=people.analyst
    )
    assert ReviewGap.objects.get().against == "regional"
    services.remove_gap(gap=gap, by=people.analyst)
    assert not ReviewGap.objects.exists()


@pytest.mark.parametrize("changes", [{"what": " "}, {"evidence": ""}, {"plan": ""}, {"owner": " "},
                                     {"due_on": dt.date(2026, 3, 31)}])  # fmt: skip
def test_an_area_says_everything(review: CollectionReview, people: People, changes: dict[str, Any]) -> None:
    with pytest.raises(DeskError):
        services.add_area(review=review, area=area(**changes), by=people.analyst)


def test_what_is_wrong_with_a_frame_is_said(review: CollectionReview, people: People, places: dict[str, Place]) -> None:
    for said, wrong in (("title", {"title": ""}), ("first", {"last_day": FIRST - dt.timedelta(days=1)}),
                        ("not a member", {"participants": (places["801"],)})):  # fmt: skip
        with pytest.raises(DeskError, match=said):
            services.change_review(review=review, frame=frame(places, **wrong), by=people.analyst)


@pytest.mark.parametrize("count", [0, 1, 2, 3, 4])
def test_fewer_than_three_areas_cannot_be_published(review: CollectionReview, people: People, count: int) -> None:
    for number in range(count):
        services.add_area(review=review, area=area(str(number)), by=people.analyst)
    if count < 3:
        with pytest.raises(DeskError, match=f"Add {3 - count} more"):
            publish_review(review=review, by=people.coordinator)
    else:
        assert publish_review(review=review, by=people.coordinator).number == 1


def test_published_reviews_are_numbered_and_frozen(
    published: CollectionReview, people: People, places: dict[str, Place]
) -> None:
    frozen = published.frozen
    assert published.sha256 == fingerprint(frozen)
    assert (frozen["councils"], frozen["of"], frozen["needed"]) == (["Derby", "Leicester"], 3, 3)
    first = published.areas.all()[0]
    for step in (
        lambda: services.change_review(review=published, frame=frame(places), by=people.analyst),
        lambda: services.add_area(review=published, area=area(), by=people.analyst),
        lambda: services.change_area(area=first, to=area("x"), by=people.analyst),
        lambda: services.remove_area(area=first, by=people.analyst),
        lambda: services.draw_findings(review=published, by=people.analyst),
        lambda: publish_review(review=published, by=people.coordinator),
    ):
        with pytest.raises(DeskError, match="stays as it is"):
            step()
    published.refresh_from_db()
    assert published.frozen == frozen
    other = services.start_review(alliance=published.alliance, frame=frame(places), by=people.analyst)
    for what in "abc":
        services.add_area(review=other, area=area(what), by=people.analyst)
    assert publish_review(review=other, by=people.coordinator).number == 2


@pytest.mark.parametrize("state", ReviewState)
def test_every_state_of_a_review(review: CollectionReview, people: People, state: ReviewState) -> None:
    for what in "abc":
        services.add_area(review=review, area=area(what), by=people.analyst)
    steps: dict[ReviewState, Callable[[], object]] = {
        ReviewState.PUBLISHED: lambda: publish_review(review=review, by=people.coordinator),
        ReviewState.SET_ASIDE: lambda: set_review_aside(review=review, reason="not needed", by=people.analyst),
    }
    if state is not ReviewState.DRAFT:
        steps[state]()
    for to, step in steps.items():
        if to not in REVIEW_TRANSITIONS[state]:
            with pytest.raises(DeskError):
                step()
    review.refresh_from_db()
    assert review.state == state


@pytest.mark.parametrize("before", AreaState)
@pytest.mark.parametrize("after", AreaState)
def test_every_step_of_an_area(
    published: CollectionReview, people: People, before: AreaState, after: AreaState
) -> None:
    ImprovementArea.objects.filter(number=1).update(state=before)
    one = published.areas.get(number=1)

    def step() -> object:
        return note_progress(area=one, state=after, note="Said", on=OPENS, by=people.analyst)

    if after in AREA_TRANSITIONS[before]:
        step()
        assert published.areas.get(number=1).state == after
    else:
        with pytest.raises(DeskError, match="cannot become"):
            step()


def test_progress_is_told_and_the_text_stays(
    published: CollectionReview, people: People, live: Callable[..., None]
) -> None:
    one = published.areas.get(number=2)
    for wrong in ({"note": " "}, {"on": OPENS - dt.timedelta(days=1)}, {"on": OPENS + dt.timedelta(days=1)}):
        with pytest.raises(DeskError):
            note_progress(**{"area": one, "state": AreaState.UNDER_WAY, "note": "x", "on": OPENS, "by": people.analyst}
                          | wrong)  # fmt: skip
    note_progress(area=one, state=AreaState.DONE, note="Reminders moved", on=OPENS, by=people.analyst)
    live(dt.date(2026, 12, 2))
    page = shown.report(published, dt.date(2026, 12, 2))
    assert [line.tag for line in page.areas] == [
        ("not started, past its day", "problem"), ("done", "done"), ("not started, past its day", "problem"),
    ]  # fmt: skip
    assert page.standing == "1 of 3 improvement areas is done, 2 past their day."
    published.refresh_from_db()
    assert published.sha256 == fingerprint(published.frozen)
    late = [(one.text, one.due) for one in waiting(scope_for(people.analyst), dt.date(2026, 12, 2))]
    assert late == [("Say how far 2 improvement areas are", dt.date(2026, 12, 1))]
    assert list(waiting(scope_for(people.derby), dt.date(2026, 12, 2))) == []


def test_who_may_see_and_write(review: CollectionReview, people: People, places: dict[str, Place]) -> None:
    def sees(person: Person) -> bool:
        return queries.get_review(scope_for(person), review.reference) is not None

    readers = (people.derby, people.leicester_dcs, people.dfe, people.bristol, people.southwest)
    assert [sees(one) for one in (people.analyst, *readers)] == [True] + [False] * 5
    for person in (people.derby, people.southwest, people.dfe):
        with pytest.raises(NotYours):
            services.add_area(review=review, area=area(), by=person)
        with pytest.raises(NotYours):
            services.start_review(alliance=review.alliance, frame=frame(places), by=person)
    for what in "abc":
        services.add_area(review=review, area=area(what), by=people.performance)
    with pytest.raises(NotYours):  # the analyst writes; who runs the rounds publishes
        publish_review(review=review, by=people.analyst)
    publish_review(review=review, by=people.performance)
    assert [sees(one) for one in readers] == [True, True, False, False, False]
    care_sharing.share(one=review, by=people.coordinator)
    assert [sees(one) for one in readers] == [True, True, True, False, False]


def test_when_the_trail_fails_nothing_has_changed(
    review: CollectionReview, people: People, monkeypatch: pytest.MonkeyPatch, places: dict[str, Place]
) -> None:
    def refuse(**_: object) -> None:
        raise RuntimeError("no trail")

    held = finding(review)
    for what in "abc":
        services.add_area(review=review, area=area(what), by=people.analyst)
    first = review.areas.all()[0]
    for module in ("collection_review", "collection_review_publishing"):
        monkeypatch.setattr(f"riia.alliance.returns.services.{module}.record", refuse)
    decided = {held.key: ("taken up", "")}
    steps: list[Callable[[], object]] = [
        lambda: services.add_area(review=review, area=area(), by=people.analyst),
        lambda: services.remove_area(area=first, by=people.analyst),
        lambda: services.decide_findings(review=review, decided=decided, by=people.analyst),
        lambda: services.start_review(alliance=review.alliance, frame=frame(places), by=people.analyst),
        lambda: publish_review(review=review, by=people.coordinator),
        lambda: set_review_aside(review=review, reason="x", by=people.analyst),
    ]
    for step in steps:
        with pytest.raises(RuntimeError):
            step()
    review = CollectionReview.objects.get()
    assert (review.state, review.number, review.areas.count()) == ("draft", None, 3)
    assert review.findings.get().taken == ""


# pages


def test_from_the_pages(
    desk_clock: None, alliance: Alliance, people: People, signed_in: Callable[[Person], Client]
) -> None:
    desk = signed_in(people.performance)
    assert "No review yet" in desk.get(reverse("returns:collection_reviews")).content.decode()
    days = {f"{name}-{part}": str(getattr(day, part)) for name, day in (("first_day", FIRST), ("last_day", LAST))
            for part in ("day", "month", "year")}  # fmt: skip
    facts = {"title": "Returns of 2026", "covers": "All of it", "participants": [DERBY, LEICESTER], **days}
    page = desk.post(reverse("returns:new_collection_review"), facts).headers["Location"]
    review = CollectionReview.objects.get()
    due = {f"due_on-{part}": value for part, value in (("day", 1), ("month", 12), ("year", 2026))}
    for number in (1, 2):
        desk.post(
            f"{page}areas/new/", {"what": f"=Area {number}", "evidence": "e", "plan": "p", "owner": "Desk", **due}
        )
    text = desk.get(page).content.decode()
    assert "the review needs 1 more improvement area" in text
    assert "2 of 3 councils take part" in text
    assert "Add 1 more, then publish it" in desk.post(f"{page}publish/").content.decode()
    desk.post(f"{page}areas/new/", {"what": "Area 3", "evidence": "e", "plan": "p", "owner": "Desk", **due})
    desk.post(f"{page}gaps/new/", {"against": "national", "requirement": "5 days", "gap": "7 were needed", "area": ""})
    finding(review)
    held = review.findings.get()
    refused = desk.post(f"{page}findings/", {f"taken-{held.pk}": "set aside", f"note-{held.pk}": ""})
    assert "Say why this is set aside" in refused.content.decode()
    desk.post(f"{page}findings/", {f"taken-{held.pk}": "taken up", f"note-{held.pk}": "true"})
    assert desk.post(f"{page}publish/").status_code == 302
    text = desk.get(page).content.decode()
    assert "3 areas to improve" in text
    assert "7 were needed No area closes it yet." in text
    asked = signed_in(people.coordinator).get(reverse("returns:share_collection_review", args=[review.reference]))
    assert "the whole report, with the councils that it names" in asked.content.decode()
    signed_in(people.performance)
    assert desk.post(f"{page}areas/new/", {}).status_code == 404
    day = {f"on-{part}": value for part, value in (("day", 1), ("month", 10), ("year", 2026))}
    assert desk.post(f"{page}areas/1/progress/", {"state": "under way", "note": "Begun", **day}).status_code == 302
    rows = list(csv.reader(io.StringIO(desk.get(f"{page}areas.csv").content.decode("utf-8-sig"))))
    assert [len(row) for row in rows] == [len(shown.HEADINGS)] * 4
    assert (rows[1][5], rows[1][10], rows[1][11]) == ("'=Area 1", "under way", "Begun")
    reader = signed_in(people.derby)
    text = reader.get(page).content.decode()
    assert "Note how far it is" not in text
    assert "Share it" not in text
    assert reader.get(f"{page}areas/1/progress/").status_code == 403
    assert signed_in(people.southwest).get(page).status_code == 404


@given(TEXT)
def test_the_fingerprint_is_that_of_what_is_said(text: str) -> None:
    said = {"title": text, "areas": [{"number": 1}]}
    assert fingerprint(said) == fingerprint(dict(reversed(said.items())))
    assert fingerprint(said) != fingerprint(said | {"title": text + "x"})
