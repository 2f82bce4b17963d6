"""Commitments that another part of the system shows by itself, without agreements knowing that part (R2.10).

A part that can say whether councils met a commitment offers its answer once, when its app is ready:

    offer(MetBy.RETURNS, Source("Met where every …", find))

The matrix asks on every look and keeps nothing, so that what it shows is always what the part holds: a signature
appears, a reopening takes it back. Evidence that a person recorded is never touched by it.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from riia.alliance.access.scope import Scope
from riia.alliance.agreements.models import AgreementVersion, CommitmentPeriod, MetBy, Party
from riia.alliance.agreements.policies import Met


@dataclass(frozen=True, slots=True)
class Part:
    """One thing that was asked in the period, such as a quarter, and how it stands: in words, with where to see it."""

    label: str
    words: str
    href: str = ""


@dataclass(frozen=True, slots=True)
class Derived:
    """How a council stands with a commitment in a period: in words such as “3 of 4 quarters returned”.

    `met_on` is the day of the last part that counts; `parts` are all of them, in order.
    """

    standing: Met
    words: str
    met_on: date | None = None
    parts: tuple[Part, ...] = ()


@dataclass(frozen=True, slots=True)
class Asked:
    """Whose standing is asked, by whom and for which day. `scope` decides what is told beyond the standing itself."""

    scope: Scope
    version: AgreementVersion
    periods: Sequence[CommitmentPeriod]
    councils: Sequence[Party]
    today: date


@dataclass(frozen=True, slots=True)
class Found:
    """An answer: by key of the party and place of the period, and what holds for every council of a period.

    A council that is not there for a period is one of whom nothing is known.
    """

    cells: Mapping[tuple[int, int], Derived]
    notes: Mapping[int, str]


@dataclass(frozen=True, slots=True)
class Source:
    """A part that can answer, and its rule in one sentence for the page."""

    rule: str
    find: Callable[[Asked], Found]


_SOURCES: dict[str, Source] = {}


def offer(name: MetBy, source: Source) -> None:
    """Register the part that answers for this kind of commitment. Said again, the last one holds."""
    _SOURCES[name.value] = source


def source_of(met_by: str) -> Source | None:
    """The part that answers, if one is there."""
    return _SOURCES.get(met_by)
