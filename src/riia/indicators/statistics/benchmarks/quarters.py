"""Quarters of a comparison, and the bands A to D that follow from them where an indicator has a polarity.

LAIT (dfe-analytical-services/local-authority-interactive-tool, `R/fn_analysis.R`, `calculate_quartile_band`, with R's
default `quantile`): the edges lie at 25, 50 and 75 per cent of the places with a figure, interpolated; a figure on an
edge belongs to the lower quarter. Band A is the lowest quarter where low is better and the highest where high is
better. Without polarity there is no band.

Two departures. Below four figures, or when all are equal, there are no quarters and the answer says why; LAIT would
call every place A, or every place D, by the polarity alone. And the quarters themselves are offered without judgement
for indicators of every polarity.
"""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from riia.indicators.model import MissingPart, Number, Polarity, Value, add, difference, ratio
from riia.indicators.statistics.benchmarks.figures import Figures, polarity_of

_FEWEST = 4


class Quarter(StrEnum):
    """A quarter of the places by the height of their figure, without judgement."""

    LOWEST = "lowest quarter"
    SECOND = "second lowest quarter"
    THIRD = "second highest quarter"
    HIGHEST = "highest quarter"


class Band(StrEnum):
    """A quarter by how good the figure is: A the best."""

    A = "A"
    B = "B"
    C = "C"
    D = "D"

    @property
    def words(self) -> str:
        """The band in words."""
        return f"band {self.value}, {_BAND_WORDS[self]}"


_BAND_WORDS = {
    Band.A: "the best quarter",
    Band.B: "the second best quarter",
    Band.C: "the third best quarter",
    Band.D: "the quarter furthest from the best",
}


@dataclass(frozen=True, slots=True)
class QuartileBands:
    """The quarter of every place with a figure, and its band where the polarity allows one.

    `edges` are the lowest figure, the three quartiles and the highest, empty when there are no quarters. `reason` says
    why bands are absent and is empty otherwise.
    """

    polarity: Polarity
    quarters: dict[str, Quarter]
    bands: dict[str, Band]
    edges: tuple[int | Decimal, ...]
    usable: int
    missing: tuple[MissingPart, ...]
    reason: str


def quartile_bands(values: Iterable[tuple[str, Value]], polarity: Polarity) -> QuartileBands:
    """Part the places that have a figure into quarters and bands.

    Raises BenchmarkError for a place given twice and for an unknown polarity.
    """
    polarity = polarity_of(polarity)
    figures = Figures.of_places(values)
    ascending = sorted(figures.usable.values())
    usable, missing = len(ascending), figures.missing
    if usable < _FEWEST:
        reason = f"Quarters need {_FEWEST} places with a figure; here are {usable}."
        return QuartileBands(polarity, {}, {}, (), usable, missing, reason)
    if ascending[0] == ascending[-1]:
        return QuartileBands(polarity, {}, {}, (), usable, missing, "All places have the same figure.")
    edges = tuple(_edge(ascending, quarter) for quarter in range(5))
    order = tuple(Quarter)
    quarters = {place: order[bisect_left(edges[1:4], value)] for place, value in figures.usable.items()}
    if polarity is Polarity.NONE:
        reason = f"No bands: {polarity.words}."
        return QuartileBands(polarity, quarters, {}, edges, usable, missing, reason)
    best_first = order if polarity is Polarity.DOWN else tuple(reversed(order))
    band_of = dict(zip(best_first, Band, strict=True))
    bands = {place: band_of[quarter] for place, quarter in quarters.items()}
    return QuartileBands(polarity, quarters, bands, edges, usable, missing, "")


def _edge(ascending: Sequence[int | Decimal], quarter: int) -> int | Decimal:
    """The figure at `quarter` quarters of the way through, interpolated (type 7 of Hyndman and Fan 1996)."""
    whole, fourths = divmod((len(ascending) - 1) * quarter, 4)
    low = Number(ascending[whole])
    if not fourths:
        return low.value
    step = difference(Number(ascending[whole + 1]), low)
    edge = add(low, ratio(step, Number(4), per=fourths))
    assert isinstance(edge, Number)
    return edge.value
