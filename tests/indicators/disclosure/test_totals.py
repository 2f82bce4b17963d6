"""Totals above a hierarchy that is only partly named: nobody may subtract a region from a total overlooked."""

import pytest

from riia.indicators.disclosure.dimensions import Dimension, TableError
from riia.indicators.disclosure.publishing import attack, protect
from riia.indicators.disclosure.tables import Table

COUNCILS = [("A", 14, 9, 23), ("B", 8, 17, 25), ("R", 22, 26, 48), ("C", 2, 30, 32)]
REGION = {"R": ["A", "B"]}


def page(whole: str) -> list[tuple[object, ...]]:
    return [("place", "boys", "girls", "Total"), *COUNCILS, (whole, 24, 56, 80)]


@pytest.mark.parametrize(
    ("whole", "totals"),
    [("Total", "Total"), ("Kingdom", ["Total", "Kingdom"]), ("England", "Total"), ("Kingdom", "Total")],
)
def test_a_total_above_the_regions_that_are_named(whole: str, totals: str | list[str]) -> None:
    """C's boys are the whole less the region."""
    table = Table.from_crosstab(page(whole), rows=Dimension("place", parts=REGION), columns="sex", total=totals)
    safe = protect(table)
    assert safe["C", "boys"].kind.is_hidden
    assert safe[whole, "boys"].kind.is_hidden or safe["R", "boys"].kind.is_hidden


def test_rows_with_a_region_and_no_total_named() -> None:
    rows = [{"place": place, "number": boys} for place, boys, *_ in page("All")[1:]]
    safe = protect(Table.from_rows(rows, [Dimension("place", parts=REGION)]))
    assert safe["All"].kind.is_hidden or safe["R"].kind.is_hidden
    assert "'All' taken for the total of place" in safe.notes


def test_a_hierarchy_that_is_whole_is_left_as_it_is() -> None:
    places = Dimension("place", parts={"England": ["R", "C"], **REGION})
    rows = [{"place": place, "number": boys} for place, boys, *_ in [*page("England")[1:], ("abroad", 9)]]
    assert Table.from_rows(rows, [places]).dimensions == (places,)


def test_a_named_total_that_is_far_more_than_its_parts_leaves_a_rest() -> None:
    """Of all children, those with the same carer: nobody prints the others, and they can be reckoned."""
    rows = [("council", "stability", "number"), ("Derby", "same carer", 70), ("Derby", "All children", 100),
            ("Stoke", "same carer", 37), ("Stoke", "All children", 40)]  # fmt: skip
    table = Table.from_rows(rows, {"council": None, "stability": "All children"})
    assert table.notes == (
        "'All children' is more than the other labels of stability together: what is left is protected as well",
    )
    assert [repr(key) for key in attack(table).at_risk] == [
        "council Stoke, stability the rest of All children beside same carer"
    ]


def test_a_named_total_that_is_a_slip_away_from_its_parts_is_refused() -> None:
    rows = [("council", "sex", "number"), ("Derby", "boys", 70), ("Derby", "girls", 31), ("Derby", "All", 101),
            ("Stoke", "boys", 30), ("Stoke", "girls", 20), ("Stoke", "All", 53)]  # fmt: skip
    with pytest.raises(TableError, match="council Stoke is 53 and its parts give 50"):
        attack(Table.from_rows(rows, {"council": None, "sex": "All"}))


def test_a_whole_that_does_not_apply_is_not_the_sum_of_its_parts() -> None:
    work = Dimension("activity", parts={"Total": ["at work", "other"], "at work": ["apprentices", "employed"]})
    rows = [("activity", "number"), ("Total", 50), ("at work", "z"), ("apprentices", 12), ("employed", "c"),
            ("other", 20)]  # fmt: skip
    assert attack(Table.from_rows(rows, [work])).interval({"activity": "employed"}) == (18, 18)


def test_a_total_of_exact_councils_and_rounded_regions_is_seen_by_its_sums() -> None:
    """The region's 3,310 is not 1,000, 2,100 and 200, each being to the nearest ten; the councils' add up exactly."""
    rows = [("place", "police", "schools", "others", "referrals"), ("Derby", 41, 120, 19, 180),
            ("Stoke", 57, 88, 3, 148), ("Rutland", "c", 4, "c", 9), ("Region", 1000, 2100, 200, 3310)]  # fmt: skip
    table = Table.from_crosstab(rows, columns=Dimension("source"), rounded={"Region": 10})
    assert "'referrals' is the sum of the others in every line: taken for the total of source" in table.notes
    assert attack(table).interval({"place": "Rutland", "source": "police"}) == (1, 4)
