"""The region's workbook for one council and period: made with what is known, so that only the new numbers are typed.

The same input gives the same bytes. Cells to be filled are yellow and unlocked, the others are locked without a
password, so that nobody spoils a key by accident and everybody may look. Rates and percentages are formulas that a
council may type over. The hidden sheet says whose return it is, so that another council's or quarter's is known.
"""

import io
import re
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any, Final

from riia.indicators.model import Missing, Period, Symbol, Value
from riia.indicators.returns.nouns import Answers, Explanation, Form, Heading
from riia.indicators.returns.workbook_form import write_return
from riia.indicators.returns.workbook_words import ABOUT, CHECKS, DEFINITIONS, EXPLANATIONS, READ_ME, RETURN

_NOT_KNOWN: Final = Missing(Symbol.NOT_AVAILABLE)
_CORE: Final = "docProps/core.xml"
_LANGUAGE: Final = b"<dc:language>en-GB</dc:language></cp:coreProperties>"
_EPOCH: Final = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True)
class Filling:
    """What a template says and carries over. Everything may be left out."""

    round_title: str = ""
    due: date | None = None
    population: Value = _NOT_KNOWN
    population_words: str = ""
    before: Answers | None = None
    before_period: Period | None = None
    answers: Answers | None = None
    explanations: Mapping[str, str] | None = None
    offered: Sequence[Explanation] = ()


def write_template(
    form: Form,
    heading: Heading,
    *,
    round_title: str = "",
    due: date | None = None,
    population: Value = _NOT_KNOWN,
    population_words: str = "",
    before: Answers | None = None,
    before_period: Period | None = None,
    answers: Answers | None = None,
    explanations: Mapping[str, str] | None = None,
    offered: Sequence[Explanation] = (),
) -> bytes:
    """The workbook of one council's return.

    `population` stands under the rates. `before` are the answers of the last return, of `before_period`, printed beside
    the cells; `answers` and `explanations` are this return's own so far. `offered` are explanations of earlier periods,
    which count only when the council says that they are still true.
    """
    filling = Filling(
        round_title, due, population, population_words, before, before_period, answers, explanations, offered
    )
    return _with_language(_made(form, heading, filling))


def _made(form: Form, heading: Heading, filling: Filling) -> bytes:
    import xlsxwriter

    from riia.indicators.returns.workbook_sheets import (
        formats_of,
        write_about,
        write_checks,
        write_definitions,
        write_explanations,
        write_read_me,
    )

    held = io.BytesIO()
    book = xlsxwriter.Workbook(held, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    title = f"Return of {heading.place_name}, {heading.period.label}"
    book.set_properties(
        {
            "title": title,
            "subject": form.title,
            "category": "Return",
            "comments": "Type into the yellow cells. The sheet Read me says how.",
            "created": datetime.combine(heading.period.end, time()),
        }
    )
    formats = formats_of(book)
    sheets = {name: book.add_worksheet(name) for name in (READ_ME, RETURN, EXPLANATIONS, CHECKS, DEFINITIONS, ABOUT)}
    write_read_me(book, sheets[READ_ME], form, heading, filling, formats)
    write_return(book, sheets[RETURN], form, heading, filling, formats)
    write_explanations(sheets[EXPLANATIONS], form, filling, formats)
    write_checks(sheets[CHECKS], formats)
    write_definitions(sheets[DEFINITIONS], form, heading, formats)
    write_about(sheets[ABOUT], form, heading, filling, formats)
    for sheet in sheets.values():
        _for_paper(sheet, title)
    book.close()
    return held.getvalue()


def _for_paper(sheet: Any, title: str) -> None:
    """A4, as wide as the paper, with the title and the page number on each page."""
    sheet.set_paper(9)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.hide_gridlines(2)
    sheet.set_footer(f"&L{re.sub('&', '&&', title)[:180]}&R&P of &N")


def _with_language(made: bytes) -> bytes:
    """The workbook with its language among the document's properties, where a screen reader's voice looks for it."""
    held = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(made)) as old, zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            body = old.read(entry)
            if entry.filename == _CORE:
                body = body.replace(b"</cp:coreProperties>", _LANGUAGE)
            info = zipfile.ZipInfo(entry.filename, _EPOCH)
            info.compress_type, info.external_attr = zipfile.ZIP_DEFLATED, 0o600 << 16
            new.writestr(info, body)
    return held.getvalue()
