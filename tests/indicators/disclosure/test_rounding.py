"""Rounding in place of hiding, and the attacker over rounded tables."""

from fractions import Fraction
from itertools import combinations
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from riia.indicators.disclosure.dimensions import TableError
from riia.indicators.disclosure.protected import Kind
from riia.indicators.disclosure.publishing import attack
from riia.indicators.disclosure.rounding import protect_by_rounding
from riia.indicators.disclosure.rounding_gaps import covered
from riia.indicators.disclosure.systems import DisclosureError
from riia.indicators.disclosure.tables import Rounding
from riia.indicators.model import Number
from tests.indicators.disclosure.table_makers import PAGE, crosstab, national


def test_conventional_rounding_takes_halves_up() -> None:
    page = [("council", "boys", "girls", "All"), ("Derby", 25, 34, 59), ("Stoke", 88, 40, 128)]
    rounded = protect_by_rounding(crosstab(page), base=10).table
    assert [rounded["Derby", label].value for label in ("boys", "girls", "All")] == [30, 30, 60]
    assert rounded["Stoke", "All"] == Number(130)


def test_what_conventional_rounding_would_tell_is_hidden() -> None:
    """3 and 4 of 7 become 5 and 5 of 5: at most 7 in all, at least 3 each, so at most 4 each."""
    safe = protect_by_rounding(crosstab([("council", "boys", "girls", "All"), ("Derby", 3, 4, 7)]))
    assert [str(safe[("Derby", label)].value) for label in ("boys", "girls", "All")] == ["5", "5", "c"]
    assert safe["Derby", "All"].why == "hidden because rounded it would tell a small count"
    assert safe.notes[1] == (
        "rounding to 5 (conventional) alone would tell small counts, so one of them is hidden; rounding to 5 "
        "(controlled) would hide none"
    )


def test_a_rounded_count_that_is_small_by_itself_is_hidden() -> None:
    """Printed as 5 it is 3 to 7, which is inside 1 to 9."""
    page = [("council", "boys", "girls"), ("Derby", 4, 90), ("Stoke", 60, 70)]
    safe = protect_by_rounding(crosstab(page), "dfe-1-9")
    assert safe["Derby", "boys"].kind is Kind.SMALL
    assert "rounding to 10 (conventional) would hide none" in safe.notes[1]


@settings(deadline=None, max_examples=15)
@given(st.lists(st.integers(0, 12), min_size=4, max_size=4), st.sampled_from(["dfe-1-5", "dfe-1-9"]))
def test_no_fewer_rounded_counts_can_be_hidden(counts: list[int], policy: str) -> None:
    """Every smaller choice of rounded counts to hide is tried, and leaks."""
    a, b, c, d = counts
    page = [("council", "boys", "girls", "All"), ("Derby", a, b, a + b), ("Stoke", c, d, c + d),
            ("All", a + c, b + d, a + b + c + d)]  # fmt: skip
    try:
        safe = protect_by_rounding(crosstab(page), policy)
    except DisclosureError:
        return  # refused, so nothing is published
    assert attack(safe, policy).is_safe
    hidden = [key for key, cell in safe.cells.items() if cell.kind.is_hidden]
    printed = {labels: Number((value.value + 2) // 5 * 5) for labels, value in crosstab(page).cells.items()}
    bare = crosstab(page).replaced(printed, (), dict.fromkeys(printed, Rounding.nearest(5)))
    may_go = [key for labels, key in bare.named() if printed[labels].value > 0]
    if not set(hidden) <= set(may_go):
        return  # what is printed as 0 went only because nothing else did
    for fewer in range(min(len(hidden), 3)):
        for chosen in combinations(may_go, fewer):
            assert not attack(covered(bare, chosen), policy).is_safe


@settings(deadline=None, max_examples=20)
@given(st.integers(0, 10**6), st.sampled_from([3, 5, 10]))
def test_controlled_rounding_adds_up_and_stays_near(seed: int, base: int) -> None:
    table, counts = national(Random(seed))
    try:
        safe = protect_by_rounding(table, base=base, method="controlled")
    except DisclosureError:
        return  # refused, so nothing is published
    printed = {labels: Fraction(safe[labels].value.value) for labels in counts if not safe[labels].kind.is_hidden}
    for labels, value in printed.items():
        assert value % base == 0
        assert abs(value - counts[labels]) < base
        assert safe[labels].kind is Kind.ROUNDED
    ages = {age for _, age in counts} - {"All"}
    for place in {place for place, _ in counts}:
        if all((place, age) in printed for age in ("All", *ages)):
            assert printed[place, "All"] == sum(printed[place, age] for age in ages)
    for labels, key in table.named():
        low, high = safe.report.interval(key)
        assert low <= counts[labels] <= high
    assert attack(safe).is_safe


def test_controlled_rounding_is_the_nearest_that_adds_up() -> None:
    """Found by trying: 4, 8, 6 and 9, 7, 11 have to give rows and columns that add up."""
    safe = protect_by_rounding(crosstab(), method="controlled")
    moved = sum(abs(value.value - crosstab()[labels].value) for labels, value in safe.table.cells.items())
    assert moved == 16


def test_figures_from_true_counts_are_withheld_beside_rounded_ones() -> None:
    table = national(Random(1))[0]
    safe = protect_by_rounding(table, method="controlled")
    kept = [figure for figure in safe.table.figures if isinstance(figure.value, Number)]
    bare = attack(table.replaced(safe.table.cells, (), safe.table.rounded))
    assert safe.withheld
    assert all(safe.report.interval(key) == bare.interval(key) for key in (figure.beside for figure in kept))


def test_a_table_of_multiples_is_recognised_as_rounded() -> None:
    safe = protect_by_rounding(crosstab(), method="controlled")
    rows = [tuple(row.values()) for row in safe.to_rows()]
    report = attack(crosstab([PAGE[0], *rows]))
    assert report.is_safe
    assert report.notes == ("everything in it recognised as rounded to 5, controlled so that it adds up",)
    assert report.interval({"council": "Derby", "sex": "boys"}) == (1, 9)


def test_what_cannot_be_rounded_is_refused() -> None:
    with pytest.raises(TableError, match="base from 2 on"):
        protect_by_rounding(crosstab(), base=1)
    with pytest.raises(TableError, match="council Derby, sex boys has no count"):
        protect_by_rounding(crosstab([PAGE[0], ("Derby", "c", 9, 13)]))
