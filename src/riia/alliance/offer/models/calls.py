"""A call for applications: its money, days, criteria, documents and panel; and whom it wrote to."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from riia.alliance.offer.points import Weighed
from riia.alliance.offer.states import CallState
from riia.alliance.places.models import Alliance, Place

_PERSON = settings.AUTH_USER_MODEL


class CallKind(models.TextChoices):
    """What the money is for (R4.37, R4.38)."""

    DATA_CAPACITY = "data-capacity", "data capacity"
    AI_PROJECT = "ai-project", "AI project"
    OTHER = "other", "other"


class Call(models.Model):
    """Councils of an alliance may apply for money until a day, by criteria that are known beforehand.

    `available_pence` without a value is "not yet settled", which is not £0: nothing can be awarded until it is.
    `awarded_pence` is kept beside it so that the database itself refuses to award more than there is.
    """

    CLASSIFICATION = {
        "id": "internal",
        "reference": "internal",
        "alliance": "public",
        "kind": "public",
        "title": "public",
        "purpose": "internal",
        "guidance": "internal",
        "source": "public",
        "available_pence": "internal",
        "most_pence": "internal",
        "awarded_pence": "public",
        "councils": "internal",
        "opens_on": "internal",
        "closes_on": "internal",
        "panel_by": "internal",
        "decision_by": "internal",
        "awards_end": "internal",
        "state": "internal",
        "revision": "internal",
        "opened_at": "internal",
        "closed_at": "internal",
        "published_at": "public",
        "cancelled_because": "internal",
        "simulated": "public",
        "made_at": "internal",
        "made_by": "internal",
        "maker_label": "personal",
    }

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    alliance = models.ForeignKey(Alliance, on_delete=models.PROTECT, related_name="calls")
    kind = models.CharField(max_length=20, choices=CallKind)
    title = models.CharField(max_length=120)
    purpose = models.TextField(blank=True)
    guidance = models.TextField(blank=True)
    source = models.CharField(max_length=120, blank=True, help_text="Where the plan asks for it, such as KPI 1.2.2B.")
    available_pence = models.BigIntegerField(null=True, blank=True)
    most_pence = models.BigIntegerField(null=True, blank=True)
    awarded_pence = models.BigIntegerField(default=0)
    councils = models.ManyToManyField(
        Place, blank=True, related_name="+", help_text="Who may apply; nobody named means every member council."
    )
    opens_on = models.DateField(null=True, blank=True)
    closes_on = models.DateField(null=True, blank=True)
    panel_by = models.DateField(null=True, blank=True)
    decision_by = models.DateField(null=True, blank=True)
    awards_end = models.DateField(null=True, blank=True)
    state = models.CharField(
        max_length=20, choices=[(one.value, one.value) for one in CallState], default=CallState.DRAFT
    )
    revision = models.PositiveIntegerField(default=0)
    opened_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True, help_text="When the panel got the applications.")
    published_at = models.DateTimeField(null=True, blank=True)
    cancelled_because = models.CharField(max_length=500, blank=True)
    simulated = models.BooleanField(default=False)
    made_at = models.DateTimeField(default=timezone.now)
    made_by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    maker_label = models.CharField(max_length=200)

    class Meta:
        ordering = ["-made_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=[one.value for one in CallState]), name="offer_call_state_is_known"
            ),
            models.CheckConstraint(
                condition=Q(awarded_pence=0)
                | Q(awarded_pence__gt=0, available_pence__isnull=False, awarded_pence__lte=F("available_pence")),
                name="offer_no_more_awarded_than_available",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[CallState.DRAFT, CallState.CANCELLED])
                | Q(
                    opens_on__lt=F("closes_on"),
                    closes_on__lt=F("panel_by"),
                    panel_by__lte=F("decision_by"),
                    decision_by__lt=F("awards_end"),
                ),
                name="offer_call_days_in_order",
            ),
            models.CheckConstraint(
                condition=(Q(available_pence__isnull=True) | Q(available_pence__gt=0))
                & (Q(most_pence__isnull=True) | Q(most_pence__gt=0)),
                name="offer_call_money_is_more_than_nothing",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def audit_label(self) -> str:
        return f"call “{self.title}”, {self.alliance.short_name}"

    @property
    def audit_places(self) -> tuple[str, ...]:
        return (self.alliance.region.code,)


class Document(models.Model):
    """A document that goes with the guidance, at an address of its own."""

    CLASSIFICATION = {
        "id": "internal",
        "reference": "internal",
        "call": "internal",
        "title": "internal",
        "url": "internal",
    }

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="documents")
    title = models.CharField(max_length=150)
    url = models.URLField(max_length=500)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.title


class Criterion(models.Model):
    """What applications are scored by: its points at the highest score, and what each score means."""

    CLASSIFICATION = {
        "id": "internal",
        "reference": "internal",
        "call": "internal",
        "number": "internal",
        "title": "internal",
        "asks": "internal",
        "weight": "internal",
        "meanings": "internal",
    }

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="criteria")
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=120)
    asks = models.CharField(max_length=500, help_text="What the panel looks for.")
    weight = models.PositiveSmallIntegerField()
    meanings = models.JSONField(help_text="What each score means, from 0 up.")

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["call", "number"], name="offer_criterion_numbered_once"),
            models.CheckConstraint(condition=Q(weight__gte=1, weight__lte=100), name="offer_criterion_weight"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def top(self) -> int:
        """The highest score."""
        return len(self.meanings) - 1

    @property
    def weighed(self) -> Weighed:
        """As far as points go."""
        return Weighed(self.pk, self.weight, self.top)


class PanelMember(models.Model):
    """Somebody named to score the applications of a call. One who left before scoring is kept with the day."""

    CLASSIFICATION = {
        "id": "internal",
        "reference": "internal",
        "call": "internal",
        "person": "internal",
        "person_label": "personal",
        "named_on": "internal",
        "left_on": "internal",
    }

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="panel")
    person = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    person_label = models.CharField(max_length=200)
    named_on = models.DateField()
    left_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["person_label", "id"]
        constraints = [models.UniqueConstraint(fields=["call", "person"], name="offer_on_a_panel_once")]

    def __str__(self) -> str:
        return self.person_label


class LetterKind(models.TextChoices):
    """Why somebody was written to."""

    OPENED = "opened", "a call opened"
    CHANGED = "changed", "a call changed or was cancelled"
    TO_SCORE = "to-score", "applications to score"
    TO_DECIDE = "to-decide", "applications to decide on"
    MORE = "more", "more is asked"
    DECIDED = "decided", "a decision"
    TO_CHECK = "to-check", "evidence or a report came in"
    SENT_BACK = "sent-back", "evidence or a report was sent back"


class Letter(models.Model):
    """One e-mail to one person, logged. The row is written with the change, before the message goes."""

    CLASSIFICATION = {
        "id": "internal",
        "call": "internal",
        "council": "internal",
        "kind": "internal",
        "person": "internal",
        "person_label": "personal",
        "made_at": "internal",
        "sent_at": "internal",
        "problem": "internal",
    }

    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="letters")
    council = models.ForeignKey(Place, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    kind = models.CharField(max_length=10, choices=LetterKind)
    person = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    person_label = models.CharField(max_length=200)
    made_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True, blank=True)
    problem = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["made_at", "id"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.person_label}"
