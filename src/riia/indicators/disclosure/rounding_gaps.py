"""What must be hidden of a table that rounding alone does not protect, and no more than that.

Rounded counts can tell each other: boys 5, girls 5 and both 5, each rounded to 5, leave 3 or 4 boys. Every such
conclusion has a proof, a few printed numbers that together leave nothing else; it falls when one of them is hidden. The
fewest numbers that meet every proof are a hitting set, found as an integer program; what they leave is attacked again,
and gives further proofs, until nothing is left to conclude.
"""

from collections.abc import Collection, Mapping, Sequence
from math import inf
from time import process_time
from typing import Final

import numpy as np
from scipy import sparse

from riia.indicators.disclosure.contradictions import Finder, Statement, statements_of
from riia.indicators.disclosure.dimensions import Key, named
from riia.indicators.disclosure.linking import Linked, link
from riia.indicators.disclosure.policies import Policy
from riia.indicators.disclosure.programs import Outcome, Program
from riia.indicators.disclosure.reports import assault, is_inside
from riia.indicators.disclosure.systems import DisclosureError, Within
from riia.indicators.disclosure.tables import Table
from riia.indicators.model import Missing, Symbol

_FAR: Final = 12
"""So many proofs that take the whole table are looked for before hiding again."""


def gaps_of(
    pages: Sequence[Table], before: Sequence[Table], fixed: Collection[Key], policy: Policy, seconds: float
) -> frozenset[Key]:
    """The rounded counts to hide so that no small count can be told from the others; none where rounding suffices.

    `fixed` are printed whatever happens, such as true zeros: a hidden count is known to be more.

    Raises DisclosureError naming the cells where hiding does not help, or where it was not found in time.
    """
    until = process_time() + seconds
    proofs: dict[frozenset[Key], None] = {}
    hidden: frozenset[Key] = frozenset()
    while True:
        linked = link([covered(page, hidden) for page in pages], before)
        found = assault(linked)
        risky = [key for key, interval in found.items() if is_inside(interval, policy)]
        if not risky:
            return hidden
        if process_time() > until:
            raise DisclosureError(
                f"What to hide beside rounding was not found in time: {named(risky)} can be told. Take a larger base, "
                "or hide small counts in place of rounding."
            )
        proofs |= dict.fromkeys(_proofs(linked, risky, fixed, policy))
        hidden = _fewest(list(proofs), linked)


def covered(page: Table, hidden: Collection[Key]) -> Table:
    """The page with gaps in place of what is hidden."""
    gap = Missing(Symbol.SUPPRESSED)
    chosen = {labels for labels, key in page.named() if key in hidden}
    cells = {labels: gap if labels in chosen else value for labels, value in page.cells.items()}
    return page.replaced(cells, page.figures, {at: one for at, one in page.rounded.items() if at not in chosen})


def _proofs(linked: Linked, risky: Sequence[Key], fixed: Collection[Key], policy: Policy) -> list[frozenset[Key]]:
    """For each cell the numbers that leave it too small and above nothing: one of them must be hidden."""
    finder = Finder(linked)
    statements = statements_of(linked)
    sums = [one for one in statements if one.about is None]
    roundings = {one.about: one for one in statements if one.about is not None}
    near: dict[Key, list[Statement]] = {}
    for one in sums:
        for cell in _cells(one):
            near.setdefault(cell, []).append(one)
    low, high = policy.protection or (policy.smallest, policy.largest)
    out: list[frozenset[Key]] = []
    far = 0
    for key in risky:
        around = _around(key, roundings, near)
        numbers: set[Key] = set()
        for bounds in [(high + 1, inf), *([(-inf, low - 1)] if _may_be_nothing(linked, key) else [])]:
            other = Statement("", (Within({key: 1}, *bounds),))
            proof = _shrunk(finder, [other, *around])
            if proof is None and far < _FAR:
                far += 1
                proof = _shrunk(finder, [other, *statements])
            if proof is None:
                break  # for lack of time: another cell's proof, or the next attack, leads on
            printed = {one.about for one in proof if one.about is not None}
            numbers |= {at for at in printed if at not in fixed and at not in linked.rounded_before}
        else:
            if not numbers:
                raise DisclosureError(
                    f"Rounding does not protect {key!r}, and nothing can be hidden that would: what tells it was "
                    "published before, or is a true zero. Hide small counts in place of rounding."
                )
            out.append(frozenset(numbers))
    if not out:
        raise DisclosureError(f"Rounding does not protect {named(risky)}. Hide small counts in place of rounding.")
    return out


def _may_be_nothing(linked: Linked, key: Key) -> bool:
    """Whether the cell could be 0 if other numbers did not tell that it is not: one that is printed as 0."""
    return key not in linked.hidden and linked.least.get(key, 1) == 0


def _cells(statement: Statement) -> list[Key]:
    return [cell for known in statement.knowledge for cell in known.coefficients if isinstance(cell, Key)]


def _around(key: Key, roundings: Mapping[Key, Statement], near: Mapping[Key, list[Statement]]) -> list[Statement]:
    """What is printed in the cell itself and in the sums it stands in."""
    sums = near.get(key, [])
    cells = dict.fromkeys([key, *(cell for one in sums for cell in _cells(one))])
    return [*(roundings[cell] for cell in cells if cell in roundings), *sums]


def _shrunk(finder: Finder, statements: Sequence[Statement]) -> list[Statement] | None:
    return finder.shrunk(statements) if finder.fails(statements) else None


def _fewest(proofs: Sequence[frozenset[Key]], linked: Linked) -> frozenset[Key]:
    """The fewest numbers that meet every proof; among as few, small ones."""
    keys = list(dict.fromkeys(key for proof in proofs for key in sorted(proof)))
    at = {key: column for column, key in enumerate(keys)}
    starts = np.concatenate(([0], np.cumsum([len(proof) for proof in proofs]))).astype(np.int32)
    columns = np.array([at[key] for proof in proofs for key in sorted(proof)], dtype=np.int32)
    matrix = sparse.csr_array((np.ones(len(columns)), columns, starts), shape=(len(proofs), len(keys)))
    program = Program(
        matrix,
        (np.ones(len(proofs)), np.full(len(proofs), inf)),
        (np.zeros(len(keys)), np.ones(len(keys))),
        whole=np.ones(len(keys), dtype=bool),
    )
    sizes = [linked.rounded[key].printed if key in linked.rounded else 0 for key in keys]
    program.set_objective(np.arange(len(keys), dtype=np.int32), [1 + 1e-3 * (1 + size).bit_length() for size in sizes])
    answer = program.solve()
    assert answer.outcome is Outcome.OPTIMAL  # everything hidden is a solution
    return frozenset(key for key, value in zip(keys, answer.values, strict=True) if value > 0.5)
