"""Who is who: the same person in several returns, so that a plan is first once and a request counts once.

Returns carry no number of ours. The same UPN, or ULN, is the same person; so is the same name and day of birth, and the
same "Person ID" with the same day of birth, unless UPN or ULN contradict: a UPN is often given after the first request.
A name and day of birth that one return has twice, as twins or blanked names may, tell of nobody.
"""

from collections import Counter
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

_NO_NUMBER: Final = frozenset({"9999999999", "0000000000", "0", "1999999999"})
"""ULNs that mean there is none."""


@dataclass(frozen=True, slots=True)
class Person:
    """A row of `person`: its link, and what may tell who it is. Returns are to come from old to new."""

    link: str
    own: str | None
    upn: str | None
    uln: str | None
    name: str
    born: date | None


def labels(persons: Sequence[Person]) -> dict[str, str]:
    """What each row's person is called, by link: Person ID, otherwise UPN, otherwise ULN, otherwise "person 7"."""
    same = _Same(persons)
    keys: tuple[Callable[[Person], Hashable], ...] = (
        lambda one: one.upn,
        lambda one: _uln(one),
        lambda one: (one.name, one.born) if one.name and one.born else None,
        lambda one: (one.own, one.born) if one.own and one.born else None,
    )
    twice = _names_told_twice(persons)
    for certain, key in zip((True, True, False, False), keys, strict=True):
        first: dict[Hashable, int] = {}
        for at, person in enumerate(persons):
            if (value := key(person)) is not None and value not in twice:
                same.join(first.setdefault(value, at), at, certain=certain)
    groups: dict[int, list[Person]] = {}
    for at, person in enumerate(persons):
        groups.setdefault(same.root(at), []).append(person)
    names = {root: _label(rows) for root, rows in groups.items()}
    used = Counter(names.values())
    unique = {root: name if used[name] == 1 else f"{name} ({groups[root][0].link})" for root, name in names.items()}
    return {person.link: unique[root] for root, rows in groups.items() for person in rows}


def _names_told_twice(persons: Sequence[Person]) -> set[Hashable]:
    """Names with days of birth that stand in more than one row of some return."""
    counts = Counter((one.link.split("/", 1)[0], one.name, one.born) for one in persons)
    return {(name, born) for (_, name, born), count in counts.items() if count > 1}


class _Same:
    """Sets of rows that are one person, with the numbers known of each set."""

    def __init__(self, persons: Sequence[Person]) -> None:
        self._up = list(range(len(persons)))
        self._numbers = [({person.upn} - {None}, {_uln(person)} - {None}) for person in persons]

    def root(self, at: int) -> int:
        """The row that stands for the set."""
        while self._up[at] != at:
            self._up[at] = self._up[self._up[at]]
            at = self._up[at]
        return at

    def join(self, one: int, other: int, *, certain: bool) -> None:
        """Make two sets one; when not `certain`, only if no number of theirs contradicts."""
        one, other = self.root(one), self.root(other)
        if one == other:
            return
        pairs = list(zip(self._numbers[one], self._numbers[other], strict=True))
        if not certain and any(left and right and not left & right for left, right in pairs):
            return
        self._up[other] = one
        for left, right in pairs:
            left |= right


def _uln(person: Person) -> str | None:
    return person.uln if person.uln not in _NO_NUMBER else None


def _label(rows: Sequence[Person]) -> str:
    """The council's own number as the newest return has it, then what stands in for it."""
    newest = rows[::-1]
    told = [*(one.own for one in newest), *(one.upn for one in newest), *(_uln(one) for one in newest)]
    return next((name for name in told if name), f"person {rows[0].link.split('/', 1)[1]}")
