"""Sheets written as an Excel workbook, the same bytes for the same rows."""

from datetime import date, datetime
from pathlib import Path
from typing import Any, Final

from riia.indicators.simulation.files.sheets import Sheet

_NOTE: Final = "SIMULATED. Made by riia simulate. No row is about a real child, family or worker."
_TITLES: Final = {f"list_{number}": f"List {number}" for number in range(1, 12)}


def write_workbook(path: Path, sheets: dict[str, Sheet]) -> None:
    """Write the lists, one sheet each below a title. The bytes depend on the rows alone."""
    import xlsxwriter

    options: dict[str, Any] = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(str(path), options) as book:
        book.set_properties({"title": "SIMULATED", "comments": _NOTE, "created": datetime(2000, 1, 1)})  # noqa: DTZ001
        days = book.add_format({"num_format": "dd/mm/yyyy"})
        for name, sheet in sheets.items():
            page = book.add_worksheet(_TITLES[name])
            page.write_string(0, 0, sheet.title)
            page.write_row(1, 0, sheet.headings)
            for at, row in enumerate(sheet.rows, start=2):
                for column, heading in enumerate(sheet.headings):
                    cell = row.get(heading)
                    if cell is None:
                        continue
                    if isinstance(cell, date):
                        page.write_datetime(at, column, datetime(cell.year, cell.month, cell.day), days)  # noqa: DTZ001
                    else:
                        page.write(at, column, cell)
