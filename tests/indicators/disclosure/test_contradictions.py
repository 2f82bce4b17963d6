"""Tables that contradict themselves: the place is named, and all that is named is needed."""

import pytest

from riia.indicators.disclosure.derived import Percent
from riia.indicators.disclosure.dimensions import TableError
from riia.indicators.disclosure.publishing import attack, protect
from riia.indicators.disclosure.tables import Table

SHARE = Percent(column="share", count={"column": "boys"}, of={"column": "Total"})


def told(table: Table) -> list[str]:
    with pytest.raises(TableError, match="No table of whole numbers agrees with what is printed") as refused:
        attack(table)
    return str(refused.value).splitlines()


def test_one_figure_that_no_whole_number_gives() -> None:
    """Half of 13 children are no boys."""
    page = [("council", "boys", "girls", "Total", "share"), ("Derby", "c", "c", 13, 50), ("Stoke", 8, 7, 15, 53)]
    lines = told(Table.from_crosstab(page, derived=[SHARE]))
    assert lines[0].endswith("This cannot be true:")
    assert lines[1] == (
        "  the percentage in 'share' of column boys, council Derby is 50, made of column boys, council Derby (hidden); "
        "council Derby (13)"
    )
    assert len(lines) == 3


def two_hidden_columns(wrong: int) -> list[tuple[object, ...]]:
    """Two hidden cells in each of six rows; the total of one row is wrong, which no single sum shows."""
    rows = [[3 + at % 2, 4, 20 + at] for at in range(6)]
    page: list[tuple[object, ...]] = [("council", "a", "b", "x", "Total")]
    page += [(f"C{at}", "c", "c", row[2], sum(row) + wrong * (at == 2)) for at, row in enumerate(rows)]
    page[-1] = ("C5", "c", "c", "c", "c")
    page.append(("Total", *(sum(row[at] for row in rows) for at in range(2)), "c", "c"))
    return page


def test_several_sums_that_contradict_each_other_and_no_other() -> None:
    lines = told(Table.from_crosstab(two_hidden_columns(wrong=50)))
    assert lines[0].endswith("These cannot all be true:")
    assert [line.split(" (")[0].strip() for line in lines[1:-1]] == ["council C2", "column a", "column b"]
    assert "1 printed cell, 22" in lines[1]
    assert attack(Table.from_crosstab(two_hidden_columns(wrong=0))).intervals


def test_protect_tells_the_same_place() -> None:
    with pytest.raises(TableError, match="council C2 \\(79\\) is the sum of"):
        protect(Table.from_crosstab(two_hidden_columns(wrong=50)))


def test_what_hidden_counts_are_taken_to_hold_is_told_where_it_matters() -> None:
    """Of 45 in two columns five other rows have 1 at least in each, which leaves 35; C2 needs 38."""
    lines = told(Table.from_crosstab(two_hidden_columns(wrong=31)))
    assert "as long as hidden counts hold at least what they are taken to hold (1, true zeros being shown)" in lines[0]
