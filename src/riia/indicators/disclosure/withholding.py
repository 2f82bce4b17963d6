"""Which derived figures may stand beside hidden counts: those that tell nothing the table does not tell already."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from math import inf
from typing import Final

import numpy as np
from scipy import sparse

from riia.indicators.disclosure.attacking import Interval
from riia.indicators.disclosure.derived import MOST_DECIMALS, DerivedFigure
from riia.indicators.disclosure.dimensions import Key
from riia.indicators.disclosure.linking import Linked
from riia.indicators.disclosure.programs import Outcome, Program
from riia.indicators.disclosure.reports import assault
from riia.indicators.disclosure.systems import Cell, Within, system_of
from riia.indicators.model import Missing

_HALF: Final = 0.5
_ASKED: Final = 40
"""So many attacks are spent on figures of rounded totals; what is not told apart by then is withheld."""


def withheld(
    figures: Sequence[DerivedFigure],
    linked: Linked,
    intervals: Mapping[Key, Interval],
    *,
    is_hidden: Collection[Key] = (),
) -> dict[int, tuple[Key, ...]]:
    """The figures (by position) that would narrow a hidden cell, with the cells they tell about.

    `linked` is what is printed without these figures, `intervals` what the attacker makes of it. A figure whose every
    possible value agrees with it tells nothing, and such figures together tell nothing either. One that only concerns
    totals printed rounded may narrow those, but no hidden count; unless those, being in `is_hidden`, count as hidden.
    """
    out: dict[int, tuple[Key, ...]] = {}
    tried: list[int] = []
    loose: list[int] = []
    for number, figure in enumerate(figures):
        cells = tuple(key for key in figure.cells if key in intervals)
        if isinstance(figure.value, Missing) or not cells or _tells_nothing(figure, linked, intervals):
            continue
        if all(key in linked.rounded and key not in is_hidden for key in cells):
            loose.append(number)
        elif len(cells) > 1 and -figure.step.adjusted() <= MOST_DECIMALS:
            tried.append(number)
        else:
            out[number] = cells
    possible = _Possible(linked, intervals) if tried else None
    for number in tried:
        if possible is None or not possible.fulfils(figures[number]):
            out[number] = tuple(key for key in figures[number].cells if key in intervals)
    out |= _narrowing(figures, loose, linked, intervals)
    return out


def _tells_nothing(figure: DerivedFigure, linked: Linked, intervals: Mapping[Key, Interval]) -> bool:
    """Whether the figure holds whatever the hidden cells are, each within its own interval."""
    for known in figure.knowledge():
        least, most = 0.0, 0.0
        for key, factor in known.coefficients.items():
            assert isinstance(key, Key)
            low, high = _bounds(key, linked, intervals)
            least += factor * low if factor > 0 else factor * high
            most += factor * high if factor > 0 else factor * low
        if least < known.lower or most > known.upper:
            return False
    return True


def _bounds(key: Key, linked: Linked, intervals: Mapping[Key, Interval]) -> tuple[float, float]:
    if key in intervals:
        return intervals[key]
    count = linked.counts.get(key)
    return (0, inf) if count is None else (count, count)


class _Possible:
    """All tables that agree with what is printed, fractions allowed, over the cells that are not printed."""

    def __init__(self, linked: Linked, intervals: Mapping[Key, Interval]) -> None:
        counts = {**linked.counts, **linked.exposed, **dict.fromkeys(intervals)}
        known: dict[Cell, object] = dict(counts.items())
        system = system_of(known, linked.relations, linked.known)
        columns = np.array([system.position(key, "counts") for key in intervals])
        told = system.matrix @ np.nan_to_num(system.counts)
        self._linked, self._intervals = linked, intervals
        self._column = {key: at for at, key in enumerate(intervals)}
        self._program = Program(
            sparse.csr_array(system.matrix[:, columns]),
            (system.lower - told, system.upper - told),
            (np.array([float(one[0]) for one in intervals.values()]), np.array([one[1] for one in intervals.values()])),
        )

    def fulfils(self, figure: DerivedFigure) -> bool:
        """Whether what the figure says holds in every one of them."""
        return all(self._holds(known) for known in figure.knowledge())

    def _holds(self, known: Within) -> bool:
        terms: dict[int, float] = {}
        told = 0.0
        for key, factor in known.coefficients.items():
            assert isinstance(key, Key)
            if key in self._column:
                terms[self._column[key]] = factor
            else:
                low, high = _bounds(key, self._linked, self._intervals)
                if low != high:
                    return False
                told += factor * low
        self._program.set_objective(list(terms), list(terms.values()))
        is_upper = known.upper < inf
        answer = self._program.solve(maximise=is_upper)
        if answer.outcome is not Outcome.OPTIMAL:
            return False
        # The statement is about whole numbers with whole coefficients, so half of one is far from breaking it.
        value = answer.value + told
        return value <= known.upper + _HALF if is_upper else value >= known.lower - _HALF


def _narrowing(
    figures: Sequence[DerivedFigure], loose: Sequence[int], linked: Linked, intervals: Mapping[Key, Interval]
) -> dict[int, tuple[Key, ...]]:
    """Those among `loose` to withhold so that the others leave every hidden cell's interval as it is."""
    unprinted = {key for number in loose for key in figures[number].cells} - linked.counts.keys()
    linked = replace(
        linked,
        counts={**linked.counts, **dict.fromkeys(unprinted)},
        least={**linked.least, **dict.fromkeys(unprinted, 0)},
    )
    kept: list[Within] = []
    out: dict[int, tuple[Key, ...]] = {}

    def narrowed(more: Iterable[Within]) -> tuple[Key, ...]:
        found = assault(linked, figures=False, more=more)
        return tuple(key for key in (*linked.hidden, *linked.rests) if found.get(key) != intervals.get(key))

    asked = 0

    def sort(numbers: Sequence[int]) -> None:
        """Keep them together if that narrows nothing, else ask half by half."""
        nonlocal asked
        asked += 1
        if asked > _ASKED:
            out.update({number: figures[number].cells for number in numbers})
            return
        told = [one for number in numbers for one in figures[number].knowledge()]
        cells = narrowed([*kept, *told])
        if not cells:
            kept.extend(told)
        elif len(numbers) == 1:
            out[numbers[0]] = cells
        else:
            half = len(numbers) // 2
            sort(numbers[:half])
            sort(numbers[half:])

    if loose:
        sort(loose)
    return out
