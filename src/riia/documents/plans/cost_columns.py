"""What the columns of a table of costings hold, from their heads and from what stands below. Pure."""

import re
from collections.abc import Mapping, Sequence
from enum import StrEnum
from fractions import Fraction
from functools import lru_cache
from typing import Final

from riia.documents.model import Cell, Where
from riia.documents.plans.amounts import money_of
from riia.documents.plans.cost_names import is_sum
from riia.documents.plans.entries import plain
from riia.documents.plans.identifiers import are_codes
from riia.documents.plans.ledger import Made, Relation, grid_of, number_columns, relations

_QUARTER: Final = re.compile(r"\b(?:Q|Quarter\s?)([1-4])\b", re.I)
_MONTH: Final = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)"
)
_MONTHS: Final = re.compile(
    rf"(?P<first>{_MONTH})\.?(?:\s+20\d\d)?\s*(?:to|-|–|—|/)\s*(?P<last>{_MONTH})\b\.?(?:\s+20\d\d)?|(?P<one>{_MONTH})\.?"
    r"(?:[\s-]+(?:20)?\d\d)?(?=\s*(?:\(|$))"
)
_HALF: Final = re.compile(r"\b(?:h([12])|(first|second) half|half[ -]?year ([12]))\b")
_ORDER: Final = ("apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec", "jan", "feb", "mar")
OTHER_PERIODS: Final = 10
"""Periods that are no quarters are numbered from the number after this one, so that nobody takes them for quarters."""
_FEW: Final = 3
_AMOUNT: Final = re.compile(r"£\s?\d|^\s*[\d,]+\.\d\d\s*$")
_CODES: Final = 0.8


class Column(StrEnum):
    AREA = "area"
    SUB = "sub"
    LABEL = "label"
    SCOPE = "scope"
    NUMBER = "number"
    QUANTITY = "quantity"
    RATE = "rate"
    ON_COST = "on-cost"
    SHARE = "share"
    SPEND = "spend"
    AREA_TOTAL = "area total"
    ALLOCATION = "allocation"
    VARIANCE = "variance"
    OTHER = "other"


TEXT: Final = (Column.AREA, Column.SUB, Column.LABEL, Column.SCOPE)
_COLUMNS: Final = (
    (
        Column.QUANTITY,
        r"(?:no\.?|number|how many)(?: of .*)?|quantity|qty|units|(?:number of )?days|fte|wte|volume",
    ),
    (
        Column.RATE,
        r".*\bunit (?:cost|price|rate)\b.*|(?:£|cost|price|amount) (?:per|each|a)\b(?!.*\b(?:area|year|quarter)\b).*"
        r"|(?:day |daily |hourly )?rates?(?: \(£\))?|price|salary.*|each",
    ),
    (Column.ON_COST, r"on.?costs?.*|.*\bon.?costs?\b.*"),
    (Column.AREA, r"(?:grant )?area(?: of .*)?|.*\barea of\b.*"),
    (Column.AREA_TOTAL, r"(?:total.*(?:per|by|for)\s+(?:the\s+)?area|area (?:sub)?total|sub-?total|total for area).*"),
    (Column.VARIANCE, r".*\b(?:variance|difference|over.?/?.?under.*)\b.*"),
    (Column.ALLOCATION, r".*\b(?:allocation|grant (?:amount|award|available)|award|dfe grant|funding)\b(?!.*area).*"),
    (Column.SUB, r".*sub.?requirement.*|requirement.*"),
    (Column.NUMBER, r"(?:(?:line|cost|budget|item)\s*(?:no\.?|number|ref(?:erence)?|id|code)|code|id)\.?"),
    (Column.SCOPE, r".*\bkpis?\b.*|covers|pays for|plan ref.*|ref(?:erence)?s?\b.*|supports"),
    (Column.AREA, r".*\barea\b.*|theme|workstream|(?:work )?strand|section|heading|pillar|priority|objective"),
    (
        Column.LABEL,
        r"(?:budget|cost|expenditure|spend(?:ing)?)?\s*(?:line|item|description|category|heading|details?)s?"
        r"|activity|action|what.*|post|resource|budget line.*|purpose|measure|role|staff",
    ),
    (
        Column.SPEND,
        r".*\b(?:projected|planned|estimated|forecast|total)?\s*(?:spend|costs?|budget|expenditure|amount)\b.*"
        r"|total(?: 20\d\d.*)?|full.year.*|annual.*|(?:whole )?year(?: total.*)?|£",
    ),
)  # fmt: skip


def columns_of(cells: Sequence[Cell]) -> dict[int, Column | int]:
    """What each position of a header holds: a column, or the number of a quarter or of another period."""
    found: dict[int, Column | int] = {}
    for at, cell in enumerate(cells):
        said = re.sub(r"[\s_]+", " ", plain(cell.text)).lower().strip(" :")
        if not said:
            continue
        column = _column(said)
        if column is Column.SCOPE and "kpi" in said and Column.SCOPE in found.values():
            found = {one: Column.NUMBER if known is Column.SCOPE else known for one, known in found.items()}
        if isinstance(column, Column) and column in found.values():
            column = _second(column, said, set(found.values()))
        if isinstance(column, int) and column in found.values():
            column = Column.OTHER
        found[at] = column
    return _named_by_rest(found)


@lru_cache(maxsize=4096)
def _column(said: str) -> Column | int:
    if re.search(r"\bactuals?\b|to date|\bcommit", said):
        return Column.OTHER
    period = period_of(said)
    if period and not re.search(r"variance|forecast", said):
        return Column.SHARE if re.search(r"\b(?:share|profile|per ?cent)\b|^q[1-4] ?%$", said) else period
    return next((column for column, pattern in _COLUMNS if re.fullmatch(pattern, said)), Column.OTHER)


def _second(column: Column, said: str, known: set[Column | int]) -> Column:
    """What a column holds whose head is that of one before it."""
    if column in (Column.AREA, Column.SUB) and Column.LABEL not in known:
        return Column.LABEL
    if column is Column.SPEND:
        return Column.AREA_TOTAL if "area" in said and Column.AREA_TOTAL not in known else Column.SPEND
    return Column.SHARE if column is Column.SHARE else Column.OTHER


def _named_by_rest(found: dict[int, Column | int]) -> dict[int, Column | int]:
    """ "Number" alone is a quantity beside a rate, and otherwise the number of the line."""
    if Column.RATE not in found.values() and Column.ON_COST not in found.values():
        return {at: Column.NUMBER if column is Column.QUANTITY else column for at, column in found.items()}
    return found


def period_of(said: str) -> int:
    """The number of a quarter, or of another part of the year from `OTHER_PERIODS` on; 0 where it is none."""
    if quarter := _QUARTER.search(said):
        return int(quarter[1])
    if half := _HALF.search(said):
        return OTHER_PERIODS + (1 if half[1] == "1" or half[2] == "first" or half[3] == "1" else 2)
    months = _MONTHS.match(said)
    if months is None:
        return 0
    first = _ORDER.index((months["first"] or months["one"])[:3])
    last = _ORDER.index((months["last"] or months["one"])[:3])
    if first % 3 == 0 and last == first + 2:
        return first // 3 + 1
    return OTHER_PERIODS + 1 + first if last >= first else 0


def is_cost_header(cells: Sequence[Cell]) -> bool:
    """Whether a row can be the header of a table of costings."""
    return _heads_costs(tuple(cell.text for cell in cells))


@lru_cache(maxsize=8192)
def _heads_costs(heads: tuple[str, ...]) -> bool:
    cells = [Cell(text, Where()) for text in heads]
    if (
        len(cells) < _FEW
        or any(len(cell.text) > 90 for cell in cells)
        or any(_AMOUNT.search(cell.text) for cell in cells)
    ):
        return False
    found = columns_of(cells)
    periods = sum(isinstance(column, int) for column in found.values())
    money = periods + sum(column in (Column.SPEND, Column.ALLOCATION, Column.VARIANCE) for column in found.values())
    money += Column.RATE in found.values()
    texts = sum(column in (*TEXT, Column.NUMBER) for column in found.values())
    return money >= 2 and texts >= 1 and (periods >= 2 or Column.SPEND in found.values())


def has_money(columns: Mapping[int, Column | int], rows: Sequence[Sequence[Cell]]) -> bool:
    """Whether there is money in the columns that are to hold it, in the first rows below a header."""
    held = [at for at, column in columns.items() if isinstance(column, int) or column is Column.SPEND]
    cells = [row[at] for row in rows[:8] for at in held if at < len(row) and row[at].text.strip()]
    return bool(cells) and sum(_is_money(cell) for cell in cells) * 2 > len(cells)


def _is_money(cell: Cell) -> bool:
    return (
        bool(cell.formula)
        or money_of(cell).as_written[:1] in "-–—("
        or (
            bool(re.search(r"\d", cell.text))
            and (money_of(cell).pence is not None or "£" in cell.text or money_of(cell).doubtful)
        )
    )


def settled(
    columns: Mapping[int, Column | int], rows: Sequence[Sequence[Cell]], heads: Sequence[str] = ()
) -> dict[int, Column | int]:
    """The columns, with what only the rows below can tell: which hold codes, which is made from which others."""
    found = dict(columns)
    rows = [row for row in rows if not any(is_sum(plain(cell.text)) for cell in row)]
    for at, column in columns.items():
        if column not in (Column.LABEL, Column.SCOPE, Column.AREA):
            continue
        held = [row[at].text for row in rows if at < len(row) and row[at].text.strip()]
        if column is Column.LABEL and are_codes(held):
            found[at] = Column.NUMBER if Column.SCOPE in found.values() else Column.SCOPE
    _with_label(found, rows)
    return _by_sums(found, rows, heads)


def _with_label(found: dict[int, Column | int], rows: Sequence[Sequence[Cell]]) -> None:
    """Where no column names the lines, the first of words that has no other part."""
    if Column.LABEL in found.values():
        return
    spare = [at for at, column in found.items() if column is Column.OTHER]
    held = {at: [row[at].text for row in rows if at < len(row) and row[at].text.strip()] for at in spare}
    wordy = {
        at: sum(len(text) for text in set(texts))
        for at, texts in held.items()
        if sum(bool(re.search(r"[A-Za-z]{3}", text)) for text in texts) * 2 > len(rows)
    }
    if wordy:
        found[max(wordy, key=lambda at: wordy[at])] = Column.LABEL


def _by_sums(
    found: dict[int, Column | int], rows: Sequence[Sequence[Cell]], heads: Sequence[str]
) -> dict[int, Column | int]:
    """The spend is what most rows show it to be: the sum of the periods, else a number at a rate, else the last."""
    width = max(found, default=-1) + 1
    grid = grid_of(rows, width)
    related = relations(grid, number_columns(rows, grid))
    periods = sorted(at for at, column in found.items() if isinstance(column, int))
    spend = _sum_of(periods, related, found)
    product = next((one for one in related if one.made is Made.PRODUCT and spend in (None, one.target)), None)
    if spend is None and product is not None and not isinstance(found.get(product.target), int):
        spend = product.target
    if spend is None:
        spend = _last_spend(found, related)
    if spend is None:
        return found
    made = {at: Column.OTHER if column is Column.SPEND and at != spend else column for at, column in found.items()}
    if made.get(spend) not in (Column.AREA_TOTAL, Column.SPEND) or Column.SPEND not in made.values():
        made[spend] = Column.SPEND
    for one in related:
        if one.made is Made.PRODUCT and one.target == spend:
            many, each = _many_and_each(one.sources[-2:], grid, heads)
            made |= {at: column for at, column in ((many, Column.QUANTITY), (each, Column.RATE)) if at not in periods}
    return made


def _sum_of(periods: Sequence[int], related: Sequence[Relation], found: Mapping[int, Column | int]) -> int | None:
    """The column that the periods add up to: the spend, before one that only checks it."""
    sums = [one.target for one in related if one.made is Made.SUM and sorted(one.sources) == list(periods)]
    products = {one.target for one in related if one.made is Made.PRODUCT}
    known = [at for at in sums if found.get(at) is Column.SPEND] or [at for at in sums if at in products] or sums
    return known[0] if known else None


def _last_spend(found: Mapping[int, Column | int], related: Sequence[Relation]) -> int | None:
    """Of several columns of spend, the one that is made from others; else the first."""
    several = [at for at, column in found.items() if column is Column.SPEND]
    targets = [one.target for one in related if one.target in several]
    return targets[0] if targets else several[0] if several else None


def _many_and_each(
    sources: Sequence[int], grid: Sequence[Sequence[Fraction | None]], heads: Sequence[str]
) -> tuple[int, int]:
    """Which of two factors is the number and which the rate: by the head, else the rate is the one with pence."""
    one, other = sources

    def is_rate(at: int) -> tuple[bool, int]:
        said = heads[at].lower() if at < len(heads) else ""
        parts = sum(row[at] is not None and (row[at] or 0).denominator != 1 for row in grid)
        return bool(re.search(r"rate|cost|price|£|each|per\b|fee|salary|charge", said)), parts

    return (other, one) if is_rate(one) > is_rate(other) else (one, other)


_TIME: Final = re.compile(r"20\d\d|\d\d[/-]\d\d|\b(?:year|term|period|stage|phase)\b", re.I)


_FIRST: Final = 12
"""Rows below a head that show whether there is anything to add up."""


def guessed(head: Sequence[Cell], rows: Sequence[Sequence[Cell]]) -> dict[int, Column | int] | None:
    """The columns of a table of costs whose head is in words of its own: told by what adds up below it, or None."""
    if len(rows) < _FEW or len(number_columns(rows, grid_of(rows[:_FIRST], len(head)))) < 2:
        return None
    grid = grid_of(rows, len(head))
    numbers = number_columns(rows, grid)
    related = relations(grid, numbers)
    money = [at for at in numbers if any("£" in row[at].text or _is_pence(row[at]) for row in rows if at < len(row))]
    sums = [one for one in related if one.made is Made.SUM and one.target in money]
    products = [one for one in related if one.made is Made.PRODUCT and one.target in money]
    if not (sums or products):
        return None
    found = columns_of(head)
    for at in numbers:
        if found.get(at) in TEXT or at not in found:
            found[at] = Column.OTHER
    spend = sums[0].target if sums else products[0].target
    found = {at: Column.OTHER if column is Column.SPEND else column for at, column in found.items()}
    found[spend] = Column.SPEND
    parted = bool(sums) and (len(sums[0].sources) > 2 or _are_years(sums[0].sources, head))
    if parted and not any(isinstance(column, int) for column in found.values()):
        found |= {at: OTHER_PERIODS + 20 + place for place, at in enumerate(sums[0].sources)}
    words = [at for at in range(len(head)) if at not in numbers and found.get(at, Column.OTHER) is Column.OTHER]
    if Column.LABEL not in found.values() and words:
        held = {at: sum(len(text) for text in {row[at].text for row in rows if at < len(row)}) for at in words}
        found[max(words, key=lambda at: held[at])] = Column.LABEL
    return settled(found, rows, [cell.text for cell in head])


def _is_pence(cell: Cell) -> bool:
    return bool(re.search(r"\d\.\d\d\)?$|\d,\d{3}", cell.text.strip()))


def _are_years(sources: Sequence[int], head: Sequence[Cell]) -> bool:
    """Whether the heads of columns are years, months or other times."""
    said = [head[at].text for at in sources if at < len(head)]
    return all(_TIME.search(text) for text in said)
