"""Tables as the field has them, and systems odder than any: counts by position, and relations between them.

Everything is made from a seed. A dimension is a tree of its groups (a total over ages, England over regions over
councils); a table is the product of its dimensions with all margins, as they are published.
"""

import csv
import gzip
import itertools
import math
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from hypothesis import strategies as st

from tests.indicators.tidy_files import REFERENCE

type Relation = tuple[int, tuple[int, ...]]


@dataclass(frozen=True)
class Cells:
    """Counts by position and the relations between them; `dimensions` and `labels` where it is a crosstab."""

    name: str
    counts: tuple[int, ...]
    relations: tuple[Relation, ...]
    dimensions: tuple["Dimension", ...] = ()
    nodes: tuple[tuple[int, ...], ...] = ()

    def __post_init__(self) -> None:
        """A generator that adds up wrongly would make every test about it mean nothing."""
        for total, parts in self.relations:
            assert self.counts[total] == sum(self.counts[part] for part in parts), (self.name, total, parts)


@dataclass(frozen=True)
class Dimension:
    """A tree of groups: the parts of each group that has any. Group 0 is the total of all."""

    parts: tuple[tuple[int, ...], ...]

    @property
    def leaves(self) -> tuple[int, ...]:
        """The groups that are not divided further."""
        return tuple(group for group, below in enumerate(self.parts) if not below)

    def under(self, group: int) -> tuple[int, ...]:
        """The leaves that a group is made of."""
        below = self.parts[group]
        return tuple(itertools.chain.from_iterable(self.under(one) for one in below)) if below else (group,)


def flat(groups: int) -> Dimension:
    """A total and so many groups."""
    return Dimension((tuple(range(1, groups + 1)), *((),) * groups))


def nested(sizes: Sequence[int]) -> Dimension:
    """A total over groups, each of which is made of so many leaves: England, regions, councils."""
    parts: list[tuple[int, ...]] = [tuple(range(1, len(sizes) + 1))]
    start = len(sizes) + 1
    for size in sizes:
        parts.append(tuple(range(start, start + size)))
        start += size
    return Dimension((*parts, *((),) * sum(sizes)))


def grown(random_: random.Random, leaves: int, *, only_child: float = 0.0) -> Dimension:
    """A tree of uneven shape and depth; some groups are the total of a single part."""
    parts: list[tuple[int, ...]] = []

    def add(size: int) -> int:
        at = len(parts)
        parts.append(())
        if size > 1 or random_.random() < only_child:
            cuts = sorted(random_.sample(range(1, size), min(size - 1, random_.randint(1, 3)))) if size > 1 else []
            sizes = [high - low for low, high in itertools.pairwise([0, *cuts, size])]
            parts[at] = tuple(add(one) for one in sizes)
        return at

    add(leaves)
    return Dimension(tuple(parts))


def crosstab(name: str, dimensions: Sequence[Dimension], count: Callable[[tuple[int, ...]], int]) -> Cells:
    """The product of the dimensions with every margin; `count` gives the innermost cells."""
    leaves = {where: count(where) for where in itertools.product(*(one.leaves for one in dimensions))}
    nodes = tuple(itertools.product(*(range(len(one.parts)) for one in dimensions)))
    at = {node: position for position, node in enumerate(nodes)}
    under = [[one.under(group) for group in range(len(one.parts))] for one in dimensions]
    counts = tuple(
        sum(leaves[where] for where in itertools.product(*(under[axis][group] for axis, group in enumerate(node))))
        for node in nodes
    )
    relations = tuple(
        (at[node], tuple(at[(*node[:axis], part, *node[axis + 1 :])] for part in one.parts[node[axis]]))
        for node in nodes
        for axis, one in enumerate(dimensions)
        if one.parts[node[axis]]
    )
    return Cells(name, counts, relations, tuple(dimensions), nodes)


def skewed(random_: random.Random, *, zeros: float = 0.15, middle: float = 12.0, spread: float = 1.3) -> int:
    """A count as councils have them: some zeros, many small, a few large."""
    return 0 if random_.random() < zeros else max(0, round(middle * math.exp(random_.gauss(0, spread))))


def tree(seed: int, sizes: Sequence[int] = (), leaves: int = 12, **shape: float) -> Cells:
    """One indicator over councils, regions and England, or over a tree of uneven shape."""
    random_ = random.Random(seed)
    dimension = nested(sizes) if sizes else grown(random_, leaves, only_child=0.2)
    return crosstab(f"tree {seed}", [dimension], lambda _: skewed(random_, **shape))


def two_way(seed: int, rows: int = 4, columns: int = 4, **shape: float) -> Cells:
    """Councils by ages, say, with both margins; the sizes of rows and columns differ as places and ages do."""
    random_ = random.Random(seed)
    return crosstab(f"two-way {rows}×{columns} {seed}", [flat(rows), flat(columns)], _product(random_, shape))


def two_way_nested(seed: int, sizes: Sequence[int] = (2, 3), columns: int = 3, **shape: float) -> Cells:
    """Councils in regions in England by ages."""
    random_ = random.Random(seed)
    dimensions = [nested(sizes), flat(columns)]
    return crosstab(f"nested {'+'.join(map(str, sizes))}×{columns} {seed}", dimensions, _product(random_, shape))


def three_way(seed: int, sizes: tuple[int, int, int] = (3, 3, 2), **shape: float) -> Cells:
    """Councils by ages by sexes with every margin: no longer a network, so linear and whole-number answers part."""
    random_ = random.Random(seed)
    name = f"three-way {'×'.join(map(str, sizes))} {seed}"
    return crosstab(name, [flat(size) for size in sizes], _product(random_, shape))


def linked(seed: int, rows: int = 3, columns: tuple[int, int] = (3, 3), **shape: float) -> Cells:
    """Two crosstabs of the same councils, by age and by need, which share the councils' totals."""
    random_ = random.Random(seed)
    first = crosstab("", [flat(rows), flat(columns[0])], _product(random_, shape))
    totals = [first.counts[first.nodes.index((row, 0))] for row in range(rows + 1)]
    splits = {row: _split(random_, totals[row], columns[1]) for row in range(1, rows + 1)}
    second = crosstab("", [flat(rows), flat(columns[1])], lambda where: splits[where[0]][where[1] - 1])
    return joined(f"linked {seed}", first, second, {(row, 0): (row, 0) for row in range(rows + 1)})


def joined(name: str, first: Cells, second: Cells, same: dict[tuple[int, ...], tuple[int, ...]]) -> Cells:
    """Two crosstabs as one system; `same` maps the shared cells of the second to those of the first."""
    counts = list(first.counts)
    where = {node: at for at, node in enumerate(first.nodes)}
    place: dict[int, int] = {}
    for at, node in enumerate(second.nodes):
        if node in same:
            place[at] = where[same[node]]
        else:
            place[at] = len(counts)
            counts.append(second.counts[at])
    more = tuple((place[total], tuple(place[part] for part in parts)) for total, parts in second.relations)
    return Cells(name, tuple(counts), tuple(dict.fromkeys(first.relations + more)))


def odd(seed: int, cells: int = 8, relations: int = 5) -> Cells:
    """No table at all: totals of totals, cells in many relations, overlapping, repeated and single-part relations."""
    random_ = random.Random(seed)
    counts = [skewed(random_, zeros=0.1, middle=5, spread=1) for _ in range(cells)]
    made: list[Relation] = []
    for _ in range(relations):
        parts = tuple(random_.sample(range(len(counts)), random_.choice((1, 2, 2, 3, 3, 4))))
        value = sum(counts[part] for part in parts)
        same = [at for at, count in enumerate(counts) if count == value and at not in parts]
        if same and random_.random() < 0.3:
            total = random_.choice(same)
        else:
            counts.append(value)
            total = len(counts) - 1
        made.append((total, parts))
        if random_.random() < 0.1:
            made.append((total, tuple(random_.sample(parts, len(parts)))))
    return Cells(f"odd {seed}", tuple(counts), tuple(made))


def halves(seed: int, cells: int = 5) -> Cells:
    """Every pair of some cells has a printed total: where linear answers have halves and whole-number answers not."""
    random_ = random.Random(seed)
    counts = [random_.randint(1, 9) for _ in range(cells)]
    made: list[Relation] = []
    for pair in itertools.combinations(range(cells), 2):
        if random_.random() < 0.75:
            counts.append(sum(counts[one] for one in pair))
            made.append((len(counts) - 1, pair))
    return Cells(f"pairs {seed}", tuple(counts), tuple(made))


def small_tables(seeds: Sequence[int]) -> Iterator[Cells]:
    """Of each kind one small table per seed, small enough for the slow twin."""
    for seed in seeds:
        yield tree(seed, leaves=7, middle=6)
        yield tree(seed, sizes=(2, 3, 1), middle=6)
        yield two_way(seed, 3, 3, middle=8)
        yield two_way_nested(seed, (1, 2), 2, middle=6)
        yield three_way(seed, (2, 2, 2), middle=8)
        yield linked(seed, 2, (2, 3), middle=6)
        yield odd(seed)
        yield halves(seed)


@st.composite
def systems(draw: st.DrawFn) -> Cells:
    """Small systems of any shape for hypothesis: they shrink to few cells, few relations and small counts."""
    counts = draw(st.lists(st.integers(0, 12), min_size=2, max_size=6))
    made: list[Relation] = []
    for _ in range(draw(st.integers(1, 5))):
        parts = tuple(draw(st.lists(st.integers(0, len(counts) - 1), min_size=1, max_size=4, unique=True)))
        counts.append(sum(counts[part] for part in parts))
        made.append((len(counts) - 1, parts))
    return Cells("drawn", tuple(counts), tuple(made))


@st.composite
def crosstabs(draw: st.DrawFn) -> Cells:
    """Small crosstabs of two or three dimensions for hypothesis."""
    sizes = draw(st.sampled_from([(2, 2), (2, 3), (3, 3), (2, 2, 2), (4, 2), (3, 2, 2)]))
    values = draw(st.lists(st.integers(0, 14), min_size=math.prod(sizes), max_size=math.prod(sizes)))
    left = iter(values)
    return crosstab(f"drawn {sizes} {values}", [flat(size) for size in sizes], lambda _: next(left))


def published(file: str, columns: Sequence[str], year: str, *, councils: int | None = None) -> Cells:
    """A published table by council with its totals made again: England and regions over councils, by these columns.

    Suppressed counts are filled with small ones (there is no other way to have a whole table), from a fixed seed.
    """
    random_ = random.Random(2025)
    with gzip.open(REFERENCE / f"{file}.csv.gz", "rt", encoding="utf-8-sig", newline="") as lines:
        rows = [row for row in csv.DictReader(lines) if row["time_period"] == year and row["old_la_code"]]
    rows = sorted(rows, key=lambda row: (row["region_code"], row["old_la_code"]))[:councils]
    regions = [list(group) for _, group in itertools.groupby(rows, key=lambda row: row["region_code"])]
    ordered = [row for region in regions for row in region]
    places = nested([len(region) for region in regions])
    first = places.leaves[0]

    def count(where: tuple[int, ...]) -> int:
        text = ordered[where[0] - first][columns[where[1] - 1]].replace(",", "")
        return int(text) if text.isdigit() else random_.randint(1, 5) if text == "c" else 0

    return crosstab(f"{file.split('/')[-1][:24]} {year}", [places, flat(len(columns))], count)


def _product(random_: random.Random, shape: dict[str, float]) -> Callable[[tuple[int, ...]], int]:
    """Counts that follow the sizes of their groups, as those of places and ages do."""
    sizes: dict[tuple[int, int], float] = {}

    def count(where: tuple[int, ...]) -> int:
        factor = 1.0
        for axis, group in enumerate(where):
            factor *= sizes.setdefault((axis, group), math.exp(random_.gauss(0, 0.5)))
        return round(factor * skewed(random_, **shape))

    return count


def _split(random_: random.Random, total: int, parts: int) -> list[int]:
    weights = [random_.random() ** 3 for _ in range(parts)]
    whole = [int(total * weight / sum(weights)) for weight in weights]
    whole[random_.randrange(parts)] += total - sum(whole)
    return whole
