"""Improvement alliances as configuration (R15.08): one installation holds all nine, each with its own rhythm."""

from django.db import models
from django.db.models import Q

from riia.alliance.places.models.dated import DatedQuerySet, ends_after_it_begins
from riia.alliance.places.models.organisation import Organisation
from riia.alliance.places.models.place import Place
from riia.indicators.calendar import Frequency
from riia.indicators.model import PeriodKind

RETURN_PERIODS = (PeriodKind.FINANCIAL_QUARTER, PeriodKind.CALENDAR_QUARTER, PeriodKind.ACADEMIC_TERM)


class Alliance(models.Model):
    """A regional improvement and innovation alliance: the councils of one region working together."""

    CLASSIFICATION = {
        "id": "public",
        "code": "public",
        "name": "public",
        "short_name": "public",
        "region": "public",
        "improvement_body": "public",
        "challenge_team_size": "public",
        "source": "public",
    }

    code = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=150, unique=True)
    short_name = models.CharField(max_length=40)
    region = models.OneToOneField(Place, on_delete=models.PROTECT, related_name="alliance")
    improvement_body = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="alliances"
    )
    challenge_team_size = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="Directors in a peer challenge team: 3 where they work in triads."
    )
    source = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    @property
    def reference(self) -> str:
        return self.code

    @property
    def audit_places(self) -> tuple[str, ...]:
        return (self.region.code,)


class AllianceMember(models.Model):
    """A council's membership of an alliance over a time. A council is in one alliance at a time."""

    CLASSIFICATION = {
        "id": "public",
        "alliance": "public",
        "council": "public",
        "valid_from": "public",
        "valid_to": "public",
    }

    alliance = models.ForeignKey(Alliance, on_delete=models.PROTECT, related_name="memberships")
    council = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="memberships")
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        ordering = ["alliance", "council", "valid_from"]
        constraints = [
            ends_after_it_begins("membership_ends_after_it_begins"),
            models.UniqueConstraint(
                fields=["council"], condition=Q(valid_to__isnull=True), name="one_alliance_at_a_time"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.council} in {self.alliance}"

    @property
    def audit_places(self) -> tuple[str, ...]:
        return (self.council.code,)


class RhythmKind(models.TextChoices):
    MEETING = "meeting", "meeting"
    RETURN = "return", "data return"
    CHALLENGE = "challenge", "peer challenge"


class Rhythm(models.Model):
    """How often something of an alliance happens: as its document writes it, and as people have settled it.

    "bi-annually" and "termly (quarterly)" have two readings (R15.02, R5.01). Such a rhythm stays unsettled, with what
    is written, until a person settles it by `services.settle_rhythm`; nothing derives dates from it before.
    """

    CLASSIFICATION = {
        "id": "public",
        "alliance": "public",
        "subject": "public",
        "kind": "public",
        "written": "public",
        "source": "public",
        "frequency": "public",
        "times_a_year": "public",
        "period_kind": "public",
        "settled_because": "internal",
    }

    alliance = models.ForeignKey(Alliance, on_delete=models.PROTECT, related_name="rhythms")
    subject = models.CharField(max_length=120, help_text="What happens: a board, a data return, a peer challenge.")
    kind = models.CharField(max_length=10, choices=RhythmKind)
    written = models.CharField(max_length=60, help_text="How often, in the words of the document.")
    source = models.CharField(max_length=200, help_text="Document and clause.")
    frequency = models.CharField(max_length=20, blank=True, choices=[(f.value, f.words) for f in Frequency])
    times_a_year = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text='Where the document counts ("3 times per year") instead of naming a distance.'
    )
    period_kind = models.CharField(
        max_length=20, blank=True, choices=[(p.value, p.value) for p in RETURN_PERIODS], help_text="Of a data return."
    )
    settled_because = models.TextField(blank=True, help_text="Why it was read this way, where it had to be settled.")

    class Meta:
        ordering = ["alliance", "kind", "subject"]
        constraints = [
            models.UniqueConstraint(fields=["alliance", "subject"], name="rhythm_once"),
            models.CheckConstraint(
                condition=Q(frequency="") | Q(times_a_year__isnull=True),
                name="rhythm_names_a_distance_or_counts",
            ),
            models.CheckConstraint(
                condition=Q(frequency="") | Q(frequency__in=[f.value for f in Frequency]),
                name="rhythm_frequency_is_known",
            ),
            models.CheckConstraint(
                condition=Q(period_kind="")
                | Q(kind=RhythmKind.RETURN, period_kind__in=[p.value for p in RETURN_PERIODS]),
                name="rhythm_period_is_of_a_return",
                violation_error_message="Only a data return has a period: a financial quarter, a calendar quarter or "
                "an academic term.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject}: {self.written}"

    @property
    def is_settled(self) -> bool:
        """True when how often is known, and for a data return also which kind of period it covers."""
        often = bool(self.frequency) or self.times_a_year is not None
        return often and (self.kind != RhythmKind.RETURN or bool(self.period_kind))

    @property
    def words(self) -> str:
        """How often, in words with one meaning; what is written, and that it is not settled, until then."""
        if not self.is_settled:
            return f'"{self.written}" ({self.source}): not settled'
        if self.times_a_year is not None:
            return f"{self.times_a_year} times a year"
        often = Frequency(self.frequency).words
        return f"{often} ({self.period_kind}s)" if self.period_kind else often

    @property
    def audit_places(self) -> tuple[str, ...]:
        return self.alliance.audit_places
