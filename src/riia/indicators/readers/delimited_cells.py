"""Cells of delimited text that cannot be trusted: too many or too few in a row, too long, or run by a spreadsheet.

Each check raises FileRefused with the lines and the remedy, and answers nothing.
"""

from typing import Final

import polars as pl

from riia.indicators.readers.problems import FileRefused, Problem
from riia.indicators.readers.reading import ROW

# What a spreadsheet runs: = and @ always; + and - when a call, another sheet or a command follows.
_FORMULA: Final = r"^\s*([=@]|[+-]\S*[(!|])"
_CELLS_TOLD: Final = 100
EXPORT: Final = "Make the export again; do not mend it in another program first."
"""What to do about a file that was damaged on its way."""


def refuse_ragged(listed: pl.DataFrame, width: int, name: str, *, whole: bool) -> None:
    """Rows of another length than the heading. Empty cells beyond the last heading are let be."""
    count = pl.col("cells").list.len()
    beyond = pl.col("cells").list.slice(width).list.eval(pl.element().str.strip_chars() != "").list.any()
    wrong = listed.filter((count < width) | beyond).select(ROW, count.alias("count"))
    if wrong.is_empty():
        return
    last = None if listed.is_empty() else listed[ROW][-1]
    problems = []
    for line, cells in wrong.head(_CELLS_TOLD).iter_rows():
        if line == last and cells < width and not whole:
            rule = f"the file ends here, in the middle of a row ({cells} of {width} cells): it was cut short."
            problems.append(Problem(line, "", "", rule, EXPORT))
        else:
            rule = f"has {cells} cell{'' if cells == 1 else 's'} where the heading has {width}."
            remedy = "A value that holds the separator must stand in quotation marks: make the export again."
            problems.append(Problem(line, "", "", rule, remedy))
    if wrong.height > _CELLS_TOLD:
        rule = f"{wrong.height:,} rows have another number of cells than the heading."
        problems.append(Problem(0, "", "", rule, EXPORT))
    raise FileRefused(name, problems)


def refuse_long(texts: pl.DataFrame, names: tuple[str, ...], name: str, most: int) -> None:
    """Cells that no return holds, as when a quotation mark is missing."""
    for column in names:
        long = texts.filter(pl.col(column).str.len_bytes() > most)
        if not long.is_empty():
            rule = f"holds a cell of more than {most:,} bytes."
            raise FileRefused(name, [Problem(long[ROW][0], column, "", rule, "Check what this file is.")])


def refuse_formulas(texts: pl.DataFrame, names: tuple[str, ...], name: str) -> None:
    """Cells that a spreadsheet would run when somebody opens the file, or a report made from it."""
    problems: list[Problem] = []
    for column in names:
        found = texts.lazy().filter(pl.col(column).str.contains(_FORMULA)).select(ROW, column).head(_CELLS_TOLD)
        for line, value in found.collect().iter_rows():
            rule = "begins like a spreadsheet formula."
            remedy = "No field of a return does: find out where it comes from and export the values."
            problems.append(Problem(line, column, value, rule, remedy))
    if problems:
        raise FileRefused(name, problems)
