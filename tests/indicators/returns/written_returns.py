"""A council's return to write and read in tests: Derby, made up."""

import io
from collections.abc import Callable
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from riia.indicators.definitions import Measure
from riia.indicators.model import Missing, Number, Period, PlaceCode, Symbol, Value
from riia.indicators.returns.files import ReadReturn, read_return
from riia.indicators.returns.forms import form_of
from riia.indicators.returns.nouns import Cell, Heading
from riia.indicators.returns.workbook import write_template
from riia.indicators.returns.working_out import worked_out

FORM = form_of("mou-2022")
HEADING = Heading(PlaceCode("831"), "Derby", Period.parse("2026-27Q2"), FORM.key)
LEICESTER = Heading(PlaceCode("856"), "Leicester", Period.parse("2026-27Q2"), FORM.key)
PEOPLE = Number(62113)


def cell(text: str) -> Cell:
    return Cell.parse(text)


def numbers() -> dict[Cell, Value]:
    """A number for every item, with a zero and two symbols among them."""
    made: dict[Cell, Value] = {item.cells[0]: Number(400 + 7 * at) for at, item in enumerate(FORM.items)}
    for item in FORM.items:
        if item.of:
            made[item.cells[0]] = Number(40)
    made[cell("referrals:source=anonymous.number")] = Number(0)
    made[cell("cla-uasc.number")] = Missing(Symbol.SUPPRESSED)
    made[cell("ehcps-issued.number")] = Missing(Symbol.NOT_AVAILABLE)
    return made


def whole() -> dict[Cell, Value]:
    """The numbers with every rate and percentage they give."""
    made = numbers()
    for item in FORM.items:
        for share in item.cells[1:]:
            value = worked_out(share, item, made, PEOPLE)
            assert value is not None
            made[share] = value
    return made


def template(answers: dict[Cell, Value] | None = None, **more: Any) -> bytes:
    return write_template(FORM, HEADING, population=PEOPLE, answers=answers or {}, **more)


def read(data: bytes, expected: Heading | None = HEADING) -> ReadReturn:
    return read_return("return", data, FORM, expected)


def opened(data: bytes) -> Workbook:
    return load_workbook(io.BytesIO(data))


def saved(book: Workbook) -> bytes:
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()


def edited(data: bytes, *edits: Callable[[Worksheet], object], sheet: str = "Return") -> bytes:
    """The workbook after some edits of one sheet, as a program saves it that does not work out formulas."""
    book = opened(data)
    for edit in edits:
        edit(book[sheet])
    return saved(book)


def without(data: bytes, *sheets: str) -> bytes:
    """The workbook without some of its sheets."""
    book = opened(data)
    for name in sheets:
        del book[name]
    return saved(book)


def row_of(sheet: Worksheet, key: str) -> int:
    return next(row for row in range(1, sheet.max_row + 1) if sheet.cell(row, 8).value == key)


def typed(key: str, value: object, column: int = 5, number_format: str = "") -> Callable[[Worksheet], None]:
    """An edit: a value into the number (5) or the share (6) of an item."""

    def edit(sheet: Worksheet) -> None:
        place = sheet.cell(row_of(sheet, key), column)
        place.value = value
        if number_format:
            place.number_format = number_format

    return edit


def codes(found: ReadReturn) -> list[str]:
    return [one.code for one in found.problems]


def noted(found: ReadReturn) -> set[str]:
    return {one.code for one in found.notes}


def share(key: str) -> Cell:
    item = FORM.item(key)
    assert item.measures[1] in (Measure.RATE, Measure.PERCENT)
    return item.cells[1]
