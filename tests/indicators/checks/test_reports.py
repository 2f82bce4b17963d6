"""The reports to read: safe against what stands in files, and telling what they hold."""

from dataclasses import replace
from datetime import date
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from riia.indicators.checks.preflight import FileTold, Refusal, Report
from riia.indicators.checks.report_html import page
from riia.indicators.checks.report_xlsx import write
from riia.indicators.checks.running import NotMade
from riia.indicators.checks.wording import headline, sentence
from riia.indicators.model.findings import Finding, Severity, Spot
from riia.indicators.readers.problems import Problem
from riia.indicators.readers.reading import TableSummary

HOSTILE = "<script>alert('x')</script>\"><img src=x onerror=alert(1)>\x00\u202e"
FORMULA = '=HYPERLINK("http://example.org","x")'


def finding(code: str = "CIN-203", severity: Severity = Severity.ERROR, count: int = 1, **more: Any) -> Finding:
    """A finding with hostile cells."""
    spots = tuple(Spot(row, FORMULA if row % 2 else HOSTILE, HOSTILE) for row in range(2, 2 + min(count, 30)))
    known = {"file": "cin.xml", "table": "CINdetails", "column": "CINclosureDate", "rule": "A.", "remedy": "B."}
    return Finding(code, severity, **(known | more), count=count, spots=spots)


def report(*findings: Finding) -> Report:
    """A report of a file, a refusal and what was left out."""
    summaries = (TableSummary("cin.xml", "CINdetails", 1_234, 1_230, {"alike in every column": 4}),)
    file = FileTold("cin.xml", "cin-census", "CIN census", 2025, date(2024, 4, 1), date(2025, 3, 31), summaries)
    refusal = Refusal(HOSTILE, (Problem(3, "x", HOSTILE, "is cut off.", "Export it again."),))
    lacking = (NotMade("CIN-101", ("cin.xml",), "the table Child"),)
    return Report((file,), findings, (refusal,), 115, lacking, ("notes.docx",), date(2025, 5, 1))


class Tags(HTMLParser):
    """Every element of a page with its attributes, and its text."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text.append(data)


def read(text: str) -> Tags:
    """Parse a page."""
    tags = Tags()
    tags.feed(text)
    return tags


def test_hostile_cells_stay_text() -> None:
    """Nothing from a file becomes markup, an attribute or a script; nothing is fetched."""
    tags = read(page(report(finding(count=3, rule=HOSTILE, file=HOSTILE, table=HOSTILE, column=HOSTILE))))
    names = {tag for tag, _ in tags.tags}
    assert not names & {"script", "img", "link", "iframe", "object", "form"}
    assert not any(name.startswith("on") or name in ("src", "style") for _, attrs in tags.tags for name in attrs)
    assert all(str(attrs["href"]).startswith("#") for tag, attrs in tags.tags if tag == "a")
    assert "<script>alert('x')</script>" in "".join(tags.text)


def test_page_is_sound() -> None:
    """One h1, headings without gaps, a language, captions on every table, links that lead somewhere."""
    text = page(
        report(finding(), finding("READ-DATE", Severity.WARNING, table="", column=""), finding("X", Severity.NOTE))
    )
    tags = read(text)
    levels = [int(tag[1]) for tag, _ in tags.tags if tag in {"h1", "h2", "h3", "h4", "h5"}]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    assert ("html", {"lang": "en-GB"}) in tags.tags
    names = [tag for tag, _ in tags.tags]
    assert names.count("table") == names.count("caption")
    ids = {attrs["id"] for _, attrs in tags.tags if "id" in attrs}
    assert {str(attrs["href"])[1:] for tag, attrs in tags.tags if tag == "a"} <= ids


def test_page_says_what_it_holds() -> None:
    """It warns of identifiers, or says that there are none."""
    assert "must stay inside the council" in page(report(finding()))
    bare = page(report(finding()).without_identifiers(), identifiers=False)
    assert "must stay inside the council" not in bare
    assert "names no child" in bare
    assert "HYPERLINK" not in bare
    assert "What stands there" not in bare


def test_first_rows_and_how_many_more() -> None:
    """Ten rows of a finding stand there, and how many more there are."""
    text = "".join(read(page(report(finding(count=2_345)))).text)
    assert "2,345 rows" in text
    assert "and 2,335 more" in text


@pytest.mark.parametrize(
    ("severities", "said"),
    [
        ([Severity.ERROR, Severity.ERROR], "2 errors to put right in 1 file; 1 file could not be read."),
        ([Severity.WARNING], "No errors in 1 file, 1 warning to look at; 1 file could not be read."),
        ([Severity.NOTE], "1 file is in order; 1 file could not be read."),
    ],
)
def test_headline(severities: list[Severity], said: str) -> None:
    """The title is what was found."""
    assert headline(report(*(finding(severity=one) for one in severities))) == said


def test_nothing_read() -> None:
    """Files that were all refused."""
    assert headline(replace(report(), files=())) == "1 file could not be read."


def test_workbook_holds_text_only(tmp_path: Path) -> None:
    """Formula text is text, every place is a row, numbers are numbers."""
    write(report(finding(count=2_000)), tmp_path / "out.xlsx")
    book = load_workbook(tmp_path / "out.xlsx")
    assert book.sheetnames == ["Summary", "Findings", "Places"]
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert not any(cell.data_type == "f" or cell.hyperlink for cell in cells)
    assert FORMULA in {cell.value for cell in cells}
    assert book["Findings"]["F2"].value == 2_000
    assert book["Places"].max_row == 31
    said = [cell.value for cell in book["Places"][2]]
    assert said[8:] == [cell.value for cell in book["Findings"][2]][6:8]  # each place tells what to do there
    assert "must stay inside the council" in str(book["Summary"]["A2"].value)


def test_the_departments_own_numbers_are_told(tmp_path: Path) -> None:
    """Analysts know the rules by them; a finding of a rule that is not the Department's has none."""
    both = report(finding("CIN-508", count=2), finding("CIN-213", Severity.WARNING))
    text = page(both)
    assert "CIN-508, DfE rules 4008, 4009Q<" in text
    assert ">CIN-213<" in text
    assert "READ-CODE, DfE rule 8650<" in page(report(finding("READ-CODE", column="PrimaryNeedCode")))
    assert "DfE" not in page(report(finding("READ-CODE", table="list_3", column="PrimaryNeedCode")))
    out = tmp_path / "findings.xlsx"
    write(both, out)
    rows = list(load_workbook(out)["Findings"].iter_rows(values_only=True))
    assert [row[-1] for row in rows] == ["DfE rule", "4008, 4009Q", ""]
    assert "DfE rule" not in page(report(finding("CIN-213"))).partition("<h3>")[0]


def test_a_line_of_xml_is_called_a_line() -> None:
    """What is written of a record of XML is the line on which it begins."""
    assert '<th scope="col">Line</th>' in page(report(finding()))
    assert '<th scope="col">Row</th>' in page(report(finding(file="episodes.csv")))


def test_what_readers_say_reads_as_a_sentence() -> None:
    """They leave out what it is about; it is put before, with a colon where it does not go on."""
    assert sentence(finding("READ-CODE", rule="is not one of the codes.")) == "CINclosureDate is not one of the codes."
    assert sentence(finding("READ-TEXT", rule="text stands outside.", column="")) == "CINdetails: text stands outside."
    assert sentence(finding(rule="A rule of a check.")) == "A rule of a check."
