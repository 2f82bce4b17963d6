"""The funded times of a region's coordinator, who held the post in them, and how much of a full week (R5.21)."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from riia.alliance.access.models import RoleHolding
from riia.alliance.access.roles import Role
from riia.alliance.places.models import Alliance
from riia.alliance.returns.models import FundedPost, WorkingTime
from riia.alliance.returns.queries.staffing import holders, known_from, last_day_of
from riia.alliance.returns.staffing_cover import Cover, Held, Stretch, stretches


@dataclass(frozen=True)
class Funded:
    """One funded time up to today, in stretches. `last` is None where it has not begun."""

    post: FundedPost
    last: date | None
    stretches: Sequence[Stretch]

    def days(self, *covers: Cover) -> int:
        """How many days were such; of all kinds where none is named."""
        return sum(one.days for one in self.stretches if not covers or one.cover in covers)


@dataclass(frozen=True)
class Holder:
    """Somebody in the post, with the working times written down, oldest first."""

    holding: RoleHolding
    last: date
    times: Sequence[WorkingTime]


def funded_posts(alliance: Alliance) -> list[FundedPost]:
    """The funded times of a region, oldest first, without those withdrawn."""
    return list(FundedPost.objects.filter(alliance=alliance, withdrawn_because="").select_related("alliance__region"))


def get_funded_post(alliance: Alliance, reference: UUID) -> FundedPost | None:
    """One funded time of a region."""
    return FundedPost.objects.filter(alliance=alliance, reference=reference, withdrawn_because="").first()


def coordinators(alliance: Alliance) -> list[Holder]:
    """Everybody who has held the coordinator's post, the latest first."""
    held = list(holders(alliance, Role.COORDINATOR).order_by("-starts", "-pk"))
    times: dict[int, list[WorkingTime]] = defaultdict(list)
    for one in WorkingTime.objects.filter(holding__in=held).order_by("starts_on"):
        times[one.holding_id].append(one)
    return [Holder(one, last_day_of(one), times[one.pk]) for one in held]


def funded(alliance: Alliance, today: date) -> list[Funded]:
    """Every funded time with its days up to today."""
    held = [
        Held(one.holding.starts, one.last, [(time.starts_on, time.share) for time in one.times])
        for one in coordinators(alliance)
    ]
    found = []
    for post in funded_posts(alliance):
        last = min(today, post.ends_on or today)
        days = stretches(held, post.starts_on, last, known_from(alliance, post.starts_on))
        found.append(Funded(post, last if days else None, days))
    return found
