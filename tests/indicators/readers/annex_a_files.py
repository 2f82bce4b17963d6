"""Small Annex A workbooks for tests, written as a council's system or an analyst might."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import xlsxwriter

from riia.indicators.tables.annex_a import ANNEX_A

SAMPLES = Path(__file__).resolve().parents[4] / "shared" / "child-level-samples"

type Rows = Sequence[Sequence[object]]


def headings(number: int) -> list[str]:
    """The official headings of a list."""
    return [column.name for column in ANNEX_A[f"list_{number}"].columns]


def record(number: int, **cells: object) -> list[object]:
    """One row of a list. Cells by heading, or by "child", "born" and the like for the columns that most tests need."""
    short = {"child": "Child Unique ID", "born": "Date of Birth", "gender": "Gender"}
    named = {short.get(name, name): value for name, value in cells.items()}
    assert set(named) <= set(headings(number)), set(named) - set(headings(number))
    return [named.get(name) for name in headings(number)]


def table(number: int, *records: Mapping[str, object]) -> list[list[object]]:
    """A list with its official headings."""
    return [list(headings(number)), *(record(number, **cells) for cells in records)]


def write(path: Path, sheets: Mapping[str, Rows], *, hidden: Sequence[str] = (), **options: Any) -> Path:
    """A workbook with these sheets. A date becomes a real Excel date; a text beginning "==" a formula."""
    book = xlsxwriter.Workbook(str(path), {"default_date_format": "dd/mm/yyyy", "strings_to_formulas": False} | options)
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        if name in hidden:
            sheet.hide()
        else:
            sheet.activate()
        for at, row in enumerate(rows):
            for column, cell in enumerate(row):
                _cell(sheet, at, column, cell)
    book.close()
    return path


def _cell(sheet: Any, row: int, column: int, cell: object) -> None:
    match cell:
        case None:
            pass
        case datetime() | date():
            sheet.write_datetime(row, column, cell)
        case str():
            sheet.write_string(row, column, cell)
        case ("formula", text, value):
            sheet.write_formula(row, column, text, None, value)
        case _:
            sheet.write(row, column, cell)
