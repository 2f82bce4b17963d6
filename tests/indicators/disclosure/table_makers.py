"""Made-up tables for the tests of disclosure control, and an attacker that tries every table there is."""

from collections.abc import Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from itertools import product
from random import Random

from riia.indicators.disclosure.derived import Percent
from riia.indicators.disclosure.dimensions import Dimension
from riia.indicators.disclosure.tables import Table

PAGE = [
    ("council", "boys", "girls", "All"),
    ("Derby", 4, 9, 13),
    ("Stoke", 8, 7, 15),
    ("Corby", 6, 11, 17),
    ("All", 18, 27, 45),
]
"""One small count."""
COUNTS = (0, 0, 1, 2, 3, 4, 5, 6, 7, 9, 12, 20, 40)


def crosstab(page: Sequence[Sequence[object]] = PAGE, **options: object) -> Table:
    """A table of councils by sex."""
    return Table.from_crosstab(page, columns="sex", total="All", **options)


def percent(count: int, of: int, decimals: int = 1) -> str:
    """A percentage as it is printed, halves up."""
    exact = Decimal(100 * count) / Decimal(of)
    return str(exact.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP))


def national(random: Random, *, is_mixed: bool = False) -> tuple[Table, dict[tuple[str, str], int]]:
    """Councils in regions in England by age, with percentages beside the counts; and the true counts.

    With `is_mixed` as the department prints them: councils exactly, England and the regions rounded to 10.
    """
    regions = {f"R{i}": [f"L{i}{j}" for j in range(random.randint(1, 4))] for i in range(random.randint(1, 3))}
    ages = [f"A{i}" for i in range(random.randint(2, 4))]
    counts: dict[tuple[str, str], int] = {}
    for councils in regions.values():
        for council in councils:
            counts |= {(council, age): random.choice(COUNTS) for age in ages}
    for name, members in (*regions.items(), ("England", list(regions))):
        counts |= {(name, age): sum(counts[one, age] for one in members) for age in ages}
    counts |= {(place, "All"): sum(counts[place, age] for age in ages) for place in {place for place, _ in counts}}
    decimals = random.choice((0, 1, 2))
    rows = [
        {
            "place": place,
            "age": age,
            "number": (count + 5) // 10 * 10 if is_mixed and not place.startswith("L") else count,
            "percentage": percent(count, counts[place, "All"], decimals) if counts[place, "All"] else "z",
        }
        for (place, age), count in counts.items()
    ]
    table = Table.from_rows(
        rows,
        {"place": Dimension("place", parts={"England": list(regions), **regions}), "age": "All"},
        rounded=dict.fromkeys(("England", *regions), 10) if is_mixed else None,
        derived=[Percent(column="percentage", of={"age": "All"})],
    )
    return table, counts


def tried_out(
    shown: Mapping[str, int],
    hidden: Sequence[str],
    relations: Sequence[tuple[str, Sequence[str]]],
    printed: Sequence[tuple[str, str, Fraction, int]],
    most: int,
) -> dict[str, tuple[int, int]]:
    """The interval of each hidden cell, from every table of counts from 1 to `most` that agrees with what is printed.

    `printed` are percentages: numerator, denominator, the figure and its decimals, rounded half up.
    """
    found: dict[str, tuple[int, int]] = {}
    for values in product(range(1, most + 1), repeat=len(hidden)):
        table = {**shown, **dict(zip(hidden, values, strict=True))}
        if any(table[whole] != sum(table[part] for part in parts) for whole, parts in relations):
            continue
        if any(Fraction(percent(table[a], table[b], digits)) != figure for a, b, figure, digits in printed):
            continue
        for cell, value in zip(hidden, values, strict=True):
            low, high = found.get(cell, (value, value))
            found[cell] = min(low, value), max(high, value)
    return found
