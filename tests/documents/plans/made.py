"""A plan of our own, in every layout that the tests read: what is said is the same, only the file differs.

`PLAN` has nothing wrong with it. `changed` plants one fault and leaves the rest alone.
"""

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import typst
import xlsxwriter
from docx import Document as new_word


@dataclass(frozen=True)
class Row:
    """A KPI and what it stands beside."""

    requirement: str
    requirement_text: str
    activity: str
    activity_text: str
    kpi: str
    kind: str
    text: str
    due: str


TITLE = "Northfells Improvement Alliance delivery plan 2025 to 2026"
INTRO = "The ten councils of Northfells work together. All ten councils have agreed the plan."

PLAN: tuple[Row, ...] = (
    Row(
        "1.1",
        "Use information well.",
        "1.1.1",
        "We will appoint a casework analyst.",
        "1.1.1",
        "Action",
        "Appoint a casework analyst, with a signed contract on file.",
        "30 September 2025",
    ),
    Row(
        "1.1",
        "Use information well.",
        "1.1.2",
        "We will buy a placement dashboard.",
        "1.1.2A",
        "Action",
        "Launch the placement dashboard, with a user guide published.",
        "31 October 2025",
    ),
    Row(
        "1.1",
        "Use information well.",
        "1.1.2",
        "We will buy a placement dashboard.",
        "1.1.2B",
        "Performance",
        "At least 80% (8/10) of councils use the placement dashboard, by its log.",
        "27 February 2026",
    ),
    Row(
        "1.2",
        "Share what is found.",
        "1.2.1",
        "The casework analyst will write trend notes.",
        "1.2.1",
        "Action",
        "Publish 2 trend notes on missing episodes.",
        "16 January 2026",
    ),
    Row(
        "1.2",
        "Share what is found.",
        "1.2.2",
        "Notes are discussed by practice heads.",
        "1.2.2",
        "Performance",
        "At least 70% of attendees find the trend notes useful, by survey.",
        "27 March 2026",
    ),
    Row(
        "2.1",
        "Look at practice together.",
        "2.1.1",
        "We will hold fostering workshops.",
        "2.1.1",
        "Action",
        "Hold 3 fostering workshops, with attendance logs kept.",
        "12 December 2025",
    ),
    Row(
        "2.1",
        "Look at practice together.",
        "2.1.2",
        "We will visit each other.",
        "2.1.2",
        "Performance",
        "At least 90% (9/10) of councils host one exchange visit, with a note within 3 weeks of each visit.",
        "30 January 2026",
    ),
    Row(
        "2.2",
        "Learn from families.",
        "2.2.1",
        "We will ask families.",
        "2.2.1",
        "Performance",
        "At least 75% of families taking part report that they were heard, by survey.",
        "27 March 2026",
    ),
)


def changed(which: str, /, rows: Sequence[Row] = PLAN, **changes: str) -> tuple[Row, ...]:
    """The plan with a KPI changed."""
    assert any(row.kpi == which for row in rows)
    return tuple(replace(row, **changes) if row.kpi == which else row for row in rows)


def without(kpi: str, rows: Sequence[Row] = PLAN) -> tuple[Row, ...]:
    return tuple(row for row in rows if row.kpi != kpi)


def _kpi_words(row: Row) -> str:
    text = row.text[0].lower() + row.text[1:]
    said = f"By {row.due}, {text}" if row.due else row.text
    kind = f"{row.kind} KPI " if row.kind else ""
    return f"{row.kpi} {kind}{said}".strip()


def _cells(rows: Sequence[Row]) -> list[tuple[str, list[str], list[str]]]:
    """Requirement, activities and KPIs, as they stand in three columns."""
    made: dict[str, tuple[str, dict[str, str], list[str]]] = {}
    for row in rows:
        _, activities, kpis = made.setdefault(row.requirement, (f"{row.requirement} {row.requirement_text}", {}, []))
        activities.setdefault(row.activity, f"{row.activity} {row.activity_text}".strip())
        if row.kpi or row.text:
            kpis.append(_kpi_words(row))
    return [(text, list(activities.values()), kpis) for text, activities, kpis in made.values()]


THREE = ("Sub-Requirement Detail", "Planned activity to meet requirements", "Key Performance Indicator (KPI)")


def word_three(rows: Sequence[Row]) -> bytes:
    """Word: a row for each requirement, several activities and KPIs in a cell."""
    document = new_word()
    document.add_heading(TITLE, 0)
    document.add_paragraph(INTRO)
    document.add_heading("CSC Practice and Information", 1)
    table = document.add_table(rows=1, cols=3)
    for cell, text in zip(table.rows[0].cells, THREE, strict=True):
        cell.text = text
    for requirement, activities, kpis in _cells(rows):
        cells = table.add_row().cells
        cells[0].text, cells[1].text, cells[2].text = requirement, "\n".join(activities), "\n".join(kpis)
    return _saved(document)


def word_success(rows: Sequence[Row]) -> bytes:
    """Word: a row for each KPI, under other headings, with the date and the lead in columns of their own."""
    document = new_word()
    document.add_heading(TITLE, 0)
    document.add_paragraph(INTRO)
    table = document.add_table(rows=1, cols=5)
    for cell, text in zip(
        table.rows[0].cells, ("Ref", "Action", "Measure of success", "Deadline", "Lead"), strict=True
    ):
        cell.text = text
    for row in rows:
        cells = table.add_row().cells
        for cell, text in zip(cells, (row.kpi, row.activity_text, row.text, row.due, "Regional office"), strict=True):
            cell.text = text
    return _saved(document)


def word_paragraphs(rows: Sequence[Row]) -> bytes:
    """Word: no table, numbered paragraphs under headings."""
    document = new_word()
    document.add_heading(TITLE, 0)
    document.add_paragraph(INTRO)
    seen: set[str] = set()
    for row in rows:
        if row.requirement not in seen:
            document.add_heading(f"{row.requirement} {row.requirement_text}", 2)
        if row.activity not in seen:
            document.add_paragraph(f"{row.activity} {row.activity_text}")
        seen |= {row.requirement, row.activity}
        if row.text:
            document.add_paragraph(_kpi_words(replace(row, kind=row.kind or "Action")))
    return _saved(document)


def _saved(document: Any) -> bytes:
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


SHEET = ("Requirement", "Activity ref", "Activity", "KPI ref", "KPI type", "KPI", "Due date", "Owner")


def sheet(rows: Sequence[Row], costs: Callable[[xlsxwriter.Workbook], None] | None = None) -> bytes:
    """Excel: a row for each KPI, with typed dates."""
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True})
    page = book.add_worksheet("Plan")
    page.write_row(0, 0, [TITLE])
    page.write_row(2, 0, SHEET)
    as_date = book.add_format({"num_format": "d mmmm yyyy"})
    for at, row in enumerate(rows, 3):
        page.write_row(at, 0, [f"{row.requirement} {row.requirement_text}", row.activity, row.activity_text])
        page.write_row(at, 3, [row.kpi, row.kind, row.text])
        typed = _day(row.due)
        if typed:
            page.write_datetime(at, 6, typed, as_date)
        else:
            page.write_string(at, 6, row.due)
        page.write_string(at, 7, "Regional office")
    if costs:
        costs(book)
    book.close()
    return file.getvalue()


def _day(text: str) -> Any:
    from datetime import datetime

    try:
        return datetime.strptime(text, "%d %B %Y")  # noqa: DTZ007 - a day has no zone
    except ValueError:
        return None


def comma(rows: Sequence[Row]) -> bytes:
    """CSV: as exported from a tracker."""
    lines = ["Ref,Activity,Indicator,Target date"]
    lines += [f'{row.kpi},"{row.activity_text}","{row.text}",{row.due}' for row in rows]
    return "\n".join(lines).encode()


def text_of_pdf(rows: Sequence[Row]) -> bytes:
    """Text taken from a PDF: cells broken over lines, side by side."""
    lines = [
        TITLE,
        "",
        INTRO,
        "",
        "",
        "",
        "CSC Practice and Information",
        "",
        "To help practice.",
        "",
        "\t".join(THREE),
    ]
    for requirement, activities, kpis in _cells(rows):
        columns = [_broken(requirement, 30)]
        columns.append([line for text in activities for line in _broken(text, 34)])
        columns.append([line for text in kpis for line in _broken(text, 60)])
        for at in range(max(len(column) for column in columns)):
            lines.append("\t".join(column[at] if at < len(column) else "" for column in columns))
    return "\n".join(lines).encode()


def _broken(text: str, width: int) -> list[str]:
    lines, line = [], ""
    for word in text.split():
        if line and len(line) + len(word) >= width:
            lines.append(line)
            line = word
        else:
            line = f"{line} {word}".strip()
    return [*lines, line]


def pdf_table(rows: Sequence[Row]) -> bytes:
    """PDF with a ruled table, as Word prints it."""
    cells = []
    for requirement, activities, kpis in _cells(rows):
        for text in (requirement, " \\ ".join(activities), " \\ ".join(kpis)):
            cells.append("[" + text.replace("@", "\\@").replace("#", "\\#") + "]")
    head = ", ".join(f"[{text}]" for text in THREE)
    source = (
        '#set page(paper: "a4", flipped: true, margin: 1.5cm)\n#set text(size: 9pt)\n'
        f"= {TITLE}\n{INTRO}\n== CSC Practice and Information\n"
        f"#table(columns: (1fr, 1fr, 2fr), {head}, {', '.join(cells)})\n"
    )
    return bytes(typst.compile(source.encode()))


def word_cards(rows: Sequence[Row]) -> bytes:
    """Word: a table for each KPI, labels at the left."""
    document = new_word()
    document.add_heading(TITLE, 0)
    document.add_paragraph(INTRO)
    for row in rows:
        labels = ("Reference", "What we will do", "Measure of success", "Target date", "Lead officer", "RAG rating")
        texts = (row.kpi, row.activity_text, row.text, row.due, "Regional office", "Green")
        table = document.add_table(rows=0, cols=2)
        for label, text in zip(labels, texts, strict=True):
            cells = table.add_row().cells
            cells[0].text, cells[1].text = label, text
        document.add_paragraph("")
    return _saved(document)


def word_listed(rows: Sequence[Row]) -> bytes:
    """Word: actions as headings, who leads them, and KPIs as bullets."""
    document = new_word()
    document.add_heading(TITLE, 0)
    document.add_paragraph(INTRO)
    seen: set[str] = set()
    for row in rows:
        if row.activity not in seen:
            document.add_heading(f"Action {row.activity} {row.activity_text}", 2)
            document.add_paragraph("Owner: Regional office")
        seen.add(row.activity)
        if row.text:
            kind = f"{row.kind} KPI: " if row.kind else ""
            text = _kpi_words(replace(row, kind="", kpi=""))
            document.add_paragraph(f"KPI {row.kpi}: {kind}{text}", style="List Bullet")
    return _saved(document)


def spaced(rows: Sequence[Row]) -> bytes:
    """Text whose columns only spaces part."""
    table = [("Ref", "Activity", "Key performance indicator", "Due date", "Lead")]
    table += [(row.kpi, row.activity_text, row.text, row.due, "Office") for row in rows]
    widths = [max(len(line[at]) for line in table) + 3 for at in range(5)]
    lines = ["".join(text.ljust(width) for text, width in zip(line, widths, strict=True)).rstrip() for line in table]
    return "\n".join([TITLE, "", INTRO, "", *lines]).encode()


def sheets(rows: Sequence[Row]) -> bytes:
    """Excel: activities and KPIs on sheets of their own, the head of the KPIs in two rows."""
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True})
    cover = book.add_worksheet("Cover")
    cover.write_column(0, 0, [TITLE, INTRO])
    page = book.add_worksheet("Activities")
    page.write_row(0, 0, ["Activity", "Strand", "Description"])
    for at, (number, text) in enumerate({row.activity: row.activity_text for row in rows}.items(), 1):
        page.write_row(at, 0, [number, "CSC", text])
    page = book.add_worksheet("KPIs")
    page.write_row(0, 0, ["Indicator", "", "", "", "Delivery"])
    page.write_row(1, 0, ["KPI", "Activity", "Type", "Wording", "Due", "Owner"])
    for at, row in enumerate((row for row in rows if row.text), 2):
        page.write_row(at, 0, [row.kpi, row.activity, row.kind, row.text, row.due, "Regional office"])
    book.close()
    return file.getvalue()


LAYOUTS: dict[str, tuple[str, Callable[[Sequence[Row]], bytes]]] = {
    "word, three columns": ("plan.docx", word_three),
    "word, measures of success": ("plan.docx", word_success),
    "word, paragraphs": ("plan.docx", word_paragraphs),
    "excel, a row for each KPI": ("plan.xlsx", sheet),
    "csv": ("plan.csv", comma),
    "text of a PDF": ("plan.txt", text_of_pdf),
    "pdf, ruled table": ("plan.pdf", pdf_table),
    "word, cards": ("plan.docx", word_cards),
    "word, bullets under actions": ("plan.docx", word_listed),
    "text in columns of spaces": ("plan.txt", spaced),
    "excel, sheets for activities and KPIs": ("plan.xlsx", sheets),
}
TODAY = date(2025, 6, 1)
