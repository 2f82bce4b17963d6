"""No text reaches a spreadsheet as a formula, and none is changed more than that takes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riia.alliance.kit.spreadsheet_cells import safe_cell

STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")


@pytest.mark.parametrize("start", STARTS)
def test_what_begins_like_a_formula_is_disarmed(start: str) -> None:
    assert safe_cell(f"{start}1+1") == f"'{start}1+1"


@given(st.text())
def test_no_cell_begins_like_a_formula(text: str) -> None:
    assert not safe_cell(text).startswith(STARTS)
    assert safe_cell(text) in {text, f"'{text}"}
