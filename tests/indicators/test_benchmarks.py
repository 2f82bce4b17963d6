"""Averages, ranks, quarters and positions: what is missing is named, ties are fair, polarity decides what is better."""

from decimal import Decimal
from fractions import Fraction
from statistics import quantiles

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riia.indicators.model import Missing, Number, Polarity, Symbol, Value
from riia.indicators.statistics.benchmarks import (
    Band,
    BenchmarkError,
    Judgement,
    PercentilePosition,
    Position,
    Quarter,
    RankOrder,
    judge,
    mean,
    median,
    percentile_position,
    quartile_bands,
    rank,
)

C, X, Z = (Missing(Symbol(code)) for code in "cxz")
Places = list[tuple[str, Value]]

numbers = st.one_of(st.integers(0, 30), st.decimals(0, 30, places=1)).map(Number)
values: st.SearchStrategy[Value] = st.one_of(numbers, numbers, numbers, st.sampled_from(Symbol).map(Missing))


@st.composite
def comparisons(draw: st.DrawFn, min_size: int = 0) -> Places:
    drawn = draw(st.lists(values, min_size=min_size, max_size=25))
    return [(f"{300 + at}", value) for at, value in enumerate(drawn)]


def places(*figures: float | str | Missing) -> Places:
    return [
        (str(831 + at), figure if isinstance(figure, Missing) else Number(Decimal(str(figure))))
        for at, figure in enumerate(figures)
    ]


def test_the_mean_of_neighbours_leaves_out_and_names_the_missing() -> None:
    answer = mean(places(10, 20, C, 60))
    assert answer.value == Number(30)
    assert (answer.usable, answer.of) == (3, 4)
    assert answer.words.startswith("Mean of 3 of 4. Missing: 833 (suppressed")


@pytest.mark.parametrize(
    ("figures", "middle"),
    [((5,), 5), ((1, 9), 5), ((1, 2), "1.5"), ((9, 1, 5), 5), ((9, C, 1, X, 5, 6), "5.5"), ((7, 7, 7, 0), 7)],
)
def test_the_median_is_the_middle_figure(figures: tuple[float | Missing, ...], middle: float | str) -> None:
    assert median(places(*figures)).value == Number(Decimal(str(middle)))


def test_the_method_is_named_because_official_tools_differ() -> None:
    skewed = places(1, 2, 30)
    assert mean(skewed).words == "Mean of all 3."
    assert median(skewed).words == "Median of all 3."
    assert mean(skewed).value != median(skewed).value


@pytest.mark.parametrize(("figures", "answer"), [((), Z), ((X, X), X), ((X, C), C)])
def test_an_average_of_nothing_is_missing_and_not_zero(figures: tuple[Missing, ...], answer: Missing) -> None:
    for average in (mean(places(*figures)), median(places(*figures))):
        assert average.value == answer
        assert (average.usable, average.of) == (0, len(figures))


@given(comparisons())
def test_averages_agree_with_plain_arithmetic(given_values: Places) -> None:
    known = sorted(Fraction(value.value) for _, value in given_values if isinstance(value, Number))
    for average in (mean(given_values), median(given_values)):
        assert average.usable == len(known)
        assert average.usable + len(average.missing) == average.of == len(given_values)
        assert isinstance(average.value, Number) == bool(known)
    if known:
        exact_mean = sum(known) / len(known)
        assert abs(Fraction(number_of(mean(given_values).value)) - exact_mean) < Fraction(1, 10**20)
        middle = (known[(len(known) - 1) // 2] + known[len(known) // 2]) / 2
        assert Fraction(number_of(median(given_values).value)) == middle


def number_of(value: Value) -> int | Decimal:
    assert isinstance(value, Number)
    return value.value


def test_ranks_share_the_lowest_rank_and_follow_polarity() -> None:
    figures = places(20, 10, 20, C, 30)
    down = rank(figures, Polarity.DOWN)
    assert {place: position.position for place, position in down.positions.items()} == {
        "832": 1,
        "831": 2,
        "833": 2,
        "835": 4,
    }
    up = rank(figures, Polarity.UP)
    assert [up.positions[place].position for place in ("835", "831", "833", "832")] == [1, 2, 2, 4]
    assert up.of == 4
    assert up.of_place("834") == C
    assert up.of_place("831") == Position(2, 4, 1, RankOrder.HIGHEST_FIRST, Polarity.UP)


def test_a_rank_says_which_end_is_first_and_whether_that_is_better() -> None:
    figures = places(20, 10, 20)
    words = {polarity: rank(figures, polarity).positions["831"].words for polarity in Polarity}
    assert words[Polarity.DOWN] == "joint 2 of 3 (1 is the lowest, and a lower figure is better)"
    assert words[Polarity.UP] == "joint 1 of 3 (1 is the highest, and a higher figure is better)"
    assert words[Polarity.NONE] == "joint 1 of 3 (1 is the highest; neither higher nor lower is better in itself)"
    assert rank(figures, Polarity.DOWN).positions["832"].words.startswith("1 of 3")


@given(comparisons(), st.sampled_from(Polarity))
def test_a_rank_is_one_more_than_the_places_ahead(given_values: Places, polarity: Polarity) -> None:
    known = {place: value.value for place, value in given_values if isinstance(value, Number)}
    ranking = rank(given_values, polarity)
    assert ranking.positions.keys() == known.keys()
    assert len(ranking.missing) == len(given_values) - len(known)
    for place, own in known.items():
        if polarity is Polarity.DOWN:
            ahead = sum(other < own for other in known.values())
        else:
            ahead = sum(other > own for other in known.values())
        position = ranking.positions[place]
        assert (position.position, position.of) == (ahead + 1, len(known))
        assert position.tied_with == sum(other == own for other in known.values()) - 1


def test_bands_as_the_interactive_tool_gives_them() -> None:
    # R: quantile(c(10, 20, 30, 40, 50)) is 10 20 30 40 50; a figure on an edge belongs to the lower quarter.
    figures = places(10, 20, 30, 40, 50, C)
    low = quartile_bands(figures, Polarity.DOWN)
    assert low.edges == (10, 20, 30, 40, 50)
    assert "".join(low.bands[place] for place in ("831", "832", "833", "834", "835")) == "AABCD"
    high = quartile_bands(figures, Polarity.UP)
    assert "".join(high.bands[place] for place in ("831", "832", "833", "834", "835")) == "DDCBA"
    assert "836" not in high.bands
    assert (high.usable, len(high.missing), high.reason) == (5, 1, "")


def test_without_polarity_there_are_quarters_and_no_bands() -> None:
    answer = quartile_bands(places(1, 2, 3, 4), Polarity.NONE)
    assert answer.bands == {}
    assert list(answer.quarters.values()) == list(Quarter)
    assert answer.edges == (1, Decimal("1.75"), Decimal("2.5"), Decimal("3.25"), 4)
    assert answer.reason == "No bands: neither higher nor lower is better in itself."


@pytest.mark.parametrize(
    ("figures", "reason"),
    [
        ((), "Quarters need 4"),
        ((1, 2, 3, C), "here are 3"),
        ((100, 100, 100, 100), "same figure"),
        ((C, C, C, C), "here are 0"),
    ],
)
def test_too_few_or_equal_figures_have_no_quarters(figures: tuple[float | Missing, ...], reason: str) -> None:
    for polarity in Polarity:
        answer = quartile_bands(places(*figures), polarity)
        assert (answer.quarters, answer.bands, answer.edges) == ({}, {}, ())
        assert reason in answer.reason


def test_every_band_is_said_in_words() -> None:
    assert Band.A.words == "band A, the best quarter"
    assert len({band.words for band in Band}) == 4


def band_by_hand(own: Fraction, edges: list[Fraction], polarity: Polarity) -> str:
    """The interactive tool's cascade of comparisons, spelled out."""
    letters = "ABCD" if polarity is Polarity.DOWN else "DCBA"
    if own <= edges[0]:
        return letters[0]
    if own <= edges[1]:
        return letters[1]
    return letters[2] if own <= edges[2] else letters[3]


@given(comparisons(min_size=4), st.sampled_from([Polarity.UP, Polarity.DOWN]))
def test_bands_agree_with_the_cascade_on_the_standard_librarys_quartiles(
    given_values: Places, polarity: Polarity
) -> None:
    known = {place: Fraction(value.value) for place, value in given_values if isinstance(value, Number)}
    answer = quartile_bands(given_values, polarity)
    if len(known) < 4 or len(set(known.values())) == 1:
        assert answer.bands == {}
        return
    edges = quantiles(known.values(), n=4, method="inclusive")
    assert [Fraction(edge) for edge in answer.edges[1:4]] == edges
    assert {place: band.value for place, band in answer.bands.items()} == {
        place: band_by_hand(own, edges, polarity) for place, own in known.items()
    }


@given(comparisons(min_size=4))
def test_polarity_turns_bands_round_and_leaves_quarters_alone(given_values: Places) -> None:
    up, down, none = (quartile_bands(given_values, polarity) for polarity in Polarity)
    assert up.quarters == down.quarters == none.quarters
    turned = dict(zip("ABCD", "DCBA", strict=True))
    assert {place: turned[band] for place, band in up.bands.items()} == down.bands


def test_the_position_among_others() -> None:
    figures = places(10, 20, 20, 40, C)
    assert percentile_position(figures, "832") == PercentilePosition(lower=1, same=1, higher=1)
    top = percentile_position(figures, "834")
    assert isinstance(top, PercentilePosition)
    assert top.percent_lower == Decimal("100.0")
    assert top.words == "higher than 3 of the 3 others with a figure"
    middle = percentile_position(figures, "833")
    assert isinstance(middle, PercentilePosition)
    assert middle.percent_lower == Decimal("33.3")
    assert middle.words == "higher than 1 of the 3 others with a figure, the same as 1"
    assert percentile_position(figures, "835") == C


def test_the_only_place_with_a_figure_has_no_position_to_speak_of() -> None:
    alone = percentile_position(places(10, C), "831")
    assert isinstance(alone, PercentilePosition)
    assert alone.words == "no other place has a figure"
    assert alone.percent_lower == 0


def test_a_place_twice_or_not_at_all_is_refused() -> None:
    twice: Places = [("E12000007", Number(1)), ("E12000007", C)]
    for ask in (mean, median):
        for order in (twice, twice[::-1]):
            with pytest.raises(BenchmarkError, match="E12000007 comes twice"):
                ask(order)
    with pytest.raises(BenchmarkError, match="comes twice"):
        rank(twice, Polarity.UP)
    with pytest.raises(BenchmarkError, match="comes twice"):
        quartile_bands(twice, Polarity.UP)
    with pytest.raises(BenchmarkError, match="999 is not among"):
        percentile_position(places(1, 2), "999")
    with pytest.raises(BenchmarkError, match="999 is not among"):
        rank(places(1, C), Polarity.UP).of_place("999")


@pytest.mark.parametrize(
    ("difference", "polarity", "judgement"),
    [
        (Number(1), Polarity.UP, Judgement.BETTER),
        (Number(-1), Polarity.UP, Judgement.WORSE),
        (Number(1), Polarity.DOWN, Judgement.WORSE),
        (Number(Decimal("-0.1")), Polarity.DOWN, Judgement.BETTER),
        (Number(0), Polarity.DOWN, Judgement.SAME),
        (Number(0), Polarity.NONE, Judgement.NOT_JUDGED),
        (Number(9), Polarity.NONE, Judgement.NOT_JUDGED),
        (C, Polarity.UP, Judgement.NOT_JUDGED),
    ],
)
def test_better_and_worse_need_a_polarity_and_a_number(
    difference: Value, polarity: Polarity, judgement: Judgement
) -> None:
    assert judge(difference, polarity) is judgement
