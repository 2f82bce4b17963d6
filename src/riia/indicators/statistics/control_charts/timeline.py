"""How the periods of a control chart are parted: into steps with limits of their own, and into unbroken runs."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby
from typing import Final

from riia.indicators.statistics.arguments import choice_of

FEWEST_FIXED: Final = 12
"""The shortest baseline that NHSRplotthedots fixes limits on."""


class Gaps(StrEnum):
    """What a period without a figure does to a chart.

    BREAK: no moving range is taken across it and no run of points crosses it. That is what NHSRplotthedots does with a
    row whose value is NA. JOIN: the figures before and after it are neighbours, as in NHSRplotthedots when the row is
    left out. Either way the period stays in the result, with its symbol.
    """

    BREAK = "break"
    JOIN = "join"


@dataclass(frozen=True, slots=True)
class Timeline:
    """For each period: its step (from 1) and whether limits rest on it. `runs` are positions that follow each other."""

    step: tuple[int, ...]
    baseline: tuple[bool, ...]
    runs: tuple[tuple[int, ...], ...]

    @property
    def steps(self) -> range:
        """The numbers of the steps."""
        return range(1, (self.step[-1] if self.step else 0) + 1)

    def periods_of(self, number: int) -> list[int]:
        """The positions of the periods of step `number`."""
        return [at for at, step in enumerate(self.step) if step == number]


def timeline(known: Sequence[bool], *, starts: frozenset[int], fixed: int | None, gaps: Gaps | str) -> Timeline:
    """Part the periods, of which those that are `known` have a figure.

    `starts` are the positions at which a new step begins. `fixed` counts the periods of a step that limits may rest on,
    those without a figure included, as NHSRplotthedots counts rows; where gaps are joined it counts figures.
    """
    joined = _gaps(gaps) is Gaps.JOIN
    step, baseline = [], []
    number, counted = 1, 0
    for at, has_figure in enumerate(known):
        if at in starts:
            number, counted = number + 1, 0
        counted += has_figure or not joined
        step.append(number)
        baseline.append(has_figure and (fixed is None or counted <= fixed))
    return Timeline(tuple(step), tuple(baseline), _runs(known, step, joined=joined))


def _runs(known: Sequence[bool], step: Sequence[int], *, joined: bool) -> tuple[tuple[int, ...], ...]:
    runs = []
    for _, positions in groupby(range(len(known)), key=lambda at: step[at] if joined else (step[at], known[at])):
        run = tuple(at for at in positions if known[at])
        if run:
            runs.append(run)
    return tuple(runs)


def _gaps(gaps: Gaps | str) -> Gaps:
    return choice_of("gaps", gaps, Gaps)
