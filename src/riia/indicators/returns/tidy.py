"""A return written for other programs: a row for each cell, or our own JSON. Both are read back the same.

Columns of the rows: place, period, form, item, title, measure, unit, check, value. A row with a check explains.
A cell without an answer has a row with a blank value, so that nobody takes a missing row for an answer.
"""

import csv
import io
import json
from collections.abc import Iterator, Mapping
from typing import Final

from riia.indicators.returns.canonical import FORMAT, as_stored, written
from riia.indicators.returns.nouns import Answers, Cell, Form, Heading, ReturnError

COLUMNS: Final = ("place", "period", "form", "item", "title", "measure", "unit", "check", "value")
FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n")


def rows_of(
    form: Form, heading: Heading, answers: Answers, explanations: Mapping[str, str]
) -> Iterator[tuple[str, ...]]:
    """The rows below the headings."""
    whose = (str(heading.place), heading.period.code, heading.form)
    for item in form.items:
        for cell in item.cells:
            value = written(answers[cell]) if cell in answers else ""
            yield (*whose, item.key, item.title, cell.measure.value, item.unit(cell.measure), "", value.strip("[]"))
    for key, text in sorted(explanations.items()):
        code, _, about = key.partition(" ")
        try:
            cell = Cell.parse(about)
            about, measure, title = cell.item, cell.measure.value, form.item(cell.item).title
        except ReturnError:
            measure = title = ""
        yield (*whose, about, title, measure, "", code, text)


def as_csv(form: Form, heading: Heading, answers: Answers, explanations: Mapping[str, str]) -> bytes:
    """CSV in UTF-8, with the mark that Excel needs where a text has more than ASCII."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for row in rows_of(form, heading, answers, explanations):
        writer.writerow([f"'{cell}" if cell.startswith(FORMULA) else cell for cell in row])
    text = stream.getvalue()
    return text.encode("utf-8" if text.isascii() else "utf-8-sig")


def as_json(heading: Heading, answers: Answers, explanations: Mapping[str, str]) -> bytes:
    """Our own JSON: whose return, the answers by cell, the explanations by check and cell."""
    content = {
        "format": FORMAT,
        "place": str(heading.place),
        "period": heading.period.code,
        "form": heading.form,
        "answers": as_stored(answers),
        "explanations": dict(sorted(explanations.items())),
    }
    return (json.dumps(content, indent=1) + "\n").encode()
