"""Figures that councils have signed in their returns during the year. The Department has not published them.

They stand apart from published values: another table, another audience. A published figure is for everyone; these are
for whom the alliance's data register names (memorandum, clause 6 and data appendix), and every read asks it.
"""

import uuid

from django.db import models
from django.db.models import Q

from riia.alliance.figures.models.published import CODES, SYMBOLS
from riia.alliance.places.models import Alliance, Place
from riia.indicators.definitions import Measure
from riia.indicators.model import Period


class InYearReturn(models.Model):
    """One council's signed return of one period, as the alliance's partners may see it: a release of the alliance.

    `source` is the reference of the return and `version` its version; `fingerprint` the hash that the signature binds
    to; `grounds` the agreement and clause under which it was collected. Taken back when the signature is voided: the
    row stays with the reason, its values go.
    """

    CLASSIFICATION = {
        "id": "internal",
        "reference": "internal",
        "alliance": "public",
        "council": "public",
        "period": "public",
        "period_start": "public",
        "period_end": "public",
        "form": "public",
        "source": "internal",
        "version": "internal",
        "fingerprint": "internal",
        "grounds": "internal",
        "population": "public",
        "simulated": "internal",
        "published_at": "internal",
        "withdrawn_at": "internal",
        "withdrawn_because": "internal",
    }

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    alliance = models.ForeignKey(Alliance, on_delete=models.PROTECT, related_name="in_year_returns")
    council = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="in_year_returns")
    period = models.CharField(max_length=12)
    period_start = models.DateField()
    period_end = models.DateField()
    form = models.SlugField(max_length=40)
    source = models.UUIDField()
    version = models.PositiveSmallIntegerField()
    fingerprint = models.CharField(max_length=64)
    grounds = models.JSONField(default=dict)
    population = models.JSONField(default=dict, help_text="The population under its rates, in words.")
    simulated = models.BooleanField(default=False)
    published_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_because = models.CharField(max_length=1000, blank=True)

    class Meta:
        ordering = ["alliance", "council", "period_start", "published_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["council", "form", "period"],
                condition=Q(withdrawn_at__isnull=True),
                name="in_year_one_return_stands",
            ),
            models.CheckConstraint(
                condition=Q(fingerprint__regex=r"^[0-9a-f]{64}$"), name="in_year_fingerprint_is_sha256"
            ),
        ]

    def __str__(self) -> str:
        return self.audit_label

    @property
    def audit_label(self) -> str:
        return f"in-year figures of {self.council.label}, {Period.parse(self.period).label}"

    @property
    def audit_places(self) -> tuple[str, ...]:
        return (self.council.code, self.alliance.region.code)


class InYearValue(models.Model):
    """One signed figure. Exactly one of a number and a symbol; a cell the council left blank has no row."""

    CLASSIFICATION = {
        "id": "internal",
        "signed": "internal",
        "indicator": "public",
        "variant": "public",
        "measure": "public",
        "value": "internal",
        "symbol": "internal",
    }

    signed = models.ForeignKey(InYearReturn, on_delete=models.CASCADE, related_name="values")
    indicator = models.CharField(max_length=60)
    variant = models.CharField(max_length=60)
    measure = models.CharField(max_length=7, choices=[(measure.value, measure.value) for measure in Measure])
    value = models.DecimalField(max_digits=24, decimal_places=10, null=True, blank=True)
    symbol = models.CharField(max_length=3, blank=True, choices=SYMBOLS)

    class Meta:
        ordering = ["signed", "indicator", "variant", "measure"]
        constraints = [
            models.UniqueConstraint(fields=["signed", "indicator", "variant", "measure"], name="in_year_value_once"),
            models.CheckConstraint(
                condition=Q(value__isnull=False, symbol="") | Q(value__isnull=True, symbol__in=CODES),
                name="in_year_value_is_a_number_or_a_symbol",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator} {self.variant} {self.measure}"
