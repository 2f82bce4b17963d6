"""The sheet of our workbook that is filled in: a line for each item, yellow cells, formulas beside them."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

from riia.indicators.definitions import Measure, Timing
from riia.indicators.model import Missing, Number, Value, day_in_words
from riia.indicators.returns.entries import LARGEST, at_most_100
from riia.indicators.returns.nouns import Answers, Cell, Form, Heading, Item
from riia.indicators.returns.workbook_words import (
    BASIS,
    COUNCIL,
    ITEM,
    KEY,
    LAST,
    NUMBER,
    PERIOD,
    POPULATION,
    RETURN,
    SHARE,
    STILL_BLANK,
    TITLE,
    UNIT,
)
from riia.indicators.returns.working_out import worked_out

if TYPE_CHECKING:
    from riia.indicators.returns.workbook import Filling

HEADING_ROW: Final = 4
"""Counted from 0, as all rows and columns here."""
_LABEL, _TITLE, _UNIT, _LAST, _NUMBER, _SHARE, _BASIS, _KEY = range(8)
_WIDTHS: Final = (12, 46, 34, 13, 13, 14, 38, 34)
LINE: Final = 15
"""Height of a line of text, in points."""
_SYMBOL: Final = 'SUMPRODUCT(--(Symbols=LOWER(SUBSTITUTE(SUBSTITUTE(TRIM({0}),"[",""),"]",""))))>0'
_COUNT_RULE: Final = f"=IF(ISNUMBER({{0}}),AND({{0}}>=0,{{0}}=INT({{0}}),{{0}}<={LARGEST}),{_SYMBOL})"
_SHARE_RULE: Final = f"=IF(ISNUMBER({{0}}),AND({{0}}>=0,{{0}}<={{1}}),{_SYMBOL})"
_RATE: Final = f'=IF(AND(ISNUMBER({{0}}),ISNUMBER({{1}})),ROUND({{0}}/{{1}}*10000,{{2}}),IF({_SYMBOL},TRIM({{0}}),""))'
_PERCENT: Final = (
    '=IF(AND(ISNUMBER({0}),ISNUMBER({1})),IF({1}=0,IF({0}=0,"z",""),ROUND({0}/{1}*100,{2})),'
    f'IF({_SYMBOL},TRIM({{0}}),IF({_SYMBOL.replace("{0}", "{1}")},TRIM({{1}}),"")))'
)
_REMEDY: Final = "Type {}, or a symbol: c, x, z or u (see Read me). Not a dash, a word, <5 or a date."


def write_return(book: Any, sheet: Any, form: Form, heading: Heading, filling: "Filling", formats: Any) -> None:
    """The sheet with its heading, one line for each item, and the rules of its cells."""
    answers = filling.answers or {}
    rows = {item.key: row for row, item in enumerate(form.items, HEADING_ROW + 1)}
    for column, width in enumerate(_WIDTHS):
        sheet.set_column(column, column, width)
    _write_top(book, sheet, form, heading, filling, formats)
    before = f"{LAST}: {filling.before_period.short_label}" if filling.before_period else LAST
    for column, title in enumerate((ITEM, TITLE, UNIT, before, NUMBER, SHARE, BASIS, KEY)):
        sheet.write_string(HEADING_ROW, column, title, formats["head"])
    sheet.set_row(HEADING_ROW, 2 * LINE)
    for item in form.items:
        row = rows[item.key]
        texts = (item.label, item.title, _unit(item, heading), "", "", "", _basis(item, form), item.key)
        sheet.set_row(row, height(texts, _WIDTHS))
        sheet.write_string(row, _LABEL, item.label, formats["label"])
        sheet.write_string(row, _TITLE, item.title, formats["part"] if item.part_of else formats["text"])
        sheet.write_string(row, _UNIT, _unit(item, heading), formats["text"])
        _write_value(sheet, row, _LAST, (filling.before or {}).get(item.cells[0]), formats["known"], formats["known"])
        _write_number(book, sheet, row, item, answers, formats)
        _write_share(book, sheet, row, item, answers, filling, rows, formats)
        sheet.write_string(row, _BASIS, _basis(item, form), formats["quiet"])
        sheet.write_string(row, _KEY, item.key, formats["quiet"])
    _without_marks(sheet, len(form.items))
    sheet.freeze_panes(HEADING_ROW + 1, 2)
    sheet.repeat_rows(HEADING_ROW)
    sheet.set_selection(HEADING_ROW + 1, _NUMBER, HEADING_ROW + 1, _NUMBER)
    sheet.protect("", {"format_cells": True, "format_columns": True, "format_rows": True})


def _without_marks(sheet: Any, items: int) -> None:
    """Spare people Excel's green corners: item numbers are texts, and formulas differ and are unlocked, on purpose."""
    first, last = HEADING_ROW + 2, HEADING_ROW + 1 + items
    shares = f"F{first}:F{last}"
    marks = ("formula_differs", "formula_unlocked", "empty_cell_reference", "formula_range")
    sheet.ignore_errors({"number_stored_as_text": f"A{first}:A{last}", **dict.fromkeys(marks, shares)})


def _write_top(book: Any, sheet: Any, form: Form, heading: Heading, filling: "Filling", formats: Any) -> None:
    last = HEADING_ROW + len(form.items)
    sheet.set_row(0, 1.6 * LINE)
    sheet.write_string(0, 0, f"Return of {heading.place_name}, {heading.period.label}", formats["title"])
    sheet.write_string(1, 0, COUNCIL, formats["label"])
    sheet.write_string(1, 1, f"{heading.place_name} ({heading.place})", formats["text"])
    sheet.write_string(1, _LAST, STILL_BLANK, formats["label"])
    blanks = sum(item.cells[0] not in (filling.answers or {}) for item in form.items)
    sheet.write_formula(1, _NUMBER, f"=COUNTBLANK(E{HEADING_ROW + 2}:E{last + 1})", formats["known"], blanks)
    sheet.write_string(2, 0, PERIOD, formats["label"])
    sheet.write_string(2, 1, f"{heading.period.code}: {heading.period.label}", formats["text"])
    if filling.due:
        sheet.write_string(2, _LAST, "Due", formats["label"])
        sheet.write_string(2, _NUMBER, day_in_words(filling.due), formats["plain"])
    sheet.write_string(3, 0, POPULATION, formats["label"])
    _write_value(sheet, 3, 1, filling.population, formats["people"], formats["text"])
    sheet.write_string(3, 2, filling.population_words, formats["plain"])
    book.define_name("Population", f"={RETURN}!$B$4")


def _write_number(book: Any, sheet: Any, row: int, item: Item, answers: Answers, formats: Any) -> None:
    _write_value(sheet, row, _NUMBER, answers.get(item.cells[0]), formats["count"], formats["count"])
    unit = item.unit(Measure.NUMBER)
    asks = f"{item.title}. Type the number of {unit}: 0 where there were none, or a symbol (c, x, z, u)."
    sheet.data_validation(
        row, _NUMBER, row, _NUMBER,
        {
            "validate": "custom", "value": _COUNT_RULE.format(f"E{row + 1}"), "ignore_blank": True,
            "input_title": f"Item {item.label}: number",
            "input_message": f"{asks} Leave blank what is not known yet."[:255],
            "error_title": "Not a count", "error_message": _REMEDY.format("a whole number from 0"),
        },
    )  # fmt: skip
    book.define_name(f"Number_{item.label}", f"={RETURN}!$E${row + 1}")


def _write_share(
    book: Any,
    sheet: Any,
    row: int,
    item: Item,
    answers: Answers,
    filling: "Filling",
    rows: dict[str, int],
    formats: Any,
) -> None:
    """The rate or percentage: a formula, unless the council has given another value than it gives."""
    cell = share_of(item)
    if cell is None:
        sheet.write_blank(row, _SHARE, None, formats["quiet"])
        return
    number, places = f"E{row + 1}", item.decimals(cell.measure)
    worked, given = worked_out(cell, item, answers, filling.population), answers.get(cell)
    rate = cell.measure is Measure.RATE
    can = isinstance(filling.population, Number) if rate else item.of in rows
    if can and (given is None or given == worked):
        formula = (_RATE if rate else _PERCENT).format(
            number, "Population" if rate else f"E{rows[item.of] + 1}", places
        )
        shown: Any = "" if worked is None else worked.symbol.value if isinstance(worked, Missing) else float(worked)
        sheet.write_formula(row, _SHARE, formula, formats["share"], shown)
    else:
        _write_value(sheet, row, _SHARE, given, formats["share"], formats["share"])
    name = "rate" if rate else "percentage"
    most = 100 if not rate and at_most_100(item) else LARGEST
    sheet.data_validation(
        row, _SHARE, row, _SHARE,
        {
            "validate": "custom", "value": _SHARE_RULE.format(f"F{row + 1}", most), "ignore_blank": True,
            "input_title": f"Item {item.label}: {name}",
            "input_message": f"{item.unit(cell.measure)}. Worked out from the number; type your own over it.",
            "error_title": f"Not a {name}",
            "error_message": _REMEDY.format(f"a number from 0{' to 100' if most == 100 else ''}"),
        },
    )  # fmt: skip
    book.define_name(f"{cell.measure.value.capitalize()}_{item.label}", f"={RETURN}!$F${row + 1}")


def height(texts: Sequence[str], widths: Sequence[int]) -> float:
    """How high a row must be for its texts to be read whole; not every program finds that out by itself."""
    lines = (
        sum(-(-len(line) * 10 // (width * 11)) or 1 for line in text.split("\n"))
        for text, width in zip(texts, widths, strict=True)
    )
    return float(min(400, max(1, *lines) * LINE + 1))


def share_of(item: Item) -> Cell | None:
    """The rate or the percentage that is asked beside an item's number, if any."""
    return item.cells[1] if len(item.cells) > 1 else None


def _write_value(sheet: Any, row: int, column: int, value: Value | None, number: Any, text: Any) -> None:
    if value is None:
        sheet.write_blank(row, column, None, number)
    elif isinstance(value, Missing):
        sheet.write_string(row, column, value.symbol.value, text)
    else:
        sheet.write_number(row, column, value.value, number)


def _unit(item: Item, heading: Heading) -> str:
    when = "in the period" if item.variant.timing is Timing.FLOW else f"on {day_in_words(heading.period.end)}"
    return f"{item.unit(Measure.NUMBER)} {when}"


def _basis(item: Item, form: Form) -> str:
    cell = share_of(item)
    if cell is None:
        return ""
    whole = next((one.label for one in form.items if one.key == item.of), "")
    return f"{item.unit(cell.measure)}{f' (item {whole})' if whole else ''}"
