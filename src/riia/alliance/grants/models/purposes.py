"""What the money is for: lines with their rules, and the menus a letter offers."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from riia.alliance.grants.models.determinations import DeterminationVersion
from riia.alliance.places.models import Place


class PurposeLine(models.Model):
    """A numbered line of the purpose: what for, by which rule it is worked out, who is paid and for whom (R1.20).

    `rule` is the JSON of `riia.documents.allocation`: executed, it gives what each recipient should have. An `uplift`
    counts in the revised total only (R1.17). `pays_on` is the first of the month where the letter names a month.
    `area` is the area of a delivery plan that it pays for, such as "4", of the plan `plan` (R1.52).
    """

    CLASSIFICATION = {
        "id": "internal",
        "version": "internal",
        "number": "public",
        "heading": "public",
        "text": "public",
        "rule": "public",
        "basis_written": "public",
        "uplift": "public",
        "pays_on": "public",
        "pays_month_only": "public",
        "pays_written": "public",
        "year_written": "public",
        "payee": "public",
        "beneficiary": "public",
        "cap": "public",
        "cap_unit": "public",
        "exclusion": "public",
        "plan": "public",
        "area": "public",
    }

    version = models.ForeignKey(DeterminationVersion, on_delete=models.CASCADE, related_name="purposes")
    number = models.CharField(max_length=10)
    heading = models.CharField(max_length=200)
    text = models.TextField(blank=True)
    rule = models.JSONField(default=dict, blank=True)
    basis_written = models.CharField(max_length=300, blank=True, help_text="The figures as the letter has them.")
    uplift = models.BooleanField(default=False)
    pays_on = models.DateField(null=True, blank=True)
    pays_month_only = models.BooleanField(default=True)
    pays_written = models.CharField(max_length=100, blank=True)
    year_written = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="The financial year that the line itself names, by the year it begins in."
    )
    payee = models.ForeignKey(
        Place, on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        help_text="Who is paid, where it is not each recipient its own share.",
    )  # fmt: skip
    beneficiary = models.CharField(max_length=200, blank=True, help_text="For whom, where somebody else is paid.")
    cap = models.PositiveIntegerField(null=True, blank=True)
    cap_unit = models.CharField(max_length=40, blank=True)
    exclusion = models.CharField(max_length=300, blank=True)
    plan = models.CharField(max_length=60, blank=True)
    area = models.CharField(max_length=20, blank=True)

    class Meta:
        ordering = ["version", "id"]
        constraints = [
            models.UniqueConstraint(fields=["version", "number"], name="grants_purpose_once"),
            models.CheckConstraint(condition=Q(cap__isnull=True) | ~Q(cap_unit=""), name="grants_cap_has_a_unit"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.heading}"

    @property
    def audit_label(self) -> str:
        return f"purpose {self.number} of {self.version.audit_label}"


class MenuKind(models.TextChoices):
    """What may be chosen. Neither is obligatory (R1.25, R1.26)."""

    MEASURE = "measure", "success measure"
    ACTIVITY = "activity", "activity"


class MenuItem(models.Model):
    """A success measure or activity that a letter offers, in our short words. `under` holds a part of a measure."""

    CLASSIFICATION = {
        "id": "internal",
        "version": "internal",
        "kind": "public",
        "number": "public",
        "heading": "public",
        "text": "public",
        "under": "internal",
    }

    version = models.ForeignKey(DeterminationVersion, on_delete=models.CASCADE, related_name="menu")
    kind = models.CharField(max_length=10, choices=MenuKind)
    number = models.CharField(max_length=10)
    heading = models.CharField(max_length=120, blank=True)
    text = models.CharField(max_length=300)
    under = models.ForeignKey("self", on_delete=models.CASCADE, null=True, blank=True, related_name="parts")

    class Meta:
        ordering = ["version", "kind", "id"]
        constraints = [models.UniqueConstraint(fields=["version", "kind", "number"], name="grants_menu_once")]

    def __str__(self) -> str:
        return self.text


class Chosen(models.Model):
    """A region took a measure or activity into what it does."""

    CLASSIFICATION = {
        "id": "internal",
        "item": "internal",
        "region": "public",
        "at": "internal",
        "chooser_label": "personal",
    }

    item = models.ForeignKey(MenuItem, on_delete=models.CASCADE, related_name="chosen")
    region = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    chooser_label = models.CharField(max_length=200)

    class Meta:
        ordering = ["item", "region"]
        constraints = [models.UniqueConstraint(fields=["item", "region"], name="grants_chosen_once")]

    def __str__(self) -> str:
        return f"{self.region}: {self.item}"
