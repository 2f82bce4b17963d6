"""Reading tables of costings: areas, lines, quarters, totals. Damaged cells and several lines in one row included."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any, Final

from riia.documents.model import Block, BlockKind, Cell, Where
from riia.documents.plans.amounts import looks_damaged, money_of, parts_of, shared_out
from riia.documents.plans.cost_columns import (
    OTHER_PERIODS,
    TEXT,
    Column,
    columns_of,
    has_money,
    is_cost_header,
    settled,
)
from riia.documents.plans.entries import plain
from riia.documents.plans.formulas import with_values
from riia.documents.plans.structure import AreaCost, Costings, CostLine, CostTable, Money

_TOTAL: Final = re.compile(
    r"(?:(?:grand|overall|plan|programme|project|cost)\s+)?totals?(?:\s*\(.*\))?(?:\s+(?:all areas|overall|20\d\d.*))?"
    r"\s*:?",
    re.I,
)
_SUBTOTAL: Final = re.compile(r"(?:sub-?\s?total|total|area total)\b.*|.*\S\s+(?:sub-?\s?)?totals?\s*:?", re.I)
_ALL: Final = re.compile(r"(?:all|overall|grand|plan|programme|whole|everything)(?: areas| strands| lines)?", re.I)
_GRANTED: Final = re.compile(
    r"(?:(?:dfe|department(?:al)?|total|our|the|regional)\s+)*(?:grant|allocation|award|funding)"
    r"(?:\s+(?:allocation|award|available|received|from .*|for .*|20\d\d.*))*:?",
    re.I,
)
_BALANCE: Final = re.compile(
    r".*\b(?:variance|difference|balance|underspend|overspend|remaining|unallocated|headroom|shortfall)\b.*", re.I
)
_BY_AREA: Final = re.compile(r"(?:sub)?-?(?:totals?|summary|costs?|spend)\s+(?:by|per|for each)\b", re.I)
_LONG: Final = 40
_MONEY: Final = (Column.SPEND, Column.AREA_TOTAL, Column.ALLOCATION, Column.VARIANCE)
_LONGEST_TOTAL: Final = 90
_SHARE: Final = re.compile(r"(\d{1,3})\s?%")
_NAME_END: Final = re.compile(
    r"\s+(?=(?:This (?:section|includes|area|funds|covers)|To support|Includes|Funds)\b)|\n|\s+–\s+KPI"
)
_CARRIES_ON: Final = re.compile(r"[a-z]|This (?:section|includes|area|funds|covers)\b|\d{1,2}$|To support\b")


@dataclass(slots=True)
class _Area:
    name: str
    scope: str
    where: Where
    lines: list[CostLine] = field(default_factory=list)
    total: Money | None = None
    allocation: Money | None = None
    variance: Money | None = None
    quarters: dict[int, Money] = field(default_factory=dict)
    rows: list[int] = field(default_factory=list)
    """Positions of its lines among the rows of the table."""


def cost_headers(blocks: Sequence[Block]) -> dict[int, dict[int, Column | int]]:
    """The rows that are headers of costings, by their position, with what each column below them holds."""
    found: dict[int, dict[int, Column | int]] = {}
    for at, block in enumerate(blocks):
        if block.kind is BlockKind.ROW and is_cost_header(block.cells):
            rows = list(_below(blocks, at))
            columns = columns_of(block.cells)
            if has_money(columns, rows):
                found[at] = settled(columns, rows)
    return found


def _below(blocks: Sequence[Block], at: int) -> Iterator[Sequence[Cell]]:
    """The rows of a table under its header."""
    header = blocks[at]
    for block in blocks[at + 1 :]:
        if block.kind is not BlockKind.ROW or block.where.sheet != header.where.sheet:
            if block.kind is BlockKind.ROW or block.where.sheet != header.where.sheet:
                return
            continue
        if block.where.table != header.where.table and header.where.page is None:
            return
        if is_cost_header(block.cells):
            return
        yield block.cells


def read_costings(blocks: Sequence[Block]) -> Costings:
    """The tables of costings among the blocks."""
    blocks = with_values(blocks)
    headers = cost_headers(blocks)
    tables: list[CostTable] = []
    reader: _Table | None = None
    titles: list[Block] = []
    for at, block in enumerate(blocks):
        if at in headers:
            heads = [cell.text for cell in block.cells]
            if reader is not None and reader.heads == heads and not titles:
                continue  # the header again, on the next page
            if reader is not None:
                tables.append(reader.made())
            reader = _Table(_title(titles) or block.where.sheet, block, headers[at])
            titles = []
        elif block.kind is BlockKind.ROW and reader is not None and _has_place(block, reader):
            if len(filled := [cell for cell in block.cells if cell.text]) == 1 and not re.search(r"£\d", block.text):
                if len(filled[0].text) > _LONG:
                    reader.notes.append(block.text)
                reader.by_area = reader.by_area or bool(_BY_AREA.match(filled[0].text))
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
        self.heads = [cell.text for cell in header.cells]
        self.cells: Sequence[Cell] = ()
        self.share_columns = [at for at, column in columns.items() if column is Column.SHARE]
        self.by_area = False
        """Whether a heading said that the totals of areas follow."""
        self.closed = False
        """Whether the row of totals was read."""
        self.fresh = False
        """Whether a subtotal closed the lines above, where no column names the area."""
        self.periods = tuple(
            (column, " ".join(plain(header.cells[at].text).split("(")[0].split()))
            for at, column in columns.items()
            if isinstance(column, int) and column > OTHER_PERIODS
        )
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
        self.cells = cells
        placed = self._placed(cells)
        texts: dict[Column, str] = {column: plain(placed[column].text) for column in TEXT if column in placed}
        money: dict[Column | int, Cell] = {
            column: cell for column, cell in placed.items() if column in _MONEY or isinstance(column, int)
        }
        written = {column: cell for column, cell in money.items() if cell.text.strip() or cell.formula}
        said = [text for text in texts.values() if text]
        names = said or [plain(cell.text) for cell in cells[:3] if cell.text.strip()][:1]
        if written and (names and self._is_total(names, placed)):
            self.totals = self.totals or {column: money_of(cell) for column, cell in written.items()}
            self.totals_where = self.totals_where or next(iter(written.values())).where
            self.closed = True
            return
        if written and any(_GRANTED.fullmatch(text) for text in names):
            self.totals.setdefault(Column.ALLOCATION, money_of(next(iter(written.values()))))
            return
        if written and self.closed and any(_BALANCE.fullmatch(text) for text in names):
            self.totals.setdefault(Column.VARIANCE, money_of(next(iter(written.values()))))
            return
        if written and any(len(text) < _LONGEST_TOTAL and _SUBTOTAL.fullmatch(text) for text in names):
            self._subtotal(names, written)
            return
        if written and (self.by_area or self.closed) and (area := self._named_area(names)) is not None:
            self._area_totals({Column.AREA_TOTAL: next(iter(written.values()))}, area)
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

    def _is_total(self, names: Sequence[str], placed: dict[Column | int, Cell]) -> bool:
        """Whether a row is the sum of all: it says so, and names no area beside the word."""
        if not any(_TOTAL.fullmatch(text) for text in names):
            return False
        rest = [text for text in names if not _TOTAL.fullmatch(text)]
        return all(_ALL.fullmatch(text) for text in rest)

    def _subtotal(self, names: Sequence[str], written: dict[Column | int, Cell]) -> None:
        """The sum of an area: of the one it names, else of the lines since the last."""
        sums = {Column.AREA_TOTAL if c is Column.SPEND else c: cell for c, cell in written.items()}
        own = self._named_area(names) or (self.area if Column.AREA in self.columns.values() else None)
        if own is None and self.area is not None and self.area.lines:
            own = self.area
            own.name = _name_of(names) or own.name
        self._area_totals({c: cell for c, cell in sums.items() if isinstance(c, Column)}, own)
        self.fresh = Column.AREA not in self.columns.values() and Column.SUB not in self.columns.values()

    def _named_area(self, names: Sequence[str]) -> "_Area | None":
        """The area that a text names: "Data subtotal", "Total area B", "Insight"."""
        said = _name_of(names).lower()
        wanted = {said, re.sub(r"^(?:area|theme|strand|workstream|priority|objective)\s+", "", said)} - {""}
        return next((area for area in self.areas if area.lines and area.name.lower() in wanted), None)

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
                    **self._of_line(placed),
                )
            )

    def _of_line(self, placed: dict[Column | int, Cell]) -> dict[str, Any]:
        """What a line says of itself beside its amounts: its number, how many at what rate, its own profile."""
        number, quantity = placed.get(Column.NUMBER), placed.get(Column.QUANTITY)
        rate, on_cost = placed.get(Column.RATE), placed.get(Column.ON_COST)
        shares = [self.cells[at] for at in self.share_columns if at < len(self.cells) and self.cells[at].text.strip()]
        read = [_SHARE.fullmatch(cell.text.strip()) for cell in shares]
        return {
            "number": plain(number.text) if number is not None else "",
            "number_where": number.where if number is not None else None,
            "quantity": _figure(quantity) if quantity is not None else None,
            "rate": money_of(rate) if rate is not None and rate.text.strip() else None,
            "on_cost": money_of(on_cost) if on_cost is not None and on_cost.text.strip() else None,
            "shares": tuple(int(match[1]) for match in read if match) if all(read) else (),
            "shares_where": shares[0].where if shares else None,
        }

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
        if self.area is None or self.fresh:
            self.area = _Area("" if self.fresh else self.title, "", self.where)
            self.areas.append(self.area)
            self.fresh = False
        return self.area

    def _area_totals(self, written: dict[Column, Cell], named: "_Area | None" = None) -> None:
        if not written or (self.area is None and not self.areas):
            return
        area = named or self._area_for()
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
            self.periods,
            Column.SCOPE in self.columns.values(),
        )


def _figure(cell: Cell) -> Decimal | None:
    """A plain number, such as how many days; None where it is not one."""
    text = cell.text.strip().replace(",", "")
    return Decimal(text) if re.fullmatch(r"\d+(?:\.\d+)?", text) else None


def _name_of(names: Sequence[str]) -> str:
    """What the name of a sum is the sum of."""
    said = re.sub(r"\b(?:sub-?\s?totals?|totals?|for|of)\b|[,:|()–-]", " ", " ".join(names), flags=re.I)
    return " ".join(said.split())


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
