"""What people decide about KPIs: who is left out for a time, a colour beside the derived one; and what changed."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from riia.alliance.places.models import Place
from riia.alliance.plans.models.evidence import Evidence
from riia.alliance.plans.models.measures import Kpi, Measure
from riia.alliance.plans.models.plan import Plan
from riia.alliance.plans.states import ExemptionState, Rag

_PERSON = settings.AUTH_USER_MODEL


class Exemption(models.Model):
    """A council is left out of what counts councils, for some KPIs and a time, because of something unforeseeable.

    It changes a result once the Lead or Chair DCS, who did not propose it, has approved it; the result without it is
    always shown as well (R11.08).
    """

    CLASSIFICATION = {
        "id": "internal",
        "reference": "internal",
        "plan": "internal",
        "council": "internal",
        "kpis": "internal",
        "reason": "confidential",
        "evidence_words": "confidential",
        "evidence": "internal",
        "from_on": "internal",
        "to_on": "internal",
        "state": "internal",
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
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="exemptions")
    council = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+")
    kpis = models.ManyToManyField(Kpi, related_name="exemptions")
    reason = models.CharField(max_length=500)
    evidence_words = models.CharField(max_length=300, blank=True, help_text="What shows it, such as the letter.")
    evidence = models.ForeignKey(Evidence, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    from_on = models.DateField()
    to_on = models.DateField()
    state = models.CharField(
        max_length=10, choices=[(one.value, one.value) for one in ExemptionState], default=ExemptionState.PROPOSED
    )
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
            models.CheckConstraint(
                condition=Q(state__in=[one.value for one in ExemptionState]), name="plans_exemption_state_is_known"
            ),
            models.CheckConstraint(condition=Q(to_on__gte=F("from_on")), name="plans_exemption_ends_after_it_begins"),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True)
                | Q(proposed_by__isnull=True)
                | ~Q(state__in=[ExemptionState.APPROVED, ExemptionState.DECLINED])
                | ~Q(decided_by=F("proposed_by")),
                name="plans_exemption_is_decided_by_another",
            ),
        ]

    def __str__(self) -> str:
        return self.audit_label

    @property
    def audit_label(self) -> str:
        return f"exemption of {self.council.label}"

    @property
    def audit_places(self) -> tuple[str, ...]:
        return (self.council.code, *self.plan.audit_places)


class Override(models.Model):
    """A person's colour for a KPI, with the reason, until a day. It stands beside the derived one."""

    CLASSIFICATION = {
        "id": "internal",
        "reference": "internal",
        "kpi": "internal",
        "rag": "internal",
        "reason": "internal",
        "from_on": "internal",
        "expires_on": "internal",
        "made_at": "internal",
        "made_by": "internal",
        "maker_label": "personal",
        "simulated": "public",
    }

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kpi = models.ForeignKey(Kpi, on_delete=models.PROTECT, related_name="overrides")
    rag = models.CharField(max_length=5, choices=[(one.value, one.value) for one in Rag if one is not Rag.GREY])
    reason = models.CharField(max_length=500)
    from_on = models.DateField()
    expires_on = models.DateField(help_text="First day on which the derived colour stands alone again.")
    made_at = models.DateTimeField(default=timezone.now)
    made_by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    maker_label = models.CharField(max_length=200)
    simulated = models.BooleanField(default=False)

    class Meta:
        ordering = ["kpi", "from_on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_on__gte=F("from_on")), name="plans_override_ends_after_it_begins"
            ),
            models.CheckConstraint(condition=Q(rag__in=["red", "amber", "green"]), name="plans_override_is_a_colour"),
        ]

    def __str__(self) -> str:
        return f"{self.rag} until {self.expires_on}"


class Change(models.Model):
    """One change of the plan: what, from what, to what, by whom and why. Kept beside the audit trail, for readers."""

    CLASSIFICATION = {
        "id": "internal",
        "plan": "internal",
        "kpi": "internal",
        "measure": "internal",
        "what": "internal",
        "before": "internal",
        "after": "internal",
        "why": "internal",
        "at": "internal",
        "by": "internal",
        "by_label": "personal",
        "simulated": "public",
    }

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="changes")
    kpi = models.ForeignKey(Kpi, on_delete=models.PROTECT, null=True, blank=True, related_name="changes")
    measure = models.ForeignKey(Measure, on_delete=models.PROTECT, null=True, blank=True, related_name="changes")
    what = models.CharField(max_length=60)
    before = models.CharField(max_length=500, blank=True)
    after = models.CharField(max_length=500, blank=True)
    why = models.CharField(max_length=500, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    by_label = models.CharField(max_length=200)
    simulated = models.BooleanField(default=False)

    class Meta:
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return f"{self.what}: {self.before} to {self.after}"
