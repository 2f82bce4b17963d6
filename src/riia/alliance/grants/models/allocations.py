"""The annex: its columns, its rows, and every amount with its state; hosts and shared projects."""

import uuid
from typing import Any

from django.db import models
from django.db.models import Q

from riia.alliance.grants.models.determinations import Determination, DeterminationVersion
from riia.alliance.places.models import Place


class AmountState(models.TextChoices):
    """What is known of an amount. Redacted, illegible and not stated are never 0 (R1.13)."""

    STATED = "stated", "stated"
    REDACTED = "redacted", "redacted"
    ILLEGIBLE = "illegible", "illegible"
    NOT_STATED = "not-stated", "not stated"


class ColumnKind(models.TextChoices):
    """What a column of the annex holds. What a row gives is its revised total, else its total."""

    PREVIOUS = "previous", "total before this letter"
    UPLIFT = "uplift", "added by this letter"
    REVISED = "revised", "revised total"
    BASE = "base", "base"
    TOP_UP = "top-up", "top-up"
    TOTAL = "total", "total"


ENTITLING = (ColumnKind.REVISED, ColumnKind.TOTAL)
"""Kinds of columns that say what a recipient gets, the first that is there counts."""


def _known(pence: str, state: str) -> Q:
    """The database's own rule: there are pence exactly where the amount is stated."""
    return Q(**{state: AmountState.STATED, f"{pence}__isnull": False, f"{pence}__gte": 0}) | (
        ~Q(**{state: AmountState.STATED}) & Q(**{f"{pence}__isnull": True})
    )


class AnnexColumn(models.Model):
    """A column of the annex with its heading as written, and the total under it as stated."""

    CLASSIFICATION = {
        "id": "internal",
        "version": "internal",
        "kind": "public",
        "heading": "public",
        "total_state": "public",
        "total_pence": "public",
        "total_written": "public",
    }

    version = models.ForeignKey(DeterminationVersion, on_delete=models.CASCADE, related_name="columns")
    kind = models.CharField(max_length=10, choices=ColumnKind)
    heading = models.CharField(max_length=200)
    total_state = models.CharField(max_length=10, choices=AmountState, default=AmountState.NOT_STATED)
    total_pence = models.BigIntegerField(null=True, blank=True)
    total_written = models.CharField(max_length=60, blank=True)

    class Meta:
        ordering = ["version", "id"]
        constraints = [
            models.UniqueConstraint(fields=["version", "kind"], name="grants_column_once"),
            models.CheckConstraint(condition=_known("total_pence", "total_state"), name="grants_total_has_pence"),
        ]

    def __str__(self) -> str:
        return self.heading


class Allocation(models.Model):
    """A row of the annex: a recipient as written, and the place that it means on that day where it is one.

    `supports` is the region that a council serves with it; `authorities` the number of councils that the row states.
    `about` says what this recipient's money is for, where a letter pays for projects.
    """

    CLASSIFICATION = {
        "id": "internal",
        "reference": "internal",
        "version": "internal",
        "position": "public",
        "written": "public",
        "place": "public",
        "supports": "public",
        "authorities": "public",
        "about": "public",
        "note": "public",
    }

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    version = models.ForeignKey(DeterminationVersion, on_delete=models.CASCADE, related_name="allocations")
    position = models.PositiveSmallIntegerField()
    written = models.CharField(max_length=200)
    place = models.ForeignKey(Place, on_delete=models.PROTECT, null=True, blank=True, related_name="allocations")
    supports = models.ForeignKey(Place, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    authorities = models.PositiveSmallIntegerField(null=True, blank=True)
    about = models.CharField(max_length=300, blank=True)
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["version", "position"]
        constraints = [models.UniqueConstraint(fields=["version", "position"], name="grants_row_once")]

    def __str__(self) -> str:
        return self.written

    @property
    def audit_label(self) -> str:
        return f"{self.written} in {self.version.audit_label}"

    @property
    def audit_places(self) -> tuple[str, ...]:
        return (self.place.code,) if self.place else ()

    @property
    def entitlement(self) -> "Amount | None":
        """The amount that this row gives: of the first entitling column that is there. Prefetch `amounts__column`."""
        by_kind: dict[Any, Amount] = {each.column.kind: each for each in self.amounts.all()}
        return next((by_kind[kind] for kind in ENTITLING if kind in by_kind), None)


class Amount(models.Model):
    """An amount in a row and column, as written and in pence; redacted or not stated without pence."""

    CLASSIFICATION = {
        "id": "internal",
        "allocation": "internal",
        "column": "internal",
        "state": "public",
        "pence": "public",
        "written": "public",
    }

    allocation = models.ForeignKey(Allocation, on_delete=models.CASCADE, related_name="amounts")
    column = models.ForeignKey(AnnexColumn, on_delete=models.CASCADE, related_name="amounts")
    state = models.CharField(max_length=10, choices=AmountState)
    pence = models.BigIntegerField(null=True, blank=True)
    written = models.CharField(max_length=60, blank=True)

    class Meta:
        ordering = ["allocation", "column"]
        constraints = [
            models.UniqueConstraint(fields=["allocation", "column"], name="grants_amount_once"),
            models.CheckConstraint(condition=_known("pence", "state"), name="grants_amount_has_pence"),
        ]

    def __str__(self) -> str:
        return self.written or self.get_state_display()


class Host(models.Model):
    """The council that answers for a region's money, needed before anything is paid to a region (R1.07)."""

    CLASSIFICATION = {
        "id": "internal",
        "determination": "internal",
        "region": "public",
        "council": "public",
        "because": "internal",
        "recorded_on": "internal",
        "recorder_label": "personal",
        "simulated": "public",
    }

    determination = models.ForeignKey(Determination, on_delete=models.PROTECT, related_name="hosts")
    region = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+")
    council = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+")
    because = models.CharField(max_length=300, blank=True, help_text="The decision it rests on.")
    recorded_on = models.DateField()
    recorder_label = models.CharField(max_length=200)
    simulated = models.BooleanField(default=False)

    class Meta:
        ordering = ["determination", "region"]
        constraints = [models.UniqueConstraint(fields=["determination", "region"], name="grants_one_host")]

    def __str__(self) -> str:
        return f"{self.council} for {self.region}"

    @property
    def audit_label(self) -> str:
        return f"host of {self.region.label} for the {self.determination.audit_label}"

    @property
    def audit_places(self) -> tuple[str, ...]:
        return (self.region.code, self.council.code)


class Project(models.Model):
    """What a recipient tries with project money, and what others can learn from it (R1.53); may be shared (R1.39)."""

    CLASSIFICATION = {
        "id": "internal",
        "reference": "internal",
        "determination": "internal",
        "title": "public",
        "strand": "public",
        "test": "public",
        "learning": "public",
        "replication": "public",
        "agreed_on": "public",
        "total_pence": "public",
        "simulated": "public",
    }

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    determination = models.ForeignKey(Determination, on_delete=models.PROTECT, related_name="projects")
    title = models.CharField(max_length=200)
    strand = models.CharField(max_length=80, blank=True, help_text="Innovation Programme, Partners in Practice.")
    test = models.TextField(blank=True, help_text="What was tried, and what it should change.")
    learning = models.TextField(blank=True)
    replication = models.TextField(blank=True, help_text="Who took it up.")
    agreed_on = models.DateField(null=True, blank=True)
    total_pence = models.BigIntegerField(null=True, blank=True)
    simulated = models.BooleanField(default=False)

    class Meta:
        ordering = ["determination", "title"]
        constraints = [
            models.CheckConstraint(
                condition=Q(total_pence__isnull=True) | Q(total_pence__gt=0), name="grants_project_is_more_than_nothing"
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def audit_label(self) -> str:
        return f"project “{self.title}” of the {self.determination.audit_label}"


class ProjectShare(models.Model):
    """A recipient's part of a project. The parts and what rounding left add up to the project's total."""

    CLASSIFICATION = {"id": "internal", "project": "internal", "place": "public", "pence": "public"}

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="shares")
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+")
    pence = models.BigIntegerField(null=True, blank=True)

    class Meta:
        ordering = ["project", "id"]
        constraints = [
            models.UniqueConstraint(fields=["project", "place"], name="grants_share_once"),
            models.CheckConstraint(condition=Q(pence__isnull=True) | Q(pence__gte=0), name="grants_share_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.place}: {self.pence}"
