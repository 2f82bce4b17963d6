"""Workbooks: values as Excel shows them and as the file holds them."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from riia.documents.model import Cell, Document, Where
from riia.documents.plans.ledger import figure
from riia.documents.readers import read_document
from riia.documents.readers.number_formats import shown


def _read(book: Any) -> Document:
    stream = BytesIO()
    book.save(stream)
    return read_document(stream.getvalue(), "costs.xlsx")


def test_values_come_as_shown_and_as_held_with_their_places() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Costs"
    sheet.append(["Line", "Due", "Projected", "Share"])
    sheet.append(["1.1", date(2026, 2, 28), 1190200, 0.86])
    sheet["B2"].number_format = "d mmmm yyyy"
    sheet["C2"].number_format = '"£"#,##0'
    sheet["D2"].number_format = "0%"
    row = _read(book).blocks[1]
    assert [cell.text for cell in row.cells] == ["1.1", "28 February 2026", "£1,190,200", "86%"]
    assert [cell.value for cell in row.cells] == [None, date(2026, 2, 28), 1190200, Decimal("0.86")]
    assert str(row.cells[2].where) == "Costs!C2"


def test_blank_columns_keep_their_place_and_blank_rows_are_no_rows() -> None:
    book = openpyxl.Workbook()
    book.active["C3"] = "here"
    (row,) = _read(book).blocks
    assert [cell.text for cell in row.cells] == ["", "", "here"]
    assert (row.where.row, row.cells[2].where.cell) == (3, "C3")


def test_hidden_parts_and_formulas_without_a_value_are_said() -> None:
    book = openpyxl.Workbook()
    book.active["A1"] = "kept"
    book.active["A2"] = "=1+1"
    book.active["B2"] = "beside"
    book.active.row_dimensions[2].hidden = True
    book.create_sheet("Old").sheet_state = "hidden"
    book["Old"]["A1"] = "x"
    read = _read(book)
    assert read.blocks[1].cells[0].formula == "=1+1"
    assert read.blocks[1].cells[0].text == ""
    said = " ".join(read.notes)
    assert "hidden rows 2" in said
    assert "A2: a formula without a stored value" in said
    assert "Sheet Old is hidden" in said


@pytest.mark.parametrize(
    ("number", "form", "text"),
    [
        ("1190200", "General", "1190200"),
        ("0.3", "", "0.3"),
        ("-1.5", "[$£-809]#,##0.00;[Red]-[$£-809]#,##0.00", "-£1.50"),
        ("-1.5", "£#,##0.00;(£#,##0.00)", "(£1.50)"),
        ("0", '_-£* #,##0_-;-£* #,##0_-;_-£* "-"??_-;_-@_-', "£-"),
        ("7", "000", "007"),
        ("0.125", "0.0%", "12.5%"),
        ("0.5", "#.0", ".5"),
        ("2.5", "0", "3"),
        ("1600000", '£0.0,,"m"', "£1.6m"),
        ("45747", "dd/mm/yyyy", "31/03/2025"),
        ("45747", "[$-809]dddd d mmmm yyyy;@", "Monday 31 March 2025"),
        ("45747.5", "dd/mm/yy hh:mm", "31/03/25 12:00"),
        ("45747", "mmm-yy", "Mar-25"),
        ("12", '0 "days"', "12 days"),
    ],
)
def test_numbers_are_shown_as_excel_shows_them(number: str, form: str, text: str) -> None:
    assert shown(Decimal(number), form, from_1904=False) == text


_SHAPES = (
    "General", "0", "0.00", "#,##0", "#,##0.00", "£#,##0.00", '"£"#,##0.00', "[$£-809]#,##0.00", "[$£-809]#,##0",
    "£#,##0;-£#,##0", "£#,##0.00;(£#,##0.00)", "£#,##0.00;[Red]-£#,##0.00", "£#,##0.00;[Red](£#,##0.00);£0.00",
    '_-£* #,##0.00_-;-£* #,##0.00_-;_-£* "-"??_-;_-@_-', "#,##0.00;-#,##0.00;0.00;@", "£#,##0.00_);(£#,##0.00)",
    "0.00;;", ";;;", '#,##0.00;"-"', "[<0]-£#,##0.00;£#,##0.00", '"£"General', "General;-General",
)  # fmt: skip


@pytest.mark.parametrize("form", _SHAPES)
@given(pence=st.integers(min_value=100, max_value=10**11), negative=st.booleans())
@settings(max_examples=15, deadline=None)
def test_no_format_hides_a_number_or_its_sign(form: str, pence: int, negative: bool) -> None:
    number = Decimal(-pence if negative else pence) / 100
    said = shown(number, form, from_1904=False)
    read = figure(Cell(said.replace(" ", ""), Where()))
    assert read is not None
    assert (read < 0) == negative
    assert abs(read - Fraction(number)) <= (Fraction(1, 100) if "." in form or "General" in form else Fraction(1, 2))


@pytest.mark.parametrize(
    ("number", "form", "text"),
    [
        ("-125.5", "£#,##0.00", "-£125.50"),
        ("-125.5", "[$£-809]#,##0.00", "-£125.50"),
        ("-6000", "#,##0", "-6,000"),
        ("-125.5", "#,##0.00_);(#,##0.00)", "(125.50)"),
        ("-0.125", "0.0%", "-12.5%"),
        ("-0.125", "0.0%;[Red](0.0%)", "(12.5%)"),
        ("0", "£#,##0;-£#,##0", "£0"),
        ("-0", "£#,##0.00", "£0.00"),
        ("0", "#,##0;-#,##0;;@", "0"),
        ("0", "#", "0"),
        ("0", '#,##0;-#,##0;"nil"', "nil"),
        ("-5", '#,##0;"-"', "-5"),
        ("500", '[>=1000000]£0.0,,"m";£#,##0', "£500"),
        ("1600000", '[>=1000000]£0.0,,"m";£#,##0', "£1.6m"),
        ("-5", '"a;b" 0', "-a;b 5"),
    ],
)
def test_every_section_of_a_format_shows_its_numbers(number: str, form: str, text: str) -> None:
    assert shown(Decimal(number), form, from_1904=False) == text
