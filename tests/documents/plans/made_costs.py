"""Costings of our own in several layouts, with sums that come out, and one fault planted at a time."""

import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import openpyxl
import xlsxwriter
from docx import Document as new_word

SHARES = {1: 10, 2: 20, 3: 30, 4: 40}


@dataclass(frozen=True)
class Costs:
    """Lines by area: name, KPIs, spend in pounds. `over` changes single cells, by (row, column name)."""

    lines: tuple[tuple[str, str, str, int], ...] = (
        ("Information", "Casework analyst", "1.1.1", 41_000),
        ("Information", "Placement dashboard", "1.1.2", 18_500),
        ("Information", "Trend notes", "1.2.1 to 1.2.2", 3_250),
        ("Practice", "Fostering workshops", "2.1.1", 12_010),
        ("Practice", "Exchange visits", "2.1.2", 7_240),
        ("Practice", "Families' panel", "2.2.1", 5_000),
    )
    over: Mapping[tuple[str, str], Any] = field(default_factory=dict)

    def cell(self, row: str, column: str, value: Any) -> Any:
        return self.over.get((row, column), value)

    def quarters(self, name: str, spend: int) -> list[Any]:
        return [self.cell(name, f"Q{quarter}", spend * share // 100) for quarter, share in SHARES.items()]

    def spend(self, name: str, spend: int) -> Any:
        return self.cell(name, "spend", spend)

    @property
    def areas(self) -> dict[str, int]:
        made: dict[str, int] = {}
        for area, _, _, spend in self.lines:
            made[area] = made.get(area, 0) + spend
        return made

    @property
    def total(self) -> int:
        return sum(self.areas.values())

    def total_quarter(self, quarter: int) -> int:
        return sum(spend * SHARES[quarter] // 100 for *_, spend in self.lines)


def pounds(value: Any) -> str:
    if isinstance(value, str):
        return value
    return f"-£{-value:,}" if value < 0 else f"£{value:,}"


HEAD = ("Budget line", "KPI ref", "2025-26 Q1", "2025-26 Q2", "2025-26 Q3", "2025-26 Q4", "Total")


def workbook(costs: Costs) -> bytes:
    """Excel: lines and a row of totals, with formulas and the values that Excel left."""
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True})
    page = book.add_worksheet("Costs")
    page.write(0, 0, "Northfells grant costings 2025-26")
    page.write_row(2, 0, HEAD)
    row = 3
    for _, name, scope, spend in costs.lines:
        page.write_row(row, 0, [name, scope, *costs.quarters(name, spend), costs.spend(name, spend)])
        row += 1
    page.write(row, 0, "Total")
    for at, quarter in enumerate(SHARES, 2):
        letter = "ABCDEFG"[at]
        formula = costs.cell("Total", f"formula Q{quarter}", f"=SUM({letter}4:{letter}{row})")
        page.write_formula(row, at, formula, None, costs.cell("Total", f"Q{quarter}", costs.total_quarter(quarter)))
    page.write_formula(row, 6, f"=SUM(G4:G{row})", None, costs.cell("Total", "spend", costs.total))
    book.close()
    return file.getvalue()


def unworked(costs: Costs) -> bytes:
    """Excel as other programs write it: formulas without their values."""
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    page.title = "Costs"
    page.append(["Northfells grant costings 2025-26"])
    page.append([])
    page.append(list(HEAD))
    for at, (_, name, scope, spend) in enumerate(costs.lines, 4):
        quarters = [costs.cell(name, f"Q{q}", f"=G{at}*{share}%") for q, share in SHARES.items()]
        page.append([name, scope, *quarters, costs.spend(name, spend)])
    last = 3 + len(costs.lines)
    page.append(
        [
            "Total",
            "",
            *(costs.cell("Total", f"Q{q}", f"=SUM({c}4:{c}{last})") for q, c in zip(SHARES, "CDEF", strict=True)),
            costs.cell("Total", "spend", f"=SUM(G4:G{last})"),
        ]
    )
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


AREA_HEAD = (
    "Area of grant",
    "Item",
    "Projected spend",
    *(f"Q{q} ({s}% of spend)" for q, s in SHARES.items()),
    "Total projected spend per area",
    "DfE allocation",
    "Variance",
)


def area_rows(costs: Costs) -> list[list[str]]:
    """Rows with area totals, allocation and variance beside the first line of each area."""
    rows: list[list[str]] = []
    allocations = {area: round(total, -3) for area, total in costs.areas.items()}
    seen: set[str] = set()
    for area, name, _, spend in costs.lines:
        beside: list[Any] = ["", "", ""]
        if area not in seen:
            total = costs.areas[area]
            beside = [
                costs.cell(area, "total", total),
                costs.cell(area, "allocation", allocations[area]),
                costs.cell(area, "variance", total - allocations[area]),
            ]
        label = area if area not in seen else ""
        seen.add(area)
        rows.append([label, name, *map(pounds, [costs.spend(name, spend), *costs.quarters(name, spend), *beside])])
    granted = sum(allocations.values())
    rows.append(
        [
            "Total",
            "",
            *map(
                pounds,
                [
                    costs.cell("Total", "spend", costs.total),
                    *(costs.cell("Total", f"Q{q}", costs.total_quarter(q)) for q in SHARES),
                    costs.cell("Total", "areas", costs.total),
                    costs.cell("Total", "allocation", granted),
                    costs.total - granted,
                ],
            ),
        ]
    )
    return rows


def granted(costs: Costs) -> int:
    return sum(round(total, -3) for total in costs.areas.values())


def word(costs: Costs) -> bytes:
    document = new_word()
    document.add_heading("Northfells grant costings 2025-26", 0)
    document.add_paragraph(
        f"The grant for Northfells is {pounds(costs.cell('text', 'grant', granted(costs)))} in this year."
    )
    table = document.add_table(rows=1, cols=len(AREA_HEAD))
    for row in [list(AREA_HEAD), *area_rows(costs)]:
        cells = table.rows[0].cells if row[0] == AREA_HEAD[0] else table.add_row().cells
        for cell, text in zip(cells, row, strict=True):
            cell.text = text
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def text(costs: Costs) -> bytes:
    lines = [
        "Northfells grant costings 2025-26",
        "",
        f"The grant for Northfells is {pounds(costs.cell('text', 'grant', granted(costs)))} in this year.",
        "",
    ]
    lines += ["\t".join(row) for row in [list(AREA_HEAD), *area_rows(costs)]]
    return "\n".join(lines).encode()


LAYOUTS: dict[str, tuple[str, Callable[[Costs], bytes]]] = {
    "excel": ("costs.xlsx", workbook),
    "excel without values": ("costs.xlsx", unworked),
    "word": ("costs.docx", word),
    "text": ("costs.txt", text),
}
