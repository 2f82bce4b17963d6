"""Collection reviews a viewer may see, who took part, and how their improvement areas are doing."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, QuerySet

from riia.alliance.access.scope import Scope
from riia.alliance.places import queries as places
from riia.alliance.places.models import Alliance, Place
from riia.alliance.returns.models import CollectionReview
from riia.alliance.returns.policies import TAKING_PART, whole_councils
from riia.alliance.returns.queries.care_audience import at_desk, seen
from riia.alliance.returns.states_care import ReviewState


@dataclass(frozen=True)
class TakingPart:
    """Which councils take part, of which, and how many the plan's 86 % makes in whole councils (R11.07)."""

    here: Sequence[Place]
    of: int

    @property
    def needed(self) -> int:
        """The fewest that make 86 %."""
        return whole_councils(TAKING_PART, self.of)

    @property
    def is_met(self) -> bool:
        """Whether enough take part."""
        return len(self.here) >= self.needed


def reviews(scope: Scope) -> QuerySet[CollectionReview]:
    """The reviews a viewer may see, the latest time first; drafts only at the desk."""
    found = CollectionReview.objects.select_related("alliance__region")
    return found.filter(seen(scope, Q(state=ReviewState.PUBLISHED))).order_by("-first_day", "-pk")


def get_review(scope: Scope, reference: UUID) -> CollectionReview | None:
    """One review; None where the viewer may not see it."""
    return reviews(scope).filter(reference=reference).first()


def is_at_desk(scope: Scope, review: CollectionReview) -> bool:
    """Whether the viewer is at the desk that writes it."""
    return CollectionReview.objects.filter(at_desk(scope), pk=review.pk).exists()


def newest_published(alliance: Alliance) -> CollectionReview | None:
    """The latest review with a number."""
    found = CollectionReview.objects.filter(alliance=alliance, state=ReviewState.PUBLISHED)
    return found.order_by("-number").first()


def taking_part(review: CollectionReview) -> TakingPart:
    """Who takes part in a draft, of the councils that were members on the last day of the review's time."""
    of = places.members(review.alliance, review.last_day).count()
    return TakingPart(list(review.participants.order_by("name")), of)
