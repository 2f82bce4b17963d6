"""What a file is, from its first bytes: a file that is no XML is told what it is, before any parser sees it."""

import codecs
import re
from dataclasses import dataclass
from typing import Final

_UTF16: Final = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_UTF32: Final = (codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)
_WHOLE: Final = "Give the XML file itself, as the case management system exported it."
_OTHER: Final = (
    (b"PK\x03\x04", "is a zip archive or an Excel workbook, not XML."),
    (b"PK\x05\x06", "is an empty zip archive, not XML."),
    (b"\x1f\x8b", "is compressed with gzip, not plain XML."),
    (b"BZh", "is compressed with bzip2, not plain XML."),
    (b"\xfd7zXZ", "is compressed with xz, not plain XML."),
    (b"7z\xbc\xaf", "is a 7-Zip archive, not XML."),
    (b"%PDF", "is a PDF, not XML."),
    (b"\xd0\xcf\x11\xe0", "is an old Excel or Word file, not XML."),
)
_ROOT: Final = re.compile(r"<(?![?!])(?:[^\s<>/:]+:)?([^\s<>/:]+)(?=[\s/>])")
"""The first element; a name that the file ends in is not one."""
_ASIDE: Final = re.compile(r"<\?.*?\?>|<!--.*?-->", re.DOTALL)


def objection(head: bytes) -> tuple[str, str] | None:
    """Why these first bytes cannot be XML that we read, as a rule and a remedy; None when they may be."""
    if not head.strip(b"\0 \t\r\n"):
        return "is empty.", "Export it again from the case management system."
    for mark, what in _OTHER:
        if head.startswith(mark):
            return what, _WHOLE
    if head.startswith(_UTF32):  # before UTF-16, whose mark it begins with
        return "is in UTF-32, which is not read.", "Save it as UTF-8."
    if head[:2] in (b"<\0", b"\0<"):
        return "is in UTF-16 but does not begin with the mark that says so.", "Save it as UTF-8."
    text = _text(head).lstrip()
    if not text.startswith("<"):
        # One character only: what begins a list of children may be a child's name.
        return f"is not XML: it begins with {text[:1]!r} where '<' should stand.", _WHOLE
    if re.match(r"<(!doctype\s+html|html)\b", text, re.IGNORECASE):
        return "is a web page, not the XML of a return.", _WHOLE
    return None


@dataclass(frozen=True, slots=True)
class Glance:
    """The local name of a file's first element, and its beginning as text."""

    root: str
    text: str


def glanced(head: bytes) -> Glance | None:
    """What these first bytes show; None when they are not the beginning of XML."""
    if objection(head):
        return None
    text = _ASIDE.sub("", _text(head))
    found = _ROOT.search(text)
    return Glance(found[1], text) if found else None


def _text(head: bytes) -> str:
    if head.startswith(_UTF16):
        return head.decode("utf-16", errors="replace")
    return head.removeprefix(codecs.BOM_UTF8).decode("latin-1")
