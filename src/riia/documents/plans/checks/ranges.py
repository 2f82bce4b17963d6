"""Formulas of a workbook: sums that leave out or double lines, values that are not theirs, numbers typed among them."""

import re
from collections.abc import Iterator, Sequence

from riia.documents.model import Cell, Evidence, Finding
from riia.documents.plans.checks.catalogue import found, listed
from riia.documents.plans.structure import AreaCost, Costings, CostLine, CostTable, Money, RowKind

_SUM = re.compile(r"=\s*SUM\(\s*\$?([A-Z]{1,3})\$?(\d+)\s*:\s*\$?([A-Z]{1,3})\$?(\d+)\s*\)", re.I)
_PLACE = re.compile(r"\$?([A-Z]{1,3})(\$?)(\d+)")
_FEW = 3


def range_findings(table: CostTable) -> Iterator[Finding]:
    """Sums of lines that leave out some of them, or take others in."""
    for total in (table.total_spend, *(money for _, money in table.total_quarters)):
        if total is not None and total.formula:
            yield from _range(total, _beside(table.lines, total), ())
    for area in table.areas:
        for total in (area.total, *(money for _, money in area.quarters)):
            if total is not None and total.formula and len(area.lines) > 1:
                yield from _range(total, _beside(area.lines, total), _beside(_others(table, area), total))


def _others(table: CostTable, area: AreaCost) -> list[CostLine]:
    return [line for line in table.lines if all(line is not own for own in area.lines)]


def _beside(lines: Sequence[CostLine], total: Money) -> list[tuple[int, Money]]:
    """The amounts of lines in the column of a sum, with their rows."""
    match = _SUM.fullmatch(total.formula.strip())
    column = match[1].upper() if match else ""
    held = [money for line in lines for money in (line.spend, *(m for _, m in line.quarters))]
    return [
        (int(re.sub(r"\D", "", money.where.cell)), money)
        for money in held
        if column and money.pence and re.fullmatch(rf"{column}\d+", money.where.cell)
    ]


def _range(total: Money, rows: Sequence[tuple[int, Money]], others: Sequence[tuple[int, Money]]) -> Iterator[Finding]:
    match = _SUM.fullmatch(total.formula.strip())
    if match is None or match[1].upper() != match[3].upper():
        return
    top, bottom = sorted((int(match[2]), int(match[4])))
    left = [money for row, money in rows if not top <= row <= bottom]
    more = [money for row, money in others if top <= row <= bottom]
    if not (left or more) or (len(left) * 2 >= len(rows) > 0 and len(left) > 1):
        return  # a sum of subtotals is no sum of lines
    said = [
        f"{word} {listed([f'{money.where.cell} ({money.as_written})' for money in held])}"
        for word, held in (("leaves out", left), ("takes in", more))
        if held
    ]
    yield found(
        "COST-FORMULA-RANGE",
        total.where,
        total.formula,
        f"{total.formula} {' and '.join(said)}.",
        "Correct the range of the sum.",
        [(money.where, money.as_written) for money in (*left, *more)],
    )


def value_findings(costings: Costings) -> Iterator[Finding]:
    """Cells that show another number than their formula gives."""
    if len(costings.stale) > _FEW * 2:
        cell, _ = costings.stale[0]
        yield found(
            "COST-FORMULA-VALUE",
            cell.where,
            cell.text,
            f"{len(costings.stale)} cells show another number than their formulas give, the first here: {cell.formula} "
            f"beside {cell.text}.",
            "Open the workbook, let it work out everything again and save it.",
            [(one.where, one.text) for one, _ in costings.stale[1:20]],
        )
        return
    for cell, made in costings.stale:
        yield found(
            "COST-FORMULA-VALUE",
            cell.where,
            cell.text,
            f"The cell shows {cell.text}; its formula {cell.formula} gives {made:,.2f}.",
            "Open the workbook, let it work out everything again and save it.",
        )


def typed_findings(table: CostTable) -> Iterator[Finding]:
    """Numbers typed in a column in which most lines are worked out the same way."""
    lines = [row for row in table.rows if row.kind is RowKind.LINE]
    width = max((len(row.cells) for row in lines), default=0)
    for column in range(width):
        cells = [row.cells[column] for row in lines if column < len(row.cells) and row.cells[column].text.strip()]
        shapes = [_shape(cell) for cell in cells]
        made = [shape for shape in shapes if shape]
        if len(made) < _FEW or len(made) * 3 < len(cells) * 2:
            continue
        usual = max(set(made), key=made.count)
        typed = [cell for cell, shape in zip(cells, shapes, strict=True) if not shape]
        other = [
            cell
            for cell, shape in zip(cells, shapes, strict=True)
            if shape and shape != usual and made.count(usual) * 5 >= len(made) * 4
        ]
        for cell in [*typed, *other][:_FEW]:
            yield _typed(cell, next(one for one in cells if _shape(one) == usual))


def _typed(cell: Cell, like: Cell) -> Finding:
    said = f"is worked out as {cell.formula}" if cell.formula else "is typed"
    one = found(
        "COST-FORMULA-TYPED",
        cell.where,
        cell.text,
        f"{cell.where.cell} ({cell.text}) {said}; the cells of its column are worked out, as {like.where.cell} is by "
        f"{like.formula}.",
        "Put the formula back, or say why this number does not follow from the others.",
    )
    return Finding(
        one.code,
        one.severity,
        one.where,
        one.as_written,
        one.message,
        one.remedy,
        (Evidence(like.where, like.formula),),
    )


def _shape(cell: Cell) -> str:
    """A formula with its rows counted from its own; blank where there is none."""
    own = re.sub(r"\D", "", cell.where.cell)
    if not cell.formula or not own:
        return ""

    def relative(found: re.Match[str]) -> str:
        row = found[3] if found[2] else f"[{int(found[3]) - int(own)}]"
        return f"{found[1].upper()}{row}"

    return _PLACE.sub(relative, cell.formula.replace(" ", ""))
