"""Tables of text files and workbooks: headings, rows, and how a day is written."""

import csv
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from io import StringIO
from pathlib import Path

type Cell = str | int | float | date | None
type Row = dict[str, Cell]


@dataclass(slots=True)
class Sheet:
    """One table of one file. `file` is its path inside the folder, `name` the table's name in `riia.indicators.tables`.

    Rows can be changed until the file is written; the first row stands on line 2, below a title on row 3. `shown` are
    the headings as the file has them, where rows call their cells otherwise.
    """

    file: str
    name: str
    headings: Sequence[str]
    rows: list[Row] = field(default_factory=list)
    title: str = ""
    shown: Sequence[str] = ()

    def line_of(self, row: Row) -> int:
        """The line (text) or row (workbook) of a row, the heading being 1."""
        return next(at for at, one in enumerate(self.rows, start=3 if self.title else 2) if one is row)


def day_first(day: date) -> str:
    """As in the 903: 31/03/2025."""
    return f"{day.day:02d}/{day.month:02d}/{day.year}"


def blade(day: date) -> str:
    """As COLLECT exports write it: 2025-Mar-31 00:00:00."""
    months = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
    return f"{day.year}-{months[day.month - 1]}-{day.day:02d} 00:00:00"


def iso(day: date) -> str:
    """2025-03-31."""
    return day.isoformat()


def write_csv(path: Path, sheets: Iterable[Sheet], days: Callable[[date], str]) -> int:
    """Write the rows of one or more like sheets to a CSV file, UTF-8, lines ended by a line feed; gives the rows."""
    path.parent.mkdir(parents=True, exist_ok=True)
    rows = 0
    with path.open("w", encoding="utf-8", newline="") as file:
        for at, sheet in enumerate(sheets):
            file.write(csv_text(sheet, days, heading=at == 0))
            rows += len(sheet.rows)
    return rows


def csv_text(sheet: Sheet, days: Callable[[date], str], *, heading: bool = True) -> str:
    """A sheet as CSV."""
    out = StringIO()
    writer = csv.writer(out, lineterminator="\n")
    if heading:
        writer.writerow(sheet.shown or sheet.headings)
    for row in sheet.rows:
        cells = (row.get(name) for name in sheet.headings)
        writer.writerow(days(c) if isinstance(c, date) else "" if c is None else c for c in cells)
    return out.getvalue()
