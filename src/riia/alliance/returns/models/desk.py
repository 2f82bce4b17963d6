"""What the desk asks councils, and what others ask the desk."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from riia.alliance.places.models import Alliance
from riia.alliance.returns.models.returns import Return, Version
from riia.alliance.returns.states import QueryState

_PERSON = settings.AUTH_USER_MODEL


class Settled(models.TextChoices):
    """How a query ended."""

    CORRECTED = "corrected", "the figure was corrected"
    EXPLAINED = "explained", "the explanation was accepted"
    WITHDRAWN = "withdrawn", "the desk took the query back"


class Query(models.Model):
    """One question of the desk about one cell, as a thread with a clock.

    `quality` marks a problem of data quality, for which support is offered within ten working days (R5.06);
    `supported_on` is when. `due_on` is the last day in time for the council's first answer; later turns have five
    working days each, counted from the thread.
    """

    CLASSIFICATION = {
        "id": "internal",
        "reference": "internal",
        "council_return": "internal",
        "cell": "internal",
        "code": "internal",
        "quality": "internal",
        "state": "internal",
        "opened_at": "internal",
        "opened_by": "internal",
        "opener_label": "personal",
        "opened_on_version": "internal",
        "due_on": "internal",
        "supported_on": "internal",
        "support": "internal",
        "settled": "internal",
        "resolved_at": "internal",
        "resolver_label": "personal",
    }

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    council_return = models.ForeignKey(Return, on_delete=models.PROTECT, related_name="queries")
    cell = models.CharField(max_length=120, blank=True, help_text="Blank for a question about the whole return.")
    code = models.CharField(max_length=40, blank=True, help_text="Of the check it came from, where one did.")
    quality = models.BooleanField(default=False)
    state = models.CharField(
        max_length=10, choices=[(one.value, one.value) for one in QueryState], default=QueryState.OPEN
    )
    opened_at = models.DateTimeField(default=timezone.now)
    opened_by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    opener_label = models.CharField(max_length=200)
    opened_on_version = models.ForeignKey(Version, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    due_on = models.DateField()
    supported_on = models.DateField(null=True, blank=True)
    support = models.CharField(max_length=500, blank=True)
    settled = models.CharField(max_length=10, choices=Settled, blank=True)
    resolved_at = models.DateTimeField(null=True, blank=True)
    resolver_label = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["opened_at", "id"]
        verbose_name_plural = "queries"
        constraints = [
            models.CheckConstraint(
                condition=Q(state=QueryState.RESOLVED, resolved_at__isnull=False) & ~Q(settled="")
                | ~Q(state=QueryState.RESOLVED) & Q(resolved_at__isnull=True, settled=""),
                name="returns_resolved_query_says_how",
            ),
        ]

    def __str__(self) -> str:
        return f"query about {self.cell or 'the return'}"

    @property
    def audit_places(self) -> tuple[str, ...]:
        return self.council_return.audit_places


class Message(models.Model):
    """One contribution to a query's thread. Only added to."""

    CLASSIFICATION = {
        "id": "internal",
        "query": "internal",
        "text": "confidential",
        "from_council": "internal",
        "at": "internal",
        "by": "internal",
        "by_label": "personal",
    }

    query = models.ForeignKey(Query, on_delete=models.PROTECT, related_name="messages")
    text = models.TextField(max_length=4000)
    from_council = models.BooleanField()
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    by_label = models.CharField(max_length=200)

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"message of {self.at:%Y-%m-%d}"


class Enquiry(models.Model):
    """A question about data that somebody outside asks the region; 85 % are answered in 5 working days (R5.08, R5.14).

    `asker` is an organisation or office, never a member of the public by name.
    """

    CLASSIFICATION = {
        "id": "internal",
        "reference": "internal",
        "alliance": "public",
        "asker": "internal",
        "address": "personal",
        "subject": "internal",
        "received_on": "internal",
        "due_on": "internal",
        "answered_on": "internal",
        "answer": "internal",
        "satisfied": "internal",
        "simulated": "internal",
        "recorded_by": "internal",
        "recorder_label": "personal",
    }

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    alliance = models.ForeignKey(Alliance, on_delete=models.PROTECT, related_name="enquiries")
    asker = models.CharField(max_length=200)
    address = models.EmailField(max_length=254, blank=True, help_text="To which the yearly survey is sent.")
    subject = models.CharField(max_length=500)
    received_on = models.DateField()
    due_on = models.DateField()
    answered_on = models.DateField(null=True, blank=True)
    answer = models.TextField(max_length=2000, blank=True)
    satisfied = models.BooleanField(null=True, blank=True, help_text="What the asker said of the answer.")
    simulated = models.BooleanField(default=False)
    recorded_by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    recorder_label = models.CharField(max_length=200)

    class Meta:
        ordering = ["received_on", "id"]
        verbose_name_plural = "enquiries"

    def __str__(self) -> str:
        return self.subject

    @property
    def audit_places(self) -> tuple[str, ...]:
        return (self.alliance.region.code,)
