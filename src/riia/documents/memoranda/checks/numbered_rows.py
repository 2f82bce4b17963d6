"""Tables whose first column counts their rows: what it leaves out or gives twice. Pure."""

import re
from collections.abc import Iterator
from typing import Final

from riia.documents.memoranda.checks.material import made, short
from riia.documents.memoranda.checks.tables import Table
from riia.documents.model import Finding

_ORDINAL: Final = re.compile(r"(?:no\.?|nos?|number|#|item|ref(?:erence)?\.?|party|field|row|line|s/?n)", re.I)


def numbered_findings(table: Table) -> Iterator[Finding]:
    """Rows that are numbered, where a number is missing or stands twice."""
    cells = [(row.cells[0], row) for row in table.body if re.fullmatch(r"\d{1,2}[.)]?", row.text(0))]
    if len(cells) < 3 or len(cells) < len(table.body) or int(cells[0][0].text.strip(".)")) != 1:
        return
    before = 0
    for cell, row in cells:
        now = int(cell.text.strip(".)"))
        if now == before + 1:
            before = now
            continue
        code = "NUMBER-REPEATED" if now <= before else "NUMBER-MISSING"
        says = (
            f"The row “{short(row.name, 60)}” has the number {now}, and so has one before it."
            if now == before
            else f"The row “{short(row.name, 60)}” has the number {now} after {before}."
        )
        yield made(code, cell.where, row.block.text, says, "Ask for the row that is missing, or correct the numbers.")
        before = now


def is_numbered(table: Table) -> bool:
    """Whether its first column only counts its rows, so that no row is a clause."""
    cells = [row.text(0) for row in table.rows]
    counted = [cell for cell in cells if re.fullmatch(r"\d{1,2}[.)]?", cell)]
    headed = bool(table.head) and bool(_ORDINAL.fullmatch(table.head[0] or "no"))
    return headed and len(counted) > 1 and len(counted) * 4 >= len(cells) * 3
