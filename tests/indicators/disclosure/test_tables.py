"""Tables as analysts have them: read, held to their sums, protected, attacked."""

from random import Random

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from riia.indicators.disclosure.derived import Percent
from riia.indicators.disclosure.dimensions import Dimension, Key, TableError
from riia.indicators.disclosure.policies import Policy
from riia.indicators.disclosure.protected import Kind
from riia.indicators.disclosure.publishing import attack, protect
from riia.indicators.disclosure.systems import DisclosureError
from riia.indicators.disclosure.tables import Table
from riia.indicators.model import Missing, Symbol
from tests.indicators.disclosure.table_makers import PAGE, crosstab, national

ROWS = [
    {"council": "Derby", "sex": "boys", "number": 4},
    {"council": "Derby", "sex": "girls", "number": 9},
    {"council": "Derby", "sex": "All", "number": 13},
]


def test_the_same_table_however_it_is_given() -> None:
    dimensions = {"council": None, "sex": "All"}
    listed = [("council", "sex", "number"), *(tuple(row.values()) for row in ROWS)]
    tables = [Table.from_rows(given, dimensions) for given in (ROWS, listed, pl.DataFrame(ROWS))]
    assert tables[0].to_rows() == tables[1].to_rows() == tables[2].to_rows() == ROWS
    wide = crosstab(PAGE[:2])
    assert dict(wide.named())["Derby", "All"] == Key((("council", "Derby"),)) == tables[0].key(("Derby", "All"))


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        (None, "Row 1, column 'number' is blank, and a blank can mean zero, hidden or not collected"),
        ("", "is blank"),
        (float("nan"), "is blank"),
        (4.5, "Row 1, column 'number' is 4.5, and counts are whole numbers"),
        (-1, "counts are whole numbers from 0 on"),
        ("about 4", "Row 1, column 'number' is 'about 4', which is not a number that can be read"),
        (True, "True is not a number"),
    ],
)
def test_what_is_no_count_is_refused_by_its_place(cell: object, said: str) -> None:
    rows = [{**ROWS[0], "number": cell}, *ROWS[1:]]
    with pytest.raises(TableError) as refused:
        Table.from_rows(rows, {"council": None, "sex": "All"})
    assert said in str(refused.value)


@pytest.mark.parametrize(("cell", "symbol"), [("c", "c"), ("[x]", "x"), ("*", "c"), ("z", "z"), (Symbol.LOW, "low")])
def test_gaps_are_typed_and_never_zero(cell: object, symbol: str) -> None:
    table = Table.from_rows([{**ROWS[0], "number": cell}], {"council": None, "sex": "All"})
    assert table["Derby", "boys"] == Missing(Symbol(symbol))


def test_numbers_are_read_as_people_write_them() -> None:
    rows = [{**ROWS[0], "number": text} for text in ["1,234"]]
    assert str(Table.from_rows(rows, {"council": None, "sex": "All"})["Derby", "boys"]) == "1234"


def test_a_cell_twice_names_both_rows() -> None:
    with pytest.raises(TableError, match=r"Row 4 gives the cell Derby, boys again, which Row 1 has given"):
        Table.from_rows([*ROWS, ROWS[0]], {"council": None, "sex": "All"})


def test_columns_that_are_not_there_are_named_with_those_that_are() -> None:
    with pytest.raises(TableError, match=r"no column county, count\. The columns are: council, sex, number\."):
        Table.from_rows(ROWS, {"county": None, "sex": "All"}, "count")


def test_sums_that_do_not_hold_are_named_with_the_difference() -> None:
    page = [*PAGE[:1], ("Derby", 4, 9, 14), *PAGE[2:]]
    with pytest.raises(TableError) as refused:
        protect(crosstab(page))
    assert "council Derby is 14 and its parts give 13 (+1)" in str(refused.value)
    assert "the total of everything is 45 and its parts give 46 (-1)" in str(refused.value)


class Frame:
    """A data frame of pandas, as far as it is looked at: row labels in an index, as `pandas.crosstab` answers."""

    def __init__(self, rows: list[dict[str, object]], index: object) -> None:
        self.rows, self.index, self.columns = rows, index, list(rows[0])

    def reset_index(self) -> "Frame":
        return Frame([{"council": name, **row} for name, row in zip(self.index, self.rows, strict=True)], None)

    def to_dict(self, orient: str) -> list[dict[str, object]]:
        assert orient == "records"
        return self.rows


def test_a_crosstab_whose_row_labels_are_an_index() -> None:
    rows = [dict(zip(PAGE[0][1:], row[1:], strict=True)) for row in PAGE[1:]]
    table = Table.from_crosstab(Frame(rows, [row[0] for row in PAGE[1:]]), columns="sex", total="All")
    assert table.to_rows() == crosstab().to_rows()


def test_a_total_that_nobody_named_is_seen() -> None:
    """Otherwise the table would pass for safe, and anybody could subtract."""
    named = protect(Table.from_rows(ROWS, ["council", "sex"]))
    assert [cell.kind.is_hidden for cell in named.cells.values()].count(True) == 2
    assert named.notes == ("'All' taken for the total of sex",)
    page = [tuple("everybody" if cell == "All" else cell for cell in row) for row in PAGE]
    seen = protect(Table.from_crosstab(page, columns="sex"))
    assert seen.counts == protect(crosstab()).counts
    assert len(seen.notes) == 2
    assert "'everybody' is the sum of the others in every line" in seen.notes[0]
    other = Table.from_rows([{**ROWS[0], "number": 40}, *ROWS[1:]], ["council", "sex"])
    with pytest.raises(TableError, match="council Derby is 13 and its parts give 49"):
        protect(other)
    lacking = protect(Table.from_rows([{**ROWS[0], "number": 9}, ROWS[2]], ["council", "sex"]))
    assert "what is left is protected as well" in lacking.notes[0]
    assert [cell.kind.is_hidden for cell in lacking.cells.values()].count(True) == 1  # 13 less 9 is 4


def test_a_hierarchy_that_goes_in_a_circle_is_refused() -> None:
    with pytest.raises(TableError, match="part of itself"):
        Dimension("place", parts={"North": ["South"], "South": ["North"]})


def test_hidden_shown_zero_and_why() -> None:
    page = [("council", "boys", "girls", "All"), ("Derby", 4, 9, 13), ("Stoke", 0, 7, 7), ("Corby", 6, 11, 17),
            ("All", 10, 27, 37)]  # fmt: skip
    safe = protect(crosstab(page))
    assert safe["Derby", "boys"].kind is Kind.SMALL
    assert safe["Stoke", "boys"].kind is Kind.ZERO
    assert safe["Corby", "boys"].kind is Kind.COMPLEMENTARY
    assert "cannot be worked out from sex boys" in safe["Corby", "boys"].why
    assert safe["All", "All"].kind is Kind.SHOWN
    assert safe.counts[Kind.SMALL] == 1
    assert "1 true zero, shown" in safe.summary


def test_nothing_of_what_is_hidden_is_kept() -> None:
    page = [("council", "boys", "girls", "All"), ("Derby", 4, 1009, 1013), ("Stoke", 2008, 3007, 5015)]
    safe = protect(crosstab(page))
    told = repr(safe) + str(safe) + repr(safe.tables) + repr(safe.cells) + repr(safe.to_rows())
    for labels, value in crosstab(page).cells.items():
        if safe[labels].kind.is_hidden:
            assert f"({value})" not in told
            assert f" {value}" not in str(safe.table).replace("  ", " ")
            assert repr(value) not in told


@settings(deadline=None, max_examples=25)
@given(st.integers(0, 10**6), st.sampled_from(["dfe-1-5", "dfe-1-9", Policy(name="exact", protection=None)]))
def test_no_generated_table_leaks(seed: int, policy: str | Policy) -> None:
    table, counts = national(Random(seed))
    try:
        safe = protect(table, policy)
    except DisclosureError:
        return  # refused, so nothing is published
    report = attack(safe)
    assert report.is_safe
    keys = {key: labels for labels, key in table.named()}
    for key, (low, high) in report.intervals.items():
        assert low <= counts[keys[key]] <= high  # the truth is always possible
        if safe.policy.protection is not None:
            assert not (safe.policy.protection[0] <= low and high <= safe.policy.protection[1])
    for labels, key in table.named():
        if safe.policy.is_small(counts[labels]):
            assert key in report.intervals
    again = protect(safe, safe.policy)
    assert again.to_rows() == safe.to_rows()
    assert again.report.intervals == report.intervals


@settings(deadline=None, max_examples=15)
@given(st.integers(0, 10**6))
def test_no_table_of_exact_and_rounded_counts_leaks(seed: int) -> None:
    table, counts = national(Random(seed), is_mixed=True)
    try:
        safe = protect(table)
    except DisclosureError:
        return  # refused, so nothing is published
    report = attack(safe)
    assert report.is_safe
    for labels, key in table.named():
        if safe[labels].kind.is_hidden or safe[labels].kind is Kind.ROUNDED:
            low, high = report.interval(key)
            assert low <= counts[labels] <= high
        else:
            assert safe[labels].value.value == counts[labels]
    assert protect(safe).to_rows() == safe.to_rows()


def test_cells_that_two_tables_share_are_one_cell() -> None:
    """Each table alone would be safe with two hidden cells; together the shared totals give them away."""
    by_sex = crosstab([("council", "boys", "girls", "All"), ("Derby", 4, 9, 13), ("Stoke", 30, 31, 61)])
    ages = [("council", "under 5", "over 5", "All"), ("Derby", 6, 7, 13), ("Stoke", 30, 31, 61)]
    by_age = Table.from_crosstab(ages, columns="age", total="All")
    safe = protect([by_sex, by_age])
    assert [cell.kind.is_hidden for cell in safe.cells.values()].count(True) == 2
    wrong = Table.from_crosstab([ages[0], ("Derby", 6, 8, 14)], columns="age", total="All")
    with pytest.raises(TableError, match=r"council Derby is 13 in one place and 14 in another"):
        protect([by_sex, wrong])


def test_a_cell_shown_in_one_table_and_hidden_in_the_other_is_told() -> None:
    hidden = [{**ROWS[0], "number": "c"}]
    report = attack([Table.from_rows(hidden, {"council": None, "sex": "All"}),
                     Table.from_rows(ROWS[:1], {"council": None, "sex": "All"})])  # fmt: skip
    assert report.at_risk
    assert report.tightest is not None
    assert report.tightest[1] == (4, 4)


def test_small_counts_printed_openly_are_told() -> None:
    report = attack(crosstab())
    assert [repr(key) for key in report.in_the_open] == ["council Derby, sex boys"]
    assert not report.is_safe


def test_parts_that_do_not_exhaust_leave_a_rest_that_is_protected() -> None:
    """118 of 120 referrals are repeat referrals: 2 are not, and nobody printed that."""
    rows = [{"council": c, "referrals": r, "repeat": p} for c, r, p in [("Derby", 120, 118), ("Stoke", 100, 30)]]
    across = Dimension("measure", of_which={"referrals": ["repeat"]})
    table = Table.from_rows(rows, ["council"], ["referrals", "repeat"], across=across)
    found = attack(table)
    assert [repr(key) for key in found.at_risk] == ["council Derby, measure the rest of referrals beside repeat"]
    safe = protect(table)
    assert {safe["Derby", name].kind.is_hidden for name in ("referrals", "repeat")} == {True, False}
    assert not safe["Stoke", "repeat"].kind.is_hidden
    exhausted = protect(Table.from_rows([{"council": "Derby", "referrals": 120, "repeat": 120}], ["council"],
                                        ["referrals", "repeat"], across=across))  # fmt: skip
    assert exhausted.counts[Kind.SHOWN] == 2  # a rest of 0 is nobody


def test_a_region_that_misses_a_council() -> None:
    """Leicester's 3 can be reckoned from the region, though nobody printed it."""
    place = Dimension("place", parts={"East": ["Derby", "Leicester", "Rutland"]})
    rows = [{"place": p, "number": n} for p, n in [("East", 33), ("Derby", 20), ("Rutland", 10)]]
    table = Table.from_rows(rows, [place])
    report = attack(table)
    assert report.at_risk
    assert any("Leicester" in note for note in report.notes)
    safe = protect(table)
    assert safe.report.is_safe
    assert sum(cell.kind.is_hidden for cell in safe.cells.values()) == 1


def test_what_is_said_to_be_not_available_can_be_reckoned_too() -> None:
    page = [("council", "boys", "girls", "All"), ("Derby", 10, "x", 13), ("Stoke", 7, 8, 15)]
    assert attack(crosstab(page)).interval({"council": "Derby", "sex": "girls"}) == (3, 3)
    safe = protect(crosstab(page))
    assert safe.report.is_safe
    assert safe["Derby", "girls"].kind is Kind.MISSING
    assert [safe["Derby", label].kind.is_hidden for label in ("boys", "All")].count(True) == 1
    whole = crosstab([page[0], ("Derby", 13, "x", 13)])
    assert protect(whole).counts[Kind.SHOWN] == 2


def test_a_level_that_is_not_printed_is_seen_through() -> None:
    """England is the sum of the councils, also where no region is printed between them."""
    parts = {"England": ["North", "South"], "North": ["A", "B"], "South": ["C", "D"]}
    rows = [{"place": p, "number": n} for p, n in [("England", 60), ("A", "c"), ("B", 17), ("C", 20), ("D", 20)]]
    report = attack(Table.from_rows(rows, [Dimension("place", parts=parts)]))
    assert report.tightest is not None
    assert report.tightest[1] == (3, 3)


def test_totals_printed_rounded_are_recognised_and_reckoned_with() -> None:
    parts = {"England": ["North", "South"], "North": ["A", "B"], "South": ["C", "D"]}
    numbers = {"A": 3, "B": 114, "C": 221, "D": 38, "North": 120, "South": 260, "England": 380}
    rows = [{"place": place, "number": number} for place, number in numbers.items()]
    safe = protect(Table.from_rows(rows, [Dimension("place", parts=parts)]))
    assert safe["England"].kind is Kind.ROUNDED
    assert safe["A"].kind is Kind.SMALL
    assert safe.notes == ("its totals recognised as rounded to 10",)
    # England is 375 to 384 and the South 259, so the North is 116 to 124 and A, beside the 114 of B, 2 to 10.
    assert [place for place in numbers if safe[place].kind.is_hidden] == ["A"]
    assert safe.report.interval({"place": "A"}) == (2, 10)
    numbers["B"] = 119  # 1 to 5 would be left
    rows = [{"place": place, "number": number} for place, number in numbers.items()]
    safe = protect(Table.from_rows(rows, [Dimension("place", parts=parts)], rounded={"North": 10, "South": 10,
                                                                                     "England": 10}))  # fmt: skip
    assert [place for place in numbers if safe[place].kind.is_hidden] == ["A", "B"]


def test_a_rounded_total_is_hidden_where_it_tells_too_much() -> None:
    """2 and 2 are printed as 0: at most 4 together, so each is at most 3, and no other cell could hide that."""
    parts = {"England": ["North", "South"], "North": ["A", "B"], "South": ["C", "D"]}
    numbers = {"A": 30, "B": 27, "C": 2, "D": 2, "North": 60, "South": 0, "England": 60}
    rows = [{"place": place, "number": number} for place, number in numbers.items()]
    table = Table.from_rows(
        rows, [Dimension("place", parts=parts)], rounded=dict.fromkeys(("England", "North", "South"), 10)
    )
    safe = protect(table)
    assert [place for place in numbers if safe[place].kind.is_hidden] == ["C", "D", "South"]
    assert safe["North"].kind is Kind.ROUNDED
    regions = Table.from_rows(rows[4:], [Dimension("place", parts=parts)], rounded=10)
    with pytest.raises(DisclosureError, match=r"place [CD]"):
        protect(table, earlier=regions)


def test_what_is_hidden_in_the_source_stays_so_and_is_protected_with() -> None:
    page = [("council", "boys", "girls", "All"), ("Derby", "c", 9, 13), ("Stoke", 8, 7, 15), ("All", 12, 16, 28)]
    safe = protect(crosstab(page))
    assert safe["Derby", "boys"].kind is Kind.ALREADY
    assert safe.report.is_safe
    assert sum(cell.kind.is_hidden for cell in safe.cells.values()) == 4


def test_zeros_that_a_publisher_hides_are_found_out() -> None:
    report = attack(crosstab([("council", "boys", "girls", "All"), ("Derby", "c", "c", 13), ("Stoke", "c", 7, 7)]))
    assert any("zeros are hidden too" in note for note in report.notes)
    assert report.interval({"council": "Stoke", "sex": "boys"}) == (0, 0)


def test_a_figure_that_is_not_what_the_counts_give_is_refused() -> None:
    rows = [{**row, "percentage": p} for row, p in zip(ROWS, ["30.8", "68.2", "100.0"], strict=True)]
    with pytest.raises(
        TableError, match=r"'percentage' of council Derby, sex girls is 68.2, and the counts give 69.23"
    ):
        protect(Table.from_rows(rows, {"council": None, "sex": "All"},
                                derived=[Percent(column="percentage", of="All")]))  # fmt: skip


def test_columns_that_nobody_spoke_of_are_left_out() -> None:
    rows = [{**row, "share": 0.3, "note": "revised"} for row in ROWS]
    table = Table.from_rows(rows, {"council": None, "sex": "All"}, keep=["note"])
    assert table.headings == ("council", "sex", "number", "note")
    assert table.left_out == ("share",)


def test_refusal_names_the_cells() -> None:
    """One council, and its only part is printed as the total too."""
    page = [("council", "boys", "All"), ("Derby", 3, 3)]
    safe = protect(crosstab(page))
    assert all(cell.kind.is_hidden for cell in safe.cells.values())
    with pytest.raises(DisclosureError, match="council Derby"):
        protect(crosstab(page), earlier=crosstab([("council", "All"), ("Derby", 3)]))


def test_weights_decide_what_is_hidden() -> None:
    dear = protect(crosstab(), weights={"Stoke": 50.0, "girls": 2.0})
    assert not any(dear["Stoke", sex].kind.is_hidden for sex in ("boys", "girls", "All"))
