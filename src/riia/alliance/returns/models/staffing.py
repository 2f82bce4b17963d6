"""When the coordinator's post was funded, and how much of a full week its holders work (R5.21)."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from riia.alliance.access.models import RoleHolding
from riia.alliance.places.models import Alliance

_PERSON = settings.AUTH_USER_MODEL


class FundedPost(models.Model):
    """A time for which a full-time regional data coordinator is paid for, and by which document."""

    CLASSIFICATION = {
        "id": "internal",
        "reference": "internal",
        "alliance": "public",
        "starts_on": "internal",
        "ends_on": "internal",
        "source": "internal",
        "withdrawn_because": "internal",
        "noted_by": "internal",
        "noter_label": "personal",
        "simulated": "internal",
    }

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    alliance = models.ForeignKey(Alliance, on_delete=models.PROTECT, related_name="funded_posts")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True, help_text="Blank while no end is known.")
    source = models.CharField(max_length=300)
    withdrawn_because = models.CharField(max_length=300, blank=True)
    noted_by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    noter_label = models.CharField(max_length=200)
    simulated = models.BooleanField(default=False)

    class Meta:
        ordering = ["starts_on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="returns_funding_ends_after_its_start",
            )
        ]

    def __str__(self) -> str:
        return f"funding of the coordinator from {self.starts_on:%-d %B %Y}, {self.alliance.short_name}"

    @property
    def audit_places(self) -> tuple[str, ...]:
        return (self.alliance.region.code,)


class WorkingTime(models.Model):
    """From which day on a holder works what share of a full week. Before the first day nobody wrote it down."""

    CLASSIFICATION = {
        "id": "internal",
        "holding": "internal",
        "starts_on": "internal",
        "share": "personal",
        "noter_label": "personal",
    }

    holding = models.ForeignKey(RoleHolding, on_delete=models.PROTECT, related_name="+")
    starts_on = models.DateField()
    share = models.DecimalField(max_digits=3, decimal_places=2, help_text="1 is full time.")
    noter_label = models.CharField(max_length=200)

    class Meta:
        ordering = ["starts_on", "id"]
        constraints = [
            models.UniqueConstraint(fields=["holding", "starts_on"], name="returns_working_time_once_a_day"),
            models.CheckConstraint(condition=Q(share__gt=0, share__lte=1), name="returns_working_time_is_a_share"),
        ]

    def __str__(self) -> str:
        return f"{self.share} of a full week from {self.starts_on:%-d %B %Y}"
