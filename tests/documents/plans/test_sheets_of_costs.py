"""Workbooks whose sheets say the same again: lines, a summary, the shares of the year, the list of what is paid."""

import io
from collections.abc import Mapping
from typing import Any

import pytest
import xlsxwriter

from riia.documents.model import Reading
from riia.documents.plans import read
from riia.documents.readers import read_document

LINES = (
    ("K01", "Looking", "OA-1", "Clerk", 12, 400.0),
    ("K02", "Looking", "OA-2", "Survey", 2, 1500.5),
    ("K03", "Telling", "OA-3", "Reports", 4, 650.0),
    ("K04", "Telling", "OA-4", "Meetings", 6, 300.25),
    ("K05", "Telling", "OA-5", "Films", 3, 1100.0),
)
SHARES = (20, 30, 50)


def workbook(changes: Mapping[tuple[str, str], Any]) -> bytes:
    """A cell that is changed is named by sheet and place, such as ("Lines", "G4"). A pair is a formula and value."""
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True})
    sheets = {name: book.add_worksheet(name) for name in ("Notes", "Lines", "Summary", "List")}
    cells: dict[tuple[str, str], Any] = {
        ("Notes", "A1"): "Costings 2027-28",
        ("Notes", "A3"): "All lines come to £15,502.50 in total cost.",
    }
    for at, share in enumerate(SHARES, 5):
        cells[("Notes", f"A{at}")], cells[("Notes", f"B{at}")] = f"Q{at - 3}", f"{share}%"
    heads = ("Line", "Work area", "Pays for", "Item", "Number", "Cost of one", "Line cost", "Q2", "Q3", "Q4")
    cells |= {("Lines", f"{letter}1"): head for letter, head in zip("ABCDEFGHIJ", heads, strict=True)}
    for row, (line, area, code, item, many, each) in enumerate(LINES, 2):
        cost = many * each
        cells |= {
            ("Lines", f"{letter}{row}"): v
            for letter, v in zip("ABCDEF", (line, area, code, item, many, each), strict=True)
        }
        cells[("Lines", f"G{row}")] = (f"=E{row}*F{row}", cost)
        cells |= {("Lines", f"{c}{row}"): round(cost * s / 100, 2) for c, s in zip("HIJ", SHARES, strict=True)}
        cells |= {("List", f"A{row}"): code, ("List", f"B{row}"): f"{item} are there by 31 March 2028"}
    cells[("Lines", "A7")] = "Total"
    for letter in "GHIJ":
        share = dict(zip("GHIJ", (100, *SHARES), strict=True))[letter]
        value = round(sum(round(many * each * share / 100, 2) for *_, many, each in LINES), 2)
        cells[("Lines", f"{letter}7")] = (f"=SUM({letter}2:{letter}6)", value)
    cells |= {("List", "A1"): "Outcome", ("List", "B1"): "What is there"}
    cells |= {("Summary", "A1"): "Work area", ("Summary", "B1"): "Total cost", ("Summary", "C1"): "Allocation"}
    for row, (area, span) in enumerate((("Looking", "G2:G3"), ("Telling", "G4:G6")), 2):
        value = sum(many * each for _, own, *_, many, each in LINES if own == area)
        cells |= {("Summary", f"A{row}"): area, ("Summary", f"B{row}"): (f"=SUM(Lines!{span})", value)}
        cells[("Summary", f"C{row}")] = value
    for (sheet, place), value in {**cells, **changes}.items():
        if isinstance(value, tuple):
            sheets[sheet].write_formula(place, value[0], None, value[1])
        else:
            sheets[sheet].write(place, value)
    book.close()
    return file.getvalue()


def reading(changes: Mapping[tuple[str, str], Any] | None = None) -> Reading:
    return read(read_document(workbook(changes or {}), "costs.xlsx"))


def test_sheets_that_agree_are_silent() -> None:
    made = reading()
    assert [finding.message for finding in made.findings] == []
    assert [len(table.lines) for table in made.structure.tables] == [len(LINES)]
    assert [table.title for table in made.structure.summaries] == ["Summary"]


FAULTS: dict[str, tuple[dict[tuple[str, str], Any], str, str]] = {
    "a summary that leaves out a line": ({("Summary", "B3"): ("=SUM(Lines!G4:G5)", 4401.5)}, "COST-SUMMARY", "B3"),
    "shares that are no whole": ({("Notes", "B7"): "55%"}, "COST-HEADER-SHARE", "B7"),
    "shares that the lines do not have": ({("Notes", "B5"): "10%", ("Notes", "B6"): "40%"}, "COST-HEADER-SHARE", "A5"),
    "another total in words": ({("Notes", "A3"): "All lines come to £15,520.50 in total cost."}, "COST-STATED", "A3"),
    "a code of no list": ({("Lines", "C5"): "OA-9"}, "COST-SCOPE-NOWHERE", "C5"),
    "a code that no line names": ({("Lines", "C5"): "OA-3"}, "COST-SCOPE-NONE", "A5"),
    "a typed number among formulas": ({("Lines", "G3"): 3001.0}, "COST-FORMULA-TYPED", "G3"),
    "a value that is not its formula's": ({("Lines", "L2"): ("=G2*2", 9000)}, "COST-FORMULA-VALUE", "L2"),
    "a sum that takes in another row": ({("Lines", "G7"): ("=SUM(G2:G5)", 12902.5)}, "COST-FORMULA-RANGE", "G7"),
}  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS)
def test_a_planted_fault_is_told_where_it_is(fault: str) -> None:
    changes, code, place = FAULTS[fault]
    found = reading(changes).findings
    assert (code, place) in [(one.code, one.where.cell) for one in found], [(f.code, f.message) for f in found]


def test_noughts_that_a_program_wrote_for_values_are_no_values() -> None:
    unworked = {("Lines", f"G{row}"): (f"=E{row}*F{row}", 0) for row in range(2, 7)}
    unworked |= {("Lines", f"{letter}7"): (f"=SUM({letter}2:{letter}6)", 0) for letter in "GHIJ"}
    unworked |= {("Summary", "B2"): ("=SUM(Lines!G2:G3)", 0), ("Summary", "B3"): ("=SUM(Lines!G4:G6)", 0)}
    assert [finding.message for finding in reading(unworked).findings] == []
