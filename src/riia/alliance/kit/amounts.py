"""The shape a number has on a page: it is there, or it is missing and says why.

Any object of these shapes will do, so the value types of the library are shown as they are. `Amount` and `NoAmount` are
for content that has no types of its own, such as counts of work.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol, cast


class Known(Protocol):
    """A number that is there."""

    @property
    def value(self) -> int | float | Decimal:
        """The number."""

    def __hash__(self) -> int:
        """Figures are kept in caches."""


class Absent(Protocol):
    """No number: the letter as published, and the reason in words."""

    @property
    def symbol(self) -> str:
        """The letter that stands for the number."""

    @property
    def words(self) -> str:
        """The reason."""

    def __hash__(self) -> int:
        """Figures are kept in caches."""


type Figure = Known | Absent


@dataclass(frozen=True, slots=True)
class Amount:
    """A number that is there."""

    value: int | float | Decimal


@dataclass(frozen=True, slots=True)
class NoAmount:
    """No number: the letter to print and the reason in words."""

    symbol: str
    words: str


def absence(figure: object) -> Absent | None:
    """The figure itself when it is a missing number, else None.

    Tells by the attribute `symbol`: `isinstance` with a protocol takes ten times as long, and tables have hundreds.
    """
    return cast(Absent, figure) if hasattr(figure, "symbol") else None


def plain(figure: Figure) -> float | None:
    """The number as a float for drawing; None, which is drawn as a gap, when it is missing."""
    return None if hasattr(figure, "symbol") else float(figure.value)


def letter(absent: Absent) -> str:
    """What stands for a missing number: the letter as published, or its own `sign` where none was published."""
    return str(getattr(absent, "sign", absent.symbol))


def letters(figures: Iterable[object]) -> tuple[tuple[str, str], ...]:
    """The letters among figures with their words, each once, in alphabetical order: for a key."""
    missing = [each for each in map(absence, figures) if each is not None]
    return tuple(sorted({letter(each): each.words for each in missing}.items()))
