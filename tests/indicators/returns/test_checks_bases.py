"""The other populations that a council may have used are named, and found in its rates."""

from riia.indicators.definitions import Measure
from riia.indicators.model import Number, Period, Value, per_10_000, rounded
from riia.indicators.reference import population
from riia.indicators.returns.checks import check, other_bases
from riia.indicators.returns.forms import form_of
from riia.indicators.returns.nouns import Background, Cell

FORM = form_of("mou-2022")
QUARTER = Period.parse("2024-25Q2")


def test_estimates_around_a_year() -> None:
    """The years before and after are there, each number once; a place nobody knows has none."""
    found = other_bases("831", QUARTER)
    assert found["mid-2023"] == population("831", 2023).value
    assert len(set(map(str, found.values()))) == len(found)
    assert "mid-2023" in other_bases("831", Period.parse("2026-27Q2"))  # mid-2026 is not out, mid-2024 stands in
    assert other_bases("E06999999", QUARTER) == {}
    assert other_bases("no place", QUARTER) == {}


def test_rates_of_the_year_before() -> None:
    """Rates made on mid-2023 are told to be so, together and for the year."""
    ours, other = population("831", 2024).value, population("831", 2023).value
    answers: dict[Cell, Value] = {}
    for item in FORM.items:
        if item.rate_base and item.decimals(Measure.RATE) == 1:
            number = Number(1500)
            answers[Cell(item.key, Measure.NUMBER)] = number
            answers[Cell(item.key, Measure.RATE)] = rounded(per_10_000(number, other), 1)
    found = check(FORM, answers, Background(QUARTER, ours, "mid-2024"), other_bases=other_bases("831", QUARTER))
    words = next(one.words for one in found if one.code == "RET-RATE-BASE")
    assert "they agree with the mid-2023 estimate" in words
