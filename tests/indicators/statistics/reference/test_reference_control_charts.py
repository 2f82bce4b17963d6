"""XmR charts are those of NHSRplotthedots: limits to the ninth decimal, and what every point, and the whole, is called.

Where ours differ, `xmr` and `fired` say so, and the tests below name every series in which it shows.
"""

from typing import Any

import numpy as np
import pytest

from riia.indicators.statistics.control_charts import ControlChart, xmr
from riia.indicators.statistics.control_charts.rules import ChartRule
from tests.indicators.statistics.reference.answers import answers, assert_same

CASES = {f"{at} {case['name']}": case for at, case in enumerate(answers("nhsrplotthedots"))}
LETTERS = {
    ChartRule.ABOVE_UPPER_LIMIT: "U",
    ChartRule.BELOW_LOWER_LIMIT: "L",
    ChartRule.RISING: "i",
    ChartRule.FALLING: "d",
    ChartRule.NEAR_UPPER_LIMIT: "a",
    ChartRule.NEAR_LOWER_LIMIT: "b",
    ChartRule.SHIFTED_ABOVE: "A",
    ChartRule.SHIFTED_BELOW: "B",
}
NO_VARIATION = {"constant", "constant, not screened", "nearly constant", "one jump"}
"""The package answers NA, or limits of no width; ours are not estimable, and say why."""
TURNS = {"two rises that meet": [(6, "i", "d")], "a pause at the top": [(6, "i", "d")]}
"""Position, ours, theirs: the end of a rise before a point that belongs to another trend."""
FEW = 5
"""With fewer figures the verdict on the whole is withheld, where the package says common cause."""


def _chart(case: dict[str, Any]) -> ControlChart:
    return xmr(
        case["values"],
        polarity=case["direction"],
        target=case["target"],
        rebase=[row - 1 for row in case["rebase"]],
        fix_after_n_points=case["fix_after"],
        screen_outliers=case["screen"],
    )


def _letters(chart: ControlChart) -> str:
    return "".join(LETTERS[rules[0]] if rules else "." for rules in chart.rules)


@pytest.mark.parametrize("name", CASES)
def test_mean_and_limits_of_every_step(name: str) -> None:
    case = CASES[name]
    chart, theirs = _chart(case), case["theirs"]
    first = [step.first for step in chart.steps]
    assert_same(chart.mean[first], theirs["mean"])
    if case["name"] in NO_VARIATION:
        assert np.isnan(chart.lower).all()
        assert chart.steps[0].reason
        return
    assert_same(chart.lower[first], theirs["lower"])
    assert_same(chart.upper[first], theirs["upper"])


@pytest.mark.parametrize("name", CASES)
def test_what_every_point_is_called(name: str) -> None:
    case = CASES[name]
    chart, theirs = _chart(case), case["theirs"]
    if case["name"] in NO_VARIATION:
        assert set(_letters(chart)) == {"."}
        return
    if theirs["refused"]:
        # The package stops at a gap in seven figures; ours breaks the run there.
        assert None in case["values"]
        assert _letters(chart)[case["values"].index(None)] == "."
        return
    differ = [
        (at, ours, other)
        for at, (ours, other) in enumerate(zip(_letters(chart), theirs["cause"], strict=True))
        if ours != other
    ]
    assert differ == TURNS.get(case["name"], [])


@pytest.mark.parametrize("name", CASES)
def test_the_verdicts_on_the_whole(name: str) -> None:
    case = CASES[name]
    chart, theirs = _chart(case), case["theirs"]
    if theirs["refused"]:
        return
    if case["name"] in NO_VARIATION or len(case["values"]) < FEW:
        assert chart.variation == "not_estimable"
        return
    assert chart.variation == theirs["variation"]
    assert chart.assurance == (theirs["assurance"] or "not_judged")


@pytest.mark.parametrize("name", CASES)
def test_trial_limits_are_told(name: str) -> None:
    """The package counts rows; ours counts the figures in them."""
    case = CASES[name]
    chart, theirs = _chart(case), case["theirs"]
    if theirs["refused"]:
        return
    trial = [step.is_trial for step in chart.steps]
    assert trial == ([True] if case["name"] == "thirteen rows with a gap" else theirs["short"])


def test_the_file_holds_every_rule_and_verdict() -> None:
    theirs = [case["theirs"] for case in CASES.values()]
    assert set("".join(one["cause"] or "" for one in theirs)) == {".", *LETTERS.values()}
    assert {one["assurance"] for one in theirs} == {None, "consistent_pass", "consistent_fail", "inconsistent"}
    assert len({one["variation"] for one in theirs}) == 6
