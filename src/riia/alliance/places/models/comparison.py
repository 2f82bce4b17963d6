"""What councils are compared with and counted against: statistical neighbours and child populations, by edition."""

from django.db import models
from django.db.models import F, Q

from riia.alliance.places.models.place import Place
from riia.indicators.model import Missing, Number, Symbol, Value


class NeighbourModel(models.Model):
    """A published statistical neighbour model; `councils_on` is the day whose councils it covers."""

    CLASSIFICATION = {
        "id": "public",
        "code": "public",
        "title": "public",
        "year": "public",
        "councils_on": "public",
        "note": "public",
    }

    code = models.CharField(max_length=20, unique=True)
    title = models.CharField(max_length=150)
    year = models.PositiveSmallIntegerField()
    councils_on = models.DateField()
    note = models.TextField(blank=True)

    class Meta:
        ordering = ["-year"]

    def __str__(self) -> str:
        return self.title


class Neighbour(models.Model):
    """One of a council's ten statistical neighbours: rank 1 is the most alike, closeness in the publisher's words."""

    CLASSIFICATION = {
        "id": "public",
        "model": "public",
        "place": "public",
        "neighbour": "public",
        "rank": "public",
        "closeness": "public",
    }

    model = models.ForeignKey(NeighbourModel, on_delete=models.CASCADE, related_name="neighbours")
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="neighbours")
    neighbour = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="neighbour_of")
    rank = models.PositiveSmallIntegerField()
    closeness = models.CharField(max_length=30)

    class Meta:
        ordering = ["model", "place", "rank"]
        constraints = [
            models.UniqueConstraint(fields=["model", "place", "rank"], name="neighbour_rank_once"),
            models.UniqueConstraint(fields=["model", "place", "neighbour"], name="neighbour_once"),
            models.CheckConstraint(condition=Q(rank__gte=1, rank__lte=10), name="neighbour_rank_1_to_10"),
            models.CheckConstraint(condition=~Q(place=F("neighbour")), name="neighbour_is_another_council"),
        ]

    def __str__(self) -> str:
        return f"{self.place_id} {self.rank}: {self.neighbour_id}"


class PopulationVintage(models.Model):
    """An edition of the mid-year estimates, named after the newest mid-year it holds."""

    CLASSIFICATION = {
        "id": "public",
        "code": "public",
        "title": "public",
        "first_mid_year": "public",
        "last_mid_year": "public",
        "is_current": "public",
        "note": "public",
    }

    code = models.CharField(max_length=20, unique=True)
    title = models.CharField(max_length=150)
    first_mid_year = models.PositiveSmallIntegerField()
    last_mid_year = models.PositiveSmallIntegerField()
    is_current = models.BooleanField()
    note = models.TextField(blank=True)

    class Meta:
        ordering = ["-last_mid_year"]
        constraints = [
            models.UniqueConstraint(fields=["is_current"], condition=Q(is_current=True), name="one_current_vintage"),
            models.CheckConstraint(
                condition=Q(last_mid_year__gte=F("first_mid_year")), name="vintage_ends_after_it_begins"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Population(models.Model):
    """People of an age band who lived in a place on 30 June of a year, or the symbol published in place of a number."""

    CLASSIFICATION = {
        "id": "public",
        "vintage": "public",
        "place": "public",
        "mid_year": "public",
        "ages": "public",
        "number": "public",
        "symbol": "public",
    }

    vintage = models.ForeignKey(PopulationVintage, on_delete=models.CASCADE, related_name="populations")
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="populations")
    mid_year = models.PositiveSmallIntegerField()
    ages = models.CharField(max_length=10)
    number = models.PositiveIntegerField(null=True, blank=True)
    symbol = models.CharField(max_length=3, blank=True, choices=[(s.value, s.words) for s in Symbol])

    class Meta:
        ordering = ["vintage", "place", "mid_year"]
        constraints = [
            models.UniqueConstraint(fields=["vintage", "place", "mid_year", "ages"], name="population_once"),
            models.CheckConstraint(
                condition=Q(number__isnull=False, symbol="")
                | Q(number__isnull=True, symbol__in=[symbol.value for symbol in Symbol]),
                name="population_is_a_number_or_a_symbol",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.place_id} mid-{self.mid_year}: {self.value}"

    @property
    def value(self) -> Value:
        """The number, or why there is none."""
        return Missing(Symbol(self.symbol)) if self.number is None else Number(self.number)
