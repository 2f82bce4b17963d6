"""How the statistics take what is asked of them besides numbers: a level, a unit, a choice, yes or no, names.

`arrays.given` reads the numbers. Each reader here answers in one type, whatever kind of number or text it was given,
and refuses everything else with a StatisticsError that names the argument, says the rule and the remedy.
"""

from collections.abc import Iterable, Mapping, Set
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from math import isfinite
from operator import index
from typing import Final

import numpy as np

from riia.indicators.model import Missing, Number, NumberError, Period, Value
from riia.indicators.statistics.arrays import StatisticsError, given, shown

_NUMBERS: Final = (int, float, Decimal, Fraction, np.integer, np.floating)
_FLAGS: Final = (bool, np.bool_)


def plain_number(number: object) -> float | None:
    """A single finite number as a float; None for anything else, also for True, text and what no float can hold."""
    if isinstance(number, Number):
        number = number.value
    if isinstance(number, _FLAGS) or not isinstance(number, _NUMBERS):
        return None
    try:
        read = float(number)
    except (OverflowError, ValueError):
        return None
    return read if isfinite(read) else None


def number_of(name: str, number: object, remedy: str) -> float:
    """A single finite number. Raises StatisticsError with the remedy for anything else."""
    read = plain_number(number)
    if read is None:
        raise StatisticsError(f"{name}={shown(number)} is not a number. {remedy}")
    return read


def confidence_of(confidence: object, name: str = "confidence") -> float:
    """A confidence level as a share between 0 and 1, such as 0.95 or 0.998.

    Raises StatisticsError for anything else; 95 is refused with the remedy 0.95.
    """
    read = plain_number(confidence)
    # A level too small to be told from 0 beside 1 makes limits of no width.
    if read is None or not (1 + read > 1 and read < 1):
        raise StatisticsError(f"{name}={shown(confidence)} is not between 0 and 1. Give a share, such as 0.95 for 95%.")
    return read


def unit_of(per: object) -> float:
    """The unit of a rate: for every so many. Raises StatisticsError for what is not a number above 0."""
    read = plain_number(per)
    if read is None or read <= 0:
        raise StatisticsError(f"per={shown(per)} is no unit of a rate. Give a number above 0, such as 10_000.")
    return read


def whole_of(name: str, number: object, least: int, most: int | None = None) -> int:
    """A whole number from `least` to `most`. Raises StatisticsError for anything else."""
    try:
        read = None if isinstance(number, _FLAGS) else index(number)  # type: ignore[arg-type]
    except TypeError:
        read = None
    if read is None or read < least or (most is not None and read > most):
        to = "" if most is None else f" to {most}"
        raise StatisticsError(f"{name}={shown(number)} is not possible. Give a whole number from {least}{to}.")
    return read


def flag_of(name: str, flag: object) -> bool:
    """Yes or no. Raises StatisticsError for anything but True and False: the text "no" would count as a yes."""
    if not isinstance(flag, _FLAGS):
        raise StatisticsError(f"{name}={shown(flag)} is neither yes nor no. Give True or False.")
    return bool(flag)


def choice_of[Choice: StrEnum](name: str, asked: object, choices: type[Choice]) -> Choice:
    """One of several, also from its text. Raises StatisticsError, naming all there are, for anything else."""
    if not isinstance(asked, str) or asked not in list(choices):
        *others, last = (f'"{one.value}"' for one in choices)
        raise StatisticsError(f"{name}={shown(asked)} is not known. Give {', '.join(others)} or {last}.")
    return choices(asked)


def text_of(name: str, text: object, remedy: str) -> str:
    """A text that is not empty. Raises StatisticsError with the remedy for anything else."""
    if not isinstance(text, str) or not text.strip():
        raise StatisticsError(f"{name}={shown(text)} is no text. {remedy}")
    return text


def entries_of(name: str, entries: object, remedy: str) -> list[object]:
    """The entries of a list, a tuple, an array or a Series, in order. Raises StatisticsError for what is none."""
    if not isinstance(entries, Iterable) or isinstance(entries, str | bytes | Mapping | Set):
        raise StatisticsError(f"{name}={shown(entries)} is no list. {remedy}")
    try:
        return list(entries)
    except TypeError:  # an array of no dimension says that it can be gone through, and cannot
        raise StatisticsError(f"{name}={shown(entries)} is no list. {remedy}") from None


def value_of(name: str, value: object) -> Value:
    """A single figure, also from a plain number, None or a symbol. Raises StatisticsError for anything else."""
    if isinstance(value, Number | Missing):
        return value
    read = given(name, value)
    if read.values.ndim:
        raise StatisticsError(f"{name}={shown(value)} is more than one figure. Give one, as a Number or Missing.")
    if read.symbols:
        return Missing(read.symbols[0])
    try:
        return Number(float(read.values)) if not isinstance(value, int | Decimal) else Number(value)
    except NumberError as error:
        raise StatisticsError(f"{name}: {error}") from None


def period_of(name: str, period: object) -> Period:
    """A period. Raises StatisticsError for anything else."""
    if not isinstance(period, Period):
        raise StatisticsError(f'{name}={shown(period)} is no period. Give a Period, such as Period.parse("YE2025-03").')
    return period
