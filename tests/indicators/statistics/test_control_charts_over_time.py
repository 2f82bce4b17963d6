"""XmR charts over time: fixed baselines, steps, and periods without a figure."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from riia.indicators.model import Missing, Polarity, Symbol
from riia.indicators.statistics import ChartRule, ControlChart, PointType, xmr

NOISE = [52, 48, 51, 47, 53, 49, 50, 52, 48, 51, 49, 53, 47, 50, 51, 48]

tenths = st.integers(-500, 500).map(lambda number: number / 10)
known_series = st.lists(tenths, min_size=2, max_size=40)
gappy_series = st.lists(st.one_of(tenths, tenths, tenths, st.none()), min_size=1, max_size=40)


def lines(chart: ControlChart) -> list[np.ndarray]:
    return [chart.mean, chart.lower, chart.upper, chart.lower_close, chart.upper_close]


# Baselines and steps -------------------------------------------------------------------------------------------------


@given(st.lists(tenths, min_size=12, max_size=20), st.lists(tenths, max_size=12), st.lists(tenths, max_size=12))
@settings(deadline=None, max_examples=50)
def test_later_points_do_not_move_fixed_limits(base: list[float], later: list[float], other: list[float]) -> None:
    fixed = len(base)
    one, two = xmr(base + later, fix_after_n_points=fixed), xmr(base + other, fix_after_n_points=fixed)
    for mine, theirs in zip(lines(one), lines(two), strict=True):
        np.testing.assert_array_equal(mine[:fixed], theirs[:fixed])
    assert one.steps[0].baseline == fixed
    assert ("later figures do not move them" in " ".join(one.notes)) == bool(later)


@given(st.lists(tenths, min_size=4, max_size=30), st.data())
@settings(deadline=None, max_examples=50)
def test_each_step_is_a_chart_of_its_own(values: list[float], data: st.DataObject) -> None:
    at = data.draw(st.integers(1, len(values) - 1))
    whole, before, after = xmr(values, rebase=[at]), xmr(values[:at]), xmr(values[at:])
    for line, first, second in zip(lines(whole), lines(before), lines(after), strict=True):
        np.testing.assert_array_equal(line, np.concatenate([first, second]))
    assert whole.rules == before.rules + after.rules
    assert whole.step.tolist() == [1] * at + [2] * (len(values) - at)
    assert whole.moving_range[at] != whole.moving_range[at]  # no range is taken across the step
    assert whole.variation is after.variation


def test_steps_can_be_named_and_the_first_position_begins_nothing() -> None:
    years = [str(year) for year in range(2010, 2026)]
    assert xmr(NOISE, periods=years, rebase=["2018"]).step.tolist() == [1] * 8 + [2] * 8
    assert xmr(NOISE, rebase=[0]).steps == xmr(NOISE).steps


# Gaps ----------------------------------------------------------------------------------------------------------------


@given(gappy_series, st.sampled_from(list(Polarity)))
@settings(deadline=None, max_examples=50)
def test_gaps_are_shown(values: list[float | None], polarity: Polarity) -> None:
    chart = xmr(values, polarity=polarity)
    missing = [value is None for value in values]
    assert np.isnan(chart.values).tolist() == missing
    assert [kind is PointType.MISSING for kind in chart.point_types] == missing
    assert sorted(chart.symbols) == [at for at, gone in enumerate(missing) if gone]
    assert all(not rules for rules, gone in zip(chart.rules, missing, strict=True) if gone)
    for at, value in enumerate(values):
        joined = at > 0 and value is not None and values[at - 1] is not None
        assert np.isnan(chart.moving_range[at]) != joined


@given(st.lists(tenths, min_size=12, max_size=16), st.lists(tenths, min_size=1, max_size=16), st.data())
@settings(deadline=None, max_examples=50)
def test_a_gap_never_makes_a_signal(base: list[float], later: list[float], data: st.DataObject) -> None:
    """With the limits given, whether a period is put in without a figure or loses the one it has."""
    fixed = len(base)
    at = data.draw(st.integers(0, len(later)))
    whole = xmr(base + later, fix_after_n_points=fixed)
    wider = xmr([*base, *later[:at], None, *later[at:]], fix_after_n_points=fixed)
    without_gap = wider.rules[: fixed + at] + wider.rules[fixed + at + 1 :]
    assert all(set(gap) <= set(full) for gap, full in zip(without_gap, whole.rules, strict=True))
    lost = [*base, *later]
    lost[fixed + min(at, len(later) - 1)] = None  # type: ignore[call-overload]
    emptied = xmr(lost, fix_after_n_points=fixed)
    assert all(set(gap) <= set(full) for gap, full in zip(emptied.rules, whole.rules, strict=True))


@given(known_series, st.data())
@settings(deadline=None, max_examples=50)
def test_joined_gaps_change_nothing(values: list[float], data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(values)))
    whole, joined = xmr(values), xmr([*values[:at], "c", *values[at:]], gaps="join")
    rest = [position for position in range(len(values) + 1) if position != at]
    for mine, theirs in zip(lines(joined), lines(whole), strict=True):
        np.testing.assert_array_equal(mine[rest], theirs)
    assert joined.rules[:at] + joined.rules[at + 1 :] == whole.rules
    assert joined.symbols == {at: Symbol.SUPPRESSED}


def test_a_run_and_a_moving_range_do_not_cross_a_gap() -> None:
    above = [52, 51, 52, 51, 52, 51, 52]
    broken = [*NOISE, *above[:4], "c", *above[4:]]
    assert xmr(broken, fix_after_n_points=16).variation is PointType.COMMON_CAUSE
    assert xmr(broken, fix_after_n_points=16, gaps="join").rules[-1][0] is ChartRule.SHIFTED_ABOVE
    note = " ".join(xmr(broken).notes)
    assert "1 of 24 periods has no figure: position 20 (suppressed" in note
    assert "may rest on the larger counts alone" in note


def test_gaps_in_a_fixed_baseline_leave_trial_limits() -> None:
    chart = xmr([50, None, 52, None, 49, 51, None, *NOISE], fix_after_n_points=12)
    assert (chart.steps[0].points, chart.steps[0].baseline, chart.steps[0].resting) == (20, 9, 9)
    assert "(trial limits: 9 of the 13 figures needed)" in chart.summary


def test_a_gap_at_the_end_leaves_the_latest_figure_to_be_judged() -> None:
    chart = xmr([*NOISE, 70, None, Missing(Symbol.SUPPRESSED)], periods=range(19))
    assert chart.latest == 16
    assert chart.variation_icon == "neutral_high"
    assert "the last figure held, 70 (16), after which 2 periods have none, is above" in chart.summary
    assert chart.labels[18] == f"18: no figure, {Symbol.SUPPRESSED.words}."
