"""The average of a group of places, with its method named.

Two official tools disagree: the Local Authority Interactive Tool gives the mean of the statistical neighbours with a
value, the DfE dashboard their median for rates and percentages. An average here therefore always carries its method.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from riia.indicators.model import MissingPart, Number, Value, add, ratio
from riia.indicators.statistics.benchmarks.figures import Figures, missing_in_words


class AverageMethod(StrEnum):
    """How an average was made."""

    MEAN = "mean"
    MEDIAN = "median"


@dataclass(frozen=True, slots=True)
class Average:
    """An average of the `usable` places that have a number, out of `of`.

    `value` is unrounded; it is Missing when no place has a number. Every place counts the same, whatever its size: this
    is not the rate of the group taken together.
    """

    method: AverageMethod
    value: Value
    usable: int
    of: int
    missing: tuple[MissingPart, ...]

    @property
    def words(self) -> str:
        """What the average rests on: "Median of 9 of 10. Missing: 830 (suppressed ...)."."""
        how_many = f"all {self.of}" if self.usable == self.of else f"{self.usable} of {self.of}"
        return f"{self.method.value.capitalize()} of {how_many}. {missing_in_words(self.missing)}".rstrip()


def mean(values: Iterable[tuple[str, Value]]) -> Average:
    """The plain mean of the places that have a number (LAIT's method).

    Raises BenchmarkError for a place given twice.
    """
    figures = Figures.of_places(values)
    numbers = [Number(value) for value in figures.usable.values()]
    value = ratio(add(*numbers), Number(len(numbers))) if numbers else figures.nothing
    return Average(AverageMethod.MEAN, value, len(numbers), figures.of, figures.missing)


def median(values: Iterable[tuple[str, Value]]) -> Average:
    """The middle figure of the places that have a number, or the mean of the two middle ones (the dashboard's method).

    Raises BenchmarkError for a place given twice.
    """
    figures = Figures.of_places(values)
    numbers = [Number(value) for value in sorted(figures.usable.values())]
    half, odd = divmod(len(numbers), 2)
    value: Value
    if not numbers:
        value = figures.nothing
    elif odd:
        value = numbers[half]
    else:
        value = ratio(add(numbers[half - 1], numbers[half]), Number(2))
    return Average(AverageMethod.MEDIAN, value, len(numbers), figures.of, figures.missing)
