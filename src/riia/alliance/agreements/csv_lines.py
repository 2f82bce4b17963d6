"""The filled lines of a small CSV file that somebody gives, however their spreadsheet wrote it. Pure."""

import csv
import io
from typing import Final

LARGEST: Final = 1024 * 1024
type Lines = list[tuple[int, list[str]]]
"""Lines with their numbers in the file."""


def lines_of(data: bytes) -> tuple[Lines, str]:
    """The lines that hold anything, or why there are none: rule and remedy in a sentence."""
    text, problem = _decoded(data)
    if problem:
        return [], problem
    reader = csv.reader(io.StringIO(text, newline=""), _dialect(text), strict=True)
    try:
        return [(reader.line_num, line) for line in reader if any(cell.strip() for cell in line)], ""
    except csv.Error as error:
        return [], f"Line {reader.line_num}: it is no line of a table ({error}). Save the file as CSV again."


def _decoded(data: bytes) -> tuple[str, str]:
    if len(data) > LARGEST:
        return "", "The file is larger than 1 megabyte. Such a list is small: check that it is the right file."
    if data[:4] == b"PK\x03\x04" or b"\x00" in data:
        return "", "The file is no CSV file. Open it in the spreadsheet and save it as CSV UTF-8."
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return data.decode(encoding), ""
        except UnicodeDecodeError:
            continue
    return "", "The letters of the file cannot be read. Save it from the spreadsheet as CSV UTF-8."


def _dialect(text: str) -> type[csv.Dialect]:
    first = next((line for line in text.splitlines() if line.strip()), "")

    class Separated(csv.excel):
        delimiter = max(",;\t", key=first.count)

    return Separated
