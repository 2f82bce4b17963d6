"""Protected tables as text, CSV or a workbook, and the report beside them, which is not for publication."""

import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from io import BytesIO
from math import inf
from pathlib import Path
from typing import Any, Final

from riia.commands.answers.csv_text import csv_text, write_csv
from riia.commands.answers.workbook import shown
from riia.commands.dfe_columns import STANDARD
from riia.commands.layouts import Asked
from riia.commands.writing import replacing
from riia.indicators.disclosure.protected import Protected
from riia.indicators.disclosure.reports import Attack, in_words
from riia.indicators.model import Missing, Number

_REPORT: Final = ("cell", "what became of it", "why", "can be worked out: at least", "at most")
_LONGEST_NAME: Final = 28
_FORBIDDEN: Final = str.maketrans("[]:*?/\\'", "        ")
_NUMBER: Final = re.compile(r"-?(0|[1-9]\d{0,14})(\.\d+)?")
_TOLD: Final = 20
"""So many cells are told one by one at a terminal, where not all are asked for."""


@dataclass(frozen=True)
class Page:
    """A table as it is written: its lines, what stands above and below, and which columns are shown as per cent."""

    name: str
    headings: Sequence[str]
    rows: Sequence[Sequence[Any]]
    above: Sequence[str] = ()
    below: Sequence[str] = ()
    percent: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Report:
    """What is told beside tables, not for publication: a line for each cell, and a summary."""

    headings: Sequence[str]
    rows: Sequence[Sequence[Any]]
    summary: str


def write(given: Sequence[Asked], safe: Protected, format: str, out: Path | None, *, notes: bool = False) -> None:
    """The tables to a file or to standard output; with a file, the report beside it. `notes`: titles and notes too."""
    pages = [
        Page(page.name, page.headings, page.rows, *((one.above, one.below) if notes else ((), ())), one.percent)
        for one, page in zip(given, _pages(given, safe), strict=True)
    ]
    write_pages(pages, Report(_REPORT, list(_report(safe)), safe.summary), format, out)


def write_pages(pages: Sequence[Page], told: Report, format: str, out: Path | None) -> None:
    """The pages to a file or to standard output; with a file, the report beside it.

    A report is written first: a table never stands there without it.
    """
    if out is None:
        sys.stdout.write(_text([_short(page) for page in pages]) if format == "text" else _csv(pages))
        return
    report = out.with_name(f"{out.stem} report{'.xlsx' if format == 'xlsx' else '.csv'}")
    with replacing(report) as beside, replacing(out) as part:
        if format == "xlsx":
            summary = [(line,) for line in told.summary.splitlines()]
            sheets = [Page("Not for publication", told.headings, told.rows), Page("Summary", ("",), summary)]
            beside.write_bytes(_workbook(sheets))
            part.write_bytes(_workbook(pages))
        else:
            write_csv(csv_text(told.headings, told.rows), beside)
            if format == "csv":
                write_csv(_csv(pages), part)
            else:
                part.write_text(_text(pages), encoding="utf-8", errors="backslashreplace")
    sys.stderr.write(f"The table: {out}\nThe report: {report}. It says why each cell is hidden: not for publication.\n")


def reasons(safe: Protected, *, every: bool) -> list[str]:
    """Every hidden cell with its reason and what can be told of it, the most closely told first; then figures."""
    hidden = {key: cell for key, cell in safe.cells.items() if cell.kind.is_hidden}
    closest = sorted(hidden, key=lambda key: (_width(safe.report.interval(key)), repr(key)))
    lines = [f"{key!r}: {hidden[key].why}; can be {in_words(safe.report.interval(key))}" for key in closest]
    lines += [f"{figure.column} of {figure.beside!r}: {figure.why}" for figure in safe.withheld]
    return listed("Why, and what can be worked out (not for publication):", lines, every=every)


def intervals(report: Attack, *, every: bool) -> list[str]:
    """What can be told of every hidden cell, the most closely told first."""
    closest = sorted(report.intervals.items(), key=lambda pair: (_width(pair[1]), repr(pair[0])))
    lines = [f"{key!r}: {in_words(interval)}" for key, interval in closest]
    return listed("Every hidden cell, the most closely told first:", lines, every=every)


def listed(heading: str, lines: Sequence[str], *, every: bool) -> list[str]:
    """Lines below a heading: the first of them, and how to have all."""
    if not lines:
        return []
    some = lines if every else lines[:_TOLD]
    more = [f"  and {len(lines) - _TOLD:,} more (--all lists them)"] if len(lines) > len(some) else []
    return ["", heading, *(f"  {line}" for line in some), *more]


def _width(interval: tuple[int, float]) -> float:
    return interval[1] - interval[0]


def _pages(given: Sequence[Asked], safe: Protected) -> Iterator[Page]:
    at = 0
    for one in given:
        tables = safe.tables[at : at + len(one.tables)]
        at += len(one.tables)
        headings, rows = one.page(tables)
        yield Page(one.path.stem, headings, [tuple(map(_plain, row)) for row in rows])


def _plain(value: object) -> object:
    if isinstance(value, Number):
        return value.value if isinstance(value.value, int) else value
    return value.symbol.value if isinstance(value, Missing) else value


def _csv(pages: Sequence[Page]) -> str:
    """One table after another; the heading once where they all have the same."""
    out: list[str] = []
    is_bare = not any(page.above or page.below for page in pages)
    for at, page in enumerate(pages):
        same = at > 0 and is_bare and page.headings == pages[0].headings
        lines: list[Sequence[Any]] = [(line,) for line in page.above]
        lines += [()] if page.above else []
        lines += [] if same else [page.headings]
        lines += [*page.rows, *([()] if page.below else []), *((line,) for line in page.below)]
        out.append(("" if same or not at else "\r\n") + _lines(lines))
    return "".join(out)


def _lines(lines: Sequence[Sequence[Any]]) -> str:
    """Lines of CSV, headings and titles made as harmless as what stands below them."""
    return csv_text((), lines).split("\r\n", 1)[1]


def _short(page: Page) -> Page:
    """A page for the screen: of the Department's columns for when and where only names that differ."""
    if "geographic_level" not in page.headings:
        return page
    kept = [
        at
        for at, name in enumerate(page.headings)
        if name not in STANDARD or (not name.endswith("_code") and len({row[at] for row in page.rows}) > 1)
    ]
    rows = [[row[at] for at in kept] for row in page.rows]
    return replace(page, headings=[page.headings[at] for at in kept], rows=rows)


def _text(pages: Sequence[Page]) -> str:
    blocks = []
    for page in pages:
        lines = [page.headings, *([str(cell) for cell in row] for row in page.rows)]
        widths = [max(len(line[at]) for line in lines) for at in range(len(page.headings))]
        body = ["  ".join(_aligned(line, widths)).rstrip() for line in lines]
        around = [*page.above, *([""] if page.above else []), *body, *([""] if page.below else []), *page.below]
        blocks.append("".join(f"{line}\n" for line in around))
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


def _workbook(pages: Sequence[Page]) -> bytes:
    import xlsxwriter

    held = BytesIO()
    book = xlsxwriter.Workbook(held, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    names: list[str] = []
    formats: dict[str, Any] = {}
    try:
        bold = book.add_format({"bold": True})
        for page in pages:
            sheet = book.add_worksheet(_sheet_name(page.name, names))
            top = len(page.above) + bool(page.above)
            for line, text in enumerate(page.above):
                sheet.write_string(line, 0, shown(text))
            sheet.freeze_panes(top + 1, 1)
            for at, heading in enumerate(page.headings):
                sheet.write_string(top, at, shown(heading), bold)
                widest = max((len(str(row[at])) for row in page.rows), default=0)
                sheet.set_column(at, at, min(60, max(len(heading), widest) + 2))
            for line, row in enumerate(page.rows, start=top + 1):
                for at, cell in enumerate(row):
                    value, code = _value(cell, is_percent=page.headings[at] in page.percent)
                    if value is None:
                        continue
                    if isinstance(value, str):
                        sheet.write_string(line, at, shown(value))
                    elif not code:
                        sheet.write_number(line, at, value)
                    else:
                        if code not in formats:
                            formats[code] = book.add_format({"num_format": code})
                        sheet.write_number(line, at, value, formats[code])
            for line, text in enumerate(page.below, start=top + len(page.rows) + 2):
                sheet.write_string(line, 0, shown(text))
    finally:
        book.close()
    return held.getvalue()


def _value(cell: Any, *, is_percent: bool) -> tuple[int | float | str | None, str]:
    """What is written into a cell of a sheet, and the number format it is shown in."""
    if isinstance(cell, str) and _NUMBER.fullmatch(cell):
        cell = Number(Decimal(cell))
    if cell is None or isinstance(cell, int):
        return cell, ""
    number = Decimal(cell.value) if isinstance(cell, Number) else cell
    if not isinstance(number, Decimal):
        return str(cell), ""
    exponent = number.as_tuple().exponent
    decimals = max(0, -exponent) if isinstance(exponent, int) else 0
    code = f"0.{'0' * decimals}" if decimals else ""
    return (float(number / 100), f"{code or '0'}%") if is_percent else (float(number), code)


def _sheet_name(name: str, taken: list[str]) -> str:
    """A name that a sheet can have and no other one has."""
    plain = shown(name).translate(_FORBIDDEN).strip()[:_LONGEST_NAME] or "Table"
    found, number = plain, 2
    while found.casefold() in (one.casefold() for one in taken):
        found, number = f"{plain} {number}", number + 1
    taken.append(found)
    return found
