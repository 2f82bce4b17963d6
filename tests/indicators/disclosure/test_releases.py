"""Successive releases: what an earlier one showed stays known, what it hid stays hidden, differences are reckoned."""

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from riia.indicators.disclosure.dimensions import Dimension
from riia.indicators.disclosure.protected import Kind
from riia.indicators.disclosure.publishing import attack, protect
from riia.indicators.disclosure.systems import DisclosureError
from riia.indicators.disclosure.tables import Table
from tests.indicators.disclosure.table_makers import PAGE, crosstab

YEAR = Dimension("period", of_which={"six months": ["three months"], "nine months": ["six months"]})


def release(period: str, **counts: int | str) -> Table:
    numbers = [count for count in counts.values() if isinstance(count, int)]
    rows = [{"council": name, "number": count} for name, count in counts.items()]
    if len(numbers) == len(rows):
        rows.append({"council": "All", "number": sum(numbers)})
    return Table.from_rows(rows, {"council": "All"}, at={"period": period})


def test_the_quarter_between_two_cumulative_releases_is_protected() -> None:
    """30 plans in three months and 33 in six: 3 in the second quarter, which no table prints."""
    first, second = release("three months", Derby=30, Stoke=14, Corby=9), release(
        "six months", Derby=33, Stoke=31, Corby=20
    )  # fmt: skip
    told = attack(second, earlier=first, hierarchies=[YEAR])
    assert [repr(key) for key in told.at_risk] == [
        "council Derby, period the rest of six months beside three months"
    ]  # fmt: skip
    safe = protect(second, earlier=first, hierarchies=[YEAR])
    assert safe["Derby"].kind is Kind.COMPLEMENTARY
    assert safe.report.is_safe
    assert sum(cell.kind.is_hidden for cell in safe.cells.values()) == 2
    assert attack(safe, earlier=first, hierarchies=[YEAR]).is_safe


def test_two_releases_that_are_each_safe_and_not_together() -> None:
    """The first hid Derby with Stoke, the second hides Derby with Corby: both together give Derby away."""
    first = crosstab([PAGE[0], ("Derby", "c", 9, 13), ("Stoke", "c", 7, 15), ("Corby", 6, 11, 17), PAGE[4]])
    second = crosstab([PAGE[0], ("Derby", "c", 9, 13), ("Stoke", 8, 7, 15), ("Corby", "c", 11, 17), PAGE[4]])
    report = attack(second, earlier=first)
    assert report.interval({"council": "Derby", "sex": "boys"}) == (4, 4)
    assert not report.is_safe


def test_what_was_hidden_stays_hidden_and_is_not_doubled() -> None:
    first = protect(crosstab())
    again = protect(crosstab(), earlier=first)
    assert again.to_rows() == first.to_rows()
    assert {cell.kind for cell in again.cells.values()} == {Kind.SHOWN, Kind.ALREADY}


def test_a_new_breakdown_later_does_not_undo_an_earlier_hiding() -> None:
    first = protect(crosstab())
    page = [("council", "under 5", "over 5", "All"), ("Derby", 3, 10, 13), ("Stoke", 6, 9, 15), ("Corby", 8, 9, 17),
            ("All", 17, 28, 45)]  # fmt: skip
    second = protect(Table.from_crosstab(page, columns="age", total="All"), earlier=first)
    assert second.report.is_safe
    assert attack([*first.tables, *second.tables]).is_safe


def test_a_small_count_that_was_published_cannot_be_hidden_any_more() -> None:
    with pytest.raises(DisclosureError, match=r"earlier release has printed council Derby, sex boys.*withdraw"):
        protect(crosstab(), earlier=crosstab())


def test_a_total_that_was_published_is_not_hidden() -> None:
    totals = crosstab([("council", "All"), *((row[0], row[3]) for row in PAGE[1:])])
    safe = protect(crosstab(), earlier=totals)
    assert not any(safe[place, "All"].kind.is_hidden for place in ("Derby", "Stoke", "Corby", "All"))
    girls = crosstab([("council", "girls"), *((row[0], row[2]) for row in PAGE[1:])])
    with pytest.raises(DisclosureError, match="council Derby, sex boys"):
        protect(crosstab(), earlier=[totals, girls])


def test_what_is_hidden_now_and_was_printed_before_protects_nobody() -> None:
    """Stoke's 8 boys were published: Derby's 4 need another cell beside them."""
    before = crosstab([PAGE[0][:2], ("Stoke", 8)])
    now = crosstab([PAGE[0], ("Derby", "c", "c", 13), ("Stoke", "c", "c", 15), *PAGE[3:]])
    assert not attack(now, earlier=before).is_safe
    safe = protect(now, earlier=before)
    assert safe.report.is_safe
    assert safe["Corby", "boys"].kind is Kind.COMPLEMENTARY


def test_a_revised_count_is_another_cell() -> None:
    """Stoke had 9 girls then and has 7 now: the hidden boys of then are not those of now."""
    then = crosstab([PAGE[0], ("Derby", "c", "c", 13), ("Stoke", "c", 9, 16), ("Corby", "c", 11, 17)])
    now = crosstab([PAGE[0], ("Derby", "c", "c", 13), ("Stoke", "c", 7, "c"), ("Corby", "c", 11, 17)])
    report = attack(now, earlier=then)
    assert report.interval({"council": "Stoke", "sex": "boys", "release": "earlier 1"}) == (7, 7)
    assert report.interval({"council": "Stoke", "sex": "boys"})[1] > 7
    assert report.interval({"council": "Corby", "sex": "boys"}) == (6, 6)


@settings(deadline=None, max_examples=15)
@given(st.integers(0, 10**6))
def test_no_year_that_runs_on_leaks(seed: int) -> None:
    random = Random(seed)
    names = ["Derby", "Stoke", "Corby", "Leek"][: random.randint(3, 4)]
    counts = {name: random.choice((0, 2, 6, 8, 15, 30)) for name in names}
    safe, tables = [], []
    for period in ("three months", "six months", "nine months"):
        tables.append(release(period, **counts))
        try:
            safe.append(protect(tables[-1], earlier=safe, hierarchies=[YEAR]))
        except DisclosureError:
            return  # refused, so nothing is published
        counts = {name: count + random.choice((0, 1, 4, 7, 20)) for name, count in counts.items()}
    report = attack(safe, hierarchies=[YEAR])
    assert report.is_safe
    truth = attack(tables, hierarchies=[YEAR])
    for key, (low, high) in report.rests.items():
        assert low <= truth.rests[key][0] == truth.rests[key][1] <= high
