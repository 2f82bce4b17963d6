"""What scores add up to: weighted points, their spread, and a ranking that never counts a missing score as 0. Pure.

A criterion has a weight, the points it gives at its highest score. All sums are fractions, so that two applications are
level only if they are.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Weighed:
    """A criterion as far as points go: its key, its points at most, its highest score."""

    key: int
    weight: int
    top: int

    def points(self, score: int) -> Fraction:
        """The points of a score of this criterion."""
        if not 0 <= score <= self.top:
            raise ValueError(f"A score of this criterion is between 0 and {self.top}, not {score}.")
        return Fraction(score * self.weight, self.top)


def total(criteria: Sequence[Weighed], scores: Mapping[int, int]) -> Fraction | None:
    """The points of one person's scores; None as long as any criterion has none."""
    if not criteria or any(each.key not in scores for each in criteria):
        return None
    return sum((each.points(scores[each.key]) for each in criteria), Fraction(0))


def at_most(criteria: Sequence[Weighed]) -> int:
    """The points an application can have."""
    return sum(each.weight for each in criteria)


@dataclass(frozen=True, slots=True)
class Standing:
    """How an application stands: its mean points with the lowest and highest total, and who has not scored."""

    key: int
    totals: tuple[Fraction, ...]
    expected: int
    rank: int | None = None
    level: bool = False
    """Another application has exactly the same mean."""

    @property
    def mean(self) -> Fraction | None:
        """The mean of the totals there are; None where nobody has scored."""
        return sum(self.totals, Fraction(0)) / len(self.totals) if self.totals else None

    @property
    def spread(self) -> Fraction | None:
        """The distance between the highest and the lowest total."""
        return max(self.totals) - min(self.totals) if self.totals else None

    @property
    def missing(self) -> int:
        """How many who are to score have not."""
        return max(self.expected - len(self.totals), 0)


def ranked(found: Mapping[int, tuple[Sequence[Fraction], int]]) -> list[Standing]:
    """Applications by their mean points, the highest first; what nobody has scored comes last and has no rank.

    `found` gives for each application its totals and how many people are to score it. Level ones share a rank.
    """
    stood = [Standing(key, tuple(totals), expected) for key, (totals, expected) in found.items()]
    means = [each.mean for each in stood if each.mean is not None]
    placed = []
    for each in stood:
        mean = each.mean
        if mean is not None:
            rank = 1 + sum(other > mean for other in means)
            each = Standing(each.key, each.totals, each.expected, rank, means.count(mean) > 1)
        placed.append(each)
    return sorted(placed, key=lambda each: (each.rank is None, each.rank or 0, each.key))


def shown(points: Fraction) -> str:
    """Points with one decimal, rounded half up: "72.5"; whole ones without."""
    exact = Decimal(points.numerator) / Decimal(points.denominator)
    text = f"{exact.quantize(Decimal('0.1'), rounding=ROUND_HALF_UP):f}"
    return text.removesuffix(".0")
