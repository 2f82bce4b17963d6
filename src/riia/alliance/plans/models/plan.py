"""A region's delivery plan for a year, its versions, and their strands, areas, requirements and activities."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from riia.alliance.intake.models import Paper
from riia.alliance.places.models import Alliance
from riia.alliance.plans.states import VersionState

_PERSON = settings.AUTH_USER_MODEL


class Written(models.Model):
    """A row that came from a document: its whole text as it stands there, and where. Blank where only our own words
    are kept."""

    as_written = models.TextField(blank=True)
    source_place = models.CharField(max_length=300, blank=True)

    class Meta:
        abstract = True


class Plan(models.Model):
    """What an alliance promises for a financial year. `year` is the one it begins in: 2025 for 2025-26."""

    CLASSIFICATION = {
        "id": "internal",
        "reference": "internal",
        "alliance": "public",
        "year": "public",
        "title": "public",
        "starts_on": "public",
        "ends_on": "public",
        "source": "public",
        "simulated": "public",
        "revision": "internal",
        "made_at": "internal",
        "made_by": "internal",
        "maker_label": "personal",
    }

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    alliance = models.ForeignKey(Alliance, on_delete=models.PROTECT, related_name="plans")
    year = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)
    starts_on = models.DateField()
    ends_on = models.DateField()
    source = models.CharField(max_length=300, blank=True, help_text="The document, and under what licence it is used.")
    simulated = models.BooleanField(
        default=False, help_text="What is recorded against it (owners, evidence, decisions) is simulated."
    )
    revision = models.PositiveIntegerField(default=0, help_text="Counts every change of anything in the plan.")
    made_at = models.DateTimeField(default=timezone.now)
    made_by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    maker_label = models.CharField(max_length=200)

    class Meta:
        ordering = ["-year", "alliance"]
        constraints = [
            models.UniqueConstraint(fields=["alliance", "year"], name="plans_one_plan_a_year"),
            models.CheckConstraint(condition=Q(ends_on__gt=F("starts_on")), name="plans_plan_ends_after_it_begins"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def year_words(self) -> str:
        """The financial year as it is written: "2025-26"."""
        return f"{self.year}-{(self.year + 1) % 100:02d}"

    @property
    def audit_label(self) -> str:
        return f"plan of {self.alliance.short_name} for {self.year_words}"

    @property
    def audit_places(self) -> tuple[str, ...]:
        return (self.alliance.region.code,)


class PlanVersion(models.Model):
    """One version of a plan: a document with what was understood of it, and from when it holds.

    `content_known` is false where only another document tells that this version was there: then it has no KPIs here,
    which is not the same as a plan without KPIs.
    """

    CLASSIFICATION = {
        "id": "internal",
        "reference": "internal",
        "plan": "public",
        "label": "public",
        "valid_from": "public",
        "state": "public",
        "document": "public",
        "document_date": "public",
        "note": "public",
        "content_known": "public",
        "paper": "internal",
        "document_sha256": "internal",
        "why_undecided": "internal",
        "left_out": "internal",
        "entered_at": "internal",
        "entered_by": "internal",
        "enterer_label": "personal",
        "forced_at": "internal",
        "forced_by": "internal",
        "forcer_label": "personal",
    }

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="versions")
    label = models.CharField(max_length=20)
    valid_from = models.DateField(null=True, blank=True, help_text="Blank where the document does not say.")
    state = models.CharField(
        max_length=12, choices=[(one.value, one.value) for one in VersionState], default=VersionState.DRAFT
    )
    document = models.CharField(max_length=300, blank=True)
    document_date = models.CharField(max_length=60, blank=True, help_text="As the document writes it.")
    note = models.TextField(blank=True, help_text="What is known of how it came about.")
    content_known = models.BooleanField(default=True)
    paper = models.ForeignKey(Paper, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    document_sha256 = models.CharField(max_length=64, blank=True)
    why_undecided = models.TextField(
        blank=True, help_text="Why it was entered while errors found in the document were not decided on."
    )
    left_out = models.JSONField(
        default=list, blank=True, help_text="What of the document is not here or not as it stands: what, where, why."
    )
    entered_at = models.DateTimeField(null=True, blank=True)
    entered_by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    enterer_label = models.CharField(max_length=200, blank=True)
    forced_at = models.DateTimeField(null=True, blank=True)
    forced_by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    forcer_label = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["plan", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan"], condition=Q(state=VersionState.DRAFT), name="plans_one_draft_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(forced_by__isnull=True) | Q(entered_by__isnull=True) | ~Q(forced_by=F("entered_by")),
                name="plans_version_is_forced_by_another",
            ),
            models.UniqueConstraint(fields=["plan", "label"], name="plans_version_labelled_once"),
            models.UniqueConstraint(
                fields=["plan"], condition=Q(state=VersionState.IN_FORCE), name="plans_one_version_in_force"
            ),
            models.CheckConstraint(
                condition=Q(state__in=[one.value for one in VersionState]), name="plans_version_state_is_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.plan}, {self.label}"

    @property
    def audit_label(self) -> str:
        return f"{self.label} of the {self.plan.audit_label}"

    @property
    def audit_places(self) -> tuple[str, ...]:
        return self.plan.audit_places


class Strand(Written):
    """One of the programmes a plan is for: SEND and alternative provision, children's social care."""

    CLASSIFICATION = {
        "id": "public",
        "version": "public",
        "code": "public",
        "title": "public",
        "order": "public",
        "as_written": "public",
        "source_place": "public",
    }

    version = models.ForeignKey(PlanVersion, on_delete=models.CASCADE, related_name="strands")
    code = models.CharField(max_length=10)
    title = models.CharField(max_length=120)
    order = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["version", "order"]
        constraints = [models.UniqueConstraint(fields=["version", "code"], name="plans_strand_once")]

    def __str__(self) -> str:
        return self.title


class Area(Written):
    """A numbered area of a strand: data, diagnostics, universal or targeted support."""

    CLASSIFICATION = {
        "id": "public",
        "strand": "public",
        "number": "public",
        "title": "public",
        "order": "public",
        "as_written": "public",
        "source_place": "public",
    }

    strand = models.ForeignKey(Strand, on_delete=models.CASCADE, related_name="areas")
    number = models.CharField(max_length=10)
    title = models.CharField(max_length=120)
    order = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["strand", "order"]
        constraints = [models.UniqueConstraint(fields=["strand", "number"], name="plans_area_once")]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"


class SubRequirement(Written):
    """A line of the statement of requirements that the plan answers: 1.1 to 8.3. The words are ours."""

    CLASSIFICATION = {
        "id": "public",
        "area": "public",
        "number": "public",
        "words": "public",
        "order": "public",
        "as_written": "public",
        "source_place": "public",
    }

    area = models.ForeignKey(Area, on_delete=models.CASCADE, related_name="requirements")
    number = models.CharField(max_length=10)
    words = models.CharField(max_length=300)
    order = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["area", "order"]
        constraints = [models.UniqueConstraint(fields=["area", "number"], name="plans_requirement_once")]

    def __str__(self) -> str:
        return self.number


class Activity(Written):
    """What the alliance will do. `written` is its number as the document prints it, blank where it prints none."""

    CLASSIFICATION = {
        "id": "public",
        "requirement": "public",
        "key": "public",
        "written": "public",
        "words": "public",
        "order": "public",
        "as_written": "public",
        "source_place": "public",
    }

    requirement = models.ForeignKey(SubRequirement, on_delete=models.CASCADE, related_name="activities")
    key = models.CharField(max_length=20)
    written = models.CharField(max_length=20, blank=True)
    words = models.CharField(max_length=300)
    order = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["requirement", "order"]
        constraints = [models.UniqueConstraint(fields=["requirement", "key"], name="plans_activity_once")]

    def __str__(self) -> str:
        return f"{self.written or 'unnumbered'} {self.words}"


class ActivityNote(models.Model):
    """A priority, milestone, dependency or partner in co-production of an activity (R11.20)."""

    class Kind(models.TextChoices):
        PRIORITY = "priority", "priority"
        MILESTONE = "milestone", "milestone"
        DEPENDENCY = "dependency", "dependency"
        PARTNER = "partner", "partner in co-production"

    CLASSIFICATION = {"id": "public", "activity": "public", "kind": "public", "words": "public", "due": "public"}

    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="notes")
    kind = models.CharField(max_length=12, choices=Kind)
    words = models.CharField(max_length=300)
    due = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["activity", "kind", "id"]

    def __str__(self) -> str:
        return f"{self.kind}: {self.words}"
