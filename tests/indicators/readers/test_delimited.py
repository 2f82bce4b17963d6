"""Delimited text: what is read as it stands, and what is refused with its line."""

import contextlib
import csv
import io
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from riia.indicators.readers.delimited import DelimitedLimits, headings, open_delimited
from riia.indicators.readers.problems import FileRefused
from riia.indicators.readers.reading import ROW

PLAIN = "CHILD,DOB,PLACE\n1,05/12/1993,U1\n2,,é\n"


def file_of(folder: Path, content: bytes | str, name: str = "a.csv") -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        (PLAIN.encode(), "utf-8"),
        (b"\xef\xbb\xbf" + PLAIN.encode(), "utf-8"),
        (PLAIN.encode("utf-16"), "utf-16-le"),
        (b"\xfe\xff" + PLAIN.encode("utf-16-be"), "utf-16-be"),
        (PLAIN.encode("cp1252"), "windows-1252"),
        (PLAIN.replace("\n", "\r\n").encode(), "utf-8"),
        (PLAIN.replace("\n", "\r").encode(), "utf-8"),
        (PLAIN.rstrip("\n").encode(), "utf-8"),
    ],
)
def test_the_same_rows_in_every_encoding(tmp_path: Path, content: bytes, encoding: str) -> None:
    path = file_of(tmp_path, content)
    read = open_delimited(path)
    assert read.encoding == encoding
    assert read.headings == headings(path) == ("CHILD", "DOB", "PLACE")
    assert read.texts.rows() == [("1", "05/12/1993", "U1", 2), ("2", "", "é", 3)]
    assert [one.code for one in read.findings] == (["READ-ENCODING"] if encoding == "windows-1252" else [])


@pytest.mark.parametrize("mark", [",", "\t", ";", "|"])
def test_the_delimiter_is_the_headings(tmp_path: Path, mark: str) -> None:
    read = open_delimited(file_of(tmp_path, PLAIN.replace(",", mark)))
    assert read.delimiter == mark
    assert read.texts["DOB"].to_list() == ["05/12/1993", ""]


def test_a_line_may_name_the_delimiter(tmp_path: Path) -> None:
    read = open_delimited(file_of(tmp_path, "sep=;\na;b\n1;2\n"))
    assert read.texts.rows() == [("1", "2", 3)]


def test_quotation_marks_hold_delimiters_and_line_ends(tmp_path: Path) -> None:
    read = open_delimited(file_of(tmp_path, 'a,b\n"x, ""y""\nz",2\n3,4\n'))
    assert read.texts.rows() == [('x, "y"\nz', "2", 2), ("3", "4", 4)]


def test_blank_lines_and_empty_cells_at_the_end_are_let_be(tmp_path: Path) -> None:
    read = open_delimited(file_of(tmp_path, "\n a ,b,,\n1,2,,\n\n,,,\n3,4,,\n"))
    assert read.headings == ("a", "b")
    assert read.texts.rows() == [("1", "2", 3), ("3", "4", 6)]
    assert read.blank == 2


def test_a_heading_alone_is_a_table_without_rows(tmp_path: Path) -> None:
    for text in ("a,b\n", "a,b\r\n", "a,b\n\n"):
        assert open_delimited(file_of(tmp_path, text)).texts.is_empty()


@pytest.mark.parametrize(
    ("content", "line", "words"),
    [
        (b"", 0, "empty"),
        (b" \r\n\t\n", 0, "empty"),
        (b"\xef\xbb\xbf", 0, "empty"),
        (b"<!DOCTYPE html><html>", 0, "web page"),
        (b"\xef\xbb\xbf<?xml version='1.0'?><A/>", 0, "XML"),
        (b"PK\x03\x04rest", 0, "workbook"),
        (b"\xd0\xcf\x11\xe0rest", 0, "old Excel"),
        (b"\x1f\x8brest", 0, "compressed"),
        (b"a,b\n1,\0\n", 2, "NUL"),
        ("a,b\n1,2\n".encode("utf-16-le"), 1, "UTF-16"),
        (b"a,b\n1,2\n\x81,\x8d\n", 3, "not"),
        (b"\xef\xbb\xbfa,b\n1,\xff\n", 2, "utf-8"),
        (b"a,b\n1\n2,3\n", 2, "1 cell where the heading has 2"),
        (b"a,b\n1,2\n3,4,5\n", 3, "3 cells where the heading has 2"),
        (b"a,b,c\n1,2,3\n4,5", 3, "cut short"),
        (b"\na,b", 2, "within its heading, before the end of the line: it was cut short"),
        (b'a,b\n1,2\n"3,4\n5,6\n', 3, "quotation mark"),
        (b'a,b\n"1"x,2\n', 2, "quotation mark"),
        (b"a,A\n1,2\n", 1, "twice"),
        (b"a,b\n1,=1+1\n", 2, "formula"),
        (b"a,b\n1,@SUM(A1)\n", 2, "formula"),
        (b"a,b\n1,+cmd|calc\n", 2, "formula"),
        (b",,\n,\n", 0, "no heading"),
    ],
)
def test_what_cannot_be_trusted_is_refused(tmp_path: Path, content: bytes, line: int, words: str) -> None:
    with pytest.raises(FileRefused, match=words) as refusal:
        open_delimited(file_of(tmp_path, content))
    assert refusal.value.problems[0].line == line
    assert refusal.value.problems[0].remedy


def test_a_refusal_names_no_child(tmp_path: Path) -> None:
    with pytest.raises(FileRefused) as refusal:
        open_delimited(file_of(tmp_path, "CHILD,SEX\n=SECRET1,=1\n"))
    assert "column CHILD, line 2: begins like" in str(refusal.value)
    assert "column SEX, line 2 '=1'" in str(refusal.value)
    assert "SECRET" not in str(refusal.value)


def test_numbers_below_zero_and_dashes_are_no_formulas(tmp_path: Path) -> None:
    assert open_delimited(file_of(tmp_path, "a,b\n-1,-\n+44 1,- none\n")).texts.height == 2


def test_signs_that_cannot_be_seen_are_taken_out_and_told(tmp_path: Path) -> None:
    read = open_delimited(file_of(tmp_path, "a,b\n1,x\x0by\n2,\ufffd\n"))
    assert read.texts["b"].to_list() == ["xy", ""]
    (found,) = read.findings
    assert (found.code, found.count, [spot.row for spot in found.spots]) == ("READ-CONTROL", 2, [2, 3])


def test_limits(tmp_path: Path) -> None:
    path = file_of(tmp_path, "a,b\n1,22222\n3,4\n")
    for limits, words in (
        (DelimitedLimits(size=5), "larger"),
        (DelimitedLimits(rows=1), "rows"),
        (DelimitedLimits(columns=1), "columns"),
        (DelimitedLimits(cell=4), "cell"),
    ):
        with pytest.raises(FileRefused, match=words):
            open_delimited(path, limits=limits)


def test_a_folder_or_nothing_is_refused_and_has_no_headings(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "no.csv"):
        with pytest.raises(FileRefused):
            open_delimited(path)
        assert headings(path) == ()


SIGNS = st.characters(codec="utf-8", exclude_categories=("C",), exclude_characters="\u2028\u2029=@+-")
CELLS = st.text(SIGNS, max_size=6)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(CELLS, CELLS, CELLS), max_size=6))
def test_what_a_writer_writes_is_read_back(tmp_path_factory: pytest.TempPathFactory, rows) -> None:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerows([("a", "b", "c"), *rows])
    read = open_delimited(file_of(tmp_path_factory.mktemp("csv"), out.getvalue()))
    kept = [row for row in rows if "".join(row).strip()]
    assert read.texts.drop(ROW).rows() == kept
    assert read.blank == len(rows) - len(kept)


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=80))
def test_any_bytes_are_read_or_refused(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    path = file_of(tmp_path_factory.mktemp("any"), content)
    headings(path)
    with contextlib.suppress(FileRefused):
        open_delimited(path)


def test_headings_may_stand_below_titles_and_hold_line_ends(tmp_path: Path) -> None:
    """A sheet saved as CSV: titles of fewer cells above, a heading of two lines in quotation marks."""
    path = tmp_path / "a.csv"
    path.write_bytes(b'List 1,,\r\nData as at 31/03/2025,,\r\n,,\r\nChild ID,"Date of\nContact",Source\r\n1,x,y\r\n')

    def is_heading(cells: Sequence[str]) -> bool:
        return "Child ID" in cells

    assert headings(path, is_heading=is_heading) == ("Child ID", "Date of Contact", "Source")
    found = open_delimited(path, is_heading=is_heading)
    assert found.headings == ("Child ID", "Date of Contact", "Source")
    assert found.titles == ("List 1", "Data as at 31/03/2025")
    assert found.texts.rows() == [("1", "x", "y", 6)]


def test_a_quotation_mark_in_a_title_does_not_swallow_the_headings(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b'The "list\nChild ID,Source\n1,y\n')
    found = open_delimited(path, is_heading=lambda cells: "Child ID" in cells)
    assert (found.headings, found.texts.rows()) == (("Child ID", "Source"), [("1", "y", 3)])


def test_without_a_known_heading_the_first_line_is_it(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"A,B\n1,2\n")
    assert open_delimited(path, is_heading=lambda _: False).headings == ("A", "B")
