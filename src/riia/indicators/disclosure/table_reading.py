"""Rows and crosstabs read into a table: every refusal names the row, the column and what to do."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any, Final

from riia.indicators.disclosure.derived import DerivedFigure, Recipe, step_of
from riia.indicators.disclosure.dimensions import Dimension, Key, TableError
from riia.indicators.disclosure.table_values import Data, Reading, count_of, decimals_of, most_of, records, without_sign
from riia.indicators.disclosure.tables import CountAt, FigureAt, Given, Labels, Place, Rounding, Table, dimension_of
from riia.indicators.disclosure.totals import with_totals
from riia.indicators.model import Missing, Number, Symbol, Value

_NAMELESS: Final = re.compile(r"column \d+|index|Unnamed: \d+")
LINE: Final = "_row"
"""A column that holds the line of the file a row stands on, for messages; it is never printed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """How rows are to be read; the meanings are those of `Table.from_rows`."""

    dimensions: tuple[Dimension, ...]
    values: tuple[str, ...]
    across: Dimension | None
    at: dict[str, str]
    rounded: int | Mapping[str, int] | None
    derived: tuple[Recipe, ...]
    marks: dict[str, Symbol]
    blank: Symbol | None
    keep: tuple[str, ...]
    not_printed: tuple[str, ...]

    @property
    def all_dimensions(self) -> tuple[Dimension, ...]:
        """Those down the page and the one across it."""
        return (*self.dimensions, self.across) if self.across is not None else self.dimensions


def read(data: Data, asked: Asked) -> Table:
    """The table. Raises TableError."""
    headings, rows = records(data)
    _refuse_missing_columns(headings, asked)
    wanted = {one.name for one in asked.dimensions} | {one.column for one in asked.derived}
    wanted |= {*asked.keep, *asked.values}
    printed = tuple(name for name in headings if name in wanted and name not in asked.not_printed)
    reading = Reading(asked.marks, asked.blank)
    cells, lines, most = _cells(rows, printed, asked, reading)
    dimensions, notes = with_totals(asked.all_dimensions, cells)
    table = Table(
        dimensions=dimensions,
        cells=cells,
        at=asked.at,
        rounded=_rounding(cells, asked.rounded),
        most=most,
        headings=printed,
        left_out=tuple(name for name in headings if name not in wanted and name != LINE),
        notes=notes,
    )
    _refuse_untold(table)
    figures = _figures(rows, printed, lines, table, asked, reading)
    return replace(table, figures=tuple(figures), lines=tuple(map(tuple, lines)))


def crosstab(
    data: Data, rows: Given | None, columns: Dimension, totals: Sequence[str], options: Mapping[str, Any]
) -> tuple[list[dict[str, object]], Dimension, Dimension, list[str]]:
    """A crosstab's rows, its two dimensions with their totals found, and its columns of counts."""
    headings, frame = records(data)
    others = {one.column for one in options.get("derived", ())} | set(options.get("keep", ())) | {LINE}
    first = next((name for name in headings if name not in others), headings[0])
    down = dimension_of(rows if rows is not None else _NAMELESS.sub("row", first.strip()) or "row")
    if down.name not in headings:  # the dimension has a name of its own, the column another
        frame = [{down.name if name == first else name: cell for name, cell in row.items()} for row in frame]
        headings = tuple(down.name if name == first else name for name in headings)
    values = [name for name in headings if name != down.name and name not in others]
    labels = {str(row[down.name]).strip() for row in frame}
    return frame, _with_total(down, totals, labels), _with_total(columns, totals, set(values)), values


def _with_total(dimension: Dimension, totals: Sequence[str], labels: set[str]) -> Dimension:
    """The dimension with its total; a named one is preferred to the region that only looks like the whole."""
    inside = {part for split in dimension.named_splits for part in split.parts}
    found = [label for label in totals if label in labels]
    if dimension.total is not None and (dimension.total in found or not set(found) - inside):
        return dimension
    if len(found) > 1:
        raise TableError(
            f"The dimension {dimension.name!r} has {' and '.join(found)}, which are both named as totals. Name the "
            "total of each dimension on its own."
        )
    return replace(dimension, total=found[0]) if found else dimension


def _refuse_missing_columns(headings: Sequence[str], asked: Asked) -> None:
    wanted = [one.name for one in asked.dimensions] + list(asked.values) + [one.column for one in asked.derived]
    missing = [name for name in (*wanted, *asked.keep) if name not in headings]
    if missing:
        known = ", ".join(name for name in headings if name != LINE)
        raise TableError(f"There is no column {', '.join(missing)}. The columns are: {known}.")


def _cells(
    rows: Sequence[Mapping[str, object]], printed: Sequence[str], asked: Asked, reading: Reading
) -> tuple[dict[Labels, Value], list[list[Place]], dict[Labels, int]]:
    cells: dict[Labels, Value] = {}
    most: dict[Labels, int] = {}
    whence: dict[Labels, str] = {}
    lines: list[list[Place]] = []
    for number, row in enumerate(rows, start=1):
        where = place_of(row, number)
        start = tuple(_label(row[one.name], where, one.name) for one in asked.dimensions)
        line: list[Place] = []
        for name in printed:
            if name not in asked.values:
                line.append(row[name])
                continue
            labels = (*start, name) if asked.across is not None else start
            if labels in cells:
                raise TableError(
                    f"{where} gives the cell {', '.join(labels)} again, which {whence[labels]} has given. Each cell "
                    "stands once: name the columns that tell the rows apart as dimensions, or remove one."
                )
            place = f"{where}, column {name!r}"
            cells[labels] = count_of(reading.value(row[name], place), place)
            if (top := most_of(row[name])) is not None:
                most[labels] = top
            whence[labels] = where
            line.append(CountAt(labels))
        lines.append(line)
    return cells, lines, most


def place_of(row: Mapping[str, object], number: int) -> str:
    """Where a row stands, for messages."""
    return f"Line {row[LINE]}" if LINE in row else f"Row {number}"


def _label(given: object, where: str, column: str) -> str:
    text = "" if given is None else str(given).strip()
    if not text:
        raise TableError(
            f"{where}, column {column!r} is blank, and it says which cell the row is. Fill in the label, or leave out "
            "such rows."
        )
    return text


def _rounding(cells: Mapping[Labels, Value], rounded: int | Mapping[str, int] | None) -> dict[Labels, Rounding]:
    if rounded is None:
        return {}
    if not isinstance(rounded, Mapping):
        return dict.fromkeys(cells, Rounding.nearest(rounded))
    found = {labels: max((rounded[label] for label in labels if label in rounded), default=1) for labels in cells}
    return {labels: Rounding.nearest(base) for labels, base in found.items() if base > 1}


def _refuse_untold(table: Table) -> None:
    """Refuse printed values that are no multiple of the base they are said to be rounded to."""
    for labels, rounding in table.rounded.items():
        base = rounding.base
        value = table.cells[labels]
        if isinstance(value, Number) and value.value % base:
            raise TableError(
                f"The cell {', '.join(labels)} is {value}, which is no multiple of {base}, though it is said to be "
                f"rounded to {base}. Name only what is printed rounded."
            )


@dataclass(frozen=True, slots=True)
class _Row:
    """A row, as recipes of derived figures see it."""

    table: Table
    labels: Labels
    row: Mapping[str, object]
    where: str

    @property
    def key(self) -> Key:
        return self.table.key(self.labels)

    def other(self, labels: str | Mapping[str, str]) -> Key:
        names = [one.name for one in self.table.dimensions]
        given = {self._dimension(labels): labels} if isinstance(labels, str) else dict(labels)
        changed = list(self.labels)
        at = dict(self.table.at)
        for name, label in given.items():
            if name in names:
                changed[names.index(name)] = label
            elif name in at:
                at[name] = label
            else:
                raise TableError(f"There is no dimension {name!r}. The dimensions are: {', '.join((*names, *at))}.")
        return replace(self.table, at=at).key(tuple(changed))

    def number(self, column: str) -> Fraction | None:
        if column not in self.row:
            raise TableError(f"There is no column {column!r} with the population.")
        value = Reading({}, Symbol.NOT_AVAILABLE).value(self.row[column], f"{self.where}, column {column!r}")
        return Fraction(value.value) if isinstance(value, Number) and value.value else None

    def _dimension(self, label: str) -> str:
        found = [
            one.name
            for at, one in enumerate(self.table.dimensions)
            if label == one.total or any(labels[at] == label for labels in self.table.cells)
        ]
        if len(found) != 1:
            known = f"is a label of {' and '.join(found)}" if found else "is no label of the table"
            raise TableError(
                f"{label!r} {known}. Name the dimension with it, such as {{'age': {label!r}}} (at the "
                f"command line age={label})."
            )
        return found[0]


def _figures(
    rows: Sequence[Mapping[str, object]],
    printed: Sequence[str],
    lines: Sequence[list[Place]],
    table: Table,
    asked: Asked,
    reading: Reading,
) -> list[DerivedFigure]:
    """The derived figures; their places on the page are filled in."""
    figures: list[DerivedFigure] = []
    for recipe in asked.derived:
        at = printed.index(recipe.column)
        step = step_of(recipe, max(decimals_of(without_sign(row[recipe.column])) for row in rows))
        for number, (row, line) in enumerate(zip(rows, lines, strict=True), start=1):
            where = place_of(row, number)
            value = reading.value(without_sign(row[recipe.column]), f"{where}, column {recipe.column!r}")
            labels = tuple(_label(row[one.name], where, one.name) for one in asked.dimensions)
            if asked.across is not None:
                labels = (*labels, asked.values[0])
            figure = recipe.figure(_Row(table, labels, row, where), value, step)
            if figure is None:
                if isinstance(value, Missing):
                    continue
                raise TableError(
                    f"{where}: there is no population for {recipe.column!r}. Give it, or leave the column out."
                )
            line[at] = FigureAt(len(figures))
            figures.append(figure)
    return figures
