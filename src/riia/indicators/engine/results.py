"""A figure computed from a council's own files, with everything needed to trace and to doubt it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from riia.indicators.definitions.counting import Base, Counting
from riia.indicators.model import Missing, Number, Period, Symbol, Value, day_in_words, per_10_000, percent, ratio


class Reach(StrEnum):
    """How far the files reach into what the figure needs."""

    WHOLE = "whole"
    SHORT_HISTORY = "short history"
    PART = "part"
    NONE = "none"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Coverage:
    """Whether the files hold what the figure needs. `words` says it in a sentence or two.

    `doubts` are those of the words that a reader must have also where the files reach all the way.
    """

    reach: Reach
    words: str
    doubts: str = ""

    def __str__(self) -> str:
        """As printed: "whole: …"."""
        return f"{self.reach.value}: {self.words}" if self.words else self.reach.value


@dataclass(frozen=True, slots=True)
class Population:
    """The children a rate is per: how many, and in words whose and of when."""

    value: Value
    words: str


@dataclass(frozen=True, slots=True)
class Figure:
    """One variant of one indicator for one place and period, from one source.

    `number` is the count. `denominator` is the population for a rate, the rows looked at or another count for a
    percentage. A number that the files cannot give is Missing, never 0.
    """

    counting: Counting
    place: str
    period: Period
    source: str
    number: Value
    denominator: Value
    population: Population
    coverage: Coverage

    @property
    def rate(self) -> Value | None:
        """Per 10,000 children aged 0 to 17, not annualised; None for an indicator that is not a rate."""
        return per_10_000(self.number, self.population.value) if self.counting.of is Base.POPULATION else None

    @property
    def percent(self) -> Value | None:
        """The share in percent; None for an indicator that is not a share."""
        if self.counting.of in (Base.POPULATION, Base.NOTHING, Base.MEAN):
            return None
        return percent(self.number, self.denominator)

    @property
    def mean(self) -> Value | None:
        """The mean of what was added up, such as days; None for an indicator that is not a mean."""
        return ratio(self.number, self.denominator) if self.counting.of is Base.MEAN else None

    @property
    def headline(self) -> Value:
        """The measure the indicator is read by."""
        return next((one for one in (self.rate, self.percent, self.mean) if one is not None), self.number)

    def as_row(self) -> dict[str, Any]:
        """The figure as one object of the machine interface. Numbers are at full precision; none is rounded.

        `number` is the count (of a mean: the mean itself), `symbol` why the headline measure has no number.
        """
        mean = self.mean
        headline = self.headline
        return {
            "indicator": self.counting.indicator,
            "variant": self.counting.variant,
            "place": self.place,
            "period": self.period.code,
            "number": _plain(self.number if mean is None else mean),
            "numerator": _plain(self.number),
            "denominator": _plain(self.denominator),
            "rate": _plain(self.rate),
            "percent": _plain(self.percent),
            "symbol": headline.symbol.value if isinstance(headline, Missing) else None,
            "source": self.source,
            "coverage": str(self.coverage),
            "definition": f"{self.counting.address} v{self.counting.version}",
            "choice": self.counting.choice,
            "base": self.population.words if self.counting.of is Base.POPULATION else "",
        }


COLUMNS = (
    "indicator", "variant", "place", "period", "number", "numerator", "denominator", "rate", "percent", "symbol",
    "source", "coverage", "definition", "choice", "base",
)  # fmt: skip
"""The fields of `Figure.as_row`, in order."""


def _plain(value: Value | None) -> int | float | None:
    if value is None or isinstance(value, Missing):
        return None
    return int(value.value) if value.is_count else float(value)


def window_words(first: date | None, last: date | None) -> str:
    """A stretch of time in words."""
    if first is None or last is None:
        return "an unknown stretch of time"
    return f"{day_in_words(first)} to {day_in_words(last)}"


NOT_AVAILABLE = Missing(Symbol.NOT_AVAILABLE)


def number_of(counts: Mapping[str, Any], key: str) -> Value:
    """A count of an aggregate; a sum over no rows is 0."""
    return Number(int(counts[key] or 0))
