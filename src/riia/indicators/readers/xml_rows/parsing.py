"""The parser's handlers: as little as can be done for each element, since a large file has millions of them."""

import codecs
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final
from xml.parsers import expat

import polars as pl

from riia.indicators.readers.problems import FileRefused, Problem
from riia.indicators.readers.xml_rows import notes as codes
from riia.indicators.readers.xml_rows.nodes import Compiled, Node, Row, Sheet
from riia.indicators.readers.xml_rows.notes import Notes

BLOCK_ROWS: Final = 25_000
"""How many rows are held as Python lists before they become frames."""
DEEPEST: Final = 100
LONGEST: Final = 10_000
"""Bytes of one value. No field of a return comes near it."""
_ENCODINGS: Final = frozenset(
    codecs.lookup(name).name for name in ("utf-8", "utf-16", "ascii", "latin-1", "iso8859-15", "cp1252")
)
_WHOLE: Final = "Export the file again from the case management system; nothing of it was used."


@dataclass
class Parsing:
    """One file being parsed: the parser with its handlers, what to do at the end of each block, and what it found."""

    parser: expat.XMLParserType
    frames: dict[str, list[pl.DataFrame]]
    notes: Notes
    set_aside: dict[str, int]
    finish: Callable[[], None]
    held: Callable[[], int]
    inside: Callable[[], str]
    declared: Callable[[], str]


def prepare(file: str, title: str, layout: Compiled, known: str | None = None) -> Parsing:
    """A parser that sorts the elements of `file` into the rows of `layout`; a `known` encoding is not looked for.

    The handlers are closures over a few local variables, which is the fastest that Python offers: `start` and `end` run
    for every element. Everything that is not the ordinary case is left to the functions below them.
    """
    parser = expat.ParserCreate(known)
    parser.buffer_text = True
    parser.ordered_attributes = True
    notes = Notes()
    frames: dict[str, list[pl.DataFrame]] = {node.sheet.table: [] for node in layout.records if node.sheet}
    set_aside: dict[str, int] = {}
    past = Node("what was read past")  # stands nowhere: what is around it is kept in `left`
    left: list[Node] = []
    around: list[Row] = []  # the rows of the records around the current one
    texts: list[str] = []  # text since the last tag; the parser appends to it
    node, held, encoding = layout.document, 0, ""
    row: Row = []
    push_row, pop_row, pop_text = around.append, around.pop, texts.pop

    def refuse(rule: str, remedy: str = _WHOLE, value: str = "", table: str = "") -> FileRefused:
        line, column = parser.CurrentLineNumber, parser.CurrentColumnNumber + 1
        return FileRefused(file, [Problem(line, "", value, f"at character {column}, {rule}", remedy, table)])

    def place(at: Node) -> str:
        if at is past:
            return "an element that is not part of the layout"
        return f"<{at.name}>" if at.name else ""

    def start(name: str, attributes: list[str]) -> None:
        nonlocal node, row
        if texts:
            text = pop_text()
            if texts or not text.isspace():
                between(text)
        try:
            node = node.kids[name]
        except KeyError:
            node = strange(name)
        if node.record:
            push_row(row)
            if node.numbered:
                node.count += 1
                row = [parser.CurrentLineNumber, *row[1 : node.inherited], node.count, *node.blank]
            else:
                row = [parser.CurrentLineNumber, *row[1 : node.inherited], *node.blank]
        if attributes:
            attributed(attributes)

    def end(_: str) -> None:
        nonlocal node, row, held
        if column := node.column:
            if texts:
                text = pop_text()
                if texts:  # given in parts, because a chunk of the file ended within it
                    text = joined(text)
                if row[column] is None:
                    row[column] = text
                else:
                    repeated(text, column)
        elif texts:
            text = pop_text()
            if texts or not text.isspace():
                between(text)
        if node.record:
            node.keep(row)
            row = pop_row()
            held += 1
            if held >= BLOCK_ROWS:
                flush()
        node = node.up or left.pop()

    def joined(last: str) -> str:
        text = "".join((*texts, last))
        texts.clear()
        return text

    def repeated(text: str, column: int) -> None:
        earlier = row[column]
        if isinstance(earlier, str) and not earlier.strip():
            row[column] = text
        elif text.strip():
            table = node.sheet.table if node.sheet else ""
            notes.add(codes.REPEATED, table, node.name, parser.CurrentLineNumber, text)

    def between(last: str) -> None:
        text = joined(last).strip()
        if text and node is not past:
            notes.add(codes.STRAY, node.name, "", parser.CurrentLineNumber, text)

    def strange(name: str) -> Node:
        local = name.rpartition(":")[2]
        if kid := node.kids.get(local):
            node.kids[name] = kid  # a prefix in front of a name we know
            return kid
        if node is layout.document:
            wanted = " or ".join(f"<{root}>" for root in node.kids)
            rule = f"the file begins with <{name[:60]}>, but the {title} begins with {wanted}."
            raise refuse(rule, "Give the file as the return it is, or give the right one.")
        if len(left) > DEEPEST:
            raise refuse(f"elements stand more than {DEEPEST} deep inside one another.")
        if local in layout.record_names:
            raise refuse(f"<{local}> stands in {place(node)}, where its rows belong to nobody.", table=local)
        if local in layout.listed:
            table = layout.listed[local]
            set_aside[table] = set_aside.get(table, 0) + 1
        if node is not past:
            known = local in layout.names
            notes.add(codes.PLACE if known else codes.UNKNOWN, node.name, local, parser.CurrentLineNumber)
        left.append(node)
        return past

    def attributed(attributes: list[str]) -> None:
        for name in attributes[::2]:
            if name != "xmlns" and not name.startswith(("xmlns:", "xsi:", "xml:")) and node is not past:
                notes.add(codes.ATTRIBUTE, node.name, name, parser.CurrentLineNumber)

    def flush() -> None:
        nonlocal held
        held = 0
        for one in layout.records:
            if one.cells and one.sheet:
                frames[one.sheet.table].append(framed(one.cells, one.sheet))
                one.cells.clear()

    def framed(cells: Row, sheet: Sheet) -> pl.DataFrame:
        width = len(sheet.numbers) + len(sheet.texts)
        made = [pl.Series(name, cells[at::width], pl.Int64) for at, name in enumerate(sheet.numbers)]
        for at, name in enumerate(sheet.texts, len(sheet.numbers)):
            values = pl.Series(name, cells[at::width], pl.String)
            longest = values.str.len_bytes().max()
            if isinstance(longest, int) and longest > LONGEST:
                rule = f"holds a value of {longest:,} bytes; no field may have more than {LONGEST:,}."
                line = made[0][values.str.len_bytes().arg_max() or 0]
                raise FileRefused(file, [Problem(line, name, "", rule, _WHOLE, sheet.table)])
            made.append(values)
        return pl.DataFrame(made)

    def declaration(_version: str, name: str | None, _standalone: int) -> None:
        nonlocal encoding
        encoding = name or ""
        try:
            fits = not name or codecs.lookup(name).name in _ENCODINGS
        except LookupError:
            fits = False
        if not fits:
            raise refuse(f"the file declares the encoding {encoding[:40]!r}, which is not read.", "Save it as UTF-8.")

    def doctype(*_: object) -> None:
        raise refuse(
            "the file has a document type declaration (DOCTYPE), which can make a reader load or multiply text.",
            "A return has none: remove it, or export the file again.",
        )

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = texts.append
    parser.XmlDeclHandler = declaration
    parser.StartDoctypeDeclHandler = doctype
    parser.EntityDeclHandler = doctype
    return Parsing(
        parser=parser,
        frames=frames,
        notes=notes,
        set_aside=set_aside,
        finish=flush,
        held=lambda: sum(map(len, texts)) if len(texts) > 1 else 0,
        inside=lambda: place(node),
        declared=lambda: encoding,
    )
