"""Tables that are printed rounded and do not say so: England and its regions to tens, councils exactly; or all of it.

A table whose sums do not hold is taken to be rounded where that explains it, and only then: every cell in question is a
multiple of the base, and with the rounding reckoned in, the sums hold.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from riia.indicators.disclosure.linking import Linked, labels_along, take
from riia.indicators.disclosure.mismatches import mismatches
from riia.indicators.disclosure.tables import Labels, Rounding, Table
from riia.indicators.model import Missing, Number

_BASES: Final = (10, 100, 1000, 5)
"""The usual one first."""
_ENOUGH: Final = 10
"""So many multiples of 5 are no chance."""


def with_rounding(table: Table) -> Table:
    """The table; where its totals do not add up and rounding explains it, with its rounding."""
    if table.rounded:
        return table
    most = _broken(table)
    if not most:
        return table
    most = (most + 1) // 2
    best = table
    for cells in _candidates(table):
        values = [value.value for labels in cells if isinstance(value := table.cells[labels], Number)]
        if not any(values):
            continue
        for base in (base for base in _BASES if not any(value % base for value in values)):
            where = "its totals" if len(cells) < len(table.cells) else "everything in it"
            note = f"{where} recognised as rounded to {base}"
            tried = replace(table, rounded=dict.fromkeys(cells, Rounding.nearest(base)), notes=(*table.notes, note))
            broken = _broken(tried)
            if broken < most:
                best, most = tried, broken
            if not most:
                return best
    return best


def rounded_throughout(table: Table) -> Table:
    """The table; where it adds up and has nothing but multiples of 5 or 10, as one that was rounded so as to add up."""
    values = [value.value for value in table.cells.values() if isinstance(value, Number) and value.value]
    base = next((base for base in (10, 5) if not any(value % base for value in values)), None)
    has_gaps = any(isinstance(value, Missing) for value in table.cells.values())
    if table.rounded or has_gaps or base is None or len(values) < _ENOUGH:
        return table
    rounding = Rounding(base, base - 1, base - 1)
    cells = [labels for labels, value in table.cells.items() if isinstance(value, Number)]
    note = f"everything in it recognised as rounded to {base}, controlled so that it adds up"
    return replace(table, rounded=dict.fromkeys(cells, rounding), notes=(*table.notes, note))


def _candidates(table: Table) -> Iterator[list[Labels]]:
    """Cells that might be printed rounded: totals of each dimension and hierarchy, all totals, everything."""
    wholes: list[set[str]] = []
    for at, dimension in enumerate(table.dimensions):
        wholes.append({split.whole for split in dimension.splits(labels_along(table, at))})
    for at in range(len(wholes)):
        yield [labels for labels in table.cells if labels[at] in wholes[at]]
    if len(wholes) > 1:
        yield [labels for labels in table.cells if any(one in wholes[at] for at, one in enumerate(labels))]
    yield list(table.cells)


def _broken(table: Table) -> int:
    """How many of the table's sums do not hold."""
    alone = Linked()
    take(alone, table, 0)
    return len(mismatches(alone))
