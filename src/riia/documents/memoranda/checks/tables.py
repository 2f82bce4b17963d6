"""Tables of an agreement: rows that follow each other, over pages too, with a head, and the numbers in their cells.

Besides the tables of the file itself, lines of a text file whose columns are set apart by blanks are read as rows.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from riia.documents.model import Block, BlockKind, Cell, Document, Where
from riia.documents.text.passages import plain

_GAP: Final = re.compile(r"\s{3,}|(?<![.;:!?])\s{2,}|\s{2,}(?=[£€$]?\d[\d,.]*%?(?:\s{2,}|$))")
_NUMBER: Final = re.compile(
    r"(?P<sign>[£€$])?\s?(?P<number>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)\s?(?P<percent>%|per cent)?"
    r"(?P<times>\s?(?:m|k|million|thousand))?"
)
_TOTAL: Final = re.compile(
    r"(?:grand |overall |combined )?(?:sub-?\s?)?totals?\b|all (?:the )?(?:councils|authorities|parties|"
    r"partners|boroughs|"
    r"members|regions|areas|years|payments|instalments)\b|all \w+$|^(?:sum|overall|altogether|together|all|in all)$|"
    r".*\b(?:sub-?)?total$",
    re.I,
)
_NOTHING: Final = re.compile(r"(?:[-–—]|nil|none|n/?a|)", re.I)
_APART: Final = 3
"""Lines between two rows of one table in a text file, at most."""
_SIDE: Final = re.compile(r"[\s*†‡()\[\]~^]+")


@dataclass(frozen=True, slots=True)
class Value:
    """A number in a cell: exact, with its sign ("£") and whether it is a percentage."""

    number: Decimal
    sign: str
    percent: bool


@dataclass(frozen=True, slots=True)
class Row:
    cells: tuple[Cell, ...]
    block: Block

    def text(self, column: int) -> str:
        return self.cells[column].text if column < len(self.cells) else ""

    def value(self, column: int) -> Value | None:
        return value_of(self.text(column))

    @property
    def name(self) -> str:
        """Its first cell that has words."""
        return next((plain(cell.text) for cell in self.cells if re.search(r"[A-Za-z]{2}", cell.text)), "")

    @property
    def is_total(self) -> bool:
        return bool(_TOTAL.match(self.name)) and len(self.name) < 60

    @property
    def is_part(self) -> bool:
        """A total of some of the rows only."""
        return self.is_total and bool(re.search(r"sub-?\s?total", self.name, re.I))


@dataclass(frozen=True, slots=True)
class Table:
    """A head, which may be missing, and the rows under it. `before` is the block that it follows."""

    head: tuple[str, ...]
    rows: tuple[Row, ...]
    before: Block | None
    blocks: tuple[Block, ...]

    @property
    def width(self) -> int:
        return max((len(row.cells) for row in self.rows), default=0)

    @property
    def body(self) -> list[Row]:
        """The rows that are no totals."""
        return [row for row in self.rows if not row.is_total]

    def name(self, column: int) -> str:
        return self.head[column] if column < len(self.head) and self.head[column] else f"column {column + 1}"


def value_of(text: str) -> Value | None:
    """The number that a cell holds, and nothing else; None for words, blanks and what is hidden."""
    bare = _SIDE.sub(" ", plain(text)).strip()
    match = _NUMBER.fullmatch(bare)
    if match is None:
        return None
    times = (match["times"] or "").strip().lower()
    scale = 1_000_000 if times.startswith("m") else 1_000 if times else 1
    return Value(Decimal(match["number"].replace(",", "")) * scale, match["sign"] or "", bool(match["percent"]))


def is_nothing(text: str) -> bool:
    """Whether a cell says that there is nothing: a blank, a dash, "nil"."""
    return bool(_NOTHING.fullmatch(plain(text).strip()))


def tables_of(document: Document) -> tuple[Table, ...]:
    """The tables of a document, in order."""
    return tuple(_tables(document))


def _tables(document: Document) -> Iterator[Table]:
    held: list[tuple[Block, tuple[Cell, ...]]] = []
    before: Block | None = None
    last: Block | None = None
    for block, cells in _as_rows(document):
        if cells and held and not _joins(held[-1], block, cells):
            yield from _table(held, before)
            held = []
        if cells:
            before = before if held else last
            held.append((block, cells))
        elif held:
            yield from _table(held, before)
            held = []
        last = block
    yield from _table(held, before)


def _joins(last: tuple[Block, tuple[Cell, ...]], block: Block, cells: Sequence[Cell]) -> bool:
    """Whether a row goes on with the table: the same one, or its second part on the next page."""
    before, at = last[0].where, block.where
    same = before.table == at.table and (at.table is not None or (at.line or 0) - (before.line or 0) <= _APART)
    return same or (last[0].where.page != block.where.page and len(last[1]) == len(cells))


def _table(held: Sequence[tuple[Block, tuple[Cell, ...]]], before: Block | None) -> Iterator[Table]:
    if len(held) < 2:
        return
    rows = [Row(cells, block) for block, cells in held]
    first = rows[0]
    headed = not any(value_of(cell.text) for cell in first.cells) and any(
        value_of(cell.text) for row in rows[1:] for cell in row.cells
    )
    headed = headed or all(0 < len(cell.text) < 45 and not cell.text.endswith(".") for cell in first.cells)
    head = tuple(plain(cell.text) for cell in first.cells) if headed else ()
    repeated = tuple(row for row in rows[1:] if tuple(plain(cell.text) for cell in row.cells) != head)
    yield Table(head, repeated if headed else tuple(rows), before, tuple(block for block, _ in held))


def _as_rows(document: Document) -> Iterator[tuple[Block, tuple[Cell, ...]]]:
    """Every block with its cells. Lines of a text file whose columns blanks set apart have cells where a neighbour has
    some too, in the columns of the fullest of them."""
    run: list[tuple[Block, list[tuple[int, str]]]] = []
    for block in document.blocks:
        parts = _parts(block) if document.form == "txt" else []
        if len(parts) > 1 and (not run or (block.where.line or 0) - (run[-1][0].where.line or 0) <= _APART):
            run.append((block, parts))
            continue
        if len(parts) > 1:
            yield from _aligned(run)
            run = [(block, parts)]
            continue
        yield from _aligned(run)
        run = []
        yield block, block.cells
    yield from _aligned(run)


def _parts(block: Block) -> list[tuple[int, str]]:
    """What blanks set apart in a line, each with its place; empty for rows of the file's own tables."""
    if block.kind is BlockKind.ROW:
        return []
    text = block.text.strip()
    ends = [0, *(match.end() for match in _GAP.finditer(text))]
    parts = [(start, columns_of(text[start:])[0].strip()) for start in ends]
    if len(parts) == 2 and re.fullmatch(r"\(?(?:[A-Z]?\d[\d.]*|[a-z]{1,3}|[-*•])[.)]?", parts[0][1]):
        return []  # a number and its clause
    return parts


def _aligned(run: Sequence[tuple[Block, list[tuple[int, str]]]]) -> Iterator[tuple[Block, tuple[Cell, ...]]]:
    width = max((len(parts) for _, parts in run), default=0)
    full = [parts for _, parts in run if len(parts) == width]
    if len(run) < 2 or len(run) - len(full) > len(full):
        yield from ((block, block.cells) for block, _ in run)
        return
    spans = [
        (min(parts[at][0] for parts in full), max(parts[at][0] + len(parts[at][1]) for parts in full))
        for at in range(width)
    ]
    for block, parts in run:
        texts = [""] * width
        for number, (start, text) in enumerate(parts):
            places = range(width) if len(parts) < width else [number]
            at = min(places, key=lambda place: abs(2 * start + len(text) - sum(spans[place])))
            texts[at] = f"{texts[at]} {text}".strip()
        where = block.where
        yield (
            block,
            tuple(
                Cell(text, Where(line=where.line, page=where.page, column=column))
                for column, text in enumerate(texts, 1)
            ),
        )


def columns_of(line: str) -> list[str]:
    """What blanks set apart in a line."""
    return _GAP.split(line.strip())
