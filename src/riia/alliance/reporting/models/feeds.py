"""Private addresses from which a person's calendar program fetches what is due."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone


class Feed(models.Model):
    """An address of a person's own. Only a digest of it is kept; what it shows follows from their roles of the day."""

    CLASSIFICATION = {
        "id": "internal",
        "reference": "internal",
        "person": "internal",
        "label": "internal",
        "digest": "confidential",
        "mine_only": "internal",
        "body": "internal",
        "place": "internal",
        "made_at": "internal",
        "last_used_on": "internal",
        "revoked_at": "internal",
    }

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="calendar_feeds")
    label = models.CharField(max_length=100)
    digest = models.CharField(max_length=64, unique=True)
    mine_only = models.BooleanField(default=False)
    body = models.CharField(max_length=120, blank=True)
    place = models.CharField(max_length=120, blank=True)
    made_at = models.DateTimeField(default=timezone.now)
    last_used_on = models.DateField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-made_at", "-id"]
        constraints = [
            models.CheckConstraint(condition=Q(digest__regex=r"^[0-9a-f]{64}$"), name="reporting_feed_digest")
        ]

    def __str__(self) -> str:
        return f"calendar address {str(self.reference)[:8]}"
