"""A council's return from a file, whichever way it comes: our workbook, a CSV file, computed figures or JSON.

`read_return` answers what can be read and tells all that is wrong at once, with sheet and cell or line.
Nothing a file or its name says about its kind is believed: what it is follows from its bytes. The only error that it
raises is ReturnRefused, for a file that cannot be read at all.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from riia.indicators.model import Number
from riia.indicators.reference import place
from riia.indicators.returns.entries import shown
from riia.indicators.returns.files_computed import read_figures
from riia.indicators.returns.files_explanations import read_explanations, read_tidy_explanations
from riia.indicators.returns.files_identity import disagreements, identities, outdated, rows_by_whose
from riia.indicators.returns.files_json import figures_grid, identity_in, parsed, read_answers, refuse_others
from riia.indicators.returns.files_nouns import Cause, Grid, Identity, Problem, ReadReturn, ReturnRefused, Way, causes
from riia.indicators.returns.files_tables import Shape, Table, read_rows, table_in
from riia.indicators.returns.files_text import grid_of, text_of
from riia.indicators.returns.files_values import Found
from riia.indicators.returns.nouns import Form, Heading
from riia.indicators.returns.workbook_cells import grids_of
from riia.indicators.returns.workbook_words import RETURN

LARGEST: Final = 10 << 20
_GIVE: Final = "Give the region's workbook (.xlsx), a CSV file or JSON."
_FOREIGN: Final = (
    (b"%PDF", "it is a PDF document.", _GIVE),
    (b"\x1f\x8b", "it is compressed.", "Unpack it, and give the file inside."),
    (b"Rar!", "it is an archive.", "Unpack it, and give the file inside."),
    (b"7z\xbc\xaf", "it is an archive.", "Unpack it, and give the file inside."),
    (b"\x89PNG", "it is a picture.", _GIVE),
    (b"\xff\xd8\xff", "it is a picture.", _GIVE),
)
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PROTECTED: Final = "EncryptedPackage".encode("utf-16-le")
_TOLD: Final = 6
_MOST: Final = 500
_ROWS: Final = 20_000
"""A return has some forty; one file with the return of every council in England has nine thousand."""

__all__ = ["Cause", "Problem", "ReadReturn", "ReturnRefused", "Way", "causes", "read_return"]


def read_return(name: str, data: bytes, form: Form, expected: Heading | None) -> ReadReturn:
    """The return in a file. `expected` says whose it should be; None takes what the file says. Raises ReturnRefused."""
    name = "".join(sign if sign.isprintable() else "?" for sign in name)[:150] or "the file"
    if not data.strip():
        raise ReturnRefused(name, "it is empty.", _GIVE)
    if len(data) > LARGEST:
        raise ReturnRefused(name, f"it is larger than {LARGEST >> 20} MB.", "A return is far smaller: check the file.")
    if data.startswith(b"PK"):
        return _of_workbook(name, data, form, expected)
    _refuse_foreign(name, data)
    text, notes = text_of(name, data)
    head = text.lstrip()[:200].lower()
    if head.startswith(("{", "[")):
        return _of_json(name, parsed(name, text), form, expected, notes)
    if head.startswith("<"):
        raise ReturnRefused(name, "it is a web page or XML.", _GIVE)
    grid = grid_of(name, text)
    table = table_in(grid)
    if table is None:
        rule = "no line has the headings of a return."
        raise ReturnRefused(name, rule, "Head the columns item, measure, value; or item, number, rate, percent.")
    return _of_table(name, [grid], table, form, expected, notes)


def _refuse_foreign(name: str, data: bytes) -> None:
    for magic, rule, remedy in _FOREIGN:
        if data.startswith(magic):
            raise ReturnRefused(name, rule, remedy)
    if data.startswith(_OLE):
        if _PROTECTED in data:
            remedy = "Open it in Excel with its password, remove it (File, Info, Protect Workbook) and save."
            raise ReturnRefused(name, "it is protected with a password, so nothing in it can be read.", remedy)
        remedy = "Open it in Excel, save it as an Excel workbook (.xlsx) and try again."
        raise ReturnRefused(name, "it is an Excel 97-2003 file (.xls).", remedy)


def _of_workbook(name: str, data: bytes, form: Form, expected: Heading | None) -> ReadReturn:
    grids, notes = grids_of(name, data)
    tables = [table for grid in grids if (table := table_in(grid)) is not None]
    filled = [table for table in tables if table.shape is not Shape.WIDE or table.below]
    if not filled:
        sheets = ", ".join(shown(grid.sheet) for grid in grids[:_TOLD])
        rule = f"no sheet has the headings of a return (sheets: {sheets or 'none'})."
        raise ReturnRefused(name, rule, f"The sheet {RETURN} has the headings Item, What is counted and Number.")
    chosen = _chosen(name, filled)
    read = _of_table(name, grids, chosen, form, expected, notes)
    others = [one.grid.sheet for one in filled if one is not chosen]
    if not others:
        return read
    rule = f"The sheet {shown(chosen.grid.sheet)} was read, and not {', '.join(map(shown, others[:_TOLD]))}."
    note = Problem("FILE-SHEETS", "", rule, "Delete sheets that are copies.", weight=None)
    return replace(read, notes=(*read.notes, note))


def _chosen(name: str, tables: Sequence[Table]) -> Table:
    """The one sheet that is the return: by its name, or the only one, or the only one that can be seen."""
    if len(tables) == 1:
        return tables[0]
    ours, computed = (
        [one for one in tables if one.grid.sheet.strip().casefold() == sheet]
        for sheet in (RETURN.casefold(), "figures")
    )
    seen = [one for one in tables if not one.grid.is_hidden]
    for some in (ours, computed, seen):
        if len(some) == 1:
            return some[0]
    sheets = " and ".join(shown(one.grid.sheet) for one in tables[:_TOLD])
    rule = f"several sheets look like the return: {sheets}."
    raise ReturnRefused(name, rule, "Keep one of them and delete the others.")


def _of_table(
    name: str, grids: Sequence[Grid], table: Table, form: Form, expected: Heading | None, notes: Sequence[Problem]
) -> ReadReturn:
    way = Way.COMPUTED if table.shape is Shape.COMPUTED else Way.TEMPLATE if table.is_template else Way.TABLE
    if len(table.grid.rows) > _ROWS:
        raise ReturnRefused(name, f"it has more than {_ROWS:,} rows.", "Give the rows of one council and period.")
    head = identities(grids, table)
    whose, problems = rows_by_whose(table)
    mine = [one for one in whose if expected is None or one.fits(expected)]
    others = [one for one in whose if one not in mine]
    if expected is None and len(whose) > 1:
        rule = f"it holds {len(whose)} different councils or periods."
        raise ReturnRefused(name, rule, "Give a file of one council and period.")
    said = [*head, *(one.identity for one in (mine or others))]
    wrong = disagreements(said, expected, form)
    if wrong:
        return ReadReturn(name, way, _heading(said, form), {}, {}, problems=tuple(wrong), facts=_facts(said))
    found = Found(form, notes=list(notes), problems=[*problems, *outdated(said, form)])
    found.population = next((one.population for one in said if isinstance(one.population, Number)), found.population)
    if others:
        rule = "other councils or periods in the file were left out."
        found.note("FILE-OTHERS", others[0].identity.where, f"{len(others)} {rule}")
    _refuse_two_columns(name, table)
    rows = tuple(sorted(row for one in mine for row in one.rows))
    if table.shape is Shape.COMPUTED:
        read_figures(table, rows, form, found)
    else:
        read_rows(table, rows, form, found)
        if table.shape is Shape.TIDY:
            read_tidy_explanations(table, rows, form, found)
    for grid in grids:
        if grid is not table.grid:
            read_explanations(grid, form, found)
    return _finished(name, way, said, found, expected)


_SHAPING: Final = ("place", "period", "form", "measure", "check", "variant", "symbol", "coverage")
"""Columns that say what a row is about, so that two that differ cannot be read at all."""


def _refuse_two_columns(name: str, table: Table) -> None:
    for column in table.others:
        names = _SHAPING if table.shape is not Shape.COMPUTED else (column,)
        if column in names and (where := next(filter(None, (table.differs(row, column) for row in table.below)), "")):
            rule = f"two columns are headed {shown(table.heading(column))}, and differ in {where}."
            raise ReturnRefused(name, rule, "Delete one of them, or head it otherwise.")


def _of_json(name: str, content: Any, form: Form, expected: Heading | None, notes: Sequence[Problem]) -> ReadReturn:
    if isinstance(content, list):
        grid = figures_grid(name, content)
        table = table_in(grid)
        if table is None:
            raise ReturnRefused(name, "it is a list of something else than figures.", _GIVE)
        return _of_table(name, [grid], table, form, expected, notes)
    if not isinstance(content, Mapping):
        raise ReturnRefused(name, "it is JSON without answers.", _GIVE)
    refuse_others(name, content)
    said = [identity_in(content)]
    wrong = disagreements(said, expected, form)
    if wrong:
        return ReadReturn(name, Way.JSON, _heading(said, form), {}, {}, problems=tuple(wrong), facts=_facts(said))
    found = Found(form, said[0].population, notes=list(notes))
    read_answers(content, found)
    return _finished(name, Way.JSON, said, found, expected)


def _finished(name: str, way: Way, said: Sequence[Identity], found: Found, expected: Heading | None) -> ReadReturn:
    """The reading, with what the file does not have."""
    found.finish()
    heading = _heading(said, found.form)
    if expected is not None and heading is None:
        rule = "The file does not say which council and period it is for."
        remedy = f"It was read as the return of {expected.place_name}, {expected.period.label}."
        found.note("FILE-UNSIGNED", "", rule, remedy)
    missing = tuple(cell for cell in found.form.cells if cell not in found.typed)
    lacking = [item for item in found.form.items if all(cell in missing for cell in item.cells)]
    if lacking:
        told = ", ".join(f"{item.label} {item.title}" for item in lacking[:_TOLD])
        more = f" and {len(lacking) - _TOLD} more" if len(lacking) > _TOLD else ""
        found.note("FILE-MISSING", "", f"The file has nothing for {told}{more}.", "These items stay as they are.")
    problems, notes = _some(found.problems), _some(found.notes)
    return ReadReturn(
        name, way, heading, found.answers, found.typed, found.explanations, problems, notes, missing, found.places,
        _facts(said), found.unread,
    )  # fmt: skip


def _some(problems: Sequence[Problem]) -> tuple[Problem, ...]:
    """As many as anybody can read; that there are more is told."""
    if len(problems) <= _MOST:
        return tuple(problems)
    more = Problem("FILE-MORE", "", f"There are {len(problems) - _MOST:,} more.", "Mend these and try again.")
    return (*problems[:_MOST], replace(more, weight=problems[-1].weight))


def _heading(said: Sequence[Identity], form: Form) -> Heading | None:
    """What the file says of itself, where it says both council and period."""
    code = next((one.place for one in said if one.place is not None), None)
    period = next((one.period for one in said if one.period is not None), None)
    if code is None or period is None:
        return None
    key = next((one.form for one in said if one.form), form.key)
    return Heading(code, place(code).name, period, key)


def _facts(said: Sequence[Identity]) -> dict[str, str]:
    """What is told of the file for the record."""
    return next(({"form fingerprint": one.fingerprint} for one in said if one.fingerprint), {})
