"""A table's file as rows of text: CSV, or a sheet of a workbook with titles above and notes below."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

from riia.commands.refusals import Refused

_LINE: Final = "_row"
_FEWEST: Final = 2
"""A row of headings has so many cells at least; what has fewer is a title or a note."""


def records(path: Path, sheet: str | None) -> tuple[tuple[str, ...], list[dict[str, Any]]]:
    """Headings and rows; each row has the line it stands on as "_row". Raises Refused naming the file and the place."""
    from riia.indicators.readers.problems import FileRefused
    from riia.indicators.readers.workbook import is_workbook

    try:
        headings, rows = _sheet(path, sheet) if is_workbook(path) else _delimited(path, sheet)
    except FileRefused as error:
        raise Refused(str(error)) from None
    except OSError as error:
        raise Refused(f"{path} cannot be read: {error.strerror or error}. Check the path.") from None
    twice = next((name for at, name in enumerate(headings) if name in headings[:at]), None)
    if twice is not None:
        raise Refused(f"{path.name} has the column {twice!r} twice. Give each column a name of its own.")
    if not rows:
        raise Refused(f"{path.name} has headings and no rows below them.")
    return (*headings, _LINE), rows


def _delimited(path: Path, sheet: str | None) -> tuple[tuple[str, ...], list[dict[str, Any]]]:
    from riia.indicators.readers.delimited import open_delimited

    if sheet is not None:
        raise Refused(f"{path.name} is no workbook and has no sheets. Leave --sheet out.")
    read = open_delimited(path)
    return read.headings, [{name: _text(cell) for name, cell in row.items()} for row in read.texts.to_dicts()]


def _sheet(path: Path, sheet: str | None) -> tuple[tuple[str, ...], list[dict[str, Any]]]:
    from riia.indicators.readers.workbook import open_workbook

    book = open_workbook(path)
    if sheet is not None and sheet not in book.sheet_names:
        raise Refused(f"{path.name} has no sheet {sheet!r}. Its sheets are: {', '.join(book.sheet_names)}.")
    found = next(one for one in book.sheets() if one.name == (sheet or book.sheet_names[0]))
    columns = [name for name in found.cells.columns if name != _LINE]
    lines = found.cells.to_dicts()
    top = next((at for at, row in enumerate(lines) if _filled(row, columns) >= _FEWEST), None)
    if top is None:
        raise Refused(f"{path.name}, sheet {found.name!r} has no headings. Name the sheet with the table: --sheet.")
    if found.errors or found.uncounted:
        cell = (*found.errors, *found.uncounted)[0]
        raise Refused(
            f"{path.name}, sheet {found.name!r}, row {cell.row} has a cell without a value "
            f"({cell.text or 'a formula'}). Open it in Excel, let it calculate, save it, and try again."
        )
    names = {column: _text(lines[top][column]) for column in columns}
    names = {column: name or f"column {at}" for at, (column, name) in enumerate(names.items(), start=1)}
    below = [row for row in lines[top + 1 :] if _filled(row, columns) >= _FEWEST]
    used = [column for column in columns if _text(lines[top][column]) or any(_text(row[column]) for row in below)]
    rows = [{**{names[column]: _text(row[column]) for column in used}, _LINE: row[_LINE]} for row in below]
    return tuple(names[column] for column in used), rows


def _filled(row: dict[str, Any], columns: list[str]) -> int:
    return sum(bool(_text(row[column])) for column in columns)


def _text(cell: Any) -> Any:
    return "" if cell is None else cell.strip() if isinstance(cell, str) else cell
