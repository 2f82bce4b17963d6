"""Money that moves: instalments from the department, payments out of a grant, and awards that depend on something."""

import uuid
from typing import Final

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from riia.alliance.grants.models.allocations import AmountState
from riia.alliance.grants.models.determinations import Determination, DeterminationVersion
from riia.alliance.grants.models.purposes import PurposeLine
from riia.alliance.grants.states import AwardState, PaymentState
from riia.alliance.places.models import Place

_PERSON = settings.AUTH_USER_MODEL
AS_STATED: Final = "as the letter says"
"""The reference of a payment that is known from a letter only, by its month."""


class PaymentKind(models.TextChoices):
    """Which way the money goes."""

    INSTALMENT = "instalment", "instalment from the department"
    ONWARD = "onward", "payment out of the grant"


class Payment(models.Model):
    """A payment: planned, approved by somebody else (a payment out of the grant), paid, reconciled.

    `place` is who is paid (a region by its host). An instalment that a letter only announces may have no amount: its
    `amount_state` is then "not stated". `month_only` says that `due_on` and `paid_on` stand for a month. `stated_by` is
    the letter that says so; `beneficiary` for whom, where somebody else is paid.
    """

    CLASSIFICATION = {
        "id": "internal",
        "reference": "internal",
        "kind": "internal",
        "determination": "internal",
        "purpose": "internal",
        "stated_by": "internal",
        "place": "internal",
        "payee_words": "internal",
        "beneficiary": "internal",
        "amount_state": "internal",
        "amount_pence": "internal",
        "due_on": "internal",
        "month_only": "internal",
        "state": "internal",
        "proposed_by": "internal",
        "proposer_label": "personal",
        "proposed_at": "internal",
        "approved_by": "internal",
        "approver_label": "personal",
        "approved_at": "internal",
        "paid_on": "internal",
        "paid_as": "internal",
        "reconciled_on": "internal",
        "reconciler_label": "personal",
        "note": "internal",
        "ended_because": "internal",
        "simulated": "public",
    }

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=10, choices=PaymentKind)
    determination = models.ForeignKey(Determination, on_delete=models.PROTECT, related_name="payments")
    purpose = models.ForeignKey(PurposeLine, on_delete=models.PROTECT, null=True, blank=True, related_name="payments")
    stated_by = models.ForeignKey(
        DeterminationVersion, on_delete=models.PROTECT, null=True, blank=True, related_name="payments"
    )
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="grant_payments")
    payee_words = models.CharField(max_length=200, blank=True, help_text="Who is paid, where it is no council.")
    beneficiary = models.CharField(max_length=200, blank=True)
    amount_state = models.CharField(max_length=10, choices=AmountState, default=AmountState.STATED)
    amount_pence = models.BigIntegerField(null=True, blank=True)
    due_on = models.DateField()
    month_only = models.BooleanField(default=False)
    state = models.CharField(
        max_length=10, choices=[(one.value, one.value) for one in PaymentState], default=PaymentState.PLANNED
    )
    proposed_by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    proposer_label = models.CharField(max_length=200, blank=True)
    proposed_at = models.DateTimeField(default=timezone.now)
    approved_by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    approver_label = models.CharField(max_length=200, blank=True)
    approved_at = models.DateTimeField(null=True, blank=True)
    paid_on = models.DateField(null=True, blank=True)
    paid_as = models.CharField(max_length=100, blank=True)
    reconciled_on = models.DateField(null=True, blank=True)
    reconciler_label = models.CharField(max_length=200, blank=True)
    note = models.CharField(max_length=300, blank=True)
    ended_because = models.CharField(max_length=300, blank=True)
    simulated = models.BooleanField(default=False)

    class Meta:
        ordering = ["due_on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(amount_state=AmountState.STATED, amount_pence__gt=0)
                | (~Q(amount_state=AmountState.STATED) & Q(amount_pence__isnull=True)),
                name="grants_payment_is_more_than_nothing",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[PaymentState.PAID, PaymentState.RECONCILED], paid_on__isnull=False)
                | (~Q(state__in=[PaymentState.PAID, PaymentState.RECONCILED]) & Q(paid_on__isnull=True)),
                name="grants_paid_on_a_day",
            ),
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True) | ~Q(approved_by=models.F("proposed_by")),
                name="grants_proposer_does_not_approve",
            ),
        ]

    def __str__(self) -> str:
        return f"payment due {self.due_on}"

    @property
    def is_onward(self) -> bool:
        return self.kind == PaymentKind.ONWARD

    @property
    def audit_label(self) -> str:
        return f"{self.get_kind_display()} of the {self.determination.audit_label} to {self.place.label}"

    @property
    def audit_places(self) -> tuple[str, ...]:
        return (self.place.code,)


class Award(models.Model):
    """An award that holds only once something is handed in by a day (R1.46)."""

    CLASSIFICATION = {
        "id": "internal",
        "reference": "internal",
        "determination": "internal",
        "place": "public",
        "what": "public",
        "amount_pence": "public",
        "depends_on": "public",
        "due_on": "public",
        "due_written": "public",
        "handed_in_on": "internal",
        "handed_in_as": "internal",
        "state": "public",
        "confirmed_because": "internal",
        "simulated": "public",
    }

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    determination = models.ForeignKey(Determination, on_delete=models.PROTECT, related_name="awards")
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+")
    what = models.CharField(max_length=200)
    amount_pence = models.BigIntegerField()
    depends_on = models.CharField(max_length=200)
    due_on = models.DateField()
    due_written = models.CharField(max_length=60, blank=True)
    handed_in_on = models.DateField(null=True, blank=True)
    handed_in_as = models.CharField(max_length=200, blank=True)
    state = models.CharField(
        max_length=10, choices=[(one.value, one.value) for one in AwardState], default=AwardState.CONTINGENT
    )
    confirmed_because = models.CharField(max_length=300, blank=True)
    simulated = models.BooleanField(default=False, help_text="What was handed in, and when, is made up.")

    class Meta:
        ordering = ["due_on", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(amount_pence__gt=0), name="grants_award_is_more_than_nothing")
        ]

    def __str__(self) -> str:
        return self.what

    @property
    def audit_label(self) -> str:
        return f"award “{self.what}” of the {self.determination.audit_label}"

    @property
    def audit_places(self) -> tuple[str, ...]:
        return (self.place.code,)
