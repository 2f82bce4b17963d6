"""Keeping when the coordinator's post is funded, and how much of a full week its holders work (R5.21)."""

from datetime import date
from decimal import Decimal

from django.db import transaction
from django.db.models import Q

from riia.alliance.access.actions import Action
from riia.alliance.access.models import RoleHolding
from riia.alliance.access.queries import scope_of_actor
from riia.alliance.access.roles import Role
from riia.alliance.audit.actors import Acts
from riia.alliance.audit.services import record
from riia.alliance.kit.filters import long_date
from riia.alliance.places.models import Alliance
from riia.alliance.returns import permissions, policies
from riia.alliance.returns.errors import DeskError
from riia.alliance.returns.models import FundedPost, WorkingTime
from riia.alliance.returns.queries.staffing import last_day_of
from riia.alliance.returns.services.moving import person_of
from riia.alliance.returns.staffing_cover import FULL_TIME


@transaction.atomic
def note_funding(
    *, alliance: Alliance, starts_on: date, ends_on: date | None, source: str, by: Acts, simulated: bool = False
) -> FundedPost:
    """Note that the post is paid for from a day on, until another or until further notice, and by which document.

    Raises DeskError where the time meets one that is on record: the region has one funded coordinator at a time.
    """
    alliance = Alliance.objects.select_for_update(of=("self",)).select_related("region").get(pk=alliance.pk)
    permissions.check_may(scope_of_actor(by), Action.RUN_ROUNDS, alliance.region.code)
    if not source.strip():
        raise DeskError("Name the document that pays for the post, such as the grant determination.")
    if ends_on is not None and ends_on < starts_on:
        raise DeskError("The funding ends before it begins. Put the days in order.")
    meets = FundedPost.objects.filter(alliance=alliance, withdrawn_because="")
    meets = meets.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=starts_on))
    other = (meets.filter(starts_on__lte=ends_on) if ends_on else meets).first()
    if other:
        raise DeskError(
            f"From {long_date(other.starts_on)} the post is funded already by {other.source}. Withdraw that entry, or "
            "choose days that do not meet it."
        )
    post = FundedPost.objects.create(
        alliance=alliance, starts_on=starts_on, ends_on=ends_on, source=source.strip(), noted_by=person_of(by),
        noter_label=by.as_actor().label, simulated=simulated,
    )  # fmt: skip
    record(by=by, action="returns.note_funding", target=post, summary=f"Noted the {post}",
           details={"ends_on": ends_on.isoformat() if ends_on else None, "source": post.source})  # fmt: skip
    return post


@transaction.atomic
def withdraw_funding(*, post: FundedPost, reason: str, by: Acts) -> FundedPost:
    """Take back a funded time that was noted wrongly. It stays on record with the reason."""
    post = FundedPost.objects.select_for_update(of=("self",)).select_related("alliance__region").get(pk=post.pk)
    permissions.check_may(scope_of_actor(by), Action.RUN_ROUNDS, post.alliance.region.code)
    policies.check_reason(reason, "the funded time is withdrawn")
    if post.withdrawn_because:
        return post
    post.withdrawn_because = reason.strip()
    post.save(update_fields=["withdrawn_because"])
    record(by=by, action="returns.withdraw_funding", target=post, summary=f"Withdrew the {post}", reason=reason.strip())
    return post


@transaction.atomic
def set_working_time(*, holding: RoleHolding, starts_on: date, share: Decimal, by: Acts) -> WorkingTime:
    """Write down how much of a full week a coordinator works from a day on; of the same day, put it right."""
    holding = RoleHolding.objects.select_for_update(of=("self",)).select_related("place").get(pk=holding.pk)
    place = holding.place.code if holding.place else ""
    permissions.check_may(scope_of_actor(by), Action.RUN_ROUNDS, place)
    if holding.role != Role.COORDINATOR or holding.deputy_for_id:
        raise DeskError("Working time is kept of the region's coordinator, not of deputies and other posts.")
    if not Decimal(0) < share <= FULL_TIME:
        raise DeskError("Working time is a share of a full week: 1 for full time, 0.6 for three days of five.")
    if not holding.starts <= starts_on <= last_day_of(holding):
        raise DeskError(
            f"This role runs from {long_date(holding.starts)} to {long_date(last_day_of(holding))}. Choose a day in it."
        )
    before = WorkingTime.objects.filter(holding=holding, starts_on=starts_on).first()
    time, _ = WorkingTime.objects.update_or_create(
        holding=holding, starts_on=starts_on, defaults={"share": share, "noter_label": by.as_actor().label}
    )
    record(by=by, action="returns.set_working_time", target=holding, summary="Wrote down a coordinator’s working time",
           details={"starts_on": starts_on.isoformat(), "before": str(before.share) if before else None,
                    "after": str(share)})  # fmt: skip
    return time
