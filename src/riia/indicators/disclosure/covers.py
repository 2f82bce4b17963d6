"""The cheapest set of cells to hide, given which sets must each lose a cell: a hitting set that grows row by row.

Every leak of a pattern is answered by a set of cells of which some must be hidden as well (a cut). The cheapest pattern
that meets all cuts so far is an integer program; when it no longer leaks, it is the cheapest pattern of all. Beside the
cuts stands a rule that every cheapest pattern keeps: where a relation hides one cell it hides another, since otherwise
the one could be worked out and need not be hidden.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
from scipy import sparse

from riia.indicators.disclosure.programs import Bools, Floats, Integers, Program

_NEGLIGIBLE: Final = 1e-9


@dataclass(frozen=True, slots=True)
class Cover:
    """The cheapest set found: a mask over the columns, its cost, and the proven lower bound of any cost."""

    chosen: Bools
    cost: float
    bound: float


class Covering:
    """Cells that may be hidden, what each costs, and the rows that the choice must keep."""

    def __init__(self, costs: Floats) -> None:
        """`costs` has an entry for each column, above 0."""
        self._costs = list(costs)
        self._cells = len(costs)
        self._rows: list[tuple[Integers, Floats]] = []
        self._least: list[float] = []
        self._paired: list[Integers] = []
        self._seen: set[tuple[tuple[int, ...], tuple[float, ...]]] = set()

    def pair_up(self, columns: Integers) -> None:
        """Where one of these is hidden, at least two of them are."""
        switch = len(self._costs)
        self._paired.append(columns)
        self._costs.append(0.0)
        for column in columns:
            self._append({switch: 1.0, int(column): -1.0}, 0.0)
        self._append({switch: -2.0, **{int(column): 1.0 for column in columns}}, 0.0)

    def require(self, weights: Mapping[int, float]) -> bool:
        """Hide cells whose weights add up to 1 at least; weights past 1 count as 1. False when this was known."""
        kept = {column: min(1.0, weight) for column, weight in sorted(weights.items()) if weight > _NEGLIGIBLE}
        key = tuple(kept), tuple(round(weight, 9) for weight in kept.values())
        if key in self._seen:
            return False
        self._seen.add(key)
        self._append(kept, 1.0)
        return True

    def cheapest(self, *, seconds: float, gap: float, margin: float, start: Bools | None) -> Cover | None:
        """The cheapest choice that keeps all rows, as far as found in `seconds`; None when there is none at all.

        It may cost more than the cheapest by the share `gap` or by `margin`. `start` is a choice to begin with.
        """
        if any(values.sum() < least for (_, values), least in zip(self._rows, self._least, strict=True) if least):
            return None
        columns = len(self._costs)
        starts = np.concatenate(([0], np.cumsum([len(at) for at, _ in self._rows]))).astype(np.int32)
        matrix = sparse.csr_array(
            (
                np.concatenate([values for _, values in self._rows] or [np.zeros(0)]),
                np.concatenate([at for at, _ in self._rows] or [np.zeros(0, dtype=np.int32)]),
                starts,
            ),
            shape=(len(self._rows), columns),
        )
        whole = np.zeros(columns, dtype=bool)
        whole[: self._cells] = True
        program = Program(
            matrix,
            (np.array(self._least), np.full(len(self._rows), np.inf)),
            (np.zeros(columns), np.ones(columns)),
            whole=whole,
        )
        program.set_objective(np.arange(columns, dtype=np.int32), np.array(self._costs))
        begin = np.ones(columns)  # hiding everything keeps all rows, so that some answer there always is
        if start is not None:
            begin[: self._cells] = start
            begin[self._cells :] = [start[at].any() for at in self._paired]
        program.start_from(begin)
        answer = program.solve(seconds=seconds, gap=gap, margin=margin)
        return Cover(answer.values[: self._cells] > 0.5, answer.value, answer.bound)

    def _append(self, row: Mapping[int, float], least: float) -> None:
        self._rows.append((np.array(list(row), dtype=np.int32), np.array(list(row.values()), dtype=float)))
        self._least.append(least)
