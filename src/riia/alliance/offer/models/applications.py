"""A council's application: what is typed, what was submitted, how it was scored, and what was decided."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from riia.alliance.offer.models.calls import Call, Criterion, PanelMember
from riia.alliance.offer.states import LIVE, ApplicationState
from riia.alliance.places.models import Place

_PERSON = settings.AUTH_USER_MODEL


class Application(models.Model):
    """One council's application to a call. `content` is its parts as typed, also what cannot be read yet.

    `touched` says for each part at which revision it last changed, by whom and when, so that two people who write at
    the same time see each other.
    """

    CLASSIFICATION = {
        "id": "internal",
        "reference": "internal",
        "call": "internal",
        "council": "public",
        "state": "internal",
        "since": "internal",
        "revision": "internal",
        "content": "confidential",
        "touched": "internal",
        "answer_by": "internal",
        "made_at": "internal",
        "made_by": "internal",
        "maker_label": "personal",
    }

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="applications")
    council = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="applications")
    state = models.CharField(
        max_length=15, choices=[(one.value, one.value) for one in ApplicationState], default=ApplicationState.DRAFT
    )
    since = models.DateTimeField(default=timezone.now)
    revision = models.PositiveIntegerField(default=0)
    content = models.JSONField(default=dict, blank=True)
    touched = models.JSONField(default=dict, blank=True)
    answer_by = models.DateField(null=True, blank=True, help_text="Last day to say more, where more is asked.")
    made_at = models.DateTimeField(default=timezone.now)
    made_by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    maker_label = models.CharField(max_length=200)

    class Meta:
        ordering = ["call", "council__name", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["call", "council"],
                condition=Q(state__in=sorted(one.value for one in LIVE)),
                name="offer_one_live_application_a_council",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[one.value for one in ApplicationState]), name="offer_application_state_is_known"
            ),
        ]

    def __str__(self) -> str:
        return self.audit_label

    @property
    def audit_label(self) -> str:
        return f"application of {self.council.label}: {self.call.title}"

    @property
    def audit_places(self) -> tuple[str, ...]:
        return (self.council.code, self.call.alliance.region.code)


class Step(models.Model):
    """One change of state of an application."""

    CLASSIFICATION = {
        "id": "internal",
        "application": "internal",
        "before": "internal",
        "after": "internal",
        "at": "internal",
        "reason": "internal",
        "by": "internal",
        "by_label": "personal",
    }

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="steps")
    before = models.CharField(max_length=15, blank=True)
    after = models.CharField(max_length=15)
    at = models.DateTimeField()
    reason = models.TextField(blank=True)
    by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    by_label = models.CharField(max_length=200)

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.before} to {self.after}"


class Version(models.Model):
    """What a council submitted, as it was. The panel reads and scores this; the council's draft is its own."""

    CLASSIFICATION = {
        "id": "internal",
        "application": "internal",
        "number": "internal",
        "content": "confidential",
        "asked_pence": "internal",
        "submitted_at": "internal",
        "submitted_by": "internal",
        "submitter_label": "personal",
    }

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    content = models.JSONField()
    asked_pence = models.BigIntegerField()
    submitted_at = models.DateTimeField()
    submitted_by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    submitter_label = models.CharField(max_length=200)

    class Meta:
        ordering = ["application", "number"]
        constraints = [
            models.UniqueConstraint(fields=["application", "number"], name="offer_version_numbered_once"),
            models.CheckConstraint(condition=Q(asked_pence__gt=0), name="offer_something_is_asked"),
        ]

    def __str__(self) -> str:
        return f"version {self.number}"


class Interest(models.Model):
    """What a panel member declared about an application before reading it: no interest, or one that rules them out."""

    CLASSIFICATION = {
        "id": "internal",
        "application": "internal",
        "member": "internal",
        "conflict": "internal",
        "words": "personal",
        "declared_at": "internal",
    }

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="interests")
    member = models.ForeignKey(PanelMember, on_delete=models.PROTECT, related_name="interests")
    conflict = models.BooleanField()
    words = models.CharField(max_length=500, blank=True)
    declared_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["application", "member"], name="offer_interest_declared_once")]

    def __str__(self) -> str:
        return "an interest" if self.conflict else "no interest"


class Sheet(models.Model):
    """One panel member's scores of one version. Others see it once they have submitted their own."""

    CLASSIFICATION = {
        "id": "internal",
        "version": "internal",
        "member": "internal",
        "submitted_at": "internal",
    }

    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="sheets")
    member = models.ForeignKey(PanelMember, on_delete=models.PROTECT, related_name="sheets")
    submitted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["member__person_label", "id"]
        constraints = [models.UniqueConstraint(fields=["version", "member"], name="offer_one_sheet_a_member")]

    def __str__(self) -> str:
        return f"scores of {self.member}"


class Score(models.Model):
    """A score for one criterion with its reason. Without a score it is missing, which is not 0."""

    CLASSIFICATION = {
        "id": "internal",
        "sheet": "internal",
        "criterion": "internal",
        "score": "internal",
        "reason": "confidential",
    }

    sheet = models.ForeignKey(Sheet, on_delete=models.PROTECT, related_name="scores")
    criterion = models.ForeignKey(Criterion, on_delete=models.PROTECT, related_name="+")
    score = models.PositiveSmallIntegerField(null=True, blank=True)
    reason = models.TextField(blank=True)

    class Meta:
        ordering = ["criterion__number"]
        constraints = [models.UniqueConstraint(fields=["sheet", "criterion"], name="offer_one_score_a_criterion")]

    def __str__(self) -> str:
        return "no score yet" if self.score is None else str(self.score)


class DecisionKind(models.TextChoices):
    """What can be decided about an application."""

    AWARD = "award", "award"
    DECLINE = "decline", "decline"
    MORE = "more", "ask for more"


class Decision(models.Model):
    """What was decided about an application, why, by whom; with the minute where it is recorded for a meeting."""

    CLASSIFICATION = {
        "id": "internal",
        "reference": "internal",
        "application": "internal",
        "version": "internal",
        "kind": "internal",
        "amount_pence": "internal",
        "reason": "internal",
        "conditions": "internal",
        "minute": "internal",
        "decided_on": "internal",
        "decided_by": "internal",
        "decider_label": "personal",
    }

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="decisions")
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=DecisionKind)
    amount_pence = models.BigIntegerField(null=True, blank=True)
    reason = models.TextField()
    conditions = models.TextField(blank=True)
    minute = models.CharField(max_length=300, blank=True)
    decided_on = models.DateField()
    decided_by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    decider_label = models.CharField(max_length=200)

    class Meta:
        ordering = ["decided_on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind=DecisionKind.AWARD, amount_pence__gt=0)
                | (~Q(kind=DecisionKind.AWARD) & Q(amount_pence__isnull=True)),
                name="offer_an_award_has_an_amount",
            ),
            models.UniqueConstraint(
                fields=["application"],
                condition=Q(kind__in=[DecisionKind.AWARD, DecisionKind.DECLINE]),
                name="offer_decided_once",
            ),
        ]

    def __str__(self) -> str:
        return str(self.get_kind_display())
