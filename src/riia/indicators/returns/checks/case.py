"""What a check looks at: one return with everything known beside it, and short ways to ask for its numbers."""

from collections.abc import Mapping
from fractions import Fraction
from types import MappingProxyType
from typing import Final

from riia.indicators.definitions import Measure, Timing
from riia.indicators.model import Number, Period, PeriodError, PeriodKind, Value, day_in_words
from riia.indicators.returns.checks.limits import LIMITS, Limits
from riia.indicators.returns.checks.spread import Kind, Unusual, unusual
from riia.indicators.returns.nouns import Answers, Background, Cell, Form, Item

_MONTHS: Final = (PeriodKind.FINANCIAL_QUARTER, PeriodKind.CALENDAR_QUARTER, PeriodKind.DAY)
"""Kinds of period that are called by their months or day, and take no article."""
_TURNOVER: Final = {"cla-current": 0.35, "care-leavers": 0.35, "ehe": 0.35}
"""The share of a stock that comes and goes in a quarter, where it is smaller than usual: of children
looked after about one in ten starts and one in ten ceases, and they come and go in families."""
_TURNOVER_USUAL: Final = 0.6
_STOCK_CALMER: Final = 5
"""By how much less a large stock moves besides chance than a flow."""
NO_BASES: Final[Mapping[str, Value]] = MappingProxyType({})
_REMEMBERED: Final = 12
"""How many periods back the past goes: three years of quarters."""
_A_YEAR: Final = {PeriodKind.FINANCIAL_QUARTER: 4, PeriodKind.CALENDAR_QUARTER: 4, PeriodKind.ACADEMIC_TERM: 3}
"""How many periods of a kind make a year."""


class Case:
    """One return to be checked. Numbers come as exact fractions; blank and missing both come as None, never as 0."""

    def __init__(
        self,
        form: Form,
        answers: Answers,
        background: Background,
        limits: Limits = LIMITS,
        other_bases: Mapping[str, Value] = NO_BASES,
    ) -> None:
        """Keep what the form asks of `answers`, and put the earlier returns in order of time."""
        self.form = form
        self.answers = {cell: answers[cell] for cell in form.cells if cell in answers}
        self.background = background
        self.limits = limits
        self.other_bases = other_bases
        self.items = {item.key: item for item in form.items}
        self.wholes = tuple(item for item in form.items if form.parts_of(item.key))
        self.position = {cell: place for place, cell in enumerate(form.cells)}
        self.earlier = in_order(background.period, background.before)
        self._numbers = {item.key: exact(self.answers.get(number_cell(item))) for item in form.items}
        self._past: dict[str, tuple[float | None, ...]] = {}

    @property
    def period(self) -> Period:
        """The period the return is for."""
        return self.background.period

    @property
    def population(self) -> Fraction | None:
        """The population under the rates; None where it is not known."""
        known = exact(self.background.population)
        return known if known is not None and known > 0 else None

    @property
    def before(self) -> tuple[Period, Answers] | None:
        """The return of the period directly before; None where there is a gap."""
        return self.earlier[0] if self.earlier else None

    @property
    def season(self) -> int:
        """How many periods make a year; 0 where periods are years or days."""
        return periods_in_year(self.period)

    def unusual(self, number: Fraction, line: Item) -> Unusual | None:
        """How unusual a number would be in the line of an item, by the item's past; None where nothing can be said."""
        if number < 0 or number.denominator != 1:
            return None
        least, k = self.limits.values_least, self.limits.spread
        return unusual(float(number), self.past(line), kind_of(line, self.limits, self.season), least=least, k=k)

    def past(self, item: Item) -> tuple[float | None, ...]:
        """The item's counts in the periods before, the latest first; None for a gap, a blank or a missing number."""
        if item.key not in self._past:
            cell = number_cell(item)
            self._past[item.key] = tuple(count_at(pair[1], cell) if pair else None for pair in self.earlier)
        return self._past[item.key]

    def value(self, item: Item, measure: Measure = Measure.NUMBER) -> Value | None:
        """What was answered; None where the cell is blank."""
        return self.answers.get(number_cell(item) if measure is Measure.NUMBER else Cell(item.key, measure))

    def number(self, item: Item, measure: Measure = Measure.NUMBER) -> Fraction | None:
        """The number answered; None where the cell is blank or says why there is none."""
        if measure is Measure.NUMBER:
            return self._numbers.get(item.key)
        return exact(self.value(item, measure))

    def when(self, item: Item) -> str:
        """The period in a sentence: over its months for what happens, on its last day for what is."""
        return said_when(item, self.period)


def exact(value: Value | None) -> Fraction | None:
    """A number without loss; None for a blank and for a missing number."""
    return Fraction(value.value) if isinstance(value, Number) else None


def count_at(answers: Answers, cell: Cell) -> float | None:
    """A count in earlier answers, for statistics; None where it is blank, missing, below 0 or no whole number."""
    value = answers.get(cell)
    if not isinstance(value, Number) or value.value < 0 or value.value != int(value.value):
        return None
    return float(value.value)


def exact_count(answers: Answers, key: str) -> Fraction | None:
    """The count of an item in earlier answers; None where it is blank, missing, below 0 or no whole number."""
    known = exact(answers.get(Cell(key, Measure.NUMBER)))
    return known if known is not None and known >= 0 and known.denominator == 1 else None


def periods_in_year(period: Period) -> int:
    """How many periods of this kind make a year; 0 where they are years or days."""
    return _A_YEAR.get(period.kind, 0)


def kind_of(item: Item, limits: Limits, season: int) -> Kind:
    """What the statistics have to know of an item."""
    if not is_stock(item):
        return Kind(beyond=limits.beyond_chance, season=season)
    turnover = _TURNOVER.get(item.indicator.slug, _TURNOVER_USUAL)
    return Kind(turnover, limits.beyond_chance / _STOCK_CALMER, season)


def is_stock(item: Item) -> bool:
    """Whether the item counts what is there on the last day."""
    return item.variant.timing is Timing.STOCK


def said_when(item: Item, period: Period) -> str:
    """The period of an item in a sentence."""
    return f"on {day_in_words(period.end)}" if is_stock(item) else f"in {months(period)}"


def months(period: Period) -> str:
    """A period in a sentence, without its short label, which the page or file says at its head: "July to September
    2026", "the spring term 2025/26".
    """
    words = period.label.partition(" (")[0]
    return words if period.kind in _MONTHS else f"the {words}"


def number_cell(item: Item) -> Cell:
    """Where an item's number stands."""
    return item.cells[0]


def in_order(period: Period, before: Mapping[Period, Answers]) -> tuple[tuple[Period, Answers] | None, ...]:
    """The returns before a period from the latest back, None for each that is lacking. A quarter is known by its last
    day, so that it is found whether it was called a financial or a calendar one; a term by its code, since its days
    move.
    """
    by_code = {one.code: (one, answers) for one, answers in sorted(before.items())}
    by_end = {pair[0].end: pair for pair in by_code.values() if pair[0].kind in _A_YEAR}
    found: list[tuple[Period, Answers] | None] = []
    at = period
    for _ in range(_REMEMBERED):
        try:
            at = at.previous()
        except PeriodError:  # before the first year there is
            break
        pair = by_code.get(at.code) or by_end.get(at.end)
        found.append(pair if pair and pair[0].end < period.start else None)
    while found and found[-1] is None:
        found.pop()
    return tuple(found)
