"""Successive releases: what an earlier one showed stays known, what it hid stays hidden, differences are reckoned."""

from dataclasses import replace
from itertools import product
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from riia.indicators.disclosure.dimensions import Dimension, TableError
from riia.indicators.disclosure.protected import Kind
from riia.indicators.disclosure.publishing import attack, protect
from riia.indicators.disclosure.releases import Succession
from riia.indicators.disclosure.rounding import protect_by_rounding
from riia.indicators.disclosure.systems import DisclosureError
from riia.indicators.disclosure.tables import Table
from riia.indicators.model import Number
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


def quarter(**counts: int | str) -> Table:
    """A release that does not say of which period it is."""
    return replace(release("", **counts), at={})


def since(council: str) -> dict[str, str]:
    return {"council": council, "counted": "since the earlier release"}


def test_what_was_counted_since_an_earlier_release_is_protected_unasked() -> None:
    """Derby 10, then 13; Stoke 20, then 24: whoever subtracts learns 3 and 4."""
    first, second = quarter(Derby=10, Stoke=20), quarter(Derby=13, Stoke=24)
    told = attack(second, earlier=first)
    assert (told.interval(since("Derby")), told.interval(since("Stoke"))) == ((3, 3), (4, 4))
    assert not told.is_safe
    assert "the earlier release was read as part of a period that runs on" in told.notes[-1]
    assert "(3 counts grew, none fell)" in told.notes[-1]
    safe = protect(second, earlier=first)
    assert safe["Derby"].kind.is_hidden
    assert safe["Stoke"].kind.is_hidden
    assert "council Derby, counted since the earlier release" in safe["Derby"].why
    assert attack(safe, earlier=first).is_safe
    rounded = protect_by_rounding(second, earlier=first)
    assert rounded.report.is_safe
    assert "runs on" in rounded.report.notes[-1]


@pytest.mark.parametrize("word", ["revised", "separate"])
def test_what_an_earlier_release_is_can_be_said(word: str) -> None:
    first, second = quarter(Derby=10, Stoke=20), quarter(Derby=13, Stoke=24)
    safe = protect(second, earlier=first, earlier_is=word)
    assert not any(cell.kind.is_hidden for cell in safe.cells.values())
    assert ("revised" if word == "revised" else "another period") in safe.report.notes[-1]
    assert attack(second, earlier=first, earlier_is=Succession(word)).is_safe


def test_counts_that_fall_are_no_period_that_runs_on() -> None:
    report = attack(quarter(Derby=13, Stoke=17), earlier=quarter(Derby=10, Stoke=20))
    assert report.is_safe
    assert "revised, or another period" in report.notes[-1]
    assert "(1 count grew, 1 fell). If it is part of a period that runs on, say so (earlier_is)" in report.notes[-1]
    said = attack(quarter(Derby=13, Stoke=17), earlier=quarter(Derby=10, Stoke=20), earlier_is="revised")
    assert said.notes[-1].endswith("(1 count grew, 1 fell)")


def test_what_the_counts_leave_open_is_asked() -> None:
    first = quarter(Derby=10, Stoke=20, Corby=30, Leek=40, Ripley=50)
    with pytest.raises(TableError, match=r"2 grew \(council .* from 50 to 53\), 0 fell, 4 are the same. Say what"):
        protect(quarter(Derby=10, Stoke=20, Corby=30, Leek=40, Ripley=53), earlier=first)
    names = [f"P{number}" for number in range(30)]
    then = quarter(**dict.fromkeys(names, 10))
    now = quarter(**{**dict.fromkeys(names, 20), "P0": 9})
    with pytest.raises(TableError, match=r"30 grew .*, 1 fell, 0 are the same"):
        attack(now, earlier=then)
    report = attack(now, earlier=then, earlier_is="running")
    assert report.is_safe
    assert report.interval(since("P1")) == (10, 10)
    with pytest.raises(KeyError):
        report.interval(since("P0"))  # it was corrected, so what came since is not known
    with pytest.raises(TableError, match=r"running, revised, separate"):
        attack(now, earlier=then, earlier_is="different")
    with pytest.raises(TableError, match="has no cell of this one"):
        attack(now, earlier=quarter(Derby="c", Stoke="c"), earlier_is="running")


def test_releases_in_any_order_run_on_into_each_other() -> None:
    """Derby 10, c, 33 and Stoke 20, 33, 60: what the second hides lies between the others."""
    first, second = quarter(Derby=10, Stoke=20, Corby=90), quarter(Derby="c", Stoke=33, Corby="c")
    third = quarter(Derby=33, Stoke=60, Corby=140)
    for earlier in ([first, second], [second, first]):
        report = attack(third, earlier=earlier)
        number = 1 + earlier.index(second)
        assert report.interval(
            {"council": "Derby", "counted": f"from earlier release {3 - number} to earlier release {number}"}
        ) == (0, 23)
    with pytest.raises(TableError, match="do not run on into each other: 1 count grew and 1 fell"):
        attack(third, earlier=[quarter(Derby=10, Stoke=20), quarter(Derby=15, Stoke=15)])


def test_a_small_count_of_then_does_not_keep_the_rest_from_being_protected() -> None:
    """Derby's 3 of the first quarter are out; what came since, 10 and 2, can be protected yet."""
    first = quarter(Derby=3, Stoke=20, Corby=30)
    safe = protect(quarter(Derby=13, Stoke=44, Corby=51), earlier=first)
    assert not any(cell.kind.is_hidden for cell in safe.cells.values())
    safe = protect(quarter(Derby=13, Stoke=22, Corby=51), earlier=first)
    assert safe["Stoke"].kind.is_hidden
    assert sum(cell.kind.is_hidden for cell in safe.cells.values()) == 2
    assert attack(safe, earlier=first).is_safe


def test_earlier_releases_that_print_no_cell_both_are_two() -> None:
    """The first hides Derby, the second Stoke: neither shows what the other prints."""
    first, second = quarter(Derby="c", Stoke=20), quarter(Derby=16, Stoke="c")
    report = attack(quarter(Derby=30, Stoke=50), earlier=[first, second])
    cell = {"council": "Derby", "counted": "from earlier release 1 to earlier release 2"}
    assert report.interval(cell) == (0, 15)
    assert report.interval(since("Derby") | {"counted": "since earlier release 2"}) == (14, 14)


def test_two_tables_of_one_earlier_release_are_known_together() -> None:
    """The first hides Derby's boys, its second table the girls' sum that gives them away: 12 then, 16 now."""
    then = crosstab([PAGE[0], ("Derby", "c", 9, 21), ("Stoke", 20, 10, 30), ("All", "c", 19, 51)])
    now = crosstab([PAGE[0], ("Derby", 16, 29, 45), ("Stoke", 40, 30, 70), ("All", 56, 59, 115)])
    also = crosstab([("council", "boys"), ("Stoke", 20), ("All", 32)])
    report = attack(now, earlier=[then, also])
    assert report.interval({"council": "Derby", "sex": "boys", "counted": "since the earlier release"}) == (4, 4)


def possible(table: Table, names: list[str], most: int) -> list[tuple[int, ...]]:
    """Every table there is, up to a highest count, that prints what this one prints."""
    printed = {labels[0]: value.value for labels, value in table.cells.items() if isinstance(value, Number)}
    ranges = [[int(printed[name])] if name in printed else range(1, most + 1) for name in names]
    return [counts for counts in product(*ranges) if "All" not in printed or sum(counts) == printed["All"]]


@settings(deadline=None, max_examples=40)
@given(st.lists(st.tuples(st.integers(0, 12), st.integers(0, 9)), min_size=2, max_size=3))
def test_nothing_that_was_counted_since_leaks(counts: list[tuple[int, int]]) -> None:
    """Every pair of tables that agrees with both releases is tried: no small difference is left within 1 to 5."""
    names = ["Derby", "Stoke", "Corby"][: len(counts)]
    first = quarter(**{name: then for name, (then, _) in zip(names, counts, strict=True)})
    second = quarter(**{name: then + more for name, (then, more) in zip(names, counts, strict=True)})
    try:
        before = protect(first)
        now = protect(second, earlier=before, earlier_is="running")
    except DisclosureError:
        return  # nothing is published
    thens, nows = possible(before.table, names, 24), possible(now.table, names, 24)
    if len(thens) * len(nows) > 200_000:
        return  # hardly anything is printed
    found = [
        (then, later)
        for then in thens
        for later in nows
        if all(one <= other for one, other in zip(then, later, strict=True))
    ]
    assert found
    secrets = [[later[at] - then[at] for then, later in found] for at in range(len(names))]
    secrets += [[sum(later) - sum(then) for then, later in found]]
    secrets += [[pair[when][at] for pair in found] for at in range(len(names)) for when in (0, 1)]
    for values in secrets:
        assert not (min(values) >= 1 and max(values) <= 5)
