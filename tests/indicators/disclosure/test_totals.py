"""Totals above a hierarchy that is only partly named: nobody may subtract a region from a total overlooked."""

import pytest

from riia.indicators.disclosure.dimensions import Dimension
from riia.indicators.disclosure.publishing import protect
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
