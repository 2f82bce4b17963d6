"""How the statistics take their numbers: any array-like, with missing numbers that keep their reason.

A list, tuple, numpy array, polars or pandas Series, or a single number. An entry is a number, or missing: None, NaN,
masked, a `Missing`, a `Symbol` or its published text ("c", "[x]"). The text of a number is that number: a published
column that holds one "c" comes out of polars and pandas as texts throughout. Results are floats in the shape of what
was given: NaN stands exactly where something was missing or nothing can be estimated, never a 0; a result that lists
its places says why. Positions count from 0, as Python's do, in arguments, results and sentences alike.
"""

import re
import sys
from collections.abc import Iterable, Mapping, Set
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

NOTHING_OF_PANDAS: Final = frozenset({"NAType", "NaTType"})
"""The types of what pandas puts where there is nothing; told by name, since pandas need not be installed."""

_LONGEST: Final = 60
# Only what can be read in one way alone: not "nan", which says nothing, nor "1_000", which float() would take.
_NUMBER: Final = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?", re.IGNORECASE | re.ASCII)
_WITH_COMMAS: Final = re.compile(r"[+-]?\d+(,\d+)+(\.\d+)?", re.ASCII)
_SYMBOLS: Final = ", ".join(Symbol)
_REAL: Final = (bool, np.bool_, complex, np.complexfloating)
# Types that numpy itself turns into floats as `_read` would, None into NaN. A boolean's type is not among them.
_PLAIN: Final = frozenset({int, float, type(None), np.int64, np.int32, np.float64, np.float32})


class StatisticsError(ValueError):
    """Numbers that no statistic can be made of; the message names argument, position, rule and remedy."""


@dataclass(frozen=True, slots=True)
class Given:
    """Numbers as given: `values` with NaN where there is none, and `symbols` saying why, in order of position.

    `symbols` maps the flat position of each missing entry to its symbol; an entry that was None or NaN has said nothing
    about why and stands as NOT_AVAILABLE. `name` is what the numbers are called in messages.
    """

    values: Floats
    symbols: dict[int, Symbol]
    name: str = ""

    @property
    def known(self) -> Bools:
        """True where there is a number."""
        return ~np.isnan(self.values)


def given(name: str, numbers: ArrayLike, *, least: float | None = None, whole: bool = False) -> Given:
    """Read `numbers`, called `name` in messages.

    Raises StatisticsError for text that is neither a number nor a symbol, infinities, booleans, sets, a number too
    large for a float, a number below `least`, and, where `whole`, a number that is not whole.
    """
    if isinstance(numbers, np.ndarray) and numbers.dtype.kind in "iuf":
        values = np.array(np.ma.filled(numbers.astype(np.float64), np.nan), dtype=np.float64)
        said: dict[int, Symbol] = {}
    else:
        values, said = _entries(name, _objects(name, numbers))
    values += 0.0  # which makes -0.0 a 0.0, so that no limit is printed as "-0"
    nothing = dict.fromkeys(map(int, np.flatnonzero(np.isnan(values))), Symbol.NOT_AVAILABLE)
    _check(name, values, least=least, whole=whole)
    return Given(values, nothing | said, name)


def together(*those: Given) -> list[Floats]:
    """The values broadcast to one shape. Raises StatisticsError when their shapes do not go together."""
    try:
        return [np.array(one, dtype=np.float64) for one in np.broadcast_arrays(*(each.values for each in those))]
    except ValueError:
        raise StatisticsError(
            f"The shapes of {_shapes(those)} do not go together. Give one entry for each place in all."
        ) from None


def one_series(*those: Given) -> None:
    """Raise StatisticsError unless all are lists of one length, an entry for each point in time."""
    if len({one.values.shape for one in those}) > 1 or any(one.values.ndim != 1 for one in those):
        raise StatisticsError(
            f"A trend needs one series, and the shapes are {_shapes(those)}. Give lists of the same length, one entry "
            "for each point in time."
        )


def as_given(values: Floats) -> float | Floats:
    """A plain float for a single number, an array otherwise. For functions that answer in the shape they were asked."""
    return float(values) if values.ndim == 0 else values


def shown(argument: object) -> str:
    """What was given, on one line and cut where it is long: whole arrays do not belong into a message."""
    text = " ".join(repr(argument).split())
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 3]}..."


def _shapes(those: tuple[Given, ...]) -> str:
    """What the arrays are called and their shapes: "numerator (3,) and denominator (14,)"."""
    return " and ".join(f"{each.name} {each.values.shape}".lstrip() for each in those)


def _objects(name: str, numbers: ArrayLike) -> NDArray[np.object_]:
    if isinstance(numbers, np.ma.MaskedArray):
        numbers = numbers.tolist()  # which has None for what is masked
    elif hasattr(numbers, "to_list"):
        # A Series of polars or pandas; going through a list keeps its nulls apart from its numbers.
        numbers = numbers.to_list()
    elif hasattr(numbers, "to_numpy"):
        numbers = numbers.to_numpy()  # a whole frame: its rows, not its columns
    elif isinstance(numbers, Set | Mapping):
        raise StatisticsError(f"{name}: a {type(numbers).__name__} is not a list of numbers in order. Give a list.")
    elif isinstance(numbers, Iterable) and not isinstance(numbers, str | bytes | np.ndarray | list | tuple):
        numbers = list(numbers)
    if isinstance(numbers, list | tuple) and _has_masks(numbers):
        numbers = [entry.tolist() if isinstance(entry, np.ma.MaskedArray) else entry for entry in numbers]
    try:
        return np.array(numbers, dtype=object)
    except ValueError:  # arrays within a list that share their first dimension and not the others
        raise StatisticsError(
            f"{name}: a list within has another shape than the one before. Give one list, or lists of the same length."
        ) from None


def _has_masks(numbers: list[object] | tuple[object, ...]) -> bool:
    return any(issubclass(kind, np.ma.MaskedArray) for kind in set(map(type, numbers)))


def _entries(name: str, objects: NDArray[np.object_]) -> tuple[Floats, dict[int, Symbol]]:
    """The numbers with NaN where there is none, and what was said of those."""
    flat = objects.ravel().tolist()
    symbols = {}
    for at, entry in () if _PLAIN.issuperset(map(type, flat)) else enumerate(flat):
        if type(entry) in _PLAIN:
            continue
        read = _read(name, at, entry)
        if isinstance(read, Symbol):
            symbols[at] = read
            flat[at] = None
        else:
            flat[at] = read
    try:
        return np.array(flat, dtype=np.float64).reshape(objects.shape), symbols
    except OverflowError:
        at = next(at for at, entry in enumerate(flat) if isinstance(entry, int) and abs(entry) > sys.float_info.max)
        raise StatisticsError(f"{name}, position {at}: the number is too large. Check its source.") from None


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
        return _read_text(name, at, entry)
    if isinstance(entry, _REAL) or not isinstance(entry, int | float | Decimal | np.integer | np.floating):
        if type(entry).__name__ in NOTHING_OF_PANDAS:
            return Symbol.NOT_AVAILABLE
        raise StatisticsError(
            f"{name}, position {at}: {shown(entry)} is not a number. Give a number, None or a symbol."
        )
    number = float("nan") if isinstance(entry, Decimal) and entry.is_nan() else float(entry)
    return Symbol.NOT_AVAILABLE if np.isnan(number) else number


def _read_text(name: str, at: int, text: str) -> float | Symbol:
    tidy = text.strip()
    if _NUMBER.fullmatch(tidy):
        return float(tidy)
    try:
        return parse_symbol(tidy)
    except SymbolError:
        said = (
            f"{shown(text)} is neither a number nor a symbol ({_SYMBOLS}). Give the number, None, or the symbol that "
            "says why there is none."
        )
    if not tidy:
        said = "a blank does not say why there is no number. Give None, or the symbol of the reason."
    elif _WITH_COMMAS.fullmatch(tidy):
        said = f"{shown(text)} has a comma, which some read as a decimal point. Take the commas out of the texts first."
    elif tidy.endswith("%") and _NUMBER.fullmatch(tidy[:-1].rstrip()):
        said = f"{shown(text)} has a percent sign. Take the signs out of the texts first."
    raise StatisticsError(f"{name}, position {at}: {said}")


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
