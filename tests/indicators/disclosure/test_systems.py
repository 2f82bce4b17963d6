"""Cells, relations and other knowledge: what is refused, and how it is said."""

from math import inf, nan

import pytest

from riia.indicators.disclosure import DisclosureError, Within, attack_cells, protect_cells


@pytest.mark.parametrize(
    ("known", "told"),
    [
        (Within({0: nan}, 0, 1), "A coefficient of .* is not a finite number"),
        (Within({0: inf}, 0, 1), "A coefficient of .* is not a finite number"),
        (Within({0: 1}, nan, 1), "leaves nothing possible"),
        (Within({0: 1}, 2, 1), "leaves nothing possible"),
    ],
)
def test_knowledge_that_says_nothing_is_refused(known: Within, told: str) -> None:
    with pytest.raises(DisclosureError, match=told):
        attack_cells([None, 4], [0], [], within=[known])


@pytest.mark.parametrize(
    ("counts", "relations", "told"),
    [
        ([1, 2, 3], [(3, [0, 1])], "names the cell 3, which has no count"),
        ([1, 2, 3], [(2, [0, 0])], "The cell 0 comes twice in the relation of total 2"),
        ([1, 2, 3], [(2, [])], "The total 2 has no parts"),
        ([1, 2, 4], [(2, [0, 1])], "A total does not agree with its parts"),
        ([1.5, 2, 3], [], "The count of cell 0 is 1.5"),
        ([-1, 2, 3], [], "The count of cell 0 is -1"),
        ([True, 2, 3], [], "The count of cell 0 is True, which is no number"),
        ([inf, 2, 3], [], "The count of cell 0 is inf"),
        ([10**18, 2, 3], [], "Counts are whole numbers from 0 to 10\\^15"),
        (["3", 2, 3], [], "The count of cell 0 is the text '3'"),
        ([1, 2, 3], {2: [0, 1]}, "2 is no relation"),
        ([1, 2, 3], [2], "2 is no relation"),
    ],
)
def test_a_system_that_is_none_is_refused(counts: list[object], relations: list[object], told: str) -> None:
    with pytest.raises(DisclosureError, match=told):
        attack_cells(counts, [], relations)


@pytest.mark.parametrize("at_least", [None, "1", nan, [1, 0], {0: "c"}])
def test_what_a_cell_holds_at_least_is_a_number(at_least: object) -> None:
    with pytest.raises(DisclosureError, match="at_least is"):
        attack_cells([None, None, 9], [0, 1], [(2, [0, 1])], at_least)


def test_knowledge_that_is_no_within_is_refused() -> None:
    with pytest.raises(DisclosureError, match="is no Within"):
        attack_cells([None, 4], [0], [], within=[({0: 1}, 1, 45)])


def test_weights_are_numbers() -> None:
    with pytest.raises(DisclosureError, match="The weights are not all numbers"):
        protect_cells([3, 20, 23], [(2, [0, 1])], "dfe-1-5", weights=[1, "dear", 1])


def test_a_mask_must_have_an_entry_for_each_cell() -> None:
    with pytest.raises(DisclosureError, match="hidden is a mask of 2 for 3 cells"):
        attack_cells([None, 2, 3], [True, False], [])
