"""Documents that the tests write themselves: the same lines as text, Word, PDF and workbook."""

from collections.abc import Sequence
from io import BytesIO

import docx
import openpyxl
import typst

type Line = str | Sequence[str]
"""A paragraph, or the cells of a row."""
FORMS = ("txt", "docx", "pdf")


def written(lines: Sequence[Line], form: str) -> bytes:
    """The lines as a file of a form; an empty one is a gap. Rows that follow each other are one table."""
    return {"txt": _text, "docx": _word, "pdf": _pdf, "xlsx": _workbook}[form](lines)


def _text(lines: Sequence[Line]) -> bytes:
    return "\n".join(line if isinstance(line, str) else "\t".join(line) for line in lines).encode()


def _word(lines: Sequence[Line]) -> bytes:
    made = docx.Document()
    table = None
    for line in lines:
        if isinstance(line, str):
            table = None
            if line:
                made.add_paragraph(line)
            continue
        table = table or made.add_table(0, len(line))
        for cell, text in zip(table.add_row().cells, line, strict=True):
            cell.text = text
    stream = BytesIO()
    made.save(stream)
    return stream.getvalue()


def _pdf(lines: Sequence[Line]) -> bytes:
    source = ["#set text(size: 9pt)", "#set par(spacing: 1.4em)"]
    rows: list[Sequence[str]] = []
    for line in [*lines, ""]:
        if not isinstance(line, str):
            rows.append(line)
            continue
        if rows:
            cells = ", ".join(f"text({_quoted(cell)})" for row in rows for cell in row)
            source.append(f"#table(columns: {len(rows[0])}, {cells})")
            rows = []
        if line:
            source.append(f"#par(text({_quoted(line)}))")
    return typst.compile("\n".join(source).encode())


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _workbook(lines: Sequence[Line]) -> bytes:
    book = openpyxl.Workbook()
    for line in lines:
        book.active.append([line] if isinstance(line, str) else list(line))
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()
