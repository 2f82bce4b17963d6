"""What became of every cell of a table that is published, and why, in words."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from riia.indicators.disclosure.dimensions import Key, TableError
from riia.indicators.disclosure.policies import Policy
from riia.indicators.disclosure.reports import Attack
from riia.indicators.disclosure.tables import Labels, Table
from riia.indicators.model import Value


class Kind(StrEnum):
    """What became of a cell."""

    SHOWN = "shown"
    ZERO = "zero"
    SMALL = "small"
    COMPLEMENTARY = "complementary"
    ALREADY = "hidden already"
    ROUNDED = "rounded"
    MISSING = "missing"

    @property
    def is_hidden(self) -> bool:
        """Whether the count is kept from the reader."""
        return self in (Kind.SMALL, Kind.COMPLEMENTARY, Kind.ALREADY)


@dataclass(frozen=True, slots=True)
class ProtectedCell:
    """A cell as it is published: what kind it is, what is printed, and why in words."""

    kind: Kind
    value: Value
    why: str


@dataclass(frozen=True, slots=True)
class Withheld:
    """A derived figure that is not printed, and the hidden cells it would have told about."""

    column: str
    beside: Key
    cells: tuple[Key, ...]
    why: str


@dataclass(frozen=True, slots=True)
class Protected:
    """Tables that can be published. No hidden count is kept in it anywhere.

    Only the pages are for publication: `cells` and `withheld` say which counts are small.

    `tables` are the pages with "c" in place of what is hidden, `cells` say of each cell what became of it and why,
    `withheld` which derived figures are not printed. `report` is what the attacker makes of it all.
    """

    tables: tuple[Table, ...]
    policy: Policy
    cells: Mapping[Key, ProtectedCell] = field(repr=False)
    withheld: tuple[Withheld, ...] = field(repr=False)
    report: Attack = field(repr=False)
    notes: tuple[str, ...] = ()

    @property
    def table(self) -> Table:
        """The only table, where there is one."""
        if len(self.tables) != 1:
            raise TableError(f"{len(self.tables)} tables were protected together. Take one of .tables.")
        return self.tables[0]

    def __getitem__(self, labels: str | Labels) -> ProtectedCell:
        """The cell of the first table at these labels."""
        asked = (labels,) if isinstance(labels, str) else tuple(labels)
        self.tables[0][asked]
        return self.cells[self.tables[0].key(asked)]

    @property
    def counts(self) -> Counter[Kind]:
        """How many cells there are of each kind."""
        return Counter(cell.kind for cell in self.cells.values())

    def to_rows(self) -> list[dict[str, object]]:
        """The lines of all tables as they are printed, one dictionary for each."""
        return [row for table in self.tables for row in table.to_rows()]

    @property
    def summary(self) -> str:
        """How many cells are hidden and why, and the attacker's report."""
        counts = self.counts
        told = [f"{counts[kind]:,} {_COUNTED[kind][counts[kind] > 1]}" for kind in _COUNTED if counts[kind]]
        if self.withheld:
            told.append(f"{len(self.withheld):,} derived figure{'s' if len(self.withheld) > 1 else ''} withheld")
        cells = sum(counts.values())
        return f"{cells:,} cell{'' if cells == 1 else 's'}: {'; '.join(told)}.\n{self.report}"

    def __str__(self) -> str:
        """The pages and the report."""
        return "\n\n".join([*map(str, self.tables), self.summary])


_COUNTED: Final = {
    Kind.SHOWN: ("shown",) * 2,
    Kind.ZERO: ("true zero, shown", "true zeros, shown"),
    Kind.SMALL: ("hidden because it is small", "hidden because they are small"),
    Kind.COMPLEMENTARY: ("hidden so that others cannot be worked out",) * 2,
    Kind.ALREADY: ("hidden already in the source or an earlier release",) * 2,
    Kind.ROUNDED: ("printed rounded",) * 2,
    Kind.MISSING: ("without a count in the source",) * 2,
}
"""What is said of one cell of a kind, and of several."""

type Tables = Table | Protected | Iterable[Table | Protected]
"""One table or several that are linked, protected or not."""


def tables_of(given: Tables) -> list[Table]:
    """The tables that were handed over, those of protected ones included."""
    if isinstance(given, Table):
        return [given]
    if isinstance(given, Protected):
        return list(given.tables)
    return [table for one in given for table in tables_of(one)]
