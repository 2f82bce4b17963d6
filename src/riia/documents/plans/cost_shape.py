"""What can be told of the rows of costings before they are read: which of them are sums and do not say so. Pure."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Final

from riia.documents.model import Cell
from riia.documents.plans.amounts import parts_of
from riia.documents.plans.cost_columns import Column
from riia.documents.plans.cost_names import HINTS, is_sum
from riia.documents.plans.entries import plain
from riia.documents.plans.ledger import Rows, Sum, figure, grid_of, sums_among

_DETAILS: Final = (Column.LABEL, Column.SCOPE, Column.NUMBER, Column.SUB, Column.QUANTITY, Column.RATE)


def unnamed_sums(held: Sequence[Sequence[Cell]], columns: Mapping[int, Column | int], width: int) -> dict[int, Sum]:
    """Rows that are sums of others and do not say so; `held` ends where a heading such as "by area" says it."""
    money = [at for at, column in columns.items() if isinstance(column, int) or column is Column.SPEND]
    if any(len(parts_of(row[at])) > 1 for row in held for at in money if at < len(row)):
        return {}
    details = _details(held, columns)
    said = [[plain(cell.text) for cell in row[:width] if figure(cell) is None] for row in held]
    rows = Rows(
        grid_of(held, width),
        money,
        [any(at < len(row) and bool(row[at].text.strip()) for at in details) for row in held],
        frozenset(at for at, texts in enumerate(said) if any(is_sum(text) for text in texts)),
        frozenset(at for at, texts in enumerate(said) if any(HINTS.match(text) for text in texts)),
    )
    nameless = {at for at, texts in enumerate(said) if not any(texts)}
    return {at: side for at, side in sums_among(rows).items() if at not in nameless or side is Sum.ALL}


def _details(rows: Sequence[Sequence[Cell]], columns: Mapping[int, Column | int]) -> list[int]:
    """The columns that describe a line: its number, KPI, quantity or rate; its name only where it has none."""

    def filled(at: int) -> int:
        return sum(at < len(row) and bool(row[at].text.strip()) for row in rows)

    found = [at for at, column in columns.items() if column in _DETAILS]
    more = [at for at in found if columns[at] is not Column.LABEL and filled(at) * 2 > len(rows)]
    return more or found


def percent(cell: Cell) -> int | None:
    """A whole per cent; None for what is none."""
    number = figure(cell)
    if number is None or (number and "%" not in cell.text and abs(number) < 1):
        number = None if number is None else number * 100
    return int(number) if number is not None and number.denominator == 1 and number <= Fraction(1000) else None
