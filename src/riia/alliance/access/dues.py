"""What is due on a day, from every part of the system, for calendars: a registry that each context adds its own to.

    offer("returns", dues_of_rounds)

A source is given the viewer's scope and the first and last day, and gives only what that viewer may see (R13.16).
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from riia.alliance.access.scope import Scope


@dataclass(frozen=True, slots=True)
class Due:
    """Something due on a day. `key` stays the same when its day or words change, so that calendars move the entry.

    `place` is the council or region that it is for, `body` the board or group if it is theirs, `mine` whether the
    viewer has to act on it, `simulated` whether it rests on simulated entries.
    """

    key: str
    day: date
    title: str
    href: str
    note: str = ""
    place: str = ""
    body: str = ""
    mine: bool = False
    simulated: bool = False


type Source = Callable[[Scope, date, date], Iterable[Due]]

_SOURCES: dict[str, Source] = {}


def offer(context: str, source: Source) -> None:
    """Register what a context knows to be due. Said again, the last one holds."""
    _SOURCES[context] = source


def dues_of(scope: Scope, since: date, until: date) -> Iterator[Due]:
    """Everything due from one day to another, both included, in order of context; sort by day to show it."""
    for context in sorted(_SOURCES):
        yield from _SOURCES[context](scope, since, until)
