"""What costings pay for against a list of it on another sheet, where no plan was read. Pure."""

import re
from collections.abc import Iterator

from riia.documents.model import BlockKind, Cell, Finding, Where
from riia.documents.plans.checks.catalogue import found, listed
from riia.documents.plans.identifiers import is_code, normal
from riia.documents.plans.structure import Costings, CostTable, RowKind

_SPLIT = re.compile(r"\s*(?:,|;|&|\band\b|\n)\s*")
_FEW = 3


def code_findings(costings: Costings) -> Iterator[Finding]:
    """Codes beside lines that the list does not have, and codes of the list that no line names."""
    own = {_row(cell.where) for table in costings.tables for row in table.rows for cell in row.cells}
    lists: dict[tuple[str, int], dict[str, Cell]] = {}
    for block in costings.beside:
        filled = [cell for cell in block.cells if cell.text.strip()]
        if block.kind is BlockKind.ROW and len(filled) > 1 and _row(filled[0].where) not in own and _is_one(filled[0]):
            where = filled[0].where
            lists.setdefault((where.sheet, where.table or 0), {}).setdefault(normal(filled[0].text), filled[0])
    for codes in lists.values():
        for table in costings.tables if len(codes) >= _FEW else ():
            yield from _against(table, codes)


def _row(where: Where) -> tuple[str, int, int, int]:
    return where.sheet, where.page or 0, where.line or 0, where.row or 0


def _is_one(cell: Cell) -> bool:
    """Whether a cell is the number of something, and no plain number."""
    return is_code(cell.text) and re.search(r"[A-Za-z]|\d\.\d", cell.text) is not None and cell.value is None


def _against(table: CostTable, codes: dict[str, Cell]) -> Iterator[Finding]:
    lines = [row for row in table.rows if row.kind is RowKind.LINE]
    for column in range(max((len(row.cells) for row in lines), default=0)):
        cells = [row.cells[column] for row in lines if column < len(row.cells) and row.cells[column].text.strip()]
        named = [(normal(part), cell) for cell in cells for part in _SPLIT.split(cell.text.strip()) if is_code(part)]
        known = [code for code, _ in named if code in codes]
        if len(named) < _FEW or len(known) * 5 < len(named) * 3:
            continue
        for code, cell in named:
            if code not in codes:
                yield found(
                    "COST-SCOPE-NOWHERE",
                    cell.where,
                    cell.text,
                    f"The line pays for {code}; the list of what there is has no {code}.",
                    f"Correct {code}, or put it in the list.",
                )
        left = [code for code in codes if code not in known]
        if left and len(left) * 3 <= len(codes):
            first = codes[left[0]]
            yield found(
                "COST-SCOPE-NONE",
                first.where,
                first.text,
                f"No line pays for {listed(left)}, which the list has; the other {len(codes) - len(left)} are paid.",
                "Say which line pays for it, or that it needs no money.",
                [(codes[code].where, codes[code].text) for code in left[1:]],
            )
        return
