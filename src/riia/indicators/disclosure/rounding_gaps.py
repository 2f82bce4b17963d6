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


def gaps_of(pages: Sequence[Table], before: Sequence[Table], policy: Policy, seconds: float) -> frozenset[Key]:
    """The rounded counts to hide so that no small count can be told from the others; none where rounding suffices.

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
        proofs |= dict.fromkeys(_proofs(linked, risky, policy))
        hidden = _fewest(list(proofs), linked)


def covered(page: Table, hidden: Collection[Key]) -> Table:
    """The page with gaps in place of what is hidden."""
    gap = Missing(Symbol.SUPPRESSED)
    chosen = {labels for labels, key in page.named() if key in hidden}
    cells = {labels: gap if labels in chosen else value for labels, value in page.cells.items()}
    return page.replaced(cells, page.figures, {at: one for at, one in page.rounded.items() if at not in chosen})


def _proofs(linked: Linked, risky: Sequence[Key], policy: Policy) -> list[frozenset[Key]]:
    """For each cell numbers that can be hidden, which together leave it too small; near ones first."""
    finder = Finder(linked)
    statements = statements_of(linked)
    roundings = {one.about: one for one in statements if one.about is not None}
    near: dict[Key, list[Statement]] = {}
    for one in statements:
        if one.about is None:
            for known in one.knowledge:
                for cell in known.coefficients:
                    if isinstance(cell, Key):
                        near.setdefault(cell, []).append(one)
    out: list[frozenset[Key]] = []
    far = 0
    for key in risky:
        larger = Statement("", (Within({key: 1}, (policy.protection or (0, policy.largest))[1] + 1, inf),))
        proof = _shrunk(finder, [larger, *_around(key, roundings, near)])
        if proof is None and far < _FAR:
            far += 1
            proof = _shrunk(finder, [larger, *statements])
        if proof is None:
            continue
        numbers = frozenset(one.about for one in proof if one.about is not None and _can_be_hidden(linked, one.about))
        if not numbers:
            raise DisclosureError(
                f"Rounding does not protect {key!r}, and nothing can be hidden that would: what tells it was published "
                "before, or is printed as 0. Hide small counts in place of rounding."
            )
        out.append(numbers)
    if not out:
        raise DisclosureError(f"Rounding does not protect {named(risky)}. Hide small counts in place of rounding.")
    return out


def _around(key: Key, roundings: Mapping[Key, Statement], near: Mapping[Key, list[Statement]]) -> list[Statement]:
    """What is printed in the cell itself and in the sums it stands in."""
    sums = near.get(key, [])
    cells = dict.fromkeys(
        [
            key,
            *(cell for one in sums for known in one.knowledge for cell in known.coefficients if isinstance(cell, Key)),
        ]
    )
    return [*(roundings[cell] for cell in cells if cell in roundings), *sums]


def _shrunk(finder: Finder, statements: Sequence[Statement]) -> list[Statement] | None:
    return finder.shrunk(statements) if finder.fails(statements) else None


def _can_be_hidden(linked: Linked, key: Key) -> bool:
    """A number that is printed now and not only before; and no 0, since a hidden count is known to be more."""
    return key in linked.rounded and key not in linked.rounded_before and linked.rounded[key].printed > 0


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
