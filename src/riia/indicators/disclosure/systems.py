"""The general form under every table: cells, the relations between them, and what else everybody knows.

A cell is a position when counts are given as a sequence, and a key when they are given as a mapping. A relation says
that a total cell is the sum of its part cells. `Within` says any other linear thing about cells that is published: a
rounded total, a percentage with its rounding, a change.
"""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from math import inf, isfinite, isnan
from typing import Final, cast

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from riia.indicators.model import Missing, Number, Symbol

type Floats = NDArray[np.float64]
type Bools = NDArray[np.bool_]
type Cell = Hashable
type Counts = Sequence[object] | Mapping[Cell, object] | NDArray[np.generic]
"""Counts by position or by key. A count is a number, or None, NaN, a Missing or a symbol where there is none."""
type Relation = tuple[Cell, Iterable[Cell]]
"""A total cell and its part cells."""

_NAMED: Final = 5
_LARGEST: Final = 1e15
"""Up to here sums of counts are exact."""


class DisclosureError(ValueError):
    """A table that cannot be protected or attacked as asked; the message names the cells, the rule and the remedy."""


@dataclass(frozen=True, slots=True)
class Within:
    """`lower` <= the sum of coefficient × cell <= `upper`: something about cells that everybody knows.

    A total of 5,120 that was rounded to ten is `Within({total: 1}, 5115, 5124)`. A ratio is linear too: 23.1 % of y are
    x, rounded half up, is `Within({x: 2000, y: -461}, 0, inf)` with `Within({x: 2000, y: -463}, -inf, -1)`. Whole
    coefficients keep the arithmetic exact.
    """

    coefficients: Mapping[Cell, float]
    lower: float = -inf
    upper: float = inf


@dataclass(frozen=True, slots=True)
class System:
    """Cells and everything linear that is known about them: `lower` <= `matrix` @ cells <= `upper`.

    `counts` has NaN where no number was given. `equal` is True for the rows that are relations.
    """

    keys: tuple[Cell, ...]
    counts: Floats
    matrix: sparse.csr_array
    lower: Floats
    upper: Floats
    is_sequence: bool
    index: dict[Cell, int] = field(repr=False)

    @property
    def size(self) -> int:
        """How many cells there are."""
        return len(self.keys)

    def positions(self, cells: Iterable[Cell], what: str) -> list[int]:
        """Where these cells stand. A mask (one bool for each cell) and an array are read too.

        Raises DisclosureError for a cell that has no count.
        """
        given = list(cells)
        if given and all(isinstance(cell, bool | np.bool_) for cell in given):
            if len(given) != self.size:
                raise DisclosureError(
                    f"{what} is a mask of {len(given)} for {self.size} cells. Give one entry for each cell."
                )
            return [at for at, chosen in enumerate(given) if chosen]
        return [self.position(cell, what) for cell in given]

    def position(self, cell: Cell, what: str) -> int:
        """Where a cell stands. Raises DisclosureError for a cell that has no count."""
        at = self.index.get(cell)
        if at is None:
            raise DisclosureError(f"{what} names the cell {cell!r}, which has no count. Give a count for every cell.")
        return at

    def named(self, positions: Iterable[int]) -> str:
        """Cells in words, for messages."""
        places = list(positions)
        more = f" and {len(places) - _NAMED} more" if len(places) > _NAMED else ""
        return ", ".join(repr(self.keys[at]) for at in places[:_NAMED]) + more


def system_of(counts: Counts, relations: Iterable[Relation], within: Iterable[Within] = ()) -> System:
    """Read cells, relations and other knowledge into one system.

    Raises DisclosureError for a cell without a count entry, a cell twice in a relation, a total without parts, and a
    count that is negative or not whole.
    """
    is_sequence = not isinstance(counts, Mapping)
    keys: tuple[Cell, ...]
    if isinstance(counts, Mapping):
        keys = tuple(counts)
        entries = list(counts.values())
    else:
        entries = list(counts)
        keys = tuple(range(len(entries)))
    values = np.array([_count(key, entry) for key, entry in zip(keys, entries, strict=True)], dtype=np.float64)
    index = {key: at for at, key in enumerate(keys)}
    system = System(keys, values, sparse.csr_array((0, len(keys))), np.zeros(0), np.zeros(0), is_sequence, index)
    rows = [_row_of_relation(system, relation) for relation in relations]
    equal = len(rows)
    lower, upper = [0.0] * equal, [0.0] * equal
    for known in within:
        _refuse_unclear(known)
        row = {system.position(cell, "Within"): float(value) for cell, value in known.coefficients.items() if value}
        rows.append(row)
        lower.append(float(known.lower))
        upper.append(float(known.upper))
    return System(keys, values, _matrix(rows, len(keys)), np.array(lower), np.array(upper), is_sequence, index)


def check_consistency(system: System) -> None:
    """Refuse counts that do not fulfil what is said about them. Raises DisclosureError naming the cells and the gap.

    Rows with an unknown count are not checked.
    """
    known = ~np.isnan(system.counts)
    values = np.where(known, system.counts, 0.0)
    reached = system.matrix @ values
    unknown = abs(system.matrix) @ (~known).astype(np.float64)
    slack = 1e-9 * (abs(system.matrix) @ np.abs(values)) + 1e-9
    wrong = (unknown == 0) & ((reached < system.lower - slack) | (reached > system.upper + slack))
    for row in np.flatnonzero(wrong)[:1]:
        columns = system.matrix.indices[system.matrix.indptr[row] : system.matrix.indptr[row + 1]]
        parts = system.named(columns)
        if system.lower[row] == system.upper[row] == 0:
            raise DisclosureError(
                f"A total does not agree with its parts: the cells {parts} differ by {reached[row]:g}. "
                "Correct the counts, or give a rounded total as Within."
            )
        raise DisclosureError(
            f"The counts of the cells {parts} give {reached[row]:g}, outside what is said to be known of them "
            f"({system.lower[row]:g} to {system.upper[row]:g}). Correct the counts or the knowledge."
        )


def _count(key: Cell, entry: object) -> float:
    if isinstance(entry, str) and entry.strip().removeprefix("-").replace(".", "").replace(",", "").isdigit():
        raise DisclosureError(f"The count of cell {key!r} is the text {entry!r}. Give counts as numbers.")
    if entry is None or isinstance(entry, Missing | Symbol | str):
        return float("nan")
    number = entry.value if isinstance(entry, Number) else entry
    if isinstance(number, bool | np.bool_) or not isinstance(number, int | float | Decimal | np.number):
        raise DisclosureError(f"The count of cell {key!r} is {entry!r}, which is no number. Give a count or None.")
    value = float(cast(float, number))
    if isnan(value):
        return value
    if not 0 <= value <= _LARGEST or value != int(value):
        raise DisclosureError(f"The count of cell {key!r} is {value:g}. Counts are whole numbers from 0 to 10^15.")
    return value


def _refuse_unclear(known: object) -> None:
    """What everybody knows must be said in numbers, and leave something possible."""
    if not isinstance(known, Within):
        raise DisclosureError(f"{known!r} is no Within. Say what is known as Within(coefficients, lower, upper).")
    if not all(isfinite(factor) for factor in known.coefficients.values()):
        raise DisclosureError(f"A coefficient of {known!r} is not a finite number. Leave out what is not known.")
    if isnan(known.lower) or isnan(known.upper) or known.lower > known.upper:
        raise DisclosureError(
            f"{known!r} leaves nothing possible: lower must be a number no greater than upper. Give -inf or inf where "
            "nothing bounds it."
        )


def _row_of_relation(system: System, relation: Relation) -> dict[int, float]:
    try:
        total_cell, parts = relation
        parts = list(parts)
    except (TypeError, ValueError):
        raise DisclosureError(
            f"{relation!r} is no relation. Give a total cell and its part cells, for instance (3, [0, 1, 2])."
        ) from None
    total = system.position(total_cell, "A relation")
    row: dict[int, float] = {total: 1.0}
    for cell in parts:
        part = system.position(cell, "A relation")
        if part in row:
            raise DisclosureError(
                f"The cell {cell!r} comes twice in the relation of total {total_cell!r}. Name it once."
            )
        row[part] = -1.0
    if len(row) == 1:
        raise DisclosureError(f"The total {total_cell!r} has no parts. Leave the relation out.")
    return row


def _matrix(rows: Sequence[Mapping[int, float]], columns: int) -> sparse.csr_array:
    starts = np.concatenate(([0], np.cumsum([len(row) for row in rows]))).astype(np.int32)
    indices = np.array([at for row in rows for at in row], dtype=np.int32)
    values = np.array([value for row in rows for value in row.values()], dtype=np.float64)
    return sparse.csr_array((values, indices, starts), shape=(len(rows), columns))
