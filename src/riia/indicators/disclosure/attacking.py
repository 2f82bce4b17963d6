"""The attacker: the tightest interval that anybody can place each hidden cell in, from everything that is published.

The attacker knows every shown cell, every relation, whatever else is published about the cells (`Within`), that counts
are whole numbers, and that a hidden cell holds at least 1, since true zeros are shown. What they can work out about one
cell is the least and the greatest value it takes over all tables that agree with all this: two integer programs a cell
(Fischetti and Salazar-González 2001, Solving the cell suppression problem on tabular data with linear constraints,
Management Science 47(7), there called the intruder's problems).

Three ways, the cheapest that is exact. Bounds are passed along the relations until nothing changes, which is exact
where relations and hidden cells form a tree. Elsewhere a linear program answers, and where its answer is not a whole
table, an integer program. Every whole table met on the way counts for all its cells at once.
"""

from collections.abc import Iterable, Mapping, Sequence
from math import inf
from typing import Final

import numpy as np
from scipy import sparse
from scipy.sparse import csgraph

from riia.indicators.disclosure.programs import Answer, Outcome, Program, are_whole
from riia.indicators.disclosure.systems import (
    Bools,
    Cell,
    Counts,
    DisclosureError,
    Floats,
    Relation,
    System,
    Within,
    check_consistency,
    system_of,
)

type Interval = tuple[int, float]
"""The least and the greatest value that is possible: whole numbers, or `math.inf` where nothing bounds it above."""
type AtLeast = float | Mapping[Cell, float]
"""What a hidden cell holds at least: one number for all, or by cell (1 for cells that are not named)."""

_ROUNDS: Final = 12
"""How often bounds are passed on where that alone will not be exact."""
_SLACK: Final = 1e-6
_EXACT: Final = 1e-12
_PATIENCE: Final = 30.0
"""Seconds for one integer program."""


def attack_cells(
    counts: Counts,
    hidden: Iterable[Cell],
    relations: Iterable[Relation],
    at_least: AtLeast = 1,
    *,
    within: Iterable[Within] = (),
) -> list[Interval] | dict[Cell, Interval]:
    """The exact interval of whole numbers in which each hidden cell must lie, for whoever knows everything else.

    `counts` are those of all cells, by position or by key; what stands at hidden cells is never looked at. `hidden`
    are the hidden cells (or a mask: one bool for each position). `at_least` is what a hidden cell is known to hold at
    least. Answers a list in the order of `hidden` for counts by position, a dict for counts by key. The first number of
    an interval is the least possible, the second the greatest, `math.inf` where nothing bounds it.

    >>> attack_cells([None, None, 4, 9], [0, 1], [(3, [0, 1, 2])])
    [(1, 4), (1, 4)]

    Raises DisclosureError when a shown cell has no count, when a relation names an unknown cell, or when no table at
    all agrees with what is shown.
    """
    system = system_of(counts, relations, within)
    positions = system.positions(hidden, "hidden")
    lower, upper = intervals(system, positions, at_least=least_of(system, at_least))
    answers: list[Interval] = [(int(lower[at]), inf if upper[at] == inf else int(upper[at])) for at in positions]
    if system.is_sequence:
        return answers
    return dict(zip((system.keys[at] for at in positions), answers, strict=True))


def least_of(system: System, at_least: AtLeast) -> Floats:
    """What each cell holds at least when it is hidden. Raises DisclosureError for what is no number."""
    if not isinstance(at_least, Mapping):
        return np.full(system.size, _number_at_least(at_least))
    least = np.ones(system.size)
    for cell, value in at_least.items():
        least[system.position(cell, "at_least")] = _number_at_least(value)
    return least


def _number_at_least(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float | np.number) or not np.isfinite(value):
        raise DisclosureError(f"at_least is {value!r}. Give one number for all cells, or numbers by cell.")
    return float(value)


def intervals(system: System, hidden: Sequence[int], *, at_least: Floats) -> tuple[Floats, Floats]:
    """The least and the greatest possible whole number of every cell; a shown cell's are its count.

    `hidden` are positions and `at_least` has an entry for each cell. See `attack_cells`, also for what is raised.
    """
    mask = np.zeros(system.size, dtype=bool)
    mask[list(hidden)] = True
    unknown = np.flatnonzero(np.isnan(system.counts) & ~mask)
    if len(unknown):
        raise DisclosureError(
            f"The cells {system.named(unknown)} are shown but have no count. Give their counts, or say they are hidden."
        )
    shown = np.where(mask, np.nan, system.counts)
    check_consistency(System(system.keys, shown, system.matrix, system.lower, system.upper, True, system.index))
    known = np.where(mask, 0.0, np.nan_to_num(system.counts))
    lower, upper = known.copy(), known.copy()
    lower[mask], upper[mask] = np.ceil(at_least[mask]), inf
    told = system.matrix @ known
    columns = np.flatnonzero(mask)
    rest = sparse.csr_array(system.matrix[:, columns])
    rows = np.flatnonzero(np.diff(rest.indptr))
    rest = sparse.csr_array(rest[rows])
    attacked = _Attacked(rest, system.lower[rows] - told[rows], system.upper[rows] - told[rows], lower[columns])
    lower[columns], upper[columns] = attacked.bounds()
    return lower, upper


class _Attacked:
    """The rows that are left of a system when everything shown is put in, over its hidden cells alone."""

    def __init__(self, matrix: sparse.csr_array, row_lower: Floats, row_upper: Floats, least: Floats) -> None:
        self._matrix = matrix
        self._row_lower, self._row_upper = row_lower, row_upper
        self._lower, self._upper = least.copy(), np.full(len(least), inf)

    def bounds(self) -> tuple[Floats, Floats]:
        """The exact bounds of every column."""
        rows, columns = self._matrix.shape
        if not rows:
            return self._lower, self._upper
        parts, trees = self._parts()
        self._pass_on(np.ones(columns, dtype=bool), rounds=_ROUNDS)
        if trees.any():
            self._pass_on(trees[parts], rounds=rows + columns)
        for part in np.flatnonzero(~trees):
            self._solve(np.flatnonzero(parts == part))
        return self._lower, self._upper

    def _parts(self) -> tuple[np.ndarray[tuple[int], np.dtype[np.int32]], Bools]:
        """The separate part that each column belongs to, and which parts are trees of plain sums."""
        columns = self._matrix.shape[1]
        pattern = sparse.csr_array(self._matrix != 0)
        graph = sparse.block_array([[None, pattern.T], [pattern, None]], format="csr")
        number, labels = csgraph.connected_components(graph, directed=False)
        of_entries = labels[self._matrix.indices]
        edges = np.bincount(of_entries, minlength=number)
        plain = np.bincount(of_entries, weights=np.abs(self._matrix.data) != 1, minlength=number) == 0
        nodes = np.bincount(labels, minlength=number)
        return labels[:columns], (edges == nodes - 1) & plain

    def _pass_on(self, which: Bools, *, rounds: int) -> None:
        """Pass bounds along the rows, at most so often; only the bounds of the columns in `which` are moved."""
        matrix = self._matrix
        column, row = matrix.indices, np.repeat(np.arange(matrix.shape[0]), np.diff(matrix.indptr))
        moved = which[column]
        column, row, value = column[moved], row[moved], matrix.data[moved]
        positive = value > 0
        for _ in range(rounds):
            before = self._lower.copy(), self._upper.copy()
            low, high = self._lower[column] * value, self._upper[column] * value
            least, most = np.where(positive, low, high), np.where(positive, high, low)
            room = self._row_upper[row] - _of_others(row, least, matrix.shape[0])
            need = self._row_lower[row] - _of_others(row, most, matrix.shape[0])
            np.minimum.at(self._upper, column[positive], np.floor(room[positive] / value[positive] + _SLACK))
            np.maximum.at(self._lower, column[positive], np.ceil(need[positive] / value[positive] - _SLACK))
            np.minimum.at(self._upper, column[~positive], np.floor(need[~positive] / value[~positive] + _SLACK))
            np.maximum.at(self._lower, column[~positive], np.ceil(room[~positive] / value[~positive] - _SLACK))
            if (self._lower > self._upper).any():
                raise _nothing_fits()
            if np.array_equal(before[0], self._lower) and np.array_equal(before[1], self._upper):
                return

    def _solve(self, columns: np.ndarray[tuple[int], np.dtype[np.int64]]) -> None:
        """The bounds of one separate part, by programs."""
        matrix = sparse.csr_array(self._matrix[:, columns])
        rows = np.flatnonzero(np.diff(matrix.indptr))
        solver = _Part(
            sparse.csr_array(matrix[rows]),
            (self._row_lower[rows], self._row_upper[rows]),
            (self._lower[columns], self._upper[columns]),
        )
        self._lower[columns], self._upper[columns] = solver.bounds()


def _of_others(row: np.ndarray[tuple[int], np.dtype[np.int64]], terms: Floats, rows: int) -> Floats:
    """For each term, the sum of the other terms of its row; infinite terms make it infinite."""
    infinite = np.isinf(terms)
    sign = terms[infinite][0] if infinite.any() else 0.0
    finite = np.where(infinite, 0.0, terms)
    sums, infinities = np.bincount(row, finite, rows), np.bincount(row, infinite, rows)
    others = sums[row] - finite
    return np.where(infinities[row] - infinite > 0, sign, others)


class _Part:
    """One separate part of the attacked system: linear programs first, integer ones where a table is not whole.

    The linear programs begin at some whole table that agrees with all that is shown, with two columns for each cell,
    how far up and how far down from there: what they end at is whole more often, and reached in fewer steps.
    """

    def __init__(
        self, matrix: sparse.csr_array, row_bounds: tuple[Floats, Floats], column_bounds: tuple[Floats, Floats]
    ) -> None:
        self._matrix, self._row_bounds = matrix, row_bounds
        self._lower, self._upper = (bound.copy() for bound in column_bounds)
        self._columns = matrix.shape[1]
        self._whole = Program(matrix, row_bounds, column_bounds, whole=np.ones(self._columns, dtype=bool))
        self._whole.sharpen()
        self._first = self._whole_table()
        told = matrix @ self._first
        self._linear = Program(
            sparse.csr_array(sparse.hstack([matrix, -matrix])),
            (row_bounds[0] - told, row_bounds[1] - told),
            (np.zeros(2 * self._columns), np.concatenate([self._upper - self._first, self._first - self._lower])),
        )
        self._least_met, self._most_met = self._first, self._first

    def bounds(self) -> tuple[Floats, Floats]:
        """The exact bounds of every column of the part."""
        for at in range(self._columns):
            if self._most_met[at] < self._upper[at]:
                self._upper[at] = self._extreme(at, 1)
            if self._least_met[at] > self._lower[at]:
                self._lower[at] = self._extreme(at, -1)
        return self._lower, self._upper

    def _extreme(self, at: int, way: int) -> float:
        """The farthest that a column gets upwards (`way` 1) or downwards (-1)."""
        self._linear.forget()
        self._linear.set_objective([at, at + self._columns], [way, -way])
        answer = self._linear.solve(maximise=True)
        if answer.outcome is Outcome.UNBOUNDED:
            return way * inf
        _refuse_unless_optimal(answer)
        reached = self._first + answer.values[: self._columns] - answer.values[self._columns :]
        self._meet(reached)
        value = way * np.floor(way * reached[at] + _SLACK)
        if (self._most_met if way > 0 else self._least_met)[at] == value:
            return float(value)
        return float(self._whole_table(at, way)[at])

    def _whole_table(self, at: int = 0, way: int = 0) -> Floats:
        """A table of whole numbers that agrees with everything, in which this column gets farthest that way."""
        self._whole.set_objective([at], [way])
        answer = self._whole.solve(maximise=True, seconds=_PATIENCE)
        _refuse_unless_optimal(answer)
        table = np.rint(answer.values)
        if not self._fits(table):
            raise _no_answer()
        if way:
            self._meet(table)
        return table

    def _meet(self, table: Floats) -> None:
        """Every whole table counts for all its cells."""
        whole = np.rint(table)
        if are_whole(table) and self._fits(whole):
            self._least_met, self._most_met = np.minimum(self._least_met, whole), np.maximum(self._most_met, whole)

    def _fits(self, whole: Floats) -> bool:
        """Whether a table of whole numbers keeps every row.

        A solver's whole number may be off by a millionth, and a figure with many decimals multiplies that by millions.
        """
        reached = self._matrix @ whole
        slack = _EXACT * (abs(self._matrix) @ np.abs(whole)) + _SLACK
        lower, upper = self._row_bounds
        return bool(np.all((reached >= lower - slack) & (reached <= upper + slack)))


def _refuse_unless_optimal(answer: Answer) -> None:
    if answer.outcome is Outcome.INFEASIBLE:
        raise _nothing_fits()
    if answer.outcome is not Outcome.OPTIMAL:
        raise _no_answer()


def _no_answer() -> DisclosureError:
    return DisclosureError(
        "The solver came to no certain answer. Attack a smaller part of the table, or print its percentages and rates "
        "with fewer decimals."
    )


def _nothing_fits() -> DisclosureError:
    return DisclosureError(
        "No table of whole numbers agrees with what is shown: a total and its parts contradict each other, or a hidden "
        "cell would have to hold less than it is known to hold. Check the shown figures and at_least."
    )
