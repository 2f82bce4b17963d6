"""Funnel and control charts: limits where they are, shapes as well as colours, nobody left out unsaid."""

from __future__ import annotations

import re
from itertools import pairwise
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from riia.alliance.kit.amounts import Amount, NoAmount
from riia.alliance.kit.charts import (
    Control,
    ControlPoint,
    Frame,
    Funnel,
    FunnelItem,
    FunnelLimit,
    RankedItem,
    Ranking,
    ReferenceLine,
)
from riia.alliance.kit.charts.canvas import ACCENT, INK, OTHER
from riia.alliance.kit.charts.funnel import inside

HIDDEN = NoAmount("c", "hidden because it is small")
FRAME = Frame("A title", "Rate per 1,000", 1, "A source", "%")
SVG = "{http://www.w3.org/2000/svg}"
LIMITS = (FunnelLimit("99.8% limits", ((100.0, -20.0, 220.0), (400.0, 40.0, 160.0), (900.0, 60.0, 140.0))),)
heights = st.floats(-100, 100, allow_nan=False).map(lambda value: round(value, 2))


def drawn(chart: Funnel | Control | Ranking, **options: bool) -> ElementTree.Element:
    return ElementTree.fromstring(chart.svg(**options))


def funnel(*items: FunnelItem) -> Funnel:
    return Funnel(FRAME, items, ReferenceLine("Country", 100.0), LIMITS, "Residents", "the region")


MINE = FunnelItem("Ashby", Amount(150.0), 600.0, "above the limits", outside=True, emphasis="mine")
OTHERS = (
    FunnelItem("Birchwood", Amount(101.0), 300.0, "within the limits"),
    FunnelItem("Dunmere", Amount(99.0), 800.0, "within the limits", emphasis="group"),
    FunnelItem("Inchmoor", HIDDEN, 500.0, "no figure"),
    FunnelItem("Kelbrook", Amount(90.0), None, "what it rests on is not held"),
)


@settings(deadline=None)
@given(st.lists(heights, min_size=1, max_size=12), heights, heights)
def test_a_curve_is_cut_where_it_leaves_and_never_beside(ys: list[float], one: float, other: float) -> None:
    low, high = sorted((one, other))
    curve = [(float(x), y) for x, y in enumerate(ys)]
    runs = list(inside(curve, low, high))
    for run in runs:
        assert all(low <= y <= high for _, y in run)
        assert all(left[0] <= right[0] for left, right in pairwise(run))
        for x, y in run:
            at = min(int(x), max(len(ys) - 2, 0))
            if len(ys) > 1:
                share = x - at
                assert y == pytest.approx(ys[at] * (1 - share) + ys[at + 1] * share, abs=1e-6)
    shown = {point for run in runs for point in run}
    if len(ys) > 1:
        assert {point for point in curve if low <= point[1] <= high} <= shown


def test_a_funnel_says_where_mine_is_and_who_is_not_on_it() -> None:
    said = funnel(MINE, *OTHERS).summary
    assert "Ashby: 150.0% on 600; above the limits." in said
    assert "1 of 3 are outside 99.8% limits." in said
    assert "Not on the chart: Inchmoor and Kelbrook." in said


def test_outside_is_a_shape_of_its_own_and_missing_is_not_drawn() -> None:
    root = drawn(funnel(MINE, *OTHERS))
    assert sum(each.get("stroke") == OTHER for each in root.iter(f"{SVG}circle")) == 1
    diamonds = [each for each in root.iter(f"{SVG}path") if each.get("fill") == ACCENT]
    assert len(diamonds) == 1
    assert sum(each.get("stroke") == INK for each in root.iter(f"{SVG}circle")) == 2  # one on the chart, one in the key
    assert any(each.text == "2 places not on the chart" for each in root.iter(f"{SVG}text"))
    assert any(each.text == "the region" for each in root.iter(f"{SVG}text"))


def test_the_table_of_a_funnel_has_everybody_the_largest_first() -> None:
    table = funnel(MINE, *OTHERS).table()
    assert [name for name, _ in table.rows] == ["Dunmere", "Ashby", "Birchwood", "Inchmoor", "Kelbrook"]
    assert table.rows[1][1] == (Amount(150.0), Amount(600.0), "above the limits")
    assert table.rows[3][1] == (HIDDEN, Amount(500.0), "no figure")
    assert table.formats == ((1, "%"), (0, ""), None)


def test_steep_limits_do_not_press_the_figures_together() -> None:
    steep = (FunnelLimit("limits", ((1.0, -9000.0, 9000.0), (900.0, 60.0, 140.0))),)
    chart = Funnel(FRAME, (MINE, *OTHERS), ReferenceLine("Country", 100.0), steep, "Residents")
    labels = [
        float(each.text or "") for each in drawn(chart).iter(f"{SVG}text") if re.fullmatch(r"\d+", each.text or "")
    ]
    assert max(labels) <= 1000


@pytest.mark.parametrize("narrow", [False, True])
def test_a_funnel_of_one_place_or_of_none_is_still_drawn(narrow: bool) -> None:
    assert drawn(funnel(MINE), narrow=narrow) is not None
    assert drawn(funnel(OTHERS[2]), narrow=narrow) is not None


POINTS = (
    ControlPoint("2021", Amount(10.0), 11.0, (5.0, 17.0)),
    ControlPoint("2022", HIDDEN, 11.0, (5.0, 17.0)),
    ControlPoint("2023", Amount(12.0), 11.0, (5.0, 17.0)),
    ControlPoint("2024", Amount(30.0), 11.0, (5.0, 17.0), signal="above the upper limit"),
)


def test_a_control_chart_marks_signals_by_shape_and_leaves_gaps() -> None:
    root = drawn(Control(FRAME, POINTS))
    lines = [each for each in root.iter(f"{SVG}path") if each.get("fill") == "none"]
    assert len(lines) == 1, "2021 stands alone before the gap, 2023 and 2024 are joined"
    diamonds = [each for each in root.iter(f"{SVG}path") if each.get("fill") == ACCENT]
    assert len(diamonds) == 2, "one on the chart, one in the key"
    assert any(each.text == "c" for each in root.iter(f"{SVG}text"))


def test_a_control_chart_in_words_and_as_a_table() -> None:
    chart = Control(FRAME, POINTS, "Natural limits")
    assert "Mean 11.0%. Natural limits 5.0% to 17.0%. 2024: above the upper limit." in chart.summary
    assert "No signal." in Control(FRAME, POINTS[:3]).summary
    rows = dict(chart.table().rows)
    assert rows["2024"] == (Amount(30.0), Amount(11.0), Amount(5.0), Amount(17.0), "above the upper limit")
    assert rows["2022"][0] == HIDDEN


def test_limits_that_cannot_be_estimated_are_not_drawn() -> None:
    chart = Control(FRAME, tuple(ControlPoint(str(year), Amount(10.0)) for year in range(2020, 2024)))
    dashed = [each for each in drawn(chart).iter(f"{SVG}line") if each.get("stroke-dasharray")]
    assert dashed == []
    assert "limit" not in chart.summary.lower()


def test_an_interval_is_drawn_told_and_tabled() -> None:
    items = (RankedItem("Ashby", Amount(50.0), "mine", (40.0, 62.0)), RankedItem("Birchwood", Amount(70.0)))
    chart = Ranking(FRAME, items, interval_label="95% interval")
    assert "95% interval: 40.0% to 62.0%." in chart.summary
    assert chart.table().headings == ("Rate per 1,000", "95% interval: lower", "upper")
    assert dict(chart.table().rows)["Ashby"] == (Amount(50.0), Amount(40.0), Amount(62.0))
    assert dict(chart.table().rows)["Birchwood"] == (Amount(70.0), None, None)
    plain = Ranking(FRAME, (RankedItem("Ashby", Amount(50.0), "mine"), items[1]))
    assert len(list(drawn(chart).iter(f"{SVG}line"))) == len(list(drawn(plain).iter(f"{SVG}line"))) + 6
    assert plain.table().headings == ("Rate per 1,000",)
