"""p- and u-charts are those of qicharts2, and their exact limits those of base R, to the ninth decimal."""

from typing import Any

import numpy as np
import pytest

from riia.indicators.statistics.control_charts import ControlChart, p_chart, u_chart
from tests.indicators.statistics.reference.answers import answers, assert_same

CASES = {f"{case['chart']} {case['name']}": case for case in answers("qicharts2")}


def _chart(case: dict[str, Any], limits: str) -> ControlChart:
    if case["chart"] == "p":
        return p_chart(case["count"], case["size"], limits=limits, fix_after_n_points=case["fix_after"])
    return u_chart(case["count"], case["size"], per=1, limits=limits, fix_after_n_points=case["fix_after"])


@pytest.mark.parametrize("name", CASES)
def test_three_sigma_limits_are_those_of_qicharts2(name: str) -> None:
    chart, theirs = _chart(CASES[name], "3-sigma"), CASES[name]["theirs"]
    assert_same(chart.mean, np.full(len(chart.mean), theirs["mean"]))
    assert_same(chart.lower, theirs["lower"])
    assert_same(chart.upper, theirs["upper"])
    assert_same(chart.upper_close, theirs["upper_close"])


@pytest.mark.parametrize("name", CASES)
def test_laneys_limits_are_those_of_qicharts2(name: str) -> None:
    chart, theirs = _chart(CASES[name], "laney"), CASES[name]["theirs"]
    assert_same(chart.lower, theirs["laney_lower"])
    assert_same(chart.upper, theirs["laney_upper"])


@pytest.mark.parametrize("name", CASES)
def test_exact_limits_are_quantiles_of_base_r(name: str) -> None:
    chart, theirs = _chart(CASES[name], "exact"), CASES[name]["theirs"]
    for line in ("lower", "lower_close", "upper_close", "upper"):
        assert_same(getattr(chart, line) * CASES[name]["size"], theirs[f"exact_{line}"], what=line)
