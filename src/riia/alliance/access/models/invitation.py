"""An invitation to join, sent by e-mail link."""

import uuid
from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from riia.alliance.access.states import InvitationState


class Invitation(models.Model):
    """An invitation to join, good for one use of its link within seven days. Only a digest of the link's token is kept.

    The invited person's row exists from the start, inactive, so that the roles proposed with the invitation have a
    holder; accepting activates it.
    """

    CLASSIFICATION = {
        "id": "internal",
        "reference": "internal",
        "person": "internal",
        "digest": "confidential",
        "sent_at": "internal",
        "expires_at": "internal",
        "accepted_at": "internal",
        "revoked_at": "internal",
        "invited_by": "internal",
        "inviter_label": "personal",
    }

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="invitations")
    digest = models.CharField(max_length=64, unique=True)
    sent_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    inviter_label = models.CharField(max_length=200)

    class Meta:
        ordering = ["-sent_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(accepted_at__isnull=True) | Q(revoked_at__isnull=True),
                name="access_invitation_accepted_or_revoked",
            ),
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(accepted_at__isnull=True, revoked_at__isnull=True),
                name="access_one_open_invitation_per_person",
            ),
        ]

    def __str__(self) -> str:
        return f"invitation {str(self.reference)[:8]}"

    def state(self, now: datetime) -> InvitationState:
        if self.accepted_at:
            return InvitationState.ACCEPTED
        if self.revoked_at:
            return InvitationState.REVOKED
        return InvitationState.EXPIRED if now >= self.expires_at else InvitationState.OPEN
