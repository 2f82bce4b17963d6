"""Whether hidden cells are safe: a witness is another table that agrees with everything shown.

A small count is safe when some table that the attacker cannot rule out puts it outside the protection interval. One
such table often serves many cells at once, so all cells are asked together first, and alone only where that failed. For
what stays unsafe, linear duality names the cells of which some must be hidden as well (Fischetti and Salazar-González
2001, capacity constraints).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import batched
from typing import Final

import numpy as np

from riia.indicators.disclosure.programs import Answer, Bools, Floats, Integers
from riia.indicators.disclosure.rooms import Carry, Moves, Nearby, Room

_CLOSE: Final = 1e-6
PATIENCE: Final = 20.0
"""Seconds for one integer program at most; a cell that has no witness by then counts as unsafe."""
_MOVED: Final = 200
"""A witness that moves more cells than this is not worth remembering."""
_FEW: Final = 12
"""So few needs are asked one by one rather than together."""
_TIMES: Final = 120
"""Asking all together takes as long as asking one for each so many hidden cells alone."""
_GROUP: Final = 8
"""Needs for which one whole table is looked for at once: more at once and it is seldom whole."""
_RETRIES: Final = 6
"""How often a whole table is looked for near the true one, each time by another way, before an integer program is."""


@dataclass(frozen=True, slots=True)
class Need:
    """A cell that must be able to move: by one at least of these moves (an amount above 0 up, below 0 down)."""

    cell: int
    moves: tuple[float, ...]


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
    patience: float = PATIENCE,
) -> Verdict:
    """Which needs a pattern does not meet. With `whole` a witness must be a table of whole numbers.

    At most `most` leaks are looked for; there are none only when there are none at all. `kept` has the cells that a
    whole witness of a need moves: as long as all of them are hidden it is a witness still. New ones are put there. One
    integer program may take `patience` seconds.
    """
    kept = {} if kept is None else kept
    needs = [need for need in needs if need not in kept or not hidden[kept[need]].all()]
    if not needs:
        return Verdict([], [])
    room = Room(moves, hidden)
    first = _Asking(room, needs, kept, patience, whole=False)
    leaks, doubtful = first.outcome(most, wholly=whole)
    if not whole or not doubtful or leaks:
        return Verdict(leaks, [])
    second = _Asking(room, doubtful, kept, patience, whole=True)
    return Verdict([], [leak.need for leak in second.outcome(most)[0]])


class _Asking:
    """Needs being asked of one program; whatever a witness meets is never asked again."""

    def __init__(
        self, room: Room, needs: Sequence[Need], kept: dict[Need, Integers], patience: float, *, whole: bool
    ) -> None:
        self._room, self._needs, self._kept, self._patience, self._whole = room, needs, kept, patience, whole
        self._all = room.program(whole=whole)
        self._near = Nearby(room)
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
        few = max(_FEW, len(self._room.columns) // _TIMES)
        for moves in self._moves.T:
            while (asked := self._open & ~np.isnan(moves)).sum() > few:
                if self._meet(self._together(self._at[asked], moves[asked])) <= few:
                    break
        leaks: list[Leak] = []
        for row, answer in self._first_moves():
            if self._open[row]:
                reaches = self._alone(row, answer)
                leaks += [Leak(self._needs[row], reaches)] if self._open[row] else []
                if len(leaks) == most:
                    break
        if wholly and not leaks:
            self._settle()
        return leaks, [need for need, is_doubtful in zip(self._needs, self._doubtful, strict=True) if is_doubtful]

    def _first_moves(self) -> Iterator[tuple[int, Answer]]:
        """Every need that is still open asked alone, by its first move."""
        rows = (int(row) for row in np.flatnonzero(self._open) if self._open[row])
        if self._whole:
            return ((row, self._one_whole(self._needs[row].cell, self._moves[row, 0])) for row in rows)
        return self._near.answers((row, Carry(self._at[[row]], self._moves[row, :1])) for row in rows)

    def _alone(self, row: int, answer: Answer) -> tuple[Floats, ...]:
        """Ask one need by each of its moves until one is met; the reaches by those that are not."""
        need, reaches = self._needs[row], list[Floats]()
        for nth, move in enumerate(need.moves):
            if nth:
                answer = self._one_whole(need.cell, move) if self._whole else self._one_near(row, move)
            self._meet(answer)
            if not self._open[row]:
                break
            if not self._whole:
                reaches.append(self._room.reach(need.cell, move, answer.duals))
        return tuple(reaches)

    def _one_near(self, row: int, move: float) -> Answer:
        return next(self._near.answers([(row, Carry(self._at[[row]], np.array([move])))]))[1]

    def _settle(self) -> None:
        """Look near the true table for what only fractions met: most tables there are whole.

        First for some needs at once, each moved as far as the farthest needs to, since what moves with it then often
        meets its own need too; then for each alone, and again with other costs, which lead another way.
        """
        stride = max(1.0, *(move for need in self._needs for move in need.moves))
        costs = self._near.costs(stride, None)
        random = np.random.default_rng(0)  # the same ways at every run
        for _, answer in self._near.answers(enumerate(self._groups(stride, costs))):
            self._meet(answer)
        for _ in range(_RETRIES):
            for moves in self._moves.T:
                rows = np.flatnonzero(self._doubtful & ~np.isnan(moves))
                asked = ((row, Carry(self._at[[row]], moves[[row]], costs)) for row in rows if self._doubtful[row])
                for _, answer in self._near.answers(asked):
                    self._meet(answer)
            costs = self._near.costs(stride, random)

    def _groups(self, stride: float, costs: Floats) -> Iterator[Carry]:
        """What is in doubt, some at a time."""
        in_doubt = (row for row in np.flatnonzero(self._doubtful) if self._doubtful[row])
        for rows in batched(in_doubt, _GROUP):
            group = np.array(rows)
            moves = self._moves[group, 0]
            yield Carry(self._at[group], np.where(moves > 0, stride, moves), costs)

    def _together(self, at: Integers, move: Floats) -> Answer:
        """Move all these cells as far as they need to, or as far as they all can."""
        least = self._room.lower[at]
        lower = np.where(move < 0, np.maximum(move, least), least)
        self._all.set_bounds(at, lower, np.where(move > 0, move, np.inf))
        self._all.set_objective(at, 1.0 / move)
        answer = self._all.solve(maximise=True, seconds=self._patience if self._whole else None)
        self._all.set_bounds(at, least, np.full(len(at), np.inf))
        return answer

    def _one_whole(self, cell: int, move: float) -> Answer:
        """Whole numbers may jump over the move that is needed, but must not fall short of it."""
        at = self._room.at[cell]
        least, most = (move, np.inf) if move > 0 else (self._room.lower[at], move)
        self._all.set_objective([], [])
        self._all.set_bounds([at], np.array([least]), np.array([most]))
        answer = self._all.solve(seconds=self._patience)
        self._all.set_bounds([at], np.array([self._room.lower[at]]), np.array([np.inf]))
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
