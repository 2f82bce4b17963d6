"""The attacker's intervals are exact: worked examples, and the slow twin on systems of every shape."""

import math
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from riia.indicators.disclosure import DisclosureError, Within, attack_cells
from tests.indicators.disclosure.generated_tables import Cells, crosstabs, small_tables, systems
from tests.indicators.disclosure.twin import Row, intervals, intervals_by_program, intervals_by_trying, rows_of

inf = math.inf
SEEDS = range(1, 7)

EXAMPLES = {
    "two parts of a total are at least 1 each": ([None, None, 7], [0, 1], [(2, (0, 1))], [(1, 6), (1, 6)]),
    "a single hidden part is known": ([None, 4, 7], [0], [(2, (0, 1))], [(3, 3)]),
    "three that sum to 3 are all 1": ([None, None, None, 3], [0, 1, 2], [(3, (0, 1, 2))], [(1, 1)] * 3),
    "nothing bounds a total with a hidden part": ([None, 4, None], [0, 2], [(2, (0, 1))], [(1, inf), (5, inf)]),
    "the total of a single part is that part": ([None, None], [0, 1], [(1, (0,))], [(1, inf), (1, inf)]),
    "a cell without any relation": ([None, 4], [0], [], [(1, inf)]),
    "a relation said twice": ([None, None, 7], [0, 1], [(2, (0, 1)), (2, (1, 0))], [(1, 6), (1, 6)]),
    "a crosstab hides four": (
        [10, 5, 5, 9, None, None, 11, None, None], [4, 5, 7, 8],
        [(3, (4, 5)), (6, (7, 8)), (1, (4, 7))], [(1, 4), (5, 8), (1, 4), (7, 10)],
    ),
    # x+y, x+z and y+z printed: x is half of an even number, though y and z stay hidden behind it
    "three pairs give all away": (
        [None, None, None, 5, 6, 7], [0, 1, 2], [(3, (0, 1)), (4, (0, 2)), (5, (1, 2))], [(2, 2), (3, 3), (4, 4)],
    ),
    "a chain from councils to England": (
        [None, 3, None, None, 8, 20], [0, 2, 3], [(2, (0, 1)), (5, (2, 3, 4))], [(1, 8), (4, 11), (1, 8)],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", EXAMPLES)
def test_examples(name: str) -> None:
    counts, hidden, relations, expected = EXAMPLES[name]
    assert attack_cells(counts, hidden, relations) == expected


def test_whole_numbers_are_tighter_than_fractions() -> None:
    """Two triangles whose pairs, each with a third cell, come to 4, and the sum of their six corners.

    In fractions every corner can be 1.5 and their sum 9; in whole numbers one corner of each triangle can be 2.
    """
    relations = [(15, (0, 1, 2, 3, 4, 5))]
    for triangle in (0, 3):
        for number, (one, other) in enumerate(((0, 1), (1, 2), (0, 2))):
            rest = 6 + triangle + number
            relations.append((13, (triangle + one, triangle + other, rest)))
    counts = [None] * 12 + [0, 4, 0, None]
    assert attack_cells(counts, [15, *range(12)], relations)[:2] == [(6, 8), (1, 2)]


def test_what_stands_at_hidden_cells_is_never_looked_at() -> None:
    relations = [("all", ("boys", "girls"))]
    first = attack_cells({"boys": 3, "girls": 4, "all": 7}, ["boys", "girls"], relations)
    second = attack_cells({"boys": "c", "girls": None, "all": 7}, ["boys", "girls"], relations)
    assert first == second == {"boys": (1, 6), "girls": (1, 6)}


def test_a_hidden_cell_may_hold_nothing_where_that_is_said() -> None:
    assert attack_cells([None, None, 7], [0, 1], [(2, (0, 1))], 0) == [(0, 7), (0, 7)]


def test_answers_come_in_the_order_asked_for() -> None:
    counts = [None, None, None, 12, 9]
    relations = [(3, (0, 1, 2)), (4, (1, 2))]
    assert attack_cells(counts, [2, 0, 1], relations) == [(1, 8), (3, 3), (1, 8)]
    assert attack_cells(counts, [0, 1, 2], relations) == [(3, 3), (1, 8), (1, 8)]


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        # 23.1 % of 130: 30.0; any other whole number is rounded to another percentage
        (Within({0: 2000, 1: -461}, 0, inf), (30, inf)),
        (Within({0: 1}, 25, 34), (25, 34)),
        (Within({0: 2}, 61, 67), (31, 33)),
    ],
)
def test_what_is_printed_beside_a_count_narrows_it(printed: Within, expected: tuple[float, float]) -> None:
    assert attack_cells([None, 130], [0], [], within=[printed]) == [expected]


def test_both_sides_of_a_percentage() -> None:
    printed = [Within({0: 2000, 1: -461}, 0, inf), Within({0: 2000, 1: -463}, -inf, -1)]
    assert attack_cells([None, 130], [0], [], within=printed) == [(30, 30)]


def test_fine_percentages_of_hidden_totals_that_nothing_bounds() -> None:
    """Whole numbers without a bound once sent the solver astray for good."""
    counts = [1, 2, 176, 179, 227, 4, 11, 242, 228, 6, 187, 421]
    relations = [(g + 3, (g, g + 1, g + 2)) for g in (0, 4, 8)] + [(8 + at, (at, 4 + at)) for at in range(4)]
    printed = [
        *(Within({8: 200000, 11: -108313}, 0, inf), Within({8: 40000, 11: -21663}, -inf, -1)),
        *(Within({4: 20000, 7: -18759}, 0, inf), Within({4: 20000, 7: -18761}, -inf, -1)),
        *(Within({2: 20000, 3: -19663}, 0, inf), Within({2: 4000, 3: -3933}, -inf, -1)),
        *(Within({9: 200000, 11: -2849}, 0, inf), Within({9: 200000, 11: -2851}, -inf, -1)),
    ]
    found = attack_cells([None] * 12, range(12), relations, within=printed)
    assert all(lower <= count and upper == inf for count, (lower, upper) in zip(counts, found, strict=True))
    assert found[2:5] == [(176, inf), (179, inf), (227, inf)]


@pytest.mark.parametrize(
    ("counts", "hidden", "relations"),
    [
        ([1, 2, 4], [], [(2, (0, 1))]),
        ([None, 2, 2], [0], [(2, (0, 1))]),
        ([None, 2, 1], [0], [(2, (0, 1))]),
        ([None, None, 2], [0], [(2, (0, 1))]),
        ([None, 2, 5], [0], [(7, (0, 1))]),
    ],
)
def test_what_no_table_agrees_with_is_refused(counts: list, hidden: list, relations: list) -> None:
    with pytest.raises(DisclosureError):
        attack_cells(counts, hidden, relations)


@pytest.mark.parametrize("seed", SEEDS)
def test_exact_on_small_tables(seed: int) -> None:
    for cells in small_tables([seed]):
        agree(cells, some_hidden(cells, random.Random(seed)), ())


@given(cells=st.one_of(systems(), crosstabs()), chooser=st.randoms(use_true_random=False))
@settings(deadline=None, max_examples=60)
def test_exact_on_drawn_systems(cells: Cells, chooser: random.Random) -> None:
    agree(cells, some_hidden(cells, chooser), some_knowledge(cells, chooser))


def test_the_twins_agree() -> None:
    """Trying all and asking programs are two ways to the same intervals; where they differ no test here means much."""
    compared = 0
    for cells in small_tables([21, 22, 23]):
        hidden = some_hidden(cells, random.Random(5))
        rows = [*rows_of(cells.relations), *some_knowledge(cells, random.Random(6))]
        tried = intervals_by_trying(cells.counts, hidden, rows)
        if tried is not None:
            compared += 1
            assert tried == intervals_by_program(cells.counts, hidden, rows), cells.name
    assert compared >= 5


def agree(cells: Cells, hidden: list[int], knowledge: tuple[Row, ...]) -> None:
    """The library's intervals are the twin's."""
    told = [None if at in set(hidden) else count for at, count in enumerate(cells.counts)]
    within = [Within(row.of, row.lower, row.upper) for row in knowledge]
    got = attack_cells(told, hidden, cells.relations, within=within)
    rows = [*rows_of(cells.relations), *knowledge]
    assert dict(zip(hidden, got, strict=True)) == intervals(cells.counts, hidden, rows), (cells, hidden, knowledge)


def some_hidden(cells: Cells, chooser: random.Random) -> list[int]:
    """Some of the cells above zero, in any order."""
    share = chooser.choice((0.2, 0.5, 0.8, 1.0))
    hidden = [at for at, count in enumerate(cells.counts) if count and chooser.random() < share]
    chooser.shuffle(hidden)
    return hidden


def some_knowledge(cells: Cells, chooser: random.Random) -> tuple[Row, ...]:
    """Roundings, percentages and differences that are true of the cells."""
    made = []
    for _ in range(chooser.choice((0, 0, 1, 2))):
        chosen = chooser.sample(range(len(cells.counts)), min(len(cells.counts), chooser.choice((1, 2, 3))))
        factors = {at: chooser.choice((-2.0, -1.0, 1.0, 1.0, 3.0, 10.0, -461.0)) for at in chosen}
        value = sum(factor * cells.counts[at] for at, factor in factors.items())
        made.append(Row(factors, value - chooser.choice((0, 1, 4.5, inf)), value + chooser.choice((0, 1, 4, inf))))
    return tuple(made)
