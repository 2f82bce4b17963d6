"""`riia protect --amount`: payments or other contributions in money, added up to a table that tells nobody's own."""

from __future__ import annotations

import sys
from dataclasses import dataclass, fields
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

from cyclopts import Group, Parameter

from riia.commands.answering import answering
from riia.commands.layout_options import about, column, listed, pairs_in
from riia.commands.layouts import Layout, filtered
from riia.commands.option_words import in_options
from riia.commands.paths import target
from riia.commands.refusals import Refused
from riia.commands.table_files import Records, records

if TYPE_CHECKING:
    from riia.commands.answers.protected import Page, Report
    from riia.indicators.disclosure.dimensions import Dimension
    from riia.indicators.disclosure.money import Dominance, ProtectedMoney, WithinPercent

_USED: Final = frozenset({"dimensions", "totals", "parts", "hierarchy", "where", "sheet"})
"""What of a layout is meant for payments too."""
_FEWEST: Final = 3
_MOST_LABELS: Final = 30
_CROSSED: Final = 2
_HEADINGS: Final = ("cell", "what became of it", "why", "can be worked out: at least", "at most")


@Parameter(name="*", group=Group("Payments in place of a table of counts", sort_key=3), show_default=False)
@dataclass(frozen=True, kw_only=True)
class Payments:
    """Rows of payments: who was paid how much, for what."""

    amount: Annotated[
        str | None,
        Parameter(help="Of payments, one row each: the column of amounts in pounds. They are added up to a table."),
    ] = None
    payee: Annotated[str | None, Parameter(help="Of payments: the column that says who was paid.")] = None
    dominance: Annotated[
        str | None,
        Parameter(help='Hide an amount of which so many payees have more than so many per cent: "1,75" if not given.'),
    ] = None
    within_percent: Annotated[
        str | None,
        Parameter(
            help="In place of --dominance: where the second payee can tell the first to within so many per cent."
        ),
    ] = None
    fewest: Annotated[int | None, Parameter(help="Hide amounts of fewer payees than this: 3 if not given.")] = None

    def refuse_without_amount(self) -> None:
        """Raise Refused where something is said of payments and none are given."""
        for one in fields(self):
            if getattr(self, one.name) is not None:
                option = f"--{one.name.replace('_', '-')}"
                raise Refused(f"{option} is about payments. Say which column has the amounts: --amount COLUMN.")


def protect_payments(
    paths: list[Path],
    layout: Layout,
    payments: Payments,
    seconds: float,
    form: str,
    out: Path | None,
    *,
    every: bool,
) -> None:
    """Add up the payments of a file, hide what must be hidden, and write the table. Raises Refused."""
    from riia.commands.answers.protected import listed as told
    from riia.commands.answers.protected import write_pages
    from riia.indicators.disclosure.money import protect_money
    from riia.indicators.disclosure.systems import DisclosureError

    if len(paths) > 1:
        raise Refused("Payments are read from one file. Put the rows of all into one.")
    path, out = paths[0], target(out, "--out", paths)
    given, amount, payee, dimensions = _read(path, layout, payments)
    try:
        safe = protect_money(
            given.rows,
            dimensions,
            amount,
            payee,
            rule=_rule(payments),
            fewest=_fewest(payments),
            seconds=seconds,
        )
    except DisclosureError as error:
        raise Refused(f"{path.name}: {in_options(str(error))}") from None
    for note in (*given.told, *(f"{path.name}: {note}" for note in safe.notes)):
        sys.stderr.write(f"{note}.\n")
    with answering(out):
        write_pages([_page(path.stem, safe, amount)], _report(safe), form, out)
    lines = [f"{key!r}: {safe.cells[key].why}; can be {safe.words(key)}" for key in safe.closest]
    heading = "Why, and what can be worked out (not for publication):"
    shown = told(heading, lines, every=every) if out is None or every else []
    sys.stderr.write("\n".join([safe.summary, *shown]) + "\n")


def _read(path: Path, layout: Layout, payments: Payments) -> tuple[Records, str, str, list[Dimension]]:
    """The rows, the columns of amounts and payees, and what the amounts are added up by."""
    default = Layout()
    for one in fields(layout):
        if one.name not in _USED and getattr(layout, one.name) != getattr(default, one.name):
            option = f"--{one.name.replace('_', '-')}"
            raise Refused(f"{option} is for tables of counts. Leave it out, or leave out --amount.")

    given = records(path, layout.sheet, as_held=True)
    given = Records(given.headings, filtered(path, given, layout.where), told=given.told)
    assert payments.amount is not None
    amount = column("--amount", payments.amount, given.names)
    if payments.payee is None:
        raise Refused(f"Say which column has who was paid: --payee COLUMN. The columns are: {', '.join(given.names)}.")
    payee = column("--payee", payments.payee, given.names)
    names = [column("--dimensions", one, given.names) for one in listed(layout.dimensions, given.names)]
    if not names:
        raise Refused(
            "Say which columns the amounts are to be added up by: --dimensions "
            f'"{",".join(_possible(given, amount, payee)) or "COLUMN,COLUMN"}".'
        )
    if {amount, payee} & set(names):
        raise Refused("--dimensions: the table is by other columns than the amounts and the payees. Leave these out.")
    return given, amount, payee, [_dimension(layout, given, name) for name in names]


def _possible(given: Records, amount: str, payee: str) -> list[str]:
    """Columns by which amounts may be added up: with several labels, and not one for nearly every row."""
    found = []
    for name in given.names:
        labels = {row[name] for row in given.rows}
        if name not in (amount, payee) and 1 < len(labels) <= min(_MOST_LABELS, len(given.rows) // 2):
            found.append(name)
    return found


def _dimension(layout: Layout, given: Records, name: str) -> Dimension:
    """A column with its total, or with the hierarchy that has one."""
    from riia.indicators.disclosure.dimensions import Dimension

    labels = {str(row[name]).strip() for row in given.rows}
    parts = about(pairs_in(layout)[0], labels)
    if parts:
        return Dimension(name, parts=parts)
    return Dimension(name, total=layout.totals[0] if layout.totals else "Total")


def _rule(payments: Payments) -> Dominance | WithinPercent:
    from riia.indicators.disclosure.money import Dominance, WithinPercent

    if payments.within_percent is not None:
        if payments.dominance is not None:
            raise Refused("--dominance and --within-percent are two rules. Choose one.")
        share = _decimal(payments.within_percent.removesuffix("%"))
        if share is None or share <= 0:
            raise Refused(f"--within-percent {payments.within_percent}: give a number above 0, such as 10.")
        return WithinPercent(p=share)
    if payments.dominance is None:
        return Dominance()
    count, _, text = payments.dominance.partition(",")
    share = _decimal(text.strip().removesuffix("%"))
    if not count.strip().isdigit() or int(count) < 1 or share is None or not 0 < share <= 100:
        raise Refused(
            f'--dominance {payments.dominance}: give how many payees and what share of the amount in per cent: "1,75".'
        )
    return Dominance(n=int(count), k=share)


def _fewest(payments: Payments) -> int:
    if payments.fewest is not None and payments.fewest < 1:
        raise Refused(f"--fewest {payments.fewest}: give 1 or more payees.")
    return _FEWEST if payments.fewest is None else payments.fewest


def _decimal(text: str) -> Decimal | None:
    try:
        number = Decimal(text.strip())
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def _page(name: str, safe: ProtectedMoney, amount: str) -> Page:
    """The table: with two dimensions one down and one across, else a row for each amount."""
    from riia.commands.answers.protected import Page

    rows = safe.to_rows()
    names = [one.name for one in safe.table.dimensions]
    if len(names) != _CROSSED:
        return Page(name, (*names, amount), [tuple(row.values()) for row in rows])
    down, across = names
    printed: dict[Any, dict[Any, object]] = {}
    for row in rows:
        printed.setdefault(row[down], {})[row[across]] = row[amount]
    order = dict.fromkeys(label for cells in sorted(printed.values(), key=len, reverse=True) for label in cells)
    body = [(label, *(cells.get(one, Decimal("0.00")) for one in order)) for label, cells in printed.items()]
    return Page(name, (down, *map(str, order)), body)


def _report(safe: ProtectedMoney) -> Report:
    from riia.commands.answers.protected import Report

    rows = [
        (repr(key), safe.cells[key].kind.value, safe.cells[key].why, low, "no limit" if high is None else high)
        for key in safe.closest
        for low, high in (safe.intervals[key],)
    ]
    return Report(_HEADINGS, rows, safe.summary)
