"""Whether a file is about home education: by its headings, the titles above them, its sheets and its own name."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from riia.indicators.readers.ehe.forms import form
from riia.indicators.readers.ehe.headings import ABOUT, register
from riia.indicators.readers.ehe.recognition import HEADING_WITHIN, files_in, first_lines, totals
from riia.indicators.readers.problems import FileRefused
from riia.indicators.readers.workbook import is_workbook, open_workbook

_MANY_SHEETS: Final = 8
_TITLE_CELLS: Final = 2


def recognises(path: Path) -> bool:
    """Whether a file, or a file in a folder, is about home education. Looks at its headings; never raises."""
    try:
        if path.is_dir():
            return any(recognises(one) for one in files_in(path))
        if not path.is_file():
            return False
        named = bool(ABOUT.search(path.stem))
        return any(_speaks(rows, named=named or titled) for rows, titled in _tables(path))
    except (OSError, FileRefused):
        return False


def _tables(path: Path) -> Iterator[tuple[list[tuple[str, ...]], bool]]:
    """The first lines of a text, or the first rows of each sheet of a small workbook, and whether its name tells."""
    if not is_workbook(path):
        yield first_lines(path), False
        return
    book = open_workbook(path)
    if len(book.sheet_names) > _MANY_SHEETS:
        return
    for sheet in book.sheets():
        top = sheet.cells.drop("_row").head(HEADING_WITHIN)
        rows = [tuple(" ".join(str(cell or "").split()) for cell in row) for row in top.iter_rows()]
        yield rows, bool(ABOUT.search(sheet.name))


def _speaks(rows: Sequence[tuple[str, ...]], *, named: bool) -> bool:
    """Whether a row is a heading of ours that something says to be about home education, or the rows are a form."""
    for row in rows:
        if _is_about(row, named=named):
            return True
        filled = [cell for cell in row if cell]
        named = named or (len(filled) <= _TITLE_CELLS and any(ABOUT.search(cell) for cell in filled))
    return form(enumerate(rows, start=1)) is not None


def _is_about(headings: Sequence[str], *, named: bool) -> bool:
    if totals(headings) is not None:
        return named or any(ABOUT.search(heading) for heading in headings)
    try:
        found = register(headings, "")
    except FileRefused:
        return named
    return found is not None and (named or any(ABOUT.search(heading) for heading in headings))
