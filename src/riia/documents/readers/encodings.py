"""Bytes to text, in whichever of the encodings that people's programs write."""

import codecs
import re
from typing import Final

from riia.documents.model import DocumentError

_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CONTROLS: Final = re.compile(r"[\x00-\x08\x0e-\x1f]")


def decoded(raw: bytes, name: str) -> tuple[str, str]:
    """The text and the encoding it was in.

    UTF-8 and UTF-16 with or without a mark, UTF-32 with one, else Windows-1252, which every older Windows program
    writes. Raises DocumentError for what is no text.
    """
    mark, encoding = next(((m, e) for m, e in _MARKS if raw.startswith(m)), (b"", ""))
    body = raw[len(mark) :]
    try:
        if encoding:
            return _text(body.decode(encoding), name), encoding
        if guessed := _wide(body):
            return _text(body.decode(guessed), name), guessed
    except UnicodeDecodeError:
        rule = f"it says that it is text in {encoding or 'UTF-16'}, and is not."
        raise DocumentError(name, rule, "Open it in the program that made it and save it again.") from None
    try:
        return _text(body.decode("utf-8"), name), "utf-8"
    except UnicodeDecodeError:
        # Five places of Windows-1252 stand for nothing; they are kept as they are in Latin-1.
        text = "".join(bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in range(128, 256))
        table = {128 + at: letter for at, letter in enumerate(text)}
        return _text(body.decode("latin-1").translate(table), name), "windows-1252"


def _wide(body: bytes) -> str:
    """UTF-16 without a mark: every other byte of English text is zero."""
    head = body[:400]
    if len(head) < 4 or len(body) % 2:
        return ""
    zeros = (head[0::2].count(0), head[1::2].count(0))
    if zeros[1] > len(head) * 0.35 and not zeros[0]:
        return "utf-16-le"
    return "utf-16-be" if zeros[0] > len(head) * 0.35 and not zeros[1] else ""


def _text(text: str, name: str) -> str:
    controls = len(_CONTROLS.findall(text))
    if controls > 8 and controls > len(text) / 200:
        rule = "it is not text, nor a Word, Excel or PDF file."
        raise DocumentError(name, rule, "Give the document as .docx, .xlsx, .pdf, .csv, .json or .txt.")
    return text
