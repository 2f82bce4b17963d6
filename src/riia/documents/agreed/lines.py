"""A document as sentences and tables, each with its place: what the rules of agreements are held against. Pure."""

import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

from riia.documents.model import Block, BlockKind, Cell, Document, Where
from riia.documents.text.passages import Passage, passages, plain

_END: Final = re.compile(
    r"(?<=[.?!])[”\"’)]*\s+(?=[A-Z(“\"£•–-])|(?<=;)\s*\n\s*|\n(?=\s*(?:\d{1,2}(?:\.\d{1,2})+|\(?[a-z\d]{1,2}\))\s)"
)
_MARK_ONLY: Final = re.compile(r"(?:^|\n)\s*\(?(?:\d{1,2}|[a-z]|[ivx]{1,4})[.)]$")
_SHORT: Final = re.compile(r"\b(?:No|Nos|Re|Mr|Mrs|Ms|Dr|Cllr|ref|St|cl|para|approx|e\.g|i\.e|etc)\.$", re.I)
_COMMAS: Final = re.compile(r'^(?:[^",\n]*|"[^"\n]*")(?:,(?!\s)(?:[^",\n]*|"[^"\n]*")){2,}$')
_NUMBERED: Final = re.compile(r"^\(?\d{1,2}[.)]\s+(?=[A-Z])")
_BULLET: Final = re.compile(r"^(?:[-–—•*▪◦●■‣]|o)\s+(?=\S)")
_LABELLED: Final = re.compile(r"[A-Z][\w’'& -]{0,45}:\s+\S")
_LISTED: Final = re.compile(r"(?:[-–•*▪◦●■‣]\s+|\(?(?:\d{1,2}|[a-z]|[ivx]{1,4})[.)]\s+)\S")
_OPEN: Final = re.compile(r"[,;]$|\b(?:and|of|the|to|in|for|by|with|on|at|or)$")
_LONGEST_CELL: Final = 90
_LONGEST: Final = 2_000
"""Letters of a sentence: longer ones are none, and would take long to look through."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence and its place; `near` counts blocks from the beginning, to tell how far two things are apart."""

    text: str
    where: Where
    near: int = 0
    item: bool = False
    """Whether it begins an item of a list."""


@dataclass(slots=True)
class Table:
    """Rows of cells that stand together; `heads` are the rows above the first number."""

    heads: list[tuple[Cell, ...]] = field(default_factory=list)
    rows: list[tuple[Cell, ...]] = field(default_factory=list)
    near: int = 0
    title: str = ""

    @property
    def width(self) -> int:
        return max((len(row) for row in self.rows), default=0)

    def head(self, column: int) -> str:
        """The words over a column."""
        return " ".join(row[column].text for row in self.heads if column < len(row) and row[column].text)


def sentences(document: Document) -> list[Sentence]:
    """Every sentence outside tables, in order."""
    order = {id(block): at for at, block in enumerate(document.blocks)}
    found: list[Sentence] = []
    for passage in passages(document):
        if passage.column or all(cells_of(piece.block) for piece in passage.pieces):
            continue
        found += _of_passage(passage, order)
    return found


def _of_passage(passage: Passage, order: dict[int, int]) -> Iterator[Sentence]:
    text = passage.text
    ends = [
        match.span()
        for match in _END.finditer(text)
        if not _SHORT.search(text[: match.start()]) and not _MARK_ONLY.search(text[: match.start()])
    ]
    ends += [(at - 1, at) for at in _line_ends(passage)]
    start = 0
    for stop, following in [*sorted(ends), (len(text), len(text))]:
        piece = _BULLET.sub("", " ".join(plain(text[start:stop]).split()))
        if 0 < len(piece) <= _LONGEST:
            at = passage.at(min(start, max(len(text) - 1, 0)))
            begins = at.start == start or not text[at.start : start].strip()
            yield Sentence(piece, at.where, order[id(at.block)], at.block.kind is BlockKind.ITEM and begins)
        start = max(start, following)


def _line_ends(passage: Passage) -> Iterator[int]:
    """Where a line ends what it says although no full stop stands there: headings, and lines that begin "Stage 1:"."""
    widest = max((len(piece.text) for piece in passage.pieces), default=0)
    for piece, following in pairwise(passage.pieces):
        begins = following.text[:1].isupper() or following.text[:1] in '“"(£' or following.text[:1].isdigit()
        labelled = _LABELLED.match(following.text)
        if (
            (labelled and not _OPEN.search(piece.text))
            or _LISTED.match(following.text)
            or (
                begins
                and len(piece.text) < 0.65 * widest
                and not re.search(r"[.,;:&]$|\b(?:and|of|the|to|in|for|by)$", piece.text)
            )
            or (piece.text.endswith(":") and begins)
        ):
            yield following.start


def cells_of(block: Block) -> tuple[Cell, ...]:
    """The cells of a row: of a table, or of a line whose columns are parted by blanks or commas; empty for others."""
    if block.kind is BlockKind.ROW:
        return tuple(_bare(cell) for cell in block.cells)
    if cells := cells_of_commas(block):
        return cells
    text = block.text.strip()
    parts = re.split(r"\s{2,}|\t+", text)
    if len(parts) < 2 or any(len(part) > _LONGEST_CELL for part in parts) or parts[-1].endswith((".", ",", ";")):
        return ()
    if not re.search(r"\d", text) and len(parts) < 3 and not _is_heads(parts):
        return ()
    parts[0] = _NUMBERED.sub("", parts[0])
    return tuple(Cell(part, _column(block.where, at)) for at, part in enumerate(parts, 1))


def cells_of_commas(block: Block) -> tuple[Cell, ...]:
    """The cells of a line that is parted by bars, or by commas without blanks after them; empty for a sentence."""
    text = block.text.strip()
    if text.count(" | ") > 1 and len(text) < 400:
        parts = [part.strip() for part in text.split(" | ")]
        return tuple(Cell(part, _column(block.where, at)) for at, part in enumerate(parts, 1))
    if "," not in text or len(text) > 400 or not _COMMAS.match(text):
        return ()
    if not _COMMAS.match(re.sub(r'(?<!")[£$€]?\b\d[\d,]*\b(?!")', "0", text)):
        return ()  # the commas are those of thousands
    parts = next(csv.reader([text]))
    return tuple(Cell(part.strip(), _column(block.where, at)) for at, part in enumerate(parts, 1))


def _is_heads(parts: Sequence[str]) -> bool:
    return all(part[:1].isupper() and len(part) < 40 and not part.endswith(".") for part in parts)


def _bare(cell: Cell) -> Cell:
    return Cell(" ".join(plain(cell.text).split()), cell.where, cell.value, cell.formula)


def _column(where: Where, at: int) -> Where:
    return Where(where.line, where.page, where.table, where.row, at, where.sheet, where.cell, where.label)


def tables(document: Document) -> list[Table]:
    """The tables of a document, also those whose columns are parted by blanks, tabs or commas."""
    found: list[Table] = []
    rows: list[tuple[Cell, ...]] = []
    start, title, before = 0, "", ""
    for at, block in enumerate(document.blocks):
        cells = cells_of(block)
        if len([cell for cell in cells if cell.text]) > 1 or (rows and cells and block.kind is BlockKind.ROW):
            if not rows:
                start, title = at, before
            if not _is_rule(cells):
                rows.append(cells)
            continue
        if rows:
            found += _made(rows, start, title)
            rows = []
        before = block.text
    if rows:
        found += _made(rows, start, title)
    return found


def _is_rule(cells: Sequence[Cell]) -> bool:
    return all(re.fullmatch(r"[-:=\s]*", cell.text) for cell in cells)


def _made(rows: Sequence[tuple[Cell, ...]], near: int, title: str) -> list[Table]:
    """A table, or several where other heads begin in the middle."""
    made: list[Table] = []
    table = Table(near=near, title=title)
    for row in rows:
        numeric = any(re.search(r"\d", cell.text) for cell in row[1:]) or re.fullmatch(r"\d{1,3}[.)]?", row[0].text)
        if not numeric and len([cell for cell in row if cell.text]) > 1 and all(len(c.text) < 60 for c in row):
            if table.rows and not any(re.search(r"\d", c.text) for r in table.rows for c in r[1:]):
                table.rows.append(row)  # a table of words
                continue
            if table.rows and len(row) == table.width and not any(c.text.endswith("%") for c in row):
                blank = sum(not cell.text for cell in row)
                if blank or not _is_heads([c.text for c in row if c.text]):
                    table.rows.append(row)
                    continue
                made.append(table)
                table = Table(near=near, title=title)
            if not table.heads or len(table.heads) < 2:
                table.heads.append(row)
                continue
        table.rows.append(row)
    made.append(table)
    return [one for one in made if one.rows]
