"""The trail. Rows are written once: code refuses change here, the database refuses it by trigger (`guard`)."""

from typing import Any, NoReturn

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils import timezone

from riia.alliance.audit.actors import ActorKind
from riia.alliance.audit.errors import AppendOnly
from riia.alliance.audit.trail import Network, Origin

_REFUSAL = "The audit trail is append-only (R15.05). Record a new entry that corrects the old one instead."


class AppendOnlyQuerySet(models.QuerySet[Any]):
    """A query set that can read and add, and refuses the rest before it reaches the database."""

    def update(self, **kwargs: Any) -> NoReturn:
        raise AppendOnly(_REFUSAL)

    def delete(self) -> NoReturn:
        raise AppendOnly(_REFUSAL)

    def bulk_update(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise AppendOnly(_REFUSAL)


class AppendOnlyModel(models.Model):
    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise AppendOnly(_REFUSAL)
        kwargs["force_insert"] = True
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise AppendOnly(_REFUSAL)


class Entry(AppendOnlyModel):
    """One thing done: who, what, to what, when and why (R15.05).

    Actor and target are plain text because the trail lies below every other context and outlives their rows.
    """

    CLASSIFICATION = {
        "id": "internal",
        "at": "internal",
        "actor_kind": "internal",
        "actor_reference": "personal",
        "actor_label": "personal",
        "action": "internal",
        "target_type": "internal",
        "target_reference": "internal",
        "target_label": "internal",
        "summary": "internal",
        "details": "internal",
        "reason": "confidential",
        "origin": "internal",
        "request_id": "internal",
        "network": "internal",
    }

    at = models.DateTimeField(default=timezone.now, editable=False)
    actor_kind = models.CharField(max_length=10, choices=[(kind.value, kind.value) for kind in ActorKind])
    actor_reference = models.CharField(max_length=100, blank=True)
    actor_label = models.CharField(max_length=200)
    action = models.CharField(max_length=100)
    target_type = models.CharField(max_length=100, blank=True)
    target_reference = models.CharField(max_length=100, blank=True)
    target_label = models.CharField(max_length=300, blank=True)
    summary = models.CharField(max_length=500)
    details = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    reason = models.TextField(blank=True)
    origin = models.CharField(max_length=10, choices=[(origin.value, origin.value) for origin in Origin])
    request_id = models.CharField(max_length=64, blank=True)
    network = models.CharField(max_length=20, choices=[(network.value, network.value) for network in Network])

    class Meta:
        ordering = ["-at", "-id"]
        verbose_name = "audit entry"
        verbose_name_plural = "audit entries"
        indexes = [
            models.Index(fields=["-at", "-id"], name="audit_by_time"),
            models.Index(fields=["actor_reference", "-at"], name="audit_by_actor"),
            models.Index(fields=["action", "-at"], name="audit_by_action"),
            models.Index(fields=["target_type", "target_reference"], name="audit_by_target"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.actor_label}: {self.summary}"


class EntryPlace(AppendOnlyModel):
    """A place an entry is about, by code, so that a regional auditor reads the entries of the region and no others."""

    CLASSIFICATION = {"id": "internal", "entry": "internal", "code": "public"}

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="places")
    code = models.CharField(max_length=20)

    class Meta:
        verbose_name = "place of an audit entry"
        constraints = [models.UniqueConstraint(fields=["code", "entry"], name="audit_one_row_per_place")]

    def __str__(self) -> str:
        return f"{self.entry_id} {self.code}"
