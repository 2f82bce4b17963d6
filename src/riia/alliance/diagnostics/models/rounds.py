"""Rounds of self-assessment, and what a region publishes of them."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from riia.alliance.diagnostics.states import RoundState
from riia.alliance.diagnostics.topic import Topic, from_stored
from riia.alliance.places.models import Alliance

_PERSON = settings.AUTH_USER_MODEL


class AssessmentRound(models.Model):
    """One round of self-assessment: a topic, the councils of an alliance that are asked, and its days.

    `asked` is the topic as it is asked, statements and levels, so that an old round always reads as it did.
    """

    CLASSIFICATION = {
        "id": "internal",
        "reference": "internal",
        "alliance": "public",
        "topic": "public",
        "topic_version": "public",
        "asked": "public",
        "name": "internal",
        "opens_on": "internal",
        "due_on": "internal",
        "state": "internal",
        "opened_at": "internal",
        "closed_at": "internal",
        "note": "internal",
        "simulated": "internal",
        "made_at": "internal",
        "made_by": "internal",
        "maker_label": "personal",
    }

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    alliance = models.ForeignKey(Alliance, on_delete=models.PROTECT, related_name="assessment_rounds")
    topic = models.SlugField(max_length=40)
    topic_version = models.CharField(max_length=20)
    asked = models.JSONField()
    name = models.CharField(max_length=60, help_text="What tells it from other rounds, such as “2026”.")
    opens_on = models.DateField()
    due_on = models.DateField()
    state = models.CharField(
        max_length=10, choices=[(one.value, one.value) for one in RoundState], default=RoundState.PLANNED
    )
    opened_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    note = models.CharField(max_length=500, blank=True, help_text="What councils should know about this round.")
    simulated = models.BooleanField(default=False)
    made_at = models.DateTimeField(default=timezone.now)
    made_by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    maker_label = models.CharField(max_length=200)

    class Meta:
        ordering = ["-opens_on", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["alliance", "topic", "name"],
                condition=~Q(state=RoundState.CANCELLED),
                name="diagnostics_round_names_differ",
            ),
            models.CheckConstraint(condition=Q(opens_on__lte=F("due_on")), name="diagnostics_round_days_in_order"),
            models.CheckConstraint(
                condition=Q(state__in=[one.value for one in RoundState]), name="diagnostics_round_state_is_known"
            ),
        ]

    def __str__(self) -> str:
        return self.audit_label

    @property
    def as_topic(self) -> Topic:
        """What it asks."""
        return from_stored(self.asked)

    @property
    def title(self) -> str:
        """The topic and the name of the round: "Agency rules 2026"."""
        return f"{self.asked['short_title']} {self.name}"

    @property
    def audit_label(self) -> str:
        return f"self-assessment {self.title}, {self.alliance.short_name}"

    @property
    def audit_places(self) -> tuple[str, ...]:
        return (self.alliance.region.code,)


class PublishedSummary(models.Model):
    """What a region published of a closed round, frozen: all that DfE, the LGA and boards see of it.

    `content` names no council but those that agreed, and no number of councils below three. A later one replaces it.
    """

    CLASSIFICATION = {
        "id": "internal",
        "reference": "internal",
        "round": "internal",
        "number": "internal",
        "words": "internal",
        "content": "internal",
        "published_at": "internal",
        "published_by": "internal",
        "publisher_label": "personal",
    }

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    round = models.ForeignKey(AssessmentRound, on_delete=models.PROTECT, related_name="summaries")
    number = models.PositiveSmallIntegerField()
    words = models.TextField(max_length=2000, blank=True, help_text="What the region says about it.")
    content = models.JSONField()
    published_at = models.DateTimeField(default=timezone.now)
    published_by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    publisher_label = models.CharField(max_length=200)

    class Meta:
        ordering = ["round", "number"]
        constraints = [
            models.UniqueConstraint(fields=["round", "number"], name="diagnostics_summaries_are_numbered"),
        ]

    def __str__(self) -> str:
        return f"summary {self.number} of the {self.round}"

    @property
    def audit_places(self) -> tuple[str, ...]:
        return self.round.audit_places
