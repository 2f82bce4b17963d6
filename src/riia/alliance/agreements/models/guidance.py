"""Which indicator set, template and guidance a dataset is returned on, version by version (R4.16, MoU 6.6)."""

import uuid

from django.db import models
from django.db.models import F, Q

from riia.alliance.agreements.models.register import Dataset


class Guidance(models.Model):
    """A version of an indicator set, a standard template or guidance of a dataset, and the days it is used on (R4.16).

    `form` is the set as rounds name it ("mou-2022"), where it is one of those. Of a file its name, size and SHA-256 are
    kept, so that anybody can tell whether the file they have is the one; the file itself stays where it is published.
    """

    CLASSIFICATION = {
        "id": "internal",
        "reference": "internal",
        "dataset": "internal",
        "kind": "internal",
        "title": "internal",
        "label": "internal",
        "starts_on": "internal",
        "ends_on": "internal",
        "publisher": "internal",
        "address": "internal",
        "form": "internal",
        "file_name": "internal",
        "file_size": "internal",
        "sha256": "internal",
        "recorder_label": "personal",
    }
    KINDS = (("set", "indicator set"), ("template", "template"), ("guidance", "guidance"))

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    dataset = models.ForeignKey(Dataset, on_delete=models.PROTECT, related_name="guidance")
    kind = models.CharField(max_length=10, choices=KINDS)
    title = models.CharField(max_length=200)
    label = models.CharField(max_length=40, help_text="Its version.")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    publisher = models.CharField(max_length=120, blank=True)
    address = models.URLField(blank=True)
    form = models.SlugField(max_length=40, blank=True)
    file_name = models.CharField(max_length=200, blank=True)
    file_size = models.PositiveIntegerField(null=True, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    recorder_label = models.CharField(max_length=200)

    class Meta:
        ordering = ["dataset", "kind", "-starts_on"]
        constraints = [
            models.CheckConstraint(
                condition=Q(sha256="", file_name="", file_size__isnull=True)
                | (Q(sha256__regex=r"^[0-9a-f]{64}$", file_size__isnull=False) & ~Q(file_name="")),
                name="register_guidance_file_is_whole",
            ),
            models.UniqueConstraint(fields=["dataset", "kind", "label"], name="register_guidance_once"),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")), name="register_guidance_ends_after"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title}, {self.label}"

    @property
    def audit_label(self) -> str:
        return str(self)

    @property
    def audit_places(self) -> tuple[str, ...]:
        return self.dataset.audit_places
