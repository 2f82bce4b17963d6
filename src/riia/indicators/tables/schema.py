"""How a file that councils already hold is laid out: its tables, their columns, and how these changed over the years.

A `Collection` is a return such as the CIN census. Its tables are written once, as they are in the newest year; a column
that began, ended or was renamed says so itself (`since`, `until`, `names`), so `for_year` gives any year's layout and
the differences between years can be read off one page.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property


class Kind(StrEnum):
    """What a column holds, and so what becomes of its text."""

    ID = "identifier"  # kept as text, spaces around it removed
    TEXT = "text"
    DATE = "date"
    CODE = "code"  # one of `codes`; another value is kept as it is and reported
    WHOLE = "whole number"
    NUMBER = "number"
    FLAG = "yes or no"


@dataclass(frozen=True)
class Column:
    """One column. `name` is the official field name; `names` are other names and spellings it has had.

    `since` and `until` are the first and last collection year that has it (inclusive; None: always). `required` columns
    must be filled in every row. `codes` gives each code's meaning in our own few words; `retired` the codes that were
    right in earlier years, with their last year, and `introduced` those that came later, with their first.
    """

    name: str
    kind: Kind
    about: str = ""
    codes: Mapping[str, str] = field(default_factory=dict)
    retired: Mapping[str, int] = field(default_factory=dict)
    introduced: Mapping[str, int] = field(default_factory=dict)
    required: bool = False
    names: tuple[str, ...] = ()
    since: int | None = None
    until: int | None = None

    def in_year(self, year: int | None) -> bool:
        """Whether the layout of `year` has this column; None, an unknown year, has every column."""
        return year is None or ((self.since or year) <= year <= (self.until or year))

    def codes_in(self, year: int | None) -> list[str]:
        """The codes of `year`, in order; of every year when it is not known."""
        if year is None:
            return list(self.codes)
        first, last = self.introduced, self.retired
        return [code for code in self.codes if first.get(code, year) <= year <= last.get(code, year)]


@dataclass(frozen=True)
class TableSchema:
    """One table: a sheet, a CSV file or an XML element that repeats. `child` is the column that says whose row it is.

    `names` are other names that the sheet, file or element has had.
    """

    name: str
    title: str
    columns: tuple[Column, ...]
    child: str
    names: tuple[str, ...] = ()
    since: int | None = None
    until: int | None = None

    @cached_property
    def by_name(self) -> Mapping[str, Column]:
        """Columns by official name."""
        return {column.name: column for column in self.columns}

    def column(self, heading: str) -> Column | None:
        """The column that a heading in a file means: official name or another it has had, whatever case and spaces."""
        return self._headings.get(folded(heading))

    def for_year(self, year: int | None) -> tuple[Column, ...]:
        """The columns of one year's layout, in order."""
        return tuple(column for column in self.columns if column.in_year(year))

    @cached_property
    def _headings(self) -> Mapping[str, Column]:
        found: dict[str, Column] = {}
        for column in self.columns:
            for name in (column.name, *column.names):
                found.setdefault(folded(name), column)
        return found


@dataclass(frozen=True)
class Collection:
    """A return: its tables and the years it is known for (`first` to `last`; a later year is read as the last)."""

    key: str
    title: str
    tables: tuple[TableSchema, ...]
    first: int
    last: int

    @cached_property
    def by_name(self) -> Mapping[str, TableSchema]:
        """Tables by name."""
        return {table.name: table for table in self.tables}

    def __getitem__(self, name: str) -> TableSchema:
        """The table of a name."""
        return self.by_name[name]


def folded(text: str) -> str:
    """A heading without what differs between files that mean the same: case, spaces and punctuation."""
    return re.sub(r"[^a-z0-9]+", "", text.lower())
