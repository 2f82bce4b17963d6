"""The layout made ready for a parser: one object for each element at its place, everything looked up beforehand."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from riia.indicators.readers.reading import ROW
from riia.indicators.readers.xml_rows.layout import Element

type Row = list[str | int | None]
"""The line, the ordinals from the outermost record inwards, then the fields."""


class Node:
    """An element at its place. Slots, because the parser looks at one twice for every element of a file."""

    __slots__ = (
        *(
            "blank",
            "cells",
            "column",
            "count",
            "inherited",
            "keep",
            "kids",
            "name",
            "numbered",
            "record",
            "sheet",
            "up",
        ),
    )

    def __init__(self, name: str, up: "Node | None" = None) -> None:
        """A node inside `up`, of the same record until it is said to be one itself."""
        self.name = name
        self.up = up
        self.sheet: Sheet | None = up.sheet if up else None
        self.kids: dict[str, Node] = {}
        self.column = 0  # place of a field in its row; 0, where the line is: not a field
        self.record = False
        # The cells of all rows, one row after the other: fewer objects to look after than a list for each row.
        self.cells: Row = []
        self.keep = self.cells.extend
        self.blank: tuple[None, ...] = ()
        self.inherited = 1  # where in the row around it the ordinals end
        self.numbered = False
        self.count = 0


@dataclass
class Sheet:
    """The columns of one kind of record: first the whole numbers (line, ordinals), then the texts."""

    table: str
    numbers: tuple[str, ...]
    texts: list[str] = field(default_factory=list)

    def place(self, column: str) -> int:
        """Where the column stands in a row, adding it if it is new."""
        if column not in self.texts:
            self.texts.append(column)
        return len(self.numbers) + self.texts.index(column)


@dataclass(frozen=True)
class Compiled:
    """A layout ready to parse: where it begins, its records, and the names it knows."""

    document: Node
    records: tuple[Node, ...]
    names: frozenset[str]
    record_names: frozenset[str]
    listed: dict[str, str]


def compiled(layout: Element) -> Compiled:
    """Make a layout ready. Cheap, and done for each file, since nodes count the records they meet."""
    document = Node("")
    _add(document, layout)
    every = list(layout.walk())
    return Compiled(
        document,
        tuple(_records(document)),
        frozenset(name for one in every for name in (one.name, *one.names)),
        frozenset(name for one in every if one.table and not one.column for name in (one.name, *one.names)),
        {name: one.table for one in every if one.table and one.column for name in (one.name, *one.names)},
    )


def _add(parent: Node, element: Element) -> None:
    node = Node(element.name, parent)
    for name in (element.name, *element.names):
        parent.kids[name] = node
    around = parent.sheet.numbers if parent.sheet else (ROW,)
    if element.table:
        node.record = True
        node.numbered = bool(element.ordinal)
        node.inherited = len(around)
        node.sheet = Sheet(element.table, (*around, element.ordinal) if element.ordinal else around)
    if element.column:
        if node.sheet is None:
            raise ValueError(f"The field {element.name} of the layout stands in no record.")
        node.column = node.sheet.place(element.column)
    for one in element.inside:
        _add(node, one)
    if element.table and node.sheet:
        node.blank = (None,) * len(node.sheet.texts)


def _records(node: Node) -> Iterator[Node]:
    for kid in dict.fromkeys(node.kids.values()):
        if kid.record:
            yield kid
        yield from _records(kid)
