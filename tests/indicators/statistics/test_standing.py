"""Quarters, bands, ranks and neighbours' averages on arrays: LAIT's rules, R's quantiles, and as benchmarks."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from riia.indicators.model import Missing, Number, Polarity, Symbol, Value
from riia.indicators.statistics import (
    StatisticsError,
    average_of,
    band_of,
    benchmarks,
    neighbours_average,
    quartile_edges,
    quartile_of,
    rank_of,
)

NAN = float("nan")
figures = st.one_of(st.integers(0, 20), st.integers(0, 200).map(lambda tenths: tenths / 10), st.just("c"), st.none())
many = st.lists(figures, max_size=30)


def named(drawn: list[float | str | None]) -> list[tuple[str, Value]]:
    """The same figures as benchmarks takes them."""
    missing: dict[object, Value] = {"c": Missing(Symbol.SUPPRESSED), None: Missing(Symbol.NOT_AVAILABLE)}
    return [
        (str(at), missing[figure] if figure is None or isinstance(figure, str) else Number(figure))
        for at, figure in enumerate(drawn)
    ]


def test_bands_as_lait_gives_them() -> None:
    # R: quantile(c(10, 20, 30, 40, 50)) is 10 20 30 40 50; a figure on an edge belongs to the lower quarter.
    values = [10, 20, 30, 40, 50, "c"]
    assert quartile_edges(values) == (10, 20, 30, 40, 50)
    np.testing.assert_array_equal(quartile_of(values), [1, 1, 2, 3, 4, NAN])
    assert band_of(values, Polarity.DOWN).tolist() == ["A", "A", "B", "C", "D", None]
    assert band_of(values, Polarity.UP).tolist() == ["D", "D", "C", "B", "A", None]
    assert band_of(values, Polarity.NONE).tolist() == [None] * 6


def test_the_edges_are_rs_quantiles() -> None:
    # R 4.2.2: quantile(c(1, 2, 3, 4)) and quantile(c(22.6, 23.1, 23.1, 27.9, 30.4, 41)).
    assert quartile_edges([3, 1, 4, 2]) == (1, 1.75, 2.5, 3.25, 4)
    assert quartile_edges([41, 22.6, 23.1, 30.4, 23.1, 27.9]) == pytest.approx((22.6, 23.1, 25.5, 29.775, 41))


@settings(deadline=None)
@given(many, st.sampled_from(Polarity))
def test_arrays_and_benchmarks_give_the_same_answer(drawn: list[float | str | None], polarity: Polarity) -> None:
    theirs = benchmarks.quartile_bands(named(drawn), polarity)
    places = [str(at) for at in range(len(drawn))]
    assert band_of(drawn, polarity).tolist() == [theirs.bands.get(place) for place in places]
    order = list(benchmarks.Quarter)
    expected = [order.index(theirs.quarters[place]) + 1.0 if place in theirs.quarters else NAN for place in places]
    np.testing.assert_array_equal(quartile_of(drawn), expected)
    np.testing.assert_array_equal(quartile_edges(drawn), [float(edge) for edge in theirs.edges] or [NAN] * 5)
    ranks = benchmarks.rank(named(drawn), polarity).positions
    expected = [float(ranks[place].position) if place in ranks else NAN for place in places]
    np.testing.assert_array_equal(rank_of(drawn, polarity), expected)


@settings(deadline=None)
@given(many)
def test_arrays_and_numpy_give_the_same_quartiles(drawn: list[float | str | None]) -> None:
    known = [one for one in drawn if isinstance(one, int | float)]
    if len(known) >= 4 and len(set(known)) > 1:
        assert quartile_edges(drawn) == pytest.approx(tuple(np.quantile(known, [0, 0.25, 0.5, 0.75, 1])))
    else:
        assert np.isnan(quartile_edges(drawn)).all()
        assert np.isnan(quartile_of(drawn)).all()
    assert np.isnan(rank_of(drawn)).tolist() == [not isinstance(one, int | float) for one in drawn]


@settings(deadline=None)
@given(many, st.sampled_from(["mean", "median"]))
def test_an_average_is_that_of_numpy_with_the_number_usable(drawn: list[float | str | None], method: str) -> None:
    known = [one for one in drawn if isinstance(one, int | float)]
    found = average_of(drawn, method)
    assert (found.usable, found.of, found.method) == (len(known), len(drawn), method)
    if known:
        assert isinstance(found.value, Number)
        assert float(found.value) == pytest.approx(getattr(np, method)(known), rel=1e-12)
    else:
        assert isinstance(found.value, Missing)


def test_ties_share_the_lowest_rank() -> None:
    # R: rank(c(20, 10, 20, NA, 30), ties.method = "min", na.last = "keep") is 2 1 2 NA 4.
    np.testing.assert_array_equal(rank_of([20, 10, 20, None, 30], Polarity.DOWN), [2, 1, 2, NAN, 4])
    np.testing.assert_array_equal(rank_of([20, 10, 20, None, 30], Polarity.UP), [2, 4, 2, NAN, 1])
    np.testing.assert_array_equal(rank_of([]), [])


def test_figures_are_taken_at_15_digits_as_control_charts_take_them() -> None:
    np.testing.assert_array_equal(rank_of([0.1 + 0.2, 0.3, 0.5]), [2, 2, 1])
    np.testing.assert_array_equal(rank_of([0.300000000000001, 0.3, 0.5]), [2, 3, 1])
    # The first quartile of these five is the second lowest figure, 0.3, however it was reckoned.
    np.testing.assert_array_equal(quartile_of([0.1, 0.3, 0.1 + 0.2, 0.5, 0.6]), [1, 1, 1, 3, 4])


def test_the_missing_of_an_average_are_named_by_the_positions_that_errors_name() -> None:
    assert average_of([3, "c", 5], "mean").words.startswith("Mean of 2 of 3. Missing: position 1 (suppressed")
    with pytest.raises(StatisticsError, match="position 1"):
        average_of([3, "?", 5], "mean")


def test_the_neighbours_of_each_place() -> None:
    values = [1, 2, "c", 4, 10]
    found = neighbours_average(values, [[1, 2, 4], [0, 3, 4], [0, 1], [2], []])
    np.testing.assert_allclose(found.mean, [6, 5, 1.5, NAN, NAN])
    np.testing.assert_allclose(found.median, [6, 4, 1.5, NAN, NAN])
    assert found.usable.tolist() == [2, 3, 2, 0, 0]
    assert found.of.tolist() == [3, 3, 2, 1, 0]
    assert found.missing == {3: Symbol.SUPPRESSED, 4: Symbol.NOT_APPLICABLE}


@settings(deadline=None)
@given(st.lists(figures, min_size=12, max_size=20), st.data())
def test_ten_neighbours_as_benchmarks_averages_them(drawn: list[float | str | None], data: st.DataObject) -> None:
    size = len(drawn)
    lists = [data.draw(st.permutations([other for other in range(size) if other != at])).copy()[:10] for at in range(3)]
    lists += [[other for other in range(size) if other != at][:10] for at in range(3, size)]
    found = neighbours_average(drawn, lists)
    pairs = named(drawn)
    for at, members in enumerate(lists):
        mean, median = (method(pairs[one] for one in members) for method in (benchmarks.mean, benchmarks.median))
        assert (found.usable[at], found.of[at]) == (mean.usable, 10)
        for ours, theirs in ((found.mean[at], mean.value), (found.median[at], median.value)):
            if isinstance(theirs, Missing):
                assert np.isnan(ours)
                assert found.missing[at] is theirs.symbol
            else:
                assert ours == float(theirs)
                assert at not in found.missing


@pytest.mark.parametrize(
    ("ask", "says"),
    [
        (lambda: rank_of(5), r"values has shape \(\)"),
        (lambda: quartile_of([[1, 2], [3, 4]]), "Give one list, with an entry for each place"),
        (lambda: band_of([1e20], Polarity.UP), "too large for a figure"),
        (lambda: rank_of([float("inf")]), "not a finite number"),
        (lambda: average_of([1], "mode"), 'Give "mean" or "median"'),
        (lambda: neighbours_average([1, 2], [[1]]), "1 lists for 2 places"),
        (lambda: neighbours_average([1, 2], [[2], [0]]), "place 0: there is no place 2"),
        (lambda: neighbours_average([1, 2], [[-1], [0]]), "place 0: there is no place -1"),
        (lambda: neighbours_average([1, 2], [[1], [1]]), "place 1: a place is no neighbour of itself"),
        (lambda: neighbours_average([1, 2], [[1, 1], [0]]), "place 0: a neighbour comes twice"),
        (lambda: neighbours_average([1, 2], [["Kent"], [0]]), "place 0: 'Kent' is no position"),
        (lambda: neighbours_average([1, 2], [[1], [0.0]]), "place 1: 0.0 is no position"),
    ],
)
def test_what_makes_no_sense_is_refused(ask, says: str) -> None:
    with pytest.raises(StatisticsError, match=says):
        ask()


@pytest.mark.parametrize("polarity", Polarity)
def test_a_polarity_by_its_text_is_that_polarity(polarity: Polarity) -> None:
    """Texts equal the members of Polarity and are not they: "up" must not be taken for DOWN."""
    values = [1, 2, 3, 4, 9]
    text = str(polarity)
    assert band_of(values, text).tolist() == band_of(values, polarity).tolist()
    np.testing.assert_array_equal(rank_of(values, text), rank_of(values, polarity))
    assert benchmarks.judge(Number(1), text) is benchmarks.judge(Number(1), polarity)
    assert benchmarks.rank(named(values), text) == benchmarks.rank(named(values), polarity)
    assert benchmarks.quartile_bands(named(values), text) == benchmarks.quartile_bands(named(values), polarity)


def test_an_unknown_polarity_is_refused_with_those_there_are() -> None:
    for ask in (band_of, rank_of):
        with pytest.raises(StatisticsError, match='Give "up", "down" or "none"'):
            ask([1, 2, 3, 4], "High")
    for judged in (benchmarks.rank, benchmarks.quartile_bands):
        with pytest.raises(benchmarks.BenchmarkError, match="polarity='High' is not known"):
            judged([], "High")
    with pytest.raises(benchmarks.BenchmarkError, match="is not known"):
        benchmarks.judge(Number(1), "High")
