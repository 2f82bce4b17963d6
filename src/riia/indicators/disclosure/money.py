"""Tables of money: amounts that one or two contributors dominate, and what must be hidden with them.

A cell tells too much when those who know their own part of it can estimate another's. Two rules are in use (Hundepool
et al. 2012, Statistical Disclosure Control, chapter 4): dominance, where the `n` largest contributions are more than
`k` per cent of the amount; and the p % rule, where the second largest contributor can estimate the largest to within
`p` per cent. Beside either, a cell of very few contributors is hidden whatever their shares: of two each knows the
other. Such a cell is hidden, and so much around it that nobody can place it within its protection interval: the
amount by which the rule is broken, upwards and downwards. Amounts are exact to the penny.
"""

from collections import Counter
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from math import inf
from typing import Final

import numpy as np
from scipy import sparse

from riia.indicators.disclosure.contributions import Contributions, pounds
from riia.indicators.disclosure.dimensions import Key, TableError
from riia.indicators.disclosure.linking import Linked, take
from riia.indicators.disclosure.programs import Bools, Floats, Outcome, Program
from riia.indicators.disclosure.protected import Kind, ProtectedCell
from riia.indicators.disclosure.rooms import Moves
from riia.indicators.disclosure.searching import Search
from riia.indicators.disclosure.systems import Cell, DisclosureError, System, system_of
from riia.indicators.disclosure.table_values import Data
from riia.indicators.disclosure.tables import Dimensions, Labels, Table, dimensions_of
from riia.indicators.disclosure.witnesses import Need
from riia.indicators.model import Missing, Number, Symbol

_SECONDS: Final = 60.0
_TOLD: Final = 5
_FEW: Final = 10
"""A cell of too few contributors is protected to so many per cent of the largest, as by the p % rule."""
_MARGIN: Final = 1e-3
_LARGEST: Final = 1e4
_CLOSE: Final = 0.5
_BLUR: Final = 1e-9
"""The arithmetic's last digits, as a share of an amount."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dominance:
    """Sensitive where the `n` largest contributions are more than `k` per cent of the amount."""

    n: int = 1
    k: Decimal | int = 75

    def needed(self, contributions: Sequence[int]) -> Decimal | None:
        """How far away (in pence) nobody must be able to rule anything out; None where the cell is not sensitive."""
        if not 0 < self.k <= 100 or self.n < 1:
            raise TableError(
                f"A dominance rule of n={self.n} and k={self.k} is none. Give n from 1 on and 0 < k <= 100."
            )
        largest, amount = sum(sorted(contributions, reverse=True)[: self.n]), sum(contributions)
        distance = Decimal(100 * largest) / Decimal(self.k) - amount
        return distance if distance > 0 else None

    def __str__(self) -> str:
        """The rule as it is usually written."""
        return f"({self.n}, {self.k}) dominance"


@dataclass(frozen=True, slots=True, kw_only=True)
class WithinPercent:
    """The p % rule: sensitive where the second largest contributor can estimate the largest to within `p` per cent."""

    p: Decimal | int = 10

    def needed(self, contributions: Sequence[int]) -> Decimal | None:
        """How far away (in pence) nobody must be able to rule anything out; None where the cell is not sensitive."""
        if self.p <= 0:
            raise TableError(f"A p % rule of {self.p} % is none. Give p above 0.")
        first, _, *others = [*sorted(contributions, reverse=True), 0, 0]
        distance = Decimal(self.p) * first / 100 - sum(others)
        return distance if distance > 0 else None

    def __str__(self) -> str:
        """The rule as it is usually written."""
        return f"p % rule with p = {self.p}"


@dataclass(frozen=True, slots=True)
class ProtectedMoney:
    """A table of money that can be published: amounts in pounds, "c" where one is hidden.

    `intervals` are what the attacker can make of each hidden amount, in pounds (None where nothing bounds it above).
    `notes` say what was made of the names of contributors.
    """

    table: Table
    cells: Mapping[Key, ProtectedCell] = field(repr=False)
    intervals: Mapping[Key, tuple[Decimal, Decimal | None]] = field(repr=False)
    rule: str
    notes: tuple[str, ...] = ()

    @property
    def closest(self) -> tuple[Key, ...]:
        """The hidden amounts, those first that can be told most closely for their size."""

        def openness(key: Key) -> tuple[Decimal, str]:
            low, high = self.intervals[key]
            return (Decimal("inf") if not high else (high - low) / high), repr(key)

        return tuple(sorted(self.intervals, key=openness))

    @property
    def summary(self) -> str:
        """How many amounts are hidden and why, and the one that can be told most closely."""
        counts = Counter(cell.kind for cell in self.cells.values())
        told = [f"{counts[kind]:,} {words}" for kind, words in _COUNTED.items() if counts[kind]]
        lines = [f"{len(self.cells):,} amounts ({self.rule}): {'; '.join(told)}."]
        if self.closest:
            lines.append(f"Tightest: {self.closest[0]!r} must be {self.words(self.closest[0])}.")
        return "\n".join(lines)

    def words(self, key: Key) -> str:
        """Where a hidden amount must lie, in words: "\u00a30.00 to \u00a3215,492.00"."""
        low, high = self.intervals[key]
        return f"\u00a3{low:,} or more" if high is None else f"\u00a3{low:,} to \u00a3{high:,}"

    def __getitem__(self, labels: str | Labels) -> ProtectedCell:
        """The cell at these labels."""
        asked = (labels,) if isinstance(labels, str) else tuple(labels)
        self.table[asked]
        return self.cells[self.table.key(asked)]

    def to_rows(self) -> list[dict[str, object]]:
        """The lines as they are printed."""
        return self.table.to_rows()


_COUNTED: Final = {
    Kind.SHOWN: "shown",
    Kind.ZERO: "of nothing, shown",
    Kind.SMALL: "hidden because too much could be told of one contributor",
    Kind.COMPLEMENTARY: "hidden so that others cannot be worked out",
}


def protect_money(
    contributions: Data,
    dimensions: Dimensions,
    amount: str = "amount",
    contributor: str = "provider",
    *,
    rule: Dominance | WithinPercent | None = None,
    fewest: int = 1,
    seconds: float = _SECONDS,
) -> ProtectedMoney:
    """A table of amounts with its totals, made of contributions and protected.

    `contributions` are rows with a column for each of `dimensions`, who contributed, and how much in pounds and pence
    (text or Decimal; a float is read as the decimal it prints as). Totals named in `dimensions` are added up. Amounts
    below zero are credits, and are taken off what the same contributor has in the same cell. Names that differ in
    capitals, points and spaces only, or in Limited for Ltd, are one contributor. Cells with fewer than `fewest`
    contributors are hidden too.

    >>> rows = [("council", "kind", "provider", "amount"), ("Derby", "fostering", "A", "900.00"),
    ...     ("Derby", "fostering", "B", "12.50"), ("Derby", "homes", "A", "400"), ("Derby", "homes", "C", "350"),
    ...     ("Stoke", "fostering", "B", "300"), ("Stoke", "fostering", "C", "310"), ("Stoke", "homes", "A", "280"),
    ...     ("Stoke", "homes", "D", "290")]
    >>> safe = protect_money(rows, {"council": "All", "kind": "Total"})
    >>> str(safe["Derby", "fostering"].value), str(safe["All", "Total"].value)
    ('c', '2842.50')

    Raises TableError for what is no amount or below zero, and DisclosureError where nothing protects.
    """
    rule = rule or Dominance()
    if fewest < 1:
        raise TableError(f"{fewest} is no number of contributors. Give 1 or more.")
    made = Contributions(contributions, dimensions_of(dimensions), amount, contributor)
    amounts = {key: sum(parts.values()) for key, parts in made.parts.items()}
    linked = Linked()
    take(linked, made.table, 1)
    known: dict[Cell, object] = dict(amounts.items())
    system = system_of(known, linked.relations)
    needed = {key: far for key, parts in made.parts.items() if (far := _needed(rule, parts, fewest)) is not None}
    hidden = _pattern(system, needed, seconds)
    chosen = {key for key, is_hidden in zip(amounts, hidden, strict=True) if is_hidden}
    intervals = _attacked(system, hidden)
    _refuse_tight(intervals, amounts, needed)
    cells = {key: _cell(key, amount, made.parts[key], rule, needed, chosen) for key, amount in amounts.items()}
    table = replace(made.table, cells={labels: cells[key].value for labels, key in made.table.named()})
    out = {key: (pounds(low), None if high is None else pounds(high)) for key, (low, high) in intervals.items()}
    told = f"{rule}, at least {fewest} contributors" if fewest > 1 else str(rule)
    return ProtectedMoney(table, cells, out, told, made.notes)


def _needed(rule: Dominance | WithinPercent, parts: Mapping[str, int], fewest: int) -> Decimal | None:
    """How far away nobody must be able to rule anything out; None where the cell tells nothing."""
    given = [pence for pence in parts.values() if pence]
    by_rule = rule.needed(given)
    if not 0 < len(given) < fewest:
        return by_rule
    return max(by_rule or Decimal(0), Decimal(_FEW) * max(given) / 100)


def _cell(
    key: Key,
    amount: int,
    parts: Mapping[str, int],
    rule: Dominance | WithinPercent,
    needed: Mapping[Key, Decimal],
    chosen: Container[Key],
) -> ProtectedCell:
    gap = Missing(Symbol.SUPPRESSED)
    if key in needed:
        if rule.needed([pence for pence in parts.values() if pence]) is not None:
            return ProtectedCell(Kind.SMALL, gap, f"hidden by the {rule}")
        return ProtectedCell(Kind.SMALL, gap, "hidden because it has too few contributors")
    if key in chosen:
        return ProtectedCell(Kind.COMPLEMENTARY, gap, "hidden so that others cannot be worked out")
    return ProtectedCell(Kind.SHOWN if amount else Kind.ZERO, Number(pounds(amount)), "tells no contribution")


def _pattern(system: System, needed: Mapping[Key, Decimal], seconds: float) -> Bools:
    """The cells to hide: the sensitive ones, and what lets each move as far as it must, up and down."""
    always = np.zeros(system.size, dtype=bool)
    scale = _LARGEST / max(float(system.counts.max(initial=0.0)), _LARGEST)  # the solver's tolerances are absolute
    amounts = system.counts * scale
    needs = []
    for key, distance in needed.items():
        at = system.position(key, "sensitive")
        always[at] = True
        needs.append(Need(at, (float(distance) * scale,)))
        needs.append(Need(at, (-min(float(distance) * scale, float(amounts[at])),)))
    if not needs:
        return always
    nothing = np.zeros(system.matrix.shape[0])
    moves = Moves(system.matrix, nothing, nothing, amounts)
    costs = np.log2(1 + system.counts) + 1e-3
    search = Search(
        moves, needs, always=always, free=always | (system.counts > 0), costs=costs, margin=_MARGIN, whole=False
    )
    found = search.run(seconds)
    if found is None:
        raise DisclosureError(
            f"No pattern of hidden amounts protects {system.named(search.hopeless)}. Publish fewer totals around them."
        )
    return found[0]


def _attacked(system: System, hidden: Bools) -> dict[Key, tuple[int, int | None]]:
    """The least and the greatest amount each hidden cell can have, in pence."""
    columns = np.flatnonzero(hidden)
    shown = np.where(hidden, 0.0, system.counts)
    told = system.matrix @ shown
    nothing: Floats = np.zeros(len(columns))
    program = Program(
        sparse.csr_array(system.matrix[:, columns]),
        (system.lower - told, system.upper - told),
        (nothing, np.full(len(columns), inf)),
    )
    out: dict[Key, tuple[int, int | None]] = {}
    for at, column in enumerate(columns):
        program.set_objective([at], [1.0])
        least, most = program.solve(), program.solve(maximise=True)
        key = system.keys[column]
        assert isinstance(key, Key)
        high = None if most.outcome is Outcome.UNBOUNDED else round(most.value)
        out[key] = round(least.value), high
    return out


def _refuse_tight(
    intervals: Mapping[Key, tuple[int, int | None]], amounts: Mapping[Key, int], needed: Mapping[Key, Decimal]
) -> None:
    tight = []
    for key, distance in needed.items():
        low, high = intervals[key]
        close = _CLOSE + _BLUR * amounts[key]
        enough_below = low <= max(0, amounts[key] - float(distance)) + close
        if not enough_below or (high is not None and high < amounts[key] + float(distance) - close):
            tight.append(key)
    if tight:
        raise DisclosureError(
            f"This must not be published: {'; '.join(map(repr, tight[:_TOLD]))} can be estimated too closely. Publish "
            "fewer totals around them."
        )
