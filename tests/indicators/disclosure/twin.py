"""A second attacker and a second protector: slow, written from the definitions and not from the library.

The attacker tries every whole number on tiny systems (`intervals_by_trying`) and asks one integer program per end of
each interval on small ones (`intervals_by_program`). The protector (`optimum`) is one large integer program with a
whole second table for each small count, in which that count has left the protection interval: what is hidden is what
has to differ somewhere. It is too slow for anything but small tables, and needs no idea of what a cut is.
"""

import itertools
import math
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, linprog, milp
from scipy.sparse import lil_array, vstack

type Interval = tuple[float, float]
type Relations = Iterable[tuple[int, Iterable[int]]]
FURTHEST = (60.0, 150.0)
"""How far a second table may be from the true one: further than any small table of these tests needs. Two values,
because the solver is now and then wrong about what is cheapest, but not about the same table put in two ways."""


@dataclass(frozen=True)
class Row:
    """Something linear that is known: lower <= sum of coefficient × cell <= upper."""

    of: Mapping[int, float]
    lower: float = 0.0
    upper: float = 0.0


def rows_of(relations: Relations) -> list[Row]:
    """Relations as rows: the total less its parts is nothing."""
    return [Row({total: 1.0} | dict.fromkeys(parts, -1.0)) for total, parts in relations]


def intervals(
    counts: Sequence[int], hidden: Collection[int], rows: Sequence[Row], at_least: int = 1
) -> dict[int, Interval]:
    """The attacker's exact whole-number interval of each hidden cell, by trying where that is possible."""
    tried = intervals_by_trying(counts, hidden, rows, at_least)
    return tried if tried is not None else intervals_by_program(counts, hidden, rows, at_least)


def intervals_by_trying(
    counts: Sequence[int], hidden: Collection[int], rows: Sequence[Row], at_least: int = 1, most: int = 800
) -> dict[int, Interval] | None:
    """Every whole-number solution, one after the other. None where they do not end, or are more than `most` steps."""
    start = {cell: (float(at_least), math.inf) for cell in hidden}
    known = {cell: float(count) for cell, count in enumerate(counts) if cell not in start}
    found: dict[int, list[float]] = {cell: [math.inf, -math.inf] for cell in hidden}
    steps = 0

    def go_on(ranges: dict[int, Interval]) -> bool:
        nonlocal steps
        steps += 1
        narrowed = _narrowed(ranges, known, rows)
        if narrowed is None:
            return True
        open_ = [cell for cell, (low, high) in narrowed.items() if low < high]
        if not open_:
            for cell, (value, _) in narrowed.items():
                found[cell] = [min(found[cell][0], value), max(found[cell][1], value)]
            return True
        cell = min(open_, key=lambda one: narrowed[one][1] - narrowed[one][0])
        low, high = narrowed[cell]
        if math.isinf(high) or steps > most:
            return False
        return all(go_on(narrowed | {cell: (float(value),) * 2}) for value in range(int(low), int(high) + 1))

    return {cell: (low, high) for cell, (low, high) in found.items()} if go_on(start) else None


def _narrowed(
    ranges: dict[int, Interval], known: Mapping[int, float], rows: Sequence[Row]
) -> dict[int, Interval] | None:
    """Ranges after every row has been looked at until nothing changes; None where no table is left."""
    now, changed, turns = dict(ranges), True, 0
    while changed and turns < 50:
        changed, turns = False, turns + 1
        for row in rows:
            spans = {
                cell: _span(factor, now[cell] if cell in now else (known[cell], known[cell]))
                for cell, factor in row.of.items()
            }
            for cell, factor in row.of.items():
                others = [span for other, span in spans.items() if other != cell]
                low = row.lower - sum(high for _, high in others)
                high = row.upper - sum(low for low, _ in others)
                old = now.get(cell, (known.get(cell, 0.0),) * 2)
                ends = sorted((low / factor, high / factor))
                new = max(old[0], _ceiling(ends[0])), min(old[1], _floor(ends[1]))
                if new[0] > new[1]:
                    return None
                if cell in now and new != old:
                    now[cell], spans[cell], changed = new, _span(factor, new), True
    return now


def _span(factor: float, ends: Interval) -> Interval:
    low, high = sorted(factor * end for end in ends)
    return low, high


def _ceiling(value: float) -> float:
    return value if math.isinf(value) else math.ceil(value - 1e-9)


def _floor(value: float) -> float:
    return value if math.isinf(value) else math.floor(value + 1e-9)


def intervals_by_program(
    counts: Sequence[int], hidden: Collection[int], rows: Sequence[Row], at_least: int = 1
) -> dict[int, Interval]:
    """One integer program for each end of each interval; without an upper end where the linear program has none."""
    low = np.array(counts, dtype=float)
    high = low.copy()
    low[list(hidden)], high[list(hidden)] = at_least, np.inf
    constraint = _constraint(rows, len(counts))
    ends: dict[int, Interval] = {}
    for cell in hidden:
        aim = np.zeros(len(counts))
        aim[cell] = 1.0
        lowest = _asked_twice(aim, constraint, low, high)
        if not lowest:
            raise AssertionError(f"The lowest value of cell {cell} was not found.")
        ends[cell] = min(lowest), _highest(aim, constraint, low, high)
    return ends


def _highest(aim: np.ndarray, constraint: LinearConstraint, low: np.ndarray, high: np.ndarray) -> float:
    matrix = constraint.A.tocsr()
    upper, lower = np.isfinite(constraint.ub), np.isfinite(constraint.lb)
    limits = np.concatenate((constraint.ub[upper], -constraint.lb[lower]))
    rows, ends = vstack((matrix[upper], -matrix[lower])), np.column_stack((low, high))
    for prepares in (True, False):
        linear = linprog(-aim, rows, limits, bounds=ends, options={"presolve": prepares})
        if linear.status in (3, 4):
            return math.inf
    values = _asked_twice(-aim, constraint, low, high)
    if not values:
        raise AssertionError("A highest value was not found.")
    return max(-value for value in values)


def _asked_twice(aim: np.ndarray, constraint: LinearConstraint, low: np.ndarray, high: np.ndarray) -> list[float]:
    """The least of an aim with the solver's preparation and without, since with it the solver errs now and then.

    Minus infinity where nothing bounds it: some table agrees (the true one does), so "unbounded or infeasible" is that.
    """
    values = []
    for prepares in (True, False):
        kinds, limits = np.ones(len(aim)), Bounds(low, high)
        best = milp(aim, constraints=constraint, bounds=limits, integrality=kinds, options={"presolve": prepares})
        if best.status in (3, 4):
            return [-math.inf]
        if best.status == 0:
            values.append(float(round(best.fun)))
    return values


def _constraint(rows: Sequence[Row], size: int) -> LinearConstraint:
    matrix = lil_array((max(1, len(rows)), size))
    for at, row in enumerate(rows):
        for cell, factor in row.of.items():
            matrix[at, cell] = factor
    lower = [row.lower for row in rows] or [0.0]
    upper = [row.upper for row in rows] or [0.0]
    return LinearConstraint(matrix.tocsr(), np.array(lower), np.array(upper))


def is_protected(interval: Interval, protection: tuple[int, int] | None) -> bool:
    """Whether an attacker who knows this much does not know too much."""
    low, high = interval
    return low < high if protection is None else low < protection[0] or high > protection[1]


@dataclass(frozen=True)
class Optimum:
    """A cheapest pattern, proven to be one: nothing cheaper protects."""

    cost: float
    hidden: frozenset[int]


def optimum(
    counts: Sequence[int],
    rows: Sequence[Row],
    small: tuple[int, int],
    protection: tuple[int, int] | None,
    *,
    at_least: int = 1,
    shown: Collection[int] = (),
    weights: Sequence[float] | None = None,
    seconds: float = 30.0,
) -> Optimum | None:
    """The cheapest pattern of hidden cells, or None where nothing protects. Raises TimeoutError if none is proven."""
    found = [
        _optimum(counts, rows, small, protection, furthest, at_least, shown, weights, seconds) for furthest in FURTHEST
    ]
    return min((one for one in found if one), key=lambda one: one.cost, default=None)


def _optimum(
    counts: Sequence[int],
    rows: Sequence[Row],
    small: tuple[int, int],
    protection: tuple[int, int] | None,
    furthest: float,
    at_least: int,
    shown: Collection[int],
    weights: Sequence[float] | None,
    seconds: float,
) -> Optimum | None:
    """Columns: one 0/1 for each cell (hidden), then for each small count a second table and a 0/1 for the side on which
    the count leaves the interval.
    """
    size = len(counts)
    primary = [cell for cell, count in enumerate(counts) if small[0] <= count <= small[1]]
    columns = size + len(primary) * (size + 1)
    lower, upper = np.zeros(columns), np.full(columns, np.inf)
    upper[:size] = 1
    for cell, count in enumerate(counts):
        if count == 0 or cell in shown:
            upper[cell] = 0
    lower[primary] = 1
    made: list[Row] = []
    for number, target in enumerate(primary):
        table, side = size + number * (size + 1), size + number * (size + 1) + size
        upper[side] = 1
        made += [Row({table + cell: factor for cell, factor in row.of.items()}, row.lower, row.upper) for row in rows]
        for cell, count in enumerate(counts):
            made.append(Row({table + cell: 1.0, cell: float(max(0, count - at_least))}, count, np.inf))
            made.append(Row({table + cell: 1.0, cell: -furthest}, -np.inf, count))
        below, above = (counts[target] - 1, counts[target] + 1) if protection is None else _ways_out(protection)
        made.append(Row({table + target: 1.0, side: -float(above)}, 0.0, np.inf))
        made.append(Row({table + target: 1.0, side: below - counts[target] - furthest}, -np.inf, below))
    if (lower > upper).any():
        return None
    cost = np.zeros(columns)
    cost[:size] = 1.0 if weights is None else weights
    answer = milp(
        cost, constraints=_constraint(made, columns), bounds=Bounds(lower, upper), integrality=np.ones(columns),
        options={"time_limit": seconds, "mip_rel_gap": 0.0},
    )  # fmt: skip
    if answer.status == 2:
        return None
    if answer.status != 0:
        raise TimeoutError(answer.message)
    return Optimum(answer.fun, frozenset(int(cell) for cell in np.flatnonzero(answer.x[:size] > 0.5)))


def optimum_by_trying(
    counts: Sequence[int], rows: Sequence[Row], small: tuple[int, int], protection: tuple[int, int] | None
) -> Optimum | None:
    """The fewest cells, by trying all patterns of one more cell, of two more, and so on."""
    primary = [cell for cell, count in enumerate(counts) if small[0] <= count <= small[1]]
    others = [cell for cell, count in enumerate(counts) if count and cell not in primary]
    for more in range(len(others) + 1):
        for chosen in itertools.combinations(others, more):
            known = intervals(counts, [*primary, *chosen], rows)
            if all(is_protected(known[cell], protection) for cell in primary):
                return Optimum(len(primary) + more, frozenset((*primary, *chosen)))
    return None


def _ways_out(protection: tuple[int, int]) -> tuple[int, int]:
    return protection[0] - 1, protection[1] + 1
