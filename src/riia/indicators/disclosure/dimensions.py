"""What a table is broken down by: labels, the label of the total, and which labels are made of which others."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from riia.indicators.disclosure.systems import DisclosureError

type Parts = Mapping[str, Collection[str]] | Iterable[tuple[str, Collection[str]]]
"""A whole and what it is made of: by whole, or in pairs where a whole is divided in several ways."""

_NAMED: Final = 5
REST: Final = "the rest of"


class Key(tuple[tuple[str, str], ...]):
    """A cell: pairs of dimension and label in alphabetical order.

    A dimension at its total is left out, so the same cell has the same key in every table that prints it. Messages show
    it in words.
    """

    __slots__ = ()

    def __repr__(self) -> str:
        """In words: "age under 1, council Derby"; the total of everything is called that."""
        return ", ".join(f"{name} {label}" for name, label in self) or "the total of everything"


class TableError(DisclosureError):
    """A table that cannot be read or does not add up; the message names the cells, the rule and the remedy."""


@dataclass(frozen=True, slots=True)
class Split:
    """A label that is the sum of others; with `has_rest`, of others and of a rest that is not printed."""

    whole: str
    parts: tuple[str, ...]
    has_rest: bool = False


@dataclass(frozen=True, slots=True)
class Dimension:
    """A dimension of a table.

    * `total` is the label of the total over everything, such as "Total" or "England". Without `parts` it is the sum of
      all other labels.
    * `parts` says what sums are made of: `{"England": ["London", ...], "London": ["Inner London", "Outer London"]}`.
      Where `total` is not given, it is the one label that is a whole and never a part.
    * `of_which` names parts that do not exhaust the whole: `{"referrals": ["repeat referrals"]}`. What is left over is
      printed nowhere but can be reckoned, so it is protected like any other cell. The parts of one entry must not
      overlap; overlapping ones are given as pairs: `[("referrals", ["repeat"]), ("referrals", ["no action"])]`.
      A release that runs on is the same: `{"April to September": ["April to June"]}`.

    >>> Dimension("place", parts={"England": ["North", "South"]}).total
    'England'
    """

    name: str
    total: str | None = None
    parts: Parts = field(default_factory=dict)
    of_which: Parts = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Read the parts into pairs, find the total, refuse what goes round in a circle."""
        parts, of_which = _pairs(self.parts), _pairs(self.of_which)
        object.__setattr__(self, "parts", parts)
        object.__setattr__(self, "of_which", of_which)
        if self.total is None:
            children = {part for _, members in parts for part in members}
            tops = {whole for whole, _ in parts} - children
            if len(tops) == 1:
                object.__setattr__(self, "total", tops.pop())
        self._refuse_circles()

    def coordinate(self, label: str) -> tuple[tuple[str, str], ...]:
        """What this label adds to a cell's key: nothing at the total."""
        return () if label == self.total else ((self.name, label),)

    def splits(self, labels: Collection[str]) -> tuple[Split, ...]:
        """The sums there are among these labels, small wholes first."""
        return (*self.total_of(labels), *self.named_splits)

    @property
    def named_splits(self) -> tuple[Split, ...]:
        """The sums that `parts` and `of_which` name, small wholes first."""
        depth = self._depths()
        exact = [Split(whole, parts) for whole, parts in _pairs(self.parts)]
        exact.sort(key=lambda one: depth[one.whole])
        return (*exact, *(Split(whole, parts, has_rest=True) for whole, parts in _pairs(self.of_which)))

    def total_of(self, labels: Collection[str]) -> tuple[Split, ...]:
        """The total as the sum of all that is no part of something else, where `parts` does not say what it is."""
        named = self.named_splits
        if self.total is None or any(one.whole == self.total and not one.has_rest for one in named):
            return ()
        inside = {part for one in named for part in one.parts}
        tops = tuple(label for label in labels if label != self.total and label not in inside)
        return (Split(self.total, tops),) if tops and self.total in labels else ()

    def _depths(self) -> dict[str, int]:
        """How many levels lie below each whole."""
        below = dict[str, set[str]]()
        for whole, parts in _pairs(self.parts):
            below.setdefault(whole, set()).update(parts)
        known: dict[str, int] = {}

        def depth(label: str) -> int:
            if label not in below:
                return 0
            if label not in known:
                known[label] = 1 + max(map(depth, below[label]), default=0)
            return known[label]

        return {label: depth(label) for label in below}

    def _refuse_circles(self) -> None:
        below = dict[str, set[str]]()
        for whole, parts in (*_pairs(self.parts), *_pairs(self.of_which)):
            below.setdefault(whole, set()).update(parts)
        for label in below:
            seen, ahead = set[str](), set(below[label])
            while ahead:
                one = ahead.pop()
                if one == label:
                    raise TableError(
                        f"In the dimension {self.name!r} the label {label!r} is a part of itself. Check the hierarchy."
                    )
                if one not in seen:
                    seen.add(one)
                    ahead |= below.get(one, set())


def key_of(pairs: Iterable[tuple[str, str]]) -> Key:
    """The key made of these pairs of dimension and label."""
    return Key(sorted(pairs))


def named(keys: Iterable[Key], most: int = _NAMED) -> str:
    """Cells in words, the first of them where there are many."""
    told = list(keys)
    more = f"; and {len(told) - most:,} more" if len(told) > most else ""
    return "; ".join(repr(key) for key in told[:most]) + more


def rest_of(whole: Key, name: str, parts: Iterable[str], label: str) -> Key:
    """The key of what is left of a whole beside the parts that are printed."""
    beside = ", ".join(parts)
    return key_of((*(pair for pair in whole if pair[0] != name), (name, f"{REST} {label} beside {beside}")))


def _pairs(parts: Parts) -> tuple[tuple[str, tuple[str, ...]], ...]:
    given = parts.items() if isinstance(parts, Mapping) else parts
    return tuple((whole, (members,) if isinstance(members, str) else tuple(members)) for whole, members in given)
