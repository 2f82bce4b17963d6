"""A report as CSV and as a workbook, for whoever works on with the numbers: KPIs, measures, money, grants and the rest.

Money is in pounds as exact decimals. A number that is not known is an empty cell, which is not 0.
"""

import csv
from collections.abc import Iterable, Iterator
from datetime import UTC, date
from decimal import Decimal
from io import BytesIO, StringIO
from typing import Any, Final

from riia.alliance.kit.spreadsheet_cells import safe_cell
from riia.alliance.reporting.audiences import Version
from riia.alliance.reporting.blocks import Grid, Heading, Items, NewPage, Text
from riia.alliance.reporting.content import Kpi, Measure, ReportData
from riia.alliance.reporting.layout import Laid
from riia.alliance.reporting.rows import NOT_KNOWN, counted, exemption_row, rating, result
from riia.alliance.reporting.rows_grants import when

type Value = str | int | Decimal | date | None
type Sheet = tuple[str, tuple[str, ...], list[tuple[Value, ...]]]

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
_WIDE: Final = frozenset(
    {"words", "rating_and_why", "found", "said", "area", "result", "what", "grant", "before", "now", "response"}
)
_LONGEST: Final = 32767
"""Signs that a cell of a workbook can hold."""


def as_csv(version: Version) -> bytes:
    """One line for each KPI; text that a spreadsheet would run is made harmless."""
    held = StringIO()
    writer = csv.writer(held)
    writer.writerow(KPI_COLUMNS)
    for row in _kpi_rows(version.data):
        writer.writerow([safe_cell(each) if isinstance(each, str) else each for each in row])
    return held.getvalue().encode("utf-8-sig")


def as_workbook(version: Version, report: Laid) -> bytes:
    """The first page, a sheet for each part, and one that says what this is. Text stays text, however it begins."""
    import xlsxwriter

    held = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(held, options)
    made = report.frozen_at.astimezone(UTC).replace(microsecond=0, tzinfo=None)
    book.set_properties({"title": report.title, "subject": report.subject, "author": report.author, "created": made})
    looks = {"bold": book.add_format({"bold": True, "valign": "top"}),
             "text": book.add_format({"text_wrap": True, "valign": "top"}),
             "money": book.add_format({"num_format": "£#,##0.00;[Red]-£#,##0.00", "valign": "top"}),
             "day": book.add_format({"num_format": "d mmm yyyy", "valign": "top", "align": "left"})}  # fmt: skip
    for title, columns, rows in _sheets(version, report):
        if rows:
            _write(book.add_worksheet(title), columns, rows, looks)
    book.close()
    return held.getvalue()


def _sheets(version: Version, report: Laid) -> Iterator[Sheet]:
    data = version.data
    yield "Summary", ("part", "what", "said", "before"), list(_summary_rows(report))
    yield "KPIs", KPI_COLUMNS, list(_kpi_rows(data))
    yield "Measures", MEASURE_COLUMNS, list(_measure_rows(data))
    changes = [(one.what, one.label, one.before, one.after, {True: "better", False: "worse", None: ""}[one.better])
               for one in data.changes]  # fmt: skip
    yield "Changes", ("id", "what", "before", "now", "direction"), list(changes)
    yield from _money_sheets(data)
    risks = [
        (one.title, one.rating, one.owner or one.owner_role, one.response, ", ".join(one.kpis)) for one in data.risks
    ]
    yield "Risks", ("what", "rating", "owner", "response", "kpis"), list(risks)
    by_key = {one.key: one for one in data.kpis}
    exempt = [(one.council, one.since, one.until, one.reason, one.approved_by, exemption_row(one, by_key)[-1].text)
              for one in data.exemptions]  # fmt: skip
    yield "Exemptions", ("council", "from", "to", "reason", "approved_by", "result"), list(exempt)
    rounds = [(one.round, one.due, one.by_day, one.ever, one.of) for one in data.submitted]
    yield "Returns", ("round", "due", "in_by_the_day", "in_by_now", "councils"), list(rounds)
    about: list[tuple[Value, ...]] = [("Title", report.title), *report.facts]
    about += [(one.title, one.words) for one in data.sources]
    about += [("Not known", each) for each in data.missing]
    about += [("Left out", each) for each in version.left_out]
    about += [("Simulated", "Entries of this report are made up, for demonstration.")] if report.simulated else []
    yield "About", ("what", "said"), about


def _summary_rows(report: Laid) -> Iterator[tuple[Value, ...]]:
    """What the first page says: everything before its second page begins."""
    part = ""
    for block in report.blocks:
        match block:
            case Heading(text, _):
                part = text
            case Text(text):
                yield part, text, "", ""
            case Items(items):
                yield from ((part, item, "", "") for item in items)
            case Grid():
                yield from ((part, *(cell.text for cell in row)) for row in block.rows)
            case NewPage():
                return


def _money_sheets(data: ReportData) -> Iterator[Sheet]:
    yield "Spending", (
        "strand", "area", "allocation", "profile_to_date", "spent", "committed", "forecast", "spent_less_profile",
        "note",
    ), [
        (one.strand, one.area,
         *_pounds(one.allocation, one.profile, one.spent, one.committed, one.forecast, one.variance), one.note)
        for one in data.money
    ]  # fmt: skip
    yield "Grants", (
        "grant", "references", "letter", "allocated", "received", "in_the_quarter", "still_to_come", "paid_on",
        "simulated",
    ), [
        (one.title, one.references, one.letter,
         *_pounds(one.allocated, one.received, one.in_period, one.expected, one.passed_on),
         "yes" if one.simulated else "no")
        for one in data.grants
    ]  # fmt: skip
    yield (
        "Grant payments",
        ("grant", "what", "amount", "day", "standing", "simulated"),
        [
            (one.title, each.what, *_pounds(each.amount), each.day, when(each), "yes" if each.simulated else "no")
            for one in data.grants
            for each in one.payments
        ],
    )
    yield "Grant checks", ("grant", "where", "said"), [
        *((one.title, each.where, each.words) for one in data.grants for each in one.findings),
        *((one.title, "condition", " ".join((each.words, each.standing)).strip())
          for one in data.grants for each in one.conditions),
    ]  # fmt: skip


def _pounds(*amounts: int | None) -> tuple[Decimal | None, ...]:
    return tuple(None if each is None else Decimal(each) / 100 for each in amounts)


def _write(sheet: Any, columns: tuple[str, ...], rows: Iterable[tuple[Value, ...]], looks: dict[str, Any]) -> None:
    for at, name in enumerate(columns):
        sheet.write_string(0, at, name, looks["bold"])
        sheet.set_column(at, at, 48 if name in _WIDE else 16)
    sheet.freeze_panes(1, 1)
    down = 0
    for down, row in enumerate(rows, start=1):
        for at, value in enumerate(row):
            if isinstance(value, date):
                sheet.write_datetime(down, at, value, looks["day"])
            elif isinstance(value, Decimal):
                sheet.write_number(down, at, value, looks["money"])
            elif isinstance(value, int):
                sheet.write_number(down, at, value, looks["text"])
            elif value:
                sheet.write_string(down, at, value[:_LONGEST], looks["text"])
    sheet.autofilter(0, 0, down, len(columns) - 1)


def _kpi_rows(data: ReportData) -> Iterator[tuple[Value, ...]]:
    for one in data.kpis:
        single = one.measures[0] if len(one.measures) == 1 else None
        yield (
            one.key, one.strand, one.area, one.requirement, one.words, one.kind, one.status, one.rag.value,
            rating(one).text, result(one), *_numbers(single), _met(one), len(one.measures), one.due, one.due_written,
            one.owner or one.owner_role, len(one.evidence), "yes" if one.simulated else "no",
        )  # fmt: skip


def _met(one: Kpi) -> int:
    return sum(each.met is True for each in one.measures)


def _numbers(one: Measure | None) -> tuple[Value, ...]:
    return (one.n, one.of, one.n_all, one.of_all) if one else (None,) * 4


def _measure_rows(data: ReportData) -> Iterator[tuple[Value, ...]]:
    for one in data.kpis:
        for each in one.measures:
            yield (
                one.key, each.number, each.words, each.target, each.unit, counted(each), *_numbers(each),
                _ON[each.met], each.due, each.as_at, each.found, each.source, "yes" if each.simulated else "no",
            )  # fmt: skip
