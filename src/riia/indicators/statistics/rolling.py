"""From quarters to a year: rolling four quarters, and what a published annual figure may be compared with.

A quarter's flow is about a quarter of the year's. Either the flow of four quarters is added up and put over the year's
base, or the published annual rate is divided by four; a stock is that of its last day and neither added nor divided.
Where the DfE counts a child once in a year (children starting and ceasing to be looked after), four quarters add up to
more than the year, and never to less. Every quarter changes with late recording, so that a sum of quarters as they were
first submitted differs from the year published later.

A year with a missing quarter is not estimated, and the quarter is named.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

import numpy as np

from riia.indicators.model import (
    Missing,
    Number,
    Period,
    PeriodKind,
    Symbol,
    Value,
    day_in_words,
    ratio,
    rounded,
    total,
)
from riia.indicators.statistics.arguments import choice_of, entries_of, period_of, unit_of, value_of, whole_of
from riia.indicators.statistics.arrays import (
    ArrayLike,
    Floats,
    Given,
    StatisticsError,
    as_given,
    given,
    shown,
    together,
)
from riia.indicators.statistics.benchmarks.directions import Gap

_QUARTERS: Final = {PeriodKind.FINANCIAL_QUARTER, PeriodKind.CALENDAR_QUARTER}
_YEARS: Final = {PeriodKind.YEAR_ENDING_MARCH, PeriodKind.FINANCIAL_YEAR, PeriodKind.CALENDAR_YEAR}

_LARGEST_UNIT: Final = 10**9


class Counted(StrEnum):
    """Whether a quarter's figure counts events in it, or what there is on its last day."""

    FLOW = "flow"
    STOCK = "stock"


# Arrays


def rolling_year(values: ArrayLike, counted: Counted | str = Counted.FLOW) -> Floats:
    """The year to each quarter: of a flow the sum of it and the three before, of a stock the figure itself.

    `values` are quarters in order along the last axis, none left out (a quarter without a number is None, NaN or a
    symbol); the answer has their shape. NaN for the first three quarters of a flow and wherever one of the four is
    missing.

    Raises StatisticsError for a single number, and for `counted` that is neither flow nor stock.
    """
    return _years(given("values", values), counted)


def _years(given_ones: Given, counted: Counted | str) -> Floats:
    quarters = given_ones.values
    if quarters.ndim == 0:
        raise StatisticsError(f"{given_ones.name}: a single number is no series. Give the quarters in order.")
    if counted_of(counted) is Counted.STOCK:
        return quarters
    year = np.full_like(quarters, np.nan)
    if quarters.shape[-1] >= 4:
        year[..., 3:] = sum(quarters[..., at : quarters.shape[-1] - 3 + at] for at in range(4))
    return year


def rolling_year_rate(
    counts: ArrayLike, base: ArrayLike, counted: Counted | str = Counted.FLOW, *, per: float = 10_000
) -> Floats:
    """The rate of the year to each quarter, for every `per` of the year's base.

    `base` is one number for all, or one for each quarter: the base of the year that ends with it (for a rate per 10,000
    the mid-year estimate that the statistics of that year use). Never the sum of four quarterly rates with bases of
    their own. NaN as in `rolling_year`, and where a base is missing or 0.

    Raises StatisticsError for a count or base below 0 and for shapes that do not go together.
    """
    year = Given(_years(given("counts", counts, least=0), counted), {}, "counts")
    sums, bases = together(year, given("base", base, least=0))
    if sums.shape != year.values.shape:
        raise StatisticsError(
            f"base has more entries than counts, which have shape {year.values.shape}. Give one for all, or one for "
            "each quarter."
        )
    return sums / np.where(bases > 0, bases, np.nan) * unit_of(per)


def quarterly_share(annual: ArrayLike, counted: Counted | str = Counted.FLOW) -> float | Floats:
    """What one quarter's raw figure is compared with: a quarter of the annual figure for a flow, all of it for a stock.

    For percentages and other shares the comparator is the annual share itself: do not divide it.
    """
    values = given("annual", annual).values
    return as_given(values / 4 if counted_of(counted) is Counted.FLOW else values)


# Periods


@dataclass(frozen=True, slots=True)
class YearOfQuarters:
    """The year made of four quarters. `value` and `rate` are Missing unless every quarter needed has a number.

    `rate` is for every `per` of `base`; it is not applicable without a base. `gaps` are the quarters needed that have
    no number, and why.
    """

    counted: Counted
    quarters: tuple[Period, Period, Period, Period]
    value: Value
    rate: Value
    base: Value
    per: int
    gaps: tuple[Gap, ...]

    @property
    def label(self) -> str:
        """The twelve months: "July 2024 to June 2025", or the last day for a stock."""
        first, last = self.quarters[0].start, self.quarters[-1].end
        return day_in_words(last) if self.counted is Counted.STOCK else f"{first:%B %Y} to {last:%B %Y}"

    @property
    def words(self) -> str:
        """What the figure is, or which quarters it lacks."""
        if self.gaps:
            return f"{self.label} is not estimable: {'; '.join(gap.words for gap in self.gaps)}."
        assert isinstance(self.value, Number)
        made = "on the last day of the quarter" if self.counted is Counted.STOCK else "in four quarters"
        rate = "" if isinstance(self.rate, Missing) else f", {in_digits(rounded(self.rate, 1))} per {self.per:,}"
        return f"{self.label}: {in_digits(self.value)} {made}{rate}."


def year_of_quarters(
    series: Iterable[tuple[Period, Value]],
    to: Period,
    counted: Counted | str = Counted.FLOW,
    *,
    base: Value | None = None,
    per: int = 10_000,
) -> YearOfQuarters:
    """The year that ends with the quarter `to`, or the year `to`, made of the quarters of a series in any order.

    Quarters are recognised by their days, so that financial quarters make a calendar year too. Of a stock only the last
    quarter is needed. `base` is the base of that year.

    Raises StatisticsError for a series that is not of quarters or has one twice, and a `to` that is neither a quarter
    nor a year of whole quarters.
    """
    counted, held = counted_of(counted), _held(series)
    quarters = _quarters_to(period_of("to", to))
    needed = quarters if counted is Counted.FLOW else quarters[-1:]
    found = [(quarter, held.get(quarter.start)) for quarter in needed]
    gaps = tuple(
        Gap(quarter, value.symbol if value is not None else None)
        for quarter, value in found
        if value is None or isinstance(value, Missing)
    )
    absent = Missing(Symbol.NOT_AVAILABLE)
    value = total((quarter.code, absent if held_value is None else held_value) for quarter, held_value in found).value
    over = Missing(Symbol.NOT_APPLICABLE) if base is None else value_of("base", base)
    unit = whole_of("per", per, 1, _LARGEST_UNIT)
    if isinstance(over, Number) and over.value < 0:
        raise StatisticsError(f"base={over} is below 0. Check the source of the population or total.")
    return YearOfQuarters(counted, quarters, value, ratio(value, over, per=unit), over, unit, gaps)


def _held(series: Iterable[tuple[Period, Value]]) -> dict[date, Value]:
    """The figures by the first day of their quarters."""
    held: dict[date, Value] = {}
    remedy = "Give pairs of a quarter and its figure."
    for at, entry in enumerate(entries_of("series", series, remedy)):
        pair = entries_of(f"series, position {at}:", entry, remedy)
        if len(pair) != 2:
            raise StatisticsError(f"series, position {at}: {shown(entry)} is no pair. {remedy}")
        period, value = period_of(f"series, position {at}:", pair[0]), value_of(f"series, position {at}", pair[1])
        if period.kind not in _QUARTERS:
            raise StatisticsError(f"series, position {at}: {period.code} is no quarter. Give a series of quarters.")
        if period.start in held:
            raise StatisticsError(
                f"series, position {at}: {period.label} comes twice in one series. Give one figure for each quarter."
            )
        held[period.start] = value
    return held


def in_digits(value: Value) -> str:
    """A number as it is written in a sentence."""
    assert isinstance(value, Number)
    return f"{value.value:,}" if isinstance(value.value, int) else f"{value.value:,f}"


def _quarters_to(to: Period) -> tuple[Period, Period, Period, Period]:
    if to.kind in _QUARTERS:
        third = to.previous()
        second = third.previous()
        return second.previous(), second, third, to
    if to.kind in _YEARS:
        return to.quarters()
    raise StatisticsError(f"to: {to.code} is not made of quarters. Give its last quarter, or a year that is.")


def counted_of(counted: Counted | str) -> Counted:
    """Flow or stock, also from its text. Raises StatisticsError for any other."""
    return choice_of("counted", counted, Counted)
