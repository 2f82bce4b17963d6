"""Rounding in place of hiding: every count to a multiple of 5 or 10, and hiding what would tell too much even so.

Conventional rounding takes each count to the nearest multiple, halves up, on its own: totals need not add up any more,
and where they do not, that tells something about the parts. Controlled rounding (Cox and Ernst 1982, Controlled
rounding, INFOR 20(4); Salazar-González 2006, Controlled rounding and cell perturbation, Mathematical Programming 105)
takes each count to one of the two multiples around it, multiples staying as they are, so that all sums hold and the
counts move as little as possible together: an integer program.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Final, Literal

import numpy as np
from scipy import sparse

from riia.indicators.disclosure.dimensions import Key, TableError
from riia.indicators.disclosure.linking import Linked, link
from riia.indicators.disclosure.policies import Policy, policy_named
from riia.indicators.disclosure.programs import Floats, Outcome, Program
from riia.indicators.disclosure.protected import Kind, Protected, ProtectedCell, Tables, Withheld, tables_of
from riia.indicators.disclosure.recognising import with_rounding
from riia.indicators.disclosure.releases import Succession, read_earlier
from riia.indicators.disclosure.reports import assault, attack_tables
from riia.indicators.disclosure.rounding_gaps import covered, gaps_of
from riia.indicators.disclosure.systems import Cell, DisclosureError, system_of
from riia.indicators.disclosure.tables import Labels, Rounding, Table
from riia.indicators.disclosure.withholding import withheld
from riia.indicators.model import Missing, Number, Symbol, Value

type Method = Literal["conventional", "controlled"]

_SECONDS: Final = 30.0
_TRIED: Final = 5.0
"""So long another rounding is tried out, only to say that it would do."""
_FURTHEST: Final = 3
"""How many multiples away from a count controlled rounding may go where the nearest two do not do."""


def protect_by_rounding(
    tables: Tables,
    policy: Policy | str = "dfe-1-5",
    *,
    base: int = 5,
    method: Method = "conventional",
    earlier: Tables = (),
    earlier_is: Succession | str | None = None,
    seconds: float = _SECONDS,
) -> Protected:
    """Round every count to a multiple of `base`; where something small could be worked out still, hide what tells it.

    As few rounded counts are hidden as possible, and `notes` say how many; where the other method or twice the base
    would need none, they say that too. With `method="controlled"` the rounded counts add up. Derived figures are
    withheld where they would tell more than the rounded counts; they can be reckoned anew from those. `earlier`
    releases are known to the attacker; `earlier_is` says what they are, as for `protect`.

    >>> page = [("council", "boys", "girls", "All"), ("Derby", 4, 9, 13), ("Stoke", 8, 7, 15), ("All", 12, 16, 28)]
    >>> table = Table.from_crosstab(page, columns="sex", total="All")
    >>> print(protect_by_rounding(table, method="controlled").table)
    council  boys  girls  All
    Derby       5     10   15
    Stoke      10      5   15
    All        15     15   30

    Raises TableError for counts that are missing or do not add up, and DisclosureError naming the cells that neither
    rounding nor hiding protects.
    """
    policy = policy_named(policy)
    if base < 2:
        raise TableError(f"Counts cannot be rounded to multiples of {base}. Give a base from 2 on, such as 5 or 10.")
    given = tables_of(tables)
    before = read_earlier(given, [with_rounding(table) for table in tables_of(earlier)], earlier_is)
    linked = link(given)
    _refuse_gaps(linked)
    rounding, counts = _multiples(linked, base, method, seconds)
    bare = [_printed(table, counts, rounding) for table in given]
    try:
        hidden = _gaps(linked, counts, bare, before, policy, seconds)
    except DisclosureError as error:
        other = _what_else(linked, given, before, policy, base, method)
        raise DisclosureError(f"{error} Or take another: {other}." if other else str(error)) from None
    bare = [covered(table, hidden) for table in bare]
    told = link(bare, before)
    pages, out = _without_telling(given, bare, told)
    report = attack_tables(pages, policy, before)
    if not report.is_safe:
        raise DisclosureError(
            f"Rounding to {base} ({method}) does not protect this table. {report.words}\n"
            "Take a larger base, or hide small counts in place of rounding."
        )
    why = f"rounded to {base}, {method}"
    cells = {
        key: _cell(key, linked, table.cells[labels], policy, hidden, why)
        for table in pages
        for labels, key in table.named()
    }
    notes = [f"counts are {why}"]
    if hidden:
        what = "one of them is" if len(hidden) == 1 else f"{len(hidden):,} of them are"
        also = f"rounding to {base} ({method}) alone would tell small counts, so {what} hidden"
        notes.append("; ".join(filter(None, (also, _what_else(linked, given, before, policy, base, method)))))
    return Protected(tuple(pages), policy, cells, tuple(out), report, tuple(notes))


def _gaps(
    linked: Linked,
    rounded: Mapping[Key, int],
    bare: Sequence[Table],
    before: Sequence[Table],
    policy: Policy,
    seconds: float,
) -> frozenset[Key]:
    """What to hide as well. What is printed as 0 stays if it can: hidden it would be known to be more."""
    try:
        return gaps_of(bare, before, {key for key, count in rounded.items() if count == 0}, policy, seconds)
    except DisclosureError:
        return gaps_of(bare, before, {key for key, count in linked.counts.items() if count == 0}, policy, seconds)


def _cell(key: Key, linked: Linked, value: Value, policy: Policy, hidden: Collection[Key], why: str) -> ProtectedCell:
    if key not in hidden:
        return ProtectedCell(Kind.ROUNDED, value, why)
    if policy.is_small(linked.counts[key] or 0):
        return ProtectedCell(Kind.SMALL, value, "hidden because it is small and rounding alone would tell it")
    return ProtectedCell(Kind.COMPLEMENTARY, value, "hidden because rounded it would tell a small count")


def _what_else(
    linked: Linked, given: Sequence[Table], before: Sequence[Table], policy: Policy, base: int, method: Method
) -> str:
    """Which other rounding would hide nothing, in words; "" where none of the usual ones would."""
    ways: list[tuple[int, Method]] = [(base, "controlled"), (2 * base, "conventional"), (2 * base, "controlled")]
    for other, how in ways:
        if (other, how) == (base, method):
            continue
        try:
            rounding, counts = _multiples(linked, other, how, _TRIED)
        except DisclosureError:
            continue
        bare = [_printed(table, counts, rounding) for table in given]
        if attack_tables(bare, policy, before).is_safe:
            return f"rounding to {other} ({how}) would hide none"
    return ""


def _multiples(linked: Linked, base: int, method: Method, seconds: float) -> tuple[Rounding, dict[Key, int]]:
    """The rounded counts, and how they were rounded."""
    if method == "controlled":
        return _controlled(linked, base, seconds)
    counts = {key: (count + base // 2) // base * base for key, count in linked.counts.items() if count is not None}
    return Rounding.nearest(base), counts


def _refuse_gaps(linked: Linked) -> None:
    gaps = [key for key in linked.counts if linked.counts[key] is None and key not in linked.rests]
    if gaps:
        raise TableError(f"{gaps[0]!r} has no count, and what is not known cannot be rounded. Give the full table.")


def _controlled(linked: Linked, base: int, seconds: float) -> tuple[Rounding, dict[Key, int]]:
    """Multiples that add up, as near to the counts as possible; further away only where no nearer ones add up."""
    counts: dict[Key, int] = {key: count for key, count in linked.counts.items() if count is not None}
    for rest, (whole, *parts) in linked.rests.items():
        counts[rest] = counts[whole] - sum(counts[part] for part in parts)
    known: dict[Cell, object] = dict(counts.items())
    system = system_of(known, linked.relations)
    floors = np.floor(system.counts / base)
    is_multiple = system.counts == floors * base
    for steps in range(_FURTHEST):
        low = np.maximum(floors - steps, 0)
        high = floors + steps + (~is_multiple if steps == 0 else 1)
        low, high = np.where(system.counts == 0, 0, low), np.where(system.counts == 0, 0, high)
        found = _nearest(system.matrix, system.counts / base, low, high, seconds)
        if found is not None:
            furthest = (steps + 1) * base - 1
            rounded = {key: int(value) * base for key, value in zip(counts, found, strict=True)}
            return Rounding(base, furthest, furthest), rounded
    raise DisclosureError(
        f"No multiples of {base} near the counts add up in these tables. Use conventional rounding, or a smaller base."
    )


def _nearest(matrix: sparse.csr_array, wanted: Floats, low: Floats, high: Floats, seconds: float) -> Floats | None:
    """Whole numbers that fulfil the sums, as near as possible to what is wanted; None where there are none."""
    rows, size = matrix.shape
    # Columns: the multiple, and how far it is from what is wanted.
    one = sparse.eye_array(size)
    far = sparse.csr_array(
        sparse.block_array([[matrix, None], [one, -one], [one, one]] if rows else [[one, -one], [one, one]])
    )
    infinite, zeros = np.full(size, np.inf), np.zeros(rows)
    program = Program(
        far,
        (np.concatenate((zeros, -infinite, wanted)), np.concatenate((zeros, wanted, infinite))),
        (np.concatenate((low, np.zeros(size))), np.concatenate((high, infinite))),
        whole=np.concatenate((np.ones(size, dtype=bool), np.zeros(size, dtype=bool))),
    )
    program.set_objective(np.arange(size, 2 * size, dtype=np.int32), np.ones(size))
    answer = program.solve(seconds=seconds, gap=1e-3)
    if answer.outcome is Outcome.INFEASIBLE or not len(answer.values):
        return None
    return np.rint(answer.values[:size])


def _printed(table: Table, counts: Mapping[Key, int], rounding: Rounding) -> Table:
    cells: dict[Labels, Value] = {labels: Number(counts[key]) for labels, key in table.named()}
    return table.replaced(cells, (), dict.fromkeys(cells, rounding))


def _without_telling(given: Sequence[Table], bare: Sequence[Table], told: Linked) -> tuple[list[Table], list[Withheld]]:
    """The tables with those derived figures that tell no more than the rounded counts do."""
    figures = [figure for table in given for figure in table.figures]
    intervals = assault(told) if figures else {}
    telling = withheld(figures, told, intervals, is_hidden=told.rounded)
    gap = Missing(Symbol.SUPPRESSED)
    printed = iter(replace(one, value=gap) if at in telling else one for at, one in enumerate(figures))
    pages = [
        replace(empty, figures=tuple(next(printed) for _ in table.figures))
        for table, empty in zip(given, bare, strict=True)
    ]
    why = "withheld because it would tell more than the rounded counts"
    return pages, [Withheld(figures[at].column, figures[at].beside, cells, why) for at, cells in telling.items()]
