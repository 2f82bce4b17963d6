"""Parts that add up, and chance that is always the same."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riia.demo.quarters_shapes import SEASONS, STANDING, apportioned, chance, drift, settled, uniform, wobble

weights = st.lists(st.floats(min_value=0, max_value=50), min_size=1, max_size=11)


@given(st.integers(min_value=0, max_value=5000), weights)
def test_parts_add_up_and_differ_from_their_share_by_less_than_one(total: int, shares: list[float]) -> None:
    parts = apportioned(total, shares)
    assert sum(parts) == total
    if sum(shares) > 1e-6:
        for part, share in zip(parts, shares, strict=True):
            assert abs(part - total * share / sum(shares)) < 1 + 1e-6


@given(
    st.lists(st.tuples(st.floats(min_value=0.1, max_value=9), st.integers(0, 50)), min_size=1, max_size=4), st.data()
)
def test_no_part_passes_its_ceiling(shares: list[tuple[float, int]], data: st.DataObject) -> None:
    ceilings = [ceiling for _, ceiling in shares]
    total = data.draw(st.integers(0, sum(ceilings)))
    parts = apportioned(total, [weight for weight, _ in shares], ceilings)
    assert sum(parts) == total
    assert all(0 <= part <= ceiling for part, ceiling in zip(parts, ceilings, strict=True))


def test_what_does_not_fit_is_refused() -> None:
    with pytest.raises(ValueError, match="do not fit"):
        apportioned(10, [1.0, 1.0], [4, 5])


@given(st.text(), st.text())
def test_chance_depends_on_the_names_alone_and_stays_near(one: str, two: str) -> None:
    assert 0 < uniform(one, two) < 1
    assert chance(one, two) == chance(one, two)
    assert abs(chance(one, two)) <= 1.6


def test_chance_is_the_same_on_every_machine() -> None:
    assert uniform("831", "referrals") == pytest.approx(0.206946407)


def test_small_counts_move_more_than_large_ones() -> None:
    small = [abs(wobble(10, "a", n) - 1) for n in range(200)]
    large = [abs(wobble(10_000, "a", n) - 1) for n in range(200)]
    assert sum(small) > 3 * sum(large)


def test_small_expectations_settle_on_their_mean() -> None:
    assert sum(settled(0.4, "lot", n) for n in range(2000)) == pytest.approx(800, rel=0.1)
    assert settled(812.4, "lot") == 812


def test_nothing_drifts_within_the_published_year() -> None:
    assert drift("ehe", "831", 0) == 1
    assert 1.0 < drift("ehe", "831", 1) < 1.1


@pytest.mark.parametrize("shape", [*SEASONS.values(), *STANDING.values()])
def test_seasons_leave_the_year_as_it_is(shape: tuple[float, ...]) -> None:
    assert sum(shape) / 4 == pytest.approx(1, abs=0.03)
