"""Comma-, tab- or semicolon-separated text from a council's system: from untrusted bytes to columns of text.

`open_delimited(path)` gives the headings and a frame of text with each row's line. What cannot be trusted is refused
whole, with the line: damaged or foreign bytes, rows of another length than the heading, text that a spreadsheet would
run. `headings(path)` is a cheap look at the first line, for telling files apart; it never raises.
"""

import codecs
import csv
import hashlib
import io
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import polars as pl

from riia.indicators.model.findings import SPOTS_KEPT, Finding, Severity, Spot
from riia.indicators.readers.delimited_cells import EXPORT, refuse_formulas, refuse_long, refuse_ragged
from riia.indicators.readers.delimited_top import IsHeading, Top, cells_of, top_of
from riia.indicators.readers.problems import FileRefused, Problem
from riia.indicators.readers.reading import ROW

_BOMS: Final = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_FOREIGN: Final = (
    (b"PK\x03\x04", "is a workbook or a zip archive"),
    (b"\xd0\xcf\x11\xe0", "is an old Excel workbook"),
    (b"\x1f\x8b", "is compressed"),
    (b"%PDF", "is a PDF document"),
)
_GLANCE: Final = 1 << 16
# Controls other than tab and line ends, a byte order mark within the text, the sign of a character lost before.
_CONTROL: Final = re.compile("[\x01-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufeff\ufffd]")
_EXPORT_CSV: Final = "Give the file exported as CSV."


@dataclass(frozen=True, slots=True)
class DelimitedLimits:
    """How large a file may be, far above a return of the largest council and enough for one of all England."""

    size: int = 1 << 30
    rows: int = 20_000_000
    columns: int = 400
    cell: int = 32_000


LIMITS: Final = DelimitedLimits()

type NotesBelow = Callable[[Sequence[tuple[int, Sequence[str]]], int], int]
"""How many of the last lines, each with its number and cells, are notes below a table so many columns wide."""
_LAST_LINES: Final = 200
"""Notes further up than this from the end are not looked for."""


@dataclass(frozen=True, slots=True)
class Delimited:
    """A file's rows as text. `sha256` is of the bytes.

    `texts` has one text column for each heading, named as in the file without spaces around it ("column 7" where it is
    blank), and `_row`, the line that the row begins on. Nothing else is done to a cell. `blank` counts lines without
    any content, which are not in `texts`. `findings` name the table "" when opened without one.
    """

    name: str
    sha256: str
    encoding: str
    delimiter: str
    headings: tuple[str, ...]
    texts: pl.DataFrame
    blank: int
    findings: tuple[Finding, ...]
    titles: tuple[str, ...] = ()
    """The lines above the headings, without their delimiters."""
    notes: tuple[tuple[int, str], ...] = ()
    """The lines below the rows that are none, with their numbers."""


def open_delimited(
    path: Path,
    *,
    name: str = "",
    limits: DelimitedLimits = LIMITS,
    progress: Callable[[int, int], None] | None = None,
    is_heading: IsHeading | None = None,
    notes_below: NotesBelow | None = None,
) -> Delimited:
    """Read one file. `name` is what the file is called in messages (its own name when not given).

    `is_heading` tells whether the cells of a line are the headings; with it, they may stand below titles. Without it,
    or when it knows none of the first lines, the first line with content has them. `notes_below` tells how many of the
    last lines are notes; without it every line is a row.

    Reads UTF-8 with or without byte order mark, UTF-16 with one, otherwise Windows-1252 (with a note); commas, tabs,
    semicolons or bars, whichever the heading has most of, or what a first line `sep=;` says. Raises FileRefused.
    """
    name = _printable(name or path.name)
    raw = _bytes(path, name, limits)
    digest = hashlib.sha256(raw).hexdigest()
    size = len(raw)
    text, encoding = _decoded(raw, name)
    del raw
    findings: list[Finding] = []
    if encoding == "windows-1252":
        findings.append(_encoding_note(name))
    if _CONTROL.search(text):
        findings.append(_control_finding(name, text))
        text = _CONTROL.sub("", text)
    top = top_of(text, name, is_heading)
    names = _names(top.line, top.delimiter, name, limits)
    texts, blank, notes = _rows(text, top, names, name, limits, notes_below)
    refuse_formulas(texts, names, name)
    if progress is not None:
        progress(size, size)
    return Delimited(name, digest, encoding, top.delimiter, names, texts, blank, tuple(findings), top.titles, notes)


def headings(path: Path, *, is_heading: IsHeading | None = None) -> tuple[str, ...]:
    """The headings of a delimited text file from its first 64 KB; empty for anything else. Never raises.

    `is_heading` as for `open_delimited`.
    """
    try:
        if not path.is_file():
            return ()
        with path.open("rb") as stream:
            raw = stream.read(_GLANCE)
        # The cut may fall within a character: one byte, or half a pair, less is still the heading.
        text = _cut(raw)
        top = top_of(text, path.name, is_heading)
        return _names(top.line, top.delimiter, path.name, LIMITS)
    except (OSError, ValueError, csv.Error):
        return ()


def _cut(raw: bytes) -> str:
    for less in range(4):
        try:
            return _decoded(raw[: len(raw) - less], "")[0]
        except FileRefused:
            continue
    return ""


def _printable(name: str) -> str:
    return "".join(sign if sign.isprintable() else "?" for sign in name)


def _refused(name: str, rule: str, remedy: str, line: int = 0, value: str = "") -> FileRefused:
    return FileRefused(name, [Problem(line, "", value, rule, remedy)])


def _bytes(path: Path, name: str, limits: DelimitedLimits) -> bytes:
    """The bytes of a file on disk. A device or pipe, which may have no end, is not read."""
    try:
        if not path.is_file():
            rule = "is not a file." if path.exists() else "there is no such file."
            raise _refused(name, rule, "Check the path.")
        with path.open("rb") as stream:
            raw = stream.read(limits.size + 1)
    except OSError as error:
        rule = f"cannot be read ({error.strerror or error})."
        raise _refused(name, rule, "Check the path and its permissions; close it in other programs.") from None
    if len(raw) > limits.size:
        rule = f"is larger than {max(1, limits.size >> 20):,} MB."
        raise _refused(name, rule, "Returns are far smaller: check what this file is.")
    return raw


def _decoded(raw: bytes, name: str) -> tuple[str, str]:
    """The text with line feeds as line ends, and the encoding it was in."""
    for magic, what in _FOREIGN:
        if raw.startswith(magic):
            raise _refused(name, f"{what}, not delimited text.", _EXPORT_CSV)
    encoding, body = next(((e, raw[len(mark) :]) for mark, e in _BOMS if raw.startswith(mark)), ("utf-8", raw))
    if encoding == "utf-8" and (at := body.find(b"\0")) >= 0:
        line = body.count(b"\n", 0, at) + 1
        raise _refused(name, "holds a NUL byte, so it is not text, or is in UTF-16 without its mark.", EXPORT, line)
    try:
        text = body.decode(encoding)
    except UnicodeDecodeError as error:
        text, encoding = _legacy(body, name, error, marked=encoding != "utf-8" or body is not raw)
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise _refused(name, "holds a NUL character.", EXPORT, line)
    if not text.strip("\ufeff \t\r\n"):
        raise _refused(name, "the file is empty.", "Make the export again: even a return without rows has a heading.")
    if text.lstrip("\ufeff \t\r\n").startswith(("<", "{", "[")):
        raise _refused(name, "is a web page, XML or JSON, not delimited text.", _EXPORT_CSV)
    # Old Macintosh exports end lines with a carriage return alone.
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n"), encoding


def _legacy(body: bytes, name: str, error: UnicodeDecodeError, *, marked: bool) -> tuple[str, str]:
    """Text that is not what its mark says is damaged; without a mark it may be what Windows writes."""
    if not marked:
        try:
            return body.decode("cp1252"), "windows-1252"
        except UnicodeDecodeError as second:
            error = second
    line = body.count(b"\n", 0, error.start) + 1
    value = repr(body[error.start : error.start + 4])
    raise _refused(name, f"is not {error.encoding} text.", "Save the file as CSV UTF-8.", line, value) from None


def _names(line: str, delimiter: str, name: str, limits: DelimitedLimits) -> tuple[str, ...]:
    """The headings, each once."""
    cells = [" ".join(cell.split("\n")) for cell in cells_of(line, delimiter)]
    while len(cells) > 1 and not cells[-1]:
        cells.pop()
    if len(cells) > limits.columns:
        raise _refused(name, f"has more than {limits.columns} columns.", "Check what this file is.", 1)
    names = tuple(cell or f"column {at}" for at, cell in enumerate(cells, start=1))
    folded = [one.casefold() for one in names]
    twice = [one for at, one in enumerate(names) if one.casefold() in folded[:at]]
    if twice or ROW in folded:
        shown = (twice or [ROW])[0]
        rule = "is a heading twice." if twice else "is a heading that we use ourselves."
        raise FileRefused(name, [Problem(1, shown, "", rule, "Keep the right column and take the other out.")])
    return names


def _rows(
    text: str,
    top: Top,
    names: tuple[str, ...],
    name: str,
    limits: DelimitedLimits,
    notes_below: NotesBelow | None,
) -> tuple[pl.DataFrame, int, tuple[tuple[int, str], ...]]:
    """The rows below the heading, how many lines were blank, and the notes below the rows."""
    delimiter = top.delimiter
    before = text.count("\n", 0, top.end) + 1
    if top.end >= len(text):
        rule = "the file ends within its heading, before the end of the line: it was cut short."
        raise _refused(name, rule, f"{EXPORT} If the table has no rows, leave the file out.", before)
    rest = text[top.end + 1 :]
    whole = rest.endswith("\n") or not rest
    # Lines without a quotation mark can be cut up as whole columns at once; the others need a parser's care.
    quoted = '"' in rest
    lines = _quoted_lines(rest, delimiter, name, before) if quoted else _plain_lines(rest, before)
    if lines.height > limits.rows:
        raise _refused(name, f"has more than {limits.rows:,} rows.", "Check what this file is.")
    if quoted:
        cells = pl.col("cells")
        blank = cells.list.eval(pl.element().str.strip_chars() == "").list.all()
    else:
        blank = pl.col("cells").str.strip_chars(f" \t\r{delimiter}") == ""
    kept = lines.filter(~blank)
    parts = pl.col("cells") if quoted else pl.col("cells").str.split(delimiter)
    listed = kept.select(ROW, parts.alias("cells"))
    listed, notes = _without_notes(listed, len(names), notes_below)
    refuse_ragged(listed, len(names), name, whole=whole or bool(notes))
    texts = listed.select(ROW, *(pl.col("cells").list.get(at).alias(one) for at, one in enumerate(names)))
    refuse_long(texts, names, name, limits.cell)
    return texts.select(*names, ROW), lines.height - kept.height, notes


def _without_notes(
    listed: pl.DataFrame, width: int, notes_below: NotesBelow | None
) -> tuple[pl.DataFrame, tuple[tuple[int, str], ...]]:
    if notes_below is None:
        return listed, ()
    last = [(line, cells) for line, cells in listed.tail(_LAST_LINES).select(ROW, "cells").iter_rows()]
    count = notes_below(last, width)
    notes = tuple((line, ", ".join(cell.strip() for cell in cells if cell.strip())) for line, cells in last[-count:])
    return (listed.head(listed.height - count), notes) if count else (listed, ())


def _plain_lines(rest: str, before: int) -> pl.DataFrame:
    """One line of text each, with its number."""
    if not rest:
        return pl.DataFrame(schema={"cells": pl.String, ROW: pl.Int64})
    lines = pl.Series("cells", [rest.removesuffix("\n")]).str.split("\n").explode()
    return lines.to_frame().with_columns(pl.int_range(before + 1, before + 1 + lines.len()).alias(ROW))


def _quoted_lines(rest: str, delimiter: str, name: str, before: int) -> pl.DataFrame:
    """One row's cells each, with the number of the line it begins on: a cell in quotes may hold line ends."""
    cells: list[list[str]] = []
    numbers: list[int] = []
    for line, row in _parsed(rest, delimiter, name, before):
        cells.append(row)
        numbers.append(line)
    return pl.DataFrame({"cells": cells, ROW: numbers}, schema={"cells": pl.List(pl.String), ROW: pl.Int64})


def _parsed(rest: str, delimiter: str, name: str, before: int) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(io.StringIO(rest, newline=""), delimiter=delimiter, strict=True)
    while True:
        begins = before + reader.line_num + 1
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            rule = "opens a quotation mark that is not closed as it should be."
            if "field larger" in str(error):
                rule = "holds a cell without end: a quotation mark is opened and not closed."
            raise _refused(name, rule, EXPORT, begins) from None
        yield begins, row


def _encoding_note(name: str) -> Finding:
    rule = "The file is not UTF-8; it was read as Windows-1252, so accents may be wrong."
    return Finding("READ-ENCODING", Severity.NOTE, name, "", "", rule, "Export as CSV UTF-8 if you can.", 1)


def _control_finding(name: str, text: str) -> Finding:
    spots = []
    count = line = seen = 0
    for count, found in enumerate(_CONTROL.finditer(text), start=1):
        line += text.count("\n", seen, found.start())
        seen = found.start()
        if count <= SPOTS_KEPT:
            spots.append(Spot(line + 1, ascii(found[0]).strip("'")))
    rule = "holds signs that cannot be seen or were lost in a conversion; they were taken out."
    return Finding("READ-CONTROL", Severity.WARNING, name, "", "", rule, EXPORT, count, tuple(spots))
