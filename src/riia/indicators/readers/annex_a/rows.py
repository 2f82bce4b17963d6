"""The rows below a list's headings: which are records, and why the others are set aside. Every row has one fate."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import polars as pl

from riia.indicators.model.findings import Finding, Severity, Spot
from riia.indicators.readers.annex_a.cells import BLANKS
from riia.indicators.readers.annex_a.locating import Found, another_list
from riia.indicators.readers.problems import FileRefused, Problem
from riia.indicators.readers.reading import ROW
from riia.indicators.tables.schema import folded

BLANK: Final = "blank row"
HEADING: Final = "heading repeated"
TOTAL: Final = "row of totals"
REMARK: Final = "remark, not a record"
_TOTAL: Final = r"(?i)^\s*(grand\s+total|sub\s*-?total|totals?|count|sum|number\s+of|no\.?\s+of)\b"
_DAY: Final = r"\d[/.\-]\d|\d [A-Za-z]|^\d{5}(\.|$)"
_SAID: Final = r"\pL.*\s|\s.*\pL|^\D+$"
"""Words, which alone in a row are no identifier: "Closed cases", "October 2024", "North"."""
_TOLD: Final = {
    HEADING: "repeats the headings.",
    TOTAL: "is a row of totals.",
    REMARK: "holds a remark and no record.",
}


_AGE: Final = "Age of Child (Years)"
_HEADINGS: Final = 50
"""So many rows that begin like headings are looked at: a list that is printed repeats them on every page."""


@dataclass(frozen=True, slots=True)
class Records:
    """The records of a list as text by official column name, with `_row`; `read` rows in all, and those set aside."""

    texts: pl.DataFrame
    read: int
    set_aside: Mapping[str, int]
    findings: tuple[Finding, ...]


def records(found: Found, *, file: str, table: str) -> Records:
    """Cut the records out of a list's sheet. Rows after the last one with content are not read at all.

    Raises FileRefused where a second list begins on the sheet.
    """
    below = found.sheet.cells.slice(found.heading + 1)
    findings: list[Finding] = []
    below = _unmerged(below, found, file, table, findings)
    cells = [name for name in below.columns if name != ROW]
    _refuse_another_list(below, cells, found, file, table)
    mapped = [f"c{at}" for at in found.matched.columns]
    trimmed = below.with_columns(pl.col(cells).str.strip_chars(" \t\r\n\u00a0"))
    blank = [pl.col(name).is_null() | (pl.col(name) == "") | pl.col(name).is_in(BLANKS[:5]) for name in cells]
    fates = trimmed.select(ROW, _fate(found, cells, mapped, blank).alias("fate"), pl.all_horizontal(blank).alias("nil"))
    last = fates.filter(~pl.col("nil")).select(pl.col(ROW).max()).item() if fates.height else None
    if last is None:
        last = 0
    fates = fates.filter(pl.col(ROW) <= last)
    trimmed = trimmed.filter(pl.col(ROW) <= last)
    aside = {fate: count for fate, count in fates["fate"].value_counts().sort("fate").iter_rows() if fate}
    for fate, rule in _TOLD.items():
        rows = fates.filter(pl.col("fate") == fate)[ROW].to_list()
        if rows:
            remedy = "It is not counted as a record; delete it from the list if you make it again."
            spots = tuple(Spot(row) for row in rows[:1_000])
            findings.append(Finding("AA-ROW", Severity.NOTE, file, table, "", rule, remedy, len(rows), spots))
    names = {f"c{at}": name for at, name in found.matched.columns.items()}
    kept = trimmed.filter(fates["fate"].is_null()).select(ROW, *names).rename(names)
    return Records(kept, fates.height, aside, tuple(findings))


def _refuse_another_list(below: pl.DataFrame, cells: list[str], found: Found, file: str, table: str) -> None:
    """Refuse a sheet on which a second list begins: its rows would count as records of the first."""
    child = next((f"c{at}" for at, name in found.matched.columns.items() if name == found.schema.child), cells[0])
    headed = {folded(name) for name in (found.schema.child, *found.schema.by_name[found.schema.child].names)}
    alike = pl.any_horizontal(
        pl.col(name).str.to_lowercase().str.replace_all(r"[^a-z0-9]+", "").is_in(headed).fill_null(value=False)
        for name in dict.fromkeys((child, *cells[:3]))
    )
    for row in below.filter(alike).select(ROW, *cells).head(_HEADINGS).iter_rows():
        other = another_list(row[1:], found)
        if other is not None:
            number = other.name.removeprefix("list_")
            rule = f"the headings of list {number} ({other.title}) begin here, below the rows of another list."
            remedy = "Put each list on a sheet of its own."
            raise FileRefused(file, [Problem(row[0], "", "", rule, remedy, table)])


def _fate(found: Found, cells: list[str], mapped: list[str], blank: list[pl.Expr]) -> pl.Expr:
    """Why a row is no record, or null when it is one."""
    own = {f"c{at}": _heading(found, at) for at in found.matched.columns}
    alike = [
        pl.col(name).str.to_lowercase().str.replace_all(r"[^a-z0-9]+", "").eq(heading).fill_null(value=False)
        for name, heading in own.items()
    ]
    filled = pl.sum_horizontal(~one for one in blank)
    # Numbers, council codes and the formula of the age are often filled in far below the last record.
    telling = [f"c{at}" for at, name in found.matched.columns.items() if name != _AGE]
    untold = [one for name, one in zip(cells, blank, strict=True) if name in telling]
    first = pl.coalesce(pl.when(pl.col(name) != "").then(pl.col(name)) for name in cells)
    dated = [f"c{at}" for at, name in found.matched.columns.items() if str(found.schema.by_name[name].kind) == "date"]
    any_date = (
        pl.any_horizontal(pl.col(dated).str.contains(_DAY).fill_null(value=False)) if dated else pl.lit(value=False)
    )
    return (
        pl.when(pl.all_horizontal(blank))
        .then(pl.lit(BLANK))
        .when(pl.sum_horizontal(alike) >= max(2, (len(mapped) + 1) // 2))
        .then(pl.lit(HEADING))
        .when(first.str.contains(_TOTAL) & ~any_date)
        .then(pl.lit(TOTAL))
        .when(((filled == 1) & first.str.contains(_SAID)) | pl.all_horizontal(untold))
        .then(pl.lit(REMARK))
        .otherwise(pl.lit(None, dtype=pl.String))
    )


def _heading(found: Found, at: int) -> str:
    row = found.sheet.cells.drop(ROW).row(found.heading)
    return folded(row[at] or "")


def _unmerged(below: pl.DataFrame, found: Found, file: str, table: str, findings: list[Finding]) -> pl.DataFrame:
    """Give every row of a block merged downwards the value of its first: Excel keeps it in the first cell alone."""
    top = found.heading + 2
    blocks = [
        (first, last, left)
        for first, last, left, _ in found.sheet.merged
        if last > first >= top and left in found.matched.columns
    ]
    if not blocks:
        return below
    rows = below[ROW].to_list()
    at = {row: place for place, row in enumerate(rows)}
    columns = {left: below[f"c{left}"].to_list() for left in {left for *_, left in blocks}}
    for first, last, left in blocks:
        value = columns[left][at[first]] if first in at else None
        for row in range(first + 1, min(last, rows[-1] if rows else 0) + 1):
            columns[left][at[row]] = value
    rule = "has cells merged over several rows."
    remedy = "Each row was given the value of the merged cell; unmerge cells in a list that is to be read."
    spots = tuple(Spot(first) for first, *_ in blocks)
    findings.append(Finding("AA-MERGED", Severity.WARNING, file, table, "", rule, remedy, len(blocks), spots))
    return below.with_columns(pl.Series(f"c{left}", values, dtype=pl.String) for left, values in columns.items())
