"""Funnels asked for by a package's name are that package's, to the ninth decimal: phi, tau², limits and labels."""

from typing import Any

import numpy as np
import pytest

from riia.indicators.statistics.funnels import Funnel, FunnelSide, funnel_limits
from tests.indicators.statistics.reference.answers import answers, assert_same

KINDS = {"PR": "proportion", "RC": "rate", "SR": "ratio"}
FUNNELPLOTR = {
    " ".join(filter(None, (case["data_type"], case.get("sr_method"), case["name"]))): case
    for case in answers("funnelplotr")
}
PHE = {f"{case['statistic']} {case['name']}": case for case in answers("phe_funnel")}
WRAPPED = {
    "PR common, with alls": {("OD99UCL", 6): 1},
}
"""Limit and area at which the line runs off the arcsine scale: ours ends there, the package's turns back."""
LIMITS = {
    "LCL95": (0.95, "lower", False),
    "UCL95": (0.95, "upper", False),
    "LCL99": (0.998, "lower", False),
    "UCL99": (0.998, "upper", False),
    "OD95LCL": (0.95, "lower", True),
    "OD95UCL": (0.95, "upper", True),
    "OD99LCL": (0.998, "lower", True),
    "OD99UCL": (0.998, "upper", True),
}


def _method(case: dict[str, Any]) -> str:
    if case["data_type"] != "SR" or case.get("rounded"):
        return "FunnelPlotR"
    return {"SHMI": "FunnelPlotR unrounded", "CQC": "FunnelPlotR CQC"}[case["sr_method"]]


def _funnel(case: dict[str, Any], overdispersion: str = "always") -> Funnel:
    return funnel_limits(
        case["numerator"],
        case["denominator"],
        kind=KINDS[case["data_type"]],
        per=case["multiplier"],
        method=_method(case),
        winsorise=case["trim_by"],
        overdispersion=overdispersion,
    )


def _numbers(theirs: list[Any]) -> np.ndarray:
    """Numbers where the file may say "-Inf"."""
    return np.array([float(number) for number in theirs])


@pytest.mark.parametrize("name", FUNNELPLOTR)
def test_dispersion_and_limits_are_those_of_funnelplotr(name: str) -> None:
    case, theirs = FUNNELPLOTR[name], FUNNELPLOTR[name]["theirs"]
    funnel = _funnel(case)
    assert_same(funnel.dispersion.phi, theirs["phi"])
    assert_same(funnel.dispersion.tau2, theirs["tau2"])
    assert_same(funnel.z_scores, _numbers(theirs["z"]))
    for limit, (confidence, side, widened) in LIMITS.items():
        pair = (funnel.limits if widened else funnel.limits_by_chance)[confidence]
        ours, other = getattr(pair, side)[theirs["limits_of"]], _numbers(theirs[limit])
        ends = {at: end for (which, at), end in WRAPPED.get(name, {}).items() if which == limit}
        for at, end in ends.items():
            place = theirs["limits_of"].index(at)
            assert ours[place] == end != other[place]
            other[place] = end
        assert_same(ours, other, what=limit)


@pytest.mark.parametrize("name", FUNNELPLOTR)
def test_outliers_are_those_of_funnelplotr(name: str) -> None:
    case, theirs = FUNNELPLOTR[name], FUNNELPLOTR[name]["theirs"]
    adjusted, plain = _funnel(case), _funnel(case, "none")
    for confidence, digits in ((0.95, "95"), (0.998, "998")):
        assert _outside(plain, confidence) == theirs[f"outlier_{digits}"]
        wrapped = {at for which, at in WRAPPED.get(name, {}) if which.startswith(f"OD{digits[:2]}")}
        other = [flag and at not in wrapped for at, flag in enumerate(theirs[f"outlier_adjusted_{digits}"])]
        assert _outside(adjusted, confidence) == other


def _outside(funnel: Funnel, confidence: float) -> list[bool]:
    return [side is not FunnelSide.WITHIN for side in funnel.sides(confidence)]


@pytest.mark.parametrize("name", PHE)
def test_labels_are_those_of_assign_funnel_significance(name: str) -> None:
    case = PHE[name]
    funnel = funnel_limits(
        case["numerator"],
        case["denominator"],
        kind=case["statistic"],
        per=case["multiplier"],
        method="PHEindicatormethods",
    )
    labels = [_label(*sides) for sides in zip(funnel.sides(0.998), funnel.sides(0.95), strict=True)]
    assert labels == case["theirs"]["significance"]


def _label(far: FunnelSide | None, near: FunnelSide | None) -> str:
    for side, level in ((far, "0.001"), (near, "0.025")):
        if side is FunnelSide.ABOVE:
            return f"High ({level})"
        if side is FunnelSide.BELOW:
            return f"Low ({level})"
    return "Not significant"


@pytest.mark.parametrize("name", [name for name, case in PHE.items() if case["statistic"] == "proportion"])
def test_lines_of_proportions_are_those_of_calculate_funnel_limits(name: str) -> None:
    case, theirs = PHE[name], PHE[name]["theirs"]
    funnel = funnel_limits(case["numerator"], case["denominator"], per=100, method="PHEindicatormethods")
    assert_same(funnel.target, theirs["baseline"])
    for confidence, level in ((0.95, "2s"), (0.998, "3s")):
        lines = funnel.at(theirs["at"])[confidence]
        assert_same(lines.lower, theirs[f"lower_{level}_limit"])
        assert_same(lines.upper, theirs[f"upper_{level}_limit"])


@pytest.mark.parametrize("name", [name for name, case in PHE.items() if case["statistic"] != "proportion"])
def test_lines_of_rates_and_ratios_are_where_calculate_funnel_limits_halves_to(name: str) -> None:
    """The package finds its lines by halving to about seven digits; base R's gamma quantiles are where that ends."""
    case, theirs = PHE[name], PHE[name]["theirs"]
    funnel = funnel_limits(
        case["numerator"], case["denominator"], kind=case["statistic"], method="exact", per=1, overdispersion="none"
    )
    events = np.array(theirs["at"], dtype=float)
    for confidence, level in ((0.95, "2s"), (0.998, "3s")):
        for side in ("lower", "upper"):
            expected = np.array(theirs[f"exact_{side}_{level}"])
            ours = getattr(funnel.at(expected / funnel.target)[confidence], side)
            assert_same(ours, events / expected * funnel.target)
            column = f"{side}_{level}_" + ("exp_events" if case["statistic"] == "ratio" else "population_1_year")
            drawn = np.array(theirs[column]) * (1 if case["statistic"] == "ratio" else funnel.target)
            np.testing.assert_allclose(drawn, expected, rtol=1e-4)
