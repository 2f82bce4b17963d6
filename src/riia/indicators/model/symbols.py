"""The symbols that official statistics print where a number is missing.

Source: the conventions of the Department for Education's published files and of the Government Statistical
Service, which prints the same letters in square brackets in spreadsheets (`[c]`, `[x]` ...).
"""

from collections.abc import Iterable, Mapping
from enum import StrEnum


class SymbolError(ValueError):
    """Text stands where a symbol should, and its meaning is not documented."""


class Symbol(StrEnum):
    """Why there is no number. The value is the code as published. None of them is zero."""

    SUPPRESSED = "c"
    NOT_AVAILABLE = "x"
    NOT_APPLICABLE = "z"
    UNRELIABLE = "u"
    ROUNDS_TO_ZERO = "k"
    LOW = "low"

    @property
    def words(self) -> str:
        """The symbol in plain words, to be put after "is" or after a colon."""
        return _WORDS[self]

    @classmethod
    def strongest(cls, symbols: Iterable["Symbol"]) -> "Symbol":
        """The one symbol that stands for several, when a figure is made of several missing parts.

        The order is c, u, x, z, low, k. Suppressed comes first because a figure made with a suppressed number must
        stay suppressed whatever else is missing; unreliable comes next because a number exists but may not be
        trusted; then no number at all; then no question at all; last the two that say the number is near zero.
        Taking the strongest is associative, commutative and idempotent, so the order of parts never matters.

        Raises ValueError when there is no symbol at all.
        """
        return min(symbols, key=_STRENGTH.__getitem__)


_WORDS = {
    Symbol.SUPPRESSED: "suppressed because it is small, or would reveal a small number",
    Symbol.NOT_AVAILABLE: "not available or not collected",
    Symbol.NOT_APPLICABLE: "not applicable",
    Symbol.UNRELIABLE: "withheld as unreliable because of low data quality",
    Symbol.ROUNDS_TO_ZERO: "more than zero but rounds to zero",
    Symbol.LOW: "more than zero but less than half of the unit the figures are rounded to",
}

_STRENGTH = {
    symbol: place
    for place, symbol in enumerate(
        (
            Symbol.SUPPRESSED,
            Symbol.UNRELIABLE,
            Symbol.NOT_AVAILABLE,
            Symbol.NOT_APPLICABLE,
            Symbol.LOW,
            Symbol.ROUNDS_TO_ZERO,
        )
    )
}

_BY_TEXT = {symbol.value: symbol for symbol in Symbol} | {f"[{symbol.value}]": symbol for symbol in Symbol}


def parse_symbol(text: str, notes: Mapping[str, Symbol] | None = None) -> Symbol:
    """The symbol that published text stands for: `c`, `x`, `z`, `u`, `k`, `low`, bare or in square brackets.

    Spaces around the text are ignored; anything else is refused with SymbolError. That includes "-", "..", ":" and "~":
    tables differ in what they mean by them (in the tribunals' appeal-rate table ".." is not available, "~" suppressed,
    and "-" a true zero). A table that explains its own signs is read with `notes`, what its notes say.
    """
    tidy = text.strip()
    symbol = _BY_TEXT.get(tidy) or (notes or {}).get(tidy)
    if symbol is None:
        known = ", ".join(f"{known.value} ({known.words})" for known in Symbol)
        raise SymbolError(
            f"{text!r} is not a number and not a known symbol. The known symbols are: {known}. "
            "If the publisher's notes explain it, give them to the reader of that table; otherwise ask the publisher."
        )
    return symbol
