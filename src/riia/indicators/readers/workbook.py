"""Excel workbooks from outside: checked as hostile before a cell is read, then given as sheets of text.

A workbook is a zip archive of XML parts, made by a program we do not know. Before the cells are read, the archive is
held against limits (packed and unpacked size, number of parts, how far a part unpacks, cells, text), every XML part is
looked through for a document type (which could pull in other files or grow without end), and files that are no
workbook at all (old .xls, .xlsb, a web page saved as .xls, a protected or a truncated file) are told apart, each with
what to do. Macros are never run: nothing here reads them.

Cells come as text: dates as "2025-03-31 00:00:00", numbers as digits, true and false in words; a formula as the value
that Excel stored with it. Error cells (#N/A) and formulas without a stored value are blank in the text and listed.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final

import polars as pl

from riia.indicators.readers.problems import FileRefused, Problem
from riia.indicators.readers.reading import ROW
from riia.indicators.readers.workbook_parts import Limits, Parts, open_parts

LIMITS: Final = Limits()
_SAVE_AGAIN: Final = "Open it in Excel, save it as an Excel workbook (.xlsx) and try again."
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PROTECTED: Final = "EncryptedPackage".encode("utf-16-le")


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell that has no usable value. `column` is the place in the sheet's frame, from 0; `text` what Excel shows."""

    row: int
    column: int
    text: str


@dataclass(frozen=True)
class Sheet:
    """One sheet. `cells` has text columns "c0", "c1" … and `_row`, the row in the sheet from 1; blank cells are null.

    `errors` are cells with an Excel error, `uncounted` formulas whose value was never stored. `merged` are blocks of
    merged cells as (first row, last row, first column, last column), columns counted as in the frame.
    """

    name: str
    hidden: bool
    cells: pl.DataFrame
    errors: tuple[Cell, ...] = ()
    uncounted: tuple[Cell, ...] = ()
    merged: tuple[tuple[int, int, int, int], ...] = ()


@dataclass(frozen=True)
class Workbook:
    """An opened workbook. Sheets are read when they are asked for. `from_1904` tells the day its numbers count from."""

    name: str
    sha256: str
    parts: Parts
    limits: Limits

    @property
    def from_1904(self) -> bool:
        """Whether days are counted from 1904 (old Excel for Macintosh) instead of 1900."""
        return self.parts.from_1904

    @cached_property
    def sheet_names(self) -> tuple[str, ...]:
        """The names of the worksheets, in order."""
        return tuple(self.parts.sheets)

    def sheets(self) -> Iterator[Sheet]:
        """Every sheet, one at a time. Raises FileRefused for a sheet that is too large or cannot be read."""
        import fastexcel

        with _readable(self.name):
            book = fastexcel.read_excel(self.parts.raw)
        for name in self.sheet_names:
            survey = self.parts.survey(name, self.limits)
            with _readable(self.name, name):
                # skip_rows=0 keeps blank rows at the top, so that row numbers are those of the sheet.
                loaded = book.load_sheet(name, header_row=None, skip_rows=0, dtypes="string")
                cells = loaded.to_polars()
            first = survey.first_column
            yield Sheet(
                name,
                self.parts.sheets[name].hidden,
                _framed(cells),
                tuple(Cell(row, column - first, text) for row, column, text in survey.errors if column >= first),
                tuple(Cell(row, column - first, "") for row, column in survey.uncounted if column >= first),
                tuple((top, bottom, left - first, right - first) for top, bottom, left, right in survey.merged),
            )


class _readable:
    """Turn whatever the parser does with a damaged file into a refusal, its own panics included."""

    def __init__(self, file: str, sheet: str = "") -> None:
        self._file, self._sheet = file, sheet

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: type[BaseException] | None, wrong: BaseException | None, trace: object) -> None:
        if wrong is None or isinstance(wrong, FileRefused | MemoryError | KeyboardInterrupt):
            return
        if isinstance(wrong, Exception) or type(wrong).__name__ == "PanicException":
            rule = "cannot be read: its parts do not fit together."
            raise FileRefused(self._file, [Problem(0, "", "", rule, _SAVE_AGAIN, self._sheet)]) from wrong


def open_workbook(path: Path, *, name: str = "", limits: Limits = LIMITS) -> Workbook:
    """Check a .xlsx or .xlsm file and open it. `name` is what it is called in messages. Raises FileRefused."""
    name = name or path.name
    raw = _bytes(path, name, limits)
    _refuse_others(raw, name)
    return Workbook(name, hashlib.sha256(raw).hexdigest(), open_parts(raw, name, limits), limits)


def is_workbook(path: Path) -> bool:
    """Whether a file begins as a zip archive does. Never raises."""
    try:
        with path.open("rb") as stream:
            return stream.read(4) == b"PK\x03\x04"
    except OSError:
        return False


def _framed(cells: pl.DataFrame) -> pl.DataFrame:
    """Columns "c0", "c1" …, with the row number of the sheet."""
    named = cells.rename({old: f"c{at}" for at, old in enumerate(cells.columns)})
    named = named.with_columns(pl.all().cast(pl.String)) if named.width else named
    return named.with_columns(pl.int_range(1, cells.height + 1, dtype=pl.Int64).alias(ROW))


def _bytes(path: Path, name: str, limits: Limits) -> bytes:
    try:
        if not path.is_file():
            rule = "is not a file." if path.exists() else "there is no such file."
            raise _refused(name, rule, "Check the path.")
        with path.open("rb") as stream:
            raw = stream.read(limits.packed + 1)
    except OSError as error:
        rule = f"cannot be read ({error.strerror or error})."
        raise _refused(name, rule, "Close it in Excel, check its permissions and try again.") from None
    if len(raw) > limits.packed:
        rule = f"is larger than {limits.packed >> 20:,} MB."
        raise _refused(name, rule, "A workbook of lists is far smaller: check what this file is.")
    return raw


def _refuse_others(raw: bytes, name: str) -> None:
    """Refuse what is not a zip archive, saying what it is."""
    if not raw:
        raise _refused(name, "the file is empty.", "Make the extract again.")
    if raw.startswith(b"PK\x03\x04"):
        return
    if raw.startswith(_OLE):
        if _PROTECTED in raw:
            remedy = "Open it in Excel with its password, remove it (File, Info, Protect Workbook) and save."
            raise _refused(name, "the workbook is protected with a password, so nothing in it can be read.", remedy)
        raise _refused(name, "is an Excel 97-2003 workbook (.xls).", _SAVE_AGAIN)
    if raw.startswith(b"%PDF"):
        raise _refused(name, "is a PDF document, not a workbook.", "Give the workbook that it was made from.")
    start = raw[:4096].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith(b"<?xml") and b"schemas-microsoft-com:office:spreadsheet" in raw[:65536]:
        raise _refused(name, "is an XML spreadsheet of 2003, whatever its name says.", _SAVE_AGAIN)
    if start.startswith(b"<"):
        raise _refused(name, "is a web page or XML, whatever its name says.", _SAVE_AGAIN)
    raise _refused(
        name, "is not an Excel workbook.", "Give a workbook (.xlsx, .xlsm), or CSV files, one for each list."
    )


def _refused(name: str, rule: str, remedy: str) -> FileRefused:
    return FileRefused(name, [Problem(0, "", "", rule, remedy)])
