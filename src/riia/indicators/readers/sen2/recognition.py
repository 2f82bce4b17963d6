"""Which module of the SEN2 return a table is: by its columns, and where they leave a choice by its name."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from enum import StrEnum
from pathlib import Path
from typing import Final

from riia.indicators.readers.delimited import headings as headings_of
from riia.indicators.readers.xml_rows import root_name
from riia.indicators.tables.schema import Column, TableSchema, folded
from riia.indicators.tables.sen2 import PARENTS, PERSON_KEYS, REQUEST_KEYS, SEN2

SUFFIXES: Final = (".csv", ".txt", ".xml", ".xlsx", ".xlsm")
OTHER_SUFFIXES: Final = (".tsv", ".xls", "")
"""Endings of files that are looked at too, but of which nothing is said when they are something else."""
_GLANCE: Final = 1 << 14
_COLLECTION: Final = re.compile(r"<\s*(?:\w+:)?Collection\s*>\s*SEN\W*2?\b", re.IGNORECASE)
_PERSON_KEYS: Final = tuple(folded(name) for name in PERSON_KEYS)
_CHILD_KEYS: Final = ("childid",)
"""Keys of tools that make tables of the XML; a column of other lists too, and so not enough alone."""
_REQUEST_KEYS: Final = tuple(folded(name) for name in REQUEST_KEYS)
_HOME: Final = re.compile(r"(?<![a-z])ehe|elective|home.?ed", re.IGNORECASE)
"""A list of home education also numbers persons."""
_SPELL: Final = re.compile(r"\b(date|start|started|end|ended|from|closed|ceased)\b", re.IGNORECASE)
"""A heading of a list of something that begins and ends, which is not module 1."""
_ORDERS: Final = frozenset(f"{table.name}orderseqcolumn" for table in SEN2.tables)
_COLLECT: Final = frozenset({"nativeid", "sourceid"}) | _ORDERS
"""Columns that only COLLECT gives. The numbering of a table is of the return that has the table."""
_ASIDE: Final = re.compile(r"\([^()]*\)")
_NOTHING: Final = frozenset({"recordtype", "la"})
"""What the Department's template has in front of each table, and of which nothing need be said."""
_HEADER_COLUMNS: Final = 4
"""So many columns of the description of a return must be there for a table to be one."""
_ALIKE: Final = 0.9
_CLEARLY: Final = 0.04
"""How alike a heading must be to a name that it is not, and how much more so than to the next."""


class Form(StrEnum):
    """How a council holds its return."""

    BLADE = "COLLECT's CSV for each module"
    MODULES = "modules m1 to m5"
    XML = "XML"


@dataclass(frozen=True, slots=True)
class Module:
    """What a CSV file is: its table and form, and which heading is which column.

    `columns` is from heading to official name; `guessed` those of them that are only like a name; `unknown` the
    headings that are no column; `person` and `request` the key headings of modules m1 to m5. `either`: it could just as
    well be joined as COLLECT's CSV is.
    """

    table: TableSchema
    form: Form
    columns: dict[str, str]
    guessed: dict[str, str] = field(default_factory=dict)
    unknown: tuple[str, ...] = ()
    person: str = ""
    request: str = ""
    either: bool = False


def is_xml(path: Path) -> bool:
    """Whether it is the XML of a SEN2 return."""
    if root_name(path) is None:
        return False
    with path.open("rb") as stream:
        start = stream.read(_GLANCE).replace(b"\0", b"").decode("latin-1")
    return bool(_COLLECTION.search(start))


def module_of(path: Path) -> Module | None:
    """The module that a text file is, or None."""
    return module(headings_of(path), path.stem)


def module(headings: Sequence[str], stem: str) -> Module | None:
    """The module with these headings; `stem` is the file's name without its ending, or the table's title."""
    names = {name for heading in headings for name in _folded(heading)}
    numbered = {table.name for table in SEN2.tables if f"{table.name}tableid" in names}
    collect = bool(names & _COLLECT) and bool(numbered or names & _ORDERS)
    # Systems that prepare the return take COLLECT's names and number nothing but persons and requests.
    loose = not collect and (numbered == {"person", "requests"} or numbered == {"person"})
    blade = collect or (bool(numbered) and not loose)
    if not blade and not loose and any(_HOME.search(text) for text in (*headings, stem)):
        return None
    person = _key(headings, ("persontableid",) if loose else _PERSON_KEYS)
    request = _key(headings, ("requeststableid",) if loose else _REQUEST_KEYS)
    if not blade and not person and (request or "personbirthdate" in names):
        person = _key(headings, _CHILD_KEYS)
    if not blade and not person:
        return _header(headings, names)
    best = max(SEN2.tables, key=lambda table: _points(table, names, stem, blade=blade))
    if not _points(best, names, stem, blade=blade):
        return None
    keys = {person, request} - {""} if not blade else set()
    found = _matched(best, headings, keys)
    foreign = [heading for heading in found.unknown if not _is_of_another(heading)]
    if not blade and (len(found.columns) <= len(foreign) or (best.name == "person" and _is_spell(found))):
        return None
    form = Form.BLADE if blade else Form.MODULES
    either = loose and best.name in ("person", "requests")
    person, request = ("", "") if blade else (person, request)
    return Module(best, form, found.columns, found.guessed, found.unknown, person, request, either)


def _folded(heading: str) -> tuple[str, str]:
    """A heading, and the same without what stands in brackets: the Department's template explains itself there."""
    return folded(heading), folded(_ASIDE.sub(" ", heading))


def _key(headings: Sequence[str], names: Sequence[str]) -> str:
    return next((heading for key in names for heading in headings if key in _folded(heading)), "")


def _is_of_another(heading: str) -> bool:
    """Whether a heading is a column of some table: tools write a plan and its settings in one row."""
    return any(_column(table, heading) for table in SEN2.tables)


def _header(headings: Sequence[str], names: set[str]) -> Module | None:
    """The description of the return, which belongs to no person."""
    table = SEN2["sen2"]
    own = sum(1 for column in table.columns if not _is_key(column) and names & _spellings(column))
    if own < _HEADER_COLUMNS or not names & _spellings(table.by_name["collection"]):
        return None
    found = _matched(table, headings, set())
    return Module(table, Form.MODULES, found.columns, found.guessed, found.unknown)


def _is_spell(found: Module) -> bool:
    return any(_SPELL.search(heading) for heading in found.unknown)


def _points(table: TableSchema, names: set[str], stem: str, *, blade: bool) -> int:
    """How well headings fit a table: its own columns count, its keys in COLLECT's form decide, its name helps."""
    own = sum(1 for column in table.columns if not _is_key(column) and names & _spellings(column))
    if not own:
        return 0
    parent = PARENTS.get(table.name)
    keys = 0
    if blade:
        keys = 40 * (f"{table.name}orderseqcolumn" in names) + 10 * (parent is not None and f"{parent}tableid" in names)
    called = folded(stem)
    named = any(called.endswith(name) or called.startswith(name) for name in map(folded, (table.name, *table.names)))
    deciding = not blade and table.name == "activeplans" and bool(names & _spellings(table.by_name["transferla"]))
    return 2 * (own + keys) + named + 40 * deciding


def _is_key(column: Column) -> bool:
    return column.name in ("NativeId", "sourceid") or column.name.endswith(("tableid", "orderseqcolumn"))


def _spellings(column: Column) -> set[str]:
    return {folded(name) for name in (column.name, *column.names)}


def _matched(table: TableSchema, headings: Sequence[str], keys: set[str]) -> Module:
    """Headings to columns: by name where there is one, then by likeness, each column once. `keys` need be none."""
    columns: dict[str, str] = {}
    for heading in headings:
        column = _column(table, heading)
        if column and column.name not in columns.values():
            columns[heading] = column.name
    guessed: dict[str, str] = {}
    for heading in headings:
        if heading not in columns and heading not in keys and _column(table, heading) is None:
            like = _like(table, heading, set(columns.values()) | set(guessed.values()))
            if like:
                guessed[heading] = like
    known = {*columns, *guessed, *keys}
    unknown = (heading for heading in headings if heading not in known and not set(_folded(heading)) & _NOTHING)
    return Module(table, Form.BLADE, columns | guessed, guessed, tuple(unknown))


def _column(table: TableSchema, heading: str) -> Column | None:
    return table.column(heading) or table.column(_ASIDE.sub(" ", heading))


def _like(table: TableSchema, heading: str, taken: set[str]) -> str:
    """The column whose name a heading is clearly a slip of, or ""."""
    text = folded(heading)
    scores = sorted(
        (
            max(SequenceMatcher(None, text, name).ratio() for name in _spellings(column)),
            column.name,
        )
        for column in table.columns
        if not _is_key(column) and len(text) > 6
    )
    if len(scores) < 2 or scores[-1][0] < _ALIKE or scores[-1][0] - scores[-2][0] < _CLEARLY:
        return ""
    name = scores[-1][1]
    dated = any("date" in spelling for spelling in _spellings(table.by_name[name]))
    return name if name not in taken and ("date" not in text or dated) else ""
