"""Numbers as cells and sentences give them: money, percentages, counts; exactly, as fractions. Pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import Final

from riia.documents.money import amount_mentions

_WORDS: Final = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen twenty"
)
WORDS: Final = {word: number for number, word in enumerate(_WORDS.split(), start=1)}
MORE_WORDS: Final = WORDS | {"thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "both": 2, "half": 0}
NUMBER: Final = rf"(?:\d{{1,3}}|{'|'.join(sorted(WORDS, key=len, reverse=True))})"
_PERCENT: Final = re.compile(r"(?<![\d.])(\d{1,3}(?:\.\d+)?)\s?(?:%|per ?cent\b)")
_PERCENT_CELL: Final = re.compile(r"(\d{1,3}(?:\.\d+)?)\s?%(?:\s+of\b.*)?")
_PLAIN: Final = re.compile(r"[-−(]?\d{1,3}(?:,\d{3})+(?:\.\d+)?\)?|[-−(]?\d+(?:\.\d+)?\)?")
_NOTHING: Final = re.compile(r"£?\s?(?:[-–—]|nil|none|n/?a)", re.I)
_BROKEN: Final = re.compile(r"[£€$]?\s?(?=[^A-Z]*\d)[\dOolISB][\dOolISB,. ]*")


class Is(StrEnum):
    """What a cell holds."""

    MONEY = "money"
    PERCENT = "percent"
    COUNT = "count"
    NOTHING = "nothing"
    BLANK = "blank"
    BROKEN = "broken"
    WORDS = "words"


@dataclass(frozen=True, slots=True)
class Value:
    """What a cell was read as; money in pence, a percentage in hundredths of the whole times 100."""

    kind: Is
    number: Fraction = Fraction(0)


def value_of(text: str) -> Value:
    """What a cell holds."""
    said = re.sub(r"\s*(?:\*+|\[\d\]|[¹²³†])$", "", text.strip())
    if not said:
        return Value(Is.BLANK)
    if len(said) > 60:
        return Value(Is.WORDS)
    if _NOTHING.fullmatch(said):
        return Value(Is.NOTHING)
    if match := _PERCENT_CELL.fullmatch(said):
        return Value(Is.PERCENT, Fraction(match[1]))
    money = amount_mentions(said)
    if len(money) == 1 and money[0].pence is not None and len(said) - len(money[0].as_written) < 3:
        return Value(Is.MONEY, Fraction(money[0].pence))
    if _PLAIN.fullmatch(said):
        number = Fraction(re.sub(r"[-−(),]", "", said))
        return Value(Is.COUNT, -number if said[0] in "-−(" else number)
    if _BROKEN.fullmatch(said) and re.search(r"[€$OolISB]", said):
        return Value(Is.BROKEN)
    return Value(Is.WORDS)


def number_of(text: str) -> int:
    """7 for "7" or "seven"; 0 for what is no number."""
    return int(text) if text.isdigit() else MORE_WORDS.get(text.lower(), 0)


def percents_in(text: str) -> list[tuple[int, str, Fraction]]:
    """Every percentage in a sentence: place, as written, number."""
    return [(match.start(), match[0], Fraction(match[1])) for match in _PERCENT.finditer(text)]


def pounds(pence: Fraction | int) -> str:
    """ "£1,234.50"; whole pounds without pence where there are none."""
    exact = round(Fraction(pence))
    sign, exact = ("-", -exact) if exact < 0 else ("", exact)
    return f"{sign}£{exact // 100:,}" + (f".{exact % 100:02d}" if exact % 100 else "")


def shown(number: Fraction, kind: Is) -> str:
    """A number as its kind is written."""
    if kind is Is.MONEY:
        return pounds(number)
    plain = f"{float(number):,.10g}"
    return f"{plain}%" if kind is Is.PERCENT else plain


def near(one: Fraction, other: Fraction) -> bool:
    """Whether a number looks like a slip for another: within a tenth, digits exchanged, or one digit off."""
    if one == other or not one or not other:
        return False
    if abs(one - other) * 10 <= abs(other):
        return True
    first, second = (str(abs(int(number))).rstrip("0") for number in (one, other))
    if sorted(first) == sorted(second) and len(first) > 1:
        return True
    return len(first) == len(second) > 2 and sum(a != b for a, b in zip(first, second, strict=True)) == 1


def numbers_in(text: str) -> Iterator[tuple[int, int, str]]:
    """Counts in a sentence, in figures or words: place, number, as written; no dates, amounts, percentages or names."""
    pattern = (
        rf"(?<![\w£€.,/–-])(?P<n>{NUMBER})(?!\s?%|[\w/]|[.,]\d|\s?per ?cent|-\d|–\d)"
        r"(?!\s+(?:January|February|March|April|May|June|July|August|September|October|November|December|of "
        r"(?:these|them)\b))"
    )
    for match in re.finditer(pattern, text, re.I):
        before = text[: match.start()].rstrip()
        if re.search(
            r"\b(?:clauses?|sections?|paragraphs?|annex|schedule|appendix|part|stage|phase|year|no\.?|number|table"
            r"|aged?"
            r"|January|February|March|April|May|June|July|August|September|October|November|December)$",
            before,
            re.I,
        ):
            continue
        yield match.start(), number_of(match["n"]), match["n"]
