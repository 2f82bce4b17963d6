"""Costs of a plan: sheets (appendices), headings, lines and their quarters, each as written and as read."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from riia.alliance.grants.models import Determination
from riia.alliance.intake.models import Paper
from riia.alliance.plans.costs import PROFILE, How
from riia.alliance.plans.models.measures import Kpi, Measure
from riia.alliance.plans.models.plan import PlanVersion, Strand, SubRequirement
from riia.alliance.plans.states import SheetState

_PERSON = settings.AUTH_USER_MODEL
_HOWS = [(one.value, one.value) for one in How]


def usual_profile() -> list[int]:
    """Per cent of a line in each quarter, where a sheet says nothing else."""
    return list(PROFILE)


class CostSheet(models.Model):
    """The costs of one strand in one version of a plan: an appendix, with its stated totals and the grant it spends.

    `totals` keeps for each column what its total says as written, and pence as read: {"spend": ["£1,190,200",
    119020000], "q2": …}. A virement above `virement_limit` needs approval; where no limit is settled, all do. Of a
    strand one sheet holds (it is confirmed); a draft waits beside it, and those it replaced stay as they were.
    """

    CLASSIFICATION = {
        "id": "internal",
        "reference": "internal",
        "version": "public",
        "strand": "public",
        "appendix": "public",
        "title": "public",
        "shares": "public",
        "grant_pence": "public",
        "grant_written": "public",
        "grant_where": "public",
        "determination": "public",
        "totals": "public",
        "virement_limit": "internal",
        "limit_why": "internal",
        "state": "public",
        "paper": "internal",
        "document": "public",
        "left_out": "internal",
        "why_undecided": "internal",
        "entered_at": "internal",
        "entered_by": "internal",
        "enterer_label": "personal",
        "confirmed_at": "internal",
        "confirmed_by": "internal",
        "confirmer_label": "personal",
        "replaces": "internal",
    }

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    version = models.ForeignKey(PlanVersion, on_delete=models.PROTECT, related_name="cost_sheets")
    strand = models.ForeignKey(Strand, on_delete=models.PROTECT, related_name="cost_sheets")
    state = models.CharField(
        max_length=9, choices=[(one.value, one.value) for one in SheetState], default=SheetState.CONFIRMED
    )
    appendix = models.CharField(max_length=10)
    title = models.CharField(max_length=120)
    shares = models.JSONField(default=usual_profile)
    grant_pence = models.BigIntegerField()
    grant_written = models.CharField(max_length=40, blank=True)
    grant_where = models.CharField(max_length=120, blank=True, help_text="Where the plan states the grant.")
    determination = models.ForeignKey(
        Determination, on_delete=models.PROTECT, null=True, blank=True, related_name="cost_sheets",
        help_text="The grant that pays for it: its instalments are what has been received.",
    )  # fmt: skip
    totals = models.JSONField(default=dict)
    virement_limit = models.BigIntegerField(null=True, blank=True)
    limit_why = models.CharField(max_length=300, blank=True)
    paper = models.ForeignKey(Paper, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    document = models.CharField(max_length=300, blank=True)
    left_out = models.JSONField(
        default=list, blank=True, help_text="What of the document is not here or not as it stands: what, where, why."
    )
    why_undecided = models.TextField(blank=True)
    entered_at = models.DateTimeField(null=True, blank=True)
    entered_by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    enterer_label = models.CharField(max_length=200, blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    confirmed_by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    confirmer_label = models.CharField(max_length=200, blank=True)
    replaces = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaced_by")

    class Meta:
        ordering = ["version", "strand__order"]
        constraints = [
            models.UniqueConstraint(
                fields=["strand"], condition=Q(state=SheetState.CONFIRMED), name="plans_one_cost_sheet_holds"
            ),
            models.UniqueConstraint(
                fields=["strand"], condition=Q(state=SheetState.DRAFT), name="plans_one_draft_of_costs_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(state__in=[one.value for one in SheetState]), name="plans_sheet_state_is_known"
            ),
            models.CheckConstraint(
                condition=Q(replaces__isnull=True)
                | Q(confirmed_by__isnull=True)
                | Q(entered_by__isnull=True)
                | ~Q(confirmed_by=F("entered_by")),
                name="plans_other_costs_are_confirmed_by_another",
            ),
            models.CheckConstraint(condition=Q(grant_pence__gte=0), name="plans_grant_is_no_less_than_nothing"),
            models.CheckConstraint(
                condition=Q(virement_limit__isnull=True) | Q(virement_limit__gte=0), name="plans_limit_is_an_amount"
            ),
        ]

    def __str__(self) -> str:
        return f"Appendix {self.appendix}, {self.title}"

    @property
    def audit_label(self) -> str:
        return f"costs of {self.strand.title}, {self.version.audit_label}"

    @property
    def audit_places(self) -> tuple[str, ...]:
        return self.version.audit_places


class CostHeading(models.Model):
    """An area of the grant: its lines, what DfE allocates to it, and its total and variance as stated.

    `scope_written` says which KPIs its lines pay for, in the words of the document; `scope_read` how that is read, in
    the same grammar; `scope_note` why, where the two differ.
    """

    CLASSIFICATION = {
        "id": "internal",
        "reference": "internal",
        "sheet": "public",
        "order": "public",
        "title": "public",
        "allocation_pence": "public",
        "allocation_written": "public",
        "total_pence": "public",
        "total_written": "public",
        "variance_pence": "public",
        "variance_written": "public",
        "scope_written": "public",
        "scope_read": "public",
        "scope_note": "public",
        "source_place": "public",
    }

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    sheet = models.ForeignKey(CostSheet, on_delete=models.CASCADE, related_name="headings")
    order = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=120)
    allocation_pence = models.BigIntegerField()
    allocation_written = models.CharField(max_length=40, blank=True)
    total_pence = models.BigIntegerField(null=True, blank=True)
    total_written = models.CharField(max_length=40, blank=True)
    variance_pence = models.BigIntegerField(null=True, blank=True)
    variance_written = models.CharField(max_length=40, blank=True)
    scope_written = models.CharField(max_length=300, blank=True)
    scope_read = models.CharField(max_length=300, blank=True)
    scope_note = models.CharField(max_length=500, blank=True)
    source_place = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["sheet", "order"]
        constraints = [
            models.UniqueConstraint(fields=["sheet", "order"], name="plans_heading_once"),
            models.CheckConstraint(condition=Q(allocation_pence__gte=0), name="plans_allocation_is_an_amount"),
        ]

    def __str__(self) -> str:
        return self.title


class CostLine(models.Model):
    """A line of costs. Its spend is stated, derived, read through a scanning error, or unknown, which is never £0.

    `waits_for` are measures without which its money cannot be spent, such as a post that is filled; `waits_why` says
    whose reading that is.
    """

    CLASSIFICATION = {
        "id": "internal",
        "reference": "internal",
        "heading": "public",
        "number": "public",
        "requirement": "public",
        "scope_written": "public",
        "scope_read": "public",
        "scope_note": "public",
        "spend_written": "public",
        "spend_pence": "public",
        "spend_how": "public",
        "spend_note": "public",
        "no_separate_funding": "public",
        "waits_for": "public",
        "waits_why": "public",
        "words": "public",
        "source_place": "public",
    }

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    heading = models.ForeignKey(CostHeading, on_delete=models.CASCADE, related_name="lines")
    number = models.PositiveSmallIntegerField()
    requirement = models.ForeignKey(SubRequirement, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    scope_written = models.CharField(max_length=300, blank=True)
    scope_read = models.CharField(max_length=300, blank=True)
    scope_note = models.CharField(max_length=500, blank=True)
    spend_written = models.CharField(max_length=40, blank=True)
    spend_pence = models.BigIntegerField(null=True, blank=True)
    spend_how = models.CharField(max_length=10, choices=_HOWS, default=How.STATED)
    spend_note = models.CharField(max_length=500, blank=True)
    no_separate_funding = models.BooleanField(default=False)
    waits_for = models.ManyToManyField(Measure, blank=True, related_name="lines_waiting")
    waits_why = models.CharField(max_length=300, blank=True)
    words = models.CharField(max_length=300, blank=True, help_text="What the document calls it.")
    source_place = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["heading", "number"]
        constraints = [
            models.UniqueConstraint(fields=["heading", "number"], name="plans_line_once"),
            models.CheckConstraint(
                condition=Q(spend_how=How.UNKNOWN, spend_pence__isnull=True)
                | (~Q(spend_how=How.UNKNOWN) & Q(spend_pence__gte=0)),
                name="plans_spend_is_known_or_not",
            ),
            models.CheckConstraint(
                condition=Q(no_separate_funding=False) | Q(spend_pence=0), name="plans_not_funded_is_no_money"
            ),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """How people call it: by what the document calls it or its requirement, else by its place."""
        if self.words:
            return f"{self.heading.title}, {self.words}"
        if self.requirement is not None:
            return f"{self.heading.title}, {self.requirement.number}"
        return f"{self.heading.title}, line {self.number}"

    @property
    def audit_label(self) -> str:
        return f"cost line “{self.label}”"

    @property
    def audit_places(self) -> tuple[str, ...]:
        return self.heading.sheet.audit_places


class CostQuarter(models.Model):
    """What a line is profiled to spend in a quarter of the financial year, as written and as read."""

    CLASSIFICATION = {
        "id": "internal",
        "line": "public",
        "quarter": "public",
        "written": "public",
        "pence": "public",
        "how": "public",
    }

    line = models.ForeignKey(CostLine, on_delete=models.CASCADE, related_name="quarters")
    quarter = models.PositiveSmallIntegerField()
    written = models.CharField(max_length=40, blank=True)
    pence = models.BigIntegerField(null=True, blank=True)
    how = models.CharField(max_length=10, choices=_HOWS, default=How.STATED)

    class Meta:
        ordering = ["line", "quarter"]
        constraints = [
            models.UniqueConstraint(fields=["line", "quarter"], name="plans_quarter_once"),
            models.CheckConstraint(condition=Q(quarter__gte=1, quarter__lte=4), name="plans_quarter_is_one_of_four"),
            models.CheckConstraint(
                condition=Q(how=How.UNKNOWN, pence__isnull=True) | (~Q(how=How.UNKNOWN) & Q(pence__gte=0)),
                name="plans_quarter_is_known_or_not",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.line}, Q{self.quarter}"


class CostExemption(models.Model):
    """A KPI that needs no money of its own, with the reason: then no line has to pay for it (R12.05)."""

    CLASSIFICATION = {
        "id": "internal",
        "kpi": "public",
        "why": "public",
        "marked_on": "internal",
        "marker_label": "personal",
    }

    kpi = models.OneToOneField(Kpi, on_delete=models.CASCADE, related_name="needs_no_money")
    why = models.CharField(max_length=300)
    marked_on = models.DateField()
    marker_label = models.CharField(max_length=200)

    class Meta:
        ordering = ["kpi"]

    def __str__(self) -> str:
        return f"{self.kpi} needs no money of its own"


class CostPackages(models.Model):
    """Packages of days that a line pays for: how many, of how many days at most, at what day rate (R12.12)."""

    CLASSIFICATION = {
        "id": "internal",
        "line": "public",
        "packages": "public",
        "days": "public",
        "rate_pence": "public",
        "rate_where": "public",
    }

    line = models.OneToOneField(CostLine, on_delete=models.CASCADE, related_name="packages")
    packages = models.PositiveSmallIntegerField()
    days = models.PositiveSmallIntegerField()
    rate_pence = models.BigIntegerField(null=True, blank=True)
    rate_where = models.CharField(max_length=300, blank=True, help_text="Where the rate is stated.")

    class Meta:
        verbose_name_plural = "cost packages"
        constraints = [models.CheckConstraint(condition=Q(packages__gte=1, days__gte=1), name="plans_packages_of_days")]

    def __str__(self) -> str:
        return f"{self.packages} packages of {self.days} days"
