"""What a person types into one cell of a return, as a value: a number, a documented reason for none, or nothing yet.

Thousands separators as people type them, a percent sign where a percentage is asked, the official symbols with or
without brackets and the few phrases that have one meaning are read. Whatever could mean two things is refused with the
rule and the remedy: "-", "nil" and ".." hide the difference between 0 and not known, "<5" hides the number, "1.234" may
be a thousand or one and a bit, and "3-4" is what Excel takes for a date. Only the digits 0 to 9 are read: digits of
other scripts and full-width ones look like others, and no system further on would take them.
"""

import re
import unicodedata
from collections.abc import Callable
from decimal import Decimal
from typing import Final

from riia.indicators.definitions import Measure
from riia.indicators.model import Missing, Number, Symbol, Value
from riia.indicators.returns.nouns import Cell, Item, ReturnError

LARGEST: Final = 10**9
"""No council counts more of anything."""
_CARRIED_OVER: Final = frozenset({"icpcs-within-15-days"})
"""Conferences in time can follow enquiries of the quarter before, so theirs may pass 100 %."""
_LONGEST: Final = 40
"""Signs of an entry that are looked at; longer ones are refused unread."""
_SPACES: Final = " \t\r\n\u00a0\u2007\u2009\u202f"
_UNSEEN: Final = f"{_SPACES}\u200b\u2060\ufeff"
_GAP: Final = "[ \u00a0\u2007\u2009\u202f]"
_DIGITS: Final = re.compile(
    rf"(?P<whole>\d+|\d{{1,3}}(?:,\d{{3}})+|\d{{1,3}}(?:{_GAP}\d{{3}})+)?(?P<rest>\.\d+)?", re.ASCII
)
_PERCENT: Final = re.compile(rf"(.*?){_GAP}?(?:%|per ?cent)", re.DOTALL | re.IGNORECASE)
_BRACKETED: Final = re.compile(r"\[\s*(.*?)\s*\]|\(\s*(.*?)\s*\)")
_MONTH: Final = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|sept|oct|nov|dec)[a-z]*"
_DATE: Final = re.compile(
    r"\d{4}-\d{1,2}-\d{1,2}([ t].*)?|\d{1,2}[/.]\d{1,2}[/.]\d{2,4}|\d{1,2}-\d{1,2}-\d{2,4}|\d{1,2}/\d{1,2}"
    rf"|\d{{1,2}}[ -]?{_MONTH}([ -]?\d{{2,4}})?|{_MONTH}[ -]?\d{{1,4}}",
    re.ASCII,
)
_MINUS: Final = "-\u2212\u2012\u2013\u2014"
_BELOW: Final = re.compile(
    rf"(<|\u2264|=<|<=|&lt;|under|below|less than|fewer than|up to|[{_MINUS}]?\d+ *([{_MINUS}]|to) *\d+\Z).*"
    r"|\d+ (or|and) (fewer|less|under|below)"
)
_ABOVE: Final = re.compile(r"(>|\u2265|>=|&gt;|over|above|more than|at least).*|\d+ ?\+|\d+ (or|and) (more|over|above)")
_ABOUT: Final = re.compile(
    r"(~|\u2248|c\.? ?\d|ca\.?|circa|about|approx|around|est).*"
    r"|[\d,. ]+ ?[(\[]?(approx|est|estimate|estimated|provisional|prov|ish|circa)\.?[)\]]?"
)
_POINTED: Final = re.compile(r"\d{1,3}(\.\d{3})+,\d+", re.ASCII)
_COMMA: Final = re.compile(r"\d+,\d{1,2} ?%?", re.ASCII)
_GROUPED: Final = re.compile(r"\d{1,3}(['\u2019]\d{3})+", re.ASCII)
_POINT_GROUPS: Final = re.compile(r"\d{1,3}(\.\d{3})+", re.ASCII)
_SCIENTIFIC: Final = re.compile(r"[+-]?\d+(\.\d*)?e[+-]?\d+", re.ASCII)
_NEGATIVE: Final = re.compile(rf"[{_MINUS}] ?[\d.].*|\(\d[\d,. ]*\)", re.ASCII)
_PHRASES: Final = {
    **{symbol.value: symbol for symbol in Symbol},
    "n/a": Symbol.NOT_APPLICABLE,
    "n / a": Symbol.NOT_APPLICABLE,
    "not applicable": Symbol.NOT_APPLICABLE,
    "not available": Symbol.NOT_AVAILABLE,
    "not collected": Symbol.NOT_AVAILABLE,
    "suppressed": Symbol.SUPPRESSED,
}
"""What has one meaning only; anything else that stands for "no number" is asked about."""
_SIGNS: Final = frozenset({
    "?", "??", "*", "**", "***", ".", "..", "...", ":", "~", "\u2026", "/", "x?", "tbc", "tba", "unknown", "na", "n.a.",
    "n.a", "n/k", "nk", "not known", "not recorded", "not reported", "not provided", "no data", "no return", "n/r",
    "nr", "dnc", "data not available", "missing", "pending", "awaited", "to follow", "supp", "s", "see note",
    "see comment",
})  # fmt: skip
_NOTHING: Final = frozenset({"nil", "none", "no", "null", "nan", "nought", "blank", "empty", "nothing", "-", "--"})
_CHOICE: Final = (
    "Type 0 if you counted and there were none, x if it is not available, z if it does not apply, c if it is "
    "suppressed."
)


class EntryError(ReturnError):
    """What was typed cannot be read in one way only: `text` is that, `rule` why not, `remedy` what to type."""

    def __init__(self, text: str, rule: str, remedy: str) -> None:
        """Build the sentence from its parts."""
        self.text, self.rule, self.remedy = text, rule, remedy
        super().__init__(f"{shown(text)} {rule} {remedy}")


def parse_entry(text: str, cell: Cell, item: Item) -> Value | None:
    """The value that was typed into a cell of an item; None for a blank cell. Raises EntryError."""
    tidy = text.strip(_UNSEEN)
    if tidy.startswith("'") and _DIGITS.fullmatch(tidy[1:]):
        tidy = tidy[1:]  # by which a spreadsheet is told to keep a text
    if not tidy:
        return None
    if len(tidy) > _LONGEST:
        raise EntryError(text, f"is longer than any number ({len(tidy)} signs).", _give(cell))
    if (symbol := _symbol(tidy)) is not None:
        return Missing(symbol)
    per_cent = _PERCENT.fullmatch(tidy)
    found = _DIGITS.fullmatch(per_cent[1] if per_cent else tidy)
    if found is None or not found[0]:
        raise _refusal(text, tidy, cell)
    if per_cent and cell.measure is not Measure.PERCENT:
        raise EntryError(text, f"is a percentage, and {_asked(cell)} is asked for.", _give(cell))
    whole, rest = re.sub(r"\D", "", found["whole"] or "0"), found["rest"] or ""
    if found["whole"] and re.match(r"0\D", found["whole"]):
        raise EntryError(text, "begins with 0 before a separator.", f"{_give(cell)} A decimal takes a point.")
    return _bounded(text, whole, rest, cell, item)


def at_most_100(item: Item) -> bool:
    """Whether an item is a part of what its percentage is of, so that it cannot be more."""
    return bool(item.of) and item.indicator.slug not in _CARRIED_OVER


def shown(text: str) -> str:
    """What was typed, in quotation marks, short enough to be printed in a sentence and without signs unseen."""
    seen = "".join(sign if sign.isprintable() else " " for sign in text).strip()
    return f'"{seen[:_LONGEST]}..."' if len(seen) > _LONGEST else f'"{seen}"'


def _symbol(tidy: str) -> Symbol | None:
    bracketed = _BRACKETED.fullmatch(tidy)
    bare = (bracketed[1] or bracketed[2] or "") if bracketed else tidy
    return _PHRASES.get(" ".join(bare.split()).casefold())


def _bounded(text: str, whole: str, rest: str, cell: Cell, item: Item) -> Value:
    """The number of its digits, held against what the cell can be."""
    if cell.measure is Measure.NUMBER and rest.strip(".0"):
        is_grouped = whole[:1] != "0" and _POINT_GROUPS.fullmatch(f"{whole}{rest}")
        told = f"{whole}{rest[1:]}" if is_grouped else ""
        meant = f" If a thousand is meant, type {told}." if told else ""
        raise EntryError(text, "has decimals, and a count has none.", f"Type a whole number.{meant}")
    if cell.measure is Measure.NUMBER and len(rest) > 3:
        remedy = f"Type {int(whole)} or {whole.lstrip('0')}{rest[1:]}, without a point."
        raise EntryError(text, "could be a count or a number of thousands.", remedy)
    number = Decimal(whole + rest)
    if number > LARGEST:
        raise EntryError(text, f"is more than {LARGEST:,}, which no council counts.", "Check the number.")
    if cell.measure is Measure.PERCENT and at_most_100(item) and number > 100:
        rule = f"is above 100, and {item.title[:1].lower()}{item.title[1:]} are a part of the {item.of_words}."
        raise EntryError(text, rule, "Check the number and what it is a part of.")
    return Number(int(number) if number == number.to_integral_value() else number)


def _refusal(text: str, tidy: str, cell: Cell) -> EntryError:
    """Why this is not a number and not a symbol, and what to type instead."""
    low = " ".join(tidy.split()).casefold()
    if _POINTED.fullmatch(low) or (_COMMA.fullmatch(low) and cell.measure is not Measure.NUMBER):
        return EntryError(text, "has a comma for a decimal point.", f"{_give(cell)} A decimal takes a point.")
    if _GROUPED.fullmatch(low):
        return EntryError(text, "has apostrophes in it.", f"Type {re.sub(r'[^0-9]', '', low)}.")
    for holds, rule, remedy in _REFUSALS:
        if holds(low):
            return EntryError(text, rule, remedy or _give(cell))
    symbols = ", ".join(symbol.value for symbol in Symbol)
    return EntryError(text, "is not a number and not a symbol.", f"{_give(cell)} The symbols are {symbols}.")


def _foreign(low: str) -> bool:
    """Whether there are digits other than 0 to 9: of another script, full-width or raised."""
    return any(not sign.isascii() and unicodedata.digit(sign, None) is not None for sign in low)


_REFUSALS: Final[tuple[tuple[Callable[[str], bool], str, str], ...]] = (
    (lambda low: low in _NOTHING or not low.strip(_MINUS), "may mean 0 or not known.", _CHOICE),
    (lambda low: low == "zero", "is a word.", "Type the digit 0."),
    (lambda low: low == "\u00a9", "is what Excel makes of (c).", "Type c."),
    (lambda low: low in _SIGNS, "has no agreed meaning.", _CHOICE),
    (_foreign, "has digits other than 0 to 9.", "Type the number anew with the digits 0 to 9."),
    (
        lambda low: _DATE.fullmatch(low) is not None,
        "is a date, which Excel makes of entries such as 3-4.",
        "Type the number itself; of a small number that may not be told, type c.",
    ),
    (
        lambda low: _BELOW.fullmatch(low) is not None,
        "is a range and hides the number.",
        "Type the number itself: it is protected before anything is published. If it may not leave the council, type "
        "c.",
    ),
    (lambda low: _ABOVE.fullmatch(low) is not None, "is a range.", "Type the number itself."),
    (lambda low: _ABOUT.fullmatch(low) is not None, "is an estimate.", "Type the number, or x if there is none."),
    (lambda low: _SCIENTIFIC.fullmatch(low) is not None, "is written with an exponent.", "Write it out in digits."),
    (lambda low: _NEGATIVE.fullmatch(low) is not None, "is below zero.", "Type a number from 0."),
    (lambda low: low.startswith("#"), "is an Excel error.", "Mend the formula, or type the number over it."),
    (lambda low: low.startswith(("=", "+", "@")), "is a formula.", "Type the number itself."),
    (lambda low: low in ("true", "false", "yes"), "is no number.", ""),
    (lambda low: any(map(str.isdigit, low)), "has more in it than a number.", ""),
)  # fmt: skip
"""How an entry that cannot be read is told from others, in this order; an empty remedy names what is asked."""


def _asked(cell: Cell) -> str:
    return "a number" if cell.measure is Measure.NUMBER else f"a {cell.measure.value}"


def _give(cell: Cell) -> str:
    if cell.measure is Measure.NUMBER:
        return "Type the number alone, in digits, such as 1234."
    return f"Type the {'rate' if cell.measure is Measure.RATE else 'percentage'} alone, in digits, such as 12.5."
