"""What adds up in a table of amounts: which columns are made from others, and which rows are sums of those around them.

Nothing here asks what a column is called: a column is a sum or a product where most rows show it, and a row is a sum
where most of its columns do. One wrong number does not hide what the others show. Pure.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
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
_TURNED: Final = str.maketrans("OolI|SB", "0011158")
_NOTHING: Final = re.compile(r"£?\s*(?:[-–—]|nil)", re.I)
_PENNY: Final = Fraction(1, 100)
_NEAR: Final = 10
"""A sum that is wrong is still near what it should be: no further from it than one part in so many."""
_TRIED: Final = 120
_SHOWN: Final = 60
_SEVERAL: Final = 9
"""So many columns of numbers are tried for products of three."""
_MOST_COLUMNS: Final = 30
_MOST_ROWS: Final = 500


class Made(StrEnum):
    """How a column comes about."""

    SUM = "sum"
    PRODUCT = "product"
    SCALED = "scaled"
    """The sum of the first two times the third: a salary with its on-costs, for so many people."""


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


def lenient(cell: Cell) -> Fraction | None:
    """The number in a cell, with letters that look like digits read as those: only to see what adds up."""
    if not re.search(r"\d", cell.text) and cell.value is None and not _NOTHING.fullmatch(cell.text.strip()):
        return None  # words: most cells of a document
    number = figure(cell)
    if number is not None or not re.search(r"\d", cell.text) or isinstance(cell.value, date | time):
        return number
    return figure(replace(cell, text=cell.text.translate(_TURNED), value=None))


def grid_of(rows: Sequence[Sequence[Cell]], width: int) -> list[list[Fraction | None]]:
    """The numbers of rows, each row as wide as the table."""
    return [[lenient(row[at]) if at < len(row) else None for at in range(width)] for row in rows[:_MOST_ROWS]]


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
    """Columns that are sums of columns which stand together, or products of two; the widest sum first.

    The first rows show it; a table of a thousand lines is not tried a thousand times.
    """
    grid = grid[:_TRIED]
    sums = [one for target in columns for one in _sums(grid, target, columns)]
    products = [one for target in columns if (one := _best_product(grid, target, columns)) is not None]
    found = sorted(sums, key=lambda one: (-len(one.sources), -one.hits)) + products
    if len(columns) <= _SEVERAL + 1:
        known = {one.target for one in found if one.made is Made.PRODUCT}
        scaled = [_best_scaled(grid, target, columns) for target in columns if target not in known]
        found += [one for one in scaled if one is not None]
    return found


def _sums(grid: Grid, target: int, columns: Sequence[int]) -> Iterator[Relation]:
    """The sums that a column is: of the parts of the year, and of net and tax, if it is both."""
    taken: set[int] = set()
    while (best := _best_sum(grid, target, [at for at in columns if at not in taken])) is not None:
        yield best
        taken.update(best.sources)


def _best_sum(grid: Grid, target: int, columns: Sequence[int]) -> Relation | None:
    best: Relation | None = None
    for sources in _runs([at for at in columns if at != target], target):
        rows = [row for row in grid if row[target] and any(row[at] for at in sources)]
        several = sum(sum(bool(row[at]) for at in sources) > 1 for row in rows)
        if several < 2 or several * 2 < len(rows):
            continue
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
    return best if best is not None or len(columns) > _SEVERAL else _best_triple(grid, target, columns)


def _best_triple(grid: Grid, target: int, columns: Sequence[int]) -> Relation | None:
    """A number of people for a number of days at a rate; the first rows show it."""
    grid = grid[:_SHOWN]
    best: Relation | None = None
    for three in combinations([at for at in columns if at != target], 3):
        rows = [row for row in grid if row[target] and all(row[at] is not None for at in three)]
        hits = sum(product([row[at] for at in three]) == row[target] for row in rows)
        plain = sum(any(row[at] == 1 for at in three) for row in rows)
        if hits > plain + 1 and _is_most(hits, len(rows)) and (best is None or hits > best.hits):
            best = Relation(Made.PRODUCT, target, three, hits)
    return best


def _best_scaled(grid: Grid, target: int, columns: Sequence[int]) -> Relation | None:
    grid = grid[:_SHOWN]
    others = [at for at in columns if at != target]
    for one, other in combinations(others, 2):
        for times in (at for at in others if at not in (one, other)):
            rows = [row for row in grid if row[target] and row[one] and row[other] and row[times]]
            right = [
                row
                for row in rows
                if abs(made_of(Made.SCALED, [row[one], row[other], row[times]]) - (row[target] or 0)) < 1
            ]
            if _is_most(len(right), len(rows)) and any(row[times] != 1 for row in right):
                return Relation(Made.SCALED, target, (one, other, times), len(right))
    return None


def made_of(made: Made, numbers: Sequence[Fraction | None]) -> Fraction:
    """What a relation gives for the numbers of a row."""
    known = [number or Fraction(0) for number in numbers]
    if made is Made.SUM:
        return sum(known, Fraction(0))
    if made is Made.SCALED:
        return (known[0] + known[1]) * known[2]
    return product(known)


def product(numbers: Sequence[Fraction | None]) -> Fraction:
    """What numbers give when they are multiplied."""
    made = Fraction(1)
    for number in numbers:
        made *= number or Fraction(0)
    return made


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


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of a table for `sums_among`: their numbers, and what their words say of them."""

    grid: Grid
    money: Sequence[int]
    """The columns of amounts."""
    details: Sequence[bool]
    """Whether a row describes something that is paid for: a name, a number at a rate, a KPI."""
    named: frozenset[int]
    """Rows that say themselves that they are sums."""
    hinted: frozenset[int]
    """Rows whose words may say so: "whole plan", "all of it"."""


def sums_among(rows: Rows) -> dict[int, Sum]:
    """Rows that are sums of the rows above or below them and do not say so, by position.

    A row that describes nothing, where the others do, or whose words hint at it, is a sum if what it adds comes out in
    half of its columns. One that does not come out is one still if the others are and it is near.
    """
    filled = [at for at, row in enumerate(rows.grid) if any(row[column] is not None for column in rows.money)]
    lines = [at for at in filled if at not in rows.named and at not in rows.hinted and rows.details[at]]
    bare = [at for at in filled if at not in rows.named and at not in lines]
    if not bare or len(lines) < 2 or len(lines) < len(bare):
        return {}
    found: dict[int, Sum] = {}
    for exact in (True, False):
        sides: list[Sum] = [side for side in found.values() if side is not Sum.ALL]
        usual = Counter(sides).most_common(1)[0][0] if sides else None
        for at in bare:
            if at in found or (not exact and usual is None and at not in rows.hinted):
                continue
            side = _sum_at(rows, at, lines, bare, exact=exact)
            if side is None:
                others = [one for one in bare if one not in found and one != at]
                side = _sum_at(rows, at, sorted([*lines, *others]), [*found, at], exact=exact)
            if side is not None and (exact or usual in (None, side) or side is Sum.ALL):
                found[at] = side
    return found


def _sum_at(rows: Rows, at: int, lines: Sequence[int], bare: Sequence[int], *, exact: bool) -> Sum | None:
    stops = sorted({*bare, *rows.named})
    above = [one for one in lines if one < at and not any(one < stop < at for stop in stops)]
    below = [one for one in lines if one > at and not any(at < stop < one for stop in stops)]
    sides = [(Sum.ALL, list(lines)), (Sum.BELOW, below), (Sum.ABOVE, above)]
    return next((side for side, block in sides if block and _adds_up(rows, at, block, exact=exact)), None)


def _adds_up(rows: Rows, at: int, block: Sequence[int], *, exact: bool) -> bool:
    """Whether a row is the sum of others in half of its columns, exactly or nearly."""
    held = [column for column in rows.money if rows.grid[at][column]]
    right = 0
    for column in held:
        added = sum((rows.grid[one][column] or Fraction(0) for one in block), Fraction(0))
        apart = abs((rows.grid[at][column] or Fraction(0)) - added)
        right += apart == 0 if exact else apart * _NEAR <= abs(added)
    return bool(right) and 2 * right >= len(held)
