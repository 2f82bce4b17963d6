"""A determination, the references that name it, and its versions: what each letter says."""

import uuid
from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from riia.alliance.grants.states import VersionState
from riia.alliance.places.models import Place

_PERSON = settings.AUTH_USER_MODEL


class GrantKind(models.TextChoices):
    """What kind of money it is (R1.09)."""

    CORE = "core", "core funding"
    PROJECT = "project", "project funding"
    ROLE = "role", "funding of a role"


class Condition(models.TextChoices):
    """Whether the money is tied to its purpose (R1.21). Not stated is not ring-fenced."""

    RING_FENCED = "ring-fenced", "ring-fenced"
    UNRINGFENCED = "unringfenced", "unringfenced"
    NOT_STATED = "not-stated", "not stated"


class Reporting(models.TextChoices):
    """Whether the department asks for reports (R1.22). A voluntary one never makes a mandatory return."""

    REQUIRED = "required", "required"
    VOLUNTARY = "voluntary", "voluntary"
    NOT_STATED = "not-stated", "not stated"


class Determination(models.Model):
    """A grant from its first letter on: one chain of versions, known by its references.

    A published one is seen by everybody who sees grants; another only by the places it names and their regions.
    `tags` are policy aims that the letter names (R1.27). `simulated` marks one that exists in a demonstration only.
    """

    CLASSIFICATION = {
        "id": "internal",
        "reference": "internal",
        "programme": "public",
        "kind": "public",
        "department": "public",
        "financial_year": "public",
        "condition": "public",
        "condition_words": "public",
        "reporting": "public",
        "reporting_words": "public",
        "published": "public",
        "source": "public",
        "tags": "public",
        "simulated": "public",
        "made_at": "internal",
        "maker_label": "personal",
    }

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    programme = models.CharField(max_length=200)
    kind = models.CharField(max_length=10, choices=GrantKind)
    department = models.CharField(max_length=120, default="Department for Education")
    financial_year = models.PositiveSmallIntegerField(help_text="The year it begins in: 2023 is 2023-24.")
    condition = models.CharField(max_length=12, choices=Condition, default=Condition.NOT_STATED)
    condition_words = models.CharField(max_length=300, blank=True, help_text="What the letter says, in short.")
    reporting = models.CharField(max_length=12, choices=Reporting, default=Reporting.NOT_STATED)
    reporting_words = models.CharField(max_length=300, blank=True)
    published = models.BooleanField(default=False)
    source = models.CharField(max_length=300, blank=True, help_text="Document it was entered from, and its licence.")
    tags = models.JSONField(default=list, blank=True)
    simulated = models.BooleanField(default=False)
    made_at = models.DateTimeField(default=timezone.now)
    maker_label = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["-financial_year", "programme", "id"]

    def __str__(self) -> str:
        return self.programme

    @property
    def year_label(self) -> str:
        return f"{self.financial_year}-{(self.financial_year + 1) % 100:02d}"

    @property
    def year_starts(self) -> date:
        return date(self.financial_year, 4, 1)

    @property
    def year_ends(self) -> date:
        return date(self.financial_year + 1, 3, 31)

    @property
    def title(self) -> str:
        return f"{self.programme}, {self.year_label}"

    @property
    def audit_label(self) -> str:
        return f"grant {self.title}"


class Reference(models.Model):
    """A reference that names a grant, as written. `key` is how it is compared: one string names one chain (R1.02)."""

    CLASSIFICATION = {
        "id": "internal",
        "determination": "internal",
        "written": "public",
        "key": "public",
        "issuer": "public",
        "in_citation": "public",
    }

    determination = models.ForeignKey(Determination, on_delete=models.PROTECT, related_name="references")
    written = models.CharField(max_length=80)
    key = models.CharField(max_length=80, unique=True)
    issuer = models.CharField(max_length=80, blank=True, help_text="Whose reference it is: DfE, DLUHC.")
    in_citation = models.BooleanField(null=True, blank=True, help_text="Whether the citation clause repeats it.")

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.written


class VersionKind(models.TextChoices):
    """What a letter does to the grant."""

    ORIGINAL = "original", "original"
    VARIATION = "variation", "variation"
    REPUBLICATION = "republication", "updated version"


class Consent(models.TextChoices):
    """What is known of the Treasury's consent (R1.03)."""

    STATED = "stated", "the letter says it was obtained before"
    DATED = "dated", "obtained on a known day"
    NOT_STATED = "not-stated", "not stated"


class Power(models.TextChoices):
    """By what power the grant is determined."""

    SECTION_31 = "section-31", "section 31, Local Government Act 2003"
    OTHER = "other", "another power"
    NOT_STATED = "not-stated", "not stated"


class SignatureState(models.TextChoices):
    """How the signature shows (R1.12)."""

    SIGNED = "signed", "signed"
    IMAGE_ONLY = "image-only", "an image only"
    MISSING = "missing", "missing"
    REDACTED = "redacted", "redacted"


class DeterminationVersion(models.Model):
    """What one letter says: the original (number 0), variation n, or an updated version (R1.14, R1.18).

    `letter_date` is None where the letter gives a month only; `letter_written` always has what it gives. Where no day
    of effect is stated, `effective_from` is the letter's date and `effective_stated` is False. `redacted` lists what is
    blacked out, each {"what", "where"}; `amends` the parts that a variation rewrites; `copied_to` who was sent a copy.
    """

    CLASSIFICATION = {
        "id": "internal",
        "reference": "internal",
        "determination": "internal",
        "number": "public",
        "edition": "public",
        "kind": "public",
        "letter_date": "public",
        "letter_written": "public",
        "effective_from": "public",
        "effective_stated": "public",
        "cut_off": "public",
        "promises_update": "public",
        "citation": "public",
        "legal_purpose": "public",
        "purpose": "public",
        "amends": "public",
        "power": "public",
        "consent": "public",
        "consent_on": "public",
        "maker_as_party": "public",
        "maker_in_clauses": "public",
        "maker_in_signature": "public",
        "signatory": "public",
        "signature": "public",
        "addressee": "public",
        "queries_to": "public",
        "support_contact": "public",
        "copied_to": "public",
        "invitation_on": "public",
        "accepted_on": "internal",
        "acceptance_note": "internal",
        "redacted": "public",
        "instalments_written": "public",
        "letter_held": "public",
        "source": "public",
        "note": "internal",
        "state": "internal",
        "keeper": "internal",
        "entered_at": "internal",
        "entered_by": "internal",
        "enterer_label": "personal",
        "withdrawn_because": "internal",
        "document_sha256": "internal",
    }

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    determination = models.ForeignKey(Determination, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField(default=0, help_text="0 is the original; 3 is variation 3.")
    edition = models.PositiveSmallIntegerField(
        default=1, help_text="2 is the first updated version of the same letter."
    )
    kind = models.CharField(max_length=14, choices=VersionKind, default=VersionKind.ORIGINAL)
    letter_date = models.DateField(null=True, blank=True)
    letter_written = models.CharField(max_length=60, help_text="The letter's date as written: December 2023.")
    effective_from = models.DateField()
    effective_stated = models.BooleanField(default=True)
    cut_off = models.DateField(null=True, blank=True, help_text="Funding agreed by this day is in the annex.")
    promises_update = models.BooleanField(default=False)
    citation = models.CharField(max_length=300, blank=True)
    legal_purpose = models.CharField(max_length=500, blank=True)
    purpose = models.TextField(blank=True)
    amends = models.JSONField(default=list, blank=True)
    power = models.CharField(max_length=12, choices=Power, default=Power.NOT_STATED)
    consent = models.CharField(max_length=12, choices=Consent, default=Consent.NOT_STATED)
    consent_on = models.DateField(null=True, blank=True)
    maker_as_party = models.CharField(max_length=120, blank=True, help_text="Who makes it, in the list of parties.")
    maker_in_clauses = models.CharField(max_length=120, blank=True)
    maker_in_signature = models.CharField(max_length=120, blank=True)
    signatory = models.CharField(max_length=200, blank=True, help_text="The office that signs.")
    signature = models.CharField(max_length=12, choices=SignatureState, default=SignatureState.MISSING)
    addressee = models.CharField(max_length=200, blank=True)
    queries_to = models.CharField(max_length=200, blank=True)
    support_contact = models.CharField(max_length=200, blank=True)
    copied_to = models.JSONField(default=list, blank=True)
    invitation_on = models.DateField(null=True, blank=True)
    accepted_on = models.DateField(null=True, blank=True)
    acceptance_note = models.CharField(max_length=300, blank=True)
    redacted = models.JSONField(default=list, blank=True)
    instalments_written = models.CharField(max_length=300, blank=True)
    letter_held = models.BooleanField(default=True, help_text="No: known from another document only.")
    source = models.CharField(max_length=300, blank=True)
    note = models.TextField(blank=True)
    state = models.CharField(
        max_length=12, choices=[(one.value, one.value) for one in VersionState], default=VersionState.DRAFT
    )
    keeper = models.ForeignKey(
        Place, on_delete=models.PROTECT, null=True, blank=True, related_name="kept_versions",
        help_text="The region whose coordinator entered it.",
    )  # fmt: skip
    entered_at = models.DateTimeField(default=timezone.now)
    entered_by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    enterer_label = models.CharField(max_length=200, blank=True)
    withdrawn_because = models.CharField(max_length=300, blank=True)
    document_sha256 = models.CharField(max_length=64, blank=True, help_text="Of the file that it was read from.")

    class Meta:
        ordering = ["determination", "number", "edition"]
        constraints = [
            models.UniqueConstraint(
                fields=["determination", "number", "edition"],
                condition=~Q(state=VersionState.WITHDRAWN),
                name="grants_version_once",
            ),
            models.CheckConstraint(
                condition=~Q(consent=Consent.DATED) | Q(consent_on__isnull=False), name="grants_dated_consent_has_a_day"
            ),
            models.CheckConstraint(condition=Q(edition__gte=1), name="grants_editions_begin_with_1"),
        ]

    def __str__(self) -> str:
        return f"{self.determination.programme}, {self.label}"

    @property
    def label(self) -> str:
        """Its name in the chain: "original", "variation 3", "variation 3, updated version 2"."""
        name = f"variation {self.number}" if self.number else "original"
        return name if self.edition == 1 else f"{name}, updated version {self.edition}"

    @property
    def is_draft(self) -> bool:
        return self.state == VersionState.DRAFT

    @property
    def audit_label(self) -> str:
        return f"{self.label} of the {self.determination.audit_label}"

    @property
    def audit_places(self) -> tuple[str, ...]:
        return (self.keeper.code,) if self.keeper else ()


class ClauseKind(models.TextChoices):
    """What a clause is for. The first four have to be there (R1.04)."""

    CITATION = "citation", "Citation"
    PURPOSE = "purpose", "Purpose"
    DETERMINATION = "determination", "Determination"
    CONSENT = "consent", "Treasury consent"
    PAYMENT = "payment", "Payment arrangements"
    OTHER = "other", "Other"


class Clause(models.Model):
    """A clause of a letter, in our own short words with its figures as written."""

    CLASSIFICATION = {
        "id": "internal",
        "version": "internal",
        "number": "public",
        "kind": "public",
        "text": "public",
    }

    version = models.ForeignKey(DeterminationVersion, on_delete=models.CASCADE, related_name="clauses")
    number = models.CharField(max_length=10)
    kind = models.CharField(max_length=14, choices=ClauseKind)
    text = models.TextField()

    class Meta:
        ordering = ["version", "id"]
        constraints = [models.UniqueConstraint(fields=["version", "number"], name="grants_clause_once")]

    def __str__(self) -> str:
        return f"{self.number} {self.get_kind_display()}"


class Party(models.Model):
    """Somebody the letter says the determination is made with, as written."""

    CLASSIFICATION = {
        "id": "internal",
        "version": "internal",
        "written": "public",
        "place": "public",
        "group": "public",
    }

    version = models.ForeignKey(DeterminationVersion, on_delete=models.CASCADE, related_name="parties")
    written = models.CharField(max_length=200)
    place = models.ForeignKey(Place, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    group = models.BooleanField(default=False, help_text="Stands for a list elsewhere, such as those in the annex.")

    class Meta:
        ordering = ["version", "id"]

    def __str__(self) -> str:
        return self.written
