"""The report as a workbook: a sheet with the summary, one with the findings, one with every place that was kept.

Text is written as text whatever it begins with, so that nothing from a file becomes a formula or a link.
"""

from collections.abc import Sequence
from io import BytesIO
from pathlib import Path
from typing import Any, Final

from riia.indicators.checks.preflight import Report
from riia.indicators.checks.wording import answers_for, headline, made_in_words, rule_numbers, sentence
from riia.indicators.model import day_in_words
from riia.indicators.model.findings import SPOTS_KEPT, Severity

_CAPTION: Final = "These cells hold identifiers of children: this workbook must stay inside the council."
_BARE: Final = "This workbook names no child: it gives rows, and nothing that stands in them."
_LIMIT: Final = 1_048_575
"""Rows a sheet can have below its heading."""


def write(report: Report, out: Path, *, identifiers: bool = True) -> None:
    """Write the workbook. Raises OSError when the file cannot be written."""
    import xlsxwriter

    held = BytesIO()
    book = xlsxwriter.Workbook(held, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    formats = {
        "bold": book.add_format({"bold": True}),
        "wrap": book.add_format({"text_wrap": True, "valign": "top"}),
        "title": book.add_format({"bold": True, "font_size": 14}),
        "plain": book.add_format({"valign": "top"}),
    }
    _summary(book.add_worksheet("Summary"), report, formats, identifiers=identifiers)
    _findings(book.add_worksheet("Findings"), report, formats)
    _places(book.add_worksheet("Places"), report, formats)
    book.close()
    out.write_bytes(held.getvalue())


def _summary(sheet: Any, report: Report, formats: dict[str, Any], *, identifiers: bool) -> None:
    sheet.set_column(0, 0, 42)
    sheet.set_column(1, 2, 36)
    sheet.set_column(3, 5, 12)
    sheet.write_string(0, 0, headline(report), formats["title"])
    sheet.write_string(1, 0, _CAPTION if identifiers else _BARE, formats["bold"])
    sheet.write_string(2, 0, f"Made on {day_in_words(report.on)}: {made_in_words(report)}.")
    row = 4
    for severity in Severity:
        sheet.write_string(row, 0, f"{severity.value.capitalize()}s")
        sheet.write_number(row, 1, report.count(severity))
        row += 1
    row = _table(
        sheet, row + 1, ("File", "Taken for", "Answers for", "Rows read", "Used", "Set aside"),
        [
            (file.name, file.title, answers_for(file), file.read, file.used, file.set_aside)
            for file in report.files
        ],
        formats,
    )  # fmt: skip
    reasons = [
        (one.file, one.table, reason, rows)
        for file in report.files
        for one in file.tables
        for reason, rows in one.set_aside.items()
    ]
    if reasons:
        row = _table(sheet, row + 1, ("File", "Table", "Why rows were set aside", "Rows"), reasons, formats)
    if report.refusals:
        refused = [(one.name, problem.rule, problem.remedy) for one in report.refusals for problem in one.problems]
        _table(sheet, row + 1, ("File that was not read", "Why", "What to do"), refused, formats)


def _findings(sheet: Any, report: Report, formats: dict[str, Any]) -> None:
    headings = ("Severity", "Code", "File", "Table", "Column", "Rows", "What should hold", "What to do", "DfE rule")
    rows = [
        (
            one.severity.value,
            one.code,
            one.file,
            one.table,
            one.column,
            one.count,
            sentence(one),
            one.remedy,
            rule_numbers(one),
        )
        for one in report.findings
    ]  # fmt: skip
    for column, width in enumerate((10, 11, 30, 22, 30, 9, 60, 60, 18)):
        sheet.set_column(column, column, width)
    _filtered(sheet, headings, rows, formats)


def _places(sheet: Any, report: Report, formats: dict[str, Any]) -> None:
    headings = (
        "Severity", "Code", "File", "Table", "Column", "Row", "What stands there", "Child", "What should hold",
        "What to do",
    )  # fmt: skip
    rows: list[tuple[str | int, ...]] = []
    more: list[tuple[str | int, ...]] = []
    for one in report.findings:
        where = (one.severity.value, one.code, one.file, one.table, one.column)
        told = (sentence(one), one.remedy)
        rows += [(*where, spot.row, spot.value, spot.child, *told) for spot in one.spots]
        if len(one.spots) == SPOTS_KEPT < one.count:
            more.append((*where, "", f"and {one.count - len(one.spots):,} more", "", *told))
    for column, width in enumerate((10, 11, 30, 22, 30, 9, 40, 24, 60, 60)):
        sheet.set_column(column, column, width)
    _filtered(sheet, headings, [*rows, *more][:_LIMIT], formats)


def _filtered(
    sheet: Any, headings: Sequence[str], rows: Sequence[Sequence[str | int]], formats: dict[str, Any]
) -> None:
    _table(sheet, 0, headings, rows, formats)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(len(rows), 1), len(headings) - 1)


def _table(
    sheet: Any, top: int, headings: Sequence[str], rows: Sequence[Sequence[str | int]], formats: dict[str, Any]
) -> int:
    """Write a table from row `top` on; gives the row after it."""
    for column, heading in enumerate(headings):
        sheet.write_string(top, column, heading, formats["bold"])
    for at, row in enumerate(rows, top + 1):
        for column, cell in enumerate(row):
            if isinstance(cell, int):
                sheet.write_number(at, column, cell, formats["plain"])
            else:
                sheet.write_string(at, column, _clean(cell), formats["wrap"])
    return top + 1 + len(rows)


def _clean(text: str) -> str:
    """Without control characters, which a workbook cannot hold, and no longer than a cell can be."""
    return "".join(one if one.isprintable() else " " for one in text)[:32_000]
