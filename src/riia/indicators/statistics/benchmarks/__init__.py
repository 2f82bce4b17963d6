"""Where a place stands among others, and which way it is going.

Everything takes (place, value) or (period, value) pairs, where a value is a Number or a Missing. Missing figures are
left out of every average and rank, counted and named; each answer knows how many figures it rests on, of how many.
Give figures rounded as they are published, so that two places with the same published figure are tied.
"""

from riia.indicators.statistics.benchmarks.averages import Average, AverageMethod, mean, median
from riia.indicators.statistics.benchmarks.directions import Direction, Gap, Step, direction, expected_before
from riia.indicators.statistics.benchmarks.figures import BenchmarkError
from riia.indicators.statistics.benchmarks.judgements import Judgement, judge
from riia.indicators.statistics.benchmarks.quarters import Band, Quarter, QuartileBands, quartile_bands
from riia.indicators.statistics.benchmarks.ranks import (
    PercentilePosition,
    Position,
    Ranking,
    RankOrder,
    percentile_position,
    rank,
)

__all__ = [
    "Average",
    "AverageMethod",
    "Band",
    "BenchmarkError",
    "Direction",
    "Gap",
    "Judgement",
    "PercentilePosition",
    "Position",
    "Quarter",
    "QuartileBands",
    "RankOrder",
    "Ranking",
    "Step",
    "direction",
    "expected_before",
    "judge",
    "mean",
    "median",
    "percentile_position",
    "quartile_bands",
    "rank",
]
