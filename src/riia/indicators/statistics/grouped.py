"""Numbers of places by group, and why a place that lacks one cannot be estimated."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from riia.indicators.model import Symbol
from riia.indicators.statistics.arguments import whole_of
from riia.indicators.statistics.arrays import ArrayLike, Bools, Floats, Given, StatisticsError, given, together

_DIMENSIONS = 64  # as many as numpy has


@dataclass(frozen=True, slots=True)
class Grouped:
    """Numbers with the groups along the last axis; `symbols` has the same shape and None where there is a number."""

    values: Floats
    symbols: NDArray[np.object_]

    def joined(self, axis: int) -> "Grouped":
        """Without one axis: a symbol stands where any number along it is missing, the strongest of them."""
        last = np.moveaxis(self.symbols, axis, -1)
        strongest = np.empty(last.shape[:-1], dtype=object)
        for at in np.ndindex(strongest.shape):
            strongest[at] = _strongest(last[at])
        return Grouped(self.values.sum(axis=axis), strongest)


def grouped(name: str, numbers: ArrayLike | Given, axis: int, *, whole_axis: bool = False) -> Grouped:
    """Read numbers with their groups along `axis`, or, with `whole_axis`, numbers that are no longer by group."""
    axis = whole_of("axis", axis, -_DIMENSIONS, _DIMENSIONS)
    read = numbers if isinstance(numbers, Given) else given(name, numbers, least=0)
    symbols = np.full(read.values.shape, None, dtype=object)
    for at, symbol in read.symbols.items():
        symbols.flat[at] = symbol
    if whole_axis:
        return Grouped(read.values[..., np.newaxis], symbols[..., np.newaxis])
    if read.values.ndim == 0:
        raise StatisticsError(f"{name} is one number, and standardising needs one for each group. Give a list.")
    if read.values.ndim == 1:
        return Grouped(read.values, symbols)
    if not -read.values.ndim <= axis < read.values.ndim:
        raise StatisticsError(f"{name} has no axis {axis}. Give the axis along which the groups lie.")
    return Grouped(np.moveaxis(read.values, axis, -1), np.moveaxis(symbols, axis, -1))


def spread_together(**arrays: Floats) -> list[Floats]:
    """Arrays of one shape, given by name. Raises StatisticsError when their shapes do not go together."""
    return together(*(Given(array, {}, name) for name, array in arrays.items()))


class Reasons:
    """Why places cannot be estimated, by their position; the first reason found stands."""

    def __init__(self, shape: tuple[int, ...], groups: Sequence[str]) -> None:
        """For places in `shape`, whose groups have these names."""
        self.groups = groups
        self._words: dict[int, str] = {}
        self._shape = shape

    @property
    def words(self) -> dict[int, str]:
        """The reason of each place that has one, in order of position."""
        return dict(sorted(self._words.items()))

    @property
    def none(self) -> Bools:
        """True for places without a reason against them."""
        fine = np.ones(self._shape, dtype=np.bool_)
        fine.flat[list(self._words)] = False
        return fine

    def missing(self, part: str, of: Grouped) -> None:
        """Places that lack a number of `of` in any group, with each group named and its symbol in words."""
        groups = of.symbols.shape[-1]
        symbols = np.broadcast_to(of.symbols, (*self._shape, groups)).reshape(-1, groups)
        for at in np.flatnonzero((symbols != None).any(axis=1)):  # noqa: E711 - entry by entry
            lacking = [
                f"the {part}{f' of {self.groups[group]}' if groups == len(self.groups) else ''} is {symbol.words}"
                for group, symbol in enumerate(symbols[at])
                if symbol is not None
            ]
            self._add(int(at), ", ".join(lacking))

    def where(self, wrong: Bools, words: str) -> None:
        """Places where something else is wrong."""
        for at in np.flatnonzero(np.broadcast_to(wrong, self._shape)):
            self._add(int(at), words)

    def _add(self, at: int, words: str) -> None:
        self._words.setdefault(at, words)


def _strongest(symbols: NDArray[np.object_]) -> Symbol | None:
    there = [symbol for symbol in symbols if symbol is not None]
    return Symbol.strongest(there) if there else None
