"""Who is party to a version of an agreement, which offices sign for each, and what they signed (R2.02, R2.03)."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from riia.alliance.agreements.models.agreement import AgreementVersion
from riia.alliance.places.models import Organisation, Place
from riia.alliance.places.models.dated import DatedQuerySet, ends_after_it_begins


class Party(models.Model):
    """A council or another body that is party to a version, with the days on which it is.

    `counted_authority` is false for a body that signs without being one of the councils counted, such as a children's
    trust. A trust signs beside each council it serves, so its seats stand with those councils.
    """

    CLASSIFICATION = {
        "id": "internal",
        "version": "internal",
        "council": "public",
        "organisation": "public",
        "counted_authority": "internal",
        "responsibilities": "internal",
        "contribution": "internal",
        "valid_from": "internal",
        "valid_to": "internal",
    }

    version = models.ForeignKey(AgreementVersion, on_delete=models.CASCADE, related_name="parties")
    council = models.ForeignKey(Place, on_delete=models.PROTECT, null=True, blank=True, related_name="agreed")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="agreed"
    )
    counted_authority = models.BooleanField(default=False)
    responsibilities = models.TextField(blank=True, help_text="What it is responsible for under the agreement.")
    contribution = models.CharField(max_length=200, blank=True, help_text="What it contributes: money, people, data.")
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        ordering = ["version_id", "id"]
        verbose_name_plural = "parties"
        constraints = [
            models.CheckConstraint(
                condition=Q(council__isnull=False, organisation__isnull=True)
                | Q(council__isnull=True, organisation__isnull=False, counted_authority=False),
                name="agreement_party_is_a_council_or_another_body",
                violation_error_message="A party is either a council or another body, and only councils are counted.",
            ),
            models.UniqueConstraint(fields=["version", "council"], name="agreement_council_is_party_once"),
            models.UniqueConstraint(fields=["version", "organisation"], name="agreement_body_is_party_once"),
            ends_after_it_begins("agreement_party_ends_after_it_begins"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return self.council.name if self.council else str(self.organisation)

    @property
    def audit_places(self) -> tuple[str, ...]:
        return (*self.version.audit_places, *((self.council.code,) if self.council else ()))


class Office(models.TextChoices):
    """The offices that sign. `title` of a seat keeps what the document calls the office there."""

    DCS = "dcs", "Director of Children’s Services"
    LEAD_MEMBER = "lead-member", "Lead Member for Children’s Services"
    CHIEF_EXECUTIVE = "chief-executive", "Chief Executive"
    TRUST_CHIEF_EXECUTIVE = "trust-chief-executive", "Chief Executive of the trust"
    AUTHORISED_SIGNATORY = "authorised-signatory", "Authorised signatory"


COUNCIL_OFFICES = (Office.DCS, Office.LEAD_MEMBER, Office.CHIEF_EXECUTIVE)


class Seat(models.Model):
    """A signature that is asked for: an office of a party. `organisation` is whose officer signs, if another body's."""

    CLASSIFICATION = {
        "id": "internal",
        "party": "internal",
        "office": "internal",
        "title": "internal",
        "organisation": "public",
        "required": "internal",
    }

    party = models.ForeignKey(Party, on_delete=models.CASCADE, related_name="seats")
    office = models.CharField(max_length=24, choices=Office)
    title = models.CharField(max_length=100, blank=True, help_text="What the document calls the office, if otherwise.")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    required = models.BooleanField(default=True)

    class Meta:
        ordering = ["party_id", "id"]
        constraints = [
            models.UniqueConstraint(fields=["party", "office"], name="agreement_seat_once"),
            models.CheckConstraint(condition=Q(office__in=Office.values), name="agreement_office_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.words}, {self.party}"

    @property
    def words(self) -> str:
        """The office in words, as the document calls it."""
        return self.title or Office(self.office).label

    @property
    def audit_label(self) -> str:
        return f"{self.party.version}: {self}"

    @property
    def audit_places(self) -> tuple[str, ...]:
        return self.party.audit_places


class Signature(models.Model):
    """A signature as the document shows it: the day, and the date as somebody wrote it (R2.05)."""

    CLASSIFICATION = {
        "id": "internal",
        "seat": "internal",
        "signed_on": "internal",
        "as_written": "internal",
        "recorded_at": "internal",
        "recorded_by": "internal",
        "recorder_label": "personal",
    }

    seat = models.OneToOneField(Seat, on_delete=models.PROTECT, related_name="signature")
    signed_on = models.DateField()
    as_written = models.CharField(max_length=40)
    recorded_at = models.DateTimeField(auto_now_add=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    recorder_label = models.CharField(max_length=200)

    class Meta:
        ordering = ["signed_on", "id"]
        constraints = [models.CheckConstraint(condition=~Q(as_written=""), name="agreement_signature_date_as_written")]

    def __str__(self) -> str:
        return f"{self.seat}: {self.as_written}"

    @property
    def audit_label(self) -> str:
        return self.seat.audit_label

    @property
    def audit_places(self) -> tuple[str, ...]:
        return self.seat.audit_places
