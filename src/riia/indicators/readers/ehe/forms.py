"""Totals as a form that is filled in: a label in each line, and beside it the day or the figure."""

from collections.abc import Iterable, Sequence

import polars as pl

from riia.indicators.readers.ehe.recognition import DAYS, PERIODS, TERMS, Totals, measure_of_all, totals
from riia.indicators.readers.reading import ROW
from riia.indicators.tables.schema import folded

_TIMES = (*PERIODS, *TERMS, *DAYS)


def form(lines: Iterable[tuple[int, Sequence[str]]]) -> tuple[Totals, pl.DataFrame] | None:
    """The totals of such a form as one row of text, with the line of its first figure; None for anything else.

    It must say of when the figures are. Of a label that is there twice nothing is taken: they may be of two terms.
    """
    cells: dict[str, str] = {}
    twice: set[str] = set()
    first = 0
    for number, line in lines:
        filled = [cell for cell in (" ".join(one.split()) for one in line) if cell]
        if len(filled) != 2:
            continue
        label, value = filled[0].rstrip(": "), filled[1]
        counts = bool(measure_of_all(label))
        if counts or folded(label) in _TIMES:
            twice |= {label} & set(cells)
            cells[label] = value
            first = first or (number if counts else 0)
    if not first or twice:
        return None
    found = totals(list(cells))
    row = {ROW: [first]} | {label: [value] for label, value in cells.items()}
    return (found, pl.DataFrame(row)) if found else None
