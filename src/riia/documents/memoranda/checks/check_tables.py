"""Sums in the tables of an agreement: of columns at every level, of rows, of shares, and what announces them. Pure.

What a column is made of is learnt from the table: where most rows are a sum or a product of others, a row that is not
is told. Cells that are redacted or still to be said are no noughts: what they are part of is not added up.
"""

import re
from collections.abc import Iterator, Sequence
from decimal import ROUND_HALF_UP, Decimal
from itertools import combinations
from typing import Final

from riia.documents.memoranda.checks.material import NUMBER, Material, Unit, made, number, short
from riia.documents.memoranda.checks.numbered_rows import numbered_findings
from riia.documents.memoranda.checks.tables import Row, Table, is_nothing, value_of
from riia.documents.model import Finding
from riia.documents.money import amount_mentions

_ADDS: Final = re.compile(r"\btotal\b|\bsum\b|\boverall\b|\bcombined\b|\ball years\b", re.I)
_NO_SUM: Final = re.compile(
    r"\b(?:rate|price|unit cost|day rate|average|year of birth|age|score|rank|no\.?|number|ref|phone|tel|"
    r"cumulative|balance|remaining|clause)\b",
    re.I,
)
_NUMBER_OF: Final = re.compile(
    r"\b(?:number|no\.?|posts?|fte|days|hours|weeks|nights|places|units|quantity|children)\b", re.I
)
_RATE_OF: Final = re.compile(r"\b(?:rate|price|salary|unit cost|cost per|per|each|fee)\b", re.I)
_COST: Final = re.compile(r"\b(?:cost|total|amount|charge|contribution|sum)\b", re.I)
_SHARE: Final = re.compile(r"share|%|per ?cent|proportion|split|weight|contribution", re.I)
_ROUNDED: Final = re.compile(r"\bround(?:ed|ing)\b", re.I)
_ITEMS: Final = re.compile(
    rf"\b(?P<many>{NUMBER})\s+(?:[a-z-]+\s+){{0,3}}?(?P<noun>items|fields|indicators|measures|rows|elements|variables|"
    r"meetings|payments|instalments|milestones|stages|members|deliverables|outputs|services|roles|posts|risks|"
    r"workstreams|"
    r"projects|activities|categories|datasets|data items|outcomes|tasks|columns|principles|objectives|functions)\b",
    re.I,
)
_THESE: Final = re.compile(
    rf"\b(?:these|following|has|have|into|are)\s+(?:the\s+)?(?:following\s+)?(?P<many>{NUMBER})\s+(?:[a-z-]+\s+){{0,3}}?"
    r"(?P<noun>(?!councils|authorities|boroughs|parties|partners|days|weeks|months|years|times)[a-z-]{3,}s)"
    r"(?:\s+[a-z]+){0,4}\s*:$",
    re.I,
)
_ONE: Final = Decimal(1)


def table_findings(material: Material) -> Iterator[Finding]:
    """What does not come out in the tables."""
    rounded = bool(_ROUNDED.search(material.text))
    for table in material.tables:
        wrong = dict(_rows(table))
        yield from (finding for finding, _ in wrong.values())
        for column in range(table.width):
            off = sum(away for (_, at), (_, away) in wrong.items() if at == column)
            yield from (one for one, away in _column(table, column, rounded) if not away or away != -off)
        yield from _currency(table)
        yield from numbered_findings(table)
        yield from _announced(table, material)


def _known(table: Table, column: int) -> list[tuple[Row, Decimal]]:
    return [(row, value.number) for row in table.rows if (value := row.value(column))]


def _is_amounts(table: Table, column: int) -> bool:
    """Whether a column holds numbers that may be added: most of its cells, none hidden."""
    cells = [row.text(column) for row in table.body]
    numbers = [value for cell in cells if (value := value_of(cell))]
    rest = [cell for cell in cells if value_of(cell) is None and not is_nothing(cell)]
    return len(numbers) > 1 and not rest


def _column(table: Table, column: int, rounded: bool) -> Iterator[tuple[Finding, Decimal]]:
    """What is wrong with the totals of a column, with how far off each is."""
    if _NO_SUM.search(table.name(column)) or not _is_amounts(table, column):
        return
    percent = any((value := row.value(column)) and value.percent for row in table.rows)
    own = sums = _ONE * 0
    parts = 0
    totals = [row for row in table.rows if row.is_total and row.value(column)]
    for row in table.rows:
        value = row.value(column)
        if not row.is_total:
            own += value.number if value else 0
            continue
        if value is None:
            continue
        last = row is totals[-1]
        grand = last and parts > 0
        wanted = {own, sums + own, sums} if grand else {own}
        if row.is_part or (not last and len(totals) > 1):
            parts, sums = parts + 1, sums + value.number
            wanted = {own}
        if value.number not in wanted and own + sums and not (rounded and _near(value.number, wanted, table, column)):
            added = (sums + own) if grand else own
            yield _total(table, column, row, value.number, added, percent), value.number - added
        own = _ONE * 0
    if (percent and not totals) or (percent and totals and _hundred(totals, column)):
        yield from ((one, Decimal(0)) for one in _shares(table, column, rounded))


def _near(stated: Decimal, wanted: set[Decimal], table: Table, column: int) -> bool:
    spare = _step(table, column) * len(table.body) / 2
    return any(abs(stated - one) <= spare for one in wanted)


def _step(table: Table, column: int) -> Decimal:
    """The last digit that a column shows, as a number."""
    places = [max(0, -int(number.as_tuple().exponent)) for _, number in _known(table, column)]
    return Decimal(1).scaleb(-max(places, default=0))


def _total(table: Table, column: int, row: Row, stated: Decimal, added: Decimal, percent: bool) -> Finding:
    cell = row.cells[column]
    away = abs(stated - added)
    more = "more" if stated > added else "less"
    code = "MOU-SHARES" if percent else "MOU-TOTAL"
    return made(
        code, cell.where, cell.text,
        f"The rows of “{table.name(column)}” add up to {_as(cell.text, added)}, and {cell.text} is stated: "
        f"{_as(cell.text, away)} {more}.",
        "Ask whether a row or the total is wrong.",
    )  # fmt: skip


def _as(like: str, value: Decimal) -> str:
    """A number as the document writes numbers: "£1,200.50", "101%"."""
    pounds = next((sign for sign in "£€$" if sign in like), "")
    shown = f"{value:,.2f}" if pounds and (value != value.to_integral() or "." in like) else f"{value.normalize():,f}"
    return f"{pounds}{shown}{'%' if '%' in like else ''}"


def _hundred(totals: Sequence[Row], column: int) -> bool:
    """Whether the stated total is right as a sum, so that only 100 is in question."""
    value = totals[-1].value(column)
    return value is not None and value.number != 100


def _shares(table: Table, column: int, rounded: bool) -> Iterator[Finding]:
    """Shares that are not the whole, where the column is one of shares."""
    known = [(row, value) for row, value in _known(table, column) if not row.is_total]
    added = sum((value for _, value in known), Decimal(0))
    shared = _SHARE.search(table.name(column)) and 85 <= added <= 115
    if added == 100 or not shared or len(known) < 2 or _follows_amounts(table, column):
        return
    if rounded and abs(added - 100) <= _step(table, column) * len(known) / 2:
        return
    if any(row.is_total and (value := row.value(column)) and value.number != added for row in table.rows):
        return  # said of its total
    cell = known[-1][0].cells[column]
    yield made(
        "MOU-SHARES", cell.where, cell.text,
        f"The shares of “{table.name(column)}” add up to {added.normalize():f}%, not 100%.",
        "Ask which share is wrong.",
    )  # fmt: skip


def _follows_amounts(table: Table, column: int) -> bool:
    """Whether each share is worked out from amounts beside it and rounded, so that 99.9 is right."""
    known = [row for row in table.body if row.value(column)]
    for other in range(table.width):
        amounts = [row.value(other) for row in known]
        if other == column or not all(amounts):
            continue
        whole = sum((one.number for one in amounts if one), Decimal(0))
        step = _step(table, column)
        if whole and all(
            one and (share := row.value(column)) and abs(share.number - one.number * 100 / whole) <= step / 2
            for row, one in zip(known, amounts, strict=True)
        ):
            return True
    return False


def _rows(table: Table) -> Iterator[tuple[tuple[int, int], tuple[Finding, Decimal]]]:
    """Rows whose total or product is not what most others are: by row and column, with how far off each is."""
    told: set[int] = set()
    for target in range(1, table.width):
        rule = _relation(table, target)
        if rule is None:
            continue
        words, parts, sign = rule
        for row in table.body:
            value = row.value(target)
            values = [row.value(at) for at in parts]
            if value is None or not all(values) or id(row) in told:
                continue
            wanted = _made_of([one.number for one in values if one], sign, value.number)
            if wanted != value.number:
                told.add(id(row))
                cell = row.cells[target]
                found = made(
                    "MOU-ROW", cell.where, cell.text,
                    f"{row.name}: {f' {words} '.join(row.text(at) for at in parts)} is {_as(cell.text, wanted)}, and "
                    f"“{table.name(target)}” has {cell.text}.",
                    "Ask which of them is wrong.", [(row.cells[at].where, row.text(at)) for at in parts],
                )  # fmt: skip
                yield (id(row), target), (found, value.number - wanted)


def _made_of(values: Sequence[Decimal], sign: str, like: Decimal) -> Decimal:
    if sign == "+":
        return sum(values, Decimal(0))
    found = values[0]
    for one in values[1:]:
        found *= one
    if sign == "%":
        found /= 100
    places = max(0, -int(like.as_tuple().exponent))
    return found.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP) if places <= 2 else found


_Rule = tuple[str, tuple[int, ...], str]
"""What a column is made of: the sign in words, the columns, and how they are put together: "+", "×" or "%"."""


def _relation(table: Table, target: int) -> _Rule | None:
    """What a column is of others in most rows: their sum, a product, a share; None where it is nothing sure."""
    columns = [at for at in range(table.width) if at != target and len(_known(table, at)) > 1]
    adds = bool(_ADDS.search(table.name(target)))
    named = [at for at in columns if at < target and not _NO_SUM.search(table.name(at))]
    best, most = None, 0
    for rule in _tried(table, columns, named, adds):
        right, rows = _right(table, target, rule)
        # Sure where most rows agree, or where one of two does and the head says that it is a sum.
        sure = right > 1 and right * 3 >= rows * 2
        said = (rows, right) == (2, 1) and adds and rule[2] == "+" and len(rule[1]) == len(named)
        said = said or (rows == 2 and right == 1 and _is_costed(table, target, rule))
        if (sure and right > most) or (said and best is None):
            best, most = rule, right
    return best


def _is_costed(table: Table, target: int, rule: _Rule) -> bool:
    """Whether the heads say that a column is a number times a rate: "Posts", "Salary", "Cost"."""
    heads = [table.name(at) for at in rule[1]]
    named = any(_NUMBER_OF.search(head) for head in heads) and any(_RATE_OF.search(head) for head in heads)
    return rule[2] == "×" and named and bool(_COST.search(table.name(target)))


def _tried(table: Table, columns: Sequence[int], named: Sequence[int], adds: bool) -> Iterator[_Rule]:
    """Sums of the columns before, the longest first; then products and shares of two."""
    for size in range(len(named), max(1, len(named) - 3), -1):
        yield from (("+", chosen, "+") for chosen in combinations(named, size) if size > 2 or adds or len(named) == 2)
    for pair in combinations(columns, 2):
        percent = any((value := row.value(at)) and value.percent for row in table.body for at in pair)
        yield ("of", pair, "%") if percent else ("×", pair, "×")


def _right(table: Table, target: int, rule: _Rule) -> tuple[int, int]:
    right = rows = 0
    for row in table.body:
        value, values = row.value(target), [row.value(at) for at in rule[1]]
        if value is None or not all(values):
            continue
        numbers = [one.number for one in values if one]
        if not value.number or not all(numbers) or (rule[2] != "+" and _ONE in numbers):
            continue
        rows += 1
        right += _made_of(numbers, rule[2], value.number) == value.number
    return right, rows


def _currency(table: Table) -> Iterator[Finding]:
    """One amount with another sign than all others."""
    signs = [
        (cell, value.sign) for row in table.rows for cell in row.cells if (value := value_of(cell.text)) and value.sign
    ]
    odd = [(cell, sign) for cell, sign in signs if sign != "£"]
    if len(signs) > 2 and 0 < len(odd) * 3 <= len(signs):
        for cell, sign in odd:
            yield made(
                "MOU-CURRENCY", cell.where, cell.text, f"{cell.text} has the sign {sign}; the others are in pounds.",
                "Ask whether pounds are meant.",
            )  # fmt: skip


def _announced(table: Table, material: Material) -> Iterator[Finding]:
    """The sentence before a table: how many rows it says there are, and what amount they share."""
    unit = next((one for one in material.units if table.before is not None and table.before in one.blocks), None)
    if unit is None or unit.clause is None:
        return
    sentence = unit.sentences()[-1] if unit.sentences() else ""
    rows = [row for row in table.body if row.name]
    counts = [match for match in _ITEMS.finditer(sentence) if number(match["many"]) > 1]
    counts = counts or list(_THESE.finditer(sentence))
    if len(counts) == 1 and not re.search(
        r"\b(?:at least|up to|any|no more than)\s+$", sentence[: counts[0].start()], re.I
    ):
        stated = number(counts[0]["many"])
        if stated != len(rows) and len(rows) > 1 and table.head and abs(stated - len(rows)) <= max(3, stated // 3):
            yield made(
                "COUNT-LIST", unit.at(counts[0][0]), unit.text,
                f"It says {counts[0]['many']} {counts[0]['noun']}, and the table after it has {len(rows)} rows.",
                "Ask what was left out of the table, or for the right number.",
            )  # fmt: skip
    yield from _whole(table, unit, sentence)


def _whole(table: Table, unit: Unit, sentence: str) -> Iterator[Finding]:
    """ "The cost of £24,000 is shared as follows:" is the total of a column."""
    said = [one for one in amount_mentions(sentence) if one.pence]
    if (
        len(said) != 1
        or said[0].approximate
        or not re.search(r"\b(?:shared?|split|divided|made up|as follows|below|met)\b", sentence)
    ):
        return
    whole = Decimal(said[0].pence or 0) / 100
    sums = set()
    for column in range(table.width):
        if not any((value := row.value(column)) and value.sign for row in table.rows):
            continue
        if not _is_amounts(table, column):
            return
        body = sum((value.number for row in table.body if (value := row.value(column))), Decimal(0))
        stated = {value.number for row in table.rows if row.is_total and (value := row.value(column))}
        sums |= {body, *stated}
    if sums and whole not in sums and all(abs(one - whole) < whole / 4 for one in sums):
        shown = f"£{max(sums):,.2f}"
        yield made(
            "MOU-TOTAL", unit.at(said[0].as_written), said[0].as_written,
            f"“{short(sentence)}” and the table after it comes to {shown}.", "Ask which of the two is right.",
        )  # fmt: skip
