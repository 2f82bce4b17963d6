"""Facts printed by FunnelPlotR 0.6.0 and PHEindicatormethods 2.1.0 (R 4.2.2), and where we part from them and why.

The long comparison is in reference/. Numbers are those packages' answers to the figures below, made for these tests.
"""

import numpy as np
import pytest

from riia.indicators.statistics import Funnel, FunnelSide, funnel_limits

FEW = ([11, 21, 31, 7], [44, 42, 65, 15])
EXPECTED = (
    [112, 38, 7, 5, 6, 44, 88, 49, 116, 3, 4, 46],
    [68.0244, 12.645, 10.0221, 5.0257, 4.6058, 59.8828, 61.2881, 39.009, 98.0495, 4.3746, 5.5082, 38.193],
)


def same(ours: object, theirs: object) -> None:
    np.testing.assert_allclose(np.asarray(ours, dtype=float), theirs, rtol=1e-9, atol=1e-12)


def test_funnelplotr_proportions() -> None:
    funnel = funnel_limits(*FEW, method="FunnelPlotR", overdispersion="always")
    same([funnel.dispersion.phi, funnel.dispersion.tau2], [1.10910995932592, 0.00307184650356089])
    same(funnel.z_scores, [-2.42992319667277, 1.01925246932218, 0.895747654715962, 0.35072932401839])
    same(funnel.limits[0.95].lower, [0.249814796701796, 0.2473837787897, 0.267642733452724, 0.174842232032596])
    same(
        funnel.limits_by_chance[0.998].upper,
        [0.651860597649792, 0.657073996247128, 0.612051259791864, 0.798846473700668],
    )


def test_funnelplotr_standardised_ratios() -> None:
    shmi = funnel_limits(*EXPECTED, kind="ratio", method="FunnelPlotR unrounded")
    same([shmi.dispersion.phi, shmi.dispersion.tau2], [3.22499074491479, 0.106270393612852])
    assert shmi.dispersion.areas == 10, "the first and the last of ten groups are left out"
    same(np.asarray(shmi.limits_by_chance[0.95].lower)[:3], [0.776576610247401, 0.527053003392933, 0.479999572883405])
    same(np.asarray(shmi.limits[0.998].upper)[:3], [2.92943643034789, 3.78265691951227, 4.06632760746442])
    cqc = funnel_limits(*EXPECTED, kind="ratio", method="FunnelPlotR CQC")
    same([cqc.dispersion.phi, cqc.dispersion.tau2], [5.04421237880239, 0.0358559535884061])
    same(np.asarray(cqc.limits[0.95].upper)[:3], [1.38968848597535, 1.46226329089807, 1.48328446158152])


def test_funnelplotr_rounds_expected_numbers_for_the_shmi() -> None:
    rounded = [round(each, 2) for each in EXPECTED[1]]
    ours = funnel_limits(*EXPECTED, kind="ratio", method="FunnelPlotR")
    unrounded = funnel_limits(EXPECTED[0], rounded, kind="ratio", method="FunnelPlotR unrounded")
    np.testing.assert_array_equal(ours.values, unrounded.values)
    assert ours.dispersion == unrounded.dispersion
    # R 4.2.2: round(c(407.665, 543.135, 56.945, 0.125, 2.675), 2)
    halves = funnel_limits([1] * 5, [407.665, 543.135, 56.945, 0.125, 2.675], kind="ratio", method="FunnelPlotR")
    assert halves.denominators.tolist() == [407.66, 543.14, 56.94, 0.12, 2.67]


def test_limits_are_drawn_at_expected_numbers_rounded_as_the_areas_are() -> None:
    expected = [2.123, 5.557, 8.001]
    funnel = funnel_limits([3, 5, 9], expected, kind="ratio", method="FunnelPlotR")
    for by_chance, own in ((False, funnel.limits), (True, funnel.limits_by_chance)):
        drawn = funnel.at(expected, by_chance=by_chance)
        for confidence in funnel.confidences:
            np.testing.assert_array_equal(drawn[confidence].lower, own[confidence].lower)
            np.testing.assert_array_equal(drawn[confidence].upper, own[confidence].upper)
    curve = funnel.curve(50)
    assert set(funnel.denominators) <= set(curve.denominators)
    np.testing.assert_array_equal(curve.denominators, np.round(curve.denominators, 2))
    unrounded = funnel_limits([3, 5, 9], expected, kind="ratio", method="FunnelPlotR unrounded")
    assert unrounded.at(2.123)[0.95].lower != unrounded.at(2.12)[0.95].lower


def test_an_expected_number_that_rounds_to_0_is_left_out() -> None:
    funnel = funnel_limits([0, 5, 9], [0.004, 5.5, 8], kind="ratio", method="FunnelPlotR")
    assert [(each.position, each.why[:16]) for each in funnel.left_out] == [(0, "denominator is 0")]
    assert np.isnan(funnel.at(0.004)[0.95].upper)
    assert (funnel.curve(20, start=0.001, stop=9).denominators > 0).all()


def test_the_default_has_funnelplotrs_phi_and_tau2() -> None:
    """Proportions on the arcsine scale; ratios on the root scale, as for the CQC."""
    assert funnel_limits(*FEW).dispersion.tau2 == pytest.approx(0.00307184650356089, rel=1e-9)
    assert funnel_limits(*EXPECTED, kind="ratio").dispersion.tau2 == pytest.approx(0.0358559535884061, rel=1e-9)
    widened = funnel_limits(*FEW, overdispersion="always").limits[0.95].lower
    # Nearly: its normal multiple is rounded to 1.959964.
    np.testing.assert_allclose(
        np.asarray(widened)[:3], [0.249814796701796, 0.2473837787897, 0.267642733452724], rtol=1e-7
    )


@pytest.mark.parametrize(
    ("events", "confidence", "lower_at", "lower", "upper_at", "upper"),
    [
        (1, 0.95, 5.57164458543218, 17.9480220725966, 0.0253178982041274, 3949.77494552442),
        (6, 0.95, 13.0594764984546, 45.9436486654729, 2.20189443489183, 272.492627481243),
        (27, 0.95, 39.2835802339876, 68.7310062860309, 17.7931703005056, 151.743615915556),
        (1, 0.998, 9.23341014341714, 10.8302348153888, 0.00100054702693277, 99945.3272142091),
        (11, 0.998, 25.5892986404852, 42.986719388224, 3.49148354106852, 315.052322905512),
        (100, 0.998, 134.924318711492, 74.1156234509731, 71.9213997448578, 139.040675452301),
    ],
)
def test_phe_lines_of_ratios(
    events: int, confidence: float, lower_at: float, lower: float, upper_at: float, upper: float
) -> None:
    """Its lines are the exact ones, found by halving an interval 23 times: so far and no further they agree.

    Stopped where its halving stops, the expected number at which `events` lie on our line is its number.
    """
    funnel = funnel_limits([1], [1], kind="ratio", per=100, overdispersion="none", confidences=[confidence])
    for side, at, line in (("lower", lower_at, lower), ("upper", upper_at, upper)):
        ours = getattr(funnel.at(at)[confidence], side)
        assert ours == pytest.approx(line, rel=1e-5 if events > 1 else 1e-4)
        exact = _expected_where(funnel, side, events, confidence, at)
        part = exact / (1 + events + exact)
        halved = (2 * np.floor(part * 2**23) + 1) / 2**24
        stopped = (1 + events) * halved / (1 - halved)
        assert stopped == pytest.approx(at, rel=1e-9)
        assert 100 * events / stopped == pytest.approx(line, rel=1e-9)


def _expected_where(funnel: Funnel, side: str, events: int, confidence: float, near: float) -> float:
    """The expected number at which our line stands at `events`, by bisection on our line alone."""
    low, high = 0.99 * near, 1.01 * near
    for _ in range(60):
        middle = (low + high) / 2
        count = getattr(funnel.at(middle)[confidence], side) / 100 * middle
        low, high = (middle, high) if count < events else (low, middle)
    return (low + high) / 2


def test_phe_labels_of_rates() -> None:
    """Exact below ten events, Byar from ten."""
    counts = [8, 0, 0, 0, 2, 0, 3, 12, 1, 0, 0, 0, 0, 2, 0, 3, 0, 0, 13, 1]
    people = [4453, 403, 184, 2502, 856, 518, 1078, 4251, 460, 117, 814, 147, 542, 2379, 395, 6455, 48, 86, 8417, 315]
    funnel = funnel_limits(counts, people, kind="rate", method="PHEindicatormethods")
    assert funnel.target == pytest.approx(13.0737943056363, rel=1e-12)
    assert [at for at, side in enumerate(funnel.sides(0.95)) if side is FunnelSide.ABOVE] == [7]
    assert funnel.sides(0.998)[7] is FunnelSide.WITHIN


def test_phe_proportions_are_wilsons_interval_turned_round() -> None:
    """`calculate_funnel_limits`: 6 of c1 2025's lines, around 22.58%."""
    funnel = funnel_limits([0], [1], target=22.5807012331945, per=100, method="PHEindicatormethods")
    limits = funnel.at([1, 6, 75, 538, 6152, 44_000])
    same(
        limits[0.95].upper,
        [100, 56.0360679573438, 32.043307904286, 26.1137552886672, 23.6255014561237, 22.971375748264],
    )
    same(limits[0.998].lower, [0, 0, 7.66121645376974, 17.0102122508569, 20.933387594855, 21.9647332780756])


def test_an_area_with_all_of_few_is_not_outside_a_limit_that_is_all() -> None:
    """Past the end of the arcsine scale FunnelPlotR's line turns back below 1, and it flags 21 of 21."""
    counts = [564, 671, 297, 174, 21, 85, 717, 7, 585, 10, 72, 406, 5, 150, 459, 447, 58, 67, 87, 37, 43, 81]
    of = [592, 690, 302, 174, 21, 88, 718, 7, 610, 10, 74, 406, 5, 152, 463, 449, 58, 69, 87, 38, 46, 81]
    for method in ("FunnelPlotR", "stabilised", "exact"):
        funnel = funnel_limits(counts, of, method=method)
        for confidence in funnel.confidences:
            assert np.asarray(funnel.limits[confidence].upper)[4] == 1
            assert funnel.sides(confidence)[4] is FunnelSide.WITHIN


def test_widening_never_narrows() -> None:
    """None of 32 at 22.6%: the arcsine scale makes it 40,000 times less probable than it is."""
    counts, of = [0, 900, 1300, 700, 1500, 1100], [32, 5000, 5000, 5000, 5000, 5000]
    exact, stabilised = (funnel_limits(counts, of, target=0.2258, method=each) for each in ("exact", "stabilised"))
    assert exact.dispersion.widened
    assert exact.dispersion == stabilised.dispersion
    by_chance = 2 * (1 - 0.2258) ** 32
    assert stabilised.p_values[0] < by_chance < exact.p_values[0]
