"""How the statistics take their numbers: any array-like, with missing numbers that keep their reason.

A list, tuple, numpy array, polars or pandas Series, or a single number. An entry is a number, or missing: None, NaN, a
`Missing`, a `Symbol` or its published text ("c", "[x]"). Results are floats in the shape of what was given: NaN stands
exactly where something was missing or nothing can be estimated, never a 0; a result that lists its places says why.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

import numpy as np
from numpy.typing import NDArray

from riia.indicators.model import Missing, Number, Symbol, SymbolError, parse_symbol

type Floats = NDArray[np.float64]
type Bools = NDArray[np.bool_]
type ArrayLike = object
"""Anything `given` reads: a number, None, a Value, a symbol, or a (nested) sequence or array of them."""

_REAL: Final = (bool, np.bool_, complex, np.complexfloating)


class StatisticsError(ValueError):
    """Numbers that no statistic can be made of; the message names argument, position, rule and remedy."""


@dataclass(frozen=True, slots=True)
class Given:
    """Numbers as given: `values` with NaN where there is none, and `symbols` saying why, in order of position.

    `symbols` maps the flat position of each missing entry to its symbol; an entry that was None or NaN has said nothing
    about why and stands as NOT_AVAILABLE.
    """

    values: Floats
    symbols: dict[int, Symbol]

    @property
    def known(self) -> Bools:
        """True where there is a number."""
        return ~np.isnan(self.values)


def given(name: str, numbers: ArrayLike, *, least: float | None = None, whole: bool = False) -> Given:
    """Read `numbers`, called `name` in messages.

    Raises StatisticsError for text that is no symbol, infinities, booleans, a number below `least`, and, where `whole`,
    a number that is not whole.
    """
    if isinstance(numbers, np.ndarray) and numbers.dtype.kind in "iuf":
        values = np.array(numbers, dtype=np.float64)
        symbols = dict.fromkeys(map(int, np.flatnonzero(np.isnan(values))), Symbol.NOT_AVAILABLE)
    else:
        objects = _objects(numbers)
        symbols = {}
        values = np.empty(objects.shape, dtype=np.float64)
        for at, entry in enumerate(objects.flat):
            read = _read(name, at, entry)
            if isinstance(read, Symbol):
                symbols[at] = read
                values.flat[at] = np.nan
            else:
                values.flat[at] = read
    _check(name, values, least=least, whole=whole)
    return Given(values, symbols)


def together(*those: Given) -> list[Floats]:
    """The values broadcast to one shape. Raises StatisticsError when their shapes do not go together."""
    try:
        return [np.array(one, dtype=np.float64) for one in np.broadcast_arrays(*(each.values for each in those))]
    except ValueError:
        shapes = " and ".join(str(each.values.shape) for each in those)
        raise StatisticsError(
            f"The arrays given have shapes {shapes}, which do not go together. Give one entry for each place in all."
        ) from None


def as_given(values: Floats) -> float | Floats:
    """A plain float for a single number, an array otherwise. For functions that answer in the shape they were asked."""
    return float(values) if values.ndim == 0 else values


def _objects(numbers: ArrayLike) -> NDArray[np.object_]:
    if hasattr(numbers, "to_numpy"):
        # A Series of polars or pandas; going through a list keeps its nulls apart from its numbers.
        numbers = numbers.to_list() if hasattr(numbers, "to_list") else list(numbers)  # type: ignore[call-overload]
    elif isinstance(numbers, Iterable) and not isinstance(numbers, str | bytes | np.ndarray | list | tuple):
        numbers = list(numbers)
    return np.array(numbers, dtype=object)


def _read(name: str, at: int, entry: object) -> float | Symbol:
    if entry is None:
        return Symbol.NOT_AVAILABLE
    if isinstance(entry, Missing):
        return entry.symbol
    if isinstance(entry, Number):
        return float(entry.value)
    if isinstance(entry, Symbol):
        return entry
    if isinstance(entry, str):
        try:
            return parse_symbol(entry)
        except SymbolError as error:
            raise StatisticsError(f"{name}, position {at}: {error}") from None
    if isinstance(entry, _REAL) or not isinstance(entry, int | float | Decimal | np.integer | np.floating):
        if type(entry).__name__ in {"NAType", "NaTType"}:  # what pandas puts where there is nothing
            return Symbol.NOT_AVAILABLE
        raise StatisticsError(f"{name}, position {at}: {entry!r} is not a number. Give a number, None or a symbol.")
    number = float(entry)
    return Symbol.NOT_AVAILABLE if np.isnan(number) else number


def _check(name: str, values: Floats, *, least: float | None, whole: bool) -> None:
    def refuse(wrong: Bools, rule: str) -> None:
        if wrong.any():
            at = int(np.flatnonzero(wrong)[0])
            raise StatisticsError(f"{name}, position {at}: {values.flat[at]:g} {rule}")

    refuse(np.isinf(values), "is not a finite number. Give None or a symbol where there is no number.")
    if least is not None:
        with np.errstate(invalid="ignore"):
            refuse(values < least, f"is below {least:g}. Check the source of the number.")
    if whole:
        # NaN differs from itself, and a missing entry is not a broken count.
        wrong = (values != np.floor(values)) & ~np.isnan(values)
        refuse(wrong, "is not a whole number. Give counts, not rates or percentages.")


def confidence_of(confidence: float) -> float:
    """A confidence level as a share between 0 and 1, such as 0.95 or 0.998.

    Raises StatisticsError for anything else; 95 is refused with the remedy 0.95.
    """
    if isinstance(confidence, bool) or not isinstance(confidence, int | float) or not 0 < confidence < 1:
        raise StatisticsError(f"confidence={confidence!r} is not between 0 and 1. Give a share, such as 0.95 for 95%.")
    return float(confidence)
