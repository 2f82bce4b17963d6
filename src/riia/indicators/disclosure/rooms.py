"""How hidden cells can move away from their true values: the room that everything shown leaves them.

A table that agrees with all that is shown is a move from the true one. Most that are asked for are near: a few cells
carry one another. Looked for by linear programs that begin at the true table, many at a time.
"""

import os
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from itertools import batched
from queue import Empty, SimpleQueue
from typing import Final

import numpy as np
from scipy import sparse

from riia.indicators.disclosure.programs import Answer, Bools, Floats, Integers, Program, are_whole

_CLOSE: Final = 1e-6
_PLAIN: Final = 10.0
"""Coefficients up to this size leave whole numbers whole at the solver's usual precision."""
_LARGE: Final = 1000
"""From so many cells on a program takes long enough to have another solved beside it."""
_BESIDE: Final = 8
"""How many programs are solved at the same time at most."""
_WAVE: Final = 16
"""How many are given out at once; the same on every machine, so that answers are too."""
_REWARD: Final = 1000.0
"""What carrying a cell as far as it is to go is worth beside the costs of moving others, 1 to 10 for each 1."""


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


class Room:
    """The hidden cells of a pattern alone, as they can move."""

    def __init__(self, moves: Moves, hidden: Bools) -> None:
        columns = np.flatnonzero(hidden).astype(np.int32)
        self.moves, self.columns = moves, columns
        matrix = sparse.csr_array(moves.matrix[:, columns])
        rows = np.flatnonzero(np.diff(matrix.indptr))
        self.rows = rows
        self.matrix = sparse.csr_array(matrix[rows])
        self.row_bounds = (moves.lower[rows], moves.upper[rows])
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
        reached, (lower, upper) = self.matrix @ whole, self.row_bounds
        fits = (reached >= lower - _CLOSE) & (reached <= upper + _CLOSE)
        return bool(fits.all() and (whole >= self.lower).all())

    def program(self, *, whole: bool) -> Program:
        """The moves as a program."""
        columns = len(self.lower)
        kinds = np.ones(columns, dtype=bool) if whole else None
        program = Program(self.matrix, self.row_bounds, (self.lower, np.full(columns, np.inf)), whole=kinds)
        if whole and np.abs(self.matrix.data).max(initial=0.0) > _PLAIN:
            program.sharpen()
        return program


@dataclass(frozen=True, slots=True)
class Carry:
    """A question: the cells at these columns of a room are to go by `moves`, or as far as they can.

    With `costs` (up, then down, for each column) by the cheapest way, and without by any.
    """

    at: Integers
    moves: Floats
    costs: Floats | None = None


class Nearby:
    """Tables near the true one: a linear program with two columns for each cell, how far up and how far down.

    So divided it begins at the true table, and what carries a few cells is a few pivots away from that.
    """

    def __init__(self, room: Room) -> None:
        self._room, self._columns = room, len(room.lower)
        self._programs: SimpleQueue[Program] = SimpleQueue()

    def costs(self, stride: float, random: np.random.Generator | None) -> Floats:
        """What moving each cell costs: falling costs more for those that cannot fall far; another way with `random`."""
        up, down = np.ones(self._columns), 2 * stride / (1 + np.minimum(-self._room.lower, stride))
        costs = np.concatenate([up, down])
        return costs if random is None else costs * (1 + random.random(len(costs)))

    def answers[Key](self, questions: Iterable[tuple[Key, Carry]]) -> Iterator[tuple[Key, Answer]]:
        """The answers under the keys of their questions and in that order; `values` are those of the room's columns.

        Questions are taken as they are needed, so that what one answer settles need not be asked any more.
        """
        beside = min(_BESIDE, os.cpu_count() or 1) if self._columns >= _LARGE else 1
        if beside == 1:
            yield from ((key, self._answer(question)) for key, question in questions)
            return
        with ThreadPoolExecutor(beside) as threads:
            for wave in batched(questions, _WAVE):
                keys, asked = zip(*wave, strict=True)
                yield from zip(keys, threads.map(self._answer, asked), strict=True)

    def _answer(self, question: Carry) -> Answer:
        columns, at, moves = self._columns, question.at, question.moves
        both = np.concatenate([at, at + columns]).astype(np.int32)
        gain = np.concatenate([1 / moves, -1 / moves])
        program = self._program()
        if question.costs is None:
            program.set_objective(both, gain)
        else:
            worth = -question.costs
            worth[both] = _REWARD * gain
            program.set_objective(np.arange(2 * columns, dtype=np.int32), worth)
        program.forget()
        program.set_bounds(both, np.zeros(len(both)), np.concatenate([np.maximum(moves, 0), np.maximum(-moves, 0)]))
        answer = program.solve(maximise=True)
        program.set_bounds(both, np.zeros(len(both)), np.concatenate([np.full(len(at), np.inf), -self._room.lower[at]]))
        self._programs.put(program)
        return replace(answer, values=answer.values[:columns] - answer.values[columns:])

    def _program(self) -> Program:
        """A program that nobody uses at the moment."""
        try:
            return self._programs.get_nowait()
        except Empty:
            return self._divided()

    def _divided(self) -> Program:
        room = self._room
        matrix = sparse.csr_array(sparse.hstack([room.matrix, -room.matrix]))
        upper = np.concatenate([np.full(self._columns, np.inf), -room.lower])
        return Program(matrix, room.row_bounds, (np.zeros(2 * self._columns), upper))
