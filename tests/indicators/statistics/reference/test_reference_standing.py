"""Quarters and ranks are those of base R; where they differ from PHEindicatormethods' quantiles is told."""

from typing import Any

import numpy as np
import pytest

from riia.indicators.model import Polarity
from riia.indicators.statistics.standing import quartile_edges, quartile_of, rank_of
from tests.indicators.statistics.reference.answers import answers, assert_same

BASE = answers("base_r")
QUANTILES = [case for case in answers("phe_quantile") if not case["invert"]]


def _numbers(values: list[float | None]) -> np.ndarray:
    return np.array(values, dtype=np.float64)


@pytest.mark.parametrize("case", BASE["quantile"], ids=range(len(BASE["quantile"])))
def test_edges_are_quantile_of_type_seven(case: dict[str, Any]) -> None:
    lowest, _, _, first, middle, third, _, _, highest = case["theirs"]
    if len(case["values"]) < 4 or len(set(case["values"])) == 1:
        assert np.isnan(quartile_edges(case["values"])).all()
    else:
        assert_same(quartile_edges(case["values"]), (lowest, first, middle, third, highest))


@pytest.mark.parametrize("case", BASE["rank"], ids=range(len(BASE["rank"])))
def test_ranks_are_rank_with_ties_method_min(case: dict[str, Any]) -> None:
    assert_same(rank_of(case["values"], Polarity.DOWN), _numbers(case["theirs"]["lowest_first"]))
    assert_same(rank_of(case["values"], Polarity.UP), _numbers(case["theirs"]["highest_first"]))


@pytest.mark.parametrize("case", QUANTILES, ids=range(len(QUANTILES)))
def test_quarters_by_edges_and_phe_quantile_by_ranks_are_at_most_one_apart(case: dict[str, Any]) -> None:
    """`quartile_of` parts places at the quartiles, as LAIT does; `phe_quantile` deals them out by rank."""
    ours, theirs = quartile_of(case["values"]), _numbers(case["theirs"])
    if len(set(case["values"]) - {None}) == 2:
        return  # two different figures fill no four quarters by either rule
    np.testing.assert_array_equal(np.isnan(ours), np.isnan(theirs))
    assert np.nanmax(np.abs(ours - theirs), initial=0) <= 1
    if sum(value is not None for value in case["values"]) % 4 == 0 and len(set(case["values"])) == len(case["values"]):
        np.testing.assert_array_equal(ours, theirs)
