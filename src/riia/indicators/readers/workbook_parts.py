"""The parts of a workbook's zip archive: held against limits and surveyed, without reading a cell's meaning."""

import html
import io
import re
import struct
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from posixpath import join, normpath
from typing import Final

from riia.indicators.readers.problems import FileRefused, Problem

_SAVE_AGAIN: Final = "Open it in Excel, save it as an Excel workbook (.xlsx) and try again."
_MAKE_AGAIN: Final = "Copy or download it again, or make the extract again."
_NOT_OURS: Final = "No program that makes workbooks writes this: find out where the file comes from before you use it."
_WORKBOOK: Final = "xl/workbook.xml"
_STRINGS: Final = "xl/sharedStrings.xml"
# No tag runs past the next "<", so that a part made to be slow is not.
_TAG: Final = re.compile(rb"<(?:\w+:)?(sheet|workbookPr|Relationship)\b([^<>]*)>")
_ATTRIBUTE: Final = re.compile(r"([\w:]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
_LETTERS: Final = re.compile(rb"\sr=[\"']([A-Za-z]{1,3})\d")
_DIGITS: Final = re.compile(rb"\sr=[\"'][A-Za-z]{1,3}(\d{1,7})[\"']")
# A cell below row 99,999 or right of column DP; without one a sheet has fewer cells than the limit, at a quick look.
_FAR: Final = re.compile(rb"r=[\"'](?:[A-Za-z]{1,3}\d{6}|[A-Za-z]{3}\d|[E-Ze-z][A-Za-z]\d|[Dd][Q-Zq-z]\d)")
_NEAR: Final = 99_999 * 120
_BARE: Final = re.compile(rb"<(?:\w+:)?c(?:\s+\w+=\"[^\"<>/]*\")*\s*(?:/>|></(?:\w+:)?c>)")
_ERROR: Final = re.compile(
    rb"<(?:\w+:)?c\b(?=[^<>]*\sr=[\"']([A-Za-z]{1,3})(\d{1,7})[\"'])(?=[^<>]*\st=[\"']e[\"'])[^<>]*>(.{0,4000}?)</(?:\w+:)?c>",
    re.DOTALL,
)
_VALUE: Final = re.compile(rb"<(?:\w+:)?v>([^<]*)</")
# A formula whose value is the empty text (t="str") has a value.
_UNCOUNTED: Final = re.compile(
    rb"<(?:\w+:)?c\b(?![^<>]*\st=[\"']str[\"'])[^<>]*?\sr=[\"']([A-Za-z]{1,3})(\d{1,7})[\"'][^<>]*>\s*<(?:\w+:)?f\b(?:[^<>]*/>|[^<>]*>[^<]*</(?:\w+:)?f>)"
    rb"\s*(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v>\s*</(?:\w+:)?v>)?\s*</(?:\w+:)?c>"
)
_FILLED: Final = re.compile(
    rb"<(?:\w+:)?c\b[^<>]*?\sr=[\"']([A-Za-z]{1,3})\d{1,7}[\"'][^<>/]*>\s*<(?:\w+:)?(?:v|f|is)\b"
)
_MERGED: Final = re.compile(
    rb"<(?:\w+:)?mergeCell\b[^<>]*\sref=[\"']([A-Za-z]{1,3})(\d{1,7}):([A-Za-z]{1,3})(\d{1,7})[\"']"
)
_SHARED: Final = re.compile(rb"\st=[\"']s[\"'][^<>]*>\s*<(?:\w+:)?v>(\d{1,9})<")
_STRING: Final = re.compile(rb"<(?:\w+:)?si\b.*?</(?:\w+:)?si>|<(?:\w+:)?si\s*/>", re.DOTALL)
_ODD: Final = (b"mergeCell", b"<f", b":f", b't="e"', b"t='e'")
"""Signs of merged cells, formulas and errors, without which nothing needs a closer look."""
_CELLS_TOLD: Final = 1_000


@dataclass(frozen=True, slots=True)
class Limits:
    """How large a workbook may be: far above the lists of the largest council, far below what a laptop cannot hold.

    Sizes in bytes. `ratio` is how many times its packed size a part above a megabyte may unpack to. `cells` counts the
    block from the first to the last cell of a sheet, `text` the text of its cells written out.
    """

    packed: int = 128 << 20
    unpacked: int = 768 << 20
    part: int = 384 << 20
    parts: int = 5_000
    ratio: int = 400
    cells: int = 12_000_000
    text: int = 512 << 20


@dataclass(frozen=True, slots=True)
class SheetPart:
    """Where a sheet's XML lies in the archive, and whether Excel shows the sheet."""

    path: str
    hidden: bool


@dataclass(frozen=True, slots=True)
class Survey:
    """What a look over a sheet's XML tells. Rows count from 1, columns from 0."""

    first_column: int = 0
    errors: tuple[tuple[int, int, str], ...] = ()
    uncounted: tuple[tuple[int, int], ...] = ()
    merged: tuple[tuple[int, int, int, int], ...] = ()


@dataclass(frozen=True)
class Parts:
    """The checked archive. `sheets` are the worksheets by name, in order."""

    name: str
    raw: bytes = field(repr=False)
    sheets: Mapping[str, SheetPart]
    from_1904: bool
    strings: tuple[int, ...] = field(repr=False)
    """Length of each shared text, in bytes."""

    def survey(self, sheet: str, limits: Limits) -> Survey:
        """Look over one sheet's XML before its cells are read. Raises FileRefused when it is too large."""
        with zipfile.ZipFile(io.BytesIO(self.raw)) as archive:
            body = archive.read(self.sheets[sheet].path)
        self._refuse_far_cells(sheet, body, limits)
        self._refuse_much_text(sheet, body, limits)
        odd = any(sign in body for sign in _ODD)
        return _surveyed(body) if odd else Survey()

    def _refuse_far_cells(self, sheet: str, body: bytes, limits: Limits) -> None:
        if limits.cells >= _NEAR and not _FAR.search(body):
            return
        height, width = _extent(body)
        if height * width > limits.cells:
            # Cells with a format and nothing in them, which reach far down in many real workbooks, cost nothing.
            height, width = _extent(_BARE.sub(b"", body))
        if height * width > limits.cells:
            rule = f"reaches to row {height:,} over {width:,} columns, far beyond any list."
            remedy = "Delete the rows and columns after the last row of the list, save and try again."
            raise FileRefused(self.name, [Problem(0, "", "", rule, remedy, sheet)])

    def _refuse_much_text(self, sheet: str, body: bytes, limits: Limits) -> None:
        # Every value at most as long as the longest text: most sheets are far from the limit even so.
        if body.count(b"v>") * max(self.strings, default=0) <= limits.text:
            return
        known = len(self.strings)
        written = sum(self.strings[at] for number in _SHARED.findall(body) if (at := int(number)) < known)
        if written > limits.text:
            rule = f"holds {written >> 20:,} MB of text, by repeating long texts."
            raise FileRefused(self.name, [Problem(0, "", "", rule, _NOT_OURS, sheet)])


def open_parts(raw: bytes, name: str, limits: Limits) -> Parts:
    """Check the archive and every XML part in it. Raises FileRefused."""
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            entries = archive.infolist()
            _refuse_sizes(entries, name, limits)
            names = {entry.filename for entry in entries}
            _refuse_kinds(names, name)
            for entry in entries:
                if entry.filename.lower().endswith((".xml", ".rels", ".vml")):
                    _refuse_document_type(archive.read(entry), name, entry.filename)
            book, relations = _read(archive, _WORKBOOK), _read(archive, "xl/_rels/workbook.xml.rels")
            strings = tuple(len(one) for one in _STRING.findall(_read(archive, _STRINGS)))
    except FileRefused:
        raise
    except (zipfile.BadZipFile, zlib.error, struct.error, EOFError, RuntimeError, ValueError, OSError) as error:
        # RuntimeError covers methods of packing that zipfile does not know, ValueError places outside the file.
        rule = "is damaged or cut short: its parts cannot be unpacked."
        raise _refused(name, rule, _MAKE_AGAIN) from error
    sheets, from_1904 = _sheets(book, relations, names, name)
    if not sheets:
        raise _refused(name, "has no worksheets.", "Check that this is the right file.")
    return Parts(name, raw, sheets, from_1904, strings)


def _read(archive: zipfile.ZipFile, path: str) -> bytes:
    try:
        return archive.read(path)
    except KeyError:
        return b""


def _refused(name: str, rule: str, remedy: str) -> FileRefused:
    return FileRefused(name, [Problem(0, "", "", rule, remedy)])


def _refuse_sizes(entries: list[zipfile.ZipInfo], name: str, limits: Limits) -> None:
    if any(entry.flag_bits & 1 for entry in entries):
        raise _refused(name, "is encrypted inside, so nothing in it can be read.", _SAVE_AGAIN)
    if len(entries) > limits.parts:
        rule = f"has {len(entries):,} parts; a workbook has at most a few hundred."
        raise _refused(name, rule, _NOT_OURS)
    # zipfile never gives more bytes than an entry declares, and refuses one that holds more.
    whole = sum(entry.file_size for entry in entries)
    swollen = [one for one in entries if one.file_size > 1 << 20 and one.file_size > limits.ratio * one.compress_size]
    if whole > limits.unpacked or swollen or any(entry.file_size > limits.part for entry in entries):
        rule = f"unpacks to {whole >> 20:,} MB, like a file made to fill a computer's memory."
        raise _refused(name, rule, f"{_NOT_OURS} If it is yours, delete unused sheets and rows and save it again.")


def _refuse_kinds(names: set[str], name: str) -> None:
    if _WORKBOOK in names:
        return
    if "xl/workbook.bin" in names:
        raise _refused(name, "is a binary workbook (.xlsb).", _SAVE_AGAIN)
    if "content.xml" in names and "mimetype" in names:
        raise _refused(name, "is an OpenDocument file.", "Save it as an Excel workbook (.xlsx) and try again.")
    if any(one.startswith("word/") for one in names):
        raise _refused(name, "is a Word document, not a workbook.", "Give the workbook.")
    rule = "is a zip archive without a workbook in it."
    raise _refused(name, rule, "Unpack it and give the workbook or CSV files themselves.")


def _refuse_document_type(body: bytes, name: str, part: str) -> None:
    # A part in UTF-16 would hide a document type from this look; Excel writes UTF-8.
    if body[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\0" in body[:64]:
        raise _refused(name, f"its part {part} is not in UTF-8, as every workbook is.", _NOT_OURS)
    if b"<!DOCTYPE" in body or b"<!ENTITY" in body:
        rule = f"its part {part} declares a document type, which can pull in other files or grow without end."
        raise _refused(name, rule, _NOT_OURS)


def _sheets(book: bytes, relations: bytes, names: set[str], file: str) -> tuple[dict[str, SheetPart], bool]:
    """The worksheets of a workbook by name, and whether it counts days from 1904. Refuses one that has lost a sheet."""
    targets: dict[str, str] = {}
    others: set[str] = set()
    for tag, attributes in _TAG.findall(relations):
        said = _attributes(attributes)
        if tag == b"Relationship" and said.get("Type", "").endswith("/worksheet"):
            target = said.get("Target", "")
            targets[said.get("Id", "")] = target.lstrip("/") if target[:1] == "/" else normpath(join("xl", target))
        elif tag == b"Relationship":
            others.add(said.get("Id", ""))  # a sheet that is a chart
    sheets: dict[str, SheetPart] = {}
    from_1904 = False
    for tag, attributes in _TAG.findall(book):
        said = _attributes(attributes)
        if tag == b"workbookPr":
            from_1904 = said.get("date1904", "0").lower() in ("1", "true")
        of = next((value for key, value in said.items() if key.endswith(":id")), "")
        if tag == b"sheet" and targets.get(of) in names:
            sheets[said.get("name", "")] = SheetPart(targets[of], said.get("state", "visible") != "visible")
        elif tag == b"sheet" and of not in others:
            rule = "is damaged: this sheet is named in the workbook and not in the file."
            raise FileRefused(file, [Problem(0, "", "", rule, _MAKE_AGAIN, said.get("name", ""))])
    return sheets, from_1904


def _attributes(text: bytes) -> dict[str, str]:
    found = _ATTRIBUTE.findall(text.decode("utf-8", "replace"))
    return {key: html.unescape(double or single) for key, double, single in found}


def _surveyed(body: bytes) -> Survey:
    errors = []
    for found in _ERROR.finditer(body):
        shown = _VALUE.search(found[3])
        errors.append((int(found[2]), _column(found[1]), shown[1].decode("utf-8", "replace") if shown else ""))
    uncounted = tuple((int(row), _column(letters)) for letters, row in _UNCOUNTED.findall(body))
    merged = [
        (int(top), int(bottom), _column(left), _column(right)) for left, top, right, bottom in _MERGED.findall(body)
    ]
    # Reports merge every cell with its neighbour; the blocks of several rows, which hide values, are few beside those.
    merged = [one for one in merged if one[1] > one[0]] + [one for one in merged if one[1] == one[0]][:_CELLS_TOLD]
    return Survey(_first_filled(body), tuple(errors), uncounted, tuple(sorted(merged)))


def _extent(body: bytes) -> tuple[int, int]:
    """The last row with a cell, and how many columns lie from the first to the last."""
    # Column letters and row numbers apart: each is few, while their pairs are as many as there are cells.
    columns, rows = set(_LETTERS.findall(body)), set(_DIGITS.findall(body))
    wide = [_column(letters) for letters in columns]
    return max(map(int, rows), default=0), max(wide) - min(wide) + 1 if wide else 0


def _first_filled(body: bytes) -> int:
    """The first column with a value: the reader of cells leaves out the blank columns before it."""
    return min((_column(letters) for letters in set(_FILLED.findall(body))), default=0)


def _column(letters: bytes) -> int:
    """ "A" is 0, "AA" is 26."""
    at = 0
    for letter in letters.upper():
        at = at * 26 + letter - 64
    return at - 1
