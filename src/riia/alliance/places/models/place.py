"""Councils, regions and England, over time (R15.06)."""

from datetime import date

from django.db import models
from django.db.models import F, Q

from riia.alliance.places.models.dated import DatedQuerySet, ends_after_it_begins
from riia.alliance.places.naming import plain_name, possessive
from riia.indicators.reference import CouncilType

CODE_LENGTH = 9


class PlaceKind(models.TextChoices):
    COUNTRY = "country", "country"
    REGION = "region", "region"
    SUBREGION = "subregion", "sub-region"
    COUNCIL = "council", "council"


class Place(models.Model):
    """A council (DfE three-digit code), a statistical region, Inner or Outer London, or England (ONS code).

    Councils that have ended stay, with their last day: their figures and agreements do. `valid_from` is blank for a
    place that was there before the register begins. Rows come from the packaged reference data and are never deleted.
    """

    CLASSIFICATION = {
        "id": "public",
        "code": "public",
        "kind": "public",
        "name": "public",
        "official_name": "public",
        "council_type": "public",
        "region": "public",
        "subregion": "public",
        "valid_from": "public",
        "valid_to": "public",
    }

    code = models.CharField(max_length=CODE_LENGTH, unique=True)
    kind = models.CharField(max_length=10, choices=PlaceKind)
    name = models.CharField(max_length=100, help_text="As in official statistics.")
    official_name = models.CharField(max_length=150, blank=True, help_text="The council's own name.")
    council_type = models.CharField(
        max_length=20, blank=True, choices=[(kind.value, kind.value) for kind in CouncilType]
    )
    region = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="places")
    subregion = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="boroughs")
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True, help_text="The last day.")

    objects = DatedQuerySet.as_manager()

    class Meta:
        ordering = ["name", "valid_from"]
        constraints = [
            ends_after_it_begins("place_ends_after_it_begins"),
            models.CheckConstraint(condition=Q(kind__in=PlaceKind.values), name="place_kind_is_known"),
            models.CheckConstraint(
                condition=(
                    Q(kind=PlaceKind.COUNCIL, code__regex=r"^[0-9]{3}$", region__isnull=False)
                    & ~Q(official_name="")
                    & ~Q(council_type="")
                )
                | (
                    ~Q(kind=PlaceKind.COUNCIL)
                    & Q(code__regex=r"^E[0-9]{8}$", official_name="", council_type="", subregion__isnull=True)
                ),
                name="place_has_what_its_kind_has",
                violation_error_message="A council has a three-digit code, a region, a type and its own name; "
                "other places have an ONS code.",
            ),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def reference(self) -> str:
        """The stable identity for audit and addresses: the code."""
        return self.code

    @property
    def audit_label(self) -> str:
        return f"{self.label} ({self.code})"

    @property
    def audit_places(self) -> tuple[str, ...]:
        return (self.code,)

    @property
    def is_council(self) -> bool:
        return self.kind == PlaceKind.COUNCIL

    @property
    def is_region(self) -> bool:
        """True for a statistical region and for Inner and Outer London: an area made of councils."""
        return self.kind in (PlaceKind.REGION, PlaceKind.SUBREGION)

    @property
    def ended(self) -> bool:
        return self.valid_to is not None

    @property
    def label(self) -> str:
        """The name, with the last day of a council that has ended: "Dorset (to 31 March 2019)"."""
        return f"{self.name} (to {self.valid_to.day} {self.valid_to:%B %Y})" if self.valid_to else self.name

    @property
    def called(self) -> str:
        """The name as running text has it: "Bristol"."""
        return plain_name(self.label)

    @property
    def whose(self) -> str:
        """The name's possessive: "Bristol’s"."""
        return possessive(self.called)

    def exists_on(self, day: date) -> bool:
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day <= self.valid_to)


class PlaceName(models.Model):
    """A way of writing a place's name: as published, the council's own (dated where it changed), or a variant."""

    CLASSIFICATION = {
        "id": "public",
        "place": "public",
        "name": "public",
        "kind": "public",
        "valid_from": "public",
        "valid_to": "public",
        "sources": "public",
    }

    place = models.ForeignKey(Place, on_delete=models.CASCADE, related_name="names")
    name = models.CharField(max_length=150)
    kind = models.CharField(max_length=10, choices=[(k, k) for k in ("published", "official", "variant")])
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)
    sources = models.CharField(max_length=300, blank=True, help_text="Keys of the reference data's manifest.")

    class Meta:
        ordering = ["place", "kind", "name"]
        constraints = [
            models.UniqueConstraint(fields=["place", "name"], name="place_name_once"),
            ends_after_it_begins("place_name_ends_after_it_begins"),
        ]

    def __str__(self) -> str:
        return self.name


class PlaceCode(models.Model):
    """A code of a place in another scheme, with the days on which it held: ONS, GB-LAE (open grant data) or LAIT."""

    CLASSIFICATION = {
        "id": "public",
        "place": "public",
        "scheme": "public",
        "code": "public",
        "valid_from": "public",
        "valid_to": "public",
        "note": "public",
    }

    place = models.ForeignKey(Place, on_delete=models.CASCADE, related_name="codes")
    scheme = models.CharField(max_length=10, choices=[(s, s) for s in ("ons", "gb-lae", "lait")])
    code = models.CharField(max_length=20)
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)
    note = models.CharField(max_length=200, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        ordering = ["place", "scheme", "valid_from"]
        constraints = [
            models.UniqueConstraint(fields=["scheme", "code"], name="place_code_means_one_place"),
            ends_after_it_begins("place_code_ends_after_it_begins"),
        ]

    def __str__(self) -> str:
        return f"{self.scheme} {self.code}"


class Succession(models.Model):
    """One council taking over from another on its first day."""

    CLASSIFICATION = {
        "id": "public",
        "predecessor": "public",
        "successor": "public",
        "on": "public",
        "kind": "public",
        "note": "public",
    }

    predecessor = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="successions")
    successor = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="origins")
    on = models.DateField()
    kind = models.CharField(max_length=10, choices=[(k, k) for k in ("split", "merger")])
    note = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["on", "predecessor", "successor"]
        constraints = [
            models.UniqueConstraint(fields=["predecessor", "successor"], name="succession_once"),
            models.CheckConstraint(condition=~Q(predecessor=F("successor")), name="succession_is_between_two_councils"),
        ]

    def __str__(self) -> str:
        return f"{self.predecessor_id} to {self.successor_id} on {self.on}"
