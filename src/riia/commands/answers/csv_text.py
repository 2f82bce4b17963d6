"""CSV that a spreadsheet may open: nothing in it becomes a formula, and names keep their letters."""

import csv
import io
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, Final

_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n")


def csv_text(heading: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    """The lines of a CSV file. A missing value is an empty cell."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow(heading)
    for row in rows:
        writer.writerow([_harmless(cell) for cell in row])
    return stream.getvalue()


def write_csv(text: str, out: Path) -> None:
    """Write CSV as UTF-8. Excel takes that for its old code page unless a mark says so, so text that is not plain ASCII
    gets the mark; ASCII goes without, which every other program likes better.
    """
    encoding = "utf-8" if text.isascii() else "utf-8-sig"
    out.write_text(text, encoding=encoding, errors="backslashreplace", newline="")


def _harmless(cell: Any) -> Any:
    """A text that a spreadsheet would take for a formula gets an apostrophe; numbers stay numbers."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell
