"""The log of national groups that a viewer may see, by quarter, with the plan's measures (R5.17; plan 5.1.8, 5.1.9)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from riia.alliance.access.scope import Scope
from riia.alliance.places.models import Alliance
from riia.alliance.returns import policies
from riia.alliance.returns.feedback_groups import GROUPS, settled_share
from riia.alliance.returns.in_time import Share
from riia.alliance.returns.models import FeedbackPoint, FeedbackReview, GroupMeeting, NationalGroup
from riia.alliance.returns.policies import Clock
from riia.alliance.returns.queries.care_audience import at_desk
from riia.alliance.returns.states_care import MeetingState, PointState
from riia.indicators.calendar import period_of
from riia.indicators.model import Period, PeriodKind

ALL: int = 100
"""Meetings are all logged, attended and summed up in time: the plan leaves none out."""


@dataclass(frozen=True)
class Quarter:
    """The log of one quarter, and what it comes to now."""

    alliance: Alliance
    period: Period
    meetings: Sequence[GroupMeeting]
    review: FeedbackReview | None
    today: date

    @property
    def settled(self) -> Share:
        """How many relevant points were actioned or considered."""
        return settled_share(
            (point.relevant, PointState(point.state)) for one in self.meetings for point in one.points.all()
        )

    @property
    def logged_in_time(self) -> Share:
        """How many meetings were in the log within ten working days, of those logged or past their day."""
        return _share([log_clock(one) for one in self.meetings], self.today)

    @property
    def shared_in_time(self) -> Share:
        """How many summaries were shared within ten working days, of those shared or past their day."""
        clocks = [summary_clock(one) for one in self.meetings]
        return _share([clock for clock in clocks if clock is not None], self.today)

    @property
    def attended(self) -> Share:
        """How many of the meetings in the log somebody attended for the region."""
        logged = [one for one in self.meetings if one.state == MeetingState.LOGGED]
        return Share(sum(bool(one.attended_by) for one in logged), len(logged), ALL)

    @property
    def is_over(self) -> bool:
        """Whether the quarter has ended."""
        return self.today > self.period.end

    @property
    def unlogged(self) -> int:
        """Meetings that were held and are not in the log yet."""
        return sum(one.state == MeetingState.EXPECTED and one.held_on <= self.today for one in self.meetings)


def log_clock(meeting: GroupMeeting) -> Clock:
    """The ten working days in which a meeting is logged."""
    return policies.log_clock(meeting.held_on, meeting.logged_on)


def summary_clock(meeting: GroupMeeting) -> Clock | None:
    """The ten working days in which the summary is shared; None where nothing was told yet."""
    return policies.summary_clock(meeting.told_on, meeting.summary_shared_on) if meeting.told_on else None


def meetings(scope: Scope) -> QuerySet[GroupMeeting]:
    """The meetings in the logs of the regions at whose desk the viewer is, newest first: it is internal (5.1.9)."""
    found = GroupMeeting.objects.select_related("alliance__region").filter(at_desk(scope))
    return found.order_by("-held_on", "-pk")


def get_meeting(scope: Scope, reference: UUID) -> GroupMeeting | None:
    """One meeting with its points; None where the viewer may not see it."""
    return meetings(scope).filter(reference=reference).prefetch_related("points").first()


def get_point(scope: Scope, reference: UUID) -> FeedbackPoint | None:
    """One point; None where the viewer may not see its meeting."""
    found = FeedbackPoint.objects.select_related("meeting__alliance__region").filter(meeting__in=meetings(scope))
    return found.filter(reference=reference).first()


def groups(alliance: Alliance) -> dict[str, str]:
    """The groups a region follows, by their letters: those of the plan, with what the region added or left."""
    found = dict(GROUPS)
    for own in NationalGroup.objects.filter(alliance=alliance):
        found.pop(own.key, None)
        if own.followed:
            found[own.key] = own.name
    return found


def quarter_of(alliance: Alliance, period: Period, today: date) -> Quarter:
    """The log of one quarter."""
    held = GroupMeeting.objects.filter(alliance=alliance, held_on__range=(period.start, period.end))
    held = held.exclude(state=MeetingState.CANCELLED).prefetch_related("points").order_by("-held_on", "-pk")
    review = FeedbackReview.objects.filter(alliance=alliance, quarter=str(period)).first()
    return Quarter(alliance, period, list(held), review, today)


def quarters(alliance: Alliance, today: date) -> list[Quarter]:
    """Every quarter with a meeting in it, and the present one, newest first."""
    held = GroupMeeting.objects.filter(alliance=alliance).exclude(state=MeetingState.CANCELLED)
    by_period: dict[Period, list[GroupMeeting]] = {period_of(today, PeriodKind.FINANCIAL_QUARTER): []}
    for one in held.prefetch_related("points").order_by("-held_on", "-pk"):
        by_period.setdefault(period_of(one.held_on, PeriodKind.FINANCIAL_QUARTER), []).append(one)
    reviews: Mapping[str, FeedbackReview] = {
        one.quarter: one for one in FeedbackReview.objects.filter(alliance=alliance)
    }
    ordered = sorted(by_period.items(), key=lambda pair: pair[0].start, reverse=True)
    return [Quarter(alliance, period, found, reviews.get(str(period)), today) for period, found in ordered]


def _share(clocks: Sequence[Clock], today: date) -> Share:
    met = [clock.met(today) for clock in clocks]
    return Share(met.count(True), met.count(True) + met.count(False), ALL, running=met.count(None))
