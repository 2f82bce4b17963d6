"""An award and what becomes of it: milestones with evidence, payments, reports, and its end."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from riia.alliance.offer.models.applications import Application
from riia.alliance.offer.states import AwardState, DueState, PaymentState

_PERSON = settings.AUTH_USER_MODEL


class Award(models.Model):
    """Money for one application. What was never paid when it ends is released, and the call has it back."""

    CLASSIFICATION = {
        "id": "internal",
        "reference": "internal",
        "application": "internal",
        "amount_pence": "public",
        "released_pence": "internal",
        "starts_on": "public",
        "ends_on": "public",
        "conditions": "internal",
        "state": "internal",
        "ended_on": "internal",
        "ended_because": "internal",
    }

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    application = models.OneToOneField(Application, on_delete=models.PROTECT, related_name="award")
    amount_pence = models.BigIntegerField()
    released_pence = models.BigIntegerField(default=0)
    starts_on = models.DateField()
    ends_on = models.DateField()
    conditions = models.TextField(blank=True)
    state = models.CharField(
        max_length=10, choices=[(one.value, one.value) for one in AwardState], default=AwardState.RUNNING
    )
    ended_on = models.DateField(null=True, blank=True)
    ended_because = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["application__council__name", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(amount_pence__gt=0, released_pence__gte=0, released_pence__lte=F("amount_pence")),
                name="offer_award_amounts",
            ),
        ]

    def __str__(self) -> str:
        return self.audit_label

    @property
    def audit_label(self) -> str:
        return f"award to {self.application.council.label}: {self.application.call.title}"

    @property
    def audit_places(self) -> tuple[str, ...]:
        return self.application.audit_places


class DueKind(models.TextChoices):
    """What is asked of a council that has an award."""

    MILESTONE = "milestone", "milestone"
    REPORT = "report", "report"
    END_REPORT = "end-report", "end report"


class Due(models.Model):
    """Something a council shows by a day: a milestone with its evidence, a report, or the end report.

    `said` is the council's account, `changed` what changed for children and families (end report), `spent_pence` what
    was spent up to then.
    """

    CLASSIFICATION = {
        "id": "internal",
        "reference": "internal",
        "award": "internal",
        "kind": "internal",
        "title": "internal",
        "due_on": "internal",
        "state": "internal",
        "said": "internal",
        "changed": "internal",
        "spent_pence": "internal",
        "link": "internal",
        "given_on": "internal",
        "giver_label": "personal",
        "answer": "internal",
        "checked_on": "internal",
        "checker_label": "personal",
    }

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    award = models.ForeignKey(Award, on_delete=models.PROTECT, related_name="dues")
    kind = models.CharField(max_length=12, choices=DueKind)
    title = models.CharField(max_length=200)
    due_on = models.DateField()
    state = models.CharField(max_length=10, choices=[(one.value, one.value) for one in DueState], default=DueState.DUE)
    said = models.TextField(blank=True)
    changed = models.TextField(blank=True)
    spent_pence = models.BigIntegerField(null=True, blank=True)
    link = models.URLField(max_length=500, blank=True)
    given_on = models.DateField(null=True, blank=True)
    giver_label = models.CharField(max_length=200, blank=True)
    answer = models.TextField(blank=True, help_text="The region's words: why it was accepted, sent back or dropped.")
    checked_on = models.DateField(null=True, blank=True)
    checker_label = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["due_on", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["award"],
                condition=Q(kind=DueKind.END_REPORT) & ~Q(state=DueState.DROPPED),
                name="offer_one_end_report",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def audit_label(self) -> str:
        return f"{self.get_kind_display()} “{self.title}” of the {self.award.audit_label}"

    @property
    def audit_places(self) -> tuple[str, ...]:
        return self.award.audit_places


class Payment(models.Model):
    """A payment of an award: planned for a day, then paid with its date and the payer's own reference."""

    CLASSIFICATION = {
        "id": "internal",
        "reference": "internal",
        "award": "internal",
        "amount_pence": "internal",
        "due_on": "internal",
        "after": "internal",
        "state": "internal",
        "paid_on": "internal",
        "paid_as": "internal",
        "note": "internal",
        "made_at": "internal",
    }

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    award = models.ForeignKey(Award, on_delete=models.PROTECT, related_name="payments")
    amount_pence = models.BigIntegerField()
    due_on = models.DateField()
    after = models.ForeignKey(
        Due, on_delete=models.PROTECT, null=True, blank=True, related_name="payments", help_text="Paid once accepted."
    )
    state = models.CharField(
        max_length=10, choices=[(one.value, one.value) for one in PaymentState], default=PaymentState.PLANNED
    )
    paid_on = models.DateField(null=True, blank=True)
    paid_as = models.CharField(max_length=100, blank=True)
    note = models.CharField(max_length=300, blank=True)
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["due_on", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(amount_pence__gt=0), name="offer_payment_is_more_than_nothing"),
            models.CheckConstraint(
                condition=Q(state=PaymentState.PAID, paid_on__isnull=False)
                | (~Q(state=PaymentState.PAID) & Q(paid_on__isnull=True)),
                name="offer_paid_on_a_day",
            ),
        ]

    def __str__(self) -> str:
        return f"payment due {self.due_on}"

    @property
    def audit_label(self) -> str:
        return f"payment of the {self.award.audit_label}"

    @property
    def audit_places(self) -> tuple[str, ...]:
        return self.award.audit_places
