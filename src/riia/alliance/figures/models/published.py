"""Published values and the releases they come from."""

from uuid import uuid4

from django.db import models
from django.db.models import Q

from riia.alliance.places.models import Place
from riia.indicators.definitions import Measure
from riia.indicators.model import Symbol

SYMBOLS = [(symbol.value, symbol.words) for symbol in Symbol]
CODES = [symbol.value for symbol in Symbol]


class Basis(models.TextChoices):
    PUBLISHED = "published", "as published"
    COMPUTED = "computed", "computed from published counts"


def new_mark() -> str:
    """A mark nobody has used before."""
    return uuid4().hex


def _one_of(number: str, symbol: str) -> Q:
    """Exactly one of a number and a symbol."""
    return Q(**{f"{number}__isnull": False, symbol: ""}) | Q(**{f"{number}__isnull": True, f"{symbol}__in": CODES})


def _at_most_one_of(number: str, symbol: str) -> Q:
    """A number, a symbol, or nothing where there is no such figure."""
    return _one_of(number, symbol) | Q(**{f"{number}__isnull": True, symbol: ""})


class Release(models.Model):
    """One published file of one edition. Never changed and never deleted: a later one supersedes it.

    A file that should not have been loaded is withdrawn: the release stays, with the reason, and its values go.

    `table` is the address of the definitions ("cin/c1"); `published` as much of the date as is known ("2025-10", or
    blank); `vintage` the code of the population estimates under its rates; `newest` the last day of its newest period;
    `sha256` is of the uncompressed file.
    """

    CLASSIFICATION = {
        "id": "public",
        "table": "public",
        "edition": "public",
        "newest": "public",
        "publisher": "public",
        "title": "public",
        "table_title": "public",
        "published": "public",
        "licence": "public",
        "address": "public",
        "vintage": "public",
        "source_file": "public",
        "sha256": "public",
        "rows": "public",
        "origin": "internal",
        "loaded_at": "internal",
        "superseded_by": "public",
        "superseded_at": "internal",
        "withdrawn_at": "internal",
        "withdrawn_because": "public",
    }

    table = models.CharField(max_length=60)
    edition = models.CharField(max_length=20)
    newest = models.DateField()
    publisher = models.CharField(max_length=100)
    title = models.CharField(max_length=200)
    table_title = models.CharField(max_length=200)
    published = models.CharField(max_length=10, blank=True)
    licence = models.CharField(max_length=100)
    address = models.CharField(max_length=300, blank=True)
    vintage = models.CharField(max_length=20)
    source_file = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64, unique=True)
    rows = models.PositiveIntegerField()
    origin = models.CharField(max_length=300, blank=True, help_text="Where the file was taken from.")
    loaded_at = models.DateTimeField()
    superseded_by = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="supersedes"
    )
    superseded_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_because = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["table", "-newest", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(superseded_by__isnull=True, superseded_at__isnull=True)
                | Q(superseded_by__isnull=False, superseded_at__isnull=False),
                name="release_superseded_by_and_when",
            ),
            models.CheckConstraint(condition=Q(sha256__regex=r"^[0-9a-f]{64}$"), name="release_hash_is_sha256"),
        ]

    def __str__(self) -> str:
        return self.audit_label

    @property
    def reference(self) -> str:
        return f"{self.table} {self.edition} {self.sha256[:12]}"

    @property
    def audit_label(self) -> str:
        return f"{self.title} {self.edition}: {self.table_title}"


class Value(models.Model):
    """One figure of one place, period and measure, as one release gives it.

    `value` is at full precision; `basis` says whether it is as printed or computed from printed counts. `published` is
    what the release prints for the measure, beside ours, blank where it prints nothing. Numerator and denominator stand
    under rates and percentages. `population_year` is the mid-year of the population under a rate, in the release's
    vintage. Of all releases with this figure, the one shown by default is `current`: the latest that has it, also where
    it has only a symbol, so that a number later suppressed or withdrawn is not shown from an older edition.
    """

    CLASSIFICATION = {
        "id": "public",
        "release": "public",
        "indicator": "public",
        "variant": "public",
        "measure": "public",
        "place": "public",
        "period": "public",
        "period_start": "public",
        "period_end": "public",
        "value": "public",
        "symbol": "public",
        "numerator": "public",
        "numerator_symbol": "public",
        "denominator": "public",
        "denominator_symbol": "public",
        "basis": "public",
        "published": "public",
        "published_symbol": "public",
        "population_year": "public",
        "preference": "internal",
        "current": "public",
    }

    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="values")
    indicator = models.CharField(max_length=60)
    variant = models.CharField(max_length=60)
    measure = models.CharField(max_length=7, choices=[(measure.value, measure.value) for measure in Measure])
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="values", db_index=False)
    period = models.CharField(max_length=12)
    period_start = models.DateField()
    period_end = models.DateField()
    value = models.FloatField(null=True, blank=True)
    symbol = models.CharField(max_length=3, blank=True, choices=SYMBOLS)
    numerator = models.FloatField(null=True, blank=True)
    numerator_symbol = models.CharField(max_length=3, blank=True, choices=SYMBOLS)
    denominator = models.FloatField(null=True, blank=True)
    denominator_symbol = models.CharField(max_length=3, blank=True, choices=SYMBOLS)
    basis = models.CharField(max_length=9, choices=Basis)
    published = models.FloatField(null=True, blank=True)
    published_symbol = models.CharField(max_length=3, blank=True, choices=SYMBOLS)
    population_year = models.PositiveSmallIntegerField(null=True, blank=True)
    preference = models.PositiveSmallIntegerField(
        default=0, help_text="Place of the source in the definition, where one edition has a figure in two tables."
    )
    current = models.BooleanField(default=False)

    class Meta:
        ordering = ["indicator", "variant", "measure", "place", "period_start"]
        constraints = [
            models.CheckConstraint(condition=_one_of("value", "symbol"), name="value_is_a_number_or_a_symbol"),
            models.CheckConstraint(
                condition=_at_most_one_of("numerator", "numerator_symbol"), name="numerator_is_one_thing"
            ),
            models.CheckConstraint(
                condition=_at_most_one_of("denominator", "denominator_symbol"), name="denominator_is_one_thing"
            ),
            models.CheckConstraint(
                condition=_at_most_one_of("published", "published_symbol"), name="published_is_one_thing"
            ),
            models.CheckConstraint(condition=Q(basis__in=Basis.values), name="value_basis_is_known"),
            models.CheckConstraint(condition=Q(measure__in=[m.value for m in Measure]), name="value_measure_is_known"),
            # In this order it is also the index of every read, which begins with an indicator.
            models.UniqueConstraint(
                fields=["indicator", "variant", "measure", "place", "period", "release"],
                name="value_once_in_a_release",
            ),
            models.UniqueConstraint(
                fields=["indicator", "variant", "measure", "place", "period"],
                condition=Q(current=True),
                name="one_value_is_current",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator} {self.variant} {self.place_id} {self.period} {self.measure}"


class DataVersion(models.Model):
    """A mark that changes with every change of values, so that a process knows whether what it remembers still holds.

    There is one row. The mark is random and not a counter: a rolled-back import must not hand its mark to the next.
    """

    CLASSIFICATION = {"id": "internal", "mark": "internal", "changed_at": "internal"}

    mark = models.CharField(max_length=32, default=new_mark)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="one_data_version")]

    def __str__(self) -> str:
        return self.mark
