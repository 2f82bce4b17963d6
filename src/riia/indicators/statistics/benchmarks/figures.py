"""The figures of a comparison, parted into those with a number and those without."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from riia.indicators.model import Missing, MissingPart, Polarity, Symbol, Value


class BenchmarkError(ValueError):
    """A comparison was asked of figures that do not form one; the message names the place or period."""


def polarity_of(polarity: Polarity | str) -> Polarity:
    """The polarity, also from its text: "up" is not the same object as Polarity.UP, and must not be taken for DOWN.

    Raises BenchmarkError for any other text.
    """
    try:
        return Polarity(polarity)
    except ValueError:
        known = ", ".join(f'"{one.value}" ({one.words})' for one in Polarity)
        raise BenchmarkError(f"polarity={polarity!r} is not known. Give one of: {known}.") from None


@dataclass(frozen=True, slots=True)
class Figures:
    """Places with a number, places without one and why. No place comes twice."""

    usable: dict[str, int | Decimal]
    missing: tuple[MissingPart, ...]

    @property
    def of(self) -> int:
        """How many places there are, with a number or without."""
        return len(self.usable) + len(self.missing)

    @property
    def nothing(self) -> Missing:
        """What to answer when no place has a number: the strongest symbol, or not applicable without any place."""
        symbols = [part.symbol for part in self.missing]
        return Missing(Symbol.strongest(symbols) if symbols else Symbol.NOT_APPLICABLE)

    @classmethod
    def of_places(cls, values: Iterable[tuple[str, Value]]) -> "Figures":
        """Part the figures. Raises BenchmarkError when a place comes twice, which would count it double."""
        usable: dict[str, int | Decimal] = {}
        missing: dict[str, MissingPart] = {}
        for place, value in values:
            if place in usable or place in missing:
                raise BenchmarkError(f"Place {place} comes twice in one comparison. Give one figure for each place.")
            if isinstance(value, Missing):
                missing[place] = MissingPart(place, value.symbol)
            else:
                usable[place] = value.value
        return cls(usable, tuple(missing.values()))

    def symbol_of(self, place: str) -> Symbol | None:
        """Why `place` has no number, or None when it has one. Raises BenchmarkError for a place not compared."""
        if place in self.usable:
            return None
        for part in self.missing:
            if part.part == place:
                return part.symbol
        raise BenchmarkError(f"Place {place} is not among the {self.of} places compared. Add it to the comparison.")


def missing_in_words(missing: tuple[MissingPart, ...]) -> str:
    """The places without a number and why, or an empty text."""
    if not missing:
        return ""
    return "Missing: " + "; ".join(f"{part.part} ({part.symbol.words})" for part in missing) + "."
