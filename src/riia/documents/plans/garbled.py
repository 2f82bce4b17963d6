"""Lines that a program read twice, the first time badly: "Parformance KDI Pu 21 January" before the line as it is."""

import re
from collections.abc import Mapping, Sequence
from difflib import SequenceMatcher
from typing import Final

from riia.documents.model import Block, Cell
from riia.documents.plans.identifiers import marked
from riia.documents.plans.structure import Damage

_ALIKE: Final = 0.6
_WORD: Final = re.compile(r"[A-Za-z]{4,}")


def cells_without_twins(rows: Sequence[Block]) -> tuple[list[tuple[Cell, ...]], list[Damage]]:
    """The cells of rows that follow each other, without those that are a damaged twin of the cell below."""
    counted: dict[str, int] = {}
    for row in rows:
        for word in {word.lower() for word in _WORD.findall(row.text)}:
            counted[word] = counted.get(word, 0) + 1
    kept: list[tuple[Cell, ...]] = []
    damages: list[Damage] = []
    before: Block | None = None
    for row, below in zip(rows, [*rows[1:], None], strict=True):
        twins = {} if below is None else _twins(row.cells, below.cells, counted)
        tail = _tail(before.cells, row.cells, counted) if before is not None and not twins else None
        before = None if twins else row
        if tail is not None:
            kept.append(tuple(Cell("", cell.where) if at == tail else cell for at, cell in enumerate(row.cells)))
            damages.append(
                Damage(
                    row.cells[tail].text,
                    row.cells[tail].where,
                    "garbled twin",
                    kept[-2][tail].text,
                    kept[-2][tail].where,
                )
            )
            continue
        kept.append(tuple(Cell("", cell.where) if at in twins else cell for at, cell in enumerate(row.cells)))
        if twins and below is not None:
            at = max(twins, key=lambda at: (twins[at], at))
            damages.append(
                Damage(
                    row.cells[at].text, row.cells[at].where, "garbled twin", below.cells[at].text, below.cells[at].where
                )
            )
    return kept, damages


def _twins(ours: Sequence[Cell], below: Sequence[Cell], counted: Mapping[str, int]) -> dict[int, int]:
    """Position of each cell that is its neighbour read badly, and how sure: only where one of them leaves no doubt."""
    found = {}
    for at, (cell, twin) in enumerate(zip(ours, below, strict=False)):
        odd = odd_words(cell.text, twin.text, counted)
        if odd:
            found[at] = 2 if odd > 1 and not _sound(cell.text) else 3 if _number_damaged(cell.text, twin.text) else 1
    return found if any(sure > 1 for sure in found.values()) else {}


def _tail(above: Sequence[Cell], ours: Sequence[Cell], counted: Mapping[str, int]) -> int | None:
    """Position of a cell that is the end of the cell above it read a second time and badly."""
    for at, (over, cell) in enumerate(zip(above, ours, strict=False)):
        if len(cell.text) < 14 or _sound(cell.text):
            continue
        if odd_words(cell.text, over.text[-len(cell.text) - 1 :], counted) > 1:
            return at
    return None


def odd_words(text: str, below: str, counted: Mapping[str, int]) -> int:
    """How many words of a text are the words below it read badly; 0 where the two are not nearly alike."""
    if min(len(text), len(below)) < 14 or text == below:
        return 0
    if SequenceMatcher(None, text, below, autojunk=False).ratio() < _ALIKE:
        return 0
    ours, theirs = _WORD.findall(text), _WORD.findall(below)
    odd = 0
    for word in ours:
        if word in theirs or counted.get(word.lower(), 0) > 1:
            continue
        alike = (
            SequenceMatcher(None, word, other, autojunk=False).ratio()
            for other in theirs
            if abs(len(other) - len(word)) <= 2
        )
        odd += any(0.5 <= share < 1 for share in alike)
    return odd if len(set(ours) & set(theirs)) + odd >= 0.6 * max(len(ours), 1) else 0


def _number_damaged(text: str, below: str) -> bool:
    """Whether the cell below starts with a number and this one with what was made of it."""
    if marked(below) is None:
        return False
    said = marked(text)
    if said is None:
        return bool(re.match(r"[\dOIl]\W?\s?[A-Z\d.]", text))
    return "0" in said.number.split(".")


def _sound(text: str) -> bool:
    """Whether a text starts with a number that nothing is wrong with: then it is a line of its own."""
    said = marked(text)
    return said is not None and "0" not in said.number.split(".")
