"""Documents that people had read and checked, with what was read in them, what was found and what was decided."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from riia.alliance.intake.states import Decision, PaperState

_PERSON = settings.AUTH_USER_MODEL


class Paper(models.Model):
    """A file as it came, and the reading of it. `place` is the region or council whose desk had it read.

    `understood` holds what was read, each with the text it was read from and its place; `blocks` the text with places.
    """

    CLASSIFICATION = {
        "id": "internal",
        "reference": "internal",
        "place": "internal",
        "name": "internal",
        "form": "internal",
        "data": "confidential",
        "sha256": "internal",
        "size": "internal",
        "state": "internal",
        "kind": "internal",
        "kind_chosen": "internal",
        "because": "internal",
        "understood": "confidential",
        "blocks": "confidential",
        "notes": "internal",
        "rule": "internal",
        "remedy": "internal",
        "used_as": "internal",
        "used_href": "internal",
        "used_at": "internal",
        "given_at": "internal",
        "given_by": "internal",
        "giver_label": "personal",
        "begun_at": "internal",
        "read_at": "internal",
    }

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    place = models.CharField(max_length=9)
    name = models.CharField(max_length=200)
    form = models.CharField(max_length=10, blank=True)
    data = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    state = models.CharField(
        max_length=10, choices=[(one.value, one.value) for one in PaperState], default=PaperState.WAITING
    )
    kind = models.CharField(max_length=20, blank=True)
    kind_chosen = models.CharField(max_length=20, blank=True, help_text="What a person says that it is.")
    because = models.CharField(max_length=500, blank=True)
    understood = models.JSONField(default=list)
    blocks = models.JSONField(default=list)
    notes = models.JSONField(default=list)
    rule = models.CharField(max_length=500, blank=True, help_text="Why it could not be read.")
    remedy = models.CharField(max_length=500, blank=True)
    used_as = models.CharField(max_length=200, blank=True, help_text="What was entered from it, in words.")
    used_href = models.CharField(max_length=200, blank=True)
    used_at = models.DateTimeField(null=True, blank=True)
    given_at = models.DateTimeField(default=timezone.now)
    given_by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    giver_label = models.CharField(max_length=200)
    begun_at = models.DateTimeField(null=True, blank=True)
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-given_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=[one.value for one in PaperState]), name="intake_paper_state_is_known"
            )
        ]
        indexes = [models.Index(fields=["place", "-given_at"], name="intake_paper_place")]

    def __str__(self) -> str:
        return self.name

    @property
    def audit_label(self) -> str:
        return f"document {self.name}"

    @property
    def audit_places(self) -> tuple[str, ...]:
        return (self.place,)


class PaperFinding(models.Model):
    """Something found in a document, and what a person decided. `mark` stays the same when it is read again."""

    CLASSIFICATION = {
        "id": "internal",
        "reference": "internal",
        "paper": "internal",
        "order": "internal",
        "mark": "internal",
        "code": "internal",
        "severity": "internal",
        "where": "internal",
        "as_written": "confidential",
        "message": "confidential",
        "remedy": "internal",
        "evidence": "confidential",
        "block": "internal",
        "decision": "internal",
        "note": "confidential",
        "decided_at": "internal",
        "decided_by": "internal",
        "decider_label": "personal",
    }

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    paper = models.ForeignKey(Paper, on_delete=models.CASCADE, related_name="findings")
    order = models.PositiveIntegerField()
    mark = models.CharField(max_length=64)
    code = models.CharField(max_length=60)
    severity = models.CharField(max_length=10)
    where = models.CharField(max_length=300)
    as_written = models.TextField(blank=True)
    message = models.TextField()
    remedy = models.TextField(blank=True)
    evidence = models.JSONField(default=list)
    block = models.IntegerField(default=-1, help_text="The position of its text among the blocks; -1 where unknown.")
    decision = models.CharField(
        max_length=10, choices=[(one.value, one.label) for one in Decision], blank=True, default=""
    )
    note = models.CharField(max_length=1000, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    decider_label = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["paper", "order"]
        constraints = [
            models.UniqueConstraint(fields=["paper", "mark"], name="intake_finding_once"),
            models.CheckConstraint(
                condition=Q(decision="", decided_at__isnull=True) | (~Q(decision="") & Q(decided_at__isnull=False)),
                name="intake_decision_has_its_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} at {self.where}"

    @property
    def audit_label(self) -> str:
        return f"finding {self.code} in {self.paper.name}"

    @property
    def audit_places(self) -> tuple[str, ...]:
        return self.paper.audit_places
