"""Whether hidden cells are safe: a witness is another table that agrees with everything shown.

A small count is safe when some table that the attacker cannot rule out puts it outside the protection interval. One
such table often serves many cells at once, so all cells are asked together first, and alone only where that failed. For
what stays unsafe, linear duality names the cells of which some must be hidden as well (Fischetti and Salazar-González
2001, capacity constraints).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from scipy import sparse

from riia.indicators.disclosure.programs import Bools, Floats, Outcome, Program, are_whole

_CLOSE: Final = 1e-6
_TRACE: Final = 1e-4
"""How far a shown cell may move when a cut is looked for, in units of the move that is needed: enough to make the
solver prefer a cut through few cells, too little to matter."""
_PATIENCE: Final = 20.0
"""Seconds for one integer program; a cell that has no witness by then counts as unsafe."""


@dataclass(frozen=True, slots=True)
class Need:
    """A cell that must be able to move: by one of these moves at least (an amount above 0 up, below 0 down)."""

    cell: int
    moves: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Moves:
    """How cells can move away from their true values: `matrix` @ move stays between `lower` and `upper` (around 0).

    `down` is how far each cell can fall when it is hidden; nothing bounds it above.
    """

    matrix: sparse.csr_array
    lower: Floats
    upper: Floats
    down: Floats

    @property
    def size(self) -> int:
        """How many cells there are."""
        return len(self.down)


@dataclass(frozen=True, slots=True)
class Verdict:
    """The needs that no table meets, and those that only tables with fractions meet."""

    unmet: list[Need]
    fractional: list[Need]


def judge(moves: Moves, hidden: Bools, needs: Sequence[Need], *, whole: bool) -> Verdict:
    """Which needs a pattern does not meet. With `whole` a witness must be a table of whole numbers."""
    room = _Room(moves, hidden)
    first = _Asking(room, needs, whole=False)
    unmet, doubtful = first.outcome()
    if not whole or not doubtful:
        return Verdict(unmet, [])
    second = _Asking(room, doubtful, whole=True)
    return Verdict(unmet, second.outcome()[0])


class _Room:
    """The hidden cells of a pattern alone, as they can move."""

    def __init__(self, moves: Moves, hidden: Bools) -> None:
        columns = np.flatnonzero(hidden)
        matrix = sparse.csr_array(moves.matrix[:, columns])
        rows = np.flatnonzero(np.diff(matrix.indptr))
        self._matrix = sparse.csr_array(matrix[rows])
        self._row_bounds = (moves.lower[rows], moves.upper[rows])
        self.lower = -moves.down[columns]
        self.at = np.full(moves.size, -1)
        self.at[columns] = np.arange(len(columns))

    def program(self, *, whole: bool) -> Program:
        columns = len(self.lower)
        kinds = np.ones(columns, dtype=bool) if whole else None
        return Program(self._matrix, self._row_bounds, (self.lower, np.full(columns, np.inf)), whole=kinds)


class _Asking:
    """Needs being asked of one program; whatever a witness meets is never asked again."""

    def __init__(self, room: _Room, needs: Iterable[Need], *, whole: bool) -> None:
        self._room = room
        self._program = room.program(whole=whole)
        self._seconds = _PATIENCE if whole else None
        self._open = list(needs)
        self._doubtful: list[Need] = []

    def outcome(self) -> tuple[list[Need], list[Need]]:
        """The needs that no witness meets, and those met by tables with fractions only."""
        for choice in range(max((len(need.moves) for need in self._open), default=0)):
            while self._ask([(need, need.moves[choice]) for need in self._open if choice < len(need.moves)]):
                pass
        for need in list(self._open):
            for move in need.moves:
                if need in self._open:
                    self._ask([(need, move)])
        return self._open, self._doubtful

    def _ask(self, asked: Sequence[tuple[Need, float]]) -> bool:
        """Move these cells as far as they need to; True when any open need was met."""
        if not asked:
            return False
        at = np.array([self._room.at[need.cell] for need, _ in asked], dtype=np.int32)
        move = np.array([move for _, move in asked])
        least = self._room.lower[at]
        self._program.set_bounds(
            at, np.where(move < 0, np.maximum(move, least), least), np.where(move > 0, move, np.inf)
        )
        self._program.set_objective(at, 1.0 / move)
        answer = self._program.solve(maximise=True, seconds=self._seconds)
        self._program.set_bounds(at, least, np.full(len(at), np.inf))
        return (
            answer.outcome in {Outcome.OPTIMAL, Outcome.STOPPED}
            and len(answer.values) > 0
            and self._meet(answer.values)
        )

    def _meet(self, values: Floats) -> bool:
        met = [need for need in self._open if self._is_met(need, values)]
        if are_whole(values):
            self._doubtful = [need for need in self._doubtful if not self._is_met(need, values)]
        else:
            self._doubtful += met
        known = {need.cell for need in met}
        self._open = [need for need in self._open if need.cell not in known]
        return bool(met)

    def _is_met(self, need: Need, values: Floats) -> bool:
        moved = values[self._room.at[need.cell]]
        return any(moved / move >= 1 - _CLOSE for move in need.moves)


class Cutter:
    """Finds, for a need that a pattern does not meet, weights of cells that any safe pattern must reach."""

    def __init__(self, moves: Moves, free: Bools, always: Bools) -> None:
        """`free` are the cells that are or may be hidden, `always` those of them that are hidden whatever happens."""
        self._moves, self._free, self._always = moves, free, always
        self._columns = np.flatnonzero(free)
        self._matrix = sparse.csr_array(moves.matrix[:, self._columns])
        self._at = np.full(moves.size, -1)
        self._at[self._columns] = np.arange(len(self._columns))
        zeros = np.zeros(len(self._columns))
        self._program = Program(self._matrix, (moves.lower, moves.upper), (zeros, zeros))

    def weights(self, hidden: Bools, need: Need) -> dict[int, float]:
        """Cells by position and weights; the cells that a safe pattern hides have weights of 1 together at least.

        Empty when no pattern at all meets the need.
        """
        result: dict[int, float] = {}
        for move in need.moves:
            for cell, weight in self._for_move(hidden, need.cell, move).items():
                result[cell] = max(weight, result.get(cell, 0.0))
        return result

    def _for_move(self, hidden: Bools, cell: int, move: float) -> dict[int, float]:
        size, is_hidden = abs(move), hidden[self._columns]
        down = self._moves.down[self._columns]
        trace = min(_TRACE, 0.2 / len(self._columns)) * size
        lower = np.where(is_hidden, -down, -np.minimum(trace, down))
        upper = np.where(is_hidden, np.inf, trace)
        at = self._at[cell]
        if move > 0:
            upper[at] = size
        else:
            lower[at] = max(-size, lower[at])
        self._program.set_bounds(np.arange(len(self._columns), dtype=np.int32), lower, upper)
        self._program.set_objective([at], [np.sign(move)])
        answer = self._program.solve(maximise=True)
        price = -(self._matrix.T @ answer.duals)
        price[at] += np.sign(move)
        price[np.abs(price) < _CLOSE] = 0.0
        reach = np.where(price > 0, np.inf, -price * down)  # how far each cell, hidden, could carry the move
        reach[price == 0] = 0.0
        reach[at] = 0.0
        rows = np.where(answer.duals > 0, self._moves.upper, self._moves.lower) * answer.duals
        held = float(reach[self._always[self._columns]].sum() + np.nan_to_num(rows).sum())
        missing = size - held
        if missing <= _CLOSE * size:  # numerically blurred: fall back to what is always true
            return {int(other): 1.0 for other in self._columns[~is_hidden]}
        weights = np.minimum(1.0, reach / missing)
        return {
            int(other): float(weight)
            for other, weight in zip(self._columns, weights, strict=True)
            if weight > 0 and not self._always[other]
        }
