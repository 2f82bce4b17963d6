"""A council's return of one round: its answers as they are typed, its versions, its steps and its signatures."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from riia.alliance.places.models import Place
from riia.alliance.returns.models.rounds import Round
from riia.alliance.returns.states import ReturnState, UploadState

_PERSON = settings.AUTH_USER_MODEL


class Source(models.TextChoices):
    """How answers came in."""

    FORM = "form", "typed into the form"
    TEMPLATE = "template", "the region's workbook"
    CSV = "csv", "a CSV file"
    COMPUTED = "computed", "computed from the council's own records"
    API = "api", "the API"
    CORRECTION = "correction", "a correction after a query"


class Return(models.Model):
    """One council's return of one round. There is one for each council from the opening on.

    `revision` grows with every change of an answer, explanation or state, so that two people who work at the same time
    see each other. `first_submitted_on` decides between on time, extended and late, whatever happens afterwards.
    """

    CLASSIFICATION = {
        "id": "internal",
        "reference": "internal",
        "round": "internal",
        "council": "public",
        "state": "internal",
        "since": "internal",
        "revision": "internal",
        "first_submitted_on": "internal",
        "validated_on": "internal",
        "sent_on": "internal",
    }

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="returns")
    council = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="returns")
    state = models.CharField(
        max_length=12, choices=[(one.value, one.value) for one in ReturnState], default=ReturnState.NOT_STARTED
    )
    since = models.DateTimeField(default=timezone.now, help_text="When it came into this state.")
    revision = models.PositiveIntegerField(default=0)
    first_submitted_on = models.DateField(null=True, blank=True)
    validated_on = models.DateField(null=True, blank=True)
    sent_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["round", "council__name"]
        constraints = [
            models.UniqueConstraint(fields=["round", "council"], name="returns_one_return_a_council"),
            models.CheckConstraint(
                condition=Q(state__in=[one.value for one in ReturnState]), name="returns_state_is_known"
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


class Entry(models.Model):
    """What stands in one cell now. A cell without a row, or with an empty `value`, is blank.

    `typed` is the text as given; `value` what it was read as ("12", "3.5", "[c]"), empty where it could not be read or
    nothing is there, and then `problem` says why. `revision` is the return's revision at the last change of this cell.
    """

    CLASSIFICATION = {
        "id": "internal",
        "council_return": "internal",
        "cell": "internal",
        "typed": "confidential",
        "value": "confidential",
        "problem": "internal",
        "source": "internal",
        "place": "internal",
        "revision": "internal",
        "changed_at": "internal",
        "changed_by": "internal",
        "changer_label": "personal",
    }

    council_return = models.ForeignKey(Return, on_delete=models.PROTECT, related_name="entries")
    cell = models.CharField(max_length=120)
    typed = models.CharField(max_length=100, blank=True)
    value = models.CharField(max_length=40, blank=True)
    problem = models.CharField(max_length=500, blank=True)
    source = models.CharField(max_length=10, choices=Source)
    place = models.CharField(max_length=120, blank=True, help_text="Where in a file: sheet and cell, or line.")
    revision = models.PositiveIntegerField()
    changed_at = models.DateTimeField(default=timezone.now)
    changed_by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    changer_label = models.CharField(max_length=200)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["council_return", "cell"], name="returns_one_entry_a_cell")]

    def __str__(self) -> str:
        return self.cell


class Explained(models.Model):
    """The council's explanation of what a soft check found. `key` is the outcome's: code and first cell.

    `since` is the first period it was given for without a break, so that an old explanation shows its age.
    """

    CLASSIFICATION = {
        "id": "internal",
        "council_return": "internal",
        "key": "internal",
        "text": "confidential",
        "since": "internal",
        "revision": "internal",
        "changed_at": "internal",
        "changed_by": "internal",
        "changer_label": "personal",
    }

    council_return = models.ForeignKey(Return, on_delete=models.PROTECT, related_name="explained")
    key = models.CharField(max_length=160)
    text = models.TextField(max_length=2000)
    since = models.CharField(max_length=12)
    revision = models.PositiveIntegerField()
    changed_at = models.DateTimeField(default=timezone.now)
    changed_by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    changer_label = models.CharField(max_length=200)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["council_return", "key"], name="returns_one_text_a_finding")]

    def __str__(self) -> str:
        return self.key


class Version(models.Model):
    """The whole return as it was at one moment: at each submission, and as a snapshot when it is reopened.

    Never changed and never deleted. `answers` and `explanations` are as in the canonical form of
    `riia.indicators.returns.canonical`, of which `fingerprint` is the SHA-256; `outcomes` is what the checks said then.
    """

    CLASSIFICATION = {
        "id": "internal",
        "council_return": "internal",
        "number": "internal",
        "why": "internal",
        "answers": "confidential",
        "explanations": "confidential",
        "outcomes": "confidential",
        "population": "public",
        "source": "internal",
        "fingerprint": "internal",
        "made_at": "internal",
        "made_by": "internal",
        "maker_label": "personal",
    }

    council_return = models.ForeignKey(Return, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    why = models.CharField(max_length=12, choices=[("submitted", "submitted"), ("reopened", "as it was reopened")])
    answers = models.JSONField()
    explanations = models.JSONField(default=dict)
    outcomes = models.JSONField(default=list)
    population = models.JSONField(default=dict, help_text="The population under its rates: value, words, vintage.")
    source = models.CharField(max_length=10, choices=Source)
    fingerprint = models.CharField(max_length=64)
    made_at = models.DateTimeField(default=timezone.now)
    made_by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    maker_label = models.CharField(max_length=200)

    class Meta:
        ordering = ["council_return", "number"]
        constraints = [
            models.UniqueConstraint(fields=["council_return", "number"], name="returns_versions_are_numbered"),
            models.CheckConstraint(
                condition=Q(fingerprint__regex=r"^[0-9a-f]{64}$"), name="returns_fingerprint_is_sha256"
            ),
        ]

    def __str__(self) -> str:
        return f"version {self.number}"


class Step(models.Model):
    """One change of state of a return: the history that the board, the clocks and the reports read. Only added to."""

    CLASSIFICATION = {
        "id": "internal",
        "council_return": "internal",
        "before": "internal",
        "after": "internal",
        "at": "internal",
        "reason": "internal",
        "version": "internal",
        "by": "internal",
        "by_label": "personal",
    }

    council_return = models.ForeignKey(Return, on_delete=models.PROTECT, related_name="steps")
    before = models.CharField(max_length=12)
    after = models.CharField(max_length=12)
    at = models.DateTimeField(default=timezone.now)
    reason = models.CharField(max_length=1000, blank=True)
    version = models.ForeignKey(Version, on_delete=models.PROTECT, null=True, blank=True, related_name="steps")
    by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    by_label = models.CharField(max_length=200)

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.before} to {self.after}"


class Signature(models.Model):
    """A director's signature under one version, bound to the hash of exactly what the page showed.

    `fingerprint` is that of the version; `seen` the SHA-256 of what the signing page listed (changes, outliers,
    explanations). A change of the return voids it: the row stays, with when and why.
    """

    CLASSIFICATION = {
        "id": "internal",
        "reference": "internal",
        "council_return": "internal",
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
    council_return = models.ForeignKey(Return, on_delete=models.PROTECT, related_name="signatures")
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="signatures")
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
                fields=["council_return"], condition=Q(voided_at__isnull=True), name="returns_one_valid_signature"
            ),
        ]

    def __str__(self) -> str:
        return f"signature of {self.signed_at:%Y-%m-%d}"


class Upload(models.Model):
    """A file that a council gave, kept as it came, and what was read in it. Its answers count once they are used.

    `found` holds the answers as read, `problems` what could not be read, with the place in the file.
    """

    CLASSIFICATION = {
        "id": "internal",
        "reference": "internal",
        "council_return": "internal",
        "name": "internal",
        "data": "confidential",
        "sha256": "internal",
        "state": "internal",
        "progress": "internal",
        "found": "confidential",
        "problems": "confidential",
        "given_at": "internal",
        "given_by": "internal",
        "giver_label": "personal",
        "begun_at": "internal",
        "finished_at": "internal",
    }

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    council_return = models.ForeignKey(Return, on_delete=models.PROTECT, related_name="uploads")
    name = models.CharField(max_length=200)
    data = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    state = models.CharField(
        max_length=10, choices=[(one.value, one.value) for one in UploadState], default=UploadState.WAITING
    )
    progress = models.PositiveSmallIntegerField(default=0, help_text="In percent.")
    found = models.JSONField(default=dict)
    problems = models.JSONField(default=list)
    given_at = models.DateTimeField(default=timezone.now)
    given_by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    giver_label = models.CharField(max_length=200)
    begun_at = models.DateTimeField(
        null=True, blank=True, help_text="When the present reading began: one that is long over has died."
    )
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["given_at", "id"]

    def __str__(self) -> str:
        return self.name

    @property
    def audit_places(self) -> tuple[str, ...]:
        return self.council_return.audit_places
