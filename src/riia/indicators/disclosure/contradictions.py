"""Where tables contradict themselves: a few printed things that cannot all be true, and from which none can be spared.

Such a set is found by a deletion filter (Chinneck and Dravnieks 1991, Locating minimal infeasible constraint sets in
linear programs, ORSA Journal on Computing 3(2)): whatever can be left out with the rest still contradicting itself is
left out, many at a time first. What remains names the place to look at.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import inf
from time import process_time
from typing import Final

import numpy as np
from scipy import sparse

from riia.indicators.disclosure.derived import DerivedFigure
from riia.indicators.disclosure.dimensions import Key
from riia.indicators.disclosure.linking import Linked
from riia.indicators.disclosure.programs import Floats, Outcome, Program
from riia.indicators.disclosure.systems import Cell, Within

_SECONDS: Final = 20.0
"""So long is looked for it; what is left by then is told, where it is little."""
_PATIENCE: Final = 2.0
_MOST: Final = 12
"""A longer list helps nobody."""
_NAMED: Final = 4


@dataclass(frozen=True, slots=True)
class Statement:
    """Something printed, in words, and what it says of the cells; of a rounded count, which cell it is printed in."""

    words: str
    knowledge: tuple[Within, ...]
    about: Key | None = None


def contradiction(linked: Linked, figures: Iterable[DerivedFigure] = ()) -> str | None:
    """What cannot all be true, in words; None where no such place is found in time."""
    finder = Finder(linked)
    for part in finder.parts(statements_of(linked, figures)):
        if finder.fails(part):
            found = finder.shrunk(part)
            return _told(found, needs_least=not finder.fails(found, least=0)) if len(found) <= _MOST else None
    return None


def _told(found: Sequence[Statement], *, needs_least: bool) -> str:
    lines = "\n".join(f"  {one.words}" for one in found)
    start = "This cannot be true" if len(found) == 1 else "These cannot all be true"
    least = ", as long as hidden counts hold at least what they are taken to hold (1, true zeros being shown)"
    return f"{start}{least if needs_least else ''}:\n{lines}\nCorrect one of them, or say what it is made of."


def statements_of(linked: Linked, figures: Iterable[DerivedFigure] = ()) -> list[Statement]:
    """Everything that is printed and says something of cells that are not."""
    out = [
        Statement(_sum(linked, whole, parts), (Within({whole: 1, **dict.fromkeys(parts, -1)}, 0, 0),))
        for whole, parts in linked.relations
    ]
    for key, printed in linked.rounded.items():
        low, high = linked.bounds(key)
        words = f"{key!r} is printed {printed.printed:,}, rounded: {low:,.0f} to {high:,.0f}"
        out.append(Statement(words, (Within({key: 1}, low, high),), key))
    for known in linked.within:
        cells = ", ".join(map(repr, known.coefficients))
        out.append(Statement(f"{cells} is marked as more than nothing", (known,)))
    for figure in figures:
        if knowledge := figure.knowledge(ties_known=False):
            cells = "; ".join(f"{key!r} ({_printed(linked, key)})" for key in figure.cells[:_NAMED])
            out.append(Statement(f"{figure.words} is {figure.printed}, made of {cells}", knowledge))
    return out


def _sum(linked: Linked, whole: Key, parts: Sequence[Key]) -> str:
    unseen = [key for key in parts if linked.counts.get(key) is None]
    shown = [count for key in parts if (count := linked.counts.get(key)) is not None]
    named = [f"{key!r} ({_printed(linked, key)})" for key in unseen[:_NAMED]]
    if len(unseen) > _NAMED:
        named.append(f"{len(unseen) - _NAMED:,} more that are not printed")
    if shown:
        what = "1 printed cell," if len(shown) == 1 else f"{len(shown):,} printed cells, together"
        named.append(f"{what} {sum(shown):,}")
    return f"{whole!r} ({_printed(linked, whole)}) is the sum of {'; '.join(named)}"


def _printed(linked: Linked, key: Key) -> str:
    count = linked.counts.get(key)
    if count is not None:
        return f"{count:,}"
    if key in linked.rounded:
        return f"{linked.rounded[key].printed:,} rounded"
    return "hidden" if key in linked.hidden else "not printed"


class Finder:
    """Asks whether statements contradict each other, within the time there is."""

    def __init__(self, linked: Linked) -> None:
        """Take what is known of the cells."""
        self._linked = linked
        self._counts = {**linked.counts, **linked.exposed}
        self._until = process_time() + _SECONDS

    def parts(self, statements: Sequence[Statement]) -> list[list[Statement]]:
        """Statements that have to do with each other by cells that are not printed, small groups first."""
        group: dict[Cell, list[Statement]] = {}
        for one in statements:
            cells = self._cells(one)
            merged = [one]
            for old in {id(group[cell]): group[cell] for cell in cells if cell in group}.values():
                merged += old
            for cell in {cell for statement in merged for cell in self._cells(statement)}:
                group[cell] = merged
            if not cells:
                group[("alone", one.words)] = merged
        return sorted({id(one): one for one in group.values()}.values(), key=len)

    def _cells(self, statement: Statement) -> list[Cell]:
        return [
            cell
            for known in statement.knowledge
            for cell in known.coefficients
            if isinstance(cell, Key) and self._counts.get(cell) is None
        ]

    def shrunk(self, statements: Sequence[Statement]) -> list[Statement]:
        """What is left when nothing more can be spared: first half of it is tried, then ever fewer at a time."""
        kept = list(statements)
        size = max(1, len(kept) // 2)
        while True:
            at = 0
            while at < len(kept) and process_time() < self._until:
                fewer = kept[:at] + kept[at + size :]
                if fewer and self.fails(fewer):
                    kept = fewer
                else:
                    at += size
            if size == 1 or process_time() >= self._until:
                return kept
            size = max(1, min(size, len(kept)) // 2)

    def fails(self, statements: Sequence[Statement], least: int | None = None) -> bool:
        """Whether no whole numbers fulfil them. What cannot be answered in time is taken to have some."""
        rows: list[dict[int, float]] = []
        lower: list[float] = []
        upper: list[float] = []
        columns: dict[Key, int] = {}
        for known in (known for one in statements for known in one.knowledge):
            row, told = self._row(known, columns)
            if not row and not known.lower <= told <= known.upper:
                return True
            if row:
                rows.append(row)
                lower.append(known.lower - told)
                upper.append(known.upper - told)
        if not rows:
            return False
        bounds = np.array([float(self._least(key) if least is None else least) for key in columns])
        matrix = _matrix(rows, len(columns))
        limits = (np.array(lower), np.array(upper)), (bounds, np.full(len(columns), inf))
        if Program(matrix, *limits).solve(seconds=_PATIENCE).outcome is Outcome.INFEASIBLE:
            return True
        whole = Program(matrix, *limits, whole=np.ones(len(columns), dtype=bool))
        return whole.solve(seconds=_PATIENCE).outcome is Outcome.INFEASIBLE

    def _least(self, key: Key) -> int:
        """What is known of a cell without any statement; of a rounded count its number says more."""
        return 0 if key in self._linked.rounded else self._linked.least.get(key, 1)

    def _row(self, known: Within, columns: dict[Key, int]) -> tuple[dict[int, float], float]:
        row: dict[int, float] = {}
        told = 0.0
        for cell, factor in known.coefficients.items():
            assert isinstance(cell, Key)
            count = self._counts.get(cell)
            if count is None:
                row[columns.setdefault(cell, len(columns))] = factor
            else:
                told += factor * count
        return row, told


def _matrix(rows: Sequence[Mapping[int, float]], columns: int) -> sparse.csr_array:
    starts = np.concatenate(([0], np.cumsum([len(row) for row in rows]))).astype(np.int32)
    indices = np.array([at for row in rows for at in row], dtype=np.int32)
    values: Floats = np.array([value for row in rows for value in row.values()], dtype=np.float64)
    return sparse.csr_array((values, indices, starts), shape=(len(rows), columns))
