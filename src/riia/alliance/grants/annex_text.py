"""The rows of an annex as people paste or type them: one recipient to a line, then its amounts. Pure.

`East Midlands; £206,000; £238,000` with semicolons or tabs between the cells, as a table copied from Word or a
spreadsheet has. "redacted" and "illegible" say why an amount is not there; nothing, or "not stated", is no 0.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from riia.alliance.grants.models.allocations import AmountState
from riia.documents.money import MoneyError, parse_pounds

_HIDDEN: Final = {
    "redacted": AmountState.REDACTED,
    "[redacted]": AmountState.REDACTED,
    "blacked out": AmountState.REDACTED,
    "illegible": AmountState.ILLEGIBLE,
    "": AmountState.NOT_STATED,
    "not stated": AmountState.NOT_STATED,
    "-": AmountState.NOT_STATED,
    "–": AmountState.NOT_STATED,
}


@dataclass(frozen=True, slots=True)
class Said:
    """An amount as written, with its state and its pence where it is stated."""

    state: AmountState
    pence: int | None
    written: str

    @property
    def typed(self) -> str:
        """As it stands in a box."""
        return self.written if self.state == AmountState.STATED else self.state.replace("-", " ")


@dataclass(frozen=True, slots=True)
class RowText:
    """A recipient with what its cells say, one for each column; `lead` are cells before the amounts that are none."""

    written: str
    amounts: tuple[Said, ...]
    lead: tuple[str, ...] = ()


def said(text: str) -> Said:
    """An amount as a letter has it. Raises MoneyError for what is neither an amount nor a word for none."""
    written = text.strip()
    state = _HIDDEN.get(written.casefold())
    if state is not None:
        return Said(state, None, written)
    return Said(AmountState.STATED, parse_pounds(written), written)


def rows_in(text: str, columns: Sequence[str], lead: int = 0) -> tuple[list[RowText], list[str]]:
    """The rows of a pasted annex, and what is wrong, each with the line it is on.

    `lead` cells after the recipient are kept as text, such as a number of authorities.
    """
    rows: list[RowText] = []
    problems: list[str] = []
    seen: dict[str, int] = {}
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        cells = [cell.strip() for cell in re.split(r"\t|;", line)]
        name = cells[0]
        if not name:
            problems.append(f"Line {number}: enter the recipient before the first semicolon")
            continue
        if name.casefold() in seen:
            problems.append(f"Line {number}: “{name}” stands on line {seen[name.casefold()]} already")
            continue
        seen[name.casefold()] = number
        wanted = len(columns) + lead
        if len(cells) - 1 > wanted:
            have = "1 column is" if wanted == 1 else f"{wanted} columns are"
            problems.append(f"Line {number}: {len(cells) - 1} cells after the recipient, but {have} ticked")
            continue
        cells += [""] * (wanted + 1 - len(cells))
        amounts = []
        for heading, cell in zip(columns, cells[1 + lead :], strict=True):
            try:
                amounts.append(said(cell))
            except MoneyError as error:
                problems.append(f"Line {number}, {name}, {heading}: “{cell}” is no amount. {error}, or “redacted”")
        if len(amounts) == len(columns):
            rows.append(RowText(name, tuple(amounts), tuple(cells[1 : 1 + lead])))
    return rows, problems


def typed_rows(rows: Sequence[tuple[str, Sequence[Said]]]) -> str:
    """Rows as they stand in the box, to be changed."""
    return "\n".join("; ".join([name, *(each.typed for each in amounts)]) for name, amounts in rows)
