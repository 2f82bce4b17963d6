"""The checks of a return find in the simulated ones what is declared, and little else."""

from collections.abc import Mapping
from functools import cache

from riia.demo.quarters import LATEST, QUARTERS
from riia.demo.quarters_published import packaged
from riia.demo.quarters_quirks import LASTING, QUIRKS
from riia.demo.quarters_stories import Story, stories
from riia.indicators.engine.own_files import children
from riia.indicators.model import Period, PlaceCode
from riia.indicators.returns.checks import check
from riia.indicators.returns.forms import form_of
from riia.indicators.returns.nouns import Answers, Background, Known, Outcome, Weight
from tests.demo.every_return import told

FORM = form_of("mou-2022")
LOOKED_AT = (Period.parse("2025-26Q4"), Period.parse("2026-27Q1"), LATEST)
FIRES: Mapping[str, set[str]] = {
    "bristol-repeat-referrals": {"RET-CHANGE"},
    "derby-repeat-referrals": {"RET-CHANGE"},
    "devon-care-gap": {"RET-STOCK"},
    "leicestershire-plan-gap": {"RET-STOCK"},
    "plymouth-sources": {"RET-SUM"},
    "gloucestershire-population": {"RET-RATE-BASE", "RET-RATE"},
    "swindon-unfinished": {"RET-BLANK"},
    "nottingham-unfinished": {"RET-BLANK"},
    "torbay-as-before": {"RET-COPIED", "RET-STOCK"},
    "bath-not-applicable": {"RET-NOT-APPLICABLE"},
    "south-gloucestershire-zero": {"RET-ZERO"},
    "north-somerset-assessments": {"RET-CHANGE"},
    "lincolnshire-contacts-2025-26Q4": {"RET-CHANGE"},
    "cornwall-late-orders-2025-26Q4": {"RET-STOCK"},
    "cornwall-late-orders-2026-27Q1": {"RET-STOCK"},
    "cornwall-late-orders-2026-27Q2": {"RET-STOCK"},
}


def found(council: PlaceCode, period: Period, answers: Answers) -> tuple[Outcome, ...]:
    """What the checks say of a return, with the earlier ones and the newest published figures beside it."""
    people = children(council, period)
    before = {one: told()[council][one] for one in QUARTERS if one < period}
    return check(FORM, answers, Background(period, people.value, people.words, before, newest(council)))


@cache
def newest(council: PlaceCode) -> Mapping[str, Known]:
    held = {
        item.key: [
            (Period.parse(code), value) for (place, code), value in packaged()[item.key].items() if place == council
        ]
        for item in FORM.items
    }
    latest = {key: max(cells, key=lambda cell: cell[0].end) for key, cells in held.items() if cells}
    return {key: Known(value, period, "as published") for key, (period, value) in latest.items()}


def told_of(council: str, period: Period) -> set[str]:
    place = PlaceCode(council)
    return {outcome.code for outcome in found(place, period, told()[place][period])}


def test_each_quirk_is_found() -> None:
    quirks = {quirk.key: quirk for quirk in QUIRKS}
    for key, codes in FIRES.items():
        assert codes <= told_of(quirks[key].council, quirks[key].period), key


def test_returns_without_a_quirk_pass_nearly_every_check() -> None:
    """A check that asks about unusual moves asks once in a while about one that is none; no other check does."""
    odd = {(quirk.council, quirk.period) for quirk in QUIRKS}
    asked: list[tuple[str, str, str]] = []
    for story in all_told():
        if (story.council, story.period) in odd:
            continue
        expected = {"RET-NOT-GIVEN"} if any(council == story.council for council, _ in LASTING) else set()
        found = told_of(story.council, story.period)
        assert found >= expected, (story.council, story.period)
        asked += [(story.council, story.period.code, code) for code in sorted(found - expected)]
    assert {code for *_, code in asked} <= {"RET-CHANGE", "RET-PUBLISHED"}, asked
    assert len(asked) <= 2, asked


def test_what_was_sent_could_be_sent() -> None:
    for story in all_told():
        if story.submitted_on is None:
            continue
        for outcome in found(story.council, story.period, story.first_sent(told()[story.council][story.period])):
            assert outcome.weight is Weight.SOFT, (story.council, story.period, outcome.words)
            assert story.reason_for(outcome)


@cache
def all_told() -> tuple[Story, ...]:
    return tuple(story for story in stories() if story.period in LOOKED_AT)
