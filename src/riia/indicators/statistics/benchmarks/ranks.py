"""Ranks with ties, as the Local Authority Interactive Tool gives them, and the position among others in per cent.

LAIT (dfe-analytical-services/local-authority-interactive-tool, `R/fn_analysis.R`, `calculate_rank`): ties share the
lowest rank, places without a figure have none, rank 1 is the lowest figure where low is better and the highest where
high is better. Where an indicator has no polarity LAIT gives no rank. There we count from the highest and say that it
is no judgement, because readers ask "are we high?" of referrals too.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from riia.indicators.model import Missing, MissingPart, Number, Polarity, Value, rounded
from riia.indicators.statistics.benchmarks.figures import BenchmarkError, Figures, polarity_of


class RankOrder(StrEnum):
    """Which figure has rank 1."""

    LOWEST_FIRST = "1 is the lowest"
    HIGHEST_FIRST = "1 is the highest"


@dataclass(frozen=True, slots=True)
class Position:
    """A place in a ranking: `position` of the `of` places with a figure, shared with `tied_with` others."""

    position: int
    of: int
    tied_with: int
    order: RankOrder
    polarity: Polarity

    @property
    def words(self) -> str:
        """The position in words: "joint 3 of 150 (1 is the lowest, and a lower figure is better)"."""
        joint = "joint " if self.tied_with else ""
        link = ", and " if self.polarity is not Polarity.NONE else "; "
        return f"{joint}{self.position} of {self.of} ({self.order.value}{link}{self.polarity.words})"


@dataclass(frozen=True, slots=True)
class Ranking:
    """The ranks of all places that have a figure."""

    order: RankOrder
    polarity: Polarity
    positions: dict[str, Position]
    missing: tuple[MissingPart, ...]

    @property
    def of(self) -> int:
        """How many places are ranked."""
        return len(self.positions)

    def of_place(self, place: str) -> Position | Missing:
        """The position of `place`, or why it has none. Raises BenchmarkError for a place not compared."""
        if place in self.positions:
            return self.positions[place]
        for part in self.missing:
            if part.part == place:
                return Missing(part.symbol)
        raise BenchmarkError(f"Place {place} is not among the places ranked. Add it to the comparison.")


def rank(values: Iterable[tuple[str, Value]], polarity: Polarity) -> Ranking:
    """Rank the places that have a figure; ties share the lowest rank.

    Raises BenchmarkError for a place given twice and for an unknown polarity.
    """
    polarity = polarity_of(polarity)
    figures = Figures.of_places(values)
    order = RankOrder.LOWEST_FIRST if polarity is Polarity.DOWN else RankOrder.HIGHEST_FIRST
    ascending = sorted(figures.usable.values())
    positions = {}
    for place, value in figures.usable.items():
        lower, not_higher = bisect_left(ascending, value), bisect_right(ascending, value)
        before = lower if order is RankOrder.LOWEST_FIRST else len(ascending) - not_higher
        positions[place] = Position(before + 1, len(ascending), not_higher - lower - 1, order, polarity)
    return Ranking(order, polarity, positions, figures.missing)


@dataclass(frozen=True, slots=True)
class PercentilePosition:
    """How many of the other places with a figure have a lower, the same or a higher one."""

    lower: int
    same: int
    higher: int

    @property
    def others(self) -> int:
        """How many other places have a figure."""
        return self.lower + self.same + self.higher

    @property
    def percent_lower(self) -> Decimal:
        """The share of the other places that have a lower figure, in per cent with one decimal; 0 without any other."""
        if not self.others:
            return Decimal(0)
        share = rounded(Number(Decimal(100 * self.lower) / self.others), 1)
        assert isinstance(share, Number)
        return Decimal(share.value)

    @property
    def words(self) -> str:
        """In words, without judgement: "higher than 120 of the 149 others with a figure"."""
        if not self.others:
            return "no other place has a figure"
        same = f", the same as {self.same}" if self.same else ""
        return f"higher than {self.lower} of the {self.others} others with a figure{same}"


def percentile_position(values: Iterable[tuple[str, Value]], place: str) -> PercentilePosition | Missing:
    """Where `place` stands among the others with a figure, or why it has no figure.

    Raises BenchmarkError for a place given twice or not among those compared.
    """
    figures = Figures.of_places(values)
    symbol = figures.symbol_of(place)
    if symbol is not None:
        return Missing(symbol)
    own = figures.usable[place]
    lower = sum(value < own for value in figures.usable.values())
    higher = sum(value > own for value in figures.usable.values())
    return PercentilePosition(lower, len(figures.usable) - lower - higher - 1, higher)
