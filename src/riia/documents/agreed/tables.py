"""Tables that add up: columns against their totals, rows against what the other rows do, shares against the whole.

How a row comes about is not guessed: a rule holds for a table where most of its rows keep it, and then speaks of the
others. A column that is off because of a row that was told is not told again.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations
from typing import Final

from riia.documents.agreed.amounts import Is, shown
from riia.documents.agreed.catalogue import told
from riia.documents.agreed.lines import Table
from riia.documents.agreed.sheets import SUBTOTAL, TOTAL, Line, Sheet, sheet_of
from riia.documents.model import Evidence, Finding
from riia.documents.rules import rule_of

_SHARE: Final = re.compile(r"\bshares?\b|\bsplit\b|%|\bper ?cent|\bproportion|\bweight|\bportion", re.I)
_PART: Final = re.compile(r"^(?:stage|instalment|payment|first|second|third|fourth|final|tranche|part|phase)\b", re.I)
_RATE: Final = re.compile(r"\brates?\b|\bper\b|\beach\b|\baverage\b|\bunit\b|\bprice\b|\bday rate", re.I)
_TOTAL_HEAD: Final = re.compile(
    r"\btotal|\bsum\b|\ballocation\b|\bamount\b|\bcost\b|\bbudget\b|\brevised\b|\bpayment\b|\bcontribution\b|\bgrant\b",
    re.I,
)


@dataclass(frozen=True, slots=True)
class _Way:
    """How a column comes about from others: the words, and the number for a row, None where that cannot be said."""

    target: int
    sources: tuple[int, ...]
    words: Callable[[Line], str]
    gives: Callable[[Line], Fraction | None]


def table_findings(table: Table) -> Iterator[Finding]:
    """What does not come out in a table."""
    sheet = sheet_of(table)
    if sheet is None:
        return
    yield from _broken(sheet)
    off: dict[tuple[int, int], Fraction] = {}
    for way, line, difference in _rows_off(sheet):
        for column in (way.target, *way.sources):
            off[(id(line), column)] = difference
        yield _row(way, line, difference, sheet)
    yield from _columns(sheet, off)
    yield from _of_subtotals(sheet)
    yield from _shares(sheet)


def numbering_findings(table: Table) -> Iterator[Finding]:
    """Numbers in the first column that stand twice or leave one out."""
    cells = [row[0] for row in table.rows if row and not TOTAL.search(row[0].text)]
    numbers = [int(match[1]) if (match := re.fullmatch(r"(\d{1,3})[.)]?", cell.text)) else None for cell in cells]
    if len(numbers) < 4 or None in numbers or numbers[0] not in (0, 1):
        return
    steps = [(before or 0, now or 0, cell) for before, now, cell in zip(numbers, numbers[1:], cells[1:], strict=False)]
    wrong = [(before, now, cell) for before, now, cell in steps if now != before + 1]
    if not 0 < len(wrong) <= 2 or len(wrong) * 3 > len(steps):
        return
    for before, now, cell in wrong:
        code, says = (
            ("NUMBER-MISSING", f"Row {before + 1} is missing before row {now}.") if now > before
            else ("NUMBER-REPEATED", f"Number {now} {'stands twice' if now == before else f'comes after {before}'}.")
        )  # fmt: skip
        rule = rule_of(code)
        row = next(row for row in table.rows if row[0] is cell)
        written = " ".join(one.text for one in row if one.text)
        yield Finding(
            rule.code, rule.severity, cell.where, written, says, "Ask whether a row was lost, or correct the number."
        )


def _broken(sheet: Sheet) -> Iterator[Finding]:
    for column, kind in sheet.kinds.items():
        lines = [*sheet.body, *(line for line, _ in sheet.sums)]
        for line in lines:
            if kind is Is.MONEY and column < len(line.values) and line.values[column].kind is Is.BROKEN:
                cell = line.cells[column]
                yield told(
                    "TABLE-AMOUNT", cell.where, cell.text,
                    f"“{cell.text}” ({line.name}) stands in a column of pounds and cannot be read as an amount: "
                    f"{'it has another sign' if re.search('[€$]', cell.text) else 'it has a letter for a digit'}.",
                    "Read it in the document itself. Until then it is not known.",
                )  # fmt: skip


def _rows_off(sheet: Sheet) -> Iterator[tuple[_Way, Line, Fraction]]:
    """Rows that do not come about as most others do; each target by the first way that fits it."""
    done: set[int] = set()
    for way in _ways(sheet):
        if way.target in done or done & set(way.sources):
            continue
        lines = [line for line in sheet.body if line.number(way.target) is not None and way.gives(line) is not None]
        right = [line for line in lines if _is_near(line.number(way.target), way.gives(line), sheet.kinds[way.target])]
        if len(right) < 2 or 5 * len(right) < 3 * len(lines):
            continue
        done.add(way.target)
        for line in lines:
            stated, wanted = line.number(way.target), way.gives(line)
            if line not in right and stated is not None and wanted is not None:
                yield way, line, stated - wanted


def _is_near(one: Fraction | None, other: Fraction | None, kind: Is) -> bool:
    """Whether two numbers are the same: money to the penny, others as far as they are written."""
    spare = 1 if kind is Is.MONEY else Fraction(1, 200)
    return one is not None and other is not None and abs(one - other) < spare


def _ways(sheet: Sheet) -> Iterator[_Way]:
    """Every way that is tried, the fuller first."""
    money = [column for column, kind in sheet.kinds.items() if kind is Is.MONEY]
    counts = [column for column, kind in sheet.kinds.items() if kind is Is.COUNT]
    for kind_columns in (money, counts):
        for target in sorted(kind_columns, key=lambda at: (not re.search(r"\btotal", sheet.table.head(at), re.I), -at)):
            others = [column for column in kind_columns if column != target]
            before = [column for column in others if column < target]
            after = [column for column in others if column > target]
            tried: list[tuple[int, ...]] = []
            for group in (others, before, after):
                for size in range(len(group), 1, -1):
                    tried += [tuple(group[-size:]), tuple(group[:size])]
            for columns in dict.fromkeys(tried):
                if any(sum(bool(line.number(column)) for column in columns) > 1 for line in sheet.body):
                    yield _sum(target, columns)
            for one, other in combinations(before, 2):
                yield _difference(target, one, other)
    yield from _products(sheet, money, counts)


def _sum(target: int, columns: tuple[int, ...]) -> _Way:
    def gives(line: Line) -> Fraction | None:
        numbers = [line.number(column) for column in columns]
        known = [number for number in numbers if number is not None]
        return sum(known, Fraction(0)) if len(known) == len(numbers) else None

    def words(line: Line) -> str:
        return " + ".join(line.cells[column].text for column in columns)

    return _Way(target, columns, words, gives)


def _difference(target: int, one: int, other: int) -> _Way:
    def gives(line: Line) -> Fraction | None:
        first, second = line.number(one), line.number(other)
        return None if first is None or second is None or not second else first - second

    def words(line: Line) -> str:
        return f"{line.cells[one].text} − {line.cells[other].text}"

    return _Way(target, (one, other), words, gives)


def _products(sheet: Sheet, money: Sequence[int], counts: Sequence[int]) -> Iterator[_Way]:
    """A number times a rate that stands in a column, or that most rows show; a share of one amount."""
    for target in reversed(money):
        for count in counts:
            for rate in [column for column in money if column != target]:
                yield _product(target, count, rate)
            if (each := _usual(sheet, target, count)) is not None:
                yield _times(target, count, each)
        for share in [column for column, kind in sheet.kinds.items() if kind is Is.PERCENT]:
            if (whole := _usual(sheet, target, share)) is not None:
                yield _times(target, share, whole)


def _product(target: int, count: int, rate: int) -> _Way:
    def gives(line: Line) -> Fraction | None:
        many, each = line.number(count), line.number(rate)
        return None if many is None or each is None else many * each

    def words(line: Line) -> str:
        return f"{line.cells[count].text} × {line.cells[rate].text}"

    return _Way(target, (count, rate), words, gives)


def _usual(sheet: Sheet, target: int, count: int) -> Fraction | None:
    """What most rows have for each one, where rows have different numbers."""
    each: list[Fraction] = []
    for line in sheet.body:
        many, amount = line.number(count), line.number(target)
        if many and amount is not None:
            each.append(amount / many)
    if len(each) < 3 or len({line.number(count) for line in sheet.body}) < 2:
        return None
    common = max(set(each), key=each.count)
    return common if 3 * each.count(common) >= 2 * len(each) else None


def _times(target: int, count: int, each: Fraction) -> _Way:
    def gives(line: Line) -> Fraction | None:
        many = line.number(count)
        return None if not many else many * each

    def words(line: Line) -> str:
        if line.values[count].kind is Is.PERCENT:
            return f"{line.cells[count].text} of {shown(each * 100, Is.MONEY)}"
        return f"{line.cells[count].text} × {shown(each, Is.MONEY)}"

    return _Way(target, (count,), words, gives)


def _row(way: _Way, line: Line, difference: Fraction, sheet: Sheet) -> Finding:
    cell, kind = line.cells[way.target], sheet.kinds[way.target]
    wanted = way.gives(line)
    assert wanted is not None
    others = [one for one in sheet.body if one is not line and _is_near(one.number(way.target), way.gives(one), kind)]
    return told(
        "TABLE-ROW", cell.where, cell.text,
        f"{line.name}: {way.words(line)} = {shown(wanted, kind)}, but {cell.text} is stated: "
        f"{shown(abs(difference), kind)} {'more' if difference > 0 else 'less'}. "
        f"{len(others)} other row{'s come' if len(others) > 1 else ' comes'} out so.",
        "Ask which of the numbers is right.",
        [Evidence(line.cells[column].where, line.cells[column].text) for column in way.sources],
    )  # fmt: skip


def _columns(sheet: Sheet, off: dict[tuple[int, int], Fraction]) -> Iterator[Finding]:
    """Totals and subtotals against their rows."""
    for total, lines in sheet.sums:
        for column, kind in sheet.kinds.items():
            stated = total.number(column)
            numbers = [line.number(column) for line in lines if column < len(line.values)]
            known = [number for number in numbers if number is not None]
            unread = [
                line for line in lines
                if column < len(line.values) and line.values[column].kind in (Is.BROKEN, Is.WORDS)
            ]  # fmt: skip
            if stated is None or len(known) < 2 or unread or kind is Is.PERCENT:
                continue
            if _is_near(stated, sum(known, Fraction(0)), kind) or _is_no_sum(sheet, column, total, lines):
                continue
            apart = stated - sum(known, Fraction(0))
            told_rows = {off[(id(line), column)] for line in lines if (id(line), column) in off}
            if any(abs(apart) == abs(difference) for difference in told_rows):
                continue
            if _follows(sheet, total, lines, column):
                continue
            yield _total(sheet, total, lines, column, apart)


def _of_subtotals(sheet: Sheet) -> Iterator[Finding]:
    """A grand total against its subtotals, where the rows themselves cannot be added."""
    subs = [line for line, _ in sheet.sums if SUBTOTAL.search(line.name)]
    total = next((line for line, _ in sheet.sums if line not in subs), None)
    if len(subs) < 2 or total is None:
        return
    for column, kind in sheet.kinds.items():
        stated, numbers = total.number(column), [line.number(column) for line in subs]
        known = [number for number in numbers if number is not None]
        rows = [line.number(column) for line in sheet.body]
        if stated is None or len(known) < len(subs) or kind is Is.PERCENT or None not in rows:
            continue
        added = sum(known, Fraction(0))
        if abs(added - stated) > 100:
            cell = total.cells[column]
            yield told(
                "TABLE-TOTAL", cell.where, cell.text,
                f"{' + '.join(line.cells[column].text for line in subs)} = {shown(added, kind)}, but {cell.text} "
                f"is stated "
                f"for “{total.name[:60]}”: {shown(abs(stated - added), kind)} {'more' if stated > added else 'less'}.",
                "Ask whether a subtotal or the total is wrong.",
            )  # fmt: skip


def _is_no_sum(sheet: Sheet, column: int, total: Line, lines: Sequence[Line]) -> bool:
    """Rates and averages, and columns whose every row has the number of the total."""
    stated = total.number(column)
    head = sheet.table.head(column)
    same = {line.number(column) for line in lines} == {stated}
    return same or bool(_RATE.search(head) and not re.search(r"\btotal", head, re.I) and stated is not None
                        and stated <= max(line.number(column) or Fraction(0) for line in lines))  # fmt: skip


def _follows(sheet: Sheet, total: Line, lines: Sequence[Line], column: int) -> bool:
    """True where a grand total is the sum of its subtotals, one of which is told to be wrong."""
    subs = [line.number(column) for line, _ in sheet.sums if line is not total and SUBTOTAL.search(line.name)]
    known = [number for number in subs if number is not None]
    return len(known) > 1 and total.number(column) == sum(known, Fraction(0))


def _total(sheet: Sheet, total: Line, lines: Sequence[Line], column: int, apart: Fraction) -> Finding:
    cell, kind = total.cells[column], sheet.kinds[column]
    added = sum((line.number(column) or Fraction(0) for line in lines), Fraction(0))
    whole = [line for line in lines if line.number(column) == abs(apart)]
    hint = f" That is the number of {whole[0].name}." if len(whole) == 1 else ""
    head = sheet.table.head(column)
    return told(
        "TABLE-TOTAL", cell.where, cell.text,
        f"{len(lines)} rows{f' of “{head[:60]}”' if head else ''} add up to {shown(added, kind)}, but {cell.text} is "
        f"stated for “{total.name[:60]}”: {shown(abs(apart), kind)} {'more' if apart > 0 else 'less'}.{hint}",
        "Ask whether a row or the total is wrong.",
    )  # fmt: skip


def _shares(sheet: Sheet) -> Iterator[Finding]:
    for column, kind in sheet.kinds.items():
        if kind is not Is.PERCENT:
            continue
        total = next((line for line, _ in sheet.sums if column < len(line.values) and line.number(column)), None)
        numbers = [line.number(column) for line in sheet.body if column < len(line.values)]
        known = [number for number in numbers if number is not None]
        parts = all(_PART.match(line.name) for line in sheet.body)
        if len(known) < len(sheet.body) or len(known) < 2:
            continue
        if total is None and not ((_SHARE.search(sheet.table.head(column)) or parts) and 80 < sum(known) < 120):
            continue
        wanted = Fraction(100) if total is None else total.number(column) or Fraction(100)
        added = sum(known, Fraction(0))
        if abs(added - wanted) < Fraction(1, 20) or _are_rounded(sheet, column, added - wanted):
            continue
        line = total or sheet.body[0]
        cell = line.cells[column]
        yield told(
            "SHARES-TOTAL", cell.where, cell.text,
            f"The {len(known)} shares come to {shown(added, kind)}, not {shown(wanted, kind)}: "
            f"{', '.join(one.cells[column].text for one in sheet.body[:12])}.",
            "Ask for the right shares.",
            [Evidence(one.cells[column].where, one.cells[column].text) for one in sheet.body[:20]],
        )  # fmt: skip


def _are_rounded(sheet: Sheet, column: int, off: Fraction) -> bool:
    """Whether every share is that of an amount beside it, rounded: then they need not make 100."""
    if abs(off) > Fraction(len(sheet.body), 2):
        return False
    for other, kind in sheet.kinds.items():
        if kind is Is.PERCENT:
            continue
        amounts = [line.number(other) for line in sheet.body]
        whole = sum((number for number in amounts if number is not None), Fraction(0))
        if whole and all(
            amount is not None and share is not None and abs(amount * 100 / whole - share) <= Fraction(1, 2)
            for amount, share in zip(amounts, (line.number(column) for line in sheet.body), strict=True)
        ):
            return True
    return False
