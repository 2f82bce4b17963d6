"""Questions from outside that a viewer keeps, and how many were answered in time and to satisfaction."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from riia.alliance.access.scope import Scope
from riia.alliance.places import queries as places
from riia.alliance.places.models import Alliance
from riia.alliance.returns.in_time import Asked, Share, answered_in_time, satisfied
from riia.alliance.returns.models import Enquiry
from riia.alliance.returns.permissions import KEEP_ENQUIRIES


def enquiries(scope: Scope) -> QuerySet[Enquiry]:
    """Every question to the regions whose desk the viewer is at, newest first."""
    found = Enquiry.objects.select_related("alliance__region").order_by("-received_on", "-id")
    return found.filter(_at(scope, "alliance__region__code"))


def get_enquiry(scope: Scope, reference: UUID) -> Enquiry | None:
    """One question; None where the viewer is not at that desk."""
    return enquiries(scope).filter(reference=reference).first()


def alliances(scope: Scope) -> list[Alliance]:
    """The alliances at whose desk the viewer is."""
    return list(places.alliances().filter(_at(scope, "region__code")))


def in_time(found: Iterable[Enquiry], today: date) -> Share:
    """How many were answered in time, of those that are answered or whose time is up (R5.08)."""
    return answered_in_time([Asked(_met(one, today)) for one in found])


def _met(one: Enquiry, today: date) -> bool | None:
    if one.answered_on:
        return one.answered_on <= one.due_on
    return False if today > one.due_on else None


def satisfaction(found: Iterable[Enquiry]) -> Share:
    """How many were satisfied, of those who said so (R5.14)."""
    return satisfied([one.satisfied for one in found if one.answered_on])


def _at(scope: Scope, field: str) -> Q:
    condition = Q(pk__in=[])
    for action in KEEP_ENQUIRIES:
        codes = scope.places_for(action)
        if codes is None:
            return Q()
        condition |= Q(**{f"{field}__in": codes})
    return condition
