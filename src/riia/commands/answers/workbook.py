"""Figures as a workbook, for sending on: no identifier of a child is in it, and no text of a file becomes a formula."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from importlib.metadata import version
from io import BytesIO
from typing import TYPE_CHECKING, Any, Final

from riia.indicators.definitions import catalogue
from riia.indicators.engine.explaining import words_of
from riia.indicators.engine.results import COLUMNS, Reach
from riia.indicators.model import Missing, Symbol, day_in_words

if TYPE_CHECKING:
    from riia.indicators.engine.own_files import Answer

_LONGEST: Final = 32_000
"""Signs that a cell can show."""
_REACHES: Final = {
    Reach.WHOLE: "the files answer for all of it.",
    Reach.SHORT_HISTORY: "the period is there, but not all that the figure looks back to: it may be wrong.",
    Reach.PART: "the files end before the period does, or begin after it: there is no figure.",
    Reach.NONE: "no file given answers for it: there is no figure.",
    Reach.UNKNOWN: "the file does not say for when it answers.",
}
_WIDTHS: Final = {
    "no.": 6, "title": 52, "indicator": 30, "variant": 26, "place": 8, "period": 12, "number": 10, "numerator": 11,
    "denominator": 13, "rate": 10, "percent": 10, "symbol": 9, "source": 12, "coverage": 60, "definition": 40,
    "choice": 60, "base": 40,
}  # fmt: skip


@dataclass(frozen=True)
class _Sheet:
    """A sheet to be: its rows below the heading, and how wide each column is."""

    name: str
    heading: Sequence[str]
    rows: Sequence[Sequence[Any]]
    widths: Sequence[int]


def workbook(answer: "Answer") -> bytes:
    """The workbook's bytes: figures, notes, definitions, files, rows read, findings."""
    import xlsxwriter

    held = BytesIO()
    book = xlsxwriter.Workbook(held, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    try:
        formats = {
            "head": book.add_format({"bold": True, "text_wrap": True, "valign": "top"}),
            "tenth": book.add_format({"num_format": "#,##0.0", "valign": "top"}),
            "whole": book.add_format({"num_format": "#,##0", "valign": "top"}),
            "year": book.add_format({"num_format": "0", "valign": "top"}),
            "text": book.add_format({"valign": "top", "text_wrap": True}),
        }
        for sheet in (_figures(answer), _notes(answer), _definitions(answer), *_sources(answer)):
            _write(book.add_worksheet(sheet.name), sheet, formats)
    finally:
        book.close()
    return held.getvalue()


def _figures(answer: "Answer") -> _Sheet:
    rows = []
    for figure in answer.figures:
        one, cells = catalogue().indicator(figure.counting.indicator), figure.as_row()
        number = f"{one.dataset}.{one.number}" if one.number else ""
        rows.append((number, one.title, *(cells[name] for name in COLUMNS)))
    heading = ("no.", "title", *COLUMNS)
    return _Sheet("Figures", heading, rows, [_WIDTHS[name] for name in heading])


def _notes(answer: "Answer") -> _Sheet:
    """What somebody needs who gets the workbook and nothing else."""
    from riia.indicators.reference import place

    where = place(answer.place)
    symbols = dict.fromkeys(one.number.symbol for one in answer.figures if isinstance(one.number, Missing))
    reaches = dict.fromkeys(one.coverage.reach for one in answer.figures)
    populations = dict.fromkeys(one.population.words for one in answer.figures if one.rate is not None)
    rows = [
        ("council", f"{where.name} ({where.code})"),
        ("period", f"{answer.period.code}: {day_in_words(answer.period.start)} to {day_in_words(answer.period.end)}"),
        ("made", f"{day_in_words(date.today())}, by riia {version('riia')}"),  # noqa: DTZ011 (the user's own day)
        ("children", "This workbook holds counts, rates and percentages. No child's identifier is in it. A count of a "
         "few children can still point at one: see what your region agreed on small numbers before it is published."),
        ("number", "The count, which is the numerator too; of a mean, the mean itself."),
        ("denominator", "What a rate or a percentage is of: the population, or the rows looked at."),
        ("rate", "Per 10,000 children aged 0 to 17, for the period as it is: a quarter is not made into a year."),
        *(("rate", f"The population is {words}.") for words in populations),
        ("source", "The return the figure was counted from. Where two returns give it, there is a row for each."),
        *(("symbol", f"{one.value}: {one.words}. It is never 0.") for one in (*symbols, Symbol.NOT_APPLICABLE)),
        *(("coverage", f"{one.value}: {_REACHES[one]}") for one in reaches),
        ("choice", "What the definition decides where no public rule does."),
    ]  # fmt: skip
    return _Sheet("Notes", ("about", "note"), list(dict.fromkeys(rows)), (14, 120))


def _definitions(answer: "Answer") -> _Sheet:
    countings = dict.fromkeys(figure.counting for figure in answer.figures)
    rows = [(f"{one.address} v{one.version}", " ".join(words_of(one))) for one in countings]
    return _Sheet("Definitions", ("definition", "in words"), rows, (40, 140))


def _sources(answer: "Answer") -> tuple[_Sheet, _Sheet, _Sheet]:
    from riia.indicators.checks.wording import sentence

    files = [
        (file.name, reading.collection, file.year, _day(file.first), _day(file.last), file.sha256)
        for reading in answer.readings
        for file in reading.files
    ]
    rows = [
        (one.file, one.table, one.read, one.used, "; ".join(f"{n:,}: {why}" for why, n in one.set_aside.items()))
        for reading in answer.readings
        for one in reading.summaries
    ]
    findings = [
        (one.severity.value, one.code, one.file, one.table, one.column, one.count, sentence(one), one.remedy)
        for one in answer.findings
    ]
    return (
        _Sheet("Files", ("file", "return", "collection year", "from", "to", "sha256"), files, (44, 14, 16, 12, 12, 68)),
        _Sheet("Rows", ("file", "table", "rows read", "rows used", "set aside"), rows, (44, 30, 12, 12, 80)),
        _Sheet(
            "Findings",
            ("severity", "code", "file", "table", "column", "count", "rule", "remedy"),
            findings,
            (10, 13, 40, 26, 30, 8, 70, 70),
        ),
    )


def _write(sheet: Any, what: _Sheet, formats: dict[str, Any]) -> None:
    """Headings stay in sight, can be filtered by and are printed on every page, across the page."""
    beside = 2 if what.name == "Figures" else 0
    sheet.freeze_panes(1, beside)
    sheet.repeat_rows(0)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    for at, (title, width) in enumerate(zip(what.heading, what.widths, strict=True)):
        sheet.set_column(at, at, width)
        sheet.write_string(0, at, title, formats["head"])
    for line, row in enumerate(what.rows, start=1):
        for at, cell in enumerate(row):
            if isinstance(cell, float):
                sheet.write_number(line, at, cell, formats["tenth"])
            elif isinstance(cell, int):
                sheet.write_number(
                    line, at, cell, formats["year" if what.heading[at] == "collection year" else "whole"]
                )
            elif cell is not None:
                sheet.write_string(line, at, shown(cell), formats["text"])
    sheet.autofilter(0, 0, max(1, len(what.rows)), len(what.heading) - 1)


def shown(text: str) -> str:
    """Without signs that a workbook cannot hold, and no longer than a cell can be."""
    return "".join(one if one.isprintable() else " " for one in text)[:_LONGEST]


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
