"""What adds up in a table of amounts: which columns are made from others, and which rows are sums of those around them.

Nothing here asks what a column is called: a column is a sum or a product where most rows show it, and a row is a sum
where most of its columns do. One wrong number does not hide what the others show. Pure.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from itertools import combinations
from typing import Final

from riia.documents.model import Cell

type Grid = Sequence[Sequence[Fraction | None]]
"""Rows of numbers by column; None where there is none."""

_NUMBER: Final = re.compile(
    r"(?P<open>\()?\s*(?P<sign>[-−–+])?\s*£?\s*(?P<sign2>[-−–])?\s*(?P<whole>\d{1,3}(?:,\d{3})+|\d+)?"
    r"(?P<part>\.\d+)?\s*(?P<rest>%|k)?\s*(?P<close>\))?",
    re.I,
)
_NOTHING: Final = re.compile(r"£?\s*(?:[-–—]|nil)", re.I)
_PENNY: Final = Fraction(1, 100)
_MOST_COLUMNS: Final = 30
_MOST_ROWS: Final = 500


class Made(StrEnum):
    """How a column comes about."""

    SUM = "sum"
    PRODUCT = "product"


@dataclass(frozen=True, slots=True)
class Relation:
    """A column that most rows show to be made from others; `hits` of the rows that have all of its numbers."""

    made: Made
    target: int
    sources: tuple[int, ...]
    hits: int


def figure(cell: Cell) -> Fraction | None:
    """The number in a cell, in the unit it is written in; None for text, dates and blanks."""
    if isinstance(cell.value, date | time | bool):
        return None
    if isinstance(cell.value, int | Decimal):
        return Fraction(cell.value) * (100 if cell.text.strip().endswith("%") else 1)
    said = cell.text.strip()
    if _NOTHING.fullmatch(said):
        return Fraction(0)
    found = _NUMBER.fullmatch(said) if said else None
    if found is None or not (found["whole"] or found["part"]) or (found["open"] is None) != (found["close"] is None):
        return None
    number = Fraction(f"{(found['whole'] or '0').replace(',', '')}{found['part'] or ''}")
    number *= 1000 if (found["rest"] or "").lower() == "k" else 1
    return -number if found["open"] or found["sign"] in tuple("-−–") or found["sign2"] else number


def grid_of(rows: Sequence[Sequence[Cell]], width: int) -> list[list[Fraction | None]]:
    """The numbers of rows, each row as wide as the table."""
    return [[figure(row[at]) if at < len(row) else None for at in range(width)] for row in rows[:_MOST_ROWS]]


def number_columns(rows: Sequence[Sequence[Cell]], grid: Grid) -> list[int]:
    """The columns in which most filled cells are numbers."""
    found = []
    for at in range(min(len(grid[0]) if grid else 0, _MOST_COLUMNS)):
        filled = sum(bool(row[at].text.strip()) for row in rows[: len(grid)] if at < len(row))
        numbers = sum(line[at] is not None for line in grid)
        if numbers >= 2 and numbers * 5 >= filled * 4:
            found.append(at)
    return found


def relations(grid: Grid, columns: Sequence[int]) -> list[Relation]:
    """Columns that are sums of columns which stand together, or products of two; the widest sum first."""
    sums = [one for target in columns if (one := _best_sum(grid, target, columns)) is not None]
    products = [one for target in columns if (one := _best_product(grid, target, columns)) is not None]
    return sorted(sums, key=lambda one: (-len(one.sources), -one.hits)) + products


def _best_sum(grid: Grid, target: int, columns: Sequence[int]) -> Relation | None:
    best: Relation | None = None
    for sources in _runs([at for at in columns if at != target], target):
        rows = [row for row in grid if row[target] and sum(bool(row[at]) for at in sources) > 1]
        hits = sum(row[target] == sum((row[at] or Fraction(0) for at in sources), Fraction(0)) for row in rows)
        if len({row[target] for row in rows}) > 1 and _is_most(hits, len(rows)) and (best is None or hits > best.hits):
            best = Relation(Made.SUM, target, sources, hits)
    return best


def _runs(columns: Sequence[int], target: int) -> Iterator[tuple[int, ...]]:
    """Columns that stand together on one side of the target, the longest first."""
    for side in ([at for at in columns if at > target], [at for at in columns if at < target], list(columns)):
        for size in range(len(side), 1, -1):
            for start in range(len(side) - size + 1):
                yield tuple(side[start : start + size])


def _best_product(grid: Grid, target: int, columns: Sequence[int]) -> Relation | None:
    best: Relation | None = None
    for one, other in combinations([at for at in columns if at != target], 2):
        rows = [row for row in grid if row[target] and row[one] is not None and row[other] is not None]
        hits = sum(_is_product(row[one], row[other], row[target]) for row in rows)
        plain = sum(row[one] == 1 or row[other] == 1 for row in rows)
        if hits > plain + 1 and _is_most(hits, len(rows)) and (best is None or hits > best.hits):
            best = Relation(Made.PRODUCT, target, (one, other), hits)
    return best


def _is_product(one: Fraction | None, other: Fraction | None, made: Fraction | None) -> bool:
    return (
        None not in (one, other, made)
        and abs((one or Fraction(0)) * (other or Fraction(0)) - (made or Fraction(0))) < _PENNY
    )


def _is_most(hits: int, rows: int) -> bool:
    return hits >= 2 and hits * 5 >= rows * 3


# Rows that are sums and do not say so


class Sum(StrEnum):
    """What a row is the sum of."""

    ABOVE = "above"
    BELOW = "below"
    ALL = "all"


def sums_among(grid: Grid, money: Sequence[int], details: Sequence[Sequence[bool]], named: set[int]) -> dict[int, Sum]:
    """Rows that are sums of the rows above or below them, by position.

    `details` says for each row which of the columns that describe a line are filled; `named` are the rows that say
    themselves that they are sums. A row that describes nothing, where the others do, is a sum if what it adds comes
    out in half of its columns; where one such row is, all of them are.
    """
    filled = [at for at, row in enumerate(grid) if any(row[column] is not None for column in money)]
    lines = [at for at in filled if at not in named]
    described = [at for at in lines if any(details[at])]
    thin = [at for at in lines if not any(details[at])]
    if not thin or len(described) < 2 or len(described) <= len(thin):
        return {}
    found = {at: said for at in thin if (said := _sum_at(grid, money, at, lines, thin, named)) is not None}
    if not found:
        return {}
    sides = [side for side in found.values() if side is not Sum.ALL]
    if sides:
        usual = max(set(sides), key=sides.count)
        found |= {at: usual for at in thin if at not in found}
    return found


def _sum_at(
    grid: Grid, money: Sequence[int], at: int, lines: Sequence[int], thin: Sequence[int], named: set[int]
) -> Sum | None:
    stops = sorted({*thin, *named})
    above = [one for one in lines if one < at and not any(one < stop < at for stop in stops) and one not in thin]
    below = [one for one in lines if one > at and not any(at < stop < one for stop in stops) and one not in thin]
    every = [one for one in lines if one not in thin]
    sides = ((Sum.BELOW, below), (Sum.ABOVE, above), (Sum.ALL, every))
    return next((side for side, block in sides if block and _adds_up(grid, money, at, block)), None)


def _adds_up(grid: Grid, money: Sequence[int], at: int, block: Sequence[int]) -> bool:
    held = [column for column in money if grid[at][column]]
    right = [
        column
        for column in held
        if grid[at][column] == sum((grid[one][column] or Fraction(0) for one in block), Fraction(0))
    ]
    return bool(right) and 2 * len(right) >= len(held)
