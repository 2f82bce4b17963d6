"""Evidence: a file, a link or a note, which measures it speaks for, and what it shows of each."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from riia.alliance.places.models import Place
from riia.alliance.plans.models.measures import Instance, Measure
from riia.alliance.plans.models.plan import Plan
from riia.alliance.plans.states import EvidenceState

_PERSON = settings.AUTH_USER_MODEL


class Evidence(models.Model):
    """What shows that something was done. `effective_on` is the day it speaks for, not the day it was put in.

    It counts once somebody other than its recorder has accepted it, from its effective day until it expires.
    """

    class Kind(models.TextChoices):
        FILE = "file", "file"
        LINK = "link", "link"
        NOTE = "note", "note"

    CLASSIFICATION = {
        "id": "internal",
        "reference": "internal",
        "plan": "internal",
        "kind": "internal",
        "title": "internal",
        "link": "internal",
        "note": "internal",
        "effective_on": "internal",
        "expires_on": "internal",
        "state": "internal",
        "revision": "internal",
        "recorded_at": "internal",
        "recorded_by": "internal",
        "recorder_label": "personal",
        "reviewed_at": "internal",
        "reviewed_by": "internal",
        "reviewer_label": "personal",
        "review_words": "internal",
        "simulated": "public",
    }

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="evidence")
    kind = models.CharField(max_length=4, choices=Kind)
    title = models.CharField(max_length=200)
    link = models.URLField(max_length=500, blank=True)
    note = models.TextField(blank=True)
    effective_on = models.DateField()
    expires_on = models.DateField(null=True, blank=True, help_text="First day on which it no longer counts.")
    state = models.CharField(
        max_length=10, choices=[(one.value, one.value) for one in EvidenceState], default=EvidenceState.RECORDED
    )
    revision = models.PositiveIntegerField(default=0)
    recorded_at = models.DateTimeField(default=timezone.now)
    recorded_by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    recorder_label = models.CharField(max_length=200)
    reviewed_at = models.DateTimeField(null=True, blank=True)
    reviewed_by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    reviewer_label = models.CharField(max_length=200, blank=True)
    review_words = models.CharField(max_length=500, blank=True)
    simulated = models.BooleanField(default=False)

    class Meta:
        ordering = ["-effective_on", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=[one.value for one in EvidenceState]), name="plans_evidence_state_is_known"
            ),
            models.CheckConstraint(
                condition=Q(expires_on__isnull=True) | Q(expires_on__gt=F("effective_on")),
                name="plans_evidence_expires_after_it_takes_effect",
            ),
            models.CheckConstraint(
                condition=Q(reviewed_by__isnull=True) | Q(recorded_by__isnull=True) | ~Q(reviewed_by=F("recorded_by")),
                name="plans_evidence_is_reviewed_by_another",
            ),
            models.CheckConstraint(
                condition=~Q(state=EvidenceState.ACCEPTED) | Q(reviewed_at__isnull=False),
                name="plans_accepted_evidence_was_reviewed",
            ),
            models.CheckConstraint(
                condition=(Q(kind="link") & ~Q(link="")) | (Q(kind="note") & ~Q(note="")) | Q(kind="file"),
                name="plans_evidence_is_there",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def audit_label(self) -> str:
        return f"evidence “{self.title}”"

    @property
    def audit_places(self) -> tuple[str, ...]:
        return self.plan.audit_places


class EvidenceFile(models.Model):
    """The file of a piece of evidence, with its hash. It is only ever given back as a download."""

    CLASSIFICATION = {
        "id": "internal",
        "evidence": "internal",
        "name": "internal",
        "size": "internal",
        "sha256": "internal",
        "content": "confidential",
    }

    evidence = models.OneToOneField(Evidence, on_delete=models.CASCADE, related_name="file")
    name = models.CharField(max_length=200)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    content = models.BinaryField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(sha256__regex=r"^[0-9a-f]{64}$"), name="plans_evidence_file_sha256")
        ]

    def __str__(self) -> str:
        return self.name


class EvidenceFor(models.Model):
    """What a piece of evidence shows of one measure, or of one instance of it: n (of `of`), as of its effective day.

    n without a value is "it shows no number", which is not 0. `covers` are those of the measure's named proofs that it
    is.
    """

    CLASSIFICATION = {
        "id": "internal",
        "evidence": "internal",
        "measure": "internal",
        "instance": "internal",
        "n": "internal",
        "of": "internal",
        "covers": "internal",
    }

    evidence = models.ForeignKey(Evidence, on_delete=models.CASCADE, related_name="shows")
    measure = models.ForeignKey(Measure, on_delete=models.PROTECT, related_name="shown_by")
    instance = models.ForeignKey(Instance, on_delete=models.PROTECT, null=True, blank=True, related_name="shown_by")
    n = models.DecimalField(max_digits=10, decimal_places=2, null=True, blank=True)
    of = models.DecimalField(max_digits=10, decimal_places=2, null=True, blank=True)
    covers = models.JSONField(default=list, blank=True)

    class Meta:
        ordering = ["evidence", "measure"]
        constraints = [
            models.UniqueConstraint(
                fields=["evidence", "measure"], condition=Q(instance__isnull=True), name="plans_evidence_shows_once"
            ),
            models.UniqueConstraint(
                fields=["evidence", "instance"],
                condition=Q(instance__isnull=False),
                name="plans_evidence_shows_an_instance_once",
            ),
            models.CheckConstraint(
                condition=Q(of__isnull=True) | Q(of__gt=0, n__isnull=False, n__lte=F("of")),
                name="plans_evidence_shows_n_of_no_less",
            ),
            models.CheckConstraint(
                condition=Q(n__isnull=True) | Q(n__gte=0), name="plans_evidence_shows_no_less_than_0"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.evidence} for {self.measure}"


class EvidencePart(models.Model):
    """What evidence says of one council: it counts, it does not. A council that is not named is not known."""

    CLASSIFICATION = {"id": "internal", "shows": "internal", "council": "public", "counts": "internal"}

    shows = models.ForeignKey(EvidenceFor, on_delete=models.CASCADE, related_name="parts")
    council = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+")
    counts = models.BooleanField()

    class Meta:
        ordering = ["shows", "council__name"]
        constraints = [models.UniqueConstraint(fields=["shows", "council"], name="plans_evidence_part_once")]

    def __str__(self) -> str:
        return f"{self.council}: {'counts' if self.counts else 'does not count'}"
