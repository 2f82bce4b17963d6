"""Organisations that are not councils, and which councils they serve."""

from django.db import models
from django.db.models import Q

from riia.alliance.places.models.dated import DatedQuerySet, ends_after_it_begins
from riia.alliance.places.models.place import Place


class OrganisationKind(models.TextChoices):
    TRUST = "trust", "children's trust"
    IMPROVEMENT_BODY = "improvement body", "improvement body"
    DEPARTMENT = "department", "government department"
    ASSOCIATION = "association", "association of councils or directors"
    PARTNER = "partner", "partner"
    SUPPLIER = "supplier", "supplier"


class Organisation(models.Model):
    """A body that works with councils without being one: a trust, SDSA, the DfE, the LGA, a partner, a supplier."""

    CLASSIFICATION = {
        "id": "public",
        "code": "public",
        "name": "public",
        "short_name": "public",
        "kind": "public",
        "source": "public",
        "valid_from": "public",
        "valid_to": "public",
    }

    code = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=150, unique=True)
    short_name = models.CharField(max_length=40, blank=True)
    kind = models.CharField(max_length=20, choices=OrganisationKind)
    source = models.CharField(max_length=200, blank=True, help_text="The document that names it.")
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [
            ends_after_it_begins("organisation_ends_after_it_begins"),
            models.CheckConstraint(condition=Q(kind__in=OrganisationKind.values), name="organisation_kind_is_known"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def reference(self) -> str:
        return self.code


class Service(models.Model):
    """An organisation serving a council over a time. One organisation may serve several councils, and the reverse."""

    CLASSIFICATION = {
        "id": "public",
        "organisation": "public",
        "council": "public",
        "what": "public",
        "source": "public",
        "valid_from": "public",
        "valid_to": "public",
    }

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="services")
    council = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="services")
    what = models.CharField(max_length=100, help_text="What it does for the council.")
    source = models.CharField(max_length=200, blank=True)
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        ordering = ["organisation", "council", "valid_from"]
        constraints = [
            ends_after_it_begins("service_ends_after_it_begins"),
            models.UniqueConstraint(
                fields=["organisation", "council", "what"], condition=Q(valid_to__isnull=True), name="service_open_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation} for {self.council}: {self.what}"

    @property
    def audit_places(self) -> tuple[str, ...]:
        return (self.council.code,)
