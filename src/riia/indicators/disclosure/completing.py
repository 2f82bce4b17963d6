"""Counts for cells that are printed nowhere: some table that agrees with everything that is.

To find what must be hidden, every cell needs a count. Where a source gives none (a cell hidden before, a total known
only rounded) any count serves that the attacker cannot rule out: a cell can be placed inside the protection interval
only if every such count lies in it.
"""

from collections.abc import Mapping

import numpy as np
from scipy import sparse

from riia.indicators.disclosure.contradictions import contradiction
from riia.indicators.disclosure.dimensions import Key, TableError
from riia.indicators.disclosure.linking import Linked
from riia.indicators.disclosure.programs import Outcome, Program
from riia.indicators.disclosure.systems import Cell, System, system_of


def completed(linked: Linked) -> dict[Key, int]:
    """A count for every cell: the printed ones, what follows from them, and possible ones for the rest.

    Raises TableError where no table of whole numbers agrees with what is printed.
    """
    counts = {**linked.counts, **linked.exposed}
    _reckon(linked, counts)
    unknown = [key for key, count in counts.items() if count is None]
    if unknown:
        known: dict[Cell, object] = dict(counts.items())
        system = system_of(known, linked.relations, linked.known)
        least = {key: linked.bounds(key)[0] for key in unknown}
        found = _possible(system, unknown, least)
        if found is None:
            where = contradiction(linked) or (
                "A total, its parts and the figures beside them contradict each other. Check the hidden cells and the "
                "totals around them."
            )
            raise TableError(f"No table of whole numbers agrees with what is printed. {where}")
        counts |= found
    return {key: count for key, count in counts.items() if count is not None}


def _reckon(linked: Linked, counts: dict[Key, int | None]) -> None:
    """Fill in what follows from a sum in which all other cells are known."""
    touching: dict[Key, list[tuple[Key, tuple[Key, ...]]]] = {}
    for relation in linked.relations:
        for key in (relation[0], *relation[1]):
            if counts[key] is None:
                touching.setdefault(key, []).append(relation)
    ahead = [relation for relations in touching.values() for relation in relations]
    while ahead:
        whole, parts = ahead.pop()
        lacking = [key for key in (whole, *parts) if counts[key] is None]
        if len(lacking) != 1:
            continue
        known = sum(count for part in parts if (count := counts[part]) is not None)
        key, total = lacking[0], counts[whole]
        follows = known if total is None else total - known
        low, high = linked.bounds(key)
        if low <= follows <= high:  # otherwise the program below says what contradicts what
            counts[key] = follows
            ahead += touching[key]


def _possible(system: System, unknown: list[Key], least: Mapping[Key, float]) -> dict[Key, int] | None:
    columns = np.array([system.position(key, "counts") for key in unknown])
    told = system.matrix @ np.nan_to_num(system.counts)
    matrix = sparse.csr_array(system.matrix[:, columns])
    rows = np.flatnonzero(np.diff(matrix.indptr))
    whole = np.ones(len(columns), dtype=bool)
    program = Program(
        sparse.csr_array(matrix[rows]),
        (system.lower[rows] - told[rows], system.upper[rows] - told[rows]),
        (np.array([float(least[key]) for key in unknown]), np.full(len(columns), np.inf)),
        whole=whole,
    )
    answer = program.solve()
    if answer.outcome is not Outcome.OPTIMAL:
        return None
    return {key: int(value) for key, value in zip(unknown, np.rint(answer.values), strict=True)}
