"""Several tables, of now and of before, as one system of cells: what anybody knows who has them all.

Cells with the same coordinates are the same cell. Every sum within a table is a relation; a part that is printed
nowhere is a cell of its own that nobody sees (a rest); a total that is printed rounded lies within its rounding.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import inf
from typing import Final

from riia.indicators.disclosure.derived import DerivedFigure
from riia.indicators.disclosure.dimensions import Dimension, Key, Split, TableError, rest_of
from riia.indicators.disclosure.mismatches import in_words, mismatches
from riia.indicators.disclosure.releases import Earlier, renamed
from riia.indicators.disclosure.systems import Within
from riia.indicators.disclosure.tables import Labels, Rounding, Table
from riia.indicators.model import Missing, Number, Symbol

_TOLD: Final = 5
_UNKNOWN: Final = frozenset({Symbol.NOT_AVAILABLE, Symbol.UNRELIABLE})
_POSITIVE: Final = frozenset({Symbol.ROUNDS_TO_ZERO, Symbol.LOW})
"""Signs that say a count is above zero, and too small to print."""


@dataclass(frozen=True, slots=True)
class Printed:
    """What a cell is printed as, and how that was rounded."""

    printed: int
    how: Rounding


@dataclass(slots=True)
class Linked:
    """What the tables tell together.

    `counts` has None for a cell whose exact count is printed nowhere; those are `hidden` (suppressed), `rests` (printed
    nowhere; with the cells they are left from), `rounded` or `unknown` (not available); `inapplicable` cells are 0.
    `least` is what such a cell holds at least. `exposed` are cells that one table hides and another prints, `before`
    those that an earlier release has printed exactly, `rounded_before` those it has printed rounded. `figures` are all
    derived figures, `published` those of earlier releases.
    """

    counts: dict[Key, int | None] = field(default_factory=dict)
    relations: dict[tuple[Key, tuple[Key, ...]], None] = field(default_factory=dict)
    within: list[Within] = field(default_factory=list)
    figures: list[DerivedFigure] = field(default_factory=list)
    published: list[DerivedFigure] = field(default_factory=list)
    least: dict[Key, int] = field(default_factory=dict)
    hidden: dict[Key, None] = field(default_factory=dict)
    rests: dict[Key, tuple[Key, ...]] = field(default_factory=dict)
    rounded: dict[Key, Printed] = field(default_factory=dict)
    unknown: set[Key] = field(default_factory=set)
    inapplicable: set[Key] = field(default_factory=set)
    exposed: dict[Key, int] = field(default_factory=dict)
    before: set[Key] = field(default_factory=set)
    rounded_before: set[Key] = field(default_factory=set)
    notes: list[str] = field(default_factory=list)
    _rounding: dict[Key, tuple[int, int]] = field(default_factory=dict)

    def bounds(self, key: Key) -> tuple[float, float]:
        """Between what a cell must lie by what is printed in it alone."""
        count = self.counts[key]
        if count is not None:
            return count, count
        if key in self.rounded:
            return self._rounding[key]
        return self.least.get(key, 1), inf

    def rounding(self, key: Key, printed: int, rounding: Rounding) -> None:
        """A count is printed rounded."""
        self.counts[key] = None
        self.rounded[key] = Printed(printed, rounding)
        low, high = max(0, printed - rounding.below), printed + rounding.above
        self._rounding[key] = low, high
        self.least[key] = low

    @property
    def known(self) -> list[Within]:
        """Everything linear that is known about cells beside their sums: roundings, and what signs say."""
        return [*self.within, *(Within({key: 1}, low, high) for key, (low, high) in self._rounding.items())]


def link(
    tables: Sequence[Table],
    earlier: Sequence[Table] = (),
    *,
    at_least: int | None = None,
    hierarchies: Sequence[Dimension] = (),
) -> Linked:
    """Everything these tables tell together.

    `hierarchies` are dimensions that no single table has, such as the periods of several releases.
    `at_least` is what a suppressed cell is taken to hold at least. When it is not given, that is 1, true zeros being
    shown; or 0, with a note, where the sums say that zeros were hidden too.

    Raises TableError where two tables give one cell two values, and where a total is not the sum of its parts.
    """
    linked = _linked(tables, earlier, 1 if at_least is None else at_least, hierarchies)
    wrong = mismatches(linked)
    if wrong and at_least is None and linked.hidden:
        loose = _linked(tables, earlier, 0, hierarchies)
        if not mismatches(loose):
            loose.notes.append("totals say that true zeros are hidden too, so a hidden count can be 0")
            return loose
    if wrong:
        raise TableError(in_words(linked, wrong))
    return linked


def _linked(
    tables: Sequence[Table], earlier: Sequence[Table], at_least: int, hierarchies: Sequence[Dimension]
) -> Linked:
    linked = Linked()
    for table in tables:
        take(linked, table, at_least, alone=False)
    now = dict(linked.counts)
    for number, table in enumerate(earlier, start=1):
        apart = _apart(table, now, f"earlier {number}")
        take(linked, apart, at_least, is_before=True, alone=apart is not table)
    _link_across(linked, [*hierarchies, *(one for table in (*tables, *earlier) for one in table.dimensions)])
    for table in earlier:
        if isinstance(table, Earlier):
            _take_since(linked, table)
    return linked


def _take_since(linked: Linked, table: Earlier) -> None:
    """What was counted between two releases: printed nowhere, unless both ends of it are out already."""
    for later, then, since in table.since:
        ends = {later, then}
        if ends <= linked.counts.keys() and not ends <= linked.before and ends.isdisjoint(linked.inapplicable):
            linked.counts.setdefault(since, None)
            linked.least[since] = 0
            linked.rests[since] = (later, then)
            linked.relations[later, (then, since)] = None


def _link_across(linked: Linked, dimensions: Iterable[Dimension]) -> None:
    """Add the sums that dimensions name, whichever tables their cells stand in."""
    named: dict[str, tuple[list[str | None], dict[Split, None]]] = {}
    for one in dimensions:
        if one.named_splits:
            totals, splits = named.setdefault(one.name, ([], {}))
            totals.append(one.total)
            splits.update(dict.fromkeys(one.named_splits))
    for name, (totals, splits) in named.items():
        total = next((one for one in totals if one is not None), None)
        groups: dict[tuple[tuple[str, str], ...], dict[str, Key]] = {}
        for key in linked.counts:
            label = next((label for at, label in key if at == name), total)
            if label is not None and key not in linked.rests:
                groups.setdefault(tuple(pair for pair in key if pair[0] != name), {})[label] = key
        for group in groups.values():
            if len(group) > 1:
                _take_sums(linked, name, tuple(splits), group)


def labels_along(table: Table, at: int) -> list[str]:
    """The labels that a table has of one of its dimensions."""
    return list(dict.fromkeys(labels[at] for labels in table.cells))


def take(linked: Linked, table: Table, at_least: int, *, is_before: bool = False, alone: bool = True) -> None:
    """Add what one table tells; with `alone=False` without the sums that its dimensions name for all tables."""
    keys = dict(table.named())
    for labels, key in keys.items():
        _take_cell(linked, key, table.cells[labels], table.rounded.get(labels), at_least)
        if labels in table.most and linked.counts[key] is None:
            linked.within.append(Within({key: 1}, 0, table.most[labels]))
        if is_before and isinstance(table.cells[labels], Number):
            (linked.rounded_before if key in linked.rounded else linked.before).add(key)
    for at, dimension in enumerate(table.dimensions):
        labels_there = labels_along(table, at)
        splits = dimension.splits(labels_there) if alone else dimension.total_of(labels_there)
        if splits:
            groups: dict[Labels, dict[str, Key]] = {}
            for labels, key in keys.items():
                groups.setdefault((*labels[:at], *labels[at + 1 :]), {})[labels[at]] = key
            for group in groups.values():
                _take_sums(linked, dimension.name, splits, group)
    linked.figures += table.figures
    if is_before:
        linked.published += table.figures
    for figure in table.figures:
        for key in figure.cells:
            if key not in linked.counts:
                linked.counts[key] = None
                linked.least[key] = 0
    for at, dimension in enumerate(table.dimensions):
        for split in dimension.total_of(labels_along(table, at)):
            _take_unprinted(linked, table, dimension, split, keys.values())
    linked.notes += [note for note in table.notes if note not in linked.notes]


def _take_unprinted(linked: Linked, table: Table, dimension: Dimension, split: Split, printed: Iterable[Key]) -> None:
    """What means are the means of adds up as the counts do, though it is printed nowhere."""
    unprinted = {key for figure in table.figures for key in figure.cells} - set(printed)
    groups: dict[tuple[tuple[str, str], ...], dict[str | None, Key]] = {}
    for key in unprinted:
        label = next((label for name, label in key if name == dimension.name), dimension.total)
        groups.setdefault(tuple(pair for pair in key if pair[0] != dimension.name), {})[label] = key
    for group in groups.values():
        if group.keys() >= {split.whole, *split.parts}:
            linked.relations[group[split.whole], tuple(group[part] for part in split.parts)] = None


def _take_cell(linked: Linked, key: Key, value: Number | Missing, rounding: Rounding | None, at_least: int) -> None:
    old = linked.counts.get(key)
    if isinstance(value, Number):
        count = int(value.value)
        if rounding is not None:
            if old is None and key not in linked.rounded:
                linked.rounding(key, count, rounding)
            return
        if old is not None and old != count:
            raise TableError(
                f"{key!r} is {old:,} in one place and {count:,} in another. If they are not the same cell, give the "
                "tables different labels (at={'measure': ...}); otherwise correct one."
            )
        if key in linked.hidden:
            linked.exposed[key] = count
            return
        linked.counts[key] = count
        linked.unknown.discard(key)
        return
    if value.symbol is Symbol.NOT_APPLICABLE:
        linked.counts.setdefault(key, 0)
        linked.inapplicable.add(key)
        return
    if old is not None and value.symbol not in _UNKNOWN:
        linked.exposed[key] = old
    if value.symbol in _UNKNOWN:
        if linked.counts.setdefault(key, None) is None and key not in linked.hidden and key not in linked.rounded:
            linked.least[key] = 0
            linked.unknown.add(key)
        return
    if value.symbol in _POSITIVE and rounding is not None:
        linked.within.append(Within({key: 1}, 1, rounding.above))
    linked.counts[key] = None
    linked.hidden[key] = None
    linked.least[key] = 1 if value.symbol in _POSITIVE else at_least
    linked.unknown.discard(key)


def _take_sums(linked: Linked, name: str, splits: Sequence[Split], group: Mapping[str, Key]) -> None:
    """The sums along one dimension, where everything else about the cells is the same."""
    below = {split.whole: split.parts for split in splits if not split.has_rest}
    # A whole that does not apply, as in a year before it was counted, is not printed; its parts stand for themselves.
    group = {label: key for label, key in group.items() if label not in below or key not in linked.inapplicable}
    for split in splits:
        whole = group.get(split.whole)
        if whole is None:
            continue
        found: list[str] = []
        absent: list[str] = []
        for part in split.parts:
            _present(part, group, below, found, absent)
        if not found:
            continue
        parts = tuple(group[label] for label in found)
        if split.has_rest or (absent and _leaves_something(linked, whole, parts)):
            rest = rest_of(whole, name, found, split.whole)
            linked.counts.setdefault(rest, None)
            linked.least[rest] = 0
            linked.rests[rest] = (whole, *parts)
            parts = (*parts, rest)
            if absent and not split.has_rest:
                linked.notes.append(f"{whole!r} has parts that are not in the table: {', '.join(absent[:_TOLD])}")
        linked.relations[whole, parts] = None


def _present(
    part: str, group: Mapping[str, Key], below: Mapping[str, tuple[str, ...]], found: list[str], absent: list[str]
) -> None:
    """A part itself where it is printed, else what it is made of, else it is absent."""
    if part in group:
        found.append(part)
        return
    inside: list[str] = []
    lacking: list[str] = []
    for one in below.get(part, ()):
        _present(one, group, below, inside, lacking)
    found += inside
    absent += lacking if inside else [part]


def _leaves_something(linked: Linked, whole: Key, parts: Iterable[Key]) -> bool:
    """Whether the whole holds, or may hold, more than the parts that are printed."""
    most = linked.bounds(whole)[1]
    return most == inf or most > sum(linked.bounds(part)[0] for part in parts)


def _apart(table: Table, now: Mapping[Key, int | None], release: str) -> Table:
    """An earlier table in which what was revised since is told apart from what is printed now.

    A cell is another one where its count has changed; a hidden cell where it stands in a sum with such a cell, or where
    the sum does not hold any more with the counts of now.
    """
    keys = dict(table.named())
    printed = {key: value.value for labels, key in keys.items() if isinstance(value := table.cells[labels], Number)}
    changed = {
        key
        for key, value in printed.items()
        if now.get(key) is not None and now[key] != value and not table.rounded
    }  # fmt: skip
    alone = Linked()
    take(alone, table, 1)
    while True:
        more: set[Key] = set()
        for whole, parts in alone.relations:
            cells = {whole, *parts}
            if cells & changed or _is_broken(whole, parts, alone.counts, now):
                more |= {key for key in cells if alone.counts[key] is None and key in now}
        if more <= changed:
            break
        changed |= more
    return table if not changed else renamed(table, changed, release)


def _is_broken(whole: Key, parts: Iterable[Key], then: Mapping[Key, int | None], now: Mapping[Key, int | None]) -> bool:
    def count(key: Key) -> int | None:
        printed = then[key]
        return printed if printed is not None else now.get(key)

    total, counts = count(whole), [count(part) for part in parts]
    if total is None or any(one is None for one in counts):
        return False
    return total != sum(one for one in counts if one is not None)
