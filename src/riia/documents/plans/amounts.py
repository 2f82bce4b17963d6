"""Amounts of money as they stand in the cells of costings, to whole pence; also those that a scan damaged. Pure."""

import re
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Final

from riia.documents.model import Cell
from riia.documents.plans.structure import Money

_AMOUNT: Final = re.compile(
    r"(?P<open>\()?\s*(?P<sign>[-−–+])?\s*£?\s*(?P<sign2>[-−–])?\s*(?P<pounds>\d{1,3}(?:,\d{3})+"
    r"|\d+)(?:\.(?P<pence>\d{1,2}))?(?P<k>k)?\s*(?P<close>\))?",
    re.I,
)
_SEVERAL: Final = re.compile(r"[-−–(]?£[-−–]?\s?[\d,]+(?:\.\d\d)?\)?")


def pence_of(text: str) -> int | None:
    """Pence from "£1,190,200", "-£41,000", "(£950.50)" or "1200". None where it is no amount."""
    said = re.sub(r"\s+", " ", text).strip()
    if re.fullmatch(r"£?\s*(?:-|–|—|nil)", said, re.I):
        return 0
    found = _AMOUNT.fullmatch(said)
    if found is None or (found["open"] is None) != (found["close"] is None):
        return None
    pounds = int(found["pounds"].replace(",", "")) * (1000 if found["k"] else 1)
    pence = pounds * 100 + int((found["pence"] or "0").ljust(2, "0"))
    below = found["open"] or found["sign"] in tuple("-−–") or found["sign2"]
    return -pence if below else pence


def money_of(cell: Cell, text: str | None = None) -> Money:
    """The amount in a cell, or in a part of its text."""
    said = (cell.text if text is None else text).strip()
    if text is None and isinstance(cell.value, int | float | Decimal) and not isinstance(cell.value, bool):
        exact = Decimal(str(cell.value)) * 100
        try:
            pence = int(exact.to_integral_value(ROUND_HALF_UP))
        except (InvalidOperation, OverflowError):
            return Money(said or str(cell.value), None, cell.where, formula=cell.formula, typed=True)
        parts = exact if exact != pence else None
        return Money(said or str(cell.value), pence, cell.where, formula=cell.formula, typed=True, exact=parts)
    if not said:
        return Money("", None, cell.where, formula=cell.formula)
    doubtful = looks_damaged(said)
    return Money(
        said, None if doubtful else pence_of(said), cell.where, doubtful or pence_of(said) is None, cell.formula
    )


def parts_of(cell: Cell) -> list[str]:
    """The amounts in a cell that holds those of several lines: "£25,000 £89,429"."""
    found = _SEVERAL.findall(cell.text)
    return found if len(found) > 1 else [cell.text]


def looks_damaged(text: str) -> bool:
    """Whether a text in a column of money is one that no person writes: "0083", "0 2", "03", "£l,600"."""
    said = text.strip()
    if re.fullmatch(r"0\d+", said) or re.fullmatch(r"\d{1,3}(?: \d{1,2})+", said):
        return True
    return (
        pence_of(said) is None
        and bool(re.search(r"\d", said))
        and bool(re.fullmatch(r"[£Ef]?[\dOolISB, .]{1,12}", said))
    )


def with_digits(text: str) -> str:
    """An amount with the letters that look like digits read as those: "£l2,5OO" is "£12,500"."""
    return text.translate(str.maketrans("OolI|SB", "0011158"))


def as_pounds(pence: int) -> str:
    """ "£1,190,200", with pence only where there are any."""
    sign = "-" if pence < 0 else ""
    pounds, rest = divmod(abs(pence), 100)
    return f"{sign}£{pounds:,}.{rest:02d}" if rest else f"{sign}£{pounds:,}"


def shared_out(pence: int, shares: tuple[tuple[int, int], ...]) -> dict[int, int]:
    """An amount split by the shares of the quarters in whole pounds, by largest remainder; the parts sum to it.

    An amount with pence is split in pence.
    """
    unit = 100 if pence % 100 == 0 else 1
    whole = pence // unit
    parts = {quarter: whole * share // 100 for quarter, share in shares}
    rest = {quarter: whole * share % 100 for quarter, share in shares}
    missing = whole * sum(share for _, share in shares) // 100 - sum(parts.values())
    for quarter in sorted(rest, key=lambda quarter: (-rest[quarter], quarter))[: max(0, missing)]:
        parts[quarter] += 1
    return {quarter: part * unit for quarter, part in parts.items()}
