"""How the sentences about a chart write their numbers."""

from dataclasses import dataclass
from math import ceil, isfinite, log10
from typing import Final

from riia.indicators.statistics.arrays import Floats

_FINEST: Final = 9


@dataclass(frozen=True, slots=True)
class Numbers:
    """How figures are written: with `decimals`, or more where two different numbers would else look the same.

    `suffix` stands after each, such as "%".
    """

    decimals: int
    suffix: str = ""

    @classmethod
    def fitting(cls, values: Floats, spread: float, decimals: int | None, suffix: str = "") -> "Numbers":
        """As many decimals as the figures have, up to two; where they have more, as the `spread` of the limits asks."""
        if decimals is not None:
            return cls(decimals, suffix)
        known = [float(value) for value in values if isfinite(value)]
        for places in range(3):
            if all(abs(round(value, places) - value) <= 1e-12 * max(1.0, abs(value)) for value in known):
                return cls(places, suffix)
        if not isfinite(spread) or spread <= 0:
            spread = max(map(abs, known), default=1.0) or 1.0
        return cls(min(_FINEST, max(1, ceil(2 - log10(spread)))), suffix)

    def write(self, number: float, extra: int = 0) -> str:
        """One number, with thousands parted by commas."""
        return self._digits(number, extra) + self.suffix

    def figure(self, value: float, *lines: float) -> tuple[str, ...]:
        """A figure and lines it is compared with: with as many decimals as show which is the higher of them."""
        for extra in range(_FINEST + 1):
            figure = self._digits(value, extra)
            # Lines are means: beside whole figures they keep one decimal.
            written = [self._digits(line, max(extra, 0 if self.decimals else 1)) for line in lines]
            if all(
                _order(_read(figure), _read(text)) == _order(value, line)
                for text, line in zip(written, lines, strict=True)
            ):
                return tuple(text + self.suffix for text in (figure, *written))
        return tuple(f"{number:.15g}{self.suffix}" for number in (value, *lines))

    def _digits(self, number: float, extra: int) -> str:
        text = f"{number:,.{self.decimals + extra}f}"
        return text.removeprefix("-") if not any(digit in "123456789" for digit in text) else text


def _read(text: str) -> float:
    return float(text.replace(",", ""))


def _order(one: float, other: float) -> int:
    return (one > other) - (one < other)


def count_of(number: int, noun: str) -> str:
    """A number and its noun: "1 figure", "2 figures"."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def ordinal(number: int) -> str:
    """7th, 21st, 112th."""
    ending = "th" if number % 100 in {11, 12, 13} else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"
