"""Figures that `riia indicators compute` wrote, as answers: with how far the files behind them reach.

A figure whose files do not reach all the way has to be explained; one that the files cannot give is "not available",
and the note says why. Where two returns of a council give different figures, a person chooses.
"""

from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from typing import Final

from riia.indicators.definitions import Measure
from riia.indicators.returns.entries import shown
from riia.indicators.returns.files_nouns import Given, Kind, Problem
from riia.indicators.returns.files_tables import Table
from riia.indicators.returns.files_values import Found
from riia.indicators.returns.nouns import Cell, Form, Item
from riia.indicators.returns.workbook_cells import digits

_WHOLE: Final = "whole"


def read_figures(table: Table, rows: Sequence[int], form: Form, found: Found) -> None:
    """Take the answers of these rows, which are all of one council and period."""
    by_item: dict[str, list[int]] = {}
    wanted = {(item.indicator.slug, item.variant.key): item for item in form.items}
    for row in rows:
        item = wanted.get((table.at(row, "indicator").words, table.at(row, "variant").words))
        if item is not None:  # the file holds every variant, of which a return asks a few
            by_item.setdefault(item.key, []).append(row)
    for key, candidates in by_item.items():
        item = form.item(key)
        chosen = _chosen(table, candidates, item, found)
        if chosen is not None:
            _take(table, chosen, item, found)


def _chosen(table: Table, rows: Sequence[int], item: Item, found: Found) -> int | None:
    """The row to read, where several returns give one figure: that with a number, of files that reach all the way."""
    with_number = [row for row in rows if table.at(row, "number").words] or rows[:1]
    best = [row for row in with_number if _reach(table, row) == _WHOLE] or with_number
    if len({table.at(row, "number").words for row in best}) == 1:
        if len(rows) > 1:
            source = table.at(best[0], "source").words or "the first"
            found.note(
                "FILE-SOURCES", _where(table, best[0], "number", item), f"given by several returns; {source} was read."
            )
        return best[0]
    told = " and ".join(f"{table.at(row, 'number').words} by {table.at(row, 'source').words}" for row in best)
    rule = f"two returns of the council give different figures, {told}."
    remedy = "Keep the row of the one that is meant; riia indicators reconcile shows why they differ."
    for cell in item.cells[1:]:
        found.refuse(cell, Problem("FILE-SOURCES", _where(table, best[0], "number", item), rule, remedy, cell))
    found.wrong("FILE-SOURCES", _where(table, best[0], "number", item), rule, remedy, cell=item.cells[0])
    return None


def _where(table: Table, row: int, name: str, item: Item) -> str:
    """The item and where its figure stands: the rows of such a file are nobody's to count."""
    return f"{item.label} {item.title} ({table.place(row, name)})"


def _reach(table: Table, row: int) -> str:
    return table.at(row, "coverage").words.partition(":")[0].strip()


def _take(table: Table, row: int, item: Item, found: Found) -> None:
    for cell in item.cells:
        name = cell.measure.value
        if name in table.columns:
            found.take(cell, _given(table, row, cell, item), _where(table, row, name, item))
    coverage = table.at(row, "coverage").words
    if not coverage or _reach(table, row) == _WHOLE:
        return
    place = _where(table, row, "coverage", item)
    if table.at(row, "number").words:
        remedy = "Compute it again with the files that are lacking, or explain it."
        found.soft("FILE-COVERAGE", place, coverage, remedy, cell=item.cells[0])
    else:
        found.note("FILE-NO-FIGURE", place, coverage, "Type the number if you have it.", cell=item.cells[0])


def _given(table: Table, row: int, cell: Cell, item: Item) -> Given:
    """A figure as it would be typed: a share to the decimals it is shown with; the symbol where there is no number."""
    given = table.at(row, cell.measure.value)
    if not given.words:
        return Given(table.at(row, "symbol").words)
    if cell.measure is Measure.NUMBER or given.is_percent:
        return given
    try:
        number = round(Decimal(given.words), item.decimals(cell.measure))
        return Given(digits(str(number)), Kind.NUMBER)
    except (InvalidOperation, ValueError, OverflowError):
        return Given(shown(given.words).strip('"'), given.kind)
