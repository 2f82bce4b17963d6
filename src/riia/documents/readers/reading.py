"""The one door to the readers: what a file is, by what is in it and not by its name, and the reader for that."""

import hashlib
import zipfile
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path
from typing import Final

from riia.documents.model import Block, Document, DocumentError
from riia.documents.readers.json_file import looks_like_json, read_json
from riia.documents.readers.limits import MOST_BLOCKS, MOST_BYTES, MOST_LETTERS, too_large
from riia.documents.readers.plain import read_text
from riia.documents.readers.separated import read_csv

_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PROTECTED: Final = "EncryptedPackage".encode("utf-16-le")
_WORD: Final = "WordDocument".encode("utf-16-le")
_FORMS: Final = "Give the document as .docx, .xlsx, .pdf, .csv, .json or .txt."
_PICTURES: Final = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\x00", b"MM\x00*")


def read_document(source: Path | bytes, name: str = "") -> Document:
    """Read a file, or its bytes. `name` is what it is called in messages; the file's own name by default.

    Raises:
        DocumentError: it cannot be read; the rule and the remedy say why and what to do.
    """
    raw, name = (
        (_bytes(source, name or source.name), name or source.name)
        if isinstance(source, Path)
        else (
            source,
            name or "the file",
        )
    )
    if len(raw) > MOST_BYTES:
        rule = f"it is larger than {MOST_BYTES >> 20} MB."
        raise DocumentError(name, rule, "Save it with smaller pictures, or give the part with the text.")
    if not raw.strip():
        raise DocumentError(name, "the file is empty.", "Send or save it again.")
    document = _read(raw, name, hashlib.sha256(raw).hexdigest())
    _refuse_too_much(document.blocks, name)
    if not document.blocks:
        raise DocumentError(name, "there is no text in it.", "Check that this is the right file.")
    return document


def _read(raw: bytes, name: str, sha256: str) -> Document:
    ending = name.rpartition(".")[2].lower()
    if b"%PDF-" in raw[:1024]:
        _refuse_without("pdfplumber", name)
        from riia.documents.readers.pdf import read_pdf

        return read_pdf(raw, name, sha256)
    if raw.startswith(b"PK"):
        return _packed(raw, name, sha256)
    _refuse_others(raw, name)
    if ending == "json" or looks_like_json(raw):
        return read_json(raw, name, sha256)
    if ending in ("csv", "tsv"):
        return read_csv(raw, name, sha256)
    return read_text(raw, name, sha256)


def _refuse_without(module: str, name: str) -> None:
    """Word and PDF are read with packages that the light installation leaves out."""
    if find_spec(module) is None:
        raise DocumentError(name, "reading Word and PDF files is not installed here.", "Install riia[documents].")


def _packed(raw: bytes, name: str, sha256: str) -> Document:
    """A zip archive: a Word document or a workbook; anything else is refused by what it holds."""
    try:
        with zipfile.ZipFile(BytesIO(raw)) as archive:
            parts = set(archive.namelist())
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        rule = "it is damaged or cut short: its parts cannot be unpacked."
        raise DocumentError(name, rule, "Copy or download it again.") from None
    if "xl/workbook.xml" in parts:
        from riia.documents.readers.workbook import read_workbook

        return read_workbook(raw, name, sha256)
    if "word/document.xml" in parts or any(part.startswith("word/document") for part in parts):
        _refuse_without("docx", name)
        from riia.documents.readers.word import read_word

        return read_word(raw, name, sha256)
    if "xl/workbook.bin" in parts:
        raise DocumentError(name, "it is a binary workbook (.xlsb).", "Save it in Excel as a workbook (.xlsx).")
    if any(part.startswith("ppt/") for part in parts):
        raise DocumentError(name, "it is a PowerPoint file.", "Give the document itself, or save the slides as PDF.")
    if "content.xml" in parts:
        raise DocumentError(name, "it is an OpenDocument file.", "Save it as .docx or .xlsx and try again.")
    raise DocumentError(name, "it is a zip archive and not a document.", "Unpack it and give the documents in it.")


def _refuse_others(raw: bytes, name: str) -> None:
    if raw.startswith(_OLE):
        if _PROTECTED in raw:
            remedy = "Open it with its password, remove the password and save it again."
            raise DocumentError(name, "it is protected with a password.", remedy)
        if _WORD in raw:
            raise DocumentError(name, "it is a Word 97-2003 document (.doc).", "Save it in Word as .docx.")
        raise DocumentError(name, "it is a file of Office 97-2003.", "Open it and save it as .docx or .xlsx.")
    if raw.startswith(b"{\\rtf"):
        raise DocumentError(name, "it is a rich text file (.rtf).", "Save it in Word as .docx.")
    if raw.startswith(_PICTURES):
        remedy = "Ask for the document it shows. A picture can only be read by a program for text recognition."
        raise DocumentError(name, "it is a picture and has no text.", remedy)
    start = raw[:4096].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith((b"<!doctype html", b"<html", b"<?xml", b"mime-version:", b"return-path:")):
        raise DocumentError(name, "it is a web page, an e-mail or XML.", _FORMS)


def _refuse_too_much(blocks: tuple[Block, ...], name: str) -> None:
    if len(blocks) > MOST_BLOCKS:
        raise too_large(name, f"{len(blocks):,} lines")
    if sum(len(block.text) for block in blocks) > MOST_LETTERS:
        raise too_large(name, f"more than {MOST_LETTERS:,} letters of text")


def _bytes(path: Path, name: str) -> bytes:
    try:
        if not path.is_file():
            rule = "it is not a file." if path.exists() else "there is no such file."
            raise DocumentError(name, rule, "Check the path.")
        with path.open("rb") as stream:
            return stream.read(MOST_BYTES + 1)
    except OSError as error:
        rule = f"it cannot be opened ({error.strerror or error})."
        raise DocumentError(name, rule, "Close it in other programs, check its permissions and try again.") from None
