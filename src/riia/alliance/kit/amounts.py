"""The two plain shapes a number has on a page, for content that has no types of its own (samples, counts of work).

Any object of the same shape will do: `filters.Known` has a `value`; `filters.Absent` has a `symbol` and its `words`.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Amount:
    """A number that is there."""

    value: int | float | Decimal


@dataclass(frozen=True, slots=True)
class NoAmount:
    """No number: the letter to print and the reason in words."""

    symbol: str
    words: str
