"""What is spent, committed and expected against the lines of a plan's costs; and money moved between headings."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from riia.alliance.plans.models.costs import CostHeading, CostLine, CostSheet
from riia.alliance.plans.spending import SpendKind, VirementState

_PERSON = settings.AUTH_USER_MODEL


class Spending(models.Model):
    """One entry: an actual, a commitment or a forecast for a line and a quarter. Entries are never changed.

    A mistake is put right by an entry that `corrects` another and may be negative. An actual may settle a commitment.
    """

    CLASSIFICATION = {
        "id": "internal",
        "reference": "internal",
        "line": "internal",
        "quarter": "internal",
        "kind": "internal",
        "amount_pence": "internal",
        "dated_on": "internal",
        "own_reference": "internal",
        "words": "internal",
        "settles": "internal",
        "corrects": "internal",
        "entered_at": "internal",
        "entered_by": "internal",
        "enterer_label": "personal",
        "simulated": "public",
    }

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    line = models.ForeignKey(CostLine, on_delete=models.PROTECT, related_name="spending")
    quarter = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=10, choices=[(one.value, one.value) for one in SpendKind])
    amount_pence = models.BigIntegerField()
    dated_on = models.DateField(help_text="The day it was paid, ordered or estimated.")
    own_reference = models.CharField(max_length=100, blank=True, help_text="As in the accounts of the host council.")
    words = models.CharField(max_length=300)
    settles = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="settled_by")
    corrects = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="corrected_by")
    entered_at = models.DateTimeField(default=timezone.now)
    entered_by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    enterer_label = models.CharField(max_length=200)
    simulated = models.BooleanField(default=False)

    class Meta:
        ordering = ["-dated_on", "-id"]
        constraints = [
            models.CheckConstraint(condition=Q(quarter__gte=1, quarter__lte=4), name="plans_spending_in_a_quarter"),
            models.CheckConstraint(
                condition=Q(kind__in=[one.value for one in SpendKind]), name="plans_spending_kind_is_known"
            ),
            models.CheckConstraint(
                condition=Q(amount_pence__gte=0) | Q(corrects__isnull=False), name="plans_only_corrections_take_back"
            ),
            models.CheckConstraint(
                condition=Q(settles__isnull=True) | Q(kind=SpendKind.ACTUAL), name="plans_only_actuals_settle"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.line}, Q{self.quarter}"

    @property
    def audit_label(self) -> str:
        return f"{self.kind} for {self.line.audit_label}, Q{self.quarter}"

    @property
    def audit_places(self) -> tuple[str, ...]:
        return self.line.audit_places


class Virement(models.Model):
    """Money moved from one heading of a sheet to another, proposed with a reason and decided by another person.

    One up to the sheet's limit needs nobody else: it is approved as it is made, and says so.
    """

    CLASSIFICATION = {
        "id": "internal",
        "reference": "internal",
        "sheet": "internal",
        "source": "internal",
        "target": "internal",
        "amount_pence": "internal",
        "reason": "internal",
        "state": "internal",
        "within_limit": "internal",
        "proposed_at": "internal",
        "proposed_by": "internal",
        "proposer_label": "personal",
        "decided_at": "internal",
        "decided_by": "internal",
        "decider_label": "personal",
        "decision_words": "internal",
        "simulated": "public",
    }

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    sheet = models.ForeignKey(CostSheet, on_delete=models.PROTECT, related_name="virements")
    source = models.ForeignKey(CostHeading, on_delete=models.PROTECT, related_name="moved_out")
    target = models.ForeignKey(CostHeading, on_delete=models.PROTECT, related_name="moved_in")
    amount_pence = models.BigIntegerField()
    reason = models.CharField(max_length=500)
    state = models.CharField(
        max_length=10, choices=[(one.value, one.value) for one in VirementState], default=VirementState.PROPOSED
    )
    within_limit = models.BooleanField(default=False)
    proposed_at = models.DateTimeField(default=timezone.now)
    proposed_by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    proposer_label = models.CharField(max_length=200)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    decider_label = models.CharField(max_length=200, blank=True)
    decision_words = models.CharField(max_length=500, blank=True)
    simulated = models.BooleanField(default=False)

    class Meta:
        ordering = ["-proposed_at", "-id"]
        constraints = [
            models.CheckConstraint(condition=Q(amount_pence__gt=0), name="plans_virement_is_more_than_nothing"),
            models.CheckConstraint(condition=~Q(source=F("target")), name="plans_virement_goes_elsewhere"),
            models.CheckConstraint(
                condition=Q(state__in=[one.value for one in VirementState]), name="plans_virement_state_is_known"
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True)
                | Q(proposed_by__isnull=True)
                | Q(within_limit=True)
                | Q(state=VirementState.WITHDRAWN)
                | ~Q(decided_by=F("proposed_by")),
                name="plans_virement_is_decided_by_another",
            ),
        ]

    def __str__(self) -> str:
        return self.audit_label

    @property
    def audit_label(self) -> str:
        return f"virement from {self.source.title} to {self.target.title}"

    @property
    def audit_places(self) -> tuple[str, ...]:
        return self.sheet.audit_places
