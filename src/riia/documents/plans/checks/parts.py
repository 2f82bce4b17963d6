"""Rows and columns of costings against what most of the table shows: products, parts, shares, numbers of lines."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from math import ceil, floor

from riia.documents.model import Cell, Finding
from riia.documents.plans.amounts import pence_of, with_digits
from riia.documents.plans.checks import cost_rules
from riia.documents.plans.checks.adding import Sums
from riia.documents.plans.checks.catalogue import cut, found, listed
from riia.documents.plans.ledger import Made, Relation, figure, grid_of, made_of, number_columns, relations
from riia.documents.plans.structure import CostRow, CostTable, RowKind

assert cost_rules.RULES
_RATE = re.compile(r"\brates?\b|\bper\b|\beach\b|\baverage\b|\bunit\b|\bprice\b|%|\bshare|\bper ?cent|\bprofile", re.I)
_OF_KPI = re.compile(r"\bkpis?\b|\bmeasure|\bactivit|\bsupports?\b|\bcovers\b|\bpays\b|\bindicator|\baction", re.I)
_FEW = 4
_CODE = re.compile(r"(?P<lead>[A-Za-z]{0,5}[ .-]?)(?P<number>\d{1,4})")


@dataclass(slots=True)
class _Grid:
    """The lines of a table as numbers."""

    table: CostTable
    lines: list[CostRow]
    numbers: list[list[Fraction | None]]
    columns: list[int]

    def head(self, at: int) -> str:
        heads = self.table.heads
        return " ".join(heads[at].split()) if at < len(heads) else ""


def part_findings(sums: Sums) -> Iterator[Finding]:
    """What rows and columns show that have no part in the profile of the spend."""
    table = sums.table
    lines = [row for row in table.rows if row.kind is RowKind.LINE]
    width = max((len(row.cells) for row in table.rows), default=0)
    cells = [row.cells for row in lines]
    numbers = grid_of(cells, width)
    grid = _Grid(table, lines[: len(numbers)], numbers, number_columns(cells, numbers))
    off: dict[tuple[int, int], Fraction] = {}
    for finding, row, column, difference in _rows(grid):
        off[row, column] = difference
        _noted(sums, finding, grid.numbers[row][column], difference)
        yield finding
    yield from _columns(grid, off)
    yield from _shares(table)
    yield from _numbers(grid)
    yield from _damaged(grid)


def _noted(sums: Sums, finding: Finding, stated: Fraction | None, difference: Fraction) -> None:
    """Keep what a line must be by its parts, so that totals which fit it are not told."""
    for at, line in enumerate(sums.table.lines):
        if line.spend.where == finding.where and stated is not None:
            sums.spend[at] = round((stated - difference) * 100)
            sums.apart[at, 0] = round(-difference * 100)
            sums.mended = True


type _Broken = tuple[Finding, int, int, Fraction, frozenset[int]]
"""What does not come out: the finding, the line, the column, by how much, and every column it rests on."""


def _rows(grid: _Grid) -> Iterator[tuple[Finding, int, int, Fraction]]:
    """Lines whose amount is not what most lines show: a number at a rate, the sum of parts, a share of another."""
    done: set[int] = set()
    related = relations(grid.numbers, grid.columns)
    broken: list[_Broken] = list(_ratios(grid, {one.target for one in related}))
    for relation in related:
        if (relation.target in done and relation.made is not Made.SUM) or _is_profile(grid, relation):
            continue
        if relation.made is Made.SUM and not _is_amount(grid, relation.target):
            continue
        if any(_are_same(grid, relation, other) for other in (*done, *_spends(grid, relation))):
            continue
        done.add(relation.target)
        broken += _against(grid, relation)
    for at in sorted({one[1] for one in broken}):
        yield from _causes([one for one in broken if one[1] == at])


def _causes(broken: Sequence[_Broken]) -> Iterator[tuple[Finding, int, int, Fraction]]:
    """Of what does not come out in a line, what explains the rest: the cell that most of it rests on."""
    left = list(broken)
    while left:
        counted = Counter(column for one in left for column in one[4])
        most = max(counted.values())
        first = next((one for one in left if most > 1 and counted[one[2]] == most), left[0])
        yield first[:4]
        left = [one for one in left if one is not first and first[2] not in one[4]]


def _are_same(grid: _Grid, relation: Relation, other: int) -> bool:
    """Whether a column only says again what another does, as a check or for each year."""
    made = [row for row in grid.numbers if all(row[source] is not None for source in relation.sources)]
    both = [(row[relation.target], row[other]) for row in made if row[relation.target] is not None]
    return len(both) > 1 and sum(first == second for first, second in both) * 5 >= 3 * len(both)


def _spends(grid: _Grid, relation: Relation) -> list[int]:
    """The column of the spend, where a column that is another may only repeat it."""
    places = {line.spend.where for line in grid.table.lines}
    held = {at for row in grid.lines for at, cell in enumerate(row.cells) if cell.where in places}
    return [] if relation.target in held else sorted(held)


def _is_profile(grid: _Grid, relation: Relation) -> bool:
    """Whether it is the sum of the periods: that is checked with the shares."""
    return relation.made is Made.SUM and set(relation.sources) <= set(grid.table.taken)


def _is_amount(grid: _Grid, at: int) -> bool:
    held = [row.cells[at].text for row in grid.lines if at < len(row.cells) and row.cells[at].text.strip()]
    return any("£" in text or re.search(r"\.\d\d\b|,\d{3}", text) for text in held)


def _against(grid: _Grid, relation: Relation) -> Iterator[_Broken]:
    for at, row in enumerate(grid.numbers):
        stated = row[relation.target]
        parts = [row[source] for source in relation.sources]
        if stated is None or (relation.made is not Made.SUM and None in parts) or not any(parts):
            continue
        made = made_of(relation.made, parts)
        line = grid.lines[at]
        cell = line.cells[relation.target]
        rests = frozenset((relation.target, *relation.sources))
        if any(_is_unread(line.cells[one]) for one in rests if one < len(line.cells)) or _rounds_to(made, stated, cell):
            continue
        shown = [_shown(line.cells, source) for source in relation.sources]
        working = f"({shown[0]} + {shown[1]}) × {shown[-1]}" if relation.made is Made.SCALED else ""
        working = working or (" × " if relation.made is Made.PRODUCT else " + ").join(shown)
        finding = _told(line, cell, working, made, stated, relation.hits)
        yield finding, at, relation.target, stated - made, rests


def _damaged(grid: _Grid) -> Iterator[Finding]:
    """Words and letters in a column of numbers, where the spend and its periods are looked at elsewhere."""
    for column in grid.columns:
        for line in grid.lines if column not in grid.table.taken else ():
            cell = line.cells[column] if column < len(line.cells) else None
            if cell is None or not _is_unread(cell) or not re.search(r"\d", cell.text) or len(cell.text.strip()) > 14:
                continue
            likely = with_digits(cell.text.strip())
            if likely != cell.text.strip() and pence_of(likely) is not None:
                yield found(
                    "COST-CELL-DAMAGED",
                    cell.where,
                    cell.text,
                    f"“{cell.text.strip()}” stands in the column of numbers “{cut(grid.head(column), 40)}” and "
                    f"is none, likely {likely}.",
                    "Check the original; write it as a number.",
                )


def _is_unread(cell: Cell) -> bool:
    return bool(cell.text.strip()) and figure(cell) is None


def _shown(cells: Sequence[Cell], at: int) -> str:
    return (cells[at].text.strip() if at < len(cells) else "") or "0"


def _rounds_to(made: Fraction, stated: Fraction, cell: Cell) -> bool:
    """Whether a number is what was worked out, as exactly as it is written."""
    if abs(made - stated) < Fraction(1, 1000):
        return True
    pence = bool(re.search(r"\.\d\d", cell.text)) or stated.denominator != 1
    unit = Fraction(1, 100) if pence else Fraction(1)
    return stated in (floor(made / unit) * unit, ceil(made / unit) * unit)


def _money(amount: Fraction) -> str:
    sign = "-" if amount < 0 else ""
    pence = round(abs(amount) * 100)
    return f"{sign}£{pence // 100:,}.{pence % 100:02d}" if pence % 100 else f"{sign}£{pence // 100:,}"


def _told(line: CostRow, cell: Cell, working: str, made: Fraction, stated: Fraction, others: int) -> Finding:
    return found(
        "COST-LINE-PARTS",
        cell.where,
        cell.text,
        f"“{cut(line.name, 60)}”: {working} = {_money(made)}, the line says {cell.text.strip()} "
        f"({_money(abs(stated - made))} {'more' if stated > made else 'less'}). {others} other "
        f"line{'s come' if others != 1 else ' comes'} out so.",
        "Correct the amount or what it is made from.",
    )


def _ratios(grid: _Grid, done: set[int]) -> Iterator[_Broken]:
    """Columns that are the same share of another in most lines, such as on-costs of salaries."""
    taken = set(grid.table.taken) | done
    for target in grid.columns:
        if target in taken or not _is_amount(grid, target):
            continue
        for source in grid.columns:
            if source == target or not _is_amount(grid, source):
                continue
            relation = _ratio(grid, target, source)
            if relation is None:
                continue
            yield from _off_ratio(grid, target, source, *relation)
            break


def _ratio(grid: _Grid, target: int, source: int) -> tuple[Fraction, int] | None:
    """The share in whole per cent that most lines have, and how many."""
    pairs = [(part, whole) for row in grid.numbers if (part := row[target]) and (whole := row[source])]
    told = [(round(part * 100 / whole), part, whole) for part, whole in pairs]
    shares = [share for share, part, whole in told if abs(whole * share / 100 - part) <= Fraction(1, 2)]
    lines = len(pairs)
    if lines < 3 or not shares:
        return None
    share, hits = Counter(shares).most_common(1)[0]
    said = re.search(r"(\d{1,2})\s?%", grid.head(target))
    if said and int(said[1]) == share and hits * 5 >= lines * 3:
        return Fraction(share, 100), hits
    return (Fraction(share, 100), hits) if hits >= 3 and hits * 3 >= lines * 2 and 0 < share < 100 else None


def _off_ratio(grid: _Grid, target: int, source: int, share: Fraction, hits: int) -> Iterator[_Broken]:
    for at, row in enumerate(grid.numbers):
        stated, whole = row[target], row[source]
        if stated is None or not whole:
            continue
        made = whole * share
        cell = grid.lines[at].cells[target]
        if _rounds_to(made, stated, cell) or abs(made - stated) <= Fraction(1, 2):
            continue
        working = f"{round(share * 100)} % of {_shown(grid.lines[at].cells, source)}"
        yield (
            _told(grid.lines[at], cell, working, made, stated, hits),
            at,
            target,
            stated - made,
            frozenset((target, source)),
        )


def _columns(grid: _Grid, off: dict[tuple[int, int], Fraction]) -> Iterator[Finding]:
    """Totals of the columns that are neither the spend nor one of its periods."""
    positions = [at for at, row in enumerate(grid.table.rows) if row.kind is RowKind.LINE]
    place = {at: line for line, at in enumerate(positions)}
    for total in grid.table.rows:
        if total.kind is RowKind.LINE or len(total.of) < 2:
            continue
        for column in grid.columns:
            if column in grid.table.taken or column >= len(total.cells) or _RATE.search(grid.head(column)):
                continue
            stated = figure(total.cells[column])
            rows = [place[at] for at in total.of if at in place and place[at] < len(grid.numbers)]
            known = [grid.numbers[at][column] for at in rows]
            unread = any(_is_unread(grid.lines[at].cells[column]) for at in rows if column < len(grid.lines[at].cells))
            if stated is None or unread or sum(value is not None for value in known) < 2:
                continue
            added = sum((value or Fraction(0) for value in known), Fraction(0))
            apart = stated - added
            follows = any(off.get((at, column)) in (apart, -apart) for at in rows)
            if not apart or follows or not _is_sum(grid, column, stated, added):
                continue
            cell = total.cells[column]
            yield found(
                "COST-COLUMN-SUM",
                cell.where,
                cell.text,
                f"The {len(rows)} lines of “{cut(grid.head(column), 40)}” add up to {float(added):,.10g}, "
                f"“{cut(total.name, 40)}” says {cell.text.strip()} ({float(abs(apart)):,.10g} "
                f"{'more' if apart > 0 else 'less'}).",
                "Correct the total, or the row that is wrong or missing.",
            )


def _is_sum(grid: _Grid, column: int, stated: Fraction, added: Fraction) -> bool:
    """Whether the number below a column is meant as its sum: it is near it, and no average of it."""
    unseen = _is_amount(grid, column) and abs(stated - added) < Fraction(1, 100)
    return abs(stated - added) * 4 <= abs(added) and not unseen


def _shares(table: CostTable) -> Iterator[Finding]:
    """Lines with a profile of their own that is no whole."""
    for line in table.lines:
        if len(line.shares) < 2 or sum(line.shares) in (0, 100) or line.shares_where is None:
            continue
        shares = " + ".join(f"{share}" for share in line.shares)
        yield found(
            "COST-LINE-SHARES",
            line.shares_where,
            " | ".join(f"{share}%" for share in line.shares),
            f"“{cut(line.label, 60)}”: {shares} = {sum(line.shares)} %, not 100 %.",
            "Correct the share that is wrong.",
        )


def _numbers(grid: _Grid) -> Iterator[Finding]:
    """Numbers of lines that stand twice or are left out, where the lines are counted."""
    width = max((len(row.cells) for row in grid.lines), default=0)
    for column in range(min(width, 3)):
        if _OF_KPI.search(grid.head(column)) or column in grid.table.taken:
            continue
        cells = [row.cells[column] for row in grid.lines if column < len(row.cells)]
        read = [(_CODE.fullmatch(cell.text.strip()), cell) for cell in cells if cell.text.strip()]
        counted = [(match["lead"], int(match["number"]), cell) for match, cell in read if match]
        if len(counted) < _FEW or len(counted) != len(read):
            continue
        if len({lead for lead, _, _ in counted}) == 1 and _is_count([number for _, number, _ in counted]):
            yield from _counted(counted)
        return


def _is_count(numbers: Sequence[int]) -> bool:
    """Whether numbers go up by one, or stand where they would if they did, in most rows."""
    steps = sum(after - before == 1 for before, after in pairwise(numbers))
    placed = sum(number == numbers[0] + at for at, number in enumerate(numbers))
    return steps * 10 >= (len(numbers) - 1) * 7 or placed * 4 >= len(numbers) * 3


def _counted(counted: Sequence[tuple[str, int, Cell]]) -> Iterator[Finding]:
    seen: dict[int, Cell] = {}
    numbers = [number for _, number, _ in counted]
    twice = []
    for _, number, cell in counted:
        if number in seen:
            twice.append((cell, seen[number]))
        seen.setdefault(number, cell)
    width = max(len(cell.text.strip()) for _, _, cell in counted)
    lead = counted[0][0]
    missing = [number for number in range(min(numbers), max(numbers)) if number not in seen]
    zeros = counted[0][2].text.strip()[len(lead) :].startswith("0")
    gone = [f"{lead}{str(number).zfill(width - len(lead)) if zeros else number}" for number in missing]
    if twice:
        said = listed([f"{cell.text.strip()}" for cell, _ in twice])
        also = f"; {listed(gone)} {'is' if len(gone) == 1 else 'are'} not there" if gone else ""
        yield found(
            "COST-NUMBER-TWICE",
            twice[0][0].where,
            twice[0][0].text,
            f"Line {said} is there twice{also}.",
            "Give each line a number of its own.",
            [(first.where, first.text) for _, first in twice],
        )
    elif gone and len(gone) <= 3:
        after = next(cell for _, number, cell in counted if number > missing[0])
        yield found(
            "COST-NUMBER-TWICE",
            after.where,
            after.text,
            f"The lines are counted and {listed(gone)} {'is' if len(gone) == 1 else 'are'} not there.",
            "Say that the line was taken out, or put it in.",
        )
