"""The arithmetic behind charts."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riia.alliance.kit.charts import Frame
from riia.alliance.kit.charts.frame import SMALL, axis_room
from riia.alliance.kit.charts.scale import every_nth, round_step, scale_for, spread, text_width, tick_decimals

values = st.lists(st.floats(-1e9, 1e9, allow_nan=False).map(lambda value: round(value, 4)), max_size=20)


def test_a_percent_sign_is_given_its_room() -> None:
    # Digits are 0.556 of the size and the sign 0.889 in the typeface of the charts; the margin holds the difference.
    assert text_width("60%", 10) > 19.9
    room = axis_room(scale_for([60], 200, zero=True), Frame("A title", "% of referrals", 1, "A source", "%"))
    assert room - 8 > 20.01 / 10 * SMALL


@given(values, st.booleans())
def test_every_value_lies_on_the_axis(numbers: list[float], zero: bool) -> None:
    scale = scale_for(numbers, 200, zero=zero)
    assert 2 <= len(scale.ticks) <= 14
    for number in numbers:
        assert -1e-6 <= scale.down(number) <= 200 + 1e-6
    if zero:
        assert scale.starts_at_zero


@pytest.mark.parametrize(
    ("numbers", "ticks"),
    [
        ([], (0, 0.2, 0.4, 0.6, 0.8, 1)),
        ([0, 0], (0, 0.2, 0.4, 0.6, 0.8, 1)),
        ([3, 98], (0, 20, 40, 60, 80, 100)),
        ([510, 540], (510, 520, 530, 540)),
        ([100], (0, 20, 40, 60, 80, 100)),
    ],
)
def test_ticks(numbers: list[float], ticks: tuple[float, ...]) -> None:
    scale = scale_for(numbers, 100, zero=numbers == [100])
    assert scale.ticks == ticks


@given(st.floats(1e-6, 1e9))
def test_steps_are_round(rough: float) -> None:
    step = round_step(rough)
    assert rough * 0.999 <= step <= rough * 2.6
    assert f"{step:.1e}"[0] in "125"


def test_tick_decimals() -> None:
    assert tick_decimals((0, 20, 40)) == 0
    assert tick_decimals((0, 0.25, 0.5)) == 2


@given(st.lists(st.tuples(st.floats(-50, 350), st.floats(10, 40)), max_size=8))
def test_labels_never_overlap_and_keep_their_order(labels: list[tuple[float, float]]) -> None:
    wanted, heights = [label[0] for label in labels], [label[1] for label in labels]
    placed = spread(wanted, heights, 0, 300)
    order = sorted(range(len(labels)), key=lambda each: (wanted[each], each))
    for before, after in pairwise(order):
        assert placed[after] - placed[before] >= (heights[before] + heights[after]) / 2 - 1e-6
    if sum(heights) <= 300:
        assert all(h / 2 - 1e-6 <= y <= 300 - h / 2 + 1e-6 for y, h in zip(placed, heights, strict=True))


def test_labels_with_room_stay_where_they_are() -> None:
    assert spread([100, 20, 200], [18, 18, 18], 0, 300) == [100, 20, 200]


@given(st.lists(st.text("0123456789/", min_size=4, max_size=7), min_size=1, unique=True), st.floats(60, 700))
def test_the_last_label_is_always_shown(labels: list[str], room: float) -> None:
    shown = every_nth(labels, room)
    assert shown[-1] == labels[-1]
    assert [label for label in labels if label in shown] == shown
