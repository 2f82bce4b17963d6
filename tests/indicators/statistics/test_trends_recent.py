"""The trend of the latest five points: Fingertips' own examples, the words, and a single point that makes a trend."""

from datetime import date

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from riia.indicators.model import Missing, Number, Period, Polarity, Symbol
from riia.indicators.statistics import (
    FigureKind,
    StatisticsError,
    TrendKind,
    TrendVerdict,
    byar,
    recent_trend,
    recent_trend_of_values,
    trend_of_proportions,
)
from riia.indicators.statistics.benchmarks import Judgement

CRITICAL = 9.54953570608324  # chi-squared of 99.8% with one degree of freedom, as Fingertips holds it
YEARS = [Period.year_ending_march(year) for year in range(2021, 2026)]
UP, DOWN = TrendVerdict.INCREASING, TrendVerdict.DECREASING
STILL, CANNOT = TrendVerdict.NO_SIGNIFICANT_CHANGE, TrendVerdict.CANNOT_BE_CALCULATED

# The series with which the Department of Health and Social Care tests Fingertips (dhsc-govuk/FingertipsNext, commit
# d1600f4a5, trend-analysis tests), and the marker of its site: England and Yorkshire and the Humber, 2020 to 2024.
DIABETES = [3455176, 3491868, 3625401, 3774801, 3938080], [48783947, 49122259, 49956777, 50649129, 51441896]
VACCINATED = [57274, 55865, 53681, 51767, 53185], [61834, 60511, 59074, 57508, 59028]
EYE_DISEASE = [1416, 935, 1344, 1415, 1502], [48246126, 48440507, 48753376, 49300918, 49866388]

counts = st.lists(st.tuples(st.integers(0, 60), st.integers(1, 200)), min_size=5, max_size=5)


def whole(drawn: list[tuple[int, int]]) -> tuple[list[int], list[int]]:
    return [part for part, _ in drawn], [part + more for part, more in drawn]


@pytest.mark.parametrize(
    ("series", "kind", "polarity", "verdict", "judgement"),
    [
        (DIABETES, "proportion", Polarity.NONE, UP, Judgement.NOT_JUDGED),
        (VACCINATED, "proportion", Polarity.UP, DOWN, Judgement.WORSE),
        (EYE_DISEASE, "rate", Polarity.DOWN, UP, Judgement.WORSE),
    ],
)
def test_the_markers_of_fingertips(series, kind: str, polarity: Polarity, verdict, judgement) -> None:
    found = recent_trend(*series, kind, polarity=polarity)
    assert (found.verdict, found.judgement) == (verdict, judgement)


def test_the_worked_examples_of_phe_indicatormethods() -> None:
    """The last five of its six rates with limits (testdata_trend_markers.xlsx) and their chi-squared and gradient."""
    values, lower, upper = (
        [30.6, 30.2, 28, 24.6, 24.67, 30.9],
        [28.98, 28.63, 26.44, 23.15, 23.16, 28.98],
        [32.25, 31.9, 29.64, 26.19, 26.25, 32.25],
    )
    found = recent_trend_of_values(values, lower, upper, periods=range(1, 7))
    assert (found.verdict, round(found.chi_squared, 4), round(found.gradient, 4)) == (STILL, 0.7433, -0.2256)
    assert found.points == ("2", "3", "4", "5", "6")
    before = recent_trend_of_values(values[:5], lower[:5], upper[:5])
    assert (before.verdict, round(before.chi_squared, 4), before.reason) == (DOWN, 46.7636, "")
    shares = [67.9, 66.4, 63.5, 60.6, 58.5]
    parts = [318, 314, 318, 291, 292]
    found = recent_trend(parts, [100 * n / share for n, share in zip(parts, shares, strict=True)], "proportion")
    assert (found.verdict, round(found.chi_squared, 4), round(found.gradient, 4)) == (DOWN, 12.5688, -0.1062)


@settings(deadline=None, max_examples=60)
@given(counts)
def test_a_proportion_is_judged_as_fingertips_judges_it(drawn: list[tuple[int, int]]) -> None:
    """Its sums, spelled out: the test on the counts, the direction by the logits, each of the five left out in turn."""
    part, base = (np.array(one, float) for one in whole(drawn))
    found = recent_trend(part, base, "proportion")
    t = np.arange(1, 6)
    top = base.sum() * (base.sum() * (part * t).sum() - part.sum() * (base * t).sum()) ** 2
    bottom = part.sum() * (base - part).sum() * (base.sum() * (base * t * t).sum() - (base * t).sum() ** 2)
    assert found.chi_squared == pytest.approx(top / bottom if bottom else 0, rel=1e-9, abs=1e-9)
    if (part == 0).any():  # Fingertips has no answer
        assert found.gradient == found.slope
        return
    logits = np.log(part / (base - part))
    slopes = [np.polyfit(t[use], logits[use], 1)[0] for use in [t > 0, *(t != left for left in t)]]
    assert found.gradient == pytest.approx(slopes[0], abs=1e-9)
    assert [one.gradient for one in found.left_out] == pytest.approx(slopes[1:], abs=1e-9)
    assume(all(abs(slope) > 1e-9 for slope in slopes))
    signs = {bool(slope > 0) for slope in slopes}
    theirs = (UP if slopes[0] > 0 else DOWN) if len(signs) == 1 and found.chi_squared > CRITICAL else STILL
    if found.slope * found.gradient > 0:
        assert found.verdict is theirs
    else:  # the documented departure: test and direction contradict each other
        assert found.verdict is STILL


@settings(deadline=None, max_examples=60)
@given(counts)
def test_a_rate_is_judged_by_its_limits(drawn: list[tuple[int, int]]) -> None:
    events, people = whole(drawn)
    lower, upper = byar(events, people)
    rates = [count / base * 10_000 for count, base in zip(events, people, strict=True)]
    assert recent_trend(events, people, TrendKind.RATE) == recent_trend_of_values(rates, lower, upper)


@settings(deadline=None, max_examples=60)
@given(counts, st.sampled_from(["proportion", "rate"]), st.sampled_from(Polarity))
def test_time_run_backwards_turns_every_verdict(drawn: list[tuple[int, int]], kind: str, polarity: Polarity) -> None:
    parts, base = whole(drawn)
    found = recent_trend(parts, base, kind, polarity=polarity, periods=YEARS)
    back = recent_trend(parts[::-1], base[::-1], kind, polarity=polarity, periods=YEARS)
    same = recent_trend(parts[::-1], base[::-1], kind, polarity=polarity, periods=YEARS[::-1])
    assert same == found
    assert found == recent_trend(parts, base, kind, polarity=polarity.value, periods=YEARS)
    assert back.verdict is {UP: DOWN, DOWN: UP}.get(found.verdict, found.verdict)
    assert back.chi_squared == pytest.approx(found.chi_squared, rel=1e-9, abs=1e-9)
    judged = {Polarity.UP: {UP: "better", DOWN: "worse"}, Polarity.DOWN: {UP: "worse", DOWN: "better"}}
    said = judged.get(polarity, {}).get(found.verdict)
    assert found.judgement is (Judgement(said) if said else Judgement.NOT_JUDGED)
    assert (f"getting {said}" in found.words) == bool(said)


@settings(deadline=None, max_examples=60)
@given(counts, st.sampled_from(["proportion", "rate"]))
def test_a_trend_is_beyond_chance_and_no_point_left_out_turns_it(drawn: list[tuple[int, int]], kind: str) -> None:
    found = recent_trend(*whole(drawn), kind)
    assert [one.point for one in found.left_out] == list(found.points)
    assert (found.p < 0.002) == (found.chi_squared > CRITICAL)
    if found.is_trend:
        assert found.chi_squared > CRITICAL
        assert {np.sign(one.gradient) for one in found.left_out} == {1 if found.verdict is UP else -1}
        assert found.rests_on == tuple(one.point for one in found.left_out if one.chi_squared <= CRITICAL)
        assert ("Without" in found.words) == bool(found.rests_on)
    else:
        assert found.verdict is STILL
        assert found.rests_on == ()
        assert bool(found.reason) == (found.chi_squared > CRITICAL)


def test_leaving_a_point_out_is_the_test_of_the_other_four() -> None:
    parts, base = [10, 14, 11, 25, 30], [100, 110, 90, 105, 120]
    found = recent_trend(parts, base, "proportion", periods=YEARS)
    for at, one in enumerate(found.left_out):
        others = [place for place in range(5) if place != at]
        four = trend_of_proportions([parts[o] for o in others], [base[o] for o in others], others)
        assert (one.point, one.chi_squared, one.p) == (YEARS[at].short_label, four.chi_squared, four.p)
    whole_line = trend_of_proportions(parts, base)
    assert (found.slope, found.p, found.departure_p) == (whole_line.slope, whole_line.p, whole_line.departure_p)


def test_a_trend_that_is_the_work_of_one_point_is_none() -> None:
    found = recent_trend([50, 5, 5, 6, 6], [100] * 5, "proportion", periods=YEARS)
    assert found.chi_squared > CRITICAL
    assert found.verdict is STILL
    assert found.words == (
        "No significant change from 2021 to 2025, since without 2021 the line goes another way, so that a single point "
        "makes the difference."
    )


@pytest.mark.parametrize("kind", ["proportion", "rate"])
@pytest.mark.parametrize("same", [3, 5, 7, 11])
def test_four_alike_and_one_other_are_no_trend(kind: str, same: int) -> None:
    """The four are flat, and what arithmetic leaves of their equal shares has no direction."""
    found = recent_trend([10 * same] * 4 + [450], [900] * 5, kind, periods=YEARS)
    assert found.chi_squared > CRITICAL
    assert found.left_out[4].gradient == 0
    assert (found.verdict, "without 2025 the line goes another way" in found.words) == (STILL, True)


def test_what_arithmetic_leaves_of_equal_rates_is_no_direction() -> None:
    """The first four rates are the same number, and their line a rounding away from flat."""
    found = recent_trend([210] * 4 + [2300], [33_000] * 5, "rate")
    assert (found.verdict, found.left_out[4].gradient) == (STILL, 0)


def test_a_direction_that_depends_on_the_weights_is_none() -> None:
    """The logits rise, whichever year is left out, and the children counted fall: Fingertips says increasing."""
    found = recent_trend([7, 541, 16, 664, 9], [50, 2000, 50, 5000, 20], "proportion", periods=YEARS)
    assert found.chi_squared > CRITICAL
    assert min(found.gradient, *(one.gradient for one in found.left_out)) > 0 > found.slope
    assert found.verdict is STILL
    assert found.words == (
        "No significant change from 2021 to 2025, since whether it rises or falls depends on how much the points with "
        "the larger denominators count."
    )


def test_a_trend_names_the_points_it_rests_on() -> None:
    found = recent_trend([318, 314, 318, 291, 292], [468, 473, 501, 480, 499], "proportion", periods=YEARS)
    assert found.rests_on == ("2021", "2025")
    assert found.words == (
        "Decreasing from 2021 to 2025, by more than chance would explain at 99.8% confidence. Without 2021 or 2025 it "
        "would be no more than chance."
    )


def test_points_that_stray_from_the_line_are_said() -> None:
    found = recent_trend([100, 300, 150, 400, 350], [1000] * 5, "proportion", periods=YEARS, polarity=Polarity.DOWN)
    assert found.words.startswith("Increasing from 2021 to 2025 and getting worse, by more than chance")
    assert found.words.endswith("The points stray from a straight line by more than chance: look at each of them.")


@pytest.mark.parametrize("kind", ["proportion", "rate"])
def test_nothing_in_any_year_is_no_change(kind: str) -> None:
    found = recent_trend([0] * 5, [50, 40, 30, 20, 10], kind, periods=YEARS)
    assert (found.verdict, found.chi_squared, found.p, found.gradient) == (
        STILL,
        0,
        1,
        pytest.approx(0 if kind == "rate" else found.gradient),
    )
    assert found.words == (
        "No significant change from 2021 to 2025, since the 5 points neither rise nor fall by more than chance would "
        "explain at 99.8% confidence."
    )


def test_a_share_that_reaches_nothing_or_all_still_has_a_direction() -> None:
    assert recent_trend([0, 2, 9, 15, 20], [20] * 5, "proportion").verdict is UP
    assert recent_trend([20, 18, 11, 5, 0], [20] * 5, "proportion").verdict is DOWN
    # The shares of nothing are the same, however many children they are of.
    found = recent_trend([0, 0, 0, 20, 30], [10, 1000, 10, 100, 100], "proportion")
    assert (found.verdict, found.gradient) == (UP, found.slope)


def test_only_the_latest_five_count() -> None:
    found = recent_trend([99, "c", 10, 10, 10, 10, 10], [100] * 7, "proportion", periods=range(2019, 2026))
    assert (found.verdict, found.points) == (STILL, ("2021", "2022", "2023", "2024", "2025"))


def test_the_confidence_can_be_chosen() -> None:
    parts, base = [10, 12, 15, 17, 20], [100] * 5
    assert recent_trend(parts, base, "proportion").verdict is STILL
    found = recent_trend(parts, base, "proportion", confidence=0.95)
    assert found.verdict is UP
    assert "at 95% confidence" in found.words


def days(*those: date) -> list[Period]:
    return [Period.day(day) for day in those]


QUARTERS = [*Period.financial_year(2023).quarters(), Period.financial_quarter(2024, 1)]
GOOD = [10, 12, 15, 17, 20]


@pytest.mark.parametrize(
    ("numerators", "denominators", "periods", "reason"),
    [
        ([], [], None, "it needs 5 points, and there are 0."),
        ([1], [2], None, "it needs 5 points, and there is 1."),
        (GOOD[:4], [100] * 4, None, "it needs 5 points, and there are 4."),
        ([10, "c", 15, 17, 20], [100] * 5, YEARS, "the latest 5 points, and 2022 is suppressed."),
        ([10, "c", 15, "c", "c"], [100] * 5, YEARS, "and 2022, 2024 and 2025 are suppressed."),
        (["c"] * 5, [100] * 5, YEARS, "it needs the latest 5 points, and 2021 to 2025 are all suppressed."),
        (
            ["u", "c", 15, "c", "x"],
            [100] * 5,
            YEARS,
            "and 2021 is withheld as unreliable, and 2022 and 2024 are suppressed, and 2025 is not available.",
        ),
        (GOOD, [100, 100, 100, None, 100], YEARS, "and 2024 is not available."),
        (
            [10, "x", 15, 17, 20],
            [100, "c", 100, 100, "z"],
            None,
            "position 1 is suppressed, and position 4 is not applicable.",
        ),
        ([10, 12, 0, 17, 20], [100, 100, 0, 100, 100], YEARS, "the denominator of 2023 is 0, so there is nothing"),
        (GOOD, [100] * 5, [2019, 2021, 2022, 2023, 2024], "2020 is not in the series, which goes from 2019 to 2021."),
        (GOOD, [100] * 5, [*YEARS[:3], YEARS[4], YEARS[4].next()], "2024 is not in the series, which goes from 2023"),
        (GOOD, [100] * 5, QUARTERS, "quarters follow the seasons, so 5 of them running make no trend."),
        (GOOD, [100] * 5, [*QUARTERS[:4], Period.financial_quarter(2025, 4)], "quarters follow the seasons"),
        (
            GOOD,
            [100] * 5,
            days(*(date(year, 3, 31) for year in (2019, 2020, 2022, 2023, 2024))),
            "31 Mar 2021 is not in the series, which goes from 31 Mar 2020 to 31 Mar 2022.",
        ),
    ],
)
def test_what_cannot_be_calculated_says_why(numerators, denominators, periods, reason: str) -> None:
    for kind in TrendKind:
        found = recent_trend(numerators, denominators, kind, periods=periods, polarity=Polarity.UP)
        assert (found.verdict, found.judgement) == (CANNOT, Judgement.NOT_JUDGED)
        assert np.isnan([found.slope, found.gradient, found.chi_squared, found.p, found.departure_p]).all()
        assert reason in found.reason
        assert found.words == f"The recent trend cannot be calculated: {found.reason}"
        assert not found.left_out
        assert [part.part for part in found.missing] == [
            label
            for label, *pair in zip(found.points, numerators[-5:], denominators[-5:], strict=True)
            if not all(isinstance(one, int) for one in pair)
        ]


@pytest.mark.parametrize(
    "periods",
    [
        YEARS,
        [Period.calendar_year(year) for year in range(2020, 2025)],
        [Period.academic_year(year) for year in range(2020, 2025)],
        [Period.financial_quarter(year, 2) for year in range(2020, 2025)],
        [Period.academic_term(year, 3) for year in range(2020, 2025)],
        days(*(date(year, 2, 28 + (year == 2020)) for year in range(2020, 2025))),
        days(date(2021, 1, 21), date(2022, 1, 20), date(2023, 1, 19), date(2024, 1, 18), date(2025, 1, 16)),
        [2020, 2021, 2022, 2023, 2024],
        np.arange(2020, 2025),
        None,
    ],
)
def test_points_a_year_apart_can_be_compared(periods) -> None:
    assert recent_trend([10, 20, 30, 40, 50], [100] * 5, "proportion", periods=periods).verdict is UP


def test_values_and_symbols_are_read() -> None:
    found = recent_trend([Number(9), Missing(Symbol.LOW), *GOOD], [Number(100)] * 7, "rate")
    assert found.verdict is STILL
    gone = recent_trend([*GOOD, Missing(Symbol.LOW)], [Number(100)] * 6, "rate", periods=range(2020, 2026))
    assert [(part.part, part.symbol) for part in gone.missing] == [("2025", Symbol.LOW)]


@pytest.mark.parametrize(
    ("ask", "says"),
    [
        (lambda: recent_trend(GOOD, [100] * 4, "rate"), "Give lists of the same length"),
        (lambda: recent_trend(5, 10, "rate"), "needs one series"),
        (lambda: recent_trend(GOOD, [100] * 5, "percentage"), "kind='percentage' is not known"),
        (lambda: recent_trend([*GOOD, 120], [100] * 6, "proportion"), "position 5: 120 of 100 is no proportion"),
        (lambda: recent_trend([120, *GOOD], [100] * 6, "proportion"), "position 0: 120 of 100 is no proportion"),
        (lambda: recent_trend(GOOD, [100] * 5, "rate", periods=YEARS[:4]), "4 for 5 figures"),
        (lambda: recent_trend(GOOD, [100] * 5, "rate", periods=[*YEARS[:4], YEARS[0]]), "YE2021-03 comes twice"),
        (
            lambda: recent_trend(GOOD, [100] * 5, "rate", periods=[*YEARS[:4], 2025]),
            "mixed: year, year ending 31 March",
        ),
        (lambda: recent_trend(GOOD, [100] * 5, "rate", periods=["2021"] * 5), "'2021' is no period"),
        (lambda: recent_trend(GOOD, [100] * 5, "rate", polarity="High"), 'Give "up", "down" or "none"'),
        (lambda: recent_trend(GOOD, [100] * 5, "rate", confidence=99.8), "between 0 and 1"),
        (lambda: recent_trend_of_values(GOOD, GOOD, GOOD), "is not above the lower limit"),
    ],
)
def test_what_makes_no_sense_is_refused(ask, says: str) -> None:
    with pytest.raises(StatisticsError, match=says):
        ask()


@pytest.mark.parametrize("kind", ["share", FigureKind.SHARE])
def test_a_share_is_a_proportion(kind: str) -> None:
    assert recent_trend(GOOD, [100] * 5, kind) == recent_trend(GOOD, [100] * 5, TrendKind.PROPORTION)
