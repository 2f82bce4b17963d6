"""Protected tables as text, CSV or a workbook, and the report beside them, which is not for publication."""

import sys
from collections.abc import Iterator, Sequence
from io import BytesIO
from math import inf
from pathlib import Path
from typing import Any, Final

from riia.commands.answers.csv_text import csv_text, write_csv
from riia.commands.answers.workbook import shown
from riia.commands.layouts import Asked
from riia.commands.writing import replacing
from riia.indicators.disclosure.protected import Protected
from riia.indicators.model import Missing, Number

type Page = tuple[str, tuple[str, ...], list[tuple[Any, ...]]]

_REPORT: Final = ("cell", "what became of it", "why", "can be worked out: at least", "at most")
_LONGEST_NAME: Final = 28
_FORBIDDEN: Final = str.maketrans("[]:*?/\\'", "        ")


def write(given: Sequence[Asked], safe: Protected, format: str, out: Path | None) -> None:
    """The tables to a file or to standard output; with a file, the report beside it.

    A report is written first: a table never stands there without it.
    """
    pages = list(_pages(given, safe))
    if out is None:
        sys.stdout.write(_text(pages) if format == "text" else _csv(pages))
        return
    report = out.with_name(f"{out.stem} report{'.xlsx' if format == 'xlsx' else '.csv'}")
    rows = list(_report(safe))
    with replacing(report) as beside, replacing(out) as part:
        if format == "xlsx":
            beside.write_bytes(_workbook([("Not for publication", _REPORT, rows), ("Summary", ("",), _summary(safe))]))
            part.write_bytes(_workbook(pages))
        else:
            write_csv(csv_text(_REPORT, rows), beside)
            if format == "csv":
                write_csv(_csv(pages), part)
            else:
                part.write_text(_text(pages), encoding="utf-8", errors="backslashreplace")
    sys.stderr.write(f"The table: {out}\nThe report: {report}. It says which cells are small: not for publication.\n")


def _pages(given: Sequence[Asked], safe: Protected) -> Iterator[Page]:
    at = 0
    for one in given:
        tables = safe.tables[at : at + len(one.tables)]
        at += len(one.tables)
        headings, rows = one.page(tables)
        yield one.path.stem, headings, [tuple(map(_plain, row)) for row in rows]


def _plain(value: object) -> object:
    if isinstance(value, Number):
        return value.value if isinstance(value.value, int) else value
    return value.symbol.value if isinstance(value, Missing) else value


def _csv(pages: Sequence[Page]) -> str:
    """One table after another; the heading once where they all have the same."""
    out = []
    for at, (_, headings, rows) in enumerate(pages):
        text = csv_text(headings, rows)
        same = at > 0 and headings == pages[0][1]
        out.append(text.split("\r\n", 1)[1] if same else ("\r\n" if at else "") + text)
    return "".join(out)


def _text(pages: Sequence[Page]) -> str:
    blocks = []
    for _, headings, rows in pages:
        lines = [headings, *([str(cell) for cell in row] for row in rows)]
        widths = [max(len(line[at]) for line in lines) for at in range(len(headings))]
        blocks.append("".join("  ".join(_aligned(line, widths)).rstrip() + "\n" for line in lines))
    return "\n".join(blocks)


def _aligned(line: Sequence[str], widths: Sequence[int]) -> Iterator[str]:
    for at, (cell, width) in enumerate(zip(line, widths, strict=True)):
        yield cell.ljust(width) if at == 0 else cell.rjust(width)


def _report(safe: Protected) -> Iterator[tuple[Any, ...]]:
    """A row for each hidden cell and each withheld figure."""
    for key, cell in safe.cells.items():
        if cell.kind.is_hidden:
            low, high = safe.report.interval(key)
            yield repr(key), cell.kind.value, cell.why, low, "no limit" if high == inf else int(high)
    for figure in safe.withheld:
        yield f"{figure.column} of {figure.beside!r}", "figure withheld", figure.why, None, None


def _summary(safe: Protected) -> list[tuple[str]]:
    return [(line,) for line in safe.summary.splitlines()]


def _workbook(pages: Sequence[Page]) -> bytes:
    import xlsxwriter

    held = BytesIO()
    book = xlsxwriter.Workbook(held, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    names: list[str] = []
    try:
        bold = book.add_format({"bold": True})
        for name, headings, rows in pages:
            sheet = book.add_worksheet(_sheet_name(name, names))
            sheet.freeze_panes(1, 1)
            for at, heading in enumerate(headings):
                sheet.write_string(0, at, shown(heading), bold)
                widest = max((len(str(row[at])) for row in rows), default=0)
                sheet.set_column(at, at, min(60, max(len(heading), widest) + 2))
            for line, row in enumerate(rows, start=1):
                for at, cell in enumerate(row):
                    _cell(sheet, line, at, cell)
    finally:
        book.close()
    return held.getvalue()


def _cell(sheet: Any, line: int, at: int, cell: Any) -> None:
    if cell is None:
        return
    if isinstance(cell, int):
        sheet.write_number(line, at, cell)
    elif isinstance(cell, Number):
        sheet.write_number(line, at, float(cell))
    else:
        sheet.write_string(line, at, shown(str(cell)))


def _sheet_name(name: str, taken: list[str]) -> str:
    """A name that a sheet can have and no other one has."""
    plain = shown(name).translate(_FORBIDDEN).strip()[:_LONGEST_NAME] or "Table"
    found, number = plain, 2
    while found.casefold() in (one.casefold() for one in taken):
        found, number = f"{plain} {number}", number + 1
    taken.append(found)
    return found
