"""From a file to the texts of its sheets, through the house's readers, with refusals that repeat nothing of it."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from riia.indicators.readers.delimited import DelimitedLimits, open_delimited
from riia.indicators.readers.problems import FileRefused
from riia.indicators.readers.reading import ROW
from riia.indicators.readers.workbook import is_workbook, open_workbook
from riia.indicators.readers.workbook_parts import Limits
from riia.indicators.records.margins import margins_of
from riia.indicators.records.problems import RecordProblem, RecordsRefused

MEGABYTES: Final = 20
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED: Final = "EncryptedPackage".encode("utf-16-le")
_LOOKED_AT: Final = MEGABYTES << 20
_TEXT: Final = DelimitedLimits(size=MEGABYTES << 20, rows=200_000, columns=60, cell=2_000)
_BOOK: Final = Limits(
    packed=MEGABYTES << 20, unpacked=200 << 20, part=150 << 20, parts=400, cells=6_000_000, text=100 << 20
)


@dataclass(frozen=True, slots=True)
class Page:
    """The texts of a sheet or of a CSV file. `name` is the sheet's, "" for CSV; `rows` have their line."""

    name: str
    number: int
    hidden: bool
    headings: tuple[str, ...]
    heading_line: int
    rows: tuple[tuple[int, tuple[str, ...]], ...]
    broken: tuple[int, ...] = ()
    """Lines with formulas that were never counted, or errors."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A file: its pages, the texts beside them with where they stand, and what a file of lists should not have."""

    label: str
    pages: tuple[Page, ...]
    margins: tuple[tuple[str, str], ...]
    strange: tuple[str, ...]


def open_file(path: Path, label: str) -> Opened:
    """Open a CSV file or workbook. `label` is what it is called in messages. Raises RecordsRefused."""
    _refuse_locked(path, label)
    try:
        return _workbook(path, label) if is_workbook(path) else _text(path, label)
    except FileRefused as error:
        raise RecordsRefused(_silent(error, label)) from None


def _refuse_locked(path: Path, label: str) -> None:
    """A workbook with a password is an old kind of file around an encrypted one, and not an old workbook."""
    with path.open("rb") as file:
        held = file.read(_LOOKED_AT)
    if held.startswith(_OLE) and _ENCRYPTED in held:
        rule = "it is protected with a password, so nothing in it can be looked at."
        remedy = "Open it in Excel with its password, remove it (File, Info, Protect Workbook) and save."
        raise RecordsRefused([RecordProblem(label, "", "", rule, remedy)])


def _silent(error: FileRefused, label: str) -> Iterator[RecordProblem]:
    """The problems of a reader without values, headings or names of sheets."""
    for one in error.problems:
        lines = (one.line,) if one.line else ()
        rule = f"it {one.rule}" if one.rule.startswith(("is ", "has ", "holds ", "unpacks ", "reaches ")) else one.rule
        yield RecordProblem(label, "", "", rule, one.remedy, lines)


def _text(path: Path, label: str) -> Opened:
    read = open_delimited(path, name=label, limits=_TEXT)
    # What stands in a line of another number of cells is refused by the reader, so every row has one for each heading.
    rows = tuple((line, tuple(cells)) for *cells, line in read.texts.select(*read.headings, ROW).iter_rows())
    first = min((line for line, _ in rows), default=2) - 1
    headings = tuple(_typed_heading(one, at) for at, one in enumerate(read.headings, start=1))
    return Opened(label, (Page("", 1, False, headings, max(first, 1), rows),), (), ())


def _typed_heading(name: str, at: int) -> str:
    return "" if name == f"column {at}" else name


def _workbook(path: Path, label: str) -> Opened:
    book = open_workbook(path, name=label, limits=_BOOK)
    margins = margins_of(book.parts.raw)
    pages = []
    for number, sheet in enumerate(book.sheets(), start=1):
        table = [
            (line, tuple((cell or "").strip() for cell in cells))
            for *cells, line in sheet.cells.select(*[one for one in sheet.cells.columns if one != ROW], ROW).iter_rows()
        ]
        filled = [(line, cells) for line, cells in table if any(cells)]
        broken = tuple(sorted({cell.row for cell in (*sheet.errors, *sheet.uncounted)}))
        (line, headings), *rows = filled or [(1, ())]
        pages.append(Page(sheet.name, number, sheet.hidden, headings, line, tuple(rows), broken))
    return Opened(label, tuple(pages), margins.texts, margins.strange)
