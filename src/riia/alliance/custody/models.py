"""Files of records: the fact of each, its sealed content, the tables made of it, and who read it."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from riia.alliance.audit.models import AppendOnlyModel
from riia.alliance.custody.states import LIVE, FileState
from riia.alliance.places.models import Alliance, Place
from riia.indicators.model import Period
from riia.indicators.records import DATASETS, Dataset

_PERSON = settings.AUTH_USER_MODEL
_DATASETS = [(one.key, one.title) for one in DATASETS.values()]


class RecordFile(models.Model):
    """The fact that a council lodged a file: it stays when the records are gone, with their hash and number.

    `sha256` is of the records in their plain form, not of the file as it came, which is never kept. `instruction` is
    the number of the written instruction that the file was taken under, `grounds` the agreement and clause.
    """

    CLASSIFICATION = {
        "id": "internal",
        "reference": "internal",
        "dataset": "internal",
        "alliance": "public",
        "council": "public",
        "period": "internal",
        "sha256": "internal",
        "rows": "internal",
        "lists": "internal",
        "state": "internal",
        "lodged_at": "internal",
        "lodged_by": "personal",
        "lodger_label": "personal",
        "keep_until": "internal",
        "instruction": "internal",
        "grounds": "internal",
        "decided_at": "internal",
        "decider_label": "personal",
        "refused_because": "confidential",
        "purged_at": "internal",
        "purged_because": "internal",
        "simulated": "internal",
    }

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    dataset = models.SlugField(max_length=40, choices=_DATASETS)
    alliance = models.ForeignKey(Alliance, on_delete=models.PROTECT, related_name="record_files")
    council = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="record_files")
    period = models.CharField(max_length=12)
    sha256 = models.CharField(max_length=64)
    rows = models.PositiveIntegerField()
    lists = models.JSONField(default=dict, help_text="How many records each list has.")
    state = models.CharField(max_length=10, choices=[(one.value, one.value) for one in FileState])
    lodged_at = models.DateTimeField(default=timezone.now, editable=False)
    lodged_by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    lodger_label = models.CharField(max_length=200)
    keep_until = models.DateField()
    instruction = models.PositiveIntegerField()
    grounds = models.CharField(max_length=300)
    decided_at = models.DateTimeField(null=True, blank=True)
    decider_label = models.CharField(max_length=200, blank=True)
    refused_because = models.CharField(max_length=500, blank=True)
    purged_at = models.DateTimeField(null=True, blank=True)
    purged_because = models.CharField(max_length=300, blank=True)
    simulated = models.BooleanField(default=False)

    class Meta:
        ordering = ["-lodged_at", "-id"]
        verbose_name = "file of records"
        verbose_name_plural = "files of records"
        constraints = [
            models.UniqueConstraint(
                fields=["dataset", "council", "period", "state"],  # one that waits, and one that is accepted
                condition=Q(state__in=sorted(one.value for one in LIVE)),
                name="custody_one_file_in_each_live_state",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[one.value for one in FileState]), name="custody_file_state_is_known"
            ),
            models.CheckConstraint(
                condition=Q(state=FileState.PURGED.value, purged_at__isnull=False)
                | (~Q(state=FileState.PURGED.value) & Q(purged_at__isnull=True)),
                name="custody_purged_and_when",
            ),
            models.CheckConstraint(
                condition=~Q(state=FileState.REFUSED.value) | ~Q(refused_because=""), name="custody_refused_and_why"
            ),
            models.CheckConstraint(condition=Q(sha256__regex=r"^[0-9a-f]{64}$"), name="custody_hash_is_sha256"),
        ]

    def __str__(self) -> str:
        return self.audit_label

    @property
    def kind(self) -> Dataset:
        """What dataset it is."""
        return DATASETS[self.dataset]

    @property
    def stretch(self) -> Period:
        """The period as the library knows it."""
        return Period.parse(self.period)

    @property
    def audit_label(self) -> str:
        return f"{self.kind.title}, {self.council.label}, {self.period}"

    @property
    def audit_places(self) -> tuple[str, ...]:
        return (self.council.code,)


class RecordContent(models.Model):
    """The records of a file, sealed with a key that the database does not have. Gone once the file is purged."""

    CLASSIFICATION = {"file": "confidential", "sealed": "confidential"}

    file = models.OneToOneField(RecordFile, on_delete=models.PROTECT, primary_key=True, related_name="content")
    sealed = models.BinaryField()

    class Meta:
        verbose_name = "content of a file of records"

    def __str__(self) -> str:
        return f"content of {self.file_id}"


class MadeTable(models.Model):
    """A table made of one file and protected: counts or amounts, "c" where one is hidden, and no hidden number.

    `with_prices` tables are for commissioners only. `withheld` says why a table could not be made safe.
    """

    CLASSIFICATION = {
        "id": "internal",
        "file": "internal",
        "slug": "internal",
        "with_prices": "internal",
        "cells": "internal",
        "withheld": "internal",
        "made_at": "internal",
    }

    file = models.ForeignKey(RecordFile, on_delete=models.PROTECT, related_name="tables")
    slug = models.SlugField(max_length=40)
    with_prices = models.BooleanField(default=False)
    cells = models.JSONField(default=list)
    withheld = models.CharField(max_length=300, blank=True)
    made_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["file", "id"]
        verbose_name = "protected table"
        constraints = [models.UniqueConstraint(fields=["file", "slug"], name="custody_table_once")]

    def __str__(self) -> str:
        return f"{self.slug} of {self.file_id}"


class ReadLog(AppendOnlyModel):
    """One reading of records, or of the tables made of them: who, why, when, how many rows (R14.05). Never changed."""

    CLASSIFICATION = {
        "id": "internal",
        "file": "internal",
        "at": "internal",
        "reader_reference": "personal",
        "reader_label": "personal",
        "what": "internal",
        "purpose": "internal",
        "rows": "internal",
        "instruction": "internal",
    }

    file = models.ForeignKey(RecordFile, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now, editable=False)
    reader_reference = models.CharField(max_length=100, blank=True)
    reader_label = models.CharField(max_length=200)
    what = models.CharField(max_length=200)
    purpose = models.CharField(max_length=300)
    rows = models.PositiveIntegerField()
    instruction = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        ordering = ["-at", "-id"]
        verbose_name = "reading of records"
        verbose_name_plural = "readings of records"

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.reader_label}: {self.what}"


class RecordWindow(models.Model):
    """The days in which files of a dataset for a period may come (R4.30)."""

    CLASSIFICATION = {
        "id": "internal",
        "dataset": "internal",
        "alliance": "public",
        "period": "internal",
        "opens_on": "internal",
        "closes_on": "internal",
    }

    dataset = models.SlugField(max_length=40, choices=_DATASETS)
    alliance = models.ForeignKey(Alliance, on_delete=models.PROTECT, related_name="record_windows")
    period = models.CharField(max_length=12)
    opens_on = models.DateField()
    closes_on = models.DateField()

    class Meta:
        ordering = ["-opens_on"]
        verbose_name = "window for files of records"
        constraints = [
            models.UniqueConstraint(fields=["dataset", "alliance", "period"], name="custody_window_once"),
            models.CheckConstraint(condition=Q(closes_on__gte=F("opens_on")), name="custody_window_ends_after"),
        ]

    def __str__(self) -> str:
        return f"{self.dataset} {self.period}"

    @property
    def audit_label(self) -> str:
        return f"window for {DATASETS[self.dataset].title}, {self.period}"

    @property
    def audit_places(self) -> tuple[str, ...]:
        return (self.alliance.region.code,)


class NamedPerson(models.Model):
    """Somebody on the access list of a dataset: why, from when to when, and who put them there (R4.07, R4.30)."""

    CLASSIFICATION = {
        "id": "internal",
        "reference": "internal",
        "dataset": "internal",
        "alliance": "public",
        "person": "personal",
        "purpose": "internal",
        "starts_on": "internal",
        "ends_on": "internal",
        "approver_label": "personal",
        "ended_because": "internal",
    }

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    dataset = models.SlugField(max_length=40, choices=_DATASETS)
    alliance = models.ForeignKey(Alliance, on_delete=models.PROTECT, related_name="named_for_records")
    person = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="named_for_records")
    purpose = models.CharField(max_length=300)
    starts_on = models.DateField()
    ends_on = models.DateField()
    approver_label = models.CharField(max_length=200)
    ended_because = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["person__name", "starts_on"]
        verbose_name = "named person"
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="custody_named_ends_after"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} for {self.dataset}"

    @property
    def audit_label(self) -> str:
        return f"access list of {DATASETS[self.dataset].title}"

    @property
    def audit_places(self) -> tuple[str, ...]:
        return (self.alliance.region.code,)
