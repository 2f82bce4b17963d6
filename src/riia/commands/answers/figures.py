"""Figures as text, JSON, CSV or a workbook; and the rows behind them, for the council's own eyes."""

import json
import sys
from collections.abc import Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

from riia.commands.answers.csv_text import csv_text, write_csv
from riia.commands.writing import replacing
from riia.indicators.definitions import catalogue
from riia.indicators.definitions.counting import Base
from riia.indicators.engine.explaining import explain
from riia.indicators.engine.own_files import Answer
from riia.indicators.engine.results import COLUMNS, Figure, Reach
from riia.indicators.model import Missing, Value, rounded

_LOCAL = "Holds identifiers of children: keep it inside the council."


def write(answer: Answer, format: str, out: Path | None) -> None:
    """Answer in one of the formats, to a file or to standard output (not a workbook)."""
    if format == "xlsx":
        assert out is not None
        from riia.commands.answers.workbook import workbook

        held = workbook(answer)
        with replacing(out) as part:
            part.write_bytes(held)
        return
    rows = [figure.as_row() for figure in answer.figures]
    if format == "json":
        # A prompt has an encoding of its own, a file is UTF-8 for everybody.
        text = json.dumps(rows, ensure_ascii=out is None, indent=1) + "\n"
    elif format == "csv":
        text = csv_text(COLUMNS, ([row[name] for name in COLUMNS] for row in rows))
    else:
        text = _table(answer)
    if out is None:
        sys.stdout.write(text)
    else:
        with replacing(out) as part:
            if format == "csv":
                write_csv(text, part)
            else:
                newline = "" if format == "json" else None
                part.write_text(text, encoding="utf-8", errors="backslashreplace", newline=newline)


def write_rows(answer: Answer, out: Path) -> None:
    """Every row that a figure counts, as CSV: indicator, variant, source, fate, file, row, child."""
    lines: list[Sequence[Any]] = []
    for counting in dict.fromkeys(figure.counting for figure in answer.figures if figure.source):
        for one in explain(answer.sources, counting, answer.period):
            behind = one.rows.filter(one.rows["fate"] != "not counted").select("fate", "file", "row", "child")
            lines += [(counting.indicator, counting.variant, one.source, *row) for row in behind.iter_rows()]
    heading = ("indicator", "variant", "source", "fate", "file", "row", "child")
    with replacing(out) as part:
        write_csv(csv_text(heading, lines), part)
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
            elif figure.coverage.doubts:
                lines.append(f"          {figure.coverage.doubts}")
    return "\n".join(lines) + "\n"


def in_words(figure: Figure) -> str:
    """The headline with its count, such as "823 of 3,557, 23.1%"."""
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
            share = f", {_rounded(figure.percent)}%" if not isinstance(figure.percent, Missing) else ""
            return f"{count} of {base}{share}"


def _rounded(value: Value | None) -> str:
    if value is None or isinstance(value, Missing):
        return value.symbol.value if value is not None else "-"
    return f"{rounded(value, 1)}"


def _name(code: str) -> str:
    from riia.indicators.reference import place

    return place(code).name
