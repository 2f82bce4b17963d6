"""Each declared oddity is there, and nothing but the declared oddities."""

from collections import Counter

import pytest

from riia.demo.quarters import LATEST, QUARTERS, simulated
from riia.demo.quarters_quirks import QUIRKS, Quirk
from riia.indicators.definitions import Measure
from riia.indicators.engine.own_files import population_of
from riia.indicators.model import Missing, Number, Period, PlaceCode, Symbol, per_10_000, rounded
from riia.indicators.returns.forms import form_of
from riia.indicators.returns.nouns import Answers, Cell
from tests.demo.every_return import COUNCILS, clean, count, told

BEFORE = LATEST.previous()


def of(key: str) -> tuple[Answers, Answers]:
    """The return with a quirk, and as it would be without."""
    quirk = next(one for one in QUIRKS if one.key == key)
    council = PlaceCode(quirk.council)
    return told()[council][quirk.period], clean()[council][quirk.period]


def test_returns_without_a_quirk_are_as_simulated() -> None:
    odd = {(quirk.council, quirk.period) for quirk in QUIRKS}
    for council in COUNCILS:
        for period in QUARTERS:
            assert (told()[council][period] != clean()[council][period]) == ((council, period) in odd), (
                council,
                period,
            )


def test_a_council_has_one_oddity_a_quarter_and_each_says_what_it_shows() -> None:
    assert max(Counter((quirk.council, quirk.period) for quirk in QUIRKS).values()) == 1
    assert len({quirk.key for quirk in QUIRKS}) == len(QUIRKS)
    assert all(len(quirk.shows) > 40 and quirk.shows.endswith(".") for quirk in QUIRKS)


@pytest.mark.parametrize("key", ["bristol-repeat-referrals", "derby-repeat-referrals"])
def test_repeat_referrals_jump_and_stay_below_referrals(key: str) -> None:
    said, usual = of(key)
    jump, normal = count(said, "repeat-referrals"), count(usual, "repeat-referrals")
    assert jump is not None
    assert normal is not None
    assert 1.4 * normal < jump < (count(said, "referrals") or 0)
    assert said[Cell.parse("repeat-referrals.percent")] != usual[Cell.parse("repeat-referrals.percent")]


@pytest.mark.parametrize(("key", "family"), [("devon-care-gap", "cla"), ("leicestershire-plan-gap", "cpps")])
def test_a_stock_does_not_follow_from_its_flows(key: str, family: str) -> None:
    said, usual = of(key)
    gap = (count(said, f"{family}-current") or 0) - (count(usual, f"{family}-current") or 0)
    assert gap >= 12
    assert {cell for cell in said if said[cell] != usual[cell]} == {
        Cell(f"{family}-current", Measure.NUMBER), Cell(f"{family}-current", Measure.RATE)
    }  # fmt: skip


def test_sources_miss_the_total_by_four() -> None:
    said, _ = of("plymouth-sources")
    parts = form_of("mou-2022").parts_of("referrals")
    assert sum(count(said, part.key) or 0 for part in parts) == (count(said, "referrals") or 0) - 4


def test_every_rate_is_on_the_old_population() -> None:
    said, usual = of("gloucestershire-population")
    old = population_of("916", 2021)
    assert old != population_of("916", 2024)
    for item in form_of("mou-2022").items:
        number = said[Cell(item.key, Measure.NUMBER)]
        assert number == usual[Cell(item.key, Measure.NUMBER)]
        if Measure.RATE in item.measures:
            rate = rounded(per_10_000(number, old), item.decimals(Measure.RATE))
            assert said[Cell(item.key, Measure.RATE)] == rate


@pytest.mark.parametrize(("key", "items"), [("swindon-unfinished", 6), ("nottingham-unfinished", 3)])
def test_a_draft_has_blanks_and_the_rest_is_right(key: str, items: int) -> None:
    said, usual = of(key)
    gone = set(usual) - set(said)
    assert len({cell.item for cell in gone}) == items
    assert all(said[cell] == usual[cell] for cell in said)


def test_a_whole_return_is_that_of_the_quarter_before() -> None:
    said, usual = of("torbay-as-before")
    assert said == told()[PlaceCode("880")][BEFORE] != usual


@pytest.mark.parametrize(
    ("key", "cell", "symbol"),
    [
        ("rutland-suppressed", "cla-uasc.number", Symbol.SUPPRESSED),
        ("rutland-suppressed", "cla-uasc.rate", Symbol.SUPPRESSED),
        ("bath-not-applicable", "referrals:source=unknown.number", Symbol.NOT_APPLICABLE),
    ],
)
def test_a_symbol_stands_where_a_number_was(key: str, cell: str, symbol: Symbol) -> None:
    said, usual = of(key)
    assert said[Cell.parse(cell)] == Missing(symbol)
    assert isinstance(usual[Cell.parse(cell)], Number)


def test_zero_follows_more_than_a_hundred() -> None:
    said, usual = of("south-gloucestershire-zero")
    assert count(said, "ehcp-assessments") == 0
    assert (count(usual, "ehcp-assessments") or 0) > 100


def test_a_small_gap_comes_three_quarters_running() -> None:
    late = [quirk for quirk in QUIRKS if quirk.key.startswith("cornwall-late")]
    assert [quirk.period.code for quirk in late] == ["2025-26Q4", "2026-27Q1", "2026-27Q2"]
    for quirk in late:
        said, usual = of(quirk.key)
        assert (count(usual, "cla-ceasing") or 0) - (count(said, "cla-ceasing") or 0) == 9


def test_quirks_of_others_can_be_used() -> None:
    empty = Quirk("empty", "831", LATEST, "Nothing is entered.", lambda scene: {})
    assert simulated("831", [BEFORE, LATEST], quirks=[empty]) == {
        BEFORE: clean()[PlaceCode("831")][BEFORE], LATEST: {},
    }  # fmt: skip
    assert Period.parse("2026-27Q2") == LATEST
