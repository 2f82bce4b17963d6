"""Complementary suppression as tables grow: cells lost, information lost, time and memory against a plain heuristic.

Claims: whatever the shape, nothing leaks; within 5 % of the proven bound in cells hidden; 153 councils × 24 indicators
× 3 levels (council, region, England) and 20,000-cell tables in well under a minute. The peer is what a careful person
does by hand (`_suppression_heuristic`), attacked and mended until it is as safe as ours. All counts are made up, skewed
as councils' are, from fixed seeds; the policy is DfE's (1 to 5 hidden, nobody may be sure that a count is that small).

Information is log2(1 + count) bits for each hidden cell. Each growing table is measured once; the small ones are many,
and their medians and worst are printed. With an R that has GaussSuppression, sdcTable and Rglpk in
`SUPPRESSION_RSCRIPT` (the command, such as `Rscript`), those are run on the small tables too, and attacked.
"""

import math
import random
import statistics
import time
from collections.abc import Callable, Iterator, Sequence

from tests.indicators.disclosure.generated_tables import (
    Cells,
    Dimension,
    crosstab,
    flat,
    linked,
    nested,
    skewed,
    three_way,
    tree,
    two_way,
    two_way_nested,
)

from benchmarks._memory import peak_gb
from benchmarks._suppression_heuristic import hide_smallest
from benchmarks._suppression_peers import TOOLS, hidden_by, is_here
from riia.indicators.disclosure import DFE_1_5, attack_cells, find_pattern

SECONDS = 30.0
"""How long one table may be searched; the answer is safe whenever the search ends."""
PATIENCE = 45.0
"""Once the heuristic has taken this long it is not asked for the larger tables of the same kind."""
PEER_TABLES = 12
"""How many small tables of each kind the tools in R are asked for: each starts an R of its own."""
REGIONS = (12, 23, 15, 9, 14, 11, 14, 19, 19, 17)
"""153 councils in ten regions (London as inner and outer)."""


def main() -> None:
    """Small tables of every kind, then growing ones."""
    _small_tables()
    _growing_tables()


def _small_tables() -> None:
    print(
        f"{'40 small tables of each kind':<34}{'cells':>7}{'hidden':>8}{'heuristic / ours':>18}{'bits':>7}{'proven':>8}"
    )
    kinds: dict[str, Callable[[int], Cells]] = {
        "tree: council, region, England": lambda seed: tree(seed, (4, 6, 3), middle=8),
        "crosstab 8 × 6": lambda seed: two_way(seed, 8, 6, middle=15),
        "councils in regions × 5": lambda seed: two_way_nested(seed, (4, 5, 3), 5, middle=12),
        "three-way 5 × 4 × 2": lambda seed: three_way(seed, (5, 4, 2), middle=15),
        "two linked crosstabs": lambda seed: linked(seed, 6, (4, 5), middle=12),
    }
    for name, make in kinds.items():
        tables = [make(seed) for seed in range(40)]
        ours, plain, cells, proven, bits = [], [], 0, 0, []
        for one in tables:
            pattern = find_pattern(one.counts, one.relations, DFE_1_5, seconds=SECONDS)
            chosen = {at for at, is_hidden in enumerate(pattern.hidden) if is_hidden}
            other = hide_smallest(one.counts, one.relations, DFE_1_5)
            assert not _leaks(one, chosen), f"{one.name} leaks"
            cells += len(one.counts)
            ours.append(len(chosen))
            plain.append(len(other))
            proven += pattern.is_optimal
            bits.append(_bits(one, other) / _bits(one, chosen) if chosen else 1.0)
        ratios = [theirs / mine for theirs, mine in zip(plain, ours, strict=True) if mine]
        print(
            f"  {name:<32}{cells:>7,}{sum(ours):>8,}{statistics.median(ratios):>8.2f} (≤ {max(ratios):.2f})"
            f"{statistics.median(bits):>7.2f}{proven:>5}/40",
            flush=True,
        )
        if is_here() and tables[0].dimensions:
            _beside_peers(tables[:PEER_TABLES], ours[:PEER_TABLES])


def _beside_peers(tables: Sequence[Cells], ours: Sequence[int]) -> None:
    for tool in TOOLS:
        answers = [(one, hidden_by(tool, one, DFE_1_5.largest), mine) for one, mine in zip(tables, ours, strict=True)]
        done = [(one, answer, mine) for one, answer, mine in answers if not answer.why_not and mine]
        if not done:
            print(f"    {tool:<30} no answer: {answers[0][1].why_not}")
            continue
        ratios = [len(answer.cells) / mine for _, answer, mine in done]
        small = sum(DFE_1_5.is_small(count) for one, _, _ in done for count in one.counts)
        leaks = [len(_leaks(one, answer.cells)) for one, answer, _ in done]
        print(
            f"    {tool:<30}{statistics.median(ratios):>8.2f} × ours; {sum(map(bool, leaks))} of {len(done)} tables "
            f"leak, {sum(leaks)} of {small} small counts; {len(answers) - len(done)} without answer; "
            f"{statistics.median(answer.seconds for _, answer, _ in done):.2f} s each"
        )


def _growing_tables() -> None:
    print(
        f"\n{'growing tables':<36}{'cells':>7}{'small':>7}{'hidden':>8}{'bound':>8}{'over':>7}{'time':>9}"
        f"{'heuristic / ours':>18}{'bits':>7}{'its time':>10}{'peak':>9}"
    )
    tired: set[str] = set()
    for kind, one in _growing():
        started = time.perf_counter()
        pattern = find_pattern(one.counts, one.relations, DFE_1_5, seconds=SECONDS)
        took = time.perf_counter() - started
        chosen = {at for at, is_hidden in enumerate(pattern.hidden) if is_hidden}
        least = int(pattern.small.sum()) + pattern.bound
        line = (
            f"  {one.name:<34}{len(one.counts):>7,}{int(pattern.small.sum()):>7,}{len(chosen):>8,}{least:>8,.0f}"
            f"{len(chosen) / least - 1:>7.1%}{took:>7.1f} s"
        )
        if kind in tired:
            print(f"{line}{'(too slow)':>18}{'':>17}{peak_gb():>6.2f} GB", flush=True)
            continue
        started = time.perf_counter()
        other = hide_smallest(one.counts, one.relations, DFE_1_5)
        theirs = time.perf_counter() - started
        if theirs > PATIENCE / 4:
            tired.add(kind)
        print(
            f"{line}{len(other) / len(chosen):>18.2f}{_bits(one, other) / _bits(one, chosen):>7.2f}{theirs:>8.1f} s"
            f"{peak_gb():>6.2f} GB",
            flush=True,
        )
        assert not _leaks(one, chosen), f"{one.name} leaks"


def _growing() -> Iterator[tuple[str, Cells]]:
    for councils in (12, 50, 153):
        yield "indicators", _indicators(councils, 24)
    for councils in (12, 50, 153):
        yield "nested", _table(f"{councils} councils, regions × 24", [_places(councils), flat(24)])
    for side in (20, 60, 140):
        yield "crosstab", _table(f"{side} × {side}", [flat(side), flat(side)])
    for councils, groups in ((50, (5,) * 10), (153, (10,) * 11)):
        name = f"{councils} councils × {sum(groups)} in {len(groups)}"
        yield "hierarchies", _table(name, [_places(councils), nested(groups)])
    for councils, ages in ((12, 5), (50, 5), (153, 6)):
        name = f"{councils} councils × {ages} ages × 2 sexes"
        yield "three", _table(name, [_places(councils), flat(ages), flat(2)])


def _places(councils: int) -> Dimension:
    return nested([size for size in (_share(councils, number) for number in range(len(REGIONS))) if size])


def _share(councils: int, region: int) -> int:
    before, after = sum(REGIONS[:region]) * councils // 153, sum(REGIONS[: region + 1]) * councils // 153
    return after - before


def _table(name: str, dimensions: Sequence[Dimension]) -> Cells:
    random_ = random.Random(20251122)
    sizes: dict[tuple[int, int], float] = {}

    def count(where: tuple[int, ...]) -> int:
        factor = math.prod(sizes.setdefault(at, math.exp(random_.gauss(0, 0.7))) for at in enumerate(where))
        return round(factor * skewed(random_, zeros=0.08, middle=40.0, spread=0.9))

    return crosstab(name, dimensions, count)


def _indicators(councils: int, indicators: int) -> Cells:
    """So many indicators, none of which is a part of another, each over councils, regions and England."""
    counts: list[int] = []
    relations = []
    for number in range(indicators):
        random_ = random.Random(number)
        middle = math.exp(random_.uniform(1.5, 5.5))
        one = crosstab(
            "", [_places(councils)], lambda _, middle=middle, random_=random_: skewed(random_, middle=middle)
        )
        start = len(counts)
        counts += one.counts
        relations += [(start + total, tuple(start + part for part in parts)) for total, parts in one.relations]
    return Cells(f"{councils} councils × {indicators} indicators × 3", tuple(counts), tuple(relations))


def _leaks(one: Cells, hidden: set[int] | frozenset[int]) -> list[int]:
    """The small counts that an attacker is sure are small, or that are not hidden at all."""
    asked = sorted(hidden)
    found = dict(zip(asked, attack_cells(one.counts, asked, one.relations), strict=True))
    return [
        at for at, count in enumerate(one.counts) if DFE_1_5.is_small(count) and (at not in found or found[at][1] <= 5)
    ]


def _bits(one: Cells, hidden: set[int] | frozenset[int]) -> float:
    return sum(math.log2(1 + one.counts[at]) for at in hidden)


if __name__ == "__main__":
    main()
