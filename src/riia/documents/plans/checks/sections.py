"""Tables of a plan that are neither its activities nor its costings: what adds up in them, and what they sum up."""

from collections.abc import Iterator, Sequence

from riia.documents.agreed.lines import Table, tables
from riia.documents.agreed.tables import table_findings
from riia.documents.model import Cell, Document, Finding, Where
from riia.documents.plans.amounts import as_pounds, money_of
from riia.documents.plans.checks import cost_rules
from riia.documents.plans.checks.catalogue import cut, found
from riia.documents.plans.identifiers import base
from riia.documents.plans.structure import Costings, PlanRow, PlanText
from riia.documents.plans.summaries import key

assert cost_rules.RULES
_FEW = 2


def section_findings(document: Document, plan: PlanText | None, costings: Costings | None) -> Iterator[Finding]:
    """Findings about the tables that no other rule looks at."""
    own = {_row(cell.where) for cell in _read_cells(costings)}
    rows = {_row(row.where) for row in plan.rows} if plan is not None else set()
    for table in tables(document):
        held = {_row(cell.where) for row in table.rows for cell in row}
        if held & own:
            continue
        told: set[Where] = set()
        for finding in _summed(table, plan) if plan is not None else ():
            told.add(finding.where)
            yield finding
        if held & rows:
            continue
        # A total that is off because of a row that was told is not told again.
        follows = {"TABLE-TOTAL"} if told else set()
        yield from (one for one in table_findings(table) if one.where not in told and one.code not in follows)


def _row(where: Where) -> tuple[str, int, int, int]:
    return where.sheet, where.page or 0, where.line or 0, where.row or 0


def _read_cells(costings: Costings | None) -> Iterator[Cell]:
    for table in (*costings.tables, *costings.summaries) if costings is not None else ():
        for row in table.rows:
            yield from row.cells
        for line in table.lines:
            yield Cell("", line.where)


def _summed(table: Table, plan: PlanText) -> Iterator[Finding]:
    """A table of budgets by area, where the costs stand beside the activities of each."""
    costs = _by_area(plan)
    rows = [(row, name) for row in table.rows if (name := _area_named(row, plan)) in costs]
    pairs = [(row, name, money) for row, name in rows if (money := _amount(row)) is not None]
    if len(pairs) < _FEW or len({name for _, name, _ in pairs}) != len(pairs):
        return
    right = [1 for _, name, cell in pairs if money_of(cell).pence == sum(_pence(row) for row in costs[name])]
    if 2 * len(right) < len(pairs):
        return
    for _, name, cell in pairs:
        made = sum(_pence(row) for row in costs[name])
        stated = money_of(cell).pence
        if stated is None or stated == made:
            continue
        parts = " + ".join(as_pounds(_pence(row)) for row in costs[name])
        yield found(
            "COST-SUMMARY",
            cell.where,
            cell.text,
            f"The summary gives {cell.text} for “{cut(_title(plan, name), 60)}”; its activities cost {parts} = "
            f"{as_pounds(made)} ({as_pounds(abs(stated - made))} {'less' if stated < made else 'more'}).",
            "Correct the summary, or the cost that is wrong.",
            [(row.cost.where, row.cost.as_written) for row in costs[name] if row.cost is not None],
        )


def _pence(row: PlanRow) -> int:
    return (row.cost.pence or 0) if row.cost is not None else 0


def _by_area(plan: PlanText) -> dict[str, list[PlanRow]]:
    """The rows with a cost, by the number of their area; nothing where a cost cannot be read."""
    found_rows: dict[str, list[PlanRow]] = {}
    for row in plan.rows:
        if row.cost is None or not row.identifiers:
            continue
        if row.cost.pence is None:
            return {}
        found_rows.setdefault(base(row.identifiers[0]).split(".")[0], []).append(row)
    return found_rows


def _title(plan: PlanText, number: str) -> str:
    return next((area.title for area in plan.areas if area.number == number), number)


def _area_named(row: Sequence[Cell], plan: PlanText) -> str:
    """The number of the area that a row is called after."""
    said = key(next((cell.text for cell in row if cell.text.strip()), ""))
    for area in plan.areas:
        title = key(area.title)
        if (
            area.number
            and said
            and (said == title or (len(said) > _FEW + 1 and said in title) or said == key(area.number))
        ):
            return area.number
    return ""


def _amount(row: Sequence[Cell]) -> Cell | None:
    held = [cell for cell in row[1:] if money_of(cell).pence is not None and cell.text.strip()]
    return held[-1] if len(held) == 1 else None
