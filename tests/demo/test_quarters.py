"""The simulated quarters agree with what is published, with each other and with themselves."""

from itertools import pairwise

import pytest

from riia.demo.quarters import FIRST, LATEST, QUARTERS, simulated
from riia.demo.quarters_history import CALENDAR, History
from riia.demo.quarters_published import packaged
from riia.indicators.definitions import Measure
from riia.indicators.engine.own_files import children
from riia.indicators.model import Missing, Number, Period, PlaceCode, Symbol, Value, per_10_000, percent, rounded
from riia.indicators.returns.forms import form_of
from riia.indicators.returns.nouns import Cell
from tests.demo.every_return import COUNCILS, clean, count

FORM = form_of("mou-2022")
YEAR = Period.parse("YE2025-03").quarters()
SUMMERS, OTHERS = ("2025-26Q2", "2026-27Q2"), ("2025-26Q1", "2025-26Q3")
MARCH = Period.parse("2024-25Q4")
FLOWS = (
    "referrals", "repeat-referrals", "section-47-enquiries", "icpcs-within-15-days:of=section-47-enquiries",
    "cpps-starting", "repeat-cpps-ever",
)  # fmt: skip
STOCKS = ("children-in-need", "cpps-current", "cla-current", "cla-uasc", "care-leavers")
SEND = ("ehcp-requests", "ehcp-assessments", "ehcps-issued")
NOT_MORE = (
    ("repeat-referrals", "referrals"),
    ("assessments-within-45-days", "assessments-completed"),
    ("icpcs-within-15-days:of=section-47-enquiries", "section-47-enquiries"),
    ("repeat-cpps-2-years", "repeat-cpps-ever"),
    ("repeat-cpps-ever", "cpps-starting"),
    ("cla-uasc", "cla-current"),
    ("uasc-care-leavers", "care-leavers"),
)
"""R4.21: what is counted among what."""


def published(key: str, council: str, code: str) -> Value:
    return packaged()[key].get((council, code), Missing(Symbol.NOT_AVAILABLE))


@pytest.mark.parametrize("key", FLOWS)
def test_four_quarters_make_the_published_year(key: str) -> None:
    compared = 0
    for council in COUNCILS:
        year = published(key, council, "YE2025-03")
        said = simulated(council, YEAR, quirks=())
        total = sum(count(said[one], key) or 0 for one in YEAR)
        if isinstance(year, Number):
            assert total == year.value, council
            compared += 1
        elif year.symbol is Symbol.SUPPRESSED:
            assert total > 0, council
    assert compared >= 21


@pytest.mark.parametrize("key", STOCKS)
def test_the_last_day_of_march_is_the_published_stock(key: str) -> None:
    for council in COUNCILS:
        value, said = published(key, council, "YE2025-03"), count(clean()[council][MARCH], key)
        if isinstance(value, Number):
            assert said == value.value, council
        elif value.symbol is Symbol.SUPPRESSED:
            assert said in range(1, 6), council
        else:
            assert said == 0, council


@pytest.mark.parametrize("key", SEND)
def test_four_quarters_make_the_published_calendar_year(key: str) -> None:
    for council in COUNCILS:
        made = History(council, packaged(), LATEST).counts()[key]
        year = published(key, council, "CY2024")
        assert isinstance(year, Number)
        assert sum(made[one] for one in CALENDAR) == year.value, council


@pytest.mark.parametrize("key", ["cla-starting", "cla-ceasing"])
def test_children_who_come_or_go_twice_make_the_quarters_a_little_more_than_the_year(key: str) -> None:
    for council in COUNCILS:
        year = published(key, council, "YE2025-03")
        if isinstance(year, Number):
            said = simulated(council, YEAR, quirks=())
            total = sum(count(said[one], key) or 0 for one in YEAR)
            assert 0 <= total - year.value <= 12, council


def test_sources_add_up_to_referrals() -> None:
    parts = FORM.parts_of("referrals")
    for council in COUNCILS:
        for said in clean()[council].values():
            assert sum(count(said, part.key) or 0 for part in parts) == count(said, "referrals")


@pytest.mark.parametrize(("part", "whole"), NOT_MORE)
def test_nothing_is_more_than_what_it_is_counted_among(part: str, whole: str) -> None:
    for council in COUNCILS:
        for period, said in clean()[council].items():
            few, many = count(said, part), count(said, whole)
            assert few is not None, (council, period)
            assert many is not None, (council, period)
            assert few <= many, (council, period)


@pytest.mark.parametrize("family", ["cpps", "cla"])
def test_stocks_follow_from_starts_and_ends(family: str) -> None:
    for council in COUNCILS:
        for (_, before), (period, said) in pairwise(clean()[council].items()):
            was, came, went, now = (
                count(one, f"{family}-{key}")
                for one, key in ((before, "current"), (said, "starting"), (said, "ceasing"), (said, "current"))
            )
            assert None not in (was, came, went, now)
            assert was + came - went == now, (council, period)  # type: ignore[operator]


def test_rates_and_percentages_are_those_of_the_counts() -> None:
    for council in COUNCILS:
        for period, said in clean()[council].items():
            people = children(council, period).value
            for item in FORM.items:
                number, measure = said[Cell(item.key, Measure.NUMBER)], item.measures[-1]
                if measure is Measure.PERCENT:
                    made = percent(number, said[Cell(item.of, Measure.NUMBER)])
                elif measure is Measure.RATE:
                    made = per_10_000(number, people)
                else:
                    continue
                assert said[Cell(item.key, measure)] == rounded(made, item.decimals(measure))


def test_every_cell_of_the_form_is_answered() -> None:
    assert all(set(said) == set(FORM.cells) for council in COUNCILS for said in clean()[council].values())


def test_schools_refer_fewer_children_in_the_summer() -> None:
    for council in map(PlaceCode, ("831", "801", "878", "855")):
        said = clean()[council]
        schools = {one.code: count(answers, "referrals:source=schools") or 0 for one, answers in said.items()}
        summers, others = [schools[code] for code in SUMMERS], [schools[code] for code in OTHERS]
        assert max(summers) < 0.8 * min(others), council


def test_quarters_after_the_published_year_keep_its_level() -> None:
    for council in COUNCILS:
        year = published("referrals", council, "YE2025-03")
        said = clean()[council]
        newest = sum(count(one, "referrals") or 0 for one in list(said.values())[-4:])
        if council != "420":
            assert 0.85 < newest / float(year) < 1.15, council  # type: ignore[arg-type]


def test_the_smallest_council_has_zeros_and_symbols() -> None:
    said = clean()[PlaceCode("420")][LATEST]
    assert said[Cell.parse("cla-current.number")] == Number(0)
    assert said[Cell.parse("uasc-care-leavers.percent")] == Missing(Symbol.NOT_APPLICABLE)
    assert said[Cell.parse("assessments-started.number")] == Missing(Symbol.NOT_AVAILABLE)


def test_the_same_question_has_the_same_answer_whatever_else_is_asked() -> None:
    alone = simulated("831", [MARCH])
    assert alone[MARCH] == simulated("831", QUARTERS)[MARCH]
    assert simulated("831", [MARCH, LATEST])[MARCH] == alone[MARCH]


def test_nothing_asked_is_nothing_answered() -> None:
    assert simulated("831", []) == {}


def test_a_quarter_before_the_first_is_refused() -> None:
    with pytest.raises(ValueError, match="Ask from April to June 2024"):
        simulated("831", [FIRST.previous()])


def test_a_council_without_published_figures_is_refused() -> None:
    with pytest.raises(ValueError, match="Nothing is published about 301"):
        simulated("301", QUARTERS)


def test_other_published_figures_are_followed() -> None:
    other = {key: dict(cells) for key, cells in packaged().items()}
    other["referrals"]["831", "YE2025-03"] = Number(4000)
    said = simulated("831", YEAR, other, quirks=())
    assert sum(count(said[one], "referrals") or 0 for one in YEAR) == 4000
