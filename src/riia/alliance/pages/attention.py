"""What needs somebody now: one list over all contexts.

Each context offers what it has as a source: a function from the viewer's scope to things that need them. Pages stand
above every context, so a source is entered here by name and no context looks up. A context that comes later adds one
line to SOURCES.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.urls import reverse
from django.utils import timezone

from riia.alliance.access import queries as access
from riia.alliance.access.actions import Action
from riia.alliance.access.scope import Scope
from riia.alliance.kit.filters import plural
from riia.alliance.kit.pieces import Clock, ToDo

MOST: Final = 7
type Source = Callable[[Scope, date], Iterable[Need]]


@dataclass(frozen=True, slots=True)
class Need:
    """Something that needs the viewer: what, where to do it, and by when if there is a day."""

    text: str
    href: str
    due: date | None = None
    note: str = ""

    def as_todo(self, today: date) -> ToDo:
        """As the kit shows it."""
        clock = Clock(self.due, (self.due - today).days) if self.due else None
        return ToDo(self.text, self.href, clock, self.note)


def needs_of(scope: Scope, today: date | None = None) -> list[ToDo]:
    """What needs the viewer now, what is due first in front; at most seven, as more is not read."""
    day = today or timezone.localdate()
    found = [need for source in SOURCES for need in source(scope, day)]
    ordered = sorted(found, key=lambda need: (need.due is None, need.due or date.max))
    return [need.as_todo(day) for need in ordered[:MOST]]


def _approvals(scope: Scope, today: date) -> list[Need]:
    """Proposed roles that wait for the viewer's approval."""
    if not scope.may(Action.APPROVE_ACCESS):
        return []
    waiting = access.awaiting_approval(scope).count()
    return [Need(f"{plural(waiting, 'role')} to approve", reverse("access:approvals"))] if waiting else []


def _reviews(scope: Scope, today: date) -> list[Need]:
    """Roles whose yearly review is due: access that nobody confirms lapses (R4.07)."""
    if not scope.may(Action.APPROVE_ACCESS):
        return []
    due = list(access.reviews_due(scope, today).values_list("review_due", flat=True))
    text = f"{plural(len(due), 'role')} to confirm or end"
    return [Need(text, reverse("access:reviews"), due[0], "The first one lapses if nobody confirms it.")] if due else []


SOURCES: Final[Sequence[Source]] = (_approvals, _reviews)
