"""Standardised rates are those of PHEindicatormethods, to the ninth decimal."""

from typing import Any

import numpy as np
import pytest

from riia.indicators.statistics.standardised import (
    directly_standardised,
    directly_standardised_repeats,
    indirectly_standardised,
)
from tests.indicators.statistics.reference.answers import answers, assert_same

_DIRECT = ("count", "value", "lower", "upper")
DIRECT = {case["name"]: case for case in answers("phe_dsr")}
REPEATS = {case["name"]: case for case in answers("phe_dsr_repeats")}
INDIRECT = {case["name"]: case for case in answers("phe_isr")}


def _numbers(theirs: dict[str, Any], *names: str) -> list[float]:
    return [np.nan if theirs[name] is None else theirs[name] for name in names]


@pytest.mark.parametrize("name", DIRECT)
def test_directly_standardised_is_calculate_dsr(name: str) -> None:
    case = DIRECT[name]
    found = directly_standardised(case["x"], case["n"], case["stdpop"], case["per"], case["confidence"])
    assert_same((found.counts, found.value, found.lower, found.upper), _numbers(case["theirs"], *_DIRECT))


@pytest.mark.parametrize("name", REPEATS)
def test_repeats_are_calculate_dsr_with_events_that_are_not_independent(name: str) -> None:
    case = REPEATS[name]
    found = directly_standardised_repeats(
        case["x"], case["times"], case["n"], case["stdpop"], case["per"], case["confidence"]
    )
    assert_same((found.counts, found.value, found.lower, found.upper), _numbers(case["theirs"], *_DIRECT))


@pytest.mark.parametrize("name", INDIRECT)
def test_indirectly_standardised_is_calculate_isratio_and_israte(name: str) -> None:
    case, theirs = INDIRECT[name], INDIRECT[name]["theirs"]
    found = indirectly_standardised(case["x"], case["n"], case["x_ref"], case["n_ref"], case["per"], case["confidence"])
    ours = (found.observed, found.expected, found.ratio, found.lower, found.upper)
    assert_same(ours, _numbers(theirs, "observed", "expected", "ratio", "ratio_lower", "ratio_upper"))
    rate = (found.reference_rate, found.rate, *found.rate_limits)
    assert_same(rate, _numbers(theirs, "reference", "rate", "rate_lower", "rate_upper"))


def test_the_files_hold_places_with_and_without_a_rate() -> None:
    totals = {case["theirs"]["count"]: case["theirs"]["value"] for case in [*DIRECT.values(), *REPEATS.values()]}
    assert totals[9] is None
    assert totals[10] is not None
    assert {0, 1, 9, 10} <= {case["theirs"]["observed"] for case in INDIRECT.values()}
