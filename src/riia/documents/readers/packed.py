"""The zip archive of a Word document or workbook, held against limits before any part of it is read."""

import struct
import zipfile
import zlib
from io import BytesIO

from riia.documents.model import DocumentError
from riia.documents.readers.limits import MOST_PARTS, MOST_TIMES, MOST_UNPACKED, NOT_OURS


def unpacked(raw: bytes, name: str) -> dict[str, bytes]:
    """Every XML part of an archive, by its path. Raises DocumentError.

    Pictures and other parts are not unpacked. A part that declares a document type is refused: it can pull in other
    files or grow without end.
    """
    try:
        with zipfile.ZipFile(BytesIO(raw)) as archive:
            entries = archive.infolist()
            _refuse_sizes(entries, name)
            parts = {
                entry.filename.lstrip("/"): archive.read(entry)
                for entry in entries
                if entry.filename.lower().endswith((".xml", ".rels"))
            }
    except (zipfile.BadZipFile, zlib.error, struct.error, EOFError, RuntimeError, ValueError, OSError) as error:
        rule = "it is damaged or cut short: its parts cannot be unpacked."
        raise DocumentError(name, rule, "Copy or download it again.") from error
    for path, body in parts.items():
        # A part in UTF-16 would hide a document type from this look; Office writes UTF-8.
        if body[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\0" in body[:64]:
            raise DocumentError(name, f"its part {path} is not in UTF-8, as every Office file is.", NOT_OURS)
        if b"<!DOCTYPE" in body or b"<!ENTITY" in body:
            rule = f"its part {path} declares a document type, which can pull in other files or grow without end."
            raise DocumentError(name, rule, NOT_OURS)
    return parts


def _refuse_sizes(entries: list[zipfile.ZipInfo], name: str) -> None:
    if any(entry.flag_bits & 1 for entry in entries):
        raise DocumentError(name, "it is encrypted inside.", "Open it, save it without a password and try again.")
    if len(entries) > MOST_PARTS:
        raise DocumentError(name, f"it has {len(entries):,} parts.", NOT_OURS)
    whole = sum(entry.file_size for entry in entries)
    swollen = [one for one in entries if one.file_size > 1 << 20 and one.file_size > MOST_TIMES * one.compress_size]
    if whole > MOST_UNPACKED or swollen:
        rule = f"it unpacks to {whole >> 20:,} MB, like a file made to fill a computer's memory."
        raise DocumentError(name, rule, NOT_OURS)
