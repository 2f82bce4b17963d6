"""The data sharing plan: when each dataset is due, and what is agreed about quality (R4.35, plan 1.1.5)."""

from django.db import models
from django.db.models import Q

from riia.alliance.agreements.models.register import Dataset
from riia.alliance.places.models import Alliance


class SharingPlan(models.Model):
    """What an alliance has agreed about the quality of what is shared, and about support for whoever finds it hard."""

    CLASSIFICATION = {
        "id": "internal",
        "alliance": "public",
        "principle": "internal",
        "support": "internal",
        "agreed_on": "internal",
        "minute": "internal",
        "simulated": "internal",
        "recorder_label": "personal",
    }

    alliance = models.OneToOneField(Alliance, on_delete=models.PROTECT, related_name="sharing_plan")
    principle = models.TextField(max_length=600, help_text="The principle of quality and validation.")
    support = models.TextField(max_length=600, blank=True)
    agreed_on = models.DateField(null=True, blank=True)
    minute = models.CharField(max_length=200, blank=True)
    simulated = models.BooleanField(default=False)
    recorder_label = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(agreed_on__isnull=True, minute="") | (Q(agreed_on__isnull=False) & ~Q(minute="")),
                name="inventory_plan_agreed_with_minute",
            ),
        ]

    def __str__(self) -> str:
        return f"Data sharing plan of {self.alliance}"

    @property
    def audit_label(self) -> str:
        return f"data sharing plan, {self.alliance.short_name}"

    @property
    def audit_places(self) -> tuple[str, ...]:
        return self.alliance.audit_places


class SubmissionDeadline(models.Model):
    """The last day on which a dataset of a period is in time, and where that is written."""

    CLASSIFICATION = {
        "id": "internal",
        "dataset": "internal",
        "period": "internal",
        "due_on": "internal",
        "source": "internal",
        "simulated": "internal",
        "recorder_label": "personal",
    }

    dataset = models.ForeignKey(Dataset, on_delete=models.PROTECT, related_name="deadlines")
    period = models.CharField(max_length=60, help_text="As people say it: “October to December 2026”.")
    due_on = models.DateField()
    source = models.CharField(max_length=200)
    simulated = models.BooleanField(default=False)
    recorder_label = models.CharField(max_length=200)

    class Meta:
        ordering = ["dataset", "due_on"]
        constraints = [models.UniqueConstraint(fields=["dataset", "period"], name="inventory_deadline_once")]

    def __str__(self) -> str:
        return f"{self.dataset}, {self.period}"

    @property
    def audit_places(self) -> tuple[str, ...]:
        return self.dataset.audit_places
