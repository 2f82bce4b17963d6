"""Which tables of a workbook only sum up the lines of another: by area, by KPI, by quarter. Pure.

Nothing but the table says so: what its rows are called stands in a column of the other, and most of its amounts are
the sums of those lines.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from riia.documents.plans.structure import Costings, CostLine, CostTable

_FEW: Final = 2


def parted(tables: Sequence[CostTable]) -> Costings:
    """The tables with lines, those that sum up another marked, after which they stand."""
    held = [table for table in tables if table.lines]
    made = [replace(one, summary=any(is_summary(one, other) for other in held if other is not one)) for one in held]
    if made and all(table.summary for table in made):
        return Costings(tuple(held))  # each sums up the other: the same lines twice
    return Costings(
        tuple(table for table in made if not table.summary), tuple(table for table in made if table.summary)
    )


def groups(table: CostTable, names: Sequence[str]) -> dict[str, int] | None:
    """What the lines of a table come to, by the column that has these names; None where no column has most of them."""
    wanted = {key(name) for name in names}
    best: dict[str, int] | None = None
    most = _FEW - 1
    for column in ("area", "scope", "label", "sub_requirement"):
        sums: dict[str, int] = {}
        for line in table.lines:
            name = key(str(getattr(line, column)))
            sums[name] = sums.get(name, 0) + (line.spend.pence or 0)
        hits = len(wanted & set(sums))
        if hits > most and hits * 3 >= len(wanted) * 2:
            best, most = sums, hits
    return best


def key(name: str) -> str:
    """A name for comparing: without case, blanks and signs."""
    return "".join(letter for letter in name.lower() if letter.isalnum())


def is_summary(table: CostTable, other: CostTable) -> bool:
    """Whether the lines of a table are sums of those of another: all are called so, or most are and come out."""
    if len(table.lines) >= len(other.lines) or len(table.lines) < _FEW:
        return False
    names = [name_in(line) for line in table.lines]
    sums = groups(other, names)
    if sums is None:
        return False
    known = [name for name in names if key(name) in sums]
    right = [line for line in table.lines if sums.get(key(name_in(line))) == line.spend.pence]
    return len(known) == len(names) or 2 * len(right) >= len(names)


def name_in(line: CostLine) -> str:
    """What a row of a summary is called."""
    return line.label or line.area or line.scope
