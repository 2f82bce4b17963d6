"""Agreements of an alliance, their versions over the years, and the clauses of each version (R2.01, R2.16)."""

import uuid
from collections.abc import Sequence
from datetime import date

from django.db import models
from django.db.models import F, Q

from riia.alliance.agreements.states import VersionState
from riia.alliance.places.models import Alliance


class AgreementKind(models.TextChoices):
    MEMORANDUM = "memorandum", "memorandum of understanding"
    DATA_SHARING = "data-sharing", "data-sharing agreement"
    PARTNER = "partner", "partnership agreement"
    TERMS_OF_REFERENCE = "terms-of-reference", "terms of reference"


class Agreement(models.Model):
    """What councils of an alliance have agreed with each other or with partners. What it says is in its versions.

    `non_statutory` marks a statement of commitment that is neither statutory nor a contract: everything derived from it
    is labelled so (R2.06). `simulated` marks one made up for the demonstration.
    """

    CLASSIFICATION = {
        "id": "internal",
        "reference": "internal",
        "alliance": "public",
        "kind": "internal",
        "title": "internal",
        "group": "internal",
        "source": "internal",
        "non_statutory": "internal",
        "simulated": "internal",
    }

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    alliance = models.ForeignKey(Alliance, on_delete=models.PROTECT, related_name="agreements")
    kind = models.CharField(max_length=20, choices=AgreementKind)
    title = models.CharField(max_length=200)
    group = models.CharField(max_length=150, blank=True, help_text="Of terms of reference: the group they are for.")
    source = models.CharField(max_length=200, blank=True, help_text="The document it is read from.")
    non_statutory = models.BooleanField(default=False)
    simulated = models.BooleanField(default=False)

    class Meta:
        ordering = ["alliance_id", "kind", "title"]
        constraints = [
            models.UniqueConstraint(fields=["alliance", "title"], name="agreement_title_once"),
            models.CheckConstraint(condition=Q(kind__in=AgreementKind.values), name="agreement_kind_is_known"),
            models.CheckConstraint(condition=~Q(title=""), name="agreement_has_a_title"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def audit_label(self) -> str:
        return self.title

    @property
    def audit_places(self) -> tuple[str, ...]:
        return self.alliance.audit_places


class AgreementVersion(models.Model):
    """One version of an agreement: when it begins, what it replaces, when it is reviewed and how it ended.

    Documents often give a month or a season; `commences_words` and `review_words` keep what is written, the dates how
    it is read. `drafted_on` is the day the text was there to be signed: no signature is older.
    """

    CLASSIFICATION = {
        "id": "internal",
        "reference": "internal",
        "agreement": "internal",
        "number": "internal",
        "label": "internal",
        "period": "internal",
        "state": "internal",
        "drafted_on": "internal",
        "agreed_minute": "internal",
        "commences": "internal",
        "commences_words": "internal",
        "replaces": "internal",
        "review_due": "internal",
        "review_words": "internal",
        "review_recorded": "internal",
        "revoked_on": "internal",
        "revoked_because": "internal",
    }

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    label = models.CharField(max_length=60, help_text='How people call it: "2022-24".')
    period = models.CharField(max_length=60, blank=True, help_text="The years it is for, in words.")
    state = models.CharField(
        max_length=12, choices=[(state.value, state.value) for state in VersionState], default=VersionState.SCOPED
    )
    drafted_on = models.DateField(null=True, blank=True)
    agreed_minute = models.CharField(max_length=200, blank=True, help_text="Meeting and minute that settled the text.")
    commences = models.DateField(null=True, blank=True)
    commences_words = models.CharField(max_length=60, blank=True)
    replaces = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaced_by")
    review_due = models.DateField(null=True, blank=True, help_text="The last day for the next review.")
    review_words = models.CharField(max_length=60, blank=True)
    review_recorded = models.DateField(null=True, blank=True, help_text="The day of the last review.")
    revoked_on = models.DateField(null=True, blank=True)
    revoked_because = models.TextField(blank=True)

    class Meta:
        ordering = ["agreement_id", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["agreement", "number"], name="agreement_version_once"),
            models.UniqueConstraint(
                fields=["agreement"], condition=Q(state=VersionState.IN_FORCE), name="agreement_one_version_in_force"
            ),
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in VersionState]), name="agreement_state_is_known"
            ),
            models.CheckConstraint(condition=Q(number__gte=1), name="agreement_versions_count_from_one"),
            models.CheckConstraint(
                condition=Q(replaces__isnull=True) | ~Q(replaces=F("id")), name="agreement_version_replaces_another"
            ),
            models.CheckConstraint(
                condition=(Q(state=VersionState.REVOKED, revoked_on__isnull=False) & ~Q(revoked_because=""))
                | (~Q(state=VersionState.REVOKED) & Q(revoked_on__isnull=True, revoked_because="")),
                name="agreement_revoked_has_date_and_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agreement.title}, {self.label}"

    @property
    def audit_label(self) -> str:
        return str(self)

    @property
    def audit_places(self) -> tuple[str, ...]:
        return self.agreement.audit_places

    @property
    def in_force(self) -> bool:
        return self.state == VersionState.IN_FORCE

    @property
    def signing_dates(self) -> Sequence[date | None]:
        """The date of each required signature, None where it is still missing."""
        seats = self.parties.filter(seats__required=True)
        return list(seats.values_list("seats__signature__signed_on", flat=True))

    @property
    def is_signed(self) -> bool:
        """Fully executed: there are required signatures, and every one of them is in."""
        return self.executed_on is not None

    @property
    def executed_on(self) -> date | None:
        """The day of the latest required signature once all are in (R2.04); None until then."""
        dates = self.signing_dates
        signed = [day for day in dates if day is not None]
        return max(signed) if signed and len(signed) == len(dates) else None


class ClauseKind(models.TextChoices):
    """What a clause does, so that plans can be aligned with it (R2.08) and obligations are told from background."""

    PREAMBLE = "preamble", "preamble"
    AMBITION = "ambition", "ambition"
    CHARACTERISTIC = "characteristic", "characteristic"
    AIM = "aim", "aim"
    AREA = "area", "area covered"
    COMMITMENT = "commitment", "commitment"
    ROLE = "role", "role"
    PROCESS = "process", "process"
    DATA_PRINCIPLE = "data-principle", "data principle"
    DATA_SHARING = "data-sharing", "data sharing"
    TERM = "term", "term and review"
    OTHER = "other", "other"


class Clause(models.Model):
    """One clause, or one item listed under a clause.

    `printed` is the number the document prints before it, blank where it prints none; `number` is what we call it.
    Both are kept because documents lose numbers (R2.19). `area` is one of the areas an agreement covers (R2.09).
    """

    CLASSIFICATION = {
        "id": "internal",
        "version": "internal",
        "position": "internal",
        "number": "internal",
        "printed": "internal",
        "under": "internal",
        "text": "internal",
        "kind": "internal",
        "area": "internal",
    }

    version = models.ForeignKey(AgreementVersion, on_delete=models.CASCADE, related_name="clauses")
    position = models.PositiveSmallIntegerField(help_text="Where it stands in the document, from 1.")
    number = models.CharField(max_length=20)
    printed = models.CharField(max_length=20, blank=True)
    under = models.ForeignKey("self", on_delete=models.CASCADE, null=True, blank=True, related_name="items")
    text = models.TextField()
    kind = models.CharField(max_length=16, choices=ClauseKind, default=ClauseKind.OTHER)
    area = models.CharField(max_length=60, blank=True)

    class Meta:
        ordering = ["version_id", "position"]
        constraints = [
            models.UniqueConstraint(fields=["version", "position"], name="agreement_clause_position_once"),
            models.UniqueConstraint(fields=["version", "number"], name="agreement_clause_number_once"),
            models.CheckConstraint(condition=Q(kind__in=ClauseKind.values), name="agreement_clause_kind_is_known"),
            models.CheckConstraint(condition=~Q(text="") & ~Q(number=""), name="agreement_clause_says_something"),
        ]

    def __str__(self) -> str:
        return f"{self.version}, clause {self.number}"

    @property
    def audit_places(self) -> tuple[str, ...]:
        return self.version.audit_places


class Review(models.Model):
    """A review of a version: the one that was due, or an extra one that a party asked for (R2.07)."""

    CLASSIFICATION = {
        "id": "internal",
        "version": "internal",
        "held_on": "internal",
        "was_due": "internal",
        "asked_for_by": "internal",
        "outcome": "internal",
        "next_due": "internal",
        "recorded_at": "internal",
        "recorder_label": "personal",
    }

    version = models.ForeignKey(AgreementVersion, on_delete=models.PROTECT, related_name="reviews")
    held_on = models.DateField()
    was_due = models.DateField(null=True, blank=True, help_text="The date it answers; blank for an extra review.")
    asked_for_by = models.CharField(max_length=150, blank=True, help_text="Of an extra review: which party asked.")
    outcome = models.TextField()
    next_due = models.DateField(null=True, blank=True)
    recorded_at = models.DateTimeField(auto_now_add=True)
    recorder_label = models.CharField(max_length=200)

    class Meta:
        ordering = ["version_id", "held_on", "id"]
        constraints = [
            models.CheckConstraint(condition=~Q(outcome=""), name="agreement_review_has_an_outcome"),
            models.CheckConstraint(
                condition=Q(was_due__isnull=False) | ~Q(asked_for_by=""), name="agreement_review_was_due_or_asked_for"
            ),
            models.CheckConstraint(
                condition=Q(next_due__isnull=True) | Q(next_due__gt=F("held_on")), name="agreement_next_review_is_later"
            ),
        ]

    def __str__(self) -> str:
        return f"Review of {self.version} on {self.held_on}"

    @property
    def audit_places(self) -> tuple[str, ...]:
        return self.version.audit_places
