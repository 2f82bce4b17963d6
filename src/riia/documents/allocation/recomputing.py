"""Executing the rules of a determination for every row of its annex. Pure.

`recompute(rows, rules, facts)` answers for each recipient: the lines with their working, the totals that follow, what
is stated, the difference and a verdict; and for each column its total (R1.17, R1.48).
"""

from collections.abc import Mapping, Sequence
from typing import Final

from riia.documents.allocation.amounts import Amount, CannotVerify, Hidden, Worked, counted, in_pounds
from riia.documents.allocation.annex import (
    AnnexRow,
    Check,
    Column,
    Line,
    Recomputation,
    RowResult,
    Verdict,
    compare,
)
from riia.documents.allocation.facts import Facts
from riia.documents.allocation.formulas import Rule

_UPLIFT_OF: Final[dict[Column, bool | None]] = {
    Column.PREVIOUS: False,
    Column.UPLIFT: True,
    Column.REVISED: None,
    Column.TOTAL: None,
}
"""Which lines a column adds up: those of before, those of the uplift, or all."""


def recompute(
    rows: Sequence[AnnexRow],
    rules: Sequence[Rule],
    facts: Facts,
    stated_totals: Mapping[Column, Amount] | None = None,
) -> Recomputation:
    """Every row worked out again. Without rules only the arithmetic of the annex itself is checked."""
    results = tuple(_row(row, rules, facts) for row in rows)
    columns = [column for column in Column if any(column in row.stated for row in rows)]
    stated = stated_totals or {}
    return Recomputation(results, {column: column_total(column, rows, stated.get(column)) for column in columns})


def lines_of(place: str, rules: Sequence[Rule], facts: Facts) -> tuple[Line, ...]:
    """The rules that are for a place, each with what it gives: a statement of one recipient without an annex."""
    worked = ((rule, rule.for_place(place, facts)) for rule in rules)
    return tuple(
        Line(rule.line, rule.title, rule.uplift, rule.paid_in, answer) for rule, answer in worked if answer is not None
    )


def column_total(column: Column, rows: Sequence[AnnexRow], stated: Amount | None = None) -> Check:
    """The sum of a column to the penny beside the total the annex states, if any (R1.48)."""
    amounts = [row.stated[column] for row in rows if column in row.stated]
    known = [amount for amount in amounts if isinstance(amount, int)]
    what = f"sum of the column {column.value!r}"
    if len(known) < len(amounts):
        hidden = f"{len(amounts) - len(known)} of {len(amounts)} amounts of the column {column.value!r} are not known."
        return compare(what, "", None, stated, f"Cannot be verified: {hidden}")
    total = sum(known)
    return compare(what, f"{counted(len(known), 'row')} add up to {in_pounds(total)}", total, stated)


def _row(row: AnnexRow, rules: Sequence[Rule], facts: Facts) -> RowResult:
    lines = lines_of(row.place, rules, facts)
    checks = [_column(column, row, lines) for column in _UPLIFT_OF if column in row.stated and rules]
    checks += [check for check in (_uplifted(row, lines, bool(rules)), _base_and_top_up(row)) if check is not None]
    return RowResult(row, lines, tuple(checks))


def _column(column: Column, row: AnnexRow, lines: Sequence[Line]) -> Check:
    wanted = _UPLIFT_OF[column]
    counting = [line for line in lines if wanted is None or line.uplift is wanted]
    unknown = [line.answer for line in counting if isinstance(line.answer, CannotVerify)]
    if unknown:
        return compare(column.value, "", None, row.stated[column], " ".join(answer.reason for answer in unknown))
    paid = [(line, line.answer.paid) for line in counting if isinstance(line.answer, Worked) and line.answer.paid]
    total = sum(amount for _, amount in paid)
    return compare(column.value, _added(paid, total), total, row.stated[column])


def _added(paid: Sequence[tuple[Line, int]], total: int) -> str:
    if not paid:
        return "No purpose line gives it anything: £0"
    parts = [f"{in_pounds(amount)}{f' ({line.line})' if line.line else ''}" for line, amount in paid]
    return f"{' + '.join(parts)} = {in_pounds(total)}" if len(parts) > 1 else parts[0]


def _uplifted(row: AnnexRow, lines: Sequence[Line], ruled: bool) -> Check | None:
    """Previous total + uplift = revised total (R1.17), by the stated uplift or else by the uplift lines."""
    previous, revised = row.stated.get(Column.PREVIOUS), row.stated.get(Column.REVISED)
    if previous is None or revised is None:
        return None
    what = "previous total + uplift"
    uplift: Amount | None = row.stated.get(Column.UPLIFT)
    if uplift is None:
        if not ruled:
            return None
        answers = [line.answer for line in lines if line.uplift]
        worked = [answer.paid for answer in answers if isinstance(answer, Worked)]
        if len(worked) < len(answers):
            return compare(what, "", None, revised, "Cannot be verified: a line of the uplift is not known.")
        uplift = sum(worked)
    if isinstance(previous, Hidden) or isinstance(uplift, Hidden):
        return compare(what, "", None, revised, "Cannot be verified: the previous total or the uplift is not known.")
    total = previous + uplift
    return compare(what, f"{in_pounds(previous)} + {in_pounds(uplift)} = {in_pounds(total)}", total, revised)


def _base_and_top_up(row: AnnexRow) -> Check | None:
    """Base + top-up = total of the row itself (R1.35)."""
    if Column.BASE not in row.stated or Column.TOP_UP not in row.stated:
        return None
    base, top_up = row.stated[Column.BASE], row.stated[Column.TOP_UP]
    stated, what = row.stated.get(Column.TOTAL), "base + top-up"
    if isinstance(base, Hidden) or isinstance(top_up, Hidden):
        named = " and ".join(
            f"the {column.value} is {amount.value}"
            for column, amount in ((Column.BASE, base), (Column.TOP_UP, top_up))
            if isinstance(amount, Hidden)
        )
        return Check(what, None, stated, Verdict.CANNOT_VERIFY, f"Cannot be verified: {named}.")
    text = f"{in_pounds(base)} base + {in_pounds(top_up)} top-up = {in_pounds(base + top_up)}"
    return compare(what, text, base + top_up, stated)
