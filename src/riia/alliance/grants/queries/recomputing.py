"""An annex worked out again: every row with its lines, what is stated, and how the two stand to each other.

The arithmetic is `riia.documents.allocation`; this brings the rows of a version into its shapes and back.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from riia.alliance.grants.models import (
    Allocation,
    Amount,
    AmountState,
    AnnexColumn,
    ColumnKind,
    DeterminationVersion,
    PurposeLine,
)
from riia.alliance.grants.queries.reading import rows_of
from riia.documents.allocation import Amount as Read
from riia.documents.allocation import (
    AnnexRow,
    Check,
    Column,
    CouncilCount,
    Facts,
    Hidden,
    Recomputation,
    RowResult,
    Rule,
    RuleError,
    councils_from,
    from_stored,
    recompute,
)
from riia.indicators.reference import BeforeRegister

COLUMNS: Final[dict[str, Column]] = {
    ColumnKind.PREVIOUS: Column.PREVIOUS,
    ColumnKind.UPLIFT: Column.UPLIFT,
    ColumnKind.REVISED: Column.REVISED,
    ColumnKind.BASE: Column.BASE,
    ColumnKind.TOP_UP: Column.TOP_UP,
    ColumnKind.TOTAL: Column.TOTAL,
}
HIDDEN: Final[dict[str, Hidden]] = {
    AmountState.REDACTED: Hidden.REDACTED,
    AmountState.ILLEGIBLE: Hidden.ILLEGIBLE,
    AmountState.NOT_STATED: Hidden.NOT_STATED,
}


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the annex beside what its rules give."""

    allocation: Allocation
    result: RowResult
    councils: tuple[CouncilCount, ...]

    @property
    def entitlement(self) -> Amount | None:
        return self.allocation.entitlement


@dataclass(frozen=True, slots=True)
class Annex:
    """A version's annex, recomputed. `broken` names purpose lines whose rule cannot be read."""

    version: DeterminationVersion
    columns: tuple[AnnexColumn, ...]
    rows: tuple[Row, ...]
    recomputation: Recomputation
    purposes: tuple[PurposeLine, ...]
    rules: tuple[Rule, ...]
    broken: tuple[str, ...]
    facts: Facts

    def total(self, column: AnnexColumn) -> Check | None:
        return self.recomputation.totals.get(COLUMNS[column.kind])

    def row_of(self, place: str) -> Row | None:
        return next((row for row in self.rows if row.allocation.place and row.allocation.place.code == place), None)


def read_amount(state: str, pence: int | None) -> Read:
    """An amount as the rules take it."""
    if state == AmountState.STATED:
        assert pence is not None
        return pence
    return HIDDEN[state]


def facts_on(day: date) -> Facts:
    """Councils of each region on a day; of none where the register does not reach back so far."""
    try:
        return Facts.from_register(day)
    except BeforeRegister:
        return Facts(day, {})


def rules_of(purposes: Sequence[PurposeLine]) -> tuple[tuple[Rule, ...], tuple[str, ...]]:
    """The rules of purpose lines, and the numbers of lines whose rule cannot be read."""
    rules, broken = [], []
    for purpose in purposes:
        if not purpose.rule:
            continue
        try:
            rules.append(from_stored(purpose.rule))
        except RuleError:
            broken.append(purpose.number)
    return tuple(rules), tuple(broken)


def annex_of(version: DeterminationVersion) -> Annex:
    """The annex of a version that was found through a scope."""
    columns, allocations = tuple(version.columns.all()), rows_of(version)
    purposes = tuple(version.purposes.select_related("payee"))
    rules, broken = rules_of(purposes)
    facts = facts_on(version.effective_from)
    read = [_row(each) for each in allocations]
    totals: dict[Column, Read] = {
        COLUMNS[column.kind]: read_amount(column.total_state, column.total_pence)
        for column in columns
        if column.total_state != AmountState.NOT_STATED
    }
    done = recompute(read, rules, facts, totals)
    rows = tuple(
        Row(allocation, result, councils_from(row, rules, facts))
        for allocation, row, result in zip(allocations, read, done.rows, strict=True)
    )
    return Annex(version, columns, rows, done, purposes, rules, broken, facts)


def _row(one: Allocation) -> AnnexRow:
    stated = {
        COLUMNS[amount.column.kind]: read_amount(amount.state, amount.pence)
        for amount in one.amounts.all()
        if amount.state != AmountState.NOT_STATED or amount.column.kind in (ColumnKind.BASE, ColumnKind.TOP_UP)
    }
    return AnnexRow(one.place.code if one.place else one.written, one.written, stated, one.authorities)
