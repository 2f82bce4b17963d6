"""Making a leaking pattern safe, quickly and not too dearly: there is something safe whenever time is over.

For each leak the cheapest way out by linear programming: a move of the cell that costs least in cells not hidden yet,
each counted by how far it moves. What moves is hidden. This is the older heuristic of network flows (Kelly, Golden and
Assad 1992, Cell suppression: disclosure protection for sensitive tabular data, Networks 22), on any relations.
"""

from typing import Final

import numpy as np
from scipy import sparse

from riia.indicators.disclosure.programs import Bools, Floats, Outcome, Program
from riia.indicators.disclosure.rooms import Moves
from riia.indicators.disclosure.witnesses import Need

_CLOSE: Final = 1e-6


class Mender:
    """Finds what to hide for a need that is not met."""

    def __init__(self, moves: Moves, free: Bools, costs: Floats) -> None:
        """`free` are the cells that are or may be hidden, `costs` what that costs."""
        self._cells = np.flatnonzero(free)
        self._costs = costs[self._cells]
        self._at = np.full(moves.size, -1)
        self._at[self._cells] = np.arange(len(self._cells))
        self._down = moves.down[self._cells]
        matrix = sparse.csr_array(moves.matrix[:, self._cells])
        divided = sparse.csr_array(sparse.hstack([matrix, -matrix]))
        upper = np.concatenate([np.full(len(self._cells), np.inf), self._down])
        self._program = Program(divided, (moves.lower, moves.upper), (np.zeros(2 * len(self._cells)), upper))

    def mended(self, hidden: Bools, need: Need, *, random: np.random.Generator | None = None) -> Bools:
        """The pattern with enough more cells hidden that fractions at least meet the need; itself when none can.

        With `random` by a way that is not always the cheapest, so that another search may end elsewhere.
        """
        best, least = hidden, np.inf
        for move in need.moves:
            moved, cost = self._way(hidden, need.cell, move, random)
            if moved is not None and cost < least:
                best, least = moved, cost
        return best

    def _way(
        self, hidden: Bools, cell: int, move: float, random: np.random.Generator | None
    ) -> tuple[Bools | None, float]:
        columns, at = len(self._cells), self._at[cell]
        both = [at, at + columns]
        wanted = np.array([max(move, 0.0), max(-move, 0.0)])
        costs = np.where(hidden[self._cells], 0.0, self._costs) / abs(move)
        if random is not None:
            costs *= 1 + random.random(columns)
        self._program.forget()
        self._program.set_bounds(both, wanted, wanted)
        self._program.set_objective(np.arange(2 * columns, dtype=np.int32), np.concatenate([costs, costs]))
        answer = self._program.solve()
        self._program.set_bounds(both, np.zeros(2), np.array([np.inf, self._down[at]]))
        if answer.outcome is not Outcome.OPTIMAL:
            return None, np.inf
        more = hidden.copy()
        more[self._cells[np.abs(answer.values[:columns] - answer.values[columns:]) > _CLOSE]] = True
        return more, float(self._costs[more[self._cells] & ~hidden[self._cells]].sum())
