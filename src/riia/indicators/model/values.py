"""Numbers that may be missing, and the arithmetic that never loses the fact.

Nothing here turns a missing number into 0, None or NaN: every operation on a `Missing` answers a `Missing`, and a total
over parts says which parts it lacks.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal, Inexact, InvalidOperation
from typing import Final

from riia.indicators.model.symbols import Symbol, parse_symbol

_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?([eE][+-]?\d+)?", re.ASCII)
# Our own contexts, so that no caller's decimal settings change a published figure. Within the limits below every sum
# and every rounding is exact; a quotient is cut at 28 digits, far finer than two counts' quotient can be near a tie.
_EXACT: Final = Context(prec=400, rounding=ROUND_HALF_UP, traps=[Inexact, InvalidOperation])
_ROUNDING: Final = Context(prec=400, rounding=ROUND_HALF_UP)
_QUOTIENT: Final = Context(prec=28, rounding=ROUND_HALF_UP)
_LIMIT: Final = 10**18
_FINEST: Final = -350


class NumberError(ValueError):
    """Something that is not a finite number was given as a number."""


@dataclass(frozen=True, slots=True, init=False)
class Number:
    """A known number: an `int` for a count, a `Decimal` for a rate, a percentage or money.

    A float is accepted and kept as the decimal it prints as. NaN, infinities, booleans and numbers from 10^18 on raise
    NumberError.
    """

    value: int | Decimal

    def __init__(self, value: int | float | Decimal) -> None:
        """Check and keep `value`."""
        object.__setattr__(self, "value", _checked(value))

    @property
    def is_count(self) -> bool:
        """True for a whole number kept as an int."""
        return isinstance(self.value, int)

    def __float__(self) -> float:
        """The number as a float, for charts and statistics."""
        return float(self.value)

    def __str__(self) -> str:
        """The number in digits without an exponent."""
        return format(self.value, "f") if isinstance(self.value, Decimal) else str(self.value)


@dataclass(frozen=True, slots=True)
class Missing:
    """No number, and the reason. It has no truth value, so `if value:` cannot take it for zero by accident."""

    symbol: Symbol

    def __post_init__(self) -> None:
        """Refuse a plain string, which would compare equal to a symbol but not carry its words."""
        if not isinstance(self.symbol, Symbol):
            raise NumberError(f"{self.symbol!r} is not a Symbol. Use parse_symbol() for published text.")

    @property
    def words(self) -> str:
        """The reason in plain words."""
        return self.symbol.words

    def __bool__(self) -> bool:
        """Refuse: a missing number is neither true nor false."""
        raise NumberError("A missing number is neither true nor false. Test isinstance(value, Missing).")

    def __str__(self) -> str:
        """The symbol as published."""
        return self.symbol.value


type Value = Number | Missing


def parse_value(text: str, notes: Mapping[str, Symbol] | None = None) -> Value:
    """A published cell as a value: plain digits become a Number (int when whole), a symbol becomes Missing.

    Exponents are read because statistical software writes 100000 as "1e+05". Blank cells, thousands separators, "NA"
    and anything undocumented raise SymbolError, which the caller completes with file, row and column. `notes` are the
    table's own signs, see `parse_symbol`.
    """
    tidy = text.strip()
    if not _NUMBER.fullmatch(tidy):
        return Missing(parse_symbol(text, notes))
    number = Decimal(tidy)
    return Number(int(number) if number == number.to_integral_value() else number)


@dataclass(frozen=True, slots=True)
class MissingPart:
    """A part of a total that has no number: whose, and why."""

    part: str
    symbol: Symbol


@dataclass(frozen=True, slots=True)
class Total:
    """A sum over named parts that knows what it lacks.

    `known` is the sum of the parts that have a number and is not the total unless `is_whole`.
    """

    known: Number
    parts: int
    missing: tuple[MissingPart, ...]

    @property
    def is_whole(self) -> bool:
        """True when there are parts and every one of them has a number."""
        return self.parts > 0 and not self.missing

    @property
    def value(self) -> Value:
        """The total itself: a number only when whole, otherwise Missing with the strongest symbol of its parts.

        A total over no parts at all is not applicable rather than 0.
        """
        if self.is_whole:
            return self.known
        if not self.parts:
            return Missing(Symbol.NOT_APPLICABLE)
        return Missing(Symbol.strongest(part.symbol for part in self.missing))

    @property
    def words(self) -> str:
        """What the total covers, for the line under a figure."""
        if not self.parts:
            return "No parts to add."
        if self.is_whole:
            return f"All {self.parts} parts."
        named = "; ".join(f"{part.part} ({part.symbol.words})" for part in self.missing)
        return f"{self.parts - len(self.missing)} of {self.parts} parts. Missing: {named}."


def total(parts: Iterable[tuple[str, Value]]) -> Total:
    """Add named parts. The result says how many parts there were and which had no number, and why."""
    known: int | Decimal = 0
    count = 0
    missing: list[MissingPart] = []
    for name, value in parts:
        count += 1
        if isinstance(value, Missing):
            missing.append(MissingPart(name, value.symbol))
        else:
            known = _sum(known, value.value)
    return Total(Number(known), count, tuple(missing))


def add(*values: Value) -> Value:
    """Add values: a number when all are numbers, otherwise Missing with the strongest symbol. add() of nothing is 0."""
    missing = _missing(values)
    if missing is not None:
        return missing
    result: int | Decimal = 0
    for value in values:
        assert isinstance(value, Number)
        result = _sum(result, value.value)
    return Number(result)


def difference(later: Value, earlier: Value) -> Value:
    """`later` minus `earlier`; Missing with the strongest symbol when either is missing."""
    missing = _missing((later, earlier))
    if missing is not None:
        return missing
    assert isinstance(later, Number)
    assert isinstance(earlier, Number)
    return Number(_sum(later.value, -earlier.value))


def ratio(numerator: Value, denominator: Value, *, per: int = 1) -> Value:
    """`numerator` for every `per` of `denominator`, unrounded.

    Missing with the strongest symbol when either is missing. A denominator of 0 answers "not applicable", since there
    is nothing to be a share of. A negative denominator raises NumberError.
    """
    missing = _missing((numerator, denominator))
    if missing is not None:
        return missing
    assert isinstance(numerator, Number)
    assert isinstance(denominator, Number)
    if denominator.value < 0:
        raise NumberError(f"A denominator of {denominator} is below zero. Check the source of the population or total.")
    if denominator.value == 0:
        return Missing(Symbol.NOT_APPLICABLE)
    scaled = _EXACT.multiply(Decimal(numerator.value), Decimal(per))
    return Number(_QUOTIENT.divide(scaled, Decimal(denominator.value)))


def per_10_000(numerator: Value, population: Value) -> Value:
    """The rate per 10,000 residents, unrounded. See `ratio`."""
    return ratio(numerator, population, per=10_000)


def percent(numerator: Value, denominator: Value) -> Value:
    """The percentage, unrounded (R4.20). See `ratio`."""
    return ratio(numerator, denominator, per=100)


def rounded(value: Value, decimals: int) -> Value:
    """Round half away from zero to `decimals` places, as published statistics do; a Missing stays as it is.

    With 0 decimals the result is an int; negative decimals round to tens (-1), hundreds (-2) and so on.
    """
    if isinstance(value, Missing):
        return value
    step = Decimal(1).scaleb(-decimals)
    result = Decimal(value.value).quantize(step, context=_ROUNDING)
    return Number(int(result) if decimals <= 0 else result)


def _missing(values: Iterable[Value]) -> Missing | None:
    symbols = [value.symbol for value in values if isinstance(value, Missing)]
    return Missing(Symbol.strongest(symbols)) if symbols else None


def _checked(value: int | float | Decimal) -> int | Decimal:
    """The exact form of a number that can be held, or NumberError."""
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        raise NumberError(f"{value!r} is not a number. Give an int, a float or a Decimal, or Missing(symbol).")
    exact: int | Decimal = Decimal(repr(value)) if isinstance(value, float) else value
    if isinstance(exact, Decimal):
        exponent = exact.as_tuple().exponent
        if not isinstance(exponent, int):  # a letter, for NaN and infinity
            raise NumberError(f"{value} is not a finite number. Give Missing(symbol) and say why it is missing.")
        if exponent < _FINEST:
            raise NumberError(f"{value} has more decimals than can be held. Check the source.")
    if not -_LIMIT < exact < _LIMIT:
        raise NumberError(f"{value} is too large for a figure. Check the unit and the source.")
    if isinstance(exact, Decimal) and not exact:
        return exact.copy_abs()  # minus zero would print as "-0.0"
    return exact


def _sum(left: int | Decimal, right: int | Decimal) -> int | Decimal:
    if isinstance(left, int) and isinstance(right, int):
        return left + right
    return _EXACT.add(Decimal(left), Decimal(right))
