"""Projects that supply data beside the councils' own return: what they supply, and each delivery (R4.36, R5.19)."""

import uuid

from django.db import models
from django.db.models import F, Q

from riia.alliance.agreements.models.register import RegisterItem
from riia.alliance.places.models import Alliance, Place


class DataProject(models.Model):
    """A project of the region with datasets of its own in the data register, such as Fostering SW."""

    CLASSIFICATION = {
        "id": "internal",
        "reference": "internal",
        "alliance": "public",
        "title": "internal",
        "run_by": "internal",
        "about": "internal",
        "starts_on": "internal",
        "ends_on": "internal",
        "simulated": "internal",
        "recorder_label": "personal",
    }

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    alliance = models.ForeignKey(Alliance, on_delete=models.PROTECT, related_name="data_projects")
    title = models.CharField(max_length=120)
    run_by = models.CharField(max_length=120)
    about = models.TextField(max_length=600, blank=True)
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    simulated = models.BooleanField(default=False, help_text="What is said of it is made up; its name may be real.")
    recorder_label = models.CharField(max_length=200)

    class Meta:
        ordering = ["alliance", "title"]
        constraints = [
            models.UniqueConstraint(fields=["alliance", "title"], name="project_once"),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(starts_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="project_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def audit_label(self) -> str:
        return f"project {self.title}"

    @property
    def audit_places(self) -> tuple[str, ...]:
        return self.alliance.audit_places


class ProjectSupply(models.Model):
    """An item of the register under which a project supplies figures, and the core indicator they are figures of.

    `indicator` is a canonical name of `riia.indicators.definitions`; empty where the item is of no core indicator.
    `differences` says how period and basis differ from what the councils return themselves.
    """

    CLASSIFICATION = {
        "id": "internal",
        "project": "internal",
        "item": "internal",
        "indicator": "public",
        "since": "internal",
        "differences": "internal",
        "recorder_label": "personal",
    }

    project = models.ForeignKey(DataProject, on_delete=models.PROTECT, related_name="supplies")
    item = models.OneToOneField(RegisterItem, on_delete=models.PROTECT, related_name="supply")
    indicator = models.SlugField(max_length=60, blank=True)
    since = models.DateField()
    differences = models.CharField(max_length=400, blank=True)
    recorder_label = models.CharField(max_length=200)

    class Meta:
        ordering = ["project", "indicator", "id"]
        verbose_name_plural = "project supplies"
        constraints = [
            models.UniqueConstraint(
                fields=["project", "indicator"], condition=~Q(indicator=""), name="project_supplies_indicator_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.project}: {self.item.key}"

    @property
    def audit_places(self) -> tuple[str, ...]:
        return self.project.audit_places


class Delivery(models.Model):
    """One file of aggregate figures that a project delivered: when, which file, who took it, and what became of it."""

    CLASSIFICATION = {
        "id": "internal",
        "reference": "internal",
        "project": "internal",
        "received_on": "internal",
        "file_name": "internal",
        "sha256": "internal",
        "use": "internal",
        "simulated": "internal",
        "recorded_at": "internal",
        "recorder_label": "personal",
    }

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    project = models.ForeignKey(DataProject, on_delete=models.PROTECT, related_name="deliveries")
    received_on = models.DateField()
    file_name = models.CharField(max_length=150)
    sha256 = models.CharField(max_length=64)
    use = models.TextField(max_length=600, blank=True, help_text="What was done with it.")
    simulated = models.BooleanField(default=False)
    recorded_at = models.DateTimeField(auto_now_add=True)
    recorder_label = models.CharField(max_length=200)

    class Meta:
        ordering = ["project", "-received_on", "-id"]
        verbose_name_plural = "deliveries"
        constraints = [
            models.UniqueConstraint(fields=["project", "sha256"], name="project_delivery_once"),
            models.CheckConstraint(condition=Q(sha256__regex=r"^[0-9a-f]{64}$"), name="project_delivery_sha256"),
        ]

    def __str__(self) -> str:
        return f"{self.project}: {self.file_name}"

    @property
    def audit_label(self) -> str:
        return f"delivery of {self.project}, {self.received_on}"

    @property
    def audit_places(self) -> tuple[str, ...]:
        return self.project.audit_places


class DeliveredValue(models.Model):
    """One figure of a delivery. `value` is written as in a return: "12", "[c]"; empty where the file left it blank."""

    CLASSIFICATION = {
        "id": "internal",
        "delivery": "internal",
        "supply": "internal",
        "council": "public",
        "period": "public",
        "value": "confidential",
        "line": "internal",
    }

    delivery = models.ForeignKey(Delivery, on_delete=models.PROTECT, related_name="values")
    supply = models.ForeignKey(ProjectSupply, on_delete=models.PROTECT, related_name="values")
    council = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+")
    period = models.CharField(max_length=12)
    value = models.CharField(max_length=40, blank=True)
    line = models.PositiveIntegerField(help_text="Of the file.")

    class Meta:
        ordering = ["delivery", "line"]
        constraints = [
            models.UniqueConstraint(
                fields=["delivery", "supply", "council", "period"], name="project_value_once_a_delivery"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.delivery}, line {self.line}"

    @property
    def audit_places(self) -> tuple[str, ...]:
        return (self.council.code, *self.delivery.audit_places)
