"""Complementary suppression: the fewest further cells (or the least information) to hide so that small counts are safe.

The problem is that of Fischetti and Salazar-González 2001 (Solving the cell suppression problem on tabular data with
linear constraints, Management Science 47(7)). Here the attacker also knows that a hidden cell holds at least 1, and
whole numbers are asked for, not fractions. A pattern is proposed (`covers`), attacked (`witnesses`), and every leak
answered by a set of cells of which some must be hidden too, until nothing leaks: then no cheaper pattern is safe.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import ceil
from typing import Final

import numpy as np

from riia.indicators.disclosure.attacking import AtLeast, least_of
from riia.indicators.disclosure.policies import Aim, Policy, policy_named
from riia.indicators.disclosure.programs import Bools, Floats
from riia.indicators.disclosure.rooms import Moves
from riia.indicators.disclosure.searching import Search
from riia.indicators.disclosure.systems import (
    Cell,
    Counts,
    DisclosureError,
    Relation,
    System,
    Within,
    check_consistency,
    system_of,
)
from riia.indicators.disclosure.witnesses import Need
from riia.indicators.model import Symbol

_SECONDS: Final = 60.0


@dataclass(frozen=True, slots=True)
class Pattern:
    """Which cells are hidden. The masks have an entry for each cell, in the order of `keys`.

    `small` are hidden for their own sake (or were asked to be), `complementary` so that those cannot be worked out.
    `cost` is what the complementary cells cost (their number, or bits of information), `bound` what any safe pattern
    costs at least; `is_optimal` says that the two meet.
    """

    keys: tuple[Cell, ...]
    hidden: Bools
    small: Bools
    cost: float
    bound: float

    @property
    def complementary(self) -> Bools:
        """The cells that are hidden to protect others."""
        return self.hidden & ~self.small

    @property
    def is_optimal(self) -> bool:
        """Whether no safe pattern costs less."""
        return self.cost <= self.bound + 1e-6


def protect_cells(
    counts: Counts,
    relations: Iterable[Relation],
    policy: Policy | str,
    *,
    within: Iterable[Within] = (),
    at_least: AtLeast = 1,
    hidden: Iterable[Cell] = (),
    shown: Iterable[Cell] = (),
    weights: Mapping[Cell, float] | Sequence[float] | None = None,
    seconds: float = _SECONDS,
) -> list[Symbol | None] | dict[Cell, Symbol | None]:
    """What to print in each cell: `Symbol.SUPPRESSED` where the count is hidden, None where it is shown.

    A list for counts by position, a dict for counts by key. See `find_pattern` for the arguments and what is raised.

    >>> protect_cells([3, 20, 30, 53], [(3, [0, 1, 2])], "dfe-1-5")
    [<Symbol.SUPPRESSED: 'c'>, <Symbol.SUPPRESSED: 'c'>, None, None]
    """
    pattern = find_pattern(
        counts,
        relations,
        policy,
        within=within,
        at_least=at_least,
        hidden=hidden,
        shown=shown,
        weights=weights,
        seconds=seconds,
    )
    symbols = [Symbol.SUPPRESSED if is_hidden else None for is_hidden in pattern.hidden]
    return dict(zip(pattern.keys, symbols, strict=True)) if isinstance(counts, Mapping) else symbols


def find_pattern(
    counts: Counts,
    relations: Iterable[Relation],
    policy: Policy | str,
    *,
    within: Iterable[Within] = (),
    at_least: AtLeast = 1,
    hidden: Iterable[Cell] = (),
    shown: Iterable[Cell] = (),
    weights: Mapping[Cell, float] | Sequence[float] | None = None,
    seconds: float = _SECONDS,
) -> Pattern:
    """The cheapest safe pattern of hidden cells, as far as found in about `seconds`.

    * `counts` are the true counts of all cells, by position or by key; `relations` their totals and parts; `within`
      what else is published about them.
    * Every count that the policy calls small is hidden, and so is every cell of `hidden`; a cell of `shown` cannot be
      (it was published before). No hidden small count can be placed inside the policy's protection interval, and no
      cell of `hidden` be known exactly, by anyone who knows all that is shown and that a hidden cell holds at least
      `at_least`. A cell below its `at_least`, such as a true zero, cannot be hidden.
    * `weights` are what hiding each cell costs (above 0), instead of the policy's aim.

    The answer is safe whatever the time; more time can only make it cheaper, up to `Pattern.is_optimal`.

    Raises DisclosureError when a count is missing, when counts contradict the relations, when a small count is among
    `shown`, and when no pattern at all is safe; the message names the cells.
    """
    policy = policy_named(policy)
    system = system_of(counts, relations, within)
    _refuse_unknown(system)
    check_consistency(system)
    least = least_of(system, at_least)
    small = (system.counts >= policy.smallest) & (system.counts <= policy.largest)
    asked = _mask(system, hidden, "hidden")
    fixed = _mask(system, shown, "shown")
    _refuse_contradictions(system, small, asked, fixed, least)
    always = small | asked
    told = system.matrix @ system.counts
    moves = Moves(system.matrix, system.lower - told, system.upper - told, np.maximum(system.counts - least, 0.0))
    needs = [_need(policy, system, moves, int(at), is_small=bool(small[at])) for at in np.flatnonzero(always)]
    free = always | (~fixed & (system.counts >= least))
    costs, ties = _costs(system, policy, weights)
    is_counted = weights is None and policy.aim is Aim.CELLS
    margin = 0.99 - float(ties.sum()) if is_counted else 1e-6
    search = Search(moves, needs, always=always, free=free, costs=costs + ties, margin=margin, whole=True)
    found = search.run(seconds)
    if found is None:
        raise DisclosureError(
            f"No pattern of hidden cells protects {system.named(search.hopeless)}: too many of the cells around cannot "
            "be hidden. Leave some of them out of shown, or hide a whole table."
        )
    chosen, bound = found
    cost = float(costs[chosen & ~always].sum())
    bound -= float(ties.sum())
    if is_counted:
        bound = ceil(bound - 1e-6)
    return Pattern(system.keys, chosen, always, cost, float(min(max(bound, 0), cost)))


def _need(policy: Policy, system: System, moves: Moves, at: int, *, is_small: bool) -> Need:
    """How far a hidden count must be able to move so that it is safe: any of these moves will do.

    A small count must leave the protection interval; a count outside it already must not be known exactly. A move below
    what the cell holds at least is none that an attacker would believe.
    """
    count = float(system.counts[at])
    wanted = (1.0, -1.0)
    if is_small and policy.protection is not None:
        lowest, highest = policy.protection
        if lowest <= count <= highest:
            wanted = (highest + 1 - count, lowest - 1 - count)
    possible = tuple(move for move in wanted if -move <= moves.down[at])
    return Need(at, possible)


def _costs(
    system: System, policy: Policy, weights: Mapping[Cell, float] | Sequence[float] | None
) -> tuple[Floats, Floats]:
    """What hiding each cell costs, and a trifle on top that prefers small counts among equal ones."""
    bits = np.log2(1 + system.counts)
    nothing = np.zeros(system.size)
    if weights is not None:
        return _given_costs(system, weights), nothing
    if policy.aim is Aim.VALUE:
        return np.maximum(bits, 1e-3), nothing
    return np.ones(system.size), 0.4 * bits / max(1.0, float(bits.sum()))


def _given_costs(system: System, weights: Mapping[Cell, float] | Sequence[float]) -> Floats:
    if isinstance(weights, Mapping):
        costs = np.ones(system.size)
        for cell, weight in weights.items():
            costs[system.position(cell, "weights")] = weight
    else:
        try:
            costs = np.array(weights, dtype=np.float64)
        except (TypeError, ValueError):
            raise DisclosureError("The weights are not all numbers. Give a number above 0 for each cell.") from None
        if costs.shape != (system.size,):
            raise DisclosureError(f"There are {costs.size} weights for {system.size} cells. Give one for each.")
    if not (costs > 0).all():
        raise DisclosureError(
            f"The weights of {system.named(np.flatnonzero(~(costs > 0)))} are not above 0. Hiding a cell always costs."
        )
    return costs


def _mask(system: System, cells: Iterable[Cell], what: str) -> Bools:
    mask = np.zeros(system.size, dtype=bool)
    mask[system.positions(cells, what)] = True
    return mask


def _refuse_unknown(system: System) -> None:
    unknown = np.flatnonzero(np.isnan(system.counts))
    if len(unknown):
        raise DisclosureError(
            f"The cells {system.named(unknown)} have no count. What is not known cannot be protected: give the true "
            "counts, or leave these cells and their relations out."
        )


def _refuse_contradictions(system: System, small: Bools, asked: Bools, fixed: Bools, least: Floats) -> None:
    published = np.flatnonzero((small | asked) & fixed)
    if len(published):
        raise DisclosureError(
            f"The cells {system.named(published)} must be hidden, and shown says that they are published. "
            "Leave them out of shown; if they were published before, they cannot be protected any more."
        )
    below = np.flatnonzero((small | asked) & (system.counts < least))
    if len(below):
        raise DisclosureError(
            f"The cells {system.named(below)} would be hidden and hold less than at_least says that everybody knows. "
            "Show them (a true zero is shown), or lower at_least for them."
        )
