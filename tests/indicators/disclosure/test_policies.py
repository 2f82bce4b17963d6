"""Policies: what they hide, what nobody may know, and which of them contradict themselves."""

import pytest

from riia.indicators.disclosure import DFE_1_9, Aim, Policy, PolicyError, find_pattern


def test_nobody_may_know_that_a_count_is_small_unless_less_is_asked_for() -> None:
    assert Policy(name="x", largest=3).protection == (1, 3)
    assert Policy(name="x", largest=3, protection=(2, 3)).protection == (2, 3)
    assert Policy(name="x", protection=None).protection is None
    assert DFE_1_9.protection == (1, 9)


@pytest.mark.parametrize("aim", list(Aim))
def test_an_aim_may_be_named_in_words(aim: Aim) -> None:
    assert Policy(name="x", aim=str(aim)).aim is aim
    counts, relations = [3, 6, 7, 16], [(3, [0, 1, 2])]
    costs = {find_pattern(counts, relations, Policy(name="x", aim=named)).cost for named in (aim, str(aim))}
    assert len(costs) == 1


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ({"smallest": 0}, "which is no range"),
        ({"smallest": 6}, "which is no range"),
        ({"protection": (5, 1)}, "which is empty"),
        ({"aim": "nonsense"}, "aims at 'nonsense'. There are: 'fewest cells', 'least information'"),
    ],
)
def test_a_policy_that_contradicts_itself_is_refused(arguments: dict[str, object], told: str) -> None:
    with pytest.raises(PolicyError, match=told):
        Policy(name="x", **arguments)
