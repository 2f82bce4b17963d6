"""A table as rows, totals and subtotals, with what its cells hold: what the arithmetic of tables works on. Pure."""

import re
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Final

from riia.documents.agreed.amounts import Is, Value, value_of
from riia.documents.agreed.lines import Table
from riia.documents.model import Cell

TOTAL: Final = re.compile(
    r"^(?:(?:grand|overall|combined|regional|national|programme|annual)\s+)?(?:totals?|sum)\b(?!\s+\d)"
    r"|^(?:all|both)\s+(?:\w+\s+)?(?:regions?|councils?|authorities|members?|partners?|boroughs?|payments?|instalments?"
    r"|years?|parties|LAs|stages?|items?|posts?|places|staff|areas?|projects?|strands?|lines|counties|schools"
    r"|services|teams|sites)$|^(?:all|both|altogether|together|overall)\W*$|\btotals?\W*$",
    re.I,
)
SUBTOTAL: Final = re.compile(r"\bsub-?\s?totals?\b", re.I)
_MOST_COLUMNS: Final = 12
_MOST_ROWS: Final = 400


@dataclass(frozen=True, slots=True)
class Line:
    """A row with what its cells were read as."""

    name: str
    cells: tuple[Cell, ...]
    values: tuple[Value, ...]

    def number(self, column: int) -> Fraction | None:
        """The number of a column; nothing counts as nought, blank and broken as unknown."""
        if column >= len(self.values):
            return None
        value = self.values[column]
        if value.kind is Is.NOTHING:
            return Fraction(0)
        return value.number if value.kind in (Is.MONEY, Is.PERCENT, Is.COUNT) else None


@dataclass(slots=True)
class Sheet:
    """A table parted into rows, subtotals and totals."""

    table: Table
    body: list[Line] = field(default_factory=list)
    sums: list[tuple[Line, list[Line]]] = field(default_factory=list)
    """A total or subtotal, with the rows it is of."""
    kinds: dict[int, Is] = field(default_factory=dict)


def sheet_of(table: Table) -> Sheet | None:
    if not 2 <= len(table.rows) <= _MOST_ROWS or not 2 <= table.width <= _MOST_COLUMNS:
        return None
    sheet = Sheet(table)
    since: list[Line] = []
    for cells in table.rows:
        name = next((cell.text for cell in cells if cell.text), "")
        line = Line(name, cells, tuple(value_of(cell.text) for cell in cells))
        if SUBTOTAL.search(name):
            sheet.sums.append((line, since))
            since = []
        elif TOTAL.search(name) and sheet.body:
            sheet.sums.append((line, list(sheet.body)))
            since = []
        else:
            sheet.body.append(line)
            since.append(line)
    for column in range(table.width):
        held = [line.values[column].kind for line in sheet.body if column < len(line.values)]
        known = [kind for kind in held if kind in (Is.MONEY, Is.PERCENT, Is.COUNT)]
        if known and 2 * len(known) > len([kind for kind in held if kind is not Is.BLANK and kind is not Is.NOTHING]):
            sheet.kinds[column] = max(set(known), key=known.count)
    sheet.sums = [(_aligned(line, sheet), lines) for line, lines in sheet.sums]
    first = sheet.kinds.get(0)
    if first is Is.COUNT:
        del sheet.kinds[0]  # numbers of the rows
    return sheet if sheet.kinds else None


def _aligned(total: Line, sheet: Sheet) -> Line:
    """A total with its cells under those they are of: where blanks part the columns, empty cells are not there."""
    lacking = sheet.table.width - len(total.cells)
    if lacking <= 0 or len(total.cells) < 2:
        return total
    blank, none = replace(total.cells[0], text=""), Value(Is.BLANK)

    def shifted(by: int) -> Line:
        return Line(
            total.name,
            (total.cells[0], *[blank] * by, *total.cells[1:], *[blank] * (lacking - by)),
            (total.values[0], *[none] * by, *total.values[1:], *[none] * (lacking - by)),
        )

    def fits(line: Line) -> int:
        return sum(value.kind is sheet.kinds.get(at) for at, value in enumerate(line.values))

    return max((shifted(by) for by in range(lacking, -1, -1)), key=fits)
