"""Opening workbooks from outside: what is no workbook, or is made to harm, is refused in words that help."""

import io
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
import xlsxwriter

from riia.indicators.readers import workbook_parts
from riia.indicators.readers.problems import FileRefused
from riia.indicators.readers.workbook import Cell, open_workbook
from riia.indicators.readers.workbook_parts import Limits
from tests.indicators.readers.annex_a_files import write


def _rewritten(path: Path, change: Callable[[str, bytes], bytes], **extra: bytes) -> Path:
    """The workbook with its parts changed, and others added."""
    made = path.with_name(f"changed {path.name}")
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.namelist():
            new.writestr(entry, change(entry, old.read(entry)))
        for name, body in extra.items():
            new.writestr(name, body)
    return made


@pytest.fixture
def plain(tmp_path: Path) -> Path:
    return write(tmp_path / "plain.xlsx", {"List 1": [["Heading"], ["x"]]})


def _refusal(path: Path, **limits: int) -> str:
    with pytest.raises(FileRefused) as refused:
        for _ in open_workbook(path, limits=Limits(**limits)).sheets():
            pass
    return str(refused.value)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "the file is empty"),
        (b"Child Unique ID,Gender\n1,M\n", "is not an Excel workbook"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "Workbook".encode("utf-16-le"), "97-2003"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"), "a password"),
        (b"\xef\xbb\xbf <html><table><tr><td>1</td></tr></table></html>", "web page"),
        (b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>', "2003"),
        (b"%PDF-1.7 ...", "PDF"),
        (b"PK\x03\x04 and then nothing of the kind", "damaged or cut short"),
    ],
)
def test_what_is_no_workbook_is_told_apart(tmp_path: Path, content: bytes, words: str) -> None:
    path = tmp_path / "extract.xls"
    path.write_bytes(content)
    assert words in _refusal(path)


@pytest.mark.parametrize(
    ("parts", "words"),
    [
        ({"xl/workbook.bin": b""}, "binary workbook"),
        ({"content.xml": b"<a/>", "mimetype": b"x"}, "OpenDocument"),
        ({"word/document.xml": b"<a/>"}, "Word document"),
        ({"List 1.csv": b"a,b"}, "zip archive without a workbook"),
    ],
)
def test_other_archives_are_told_apart(tmp_path: Path, parts: dict[str, bytes], words: str) -> None:
    path = tmp_path / "extract.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        for name, body in parts.items():
            archive.writestr(name, body)
    assert words in _refusal(path)


def test_no_such_file(tmp_path: Path) -> None:
    assert "no such file" in _refusal(tmp_path / "nowhere.xlsx")
    assert "is not a file" in _refusal(tmp_path)


def test_a_truncated_workbook_is_refused(plain: Path) -> None:
    plain.write_bytes(plain.read_bytes()[:-400])
    assert "cut short" in _refusal(plain)


def test_a_damaged_part_is_refused(plain: Path) -> None:
    body = bytearray(plain.read_bytes())
    at = body.index(b"xl/worksheets/sheet1.xml") + 60
    body[at : at + 20] = b"\x55" * 20
    plain.write_bytes(body)
    assert "was not read" in _refusal(plain)


def test_a_directory_that_points_outside_the_file_is_refused(plain: Path) -> None:
    body = bytearray(plain.read_bytes())
    at = body.rindex(b"PK\x05\x06")
    body[at + 12 : at + 16] = b"\xff\xff\xff\x9a"
    plain.write_bytes(body)
    assert "cut short" in _refusal(plain)


def test_parts_that_do_not_fit_together_are_refused(plain: Path) -> None:
    broken = _rewritten(plain, lambda name, body: b"<sst><si><t" if name == "xl/sharedStrings.xml" else body)
    assert "was not read" in _refusal(broken)


@pytest.mark.parametrize("part", ["xl/worksheets/sheet2.xml", "xl/sharedStrings.xml"])
def test_a_part_that_is_gone_is_missed(part: str, tmp_path: Path) -> None:
    """A workbook that has lost a sheet, or its texts, is not read as a shorter one."""
    whole = write(tmp_path / "whole.xlsx", {"List 1": [["Heading"], ["x"]], "List 2": [["Heading"], ["y"]]})
    made = tmp_path / "made.xlsx"
    with zipfile.ZipFile(whole) as old, zipfile.ZipFile(made, "w") as new:
        for entry in old.namelist():
            if entry != part:
                new.writestr(entry, old.read(entry))
    assert "made.xlsx was not read" in _refusal(made)


def test_texts_that_are_gone_are_missed(plain: Path) -> None:
    fewer = _rewritten(plain, lambda name, body: b"<sst/>" if name == "xl/sharedStrings.xml" else body)
    assert "was not read" in _refusal(fewer)


@pytest.mark.parametrize(
    "part", ["xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/workbook.xml", "docProps/core.xml"]
)
def test_a_document_type_is_refused_wherever_it_stands(plain: Path, part: str) -> None:
    entity = b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    hostile = _rewritten(plain, lambda name, body: body.replace(b"?>", b"?>" + entity, 1) if name == part else body)
    message = _refusal(hostile)
    assert "document type" in message
    assert part in message


def test_a_part_in_another_encoding_cannot_hide_one(plain: Path) -> None:
    hostile = _rewritten(
        plain, lambda name, body: body.decode().encode("utf-16") if name == "xl/workbook.xml" else body
    )
    assert "UTF-8" in _refusal(hostile)


def test_a_zip_bomb_is_refused_before_it_unpacks(plain: Path) -> None:
    bomb = _rewritten(plain, lambda _, body: body, **{"xl/media/a.bin": b"\0" * (40 << 20)})
    assert bomb.stat().st_size < 100_000
    assert "memory" in _refusal(bomb)


def test_limits_on_parts_size_and_text(plain: Path) -> None:
    many = _rewritten(plain, lambda _, body: body, **{f"xl/{at}.bin": b"" for at in range(30)})
    assert "parts" in _refusal(many, parts=30)
    assert "larger than" in _refusal(plain, packed=100)
    assert "memory" in _refusal(plain, unpacked=100)
    assert "repeating" in _refusal(plain, text=1)


def test_a_stray_cell_far_away_is_refused_instead_of_filling_memory(tmp_path: Path) -> None:
    path = tmp_path / "stray.xlsx"
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet("List 1")
    sheet.write(0, 0, "Heading")
    sheet.write(1_048_575, 16_383, "x")
    book.close()
    message = _refusal(path)
    assert "List 1" in message
    assert "row 1,048,576" in message
    assert "Delete the rows" in message


def test_a_format_far_down_is_no_cell(tmp_path: Path) -> None:
    path = tmp_path / "formatted.xlsx"
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet("List 1")
    sheet.write(0, 0, "Heading")
    sheet.write_blank(1_048_575, 16_383, None, book.add_format({"bold": True}))
    book.close()
    (read,) = open_workbook(path).sheets()
    assert read.cells.height == 1


def test_an_encrypted_archive_is_refused(plain: Path) -> None:
    body = bytearray(plain.read_bytes())
    at = body.index(b"PK\x01\x02")
    body[at + 8] |= 1
    plain.write_bytes(body)
    assert "encrypted" in _refusal(plain)


def test_cells_come_as_text_in_their_rows(tmp_path: Path) -> None:
    path = write(
        tmp_path / "cells.xlsx",
        {
            "First": [
                [],
                [],
                [None, date(2024, 3, 31), "007"],
                [None, 12345, 1.5],
                [None, True, ("formula", "=1+1", "2")],
            ],
            "Empty": [],
        },
    )
    first, empty = open_workbook(path).sheets()
    rows = dict(zip(first.cells["_row"], first.cells.drop("_row").rows(), strict=True))
    assert rows[3] == ("2024-03-31 00:00:00", "007")
    assert rows[4] == ("12345", "1.5")
    assert rows[5] == ("true", "2")
    assert empty.cells.height == 0


def test_error_cells_merged_cells_and_formulas_without_a_value_are_listed(tmp_path: Path) -> None:
    path = tmp_path / "odd.xlsx"
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet("Odd")
    sheet.write("B2", "Heading")
    sheet.write_formula("C3", "=NA()", None, "#N/A")
    sheet.write_formula("B4", '="x"', None, "x")
    sheet.merge_range("B5:B7", "over three rows")
    book.close()
    (odd,) = open_workbook(path).sheets()
    assert odd.errors == (Cell(3, 1, "#N/A"),)
    assert odd.merged == ((5, 7, 0, 0),)
    empty = _rewritten(path, lambda _, body: body.replace(b"<v>x</v>", b"<v></v>"))
    (odd,) = open_workbook(empty).sheets()
    assert odd.uncounted == (), "an empty text is a value"
    unstored = _rewritten(path, lambda name, body: body.replace(b"<v>#N/A</v>", b"").replace(b' t="e"', b""))
    (odd,) = open_workbook(unstored).sheets()
    assert Cell(3, 1, "") in odd.uncounted


def test_days_from_1904_and_hidden_sheets(tmp_path: Path) -> None:
    sheets = {"Shown": [[date(2024, 3, 31)]], "Hidden": [["x"]]}
    old = open_workbook(write(tmp_path / "old.xlsx", sheets, hidden=["Hidden"], date_1904=True))
    shown, hidden = old.sheets()
    assert old.from_1904
    assert shown.cells["c0"].to_list() == ["2024-03-31 00:00:00"]
    assert (shown.hidden, hidden.hidden) == (False, True)


def test_macros_are_carried_along_and_never_looked_at(plain: Path) -> None:
    with_macros = _rewritten(plain, lambda _, body: body, **{"xl/vbaProject.bin": b"\xd0\xcf\x11\xe0 Sub AutoOpen"})
    renamed = with_macros.with_suffix(".xlsm")
    renamed.write_bytes(with_macros.read_bytes())
    (sheet,) = open_workbook(renamed).sheets()
    assert sheet.cells["c0"].to_list() == ["Heading", "x"]


def test_the_digest_is_of_the_file(plain: Path) -> None:
    import hashlib

    assert open_workbook(plain).sha256 == hashlib.sha256(io.BytesIO(plain.read_bytes()).read()).hexdigest()


@pytest.mark.parametrize(
    ("reference", "far"),
    [("A1", 0), ("AH8000", 0), ("DP99999", 0), ("A100000", 1), ("DQ2", 1), ("EA2", 1), ("AAA2", 1), ("XFD1048576", 1)],
)
def test_the_quick_look_lets_no_far_cell_pass(reference: str, far: int) -> None:
    """What it lets pass is inside the limit of cells, so the slow count is not needed."""
    body = f'<worksheet xmlns:r="http://x"><row r="1"><c r="B1"/><c r=\'{reference}\' s="1"><v>1</v></c></row>'.encode()
    assert bool(workbook_parts._FAR.search(body)) == bool(far)
    height, width = workbook_parts._extent(body)
    assert far or height * width <= workbook_parts._NEAR <= Limits().cells
