"""What was frozen, in which edition of which report, its files, and whom it went to."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from riia.alliance.places.models import Alliance
from riia.alliance.reporting.audiences import Audience
from riia.alliance.reporting.models.register import Report
from riia.alliance.reporting.states import EditionState

_PERSON = settings.AUTH_USER_MODEL
_SHA256 = r"^[0-9a-f]{64}$"


class Snapshot(models.Model):
    """Everything a report says, frozen (R13.17). The database refuses to change or remove a row.

    `sha256` is of the canonical bytes of `content`: whoever holds a printed report can tell that it is this one.
    """

    CLASSIFICATION = {
        "id": "internal",
        "reference": "internal",
        "alliance": "public",
        "period": "internal",
        "as_at": "internal",
        "plan": "internal",
        "content": "confidential",
        "sha256": "internal",
        "made_at": "internal",
        "made_by": "internal",
        "maker_label": "personal",
        "simulated": "public",
    }

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    alliance = models.ForeignKey(Alliance, on_delete=models.PROTECT, related_name="snapshots")
    period = models.CharField(max_length=40)
    as_at = models.DateField()
    plan = models.CharField(max_length=300, blank=True)
    content = models.JSONField()
    sha256 = models.CharField(max_length=64)
    made_at = models.DateTimeField(default=timezone.now)
    made_by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    maker_label = models.CharField(max_length=200)
    simulated = models.BooleanField(default=False)

    class Meta:
        ordering = ["-made_at", "-id"]
        constraints = [
            models.CheckConstraint(condition=Q(sha256__regex=_SHA256), name="reporting_snapshot_hash_is_sha256")
        ]

    def __str__(self) -> str:
        return f"snapshot {self.sha256[:8]} of {self.period}"

    @property
    def audit_places(self) -> tuple[str, ...]:
        return (self.alliance.region.code,)


class Edition(models.Model):
    """One version of a report: its frozen content and cover note, or where it lies if it was made elsewhere."""

    CLASSIFICATION = {
        "id": "internal",
        "reference": "internal",
        "report": "internal",
        "number": "internal",
        "snapshot": "internal",
        "audiences": "internal",
        "cover_note": "internal",
        "asks": "internal",
        "corrects_because": "internal",
        "shared_first": "internal",
        "link": "internal",
        "state": "internal",
        "made_at": "internal",
        "made_by": "internal",
        "maker_label": "personal",
        "sent_at": "internal",
        "sender_label": "personal",
        "receipted_at": "internal",
        "withdrawn_because": "internal",
        "simulated": "public",
    }

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="editions")
    number = models.PositiveSmallIntegerField()
    snapshot = models.ForeignKey(Snapshot, on_delete=models.PROTECT, null=True, blank=True, related_name="editions")
    audiences = models.JSONField(default=list)
    cover_note = models.TextField(blank=True)
    asks = models.TextField(blank=True, help_text="What is asked of the readers, one thing a line.")
    corrects_because = models.CharField(max_length=500, blank=True)
    shared_first = models.CharField(max_length=200, blank=True, help_text="With whom it was shared before, and when.")
    link = models.CharField(max_length=500, blank=True, help_text="Where a report that was made elsewhere lies.")
    state = models.CharField(
        max_length=10, choices=[(one.value, one.value) for one in EditionState], default=EditionState.FROZEN
    )
    made_at = models.DateTimeField(default=timezone.now)
    made_by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    maker_label = models.CharField(max_length=200)
    sent_at = models.DateTimeField(null=True, blank=True)
    sender_label = models.CharField(max_length=200, blank=True)
    receipted_at = models.DateTimeField(null=True, blank=True)
    withdrawn_because = models.CharField(max_length=300, blank=True)
    simulated = models.BooleanField(default=False)

    class Meta:
        ordering = ["report", "number"]
        constraints = [
            models.UniqueConstraint(fields=["report", "number"], name="reporting_editions_are_numbered"),
            models.UniqueConstraint(
                fields=["report"], condition=Q(state=EditionState.FROZEN), name="reporting_one_frozen_edition"
            ),
            models.UniqueConstraint(
                fields=["report"],
                condition=Q(state__in=[EditionState.SENT, EditionState.RECEIPTED]),
                name="reporting_one_edition_holds",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[one.value for one in EditionState]), name="reporting_edition_state_is_known"
            ),
            models.CheckConstraint(
                condition=Q(state__in=[EditionState.FROZEN, EditionState.WITHDRAWN], sent_at__isnull=True)
                | (~Q(state__in=[EditionState.FROZEN, EditionState.WITHDRAWN]) & Q(sent_at__isnull=False)),
                name="reporting_sent_has_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"version {self.number} of {self.report}"

    @property
    def readers(self) -> tuple[Audience, ...]:
        """Who it is for."""
        return tuple(Audience(one) for one in self.audiences)

    @property
    def audit_label(self) -> str:
        return f"version {self.number} of {self.report.audit_label}"

    @property
    def audit_places(self) -> tuple[str, ...]:
        return self.report.audit_places


class EditionFile(models.Model):
    """A file of an edition as it was when it was sent. The database refuses to change or remove a row."""

    CLASSIFICATION = {
        "id": "internal",
        "edition": "internal",
        "audience": "internal",
        "form": "internal",
        "data": "confidential",
        "sha256": "internal",
    }

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="files")
    audience = models.CharField(max_length=10, choices=[(one.value, one.title) for one in Audience])
    form = models.CharField(max_length=4)
    data = models.BinaryField()
    sha256 = models.CharField(max_length=64)

    class Meta:
        ordering = ["edition", "audience", "form"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "audience", "form"], name="reporting_file_once"),
            models.CheckConstraint(condition=Q(form__in=["pdf", "docx", "csv", "xlsx"]), name="reporting_file_form"),
        ]

    def __str__(self) -> str:
        return f"{self.form} for {self.audience}"


class Copy(models.Model):
    """To whom an edition was sent, whether the message went out, and when receipt was confirmed by whom."""

    CLASSIFICATION = {
        "id": "internal",
        "edition": "internal",
        "audience": "internal",
        "person": "internal",
        "name": "personal",
        "sent_at": "internal",
        "problem": "internal",
        "opened_at": "internal",
        "receipted_at": "internal",
        "receipt_by": "internal",
        "receipt_label": "personal",
        "receipt_words": "internal",
    }

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="copies")
    audience = models.CharField(max_length=10, choices=[(one.value, one.title) for one in Audience])
    person = models.ForeignKey(_PERSON, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    name = models.CharField(max_length=200)
    sent_at = models.DateTimeField(null=True, blank=True, help_text="When the message went out.")
    problem = models.CharField(max_length=200, blank=True)
    opened_at = models.DateTimeField(null=True, blank=True)
    receipted_at = models.DateTimeField(null=True, blank=True)
    receipt_by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    receipt_label = models.CharField(max_length=200, blank=True)
    receipt_words = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["edition", "audience", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "audience", "person"],
                condition=Q(person__isnull=False),
                name="reporting_copy_once_a_person",
            ),
            models.CheckConstraint(
                condition=Q(receipted_at__isnull=True) | ~Q(receipt_label=""), name="reporting_receipt_names_who"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.edition} for {self.name}"

    @property
    def audit_label(self) -> str:
        return f"copy of {self.edition.audit_label}"

    @property
    def audit_places(self) -> tuple[str, ...]:
        return self.edition.audit_places
