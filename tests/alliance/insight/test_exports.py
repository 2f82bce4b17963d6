"""What leaves the page: symbols stay symbols, nothing runs, notes travel along."""

import csv
import io
from decimal import Decimal

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from riia.alliance.insight.comparisons import NOT_HELD
from riia.alliance.insight.exports import Column, Sheet, as_csv, as_xlsx, file_stem
from riia.alliance.kit.spreadsheet_cells import safe_cell
from riia.indicators.model import Missing, Number, Symbol

SHEET = Sheet(
    "Derby",
    (Column("Council", width=20), Column("Rate", decimals=1), Column("Number")),
    (
        ("Derby", Number(Decimal("572.7")), Number(3557)),
        ("=HYPERLINK(1)", Missing(Symbol.SUPPRESSED), None),
        ("Rutland", Number(0), Missing(Symbol.LOW)),
    ),
    notes=("Source: Children in need 2025.",),
)


def rows(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))


def test_csv_keeps_symbols_zero_and_blank_apart() -> None:
    assert rows(as_csv(SHEET)) == [
        ["Council", "Rate", "Number"],
        ["Derby", "572.7", "3557"],
        ["'=HYPERLINK(1)", "c", ""],
        ["Rutland", "0", "low"],
    ]


def test_a_workbook_has_numbers_as_numbers_symbols_as_text_and_its_notes() -> None:
    book = openpyxl.load_workbook(io.BytesIO(as_xlsx(SHEET)))
    table = [[cell.value for cell in row] for row in book["Table"]]
    assert table == [
        ["Council", "Rate", "Number"],
        ["Derby", 572.7, 3557],
        ["=HYPERLINK(1)", "c", None],
        ["Rutland", 0, "low"],
    ]
    assert book["Table"]["A3"].data_type == "s"
    notes = [row[0].value for row in book["Notes"]]
    assert notes[:2] == ["Derby", "Source: Children in need 2025."]
    assert any("Open Government Licence" in note for note in notes)
    assert "c: suppressed because it is small, or would reveal a small number." in notes
    assert not any(note.startswith("x:") for note in notes)


def test_no_row_is_an_empty_cell_and_never_the_symbol_of_a_publisher() -> None:
    published = Missing(Symbol.NOT_AVAILABLE)
    sheet = Sheet("Two", (Column("Council"), Column("Rate", 1)), (("North", NOT_HELD), ("South", published)))
    assert rows(as_csv(sheet))[1:] == [["North", ""], ["South", "x"]]
    book = openpyxl.load_workbook(io.BytesIO(as_xlsx(sheet)))
    assert [cell.value for cell in book["Table"]["B"][1:]] in ([None, "x"], ["", "x"])
    notes = [cell.value for cell in book["Notes"]["A"]]
    assert "An empty figure: no figure held." in notes
    assert "x: not available or not collected." in notes
    only_held = as_xlsx(Sheet("One", sheet.columns, (("South", published),)))
    assert "An empty figure: no figure held." not in [
        cell.value for cell in openpyxl.load_workbook(io.BytesIO(only_held))["Notes"]["A"]
    ]


def test_a_row_that_does_not_fit_is_refused() -> None:
    with pytest.raises(ValueError, match="Row 1 of 'Derby' has 1 cells for 2 columns"):
        Sheet("Derby", (Column("a"), Column("b")), (("only",),))


@given(st.lists(st.one_of(st.text(alphabet=st.characters(codec="utf-8", exclude_characters="\x00")),
                          st.integers(-(10**9), 10**9).map(Number), st.sampled_from(list(Symbol)).map(Missing)),
                min_size=1, max_size=5))  # fmt: skip
def test_csv_reads_back_as_it_was_written(cells: list[str | Number | Missing]) -> None:
    sheet = Sheet("t", tuple(Column(f"c{at}") for at in range(len(cells))), (tuple(cells),))
    read = list(csv.reader(io.StringIO(as_csv(sheet).removeprefix("\ufeff"), newline="")))[1]
    assert read == [safe_cell(cell) if isinstance(cell, str) else str(cell) for cell in cells]


def test_file_names_hold_nothing_a_file_system_minds() -> None:
    assert file_stem("St. Helens", "CLA / UASC") == "riia-st-helens-cla-uasc"
