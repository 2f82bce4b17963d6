"""Figures as text, JSON, CSV or a workbook; and the rows behind them, for the council's own eyes."""

import json
import sys
from collections.abc import Sequence
from io import BytesIO
from itertools import groupby
from pathlib import Path
from typing import Any

from riia.commands.answers.csv_text import csv_text
from riia.commands.writing import replacing
from riia.indicators.definitions import catalogue
from riia.indicators.definitions.counting import Base
from riia.indicators.engine.explaining import explain, words_of
from riia.indicators.engine.own_files import Answer
from riia.indicators.engine.results import COLUMNS, Figure, Reach
from riia.indicators.model import Missing, Value, rounded

_LOCAL = "Holds identifiers of children: keep it inside the council."


def write(answer: Answer, format: str, out: Path | None) -> None:
    """Answer in one of the formats, to a file or to standard output (not a workbook)."""
    if format == "xlsx":
        assert out is not None
        _workbook(answer, out)
        return
    rows = [figure.as_row() for figure in answer.figures]
    if format == "json":
        text = json.dumps(rows, ensure_ascii=False, indent=1) + "\n"
    elif format == "csv":
        text = csv_text(COLUMNS, ([row[name] for name in COLUMNS] for row in rows))
    else:
        text = _table(answer)
    if out is None:
        sys.stdout.write(text)
    else:
        with replacing(out) as part:
            part.write_text(text, encoding="utf-8", newline="")


def write_rows(answer: Answer, out: Path) -> None:
    """Every row that a figure counts, as CSV: indicator, variant, source, fate, file, row, child."""
    lines: list[Sequence[Any]] = []
    for counting in dict.fromkeys(figure.counting for figure in answer.figures if figure.source):
        for one in explain(answer.sources, counting, answer.period):
            behind = one.rows.filter(one.rows["fate"] != "not counted").select("fate", "file", "row", "child")
            lines += [(counting.indicator, counting.variant, one.source, *row) for row in behind.iter_rows()]
    heading = ("indicator", "variant", "source", "fate", "file", "row", "child")
    with replacing(out) as part:
        part.write_text(csv_text(heading, lines), encoding="utf-8", newline="")
    sys.stderr.write(f"{counted(len(lines), 'row')} written to {out}. {_LOCAL}\n")


def counted(number: int, one: str) -> str:
    """A number with its noun: "1 row", "3 rows"."""
    return f"{number:,} {one}{'' if number == 1 else 's'}"


def _table(answer: Answer) -> str:
    """Figures for a person: one line each, the doubtful ones with why.

    Where variants of an indicator lack a number for one reason, that is said once; the other formats have every one.
    """
    lines = [f"{_name(answer.place)}, {answer.period.label}", ""]
    for slug, figures in groupby(answer.figures, key=lambda figure: figure.counting.indicator):
        one = catalogue().indicator(slug)
        number = f"{one.dataset}.{one.number}" if one.number else ""
        lines.append(f"{number:<5} {one.title} ({slug})")
        told: dict[tuple[str, Reach], int] = {}
        for figure in figures:
            why = figure.source, figure.coverage.reach
            told[why] = told.get(why, 0) + 1
            if isinstance(figure.number, Missing) and told[why] > 1:
                continue
            variant = "" if figure.counting.variant == "all" else f"{figure.counting.variant}, "
            lines.append(f"        {variant}{figure.source or 'no source'}: {in_words(figure)}")
            if figure.coverage.reach is not Reach.WHOLE:
                lines.append(f"          {figure.coverage}")
    return "\n".join(lines) + "\n"


def in_words(figure: Figure) -> str:
    """The headline with its count, such as "823 of 3,557, 23.1 %"."""
    if isinstance(figure.number, Missing):
        return f"{figure.number.symbol.value} ({figure.number.words})"
    count = f"{figure.number.value:,}"
    match figure.counting.of:
        case Base.POPULATION:
            return f"{count}, {_rounded(figure.rate)} per 10,000"
        case Base.NOTHING:
            return count
        case Base.MEAN:
            return f"{_rounded(figure.mean)} on average, of {figure.denominator}"
        case _:
            base = f"{figure.denominator.value:,}" if not isinstance(figure.denominator, Missing) else "?"
            share = f", {_rounded(figure.percent)} %" if not isinstance(figure.percent, Missing) else ""
            return f"{count} of {base}{share}"


def _rounded(value: Value | None) -> str:
    if value is None or isinstance(value, Missing):
        return value.symbol.value if value is not None else "-"
    return f"{rounded(value, 1)}"


def _name(code: str) -> str:
    from riia.indicators.reference import place

    return place(code).name


def _workbook(answer: Answer, out: Path) -> None:
    """Five sheets: figures, definitions, files, rows read, findings. No identifier of a child is in it."""
    import xlsxwriter

    figures = [figure.as_row() for figure in answer.figures]
    countings = dict.fromkeys(figure.counting for figure in answer.figures)
    sheets: list[tuple[str, Sequence[str], list[Sequence[Any]], Sequence[int]]] = [
        ("Figures", COLUMNS, [[row[name] for name in COLUMNS] for row in figures],
         (30, 26, 8, 12, 10, 10, 12, 10, 10, 8, 12, 60, 40, 60, 40)),
        ("Definitions", ("definition", "in words"),
         [(f"{one.address} v{one.version}", " ".join(words_of(one))) for one in countings], (40, 140)),
        ("Files", ("file", "return", "collection year", "from", "to", "sha256"),
         [(file.name, reading.collection, file.year, _day(file.first), _day(file.last), file.sha256)
          for reading in answer.readings for file in reading.files], (44, 14, 16, 12, 12, 68)),
        ("Rows", ("file", "table", "rows read", "rows used", "set aside"),
         [(one.file, one.table, one.read, one.used, "; ".join(f"{n:,}: {why}" for why, n in one.set_aside.items()))
          for reading in answer.readings for one in reading.summaries], (44, 30, 12, 12, 80)),
        ("Findings", ("severity", "code", "file", "table", "column", "count", "rule", "remedy"),
         [(one.severity.value, one.code, one.file, one.table, one.column, one.count, one.rule, one.remedy)
          for one in answer.findings], (10, 12, 40, 26, 30, 8, 70, 70)),
    ]  # fmt: skip
    held = BytesIO()
    book = xlsxwriter.Workbook(held, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    try:
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        tenth = book.add_format({"num_format": "#,##0.0", "valign": "top"})
        whole = book.add_format({"num_format": "#,##0", "valign": "top"})
        year = book.add_format({"num_format": "0", "valign": "top"})
        plain = book.add_format({"valign": "top", "text_wrap": True})
        for name, heading, rows, widths in sheets:
            sheet = book.add_worksheet(name)
            sheet.freeze_panes(1, 0)
            for at, (title, width) in enumerate(zip(heading, widths, strict=True)):
                sheet.set_column(at, at, width)
                sheet.write_string(0, at, title, bold)
            for line, row in enumerate(rows, start=1):
                for at, cell in enumerate(row):
                    if cell is not None:
                        counted_in = year if heading[at] == "collection year" else whole
                        form = tenth if isinstance(cell, float) else counted_in if isinstance(cell, int) else plain
                        sheet.write(line, at, cell, form)
            sheet.autofilter(0, 0, max(1, len(rows)), len(heading) - 1)
    finally:
        book.close()
    with replacing(out) as part:
        part.write_bytes(held.getvalue())


def _day(day: Any) -> str | None:
    return day.isoformat() if day else None
