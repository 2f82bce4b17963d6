"""Pictures the size of a word, for tables: the course of a figure, and where it stands among others."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from markupsafe import Markup

from riia.alliance.kit.amounts import Figure, plain
from riia.alliance.kit.charts.canvas import ACCENT, BAND_EDGE, INK, OTHER, QUIET, Canvas
from riia.alliance.kit.filters import and_list, in_words

SPARK_WIDTH: Final = 104
SPARK_HEIGHT: Final = 26
STRIP_WIDTH: Final = 132
STRIP_HEIGHT: Final = 22


def sparkline(points: Sequence[tuple[str, Figure]], decimals: int | None = None, unit: str = "") -> Markup:
    """The course of a figure over labelled positions. Missing numbers are gaps with a short stroke on the ground.

    The words for screen readers are made from the numbers: first, last, lowest, highest, and what is missing.
    """
    return _sparkline(tuple(points), decimals, unit)


def dot_strip(
    mine: Figure,
    others: Sequence[float],
    reference: tuple[str, Figure] | None = None,
    decimals: int | None = None,
    unit: str = "",
) -> Markup:
    """Where a figure stands among others on one line, with an upright stroke for a comparator."""
    return _dot_strip(mine, tuple(others), reference, decimals, unit)


@lru_cache(maxsize=8192)
def _sparkline(points: tuple[tuple[str, Figure], ...], decimals: int | None, unit: str) -> Markup:
    canvas, edge = Canvas(SPARK_WIDTH), 5.0
    drawn = [(place, plain(each)) for place, (_, each) in enumerate(points)]
    known = [(place, value) for place, value in drawn if value is not None]
    values = [value for _, value in known]
    low, high = (min(values), max(values)) if values else (0.0, 0.0)

    def across(place: int) -> float:
        return edge + (SPARK_WIDTH - 2 * edge) * (place / (len(points) - 1) if len(points) > 1 else 0.5)

    def down(value: float) -> float:
        share = (value - low) / (high - low) if high > low else 0.5
        return SPARK_HEIGHT - edge - share * (SPARK_HEIGHT - 2 * edge)

    for run in _runs(known):
        if len(run) > 1:
            canvas.polyline([(across(place), down(value)) for place, value in run], QUIET, 1.75)
        else:
            canvas.mark("circle", (across(run[0][0]), down(run[0][1])), 1.2, QUIET)
    for place, value in drawn:
        if value is None:
            canvas.line((across(place), SPARK_HEIGHT - 5), (across(place), SPARK_HEIGHT), QUIET, 1.5)
    if known:
        canvas.mark("circle", (across(known[-1][0]), down(known[-1][1])), 3, ACCENT)
    return Markup(canvas.inline(SPARK_HEIGHT, _course(points, decimals, unit), "kit-spark"))  # noqa: S704 - escaped there


@lru_cache(maxsize=8192)
def _dot_strip(
    mine: Figure, others: tuple[float, ...], reference: tuple[str, Figure] | None, decimals: int | None, unit: str
) -> Markup:
    canvas, middle, edge = Canvas(STRIP_WIDTH), STRIP_HEIGHT / 2, 8.0
    mark, own = plain(reference[1]) if reference else None, plain(mine)
    values = [*others, *(value for value in (own, mark) if value is not None)]
    low, high = (min(values), max(values)) if values else (0.0, 0.0)

    def across(value: float) -> float:
        share = (value - low) / (high - low) if high > low else 0.5
        return edge + share * (STRIP_WIDTH - 2 * edge)

    canvas.line((edge, middle), (STRIP_WIDTH - edge, middle), BAND_EDGE)
    for value in others:
        canvas.mark("circle", (across(value), middle), 2.6, OTHER, hollow=True)
    if mark is not None:
        canvas.line((across(mark), 2), (across(mark), STRIP_HEIGHT - 2), INK, 2)
    if own is not None:
        canvas.mark("circle", (across(own), middle), 4.6, ACCENT)
    words = _standing(mine, others, reference, decimals, unit)
    return Markup(canvas.inline(STRIP_HEIGHT, words, "kit-strip"))  # noqa: S704 - escaped there


def _runs(known: Sequence[tuple[int, float]]) -> list[list[tuple[int, float]]]:
    """Stretches of neighbouring positions: lines never cross a gap."""
    runs: list[list[tuple[int, float]]] = []
    for place, value in known:
        if runs and runs[-1][-1][0] == place - 1:
            runs[-1].append((place, value))
        else:
            runs.append([(place, value)])
    return runs


def _course(points: tuple[tuple[str, Figure], ...], decimals: int | None, unit: str) -> str:
    def write(value: float) -> str:
        return in_words(value, decimals, unit)

    drawn = [(label, plain(each)) for label, each in points]
    known = [(label, value) for label, value in drawn if value is not None]
    absent = [label for label, value in drawn if value is None]
    if not known:
        return "No figures."
    first, last = known[0], known[-1]
    if len(known) == 1:
        words = f"{write(first[1])} in {first[0]}, the only figure"
    else:
        lowest, highest = min(known, key=lambda each: each[1]), max(known, key=lambda each: each[1])
        words = (
            f"{write(first[1])} in {first[0]}, {write(last[1])} in {last[0]}; "
            f"lowest {write(lowest[1])} in {lowest[0]}, highest {write(highest[1])} in {highest[0]}"
        )
    return words + (f"; missing in {and_list(absent)}." if absent else ".")


def _standing(
    mine: Figure, others: tuple[float, ...], reference: tuple[str, Figure] | None, decimals: int | None, unit: str
) -> str:
    def write(figure: Figure) -> str:
        return in_words(figure, decimals, unit)

    own = plain(mine)
    if own is None:
        words = f"No figure: {write(mine)}"
    else:
        higher, lower = sum(value > own for value in others), sum(value < own for value in others)
        words = f"{write(mine)}; of {len(others)} others {higher} are higher and {lower} lower"
    return words + (f"; {reference[0]}: {write(reference[1])}." if reference else ".")
