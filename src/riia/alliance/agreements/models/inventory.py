"""The data inventory: sources of data, which council has which, what people note about them, what stands in the way.

Source: R4.34; regional plan 1.1.5, 1.2.1, 1.2.2 and 1.3.1. The inventory says what data there are; it holds none.
"""

import uuid

from django.db import models
from django.db.models import Q

from riia.alliance.agreements.models.register import FREQUENCY_CHOICES, RegisterItem
from riia.alliance.agreements.states_inventory import (
    Held,
    HolderKind,
    Level,
    ObservationKind,
    ObstacleState,
    Quality,
    Topic,
)
from riia.alliance.places.models import Alliance, Place
from riia.indicators.calendar import Frequency

TOPIC_CHOICES = [(each.value, each.words) for each in Topic]
HOLDER_CHOICES = [(each.value, each.words) for each in HolderKind]
LEVEL_CHOICES = [(each.value, each.words) for each in Level]
QUALITY_CHOICES = [(each.value, each.words.capitalize()) for each in Quality]
HELD_CHOICES = [(each.value, each.words.capitalize()) for each in Held]
OBSERVATION_CHOICES = [(each.value, each.value.capitalize()) for each in ObservationKind]
OBSTACLE_CHOICES = [(each.value, each.words.capitalize()) for each in ObstacleState]


class DataSource(models.Model):
    """One source of data that councils or their partners hold, and the item of the register it could feed.

    `holder` names the partner; it is empty for what each council holds itself. `frequency` is empty where nobody has
    said how often there are new data. A source that has ended stays on record and is asked of nobody.
    """

    CLASSIFICATION = {
        "id": "internal",
        "reference": "internal",
        "alliance": "public",
        "title": "internal",
        "topic": "internal",
        "about": "internal",
        "holder_kind": "internal",
        "holder": "internal",
        "level": "internal",
        "frequency": "internal",
        "quality": "internal",
        "quality_note": "internal",
        "feeds": "internal",
        "ended_on": "internal",
        "ended_because": "internal",
        "simulated": "internal",
        "recorded_at": "internal",
        "recorder_label": "personal",
    }

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    alliance = models.ForeignKey(Alliance, on_delete=models.PROTECT, related_name="data_sources")
    title = models.CharField(max_length=120)
    topic = models.CharField(max_length=24, choices=TOPIC_CHOICES)
    about = models.TextField(max_length=600, help_text="What it holds.")
    holder_kind = models.CharField(max_length=10, choices=HOLDER_CHOICES)
    holder = models.CharField(max_length=120, blank=True)
    level = models.CharField(max_length=16, choices=LEVEL_CHOICES)
    frequency = models.CharField(max_length=20, choices=FREQUENCY_CHOICES, blank=True)
    quality = models.CharField(max_length=10, choices=QUALITY_CHOICES, default=Quality.NOT_KNOWN)
    quality_note = models.CharField(max_length=300, blank=True)
    feeds = models.ForeignKey(
        RegisterItem, on_delete=models.PROTECT, null=True, blank=True, related_name="fed_by_sources"
    )
    ended_on = models.DateField(null=True, blank=True)
    ended_because = models.CharField(max_length=300, blank=True)
    simulated = models.BooleanField(default=False)
    recorded_at = models.DateTimeField(auto_now_add=True)
    recorder_label = models.CharField(max_length=200)

    class Meta:
        ordering = ["alliance", "topic", "title"]
        constraints = [
            models.UniqueConstraint(
                fields=["alliance", "title"], condition=Q(ended_on__isnull=True), name="inventory_source_once"
            ),
            models.CheckConstraint(condition=Q(topic__in=[each.value for each in Topic]), name="inventory_topic_known"),
            models.CheckConstraint(condition=Q(level__in=[each.value for each in Level]), name="inventory_level_known"),
            models.CheckConstraint(
                condition=Q(frequency="") | Q(frequency__in=[each.value for each in Frequency]),
                name="inventory_frequency_known",
            ),
            models.CheckConstraint(
                condition=Q(holder_kind=HolderKind.COUNCIL, holder="")
                | (~Q(holder_kind=HolderKind.COUNCIL) & ~Q(holder="")),
                name="inventory_partner_is_named",
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True, ended_because="")
                | (Q(ended_on__isnull=False) & ~Q(ended_because="")),
                name="inventory_source_ended_with_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def audit_label(self) -> str:
        return f"data source “{self.title}”, {self.alliance.short_name}"

    @property
    def audit_places(self) -> tuple[str, ...]:
        return self.alliance.audit_places


class Holding(models.Model):
    """What a council says of a source: held, not held, or not known. Without a row it has not said."""

    CLASSIFICATION = {
        "id": "internal",
        "source": "internal",
        "council": "public",
        "status": "internal",
        "recorded_at": "internal",
        "recorder_label": "personal",
    }

    source = models.ForeignKey(DataSource, on_delete=models.PROTECT, related_name="holdings")
    council = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="data_holdings")
    status = models.CharField(max_length=10, choices=HELD_CHOICES)
    recorded_at = models.DateTimeField(auto_now=True)
    recorder_label = models.CharField(max_length=200)

    class Meta:
        ordering = ["source", "council__name"]
        constraints = [
            models.UniqueConstraint(fields=["source", "council"], name="inventory_holding_once"),
            models.CheckConstraint(condition=Q(status__in=[each.value for each in Held]), name="inventory_held_known"),
        ]

    def __str__(self) -> str:
        return f"{self.source}: {self.council}, {Held(self.status).words}"

    @property
    def audit_places(self) -> tuple[str, ...]:
        return (self.council.code, *self.source.audit_places)


class Observation(models.Model):
    """A gap, insight, inconsistency, barrier or enabler noted about a source, for one council or for all."""

    CLASSIFICATION = {
        "id": "internal",
        "reference": "internal",
        "source": "internal",
        "kind": "internal",
        "text": "internal",
        "council": "public",
        "observed_on": "internal",
        "withdrawn_at": "internal",
        "withdrawn_because": "internal",
        "simulated": "internal",
        "recorded_at": "internal",
        "recorder_label": "personal",
    }

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    source = models.ForeignKey(DataSource, on_delete=models.PROTECT, related_name="observations")
    kind = models.CharField(max_length=13, choices=OBSERVATION_CHOICES)
    text = models.TextField(max_length=600)
    council = models.ForeignKey(Place, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    observed_on = models.DateField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_because = models.CharField(max_length=300, blank=True)
    simulated = models.BooleanField(default=False)
    recorded_at = models.DateTimeField(auto_now_add=True)
    recorder_label = models.CharField(max_length=200)

    class Meta:
        ordering = ["source", "-observed_on", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=[each.value for each in ObservationKind]), name="inventory_observation_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, withdrawn_because="")
                | (Q(withdrawn_at__isnull=False) & ~Q(withdrawn_because="")),
                name="inventory_observation_withdrawn_with_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.source}"

    @property
    def audit_label(self) -> str:
        return f"{self.kind} noted about “{self.source}”"

    @property
    def audit_places(self) -> tuple[str, ...]:
        own = (self.council.code,) if self.council else ()
        return (*own, *self.source.audit_places)


class Obstacle(models.Model):
    """Something that persists: what stands in the way, its impact, the solution proposed, who owns it, how it stands.

    `owner` and `escalated_to` are offices or bodies, no persons. To whom it was escalated stays on record afterwards.
    """

    CLASSIFICATION = {
        "id": "internal",
        "reference": "internal",
        "alliance": "public",
        "topic": "internal",
        "title": "internal",
        "impact": "internal",
        "solution": "internal",
        "owner": "internal",
        "noted_on": "internal",
        "state": "internal",
        "since": "internal",
        "escalated_to": "internal",
        "escalated_on": "internal",
        "outcome": "internal",
        "simulated": "internal",
        "recorder_label": "personal",
    }

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    alliance = models.ForeignKey(Alliance, on_delete=models.PROTECT, related_name="data_obstacles")
    topic = models.CharField(max_length=24, choices=TOPIC_CHOICES, blank=True, help_text="Empty: all of them.")
    title = models.CharField(max_length=200)
    impact = models.TextField(max_length=600)
    solution = models.TextField(max_length=600)
    owner = models.CharField(max_length=120)
    noted_on = models.DateField()
    state = models.CharField(max_length=10, choices=OBSTACLE_CHOICES, default=ObstacleState.OPEN)
    since = models.DateField(help_text="When it came into this state.")
    escalated_to = models.CharField(max_length=120, blank=True)
    escalated_on = models.DateField(null=True, blank=True)
    outcome = models.TextField(max_length=600, blank=True)
    simulated = models.BooleanField(default=False)
    recorder_label = models.CharField(max_length=200)

    class Meta:
        ordering = ["alliance", "noted_on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=[each.value for each in ObstacleState]), name="inventory_obstacle_state_known"
            ),
            models.CheckConstraint(
                condition=~Q(state=ObstacleState.ESCALATED) | (~Q(escalated_to="") & Q(escalated_on__isnull=False)),
                name="inventory_escalated_to_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(state=ObstacleState.RESOLVED) | ~Q(outcome=""), name="inventory_resolved_with_outcome"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def audit_label(self) -> str:
        return f"obstacle “{self.title}”"

    @property
    def audit_places(self) -> tuple[str, ...]:
        return self.alliance.audit_places
