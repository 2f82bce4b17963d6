"""What a reader gives: typed tables, what was found on the way, and a count of every row's fate."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Final

from riia.indicators.model.findings import Finding

if TYPE_CHECKING:
    import polars as pl

FILE: Final = "_file"
ROW: Final = "_row"
"""Every table has these two: the file a row came from and its line (text, XML) or row (sheet) there, from 1."""

NO_RECORDS: Final = frozenset(["blank row", "heading repeated", "row of totals", "remark, not a record"])
"""Why rows of a sheet are set aside that are no records; for any other reason, something that is one is not used."""

type Progress = Callable[[int, int], None]
"""Told, now and then, how many bytes (or rows) are done and of how many."""


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file that was read, and the stretch of time it answers for.

    `year` is the collection year it says (2025 is the year ending 31 March 2025; for SEN2 the calendar year before the
    census), None when it does not say. `first` and `last` are the days whose events it should hold: `declared` when the
    file says so (its year, its reference date) or the user did, otherwise taken from the dates in it, or None.
    `made_on` is the day the file says it was made. A file with a later `year`, then a later `made_on`, is the newer.
    """

    name: str
    sha256: str
    year: int | None = None
    first: date | None = None
    last: date | None = None
    declared: bool = False
    made_on: date | None = None

    @property
    def age(self) -> tuple[int, date, date]:
        """Sorts files of one collection from old to new."""
        return self.year or 0, self.made_on or date.min, self.last or date.min


@dataclass(frozen=True, slots=True)
class TableSummary:
    """What became of the rows of one table of one file. `read` = `used` + everything in `set_aside` (reason: rows)."""

    file: str
    table: str
    read: int
    used: int
    set_aside: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Reading:
    """One collection, read from one or more files.

    `tables` holds a frame for each table that a file had, by the table's name, with the official column names, typed,
    plus `_file` and `_row`. A table that no file had is absent; one without rows is there and empty. `files` are from
    old to new. Codes that are not in the code list stay as they are.
    """

    collection: str
    files: tuple[SourceFile, ...]
    tables: "Mapping[str, pl.DataFrame]"
    findings: tuple[Finding, ...]
    summaries: tuple[TableSummary, ...]
    place: str | None = None
    """The three-digit council code that the files themselves give, if they do."""
    headings: Mapping[tuple[str, str, str], str] = field(default_factory=dict)
    """By file, table and official column: the heading as the file has it, where that is another. Findings say that."""
