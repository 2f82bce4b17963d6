"""A key for the API."""

import uuid
from datetime import datetime

from django.conf import settings
from django.db import models
from django.utils import timezone


class AccessToken(models.Model):
    """A person's own key for the API. Only a digest is kept; the key is shown once, when it is made."""

    CLASSIFICATION = {
        "id": "internal",
        "reference": "internal",
        "person": "internal",
        "label": "internal",
        "digest": "confidential",
        "actions": "internal",
        "made_at": "internal",
        "expires_at": "internal",
        "last_used_on": "internal",
        "revoked_at": "internal",
    }

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="tokens")
    label = models.CharField(max_length=100)
    digest = models.CharField(max_length=64, unique=True)
    actions = models.JSONField(default=list, help_text="What the key may do, never more than its owner may.")
    made_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    last_used_on = models.DateField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-made_at", "-id"]

    def __str__(self) -> str:
        return f"API key {str(self.reference)[:8]}"

    def usable(self, now: datetime) -> bool:
        return self.revoked_at is None and now < self.expires_at
