"""A text file: every line that is not empty is a block; a line with tabs is a row of a table."""

import re
from collections.abc import Iterator

from riia.documents.model import Block, BlockKind, Cell, Document, Where
from riia.documents.readers.encodings import decoded
from riia.documents.readers.limits import MOST_BLOCKS, MOST_LETTERS, too_large
from riia.documents.readers.marks import LABEL_AND_TAB, marked

_END = re.compile(r"\r\n|\r|\n")
_RULE = re.compile(r"\s*\|?(?:\s*:?-{2,}:?\s*\|)+(?:\s*:?-{2,}:?)?\s*")
"""The line under the head of a table in Markdown."""


def read_text(raw: bytes, name: str, sha256: str) -> Document:
    """Read a text file. Raises DocumentError."""
    text, encoding = decoded(raw, name)
    if len(text) > MOST_LETTERS:
        raise too_large(name, f"{len(text):,} letters of text")
    blocks = tuple(line_blocks(text))
    if len(blocks) > MOST_BLOCKS:
        raise too_large(name, f"{len(blocks):,} lines")
    return Document(name, "txt", sha256, blocks, properties={"encoding": encoding})


def line_blocks(text: str) -> Iterator[Block]:
    """A block for every line that has text, numbered as an editor numbers lines."""
    page = 1 if "\f" in text else None
    for number, raw in enumerate(_END.split(text), 1):
        if page is not None:
            page += raw.count("\f")
        line = raw.replace("\f", "")
        if line.strip() and not _RULE.fullmatch(line):
            yield line_block(line, Where(line=number, page=page))


def line_block(raw: str, where: Where) -> Block:
    """A line as a block: a row where tabs part it, otherwise what its beginning says it is."""
    line = raw.strip()
    label = LABEL_AND_TAB.match(line)
    if "\t" in raw.strip(" ") and not (label and "\t" not in line[label.end() :]):
        cells = tuple(
            Cell(cell.strip(), _at(where, column)) for column, cell in enumerate(raw.strip(" ").split("\t"), 1)
        )
        return Block(BlockKind.ROW, line, where, cells)
    if line.count("|") > 1 and line.startswith("|"):
        cells = tuple(
            Cell(cell.strip(), _at(where, column)) for column, cell in enumerate(line.strip("|").split("|"), 1)
        )
        return Block(BlockKind.ROW, line, where, cells)
    said = marked(line)
    indent = len(raw) - len(raw.lstrip(" "))
    return Block(said.kind, line, where, (), said.mark, said.level, indent=indent)


def _at(where: Where, column: int) -> Where:
    return Where(line=where.line, page=where.page, column=column)
