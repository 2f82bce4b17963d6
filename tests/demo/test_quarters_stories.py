"""The stories cover every return, agree with the figures, and show each standing somewhere."""

from collections import Counter
from functools import cache

import pytest

from riia.demo.quarters import LATEST, QUARTERS
from riia.demo.quarters_plots import ASKED, EDITED, EXPLAINED, EXTENDED, Ending, Standing
from riia.demo.quarters_published import REGIONS
from riia.demo.quarters_quirks import QUIRKS
from riia.demo.quarters_stories import LAST_DAY, Story, of_region, stories
from riia.indicators.definitions import Measure
from riia.indicators.model import Period, PlaceCode
from riia.indicators.returns.nouns import Cell, Outcome, Weight
from tests.demo.every_return import COUNCILS, count, told

BEFORE_SENT = {Standing.NOT_STARTED, Standing.DRAFT}


@cache
def all_told() -> tuple[Story, ...]:
    return stories()


def of(council: str, period: Period = LATEST) -> Story:
    return next(story for story in all_told() if (story.council, story.period) == (council, period))


def test_every_return_has_one_story_oldest_first() -> None:
    made = [(story.council, story.period) for story in all_told()]
    assert len(set(made)) == len(made) == len(COUNCILS) * len(QUARTERS)
    assert [period for _, period in made] == sorted(period for _, period in made)


@pytest.mark.parametrize("region", REGIONS)
def test_the_newest_quarter_shows_every_standing_in_each_region(region: str) -> None:
    newest = of_region(all_told(), region, LATEST)
    standings = Counter(story.standing for story in newest)
    assert set(standings) == set(Standing) - {Standing.ACCEPTED}
    assert standings[Standing.VOIDED] == 1
    assert sum(story.is_late for story in newest) == 1
    assert sum(story.extension is not None for story in newest) == 1
    assert any(story.standing is Standing.SUBMITTED and not story.is_late for story in newest)


@pytest.mark.parametrize("region", REGIONS)
def test_earlier_quarters_are_accepted_with_two_late_and_one_extended(region: str) -> None:
    earlier = [story for period in QUARTERS[:-1] for story in of_region(all_told(), region, period)]
    assert {story.standing for story in earlier} == {Standing.ACCEPTED}
    assert sum(story.is_late for story in earlier) == 2
    assert sum(story.extension is not None for story in earlier) == 1
    assert {query.ending for story in earlier for query in story.queries} == {Ending.EXPLAINED, Ending.CORRECTED}


def test_nothing_is_submitted_before_it_is_sent_or_after_today() -> None:
    for story in all_told():
        assert (story.submitted_on is None) == (story.standing in BEFORE_SENT), story
        if story.standing in BEFORE_SENT:
            assert not story.queries
            assert not story.edit
        if story.period == LATEST and story.submitted_on is not None:
            ends = [query.asked_after + (query.replied_after or 0) for query in story.queries]
            assert story.submitted_on + max(ends, default=0) <= LAST_DAY


def test_a_standing_agrees_with_its_queries() -> None:
    for story in all_told():
        unsettled = [query for query in story.queries if query.ending in {Ending.OPEN, Ending.ANSWERED}]
        assert bool(unsettled) == (story.standing is Standing.IN_QUERY), story
        for query in story.queries:
            assert bool(query.reply) == (query.replied_after is not None) == (query.ending is not Ending.OPEN)
            assert bool(query.was) == (query.ending is Ending.CORRECTED)


def test_texts_hold_the_figures_of_the_return() -> None:
    for story in all_told():
        for query in story.queries:
            assert not set("{}") & set(query.text + query.reply)
    text = of("801").queries[0].text
    for period in (LATEST.previous(), LATEST):
        assert f"{told()[of('801').council][period][Cell.parse('repeat-referrals.number')]}" in text


def test_what_is_said_to_have_moved_has_moved() -> None:
    moved = [asked for asked in ASKED if "went from {last} to {now}" in asked.text]
    assert len(moved) >= 6
    for asked in moved:
        period = Period.parse(asked.period)
        said = told()[PlaceCode(asked.council)]
        last, now = count(said[period.previous()], asked.item), count(said[period], asked.item)
        assert last
        assert now
        assert abs(now / last - 1) > 0.1, asked


def test_a_correction_begins_with_other_figures_and_ends_with_the_simulated() -> None:
    corrected = [story for story in all_told() if any(query.was for query in story.queries)]
    assert len(corrected) >= 5
    for story in corrected:
        answers = told()[story.council][story.period]
        first = story.first_sent(answers)
        changed = {cell for cell in answers if first[cell] != answers[cell]}
        assert changed == {cell for query in story.queries for cell in query.was}
        assert {cell.measure for cell in changed} > {Measure.NUMBER}


def test_a_voided_signature_was_for_other_figures() -> None:
    voided = [story for story in all_told() if story.standing is Standing.VOIDED]
    assert len(voided) == len(EDITED)
    for story in voided:
        answers = told()[story.council][story.period]
        assert story.edit is not None
        assert story.edit.why
        assert story.signed(answers) != answers
        assert story.first_sent(answers) == story.signed(answers)


def test_reasons_are_carried_from_quarter_to_quarter() -> None:
    first, newest = of("908", Period.parse("2025-26Q4")), of("908")
    assert {reason.since.code for reason in newest.reasons} == {"2025-26Q4"}
    assert first.reasons == newest.reasons
    assert not of("908", Period.parse("2025-26Q3")).reasons


def test_a_reason_is_given_for_what_may_be_explained_and_only_when_it_is_sent() -> None:
    cell = Cell.parse("repeat-referrals.number")
    soft = Outcome("RET-CHANGE", Weight.SOFT, (cell,), "It rose.", "", "")
    other = Outcome("RET-CHANGE", Weight.SOFT, (Cell.parse("ehe.number"),), "It rose.", "", "")
    hard = Outcome("RET-SUM", Weight.HARD, (cell,), "It differs.", "", "")
    assert "case system" in of("801").reason_for(soft)
    assert of("801").reason_for(other) not in {"", of("801").reason_for(soft)}
    assert of("801").reason_for(hard) == ""
    assert of("831").reason_for(soft) == ""


def test_what_is_declared_is_about_councils_and_quarters_that_are_there() -> None:
    councils, periods = {str(one) for one in COUNCILS}, {one.code for one in QUARTERS}
    assert {one.council for many in (ASKED, EXPLAINED, EDITED, EXTENDED, QUIRKS) for one in many} <= councils
    assert {one.period for one in (*ASKED, *EXTENDED)} | {one.until for one in EXPLAINED} <= periods


def test_returns_that_cannot_be_submitted_are_drafts() -> None:
    for key in ("plymouth-sources", "gloucestershire-population", "swindon-unfinished", "nottingham-unfinished"):
        quirk = next(one for one in QUIRKS if one.key == key)
        assert of(quirk.council).standing is Standing.DRAFT
