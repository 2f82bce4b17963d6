"""Which module of the SEN2 return a file is: by its columns, and where they leave a choice by its name."""

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

SUFFIXES: Final = (".csv", ".txt", ".xml")
_GLANCE: Final = 1 << 14
_COLLECTION: Final = re.compile(r"<\s*(?:\w+:)?Collection\s*>\s*SEN\W*2?\b", re.IGNORECASE)
_PERSON_KEYS: Final = tuple(folded(name) for name in PERSON_KEYS)
_REQUEST_KEYS: Final = tuple(folded(name) for name in REQUEST_KEYS)
_HOME: Final = re.compile(r"\behe|elective|home.?ed", re.IGNORECASE)
"""A list of home education also numbers persons."""
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
    headings that are no column; `person` and `request` the key headings of modules m1 to m5.
    """

    table: TableSchema
    form: Form
    columns: dict[str, str]
    guessed: dict[str, str] = field(default_factory=dict)
    unknown: tuple[str, ...] = ()
    person: str = ""
    request: str = ""


def recognises(path: Path) -> bool:
    """Whether a file, or a file in a folder, is of a SEN2 person-level return. Looks at the beginning; never raises."""
    try:
        if path.is_dir():
            return any(recognises(one) for one in files_in(path))
        return is_xml(path) or (path.suffix.lower() in SUFFIXES and module_of(path) is not None)
    except OSError:
        return False


def files_in(folder: Path) -> list[Path]:
    """The files of a folder and its folders that could be of a return, in order of name."""
    found = (one for one in folder.rglob("*") if one.suffix.lower() in SUFFIXES and not one.name.startswith(("~", ".")))
    return sorted(one for one in found if one.is_file())


def is_xml(path: Path) -> bool:
    """Whether it is the XML of a SEN2 return."""
    if root_name(path) is None:
        return False
    with path.open("rb") as stream:
        start = stream.read(_GLANCE).replace(b"\0", b"").decode("latin-1")
    return bool(_COLLECTION.search(start))


def module_of(path: Path) -> Module | None:
    """The module that a CSV file is, or None."""
    return module(headings_of(path), path.stem)


def module(headings: Sequence[str], stem: str) -> Module | None:
    """The module with these headings; `stem` is the file's name without its ending."""
    names = {folded(heading) for heading in headings}
    person = next((heading for key in _PERSON_KEYS for heading in headings if folded(heading) == key), "")
    request = next((heading for key in _REQUEST_KEYS for heading in headings if folded(heading) == key), "")
    blade = any(f"{table.name}{key}" in names for table in SEN2.tables for key in ("tableid", "orderseqcolumn"))
    if not blade and (not person or any(_HOME.search(heading) for heading in headings)):
        return None
    best, points = None, 0
    for table in SEN2.tables:
        own = _points(table, names, stem)
        if own > points:
            best, points = table, own
    if best is None:
        return None
    keys = {person, request} - {""} if not blade else set()
    found = _matched(best, [heading for heading in headings if heading not in keys])
    if not blade and len(found.columns) <= len(found.unknown):
        return None
    form = Form.BLADE if blade else Form.MODULES
    return Module(best, form, found.columns, found.guessed, found.unknown, *(("", "") if blade else (person, request)))


def _points(table: TableSchema, names: set[str], stem: str) -> int:
    """How well headings fit a table: its own columns count, its keys in COLLECT's form decide, its name helps."""
    own = sum(1 for column in table.columns if not _is_key(column) and names & _spellings(column))
    if not own:
        return 0
    parent = PARENTS.get(table.name)
    keys = 40 * (f"{table.name}orderseqcolumn" in names) + 10 * (parent is not None and f"{parent}tableid" in names)
    called = folded(stem)
    named = any(called.endswith(name) or called.startswith(name) for name in map(folded, (table.name, *table.names)))
    return 2 * (own + keys) + named


def _is_key(column: Column) -> bool:
    return column.name in ("NativeId", "sourceid") or column.name.endswith(("tableid", "orderseqcolumn"))


def _spellings(column: Column) -> set[str]:
    return {folded(name) for name in (column.name, *column.names)}


def _matched(table: TableSchema, headings: Sequence[str]) -> Module:
    """Headings to columns: by name where there is one, then by likeness, each column once."""
    columns: dict[str, str] = {}
    for heading in headings:
        column = table.column(heading)
        if column and column.name not in columns.values():
            columns[heading] = column.name
    guessed: dict[str, str] = {}
    for heading in headings:
        if heading not in columns and table.column(heading) is None:
            like = _like(table, heading, set(columns.values()) | set(guessed.values()))
            if like:
                guessed[heading] = like
    unknown = tuple(heading for heading in headings if heading not in columns and heading not in guessed)
    return Module(table, Form.BLADE, columns | guessed, guessed, unknown)


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
