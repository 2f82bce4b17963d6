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

from riia.indicators.disclosure.programs import Answer, Bools, Floats, Program, are_whole

_CLOSE: Final = 1e-6
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
class Leak:
    """A need that a pattern does not meet, and for each of its moves the reach of every cell: how far it, hidden, could
    carry the move.

    Reaches are shares of the move that is needed. In any pattern that meets the need by that move, those of the hidden
    cells add up to 1 at least. Those of different moves must not be added up.
    """

    need: Need
    reaches: tuple[Floats, ...]


@dataclass(frozen=True, slots=True)
class Verdict:
    """The needs that no table meets (`leaks`, as many as were asked for), and those only tables with fractions meet."""

    leaks: list[Leak]
    fractional: list[Need]

    @property
    def is_safe(self) -> bool:
        """Whether all needs are met."""
        return not self.leaks and not self.fractional


def judge(moves: Moves, hidden: Bools, needs: Sequence[Need], *, whole: bool, most: int | None = None) -> Verdict:
    """Which needs a pattern does not meet. With `whole` a witness must be a table of whole numbers.

    At most `most` leaks are looked for; there are none only when there are none at all.
    """
    room = _Room(moves, hidden)
    first = _Asking(room, needs, whole=False)
    leaks, doubtful = first.outcome(most)
    if not whole or not doubtful or leaks:
        return Verdict(leaks, [])
    second = _Asking(room, doubtful, whole=True)
    return Verdict([], [leak.need for leak in second.outcome(most)[0]])


class _Room:
    """The hidden cells of a pattern alone, as they can move."""

    def __init__(self, moves: Moves, hidden: Bools) -> None:
        columns = np.flatnonzero(hidden)
        self.moves = moves
        matrix = sparse.csr_array(moves.matrix[:, columns])
        rows = np.flatnonzero(np.diff(matrix.indptr))
        self.rows = rows
        self._matrix = sparse.csr_array(matrix[rows])
        self._row_bounds = (moves.lower[rows], moves.upper[rows])
        self.lower = -moves.down[columns]
        self.at = np.full(moves.size, -1)
        self.at[columns] = np.arange(len(columns))

    def reach(self, cell: int, move: float, duals: Floats) -> Floats:
        """How far each cell, hidden, could carry the move of this one at most, by the prices `duals` of the rows.

        Weak duality: whatever the prices, they give a bound of the move, made of the hidden cells and the rows' slack.
        """
        prices = np.zeros(self.moves.matrix.shape[0])
        prices[self.rows] = duals * abs(move)
        slack = np.where(prices > 0, self.moves.upper, self.moves.lower)
        prices[np.isinf(slack)] = 0.0  # the arithmetic's dust on a side where nothing holds
        gain = -(self.moves.matrix.T @ prices)
        gain[cell] = 0.0
        gain[np.abs(gain) < _CLOSE] = 0.0
        reach = np.zeros(self.moves.size)
        reach[gain > 0] = np.inf
        reach[gain < 0] = (-gain * self.moves.down)[gain < 0]
        held = prices != 0
        given = float((prices[held] * slack[held]).sum())
        missing = abs(move) - given
        return reach / missing if missing > 0 else np.full(self.moves.size, np.inf)

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

    def outcome(self, most: int | None) -> tuple[list[Leak], list[Need]]:
        """The needs that no witness meets, at most so many, and those met by tables with fractions only."""
        for choice in range(max((len(need.moves) for need in self._open), default=0)):
            while self._ask([(need, need.moves[choice]) for need in self._open if choice < len(need.moves)]):
                pass
        leaks: list[Leak] = []
        for need in list(self._open):
            if need in self._open:
                leak = self._alone(need)
                leaks += [leak] if leak else []
                if len(leaks) == most:
                    break
        return leaks, self._doubtful

    def _alone(self, need: Need) -> Leak | None:
        """Ask one need by each of its moves; the leak when none is met."""
        reaches: list[Floats] = []
        if self._seconds:
            self._program.set_objective([], [])
        for move in need.moves:
            answer = self._move([(need, move)])
            self._meet(answer)  # which may meet others, and not this one
            if need not in self._open:
                return None
            if not self._seconds:
                reaches.append(self._room.reach(need.cell, move, answer.duals))
        return Leak(need, tuple(reaches))

    def _ask(self, asked: Sequence[tuple[Need, float]]) -> bool:
        """Move these cells as far as they need to; True when any open need was met."""
        return bool(asked) and self._meet(self._move(asked))

    def _move(self, asked: Sequence[tuple[Need, float]]) -> Answer:
        at = np.array([self._room.at[need.cell] for need, _ in asked], dtype=np.int32)
        move = np.array([move for _, move in asked])
        least = self._room.lower[at]
        if (
            self._seconds and len(at) == 1
        ):  # whole numbers may jump over the move that is needed, but must not fall short
            self._program.set_bounds(at, np.where(move > 0, move, least), np.where(move > 0, np.inf, move))
        else:
            lower = np.where(move < 0, np.maximum(move, least), least)
            self._program.set_bounds(at, lower, np.where(move > 0, move, np.inf))
            self._program.set_objective(at, 1.0 / move)
        answer = self._program.solve(maximise=True, seconds=self._seconds)
        self._program.set_bounds(at, least, np.full(len(at), np.inf))
        return answer

    def _meet(self, answer: Answer) -> bool:
        values = answer.values
        if not len(values):
            return False
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
