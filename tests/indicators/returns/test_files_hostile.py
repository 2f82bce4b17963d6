"""Files that are damaged, foreign or made to do harm: each is refused in words, and no bytes raise anything else."""

import re
import zipfile
from collections.abc import Callable
from io import BytesIO

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from riia.indicators.model import Number
from riia.indicators.returns.files import LARGEST, ReadReturn, ReturnRefused
from riia.indicators.returns.tidy import as_csv, as_json
from tests.indicators.returns.written_returns import FORM, HEADING, cell, read, template, whole

FILLED = template(whole())
SHEET, STRINGS, STYLES = "xl/worksheets/sheet2.xml", "xl/sharedStrings.xml", "xl/styles.xml"


def parts() -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(FILLED)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def zipped(some: dict[str, bytes]) -> bytes:
    held = BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in some.items():
            archive.writestr(name, body)
    return held.getvalue()


def changed(part: str, change: Callable[[bytes], bytes]) -> bytes:
    some = parts()
    some[part] = change(some[part])
    return zipped(some)


def with_cell(xml: str) -> bytes:
    """The workbook with other XML for the cell of initial contacts."""
    return changed(SHEET, lambda body: re.sub(rb'<c r="E6".*?</c>', xml.encode(), body, count=1, flags=re.DOTALL))


DOCTYPE = b'<!DOCTYPE x [<!ENTITY a "lol"><!ENTITY b SYSTEM "file:///etc/passwd">]>'


@pytest.mark.parametrize(
    ("data", "rule"),
    [
        (b"", "empty"), (b" \r\n", "empty"), (b"\xef\xbb\xbf", "headings"), (b"%PDF-1.7", "PDF"),
        (b"\x89PNG\r\n", "picture"), (b"\x1f\x8b\x08", "compressed"), (b"<html><table>", "web page or XML"),
        (b"hello", "headings"), (b"\0" * 50, "signs"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 99, "97-2003"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "password"),
        (b"PK\x03\x04", "damaged"), (b"PK\x03\x04" + b"x" * 500, "damaged"), (FILLED[:-100], "damaged"),
        (FILLED[: len(FILLED) // 2], "damaged"), (zipped({"a.txt": b"a"}), "without a workbook"),
        (zipped({"word/document.xml": b"<a/>"}), "Word document"), (zipped({"xl/workbook.bin": b""}), ".xlsb"),
        (zipped({"mimetype": b"", "content.xml": b"<a/>"}), "OpenDocument"), (b"a" * (LARGEST + 1), "larger than"),
        (b"item,number\r\n" + b"x," * 2_000_000, "larger than"), (b"item,number\r\n" * 30_000, "more than"),
        (b"item,number" + b"," * 200, "more than"),
    ],
)  # fmt: skip
def test_what_is_no_return_is_refused_in_words(data: bytes, rule: str) -> None:
    with pytest.raises(ReturnRefused, match=rule) as caught:
        read(data)
    assert caught.value.remedy.endswith(".")


@pytest.mark.parametrize("part", [SHEET, STRINGS, STYLES, "docProps/core.xml"])
def test_a_document_type_is_refused(part: str) -> None:
    with pytest.raises(ReturnRefused, match="document type"):
        read(changed(part, lambda body: body.replace(b"?>", b"?>" + DOCTYPE, 1)))


@pytest.mark.parametrize("encoding", ["cp037", "utf-16-le", "utf-7"])
def test_a_document_type_in_another_encoding_is_not_followed(encoding: str) -> None:
    """A part may say that it is in an encoding in which no look over its bytes finds the document type."""
    text = "<x>&a;</x>".encode(encoding)
    body = f'<?xml version="1.0" encoding="{encoding}"?>'.encode() + DOCTYPE.decode().encode(encoding) + text
    with pytest.raises(ReturnRefused):
        read(changed(SHEET, lambda _: body))


def test_archives_that_swell_are_refused() -> None:
    with pytest.raises(ReturnRefused, match="fill a computer's memory"):
        read(zipped(parts() | {"xl/media/a.xml": b"\0" * (40 << 20)}))
    with pytest.raises(ReturnRefused, match="fill a computer's memory"):
        read(zipped(parts() | {STRINGS: b"<sst>" + b"<si><t>a</t></si>" * 2_500_000 + b"</sst>"}))


def test_sheets_with_cells_without_end_are_refused() -> None:
    cells = [b'<row r="%d"><c r="A%d"><v>1</v></c></row>' % (row, row) for row in range(50, 120_050)]
    for count, rule in ((25_000, "more than 20,000 rows"), (len(cells), "filled cells")):
        more = b"".join(cells[:count]) + b"</sheetData>"
        with pytest.raises(ReturnRefused, match=rule):
            read(changed(SHEET, lambda body, more=more: body.replace(b"</sheetData>", more)))  # type: ignore[misc]
    merged = b"</sheetData><mergeCells>" + b'<mergeCell ref="A1:B9"/>' * 6_000 + b"</mergeCells>"
    with pytest.raises(ReturnRefused, match="merged ones"):
        read(changed(SHEET, lambda body: body.replace(b"</sheetData>", merged)))


def test_a_cell_in_the_farthest_corner_costs_nothing() -> None:
    far = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    assert read(changed(SHEET, lambda body: body.replace(b"</sheetData>", far))).answers == whole()


def test_rows_without_end_are_told_in_part() -> None:
    """Nor are thousands of names of councils looked up that do not exist."""
    lines = b"".join(b"council %d,referrals,5\r\n" % at for at in range(15_000))
    found = read(b"council,item,number\r\n" + lines)
    assert len(found.problems) == 501
    assert found.problems[-1].code == "FILE-MORE"


@pytest.mark.parametrize(
    ("part", "body"),
    [
        ("xl/vbaProject.bin", b"macro"),
        ("xl/macrosheets/sheet1.xml", b"<a/>"),
        ("[Content_Types].xml", b"<a>macroEnabled.main</a>"),
    ],
)
def test_macros_are_refused(part: str, body: bytes) -> None:
    with pytest.raises(ReturnRefused, match="workbook with macros"):
        read(zipped(parts() | {part: body}))


@pytest.mark.parametrize(
    "xml",
    [
        '<c r="E6" t="s"><v>999999</v></c>', '<c r="E6" t="s"><v>x</v></c>', '<c r="E6" t="s"><v>-1e9</v></c>',
        '<c r="6E"><v>1</v></c>', '<c r="E6"><v>1</c>', '<c r="E6"><v>&nbsp;</v></c>', '<c r="E6" r="E7"><v>1</v></c>',
        '<mergeCell ref="nonsense"/>',
    ],
)  # fmt: skip
def test_damaged_cells_are_refused(xml: str) -> None:
    with pytest.raises(ReturnRefused, match="do not fit together"):
        read(with_cell(xml))


@pytest.mark.parametrize(
    "xml",
    [
        '<c r="E6"><v>1E+999999999</v></c>', '<c r="E6"><v>NaN</v></c>', '<c r="E6"><v>1e-999999999</v></c>',
        '<c r="E6" s="999999"><v>-7</v></c>', '<c r="E6" t="d"><v>2026-01-01</v></c>',
        '<c r="E6" t="e"><v>#N/A</v></c>', '<c r="E6" t="b"><v>1</v></c>', '<c r="E6"><f>1+1</f></c>',
        '<c r="E6" t="inlineStr"><is><t>_xD800_</t></is></c>', '<c r="E6" t="nonsense"><v>=cmd|x</v></c>',
        '<c r="E6" t="inlineStr"><is><r><t>1</t></r><r><t>x2</t></r></is></c>',
    ],
)  # fmt: skip
def test_strange_values_are_told(xml: str) -> None:
    found = read(with_cell(xml))
    assert [one.place for one in found.problems] == ["Return!E6"]
    assert all(one.text.isprintable() for one in found.problems)


@pytest.mark.parametrize(
    "xml",
    [
        '<c r="E6" t="inlineStr"><is><r><t>1</t></r><r><t>2</t></r><rPh sb="0" eb="1"><t>9</t></rPh></is></c>',
        '<c r="E6" t="str"><f>"1"</f><v>12</v></c>', '<x:c xmlns:x="u" r="E6"><x:v>12</x:v></x:c>',
        '<c r="E6" t="inlineStr"><is><t>_x0031_2</t></is></c>', '<c r="E6"><v>12.000000000000001</v></c>',
    ],
)  # fmt: skip
def test_other_ways_to_keep_a_number_are_read(xml: str) -> None:
    assert read(with_cell(xml)).answers[cell("initial-contacts.number")] == Number(12)


BASES = [FILLED, as_csv(FORM, HEADING, whole(), {"RET-A": "why"}), as_json(HEADING, whole(), {"RET-A": "why"})]


def attempted(data: bytes) -> ReadReturn | None:
    """The reading; None where it was refused. Anything else that is raised is a defect."""
    found, refused = None, None
    try:
        found = read(data)
    except ReturnRefused as error:
        refused = error
    if refused is not None:
        assert refused.rule
        assert refused.remedy
        return None
    assert found is not None
    assert set(found.answers) <= set(FORM.cells)
    assert all(one.rule and one.code.startswith("FILE-") for one in (*found.problems, *found.notes))
    return found


@settings(max_examples=150, deadline=None)
@given(data=st.binary(max_size=200) | st.text(max_size=200).map(lambda text: text.encode("utf-8", "surrogatepass")))
def test_no_bytes_raise_anything_else(data: bytes) -> None:
    attempted(data)
    attempted(b"PK\x03\x04" + data)
    attempted(b"item,measure,value\r\n" + data)
    attempted(b'{"answers": {"referrals.number": ' + data + b"}}")
    attempted(b'"Item","Number","Check","Council","Period"\n' + data)


@settings(max_examples=100, deadline=None)
@given(
    base=st.sampled_from(BASES),
    cuts=st.lists(st.tuples(st.integers(0, 10**6), st.binary(max_size=6)), min_size=1, max_size=4),
)
def test_no_spoilt_file_raises_anything_else(base: bytes, cuts: list[tuple[int, bytes]]) -> None:
    for at, instead in cuts:
        at %= len(base)
        base = base[:at] + instead + base[at + len(instead) + at % 3 :]
    attempted(base)


WORDS = [
    b"<c", b"</c>", b"<v>", b"</v>", b"<f>", b't="s"', b't="e"', b"<row ", b'r="E7"', b'r="', b"&#0;", b"]]>", b"<!--",
    b"<is>", b"<t>", b"mergeCell ref=", b"9" * 400, b"-1", b"\xff", b"hidden=", b's="7"', b"numFmt", b"formatCode",
    b"<si/>", b"Number", b"xmlns", b"/>", b"state=", b"Target=",
]  # fmt: skip


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    part=st.sampled_from(
        [SHEET, STRINGS, STYLES, "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "[Content_Types].xml"]
    ),
    cuts=st.lists(st.tuples(st.integers(0, 10**6), st.sampled_from(WORDS), st.integers(0, 12)), min_size=1, max_size=4),
)
def test_no_spoilt_part_raises_anything_else(part: str, cuts: list[tuple[int, bytes, int]]) -> None:
    def spoil(body: bytes) -> bytes:
        for at, instead, less in cuts:
            at %= len(body)
            body = body[:at] + instead + body[at + less :]
        return body

    attempted(changed(part, spoil))
