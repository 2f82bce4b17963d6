"""Funnels: what is compared, what is refused, what is said. The numbers are in test_funnels_limits.py."""

import csv
import gzip
import pickle
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from riia.indicators.model import Missing, Number, Symbol
from riia.indicators.statistics import FigureKind, FunnelSide, StatisticsError, funnel_limits

PUBLISHED = Path(__file__).resolve().parents[4] / "shared" / "reference-data" / "03_cin_2025_edition"
# Ten councils by chance alone around 20%, and one far above.
COUNTS = [20, 18, 25, 40, 35, 44, 61, 58, 66, 19, 70]
OF = [100, 100, 100, 200, 200, 200, 300, 300, 300, 100, 100]
NAMES = ["Ash", "Bay", "Cob", "Dun", "Elm", "Fen", "Gap", "Hay", "Ivy", "Jay", "Kit"]


def test_verdicts_and_sentences() -> None:
    funnel = funnel_limits(COUNTS, OF, areas=NAMES, per=100, target=20, overdispersion="none")
    assert funnel.sides(0.998) == (FunnelSide.WITHIN,) * 10 + (FunnelSide.ABOVE,)
    assert funnel.verdicts[0] == "within what chance explains"
    assert funnel.verdicts[10] == "above the 99.8% limit"
    assert funnel.sentence("Ash") == "Ash lies within what chance explains."
    assert funnel.sentence("Kit") == (
        "Kit lies above the 99.8% limit, also when the 11 tests made at once are allowed for."
    )
    assert funnel.summary(noun="councils").startswith(
        "1 of 11 councils lies outside the 99.8% limits (above them); by chance alone about 0.02 would."
    )
    assert "1 of the councils stands out" in funnel.summary(noun="councils")


def test_a_raw_finding_may_not_survive_many_tests() -> None:
    """11 of 100 against 20% is below the 95% limit, but among twenty tests nothing remarkable."""
    funnel = funnel_limits([11] + [20] * 19, [100] * 20, target=0.2, overdispersion="none")
    assert funnel.verdicts[0] == "below the 95% limit"
    assert funnel.p_values[0] < 0.05 < funnel.p_adjusted[0]
    assert funnel.sentence("position 0").endswith("but no longer when the 20 tests made at once are allowed for.")
    assert funnel.summary().endswith("none of the areas stands out.")


def test_missing_areas_are_listed_and_no_part_of_the_target() -> None:
    funnel = funnel_limits(
        [10, "c", 30, None, 0, Missing(Symbol.NOT_APPLICABLE), 5],
        [100, 200, 300, 400, 0, 600, "[u]"],
        areas=["Ash", "Bay", "Cob", "Dun", "Elm", "Fen", "Gap"],
    )
    assert funnel.target == pytest.approx(0.1)
    assert [(each.position, each.area, each.symbol) for each in funnel.left_out] == [
        (1, "Bay", Symbol.SUPPRESSED),
        (3, "Dun", Symbol.NOT_AVAILABLE),
        (4, "Elm", Symbol.NOT_APPLICABLE),
        (5, "Fen", Symbol.NOT_APPLICABLE),
        (6, "Gap", Symbol.UNRELIABLE),
    ]
    assert funnel.usable.tolist() == [True, False, True, False, False, False, False]
    missing = ~funnel.usable
    for array in (funnel.values, funnel.z_scores, funnel.p_values, funnel.p_adjusted, funnel.limits[0.95].lower):
        assert np.isnan(array)[missing].all()
        assert not np.isnan(array)[~missing].any()
    assert funnel.sides(0.95)[1] is None
    assert funnel.verdicts[4] == "not compared: denominator is 0, so there is nothing to be a share of"
    assert "Bay (suppressed because it is small" in funnel.left_out_words
    assert "5 not compared: " in funnel.summary()
    row = funnel.rows()[1]
    assert (row.numerator, row.denominator, row.value) == (
        Missing(Symbol.SUPPRESSED),
        Number(200),
        Missing(Symbol.SUPPRESSED),
    )


@pytest.mark.parametrize("name", ["England", "ENGLAND", "England total", "National", "E92000001"])
def test_england_is_left_out(name: str) -> None:
    funnel = funnel_limits([10, 30, 40], [100, 200, 300], areas=["Ash", "Bay", name])
    assert [(each.area, each.why) for each in funnel.left_out] == [(name, "a total that contains the others")]
    assert funnel.target == pytest.approx(40 / 300)


def test_regions_are_left_out_among_councils_only() -> None:
    codes = ["E06000001", "E06000002", "E12000001"]
    assert [each.area for each in funnel_limits([1, 2, 3], [9, 9, 18], areas=codes).left_out] == ["E12000001"]
    assert not funnel_limits([1, 2], [9, 9], areas=["E12000001", "E12000002"]).left_out
    by_name = funnel_limits([1, 2, 3], [9, 9, 18], areas=["Derby", "Kent", "East Midlands"])
    assert [each.area for each in by_name.left_out] == ["East Midlands"]
    london = funnel_limits([1, 2, 3, 4], [9, 9, 18, 9], areas=["Inner London", "Outer London", "London", "South East"])
    assert [(each.area, each.why) for each in london.left_out] == [("London", "contains Inner and Outer London")]


def test_a_total_without_a_name_is_told_by_its_figures() -> None:
    """England's counts are published rounded to 10, so its figures are nearly the sum."""
    funnel = funnel_limits([*COUNTS, 460], [*OF, 2000])
    assert [(each.position, each.why) for each in funnel.left_out] == [
        (11, "the total of the other 11, by its figures")
    ]
    few = funnel_limits([10, 20, 30], [100, 200, 300])
    assert not few.left_out, "three areas can add up by chance"


@pytest.mark.parametrize(
    ("numerator", "denominator", "asked", "message"),
    [
        ([1, 12], [10, 10], {}, r"position 1: 12 is more than its denominator 10"),
        ([1, 12], [10, 10], {"areas": ["Ash", "Bay"]}, r"position 1 \(Bay\)"),
        ([1, 2], [10, 0], {"kind": "rate"}, "position 1: 2 counted where the denominator is 0"),
        ([-1, 2], [10, 9], {}, "position 0: -1 is below 0"),
        ([1, 2], [10, 9], {"areas": ["Ash"]}, "1 names for 2 figures"),
        ([1, 2], [10, 9], {"areas": ["Ash", "Ash"]}, "already given at position 0"),
        ([1, 2], [10, 9], {"areas": ["Ash", ""]}, "position 1: there is no name"),
        ([1, 2, 3], [10, 9], {}, "do not go together"),
        ([[1, 2]], [[10, 9]], {}, "2 dimensions"),
        ([1, 2], [10, 9], {"kind": "share of"}, "Give one of: proportion, rate, ratio"),
        ([1, 2], [10, 9], {"method": "byar"}, "not a method for a proportion. Give one of: exact"),
        ([1, 2], [10, 9], {"target": 20}, "must be from 0 to 1, in the unit plotted"),
        ([1, 2], [10, 9], {"target": float("nan")}, "is not a number"),
        ([1, 2], [10, 9], {"per": 0}, "per=0"),
        ([1, 2], [10, 9], {"winsorise": 0.5}, "winsorise=0.5"),
        ([1, 2], [10, 9], {"overdispersion": "yes"}, "none, when needed, always"),
        ([1, 2], [10, 9], {"confidences": [95]}, "0.95 for 95%"),
        ([1, 2], [10, 9], {"confidences": []}, "confidences is empty"),
        ([1.5, 2], [10, 9], {"method": "interpolated"}, "position 0: 1.5 is not a whole number"),
        (["a", 2], [10, 9], {}, "numerator, position 0"),
    ],
)
def test_refused(numerator: object, denominator: object, asked: dict[str, object], message: str) -> None:
    with pytest.raises(StatisticsError, match=message):
        funnel_limits(numerator, denominator, **asked)  # type: ignore[arg-type]


def test_unknown_names_are_refused() -> None:
    funnel = funnel_limits(COUNTS, OF)
    with pytest.raises(StatisticsError, match=r"0\.95, 0\.998"):
        funnel.sides(0.9)
    with pytest.raises(StatisticsError, match="area='Zed' is not among"):
        funnel.sentence("Zed")
    with pytest.raises(StatisticsError, match="cannot be drawn"):
        funnel.curve(start=10, stop=5)
    with pytest.raises(StatisticsError, match="below 0"):
        funnel.at(-1)


@pytest.mark.parametrize("kind", ["proportion", "rate", "ratio"])
@pytest.mark.parametrize("target", [0, 1])
def test_a_target_of_nobody_or_everybody(kind: str, target: int) -> None:
    per = {"proportion": 1, "rate": 10_000, "ratio": 1}[kind]
    funnel = funnel_limits([0, 3, 7], [7, 7, 7], kind=kind, target=target * per)  # type: ignore[arg-type]
    if target and kind != "proportion":
        assert funnel.dispersion.is_estimable
        return
    assert funnel.sides(0.998) == (
        (FunnelSide.WITHIN, FunnelSide.ABOVE, FunnelSide.ABOVE)
        if not target
        else (FunnelSide.BELOW, FunnelSide.BELOW, FunnelSide.WITHIN)
    )
    assert funnel.p_values.tolist() == ([1, 0, 0] if not target else [0, 0, 1])
    assert np.isnan(funnel.dispersion.phi)
    assert "cannot be estimated: at this target nothing is left to chance" in funnel.summary()


def test_one_confidence_is_enough() -> None:
    assert funnel_limits(COUNTS, OF, confidences=0.9).confidences == (0.9,)
    assert funnel_limits(COUNTS, OF, confidences=(0.998, 0.95, 0.95)).confidences == (0.95, 0.998)


def test_all_none() -> None:
    funnel = funnel_limits([0, 0, 0], [10, 20, 30])
    assert (funnel.target, funnel.verdicts) == (0, ("within what chance explains",) * 3)


@pytest.mark.parametrize("kind", ["proportion", "rate"])
def test_all_equal_areas_do_not_differ(kind: str) -> None:
    funnel = funnel_limits([20] * 5, [100] * 5, kind=kind)  # type: ignore[arg-type]
    assert funnel.dispersion.phi == pytest.approx(0, abs=1e-25)
    assert (funnel.dispersion.tau2, funnel.dispersion.widened) == (0, False)
    assert set(funnel.sides(0.95)) == {FunnelSide.WITHIN}
    assert "differ no more than chance would make them (phi 0.0)" in funnel.summary()
    assert "From 5 areas that is a rough estimate." in funnel.summary()


def test_one_area_and_none() -> None:
    one = funnel_limits(20, 100)
    assert one.verdicts == ("within what chance explains",)
    assert one.summary() == (
        "The only one of the areas that can be compared lies within the 99.8% limits. Whether the areas differ by more "
        "than chance as a whole cannot be estimated: fewer than two areas have a figure."
    )
    assert "compared lies outside the 99.8% limits (above them). Wh" in funnel_limits(90, 100, target=0.2).summary()
    none = funnel_limits(["c", None], [10, 20], areas=["Ash", "Bay"])
    assert np.isnan(none.target)
    assert none.summary() == (
        "None of the areas can be compared. 2 not compared: Ash (suppressed because it is small, or would reveal a "
        "small number); Bay (not available or not collected)."
    )
    assert np.isnan(none.at(100)[0.95].lower)
    assert none.curve().denominators.size == 0
    assert funnel_limits([], []).areas == ()
    with_target = funnel_limits(["c"], [10], target=0.2)
    assert with_target.at(100)[0.95].lower == pytest.approx(funnel_limits(20, 100).limits[0.95].lower[0])


@pytest.mark.parametrize(
    ("per", "shown"), [(1, "0.167"), (10, "1.67"), (100, "16.7"), (1000, "166.7"), (10_000, "1666.7")]
)
def test_a_table_shows_as_much_whatever_the_unit(per: float, shown: str) -> None:
    funnel = funnel_limits([1, 20], [6, 100], per=per)
    assert str(funnel.rows()[0].value) == shown


def test_overdispersion_is_said_in_words() -> None:
    counts, of = [10, 90, 20, 70, 40, 60, 15, 85, 30, 50, 45, 55], [100] * 12
    widened = funnel_limits(counts, of)
    assert widened.dispersion.widened
    assert widened.dispersion.phi > 10
    assert not set(widened.sides(0.998)) - {FunnelSide.WITHIN}
    assert set(widened.verdicts) == {"within what chance and the usual spread between areas explain"}
    said = widened.summary(noun="councils")
    assert "the councils differ more than chance would make them" in said
    assert "if they differed no more than usual about 0.02 would" in said
    plain = funnel_limits(counts, of, overdispersion="none")
    outside = sum(side is not FunnelSide.WITHIN for side in plain.sides(0.998))
    assert outside > 5
    assert f"Without widening {outside} would lie outside the 99.8% limits." in said
    assert "The limits show chance alone, so more areas lie outside" in plain.summary()
    assert (plain.dispersion.phi, plain.dispersion.tau2) == (widened.dispersion.phi, widened.dispersion.tau2)
    for confidence in widened.confidences:
        np.testing.assert_array_equal(widened.limits_by_chance[confidence].lower, plain.limits[confidence].lower)


def test_phi_of_one_or_less_widens_nothing_unless_asked() -> None:
    counts, of = [20, 22, 18, 21, 19, 20], [100] * 6
    assert not funnel_limits(counts, of).dispersion.widened
    assert funnel_limits(counts, of, overdispersion="always").dispersion.widened
    assert funnel_limits(counts, of, overdispersion="always").dispersion.tau2 == 0


def test_tau_squared_is_0_where_phi_leaves_nothing_to_explain() -> None:
    # By the method of moments alone it would be 0.0033: phi lies between 1 - 1/5 and 1.
    figures = ([2, 7, 6, 9, 4], [3, 20, 16, 35, 5])
    plain = funnel_limits(*figures, method="stabilised")
    asked = funnel_limits(*figures, method="stabilised", overdispersion="always")
    assert 0.8 < plain.dispersion.phi < 1
    assert (plain.dispersion.tau2, asked.dispersion.tau2) == (0, 0)
    np.testing.assert_array_equal(asked.limits[0.95].upper, plain.limits[0.95].upper)
    alike = "As a whole the areas differ no more than chance would make them (phi 0.9)"
    assert f"{alike}. From 5 areas" in plain.summary()
    assert (
        f"{alike}: the limits allow for a variance between areas, as was asked, and it is put at 0." in asked.summary()
    )


def test_phe_method_knows_no_overdispersion_unless_asked() -> None:
    counts, of = [10, 90, 20, 70], [100] * 4
    assert not funnel_limits(counts, of, method="PHEindicatormethods").dispersion.widened
    asked = funnel_limits(counts, of, method="PHEindicatormethods", overdispersion="when needed")
    assert asked.dispersion.widened


def test_any_array_and_kind_of_figure() -> None:
    by_list = funnel_limits(COUNTS, OF, areas=NAMES)
    for counts, of, names in (
        (np.array(COUNTS), np.array(OF), np.array(NAMES)),
        (pl.Series(COUNTS), pl.Series(OF), pl.Series(NAMES)),
        ([Number(count) for count in COUNTS], tuple(OF), iter(NAMES)),
    ):
        other = funnel_limits(counts, of, areas=names)
        assert other.areas == by_list.areas
        np.testing.assert_array_equal(other.p_values, by_list.p_values)
    assert funnel_limits(COUNTS, OF, kind=FigureKind.SHARE).kind == "proportion"
    assert funnel_limits(COUNTS, OF, kind=FigureKind.RATE).per == 10_000


@pytest.mark.skipif(not PUBLISHED.is_dir(), reason="the shared reference data are not beside this checkout")
def test_published_re_referrals() -> None:
    """The year ending 31 March 2025, every row of the file: England and regions are left out, councils differ a lot."""
    with gzip.open(next(PUBLISHED.glob("c1_*.csv.gz")), "rt", encoding="utf-8-sig", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["time_period"] == "2025"]
    codes = [row["new_la_code"] or row["region_code"] or row["country_code"] for row in rows]
    counts, of = (
        [int(row[column]) if row[column].isdigit() else row[column] for row in rows]
        for column in ("rereferral_count", "referral_count")
    )
    funnel = funnel_limits(counts, of, areas=codes, per=100)
    reasons = [each.why for each in funnel.left_out if each.area.startswith(("E92", "E12", "E13"))]
    assert len(reasons) == 12, "England, nine regions, and Inner and Outer London"
    assert funnel.usable.sum() == 153
    assert funnel.target == pytest.approx(22.5807, abs=1e-4)
    assert (funnel.dispersion.phi, funnel.dispersion.tau2) == pytest.approx((29.6141387568, 0.00175257027318), rel=1e-9)
    outside = {
        area for area, side in zip(codes, funnel.sides(0.998), strict=True) if side not in {None, FunnelSide.WITHIN}
    }
    # Hampshire and the Isle of Wight above; Isles of Scilly (none of 32) and Hounslow below.
    assert outside == {"E10000014", "E06000046", "E06000053", "E09000018"}
    assert "Without widening 102 would lie outside the 99.8% limits." in funnel.summary(noun="councils")


def test_results_are_not_changed_by_accident() -> None:
    funnel = funnel_limits(COUNTS, OF)
    with pytest.raises(ValueError, match="read-only"):
        funnel.values[0] = 1
    again = pickle.loads(pickle.dumps(funnel))
    np.testing.assert_array_equal(again.at(50)[0.95].lower, funnel.at(50)[0.95].lower)
