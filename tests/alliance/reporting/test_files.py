"""One report in every form: the same numbers, text that stays text, tags for screen readers, the same bytes again."""

import csv
import io
import re
from dataclasses import replace

import docx
import openpyxl
import pdfplumber
import pytest
from docx.oxml.ns import qn
from pdfminer.pdfdocument import PDFDocument
from pdfminer.pdfparser import PDFParser
from pdfminer.pdftypes import resolve1

from riia.alliance.reporting.audiences import Audience, Version, for_audience
from riia.alliance.reporting.blocks import Bar, Grid, Heading, Text
from riia.alliance.reporting.comparing import changes
from riia.alliance.reporting.content import Kpi, Rag, ReportData
from riia.alliance.reporting.files.pdf import as_pdf
from riia.alliance.reporting.files.tables import KPI_COLUMNS, as_csv, as_workbook
from riia.alliance.reporting.files.word import as_word
from riia.alliance.reporting.layout import Laid, Shape, headline, laid
from riia.alliance.reporting.rows import kpi_row
from tests.alliance.reporting.sample import EARLIER, MARK, NASTY, SAMPLE

FULL = replace(SAMPLE, changes=changes(EARLIER, SAMPLE), compared_with="the report before")
BOTH = [(Audience.DFE, Shape.REPORT), (Audience.BOARD, Shape.BOARD), (Audience.OFFICE, Shape.REPORT)]


def report_for(audience: Audience, shape: Shape = Shape.REPORT, data: ReportData = FULL) -> tuple[Version, Laid]:
    version = for_audience(data, audience)
    return version, laid(version, MARK, shape)


def bare(text: str) -> str:
    """Text without any white space."""
    return re.sub(r"\s+", "", text)


def pdf_text(data: bytes) -> str:
    """The words of a PDF in reading order, page feet left out."""
    with pdfplumber.open(io.BytesIO(data)) as book:
        pages = [page.crop((0, 0, page.width, page.height - 50)) for page in book.pages]
        return bare("".join(page.extract_text() for page in pages))


@pytest.mark.parametrize(("audience", "shape"), BOTH)
def test_every_cell_is_the_same_in_word_and_on_the_page(audience: Audience, shape: Shape) -> None:
    _, report = report_for(audience, shape)
    document = docx.Document(io.BytesIO(as_word(report)))
    grids = [one for one in report.blocks if isinstance(one, Grid)]
    for grid, table in zip(grids, document.tables, strict=True):
        head, *rows = [[cell.text for cell in row.cells] for row in table.rows]
        assert head == [column.text for column in grid.columns]
        assert rows == [[cell.text for cell in row] for row in grid.rows]


@pytest.mark.parametrize(("audience", "shape"), BOTH)
def test_every_number_is_in_the_pdf(audience: Audience, shape: Shape) -> None:
    _, report = report_for(audience, shape)
    with pdfplumber.open(io.BytesIO(as_pdf(report))) as book:
        cells = [
            [bare(cell or "") for cell in row]
            for page in book.pages
            for table in page.extract_tables({"vertical_strategy": "text", "horizontal_strategy": "lines"})
            for row in table
        ]
        words = bare("".join(page.extract_text(layout=False) for page in book.pages))
    assert cells
    for grid in (one for one in report.blocks if isinstance(one, Grid)):
        assert bare(grid.caption) in words
        for row in grid.rows:
            for cell in row:
                assert all(bare(part) in words for part in cell.text.split()), cell.text


@pytest.mark.parametrize("audience", [Audience.DFE, Audience.BOARD])
def test_the_tables_for_spreadsheets_hold_the_same_results(audience: Audience) -> None:
    version, report = report_for(audience)
    lines = list(csv.DictReader(io.StringIO(as_csv(version).decode("utf-8-sig"))))
    book = openpyxl.load_workbook(io.BytesIO(as_workbook(version, report)))
    rows = list(book["KPIs"].iter_rows(values_only=True))
    assert rows[0] == KPI_COLUMNS
    for kpi, line, row in zip(version.data.kpis, lines, rows[1:], strict=True):
        cells = dict(zip(KPI_COLUMNS, row, strict=True))
        _, result, why, *_ = kpi_row(kpi)
        assert line["result"] == cells["result"] == result.text
        assert line["rating"] == cells["rating"] == kpi.rag.value
        assert cells["rating_and_why"] == why.text
        assert (line["n"], line["of"]) == tuple("" if one is None else str(one) for one in (cells["n"], cells["of"]))
    assert len(list(book["Measures"].rows)) == 1 + sum(len(one.measures) for one in version.data.kpis)


def test_a_workbook_has_the_first_page_and_money_to_the_penny() -> None:
    version, report = report_for(Audience.BOARD)
    book = openpyxl.load_workbook(io.BytesIO(as_workbook(version, report)))
    said = {row[1]: row[2:] for row in book["Summary"].iter_rows(min_row=2, values_only=True)}
    assert said["KPIs that are met"] == ("1 of 3", "0 of 2")
    grants = list(book["Grants"].iter_rows(min_row=2, values_only=True))
    assert grants[0][3] == 1_190_200.01
    assert grants[1][3:8] == (None, 0, 0, None, None)
    assert [row[0] for row in book["Grant checks"].iter_rows(min_row=2, values_only=True)].count(grants[0][0]) == 2
    assert book["Spending"].cell(2, 5).value == 49_999.99
    assert "Grants" not in openpyxl.load_workbook(io.BytesIO(as_workbook(*report_for(Audience.CIB)))).sheetnames


@pytest.mark.parametrize("start", ["=1+1", "+1", "-1", "@x", "\tx", '=HYPERLINK("http://x")'])
def test_no_text_becomes_a_formula(start: str) -> None:
    data = replace(SAMPLE, kpis=(replace(SAMPLE.kpis[0], words=start, owner=start, reason=start),))
    version, report = report_for(Audience.OFFICE, data=data)
    line = next(csv.DictReader(io.StringIO(as_csv(version).decode("utf-8-sig"))))
    assert line["words"] == "'" + start
    sheet = openpyxl.load_workbook(io.BytesIO(as_workbook(version, report)))["KPIs"]
    assert {cell.data_type for row in sheet.iter_rows(min_row=2) for cell in row} <= {"s", "n", "d"}
    assert sheet.cell(2, 1 + KPI_COLUMNS.index("words")).value == start


def test_nothing_in_a_text_is_markup() -> None:
    _, report = report_for(Audience.DFE)
    assert bare(NASTY) in pdf_text(as_pdf(report))
    words = "\n".join(one.text for one in docx.Document(io.BytesIO(as_word(report))).paragraphs)
    assert NASTY in words


@pytest.mark.parametrize("text", ["\x00\x07 bell", "\ud7ff\ue000￾", "سلام", "👩‍👧 £", "]]> </w:t>", "\\u{0}", '"'])
def test_any_text_can_be_printed(text: str) -> None:
    data = replace(SAMPLE, kpis=(replace(SAMPLE.kpis[0], words=text),))
    _, report = report_for(Audience.OFFICE, data=data)
    assert as_pdf(report).startswith(b"%PDF")
    assert docx.Document(io.BytesIO(as_word(report))).tables


def test_the_pdf_is_tagged_and_says_so() -> None:
    _, report = report_for(Audience.DFE)
    data = as_pdf(report)
    catalog = PDFDocument(PDFParser(io.BytesIO(data))).catalog
    assert b"pdfuaid" in data
    assert catalog["Lang"] == b"en-GB"
    assert resolve1(catalog["MarkInfo"])["Marked"] is True
    assert resolve1(catalog["ViewerPreferences"])["DisplayDocTitle"] is True
    assert headline(FULL).encode() in data or headline(FULL).encode("utf-16-be") in data


def test_the_pdf_has_headings_in_order_and_tables_with_heads() -> None:
    """What assistive technology is given: the tags of the page in their order."""
    _, report = report_for(Audience.DFE)
    catalog = PDFDocument(PDFParser(io.BytesIO(as_pdf(report)))).catalog
    tags = list(_tags(resolve1(catalog["StructTreeRoot"])))
    names = [name for name, _ in tags]
    headings = [int(name[1:]) for name in names if re.fullmatch(r"H[1-6]", name)]
    assert headings == [one.level - 1 for one in report.blocks if isinstance(one, Heading)]
    assert all(after - before < 2 for before, after in zip([0, *headings], headings, strict=False))
    grids = [one for one in report.blocks if isinstance(one, Grid)]
    assert names.count("Table") == names.count("THead") == names.count("Caption") == len(grids)
    assert names.count("TH") == sum(len(one.columns) for one in grids)
    assert names.count("TD") == sum(len(row) for one in grids for row in one.rows)
    heads = [resolve1(node["A"]) for name, node in tags if name == "TH"]
    assert all(any(getattr(each.get("Scope"), "name", "") == "Column" for each in one) for one in heads)
    assert [node["Alt"].decode() for name, node in tags if name == "Figure"] == [
        next(one.alternative for one in report.blocks if isinstance(one, Bar))
    ]


def _tags(node):
    """Every tag of a structure tree with its node, in reading order."""
    kids = resolve1(node.get("K"))
    for each in kids if isinstance(kids, list) else [kids]:
        kid = resolve1(each)
        if isinstance(kid, dict):
            if "S" in kid:
                yield kid["S"].name, kid
            yield from _tags(kid)


def test_the_word_document_has_real_headings_and_heads_that_are_repeated() -> None:
    _, report = report_for(Audience.DFE)
    document = docx.Document(io.BytesIO(as_word(report)))
    headings = [(one.style.name, one.text) for one in document.paragraphs if one.style.name.startswith("Heading")]
    assert headings == [(f"Heading {one.level - 1}", one.text) for one in report.blocks if isinstance(one, Heading)]
    assert [one.text for one in document.paragraphs if one.style.name == "Title"] == [report.title]
    for table in document.tables:
        xml = table._tbl.xml
        assert "w:tblHeader" in xml
        assert "w:tblCaption" in xml
        assert "w:tblDescription" in xml
    properties = document.core_properties
    assert (properties.title, properties.author, properties.language) == (report.title, "South West RIIA", "en-GB")
    assert 'w:lang w:val="en-GB"' in document.styles.element.xml
    assert 'w:themeFontLang w:val="en-GB"' in document.settings.element.xml
    assert all(one.get(qn("w:percent")) == "100" for one in document.settings.element.iter(qn("w:zoom")))


def test_every_cell_of_the_word_document_ends_with_a_paragraph_and_every_link_leads_somewhere() -> None:
    """What Word refuses to open: a cell without a paragraph at its end, a link to a part that is not there."""
    document = docx.Document(io.BytesIO(as_word(report_for(Audience.OFFICE)[1])))
    body = document.element.body
    cells = list(body.iter(qn("w:tc")))
    assert cells
    assert all(cell[-1].tag == qn("w:p") for cell in cells)
    assert all(len(row.findall(qn("w:tc"))) == len(table.find(qn("w:tblGrid"))) for table in body.iter(qn("w:tbl"))
               for row in table.findall(qn("w:tr")))  # fmt: skip
    links = [one.get(qn("r:id")) for one in body.iter(qn("w:hyperlink"))]
    assert links
    assert set(links) <= set(document.part.rels)


@pytest.mark.parametrize("form", [as_pdf, as_word])
def test_the_same_report_is_the_same_file(form) -> None:
    assert form(report_for(Audience.DFE)[1]) == form(report_for(Audience.DFE)[1])
    assert form(report_for(Audience.DFE)[1]) != form(report_for(Audience.LGA)[1])


def test_the_same_workbook_again() -> None:
    assert as_workbook(*report_for(Audience.DFE)) == as_workbook(*report_for(Audience.DFE))


def test_a_report_of_an_empty_plan_says_so() -> None:
    empty = replace(SAMPLE, kpis=(), money=(), grants=(), risks=(), exemptions=(), submitted=(), simulated=False)
    for shape in Shape:
        _, report = report_for(Audience.DFE, shape, empty)
        assert "no KPIs" in report.title
        assert any(isinstance(one, Text) and "no KPIs" in one.text for one in report.blocks)
        assert as_pdf(report)
        assert as_word(report)


def test_what_is_not_known_is_not_nought() -> None:
    data = replace(SAMPLE, kpis=(Kpi("1", "x", "SEND", "1 Data", rag=Rag.GREY),))
    _, report = report_for(Audience.OFFICE, data=data)
    table = next(one for one in report.blocks if isinstance(one, Grid) and one.caption.startswith("KPIs rated"))
    assert table.rows[0][1].text == "not known"
    money = next(one for one in report.blocks if isinstance(one, Grid) and one.caption.startswith("Spending"))
    assert [cell.text for cell in money.rows[-1]][3:5] == ["not entered", "not entered"]
