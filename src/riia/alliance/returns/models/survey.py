"""The yearly survey of those who asked the desk: who was invited, and what was answered, never joined (R5.14)."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from riia.alliance.places.models import Alliance
from riia.alliance.returns.states_care import SurveyState
from riia.alliance.returns.survey_scale import Opinion
from riia.indicators.model import Period

_PERSON = settings.AUTH_USER_MODEL
_OPINIONS = [(one.value, one.words) for one in Opinion]


class Survey(models.Model):
    """The survey of one financial year of an alliance: held here, or elsewhere with its results typed in.

    `result` is what was counted at closing and is not counted again. `shared_on` is the day from which the Department
    may read it.
    """

    CLASSIFICATION = {
        "id": "internal",
        "reference": "internal",
        "alliance": "public",
        "year": "public",
        "elsewhere": "internal",
        "source": "internal",
        "state": "internal",
        "opened_at": "internal",
        "opened_by": "internal",
        "opener_label": "personal",
        "closes_on": "internal",
        "closed_at": "internal",
        "closer_label": "personal",
        "withdrawn_because": "internal",
        "result": "internal",
        "shared_on": "internal",
        "sharer_label": "personal",
        "simulated": "internal",
    }

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    alliance = models.ForeignKey(Alliance, on_delete=models.PROTECT, related_name="surveys")
    year = models.PositiveSmallIntegerField(help_text="In which the financial year begins: 2025 for 2025-26.")
    elsewhere = models.BooleanField(default=False)
    source = models.CharField(max_length=300, blank=True, help_text="Where it was held, where not here.")
    state = models.CharField(
        max_length=10, choices=[(one.value, one.value) for one in SurveyState], default=SurveyState.OPEN
    )
    opened_at = models.DateTimeField(default=timezone.now)
    opened_by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    opener_label = models.CharField(max_length=200)
    closes_on = models.DateField(help_text="Last day on which an answer is taken.")
    closed_at = models.DateTimeField(null=True, blank=True)
    closer_label = models.CharField(max_length=200, blank=True)
    withdrawn_because = models.CharField(max_length=500, blank=True)
    result = models.JSONField(default=dict, blank=True)
    shared_on = models.DateField(null=True, blank=True)
    sharer_label = models.CharField(max_length=200, blank=True)
    simulated = models.BooleanField(default=False)

    class Meta:
        ordering = ["-year", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["alliance", "year"],
                condition=~Q(state=SurveyState.WITHDRAWN),
                name="returns_survey_once_a_year",
            ),
            models.CheckConstraint(
                condition=Q(elsewhere=True) & ~Q(source="") | Q(elsewhere=False, source=""),
                name="returns_survey_elsewhere_says_where",
            ),
            models.CheckConstraint(
                condition=Q(state=SurveyState.CLOSED, closed_at__isnull=False) | ~Q(state=SurveyState.CLOSED),
                name="returns_closed_survey_has_a_day",
            ),
        ]

    def __str__(self) -> str:
        return f"survey of {self.period.short_label}, {self.alliance.short_name}"

    @property
    def period(self) -> Period:
        """The financial year whose askers are invited."""
        return Period.financial_year(self.year)

    @property
    def audit_places(self) -> tuple[str, ...]:
        return (self.alliance.region.code,)


class SurveyInvitation(models.Model):
    """Who was invited to a survey, once. That the link was used is kept; when, and for which answer, is not.

    A row without `sent_at` and without `problem` began to be sent and never ended: nobody knows whether it went, and it
    is not sent again.
    """

    CLASSIFICATION = {
        "id": "internal",
        "reference": "confidential",
        "survey": "internal",
        "address": "personal",
        "organisation": "internal",
        "made_at": "internal",
        "sent_at": "internal",
        "problem": "internal",
        "used": "internal",
    }

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    survey = models.ForeignKey(Survey, on_delete=models.PROTECT, related_name="invitations")
    address = models.EmailField(max_length=254)
    organisation = models.CharField(max_length=200)
    made_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True, blank=True)
    problem = models.CharField(max_length=200, blank=True)
    used = models.BooleanField(default=False)

    class Meta:
        ordering = ["organisation", "id"]
        constraints = [models.UniqueConstraint(fields=["survey", "address"], name="returns_invited_once")]

    def __str__(self) -> str:
        return f"invitation of {self.organisation}"


class SurveyAnswer(models.Model):
    """One answer. It has no name, no time and no order: its key is drawn by chance."""

    CLASSIFICATION = {
        "id": "internal",
        "survey": "internal",
        "quality": "internal",
        "speed": "internal",
        "clarity": "internal",
        "overall": "internal",
        "comment": "confidential",
    }

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    survey = models.ForeignKey(Survey, on_delete=models.PROTECT, related_name="answers")
    quality = models.CharField(max_length=10, choices=_OPINIONS, blank=True)
    speed = models.CharField(max_length=10, choices=_OPINIONS, blank=True)
    clarity = models.CharField(max_length=10, choices=_OPINIONS, blank=True)
    overall = models.CharField(max_length=10, choices=_OPINIONS, blank=True)
    comment = models.TextField(max_length=1000, blank=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"an answer to the {self.survey}"
