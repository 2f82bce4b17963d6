"""Nothing that `protect_cells` answers leaks, and what is planted is found: drawn, larger and published tables.

The slow twin judges the small systems. On larger ones the library's attacker does, which `test_attack_cells` judges.
"""

import math
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from riia.indicators.disclosure import (
    DFE_1_5,
    DFE_1_9,
    DisclosureError,
    Policy,
    Within,
    attack_cells,
    find_pattern,
    protect_cells,
)
from tests.indicators.disclosure.generated_tables import (
    Cells,
    crosstabs,
    halves,
    linked,
    odd,
    published,
    systems,
    three_way,
    tree,
    two_way,
    two_way_nested,
)
from tests.indicators.disclosure.twin import Row, intervals, is_protected, rows_of
from tests.indicators.tidy_files import REFERENCE

KNOWN_ONLY = Policy(name="not known exactly", protection=None)
WIDER = Policy(name="small, and not surely under ten", smallest=1, largest=5, protection=(1, 9))
FROM_TWO = Policy(name="ones are shown", smallest=2, largest=6, protection=(2, 6))
POLICIES = [DFE_1_5, DFE_1_9, KNOWN_ONLY, WIDER, FROM_TWO]


@given(
    cells=st.one_of(systems(), crosstabs()),
    policy=st.sampled_from(POLICIES),
    chooser=st.randoms(use_true_random=False),
)
@settings(deadline=None, max_examples=40)
def test_no_drawn_system_leaks(cells: Cells, policy: Policy, chooser: random.Random) -> None:
    rows = [*rows_of(cells.relations), *printed_beside(cells, chooser)]
    within = [Within(row.of, row.lower, row.upper) for row in rows[len(cells.relations) :]]
    small = [at for at, count in enumerate(cells.counts) if policy.is_small(count)]
    try:
        symbols = protect_cells(cells.counts, cells.relations, policy, within=within)
    except DisclosureError:
        everything = [at for at, count in enumerate(cells.counts) if count]
        known = intervals(cells.counts, everything, rows)
        assert not all(is_protected(known[at], policy.protection) for at in small), (cells, policy, within)
        return
    hidden = [at for at, symbol in enumerate(symbols) if symbol]
    assert set(small) <= set(hidden)
    known = intervals(cells.counts, hidden, rows)
    assert all(is_protected(known[at], policy.protection) for at in small), (cells, policy, within, hidden, known)


def printed_beside(cells: Cells, chooser: random.Random) -> list[Row]:
    """Roundings, percentages and differences of some cells, as they are printed beside suppressed counts."""
    made = []
    for _ in range(chooser.choice((0, 0, 1, 2))):
        at, of = chooser.sample(range(len(cells.counts)), 2)
        count, whole = cells.counts[at], cells.counts[of]
        if chooser.random() < 0.4 and whole:  # a percentage with no decimals, rounded half up
            percentage = math.floor(100 * count / whole + 0.5)
            made.append(Row({at: 200.0, of: 1.0 - 2 * percentage}, 0, math.inf))
            made.append(Row({at: 200.0, of: -1.0 - 2 * percentage}, -math.inf, -1))
        elif chooser.random() < 0.5:  # a total rounded to five
            rounded = 5 * math.floor(count / 5 + 0.5)
            made.append(Row({at: 1.0}, rounded - 2, rounded + 2))
        else:  # how much more than another, exactly
            made.append(Row({at: 1.0, of: -1.0}, count - whole, count - whole))
    return made


def test_a_witness_for_another_cell_is_none() -> None:
    """Cell 9 cannot leave 1 to 9 unless cell 1 is hidden too; a table asked for on its behalf frees only others."""
    counts = (1, 10, 4, 0, 3, 2, 1, 5, 3, 2, 3, 6, 18, 3, 5, 14, 19, 34, 11, 14, 30)
    relations = (
        (12, (7, 1, 4)), (13, (8,)), (14, (9, 13)), (12, (1, 8, 7)), (15, (10, 1, 6)), (16, (11, 13, 1)),
        (17, (15, 16, 0)), (18, (0, 9, 7, 4)), (19, (15,)), (20, (1, 9, 12)),
    )  # fmt: skip
    printed = [Row({1: 1, 5: 10}, 29, math.inf), Row({12: 1, 11: -1, 20: 1}, 41, 43), Row({14: 1}, 4, math.inf)]
    within = [Within(row.of, row.lower, row.upper) for row in printed]
    symbols = protect_cells(counts, relations, DFE_1_9, within=within, shown=[20], at_least=0)
    hidden = [at for at, symbol in enumerate(symbols) if symbol]
    known = intervals(counts, hidden, [*rows_of(relations), *printed], 0)
    assert all(is_protected(known[at], (1, 9)) for at in hidden if counts[at] <= 9)


LARGER = [
    tree(41, (9, 14, 3, 1, 20), middle=10),
    two_way(42, 20, 12, middle=15),
    two_way_nested(43, (5, 8, 4), 7, middle=10),
    three_way(44, (5, 4, 2), middle=15),
    three_way(45, (3, 3, 3), middle=8),
    linked(46, 10, (5, 6), middle=12),
    odd(47, cells=40, relations=30),
    halves(48, cells=8),
]


@pytest.mark.parametrize("policy", [DFE_1_5, DFE_1_9], ids=lambda policy: policy.name)
@pytest.mark.parametrize("cells", LARGER, ids=lambda cells: cells.name)
def test_no_larger_system_leaks(cells: Cells, policy: Policy) -> None:
    pattern = find_pattern(cells.counts, cells.relations, policy, seconds=3)
    assert_none_leaks(cells, policy, [at for at, is_hidden in enumerate(pattern.hidden) if is_hidden])


@pytest.mark.parametrize("cells", [two_way(51, 15, 12), three_way(52, (5, 4, 2))], ids=lambda cells: cells.name)
def test_safe_when_there_is_no_time(cells: Cells) -> None:
    """A search that is stopped at once hides more, never too little, and says so."""
    hurried = find_pattern(cells.counts, cells.relations, DFE_1_5, seconds=0)
    hidden = [at for at, is_hidden in enumerate(hurried.hidden) if is_hidden]
    assert_none_leaks(cells, DFE_1_5, hidden)
    patient = find_pattern(cells.counts, cells.relations, DFE_1_5, seconds=5)
    assert hurried.bound <= patient.cost <= hurried.cost


CIN = "04_cin_2024_edition/"
PUBLISHED = {
    "primary need": (
        CIN + "b3_cin_primary_need_2013_to_2024",
        ["N1_Abuse_or_neglect", "N2_Childs_disability_or_illness", "N3_Parents_disability_or_illness", "N7_Low_income"],
    ),
    "factors": (
        CIN + "c3_factors_identified_at_end_of_assessment_2018_to_2024",
        ["Trafficking", "Gangs", "Female_Genital_Mutilation", "Faith_linked_abuse", "Privately_fostered"],
    ),
}


@pytest.mark.parametrize("name", PUBLISHED)
@pytest.mark.skipif(not REFERENCE.is_dir(), reason="the shared reference data are not beside this checkout")
def test_no_published_table_leaks(name: str) -> None:
    file, columns = PUBLISHED[name]
    cells = published(file, columns, "2024", councils=60)
    pattern = find_pattern(cells.counts, cells.relations, DFE_1_5, seconds=3)
    hidden = [at for at, is_hidden in enumerate(pattern.hidden) if is_hidden]
    assert len(hidden) > 20
    assert_none_leaks(cells, DFE_1_5, hidden)


@pytest.mark.parametrize("seed", range(6))
def test_what_is_planted_is_found(seed: int) -> None:
    """One complementary cell of a proven pattern is shown after all: then some small count is given away."""
    cells = two_way(seed + 60, 5, 4, middle=12)
    pattern = find_pattern(cells.counts, cells.relations, DFE_1_5)
    assert pattern.is_optimal
    hidden = [at for at, is_hidden in enumerate(pattern.hidden) if is_hidden]
    for planted in (at for at, is_more in enumerate(pattern.complementary) if is_more):
        left = [at for at in hidden if at != planted]
        known = dict(zip(left, attack_cells(cells.counts, left, cells.relations), strict=True))
        assert any(known[at][1] <= 5 for at in left if DFE_1_5.is_small(cells.counts[at])), (cells, planted)


def assert_none_leaks(cells: Cells, policy: Policy, hidden: list[int]) -> None:
    known = dict(zip(hidden, attack_cells(cells.counts, hidden, cells.relations), strict=True))
    for at, count in enumerate(cells.counts):
        if policy.is_small(count):
            assert is_protected(known[at], policy.protection), (cells.name, at, known[at])
        if at in known:
            assert known[at][0] <= count <= known[at][1]
