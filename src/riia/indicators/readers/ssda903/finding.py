"""Which files of a folder belong to the return, which table each is, and which year its name says."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from riia.indicators.tables.schema import TableSchema, folded
from riia.indicators.tables.ssda903 import SSDA903

_KINDS: Final = (".csv", ".txt", ".tsv", ".xml")
_DEEPEST: Final = 3
_MOST: Final = 2_000
_EVERYWHERE: Final = ("CHILD", "DOB", "SEX")
"""Columns that several tables have, and so tell none of them."""
_TWO_YEARS: Final = re.compile(r"(?<!\d)(20\d\d)[-_/ ]?(?:to[-_ ]?)?(?:20)?(\d\d)(?!\d)")
_YEAR: Final = re.compile(r"(?<!\d)(20\d\d)(?!\d)")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A file that may belong to the return.

    `name` is how it is called everywhere: its path from the folder that was given. `given`: it was given itself, not
    found in a folder. `label` is the year its name or its folder's says; `folder` keeps the files of a year together.
    """

    path: Path
    name: str
    given: bool
    label: int | None
    folder: str

    @property
    def is_xml(self) -> bool:
        """Whether its name says so."""
        return self.path.suffix.lower() == ".xml"


def files_below(paths: Iterable[Path]) -> list[Candidate]:
    """The files given, and those in the folders given, in a fixed order. A path that is neither is kept, to be told."""
    found: dict[Path, Candidate] = {}
    for path in paths:
        if not path.is_dir():
            folder = str(path.parent)
            found.setdefault(path, Candidate(path, path.name, True, year_in(path.stem), folder))
            continue
        inside = sorted(one for one in path.rglob("*") if _may_be(one, path))
        for one in inside[:_MOST]:
            below = one.relative_to(path)
            above = [*reversed(below.parent.parts), path.resolve().name]
            label = next((year for text in (one.stem, *above) if (year := year_in(text))), None)
            found.setdefault(one, Candidate(one, below.as_posix(), False, label, str(one.parent)))
    return _named_apart(found.values())


def _may_be(path: Path, root: Path) -> bool:
    below = path.relative_to(root)
    hidden = any(part.startswith((".", "~$")) for part in below.parts)
    return path.suffix.lower() in _KINDS and not hidden and len(below.parts) <= _DEEPEST and path.is_file()


def _named_apart(candidates: Iterable[Candidate]) -> list[Candidate]:
    """Files of one name from different folders get their folder in front, then a number."""
    every = list(candidates)
    names = [one.name for one in every]
    apart: list[Candidate] = []
    taken: set[str] = set()
    for one in every:
        name = one.name if names.count(one.name) == 1 else f"{one.path.resolve().parent.name}/{one.path.name}"
        unique, number = name, 2
        while unique in taken:
            unique, number = f"{name} ({number})", number + 1
        taken.add(unique)
        apart.append(Candidate(one.path, unique, one.given, one.label, one.folder))
    return apart


def year_in(text: str) -> int | None:
    """The year ending 31 March that a name says: 2023 of "2023", "2022-23", "202223"; None for two years or none."""
    ends = {int(first) + 1 for first, last in _TWO_YEARS.findall(text) if (int(first) + 1) % 100 == int(last)}
    if len(ends) == 1:
        return ends.pop()
    years = {int(year) for year in _YEAR.findall(text)}
    return years.pop() if len(years) == 1 and not ends else None


def recognised_table(path: Path, headings: Sequence[str]) -> TableSchema | None:
    """The table whose own columns a file has: half of them, or any when the file's name says so too."""
    best: tuple[float, TableSchema] | None = None
    for table in SSDA903.tables:
        named = {column.name for heading in headings if (column := table.column(heading))}
        own = {column.name for column in table.columns} - set(_EVERYWHERE)
        share = len(own & named) / len(own)
        if "CHILD" in named and (share >= 0.5 or (share > 0 and says(path, table))) and share > (best or (0.0,))[0]:
            best = (share, table)
    return best[1] if best else None


def says(path: Path, table: TableSchema) -> bool:
    """Whether the name of a file is that of the table, after a year or the name of the return if need be."""
    stem = folded(path.stem)
    return any(stem.endswith(folded(name)) for name in (table.name, *table.names))
