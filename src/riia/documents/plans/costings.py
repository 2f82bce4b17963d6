"""Reading tables of costings: areas, lines, quarters, totals. Damaged cells and several lines in one row included."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Final

from riia.documents.model import Block, BlockKind, Cell, Where
from riia.documents.plans.amounts import looks_damaged, money_of, parts_of, shared_out
from riia.documents.plans.entries import plain
from riia.documents.plans.formulas import with_values
from riia.documents.plans.structure import AreaCost, Costings, CostLine, CostTable, Money

_TOTAL: Final = re.compile(
    r"(?:(?:grand|overall|plan|programme)\s+)?totals?(?:\s*\(.*\))?(?:\s+(?:all areas|overall|20\d\d.*))?\s*:?", re.I
)
_SUBTOTAL: Final = re.compile(r"(?:sub-?\s?total|total|area total)\b.*|.*\S\s+(?:sub-?\s?)?totals?\s*:?", re.I)
_LONGEST_TOTAL: Final = 90
_QUARTER: Final = re.compile(r"\b(?:Q|Quarter\s?)([1-4])\b", re.I)
_SHARE: Final = re.compile(r"(\d{1,3})\s?%")
_NAME_END: Final = re.compile(
    r"\s+(?=(?:This (?:section|includes|area|funds|covers)|To support|Includes|Funds)\b)|\n|\s+–\s+KPI"
)
_CARRIES_ON: Final = re.compile(r"[a-z]|This (?:section|includes|area|funds|covers)\b|\d{1,2}$|To support\b")


class Column(StrEnum):
    AREA = "area"
    SUB = "sub"
    LABEL = "label"
    SCOPE = "scope"
    SPEND = "spend"
    AREA_TOTAL = "area total"
    ALLOCATION = "allocation"
    VARIANCE = "variance"
    OTHER = "other"


_TEXT: Final = (Column.AREA, Column.SUB, Column.LABEL, Column.SCOPE)
_COLUMNS: Final = (
    (Column.AREA, r"(?:grant )?area(?: of .*)?|.*\barea of\b.*"),
    (Column.AREA_TOTAL, r"(?:total.*(?:per|by|for)\s+(?:the\s+)?area|area (?:sub)?total|sub-?total|total for area).*"),
    (Column.VARIANCE, r".*\b(?:variance|difference|over.?/?.?under.*)\b.*"),
    (Column.ALLOCATION, r".*\b(?:allocation|grant (?:amount|award|available)|award|dfe grant|funding)\b(?!.*area).*"),
    (Column.SUB, r".*sub.?requirement.*|requirement.*"),
    (Column.SCOPE, r".*\bkpis?\b.*|covers|pays for|plan ref.*|ref(?:erence)?s?\b.*"),
    (Column.AREA, r".*\barea\b.*|theme|workstream|section|heading|strand|pillar"),
    (
        Column.LABEL,
        r"(?:budget|cost|expenditure|spend(?:ing)?)?\s*(?:line|item|description|category|heading|details?)s?"
        r"|activity|what|post|resource|budget line.*",
    ),
    (
        Column.SPEND,
        r".*\b(?:projected|planned|estimated|forecast|total)?\s*(?:spend|costs?|budget|expenditure|amount)\b.*"
        r"|total(?: 20\d\d.*)?|full.year.*|annual.*|year total.*|£",
    ),
)


@dataclass(slots=True)
class _Area:
    name: str
    scope: str
    where: Where
    lines: list[CostLine] = field(default_factory=list)
    total: Money | None = None
    allocation: Money | None = None
    variance: Money | None = None


def columns_of(cells: Sequence[Cell]) -> dict[int, Column | int]:
    """What each position of a header holds: a column, or the number of a quarter."""
    found: dict[int, Column | int] = {}
    for at, cell in enumerate(cells):
        said = re.sub(r"\s+", " ", plain(cell.text)).lower().strip(" :")
        if not said:
            continue
        quarter = _QUARTER.search(said)
        if quarter and not re.search(r"actual|variance|forecast", said):
            found[at] = int(quarter[1])
            continue
        if re.search(r"\bactuals?\b|to date|\bcommit", said):
            found[at] = Column.OTHER
            continue
        column = next((column for column, pattern in _COLUMNS if re.fullmatch(pattern, said)), Column.OTHER)
        if column in found.values():
            column = (
                Column.LABEL
                if column in (Column.AREA, Column.SUB) and Column.LABEL not in found.values()
                else (
                    Column.AREA_TOTAL
                    if column is Column.SPEND and Column.AREA_TOTAL not in found.values() and "area" in said
                    else Column.OTHER
                )
            )
        found[at] = column
    return found


def is_cost_header(cells: Sequence[Cell]) -> bool:
    """Whether a row is the header of a table of costings."""
    if (
        len(cells) < 3
        or any(len(cell.text) > 90 for cell in cells)
        or any(re.search(r"£\s?\d", cell.text) for cell in cells)
    ):
        return False
    found = columns_of(cells)
    quarters = sum(isinstance(column, int) for column in found.values())
    money = quarters + sum(column in (Column.SPEND, Column.ALLOCATION, Column.VARIANCE) for column in found.values())
    texts = sum(column in _TEXT for column in found.values())
    return money >= 2 and texts >= 1 and (quarters >= 2 or Column.SPEND in found.values())


def read_costings(blocks: Sequence[Block]) -> Costings:
    """The tables of costings among the blocks."""
    blocks = with_values(blocks)
    tables: list[CostTable] = []
    reader: _Table | None = None
    titles: list[Block] = []
    for block in blocks:
        if block.kind is BlockKind.ROW and is_cost_header(block.cells):
            columns = columns_of(block.cells)
            if reader is not None and reader.columns == columns and not titles:
                continue  # the header again, on the next page
            if reader is not None:
                tables.append(reader.made())
            reader = _Table(_title(titles) or block.where.sheet, block, columns)
            titles = []
        elif block.kind is BlockKind.ROW and reader is not None and _has_place(block, reader):
            if (
                len([cell for cell in block.cells if cell.text]) == 1
                and len(block.cells[0].text) > 40
                and not re.search(r"£\d", block.text)
            ):
                reader.notes.append(block.text)
            reader.row(block.cells)
            titles = []
        elif block.kind is not BlockKind.ROW or reader is None:
            titles.append(block)
            if reader is not None:
                reader.notes.append(block.text)
    if reader is not None:
        tables.append(reader.made())
    return Costings(tuple(table for table in tables if table.lines))


def _has_place(block: Block, reader: "_Table") -> bool:
    return block.where.sheet == reader.where.sheet


def _title(blocks: Sequence[Block]) -> str:
    said = [plain(block.text.replace("\t", " ")).lstrip("# ") for block in blocks[-3:]]
    return next(
        (
            text
            for text in reversed(said)
            if 0 < len(text) < 90 and re.search(r"cost|budget|spend|financ|grant", text, re.I)
        ),
        "",
    )


class _Table:
    """Gathers the rows of one table."""

    def __init__(self, title: str, header: Block, columns: dict[int, Column | int]) -> None:
        self.title, self.where, self.columns = title, header.where, columns
        self.width = len(header.cells)
        if (
            Column.SPEND not in columns.values()
            and Column.AREA_TOTAL in columns.values()
            and len([at for at, column in columns.items() if column is Column.AREA_TOTAL]) == 1
            and not any(column is Column.ALLOCATION for column in columns.values())
        ):
            self.columns = {
                at: Column.SPEND if column is Column.AREA_TOTAL else column for at, column in columns.items()
            }
        said = {at: _SHARE.search(header.cells[at].text) for at, column in columns.items() if isinstance(column, int)}
        self.shares = tuple(
            (int(columns[at]), int(match[1]))
            for at, match in sorted(said.items())
            if match and isinstance(columns[at], int)
        )
        self.shares_written = " | ".join(header.cells[at].text for at in sorted(said))
        self.areas: list[_Area] = []
        self.area: _Area | None = None
        self.sub = self.label = self.scope = ""
        self.totals: dict[Column | int, Money] = {}
        self.totals_where: Where | None = None
        self.notes: list[str] = []

    def row(self, cells: Sequence[Cell]) -> None:
        placed = self._placed(cells)
        texts: dict[Column, str] = {column: plain(placed[column].text) for column in _TEXT if column in placed}
        money = {column: cell for column, cell in placed.items() if column not in (*_TEXT, Column.OTHER)}
        written = {column: cell for column, cell in money.items() if cell.text.strip() or cell.formula}
        said = [text for text in texts.values() if text]
        if any(_TOTAL.fullmatch(text) for text in said) and written:
            self.totals = {column: money_of(cell) for column, cell in written.items()}
            self.totals_where = next(iter(written.values())).where
            return
        if said and len(said[0]) < _LONGEST_TOTAL and _SUBTOTAL.fullmatch(said[0]) and written:
            sums = {Column.AREA_TOTAL if c is Column.SPEND else c: cell for c, cell in written.items()}
            self._area_totals({c: cell for c, cell in sums.items() if isinstance(c, Column)})
            return
        if not said and not written:
            return
        self._texts(texts, placed, cells)
        spending = {c: cell for c, cell in written.items() if isinstance(c, int) or c is Column.SPEND}
        if spending:
            self._lines(placed, texts)
        self._area_totals(
            {c: cell for c, cell in written.items() if c in (Column.AREA_TOTAL, Column.ALLOCATION, Column.VARIANCE)}
        )

    def _placed(self, cells: Sequence[Cell]) -> dict[Column | int, Cell]:
        """The cells by what they hold; a row that lost a column at its left end is moved to where its money is."""
        shift = 0
        if len(cells) < self.width:
            money = [at for at, cell in enumerate(cells) if re.match(r"[-(]?£", cell.text)]
            first = min((at for at, c in self.columns.items() if isinstance(c, int) or c is Column.SPEND), default=0)
            if money and money[0] < first and len(cells) + first - money[0] <= self.width:
                shift = first - money[0]
        return {column: cells[at - shift] for at, column in self.columns.items() if 0 <= at - shift < len(cells)}

    def _texts(self, texts: dict[Column, str], placed: dict[Column | int, Cell], cells: Sequence[Cell]) -> None:
        sub = texts.get(Column.SUB, "")
        if found := re.match(r"(\d{1,2}\.\d{1,2})\b", sub):
            self.sub = found[1]
        elif sub and not sub[:1].islower() and Column.SCOPE in placed and placed[Column.SCOPE].text:
            self.sub = ""
        said = texts.get(Column.AREA, "")
        if not said:
            return
        where = placed[Column.AREA].where
        if self.area is not None and _CARRIES_ON.match(said):
            self.area.scope = f"{self.area.scope} {said}".strip()
        elif self.area is None or self.area.name != _named(said):
            known = next((area for area in self.areas if area.name == _named(said)), None)
            rest = said[len(_named(said)) :].strip()
            self.area = known or _Area(_named(said), rest, where)
            if known is None:
                self.areas.append(self.area)
            self.sub = found[1] if found else ""

    def _lines(self, placed: dict[Column | int, Cell], texts: dict[Column, str]) -> None:
        wanted = [c for c in placed if isinstance(c, int) or c is Column.SPEND]
        parts = {c: parts_of(placed[c]) for c in wanted}
        count = max(len(found) for found in parts.values())
        area = self._area_for()
        for at in range(count):
            amounts = {
                c: money_of(placed[c]) if count == 1 else money_of(placed[c], found[at] if at < len(found) else "")
                for c, found in parts.items()
            }
            spend = amounts.get(Column.SPEND) or Money("", None, placed[wanted[0]].where)
            quarters = tuple(sorted((c, m) for c, m in amounts.items() if isinstance(c, int)))
            where = spend.where if not spend.blank or not quarters else quarters[0][1].where
            area.lines.append(
                CostLine(
                    self.strand,
                    area.name,
                    self.sub,
                    texts.get(Column.LABEL, ""),
                    texts.get(Column.SCOPE, ""),
                    spend,
                    quarters,
                    where,
                    placed[Column.SCOPE].where if texts.get(Column.SCOPE) else self._label_where(placed, texts),
                )
            )

    @staticmethod
    def _label_where(placed: dict[Column | int, Cell], texts: dict[Column, str]) -> Where | None:
        return placed[Column.LABEL].where if texts.get(Column.LABEL) else None

    @property
    def strand(self) -> str:
        found = re.search(r"\b([A-Z]{3,6})\b", self.title) or next(
            (match for area in self.areas if (match := re.match(r"([A-Z]{3,6})\b", area.name))), None
        )
        return found[1] if found else ""

    def _area_for(self) -> _Area:
        """The area of a line: that of the requirements with the same first number, else the one above."""
        first = self.sub.split(".")[0]
        if first:
            for area in self.areas:
                if any(line.sub_requirement.split(".")[0] == first for line in area.lines):
                    return area
        if self.area is None:
            self.area = _Area(self.title, "", self.where)
            self.areas.append(self.area)
        return self.area

    def _area_totals(self, written: dict[Column, Cell]) -> None:
        if not written or (self.area is None and not self.areas):
            return
        area = self._area_for()
        for column, cell in written.items():
            amount = money_of(cell)
            if column is Column.AREA_TOTAL and area.total is None:
                area.total = amount
            elif column is Column.ALLOCATION and area.allocation is None:
                area.allocation = amount
            elif column is Column.VARIANCE and area.variance is None:
                area.variance = amount

    def made(self) -> CostTable:
        areas = tuple(
            AreaCost(
                self.strand,
                area.name,
                area.scope,
                area.where,
                tuple(area.lines),
                area.total,
                area.allocation,
                area.variance,
            )
            for area in self.areas
            if area.lines or area.total
        )
        signed = [
            m
            for area in areas
            for line in area.lines
            for m in (line.spend, *(q for _, q in line.quarters))
            if m.as_written
        ]
        pounds = bool(signed) and sum("£" in money.as_written for money in signed) >= 0.8 * len(signed)
        areas = tuple(
            replace(area, lines=tuple(resolved(line, self.shares, pounds) for line in area.lines)) for area in areas
        )
        areas = tuple(replace(area, lines=tuple(_derived(line, area) for line in area.lines)) for area in areas)
        return CostTable(
            self.strand,
            self.title,
            self.where,
            areas,
            self.shares,
            self.shares_written,
            self.totals.get(Column.SPEND),
            tuple(sorted((c, m) for c, m in self.totals.items() if isinstance(c, int))),
            self.totals.get(Column.AREA_TOTAL),
            self.totals.get(Column.ALLOCATION),
            self.totals.get(Column.VARIANCE),
            self.totals_where,
            tuple(self.notes),
        )


def _named(text: str) -> str:
    return _NAME_END.split(text, maxsplit=1)[0].strip()


def resolved(line: CostLine, shares: tuple[tuple[int, int], ...], pounds: bool) -> CostLine:
    """A line with its damaged cells read from the others of the line, by the profile. They stay marked as doubtful."""
    share = dict(shares)

    def suspect(money: Money) -> bool:
        text = money.as_written
        return bool(text) and (looks_damaged(text) or (pounds and "£" not in text and not money.typed))

    spend, quarters = line.spend, list(line.quarters)
    if not share or not (suspect(spend) or any(suspect(money) for _, money in quarters)):
        return line
    sound = [
        (quarter, money)
        for quarter, money in quarters
        if not suspect(money) and money.pence is not None and quarter in share
    ]
    if suspect(spend):
        pence = next(
            (money.pence * 100 // share[q] for q, money in sound if money.pence is not None and share[q]), None
        )
        spend = replace(spend, pence=pence, doubtful=True)
    for at, (quarter, money) in enumerate(quarters):
        if suspect(money):
            pence = shared_out(spend.pence, shares).get(quarter) if spend.pence is not None else None
            quarters[at] = (quarter, replace(money, pence=pence, doubtful=True))
    return replace(line, spend=spend, quarters=tuple(quarters))


def _derived(line: CostLine, area: AreaCost) -> CostLine:
    """What a blank spend must be: the sum of its quarters, and what the other lines leave of the area's total."""
    if not line.spend.blank:
        return line
    candidates: list[int] = []
    amounts = [money.pence for _, money in line.quarters]
    if amounts and all(pence is not None for pence in amounts):
        candidates.append(sum(pence for pence in amounts if pence is not None))
    others = [other.spend.pence for other in area.lines if other is not line]
    if area.total is not None and area.total.pence is not None and all(pence is not None for pence in others):
        candidates.append(area.total.pence - sum(pence for pence in others if pence is not None))
    if not candidates:
        return line
    return replace(line, derived=(min(candidates), max(candidates)))
