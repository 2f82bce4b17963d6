"""Sums of costings at every level, in exact pence. One cause gives one finding: what follows from it is silent."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from riia.documents.model import Finding, Where
from riia.documents.plans.amounts import as_pounds, shared_out
from riia.documents.plans.checks.catalogue import cut, found, listed
from riia.documents.plans.structure import AreaCost, CostLine, CostTable, Money

POUND = 100
PENNY = 2
"""Pence by which the parts of a line may differ from it, where amounts are in pence and each was rounded."""
_SUM = re.compile(r"=\s*SUM\(\s*\$?([A-Z]{1,3})\$?(\d+)\s*:\s*\$?([A-Z]{1,3})\$?(\d+)\s*\)", re.I)


@dataclass(slots=True)
class _Sums:
    """What is known of a table while its levels are checked from the lines up."""

    table: CostTable
    rounded: list[tuple[Where, str, str]] = field(default_factory=list)
    """Differences of a pound: place, text, arithmetic."""
    spend: dict[int, int | None] = field(default_factory=dict)
    """By position of the line: what its spend must be, by all its cells."""
    quarter: dict[tuple[int, int], int | None] = field(default_factory=dict)


def money_findings(table: CostTable) -> Iterator[Finding]:
    """All findings about the amounts of a table."""
    sums = _Sums(table)
    yield from _cells(table)
    yield from _lines(sums)
    broken = list(_formulas(table))
    yield from broken
    silent = {finding.where for finding in broken}
    yield from (finding for finding in _areas(sums) if finding.where not in silent)
    yield from (finding for finding in _totals(sums) if finding.where not in silent)
    yield from _rounding(sums)


def _name(line: CostLine) -> str:
    said = line.label or (
        f"{line.sub_requirement} ({line.scope})"
        if line.scope and line.sub_requirement
        else line.scope or line.sub_requirement
    )
    return f"“{cut(said, 60)}” in {cut(line.area, 60)}" if said else f"the line at {line.where} in {cut(line.area, 60)}"


def _cells(table: CostTable) -> Iterator[Finding]:
    for line in table.lines:
        bad = [("planned spend", line.spend)] if line.spend.doubtful else []
        bad += [(f"Q{quarter}", money) for quarter, money in line.quarters if money.doubtful]
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
                f"{_name(line)[0].upper()}{_name(line)[1:]} has no planned spend. Its quarters "
                f"({listed([m.as_written for _, m in line.quarters])}) and the area's total make it {said}.",
                "Write the amount in.",
            )


def _lines(sums: _Sums) -> Iterator[Finding]:
    table = sums.table
    shares = table.shares if sum(share for _, share in table.shares) == 100 else ()
    usual = shares or _usual(table)
    if table.shares and not shares and usual and dict(usual) != dict(table.shares):
        header, real = (listed([f"Q{q} {share} %" for q, share in split]) for split in (table.shares, usual))
        yield found(
            "COST-HEADER-SHARE",
            table.where,
            table.shares_written,
            f"The header says {header}, which is {sum(share for _, share in table.shares)} % in all; the lines are "
            f"split "
            f"{real}.",
            "Correct the header.",
        )
    wrong: list[tuple[int, CostLine, Finding]] = []
    for at, line in enumerate(table.lines):
        sums.spend[at] = line.spend.pence if line.spend.pence is not None else line.derived[1] if line.derived else None
        for quarter, money in line.quarters:
            sums.quarter[at, quarter] = 0 if money.blank and line.spend.pence is not None else money.pence
        if (
            line.spend.pence is None
            or not line.quarters
            or any(m.doubtful for _, m in line.quarters)
            or line.spend.doubtful
        ):
            continue
        amounts = {q: sums.quarter[at, q] for q, _ in line.quarters}
        if any(value is None for value in amounts.values()) or not any(m.as_written for _, m in line.quarters):
            continue
        known = {q: value or 0 for q, value in amounts.items()}
        finding = _line(sums, at, line, known, usual, declared=bool(shares))
        if finding is not None:
            wrong.append((at, line, finding))
    same = _other_shares([line for _, line, finding in wrong if finding.code == "COST-LINE-SPLIT"])
    if same and len(wrong) > 2 and len(wrong) * 2 > len(table.lines):
        first = wrong[0]
        header = listed([f"Q{q} {share} %" for q, share in shares])
        yield found(
            "COST-HEADER-SHARE",
            table.where,
            table.shares_written,
            f"The header says {header}, but {len(wrong)} of {len(table.lines)} lines are split {same}: "
            f"{_name(first[1])} has {as_pounds(first[1].spend.pence or 0)} as "
            f"{listed([m.as_written for _, m in first[1].quarters])}.",
            "Correct the header or the quarters.",
            [(finding.where, finding.as_written) for _, _, finding in wrong],
        )
        return
    for _, _, finding in wrong:
        yield finding


def _usual(table: CostTable) -> tuple[tuple[int, int], ...]:
    """The split in whole per cent that most lines have, where the header says none."""
    counted: Counter[tuple[tuple[int, int], ...]] = Counter()
    for line in table.lines:
        spend = line.spend.pence
        if spend and spend >= 1000 * POUND and all(money.pence is not None for _, money in line.quarters):
            split = tuple((q, round((money.pence or 0) * 100 / spend)) for q, money in line.quarters)
            if sum(share for _, share in split) == 100:
                counted[split] += 1
    split, times = counted.most_common(1)[0] if counted else ((), 0)
    return split if times >= 3 and times * 5 >= 3 * len(table.lines) else ()


def _line(
    sums: _Sums,
    at: int,
    line: CostLine,
    known: dict[int, int],
    shares: Sequence[tuple[int, int]],
    *,
    declared: bool,
) -> Finding | None:
    """The finding for one line, if its quarters are not its split; pounds of rounding are noted."""
    spend = line.spend.pence or 0
    total = sum(known.values())
    arithmetic = f"{' + '.join(as_pounds(value) for value in known.values())} = {as_pounds(total)}"
    off: list[int] = []
    wanted: dict[int, int] = {}
    if shares:
        wanted = shared_out(spend, tuple(shares))
        exact = {q: spend * share for q, share in shares}
        off = [
            q
            for q in known
            if q in wanted and abs(known[q] - wanted[q]) > POUND and abs(known[q] * 100 - exact[q]) > 100 * POUND
        ]
    slack = _slack(spend, *known.values())
    if not off and wanted and abs(total - spend) > slack:
        off = [q for q in known if q in wanted and abs(known[q] - wanted[q]) > slack]
    if not off and abs(total - spend) <= slack:
        if total != spend:
            sums.rounded.append(
                (line.where, line.spend.as_written, f"{_name(line)}: {arithmetic}, not {as_pounds(spend)}")
            )
        return None
    if not declared and abs(total - spend) <= slack:
        return None  # a profile of its own, which nothing forbids
    culprit = _culprit(sums, at, line, known, wanted, shares, off)
    where = (
        line.spend.where
        if culprit == 0
        else next((m.where for q, m in line.quarters if q == culprit), line.spend.where)
    )
    written = (
        line.spend.as_written
        if culprit == 0
        else next((m.as_written for q, m in line.quarters if q == culprit), line.spend.as_written)
    )
    source = "the header" if declared else "the split of the other lines"
    expected = (
        f" By {source} it would be {listed([f'Q{q} {as_pounds(v)}' for q, v in wanted.items()])}." if wanted else ""
    )
    points = (
        f" The odd one is {'the planned spend' if culprit == 0 else f'Q{culprit}'} “{written}”."
        if culprit is not None
        else ""
    )
    if abs(total - spend) > slack:
        return found(
            "COST-LINE-SUM",
            where,
            written,
            f"{_name(line)}: {arithmetic}, not the planned {as_pounds(spend)} ({as_pounds(abs(total - spend))} "
            f"{'more' if total > spend else 'less'}).{expected}{points}",
            "Correct the amount that is wrong.",
            [(m.where, f"Q{q}: {m.as_written}") for q, m in line.quarters],
        )
    sums.quarter.update({(at, quarter): value for quarter, value in wanted.items()})
    return found(
        "COST-LINE-SPLIT",
        where,
        written,
        f"{_name(line)}: {as_pounds(spend)} is split "
        f"{listed([f'Q{q} {as_pounds(v)}' for q, v in known.items()])}.{expected}",
        "Correct the quarters, or say why this line has another profile.",
        [(m.where, f"Q{q}: {m.as_written}") for q, m in line.quarters],
    )


def _slack(*amounts: int) -> int:
    """How far a sum may be off because its parts were rounded: a pound among whole pounds, else a penny or two."""
    return POUND if all(amount % POUND == 0 for amount in amounts) else PENNY


def _culprit(
    sums: _Sums,
    at: int,
    line: CostLine,
    known: dict[int, int],
    wanted: dict[int, int],
    shares: Sequence[tuple[int, int]],
    off: list[int],
) -> int | None:
    """Which cell is the odd one: 0 for the spend, a quarter, or None. What follows from it is noted as known."""
    total = sum(known.values())
    if shares and total > 0:
        other = shared_out(total, tuple(shares))
        slack = _slack(line.spend.pence or 0, *known.values())
        if all(abs(known[q] - other.get(q, 0)) <= slack for q in known):
            sums.spend[at] = total
            return 0
    if len(off) == 1:
        sums.quarter[at, off[0]] = wanted[off[0]]
        return off[0]
    return None


def _other_shares(lines: Sequence[CostLine]) -> str:
    """The split that all these lines have instead, such as "25/25/50"; blank where they differ."""
    said = set()
    for line in lines:
        spend = line.spend.pence or 0
        if spend:
            said.add("/".join(str(round((m.pence or 0) * 100 / spend)) for _, m in line.quarters))
    return said.pop() if len(said) == 1 else ""


def _areas(sums: _Sums) -> Iterator[Finding]:
    position = 0
    for area in sums.table.areas:
        span = range(position, position + len(area.lines))
        position += len(area.lines)
        yield from _area_sum(sums, area, span)
        yield from _variance(sums, area, span)


def _area_sum(sums: _Sums, area: AreaCost, span: range) -> Iterator[Finding]:
    total = area.total
    if total is None or total.pence is None or not area.lines:
        return
    stated = [line.spend.pence for line in area.lines]
    if any(line.spend.blank and line.derived for line in area.lines):
        return  # the blank is told from this very total
    better = [sums.spend.get(at) for at in span]
    if any(value is None for value in stated):
        return
    added = sum(value or 0 for value in stated)
    mended = sum(value or 0 for value in better) if all(value is not None for value in better) else added
    if total.pence in (added, mended):
        return
    parts = " + ".join(as_pounds(v or 0) for v in stated) if len(stated) <= 8 else f"its {len(stated)} lines"
    words = f"{area.name}: {parts} = {as_pounds(added)}, its total says {as_pounds(total.pence)}"
    if abs(total.pence - added) <= _slack(total.pence, added):
        sums.rounded.append((total.where, total.as_written, words))
        return
    yield found(
        "COST-AREA-SUM",
        total.where,
        total.as_written,
        f"{words} ({as_pounds(abs(total.pence - added))} {'more' if total.pence > added else 'less'} than its lines).",
        "Correct the total, or the line that is wrong or missing.",
        [(line.spend.where, line.spend.as_written) for line in area.lines],
    )


def _variance(sums: _Sums, area: AreaCost, span: range) -> Iterator[Finding]:
    variance, allocation = area.variance, area.allocation
    if variance is None or variance.pence is None or allocation is None or allocation.pence is None:
        return
    spends = {area.total.pence} if area.total is not None else set()
    better = [sums.spend.get(at) for at in span]
    if all(value is not None for value in better) and better:
        spends.add(sum(value or 0 for value in better))
    spends.discard(None)
    right = {spend - allocation.pence for spend in spends if spend is not None}
    if not right or variance.pence in right:
        return
    spend = (
        area.total.pence
        if area.total is not None and area.total.pence is not None
        else next(iter(s for s in spends if s is not None))
    )
    less = f"{as_pounds(spend)} − {as_pounds(allocation.pence)} = {as_pounds(spend - allocation.pence)}"
    words = f"{area.name}: {less}, the variance says {variance.as_written}"
    if min(abs(variance.pence - value) for value in right) <= POUND:
        sums.rounded.append((variance.where, variance.as_written, words))
        return
    if variance.pence in {-value for value in right}:
        yield found(
            "COST-VARIANCE",
            variance.where,
            variance.as_written,
            f"{words}: the sign is the other way round.",
            "Show overspending as more than £0.",
        )
        return
    yield found("COST-VARIANCE", variance.where, variance.as_written, f"{words}.", "Correct the variance.")


def _totals(sums: _Sums) -> Iterator[Finding]:
    table = sums.table
    lines, areas = table.lines, table.areas
    spend = [line.spend.pence for line in lines]
    yield from _total(
        sums,
        "planned spend",
        table.total_spend,
        spend,
        [sums.spend.get(at) for at in range(len(lines))],
        [(line.spend.where, line.spend.as_written) for line in lines],
        extra=[_known(area.total) for area in areas],
    )
    for quarter, money in table.total_quarters:
        stated = [dict(line.quarters).get(quarter) for line in lines]
        yield from _total(
            sums,
            f"Q{quarter}",
            money,
            [
                0 if m is None or (m.blank and not line.spend.blank) else m.pence
                for m, line in zip(stated, lines, strict=True)
            ],
            [sums.quarter.get((at, quarter), 0) for at in range(len(lines))],
            [(m.where, m.as_written) for m in stated if m is not None and m.as_written],
        )
    spans, position = [], 0
    for area in areas:
        spans.append(range(position, position + len(area.lines)))
        position += len(area.lines)
    by_lines = [
        sum(sums.spend.get(at) or 0 for at in span) if all(sums.spend.get(at) is not None for at in span) else None
        for span in spans
    ]
    for name, amount, values, better in (
        ("area totals", table.total_areas, [_known(a.total) for a in areas], by_lines),
        ("allocations", table.total_allocation, [_known(a.allocation) for a in areas], None),
        (
            "variances",
            table.total_variance,
            [_known(a.variance) for a in areas],
            [
                value - a.allocation.pence
                if value is not None and a.allocation is not None and a.allocation.pence is not None
                else None
                for value, a in zip(by_lines, areas, strict=True)
            ],
        ),
    ):
        if all(value is not None for value in values):
            yield from _total(sums, name, amount, values, better or values, [])


def _known(money: Money | None) -> int | None:
    return None if money is None else money.pence


def _total(
    sums: _Sums,
    name: str,
    total: Money | None,
    stated: Sequence[int | None],
    better: Sequence[int | None],
    evidence: Sequence[tuple[Where, str]],
    extra: Sequence[int | None] = (),
) -> Iterator[Finding]:
    if total is None or total.pence is None or not stated:
        return
    candidates = []
    for values in (stated, better, extra):
        if values and all(value is not None for value in values):
            candidates.append(sum(value or 0 for value in values))
    if not candidates or total.pence == candidates[0]:
        return
    pence, added = total.pence, candidates[0]
    if total.pence in candidates and abs(total.pence - added) > POUND:
        return  # what is wrong is said at the line or the area
    shown = [value for value in stated if value]
    parts = " + ".join(as_pounds(value) for value in shown) if len(shown) <= 9 else f"the {len(stated)} amounts"
    words = f"The {name} add up to {as_pounds(added)} ({parts}), the total says {as_pounds(total.pence)}".replace(
        "The planned spend add", "The planned spends add"
    )
    words = re.sub(r"^The (Q\d) add", r"The amounts of \1 add", words)
    typed = any(character in total.as_written for character in "£,")
    near = min(candidates, key=lambda value: abs(value - pence))
    whole = all(value % POUND == 0 for value in (*shown, total.pence))
    if abs(total.pence - near) <= (POUND if whole else 0 if typed else PENNY):
        sums.rounded.append((total.where, total.as_written, words))
        return
    yield found(
        "COST-TOTAL-SUM",
        total.where,
        total.as_written,
        f"{words} ({as_pounds(abs(total.pence - added))} {'more' if total.pence > added else 'less'}).",
        "Correct the total, or the amount that is wrong or missing.",
        evidence,
    )


def _rounding(sums: _Sums) -> Iterator[Finding]:
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


def _formulas(table: CostTable) -> Iterator[Finding]:
    """Sums that leave out lines of their own column."""
    cells: list[Money] = [
        m for m in (table.total_spend, *(m for _, m in table.total_quarters)) if m is not None and m.formula
    ]
    for total in cells:
        match = _SUM.fullmatch(total.formula.strip())
        if match is None:
            continue
        column, top, bottom = match[1].upper(), int(match[2]), int(match[4])
        beside = [
            money
            for line in table.lines
            for money in (line.spend, *(m for _, m in line.quarters))
            if re.fullmatch(rf"{column}\d+", money.where.cell) and money.pence
        ]
        rows = [(int(re.sub(r"\D", "", money.where.cell)), money) for money in beside]
        left = [(row, money) for row, money in rows if not top <= row <= bottom]
        # A sum of subtotals is no sum of lines.
        if left and len(left) * 2 < len(rows):
            yield found(
                "COST-FORMULA-RANGE",
                total.where,
                total.formula,
                f"{total.formula} leaves out "
                f"{listed([f'{money.where.cell} ({money.as_written})' for _, money in left])}.",
                "Widen the range of the sum.",
                [(money.where, money.as_written) for _, money in left],
            )
