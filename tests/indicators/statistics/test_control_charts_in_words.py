"""What a reader of a control chart is told: numbers that never contradict the lines, and every sentence once."""

import csv
import gzip
import re
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from riia.indicators.model import Period, Polarity
from riia.indicators.statistics import PointType, control_chart, u_chart, xmr
from riia.indicators.statistics.control_charts.numbers_in_words import Numbers, ordinal

SHARED = Path(__file__).resolve().parents[4] / "shared" / "reference-data" / "03_cin_2025_edition"
REFERRALS = SHARED / "c1_children_in_need_referrals_and_rereferrals_2013_to_2025.csv.gz"

NOISE = [52, 48, 51, 47, 53, 49, 50, 52, 48, 51, 49, 53, 47, 50, 51, 48]

figures = st.lists(
    st.one_of(
        st.integers(0, 900).map(lambda number: number / 10),
        st.floats(0, 1).map(lambda number: round(number, 6)),
        st.none(),
    ),
    min_size=1,
    max_size=30,
)


def number(text: str) -> float:
    return float(text.replace(",", ""))


@given(figures, st.sampled_from(list(Polarity)), st.integers(0, 3))
@settings(deadline=None, max_examples=100)
def test_labels_never_contradict_the_lines(values: list[float | None], polarity: Polarity, decimals: int) -> None:
    """However few decimals are written, a figure above a limit reads above it, and one within reads within."""
    for label in xmr(values, polarity=polarity, decimals=decimals).labels:
        if within := re.search(r": (\S+), within the limits of (\S+) and (\S+),", label):
            value, lower, upper = map(number, within.groups())
            assert lower <= value <= upper
        elif above := re.search(r": (\S+), (?:above|.* above the) .*? of (\S+),", label):
            value, line = map(number, above.groups())
            assert value > line
        elif below := re.search(r": (\S+), (?:below|.* below the) .*? of (\S+),", label):
            value, line = map(number, below.groups())
            assert value < line


def test_what_numbers_count_stands_after_each() -> None:
    chart = xmr(NOISE, target=60, polarity=Polarity.UP, decimals=1, suffix="%")
    plain = xmr(NOISE, target=60, polarity=Polarity.UP, decimals=1)
    assert "48.0%, lies within the limits of 41.1% and 58.8%," in chart.summary
    assert "The target of 60.0% lies above the upper limit of " in chart.summary
    assert re.sub("(?<=[0-9])%", "", chart.summary) == plain.summary
    assert chart.summary.count("%") == 5
    assert [label.replace("%", "") for label in chart.labels] == list(plain.labels)
    # A figure so close to its line that more decimals are written has the sign once, at the end.
    assert Numbers(1, "%").figure(22.62, 22.64) == ("22.62%", "22.64%")


@given(figures, st.one_of(st.none(), st.integers(-20, 120)), st.sampled_from(list(Polarity)))
@settings(deadline=None, max_examples=100)
def test_every_chart_is_told_in_one_or_two_sentences(
    values: list[float | None], target: int | None, polarity: Polarity
) -> None:
    chart = xmr(values, target=target, polarity=polarity)
    sentences = re.findall(r"[^ ].*?\.(?= |$)", chart.summary)
    assert len(sentences) == 1 + (target is not None)
    assert "nan" not in chart.summary
    assert "!" not in " ".join((chart.summary, *chart.notes, *chart.labels))
    assert all(note.endswith(".") for note in (*chart.notes, *chart.labels))
    assert len(chart.labels) == len(values)


def test_close_numbers_are_told_apart() -> None:
    numbers = Numbers(0)
    assert numbers.figure(57, 56.9) == ("57", "56.9")
    assert numbers.figure(57, 56.98) == ("57.00", "56.98")
    assert numbers.figure(9.5, 9.9) == ("9.5", "9.9")  # not 10, which is above 9.9
    assert numbers.figure(31, 31) == ("31", "31.0")
    assert Numbers(0).figure(1e-20, 2e-20) == ("1e-20", "2e-20")
    assert Numbers(1).figure(31.04, 30.96) == ("31.04", "30.96")
    assert Numbers(1).write(-0.04) == "0.0"
    assert Numbers(1).write(-1234.56) == "-1,234.6"


@pytest.mark.parametrize(
    ("values", "spread", "decimals"),
    [([1.0, 20.0], 5, 0), ([1.5, np.nan], 5, 1), ([1.25], 5, 2), ([1 / 3], 40, 1), ([1 / 3], 0.04, 4), ([1 / 3], 0, 3)],
)
def test_as_many_decimals_as_the_figures_have(values: list[float], spread: float, decimals: int) -> None:
    assert Numbers.fitting(np.array(values), spread, None).decimals == decimals
    assert Numbers.fitting(np.array(values), spread, 7).decimals == 7


def test_ordinals() -> None:
    assert [ordinal(n) for n in (7, 11, 12, 21, 22, 23, 111)] == [
        "7th",
        "11th",
        "12th",
        "21st",
        "22nd",
        "23rd",
        "111th",
    ]


def test_sentences_of_special_cause() -> None:
    def said(*later: float, polarity: Polarity = Polarity.DOWN) -> str:
        return xmr([*NOISE, *later], fix_after_n_points=16, polarity=polarity).summary

    assert said(70) == "Special cause variation, a concern: the latest figure, 70, is above the upper limit of 58.8."
    assert said(30, polarity=Polarity.NONE) == (
        "Special cause variation, neither better nor worse in itself: the latest figure, 30, is below the lower limit "
        "of 41.1."
    )
    assert "43, is one of at least two in the last three close to the lower limit of 41.1" in said(49, 43, 43)
    assert "an improvement: the latest figure, 48, is the 9th in a row below the mean of 49.9" in said(
        49, 48, 49, 48, 49, 48, 49, 48
    )
    assert "51.0, ends a run of 8 figures, each higher than the one before" in said(
        47.5, 48, 48.5, 49, 49.5, 50, 50.5, 51, polarity=Polarity.NONE
    )


def test_two_rises_side_by_side_are_counted_apart() -> None:
    summary = xmr([*NOISE, *range(44, 51), *range(50, 58)], fix_after_n_points=16).summary
    assert "ends a run of 8 figures" in summary


def test_sentences_of_common_cause_and_notes() -> None:
    chart = xmr([*NOISE, 70, *NOISE], periods=[f"week {at}" for at in range(33)], rebase=["week 17"])
    assert chart.summary == (
        "Common cause variation: the latest figure, 48 (week 32), lies within the limits of 41.1 and 58.8, no further "
        "from the mean of the series than chance explains."
    )
    assert chart.notes == (
        "1 moving range was left out of the limits, being 3.267 times the mean moving range or more (screened once).",
        "The limits begin anew at week 17, so that figures before and after are judged each by their own.",
    )
    assert "1 earlier figure shows special cause" in xmr([*NOISE, 70, *NOISE]).summary
    assert "the first 12 figures" in xmr(NOISE, fix_after_n_points=12).notes[-1]


def test_periods_are_named_by_their_labels() -> None:
    quarters = [
        Period.parse(f"{year}-{year - 1999}Q{quarter}") for year in range(2021, 2025) for quarter in range(1, 5)
    ]
    chart = xmr(NOISE, periods=quarters)
    assert f"48 ({quarters[-1].short_label})" in chart.summary


def test_an_exact_chart_names_its_median() -> None:
    chart = u_chart([9, 8, 7, 6, 7, 8, 9, 4, 1, 3, 2, 2, 0, 1], [1000] * 14, per=1000, limits="exact")
    assert chart.labels[0] == (
        "position 0: 9, one of seven or more in a row above the median of 5.0, special cause, high."
    )
    assert "the 7th in a row below the median of 5.0" in chart.summary


@pytest.mark.skipif(not REFERRALS.exists(), reason="the published files of ../shared are not here")
def test_thirteen_published_years_of_derby() -> None:
    with gzip.open(REFERRALS, "rt", encoding="utf-8-sig", newline="") as file:
        derby = sorted(
            (row for row in csv.DictReader(file) if row["la_name"] == "Derby"), key=lambda row: row["time_period"]
        )
    years = [row["time_period"] for row in derby]
    referrals = xmr([int(row["referral_count"]) for row in derby], periods=years)
    assert referrals.summary == (
        "Common cause variation: the latest figure, 3,557 (2025), lies within the limits of 2,740.4 and 5,043.0, no "
        "further from the mean of the series than chance explains; 3 earlier figures show special cause."
    )
    again = control_chart(
        [int(row["rereferral_count"]) for row in derby],
        [int(row["referral_count"]) for row in derby],
        share=True,
        per=100,
        polarity=Polarity.DOWN,
        periods=years,
    )
    published = [float(row["rereferral_percent"]) for row in derby]
    np.testing.assert_allclose(again.values, published, atol=0.05)
    assert again.variation is PointType.COMMON_CAUSE
