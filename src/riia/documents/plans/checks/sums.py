"""Areas and totals of costings against their lines, in exact pence; what follows from a line is silent."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from riia.documents.model import Finding
from riia.documents.plans.amounts import as_pounds
from riia.documents.plans.checks.adding import POUND, Sums, is_whole, unseen
from riia.documents.plans.checks.catalogue import found
from riia.documents.plans.structure import AreaCost, Money

_FEW = 9
"""So many amounts are shown one by one."""


def area_findings(sums: Sums) -> Iterator[Finding]:
    """Totals of areas against their lines, in each column, and what is left of their allocations."""
    position = 0
    for area in sums.table.areas:
        span = range(position, position + len(area.lines))
        position += len(area.lines)
        spend = [line.spend for line in area.lines]
        blank = any(line.spend.blank and line.derived for line in area.lines)
        if not blank:  # else the blank is told from this very total
            yield from _area_sum(sums, area, (0, span), area.total, spend, [sums.spend.get(at) for at in span])
        for quarter, total in area.quarters:
            held = [dict(line.quarters).get(quarter) for line in area.lines]
            better = [sums.quarter.get((at, quarter), 0) for at in span]
            yield from _area_sum(sums, area, (quarter, span), total, held, better)
        yield from _variance(sums, area, span)


def _pence(money: Money | None) -> int | None:
    """An amount; a blank among others is nothing."""
    return 0 if money is None or (money.blank and money.pence is None) else money.pence


def _added(values: Sequence[int | None]) -> int | None:
    return None if None in values else sum(value or 0 for value in values)


def _slack(total: Money, parts: Sequence[Money | None]) -> int:
    """Pence by which a sum may be off because its parts were rounded."""
    if any(money is not None and money.exact is not None for money in (total, *parts)):
        return unseen(len(parts))
    return POUND if is_whole([total, *parts]) else 0


def _area_sum(
    sums: Sums,
    area: AreaCost,
    of: tuple[int, range],
    total: Money | None,
    held: Sequence[Money | None],
    better: Sequence[int | None],
) -> Iterator[Finding]:
    if total is None or total.pence is None or not held:
        return
    period = sums.table.period(of[0]) if of[0] else ""
    stated = [_pence(money) for money in held]
    if not period and any(money is None or money.blank for money in held):
        return
    added, mended = _added(stated), _added(better)
    if added is None or total.pence in (added, mended) or sums.follows(total.pence - added, of[1], of[0]):
        return
    parts = " + ".join(as_pounds(v or 0) for v in stated) if len(stated) < _FEW else f"its {len(stated)} lines"
    column = f" in {period}" if period else ""
    words = f"{area.name}{column}: {parts} = {as_pounds(added)}, its total says {as_pounds(total.pence)}".lstrip(": ")
    if abs(total.pence - added) <= _slack(total, held):
        if is_whole([total, *held]):
            sums.rounded.append((total.where, total.as_written, words))
        return
    yield found(
        "COST-AREA-SUM",
        total.where,
        total.as_written,
        f"{words} ({_apart(total.pence, added)} than its lines).",
        "Correct the total, or the line that is wrong or missing.",
        [(money.where, money.as_written) for money in held if money is not None],
    )


def _apart(stated: int, added: int) -> str:
    return f"{as_pounds(abs(stated - added))} {'more' if stated > added else 'less'}"


def _variance(sums: Sums, area: AreaCost, span: range) -> Iterator[Finding]:
    variance, allocation = area.variance, area.allocation
    if variance is None or variance.pence is None or allocation is None or allocation.pence is None:
        return
    spends = {area.total.pence} if area.total is not None else set()
    better = [sums.spend.get(at) for at in span]
    if better and None not in better:
        spends.add(_added(better))
    known = sorted(spend for spend in spends if spend is not None)
    if not known or variance.pence in {spend - allocation.pence for spend in known}:
        return
    spend = area.total.pence if area.total is not None and area.total.pence is not None else known[0]
    yield from _left(sums, area.name, spend, allocation.pence, variance, {s - allocation.pence for s in known})


def _left(sums: Sums, name: str, spend: int, allocation: int, variance: Money, right: set[int]) -> Iterator[Finding]:
    less = f"{as_pounds(spend)} − {as_pounds(allocation)} = {as_pounds(spend - allocation)}"
    words = f"{name}: {less}, the variance says {variance.as_written}"
    pence = variance.pence or 0
    if is_whole([variance]) and min(abs(pence - value) for value in right) <= POUND:
        sums.rounded.append((variance.where, variance.as_written, words))
        return
    turned = pence in {-value for value in right}
    yield found(
        "COST-VARIANCE",
        variance.where,
        variance.as_written,
        f"{words}: the sign is the other way round." if turned else f"{words}.",
        "Show overspending as more than £0." if turned else "Correct the variance.",
    )


@dataclass(frozen=True, slots=True)
class _Column:
    """A column with its total: what the lines say, what they must say, and what the areas say."""

    name: str
    total: Money | None
    held: tuple[Money | None, ...]
    better: tuple[int | None, ...]
    areas: tuple[int | None, ...] = ()
    period: int | None = None
    """The number of the period, 0 for the spend; None for what is not of lines."""


def total_findings(sums: Sums) -> Iterator[Finding]:
    """The row of totals against the lines or the areas; the grant and what is left of it."""
    for column in _columns(sums):
        yield from _total(sums, column)
    yield from _balance(sums)


def _columns(sums: Sums) -> Iterator[_Column]:
    table = sums.table
    lines, areas = table.lines, table.areas
    subtotals = tuple(_known(area.total) for area in areas)
    spends = tuple(sums.spend.get(at) for at in range(len(lines)))
    yield _Column("planned spends", table.total_spend, tuple(line.spend for line in lines), spends, subtotals, 0)
    for quarter, money in table.total_quarters:
        held = tuple(dict(line.quarters).get(quarter) for line in lines)
        better = tuple(sums.quarter.get((at, quarter), 0) for at in range(len(lines)))
        beside = tuple(_known(dict(area.quarters).get(quarter)) for area in areas)
        yield _Column(f"amounts of {table.period(quarter)}", money, held, better, beside, quarter)
    by_lines = _by_lines(sums)
    left = tuple(
        value - area.allocation.pence
        if value is not None and area.allocation is not None and area.allocation.pence is not None
        else None
        for value, area in zip(by_lines, areas, strict=True)
    )
    if None not in subtotals:
        yield _Column("area totals", table.total_areas, tuple(area.total for area in areas), by_lines)
    allocations = tuple(area.allocation for area in areas)
    if all(money is not None for money in allocations):
        yield _Column("allocations", table.total_allocation, allocations, ())
    variances = tuple(area.variance for area in areas)
    if all(money is not None for money in variances) and not _variance_follows(sums):
        yield _Column("variances", table.total_variance, variances, left)


def _by_lines(sums: Sums) -> tuple[int | None, ...]:
    """What each area comes to by its lines."""
    position, made = 0, []
    for area in sums.table.areas:
        made.append(_added([sums.spend.get(at) for at in range(position, position + len(area.lines))]))
        position += len(area.lines)
    return tuple(made)


def _variance_follows(sums: Sums) -> bool:
    """Whether the variance of all is what the totals beside it leave: what is wrong is said of those."""
    table = sums.table
    spend = table.total_areas or table.total_spend
    values = [_known(money) for money in (table.total_variance, spend, table.total_allocation)]
    if is_whole([table.total_variance, spend, table.total_allocation]):
        return False  # differences of a pound are shown together
    return None not in values and values[0] == (values[1] or 0) - (values[2] or 0)


def _known(money: Money | None) -> int | None:
    return None if money is None else money.pence


def _total(sums: Sums, column: _Column) -> Iterator[Finding]:
    total = column.total
    if total is None or total.pence is None or not column.held:
        return
    blank = column.name == "planned spends" and any(money is None or money.blank for money in column.held)
    stated = [None] if blank else [_pence(money) for money in column.held]
    sides = [values for values in (stated, column.better, column.areas) if values and None not in values]
    candidates = [sum(value or 0 for value in values) for values in sides]
    if not candidates or total.pence == candidates[0]:
        return
    apart, lines = total.pence - candidates[0], range(len(sums.table.lines))
    if column.period is not None and None not in stated and sums.follows(apart, lines, column.period):
        return
    whole = is_whole([total, *column.held])
    if total.pence in candidates and (not whole or sums.mended or abs(total.pence - candidates[0]) > POUND):
        return  # what is wrong is said at the line or the area
    pence, added = total.pence, candidates[0]
    near = min(candidates, key=lambda value: abs(value - pence))
    shown = [value for value in sides[0] if value]
    parts = " + ".join(as_pounds(value) for value in shown) if len(shown) <= _FEW else f"the {len(sides[0])} amounts"
    said = f" ({parts})" if shown else ""
    words = f"The {column.name} add up to {as_pounds(added)}{said}, the total says {as_pounds(pence)}"
    if abs(pence - near) <= _slack(total, column.held):
        if whole:
            sums.rounded.append((total.where, total.as_written, words))
        return
    yield found(
        "COST-TOTAL-SUM",
        total.where,
        total.as_written,
        f"{words} ({_apart(pence, added)}).",
        "Correct the total, or the amount that is wrong or missing.",
        [(money.where, money.as_written) for money in column.held if money is not None and money.as_written],
    )


def _balance(sums: Sums) -> Iterator[Finding]:
    """A row below the total that says what is left of the grant, where no area has a column for it."""
    table = sums.table
    spend, grant, left = table.total_spend, table.total_allocation, table.total_variance
    if spend is None or spend.pence is None or grant is None or grant.pence is None:
        return
    if any(area.allocation or area.variance for area in table.areas):
        return
    by_lines = _added([sums.spend.get(at) for at in range(len(table.lines))])
    spends = {spend.pence} | ({by_lines} if by_lines is not None else set())
    rest = {value - grant.pence for value in spends}
    if left is not None and left.pence is not None:
        if left.pence not in rest | {-value for value in rest}:
            meant = by_lines if by_lines is not None else spend.pence
            yield from _left(sums, "All lines", meant, grant.pence, left, rest)
    elif all(value > 0 for value in rest) and spend.pence > grant.pence:
        yield found(
            "COST-OVER-GRANT",
            spend.where,
            spend.as_written,
            f"The lines cost {as_pounds(spend.pence)}, {as_pounds(spend.pence - grant.pence)} more than the "
            f"{as_pounds(grant.pence)} that the table gives as what there is to spend; it does not say who pays the "
            "rest.",
            "Say where the rest comes from, or plan less.",
            [(grant.where, grant.as_written)],
        )
