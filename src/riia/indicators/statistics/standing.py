"""Where places stand, on plain arrays: quarters and bands, ranks, and the average of a place's neighbours.

The rules, and the arithmetic, are those of `benchmarks` (of LAIT, the DfE's Local Authority Interactive Tool, and of
the DfE dashboard): `benchmarks` takes places and values by name and says everything about them; these take an array and
answer in its shape. Figures are taken at 15 significant digits, which is what a float always holds, as the control
charts take them. Give figures rounded as they are published, so that the same figure is a tie.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

import numpy as np
from numpy.typing import NDArray

from riia.indicators.model import Missing, Number, NumberError, Polarity, Symbol, Value
from riia.indicators.statistics import benchmarks
from riia.indicators.statistics.arguments import choice_of, entries_of
from riia.indicators.statistics.arrays import ArrayLike, Floats, Given, StatisticsError, given, shown
from riia.indicators.statistics.benchmarks import Average, AverageMethod, Quarter, QuartileBands

type Objects = NDArray[np.object_]
_METHODS: Final = {AverageMethod.MEAN: benchmarks.mean, AverageMethod.MEDIAN: benchmarks.median}
_HEIGHT: Final = {quarter: float(at) for at, quarter in enumerate(Quarter, start=1)}


@dataclass(frozen=True, slots=True)
class NeighbourAverages:
    """The neighbours' mean and median for each place, with how many of its neighbours have a number.

    Arrays with an entry for each place. `usable` counts the neighbours with a number, `of` all of them. Where none has
    one, mean and median are NaN and `missing` says why, by the position of the place.
    """

    mean: Floats
    median: Floats
    usable: NDArray[np.int_]
    of: NDArray[np.int_]
    missing: dict[int, Symbol]


def quartile_of(values: ArrayLike) -> Floats:
    """The quarter of each place by the height of its figure: 1 the lowest to 4 the highest. No judgement.

    The edges are R's quantiles of type 7 (Hyndman RJ and Fan Y, 1996, The American Statistician 50:361-365) of the
    places with a figure; a figure on an edge is in the lower quarter. NaN where there is no figure, and everywhere with
    fewer than four figures or with all of them equal.

    Raises StatisticsError for what is not one list of places.
    """
    read, found = _banded(values, Polarity.NONE)
    return _laid_out(read, {place: _HEIGHT[quarter] for place, quarter in found.quarters.items()})


def band_of(values: ArrayLike, polarity: Polarity | str) -> Objects:
    """The band of each place, A the best quarter to D, as LAIT's `calculate_quartile_band`; None where there is none.

    With polarity DOWN A is the lowest quarter, with UP the highest; with NONE there are no bands. Otherwise as
    `quartile_of`. Entries are `Band`, which are texts "A" to "D".

    Raises StatisticsError for what is not one list of places, and for an unknown polarity.
    """
    read, found = _banded(values, choice_of("polarity", polarity, Polarity))
    bands: Objects = np.full(read.values.shape, None, dtype=object)
    for place, band in found.bands.items():
        bands[int(place)] = band
    return bands


def quartile_edges(values: ArrayLike) -> tuple[float, float, float, float, float]:
    """The lowest figure, the three quartiles and the highest, as R's `quantile`; five NaN where there are no quarters.

    Raises StatisticsError for what is not one list of places.
    """
    edges = _banded(values, Polarity.NONE)[1].edges
    lowest, first, middle, third, highest = map(float, edges) if edges else [float("nan")] * 5
    return lowest, first, middle, third, highest


def rank_of(values: ArrayLike, polarity: Polarity | str = Polarity.NONE) -> Floats:
    """The rank of each place, ties sharing the lowest (best) number, as LAIT's `calculate_rank`. NaN without a figure.

    Rank 1 is the lowest figure with polarity DOWN, otherwise the highest (R's `rank(..., ties.method = "min")`).

    Raises StatisticsError for what is not one list of places, and for an unknown polarity.
    """
    read = _places("values", values)
    ranking = benchmarks.rank(_pairs(read), choice_of("polarity", polarity, Polarity))
    return _laid_out(read, {place: float(position.position) for place, position in ranking.positions.items()})


def neighbours_average(values: ArrayLike, neighbours: Sequence[Sequence[int]]) -> NeighbourAverages:
    """The mean and the median of each place's neighbours.

    `neighbours` has for each place the positions of its neighbours in `values`, counted from 0 (the ten of the DfE's
    list: `riia.indicators.reference.neighbour_lists`). LAIT gives the mean of the neighbours that have a figure, the
    DfE dashboard the median for rates and percentages: name the one that is shown.

    Raises StatisticsError for a neighbour that is not in `values`, that comes twice or is the place itself, and where
    there is not one list of neighbours for each place.
    """
    read = _places("values", values)
    pairs = _pairs(read)
    lists = entries_of("neighbours", neighbours, "Give for each place the positions of its neighbours.")
    if len(lists) != len(pairs):
        raise StatisticsError(f"neighbours has {len(lists)} lists for {len(pairs)} places. Give one for each place.")
    chosen = [_chosen(pairs, at, members) for at, members in enumerate(lists)]
    averages = [(benchmarks.mean(those), benchmarks.median(those)) for those in chosen]
    return NeighbourAverages(
        np.array([_float(mean) for mean, _ in averages]),
        np.array([_float(median) for _, median in averages]),
        np.array([mean.usable for mean, _ in averages], dtype=np.int_),
        np.array([mean.of for mean, _ in averages], dtype=np.int_),
        {at: mean.value.symbol for at, (mean, _) in enumerate(averages) if isinstance(mean.value, Missing)},
    )


def average_of(values: ArrayLike, method: AverageMethod | str) -> Average:
    """The "mean" or "median" of a list of comparators, with how many had a figure, of how many, and its words.

    The missing are named by position. Raises StatisticsError for what is not one list, or another method.
    """
    of_those = _METHODS[choice_of("method", method, AverageMethod)]
    return of_those([(f"position {at}", value) for at, value in _pairs(_places("values", values))])


def _places(name: str, values: ArrayLike) -> Given:
    read = given(name, values)
    if read.values.ndim != 1:
        raise StatisticsError(f"{name} has shape {read.values.shape}. Give one list, with an entry for each place.")
    return read


def _pairs(read: Given) -> list[tuple[str, Value]]:
    """The places by their position, with their figures at 15 significant digits, so that 0.1 + 0.2 ties with 0.3."""
    try:
        return [
            (str(at), Missing(read.symbols[at]) if at in read.symbols else Number(Decimal(f"{value:.15g}")))
            for at, value in enumerate(read.values)
        ]
    except NumberError as error:
        raise StatisticsError(f"values: {error}") from None


def _banded(values: ArrayLike, polarity: Polarity) -> tuple[Given, QuartileBands]:
    read = _places("values", values)
    return read, benchmarks.quartile_bands(_pairs(read), polarity)


def _laid_out(read: Given, found: dict[str, float]) -> Floats:
    laid_out = np.full(read.values.shape, np.nan)
    for place, number in found.items():
        laid_out[int(place)] = number
    return laid_out


def _chosen(pairs: list[tuple[str, Value]], own: int, neighbours: object) -> list[tuple[str, Value]]:
    members = []
    for member in entries_of(f"neighbours, place {own}:", neighbours, "Give the positions of its neighbours."):
        if isinstance(member, bool) or not isinstance(member, int | np.integer):
            raise StatisticsError(
                f"neighbours, place {own}: {shown(member)} is no position. Give whole numbers from 0."
            )
        if not 0 <= member < len(pairs):
            raise StatisticsError(f"neighbours, place {own}: there is no place {member}. Positions count from 0.")
        if member == own:
            raise StatisticsError(f"neighbours, place {own}: a place is no neighbour of itself. Check the list.")
        members.append(int(member))
    if len(set(members)) != len(members):
        raise StatisticsError(f"neighbours, place {own}: a neighbour comes twice. Check the list.")
    return [pairs[member] for member in members]


def _float(average: Average) -> float:
    return float("nan") if isinstance(average.value, Missing) else float(average.value)
