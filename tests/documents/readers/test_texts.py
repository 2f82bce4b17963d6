"""Text, CSV and JSON: encodings, lines and their places."""

import json
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riia.documents.model import BlockKind
from riia.documents.readers import read_document
from riia.documents.readers.json_file import nested

_SAID = "Dear Council,\nwe pay £1,600 – “soon”.\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"])
def test_text_is_read_in_every_encoding_that_programs_write(encoding: str) -> None:
    read = read_document(_SAID.encode(encoding), "a.txt")
    assert [block.text for block in read.blocks] == ["Dear Council,", "we pay £1,600 – “soon”."]


@pytest.mark.parametrize(
    ("line", "kind", "mark", "level"),
    [
        ("# Purpose", BlockKind.HEADING, "", 1),
        ("### **Citation**", BlockKind.HEADING, "", 3),
        ("**Citation**", BlockKind.HEADING, "", 0),
        ("1.2 Term", BlockKind.ITEM, "1.2", 2),
        ("- 1.2. Term", BlockKind.ITEM, "1.2.", 2),
        ("a) work together", BlockKind.ITEM, "a)", 1),
        ("(ii) work together", BlockKind.ITEM, "(ii)", 1),
        ("- work together", BlockKind.ITEM, "-", 0),
        (r"$\circ$ work together", BlockKind.ITEM, r"$\circ$", 0),
        ("\uf0b7 work together", BlockKind.ITEM, "\uf0b7", 0),
        ("1.\tTerm", BlockKind.ITEM, "1.", 1),
        ("- **3.2.2A Action KPI** By May", BlockKind.ITEM, "3.2.2A", 3),
        ("12.10.2022", BlockKind.PARAGRAPH, "", 0),
        ("10 August 2022", BlockKind.PARAGRAPH, "", 0),
        ("A sentence.", BlockKind.PARAGRAPH, "", 0),
    ],
)
def test_how_a_line_begins_says_what_it_is_and_nothing_of_it_is_lost(
    line: str, kind: BlockKind, mark: str, level: int
) -> None:
    (block,) = read_document(line.encode(), "a.txt").blocks
    assert (block.kind, block.mark, block.level, block.text) == (kind, mark, level, line)


def test_lines_with_tabs_are_rows_and_blank_cells_keep_their_place() -> None:
    (row,) = read_document("\tTotal:\t\t£5".encode(), "a.txt").blocks
    assert row.kind is BlockKind.ROW
    assert [cell.text for cell in row.cells] == ["", "Total:", "", "£5"]
    assert str(row.cells[3].where) == "line 1, column 4"


@given(st.lists(st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), max_size=8), max_size=8))
def test_every_line_with_text_is_a_block_with_its_number(lines: list[str]) -> None:
    wanted = [(number, line) for number, line in enumerate(lines, 1) if line]
    if wanted:
        read = read_document(("\r\n".join(lines)).encode(), "a.txt")
        assert [(block.where.line, block.text) for block in read.blocks] == wanted


@pytest.mark.parametrize("sign", [",", ";", "\t"])
def test_csv_is_read_with_the_line_that_a_record_begins_on(sign: str) -> None:
    text = f'Council{sign}Amount\n\n"Devon\nCounty"{sign}£5\nKent{sign}6\n'
    rows = read_document(text.encode(), "a.csv").blocks
    assert [(row.where.line, [cell.text for cell in row.cells]) for row in rows] == [
        (1, ["Council", "Amount"]),
        (3, ["Devon\nCounty", "£5"]),
        (5, ["Kent", "6"]),
    ]


_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**12), 10**12) | st.text(max_size=6),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=12,
)


@given(_VALUES.filter(lambda value: isinstance(value, dict | list)))
def test_json_comes_back_as_it_was(value: Any) -> None:
    assert nested(read_document(json.dumps(value, indent=1).encode(), "a.json")) == value


def test_json_keeps_numbers_exact_and_says_where_each_stands() -> None:
    read = read_document(b'{"grants": [\n {"amountAwarded": 0.10,\n "id": "x", "id": "y"}]}', "a.json")
    assert [(block.where.line, block.where.label) for block in read.blocks] == [
        (2, "grants/0/amountAwarded"),
        (3, "grants/0/id"),
        (3, "grants/0/id"),
    ]
    assert read.blocks[0].cells[0].value == Decimal("0.10")
    assert "stands twice" in read.notes[0]
