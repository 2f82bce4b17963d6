"""A share in whole percent: near, and never better than it is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riia.alliance.returns.in_time import Share


@pytest.mark.parametrize(
    ("good", "of", "target", "percent"),
    [(2, 3, 85, 67), (17, 20, 85, 85), (849, 1000, 85, 84), (11, 13, 75, 85), (399, 400, 80, 99), (0, 4, 85, 0)],
)
def test_whole_percent(good: int, of: int, target: int, percent: int) -> None:
    assert Share(good, of, target).percent == percent


def test_nothing_has_no_share() -> None:
    assert Share(0, 0, 85).percent is None


@given(st.integers(1, 2000).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of))), st.integers(1, 100))
def test_it_reads_as_reached_exactly_where_it_is(counts: tuple[int, int], target: int) -> None:
    good, of = counts
    share = Share(good, of, target)
    assert share.percent is not None
    assert (share.percent >= target) == share.is_met
    assert (share.percent == 100) == (good == of)
    assert abs(share.percent - 100 * good / of) <= 1
