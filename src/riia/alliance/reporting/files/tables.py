"""The KPIs of a report as CSV and as a workbook, for whoever works on with the numbers."""

import csv
from collections.abc import Iterator
from datetime import UTC, date
from io import BytesIO, StringIO
from typing import Any, Final

from riia.alliance.kit.spreadsheet_cells import safe_cell
from riia.alliance.reporting.audiences import Version
from riia.alliance.reporting.content import Kpi, Measure
from riia.alliance.reporting.layout import Laid
from riia.alliance.reporting.rows import NOT_KNOWN, counted, rating, score

type Value = str | int | date | None

KPI_COLUMNS: Final = (
    "kpi", "strand", "area", "requirement", "words", "kind", "status", "rating", "rating_and_why", "result", "n", "of",
    "n_without_exemptions", "of_without_exemptions", "measures_met", "measures", "due", "due_as_written", "owner",
    "evidence", "simulated",
)  # fmt: skip
MEASURE_COLUMNS: Final = (
    "kpi", "measure", "words", "target", "unit", "result", "n", "of", "n_without_exemptions", "of_without_exemptions",
    "met", "due", "as_at", "found", "source", "simulated",
)  # fmt: skip
_ON: Final = {True: "yes", False: "no", None: NOT_KNOWN}


def as_csv(version: Version) -> bytes:
    """One line for each KPI; text that a spreadsheet would run is made harmless."""
    held = StringIO()
    writer = csv.writer(held)
    writer.writerow(KPI_COLUMNS)
    for row in _kpi_rows(version):
        writer.writerow([safe_cell(each) if isinstance(each, str) else each for each in row])
    return held.getvalue().encode("utf-8-sig")


def as_workbook(version: Version, report: Laid) -> bytes:
    """A sheet of KPIs, one of measures, one that says what this is. Text stays text, whatever it begins with."""
    import xlsxwriter

    held = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(held, options)
    made = report.frozen_at.astimezone(UTC).replace(microsecond=0, tzinfo=None)
    book.set_properties({"title": report.title, "subject": report.subject, "author": report.author, "created": made})
    looks = {"bold": book.add_format({"bold": True, "valign": "top"}),
             "text": book.add_format({"text_wrap": True, "valign": "top"}),
             "day": book.add_format({"num_format": "d mmm yyyy", "valign": "top", "align": "left"})}  # fmt: skip
    _sheet(book.add_worksheet("KPIs"), KPI_COLUMNS, list(_kpi_rows(version)), looks)
    _sheet(book.add_worksheet("Measures"), MEASURE_COLUMNS, list(_measure_rows(version)), looks)
    about: list[tuple[Value, ...]] = [("Title", report.title), *report.facts]
    about += [("Left out", each) for each in version.left_out]
    about += [("Simulated", "Entries of this report are made up, for demonstration.")] if report.simulated else []
    _sheet(book.add_worksheet("About"), ("what", "said"), about, looks)
    book.close()
    return held.getvalue()


def _sheet(sheet: Any, columns: tuple[str, ...], rows: list[tuple[Value, ...]], looks: dict[str, Any]) -> None:
    wide = {"words", "rating_and_why", "found", "said", "area"}
    for at, name in enumerate(columns):
        sheet.write_string(0, at, name, looks["bold"])
        sheet.set_column(at, at, 48 if name in wide else 16)
    sheet.freeze_panes(1, 1)
    if rows:
        sheet.autofilter(0, 0, len(rows), len(columns) - 1)
    for down, row in enumerate(rows, start=1):
        for at, value in enumerate(row):
            if isinstance(value, date):
                sheet.write_datetime(down, at, value, looks["day"])
            elif isinstance(value, int):
                sheet.write_number(down, at, value, looks["text"])
            elif value:
                sheet.write_string(down, at, value[:32767], looks["text"])


def _kpi_rows(version: Version) -> Iterator[tuple[Value, ...]]:
    for one in version.data.kpis:
        single = one.measures[0] if len(one.measures) == 1 else None
        yield (
            one.key, one.strand, one.area, one.requirement, one.words, one.kind, one.status, one.rag.value,
            rating(one).text, score(one), *_numbers(single), _met(one), len(one.measures), one.due, one.due_written,
            one.owner or one.owner_role, len(one.evidence), "yes" if one.simulated else "no",
        )  # fmt: skip


def _met(one: Kpi) -> int:
    return sum(each.met is True for each in one.measures)


def _numbers(one: Measure | None) -> tuple[Value, ...]:
    return (one.n, one.of, one.n_all, one.of_all) if one else (None,) * 4


def _measure_rows(version: Version) -> Iterator[tuple[Value, ...]]:
    for one in version.data.kpis:
        for each in one.measures:
            yield (
                one.key, each.number, each.words, each.target, each.unit, counted(each), *_numbers(each),
                _ON[each.met], each.due, each.as_at, each.found, each.source, "yes" if each.simulated else "no",
            )  # fmt: skip
