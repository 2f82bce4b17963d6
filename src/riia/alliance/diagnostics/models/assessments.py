"""What a council says in a round: its ratings, versions, steps and signatures."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from riia.alliance.diagnostics.models.rounds import AssessmentRound
from riia.alliance.diagnostics.states import AssessmentState
from riia.alliance.places.models import Place

_PERSON = settings.AUTH_USER_MODEL


class Assessment(models.Model):
    """One council's self-assessment in a round. There is one for each council that is asked.

    `revision` grows with every change. `may_be_named` is the director's agreement that levels and strengths may be
    shown by name to the other councils of the region; without it they only count. `director_days` is their time.
    """

    CLASSIFICATION = {
        "id": "internal",
        "reference": "internal",
        "round": "internal",
        "council": "public",
        "state": "internal",
        "since": "internal",
        "revision": "internal",
        "may_be_named": "internal",
        "director_days": "internal",
    }

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    round = models.ForeignKey(AssessmentRound, on_delete=models.PROTECT, related_name="assessments")
    council = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="assessments")
    state = models.CharField(
        max_length=12,
        choices=[(one.value, one.value) for one in AssessmentState],
        default=AssessmentState.NOT_STARTED,
    )
    since = models.DateTimeField(default=timezone.now, help_text="When it came into this state.")
    revision = models.PositiveIntegerField(default=0)
    may_be_named = models.BooleanField(default=False)
    director_days = models.DecimalField(max_digits=4, decimal_places=2, null=True, blank=True)

    class Meta:
        ordering = ["round", "council__name"]
        constraints = [
            models.UniqueConstraint(fields=["round", "council"], name="diagnostics_one_assessment_a_council"),
            models.CheckConstraint(
                condition=Q(state__in=[one.value for one in AssessmentState]), name="diagnostics_state_is_known"
            ),
            models.CheckConstraint(
                condition=Q(director_days__isnull=True) | Q(director_days__gte=0), name="diagnostics_days_not_negative"
            ),
        ]

    def __str__(self) -> str:
        return self.audit_label

    @property
    def audit_label(self) -> str:
        return f"{self.council.label}: {self.round.audit_label}"

    @property
    def audit_places(self) -> tuple[str, ...]:
        return (self.council.code, self.round.alliance.region.code)


class Rating(models.Model):
    """What was said of one statement at one saving. The newest row of a statement counts; none is changed or deleted.

    `level` is from 1; without a level and without "not applicable" the statement is not answered, which is no level.
    """

    CLASSIFICATION = {
        "id": "internal",
        "assessment": "internal",
        "statement": "public",
        "level": "confidential",
        "not_applicable": "confidential",
        "why": "confidential",
        "evidence": "confidential",
        "links": "confidential",
        "strength": "confidential",
        "need": "confidential",
        "revision": "internal",
        "changed_at": "internal",
        "changed_by": "internal",
        "changer_label": "personal",
    }

    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="ratings")
    statement = models.SlugField(max_length=60)
    level = models.PositiveSmallIntegerField(null=True, blank=True)
    not_applicable = models.BooleanField(default=False)
    why = models.CharField(max_length=500, blank=True, help_text="Why it is not applicable.")
    evidence = models.TextField(max_length=3000, blank=True)
    links = models.TextField(max_length=2000, blank=True, help_text="Addresses of evidence, one in each line.")
    strength = models.CharField(max_length=1000, blank=True, help_text="What is worth sharing; empty if nothing is.")
    need = models.CharField(max_length=1000, blank=True, help_text="What support is wanted; empty if none is.")
    revision = models.PositiveIntegerField()
    changed_at = models.DateTimeField(default=timezone.now)
    changed_by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    changer_label = models.CharField(max_length=200)

    class Meta:
        ordering = ["assessment", "revision"]
        constraints = [
            models.UniqueConstraint(
                fields=["assessment", "statement", "revision"], name="diagnostics_one_rating_a_saving"
            ),
            models.CheckConstraint(
                condition=Q(level__isnull=True) | Q(level__gte=1, not_applicable=False),
                name="diagnostics_a_level_or_not_applicable",
            ),
            models.CheckConstraint(
                condition=Q(not_applicable=True) & ~Q(why="") | Q(not_applicable=False) & Q(why=""),
                name="diagnostics_not_applicable_says_why",
            ),
        ]

    def __str__(self) -> str:
        return self.statement


class AssessmentVersion(models.Model):
    """A self-assessment as it was submitted. Never changed and never deleted; `fingerprint` is the SHA-256 of it."""

    CLASSIFICATION = {
        "id": "internal",
        "assessment": "internal",
        "number": "internal",
        "answers": "confidential",
        "left_out_because": "confidential",
        "fingerprint": "internal",
        "made_at": "internal",
        "made_by": "internal",
        "maker_label": "personal",
    }

    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    answers = models.JSONField(help_text="Answers by statement; a statement without one was not answered.")
    left_out_because = models.CharField(max_length=500, blank=True)
    fingerprint = models.CharField(max_length=64)
    made_at = models.DateTimeField(default=timezone.now)
    made_by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    maker_label = models.CharField(max_length=200)

    class Meta:
        ordering = ["assessment", "number"]
        constraints = [
            models.UniqueConstraint(fields=["assessment", "number"], name="diagnostics_versions_are_numbered"),
            models.CheckConstraint(
                condition=Q(fingerprint__regex=r"^[0-9a-f]{64}$"), name="diagnostics_fingerprint_is_sha256"
            ),
        ]

    def __str__(self) -> str:
        return f"version {self.number}"


class AssessmentStep(models.Model):
    """One change of state of a self-assessment. Only added to."""

    CLASSIFICATION = {
        "id": "internal",
        "assessment": "internal",
        "before": "internal",
        "after": "internal",
        "at": "internal",
        "reason": "internal",
        "by": "internal",
        "by_label": "personal",
    }

    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="steps")
    before = models.CharField(max_length=12)
    after = models.CharField(max_length=12)
    at = models.DateTimeField(default=timezone.now)
    reason = models.CharField(max_length=1000, blank=True)
    by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    by_label = models.CharField(max_length=200)

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.before} to {self.after}"


class SignOff(models.Model):
    """A director's signature under one version, bound to the hash of exactly what the page showed.

    Reopening voids it: the row stays, with when and why.
    """

    CLASSIFICATION = {
        "id": "internal",
        "reference": "internal",
        "assessment": "internal",
        "version": "internal",
        "fingerprint": "internal",
        "seen": "internal",
        "signed_at": "internal",
        "signed_by": "internal",
        "signer_label": "personal",
        "office": "internal",
        "voided_at": "internal",
        "voided_because": "internal",
        "voider_label": "personal",
    }

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="signatures")
    version = models.ForeignKey(AssessmentVersion, on_delete=models.PROTECT, related_name="signatures")
    fingerprint = models.CharField(max_length=64)
    seen = models.CharField(max_length=64)
    signed_at = models.DateTimeField(default=timezone.now)
    signed_by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    signer_label = models.CharField(max_length=200)
    office = models.CharField(max_length=200, help_text="In which role, as held on that day.")
    voided_at = models.DateTimeField(null=True, blank=True)
    voided_because = models.CharField(max_length=1000, blank=True)
    voider_label = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["signed_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["assessment"], condition=Q(voided_at__isnull=True), name="diagnostics_one_valid_signature"
            ),
        ]

    def __str__(self) -> str:
        return f"signature of {self.signed_at:%Y-%m-%d}"
