"""Tables made whole before they are read: columns that only spaces part, and heads that stand in two rows. Pure."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from riia.documents.model import Block, BlockKind, Cell, Document, Where
from riia.documents.plans.columns import Role, roles_of
from riia.documents.plans.cost_columns import columns_of, is_cost_header

_CHUNK: Final = re.compile(r"\S+(?: \S+)*")
_DATA: Final = re.compile(r"\d\.\d|£\s?\d|\d{3}|20\d\d-\d\d-\d\d")
_FEWEST: Final = 3


def shaped(document: Document) -> tuple[Block, ...]:
    """The blocks of a document, with its tables as rows of cells under one header."""
    blocks: Sequence[Block] = document.blocks
    if document.form == "txt":
        blocks = list(_parted(blocks))
    whole = list(_with_whole_heads(blocks))
    return tuple(_with_whole_rows(whole) if document.form in ("txt", "pdf") else whole)


# Columns parted by spaces


def _chunks(text: str) -> list[tuple[int, int, str]]:
    return [(found.start(), found.end(), found[0]) for found in _CHUNK.finditer(text)]


def _parted(blocks: Sequence[Block]) -> Iterator[Block]:
    """Lines under a header whose columns stand at the same places, as rows."""
    at = 0
    while at < len(blocks):
        head = _chunks(_line(blocks[at])) if blocks[at].kind is not BlockKind.ROW else []
        if len(head) < _FEWEST or not _is_head([text for _, _, text in head]):
            yield blocks[at]
            at += 1
            continue
        yield _row(blocks[at], head, head)
        at += 1
        rows: list[Block] = []
        while at < len(blocks) and blocks[at].kind is not BlockKind.ROW:
            chunks = _chunks(_line(blocks[at]))
            apart = (blocks[at].where.line or 0) - (blocks[at - 1].where.line or 0)
            if len(chunks) >= _FEWEST and _is_head([text for _, _, text in chunks]):
                break
            if rows and apart == 1 and blocks[at].indent > head[0][0] and _starts_within(chunks, head):
                rows[-1] = _added(rows[-1], _row(blocks[at], chunks, head))
            elif len(chunks) > 1 and apart <= _FEWEST:
                rows.append(_row(blocks[at], chunks, head))
            else:
                break
            at += 1
        yield from rows


def _line(block: Block) -> str:
    """A line with the spaces before it."""
    return " " * block.indent + block.text


def _is_head(texts: Sequence[str]) -> bool:
    cells = [Cell(text, Where()) for text in texts]
    return roles_of(cells) is not None or is_cost_header(cells)


def _starts_within(chunks: Sequence[tuple[int, int, str]], head: Sequence[tuple[int, int, str]]) -> bool:
    return bool(chunks) and all(any(abs(start - column[0]) <= 1 for column in head[1:]) for start, _, _ in chunks)


def _row(block: Block, chunks: Sequence[tuple[int, int, str]], head: Sequence[tuple[int, int, str]]) -> Block:
    texts = [""] * len(head)
    direct = len(chunks) == len(head)
    for place, (start, end, text) in enumerate(chunks):
        column = place if direct else _column(start, end, head)
        texts[column] = f"{texts[column]} {text}".strip()
    where = block.where
    cells = tuple(
        Cell(text, Where(line=where.line, page=where.page, column=column)) for column, text in enumerate(texts, 1)
    )
    return Block(BlockKind.ROW, block.text, where, cells)


def _column(start: int, end: int, head: Sequence[tuple[int, int, str]]) -> int:
    """The column that most of a text stands under."""
    edges = [*(column[0] for column in head[1:]), 10**6]

    def shared(at: int) -> int:
        return min(end, edges[at]) - max(start, head[at][0] if at else 0)

    return max(range(len(head)), key=shared)


def _added(row: Block, below: Block) -> Block:
    """A row with the rest of its cells from the line below it."""
    cells = tuple(
        replace(cell, text=f"{cell.text} {more.text}".strip())
        for cell, more in zip(row.cells, below.cells, strict=True)
    )
    return replace(row, cells=cells, text=f"{row.text} {below.text}")


def _with_whole_rows(blocks: Sequence[Block]) -> Iterator[Block]:
    """Rows under a header with numbers: one whose number is blank is the rest of the row above it."""
    first: int | None = None
    above: Block | None = None
    for block in blocks:
        roles = roles_of(block.cells) if block.kind is BlockKind.ROW and block.where.table is None else None
        if roles is not None:
            first = next((at for at, role in roles.items() if role in (Role.REF, Role.ACTIVITY_REF)), None)
        inside = block.kind is BlockKind.ROW and block.where.table is None and first is not None and roles is None
        goes_on = (
            inside
            and above is not None
            and len(above.cells) == len(block.cells)
            and first is not None
            and first < len(block.cells)
            and not block.cells[first].text.strip()
            and above.where.page == block.where.page
        )
        if goes_on and above is not None:
            above = _added(above, block)
            continue
        if above is not None:
            yield above
        above = block if inside else None
        if not inside:
            first = first if block.kind is BlockKind.ROW else None
            yield block
    if above is not None:
        yield above


# Heads in two rows


def _with_whole_heads(blocks: Sequence[Block]) -> Iterator[Block]:
    at = 0
    while at < len(blocks):
        both = _both(blocks[at], blocks[at + 1]) if at + 1 < len(blocks) else None
        if both is not None:
            yield both
            at += 2
        else:
            yield blocks[at]
            at += 1


def _both(upper: Block, lower: Block) -> Block | None:
    """Two rows of heads as one, where only together, or only the second, they head a table."""
    if upper.kind is not BlockKind.ROW or lower.kind is not BlockKind.ROW or len(upper.cells) < _FEWEST:
        return None
    if (upper.where.sheet, upper.where.table) != (lower.where.sheet, lower.where.table):
        return None
    filled = [cell.text for cell in (*upper.cells, *lower.cells) if cell.text.strip()]
    if any(len(text) > 60 or _DATA.search(re.sub(r"\b20\d\d\b", "", text)) for text in filled):
        return None
    if sum(bool(cell.text.strip()) for cell in upper.cells) < 2:
        return None
    width = max(len(upper.cells), len(lower.cells))
    cells = []
    for place in range(width):
        over = upper.cells[place] if place < len(upper.cells) else None
        under = lower.cells[place] if place < len(lower.cells) else None
        best = under if under is not None and under.text.strip() else over
        if best is None:
            return None
        cells.append(best)
    if _known(cells) > max(_known(upper.cells), _known(lower.cells) - (upper.cells[0].text.strip() != "")):
        return Block(BlockKind.ROW, "\t".join(cell.text for cell in cells), lower.where, tuple(cells))
    return None


def _known(cells: Sequence[Cell]) -> int:
    """How many columns of a header are known; 0 where it is none."""
    roles = roles_of(cells)
    plan = sum(role.value != "other" for role in roles.values()) if roles is not None else 0
    costs = sum(str(column) != "other" for column in columns_of(cells).values()) if is_cost_header(cells) else 0
    return max(plan, costs)
