"""The tables of one return as a check sees them: one census, one year's folder of CSVs, one workbook."""

from collections.abc import Mapping, Sequence
from datetime import date

import polars as pl

from riia.indicators.calendar import FIRST_DAY, LAST_DAY, working_day_number
from riia.indicators.readers.reading import ROW, SourceFile

AT = "_at"
"""A row's place in its table; unlike the line in the file it is never shared by two rows."""


COLUMN = "_column"
"""A check that looks at several columns of a table adds this: which column a row is given for."""


class NotHeld(LookupError):
    """What a check needs is not there, so the check cannot be made: a table, or the year the file is about."""


class Held:
    """Tables by name, each with `_file`, `_row` and `_at`, and the stretch of time that they answer for.

    `year` is the collection year; `first` and `last` are the first and last day of the return (1 April and 31 March
    for the social care returns). A check that needs what is not held stops with NotHeld and counts as not made.
    """

    def __init__(
        self, tables: Mapping[str, pl.DataFrame], files: Sequence[SourceFile], today: date, *, until: date | None = None
    ) -> None:
        """Number the rows of each table. `files` are those of the return, from old to new."""
        self.tables = {name: frame.with_row_index(AT) for name, frame in tables.items()}
        self.files = tuple(files)
        newest = self.files[-1]
        self.year = newest.year
        self._first, self._last, self._until = newest.first, newest.last, until
        stated = newest.made_on or (newest.last if newest.declared else None)
        self.latest = min(stated or today, today)
        """The day a list was made if it says so, otherwise the day of the check: nothing in it can be later."""

    def __getitem__(self, table: str) -> pl.DataFrame:
        """The table, or NotHeld."""
        try:
            return self.tables[table]
        except KeyError:
            raise NotHeld(f"the table {table}") from None

    def __contains__(self, table: str) -> bool:
        """Whether any file had the table."""
        return table in self.tables

    @property
    def first(self) -> date:
        """The first day of the return."""
        if self._first is None:
            raise NotHeld("the first day of the return")
        return self._first

    @property
    def last(self) -> date:
        """The last day of the return."""
        if self._last is None:
            raise NotHeld("the last day of the return")
        return self._last

    @property
    def until(self) -> date:
        """The last day that the newest file can tell of: a census made in October says nothing of November."""
        return min(self._until or self.last, self.last)

    def beside(self, table: str, other: str, columns: Sequence[str], on: Sequence[str]) -> pl.DataFrame:
        """Rows of `table` with the `columns` of the row of `other` that has the same `on`.

        A column of `other` that `table` has too is called `<column>_<other>`. Rows of `table` stay as many as they are:
        of several rows of `other` with one key, the first is taken. A row without partner gets nulls.
        """
        one = self[other].select(*on, *columns).unique(subset=list(on), keep="first", maintain_order=True)
        return self[table].join(one, on=list(on), how="left", suffix=f"_{other}", maintain_order="left")


def failing(rows: pl.DataFrame, rule_broken: pl.Expr) -> pl.DataFrame:
    """The rows for which it is certain that the rule is broken: null, not known, is not broken."""
    return rows.filter(rule_broken.fill_null(value=False))


def yes(frame: pl.DataFrame, column: str) -> pl.Expr:
    """Whether a yes-or-no column says yes, however the file's layout writes it; null stays null."""
    cells = pl.col(column)
    if frame.schema[column] == pl.Boolean:
        return cells
    return cells.cast(pl.String).str.to_lowercase().is_in(["1", "true", "y", "yes", "a) yes"])


def working_days(start: str, end: str) -> pl.Expr:
    """Working days from the day in `start` (day 0) to the day in `end`; null where unknown or out of order."""
    numbered = [pl.col(column).map_batches(_numbers, return_dtype=pl.Int64) for column in (start, end)]
    return pl.when(pl.col(end) >= pl.col(start)).then(numbered[1] - numbered[0])


def weekend(column: str) -> pl.Expr:
    """Whether a day is a Saturday or a Sunday."""
    return pl.col(column).dt.weekday() > 5


def birthday(born: str, years: int) -> pl.Expr:
    """The day of the `years`-th birthday; a child born on 29 February has it on 28 February in other years."""
    return pl.col(born).dt.offset_by(f"{years}y")


def overlapping(rows: pl.DataFrame, by: Sequence[str], start: str, end: str, *, touching: bool = False) -> pl.DataFrame:
    """Rows that begin before an earlier row of the same `by` has ended. A row without an end goes on for ever.

    One that begins on the very day another ends overlaps it only when `touching`. Rows that begin on the same day
    overlap, without `touching` unless the first of them ends that day.
    """
    known = rows.drop_nulls(start).sort(*by, start, AT)
    ended = pl.col(end).fill_null(date(9999, 12, 31))
    before = ended.cum_max().shift(1).over(list(by))
    late = pl.col(start) <= before if touching else pl.col(start) < before
    return known.filter(late.fill_null(value=False)).sort(AT)


def repeated(rows: pl.DataFrame, by: Sequence[str]) -> pl.DataFrame:
    """Every row after the first with the same `by`, where all of `by` is known."""
    known = rows.drop_nulls(list(by))
    return known.filter(~pl.struct(list(by)).is_first_distinct())


def whole(rows: pl.DataFrame, *, when: bool) -> pl.DataFrame:
    """A finding about a table as a whole: its first row stands for it, without a line, or nothing."""
    first = rows.head(1 if when else 0)
    return first.with_columns(pl.lit(0, dtype=first.schema[ROW]).alias(ROW))


def _numbers(days: pl.Series) -> pl.Series:
    distinct = days.unique().drop_nulls()
    known = [day for day in distinct if FIRST_DAY <= day <= LAST_DAY]
    numbers = [working_day_number(day) for day in known]
    if not known:
        return pl.Series([None] * len(days), dtype=pl.Int64)
    return days.replace_strict(pl.Series(known, dtype=pl.Date), pl.Series(numbers, dtype=pl.Int64), default=None)
