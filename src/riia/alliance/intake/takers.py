"""Where a document can go once it is read: a registry that contexts above add themselves to.

A context that can enter a kind of document (grants: a letter) offers the page on which a person confirms what would be
entered. The intake knows nothing of it but a name, an address and who may.

    offer(Kind.LETTER, Taker("Enter it as a grant", Action.KEEP_GRANTS, lambda paper: reverse("grants:…", …)))
"""

from collections.abc import Callable
from dataclasses import dataclass

from riia.alliance.access.actions import Action
from riia.alliance.intake.models import Paper
from riia.documents.model import Kind


@dataclass(frozen=True, slots=True)
class Taker:
    """A way onward: its words, what a viewer must be allowed to do, and its address for a document."""

    words: str
    action: Action
    href: Callable[[Paper], str]


_TAKERS: dict[Kind, Taker] = {}


def offer(kind: Kind, taker: Taker) -> None:
    """Register who enters documents of a kind. Said again, the last one holds."""
    _TAKERS[kind] = taker


def taker_of(kind: str) -> Taker | None:
    """Who enters documents of this kind, if anybody does."""
    return _TAKERS.get(Kind(kind)) if kind in set(Kind) else None
