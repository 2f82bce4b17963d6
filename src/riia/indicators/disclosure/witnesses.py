"""Whether hidden cells are safe: a witness is another table that agrees with everything shown.

A small count is safe when some table that the attacker cannot rule out puts it outside the protection interval. One
such table often serves many cells at once, so all cells are asked together first, and alone only where that failed. For
what stays unsafe, linear duality names the cells of which some must be hidden as well (Fischetti and Salazar-González
2001, capacity constraints).
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from scipy import sparse

from riia.indicators.disclosure.programs import Answer, Bools, Floats, Integers, Program, are_whole

_CLOSE: Final = 1e-6
_PATIENCE: Final = 20.0
"""Seconds for one integer program; a cell that has no witness by then counts as unsafe."""
_PLAIN: Final = 10.0
"""Coefficients up to this size leave whole numbers whole at the solver's usual precision."""
_MOVED: Final = 200
"""A witness that moves more cells than this is not worth remembering."""
_FEW: Final = 12
"""So few needs are asked one by one rather than together."""


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
    """A need that a pattern does not meet, and for each of its moves the reach of cells: how far each could carry it.

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
    def count(self) -> int:
        """How many needs are known not to be met."""
        return len(self.leaks) + len(self.fractional)

    @property
    def is_safe(self) -> bool:
        """Whether all needs are met."""
        return not self.leaks and not self.fractional


def judge(
    moves: Moves,
    hidden: Bools,
    needs: Sequence[Need],
    *,
    whole: bool,
    most: int | None = None,
    kept: dict[Need, Integers] | None = None,
) -> Verdict:
    """Which needs a pattern does not meet. With `whole` a witness must be a table of whole numbers.

    At most `most` leaks are looked for; there are none only when there are none at all. `kept` has the cells that a
    whole witness of a need moves: as long as all of them are hidden it is a witness still. New ones are put there.
    """
    kept = {} if kept is None else kept
    needs = [need for need in needs if need not in kept or not hidden[kept[need]].all()]
    if not needs:
        return Verdict([], [])
    room = _Room(moves, hidden)
    first = _Asking(room, needs, kept, whole=False)
    leaks, doubtful = first.outcome(most, wholly=whole)
    if not whole or not doubtful or leaks:
        return Verdict(leaks, [])
    second = _Asking(room, doubtful, kept, whole=True)
    return Verdict([], [leak.need for leak in second.outcome(most)[0]])


class _Room:
    """The hidden cells of a pattern alone, as they can move."""

    def __init__(self, moves: Moves, hidden: Bools) -> None:
        columns = np.flatnonzero(hidden).astype(np.int32)
        self.moves, self.columns = moves, columns
        matrix = sparse.csr_array(moves.matrix[:, columns])
        rows = np.flatnonzero(np.diff(matrix.indptr))
        self.rows = rows
        self._matrix = sparse.csr_array(matrix[rows])
        self._row_bounds = (moves.lower[rows], moves.upper[rows])
        self.lower = -moves.down[columns]
        self.at = np.full(moves.size, -1, dtype=np.int32)
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

    def holds(self, values: Floats) -> bool:
        """Whether these moves are whole numbers, and are possible when they are exactly those whole numbers."""
        if not are_whole(values):
            return False
        whole = np.rint(values)
        reached, (lower, upper) = self._matrix @ whole, self._row_bounds
        fits = (reached >= lower - _CLOSE) & (reached <= upper + _CLOSE)
        return bool(fits.all() and (whole >= self.lower).all())

    def program(self, *, whole: bool) -> Program:
        """The moves as a program."""
        columns = len(self.lower)
        kinds = np.ones(columns, dtype=bool) if whole else None
        program = Program(self._matrix, self._row_bounds, (self.lower, np.full(columns, np.inf)), whole=kinds)
        if whole and np.abs(self._matrix.data).max(initial=0.0) > _PLAIN:
            program.sharpen()
        return program

    def divided(self) -> Program:
        """The moves as a linear program with two columns each, how far up and how far down.

        So divided it begins at the true table, and the witness for a single cell is a few pivots away from that.
        """
        columns = len(self.lower)
        matrix = sparse.csr_array(sparse.hstack([self._matrix, -self._matrix]))
        upper = np.concatenate([np.full(columns, np.inf), -self.lower])
        return Program(matrix, self._row_bounds, (np.zeros(2 * columns), upper))


class _Asking:
    """Needs being asked of one program; whatever a witness meets is never asked again."""

    def __init__(self, room: _Room, needs: Sequence[Need], kept: dict[Need, Integers], *, whole: bool) -> None:
        self._room, self._needs, self._kept, self._whole = room, needs, kept, whole
        self._all = room.program(whole=whole)
        self._one = self._all if whole else room.divided()
        self._at = room.at[np.array([need.cell for need in needs], dtype=int)]
        choices = max((len(need.moves) for need in needs), default=1)
        self._moves = np.full((len(needs), choices), np.nan)
        for row, need in enumerate(needs):
            self._moves[row, : len(need.moves)] = need.moves
        self._open = np.ones(len(needs), dtype=bool)
        self._doubtful = np.zeros(len(needs), dtype=bool)

    def outcome(self, most: int | None, *, wholly: bool = False) -> tuple[list[Leak], list[Need]]:
        """The needs that no witness meets, at most so many, and those met by tables with fractions only.

        With `wholly` it is tried to find whole tables for the latter.
        """
        for moves in self._moves.T:
            while (asked := self._open & ~np.isnan(moves)).sum() > _FEW:
                if self._meet(self._together(self._at[asked], moves[asked])) <= _FEW:
                    break
        leaks: list[Leak] = []
        for row, need in enumerate(self._needs):
            if self._open[row]:
                reaches = self._alone(row, need)
                leaks += [Leak(need, reaches)] if self._open[row] else []
                if len(leaks) == most:
                    break
        if wholly and not leaks:
            self._settle()
        return leaks, [need for need, is_doubtful in zip(self._needs, self._doubtful, strict=True) if is_doubtful]

    def _alone(self, row: int, need: Need) -> tuple[Floats, ...]:
        """Ask one need by each of its moves until one is met; the reaches by those that are not."""
        reaches: list[Floats] = []
        for move in need.moves:
            answer = (self._one_whole if self._whole else self._one_divided)(need.cell, move)
            self._meet(answer)
            if not self._open[row]:
                break
            if not self._whole:
                reaches.append(self._room.reach(need.cell, move, answer.duals))
        return tuple(reaches)

    def _settle(self) -> None:
        """Ask alone what only fractions met: near the true table most witnesses are whole."""
        for row, need in enumerate(self._needs):
            for move in need.moves:
                if self._doubtful[row]:
                    self._meet(self._one_divided(need.cell, move))

    def _together(self, at: Integers, move: Floats) -> Answer:
        """Move all these cells as far as they need to, or as far as they all can."""
        least = self._room.lower[at]
        lower = np.where(move < 0, np.maximum(move, least), least)
        self._all.set_bounds(at, lower, np.where(move > 0, move, np.inf))
        self._all.set_objective(at, 1.0 / move)
        answer = self._all.solve(maximise=True, seconds=_PATIENCE if self._whole else None)
        self._all.set_bounds(at, least, np.full(len(at), np.inf))
        return answer

    def _one_divided(self, cell: int, move: float) -> Answer:
        columns, at = len(self._room.lower), self._room.at[cell]
        both = [at, at + columns]
        self._one.forget()
        self._one.set_bounds(both, np.zeros(2), np.array([max(move, 0.0), max(-move, 0.0)]))
        self._one.set_objective(both, [1 / move, -1 / move])
        answer = self._one.solve(maximise=True)
        self._one.set_bounds(both, np.zeros(2), np.array([np.inf, -self._room.lower[at]]))
        return replace(answer, values=answer.values[:columns] - answer.values[columns:])

    def _one_whole(self, cell: int, move: float) -> Answer:
        """Whole numbers may jump over the move that is needed, but must not fall short of it."""
        at = self._room.at[cell]
        least, most = (move, np.inf) if move > 0 else (self._room.lower[at], move)
        self._one.set_objective([], [])
        self._one.set_bounds([at], np.array([least]), np.array([most]))
        answer = self._one.solve(seconds=_PATIENCE)
        self._one.set_bounds([at], np.array([self._room.lower[at]]), np.array([np.inf]))
        return answer

    def _meet(self, answer: Answer) -> int:
        """Strike out what a witness meets, and say how many open needs that were."""
        if not len(answer.values):
            return 0
        met = (answer.values[self._at][:, None] / self._moves >= 1 - _CLOSE).any(axis=1)
        if self._room.holds(answer.values):
            self._keep(answer.values, met & (self._open | self._doubtful))
            self._doubtful &= ~met
        elif self._whole:
            return 0
        else:
            self._doubtful |= met & self._open
        struck = int((met & self._open).sum())
        self._open &= ~met
        return struck

    def _keep(self, values: Floats, rows: Bools) -> None:
        """Remember a witness that moves few cells: another pattern is likely to hide them all as well."""
        moved = np.flatnonzero(np.abs(values) > _CLOSE)
        if len(moved) <= _MOVED:
            cells = self._room.columns[moved]
            self._kept.update((self._needs[int(row)], cells) for row in np.flatnonzero(rows))
