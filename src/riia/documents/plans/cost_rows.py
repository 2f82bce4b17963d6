"""The rows of one table of costings, read in order: lines, areas, subtotals before or after them, totals, the grant."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any, Final

from riia.documents.model import Block, Cell, Where
from riia.documents.plans.amounts import money_of, parts_of
from riia.documents.plans.cost_cells import derived, resolved
from riia.documents.plans.cost_columns import OTHER_PERIODS, TEXT, Column
from riia.documents.plans.cost_names import (
    BALANCE,
    CARRIES_ON,
    GRANTED,
    LONGEST_TOTAL,
    SUBTOTAL,
    is_sum,
    is_total,
    name_of,
    named,
)
from riia.documents.plans.cost_shape import percent, unnamed_sums
from riia.documents.plans.entries import plain
from riia.documents.plans.ledger import Sum, figure
from riia.documents.plans.structure import AreaCost, CostLine, CostRow, CostTable, Money, RowKind

_MONEY: Final = (Column.SPEND, Column.AREA_TOTAL, Column.ALLOCATION, Column.VARIANCE)
_SHARE: Final = re.compile(r"(\d{1,3})\s?%")


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
    sum_row: int | None = None


class TableReader:
    """Gathers the rows of one table."""

    def __init__(self, title: str, header: Block, columns: dict[int, Column | int]) -> None:
        self.title, self.where, self.columns = title, header.where, columns
        self.heads = [cell.text for cell in header.cells]
        self.width = len(header.cells)
        self.pending: list[Sequence[Cell]] = []
        self.cells: Sequence[Cell] = ()
        self.share_columns = [at for at, column in columns.items() if column is Column.SHARE]
        self.by_area = False
        self.by_area_from = 0
        """The row from which the totals of areas follow, by a heading."""
        self.closed = False
        """Whether the row of totals was read."""
        self.fresh = False
        """Whether a subtotal closed the lines above, where no column names the area."""
        self.periods = tuple(
            (column, " ".join(plain(header.cells[at].text).split("(")[0].split()))
            for at, column in columns.items()
            if isinstance(column, int) and column > OTHER_PERIODS
        )
        self._only_total()
        self.shares, self.shares_written = self._shares(header)
        self.areas: list[_Area] = []
        self.area: _Area | None = None
        self.sub = self.label = self.scope = ""
        self.totals: dict[Column | int, Money] = {}
        self.totals_where: Where | None = None
        self.notes: list[str] = []
        self.rows: list[CostRow] = []

    def _only_total(self) -> None:
        """A table whose only money is called the total of an area has that as its spend."""
        held = list(self.columns.values())
        if Column.SPEND not in held and held.count(Column.AREA_TOTAL) == 1 and Column.ALLOCATION not in held:
            self.columns = {at: Column.SPEND if c is Column.AREA_TOTAL else c for at, c in self.columns.items()}

    def _shares(self, header: Block) -> tuple[tuple[tuple[int, int], ...], str]:
        """The shares of the periods that the header says, and its words."""
        periods = {at: column for at, column in sorted(self.columns.items()) if isinstance(column, int)}
        said = {at: _SHARE.search(header.cells[at].text) for at in periods}
        shares = tuple((periods[at], int(match[1])) for at, match in said.items() if match)
        return shares, " | ".join(header.cells[at].text for at in periods)

    def read(self) -> None:
        """Read the rows that were gathered."""
        sums = unnamed_sums(self.pending[: self.by_area_from or None], self.columns, self.width)
        for at, cells in enumerate(self.pending):
            self.by_area = self.by_area or (0 < self.by_area_from <= at)
            self.row(cells, sums.get(at))

    def row(self, cells: Sequence[Cell], unnamed: Sum | None = None) -> None:
        self.cells = cells
        placed = self._placed(cells)
        texts: dict[Column, str] = {column: plain(placed[column].text) for column in TEXT if column in placed}
        money = {column: cell for column, cell in placed.items() if column in _MONEY or isinstance(column, int)}
        written: dict[Column | int, Cell] = {c: cell for c, cell in money.items() if cell.text.strip() or cell.formula}
        said = [text for text in texts.values() if text]
        names = self._names(placed, said)
        if written and (unnamed is Sum.ALL or (names and is_total(names))):
            self._total(cells, written, names)
        elif written and any(GRANTED.fullmatch(text) for text in names):
            self.totals.setdefault(Column.ALLOCATION, money_of(next(iter(written.values()))))
        elif written and self.closed and any(BALANCE.fullmatch(text) for text in names):
            self.totals.setdefault(Column.VARIANCE, money_of(next(iter(written.values()))))
        elif written and unnamed is Sum.BELOW:
            self._opens(texts, names, written, cells)
        elif written and (
            unnamed is Sum.ABOVE or any(len(text) < LONGEST_TOTAL and SUBTOTAL.fullmatch(text) for text in names)
        ):
            self._subtotal(names, written, cells)
        elif written and (self.by_area or self.closed) and (area := self._named_area(names)) is not None:
            self._area_totals({Column.AREA_TOTAL: next(iter(written.values()))}, area)
        elif said or written:
            self._line_row(texts, placed, written)

    def _names(self, placed: dict[Column | int, Cell], said: list[str]) -> list[str]:
        """What a row is called: its words in the columns of words, and in others where those say that it is a sum."""
        others = [plain(cell.text) for at, cell in enumerate(self.cells) if figure(cell) is None and cell.text.strip()]
        sums = [text for text in others[:4] if is_sum(text)]
        return list(dict.fromkeys([*said, *sums])) or others[:1]

    def _line_row(
        self, texts: dict[Column, str], placed: dict[Column | int, Cell], written: dict[Column | int, Cell]
    ) -> None:
        if not texts.get(Column.LABEL) and not texts.get(Column.SCOPE):
            other = [at for at, column in self.columns.items() if column is Column.OTHER and at < len(self.cells)]
            said = [plain(self.cells[at].text) for at in other if figure(self.cells[at]) is None]
            texts[Column.LABEL] = next((text for text in said if text), "")
        self._texts(texts, placed)
        if any(isinstance(c, int) or c is Column.SPEND for c in written):
            self._lines(placed, texts)
        beside = (Column.AREA_TOTAL, Column.ALLOCATION, Column.VARIANCE)
        self._area_totals({c: cell for c, cell in written.items() if c in beside})

    def _total(self, cells: Sequence[Cell], written: dict[Column | int, Cell], names: Sequence[str]) -> None:
        if not self.totals or Column.SPEND not in self.totals:
            self.totals |= {column: money_of(cell) for column, cell in written.items()}
            self.rows.append(CostRow(RowKind.TOTAL, " ".join(names[:1]) or "Total", tuple(cells)))
        self.totals_where = self.totals_where or next(iter(written.values())).where
        self.closed = any(area.lines for area in self.areas)

    def _opens(
        self,
        texts: dict[Column, str],
        names: Sequence[str],
        written: dict[Column | int, Cell],
        cells: Sequence[Cell],
    ) -> None:
        """A sum above its lines: it names the area that begins."""
        self.area = _Area(names[0] if names else "", "", next(iter(written.values())).where)
        self.areas.append(self.area)
        self.fresh = False
        self._sum_of(self.area, written, cells)

    def _subtotal(self, names: Sequence[str], written: dict[Column | int, Cell], cells: Sequence[Cell]) -> None:
        """The sum of an area: of the one it names, else of the lines since the last."""
        own = self._named_area(names) or (self.area if Column.AREA in self.columns.values() else None)
        if own is None and self.area is not None and self.area.lines:
            own = self.area
            own.name = name_of(names) or own.name
        if own is not None:
            self._sum_of(own, written, cells)
        self.fresh = Column.AREA not in self.columns.values() and Column.SUB not in self.columns.values()

    def _sum_of(self, area: _Area, written: dict[Column | int, Cell], cells: Sequence[Cell]) -> None:
        """What a row says of the sum of an area, in each column."""
        sums = {Column.AREA_TOTAL if c is Column.SPEND else c: cell for c, cell in written.items()}
        first = area.total is None
        self._area_totals({c: cell for c, cell in sums.items() if isinstance(c, Column)}, area)
        for period, cell in sums.items():
            if isinstance(period, int) and first:
                area.quarters.setdefault(period, money_of(cell))
        if area.sum_row is None and first:
            area.sum_row = len(self.rows)
            self.rows.append(CostRow(RowKind.SUBTOTAL, area.name, tuple(cells)))

    def _named_area(self, names: Sequence[str]) -> _Area | None:
        """The area that a text names: "Data subtotal", "Total area B", "Insight"."""
        said = name_of(names).lower()
        wanted = {said, re.sub(r"^(?:area|theme|strand|workstream|priority|objective)\s+", "", said)} - {""}
        return next((area for area in self.areas if area.lines and area.name.lower() in wanted), None)

    def _placed(self, cells: Sequence[Cell]) -> dict[Column | int, Cell]:
        """The cells by what they hold; a row that lost a column at its left end is moved to where its money is."""
        shift = 0
        if len(cells) < self.width and cells and not cells[0].where.cell:
            money = [at for at, cell in enumerate(cells) if re.match(r"[-(]?£", cell.text)]
            first = min((at for at, c in self.columns.items() if isinstance(c, int) or c is Column.SPEND), default=0)
            if money and money[0] < first and len(cells) + first - money[0] <= self.width:
                shift = first - money[0]
        return {column: cells[at - shift] for at, column in self.columns.items() if 0 <= at - shift < len(cells)}

    def _texts(self, texts: dict[Column, str], placed: dict[Column | int, Cell]) -> None:
        sub = texts.get(Column.SUB, "")
        if found := re.match(r"(\d{1,2}\.\d{1,2})\b", sub):
            self.sub = found[1]
        elif sub and not sub[:1].islower() and Column.SCOPE in placed and placed[Column.SCOPE].text:
            self.sub = ""
        said = texts.get(Column.AREA, "")
        if not said:
            return
        where = placed[Column.AREA].where
        if self.area is not None and CARRIES_ON.match(said):
            self.area.scope = f"{self.area.scope} {said}".strip()
        elif self.area is None or self.area.name != named(said):
            known = next((area for area in self.areas if area.name == named(said)), None)
            rest = said[len(named(said)) :].strip()
            self.area = known or _Area(named(said), rest, where)
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
            said = {column: texts.get(column, "") for column in (Column.LABEL, Column.SCOPE)}
            area.lines.append(
                CostLine(
                    self.strand,
                    area.name,
                    self.sub,
                    said[Column.LABEL],
                    said[Column.SCOPE],
                    spend,
                    quarters,
                    where,
                    placed[Column.SCOPE].where if said[Column.SCOPE] else self._label_where(placed, texts),
                    **self._of_line(placed),
                )
            )
        if count == 1:
            area.rows.append(len(self.rows))
            name = texts.get(Column.LABEL, "") or texts.get(Column.SCOPE, "") or area.name
            self.rows.append(CostRow(RowKind.LINE, name, tuple(self.cells)))

    def _of_line(self, placed: dict[Column | int, Cell]) -> dict[str, Any]:
        """What a line says of itself beside its amounts: its number, how many at what rate, its own profile."""
        number, quantity = placed.get(Column.NUMBER), placed.get(Column.QUANTITY)
        rate, on_cost = placed.get(Column.RATE), placed.get(Column.ON_COST)
        shares = [self.cells[at] for at in self.share_columns if at < len(self.cells) and self.cells[at].text.strip()]
        read = [percent(cell) for cell in shares]
        many = figure(quantity) if quantity is not None else None
        return {
            "number": plain(number.text) if number is not None else "",
            "number_where": number.where if number is not None else None,
            "quantity": Decimal(many.numerator) / many.denominator if many is not None else None,
            "rate": money_of(rate) if rate is not None and rate.text.strip() else None,
            "on_cost": money_of(on_cost) if on_cost is not None and on_cost.text.strip() else None,
            "shares": tuple(share for share in read if share is not None) if None not in read else (),
            "shares_where": shares[0].where if shares else None,
        }

    @staticmethod
    def _label_where(placed: dict[Column | int, Cell], texts: dict[Column, str]) -> Where | None:
        return placed[Column.LABEL].where if texts.get(Column.LABEL) and Column.LABEL in placed else None

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

    def _area_totals(self, written: dict[Column, Cell], of: _Area | None = None) -> None:
        if not written or (self.area is None and not self.areas):
            return
        area = of or self._area_for()
        for column, cell in written.items():
            amount = money_of(cell)
            if column is Column.AREA_TOTAL and area.total is None:
                area.total = amount
            elif column is Column.ALLOCATION and area.allocation is None:
                area.allocation = amount
            elif column is Column.VARIANCE and area.variance is None:
                area.variance = amount

    def made(self) -> CostTable:
        areas = tuple(self._made(area) for area in self.areas if area.lines or area.total)
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
        areas = tuple(replace(area, lines=tuple(derived(line, area) for line in area.lines)) for area in areas)
        summed = {area.sum_row: tuple(area.rows) for area in self.areas if area.sum_row is not None}
        lines = tuple(at for at, row in enumerate(self.rows) if row.kind is RowKind.LINE)
        summed |= {at: lines for at, row in enumerate(self.rows) if row.kind is RowKind.TOTAL}
        rows = tuple(replace(row, of=summed[at]) if at in summed else row for at, row in enumerate(self.rows))
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
            tuple(self.heads),
            rows,
            tuple(at for at, c in self.columns.items() if isinstance(c, int) or c in _MONEY),
        )

    def _made(self, area: _Area) -> AreaCost:
        return AreaCost(
            self.strand,
            area.name,
            area.scope,
            area.where,
            tuple(area.lines),
            area.total,
            area.allocation,
            area.variance,
            tuple(sorted(area.quarters.items())),
        )
