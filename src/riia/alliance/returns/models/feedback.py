"""The log of what national groups say, and what the region makes of it (R5.17; plan 5.1.8, 5.1.9)."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from riia.alliance.places.models import Alliance
from riia.alliance.returns.states_care import MeetingState, PointState
from riia.indicators.model import Period

_PERSON = settings.AUTH_USER_MODEL


class NationalGroup(models.Model):
    """A group beside the three of the plan, or one of the three that a region no longer follows."""

    CLASSIFICATION = {
        "id": "internal",
        "alliance": "public",
        "key": "internal",
        "name": "internal",
        "followed": "internal",
    }

    alliance = models.ForeignKey(Alliance, on_delete=models.PROTECT, related_name="national_groups")
    key = models.CharField(max_length=20)
    name = models.CharField(max_length=200)
    followed = models.BooleanField(default=True)

    class Meta:
        ordering = ["key"]
        constraints = [models.UniqueConstraint(fields=["alliance", "key"], name="returns_national_group_once")]

    def __str__(self) -> str:
        return f"{self.key}, {self.name}"

    @property
    def audit_places(self) -> tuple[str, ...]:
        return (self.alliance.region.code,)


class GroupMeeting(models.Model):
    """One meeting of a national group, logged within ten working days, its summary shared within ten.

    `told_on` is the day on which the group's key messages reached whoever attends for the region.
    """

    CLASSIFICATION = {
        "id": "internal",
        "reference": "internal",
        "alliance": "public",
        "group": "internal",
        "group_name": "internal",
        "held_on": "internal",
        "state": "internal",
        "log_due_on": "internal",
        "logged_on": "internal",
        "logger_label": "personal",
        "attended_by": "internal",
        "told_on": "internal",
        "summary": "internal",
        "summary_due_on": "internal",
        "summary_shared_on": "internal",
        "summary_shared_with": "internal",
        "cancelled_because": "internal",
        "noted_by": "internal",
        "noter_label": "personal",
        "simulated": "internal",
    }

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    alliance = models.ForeignKey(Alliance, on_delete=models.PROTECT, related_name="group_meetings")
    group = models.CharField(max_length=20)
    group_name = models.CharField(max_length=200)
    held_on = models.DateField()
    state = models.CharField(
        max_length=15, choices=[(one.value, one.value) for one in MeetingState], default=MeetingState.EXPECTED
    )
    log_due_on = models.DateField()
    logged_on = models.DateField(null=True, blank=True)
    logger_label = models.CharField(max_length=200, blank=True)
    attended_by = models.CharField(max_length=200, blank=True, help_text="By office. Blank when nobody attended.")
    told_on = models.DateField(null=True, blank=True)
    summary = models.TextField(max_length=4000, blank=True)
    summary_due_on = models.DateField(null=True, blank=True)
    summary_shared_on = models.DateField(null=True, blank=True)
    summary_shared_with = models.CharField(max_length=300, blank=True)
    cancelled_because = models.CharField(max_length=300, blank=True)
    noted_by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    noter_label = models.CharField(max_length=200)
    simulated = models.BooleanField(default=False)

    class Meta:
        ordering = ["-held_on", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["alliance", "group", "held_on"],
                condition=~Q(state=MeetingState.CANCELLED),
                name="returns_group_meets_once_a_day",
            ),
            models.CheckConstraint(
                condition=Q(state=MeetingState.LOGGED, logged_on__isnull=False)
                | ~Q(state=MeetingState.LOGGED) & Q(logged_on__isnull=True),
                name="returns_logged_meeting_has_a_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.group} of {self.held_on:%-d %B %Y}"

    @property
    def audit_places(self) -> tuple[str, ...]:
        return (self.alliance.region.code,)


class FeedbackPoint(models.Model):
    """One point a group made: whether it concerns the region, and what became of it."""

    CLASSIFICATION = {
        "id": "internal",
        "reference": "internal",
        "meeting": "internal",
        "point": "internal",
        "relevant": "internal",
        "state": "internal",
        "where": "internal",
        "settled_on": "internal",
        "by_label": "personal",
    }

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    meeting = models.ForeignKey(GroupMeeting, on_delete=models.PROTECT, related_name="points")
    point = models.CharField(max_length=1000)
    relevant = models.BooleanField()
    state = models.CharField(
        max_length=10, choices=[(one.value, one.value) for one in PointState], default=PointState.WAITING
    )
    where = models.CharField(max_length=500, blank=True, help_text="Where it went in, or why it was decided against.")
    settled_on = models.DateField(null=True, blank=True)
    by_label = models.CharField(max_length=200)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state=PointState.WAITING, settled_on__isnull=True)
                | ~Q(state=PointState.WAITING) & Q(settled_on__isnull=False) & ~Q(where=""),
                name="returns_settled_point_says_where",
            )
        ]

    def __str__(self) -> str:
        return self.point

    @property
    def audit_places(self) -> tuple[str, ...]:
        return self.meeting.audit_places


class FeedbackReview(models.Model):
    """The review of a quarter's log, with the numbers as they stood on that day."""

    CLASSIFICATION = {
        "id": "internal",
        "alliance": "public",
        "quarter": "public",
        "reviewed_on": "internal",
        "settled": "internal",
        "relevant": "internal",
        "note": "internal",
        "by": "internal",
        "by_label": "personal",
    }

    alliance = models.ForeignKey(Alliance, on_delete=models.PROTECT, related_name="feedback_reviews")
    quarter = models.CharField(max_length=12)
    reviewed_on = models.DateField()
    settled = models.PositiveIntegerField()
    relevant = models.PositiveIntegerField()
    note = models.CharField(max_length=1000)
    by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    by_label = models.CharField(max_length=200)

    class Meta:
        ordering = ["-quarter"]
        constraints = [models.UniqueConstraint(fields=["alliance", "quarter"], name="returns_quarter_reviewed_once")]

    def __str__(self) -> str:
        return f"review of the log for {Period.parse(self.quarter).label}"

    @property
    def audit_places(self) -> tuple[str, ...]:
        return (self.alliance.region.code,)
