"""Reviews of how data is collected and validated: findings, gaps, improvement areas and what became of them (R5.16)."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from riia.alliance.places.models import Alliance, Place
from riia.alliance.returns.states_care import AreaState, ReviewState

_PERSON = settings.AUTH_USER_MODEL


class CollectionReview(models.Model):
    """One review of a region's collection and validation. Publishing gives it a number and freezes it.

    `frozen` is all that the published report says, `sha256` that of its bytes; progress of its areas is kept apart.
    """

    CLASSIFICATION = {
        "id": "internal",
        "reference": "internal",
        "alliance": "public",
        "title": "internal",
        "covers": "internal",
        "first_day": "internal",
        "last_day": "internal",
        "participants": "internal",
        "state": "internal",
        "number": "internal",
        "made_at": "internal",
        "made_by": "internal",
        "maker_label": "personal",
        "published_at": "internal",
        "publisher_label": "personal",
        "frozen": "internal",
        "sha256": "internal",
        "set_aside_because": "internal",
        "shared_on": "internal",
        "sharer_label": "personal",
        "simulated": "internal",
    }

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    alliance = models.ForeignKey(Alliance, on_delete=models.PROTECT, related_name="collection_reviews")
    title = models.CharField(max_length=200)
    covers = models.TextField(max_length=2000, help_text="Which processes of collection and validation are reviewed.")
    first_day = models.DateField()
    last_day = models.DateField()
    participants = models.ManyToManyField(Place, related_name="+", blank=True)
    state = models.CharField(
        max_length=10, choices=[(one.value, one.value) for one in ReviewState], default=ReviewState.DRAFT
    )
    number = models.PositiveSmallIntegerField(null=True, blank=True)
    made_at = models.DateTimeField(default=timezone.now)
    made_by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    maker_label = models.CharField(max_length=200)
    published_at = models.DateTimeField(null=True, blank=True)
    publisher_label = models.CharField(max_length=200, blank=True)
    frozen = models.JSONField(default=dict, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    set_aside_because = models.CharField(max_length=500, blank=True)
    shared_on = models.DateField(null=True, blank=True)
    sharer_label = models.CharField(max_length=200, blank=True)
    simulated = models.BooleanField(default=False)

    class Meta:
        ordering = ["-first_day", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["alliance", "number"], name="returns_reviews_are_numbered"),
            models.CheckConstraint(condition=Q(last_day__gte=F("first_day")), name="returns_review_days_in_order"),
            models.CheckConstraint(
                condition=Q(state=ReviewState.PUBLISHED, number__isnull=False, published_at__isnull=False)
                & ~Q(sha256="")
                | ~Q(state=ReviewState.PUBLISHED) & Q(number__isnull=True, sha256=""),
                name="returns_published_review_is_frozen",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title}, {self.alliance.short_name}"

    @property
    def audit_label(self) -> str:
        return f"collection review “{self.title}”, {self.alliance.short_name}"

    @property
    def audit_places(self) -> tuple[str, ...]:
        return (self.alliance.region.code,)


class ReviewFinding(models.Model):
    """Something the system knows and put before the writer, who takes it up or sets it aside.

    `key` is what it is about, so that drawing again brings it up to date rather than a second time.
    """

    CLASSIFICATION = {
        "id": "internal",
        "review": "internal",
        "key": "internal",
        "kind": "internal",
        "text": "internal",
        "taken": "internal",
        "note": "internal",
        "drawn_on": "internal",
    }

    class Kind(models.TextChoices):
        REPEAT = "repeat", "the same question again"
        LATE = "late", "late returns"
        SLOW = "slow", "slow answers to queries"
        DROPPED = "dropped", "items not asked"

    class Taken(models.TextChoices):
        UP = "taken up", "taken up"
        ASIDE = "set aside", "set aside"

    review = models.ForeignKey(CollectionReview, on_delete=models.PROTECT, related_name="findings")
    key = models.CharField(max_length=200)
    kind = models.CharField(max_length=10, choices=Kind)
    text = models.CharField(max_length=1000)
    taken = models.CharField(max_length=10, choices=Taken, blank=True)
    note = models.CharField(max_length=500, blank=True)
    drawn_on = models.DateField()

    class Meta:
        ordering = ["kind", "key"]
        constraints = [models.UniqueConstraint(fields=["review", "key"], name="returns_finding_once")]

    def __str__(self) -> str:
        return self.text


class ImprovementArea(models.Model):
    """An area for improvement: what, what shows it, the plan to close the gap, who answers for it, and by when."""

    CLASSIFICATION = {
        "id": "internal",
        "review": "internal",
        "number": "internal",
        "what": "internal",
        "evidence": "internal",
        "plan": "internal",
        "owner": "internal",
        "due_on": "internal",
        "state": "internal",
    }

    review = models.ForeignKey(CollectionReview, on_delete=models.PROTECT, related_name="areas")
    number = models.PositiveSmallIntegerField()
    what = models.CharField(max_length=300)
    evidence = models.TextField(max_length=2000)
    plan = models.TextField(max_length=2000)
    owner = models.CharField(max_length=200, help_text="An office, not a person's name.")
    due_on = models.DateField()
    state = models.CharField(
        max_length=15, choices=[(one.value, one.value) for one in AreaState], default=AreaState.NOT_STARTED
    )

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["review", "number"], name="returns_areas_are_numbered")]

    def __str__(self) -> str:
        return self.what

    @property
    def audit_places(self) -> tuple[str, ...]:
        return self.review.audit_places


class AreaProgress(models.Model):
    """A word on how far an area is. Only added to."""

    CLASSIFICATION = {
        "id": "internal",
        "area": "internal",
        "state": "internal",
        "note": "internal",
        "on": "internal",
        "by": "internal",
        "by_label": "personal",
    }

    area = models.ForeignKey(ImprovementArea, on_delete=models.PROTECT, related_name="progress")
    state = models.CharField(max_length=15, choices=[(one.value, one.value) for one in AreaState])
    note = models.CharField(max_length=500)
    on = models.DateField()
    by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    by_label = models.CharField(max_length=200)

    class Meta:
        ordering = ["on", "id"]

    def __str__(self) -> str:
        return f"{self.area}: {self.state}"


class ReviewGap(models.Model):
    """Where collection falls short of a national requirement or a regional priority, and which area closes it."""

    CLASSIFICATION = {
        "id": "internal",
        "review": "internal",
        "against": "internal",
        "requirement": "internal",
        "gap": "internal",
        "area": "internal",
    }

    class Against(models.TextChoices):
        NATIONAL = "national", "a national requirement"
        REGIONAL = "regional", "a regional priority"

    review = models.ForeignKey(CollectionReview, on_delete=models.PROTECT, related_name="gaps")
    against = models.CharField(max_length=10, choices=Against)
    requirement = models.CharField(max_length=300)
    gap = models.CharField(max_length=1000)
    area = models.ForeignKey(ImprovementArea, on_delete=models.PROTECT, null=True, blank=True, related_name="closes")

    class Meta:
        ordering = ["against", "id"]

    def __str__(self) -> str:
        return self.gap
