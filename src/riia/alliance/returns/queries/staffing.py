"""Whether the region's data function is staffed: its three posts, each with a holder on every day (R5.15).

That one coordinator works full time while the post is funded (R5.21) is in `staffing_funded`.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from django.db.models import QuerySet

from riia.alliance.access.models import RoleHolding
from riia.alliance.access.policies import lapses_on
from riia.alliance.access.roles import ROLES, Role
from riia.alliance.access.states import HoldingState
from riia.alliance.places.models import Alliance

POSTS: Final = (Role.COORDINATOR, Role.ANALYST, Role.REGIONAL_PERFORMANCE_LEAD)
"""The coordinator, the analyst and the lead officer of the plan."""
_ONCE_APPROVED: Final = (HoldingState.APPROVED, HoldingState.ENDED, HoldingState.LAPSED)
_DAY: Final = timedelta(days=1)

type Span = tuple[date, date]
"""First and last day."""


@dataclass(frozen=True)
class Post:
    """One post over a time: on which days nobody held it."""

    title: str
    vacant: Sequence[Span]

    @property
    def days_vacant(self) -> int:
        """How many days nobody held it."""
        return sum((last - first).days + 1 for first, last in self.vacant)


def posts(alliance: Alliance, first: date, last: date) -> list[Post]:
    """The three posts of the data function of a region, each with its vacancies between two days."""
    held: dict[str, list[Span]] = {role.value: [] for role in POSTS}
    for holding in holders(alliance, *POSTS):
        held[holding.role].append((holding.starts, last_day_of(holding)))
    return [Post(ROLES[role].title, vacancies(held[role.value], first, last)) for role in POSTS]


def holders(alliance: Alliance, *roles: Role) -> QuerySet[RoleHolding]:
    """Who has held these posts of a region, whoever has left included.

    A deputy stands in for somebody who holds the post, so deputies neither fill nor empty it.
    """
    return RoleHolding.objects.filter(
        role__in=roles, place=alliance.region, state__in=_ONCE_APPROVED, deputy_for__isnull=True
    ).select_related("person")


def known_from(alliance: Alliance, first: date) -> date:
    """The later of a day and the first day on which the service knows of any role in the region.

    Before that nobody wrote down who held a post, which is not the same as a vacancy.
    """
    held = RoleHolding.objects.filter(place=alliance.region, state__in=_ONCE_APPROVED).order_by("starts").first()
    return max(first, held.starts) if held else first


def vacancies(held: Iterable[Span], first: date, last: date) -> tuple[Span, ...]:
    """The spans between two days, both included, that none of these terms covers."""
    found, free = [], first
    for starts, ends in sorted(held):
        if starts > last or free > last:
            break
        if starts > free:
            found.append((free, min(starts - _DAY, last)))
        free = max(free, ends + _DAY)
    if free <= last:
        found.append((free, last))
    return tuple(found)


def last_day_of(holding: RoleHolding) -> date:
    """The last day on which a holding counted: its own, the day before it was ended, or the day before it lapsed."""
    ended = [holding.ended_on - _DAY] if holding.ended_on else []
    return min([holding.expires, lapses_on(holding.review_due) - _DAY, *ended])
