"""Items of a dataset in a CSV file: read whole, or refused with every fault by line, column, rule and remedy. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from django.utils.text import slugify

from riia.alliance.agreements.csv_lines import lines_of

COLUMNS: Final = ("title", "definition", "unit", "numerator", "denominator")
MOST: Final = {"title": 200, "definition": 2000, "unit": 120, "numerator": 300, "denominator": 300}
"""Characters that fit."""
MOST_ITEMS: Final = 500
MOST_SAID: Final = 20
"""Faults that are listed; more are counted."""
_FORMULA: Final = ("=", "@", "+", "-")


def key_of(title: str) -> str:
    """The key of an item, from its title."""
    return slugify(title)[:60].strip("-")


def read_items(data: bytes) -> tuple[list[dict[str, str]], list[str]]:
    """The rows of a file with a key each, and what is wrong with it. Where anything is wrong, no row counts."""
    filled, problem = lines_of(data)
    if problem:
        return [], [problem]
    if not filled:
        return [], ["The file is empty. Write the columns in its first line, and an item in each line after it."]
    columns, problems = _columns(filled[0][1], filled[0][0])
    if problems:
        return [], problems
    rows = [(number, _row(line, columns)) for number, line in filled[1:]]
    problems = [*_extra(filled[1:], len(columns)), *_faults(rows)]
    if not rows:
        problems = ["The file has columns and no item. Write an item in each line after the first."]
    elif len(rows) > MOST_ITEMS:
        problems = [f"The file has {len(rows):,} items, and {MOST_ITEMS} fit. Check that it is the right file."]
    if problems:
        more = len(problems) - MOST_SAID
        return [], [*problems[:MOST_SAID], *([f"And {more} more of the kind."] if more > 0 else [])]
    return [row | {"key": key_of(row["title"])} for _, row in rows], []


def _columns(head: Sequence[str], line: int) -> tuple[list[str], list[str]]:
    names = [" ".join(cell.lower().split()) for cell in head]
    while names and not names[-1]:
        names.pop()
    known = ", ".join(COLUMNS)
    strange = [name or "(no name)" for name in names if name not in COLUMNS]
    if "title" not in names:
        return [], [f"Line {line}: there is no column “title”. Write the columns in the first line: {known}."]
    if strange:
        return [], [f"Line {line}: {', '.join(strange)[:120]} is no column of an item. The columns are: {known}."]
    if len(set(names)) < len(names):
        return [], [f"Line {line}: a column stands there twice. Write each once: {known}."]
    return names, []


def _row(line: Sequence[str], columns: Sequence[str]) -> dict[str, str]:
    plain = (" ".join(cell.split()) for cell in line)
    return {name: "" if cell in ("-", "–") else cell for name, cell in zip(columns, plain, strict=False)}


def _extra(lines: Sequence[tuple[int, Sequence[str]]], columns: int) -> Iterator[str]:
    for number, line in lines:
        if any(cell.strip() for cell in line[columns:]):
            yield f"Line {number} has more cells than columns. Put text that holds a comma into quotation marks."


def _faults(rows: Sequence[tuple[int, Mapping[str, str]]]) -> Iterator[str]:
    seen: dict[str, int] = {}
    for number, row in rows:
        title = row.get("title", "")
        key = key_of(title)
        if not key:
            yield f"Line {number}, title: it is missing. Write what the item is called."
        elif key in seen:
            yield f"Line {number}, title: “{title[:60]}” is the title of line {seen[key]} already. Give each its own."
        else:
            seen[key] = number
        for name, cell in row.items():
            if len(cell) > MOST[name]:
                yield f"Line {number}, {name}: it has {len(cell)} characters; {MOST[name]} fit. Shorten it."
            if cell.startswith(_FORMULA):
                yield f"Line {number}, {name}: it begins like a formula (“{cell[0]}”). Write it as words."
