"""What stands around the KPIs: risks of the plan, and the aims it states with the KPIs that would show them."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from riia.alliance.plans.models.measures import Kpi
from riia.alliance.plans.models.plan import Activity, Area, PlanVersion

_PERSON = settings.AUTH_USER_MODEL
_SCALE = [(1, "low"), (2, "medium"), (3, "high")]


class Risk(models.Model):
    """A risk to the plan, to an area or to an activity of it (R11.20)."""

    class State(models.TextChoices):
        OPEN = "open", "open"
        CLOSED = "closed", "closed"

    CLASSIFICATION = {
        "id": "internal",
        "reference": "internal",
        "version": "internal",
        "area": "internal",
        "activity": "internal",
        "kpis": "internal",
        "words": "internal",
        "response": "internal",
        "likelihood": "internal",
        "impact": "internal",
        "owner": "internal",
        "owner_office": "internal",
        "state": "internal",
        "raised_on": "internal",
        "review_on": "internal",
        "closed_because": "internal",
        "simulated": "public",
    }

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    version = models.ForeignKey(PlanVersion, on_delete=models.PROTECT, related_name="risks")
    area = models.ForeignKey(Area, on_delete=models.PROTECT, null=True, blank=True, related_name="risks")
    activity = models.ForeignKey(Activity, on_delete=models.PROTECT, null=True, blank=True, related_name="risks")
    kpis = models.ManyToManyField(Kpi, blank=True, related_name="risks")
    words = models.CharField(max_length=300)
    response = models.CharField(max_length=300, blank=True)
    likelihood = models.PositiveSmallIntegerField(choices=_SCALE)
    impact = models.PositiveSmallIntegerField(choices=_SCALE)
    owner = models.ForeignKey(_PERSON, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    owner_office = models.CharField(max_length=120, blank=True)
    state = models.CharField(max_length=6, choices=State, default=State.OPEN)
    raised_on = models.DateField()
    review_on = models.DateField(null=True, blank=True)
    closed_because = models.CharField(max_length=300, blank=True)
    simulated = models.BooleanField(default=False)

    class Meta:
        ordering = ["version", "-likelihood", "-impact", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(likelihood__gte=1, likelihood__lte=3, impact__gte=1, impact__lte=3),
                name="plans_risk_is_rated_1_to_3",
            ),
            models.CheckConstraint(
                condition=Q(owner__isnull=True) | Q(owner_office=""), name="plans_risk_owner_is_a_person_or_an_office"
            ),
        ]

    def __str__(self) -> str:
        return self.words

    @property
    def score(self) -> int:
        """Likelihood times impact, 1 to 9."""
        return self.likelihood * self.impact

    @property
    def audit_label(self) -> str:
        return f"risk “{self.words}”"

    @property
    def audit_places(self) -> tuple[str, ...]:
        return self.version.audit_places


class Aim(models.Model):
    """What the plan says the region will have in the end, in our words (R11.19).

    `claims_percent` is the share of councils the statement itself claims ("every local area": 100), so that it can be
    held against the thresholds of its KPIs.
    """

    CLASSIFICATION = {
        "id": "public",
        "version": "public",
        "strand_code": "public",
        "words": "public",
        "claims_percent": "public",
        "order": "public",
    }

    version = models.ForeignKey(PlanVersion, on_delete=models.CASCADE, related_name="aims")
    strand_code = models.CharField(max_length=10, blank=True)
    words = models.CharField(max_length=300)
    claims_percent = models.PositiveSmallIntegerField(null=True, blank=True)
    order = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["version", "order"]

    def __str__(self) -> str:
        return self.words


class AimKpi(models.Model):
    """A KPI that would show an aim, with what does not fit between the two."""

    CLASSIFICATION = {"id": "public", "aim": "public", "kpi": "public", "note": "public"}

    aim = models.ForeignKey(Aim, on_delete=models.CASCADE, related_name="links")
    kpi = models.ForeignKey(Kpi, on_delete=models.CASCADE, related_name="aims")
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["aim", "kpi__order"]
        constraints = [models.UniqueConstraint(fields=["aim", "kpi"], name="plans_aim_shown_once")]

    def __str__(self) -> str:
        return f"{self.aim} by {self.kpi}"
