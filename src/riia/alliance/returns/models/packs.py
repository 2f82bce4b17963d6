"""What the region sends to the Department, frozen, and what came back."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from riia.alliance.returns.models.returns import Return, Version
from riia.alliance.returns.models.rounds import Round

_PERSON = settings.AUTH_USER_MODEL


class Pack(models.Model):
    """One frozen pack of a round: workbook, tidy CSV, data dictionary and manifest, made from signed versions.

    `recipe` is everything the files are made from beside the versions, so that they can be made again byte for byte;
    `sha256` is that of the manifest, which holds those of the files. A later pack of the same round replaces it.
    """

    CLASSIFICATION = {
        "id": "internal",
        "reference": "internal",
        "round": "internal",
        "number": "internal",
        "recipe": "internal",
        "sha256": "internal",
        "made_at": "internal",
        "made_by": "internal",
        "maker_label": "personal",
        "sent_at": "internal",
        "sent_to": "internal",
        "sent_how": "internal",
        "sender_label": "personal",
    }

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="packs")
    number = models.PositiveSmallIntegerField()
    recipe = models.JSONField()
    sha256 = models.CharField(max_length=64)
    made_at = models.DateTimeField(default=timezone.now)
    made_by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    maker_label = models.CharField(max_length=200)
    sent_at = models.DateTimeField(null=True, blank=True)
    sent_to = models.CharField(max_length=200, blank=True)
    sent_how = models.CharField(max_length=200, blank=True)
    sender_label = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["round", "number"]
        constraints = [
            models.UniqueConstraint(fields=["round", "number"], name="returns_packs_are_numbered"),
            models.CheckConstraint(condition=Q(sha256__regex=r"^[0-9a-f]{64}$"), name="returns_pack_hash_is_sha256"),
        ]

    def __str__(self) -> str:
        return f"pack {self.number} of the {self.round}"

    @property
    def audit_places(self) -> tuple[str, ...]:
        return self.round.audit_places


class PackFile(models.Model):
    """One file of a pack."""

    CLASSIFICATION = {
        "id": "internal",
        "pack": "internal",
        "name": "internal",
        "data": "confidential",
        "sha256": "internal",
    }

    pack = models.ForeignKey(Pack, on_delete=models.PROTECT, related_name="files")
    name = models.CharField(max_length=120)
    data = models.BinaryField()
    sha256 = models.CharField(max_length=64)

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["pack", "name"], name="returns_pack_file_once")]

    def __str__(self) -> str:
        return self.name


class PackReturn(models.Model):
    """Which version of which council's return is in a pack, and what the Department said of it (R5.20)."""

    CLASSIFICATION = {
        "id": "internal",
        "pack": "internal",
        "council_return": "internal",
        "version": "internal",
        "outcome": "internal",
        "rejected_for": "internal",
        "words": "internal",
        "answered_at": "internal",
        "recorder_label": "personal",
    }

    class Outcome(models.TextChoices):
        ACCEPTED = "accepted", "accepted"
        REJECTED = "rejected", "rejected"

    class Because(models.TextChoices):
        QUALITY = "quality", "quality of the data"
        OTHER = "other", "another reason"

    pack = models.ForeignKey(Pack, on_delete=models.PROTECT, related_name="returns")
    council_return = models.ForeignKey(Return, on_delete=models.PROTECT, related_name="packed")
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="packed")
    outcome = models.CharField(max_length=10, choices=Outcome, blank=True)
    rejected_for = models.CharField(max_length=10, choices=Because, blank=True)
    words = models.CharField(max_length=500, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    recorder_label = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["pack", "council_return"]
        constraints = [
            models.UniqueConstraint(fields=["pack", "council_return"], name="returns_packed_once"),
            models.CheckConstraint(
                condition=Q(outcome="rejected") & ~Q(rejected_for="") | ~Q(outcome="rejected") & Q(rejected_for=""),
                name="returns_rejection_has_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.council_return} in {self.pack}"
