"""Rates that sentences give against those that a table shows: "£310 for every child", and £310 in every row. Pure."""

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Final

from riia.documents.agreed.amounts import Is, near, pounds, value_of
from riia.documents.agreed.catalogue import told
from riia.documents.agreed.lines import Sentence, Table
from riia.documents.agreed.sheets import SUBTOTAL, TOTAL
from riia.documents.model import Evidence, Finding
from riia.documents.money import amount_mentions

_EACH: Final = re.compile(
    r"\s*(?:is\s+|are\s+|was\s+)?(?:paid\s+|given\s+|allocated\s+)?(?:per|for (?:each|every)|to each|each|a|for "
    r"a)\s+(?P<what>[a-z][a-z-]*(?:\s[a-z]+)?)",
    re.I,
)
_FIXED: Final = re.compile(
    r"\b(?:fixed|flat|core|base|basic|standard|equal)\s+(?P<what>amount|sum|grant|element|payment|contribution|allocation|fee)\s+of\s+$",
    re.I,
)
_MOST: Final = Fraction(3, 5)


def rate_findings(sentences: Sequence[Sentence], tables: Sequence[Table]) -> Iterator[Finding]:
    """Each rate that differs from the one that a table shows by most of its rows."""
    shown = [one for table in tables for one in _rates(table)]
    constants = {rate for rate, _, _ in shown}
    inside = {
        number for table in tables for row in table.rows for cell in row if (number := _money(cell.text)) is not None
    }
    for sentence in sentences:
        for amount in amount_mentions(sentence.text):
            pence = Fraction(amount.pence or 0)
            fixed = _FIXED.search(sentence.text[: amount.start])
            each = _EACH.match(sentence.text, amount.end)
            if not pence or amount.approximate or pence in constants or pence in inside or not (fixed or each):
                continue
            words = {(fixed or each)["what"].lower().removesuffix("s").removesuffix("ren")} if fixed or each else set()  # type: ignore[index]
            for rate, heads, row in shown:
                if near(pence, rate) and any(word.split()[0] in heads.lower() for word in words):
                    yield told(
                        "SUM-DIFFERS", sentence.where, amount.as_written,
                        f"The text gives {amount.as_written}, and most rows of the table {pounds(rate)} "
                        f"(“{heads.strip()}”): "
                        f"“{sentence.text[:120]}”",
                        "Ask which of the two is right.", [row],
                    )  # fmt: skip
                    break


def _money(text: str) -> Fraction | None:
    value = value_of(text)
    return value.number if value.kind is Is.MONEY else None


def _rates(table: Table) -> Iterator[tuple[Fraction, str, Evidence]]:
    """What most rows have in a column of money, or for each one of a column of counts; and the heads of both."""
    rows = [row for row in table.rows if row and not TOTAL.search(row[0].text) and not SUBTOTAL.search(row[0].text)]
    for at in range(table.width):
        cells = [row[at] for row in rows if at < len(row)]
        amounts = [_money(cell.text) for cell in cells]
        known = [amount for amount in amounts if amount]
        if len(known) < 3:
            continue
        evidence = Evidence(cells[0].where, cells[0].text)
        if (same := _usual(known)) is not None:
            yield same, table.head(at), evidence
        for count in range(table.width):
            values = [value_of(row[count].text) for row in rows if at < len(row) and count < len(row)]
            if (
                count == at
                or len(values) < len(cells)
                or any(value.kind is not Is.COUNT or not value.number for value in values)
            ):
                continue
            each = [amount / value.number for amount, value in zip(amounts, values, strict=True) if amount]
            if len({value.number for value in values}) > 1 and (rate := _usual(each)) is not None:
                yield rate, f"{table.head(at)} {table.head(count)}", evidence


def _usual(numbers: Sequence[Fraction]) -> Fraction | None:
    common = max(set(numbers), key=numbers.count) if len(numbers) > 2 else None
    return common if common is not None and numbers.count(common) >= _MOST * len(numbers) else None
