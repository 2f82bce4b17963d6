"""Someone who may sign in."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone

from riia.alliance.access.people import PersonManager
from riia.alliance.audit.actors import Actor, ActorKind

if TYPE_CHECKING:
    from riia.alliance.access.models.holding import RoleHolding
    from riia.alliance.access.models.invitation import Invitation


class Person(AbstractBaseUser):
    """Someone who may sign in, by e-mail address. What they may do comes from the roles they hold and nothing else."""

    CLASSIFICATION = {
        "id": "internal",
        "reference": "internal",
        "email": "personal",
        "name": "personal",
        "password": "confidential",
        "last_login": "personal",
        "is_active": "internal",
        "is_persona": "public",
        "joined_at": "internal",
    }

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    email = models.EmailField(
        "e-mail address", unique=True, error_messages={"unique": "Someone with this e-mail address is already known."}
    )
    name = models.CharField(max_length=150)
    is_active = models.BooleanField(default=True)
    is_persona = models.BooleanField(default=False, help_text="A simulated person of the demonstration.")
    joined_at = models.DateTimeField(default=timezone.now, editable=False)

    if TYPE_CHECKING:  # filled by `queries.people_seen` with what the viewer may see
        seen_holdings: list[RoleHolding]
        sent_invitations: list[Invitation]

    objects = PersonManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        ordering = ["name", "id"]
        verbose_name = "person"
        verbose_name_plural = "people"
        constraints = [
            models.CheckConstraint(condition=Q(email=Lower("email")), name="access_person_address_in_lower_case"),
        ]

    def __str__(self) -> str:
        return f"{self.name} (simulated)" if self.is_persona else self.name

    def get_full_name(self) -> str:
        return self.name

    def as_actor(self) -> Actor:
        return Actor(ActorKind.PERSON, str(self.reference), str(self))

    @property
    def audit_label(self) -> str:
        """People who are acted on are named in the trail by reference; the reader looks the name up."""
        return f"person {str(self.reference)[:8]}"
