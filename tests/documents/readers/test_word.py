"""Word documents: paragraphs, lists, tables, notes and tracked changes, each at its place."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

import docx
import pytest
from docx.oxml.parser import parse_xml

from riia.documents.model import BlockKind, Document
from riia.documents.readers import read_document

_NS = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def _read(write: Callable[[Any], None]) -> Document:
    made = docx.Document()
    write(made)
    stream = BytesIO()
    made.save(stream)
    return read_document(stream.getvalue(), "letter.docx")


def _paragraph(inner: str) -> Callable[[Any], None]:
    return lambda made: made.element.body.insert(0, parse_xml(f"<w:p {_NS}>{inner}</w:p>"))


def test_paragraphs_headings_and_lists_come_with_the_numbers_that_word_prints() -> None:
    def write(made: Any) -> None:
        made.sections[0].header.paragraphs[0].text = "OFFICIAL"
        made.add_heading("Purpose of the grant", 2)
        made.add_paragraph("Dear Colleague,")
        made.add_paragraph("first", style="List Number")
        made.add_paragraph("second", style="List Number")
        made.add_paragraph("point", style="List Bullet")
        made.add_paragraph("2.5 typed by hand")

    found = [(b.kind, b.mark, b.text, b.where.line) for b in _read(write).blocks]
    assert found == [
        (BlockKind.PARAGRAPH, "", "OFFICIAL", 1),
        (BlockKind.HEADING, "", "Purpose of the grant", 2),
        (BlockKind.PARAGRAPH, "", "Dear Colleague,", 3),
        (BlockKind.ITEM, "1.", "1. first", 4),
        (BlockKind.ITEM, "2.", "2. second", 5),
        (BlockKind.ITEM, "•", "• point", 6),
        (BlockKind.ITEM, "2.5", "2.5 typed by hand", 7),
    ]


def test_a_row_has_a_cell_for_every_column_whatever_is_merged() -> None:
    def write(made: Any) -> None:
        table = made.add_table(3, 3)
        table.cell(0, 0).merge(table.cell(0, 1)).text = "wide"
        table.cell(1, 0).merge(table.cell(2, 0)).text = "tall"
        table.cell(2, 1).text = "£1"
        table.cell(2, 2).add_table(1, 2).cell(0, 1).text = "inside"

    rows = _read(write).blocks
    assert [[cell.text for cell in row.cells] for row in rows] == [
        ["wide", "", ""],
        ["tall", "", ""],
        ["", "£1", ""],
        ["", "inside"],
    ]
    assert str(rows[2].cells[1].where) == "line 3, table 1, row 3, column 2"
    assert rows[3].where.label == "inside table 1, row 3"


@pytest.mark.parametrize(
    ("inner", "text"),
    [
        ("<w:r><w:t>£1,</w:t></w:r><w:r><w:t>000</w:t></w:r>", "£1,000"),
        ("<w:r><w:t>a</w:t></w:r><w:del><w:r><w:delText>gone</w:delText></w:r></w:del>", "a"),
        ("<w:ins><w:r><w:t>new</w:t></w:r></w:ins><w:r><w:t xml:space='preserve'> b</w:t></w:r>", "new b"),
        ("<w:hyperlink><w:r><w:t>site</w:t></w:r></w:hyperlink>", "site"),
        ("<w:sdt><w:sdtContent><w:r><w:t>chosen</w:t></w:r></w:sdtContent></w:sdt>", "chosen"),
        ("<w:r><w:t>1</w:t><w:noBreakHyphen/><w:t>2</w:t></w:r>", "1-2"),
        ("<w:r><w:rPr><w:vanish/></w:rPr><w:t>hid</w:t></w:r><w:r><w:t>seen</w:t></w:r>", "seen"),
        ("<w:r><w:instrText>PAGE</w:instrText><w:t>field</w:t></w:r>", "field"),
    ],
)
def test_words_are_those_that_are_meant(inner: str, text: str) -> None:
    assert _read(_paragraph(inner)).blocks[0].text == text


def test_what_was_deleted_inserted_or_hidden_is_said() -> None:
    inner = (
        "<w:del><w:r><w:delText>£5</w:delText></w:r></w:del><w:ins><w:r><w:t>£6</w:t></w:r></w:ins>"
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t>hid</w:t></w:r>"
    )
    notes = " ".join(_read(_paragraph(inner)).notes)
    assert "1 deleted passages were left out" in notes
    assert "1 inserted passages were read" in notes
    assert "hidden text" in notes


def test_what_is_struck_through_whole_is_marked() -> None:
    struck = "<w:r><w:rPr><w:strike/></w:rPr><w:t>By May</w:t></w:r>"
    assert _read(_paragraph(struck)).blocks[0].struck
    assert not _read(_paragraph(f"{struck}<w:r><w:t> by June</w:t></w:r>")).blocks[0].struck


def test_a_text_box_is_read_once_although_word_writes_it_twice() -> None:
    box = f"<w:txbxContent {_NS}><w:p><w:r><w:t>boxed</w:t></w:r></w:p></w:txbxContent>"
    mc = "http://schemas.openxmlformats.org/markup-compatibility/2006"
    inner = (
        f"<w:r><mc:AlternateContent xmlns:mc='{mc}'><mc:Choice Requires='wps'>{box}</mc:Choice>"
        f"<mc:Fallback>{box}</mc:Fallback></mc:AlternateContent></w:r>"
    )
    found = _read(_paragraph(inner)).blocks
    assert [(block.text, block.where.label) for block in found] == [("boxed", "text box")]


_LEVELS = (("decimal", "%1."), ("decimal", "%1.%2"), ("lowerLetter", "(%3)"), ("lowerRoman", "%4."), ("bullet", "·"))


def _numbered(made: Any, lines: list[tuple[int, str]], number: str = "77") -> None:
    """Paragraphs of a list in several levels, as Word numbers clauses."""
    root = made.part.numbering_part.element
    levels = "".join(
        f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/></w:lvl>'
        for at, (form, text) in enumerate(_LEVELS)
    )
    root.insert(0, parse_xml(f'<w:abstractNum {_NS} w:abstractNumId="{number}">{levels}</w:abstractNum>'))
    root.append(parse_xml(f'<w:num {_NS} w:numId="{number}"><w:abstractNumId w:val="{number}"/></w:num>'))
    for level, text in lines:
        paragraph = made.add_paragraph(text)
        paragraph._p.get_or_add_pPr().append(
            parse_xml(f'<w:numPr {_NS}><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>')
        )


def test_levels_of_a_list_are_counted_as_word_counts_them() -> None:
    lines = [(0, "Term"), (1, "First"), (1, "Second"), (2, "one"), (2, "two"), (3, "small"), (0, "End"), (1, "Last")]
    lines.append((4, "point"))
    texts = [block.text for block in _read(lambda made: _numbered(made, lines)).blocks]
    assert texts == [
        "1. Term",
        "1.1 First",
        "1.2 Second",
        "(a) one",
        "(b) two",
        "i. small",
        "2. End",
        "2.1 Last",
        "• point",
    ]


def test_clauses_numbered_by_word_are_clauses() -> None:
    from riia.documents.memoranda import Memorandum
    from riia.documents.memoranda import read as read_memorandum

    def write(made: Any) -> None:
        made.add_heading("Memorandum of Understanding", 0)
        _numbered(
            made, [(0, "Aims"), (1, "The parties share two aims:"), (2, "learning;"), (2, "care."), (1, "It ends.")]
        )

    held = read_memorandum(_read(write)).structure
    assert isinstance(held, Memorandum)
    assert [clause.number for clause in held.clauses if clause.printed] == ["1", "1.1", "1.1(a)", "1.1(b)", "1.2"]


def test_footnotes_come_at_the_end_with_their_name() -> None:
    from docx.opc.constants import RELATIONSHIP_TYPE
    from docx.opc.packuri import PackURI
    from docx.opc.part import Part

    def write(made: Any) -> None:
        made.add_paragraph("Text")
        body = (
            f'<w:footnotes {_NS}><w:footnote w:type="separator" w:id="0"><w:p/></w:footnote>'
            '<w:footnote w:id="2"><w:p><w:r><w:t>By 31 June 2025.</w:t></w:r></w:p></w:footnote></w:footnotes>'
        )
        kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
        part = Part(PackURI("/word/footnotes.xml"), kind, body.encode(), made.part.package)
        made.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)

    note = _read(write).blocks[-1]
    assert (note.text, note.where.label) == ("By 31 June 2025.", "footnote 2")
