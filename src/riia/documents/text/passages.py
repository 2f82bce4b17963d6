"""Blocks as passages: lines that a page or a narrow column broke are put together, each letter still knowing its place.

In a text file or a PDF a sentence goes on in the next line, and a cell's words in the same column of the next row. In
Word, a workbook or JSON each paragraph or cell is whole.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

from riia.documents.model import Block, BlockKind, Cell, Document, Where

_ENDED: Final = re.compile(r"[.:;!?]['\"”’)\]*]*$")
_FEW_ROWS: Final = 4
_SHORT_CELL: Final = 12
_BROKEN_FORMS: Final = ("txt", "pdf")
_SIGNS: Final = re.compile(r"\*\*|</?u>|^#{1,6}\s+|(?<!\w)\*(?=\S)|(?<=[\w.,;:)])\*(?!\w)")
_MATHS: Final = re.compile(r"\$\\(?:circ|bullet|cdot)\$|\$\\;\$")


def plain(text: str) -> str:
    """A text without the signs that programs set for bold, headings and bullets: for comparing, never for showing."""
    bare = _MATHS.sub(" ", _SIGNS.sub("", text)).replace("\\_", "_")
    return " ".join(bare.split())


@dataclass(frozen=True, slots=True)
class Piece:
    """A line or cell within a passage: where it begins in the passage's text, and the block it is from."""

    start: int
    where: Where
    text: str
    block: Block


@dataclass(slots=True)
class Passage:
    """Words that belong together, with line breaks as they stand in the file."""

    text: str = ""
    pieces: list[Piece] = field(default_factory=list)
    column: int = 0

    def add(self, text: str, where: Where, block: Block) -> None:
        if self.pieces:
            self.text += "\n"
        self.pieces.append(Piece(len(self.text), where, text, block))
        self.text += text

    def at(self, offset: int) -> Piece:
        """The line or cell in which a letter stands."""
        return self.pieces[bisect_right(self.pieces, offset, key=lambda piece: piece.start) - 1]

    def sentence(self, offset: int) -> str:
        """The sentence around a letter, in one line."""
        before = max(self.text.rfind(sign, 0, offset) for sign in (". ", ".\n", ";\n"))
        ends = [at for sign in (". ", ".\n", ";\n") if (at := self.text.find(sign, offset)) >= 0]
        end = min(ends) + 1 if ends else len(self.text)
        return " ".join(self.text[before + 1 : end].split())


def passages(document: Document) -> Iterator[Passage]:
    """The passages of a document in reading order; those of columns beside each other from left to right."""
    broken = document.form in _BROKEN_FORMS
    by_line = frozenset() if broken else _tables_by_line(document.blocks)
    open_columns: dict[int, Passage] = {}
    prose = Passage()
    before: Block | None = None
    for block in document.blocks:
        if block.kind is BlockKind.ROW:
            if prose.pieces:
                yield prose
                prose = Passage()
            yield from _columns(block, open_columns, before, broken=broken or block.where.table in by_line)
        else:
            yield from open_columns.values()
            open_columns.clear()
            if prose.pieces and not (broken and _goes_on(prose, before, block)):
                yield prose
                prose = Passage()
            prose.add(block.text, block.where, block)
        before = block
    if prose.pieces:
        yield prose
    yield from open_columns.values()


def _tables_by_line(blocks: Sequence[Block]) -> frozenset[int | None]:
    """Tables of a Word document in which every line of a cell has a row of its own."""
    rows: dict[int, list[Block]] = {}
    for block in blocks:
        if block.kind is BlockKind.ROW and block.where.table is not None:
            rows.setdefault(block.where.table, []).append(block)
    return frozenset(
        table
        for table, held in rows.items()
        if len(held) > _FEW_ROWS and sum(_is_rest(one, other) for one, other in pairwise(held)) * 4 >= len(held)
    )


def _is_rest(above: Block, below: Block) -> bool:
    """Whether a cell of a row goes on with the one above it, in the middle of a sentence."""
    return any(
        cell.text[:1].islower() and bool(over.text) and not _ENDED.search(over.text) and len(over.text) > _SHORT_CELL
        for over, cell in zip(above.cells, below.cells, strict=False)
    )


def _columns(row: Block, columns: dict[int, Passage], before: Block | None, *, broken: bool) -> Iterator[Passage]:
    """Add the cells of a row to the passages of their columns; gives those that ended."""
    follows = broken and before is not None and before.kind is BlockKind.ROW
    for cell in row.cells:
        column = cell.where.column or 0
        if cell.text and not re.search(r"\w", cell.text) and column in columns and follows:
            columns[column].add("", cell.where, row)  # a stray sign between two lines
            continue
        held = columns.get(column)
        if held is not None and not (follows and cell.text and _cell_goes_on(held, before, row, cell)):
            yield columns.pop(column)
        if cell.text:
            columns.setdefault(column, Passage(column=column)).add(cell.text, cell.where, row)


def _cell_goes_on(held: Passage, before: Block | None, row: Block, cell: Cell) -> bool:
    if before is not None and _adjacent(before.where, row.where):
        return held.pieces[-1].block is before
    return not _ENDED.search(held.text) and cell.text[:1].islower()


def _goes_on(prose: Passage, before: Block | None, block: Block) -> bool:
    """Whether a line goes on with the one before it."""
    if before is None or block.kind is not BlockKind.PARAGRAPH or before.kind is BlockKind.HEADING:
        return False
    if block.text[:1].islower() and not _ENDED.search(prose.text):
        return True
    return _adjacent(before.where, block.where)


def _adjacent(one: Where, other: Where) -> bool:
    return one.page == other.page and one.line is not None and other.line is not None and other.line - one.line <= 1


def lines_of(document: Document) -> list[str]:
    """The document as lines, with an empty one wherever the file has some or a new paragraph begins."""
    lines: list[str] = []
    for before, block in pairwise([None, *document.blocks]):
        assert block is not None
        gap = before is not None and not _adjacent(before.where, block.where)
        lines += ([""] if gap else []) + [block.text]
    return lines


def numbered_lines(document: Document) -> tuple[str, list[Block | None]]:
    """The document as one text, and the block of each of its lines: None for an empty one."""
    lines: list[str] = []
    owners: list[Block | None] = []
    for before, block in pairwise([None, *document.blocks]):
        assert block is not None
        if before is not None and not _adjacent(before.where, block.where):
            lines.append("")
            owners.append(None)
        for part in _as_lines(block, broken=document.form in _BROKEN_FORMS):
            lines.append(part)
            owners.append(block)
        if document.form == "docx" and block.kind is not BlockKind.ROW:
            lines.append("")
            owners.append(None)
    return "\n".join(lines), owners


def _as_lines(block: Block, *, broken: bool) -> Sequence[str]:
    if block.kind is BlockKind.ROW:
        texts = [" ".join(cell.text.split()) for cell in block.cells]
        # the number of a row in a real table is not that of a clause
        return (
            [f"| {' | '.join(texts)} |"]
            if not broken and re.fullmatch(r"\d{1,3}[.)]?", texts[0])
            else ["\t".join(texts)]
        )
    return block.text.split("\n")


def vocabulary(document: Document) -> dict[str, int]:
    """How often each word stands in a document, in lower case."""
    counted: dict[str, int] = {}
    for block in document.blocks:
        for word in re.findall(r"[A-Za-z]{2,}", block.text):
            counted[word.lower()] = counted.get(word.lower(), 0) + 1
    return counted
