"""Tables of money: amounts that one or two contributors dominate, and what must be hidden with them.

A cell tells too much when those who know their own part of it can estimate another's. Two rules are in use (Hundepool
et al. 2012, Statistical Disclosure Control, chapter 4): dominance, where the `n` largest contributions are more than
`k` per cent of the amount; and the p % rule, where the second largest contributor can estimate the largest to within
`p` per cent. Such a cell is hidden, and so much around it that nobody can place it within its protection interval: the
amount by which the rule is broken, upwards and downwards. Amounts are exact to the penny.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from itertools import product
from math import inf
from typing import Final

import numpy as np
from scipy import sparse

from riia.indicators.disclosure.dimensions import Dimension, Key, TableError
from riia.indicators.disclosure.linking import Linked, take
from riia.indicators.disclosure.programs import Bools, Floats, Outcome, Program
from riia.indicators.disclosure.protected import Kind, ProtectedCell
from riia.indicators.disclosure.searching import Search
from riia.indicators.disclosure.systems import Cell, DisclosureError, System, system_of
from riia.indicators.disclosure.table_values import Data, Reading, records
from riia.indicators.disclosure.tables import CountAt, Dimensions, Labels, Table, dimensions_of
from riia.indicators.disclosure.witnesses import Moves, Need
from riia.indicators.model import Missing, Number, Symbol

_PENCE: Final = 100
_SECONDS: Final = 60.0
_TOLD: Final = 5
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
    """

    table: Table
    cells: Mapping[Key, ProtectedCell] = field(repr=False)
    intervals: Mapping[Key, tuple[Decimal, Decimal | None]] = field(repr=False)
    rule: str

    def __getitem__(self, labels: str | Labels) -> ProtectedCell:
        """The cell at these labels."""
        asked = (labels,) if isinstance(labels, str) else tuple(labels)
        self.table[asked]
        return self.cells[self.table.key(asked)]

    def to_rows(self) -> list[dict[str, object]]:
        """The lines as they are printed."""
        return self.table.to_rows()


def protect_money(
    contributions: Data,
    dimensions: Dimensions,
    amount: str = "amount",
    contributor: str = "provider",
    *,
    rule: Dominance | WithinPercent | None = None,
    seconds: float = _SECONDS,
) -> ProtectedMoney:
    """A table of amounts with its totals, made of contributions and protected.

    `contributions` are rows with a column for each of `dimensions`, who contributed, and how much in pounds and pence
    (text or Decimal; a float is read as the decimal it prints as). Totals named in `dimensions` are added up.

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
    made = _Made(contributions, dimensions_of(dimensions), amount, contributor)
    amounts = {key: sum(parts.values()) for key, parts in made.parts.items()}
    linked = Linked()
    take(linked, made.table, 1)
    known: dict[Cell, object] = dict(amounts.items())
    system = system_of(known, linked.relations)
    needed = {key: far for key, parts in made.parts.items() if (far := rule.needed(list(parts.values()))) is not None}
    hidden = _pattern(system, needed, seconds)
    chosen = {key for key, is_hidden in zip(amounts, hidden, strict=True) if is_hidden}
    intervals = _attacked(system, hidden)
    _refuse_tight(intervals, amounts, needed)
    gap = Missing(Symbol.SUPPRESSED)
    cells = {
        key: ProtectedCell(
            *(
                (Kind.SMALL, gap, f"hidden by the {rule}")
                if key in needed
                else (Kind.COMPLEMENTARY, gap, "hidden so that others cannot be worked out")
                if key in chosen
                else (Kind.SHOWN if amounts[key] else Kind.ZERO, Number(_pounds(amounts[key])), "tells no contribution")
            )
        )
        for key in amounts
    }
    table = replace(made.table, cells={labels: cells[key].value for labels, key in made.table.named()})
    out = {key: (_pounds(low), None if high is None else _pounds(high)) for key, (low, high) in intervals.items()}
    return ProtectedMoney(table, cells, out, str(rule))


class _Made:
    """Contributions added up to every cell they belong to."""

    def __init__(self, data: Data, dimensions: tuple[Dimension, ...], amount: str, contributor: str) -> None:
        headings, rows = records(data)
        names = [one.name for one in dimensions]
        missing = [name for name in (*names, amount, contributor) if name not in headings]
        if missing:
            raise TableError(f"There is no column {', '.join(missing)}. The columns are: {', '.join(headings)}.")
        above = [_above(one, [str(row[one.name]).strip() for row in rows]) for one in dimensions]
        sums: dict[Labels, dict[str, int]] = {}
        for number, row in enumerate(rows, start=1):
            pence = _pence(row[amount], f"Row {number}, column {amount!r}")
            labels = [above[at][str(row[name]).strip()] for at, name in enumerate(names)]
            for cell in product(*labels):
                parts = sums.setdefault(cell, {})
                who = str(row[contributor]).strip()
                parts[who] = parts.get(who, 0) + pence
        self.table = Table(
            dimensions=dimensions,
            cells={labels: Number(sum(parts.values())) for labels, parts in sums.items()},
            headings=(*names, amount),
            lines=tuple((*labels, CountAt(labels)) for labels in sums),
        )
        self.parts = {self.table.key(labels): parts for labels, parts in sums.items()}


def _above(dimension: Dimension, labels: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Each label with everything it is a part of."""
    given = dict.fromkeys(labels)
    all_labels = dict.fromkeys([*given, *([dimension.total] if dimension.total else [])])
    for _ in range(len(given)):  # regions between councils and England are no labels of the rows
        wholes = [split.whole for split in dimension.splits(all_labels)]
        if all(whole in all_labels for whole in wholes):
            break
        all_labels |= dict.fromkeys(wholes)
    wholes_of: dict[str, list[str]] = {}
    for split in dimension.splits(all_labels):
        for part in split.parts:
            wholes_of.setdefault(part, []).append(split.whole)

    def up(label: str) -> dict[str, None]:
        found = {label: None}
        for whole in wholes_of.get(label, ()):
            found |= up(whole)
        return found

    return {label: tuple(up(label)) for label in given}


def _pence(given: object, place: str) -> int:
    value = Reading({}).value(str(given) if isinstance(given, Decimal) else given, place)
    if isinstance(value, Missing):
        raise TableError(f"{place} is {value.symbol.value!r}. An amount is needed for every contribution.")
    pence = Decimal(value.value) * _PENCE
    if pence != pence.to_integral_value() or pence < 0:
        raise TableError(f"{place} is {value}, which is no amount in pounds and pence from 0 on.")
    return int(pence)


def _pounds(pence: int) -> Decimal:
    return (Decimal(pence) / _PENCE).quantize(Decimal("0.01"))


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
