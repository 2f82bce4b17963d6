"""What has to be done before what: links between measures of a plan's KPIs."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from riia.alliance.plans.dependencies import LeadUnit
from riia.alliance.plans.models.measures import Kpi, Measure
from riia.alliance.plans.models.plan import PlanVersion

_PERSON = settings.AUTH_USER_MODEL


class Dependency(models.Model):
    """`before` enables `after`, which takes at least a lead from then on. Without a measure, the whole KPI is meant.

    `needed_on` is the day by which the second needs the first where that is not its due date: what is to hold "from
    October 2025 onward" is due at the end of the year and needs its enabler from October. `reason` says in words of our
    own what in the plan shows the link.
    """

    CLASSIFICATION = {
        "id": "internal",
        "reference": "internal",
        "version": "public",
        "before": "public",
        "before_measure": "public",
        "before_at": "public",
        "after": "public",
        "after_measure": "public",
        "after_at": "public",
        "lead_amount": "public",
        "lead_unit": "public",
        "needed_on": "public",
        "reason": "public",
        "made_at": "internal",
        "made_by": "internal",
        "maker_label": "personal",
    }

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    version = models.ForeignKey(PlanVersion, on_delete=models.PROTECT, related_name="dependencies")
    before = models.ForeignKey(Kpi, on_delete=models.PROTECT, related_name="enables")
    before_measure = models.ForeignKey(Measure, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    before_at = models.CharField(max_length=25, help_text="“5.2.6/1” for a measure, “5.2.6” for a whole KPI.")
    after = models.ForeignKey(Kpi, on_delete=models.PROTECT, related_name="depends_on")
    after_measure = models.ForeignKey(Measure, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    after_at = models.CharField(max_length=25)
    lead_amount = models.PositiveSmallIntegerField(default=0)
    lead_unit = models.CharField(
        max_length=12, choices=[(one.value, one.words) for one in LeadUnit], default=LeadUnit.DAYS
    )
    needed_on = models.DateField(
        null=True, blank=True, help_text="By when the second needs the first; blank: by its due date."
    )
    reason = models.CharField(max_length=300)
    made_at = models.DateTimeField(default=timezone.now)
    made_by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    maker_label = models.CharField(max_length=200)

    class Meta:
        ordering = ["version", "before__order", "after__order", "id"]
        verbose_name_plural = "dependencies"
        constraints = [
            models.UniqueConstraint(fields=["version", "before_at", "after_at"], name="plans_dependency_once"),
            models.CheckConstraint(condition=~Q(before_at=F("after_at")), name="plans_dependency_on_another"),
        ]

    def __str__(self) -> str:
        return f"{self.before_at} before {self.after_at}"

    @property
    def audit_label(self) -> str:
        return f"link {self.before_at} before {self.after_at} of the {self.version.plan.audit_label}"

    @property
    def audit_places(self) -> tuple[str, ...]:
        return self.version.audit_places
