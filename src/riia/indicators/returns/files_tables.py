"""Tables of answers, known by their headings wherever they stand: our workbook's, wide, tidy and computed ones.

Rows are known by the item's key, its number in the agreement or its title, never by where they stand, so that rows and
columns may be moved, inserted, hidden and coloured. Where a row's names belong to different items it is refused.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Final

from riia.indicators.definitions import Measure
from riia.indicators.returns.entries import shown
from riia.indicators.returns.files_nouns import Given, Grid, Kind
from riia.indicators.returns.files_values import Found
from riia.indicators.returns.nouns import Cell, Form, Item
from riia.indicators.returns.workbook_words import BASIS, ITEM, KEY, NUMBER, SHARE, TITLE

_TOP: Final = 60
"""Headings further down than this are not looked for."""
_NAMED: Final[Mapping[str, tuple[str, ...]]] = {
    "key": (KEY, "item key", "key", "indicator key"),
    "item": (ITEM, "item number", "item no."),
    "title": (TITLE, "title", "item title"),
    "indicator": ("indicator",),
    "number": (NUMBER, "count"),
    "share": (SHARE, "rate or percent"),
    "rate": ("rate", "rate per 10,000"),
    "percent": ("percent", "percentage", "%"),
    "measure": ("measure",),
    "value": ("value",),
    "check": ("check",),
    "variant": ("variant",),
    "place": ("place", "council", "local authority", "la code", "place code"),
    "period": ("period", "quarter"),
    "form": ("form", "set"),
    "symbol": ("symbol",),
    "source": ("source",),
    "coverage": ("coverage",),
    "basis": (BASIS,),
}


def fold(text: str) -> str:
    """Text as it is compared: without case, double spaces and a colon at its end."""
    return " ".join(text.split()).casefold().rstrip(":").rstrip()


_KNOWN: Final = {fold(word): name for name, words in _NAMED.items() for word in words}
_NAMES: Final = ("key", "item", "title", "indicator")


class Shape(StrEnum):
    """What a row of a table is: an item with all its measures, one cell, or one computed figure."""

    WIDE = "wide"
    TIDY = "tidy"
    COMPUTED = "computed"


@dataclass(frozen=True)
class Table:
    """A table in a grid. `columns` are by what they hold; `others` are further columns with the heading of one."""

    grid: Grid
    shape: Shape
    top: int
    columns: Mapping[str, int]
    others: Mapping[str, tuple[int, ...]]

    @property
    def is_template(self) -> bool:
        """Whether it is headed as our workbook is."""
        return self.shape is Shape.WIDE and "share" in self.columns

    def at(self, row: int, name: str) -> Given:
        """A cell by what its column holds; blank where there is no such column."""
        return self.grid.at(row, self.columns[name]) if name in self.columns else Given("")

    def place(self, row: int, name: str) -> str:
        """Where a cell is."""
        return self.grid.place(row, self.columns[name], self.heading(name))

    def differs(self, row: int, name: str) -> str:
        """Where a like-headed column says something else than the one that is read; empty where none does."""
        said = self.at(row, name).words
        for at in self.others.get(name, ()):
            if (other := self.grid.at(row, at).words) and other != said:
                return self.grid.place(row, at, self.heading(name))
        return ""

    def beyond(self, row: int) -> str:
        """The first cell of a line of text that stands right of all headings; empty where there is none."""
        if self.grid.sheet or self.grid.rows_are != "line":
            return ""
        last = max(self.grid.rows[self.top])
        return next((given.words for at, given in sorted(self.grid.rows[row].items()) if at > last), "")

    def heading(self, name: str) -> str:
        """A column's heading as the file has it."""
        return self.grid.at(self.top, self.columns[name]).words

    @cached_property
    def below(self) -> tuple[int, ...]:
        """The rows below the headings that hold anything, without repeated headings."""
        head = {fold(self.grid.at(self.top, at).text) for at in self.columns.values()}
        return tuple(
            row
            for row in sorted(self.grid.rows)
            if row > self.top and {fold(self.grid.at(row, at).text) for at in self.columns.values()} != head
        )


def table_in(grid: Grid) -> Table | None:
    """The table that a grid holds, if any: the first row with the headings of one."""
    for row in sorted(grid.rows)[:_TOP]:
        columns: dict[str, int] = {}
        others: dict[str, tuple[int, ...]] = {}
        for at, given in sorted(grid.rows[row].items()):
            name = _KNOWN.get(fold(given.text)) if given.kind is Kind.TEXT and len(given.text) < 80 else None
            if name is not None and name in columns:
                others[name] = (*others.get(name, ()), at)
            elif name is not None:
                columns[name] = at
        shape = _shape(columns)
        if shape is not None:
            return Table(grid, shape, row, columns, others)
    return None


def _shape(columns: Mapping[str, int]) -> Shape | None:
    has = columns.keys()
    if {"indicator", "variant", "period", "number"} <= has:
        return Shape.COMPUTED
    if not has & set(_NAMES):
        return None
    if {"measure", "value"} <= has:
        return Shape.TIDY
    return Shape.WIDE if "number" in has else None


@dataclass(frozen=True)
class Names:
    """A form's items by key, by number in the agreement and by title."""

    form: Form

    @cached_property
    def by_key(self) -> Mapping[str, Item]:
        """By key, without regard to case."""
        return {item.key.casefold(): item for item in self.form.items}

    @cached_property
    def by_label(self) -> Mapping[str, Item]:
        """By the number in the agreement."""
        return {item.label: item for item in self.form.items}

    @cached_property
    def by_title(self) -> Mapping[str, Item]:
        """By title, where no two items have the same."""
        titles = [fold(item.title) for item in self.form.items]
        return {fold(item.title): item for item in self.form.items if titles.count(fold(item.title)) == 1}

    def one(self, given: Given) -> Item | None:
        """The item that a text is the key, the number or the title of."""
        text = given.words
        found = self.by_key.get(text.casefold()) or self.by_title.get(fold(text))
        return found or self.label(given)

    def label(self, given: Given) -> Item | None:
        """The item of a number in the agreement. A cell that holds 2.1 as a number may have been 2.10: not told."""
        text = given.words
        if given.kind is Kind.NUMBER and "." in text and f"{text}0" in self.by_label:
            return None
        return self.by_label.get(text)


def read_rows(table: Table, rows: tuple[int, ...], form: Form, found: Found) -> None:
    """Take the answers of these rows of a wide or a tidy table."""
    names = Names(form)
    taken: dict[int, list[tuple[Cell, str]]] = {}
    for row in rows:
        if any(table.differs(row, name) for name in _NAMES):
            name = next(name for name in _NAMES if table.differs(row, name))
            found.wrong("FILE-HEADING", table.differs(row, name), _two_columns(table, name), _ONE_COLUMN)
            continue
        item = _item(table, row, names, found)
        if item is None:
            continue
        taken[row] = list(_cells(table, row, item, found))
        if beyond := table.beyond(row):
            _refuse_long(table, row, taken.pop(row), beyond, found)
            continue
        for cell, name in taken[row]:
            if where := table.differs(row, name):
                text = shown(table.at(row, name).words)
                found.wrong("FILE-HEADING", where, _two_columns(table, name), _ONE_COLUMN, cell=cell, text=text)
                continue
            found.take(cell, table.at(row, name), table.place(row, name))
            if row in table.grid.hidden_rows and table.at(row, name).words:
                found.note("FILE-HIDDEN", table.place(row, name), "stands in a hidden row; it was read all the same.")
    _refuse_merged(table, taken, found)


_ONE_COLUMN: Final = "Delete one of the columns, or head it otherwise."


def _two_columns(table: Table, name: str) -> str:
    return f"says something else than another column that is headed {shown(table.heading(name))} too."


def _refuse_long(table: Table, row: int, cells: Sequence[tuple[Cell, str]], beyond: str, found: Found) -> None:
    """A line with more cells than headings, as a comma within a number makes it: nobody knows which cell is which."""
    rule = "has more cells than there are headings."
    remedy = "Put a number with a comma in quotation marks or write it without, and head every column."
    place = table.grid.place(row, 1)
    for cell, _ in cells:
        found.wrong("FILE-LONG", place, rule, remedy, cell=cell, text=shown(beyond))


def _cells(table: Table, row: int, item: Item, found: Found) -> Iterator[tuple[Cell, str]]:
    return _tidy(table, row, item, found) if table.shape is Shape.TIDY else _wide(table, row, item, found)


def _wide(table: Table, row: int, item: Item, found: Found) -> Iterator[tuple[Cell, str]]:
    """The cells of an item with the columns that hold them."""
    for cell in item.cells:
        name = cell.measure.value if cell.measure is Measure.NUMBER or not table.is_template else "share"
        if name in table.columns:
            yield cell, name
    for measure in (Measure.RATE, Measure.PERCENT):
        name = measure.value
        if measure not in item.measures and table.at(row, name).words:
            found.note(
                "FILE-NOT-ASKED", table.place(row, name), f"is a {name}, which is not asked of this item; left out."
            )
    if table.is_template and len(item.cells) == 1 and table.at(row, "share").words:
        rule = "is a rate or percentage, which is not asked of this item; left out."
        found.note("FILE-NOT-ASKED", table.place(row, "share"), rule)


def _tidy(table: Table, row: int, item: Item, found: Found) -> Iterator[tuple[Cell, str]]:
    """The one cell of a tidy row. A row with a check is an explanation and is read elsewhere."""
    if table.at(row, "check").words:
        return
    said = fold(table.at(row, "measure").text)
    measure = _KNOWN.get(said, said)
    cell = next((one for one in item.cells if one.measure.value == measure), None)
    if cell is not None:
        yield cell, "value"
    elif table.at(row, "value").words:
        asked = " or ".join(one.value for one in item.measures)
        rule = f"is no measure that is asked of {item.key}; its value was left out."
        found.note("FILE-NOT-ASKED", table.place(row, "measure"), rule, f"Asked is: {asked}.", text=shown(said))


def _item(table: Table, row: int, names: Names, found: Found) -> Item | None:
    """The item that a row is of, by all its names together. None, and told, where they disagree or name nothing."""
    said = {name: table.at(row, name) for name in _NAMES if table.at(row, name).words}
    meant = {name: item for name, given in said.items() if (item := _named(name, given, names)) is not None}
    others = [item for name, item in meant.items() if name != "item"]
    if "item" in meant and others and f"{said['item'].words}0" == others[0].label:
        del meant["item"]  # Excel writes 2.10 as 2.1
    items = {item.key: item for item in meant.values()}
    first = next(iter(said), next(name for name in _NAMES if name in table.columns))
    if len(items) == 1:
        return next(iter(items.values()))
    values = [name for name in ("number", "share", "rate", "percent", "value") if table.at(row, name).words]
    if not values:
        return None
    if items:
        told = " and ".join(f"{shown(said[name].words)} is {item.key}" for name, item in meant.items())
        rule, remedy = f"has names of different items: {told}.", "Put the row's own number, title and key side by side."
        _dispute(table, row, first, (rule, remedy), items.values(), found)
        return None
    if (given := said.get("item")) and given.kind is Kind.NUMBER and f"{given.words}0" in names.by_label:
        rule = f"may be item {given.words} or {given.words}0, which Excel writes alike."
        either = (item for label in (given.words, f"{given.words}0") if (item := names.by_label.get(label)))
        _dispute(table, row, "item", (rule, "Add the item's key or its title to the row."), either, found)
        return None
    text = shown(said[first].words) if said else ""
    rule = "is not an item of this return; its values were left out." if said else "stands beside no item; left out."
    found.note("FILE-NOT-ASKED", table.place(row, first if said else values[0]), rule, text=text)
    return None


def _dispute(table: Table, row: int, name: str, said: tuple[str, str], items: Iterable[Item], found: Found) -> None:
    """Refuse a row that may be of several items: what it holds is for none of them, and none of them is blank."""
    found.wrong("FILE-LABEL", table.place(row, name), *said)
    for item in items:
        for cell in item.cells:
            columns = (cell.measure.value, "value" if table.shape is Shape.TIDY else "share")
            if any(table.at(row, column).words for column in columns):
                found.dispute(cell, found.problems[-1])


def _named(name: str, given: Given, names: Names) -> Item | None:
    if name == "key":
        return names.by_key.get(given.words.casefold())
    if name == "title":
        return names.by_title.get(fold(given.text))
    return names.one(given)


def _refuse_merged(table: Table, taken: Mapping[int, Sequence[tuple[Cell, str]]], found: Found) -> None:
    """Cells merged over several items: nobody can tell of which the value is."""
    columns = {
        at: name for name, at in table.columns.items() if name in ("number", "share", "rate", "percent", "value")
    }
    for top, bottom, left, right in table.grid.merged:
        across = [columns[at] for at in range(left, min(right, left + 50) + 1) if at in columns]
        down = [row for row in taken if top <= row <= bottom]
        if not across or not down or len(across) * len(down) < 2:
            continue
        place = f"{table.place(down[0], across[0])} to {table.place(down[-1], across[-1]).rpartition('!')[2]}"
        if len(down) > 1:
            rule = "is merged over several items, so it cannot be told which one the value is of."
            found.wrong("FILE-MERGED", place, rule, "Unmerge the cells and give each item its own number.")
        else:
            found.note("FILE-MERGED", place, "is merged; its value was read for the first of the cells.")
        if table.grid.at(top, left).words:
            doubtful = across if len(down) > 1 else across[1:]
            problem = (found.problems if len(down) > 1 else found.notes)[-1]
            for cell in (cell for row in down for cell, name in taken[row] if name in doubtful):
                found.refuse(cell, problem)
