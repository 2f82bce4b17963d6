"""Measures that the system can take by itself, without the plan knowing the part that takes them.

A part that knows something a plan promises (returns: who was on time; access: who is in post) offers it once, when its
app is ready:

    offer(Measure("returns.on-time", "Returns submitted on time", Unit.SHARE, "…how it is counted…", find))

The plan asks on every look and keeps nothing, so that a KPI turns as soon as the part knows more. What a part cannot
say is said in words with no number: it is never 0. The registry stands here because every context stands above places.
"""

from collections.abc import Callable, Collection, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Unit(StrEnum):
    """What a measure counts."""

    COUNCILS = "councils"
    """n of N councils."""
    SHARE = "share"
    """n of N of something else, such as queries."""
    COUNT = "count"
    """How many; no denominator."""
    DONE = "done"
    """1 once it is done, 0 before."""


@dataclass(frozen=True, slots=True)
class Part:
    """One council, meeting or thing that was counted: whether it counts (None: not known), and why."""

    label: str
    counts: bool | None
    words: str = ""
    href: str = ""
    place: str = ""
    """Three-digit code of the council, where the part is one: an exemption leaves it out."""


@dataclass(frozen=True, slots=True)
class Measured:
    """What was found: n (None where it is not known), N where there is one, in words, and the day it speaks for.

    `simulated` is true where any of it rests on simulated entries. `href` leads to where it can be checked.
    """

    n: int | None
    of: int | None
    words: str
    as_at: date
    parts: tuple[Part, ...] = ()
    href: str = ""
    simulated: bool = False


@dataclass(frozen=True, slots=True)
class Asked:
    """Whose measure is asked: a region by its ONS code, from one day to another, both included; `today` for clocks."""

    region: str
    since: date
    until: date
    today: date


@dataclass(frozen=True, slots=True)
class Measure:
    """A measure that takes itself. `key` is "<context>.<name>"; `how` says what is counted and what not.

    `changed_by` are the parts whose lines in the audit trail may change the answer, its own among them; None: any
    line may. What a part keeps without a line is told apart by `mark`: another value once the answer may differ.
    """

    key: str
    title: str
    unit: Unit
    how: str
    find: Callable[[Asked], Measured]
    changed_by: Collection[str] | None = None
    mark: Callable[[], Hashable] | None = None


_MEASURES: dict[str, Measure] = {}


def offer(measure: Measure) -> None:
    """Register a measure. Said again, the last one holds."""
    _MEASURES[measure.key] = measure


def measure_of(key: str) -> Measure | None:
    """The measure with this key, if a part offers it."""
    return _MEASURES.get(key)


def measures() -> tuple[Measure, ...]:
    """All that are offered, by key."""
    return tuple(_MEASURES[key] for key in sorted(_MEASURES))


_look: ContextVar[dict[Hashable, object] | None] = ContextVar("_look", default=None)


@contextmanager
def one_look() -> Iterator[None]:
    """While several measures are asked one after the other, so that what they share is read once (`once`)."""
    if _look.get() is not None:
        yield
        return
    token = _look.set({})
    try:
        yield
    finally:
        _look.reset(token)


def once[Found](key: Hashable, read: Callable[[], Found]) -> Found:
    """What several measures of a part rest on: read once within one look, and each time outside of any."""
    shared = _look.get()
    if shared is None:
        return read()
    if key not in shared:
        shared[key] = read()
    return shared[key]  # type: ignore[return-value]  # a key stands for one thing
