"""Amounts of money as people type them, to whole pence and back. Pure; no float ever touches an amount (R1.40)."""

import re
from typing import Final

MOST_PENCE: Final = 10**12 - 1
"""£9,999,999,999.99: more is a slip of the finger."""
_AMOUNT = re.compile(r"(?P<pounds>\d{1,3}(?:,\d{3})+|\d+)(?:\.(?P<pence>\d{1,2}))?")


class MoneyError(ValueError):
    """A text that is no amount of money. The message says what to write instead."""


def parse_pounds(text: str) -> int:
    """Pence from "£12,345.60", "12345.6" or "12345". Raises MoneyError for what could be read in two ways."""
    clean = "".join(text.split()).removeprefix("£")
    found = _AMOUNT.fullmatch(clean)
    if not clean:
        raise MoneyError("Enter an amount in pounds, such as 12,500 or 12,500.50")
    if found is None or not clean.isascii():
        if re.fullmatch(r"-.*", clean):
            raise MoneyError("The amount must be more than £0")
        if re.fullmatch(r"[\d,]+\.\d{3,}", clean):
            raise MoneyError("Pence have two digits after the point, such as 12,500.50")
        raise MoneyError("Enter the amount as numbers, such as 12,500 or 12,500.50")
    pence = int(found["pounds"].replace(",", "")) * 100 + int((found["pence"] or "0").ljust(2, "0"))
    if pence > MOST_PENCE:
        raise MoneyError("The amount is too large. Check the number of digits")
    return pence


def typed(pence: int | None) -> str:
    """An amount as it stands in a box: "12,500.50", and nothing where there is none."""
    return "" if pence is None else f"{pence // 100:,}.{pence % 100:02d}"
