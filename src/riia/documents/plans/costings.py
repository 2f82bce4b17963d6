"""Reading tables of costings: where they begin, what their columns hold, and which of them sum up another."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from riia.documents.model import Block, BlockKind, Cell
from riia.documents.plans.cost_columns import Column, columns_of, guessed, has_money, is_cost_header, settled
from riia.documents.plans.cost_names import BY_AREA
from riia.documents.plans.cost_rows import TableReader
from riia.documents.plans.entries import plain
from riia.documents.plans.formulas import stale, with_values
from riia.documents.plans.structure import Costings, CostTable
from riia.documents.plans.summaries import parted

_LONG: Final = 40
_FILLED: Final = 3
_HEADS_ABOVE: Final = 3
"""Rows that may stand above the head of a table and look like rows of it, such as heads in two rows."""


def cost_headers(blocks: Sequence[Block]) -> dict[int, dict[int, Column | int]]:
    """The rows that are headers of costings, by their position, with what each column below them holds."""
    found: dict[int, dict[int, Column | int]] = {}
    for at, block in enumerate(blocks):
        if block.kind is not BlockKind.ROW:
            continue
        if is_cost_header(block.cells):
            rows = list(_below(blocks, at))
            columns = columns_of(block.cells)
            if has_money(columns, rows):
                found[at] = settled(columns, rows, [cell.text for cell in block.cells])
        elif _may_begin(blocks, at) and (told := guessed(block.cells, _few_below(blocks, at))) is not None:
            found[at] = told
    return found


def _may_begin(blocks: Sequence[Block], at: int) -> bool:
    """Whether a table may begin with this row: few rows of at least three cells that are filled stand right above."""
    here = blocks[at].where
    for above in range(1, _HEADS_ABOVE + 1):
        if at < above:
            return True
        block = blocks[at - above]
        same = (block.where.sheet, block.where.table) == (here.sheet, here.table) and block.kind is BlockKind.ROW
        if not same or sum(bool(cell.text.strip()) for cell in block.cells) < _FILLED:
            return True
    return False


def _few_below(blocks: Sequence[Block], at: int) -> list[Sequence[Cell]]:
    """The rows under one that may be a header: none where the row itself holds amounts."""
    filled = [cell for cell in blocks[at].cells if cell.text.strip()]
    if len(filled) < _FILLED or any(re.search(r"\d[\d,]*\.\d\d\b|£\s?\d|^\d+$", cell.text) for cell in filled):
        return []
    return list(_below(blocks, at))


def _below(blocks: Sequence[Block], at: int) -> Iterator[Sequence[Cell]]:
    """The rows of a table under its header."""
    header = blocks[at]
    for block in blocks[at + 1 :]:
        if block.kind is not BlockKind.ROW or block.where.sheet != header.where.sheet:
            if block.kind is BlockKind.ROW or block.where.sheet != header.where.sheet:
                return
            continue
        if block.where.table != header.where.table and header.where.page is None:
            return
        if is_cost_header(block.cells):
            return
        yield block.cells


def read_costings(blocks: Sequence[Block], beside: Sequence[Block] = ()) -> Costings:
    """The tables of costings among the blocks; `beside` is the whole document, where they are a part of it."""
    blocks = with_values(blocks)
    headers = cost_headers(blocks)
    readers: list[TableReader] = []
    titles: list[Block] = []
    for at, block in enumerate(blocks):
        reader = readers[-1] if readers else None
        if at in headers:
            heads = [cell.text for cell in block.cells]
            if reader is not None and reader.heads == heads and not titles:
                continue  # the header again, on the next page
            readers.append(TableReader(_title(titles) or block.where.sheet, block, headers[at]))
            titles = []
        elif block.kind is BlockKind.ROW and reader is not None and _has_place(block, reader):
            _gathered(block, reader)
            titles = []
        elif block.kind is not BlockKind.ROW or reader is None:
            titles.append(block)
            if reader is not None:
                reader.notes.append(block.text)
    return replace(
        parted([_made(reader) for reader in readers]), stale=tuple(stale(blocks)), beside=tuple(beside or blocks)
    )


def _made(reader: TableReader) -> CostTable:
    reader.read()
    return reader.made()


def _gathered(block: Block, reader: TableReader) -> None:
    filled = [cell for cell in block.cells if cell.text]
    if len(filled) == 1 and not re.search(r"£\d", block.text):
        if len(filled[0].text) > _LONG:
            reader.notes.append(block.text)
        if BY_AREA.match(filled[0].text):
            reader.by_area_from = reader.by_area_from or len(reader.pending)
    reader.pending.append(block.cells)


def _has_place(block: Block, reader: TableReader) -> bool:
    """Whether a row can belong to a table: on its sheet, and where pages do not part tables in that table."""
    if block.where.sheet != reader.where.sheet:
        return False
    return block.where.page is not None or block.where.table == reader.where.table


def _title(blocks: Sequence[Block]) -> str:
    said = [plain(block.text.replace("\t", " ")).lstrip("# ") for block in blocks[-3:]]
    return next(
        (
            text
            for text in reversed(said)
            if 0 < len(text) < 90 and re.search(r"cost|budget|spend|financ|grant", text, re.I)
        ),
        "",
    )
