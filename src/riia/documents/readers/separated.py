"""A CSV file: every record is a row, with its first line as its place."""

import csv
import io

from riia.documents.model import Block, BlockKind, Cell, Document, DocumentError, Where
from riia.documents.readers.encodings import decoded
from riia.documents.readers.limits import MOST_BLOCKS, MOST_CELLS, MOST_LETTERS, too_large

_SEPARATORS = (",", ";", "\t", "|")


def read_csv(raw: bytes, name: str, sha256: str) -> Document:
    """Read a file of values parted by commas, semicolons, tabs or bars. Raises DocumentError."""
    text, encoding = decoded(raw, name)
    if len(text) > MOST_LETTERS:
        raise too_large(name, f"{len(text):,} letters of text")
    blocks: list[Block] = []
    cells = 0
    before = 0
    reader = csv.reader(io.StringIO(text.replace("\0", ""), newline=""), delimiter=_separator(text), strict=False)
    try:
        for record in reader:
            line, before = before + 1, reader.line_num
            cells += len(record)
            if not any(value.strip() for value in record):
                continue
            row = tuple(Cell(v.strip(), Where(line=line, column=at)) for at, v in enumerate(record, 1))
            blocks.append(Block(BlockKind.ROW, "\t".join(cell.text for cell in row).strip(), Where(line=line), row))
            if len(blocks) > MOST_BLOCKS or cells > MOST_CELLS:
                raise too_large(name, f"more than {min(len(blocks), MOST_BLOCKS):,} rows")
    except csv.Error as error:
        rule = f"line {reader.line_num} breaks the form of a CSV file ({error})."
        raise DocumentError(name, rule, "Save it again as CSV (UTF-8) from the spreadsheet.") from None
    return Document(name, "csv", sha256, tuple(blocks), properties={"encoding": encoding})


def _separator(text: str) -> str:
    """The sign that parts the values of the first lines most evenly; a comma where none does."""
    lines = [line for line in text[:20_000].splitlines()[:30] if line.strip()]
    best = max(_SEPARATORS, key=lambda sign: (sum(sign in line for line in lines), sum(x.count(sign) for x in lines)))
    return best if any(best in line for line in lines) else ","
