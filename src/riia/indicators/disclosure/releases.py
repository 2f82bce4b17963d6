"""What earlier releases are to this one: parts of a period that runs on, the same figures revised, or another period.

Where a period runs on, as in April to June and then April to September, whoever subtracts one release from the other
has a count that neither prints. Those counts are cells of their own, to be protected like any other.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from enum import StrEnum
from itertools import combinations
from math import inf
from typing import Final

from riia.indicators.disclosure.derived import Sum
from riia.indicators.disclosure.dimensions import Key, TableError, key_of
from riia.indicators.disclosure.tables import Labels, Table
from riia.indicators.model import Number

RELEASE: Final = "release"
"""What tells a cell of an earlier release from its later self."""
_SINCE: Final = "counted"
"""What tells a count that came between two releases."""
_CLEAR: Final = 10
"""So many times as many counts must change one way as the other for the direction to be plain."""

type _Ranges = Mapping[Key, tuple[int, int]]


class Succession(StrEnum):
    """What an earlier release is to this one.

    `RUNNING`: an earlier part of a period that runs on, so that what was counted since can be reckoned. `REVISED`: the
    same figures, some of which were corrected since. `SEPARATE`: another period, which tells nothing about this one.
    """

    RUNNING = "running"
    REVISED = "revised"
    SEPARATE = "separate"


@dataclass(frozen=True, slots=True, kw_only=True)
class Earlier(Table):
    """A table of an earlier release, of which it is known how its cells stand to those of now.

    `names` are those of its cells that are others than now. `since` are counts that came since: the later cell, the
    earlier one, and their difference.
    """

    names: Mapping[Key, Key] = field(default_factory=dict)
    since: tuple[tuple[Key, Key, Key], ...] = ()

    def key(self, labels: Labels) -> Key:
        """What the cell is called."""
        key = Table.key(self, labels)
        return self.names.get(key, key)


def is_of_then(key: Key) -> bool:
    """Whether a cell is of an earlier release and another one now."""
    return any(name == RELEASE for name, _ in key)


def renamed(table: Table, changed: Iterable[Key], release: str) -> Earlier:
    """The table whose changed cells have keys of their own."""
    names = {key: _then(key, release) for key in changed}

    def of(one: Sum) -> Sum:
        return Sum(tuple((names.get(key, key), factor) for key, factor in one.terms), one.constant)

    figures = tuple(replace(one, numerator=of(one.numerator), denominator=of(one.denominator)) for one in table.figures)
    return replace(_earlier(table), figures=figures, names=names)


def read_earlier(
    tables: Sequence[Table], earlier: Sequence[Table], earlier_is: Succession | str | None = None
) -> list[Table]:
    """The earlier tables, as what they are to `tables`: as said, else as their counts tell.

    Where no count differs they are the same figures. Where counts grow and none falls, the period runs on; where some
    fall, they are revised or of another period. Raises TableError where it can be one or the other.
    """
    said = _said(earlier_is)
    loose = [table for table in earlier if not isinstance(table, Earlier)]
    if not loose:
        return list(earlier)
    now = _printed(tables)
    keys = {key for table in tables for _, key in table.named()}
    running: list[_Release] = []
    out: list[Table] = [table for table in earlier if isinstance(table, Earlier)]
    groups = _grouped(loose)
    for group in groups:
        number = group[0] + 1
        release = _Release(
            [loose[at] for at in group],
            f"earlier {number}",
            "the earlier release" if len(groups) == 1 else f"earlier release {number}",
        )
        changes = _changes(release.printed, now)
        reading = said or _reading(changes, release, now)
        note = (
            _note(reading, changes, release.words, is_said=said is not None)
            if said or changes.grew or changes.fell
            else None
        )
        if reading is Succession.RUNNING:
            if said and keys.isdisjoint(release.keys):
                raise TableError(_UNSHARED.format(release.words))
            release.note = note
            running.append(release)
        elif reading is Succession.SEPARATE:
            out += [Earlier(dimensions=one.dimensions, cells={}, notes=_noted(one, note)) for one in release.tables[:1]]
        else:
            out += [replace(_earlier(one), notes=_noted(one, note)) for one in release.tables]
    return [*out, *_running(running, keys, now)]


_UNSHARED: Final = (
    "{} was said to be part of a period that runs on (earlier_is), and it has no cell of this one. Cells are the same "
    "where rows and columns are called the same in both: name them alike, or leave that out."
)


@dataclass(slots=True)
class _Release:
    """Tables that were published together, with what their cells are called here."""

    tables: list[Table]
    name: str
    words: str
    note: str | None = None

    @property
    def keys(self) -> set[Key]:
        return {key for table in self.tables for _, key in table.named()}

    @property
    def printed(self) -> _Ranges:
        return _printed(self.tables)


@dataclass(frozen=True, slots=True)
class _Changes:
    """Cells that two releases print: those that grew, those that fell, and how many more that are not 0 in both."""

    grew: frozenset[Key]
    fell: frozenset[Key]
    same: int


def _said(earlier_is: Succession | str | None) -> Succession | None:
    if earlier_is is None:
        return None
    try:
        return Succession(earlier_is)
    except ValueError:
        known = ", ".join(Succession)
        raise TableError(f"An earlier release is said to be {earlier_is!r}. Give one of: {known}.") from None


def _earlier(table: Table) -> Earlier:
    if isinstance(table, Earlier):
        return table
    return Earlier(**{one.name: getattr(table, one.name) for one in fields(Table)})


def _noted(table: Table, note: str | None) -> tuple[str, ...]:
    return table.notes if note is None else (*table.notes, note)


def _printed(tables: Iterable[Table]) -> dict[Key, tuple[int, int]]:
    """Between what every printed count lies."""
    out: dict[Key, tuple[int, int]] = {}
    for table in tables:
        for labels, key in table.named():
            if isinstance(value := table.cells[labels], Number):
                count, how = int(value.value), table.rounded.get(labels)
                found = (count, count) if how is None else (max(0, count - how.below), count + how.above)
                out[key] = min(found, out.get(key, (0, inf)), key=lambda one: one[1] - one[0])  # type: ignore[assignment]
    return out


def _changes(then: _Ranges, now: _Ranges) -> _Changes:
    both = [key for key in then if key in now]
    grew = frozenset(key for key in both if then[key][1] < now[key][0])
    fell = frozenset(key for key in both if then[key][0] > now[key][1])
    return _Changes(grew, fell, sum(now[key][1] > 0 for key in both) - len(grew) - sum(now[key][1] > 0 for key in fell))


def _grouped(tables: Sequence[Table]) -> list[list[int]]:
    """Which tables are of one release: they share cells, not all of them, and print no cell differently."""
    groups: list[list[int]] = []
    for at, table in enumerate(tables):
        keys, printed = {key for _, key in table.named()}, _printed([table])
        mine = []
        for group in groups:
            others = [tables[one] for one in group]
            changes = _changes(_printed(others), printed)
            theirs = [{key for _, key in one.named()} for one in others]
            if not (changes.grew or changes.fell or keys in theirs or all(map(keys.isdisjoint, theirs))):
                mine.append(group)
        groups = [group for group in groups if group not in mine]
        groups.append([*(one for group in mine for one in group), at])
    return sorted(sorted(group) for group in groups)


def _reading(changes: _Changes, release: _Release, now: _Ranges) -> Succession:
    """What the counts say. Raises TableError where they leave it open."""
    grew, fell = len(changes.grew), len(changes.fell)
    if not grew or fell * _CLEAR > grew:
        return Succession.REVISED
    if not fell and grew >= changes.same:
        return Succession.RUNNING
    then = release.printed
    key = next(key for key in then if key in changes.grew)
    raise TableError(
        f"{_begun(release.words)} and this one print {_counted(grew + fell + changes.same)} of the same cells: "
        f"{grew:,} grew ({key!r} from {then[key][0]:,} to {now[key][0]:,}), {fell:,} fell, {changes.same:,} are the "
        "same. Say what it is (earlier_is): running, an earlier part of a period that runs on, so that what was "
        "counted since is protected too; revised, the same figures with corrections; or separate, another period."
    )


def _note(reading: Succession, changes: _Changes, words: str, *, is_said: bool) -> str:
    grew, fell = f"{_counted(len(changes.grew))} grew", f"{len(changes.fell) or 'none'} fell"
    told = {
        Succession.RUNNING: "part of a period that runs on, so that what was counted since is looked at too",
        Succession.REVISED: "the same figures revised, or another period: a count that changed is another cell",
        Succession.SEPARATE: "another period, which tells nothing about this one",
    }[reading]
    doubt = ""
    if reading is Succession.REVISED and changes.grew and not is_said:
        doubt = (
            ". If it is part of a period that runs on, say so (earlier_is), so that what was counted since is protected"
        )
    return f"{words} was read as {told} ({grew}, {fell}){doubt}"


def _running(releases: Sequence[_Release], keys: set[Key], now: _Ranges) -> list[Earlier]:
    """The tables of releases that run on into this one, each with the counts that came after it.

    Of two in which the same counts are printed, the one that was given first is the earlier one.
    """
    since: dict[str, list[tuple[Key, Key, Key]]] = {}
    for one in releases:
        fell = _changes(one.printed, now).fell
        since[one.name] = [
            (key, _then(key, one.name), key_of((*key, (_SINCE, f"since {one.words}"))))
            for key in sorted((one.keys & keys) - fell)
        ]
    for one, other in combinations(releases, 2):
        changes = _changes(one.printed, other.printed)
        if min(len(changes.grew), len(changes.fell)) * _CLEAR > max(len(changes.grew), len(changes.fell)):
            raise TableError(
                f"{_begun(one.words)} and {other.words} do not run on into each other: {_counted(len(changes.grew))} "
                f"grew and {len(changes.fell):,} fell. Give only releases that begin with the same day."
            )
        is_later = len(changes.grew) >= len(changes.fell)
        early, late = (one, other) if is_later else (other, one)
        apart = changes.fell if is_later else changes.grew
        since[early.name] += [
            (
                _then(key, late.name),
                _then(key, early.name),
                key_of((*key, (_SINCE, f"from {early.words} to {late.words}"))),
            )
            for key in sorted((early.keys & late.keys) - apart)
        ]
    out: list[Earlier] = []
    for one in releases:
        for table in one.tables:
            names = {key for _, key in table.named()} | {key for figure in table.figures for key in figure.cells}
            out.append(
                replace(renamed(table, names, one.name), notes=_noted(table, one.note), since=tuple(since[one.name]))
            )
    return out


def _then(key: Key, release: str) -> Key:
    return key_of((*key, (RELEASE, release)))


def _counted(count: int) -> str:
    return f"{count:,} count{'' if count == 1 else 's'}"


def _begun(words: str) -> str:
    return words[0].upper() + words[1:]
