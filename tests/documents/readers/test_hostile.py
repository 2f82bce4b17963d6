"""Files that are not what they say, or are made to do harm: refused with the rule and the remedy."""

import contextlib
import zipfile
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from riia.documents.model import DocumentError
from riia.documents.readers import limits, packed, plain, read_document

_TYPES = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'


def _archive(**parts: str) -> bytes:
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, body in {"[Content_Types].xml": _TYPES, **parts}.items():
            archive.writestr(path, body)
    return stream.getvalue()


_XXE = '<?xml version="1.0"?><!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/hostname">]><w>&x;</w>'


@pytest.mark.parametrize(
    ("raw", "name", "rule"),
    [
        (b"", "a.txt", "empty"),
        (b"  \n", "a.txt", "empty"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le"), "a.doc", "97-2003 document"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "a.docx", "password"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "a.xls", "Office 97-2003"),
        (b"PK\x03\x04 no archive", "a.docx", "damaged"),
        (_archive(), "a.zip", "zip archive"),
        (_archive(**{"ppt/presentation.xml": "<p/>"}), "a.pptx", "PowerPoint"),
        (_archive(**{"content.xml": "<p/>"}), "a.odt", "OpenDocument"),
        (_archive(**{"xl/workbook.bin": ""}), "a.xlsb", "binary workbook"),
        (_archive(**{"word/document.xml": _XXE}), "a.docx", "document type"),
        (_archive(**{"xl/workbook.xml": _XXE}), "a.xlsx", "document type"),
        (_archive(**{"xl/workbook.xml": "<workbook/>"}), "a.xlsx", "no worksheets"),
        (_archive(**{"word/document.xml": "<w"}), "a.docx", "well formed"),
        (_archive(**{"word/document.xml": "A" * (2 << 20)}), "a.docx", "fill a computer's memory"),
        (b"%PDF-1.7 and nothing more", "a.pdf", "damaged"),
        (b"{\\rtf1 x}", "a.rtf", "rich text"),
        (b"\x89PNG\r\n", "a.png", "picture"),
        (b"<!DOCTYPE html><p>", "a.html", "web page"),
        (bytes(range(256)) * 20, "a.bin", "not text"),
        (b'{"a": 1,}', "a.json", "no valid JSON"),
        (b"[" * 500, "a.json", "deep"),
    ],
)
def test_a_file_is_refused_with_what_is_wrong_and_what_to_do(raw: bytes, name: str, rule: str) -> None:
    with pytest.raises(DocumentError) as refused:
        read_document(raw, name)
    assert rule in refused.value.rule
    assert refused.value.remedy
    assert refused.value.name == name


def test_more_of_anything_than_a_document_has_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plain, "MOST_BLOCKS", 3)
    with pytest.raises(DocumentError, match="far beyond"):
        read_document(b"a\nb\nc\nd\n", "a.txt")
    monkeypatch.setattr(packed, "MOST_PARTS", 1)
    with pytest.raises(DocumentError, match="parts"):
        read_document(_archive(**{"word/document.xml": "<w/>"}), "a.docx")


def test_a_part_that_nests_without_end_is_refused() -> None:
    ns = "xmlns:w='http://schemas.openxmlformats.org/wordprocessingml/2006/main'"
    deep = limits.DEEPEST + 5
    body = f"<w:document {ns}><w:body>{'<w:sdt>' * deep}{'</w:sdt>' * deep}</w:body></w:document>"
    with pytest.raises(DocumentError, match="deep"):
        read_document(_archive(**{"word/document.xml": body}), "a.docx")


@settings(max_examples=150)
@given(st.binary(max_size=400), st.sampled_from(["a.txt", "a.csv", "a.json", "a.docx", "a.xlsx"]))
def test_any_bytes_are_read_or_refused(raw: bytes, name: str) -> None:
    with contextlib.suppress(DocumentError):
        assert read_document(raw, name).blocks
