"""A table's file as rows of text: CSV, or a sheet of a workbook, with titles above and notes below."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from riia.commands.page_edges import filled, heading_test, is_value, notes_below
from riia.commands.refusals import Refused

if TYPE_CHECKING:
    from riia.commands.cell_formats import Format
    from riia.indicators.readers.workbook import Sheet, Workbook

LINE: Final = "_row"
"""The column with the line of the file that a row stands on."""
_FEWEST: Final = 2
_TOLD: Final = 3
_LONGEST: Final = 60
_MIDNIGHT: Final = " 00:00:00"


@dataclass(frozen=True)
class Records:
    """Headings and rows; each row has the line it stands on as "_row".

    `above` are the titles, `below` the notes with their lines, `percent` the columns that a sheet shows as per cent.
    `told` is what whoever gave the file should know.
    """

    headings: tuple[str, ...]
    rows: list[dict[str, Any]]
    above: tuple[str, ...] = ()
    below: tuple[tuple[int, str], ...] = ()
    told: tuple[str, ...] = ()
    percent: frozenset[str] = frozenset()

    @property
    def names(self) -> tuple[str, ...]:
        """The headings of the file's own columns."""
        return tuple(name for name in self.headings if name != LINE)


class Shown(str):
    """A number as a sheet shows it, which holds another one: "12" for 12.4."""

    __slots__ = ("held",)
    held: str

    @classmethod
    def of(cls, shown: str, held: str) -> str:
        """The text; a plain one where both are the same number."""
        if shown == held:
            return shown
        out = cls(shown)
        out.held = held
        return out


def records(path: Path, sheet: str | None, *, as_held: bool = False, blanks_mean: bool = False) -> Records:
    """What stands in the file. Raises Refused naming the file and the place.

    Numbers of a workbook are read as its sheet shows them, or `as_held` in the file. `blanks_mean`: a row may be blank
    but for its label.
    """
    from riia.indicators.readers.problems import FileRefused
    from riia.indicators.readers.workbook import is_workbook

    if path.is_dir():
        raise Refused(f"{path} is a folder. Name the file with the table.")
    try:
        if is_workbook(path):
            found = _sheet(path, sheet, as_held=as_held, blanks_mean=blanks_mean)
        else:
            found = _delimited(path, sheet, blanks_mean=blanks_mean)
    except FileRefused as error:
        raise Refused(str(error)) from None
    except OSError as error:
        raise Refused(f"{path} cannot be read: {error.strerror or error}. Check the path.") from None
    twice = next((name for at, name in enumerate(found.headings) if name in found.headings[:at]), None)
    if twice is not None:
        raise Refused(f"{path.name} has the column {twice!r} twice. Give each column a name of its own.")
    if not found.rows:
        raise Refused(f"{path.name} has headings and no rows below them.")
    if len(found.names) < _FEWEST:
        raise Refused(f"{path.name} has one column only. A table has a column of labels and one of counts at least.")
    if not blanks_mean:
        _refuse_bare_labels(path, found)
    _refuse_second_table(path, found)
    return found


def _delimited(path: Path, sheet: str | None, *, blanks_mean: bool) -> Records:
    from riia.indicators.readers.delimited import open_delimited

    if sheet is not None:
        raise Refused(f"{path.name} is no workbook and has no sheets. Leave --sheet out.")
    notes = partial(notes_below, blanks_mean=blanks_mean)
    read = open_delimited(path, is_heading=heading_test(path), notes_below=notes)
    rows = [{name: _text(cell) for name, cell in row.items()} for row in read.texts.to_dicts()]
    told = _edges(path.name, read.titles, read.notes)
    return Records((*read.headings, LINE), rows, read.titles, read.notes, told)


def _sheet(path: Path, name: str | None, *, as_held: bool, blanks_mean: bool) -> Records:
    from riia.commands.cell_formats import formats_of
    from riia.indicators.readers.workbook import open_workbook

    book = open_workbook(path)
    found, told = _chosen(path, book, name)
    columns = [column for column in found.cells.columns if column != LINE]
    lines = _lines(found, columns, formats_of(book, found.name), as_held=as_held)
    top = next((at for at, (_, cells) in enumerate(lines) if filled(cells) >= _FEWEST), None)
    if top is None:
        raise Refused(
            f"{path.name}, sheet {found.name!r} has no headings. Name the sheet with the table: --sheet. Its sheets "
            f"are: {', '.join(book.sheet_names)}."
        )
    above = tuple(text for _, cells in lines[:top] if (text := " ".join(filter(None, cells))))
    body = [line for line in lines[top + 1 :] if filled(line[1])]
    count = notes_below(body, len(columns), blanks_mean=blanks_mean)
    body, below = body[: len(body) - count], body[len(body) - count :]
    headings = [cell.removesuffix(_MIDNIGHT) or f"column {at}" for at, cell in enumerate(lines[top][1], start=1)]
    _refuse_two_headings(path, found.name, lines[top], body)
    used = [at for at in range(len(columns)) if lines[top][1][at] or any(cells[at] for _, cells in body)]
    _refuse_unread(path, found, {line for line, _ in body}, used)
    rows: list[dict[str, Any]] = [{**{headings[at]: cells[at] for at in used}, LINE: line} for line, cells in body]
    notes = tuple((line, ", ".join(filter(None, cells))) for line, cells in below)
    told += _edges(path.name, above, notes)
    percent = frozenset(headings[at] for at in used if any(cells[at].endswith("%") for _, cells in body))
    return Records((*(headings[at] for at in used), LINE), rows, above, notes, told, percent)


def _chosen(path: Path, book: Workbook, name: str | None) -> tuple[Sheet, tuple[str, ...]]:
    """The sheet that is asked for, or the first that can be seen; and what to say of that."""
    if name is not None and name not in book.sheet_names:
        near = [one for one in book.sheet_names if one.strip().casefold() == name.strip().casefold()]
        if not near:
            raise Refused(f"{path.name} has no sheet {name!r}. Its sheets are: {', '.join(book.sheet_names)}.")
        name = near[0]
    sheets = list(book.sheets()) if name is None else [one for one in book.sheets() if one.name == name]
    chosen = next((one for one in sheets if not one.hidden), sheets[0])
    others = [one.name for one in sheets if one is not chosen and one.cells.height]
    if not others:
        return chosen, ()
    return chosen, (f"{path.name}: the sheet {chosen.name!r} is read; for another say --sheet: {', '.join(others)}",)


def _lines(
    found: Sheet, columns: Sequence[str], formats: Mapping[tuple[int, int], Format], *, as_held: bool
) -> list[tuple[int, list[str]]]:
    """Every line of a sheet with its number: texts, and numbers as they are shown or held."""
    from riia.commands.cell_formats import plain

    out: list[tuple[int, list[str]]] = []
    for row in found.cells.to_dicts():
        line = int(row[LINE])
        cells: list[str] = []
        for at, column in enumerate(columns):
            text = _text(row[column])
            known = formats.get((line, at))
            if known is None or not text:
                cells.append(plain(text))
            else:
                cells.append(known.held(text) if as_held else Shown.of(known.shown(text), known.held(text)))
        out.append((line, cells))
    return out


def _refuse_two_headings(
    path: Path, sheet: str, heading: tuple[int, Sequence[str]], body: Sequence[tuple[int, Sequence[str]]]
) -> None:
    """A heading over several columns, with a line of headings of its own below it."""
    if not body or filled(heading[1]) == len(heading[1]):
        return
    line, cells = body[0]
    if filled(cells) >= _FEWEST and not any(map(is_value, cells)) and line == heading[0] + 1:
        raise Refused(
            f"{path.name}, sheet {sheet!r} has two rows of headings, {heading[0]} and {line}. Join them into one, such "
            'as "boys under 5", so that each column has its own.'
        )


def _refuse_unread(path: Path, found: Sheet, lines: set[int], used: Sequence[int]) -> None:
    for cell in (*found.errors, *found.uncounted):
        if cell.row in lines and cell.column in used:
            raise Refused(
                f"{path.name}, sheet {found.name!r}, row {cell.row} has a cell without a value "
                f"({cell.text or 'a formula'}). Open it in Excel, let it calculate, save it, and try again."
            )


def _refuse_bare_labels(path: Path, found: Records) -> None:
    """A line with a label and nothing else among the rows may be a heading, a note, or a row whose counts are gone."""
    for row in found.rows:
        texts = [cell for name in found.names if (cell := row[name])]
        if len(texts) == 1 and not is_value(texts[0]) and len(found.rows) > 1:
            raise Refused(
                f"{path.name}: Line {row[LINE]} has {_short(texts[0])} and nothing else, and could be a heading, a "
                "note or a row. A heading between rows belongs into a column of its own; a note below the rows, under "
                "a blank line; of a row, say what its blanks mean: --blank."
            )


def _refuse_second_table(path: Path, found: Records) -> None:
    for row in found.rows:
        if sum(row[name].casefold() == name.casefold() for name in found.names) >= _FEWEST:
            raise Refused(f"{path.name}: Line {row[LINE]} has the headings again. Give each table a file of its own.")


def _edges(name: str, above: Sequence[str], below: Sequence[tuple[int, str]]) -> tuple[str, ...]:
    """What was not read as data, in words."""
    told = []
    if above:
        told.append(f"{name}: above the headings, not read as data: {_some(above)}")
    if below:
        lines = f"line {below[0][0]}" if len(below) == 1 else f"lines {below[0][0]} to {below[-1][0]}"
        told.append(f"{name}: below the rows ({lines}), not read as data: {_some([text for _, text in below])}")
    return tuple(told)


def _some(texts: Sequence[str]) -> str:
    more = f" and {len(texts) - _TOLD} more" if len(texts) > _TOLD else ""
    return "; ".join(map(_short, texts[:_TOLD])) + more


def _short(text: str) -> str:
    return repr(text if len(text) <= _LONGEST else f"{text[:_LONGEST]}...")


def _text(cell: Any) -> str:
    return "" if cell is None else str(cell).strip().removesuffix(_MIDNIGHT)
