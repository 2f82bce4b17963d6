"""Which reports an alliance owes to whom, how often and by when; and each single one."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from riia.alliance.places.models import Alliance
from riia.alliance.reporting.audiences import Audience
from riia.alliance.reporting.due_rules import Counting, Often, Rule
from riia.alliance.reporting.promises import Promise

_PERSON = settings.AUTH_USER_MODEL


class Kind(models.Model):
    """A line of the register: one report an alliance owes again and again (R13.01).

    `first_due_period` is the last day of the first period that is reported; `how_written` is what the document says
    about when, `how_read` how that is read here where it can be read in two ways.
    """

    class MadeFrom(models.TextChoices):
        REPORT = "report", "here, from the plan: whole report"
        BOARD = "board", "here, from the plan: board pack"
        HAND = "hand", "elsewhere; sending is noted here"

    CLASSIFICATION = {
        "id": "internal",
        "reference": "internal",
        "alliance": "public",
        "slug": "internal",
        "title": "public",
        "body": "public",
        "audiences": "public",
        "content": "public",
        "made_from": "internal",
        "often": "public",
        "days": "public",
        "counting": "public",
        "first_ends_on": "public",
        "last_ends_on": "public",
        "how_written": "public",
        "how_read": "internal",
        "owner": "internal",
        "receipt_needed": "public",
        "share_first": "internal",
        "source": "public",
        "promise": "public",
        "order": "internal",
        "retired_on": "internal",
        "retired_because": "internal",
        "revision": "internal",
        "simulated": "public",
    }

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    alliance = models.ForeignKey(Alliance, on_delete=models.PROTECT, related_name="report_kinds")
    slug = models.SlugField(max_length=60)
    title = models.CharField(max_length=150)
    body = models.CharField(max_length=120, blank=True, help_text="The board or group it is for, if it is for one.")
    audiences = models.JSONField(default=list)
    content = models.CharField(max_length=500, blank=True, help_text="What it holds.")
    made_from = models.CharField(max_length=10, choices=MadeFrom, default=MadeFrom.HAND)
    often = models.CharField(max_length=10, choices=[(one.value, one.words) for one in Often])
    days = models.PositiveSmallIntegerField(default=0)
    counting = models.CharField(
        max_length=12, choices=[(one.value, f"{one.value}s") for one in Counting], default=Counting.DAYS
    )
    first_ends_on = models.DateField(null=True, blank=True)
    last_ends_on = models.DateField(null=True, blank=True)
    how_written = models.CharField(max_length=200, blank=True)
    how_read = models.CharField(max_length=300, blank=True)
    owner = models.CharField(max_length=120, blank=True, help_text="Which office prepares it.")
    receipt_needed = models.BooleanField(default=False)
    share_first = models.CharField(max_length=200, blank=True, help_text="Who sees it before it is sent.")
    source = models.CharField(max_length=200, blank=True)
    promise = models.CharField(
        max_length=12, blank=True, choices=[(one.value, one.words) for one in Promise],
        help_text="What a delivery plan counts it as, if it does.",
    )  # fmt: skip
    order = models.PositiveSmallIntegerField(default=0)
    retired_on = models.DateField(null=True, blank=True)
    retired_because = models.CharField(max_length=300, blank=True)
    revision = models.PositiveIntegerField(default=0)
    simulated = models.BooleanField(default=False)

    class Meta:
        ordering = ["alliance", "order", "title"]
        constraints = [
            models.UniqueConstraint(fields=["alliance", "slug"], name="reporting_kind_once"),
            models.CheckConstraint(
                condition=Q(often="request", first_ends_on__isnull=True)
                | (~Q(often="request") & Q(first_ends_on__isnull=False)),
                name="reporting_regular_kind_has_a_first_day",
            ),
            models.CheckConstraint(
                condition=Q(last_ends_on__isnull=True) | Q(last_ends_on__gte=F("first_ends_on")),
                name="reporting_kind_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=Q(often__in=[one.value for one in Often])
                & Q(counting__in=[one.value for one in Counting])
                & Q(made_from__in=["report", "board", "hand"]),
                name="reporting_kind_is_known",
            ),
            models.CheckConstraint(
                condition=Q(promise__in=["", *(one.value for one in Promise)]), name="reporting_promise_is_known"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def rule(self) -> Rule:
        """When its reports are due."""
        return Rule(Often(self.often), self.days, Counting(self.counting))

    @property
    def readers(self) -> tuple[Audience, ...]:
        """Who it is for."""
        return tuple(Audience(one) for one in self.audiences)

    @property
    def is_made_here(self) -> bool:
        """Whether its content comes from the plan."""
        return self.made_from != self.MadeFrom.HAND

    @property
    def audit_label(self) -> str:
        return f"report “{self.title}”, {self.alliance.short_name}"

    @property
    def audit_places(self) -> tuple[str, ...]:
        return (self.alliance.region.code,)


class Report(models.Model):
    """One report that is owed: of a period, or of a request. It stands where its editions stand (`policies`)."""

    CLASSIFICATION = {
        "id": "internal",
        "reference": "internal",
        "kind": "internal",
        "period": "internal",
        "words": "internal",
        "starts_on": "internal",
        "ends_on": "internal",
        "due_on": "internal",
        "due_words": "internal",
        "asked_by": "personal",
        "dropped_on": "internal",
        "dropped_because": "internal",
        "made_at": "internal",
        "simulated": "public",
    }

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.ForeignKey(Kind, on_delete=models.PROTECT, related_name="reports")
    period = models.CharField(max_length=40, help_text="Code of the period; of a request its day and number.")
    words = models.CharField(max_length=150)
    starts_on = models.DateField()
    ends_on = models.DateField()
    due_on = models.DateField()
    due_words = models.CharField(max_length=200, blank=True)
    asked_by = models.CharField(max_length=200, blank=True)
    dropped_on = models.DateField(null=True, blank=True)
    dropped_because = models.CharField(max_length=300, blank=True)
    made_at = models.DateTimeField(default=timezone.now)
    simulated = models.BooleanField(default=False)

    class Meta:
        ordering = ["-ends_on", "kind"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "period"], name="reporting_report_once"),
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="reporting_report_ends_later"),
            models.CheckConstraint(
                condition=Q(dropped_on__isnull=True) | ~Q(dropped_because=""), name="reporting_dropped_with_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind.title}, {self.words}"

    @property
    def audit_label(self) -> str:
        return f"{self}, {self.kind.alliance.short_name}"

    @property
    def audit_places(self) -> tuple[str, ...]:
        return self.kind.audit_places
