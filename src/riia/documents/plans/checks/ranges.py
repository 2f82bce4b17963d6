"""Formulas of a workbook that leave out or add what they should not, and numbers typed among them."""

import re
from collections.abc import Iterator

from riia.documents.model import Finding
from riia.documents.plans.checks.catalogue import found, listed
from riia.documents.plans.structure import CostTable, Money

_SUM = re.compile(r"=\s*SUM\(\s*\$?([A-Z]{1,3})\$?(\d+)\s*:\s*\$?([A-Z]{1,3})\$?(\d+)\s*\)", re.I)


def range_findings(table: CostTable) -> Iterator[Finding]:
    """Sums that leave out lines of their own column."""
    cells: list[Money] = [
        m for m in (table.total_spend, *(m for _, m in table.total_quarters)) if m is not None and m.formula
    ]
    for total in cells:
        match = _SUM.fullmatch(total.formula.strip())
        if match is None:
            continue
        column, top, bottom = match[1].upper(), int(match[2]), int(match[4])
        beside = [
            money
            for line in table.lines
            for money in (line.spend, *(m for _, m in line.quarters))
            if re.fullmatch(rf"{column}\d+", money.where.cell) and money.pence
        ]
        rows = [(int(re.sub(r"\D", "", money.where.cell)), money) for money in beside]
        left = [(row, money) for row, money in rows if not top <= row <= bottom]
        # A sum of subtotals is no sum of lines.
        if left and len(left) * 2 < len(rows):
            yield found(
                "COST-FORMULA-RANGE",
                total.where,
                total.formula,
                f"{total.formula} leaves out "
                f"{listed([f'{money.where.cell} ({money.as_written})' for _, money in left])}.",
                "Widen the range of the sum.",
                [(money.where, money.as_written) for _, money in left],
            )
