"""The outside of a file: from bytes, perhaps compressed, to text that is safe to parse."""

import hashlib
import re
import zlib
from dataclasses import dataclass
from pathlib import Path

from riia.indicators.readers.problems import FileRefused, Problem

_GZIP = b"\x1f\x8b"
_GZIP_BITS = zlib.MAX_WBITS | 16
_CHUNK = 1 << 16
# A published file has one member; tools that pack in parallel make one for every 64 KB or so.
_MEMBERS = 10_000
_BOM = "\ufeff"
# Characters that have no business in a table: controls but tab, line feed and a carriage return before one; a byte
# order mark anywhere but first; the sign that stands where a character was lost.
_CONTROL = re.compile(r"[\x01-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufeff\ufffd]|\r(?!\n)")


@dataclass(frozen=True, slots=True)
class Limits:
    """How large a file may be. The defaults are ten times the largest published file of this kind."""

    compressed: int = 32 * 1024 * 1024
    text: int = 96 * 1024 * 1024
    rows: int = 600_000
    columns: int = 400
    cell: int = 2_000


@dataclass(frozen=True, slots=True)
class PublishedFile:
    """A file's text. `name` is without folder and ".gz"; `sha256` is of the uncompressed bytes, as published."""

    name: str
    sha256: str
    text: str


def open_file(source: Path | bytes, *, name: str = "", limits: Limits | None = None) -> PublishedFile:
    """Read a .csv or .csv.gz file, or its bytes, to checked text without a byte order mark.

    Compression is recognised by content, not by name, and unpacked piece by piece so that a small file that unpacks
    without end is stopped at the limit. Raises FileRefused.
    """
    limits = limits or Limits()
    if isinstance(source, Path):
        name = name or source.name
        raw = _bytes(source, name, limits)
    else:
        raw = source
    name = _printable(name[:-3] if name.lower().endswith(".gz") else name)
    most = limits.compressed if raw.startswith(_GZIP) else limits.text
    if len(raw) > most:
        raise _too_large(name, most)
    if raw.startswith(_GZIP):
        raw = _unpacked(raw, name, limits)
    if len(raw) > limits.text:
        raise _too_large(name, limits.text)
    return PublishedFile(name, hashlib.sha256(raw).hexdigest(), _text(raw, name))


def _printable(name: str) -> str:
    """A file name that can be stored and shown: what a terminal would obey, or no text can hold, becomes "?"."""
    return "".join(sign if sign.isprintable() else "?" for sign in name)


def _bytes(source: Path, name: str, limits: Limits) -> bytes:
    """The bytes of a file on disk. A device or pipe, which may have no end, is not read."""
    try:
        if not source.is_file():
            rule = "is not a file." if source.exists() else "there is no such file."
            raise _refused(name, rule, "Check the path.")
        # A file can grow between being measured and being read.
        with source.open("rb") as stream:
            return stream.read(max(limits.compressed, limits.text) + 1)
    except (OSError, ValueError) as error:
        if isinstance(error, FileRefused):
            raise
        rule = f"cannot be read ({getattr(error, 'strerror', None) or error})."
        raise _refused(name, rule, "Check the path and its permissions.") from None


def _unpacked(raw: bytes, name: str, limits: Limits) -> bytes:
    """Unpack every member of a gzip file a little at a time, watching the size."""
    pieces: list[bytes] = []
    size = at = members = 0
    unpacker = zlib.decompressobj(wbits=_GZIP_BITS)
    while at < len(raw):
        feed = raw[at : at + _CHUNK]
        at += len(feed)
        while feed:
            try:
                piece = unpacker.decompress(feed, _CHUNK)
            except zlib.error:
                raise _refused(name, "the compressed data are damaged.", "Download the file again.") from None
            pieces.append(piece)
            size += len(piece)
            if size > limits.text:
                raise _too_large(name, limits.text)
            feed = unpacker.unconsumed_tail
            if unpacker.eof:
                # Another member may follow; zero bytes after the last one are padding.
                feed = unpacker.unused_data.lstrip(b"\0")
                members += 1
                if members > _MEMBERS:
                    raise _refused(name, "is packed in too many pieces.", "Download the file again.")
                if feed or _more(raw, at):
                    unpacker = zlib.decompressobj(wbits=_GZIP_BITS)
                else:
                    return b"".join(pieces)
    raise _refused(name, "the compressed file ends too early.", "Download the file again.")


def _more(raw: bytes, at: int) -> bool:
    """Whether anything but zero bytes follows."""
    return any(raw[start : start + _CHUNK].strip(b"\0") for start in range(at, len(raw), _CHUNK))


def _text(raw: bytes, name: str) -> str:
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise _refused(name, "the text is in UTF-16.", "Save it as CSV UTF-8.")
    if raw.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        raise _refused(name, "this is a workbook or a zip archive, not a CSV file.", "Give the CSV file itself.")
    nul = raw.find(b"\0")
    if nul >= 0:
        line = raw.count(b"\n", 0, nul) + 1
        raise FileRefused(name, [Problem(line, "", "", "holds a NUL byte.", "This is not text: download it again.")])
    try:
        text = raw.decode("utf-8").removeprefix(_BOM)
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        value = repr(raw[error.start : error.start + 4])
        raise FileRefused(
            name, [Problem(line, "", value, "is not UTF-8 text.", "Save the file as CSV UTF-8, or download it again.")]
        ) from None
    if not text.strip():
        raise _refused(name, "the file is empty.", "Download the file again.")
    if text.lstrip().startswith("<"):
        raise _refused(name, "this is a web page, not a CSV file.", "Download the file again, from its own address.")
    if found := _CONTROL.search(text):
        line = text.count("\n", 0, found.start()) + 1
        raise FileRefused(name, [Problem(line, "", repr(found[0]), _WRONG.get(found[0], _STRAY), _AGAIN)])
    return text


_AGAIN = "Download the file again, and do not save it in another program first."
_STRAY = "holds a control character."
_WRONG = {
    "\r": "holds a control character: a carriage return without a line feed.",
    "\ufeff": "holds a byte order mark in the middle of the text, as when files are joined.",
    "\ufffd": "holds the sign of a character that was lost when the text was converted.",
}


def _refused(name: str, rule: str, remedy: str) -> FileRefused:
    return FileRefused(name, [Problem(0, "", "", rule, remedy)])


def _too_large(name: str, limit: int) -> FileRefused:
    megabytes = max(1, limit // (1024 * 1024))
    return _refused(
        name, f"is larger than {megabytes} MB.", "Published tables are far smaller: check what this file is."
    )
