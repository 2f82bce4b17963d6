"""Rounds of collection, who has more time, and who was told what when."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from riia.alliance.places.models import Alliance
from riia.alliance.returns.states import ExtensionState, RoundState
from riia.indicators.model import Period

_PERSON = settings.AUTH_USER_MODEL


class Route(models.TextChoices):
    """How figures reach the Department (R5.03)."""

    VIA_REGION = "via-region", "through the region, which checks them first"
    DIRECT = "direct", "from each council to the Department; the region has a copy"


class Round(models.Model):
    """One collection: an indicator set, a period, the councils of an alliance, and its days (R5.01).

    `form` is the indicator set; `dataset` its key in the data register ("dataset-1"). `due_on` is the last day in time
    for councils; the desk checks until `desk_until`; the Department has the pack by `dfe_due_on`. `grounds` says, as it
    stood at opening, which agreement and version the collection rests on.
    """

    CLASSIFICATION = {
        "id": "internal",
        "reference": "internal",
        "alliance": "public",
        "form": "public",
        "dataset": "public",
        "period": "public",
        "period_start": "public",
        "period_end": "public",
        "route": "internal",
        "opens_on": "internal",
        "due_on": "internal",
        "desk_until": "internal",
        "dfe_due_on": "internal",
        "state": "internal",
        "opened_at": "internal",
        "closed_at": "internal",
        "cancelled_because": "internal",
        "grounds": "internal",
        "items": "internal",
        "simulated": "internal",
        "note": "internal",
        "made_at": "internal",
        "made_by": "internal",
        "maker_label": "personal",
    }

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    alliance = models.ForeignKey(Alliance, on_delete=models.PROTECT, related_name="rounds")
    form = models.SlugField(max_length=40)
    dataset = models.SlugField(max_length=40, default="dataset-1")
    period = models.CharField(max_length=12)
    period_start = models.DateField()
    period_end = models.DateField()
    route = models.CharField(max_length=10, choices=Route, default=Route.VIA_REGION)
    opens_on = models.DateField()
    due_on = models.DateField()
    desk_until = models.DateField()
    dfe_due_on = models.DateField()
    state = models.CharField(
        max_length=10, choices=[(one.value, one.value) for one in RoundState], default=RoundState.PLANNED
    )
    opened_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    cancelled_because = models.CharField(max_length=300, blank=True)
    grounds = models.JSONField(default=dict, blank=True)
    items = models.JSONField(default=list, blank=True, help_text="Keys in the register that were active at opening.")
    simulated = models.BooleanField(default=False)
    note = models.CharField(max_length=500, blank=True, help_text="What councils should know about this round.")
    made_at = models.DateTimeField(default=timezone.now)
    made_by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    maker_label = models.CharField(max_length=200)

    class Meta:
        ordering = ["-period_end", "alliance", "form"]
        constraints = [
            models.UniqueConstraint(
                fields=["alliance", "form", "period"],
                condition=~Q(state=RoundState.CANCELLED),
                name="returns_round_once_a_period",
            ),
            models.CheckConstraint(
                condition=Q(opens_on__lte=F("due_on"), due_on__lte=F("desk_until"), desk_until__lte=F("dfe_due_on")),
                name="returns_round_days_in_order",
            ),
        ]

    def __str__(self) -> str:
        return self.audit_label

    @property
    def as_period(self) -> Period:
        """The period as a value."""
        return Period.parse(self.period)

    @property
    def audit_label(self) -> str:
        return f"return for {self.as_period.label}, {self.alliance.short_name}"

    @property
    def audit_places(self) -> tuple[str, ...]:
        return (self.alliance.region.code,)


class Extension(models.Model):
    """More time for one council, asked for and granted with a reason and a last day. Nobody grants their own."""

    CLASSIFICATION = {
        "id": "internal",
        "reference": "internal",
        "council_return": "internal",
        "until": "internal",
        "reason": "internal",
        "state": "internal",
        "asked_at": "internal",
        "asked_by": "internal",
        "asker_label": "personal",
        "decided_at": "internal",
        "decided_by": "internal",
        "decider_label": "personal",
        "decision_reason": "internal",
    }

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    council_return = models.ForeignKey("returns.Return", on_delete=models.PROTECT, related_name="extensions")
    until = models.DateField()
    reason = models.CharField(max_length=500)
    state = models.CharField(
        max_length=10, choices=[(one.value, one.value) for one in ExtensionState], default=ExtensionState.ASKED
    )
    asked_at = models.DateTimeField(default=timezone.now)
    asked_by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    asker_label = models.CharField(max_length=200)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    decider_label = models.CharField(max_length=200, blank=True)
    decision_reason = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["asked_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | Q(asked_by__isnull=True) | ~Q(decided_by=F("asked_by")),
                name="returns_nobody_grants_own_extension",
            ),
            models.UniqueConstraint(
                fields=["council_return"],
                condition=Q(state=ExtensionState.ASKED),
                name="returns_one_extension_asked_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"extension to {self.until}"

    @property
    def audit_places(self) -> tuple[str, ...]:
        return self.council_return.audit_places


class NoticeKind(models.TextChoices):
    """Why somebody was written to about a return."""

    OPENING = "opening", "round opened"
    TEN_DAYS = "t-10", "ten working days to go"
    FIVE_DAYS = "t-5", "five working days to go"
    ONE_DAY = "t-1", "one working day to go"
    DUE = "due", "due today"
    OVERDUE = "overdue", "overdue"
    ESCALATED = "escalated", "overdue, to the director"
    CHASE = "chase", "chased by the desk"
    QUERY = "query", "query from the desk"
    ANSWER = "answer", "answer from the council"
    TO_SIGN = "to-sign", "ready to sign"
    DECIDED = "decided", "a decision"


REMINDERS = (
    NoticeKind.OPENING, NoticeKind.TEN_DAYS, NoticeKind.FIVE_DAYS, NoticeKind.ONE_DAY, NoticeKind.DUE,
    NoticeKind.OVERDUE, NoticeKind.ESCALATED, NoticeKind.CHASE,
)  # fmt: skip
"""Kinds of which a person gets no more than one a day for a return."""


class Notice(models.Model):
    """One e-mail to one person about one return, logged. The address is not kept: it is the person's of that day.

    A row is written before the e-mail goes, so that a crash in between never sends it twice; `sent_at` says that the
    mail server took it, `problem` that it did not.
    """

    CLASSIFICATION = {
        "id": "internal",
        "council_return": "internal",
        "kind": "internal",
        "day": "internal",
        "person": "internal",
        "person_label": "personal",
        "by_label": "personal",
        "words": "internal",
        "made_at": "internal",
        "sent_at": "internal",
        "problem": "internal",
    }

    council_return = models.ForeignKey("returns.Return", on_delete=models.PROTECT, related_name="notices")
    kind = models.CharField(max_length=10, choices=NoticeKind)
    day = models.DateField()
    person = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    person_label = models.CharField(max_length=200)
    by_label = models.CharField(max_length=200, blank=True, help_text="Who chased; blank for the system.")
    words = models.CharField(max_length=500, blank=True, help_text="What the sender added.")
    made_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True, blank=True)
    problem = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["made_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["council_return", "person", "day"],
                condition=Q(kind__in=[kind.value for kind in REMINDERS]),
                name="returns_one_reminder_a_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.day}"
