"""Which derived figures may stand beside hidden counts: those that tell nothing the table does not tell already."""

from collections.abc import Iterable, Mapping, Sequence
from math import inf
from typing import Final

from riia.indicators.disclosure.attacking import Interval
from riia.indicators.disclosure.derived import MOST_DECIMALS, DerivedFigure
from riia.indicators.disclosure.dimensions import Key
from riia.indicators.disclosure.linking import Linked
from riia.indicators.disclosure.reports import assault
from riia.indicators.disclosure.systems import Within
from riia.indicators.model import Missing

_EXACTLY_TRIED: Final = 200
"""Figures of several hidden cells that are tried by an attack of their own; further ones are withheld unasked."""


def withheld(
    figures: Sequence[DerivedFigure], linked: Linked, intervals: Mapping[Key, Interval]
) -> dict[int, tuple[Key, ...]]:
    """The figures (by position) that would narrow a hidden cell, with the cells they tell about.

    `linked` is what is printed without these figures, `intervals` what the attacker makes of it. A figure whose every
    possible value agrees with it tells nothing, and such figures together tell nothing either. One that only concerns
    totals printed rounded may narrow those, but no hidden count.
    """
    out: dict[int, tuple[Key, ...]] = {}
    tried: list[int] = []
    loose: list[int] = []
    for number, figure in enumerate(figures):
        cells = tuple(key for key in figure.cells if key in intervals)
        if isinstance(figure.value, Missing) or not cells or _tells_nothing(figure, linked, intervals):
            continue
        if all(key in linked.rounded for key in cells):
            loose.append(number)
        elif len(cells) > 1 and len(tried) < _EXACTLY_TRIED and -figure.step.adjusted() <= MOST_DECIMALS:
            tried.append(number)
        else:
            out[number] = cells
    for number in tried:
        if not _is_implied(figures[number], linked):
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


def _is_implied(figure: DerivedFigure, linked: Linked) -> bool:
    """Whether what the figure says holds in every table that agrees with what is printed without it."""
    for number, known in enumerate(figure.knowledge()):
        sign = 1 if known.lower > -inf else -1
        # A cell that stands for the sum the figure is about, moved up so far that it is above zero.
        probe = Key(((f"what {figure.column} tells", str(number)),))
        shift = 10**9
        terms: dict[object, float] = {key: -sign * factor for key, factor in known.coefficients.items()}
        asked = _with_cell(linked, probe)
        bound = known.lower if sign > 0 else -known.upper
        found = assault(asked, figures=False, more=[Within({**terms, probe: 1}, shift, shift)])
        if found[probe][0] - shift < bound:
            return False
    return True


def _with_cell(linked: Linked, probe: Key) -> Linked:
    return Linked(
        counts={**linked.counts, probe: None},
        relations=linked.relations,
        within=linked.within,
        least={**linked.least, probe: 0},
        exposed=linked.exposed,
    )


def _narrowing(
    figures: Sequence[DerivedFigure], loose: Sequence[int], linked: Linked, intervals: Mapping[Key, Interval]
) -> dict[int, tuple[Key, ...]]:
    """Those among `loose` to withhold so that the others leave every hidden cell's interval as it is."""
    kept: list[Within] = []
    out: dict[int, tuple[Key, ...]] = {}

    def narrowed(more: Iterable[Within]) -> tuple[Key, ...]:
        found = assault(linked, figures=False, more=more)
        return tuple(key for key in (*linked.hidden, *linked.rests) if found.get(key) != intervals.get(key))

    def sort(numbers: Sequence[int]) -> None:
        """Keep them together if that narrows nothing, else ask half by half."""
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
