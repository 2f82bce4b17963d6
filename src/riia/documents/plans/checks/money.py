"""Everything that is wrong with the amounts of a table of costings. One cause gives one finding."""

from collections.abc import Iterator

from riia.documents.model import Finding, Where
from riia.documents.plans.amounts import as_pounds
from riia.documents.plans.checks.adding import Sums, name_of
from riia.documents.plans.checks.catalogue import found, listed
from riia.documents.plans.checks.parts import part_findings
from riia.documents.plans.checks.profiles import profile_findings
from riia.documents.plans.checks.ranges import range_findings, typed_findings, value_findings
from riia.documents.plans.checks.sheets import percent_findings, split_findings, stated_findings, summary_findings
from riia.documents.plans.checks.sums import area_findings, total_findings
from riia.documents.plans.structure import Costings, CostTable


def costings_findings(costings: Costings) -> Iterator[Finding]:
    """All findings about the amounts of costings. What was said of a cell is not said again for another reason."""
    told: set[Where] = set()
    for finding in _in_order(costings):
        if finding.code == "COST-FORMULA-VALUE" and _column(finding.where) in {_column(where) for where in told}:
            continue  # the sum of a column in which a line is wrong
        if finding.where not in told:
            told.add(finding.where)
            yield finding


def _column(where: Where) -> tuple[str, str]:
    return where.sheet, where.cell.rstrip("0123456789")


def _in_order(costings: Costings) -> Iterator[Finding]:
    """Every rule, what explains a fault before what only shows it."""
    yield from split_findings(costings)
    for table in (*costings.tables, *costings.summaries):
        yield from range_findings(table)
    yield from summary_findings(costings)
    for table in (*costings.tables, *costings.summaries):
        yield from money_findings(table)
    for table in costings.tables:
        yield from percent_findings(table)
    yield from value_findings(costings)
    for table in costings.tables:
        yield from typed_findings(table)
    yield from stated_findings(costings)


def money_findings(table: CostTable) -> Iterator[Finding]:
    """Findings about the amounts of one table, from its cells to its totals."""
    sums = Sums(table)
    yield from _cells(table)
    yield from profile_findings(sums)
    yield from part_findings(sums)
    yield from area_findings(sums)
    yield from total_findings(sums)
    yield from _rounding(sums)


def _cells(table: CostTable) -> Iterator[Finding]:
    for line in table.lines:
        bad = [("planned spend", line.spend)] if line.spend.doubtful else []
        bad += [(table.period(quarter), money) for quarter, money in line.quarters if money.doubtful]
        if bad:
            read = listed(
                [
                    f"{name} “{m.as_written}” as {as_pounds(m.pence) if m.pence is not None else 'unknown'}"
                    for name, m in bad
                ]
            )
            rest = listed(
                [m.as_written for m in (line.spend, *(m for _, m in line.quarters)) if not m.doubtful and m.as_written]
            )
            yield found(
                "COST-CELL-DAMAGED",
                bad[0][1].where,
                " | ".join(m.as_written for _, m in bad),
                f"Damaged when the text was taken from the document: read {read}"
                + (f", by the other amounts of the line ({rest}) and the shares of the quarters." if rest else "."),
                "Check the original.",
                [(m.where, m.as_written) for _, m in bad[1:]],
            )
        elif line.spend.blank and (line.derived is not None or any(m.pence for _, m in line.quarters)):
            low, high = line.derived or (0, 0)
            said = as_pounds(low) if low == high else f"{as_pounds(low)} to {as_pounds(high)}"
            yield found(
                "COST-CELL-MISSING",
                line.where,
                "",
                f"{name_of(line)[0].upper()}{name_of(line)[1:]} has no planned spend. Its quarters "
                f"({listed([m.as_written for _, m in line.quarters])}) and the area's total make it {said}.",
                "Write the amount in.",
            )


def _rounding(sums: Sums) -> Iterator[Finding]:
    """Differences of a pound have one cause, and give one finding."""
    if not sums.rounded:
        return
    where, written, _ = sums.rounded[-1]
    yield found(
        "COST-ROUNDED",
        where,
        written,
        f"{'Sums differ' if len(sums.rounded) > 1 else 'A sum differs'} by a pound or less, as when each "
        f"amount is rounded by itself: " + "; ".join(words for _, _, words in sums.rounded) + ".",
        "Round by largest remainder, so that the parts sum to the whole.",
        [(place, words) for place, _, words in sums.rounded[:-1]],
    )
