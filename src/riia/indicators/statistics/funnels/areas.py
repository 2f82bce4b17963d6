"""The areas of a funnel: which can be compared, and which are left out and why."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from math import isnan
from typing import Final

import numpy as np

from riia.indicators.model import Symbol
from riia.indicators.statistics.arguments import entries_of
from riia.indicators.statistics.arrays import (
    NOTHING_OF_PANDAS,
    ArrayLike,
    Bools,
    Floats,
    Given,
    StatisticsError,
    given,
    together,
)

_ENGLAND: Final = re.compile(r"((all|whole) )?england( total)?|national|total|E92000001", re.IGNORECASE)
_REGION: Final = re.compile(
    r"north east|north west|yorkshire and (the )?humber|east midlands|west midlands|east of england|south east|"
    r"south west|((inner|outer) )?london|E1[23]\d{6}",
    re.IGNORECASE,
)
_LONDON: Final = re.compile(r"london|E12000007", re.IGNORECASE)
_PART_OF_LONDON: Final = re.compile(r"(inner|outer) london|E1300000[12]", re.IGNORECASE)
# An unnamed total is told by its figures only where so many areas add up to it that chance cannot be the reason.
_FEWEST_PARTS: Final = 10
_SAME: Final = 0.001
# Totals are published rounded to 10, which moves a small one by more than that part.
_ROUNDED: Final = 5.0
_NEARLY: Final = 0.02


@dataclass(frozen=True, slots=True)
class NotCompared:
    """An area that is not compared: its position in what was given, its name, a symbol and the reason in words."""

    position: int
    area: str
    symbol: Symbol
    why: str


@dataclass(frozen=True, slots=True)
class Areas:
    """What was given, area by area; counts and denominators are NaN where they were missing."""

    names: tuple[str, ...]
    counts: Floats
    denominators: Floats
    left_out: tuple[NotCompared, ...]

    @property
    def usable(self) -> Bools:
        """True for the areas that are compared."""
        compared = np.ones(len(self.names), dtype=np.bool_)
        compared[[each.position for each in self.left_out]] = False
        return compared


def read_areas(
    numerator: ArrayLike,
    denominator: ArrayLike,
    names: Iterable[object] | None,
    *,
    kind: str,
    whole: bool,
    read_as: Callable[[Floats], Floats],
) -> Areas:
    """Read the figures, leave out what cannot be compared and refuse what cannot be right. Errors: StatisticsError.

    `read_as` makes of the denominators what the method works with.
    """
    counted = given("numerator", numerator, least=0, whole=whole)
    among = given("denominator", denominator, least=0, whole=whole and kind == "proportion")
    counts, denominators = (np.atleast_1d(values) for values in together(counted, among))
    if counts.ndim != 1:
        raise StatisticsError(
            f"The figures of a funnel have {counts.ndim} dimensions. Give one numerator and one denominator an area."
        )
    denominators = read_as(denominators)
    labels = _names(names, counts.size)
    _refuse(counts, denominators, labels, named=names is not None, kind=kind)
    left_out: dict[int, NotCompared] = {}
    for at in range(counts.size):
        reason = _missing(at, counted, among) or _unusable(at, denominators) or _contains_others(at, labels)
        if reason:
            left_out[at] = NotCompared(at, labels[at], *reason)
    _leave_out_total(counts, denominators, labels, left_out)
    return Areas(labels, counts, denominators, tuple(left_out[at] for at in sorted(left_out)))


def _names(names: Iterable[object] | None, size: int) -> tuple[str, ...]:
    if names is None:
        return tuple(f"position {at}" for at in range(size))
    labels = tuple(map(_label, entries_of("areas", names, "Give one name for each figure.")))
    if len(labels) != size:
        raise StatisticsError(f"areas has {len(labels)} names for {size} figures. Give one name for each.")
    seen: dict[str, int] = {}
    for at, label in enumerate(labels):
        if not label:
            raise StatisticsError(
                f"areas, position {at}: there is no name. In the Department for Education's files a row without the "
                "name of a council is England or a region: leave it out."
            )
        if label in seen:
            raise StatisticsError(
                f"areas, position {at}: {label} was already given at position {seen[label]}. Give each once."
            )
        seen[label] = at
    return labels


def _label(name: object) -> str:
    nothing = name is None or type(name).__name__ in NOTHING_OF_PANDAS or (isinstance(name, float) and isnan(name))
    return "" if nothing else str(name).strip()


def _refuse(counts: Floats, denominators: Floats, labels: tuple[str, ...], *, named: bool, kind: str) -> None:
    def place(at: int) -> str:
        return f"position {at} ({labels[at]})" if named else f"position {at}"

    with np.errstate(invalid="ignore"):
        over = np.flatnonzero(counts > denominators) if kind == "proportion" else np.empty(0, dtype=np.intp)
        nobody = np.flatnonzero((counts > 0) & (denominators == 0))
    if over.size:
        at = int(over[0])
        raise StatisticsError(
            f"numerator, {place(at)}: {counts[at]:.15g} is more than its denominator {denominators[at]:.15g}, which no "
            'proportion can be. Check the source, or give kind="rate" if the one is not a part of the other.'
        )
    if nobody.size:
        at = int(nobody[0])
        raise StatisticsError(
            f"denominator, {place(at)}: {counts[at]:.15g} counted where the denominator is 0. Check the source of both."
        )


def _missing(at: int, counted: Given, among: Given) -> tuple[Symbol, str] | None:
    # A single number given for every area stands at position 0 of its own.
    own = ((read, at if read.values.size > 1 else 0) for read in (counted, among))
    symbols = [read.symbols[position] for read, position in own if position in read.symbols]
    if not symbols:
        return None
    symbol = Symbol.strongest(symbols)
    return symbol, symbol.words


def _unusable(at: int, denominators: Floats) -> tuple[Symbol, str] | None:
    if denominators[at] > 0:
        return None
    return Symbol.NOT_APPLICABLE, "denominator is 0, so there is nothing to be a share of"


def _contains_others(at: int, labels: tuple[str, ...]) -> tuple[Symbol, str] | None:
    """Why an area may not stand among those named: England, a region among councils, London beside its two parts."""
    label = labels[at]
    if _ENGLAND.fullmatch(label) and len(labels) > 1:
        return Symbol.NOT_APPLICABLE, "a total that contains the others"
    if not _REGION.fullmatch(label):
        return None
    if not all(_REGION.fullmatch(each) or _ENGLAND.fullmatch(each) for each in labels):
        return Symbol.NOT_APPLICABLE, "a region, which contains some of the others"
    if _LONDON.fullmatch(label) and any(_PART_OF_LONDON.fullmatch(each) for each in labels):
        return Symbol.NOT_APPLICABLE, "contains Inner and Outer London"
    return None


def _leave_out_total(
    counts: Floats, denominators: Floats, labels: tuple[str, ...], left_out: dict[int, NotCompared]
) -> None:
    """Leave out the one area whose count and denominator are both the sums of all the others'."""
    usable = [at for at in range(counts.size) if at not in left_out]
    if len(usable) <= _FEWEST_PARTS:
        return
    largest = max(usable, key=lambda at: float(denominators[at]))
    others = [at for at in usable if at != largest]
    for values in (counts, denominators):
        of_others = float(values[others].sum())
        allowed = max(_SAME * of_others, min(_ROUNDED, _NEARLY * of_others))
        if not of_others or abs(values[largest] - of_others) > allowed:
            return
    left_out[largest] = NotCompared(
        largest, labels[largest], Symbol.NOT_APPLICABLE, f"the total of the other {len(others)}, by its figures"
    )
