"""The data register of an agreement: its datasets, their items, and every line an item has had (R4.01, MoU 6.4).

An item is only a name in a dataset. What it is, whom it is for and how it stands is in its lines, each with the day
from which it holds; a change adds a line and never rewrites one, so that the register answers for any day.
"""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from riia.alliance.agreements.audiences import Audience, Privacy
from riia.alliance.agreements.models.agreement import AgreementVersion
from riia.alliance.agreements.states_register import Basis, ItemStatus
from riia.alliance.places.models import Alliance
from riia.indicators.calendar import Frequency

PRIVACY_CHOICES = [(level.value, level.words) for level in Privacy]
FREQUENCY_CHOICES = [(each.value, each.words) for each in Frequency]
STATUS_CHOICES = [(each.value, each.words) for each in ItemStatus]


class Dataset(models.Model):
    """One dataset of the register of a version, with the rules that hold for all its items.

    `frequency` is blank and `retention_months` empty where the document is silent and nobody has settled it yet (R4.33,
    R4.15); `settled_because` says who settled them since, and where that is written. `until_superseded` says
    that figures are shown only until DfE publishes its own (R4.13).
    """

    CLASSIFICATION = {
        "id": "internal",
        "reference": "internal",
        "version": "internal",
        "number": "internal",
        "key": "internal",
        "title": "internal",
        "about": "internal",
        "clause": "internal",
        "privacy": "internal",
        "frequency": "internal",
        "publication_rule": "internal",
        "until_superseded": "internal",
        "retention_months": "internal",
        "destruction_rule": "internal",
        "settled_because": "internal",
        "source": "internal",
        "entered_by": "personal",
    }

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    version = models.ForeignKey(AgreementVersion, on_delete=models.PROTECT, related_name="datasets")
    number = models.PositiveSmallIntegerField()
    key = models.SlugField(max_length=40)
    title = models.CharField(max_length=150)
    about = models.TextField(blank=True, help_text="What the document says of it, in our words.")
    clause = models.CharField(max_length=60, help_text="Clause under which it is shared.")
    privacy = models.CharField(max_length=20, choices=PRIVACY_CHOICES)
    frequency = models.CharField(max_length=20, choices=FREQUENCY_CHOICES, blank=True)
    publication_rule = models.CharField(max_length=300, blank=True)
    until_superseded = models.BooleanField(default=False)
    retention_months = models.PositiveSmallIntegerField(null=True, blank=True)
    destruction_rule = models.CharField(max_length=300, blank=True)
    settled_because = models.CharField(max_length=300, blank=True)
    source = models.CharField(max_length=200)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["version", "number"]
        constraints = [
            models.UniqueConstraint(fields=["version", "key"], name="register_dataset_once"),
            models.UniqueConstraint(fields=["version", "number"], name="register_dataset_number_once"),
            models.CheckConstraint(
                condition=Q(privacy__in=[each.value for each in Privacy]), name="register_privacy_is_known"
            ),
            models.CheckConstraint(
                condition=Q(frequency="") | Q(frequency__in=[each.value for each in Frequency]),
                name="register_frequency_is_known",
            ),
        ]

    def __str__(self) -> str:
        return f"Dataset {self.number}: {self.title}"

    @property
    def audit_label(self) -> str:
        return f"{self} ({self.version})"

    @property
    def audit_places(self) -> tuple[str, ...]:
        return self.version.audit_places


class RegisterItem(models.Model):
    """One item of a dataset: a key and a number, the same over all the lines it has had."""

    CLASSIFICATION = {
        "id": "internal",
        "reference": "internal",
        "dataset": "internal",
        "key": "internal",
        "number": "internal",
    }

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    dataset = models.ForeignKey(Dataset, on_delete=models.PROTECT, related_name="items")
    key = models.SlugField(max_length=60)
    number = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["dataset", "number"]
        constraints = [
            models.UniqueConstraint(fields=["dataset", "key"], name="register_item_once"),
            models.UniqueConstraint(fields=["dataset", "number"], name="register_item_number_once"),
        ]

    def __str__(self) -> str:
        return f"{self.dataset.key} item {self.number}: {self.key}"

    @property
    def audit_label(self) -> str:
        return str(self)

    @property
    def audit_places(self) -> tuple[str, ...]:
        return self.dataset.audit_places


class ItemLine(models.Model):
    """What the register says of an item from a day on, until its next line begins.

    `ends_on` is the last day of an item that was agreed for a limited time. `set_aside` marks a line that a later
    decision replaced before or from its own first day; it stays to be read and no longer holds. `newly_collected` is
    None until somebody has marked by hand whether the region collects the item for the first time (R4.18).
    """

    CLASSIFICATION = {
        "id": "internal",
        "item": "internal",
        "starts_on": "internal",
        "ends_on": "internal",
        "set_aside": "internal",
        "status": "internal",
        "title": "internal",
        "definition": "internal",
        "unit": "internal",
        "numerator": "internal",
        "denominator": "internal",
        "aggregation": "internal",
        "privacy": "internal",
        "collector": "internal",
        "frequency": "internal",
        "audiences": "internal",
        "onward": "internal",
        "onward_rule": "internal",
        "publication_rule": "internal",
        "newly_collected": "internal",
        "source": "internal",
        "basis": "internal",
        "minute": "internal",
        "decided_on": "internal",
        "reason": "internal",
        "recorded_at": "internal",
        "recorder_label": "personal",
    }

    item = models.ForeignKey(RegisterItem, on_delete=models.PROTECT, related_name="lines")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    set_aside = models.BooleanField(default=False)
    status = models.CharField(max_length=12, choices=STATUS_CHOICES)
    title = models.CharField(max_length=200)
    definition = models.TextField(blank=True)
    unit = models.CharField(max_length=120, blank=True)
    numerator = models.CharField(max_length=300, blank=True)
    denominator = models.CharField(max_length=300, blank=True)
    aggregation = models.CharField(max_length=80, blank=True)
    privacy = models.CharField(max_length=20, choices=PRIVACY_CHOICES)
    collector = models.CharField(max_length=120, blank=True)
    frequency = models.CharField(max_length=20, choices=FREQUENCY_CHOICES, blank=True)
    audiences = models.JSONField(default=list, help_text="Who may see it.")
    onward = models.JSONField(default=list, help_text="Recipients outside the alliance it may be sent to.")
    onward_rule = models.CharField(max_length=300, blank=True)
    publication_rule = models.CharField(max_length=300, blank=True)
    newly_collected = models.BooleanField(null=True, blank=True)
    source = models.CharField(max_length=200, blank=True)
    basis = models.CharField(max_length=10, choices=[(each.value, each.words) for each in Basis])
    minute = models.CharField(max_length=200, blank=True, help_text="Meeting and minute of the decision.")
    decided_on = models.DateField(null=True, blank=True)
    reason = models.TextField(blank=True)
    recorded_at = models.DateTimeField(auto_now_add=True)
    recorder_label = models.CharField(max_length=200)

    class Meta:
        ordering = ["item", "starts_on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=[each.value for each in ItemStatus]), name="register_status_is_known"
            ),
            models.CheckConstraint(
                condition=Q(privacy__in=[each.value for each in Privacy]), name="register_line_privacy_is_known"
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")), name="register_line_ends_after"
            ),
            models.CheckConstraint(condition=~Q(title=""), name="register_line_has_a_title"),
            # R4.10: what the agreement itself does not hold becomes active by a minuted decision, and by nothing else.
            models.CheckConstraint(
                condition=~Q(status=ItemStatus.ACTIVE)
                | Q(basis=Basis.AGREEMENT)
                | (Q(basis=Basis.DECISION, decided_on__isnull=False) & ~Q(minute="")),
                name="register_active_by_agreement_or_minute",
            ),
            models.UniqueConstraint(
                fields=["item", "starts_on"], condition=Q(set_aside=False), name="register_one_line_a_day"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.get_status_display()} from {self.starts_on})"

    @property
    def audiences_set(self) -> frozenset[Audience]:
        return frozenset(Audience(each) for each in self.audiences)

    @property
    def onward_set(self) -> frozenset[Audience]:
        return frozenset(Audience(each) for each in self.onward)

    @property
    def audit_places(self) -> tuple[str, ...]:
        return self.item.audit_places


class Supersession(models.Model):
    """DfE has published what a dataset held locally until then: our figures up to a day are withdrawn (R4.13)."""

    CLASSIFICATION = {
        "id": "internal",
        "dataset": "internal",
        "covers_to": "internal",
        "released_on": "internal",
        "release": "internal",
        "address": "internal",
        "recorded_at": "internal",
        "recorder_label": "personal",
    }

    dataset = models.ForeignKey(Dataset, on_delete=models.PROTECT, related_name="supersessions")
    covers_to = models.DateField(help_text="The last day that the figures published by DfE are about.")
    released_on = models.DateField()
    release = models.CharField(max_length=200)
    address = models.URLField(blank=True)
    recorded_at = models.DateTimeField(auto_now_add=True)
    recorder_label = models.CharField(max_length=200)

    class Meta:
        ordering = ["dataset", "-released_on"]
        constraints = [
            models.UniqueConstraint(fields=["dataset", "covers_to"], name="register_superseded_once"),
            models.CheckConstraint(
                condition=Q(released_on__gt=F("covers_to")), name="register_release_comes_after_its_figures"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.release} ({self.released_on})"

    @property
    def audit_places(self) -> tuple[str, ...]:
        return self.dataset.audit_places


class SharingRules(models.Model):
    """What an alliance has settled about sharing: the notice that sharing further needs and DfE's one contact (R4.11,
    R4.12), and who manages the sharing on which platform (R4.09)."""

    CLASSIFICATION = {
        "id": "internal",
        "alliance": "public",
        "notice_working_days": "internal",
        "notice_source": "internal",
        "dfe_contact": "internal",
        "dfe_contact_address": "internal",
        "manager": "internal",
        "platform": "internal",
    }

    alliance = models.OneToOneField(Alliance, on_delete=models.PROTECT, related_name="sharing_rules")
    notice_working_days = models.PositiveSmallIntegerField(null=True, blank=True)
    notice_source = models.CharField(max_length=300, blank=True)
    dfe_contact = models.CharField(max_length=150, blank=True)
    dfe_contact_address = models.CharField(max_length=200, blank=True)
    manager = models.CharField(max_length=150, blank=True, help_text="The team that manages the sharing of data.")
    platform = models.CharField(max_length=100, blank=True, help_text="Where dashboards are shared.")

    class Meta:
        verbose_name_plural = "sharing rules"

    def __str__(self) -> str:
        return f"Sharing rules of {self.alliance}"

    @property
    def audit_places(self) -> tuple[str, ...]:
        return self.alliance.audit_places
