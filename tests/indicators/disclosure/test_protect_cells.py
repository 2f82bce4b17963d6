"""What `protect_cells` hides: the small counts, nothing that must be shown, and as few others as the twin proves."""

import math
import random
import time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from riia.indicators.disclosure import (
    DFE_1_5,
    DFE_1_9,
    Aim,
    DisclosureError,
    Policy,
    Within,
    find_pattern,
    protect_cells,
    rooms,
)
from riia.indicators.disclosure.searching import Search
from riia.indicators.model import Symbol
from tests.indicators.disclosure.generated_tables import Cells, linked, small_tables, three_way, two_way, two_way_nested
from tests.indicators.disclosure.twin import Row, intervals, is_protected, optimum, optimum_by_trying, rows_of

KNOWN_ONLY = Policy(name="not known exactly", protection=None)
POLICIES = [DFE_1_5, DFE_1_9, KNOWN_ONLY]
SEEDS = (1, 2, 3)


def hidden_of(cells: Cells, policy: Policy, **more: object) -> list[int]:
    symbols = protect_cells(cells.counts, cells.relations, policy, **more)
    assert set(symbols) <= {None, Symbol.SUPPRESSED}
    return [at for at, symbol in enumerate(symbols) if symbol is Symbol.SUPPRESSED]


def assert_safe(cells: Cells, policy: Policy, hidden: list[int], rows: list[Row]) -> None:
    """Every small count is hidden and outside what must not be known; no zero is hidden."""
    known = intervals(cells.counts, hidden, rows)
    for at, count in enumerate(cells.counts):
        if policy.is_small(count):
            assert at in known, (cells, at)
            assert is_protected(known[at], policy.protection), (cells, policy.name, at, known[at], hidden)
    assert all(cells.counts[at] for at in hidden)


@pytest.mark.parametrize("policy", POLICIES, ids=lambda policy: policy.name)
@pytest.mark.parametrize("seed", SEEDS)
def test_as_few_cells_as_can_be(seed: int, policy: Policy) -> None:
    for cells in small_tables([seed]):
        rows = rows_of(cells.relations)
        best = optimum(cells.counts, rows, (policy.smallest, policy.largest), policy.protection)
        if best is None:
            with pytest.raises(DisclosureError):
                find_pattern(cells.counts, cells.relations, policy)
            continue
        pattern = find_pattern(cells.counts, cells.relations, policy)
        hidden = [at for at, is_hidden in enumerate(pattern.hidden) if is_hidden]
        assert_safe(cells, policy, hidden, rows)
        assert (len(hidden), pattern.is_optimal) == (round(best.cost), True), (cells, hidden, best)


def test_the_twin_is_right_about_the_fewest() -> None:
    """Trying every pattern and one large program are two ways to the same number."""
    compared = 0
    for cells in small_tables([1, 2]):
        if sum(count > 5 for count in cells.counts) <= 7:
            rows = rows_of(cells.relations)
            best, tried = (
                optimum(cells.counts, rows, (1, 5), (1, 5)),
                optimum_by_trying(cells.counts, rows, (1, 5), (1, 5)),
            )
            assert (best and round(best.cost)) == (tried and tried.cost), cells
            compared += 1
    assert compared >= 5


@pytest.mark.parametrize("seed", SEEDS)
def test_least_information(seed: int) -> None:
    policy = Policy(name="bits", aim=Aim.VALUE)
    for cells in small_tables([seed]):
        bits = [math.log2(1 + count) for count in cells.counts]
        rows = rows_of(cells.relations)
        best = optimum(cells.counts, rows, (1, 5), (1, 5), weights=bits)
        if best is not None:
            hidden = hidden_of(cells, policy)
            assert_safe(cells, policy, hidden, rows)
            assert sum(bits[at] for at in hidden) == pytest.approx(best.cost, abs=1e-4), (cells, hidden, best)


@pytest.mark.parametrize("policy", POLICIES, ids=lambda policy: policy.name)
def test_with_roundings_printed_and_cells_published_before(policy: Policy) -> None:
    for seed, cells in enumerate(small_tables([11])):
        chooser = random.Random(seed)
        at = chooser.randrange(len(cells.counts))
        rounded = 10 * ((cells.counts[at] + 5) // 10)
        knowledge = Row({at: 1.0}, rounded - 5, rounded + 4)
        rows = [*rows_of(cells.relations), knowledge]
        shown = [
            cell for cell, count in enumerate(cells.counts) if not policy.is_small(count) and chooser.random() < 0.2
        ]
        arguments = {"within": [Within({at: 1.0}, rounded - 5, rounded + 4)], "shown": shown}
        best = optimum(cells.counts, rows, (policy.smallest, policy.largest), policy.protection, shown=shown)
        if best is None:
            with pytest.raises(DisclosureError):
                protect_cells(cells.counts, cells.relations, policy, **arguments)
            continue
        hidden = hidden_of(cells, policy, **arguments)
        assert_safe(cells, policy, hidden, rows)
        assert not set(hidden) & set(shown)
        assert len(hidden) == round(best.cost), (cells, shown, hidden, best)


TABLES = [two_way(31, 4, 4), two_way_nested(32, (2, 2), 3), three_way(33, (3, 2, 2), middle=8.0)]


@pytest.mark.parametrize("cells", TABLES, ids=lambda cells: cells.name)
def test_protecting_again_hides_nothing_more(cells: Cells) -> None:
    hidden = hidden_of(cells, DFE_1_5)
    assert len(hidden) > sum(map(DFE_1_5.is_small, cells.counts))
    assert hidden_of(cells, DFE_1_5, hidden=hidden) == hidden
    assert hidden_of(cells, DFE_1_5) == hidden


@pytest.mark.parametrize("cells", TABLES, ids=lambda cells: cells.name)
def test_order_and_labels_do_not_matter(cells: Cells) -> None:
    chooser = random.Random(7)
    order = list(range(len(cells.counts)))
    chooser.shuffle(order)
    name = {at: f"cell {order[at]}" for at in range(len(order))}
    counts = {name[at]: cells.counts[at] for at in sorted(order, key=lambda at: order[at])}
    relations = [
        (name[total], chooser.sample([name[part] for part in parts], len(parts))) for total, parts in cells.relations
    ]
    chooser.shuffle(relations)
    symbols = protect_cells(counts, relations, DFE_1_5)
    assert list(symbols) == list(counts)
    hidden = [at for at in range(len(order)) if symbols[name[at]]]
    assert_safe(cells, DFE_1_5, hidden, rows_of(cells.relations))
    assert len(hidden) == len(hidden_of(cells, DFE_1_5))


@pytest.mark.parametrize("cells", TABLES, ids=lambda cells: cells.name)
def test_what_is_irrelevant_changes_nothing(cells: Cells) -> None:
    """Another table beside, a relation said twice, and a total of nothing but zeros."""
    hidden = hidden_of(cells, DFE_1_5)
    first = len(cells.counts)
    wider = Cells(
        "wider",
        (*cells.counts, 40, 60, 100, 0, 0, 0),
        (*cells.relations, cells.relations[0], (first + 2, (first, first + 1)), (first + 3, (first + 4, first + 5))),
    )
    assert len(hidden_of(wider, DFE_1_5)) == len(hidden)


def test_two_ways_out_of_the_interval() -> None:
    """A count may leave upwards or downwards; what helps one way must not be reckoned for the other."""
    cells = linked(2, 2, (2, 3), middle=6)
    policy = Policy(name="ones are shown", smallest=2, largest=6, protection=(2, 6))
    rows = rows_of(cells.relations)
    best = optimum(cells.counts, rows, (2, 6), (2, 6))
    hidden = hidden_of(cells, policy)
    assert_safe(cells, policy, hidden, rows)
    assert best is not None
    assert len(hidden) == round(best.cost)


def test_a_count_that_moves_in_steps() -> None:
    """Three equal counts add up to s, which can be 12 but never 10."""
    counts = {"q1": 1, "q2": 1, "q3": 1, "s": 3, "u": 100, "t": 103}
    relations = [("q1", ["q2"]), ("q2", ["q3"]), ("s", ["q1", "q2", "q3"]), ("t", ["s", "u"])]
    policy = Policy(name="three to nine", smallest=3, largest=9, protection=(1, 9))
    symbols = protect_cells(counts, relations, policy, weights={"t": 9.0})
    assert [cell for cell, symbol in symbols.items() if symbol] == ["q1", "q2", "q3", "s", "u"]


def test_a_small_count_outside_the_interval_must_only_not_be_known() -> None:
    """Counts to 9 are hidden, and only those to 5 must not be known to be: 7 with 1 more beside it is safe."""
    policy = Policy(name="hide to nine", largest=9, protection=(1, 5))
    assert protect_cells([7, 12, 40, 59], [(3, [0, 1, 2])], policy) == [Symbol.SUPPRESSED] * 2 + [None] * 2
    assert protect_cells([7, 9, 40, 56], [(3, [0, 1, 2])], policy) == [Symbol.SUPPRESSED] * 2 + [None] * 2
    assert protect_cells([6, 0, 40, 46], [(3, [0, 1, 2])], policy) == [Symbol.SUPPRESSED, None, Symbol.SUPPRESSED, None]


def test_no_small_count_hides_nothing() -> None:
    assert protect_cells([0, 20, 30, 50], [(3, [0, 1, 2])], DFE_1_5) == [None] * 4


def test_hidden_for_other_reasons_cannot_be_worked_out() -> None:
    cells = Cells("", (20, 30, 40, 90), ((3, (0, 1, 2)),))
    hidden = hidden_of(cells, DFE_1_5, hidden=[1])
    assert 1 in hidden
    assert len(hidden) == 2


@pytest.mark.parametrize(
    ("counts", "relations", "arguments", "named"),
    [
        ([3, 20, 23], [(2, [0, 1])], {"shown": [1, 2]}, "0"),
        ([3, 0, 3], [(2, [0, 1])], {"shown": [2]}, "2"),
        ([3, 20, 23], [(2, [0, 1])], {"shown": [0]}, "0"),
        ({"boys": 3, "all": 3}, [("all", ["boys"])], {"shown": ["all"]}, "all"),
    ],
)
def test_what_cannot_be_protected_is_refused(counts: list, relations: list, arguments: dict, named: str) -> None:
    with pytest.raises(DisclosureError, match=named):
        protect_cells(counts, relations, DFE_1_5, **arguments)


@given(
    counts=st.lists(st.integers(0, 30), min_size=2, max_size=7),
    policy=st.sampled_from(POLICIES),
)
@settings(deadline=None, max_examples=25)
def test_one_total_over_its_parts(counts: list[int], policy: Policy) -> None:
    """The plain case: parts under a total, against every pattern there is."""
    cells = Cells("drawn", (*counts, sum(counts)), ((len(counts), tuple(range(len(counts)))),))
    best = optimum_by_trying(
        cells.counts, rows_of(cells.relations), (policy.smallest, policy.largest), policy.protection
    )
    if best is None:
        with pytest.raises(DisclosureError):
            protect_cells(cells.counts, cells.relations, policy)
    else:
        assert len(hidden_of(cells, policy)) == best.cost


def test_programs_solved_side_by_side_find_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    cells = three_way(5, (4, 3, 2))
    alone = find_pattern(cells.counts, cells.relations, DFE_1_5)
    monkeypatch.setattr(rooms, "_LARGE", 1)
    monkeypatch.setattr("os.cpu_count", lambda: 3)
    beside = find_pattern(cells.counts, cells.relations, DFE_1_5)
    assert (beside.cost, beside.is_optimal) == (alone.cost, alone.is_optimal)
    assert_safe(cells, DFE_1_5, hidden_of(cells, DFE_1_5), rows_of(cells.relations))


def test_a_search_without_time_is_safe_all_the_same() -> None:
    cells = three_way(7, (4, 3, 3))
    assert_safe(cells, DFE_1_5, hidden_of(cells, DFE_1_5, seconds=0.0), rows_of(cells.relations))


def test_the_search_near_a_pattern_leaves_it_safe_and_makes_it_cheaper(monkeypatch: pytest.MonkeyPatch) -> None:
    """Begun where everything that may be is hidden; one round of it is made whatever the time."""
    cells, begun = three_way(5, (4, 3, 3)), []

    def only_near(search: Search, _: float) -> tuple[np.ndarray, float]:
        begun.append(int(search._free.sum()))
        return search._improved(search._free, time.monotonic() + 0.5), 0.0

    monkeypatch.setattr(Search, "run", only_near)
    monkeypatch.setattr(Search, "_pruned", lambda _, hidden, __: hidden)
    hidden = hidden_of(cells, DFE_1_5)
    assert_safe(cells, DFE_1_5, hidden, rows_of(cells.relations))
    assert len(hidden) < begun[0]
