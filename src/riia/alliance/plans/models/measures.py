"""KPIs, the atomic measures each is made of, and the instances of what recurs."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from riia.alliance.plans.models.plan import Activity, Area, PlanVersion, Written
from riia.alliance.plans.units import KpiKind, Operator, Recurrence, Unit

_PERSON = settings.AUTH_USER_MODEL


class Kpi(Written):
    """A key performance indicator. `written` is its number as printed ("5.2.2.A"), `key` normalised ("5.2.2A").

    Its owner is a person or an office ("Regional data lead"), or nobody yet. `fingerprint` tells whether two documents
    say the same word by word, also where the text itself is not kept. `follows` is the KPI of the version before whose
    evidence, exemptions and history this one takes over.
    """

    CLASSIFICATION = {
        "id": "public",
        "reference": "public",
        "version": "public",
        "activity": "public",
        "written": "public",
        "key": "public",
        "kind": "public",
        "words": "public",
        "order": "public",
        "due_written": "public",
        "due": "public",
        "source_words": "public",
        "owner": "internal",
        "owner_office": "internal",
        "as_written": "public",
        "source_place": "public",
        "fingerprint": "public",
        "follows": "public",
    }

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    version = models.ForeignKey(PlanVersion, on_delete=models.PROTECT, related_name="kpis")
    activity = models.ForeignKey(Activity, on_delete=models.PROTECT, related_name="kpis")
    written = models.CharField(max_length=20, blank=True)
    key = models.CharField(max_length=20)
    kind = models.CharField(
        max_length=12, choices=[(one.value, one.value) for one in KpiKind], default=KpiKind.UNSPECIFIED
    )
    words = models.CharField(max_length=300, help_text="What it promises, in a few words of our own.")
    order = models.PositiveSmallIntegerField()
    due_written = models.CharField(max_length=120, blank=True, help_text="When it is due, as the document writes it.")
    due = models.DateField(null=True, blank=True, help_text="The headline day as read; each measure has its own.")
    source_words = models.CharField(
        max_length=300, blank=True, help_text="Where its figures come from, settled before reporting opens (R11.22)."
    )
    owner = models.ForeignKey(_PERSON, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    owner_office = models.CharField(max_length=120, blank=True)
    fingerprint = models.CharField(max_length=16, blank=True)
    follows = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="followed_by")

    class Meta:
        ordering = ["version", "order"]
        constraints = [
            models.UniqueConstraint(fields=["version", "key"], name="plans_kpi_once"),
            models.CheckConstraint(
                condition=Q(owner__isnull=True) | Q(owner_office=""), name="plans_owner_is_a_person_or_an_office"
            ),
        ]

    def __str__(self) -> str:
        return f"KPI {self.key}"

    @property
    def audit_label(self) -> str:
        return f"KPI {self.key} of the {self.version.plan.audit_label}"

    @property
    def audit_places(self) -> tuple[str, ...]:
        return self.version.plan.audit_places


class Measure(Written):
    """One thing a KPI asks for that is reached or not: operator, threshold, unit, of what, by when, by what proof.

    A threshold the plan does not give stays blank. `due_written` is what the document says, `due` how it is read,
    `due_reading` why; a day that does not exist has no reading until a person decides (`due_decided_by`).
    `proofs` are the documents the text itself names: all of them are needed (R11.13). `takes_itself` is a key of
    `places.measures`: then the system counts, and nobody types n.
    """

    CLASSIFICATION = {
        "id": "public",
        "reference": "public",
        "kpi": "public",
        "number": "public",
        "words": "public",
        "operator": "public",
        "value": "public",
        "unit": "public",
        "denominator": "public",
        "all_councils": "public",
        "proof_kind": "public",
        "proofs": "public",
        "due_written": "public",
        "due": "public",
        "due_reading": "public",
        "due_decided_by": "personal",
        "due_decided_on": "internal",
        "recurrence": "public",
        "takes_itself": "public",
        "as_written": "public",
        "source_place": "public",
    }

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kpi = models.ForeignKey(Kpi, on_delete=models.CASCADE, related_name="measures")
    number = models.PositiveSmallIntegerField()
    words = models.CharField(max_length=300)
    operator = models.CharField(max_length=2, blank=True, choices=[(one.value, one.value) for one in Operator])
    value = models.DecimalField(max_digits=8, decimal_places=2, null=True, blank=True)
    unit = models.CharField(max_length=25, blank=True, choices=[(one.value, one.value) for one in Unit])
    denominator = models.CharField(max_length=120, blank=True, help_text="Of what, such as “15 LAPs” or “attendees”.")
    all_councils = models.BooleanField(
        default=False, help_text="It counts councils, and of all the councils of the alliance."
    )
    proof_kind = models.CharField(max_length=40, blank=True, help_text="Kind of proof, such as attendance or survey.")
    proofs = models.JSONField(default=list, blank=True, help_text="What the text names as proof, each in a few words.")
    due_written = models.CharField(max_length=120, blank=True)
    due = models.DateField(null=True, blank=True)
    due_reading = models.CharField(max_length=300, blank=True)
    due_decided_by = models.CharField(max_length=200, blank=True)
    due_decided_on = models.DateField(null=True, blank=True)
    recurrence = models.CharField(max_length=20, blank=True, choices=[(one.value, one.value) for one in Recurrence])
    takes_itself = models.CharField(max_length=80, blank=True)

    class Meta:
        ordering = ["kpi", "number"]
        constraints = [
            models.UniqueConstraint(fields=["kpi", "number"], name="plans_measure_once"),
            models.CheckConstraint(
                condition=Q(value__isnull=True) | (~Q(operator="") & ~Q(unit="") & Q(value__gte=0)),
                name="plans_a_threshold_has_operator_and_unit",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kpi.key} measure {self.number}"


class Instance(models.Model):
    """One time of a measure that recurs: the meeting of October, the report of the second quarter, one peer challenge.

    A missing one is that instance missed, not the KPI (R11.14). One that was not needed says why.
    """

    CLASSIFICATION = {
        "id": "public",
        "reference": "public",
        "measure": "public",
        "label": "public",
        "due": "public",
        "not_needed_because": "internal",
        "simulated": "public",
    }

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    measure = models.ForeignKey(Measure, on_delete=models.CASCADE, related_name="instances")
    label = models.CharField(max_length=120)
    due = models.DateField()
    not_needed_because = models.CharField(max_length=300, blank=True)
    simulated = models.BooleanField(default=False)

    class Meta:
        ordering = ["measure", "due", "id"]
        constraints = [models.UniqueConstraint(fields=["measure", "label"], name="plans_instance_once")]

    def __str__(self) -> str:
        return self.label


class CrossReference(models.Model):
    """A KPI whose text sends the reader elsewhere: to another KPI, to an area, or to nothing that is there (R11.18)."""

    CLASSIFICATION = {"id": "public", "kpi": "public", "written": "public", "target": "public", "area": "public"}

    kpi = models.ForeignKey(Kpi, on_delete=models.CASCADE, related_name="references")
    written = models.CharField(max_length=120)
    target = models.ForeignKey(Kpi, on_delete=models.CASCADE, null=True, blank=True, related_name="referred_from")
    area = models.ForeignKey(Area, on_delete=models.CASCADE, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["kpi", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(target__isnull=True) | Q(area__isnull=True), name="plans_reference_has_one_target"
            )
        ]

    def __str__(self) -> str:
        return self.written


class SameEvidence(models.Model):
    """KPIs with different targets that the same evidence speaks to, shown together (R11.15)."""

    CLASSIFICATION = {"id": "public", "version": "public", "title": "public", "note": "public", "kpis": "public"}

    version = models.ForeignKey(PlanVersion, on_delete=models.CASCADE, related_name="same_evidence")
    title = models.CharField(max_length=120)
    note = models.CharField(max_length=500, blank=True)
    kpis = models.ManyToManyField(Kpi, related_name="same_evidence")

    class Meta:
        ordering = ["version", "id"]
        constraints = [models.UniqueConstraint(fields=["version", "title"], name="plans_same_evidence_once")]

    def __str__(self) -> str:
        return self.title
