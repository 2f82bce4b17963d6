"""PDFs with text, made by typst: lines, tables with and without rules, what is printed on every page."""

from typing import Any

import pytest
import typst

from riia.documents.model import BlockKind, Document, DocumentError
from riia.documents.readers import pdf, read_document

_SOURCE = """
#set page(header: [OFFICIAL SENSITIVE], numbering: "1 of 1")
= Grant letter
The *efficient* office, 17#super[th] August 2022.

#table(columns: 3, [Council], [Base], [Total], [Devon], [£1,200], [£3], [Dorset County], [], [£4])

#grid(columns: (1fr, 1fr, 1fr), row-gutter: 8pt, [Authority], [Base], [Total], [Kent], [£1], [£2], [Essex], [], [£5])

+ the first
- a point
#pagebreak()
On the second page
#pagebreak()
On the third page
"""


def _read(source: str) -> Document:
    return read_document(typst.compile(source.encode()), "letter.pdf")


def test_a_pdf_comes_as_lines_and_rows_with_their_pages() -> None:
    read = _read(_SOURCE)
    lines = {block.text: str(block.where) for block in read.blocks if block.kind is not BlockKind.ROW}
    assert lines == {
        "OFFICIAL SENSITIVE": "page 1, line 1, page header",
        "Grant letter": "page 1, line 3",
        "The efficient office, 17th August 2022.": "page 1, line 4",
        "1. the first": "page 1, line 14",
        "• a point": "page 1, line 16",
        "On the second page": "page 2, line 3",
        "On the third page": "page 3, line 3",
    }
    rows = [[cell.text for cell in block.cells] for block in read.blocks if block.kind is BlockKind.ROW]
    assert rows == [
        ["Council", "Base", "Total"],
        ["Devon", "£1,200", "£3"],
        ["Dorset County", "", "£4"],
        ["Authority", "Base", "Total"],
        ["Kent", "£1", "£2"],
        ["Essex", "", "£5"],
    ]
    assert read.notes == ("1 lines that are printed on every page were read once.",)


def test_a_gap_between_paragraphs_counts_as_an_empty_line() -> None:
    read = _read("#set par(spacing: 2em)\n" + "#lorem(60)\n\nThe second paragraph.")
    *first, second = [block.where.line for block in read.blocks]
    assert first == list(range(1, len(first) + 1))
    assert second == len(first) + 2


def test_what_stands_beside_each_other_without_rules_is_a_row_of_the_text_and_no_table() -> None:
    read = _read(
        "#grid(columns: (5cm, 4cm, 3cm), row-gutter: 8pt, [Council], [Base], [Total], [Kent County Council and its "
        "partners], [£1], [£2], [Essex], [], [£5])"
    )
    rows = [[cell.text for cell in block.cells] for block in read.blocks]
    assert rows[0] == ["Council", "Base", "Total"]
    assert rows[-1] == ["Essex", "", "£5"]
    assert read.blocks[0].where.table is None


def test_a_pdf_without_text_is_said_to_be_a_scan() -> None:
    with pytest.raises(DocumentError, match="scan") as refused:
        _read("#rect(width: 5cm, height: 5cm, fill: black)")
    assert "Word" in refused.value.remedy


@pytest.mark.parametrize(
    ("limit", "value", "rule"),
    [("MOST_SECONDS", 0.01, "longer than"), ("MOST_PAGES", 1, "3 pages"), ("MOST_MEMORY", 40 << 20, "more memory")],
)
def test_a_pdf_beyond_a_limit_is_refused(limit: str, value: float, rule: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, limit, value)
    with pytest.raises(DocumentError, match=rule) as refused:
        _read("one #pagebreak() two #pagebreak() three")
    assert refused.value.remedy


@pytest.mark.parametrize(
    ("told", "rule"),
    [
        ({"error": "password"}, "protected with a password"),
        ({"error": "memory"}, "more memory"),
        ({"error": "damaged"}, "damaged"),
    ],
)
def test_what_the_program_that_reads_pages_says_is_passed_on(
    told: dict[str, Any], rule: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pdf, "_pages", lambda raw, name: [told])
    with pytest.raises(DocumentError, match=rule):
        read_document(b"%PDF-1.7", "a.pdf")
