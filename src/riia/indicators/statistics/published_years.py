"""A year made of quarters, or one quarter, beside the figure published for the year: what differs, and what should.

The rules are those of the statutory statistics: a flow is added up or divided, a stock neither; the DfE counts a child
who starts or ceases to be looked after once in a year; counts of England and the regions are rounded to 10, rates to a
decimal or none; and every quarter changes with late recording. The sentences are made here and nowhere else.
"""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Final

from riia.indicators.model import (
    Missing,
    Number,
    Period,
    PeriodKind,
    Symbol,
    Value,
    difference,
    percent,
    ratio,
    rounded,
)
from riia.indicators.statistics.arguments import flag_of, period_of, plain_number, value_of
from riia.indicators.statistics.arrays import StatisticsError, shown
from riia.indicators.statistics.rolling import Counted, YearOfQuarters, counted_of, in_digits


class Agreement(StrEnum):
    """How a year of quarters stands to the published one."""

    SAME = "the same"
    MORE_AS_EXPECTED = "more, as expected"
    MORE = "more"
    FEWER = "fewer"
    OTHER_MONTHS = "other months"
    NOT_COMPARABLE = "not comparable"


@dataclass(frozen=True, slots=True)
class AgainstPublished:
    """A year of quarters beside a published annual figure. `change` is ours minus the published one."""

    agreement: Agreement
    ours: Value
    published: Value
    change: Value
    percent: Value
    words: str


@dataclass(frozen=True, slots=True)
class QuarterlyComparator:
    """What one quarter's raw figure is compared with, unrounded, and how it was made."""

    value: Value
    words: str


def quarterly_comparator(
    published: Value, year: Period, counted: Counted | str = Counted.FLOW, *, child_once_a_year: bool = False
) -> QuarterlyComparator:
    """The published annual count or rate as a comparator of a single quarter: a quarter of a flow, all of a stock.

    Percentages are compared as they are: do not ask for a quarter of one. `child_once_a_year` is for counts of children
    starting or ceasing to be looked after.
    """
    flow, once = counted_of(counted) is Counted.FLOW, flag_of("child_once_a_year", child_once_a_year)
    published, year = value_of("published", published), period_of("year", year)
    if isinstance(published, Missing):
        return QuarterlyComparator(published, f"The figure for {_the(year)} is not published ({published.words}).")
    figure = f"the {in_digits(published)} published for {_the(year)}"
    if not flow:
        return QuarterlyComparator(published, f"{figure[0].upper()}{figure[1:]}, undivided: this counts one day.")
    words = f"A quarter of {figure}, because this counts one quarter."
    if once:
        words += " The DfE counts a child once in the year, so that four quarters may add up to more."
    return QuarterlyComparator(ratio(published, Number(4)), words)


def compare_with_published(
    ours: YearOfQuarters,
    published: Value,
    year: Period,
    *,
    rate: bool = False,
    rounded_to: int | Decimal = 1,
    child_once_a_year: bool = False,
) -> AgainstPublished:
    """A year of quarters beside the figure published for `year` (a year, or the day of a stock).

    `rate` compares the rates. `rounded_to` is what the published figure is rounded to: 1 for a council's counts, 10 for
    England's and the regions', Decimal("0.1") for a rate with one decimal; half of it either way is the same.
    `child_once_a_year` is for counts of children starting or ceasing to be looked after.

    Raises StatisticsError for a `rounded_to` that is not above 0.
    """
    if not isinstance(ours, YearOfQuarters):
        raise StatisticsError(f"ours={shown(ours)} is no year of quarters. Give what year_of_quarters answers.")
    published, year, step = value_of("published", published), period_of("year", year), _step(rounded_to)
    if isinstance(published, Number) and published.value < 0:
        raise StatisticsError(f"published={published} is below 0. Check the source of the number.")
    rate, once = flag_of("rate", rate), flag_of("child_once_a_year", child_once_a_year)
    figure = ours.rate if rate else ours.value
    change, share = difference(figure, published), Missing(Symbol.NOT_APPLICABLE)
    if isinstance(change, Missing) or isinstance(figure, Missing) or isinstance(published, Missing):
        words = _not_comparable(ours, figure, published, year)
        return AgainstPublished(Agreement.NOT_COMPARABLE, figure, published, change, share, words)
    once = once and ours.counted is Counted.FLOW
    agreement = _agreement(ours, change, year, step, once=once)
    words = _in_words(agreement, ours, figure, published, change, year, rate=rate, once=once, rounded_to=step)
    return AgainstPublished(agreement, figure, published, change, percent(change, published), words)


def _agreement(ours: YearOfQuarters, change: Number, year: Period, rounded_to: Decimal, *, once: bool) -> Agreement:
    flow = ours.counted is Counted.FLOW
    same_start = ours.quarters[0].start == year.start
    if ours.quarters[-1].end != year.end or (flow and not same_start):
        return Agreement.OTHER_MONTHS
    if abs(Decimal(change.value)) * 2 <= rounded_to:
        return Agreement.SAME
    if change.value < 0:
        return Agreement.FEWER
    return Agreement.MORE_AS_EXPECTED if once else Agreement.MORE


_LATE: Final = "Calculate every quarter again from the latest extract: late recording changes earlier quarters."
_SAME_BASE: Final = " And see that both rates use the same population estimate."


def _in_words(
    agreement: Agreement,
    ours: YearOfQuarters,
    figure: Number,
    published: Number,
    change: Number,
    year: Period,
    *,
    rate: bool,
    once: bool,
    rounded_to: Decimal,
) -> str:
    decimals = max(1 if rate else 0, _decimals(rounded_to))
    shown, gap = in_digits(rounded(figure, decimals)), in_digits(rounded(Number(abs(Decimal(change.value))), decimals))
    theirs = f"the {in_digits(published)} published for {_the(year)}"
    made = "The four quarters add up to" if ours.counted is Counted.FLOW else "The figure on the last day is"
    made = f"The rate for {ours.label} is" if rate else made
    if agreement is Agreement.OTHER_MONTHS:
        months = "" if rate else f" ({ours.label})"
        said = f"{made} {shown}{months}, beside {theirs}."
        return f"{said} The months differ, so the difference is change as well as recording."
    if agreement is Agreement.SAME:
        same = "the same as" if shown == in_digits(published) else "which rounds to"
        return f"{made} {shown}, {same} {theirs}."
    up = change.value > 0
    than = ("above" if up else "below") if rate else ("more than" if up else "fewer than")
    said = f"{made} {shown}, {gap} {than} {theirs}."
    if agreement is Agreement.MORE_AS_EXPECTED:
        return f"{said} This is to be expected: the DfE counts a child once in the year, the quarters once in each."
    if once:
        return (
            f"{said} Quarters that count a child once in each cannot add up to fewer, so records are missing. {_LATE}"
        )
    return f"{said} {_LATE}{_SAME_BASE if rate else ''}"


def _not_comparable(ours: YearOfQuarters, figure: Value, published: Value, year: Period) -> str:
    if ours.gaps:
        return f"Not comparable: {ours.words}"
    if isinstance(figure, Missing):
        return f"Not comparable: the base of the year is missing or 0 ({figure.words})."
    assert isinstance(published, Missing)
    return f"Not comparable: the figure for {_the(year)} is not published ({published.words})."


def _the(year: Period) -> str:
    return year.label if year.kind is PeriodKind.DAY else f"the {year.label}"


def _step(rounded_to: int | Decimal) -> Decimal:
    read = plain_number(rounded_to)
    if read is None or read <= 0:
        raise StatisticsError(f"rounded_to={shown(rounded_to)} is not above 0. Give 1, 10 or Decimal('0.1').")
    # A float is taken as the decimal it prints as: 0.1 is a tenth.
    return rounded_to if isinstance(rounded_to, Decimal) else Decimal(repr(read)).normalize()


def _decimals(step: Decimal) -> int:
    exponent = step.as_tuple().exponent
    return -exponent if isinstance(exponent, int) else 0
