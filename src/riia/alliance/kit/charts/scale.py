"""Axis limits, ticks and the placing of labels: small arithmetic, free of any drawing."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Scale:
    """A value axis from the first to the last tick, on `length` pixels; pixel 0 is its upper (or left) end."""

    ticks: tuple[float, ...]
    length: float

    @property
    def low(self) -> float:
        """The value at the axis's beginning."""
        return self.ticks[0]

    @property
    def high(self) -> float:
        """The value at the axis's end."""
        return self.ticks[-1]

    @property
    def starts_at_zero(self) -> bool:
        """Whether lengths may be compared with the eye."""
        return self.low <= 0 <= self.high

    def down(self, value: float) -> float:
        """The pixel of a value on an upright axis."""
        return self.length * (self.high - value) / (self.high - self.low)


def scale_for(values: Sequence[float], length: float, *, zero: bool = False, wanted: int = 5) -> Scale:
    """An axis with round ticks around all values.

    It starts at zero when `zero` asks for it or when the lowest value is less than half of the highest: only for
    figures that lie close together is the axis cut, and the chart then says so.
    """
    low, high = (min(values), max(values)) if values else (0.0, 1.0)
    if zero or (low >= 0 and low < high / 2) or low == high == 0:
        low, high = min(low, 0.0), max(high, 0.0)
    if low == high:
        low, high = (low - abs(low) / 4, high + abs(high) / 4) if low else (0.0, 1.0)
    step = round_step((high - low) / wanted)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return Scale(tuple(round(step * count, 10) for count in range(first, last + 1)), length)


def round_step(rough: float) -> float:
    """The next 1, 2, 2.5 or 5 times a power of ten."""
    power = 10.0 ** math.floor(math.log10(rough))
    return next(power * factor for factor in (1, 2, 2.5, 5, 10) if power * factor >= rough * 0.999)


def tick_decimals(ticks: Sequence[float]) -> int:
    """How many decimals the labels of these ticks need."""
    return next(places for places in range(6) if places == 5 or all(round(t, places) == t for t in ticks))


def spread(wanted: Sequence[float], heights: Sequence[float], low: float, high: float) -> list[float]:
    """Move the middles of labels so that none overlap, as little as possible, between `low` and `high` where they fit.

    Order is kept. Labels that meet become a block, which moves as one to where its members wanted to be on average.
    """
    blocks: list[tuple[float, list[int]]] = []
    for index in sorted(range(len(wanted)), key=lambda each: (wanted[each], each)):
        members = [index]
        start = _block_start(members, wanted, heights, low, high)
        while blocks and blocks[-1][0] + sum(heights[member] for member in blocks[-1][1]) > start:
            members = blocks.pop()[1] + members
            start = _block_start(members, wanted, heights, low, high)
        blocks.append((start, members))
    placed = [0.0] * len(wanted)
    for start, members in blocks:
        for member in members:
            placed[member] = start + heights[member] / 2
            start += heights[member]
    return placed


def every_nth(labels: Sequence[str], room: float, character: float = 6.6, gap: float = 12) -> list[str]:
    """The labels of an axis that fit side by side, counted back from the last, which matters most."""
    widest = max((len(label) for label in labels), default=1) * character + gap
    step = max(1, math.ceil(len(labels) * widest / max(room, 1)))
    return list(reversed(list(reversed(labels))[::step]))


def text_width(text: str, size: float = 14) -> float:
    """Roughly how wide a text is in pixels, erring on the wide side; a percent sign is wider than the rest."""
    return (len(text) * 0.53 + text.count("%") * 0.4) * size


def _block_start(
    members: Sequence[int], wanted: Sequence[float], heights: Sequence[float], low: float, high: float
) -> float:
    """Where a block begins so that its members are, on average, where they wanted to be; within the limits."""
    offset, pulls = 0.0, 0.0
    for member in members:
        pulls += wanted[member] - offset - heights[member] / 2
        offset += heights[member]
    return max(min(pulls / len(members), high - offset), low)
