"""What every council commits to, the evidence that it does, and the documents three offices sign (R2.10 to R2.14)."""

import uuid

from django.db import models
from django.db.models import F, Q

from riia.alliance.agreements.models.agreement import AgreementVersion
from riia.alliance.agreements.models.parties import Party


class DocumentKind(models.TextChoices):
    SELF_EVALUATION = "self-evaluation", "self-evaluation (SEF)"
    DEVELOPMENT_PLAN = "development-plan", "development plan"
    REGIONAL_PLAN = "regional-plan", "regional development plan"


class MetBy(models.TextChoices):
    """What shows by itself that a commitment is met. Everything else is recorded by a person."""

    RETURNS = "returns", "signed quarterly returns"


class Commitment(models.Model):
    """One thing every council of a version commits to. A column of the compliance matrix.

    `once_in` is the number of periods in which doing it once is enough: 2 for a biennial challenge in a matrix by year.
    `needs_document` is the kind of signed document without which it cannot count as met. `met_by` names the part of the
    system that shows it without anybody recording evidence (`derived`); blank where people do.
    """

    CLASSIFICATION = {
        "id": "internal",
        "version": "internal",
        "key": "internal",
        "position": "internal",
        "title": "internal",
        "clause": "internal",
        "once_in": "internal",
        "needs_document": "internal",
        "met_by": "internal",
    }

    version = models.ForeignKey(AgreementVersion, on_delete=models.CASCADE, related_name="commitments")
    key = models.SlugField(max_length=40)
    position = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=120)
    clause = models.CharField(max_length=20, help_text="The clause it comes from.")
    once_in = models.PositiveSmallIntegerField(default=1)
    needs_document = models.CharField(max_length=20, choices=DocumentKind, blank=True)
    met_by = models.CharField(max_length=20, choices=MetBy, blank=True)

    class Meta:
        ordering = ["version_id", "position"]
        constraints = [
            models.UniqueConstraint(fields=["version", "key"], name="agreement_commitment_once"),
            models.UniqueConstraint(fields=["version", "position"], name="agreement_commitment_position_once"),
            models.CheckConstraint(condition=Q(once_in__gte=1), name="agreement_commitment_has_a_rhythm"),
            models.CheckConstraint(
                condition=Q(met_by="") | Q(met_by__in=MetBy.values), name="agreement_commitment_met_by_is_known"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def audit_places(self) -> tuple[str, ...]:
        return self.version.audit_places


class CommitmentPeriod(models.Model):
    """A period for which the matrix is kept, such as a financial year."""

    CLASSIFICATION = {
        "id": "internal",
        "version": "internal",
        "label": "internal",
        "first_day": "internal",
        "last_day": "internal",
    }

    version = models.ForeignKey(AgreementVersion, on_delete=models.CASCADE, related_name="commitment_periods")
    label = models.CharField(max_length=30)
    first_day = models.DateField()
    last_day = models.DateField()

    class Meta:
        ordering = ["version_id", "first_day"]
        constraints = [
            models.UniqueConstraint(fields=["version", "label"], name="agreement_commitment_period_once"),
            models.CheckConstraint(
                condition=Q(last_day__gte=F("first_day")), name="agreement_commitment_period_ends_after_it_begins"
            ),
        ]

    def __str__(self) -> str:
        return self.label


class Evidence(models.Model):
    """That a council met a commitment in a period: when, and where it can be seen. Withdrawn, it stays on record."""

    CLASSIFICATION = {
        "id": "internal",
        "reference": "internal",
        "commitment": "internal",
        "party": "internal",
        "period": "internal",
        "met_on": "internal",
        "note": "internal",
        "link": "internal",
        "recorded_at": "internal",
        "recorder_label": "personal",
        "withdrawn_at": "internal",
        "withdrawn_because": "internal",
    }

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    commitment = models.ForeignKey(Commitment, on_delete=models.PROTECT, related_name="evidence")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="evidence")
    period = models.ForeignKey(CommitmentPeriod, on_delete=models.PROTECT, related_name="evidence")
    met_on = models.DateField()
    note = models.CharField(max_length=300, blank=True)
    link = models.URLField(blank=True)
    recorded_at = models.DateTimeField(auto_now_add=True)
    recorder_label = models.CharField(max_length=200)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_because = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["commitment_id", "party_id", "period_id", "id"]
        verbose_name_plural = "evidence"
        constraints = [
            models.UniqueConstraint(
                fields=["commitment", "party", "period"],
                condition=Q(withdrawn_at__isnull=True),
                name="agreement_evidence_stands_once",
            ),
            models.CheckConstraint(condition=~Q(note="") | ~Q(link=""), name="agreement_evidence_can_be_seen"),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, withdrawn_because="")
                | (Q(withdrawn_at__isnull=False) & ~Q(withdrawn_because="")),
                name="agreement_evidence_withdrawn_with_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.commitment}: {self.party}, {self.period}"

    @property
    def audit_places(self) -> tuple[str, ...]:
        return self.party.audit_places


class SignedDocument(models.Model):
    """A self-evaluation or plan that counts only once three offices have signed it off (R2.11, R2.12).

    A regional plan has no party: the three regional leads sign it, and it is then published.
    """

    CLASSIFICATION = {
        "id": "internal",
        "reference": "internal",
        "version": "internal",
        "party": "internal",
        "period": "internal",
        "kind": "internal",
        "title": "internal",
        "closes_on": "internal",
        "published_at": "internal",
        "published_on": "internal",
    }

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    version = models.ForeignKey(AgreementVersion, on_delete=models.PROTECT, related_name="documents")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, null=True, blank=True, related_name="documents")
    period = models.ForeignKey(CommitmentPeriod, on_delete=models.PROTECT, related_name="documents")
    kind = models.CharField(max_length=20, choices=DocumentKind)
    title = models.CharField(max_length=200)
    closes_on = models.DateField(null=True, blank=True, help_text="The last day on which a sign-off counts.")
    published_at = models.URLField(blank=True)
    published_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["version_id", "kind", "party_id", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind=DocumentKind.REGIONAL_PLAN, party__isnull=True)
                | (~Q(kind=DocumentKind.REGIONAL_PLAN) & Q(party__isnull=False)),
                name="agreement_document_is_a_councils_or_the_regions",
            ),
            models.CheckConstraint(
                condition=Q(published_at="", published_on__isnull=True)
                | (~Q(published_at="") & Q(published_on__isnull=False)),
                name="agreement_document_published_where_and_when",
            ),
            models.UniqueConstraint(
                fields=["version", "party", "period", "kind"], name="agreement_document_of_a_council_once"
            ),
            models.UniqueConstraint(
                fields=["version", "period"],
                condition=Q(kind=DocumentKind.REGIONAL_PLAN),
                name="agreement_regional_plan_once",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def audit_label(self) -> str:
        return self.title

    @property
    def audit_places(self) -> tuple[str, ...]:
        return self.party.audit_places if self.party else self.version.audit_places


class SignOff(models.Model):
    """One office's sign-off of a document. `equivalent` names who signed where the office has another name."""

    CLASSIFICATION = {
        "id": "internal",
        "document": "internal",
        "office": "internal",
        "equivalent": "internal",
        "signed_on": "internal",
        "recorded_at": "internal",
        "recorder_label": "personal",
    }

    document = models.ForeignKey(SignedDocument, on_delete=models.PROTECT, related_name="sign_offs")
    office = models.CharField(max_length=30)
    equivalent = models.CharField(max_length=100, blank=True)
    signed_on = models.DateField()
    recorded_at = models.DateTimeField(auto_now_add=True)
    recorder_label = models.CharField(max_length=200)

    class Meta:
        ordering = ["document_id", "signed_on", "id"]
        constraints = [models.UniqueConstraint(fields=["document", "office"], name="agreement_sign_off_once")]

    def __str__(self) -> str:
        return f"{self.document}: {self.office}"

    @property
    def audit_places(self) -> tuple[str, ...]:
        return self.document.audit_places


class SupportActivity(models.Model):
    """What a supporting body does: it may begin once directors have approved it and it has money (R2.14)."""

    CLASSIFICATION = {
        "id": "internal",
        "reference": "internal",
        "version": "internal",
        "title": "internal",
        "minute": "internal",
        "approved_on": "internal",
        "funding_source": "internal",
    }

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    version = models.ForeignKey(AgreementVersion, on_delete=models.PROTECT, related_name="support_activities")
    title = models.CharField(max_length=200)
    minute = models.CharField(max_length=200, blank=True, help_text="Meeting and minute of the directors' approval.")
    approved_on = models.DateField(null=True, blank=True)
    funding_source = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["version_id", "title"]
        verbose_name_plural = "support activities"
        constraints = [
            models.UniqueConstraint(fields=["version", "title"], name="agreement_support_activity_once"),
            models.CheckConstraint(
                condition=Q(minute="", approved_on__isnull=True) | (~Q(minute="") & Q(approved_on__isnull=False)),
                name="agreement_support_minute_has_a_date",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def may_begin(self) -> bool:
        return bool(self.minute and self.funding_source)

    @property
    def audit_label(self) -> str:
        return self.title

    @property
    def audit_places(self) -> tuple[str, ...]:
        return self.version.audit_places
