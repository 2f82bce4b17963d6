"""What is told about a list besides its records: columns it lacks, or has too many of, cells without a usable value."""

from collections.abc import Iterable, Iterator
from typing import Final

import polars as pl

from riia.indicators.model.findings import SPOTS_KEPT, Finding, Severity, Spot
from riia.indicators.readers.annex_a.locating import Found
from riia.indicators.readers.reading import ROW
from riia.indicators.readers.workbook import Cell
from riia.indicators.tables.annex_a import ANNEX_A, NEEDED_FOR
from riia.indicators.tables.schema import TableSchema

_NAMED: Final = 12
_ADD: Final = "Add it with its official heading if you have it."


def of_headings(found: Found, *, file: str, table: str) -> Iterator[Finding]:
    """Findings about a list's columns: missing, unknown, twice."""
    schema, have = found.schema, set(found.matched.columns.values())
    needed = NEEDED_FOR[schema.name]
    if found.rivals:
        rule = f"its headings fit {' and '.join(map(title, (schema, *found.rivals)))} alike; it was read as the first."
        remedy = "Name the sheet after its list (List 4) and use the official headings."
        yield Finding("AA-WHICH-LIST", Severity.ERROR, file, table, "", rule, remedy, 1)
    if schema.child not in have:
        rule = "the column is missing, so no row can be told to be whose."
        remedy = "Add it and make the extract again: repeats, history and distinct children cannot be counted without."
        yield Finding("AA-COLUMN", Severity.ERROR, file, table, schema.child, rule, remedy, 1)
    for column, lost in needed.items():
        if column not in have:
            rule = f"the column is missing; without it there are no figures for: {lost}."
            yield Finding("AA-COLUMN", Severity.WARNING, file, table, column, rule, _ADD, 1)
    others = [one.name for one in schema.columns if one.name not in have | set(needed) | {schema.child}]
    if others:
        rule = f"lacks columns that no figure needs: {_some(others)}."
        yield Finding("AA-COLUMN-OTHER", Severity.NOTE, file, table, "", rule, "Nothing needs doing.", len(others))
    if found.matched.unknown:
        rule = f"has columns that Annex A does not know: {_some([name for _, name in found.matched.unknown])}."
        remedy = "They were left out. If one is a column of the list by another name, give it its official name."
        yield Finding("AA-COLUMN-UNKNOWN", Severity.NOTE, file, table, "", rule, remedy, len(found.matched.unknown))
    unnamed = _without_heading(found)
    if unnamed:
        rule = "has columns with content and without a heading."
        remedy = "They were left out. Give each its heading."
        yield Finding("AA-COLUMN-UNNAMED", Severity.WARNING, file, table, "", rule, remedy, unnamed)
    for heading, column in found.matched.misspelt:
        rule = f"was read from the heading {heading!r}, which has a slip of the pen in it."
        yield Finding("AA-COLUMN-LIKE", Severity.WARNING, file, table, column, rule, "Check that it is meant.", 1)
    for _, heading, column in found.matched.repeated:
        rule = f"has a second column for this, headed {heading!r}, which was not read."
        remedy = "Keep the right one and delete the other."
        yield Finding("AA-COLUMN-TWICE", Severity.WARNING, file, table, column, rule, remedy, 1)
    if found.sheet.hidden:
        remedy = "It was read; unhide it, or delete it if it is not meant."
        yield Finding("AA-HIDDEN", Severity.WARNING, file, table, "", "stands on a hidden sheet.", remedy, 1)


def _without_heading(found: Found) -> int:
    """How many columns of the sheet hold something below the heading row and nothing in it."""
    cells = found.sheet.cells.drop(ROW)
    blank = [
        name
        for name, heading in zip(cells.columns, cells.row(found.heading), strict=True)
        if not (heading or "").strip()
    ]
    filled = cells.slice(found.heading + 1).select(pl.col(blank).str.strip_chars().ne("").any()) if blank else None
    return sum(map(bool, filled.row(0))) if filled is not None and filled.height else 0


def of_cells(found: Found, *, file: str, table: str) -> Iterator[Finding]:
    """Findings about error cells and formulas whose value was never stored, one for each column."""
    rule = "shows an error in Excel; it was read as blank."
    yield from _by_column(
        found, found.sheet.errors, "READ-ERROR-CELL", rule, "Correct the formula or lookup behind it.", file, table
    )
    rule = "holds a formula whose value was never stored; it was read as blank."
    remedy = "Open the workbook in Excel, let it calculate, save it and try again."
    yield from _by_column(found, found.sheet.uncounted, "READ-UNCOUNTED", rule, remedy, file, table)


def _by_column(
    found: Found, cells: Iterable[Cell], code: str, rule: str, remedy: str, file: str, table: str
) -> Iterator[Finding]:
    by_column: dict[str, list[Cell]] = {}
    for cell in cells:
        column = found.matched.columns.get(cell.column)
        if column and cell.row > found.heading + 1:
            by_column.setdefault(column, []).append(cell)
    for column, where in by_column.items():
        spots = tuple(Spot(cell.row, cell.text) for cell in where[:SPOTS_KEPT])
        severity = Severity.ERROR if column in NEEDED_FOR[found.schema.name] else Severity.WARNING
        yield Finding(code, severity, file, table, column, rule, remedy, len(where), spots)


def missing_lists(have: Iterable[str], file: str) -> Iterator[Finding]:
    """A finding for each list that an extract does not have, with what cannot be counted."""
    present = set(have)
    for schema in ANNEX_A.tables:
        if schema.name not in present:
            lost = list(dict.fromkeys(NEEDED_FOR[schema.name].values()))
            rule = "the list is missing; " + (
                f"there are no figures from it for: {', '.join(lost)}." if lost else "no figure needs it."
            )
            remedy = f"Add a sheet {title(schema)!r} with its official headings if you have the list."
            severity = Severity.WARNING if lost else Severity.NOTE
            yield Finding("AA-LIST", severity, file, title(schema), "", rule, remedy, 1)


def title(schema: TableSchema) -> str:
    """ "List 3: Referrals"."""
    return f"List {schema.name.removeprefix('list_')}: {schema.title}"


def _some(names: list[str]) -> str:
    shown = ", ".join(one if len(one) <= 60 else f"{one[:57]}…" for one in names[:_NAMED])
    return f"{shown} and {len(names) - _NAMED} more" if len(names) > _NAMED else shown
