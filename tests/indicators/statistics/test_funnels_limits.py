"""The numbers of funnels: against slow twins, and that labels, p-values, curves and tables never disagree."""

from fractions import Fraction
from itertools import pairwise
from math import comb

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from riia.indicators.model import Number
from riia.indicators.statistics import Funnel, FunnelSide, funnel_limits
from riia.indicators.statistics.funnels.edges import RateEdges, ShareEdges

METHODS = [
    *(
        ("proportion", method)
        for method in ("exact", "interpolated", "score", "stabilised", "PHEindicatormethods", "FunnelPlotR")
    ),
    *(
        (kind, method)
        for kind in ("rate", "ratio")
        for method in ("exact", "interpolated", "score", "byar", "stabilised", "log", "FunnelPlotR")
    ),
    ("ratio", "FunnelPlotR unrounded"),
    ("ratio", "FunnelPlotR CQC"),
]
SHARES = (0.001, 0.01, 0.05, 0.2256, 0.5, 0.93)


@st.composite
def figures(draw: st.DrawFn) -> tuple[list[int], list[int]]:
    """Counts and denominators, small ones and zeros among them."""
    denominators = draw(st.lists(st.one_of(st.integers(1, 40), st.integers(1, 30_000)), min_size=1, max_size=12))
    return [draw(st.integers(0, each)) for each in denominators], denominators


def funnels(kind: str, method: str, areas: tuple[list[int], list[int]], **asked: object) -> Funnel:
    per = {"proportion": 100.0, "rate": 10_000.0, "ratio": 1.0}[kind]
    return funnel_limits(*areas, kind=kind, method=method, per=per, **asked)  # type: ignore[arg-type]


@settings(deadline=None, max_examples=150)
@given(
    asked=st.sampled_from(METHODS), areas=figures(), overdispersion=st.sampled_from(["none", "when needed", "always"])
)
def test_an_area_is_labelled_outside_iff_its_point_lies_outside_the_line_drawn(
    asked: tuple[str, str], areas: tuple[list[int], list[int]], overdispersion: str
) -> None:
    funnel = funnels(*asked, areas, overdispersion=overdispersion)
    drawn = funnel.at(funnel.denominators)
    curve = funnel.curve(17)
    own = np.searchsorted(curve.denominators, funnel.denominators)
    np.testing.assert_array_equal(curve.denominators[own], funnel.denominators)
    for confidence in funnel.confidences:
        limits, at, line = funnel.limits[confidence], drawn[confidence], curve.limits[confidence]
        np.testing.assert_array_equal(limits.lower, at.lower)
        np.testing.assert_array_equal(limits.upper, at.upper)
        np.testing.assert_array_equal(limits.upper, np.asarray(line.upper)[own])
        np.testing.assert_array_equal(limits.lower, np.asarray(line.lower)[own])
        for value, low, high, side in zip(
            funnel.values, np.asarray(at.lower), np.asarray(at.upper), funnel.sides(confidence), strict=True
        ):
            assert (side is FunnelSide.ABOVE) == (value > high)
            assert (side is FunnelSide.BELOW) == (value < low)
            assert low <= high


@settings(deadline=None, max_examples=150)
@given(asked=st.sampled_from(METHODS), areas=figures(), overdispersion=st.sampled_from(["none", "always"]))
def test_outside_is_a_p_value_below_what_the_limits_leave(
    asked: tuple[str, str], areas: tuple[list[int], list[int]], overdispersion: str
) -> None:
    funnel = funnels(*asked, areas, overdispersion=overdispersion)
    # FunnelPlotR's rounded normal multiples move its limits by a hair.
    near = 1e-5 if asked[1].startswith("FunnelPlotR") else 1e-8
    for confidence in funnel.confidences:
        for side, p in zip(funnel.sides(confidence), funnel.p_values, strict=True):
            if p == pytest.approx(1 - confidence, rel=near):
                continue
            assert (side is not FunnelSide.WITHIN) == (p < 1 - confidence)


@pytest.mark.parametrize("share", SHARES)
@pytest.mark.parametrize("of", [1, 2, 7, 31, 60])
def test_exact_proportion_is_the_exact_binomial_test(share: float, of: int) -> None:
    """Every count in turn, with tails added up as fractions."""
    p = Fraction(share)
    single = [comb(of, count) * p**count * (1 - p) ** (of - count) for count in range(of + 1)]
    funnel = funnel_limits(list(range(of + 1)), [of] * (of + 1), target=share, overdispersion="none")
    for count in range(of + 1):
        below, above = sum(single[: count + 1]), sum(single[count:])
        assert funnel.p_values[count] == pytest.approx(min(1.0, float(2 * min(below, above))), rel=1e-12)
        for confidence in funnel.confidences:
            tail = (1 - Fraction(str(confidence))) / 2
            side = FunnelSide.BELOW if below < tail else FunnelSide.ABOVE if above < tail else FunnelSide.WITHIN
            assert funnel.sides(confidence)[count] is side


@pytest.mark.parametrize("expected", [0.01, 0.7, 3.2, 11.0, 80.0])
def test_exact_rate_is_the_exact_poisson_test(expected: float) -> None:
    counts = list(range(150))
    single = [float(np.exp(-expected))]
    for count in counts[1:]:
        single.append(single[-1] * expected / count)
    funnel = funnel_limits(counts, [expected] * 150, kind="ratio", overdispersion="none")
    for count in counts:
        below = sum(single[: count + 1])
        above = sum(single[count:]) if count > expected else 1 - sum(single[:count])
        for confidence in funnel.confidences:
            tail = (1 - confidence) / 2
            side = FunnelSide.BELOW if below < tail else FunnelSide.ABOVE if above < tail else FunnelSide.WITHIN
            assert funnel.sides(confidence)[count] is side


@pytest.mark.parametrize("kind", ["proportion", "rate"])
@pytest.mark.parametrize("share", [0.02, 0.2256, 0.7])
@pytest.mark.parametrize("of", [1, 3, 12, 50, 400])
def test_interpolated_is_spiegelhalters_formula(kind: str, share: float, of: int) -> None:
    """His appendix A.1, followed step by step over the cumulative probabilities."""
    single = [(1 - share) ** of] if kind == "proportion" else [float(np.exp(-share * of))]
    for count in range(1, 4 * of + 60):
        ratio = (of - count + 1) / count * share / (1 - share) if kind == "proportion" else share * of / count
        single.append(single[-1] * max(ratio, 0))
    upto = np.cumsum(single)
    funnel = funnel_limits(
        [0],
        [of],
        kind=kind,
        per=1,
        target=share,
        method="interpolated",
        overdispersion="none",  # type: ignore[arg-type]
    )
    for confidence, limits in funnel.limits.items():
        answers = []
        for quantile in ((1 - confidence) / 2, (1 + confidence) / 2):
            count = int(np.flatnonzero(upto >= quantile - 1e-15)[0])
            alpha = (upto[count] - quantile) / single[count]
            answers.append((count - alpha) / of)
        held = [max(answers[0], 0), max(answers[1], share)]
        np.testing.assert_allclose([limits.lower[0], limits.upper[0]], held, rtol=1e-9, atol=1e-12)  # type: ignore[index]


@pytest.mark.parametrize(("kind", "method"), METHODS)
@pytest.mark.parametrize("overdispersion", ["none", "always"])
def test_limits_hold_the_target_and_widen_with_confidence_and_spread(
    kind: str, method: str, overdispersion: str
) -> None:
    if method == "interpolated":
        denominators = np.array([1.0, 2, 5, 20, 100, 1_000, 50_000])
    else:
        denominators = np.array([0.3, 1, 2.5, 20, 100, 1_000, 50_000, 3e7])
    for share in SHARES:
        target = share * 10_000 if kind == "rate" else share
        funnel = funnel_limits(
            [5, 9, 2, 30],
            [10, 10, 10, 100],
            kind=kind,
            method=method,
            target=target,  # type: ignore[arg-type]
            overdispersion=overdispersion,
            confidences=(0.8, 0.95, 0.998, 0.999999),  # type: ignore[arg-type]
        )
        every = list(funnel.at(denominators).values())
        by_chance = list(funnel.at(denominators, by_chance=True).values())
        slack = 1e-12 * target
        for limits in every:
            assert (np.asarray(limits.lower) <= target + slack).all()
            assert (np.asarray(limits.upper) >= target - slack).all()
        for narrow, wide in pairwise(every):
            assert (np.asarray(wide.lower) <= np.asarray(narrow.lower)).all()
            assert (np.asarray(wide.upper) >= np.asarray(narrow.upper)).all()
        if not method.startswith("FunnelPlotR"):
            for widened, plain in zip(every, by_chance, strict=True):
                assert (np.asarray(widened.lower) <= np.asarray(plain.lower)).all()
                assert (np.asarray(widened.upper) >= np.asarray(plain.upper)).all()
                assert (np.asarray(widened.lower) >= 0).all()
                if kind == "proportion":
                    assert (np.asarray(widened.upper) <= 1).all()


@settings(deadline=None, max_examples=40)
@given(areas=figures(), decimals=st.integers(0, 3), target=st.integers(1, 99))
def test_a_rounded_table_tells_no_other_story(areas: tuple[list[int], list[int]], decimals: int, target: int) -> None:
    funnel = funnel_limits(*areas, per=100, target=target)
    for at, row in enumerate(funnel.rows(decimals=decimals)):
        assert isinstance(row.value, Number)
        for confidence, low, high in row.limits:
            assert isinstance(low, Number)
            assert isinstance(high, Number)
            side = funnel.sides(confidence)[at]
            assert (row.value.value < low.value) == (side is FunnelSide.BELOW)
            assert (row.value.value > high.value) == (side is FunnelSide.ABOVE)
        assert float(row.value) == pytest.approx(funnel.values[at], abs=0.5 * 10.0**-decimals + 1e-9)


@settings(deadline=None, max_examples=40)
@given(areas=figures(), order=st.randoms(use_true_random=False))
def test_order_units_and_missing_areas_change_no_verdict(areas: tuple[list[int], list[int]], order: object) -> None:
    counts, of = areas
    funnel = funnel_limits(counts, of)
    turned = list(range(len(counts)))
    order.shuffle(turned)  # type: ignore[attr-defined]
    other = funnel_limits([counts[at] for at in turned], [of[at] for at in turned], per=100)
    np.testing.assert_allclose(other.p_values, funnel.p_values[turned], rtol=1e-6, atol=1e-300)
    with_missing = funnel_limits(["c", *counts, None], [50, *of, 20])
    assert with_missing.verdicts[1:-1] == funnel.verdicts
    assert with_missing.dispersion == funnel.dispersion or np.isnan(funnel.dispersion.phi)


def test_none_and_all_are_outside_only_where_that_is_improbable() -> None:
    """Areas with shares normal on the arcsine scale, simulated: how often a count is 0."""
    chance = np.random.default_rng(20261122)
    for target, tau, of in ((0.05, 0.09, 100), (0.2256, 0.05, 12), (0.8, 0.2, 32), (0.03, 0.3, 9)):
        angles = np.clip(np.arcsin(np.sqrt(target)) + tau * chance.standard_normal(200_000), 0, np.pi / 2)
        counts = chance.binomial(of, np.sin(angles) ** 2)
        edges = ShareEdges(target, tau**2)
        assert edges.none(np.array([of * 1.0]))[0] == pytest.approx((counts == 0).mean(), abs=0.004)
        assert edges.all(np.array([of * 1.0]))[0] == pytest.approx((counts == of).mean(), abs=0.004)
        roots = np.maximum(1 + 3 * tau * chance.standard_normal(200_000), 0)
        events = chance.poisson(target * of * roots**2)
        assert RateEdges(target, 9 * tau**2).none(np.array([of * 1.0]))[0] == pytest.approx(
            (events == 0).mean(), abs=0.004
        )
    for edges in (ShareEdges(0.3, 0.0), ShareEdges(0.3, 1e-12)):
        assert edges.none(np.array([5.0]))[0] == pytest.approx(0.7**5, rel=1e-6)
        assert edges.all(np.array([5.0]))[0] == pytest.approx(0.3**5, rel=1e-6)


@pytest.mark.parametrize("kind", ["proportion", "rate"])
def test_large_and_fractional_figures(kind: str) -> None:
    funnel = funnel_limits(
        [2.5e6, 35078.488, 0.4],
        [1.2e7, 41_980, 1.7],
        kind=kind,
        per=1,
        target=0.21,
        overdispersion="none",  # type: ignore[arg-type]
    )
    spread = np.sqrt(0.21 * (0.79 if kind == "proportion" else 1) / 1.2e7)
    assert np.asarray(funnel.limits[0.95].upper)[0] == pytest.approx(0.21 + 1.95996 * spread, rel=1e-6)
    assert funnel.sides(0.998) == (FunnelSide.BELOW, FunnelSide.ABOVE, FunnelSide.WITHIN)
