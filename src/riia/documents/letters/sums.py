"""Amounts and numbers in sentences and cells, exactly as far as they can be read. Pure."""

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from riia.documents.allocation import Amount, Hidden
from riia.documents.letters.structure import Money
from riia.documents.model import Where

NUMBER_WORDS: Final = {
    word: at
    for at, word in enumerate(
        [
            "no",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
            "twenty",
        ]
    )
} | {"single": 1, "both": 2, "thirty": 30, "forty": 40}
NUMBER: Final = rf"(?:\d{{1,4}}|{'|'.join(word for word in NUMBER_WORDS if word != 'no')})"
POUNDS: Final = r"£\s?\d[\d,]*(?:\.\d+)?(?:\s?(?:m|million|k)\b)?"
REDACTED: Final = re.compile(
    r"█|▇|■{2,}|\[?\b(?:redacted|withheld)\b\]?|^\s*[xX]{2,}\s*$|\*{3,}|_{4,}|\.{6,}|#{3,}", re.I
)
_AMOUNT: Final = re.compile(r"(?P<whole>\d{1,3}(?:,\d{3})+|\d+)(?:\.(?P<part>\d+))?\s?(?P<scale>m|million|k)?", re.I)
_LABEL: Final = re.compile(r"^\s*(?:(?:grand|overall)\s+)?total\s*[:=]?\s*", re.I)
_NOTE: Final = re.compile(r"\s*(?:\*+|\[\d\]|\(\d\)|[¹²³†])$")


def number(text: str) -> int:
    """7 for "7" or "seven"."""
    return int(text) if text.isdigit() else NUMBER_WORDS[text.lower()]


def pence(text: str) -> int | None:
    """Whole pence of an amount as written, with or without its pound sign; None where it can be read in two ways."""
    clean = re.sub(r"\s+", "", text.strip().removeprefix("£"))
    found = _AMOUNT.fullmatch(clean)
    if found is None:
        return None
    part = found["part"] or ""
    exact = Decimal(f"{found['whole'].replace(',', '')}.{part or 0}")
    scale = (found["scale"] or "").lower()
    if scale:
        exact *= 1_000 if scale == "k" else 1_000_000
    elif len(part) > 2:
        return None
    whole = exact * 100
    return int(whole) if whole == whole.to_integral_value() else None


def amounts_in(text: str) -> Iterator[tuple[int, str, int | None]]:
    """Every amount with a pound sign in a sentence: offset, as written, pence (None: cannot be read)."""
    for hit in re.finditer(POUNDS, text):
        said = hit[0].rstrip(",")
        yield hit.start(), said, pence(said)


def cell_money(text: str, value: object, where: Where) -> Money | None:
    """The amount of a cell. None where the cell says that there is none ("n/a")."""
    said = text.strip()
    bare = _NOTE.sub("", _LABEL.sub("", said))
    if isinstance(value, int | Decimal) and not isinstance(value, bool):
        return _typed(said, Decimal(value), where)
    if not bare:
        return Money(Hidden.NOT_STATED, said, where)
    if REDACTED.search(bare):
        return Money(Hidden.REDACTED, said, where)
    if re.fullmatch(r"n/?a|not applicable", bare, re.I):
        return None
    if re.fullmatch(r"£?\s?(?:nil|[-–—])", bare, re.I):
        return Money(0, said, where)
    found: Amount | None = pence(bare)
    if found is None and bare.startswith(("-", "−", "(")):
        inner = pence(bare.strip("-−()"))
        if inner is not None:
            return Money(-inner, said, where)
    if found is None:
        return Money(Hidden.ILLEGIBLE, said, where, _why(bare))
    return Money(found, said, where)


def looks_like_money(text: str, value: object = None) -> bool:
    """True for a cell that holds an amount, readable or not, and for a redacted one."""
    bare = _NOTE.sub("", _LABEL.sub("", text.strip()))
    if isinstance(value, int | Decimal) and not isinstance(value, bool):
        return True
    return bool(
        re.match(r"[-−(]?£\s?[\dOolI—–-]", bare)
        or re.fullmatch(r"[-−(]?\d{1,3}(?:,\d{3})+(?:\.\d{1,2})?\)?|[-−]?\d+\.\d{2}|\d{3,7}", bare)
        or (bare and len(bare) < 20 and REDACTED.search(bare))
    )


def _typed(said: str, value: Decimal, where: Where) -> Money:
    whole = value * 100
    if whole != whole.to_integral_value():
        return Money(Hidden.ILLEGIBLE, said, where, f"{value} is no whole number of pence")
    return Money(int(whole), said, where)


def _why(bare: str) -> str:
    if re.search(r"\d[OolI]|[OolI]\d", bare):
        return "there are letters among its digits, as when a scan is read by a program"
    if re.search(r"\.\d{3,}$", bare):
        return "it has more than two digits after the point"
    if re.fullmatch(r"£?\s?[\d,]+(?:\.\d{1,2})?", bare):
        return "its commas do not part thousands"
    return "it is no amount of money"
