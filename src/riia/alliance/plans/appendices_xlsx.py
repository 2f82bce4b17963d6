"""The appendices as a workbook: stated amounts as numbers, sums as real formulas beside them, and their difference.

A stated total is never replaced by its formula: both stand there, so that whoever opens the file sees where they part.
"""

import io
from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any, Final

from riia.alliance.plans.appendices import Appendix, Row

_FIRST: Final = 4
"""Row of the sheet, counted from 1, in which the first line of costs stands."""
_EXTRA: Final = ("Lines of the area, computed", "Difference to the stated total", "Quarters less the line")
_TEXTS: Final = (34, 16, 30)
"""Widths of the columns of words; amounts are 14 wide."""


def _letters(one: Appendix) -> dict[str, str]:
    """The column of each amount, then of the three that are computed."""
    return {name: chr(ord("D") + place) for place, name in enumerate((*one.amounts, "computed", "off", "quarters"))}


def as_xlsx(found: Sequence[Appendix], title: str, made_on: date) -> bytes:
    """All appendices, a sheet for each, and one with the notes."""
    import xlsxwriter

    held = io.BytesIO()
    book = xlsxwriter.Workbook(held, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"title": title, "created": datetime.combine(made_on, time())})
    formats = {
        "title": book.add_format({"bold": True, "font_size": 14}),
        "head": book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1}),
        "text": book.add_format({"text_wrap": True, "valign": "top"}),
        "money": book.add_format({"num_format": "£#,##0.##;−£#,##0.##;£0", "valign": "top"}),
        "total": book.add_format({"num_format": "£#,##0.##;−£#,##0.##;£0", "bold": True, "top": 1}),
        "bold": book.add_format({"bold": True, "top": 1, "text_wrap": True}),
    }
    for number, one in enumerate(found, start=1):
        sheet = book.add_worksheet(f"Appendix {number}" if len(one.label) > 28 else one.label)
        _sheet(sheet, one, title, formats)
    _notes(book.add_worksheet("Notes"), found, formats)
    book.close()
    return held.getvalue()


def _sheet(sheet: Any, one: Appendix, title: str, formats: dict[str, Any]) -> None:
    sheet.set_paper(9)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(_FIRST - 2)
    sheet.freeze_panes(_FIRST - 1, 1)
    for place, width in enumerate(_TEXTS):
        sheet.set_column(place, place, width)
    sheet.set_column(len(_TEXTS), len(_TEXTS) + len(_letters(one)), 14)
    sheet.write_string("A1", f"{title}: {one.label}", formats["title"])
    for place, words in enumerate((*one.titles(), *_EXTRA)):
        sheet.write_string(_FIRST - 2, place, words, formats["head"])
    for place, row in enumerate(one.rows):
        _line(sheet, _FIRST + place, row, one, formats)
    _totals(sheet, _FIRST + len(one.rows), one, formats)


def _line(sheet: Any, at: int, row: Row, one: Appendix, formats: dict[str, Any]) -> None:
    """One line of costs; the first of its heading carries its sum as a formula."""
    column = _letters(one)
    sheet.write_string(f"A{at}", row.heading if row.first else "", formats["text"])
    sheet.write_string(f"B{at}", row.requirement, formats["text"])
    sheet.write_string(f"C{at}", row.scope, formats["text"])
    for name in one.amounts:
        cell = row.cells[name]
        if cell.blank:
            continue
        if cell.pence is None:
            sheet.write_string(f"{column[name]}{at}", cell.words, formats["text"])
        else:
            sheet.write_number(f"{column[name]}{at}", cell.pence / 100, formats["money"])
    spread = [name for name in one.amounts if name.startswith("q")]
    quarters = [row.cells[name].pence for name in spread]
    spend = row.cells["spend"].pence
    if spend is not None and spread and None not in quarters:
        off = sum(each or 0 for each in quarters) - spend
        formula = f"=SUM({column[spread[0]]}{at}:{column[spread[-1]]}{at})-{column['spend']}{at}"
        sheet.write_formula(f"{column['quarters']}{at}", formula, formats["money"], off / 100)
    spends = [each.cells["spend"].pence for each in one.rows if each.heading == row.heading]
    if not row.first or None in spends:
        return
    computed = sum(each or 0 for each in spends)
    formula = f"=SUM({column['spend']}{at}:{column['spend']}{at + row.of - 1})"
    sheet.write_formula(f"{column['computed']}{at}", formula, formats["money"], computed / 100)
    stated = row.cells["total"].pence
    if stated is not None:
        formula = f"={column['computed']}{at}-{column['total']}{at}"
        sheet.write_formula(f"{column['off']}{at}", formula, formats["money"], (computed - stated) / 100)


def _totals(sheet: Any, at: int, one: Appendix, formats: dict[str, Any]) -> None:
    """Three rows: the totals as stated, as computed here, and what lies between them."""
    columns = _letters(one)
    for place, words in enumerate(("Totals, as the plan states them", "Totals, computed", "Difference")):
        sheet.write_string(f"A{at + place}", words, formats["bold"])
    for name in one.amounts:
        column, stated = columns[name], one.totals[name].pence
        parts = [row.cells[name].pence for row in one.rows if not row.cells[name].blank]
        if stated is not None:
            sheet.write_number(f"{column}{at}", stated / 100, formats["total"])
        if None in parts:
            continue
        computed = sum(each or 0 for each in parts)
        formula = f"=SUM({column}{_FIRST}:{column}{at - 1})"
        sheet.write_formula(f"{column}{at + 1}", formula, formats["total"], computed / 100)
        if stated is not None:
            formula = f"={column}{at + 1}-{column}{at}"
            sheet.write_formula(f"{column}{at + 2}", formula, formats["total"], (computed - stated) / 100)


def _notes(sheet: Any, found: Sequence[Appendix], formats: dict[str, Any]) -> None:
    sheet.set_column(0, 0, 30)
    sheet.set_column(1, 1, 6)
    sheet.set_column(2, 2, 110)
    for place, words in enumerate(("Appendix", "Note", "What it says")):
        sheet.write_string(0, place, words, formats["head"])
    at = 1
    for one in found:
        for number, words in enumerate(one.notes, start=1):
            sheet.write_string(at, 0, one.label, formats["text"])
            sheet.write_number(at, 1, number, formats["text"])
            sheet.write_string(at, 2, words, formats["text"])
            at += 1
