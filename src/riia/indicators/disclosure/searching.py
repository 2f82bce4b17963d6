"""The search for the cheapest safe pattern: propose, attack, answer each leak with a cut, and again."""

from collections.abc import Sequence
from math import inf
from time import monotonic
from typing import Final

import numpy as np

from riia.indicators.disclosure.covers import Covering
from riia.indicators.disclosure.mending import Mender
from riia.indicators.disclosure.programs import Bools, Floats, Integers
from riia.indicators.disclosure.rooms import Moves
from riia.indicators.disclosure.witnesses import PATIENCE, Leak, Need, Verdict, judge

_TRIES: Final = 48
"""How many attacks may be spent on sharpening one cut that only whole numbers need."""
_MOST: Final = 40
_MOST_SHARE: Final = 20
"""How many leaks are answered before another pattern is proposed: so many, or one in so many needs."""
_LEAST_SECONDS: Final = 2.0
_SHARE: Final = 0.3
"""The share of what is left of the time that one proposal may take."""
_LEAST_PATIENCE: Final = 0.5
_PATIENCE_SHARE: Final = 0.05
"""The share of the time that one integer program of the attack may take."""
_ENOUGH: Final = 0.01
_SETTLED: Final = 2 / 3
"""When a third of the time is over, a pattern that is proven to be so near the cheapest will do."""
_PRUNING: Final = 0.1
"""The share of the time that may be spent on finding hidden cells that protect nobody."""
_FEW_LEAKS: Final = 6
"""A pattern with so few leaks is made safe at once, as a pattern to fall back on."""
_NEIGHBOURS: Final = 3
"""The fewest further cells that are shown when a cheaper pattern is looked for near one."""
_STEPS: Final = 3
"""How many relations away cells still lie near one another."""
_SHOWN: Final = (0.05, 0.35)
"""What share of the further cells a pattern loses when a cheaper one is looked for near it."""
_BLURRED: Final = 1e-6
_LOOSE: Final = 0.03
"""How far from the cheapest the first proposals may be, while most leaks are still to be found."""


class Search:
    """Cells that need to move, cells that may be hidden for it, and what those cost."""

    def __init__(
        self,
        moves: Moves,
        needs: Sequence[Need],
        *,
        always: Bools,
        free: Bools,
        costs: Floats,
        margin: float,
        whole: bool,
    ) -> None:
        """`always` are hidden whatever happens, `free` are those and the ones that may be hidden as well.

        `costs` has an entry above 0 for each cell; a pattern that costs no more than `margin` above the cheapest will
        do. With `whole` the attacker knows that counts are whole numbers.
        """
        self._margin, self._patience, self._deadline = margin, PATIENCE, inf
        self._random = np.random.default_rng(0)  # the same search at every run
        self._suspects: dict[Need, None] = {}
        self._kept: dict[Need, Integers] = {}
        self._moves, self._needs, self._always, self._costs, self._whole = moves, list(needs), always, costs, whole
        self._free = free & ~_alone_in_a_row(moves, free) | always
        self._mender = Mender(moves, self._free, costs)
        self._choices = np.flatnonzero(self._free & ~always).astype(np.int32)
        self._column = np.full(moves.size, -1, dtype=np.int32)
        self._column[self._choices] = np.arange(len(self._choices))
        self._covering = Covering(costs[self._choices])
        self.hopeless: list[int] = []
        """The cells that no pattern protects, when there are any."""

    def run(self, seconds: float) -> tuple[Bools, float] | None:
        """The cheapest safe mask of hidden cells found in about `seconds`, and what any safe one costs at least.

        It is safe whatever the time. None when there is no safe one; `hopeless` then names the cells.
        """
        self._deadline = deadline = monotonic() + seconds
        self._patience = min(PATIENCE, max(_LEAST_PATIENCE, seconds * _PATIENCE_SHARE))
        self._state_rules()
        best, bound, gap, share = None, 0.0, _LOOSE, _SHARE
        while True:
            begun = monotonic()
            cover = self._covering.cheapest(
                seconds=max((deadline - begun) * share, _LEAST_SECONDS),
                gap=gap,
                margin=self._margin,
                start=None if best is None else best[self._choices],
            )
            if cover is None:
                self.hopeless = self.hopeless or [need.cell for need in self._needs]
                return None
            bound, hidden = max(bound, cover.bound), self._with(cover.chosen)
            share = 1.0 if best is not None and (hidden == best).all() else _SHARE  # more time where none was found
            verdict = self._judged(hidden, most=max(_MOST, len(self._needs) // _MOST_SHARE))
            is_late = deadline - monotonic() < seconds * _SETTLED
            if verdict.is_safe:
                gap = 0.0 if share < 1 else gap  # good enough to begin with; from here on the cheapest is wanted
            elif not self._answer(hidden, verdict):
                return None
            elif verdict.count <= _FEW_LEAKS or is_late:
                mended = self._mended(hidden, verdict)
                if mended is None:
                    return None
                hidden = self._pruned(mended, monotonic() + seconds * _PRUNING)
                verdict = Verdict([], [])
            if verdict.is_safe and (best is None or self._cost(hidden) < self._cost(best)):
                best = hidden
            if best is not None and self._cost(best) - bound <= max(self._margin, _ENOUGH * bound if is_late else 0.0):
                return best, bound
            if best is not None and is_late:
                best = self._improved(best, min(deadline, 2 * monotonic() - begun))
            if best is not None and monotonic() > deadline:
                return self._pruned(best, monotonic() + seconds * _PRUNING), bound

    def _with(self, chosen: Bools) -> Bools:
        """The pattern of what is always hidden and these of the choices."""
        hidden = self._always.copy()
        hidden[self._choices[chosen]] = True
        return hidden

    def _mended(self, hidden: Bools, verdict: Verdict, *, random: np.random.Generator | None = None) -> Bools | None:
        """The pattern with more cells hidden until nothing leaks; None when even hiding all that may be is no help."""
        while not verdict.is_safe:
            before = hidden
            for leak in verdict.leaks:
                hidden = self._mender.mended(hidden, leak.need, random=random)
            for need in verdict.fractional:  # whole numbers need more room than fractions do: open the cell's own rows
                hidden = self._opened(hidden, need.cell)
            if (hidden == before).all():
                hidden = hidden | self._free
            if (hidden == before).all():
                self.hopeless = [leak.need.cell for leak in verdict.leaks] + [need.cell for need in verdict.fractional]
                return None
            verdict = self._judged(hidden, most=None)  # all at once: proving that there are none is what takes long
        return hidden

    def _improved(self, best: Bools, until: float) -> Bools:
        """A cheaper pattern, as far as found in time: show some of the cells that lie near one another, and mend that.

        A large neighbourhood search (Shaw 1998), which goes on where the bound is far and proposals do not meet it.
        """
        pattern = abs(self._moves.matrix).sign()
        while monotonic() < until:
            spare = np.flatnonzero(best & ~self._always)
            if len(spare) < _NEIGHBOURS:
                break
            near = np.zeros(self._moves.size)
            near[self._random.choice(spare)] = 1.0
            for _ in range(_STEPS):
                near = pattern.T @ (pattern @ near)
                near /= near.sum()
            share = self._random.uniform(*_SHOWN)
            order = np.argsort(-near[spare] * self._random.random(len(spare)), kind="stable")
            tried = best.copy()
            tried[spare[order[: max(_NEIGHBOURS, int(share * len(spare)))]]] = False
            mended = self._mended(tried, self._judged(tried, most=None), random=self._random)
            if mended is None:
                self.hopeless = []  # time ran out on a proof: `best` is safe, and so is all that hides more
            elif self._cost(mended) <= self._cost(best) + _NEIGHBOURS:
                mended = self._pruned(mended, until)
                best = mended if self._cost(mended) <= self._cost(best) else best
        return best

    def _opened(self, hidden: Bools, cell: int) -> Bools:
        """The pattern with the cheapest further cell hidden in each row of a cell."""
        more, matrix = hidden.copy(), self._moves.matrix
        for row in np.flatnonzero(matrix[:, [cell]].toarray()[:, 0]):
            columns = matrix.indices[matrix.indptr[row] : matrix.indptr[row + 1]]
            open_ones = columns[self._free[columns] & ~more[columns]]
            if len(open_ones):
                more[open_ones[np.argmin(self._costs[open_ones])]] = True
        return more

    def _cost(self, hidden: Bools) -> float:
        return float(self._costs[hidden & ~self._always].sum())

    def _judged(self, hidden: Bools, most: int | None) -> Verdict:
        """The pattern attacked: first where leaks were before, and only if there are none, everywhere."""
        verdict = judge(
            self._moves, hidden, list(self._suspects), whole=False, most=most, kept=self._kept, patience=self._patience
        )
        if verdict.is_safe:
            verdict = judge(
                self._moves, hidden, self._needs, whole=self._whole, most=most, kept=self._kept, patience=self._patience
            )
        self._suspects.update(dict.fromkeys(leak.need for leak in verdict.leaks))
        return verdict

    def _state_rules(self) -> None:
        """What every cheapest safe pattern keeps, before anything was attacked."""
        matrix, moves = self._moves.matrix, self._moves
        rows_of: list[list[int]] = [[] for _ in range(moves.size)]
        for row in map(int, np.flatnonzero(moves.lower == moves.upper)):
            columns = matrix.indices[matrix.indptr[row] : matrix.indptr[row + 1]]
            if not self._always[columns].any():
                chosen = self._column[columns[self._free[columns]]]
                if len(chosen):
                    self._covering.pair_up(chosen)
            for column in columns[self._always[columns]]:
                rows_of[column].append(row)
        for need in self._needs:
            for held in rows_of[need.cell]:
                self._state_need(need, held)

    def _state_need(self, need: Need, row: int) -> None:
        """A cell moves only as far as the other hidden cells of its row can make up for it."""
        span = slice(self._moves.matrix.indptr[row], self._moves.matrix.indptr[row + 1])
        columns, values = self._moves.matrix.indices[span], self._moves.matrix.data[span]
        own = values[columns == need.cell][0]
        others = columns != need.cell
        columns, values = columns[others], values[others]
        weights: dict[int, float] = {}
        for move in need.moves:
            wanted = -own * move
            reach = np.where(values * wanted > 0, np.inf, np.abs(values) * self._moves.down[columns])
            missing = abs(wanted) - reach[self._always[columns]].sum()
            if missing <= 0:
                return
            for column, weight in zip(columns, np.minimum(1.0, reach / missing), strict=True):
                if self._column[column] >= 0:
                    weights[int(column)] = max(weight, weights.get(int(column), 0.0))
        self._require(weights)

    def _answer(self, hidden: Bools, verdict: Verdict) -> bool:
        """Add a cut for each leak; False when a cell cannot be protected at all."""
        added = False
        for leak in verdict.leaks:
            weights = self._cut(hidden, leak)
            if not weights:
                self.hopeless.append(leak.need.cell)
            else:
                added |= self._require(weights)
        for need in verdict.fractional[: 1 + len(verdict.fractional) // 4]:
            added |= self._require(self._grown(hidden, need))
        if not added and not self.hopeless:  # arithmetic blurred the cuts; this one is always true and always new
            self._require({int(at): 1.0 for at in self._choices if not hidden[at]})
        return not self.hopeless

    def _cut(self, hidden: Bools, leak: Leak) -> dict[int, float]:
        """What the cells that may be hidden must reach together, beside those that are: by one move or by another."""
        weights = np.zeros(self._moves.size)
        for reach in leak.reaches:
            missing = 1 - float(reach[self._always].sum())
            if missing > _BLURRED:
                weights = np.maximum(weights, np.minimum(1.0, reach / missing))
            else:  # arithmetic says that nothing is missing, the attack that something is: any cell more may be it
                weights[~hidden] = 1.0
        return {int(at): float(weights[at]) for at in self._choices if weights[at] > 0}

    def _require(self, weights: dict[int, float]) -> bool:
        return self._covering.require({int(self._column[cell]): weight for cell, weight in weights.items()})

    def _grown(self, hidden: Bools, need: Need) -> dict[int, float]:
        """A cut for a leak that only whole numbers have: hide more and more while it stays, and keep what is left."""
        grown, kept, tries = hidden.copy(), [], _TRIES
        blocks = [self._choices[~hidden[self._choices]]]
        while blocks:
            block = blocks.pop()
            if not tries or monotonic() > self._deadline:
                kept.append(block)
                continue
            tries -= 1
            more = grown.copy()
            more[block] = True
            verdict = judge(self._moves, more, [need], whole=True, patience=self._patience)
            if not verdict.is_safe:
                grown = more
            elif len(block) == 1:
                kept.append(block)
            else:
                half = len(block) // 2
                blocks += [block[:half], block[half:]]
        return {int(at): 1.0 for block in kept for at in block}

    def _pruned(self, hidden: Bools, until: float) -> Bools:
        """The pattern without cells that protect nobody, as far as found in time; the dearest are tried first."""
        spare = np.flatnonzero(hidden & ~self._always)
        for at in spare[np.argsort(-self._costs[spare], kind="stable")]:
            if monotonic() > until:
                break
            without = hidden.copy()
            without[at] = False
            if self._judged(without, most=1).is_safe:
                hidden = without
        return hidden


def _alone_in_a_row(moves: Moves, free: Bools) -> Bools:
    """Cells that are the only one of some relation that may be hidden, so that hiding them is vain."""
    equal = (moves.lower == moves.upper).astype(float)
    pattern = abs(moves.matrix).sign()
    vain = np.zeros(moves.size, dtype=bool)
    while True:
        may = (free & ~vain).astype(float)
        single = equal * ((pattern @ may) == 1)
        more = (pattern.T @ single > 0) & free & ~vain
        if not more.any():
            return vain
        vain |= more
