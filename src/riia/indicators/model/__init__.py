"""The small value types that everything else in `riia.indicators` speaks in.

A number is a `Number` or a `Missing` with a typed `Symbol`; a stretch of time is a `Period` with a code;
a place is a `PlaceCode`. None of them imports anything but the standard library, and none of them guesses:
text that could mean two things is refused with the readings it could have.
"""

from riia.indicators.model.days import day_in_words
from riia.indicators.model.period_text import readings_of
from riia.indicators.model.periods import Period, PeriodError, PeriodKind
from riia.indicators.model.places import PlaceCode, PlaceCodeError
from riia.indicators.model.polarity import Polarity
from riia.indicators.model.population import population_year
from riia.indicators.model.symbols import Symbol, SymbolError, parse_symbol
from riia.indicators.model.values import (
    Missing,
    MissingPart,
    Number,
    NumberError,
    Total,
    Value,
    add,
    difference,
    parse_value,
    per_10_000,
    percent,
    ratio,
    rounded,
    total,
)

__all__ = [
    "Missing",
    "MissingPart",
    "Number",
    "NumberError",
    "Period",
    "PeriodError",
    "PeriodKind",
    "PlaceCode",
    "PlaceCodeError",
    "Polarity",
    "Symbol",
    "SymbolError",
    "Total",
    "Value",
    "add",
    "day_in_words",
    "difference",
    "parse_symbol",
    "parse_value",
    "per_10_000",
    "percent",
    "population_year",
    "ratio",
    "readings_of",
    "rounded",
    "total",
]
