"""Percentages printed beside hidden counts: the attacker's intervals against every table that rounds to them."""

import math
import random
from fractions import Fraction

import pytest

from riia.indicators.disclosure import Within, attack_cells

half = Fraction(1, 2)


@pytest.mark.parametrize("seed", range(60))
def test_parts_of_a_hidden_total_with_their_percentages(seed: int) -> None:
    """Parts are hidden and so is their total, which is printed rounded; some parts have a percentage or a rate."""
    chooser = random.Random(seed)
    largest = chooser.choice((10, 60, 300, 2000))
    parts = [max(1, int(chooser.random() ** 3 * largest)) for _ in range(chooser.choice((2, 3, 4)))]
    to, scale = chooser.choice((1, 5, 10, 100)), chooser.choice((100, 1000, 10_000))
    step = Fraction(1, 10 ** chooser.choice((0, 1, 2, 3)))
    total = sum(parts)
    rounded = math.floor(Fraction(total, to) + half) * to
    totals = range(max(len(parts), math.ceil(rounded - Fraction(to, 2))), math.ceil(rounded + Fraction(to, 2)))
    printed = {
        at: math.floor(Fraction(scale * part, total) / step + half) * step
        for at, part in enumerate(parts)
        if chooser.random() < 0.7
    }
    got = attack_cells(
        [None] * (len(parts) + 1),
        range(len(parts) + 1),
        [(len(parts), range(len(parts)))],
        within=[Within({len(parts): 1}, totals[0], totals[-1]), *told(printed, scale, step, len(parts))],
    )
    assert got == tried(len(parts), totals, printed, scale, step)


def told(printed: dict[int, Fraction], scale: int, step: Fraction, total: int) -> list[Within]:
    """Each figure as two whole-number statements; what is half a step above would be rounded up."""
    made = []
    for at, figure in printed.items():
        low, high = figure - step / 2, figure + step / 2
        made.append(Within({at: scale * low.denominator, total: -low.numerator}, 0, math.inf))
        made.append(Within({at: scale * high.denominator, total: -high.numerator}, -math.inf, -1))
    return made


def tried(
    parts: int, totals: range, printed: dict[int, Fraction], scale: int, step: Fraction
) -> list[tuple[float, float]]:
    """The intervals by going through every total, and what each leaves to the parts, in exact fractions."""
    ends = [[math.inf, -math.inf] for _ in range(parts + 1)]
    for total in totals:
        ranges = [
            (max(1, math.ceil((printed[at] - step / 2) * total / scale)),
             math.ceil((printed[at] + step / 2) * total / scale) - 1)
            if at in printed else (1, total)
            for at in range(parts)
        ]  # fmt: skip
        least, most = sum(low for low, _ in ranges), sum(high for _, high in ranges)
        if all(low <= high for low, high in ranges) and least <= total <= most:
            met = [(max(low, total - most + high), min(high, total - least + low)) for low, high in ranges]
            for end, (low, high) in zip(ends, [*met, (total, total)], strict=True):
                end[:] = min(end[0], low), max(end[1], high)
    return [(low, high) for low, high in ends]


def test_nearly_equal_ratios_of_hidden_totals_come_to_an_end() -> None:
    """Three decimals tie two hidden counts almost, never quite, and nothing bounds either from above."""
    counts = [1, 1, 1, 2, 2, 1, 8, 1, 1, 1, 3, 1, 1, 8, 2, 2, 2, 5, 3, 2, 16]
    relations = [(6, range(6)), (13, range(7, 13)), (20, range(14, 20)), *((14 + at, (at, 7 + at)) for at in range(7))]
    printed = {3: (6, 25), 16: (20, Fraction(25, 2))}
    within = [Within({19: 1}, 1, 2)]
    for at, (of, figure) in printed.items():
        within += told({at: Fraction(figure)}, 100, Fraction(1, 1000), of)
    known = attack_cells(counts, range(21), relations, within=within)
    assert all(low <= count <= high for count, (low, high) in zip(counts, known, strict=True))
    assert (known[6], known[16], known[20]) == ((8, math.inf), (2, math.inf), (16, math.inf))
    assert (known[5], known[12], known[19]) == ((1, 1), (1, 1), (2, 2))
