"""A return as delimited text: from untrusted bytes to a grid of cells, whatever program has saved it.

UTF-8 with or without its mark, UTF-16 with or without, otherwise Windows-1252 (which is told); commas, semicolons, tabs
or bars, whichever the first lines have most of, or what a line `sep=;` says; quoted or not.
"""

import codecs
import csv
import io
from typing import Final

from riia.indicators.returns.files_nouns import Given, Grid, Problem, ReturnRefused

LARGEST: Final = 2 << 20
_LINES, _COLUMNS, _CELL = 20_000, 100, 32_000
_BOMS: Final = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_DELIMITERS: Final = ",;\t|"
_END: Final = "end of the file"
_SAVE_AGAIN: Final = "Save it as CSV UTF-8 and try again."


def text_of(name: str, data: bytes) -> tuple[str, tuple[Problem, ...]]:
    """The text of a file, and a note where its encoding had to be taken for granted. Raises ReturnRefused."""
    if len(data) > LARGEST:
        raise ReturnRefused(name, f"it is larger than {LARGEST >> 20} MB.", "A return is far smaller: check the file.")
    encoding, body = _encoded(data)
    try:
        text = body.decode(encoding)
    except UnicodeDecodeError:
        if encoding != "utf-8":
            rule = f"it is neither a workbook nor a text, though it begins as one in {encoding.upper()}."
            raise ReturnRefused(name, rule, _SAVE_AGAIN) from None
        text, encoding = _legacy(name, body), "windows-1252"
    if "\0" in text:
        raise ReturnRefused(name, "it holds signs that no text has.", "Give the workbook, a CSV file or JSON.")
    notes: tuple[Problem, ...] = ()
    if encoding == "windows-1252":
        rule = "The file is not in UTF-8 and was read as Windows-1252."
        remedy = "If letters with accents look wrong, save it as CSV UTF-8."
        notes = (Problem("FILE-ENCODING", "", rule, remedy, weight=None),)
    return text.removeprefix("\ufeff"), notes


def _encoded(data: bytes) -> tuple[str, bytes]:
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return encoding, data[len(mark) :]
    head = data[:200]
    if len(head) > 3 and b"\0" in head:  # the text of a table is ASCII for the most part
        return ("utf-16-be" if head[0] == 0 else "utf-16-le"), data
    return "utf-8", data


def _legacy(name: str, body: bytes) -> str:
    try:
        return body.decode("cp1252")
    except UnicodeDecodeError:
        raise ReturnRefused(name, "it is not a text in any encoding we read.", _SAVE_AGAIN) from None


def grid_of(name: str, text: str) -> Grid:
    """The cells of delimited text, by the line that each row begins on. Raises ReturnRefused."""
    delimiter, skipped = _delimiter(text)
    rows: dict[int, dict[int, Given]] = {}
    # A last line of our own that is no row by itself stands within quotation marks that are never closed.
    reader = csv.reader(io.StringIO(f"{text}\n{_END}", newline=""), delimiter=delimiter, strict=False)
    before = line = 0
    try:
        for cells in reader:
            line, before = before + 1, reader.line_num
            if cells == [_END]:
                return Grid("", rows)
            if line > _LINES or len(cells) > _COLUMNS:
                rule = f"it has more than {_LINES:,} lines or {_COLUMNS} columns."
                raise ReturnRefused(name, rule, "A return is far smaller: check the file.")
            filled = {at: Given(cell[:_CELL]) for at, cell in enumerate(cells, 1) if cell.strip()}
            if filled and line != skipped:
                rows[line] = filled
    except csv.Error:
        rule = f"line {before + 1} has a cell of more than {csv.field_size_limit():,} signs."
        raise ReturnRefused(name, rule, "A return is far smaller: check the file.") from None
    rule = f"line {line} opens a quotation mark that is never closed."
    raise ReturnRefused(name, rule, "Save it from Excel as CSV UTF-8 and try again.")


def _delimiter(text: str) -> tuple[str, int]:
    """What divides the cells, and the line that only says so (0 for none)."""
    lines = [(number, line) for number, line in enumerate(text[:8192].splitlines(), 1) if line.strip()][:10]
    for number, line in lines[:1]:
        said = line.lower().lstrip('" ')
        if said.startswith("sep=") and said[4:5] in _DELIMITERS:
            return said[4:5] or ",", number
    counts = {sign: max((_bare(line).count(sign) for _, line in lines), default=0) for sign in _DELIMITERS}
    return max(_DELIMITERS, key=lambda sign: counts[sign]), 0


def _bare(line: str) -> str:
    """A line without what stands in quotation marks."""
    return "".join(line.split('"')[::2])
